"""Trains the router on the development samples and on phrasings, and says how it does on families it has not seen.

    python -m eval.route_training [--output assistant/data/routes.json] [--questions FILE …]

A softmax regression over the signals of `assistant.route_signals`, with a ridge penalty. Samples count in full, phrasings
less; a phrasing is filled with topics of the parsed ledger. Cross-validation leaves out whole families of samples.
"""

from __future__ import annotations

import argparse
import json
import os
import random
import re
import sys
import tomllib
from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from assistant.answering import Assistant
from assistant.queries import Query, Route
from assistant.route_signals import signals_of, words_of
from assistant.settings import read_settings
from assistant.sources import Sources
from assistant.understanding import read_question
from eval.samples import Kind, Sample, data_directory, development_files, load_samples
from ingest.reading import squeeze

_ROUTES = {
    Kind.OWNER: Route.OWNER,
    Kind.OWNERSHIP_SET: Route.TASKS,
    Kind.FACT: Route.FACT,
    Kind.NUMBER: Route.FACT,
    Kind.LIST: Route.FACT,
    Kind.PROVENANCE: Route.PROVENANCE,
    Kind.COMPARISON: Route.COMPARISON,
    Kind.ELIGIBILITY: Route.ELIGIBILITY,
    Kind.OFF_TOPIC: Route.OFF_TOPIC,
    Kind.SMALL_TALK: Route.SMALL_TALK,
    Kind.CLARIFY: Route.CLAUSE,
}  # refusals are asked in the ways of all routes
OUTPUT = Path(__file__).parent.parent / "assistant" / "data" / "routes.json"
FOLDS, SEED, FILLED = 5, 20211009, 3
_MIN_FAMILIES = 3  # in which a word must occur to be known
_PENALTY, _STEPS, _PHRASING_WEIGHT = 1e-4, 250, 1 / 3
_SMALLEST = 0.05  # weights below it are not kept
_OFFICES = {
    "zh": ["教育局", "人社局", "区科委", "国资委", "发改委", "商务委", "金融办", "文旅局", "财政局", "总工会", "司法局", "民政局"],
    "en": ["the education bureau", "the finance bureau", "the culture and tourism bureau", "the science and technology commission"],
}  # fmt: skip
_TOPICS = [
    "the vocational education alliance", "teacher bases", "apprenticeships", "staff training", "the robotics platform",
    "cooperation bases", "legal services", "the job fairs", "pilot enterprises", "the surcharge offset", "credit transfer",
]  # fmt: skip
_PLACES = {"zh": ["第二章", "第三部分", "二(三)", "第二大点"], "en": ["chapter 2"]}
_NUMBERS = {"zh": ["3", "5", "8", "12", "20", "一", "二", "三"], "en": ["2", "3", "12", "20"]}


@dataclass(frozen=True, slots=True)
class Labelled:
    """One question as the router sees it, with its route, its family and how much it counts."""

    query: Query
    words: tuple[str, ...]
    route: Route
    family: str
    weight: float


class _Reader:
    """Understands questions over one home."""

    def __init__(self, sources: Sources) -> None:
        self.sources = sources

    def labelled(self, question: str, route: Route, family: str, weight: float) -> Labelled:
        query = read_question(question, previous=None, jurisdiction=self.sources.jurisdiction())
        return Labelled(query, tuple(words_of(query)), route, family, weight)

    def samples(self, paths: Sequence[Path]) -> list[Labelled]:
        return [
            self.labelled(sample.question, self._route(sample), sample.family, 1.0)
            for sample in load_samples(paths)
            if not sample.history and sample.kind in _ROUTES
        ]

    def _route(self, sample: Sample) -> Route:
        """The route of a sample: its kind's, but what stands above the first heading is of the document itself."""
        fronts = [
            squeeze(clause.span.slice(document.text))
            for document in self.sources.documents()
            for clause in self.sources.front_clauses(document)
        ]
        told = [any(squeeze(quote) in text for text in fronts) for piece in sample.gold for quote in piece]
        return Route.PROVENANCE if told and all(told) else _ROUTES[sample.kind]

    def phrasings(self) -> list[Labelled]:
        table = tomllib.loads((data_directory() / "route-phrasings.toml").read_text("utf-8"))
        chance = random.Random(SEED)  # noqa: S311 - filling templates, nothing secret
        topics = {"zh": self._topics(), "en": _TOPICS}
        found = []
        for language, by_route in table.items():
            for route, phrasings in by_route.items():
                for number, phrasing in enumerate(phrasings):
                    for _ in range(FILLED if "{" in phrasing else 1):
                        one, other = chance.sample(topics[language], 2)
                        office, second = chance.sample(_OFFICES[language], 2)
                        question = phrasing.format(T=one, U=other, O=office, P=second, S=chance.choice(_PLACES[language]),
                                                   N=chance.choice(_NUMBERS[language]))  # fmt: skip
                        family = f"phrasing-{language}-{route}-{number}"
                        found.append(self.labelled(question, Route(route), family, _PHRASING_WEIGHT))
        return found

    def _topics(self) -> list[str]:
        """Headings of the tasks and the shorter parts of their sentences."""
        rows = self.sources.ledger.rows()
        parts = {re.sub(r"[\s“”]", "", part) for row in rows for part in re.split("[,。;]", row.text)}
        return sorted({row.heading for row in rows} | {part for part in parts if 4 <= len(part) <= 16})


@dataclass(frozen=True, slots=True)
class Trained:
    """Known words, signals and their weights (signals × routes)."""

    known: frozenset[str]
    signals: tuple[str, ...]
    weights: NDArray[np.float32]

    def matrix(self, items: Sequence[Labelled]) -> NDArray[np.float32]:
        """The signals of each question, each row of length 1."""
        place = {signal: index for index, signal in enumerate(self.signals)}
        rows = np.zeros((len(items), len(self.signals)), dtype=np.float32)
        for row, item in zip(rows, items, strict=True):
            row[[place[signal] for signal in signals_of(item.query, self.known) if signal in place]] = 1.0
        scaled: NDArray[np.float32] = rows / np.sqrt(np.maximum(rows.sum(axis=1, keepdims=True), 1.0))
        return scaled

    def right(self, items: Sequence[Labelled]) -> int:
        """For how many of the questions the likeliest route is theirs."""
        likeliest = (self.matrix(items) @ self.weights).argmax(axis=1)
        return sum(list(Route)[best] is item.route for best, item in zip(likeliest, items, strict=True))


def train(items: Sequence[Labelled]) -> Trained:
    """The weights that make the labelled routes likely, by accelerated gradient descent."""
    families: dict[str, set[str]] = defaultdict(set)
    for item in items:
        for word in item.words:
            families[word].add(item.family)
    known = frozenset(word for word, seen in families.items() if len(seen) >= _MIN_FAMILIES)
    counts = Counter(signal for item in items for signal in signals_of(item.query, known))
    signals = tuple(sorted(signal for signal, count in counts.items() if count > 1))
    empty = Trained(known, signals, np.zeros((len(signals), len(Route)), dtype=np.float32))
    rows = empty.matrix(items)
    target = np.eye(len(Route), dtype=np.float32)[[list(Route).index(item.route) for item in items]]
    share = np.array([item.weight for item in items], dtype=np.float32)[:, None] / len(items)
    rate = 1.5 / (0.5 * float(share.sum()) + _PENALTY)
    weights = ahead = empty.weights
    pace = 1.0
    for _ in range(_STEPS):
        votes = rows @ ahead
        likely = np.exp(votes - votes.max(axis=1, keepdims=True))
        likely /= likely.sum(axis=1, keepdims=True)
        moved = ahead - rate * (rows.T @ ((likely - target) * share) + _PENALTY * ahead)
        following = (1 + (1 + 4 * pace * pace) ** 0.5) / 2
        ahead = moved + (pace - 1) / following * (moved - weights)
        weights, pace = moved, following
    return Trained(known, signals, weights)


def cross_validate(samples: Sequence[Labelled], phrasings: Sequence[Labelled]) -> float:
    """The share of samples routed rightly by a model that has seen none of their family."""
    names = sorted({sample.family for sample in samples})
    random.Random(SEED).shuffle(names)  # noqa: S311 - folds, nothing secret
    fold = {name: index % FOLDS for index, name in enumerate(names)}
    right = 0
    for left_out in range(FOLDS):
        kept = [sample for sample in samples if fold[sample.family] != left_out]
        right += train([*kept, *phrasings]).right([s for s in samples if fold[s.family] == left_out])
    return right / len(samples)


def write_model(trained: Trained, path: Path) -> None:
    """The model as JSON, a signal a line, small weights left out."""
    kept = {
        signal: [round(float(value), 2) for value in row]
        for signal, row in zip(trained.signals, trained.weights, strict=True)
        if np.abs(row).max() >= _SMALLEST
    }
    lines = [f"  {json.dumps(signal, ensure_ascii=False)}: {json.dumps(row)}" for signal, row in kept.items()]
    head = {"routes": [str(route) for route in Route], "known": sorted(trained.known)}
    text = json.dumps(head, ensure_ascii=False)[:-1] + ',\n "weights": {\n' + ",\n".join(lines) + "\n }}\n"
    path.write_text(text, "utf-8")


def main(arguments: Sequence[str] | None = None) -> int:
    """The module as a command."""
    parser = argparse.ArgumentParser(prog="python -m eval.route_training", description="Train the router.")
    parser.add_argument("--questions", type=Path, nargs="+", default=[], help="sample files; default: the shipped ones")
    parser.add_argument("--test", type=Path, nargs="+", default=[], help="sample files to test on, not trained on")
    parser.add_argument("--output", type=Path, default=OUTPUT)
    parser.add_argument("--home", type=Path, help="home of the index")
    parser.add_argument("--no-folds", action="store_true", help="train only")
    given = parser.parse_args(arguments)
    settings = read_settings(home=given.home, environment=os.environ)
    reader = _Reader(Sources(Assistant.open(settings).index))
    samples, phrasings = reader.samples(given.questions or development_files()), reader.phrasings()
    if not given.no_folds:
        sys.stdout.write(
            f"unseen families routed rightly: {cross_validate(samples, phrasings):.3f} of {len(samples)}\n"
        )
    trained = train([*samples, *phrasings])
    for path in given.test:
        test = reader.samples([path])
        sys.stdout.write(f"{path.name}: {trained.right(test)} of {len(test)}\n")
    write_model(trained, given.output)
    return 0


if __name__ == "__main__":
    sys.exit(main())
