"""Trains the router on the development samples and on phrasings, and says how it does on families it has not seen.

    python -m eval.route_training [--output assistant/data/routes.json] [--questions FILE …]

A softmax regression over the signals of `assistant.route_signals`, and a second one over the vectors of the bundled model,
which is fitted to what the first leaves open on families it has not seen; both with a ridge penalty. Samples count in full,
phrasings less; a phrasing is filled with topics of the parsed ledger. Cross-validation leaves out whole families of samples.
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
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from assistant.answering import Assistant
from assistant.queries import Query, Route
from assistant.route_model import MEANING, RouteMeaning
from assistant.route_signals import signals_of, words_of
from assistant.settings import read_settings
from assistant.sources import Sources
from assistant.understanding import read_question
from eval.samples import Kind, Sample, data_directory, development_files, load_samples, open_files
from ingest.reading import squeeze
from vectorstore.bundled_embeddings import BundledEmbeddings

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
FOLDS, _INNER_FOLDS, SEED, FILLED = 5, 4, 20211009, 3
_MIN_FAMILIES = 3  # in which a word must occur to be known
_PENALTY, _STEPS, _PHRASING_WEIGHT = 1e-4, 250, 1 / 3
Floats = NDArray[np.float32]
Indices = NDArray[np.int64]
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


class _Rows:
    """Signals of questions as the few entries of a matrix (questions × signals), each row of length 1."""

    def __init__(self, signals: Sequence[Sequence[int]]) -> None:
        self.size = len(signals)
        rows = np.repeat(np.arange(self.size), [len(each) for each in signals])
        columns = np.array([column for each in signals for column in each], dtype=np.int64)
        values = np.array([1 / len(each) ** 0.5 for each in signals for _ in each], dtype=np.float32)
        order = np.argsort(columns, kind="stable")
        self._by_row, self._by_column = (rows, columns, values), (columns[order], rows[order], values[order])

    def times(self, weights: Floats) -> Floats:
        """The matrix by weights (signals × routes)."""
        return _gathered(*self._by_row, weights, self.size)

    def transposed_times(self, slopes: Floats, signals: int) -> Floats:
        """The matrix, rows for columns, by slopes (questions × routes)."""
        return _gathered(*self._by_column, slopes, signals)


def _gathered(to: Indices, of: Indices, values: Floats, table: Floats, size: int) -> Floats:
    """The rows `of` a table, weighed by `values` and summed by the sorted places `to` which they go, `size` rows."""
    found = np.zeros((size, table.shape[1]), dtype=np.float32)
    if len(to):
        places, starts = np.unique(to, return_index=True)
        found[places] = np.add.reduceat(table[of] * values[:, None], starts, axis=0)
    return found


@dataclass(frozen=True, slots=True)
class Trained:
    """Known words, signals and their weights (signals × routes), and what the meaning adds."""

    known: frozenset[str]
    signals: tuple[str, ...]
    weights: Floats
    meaning: RouteMeaning | None = None

    def rows(self, items: Sequence[Labelled]) -> _Rows:
        """The signals of each question."""
        place = {signal: index for index, signal in enumerate(self.signals)}
        return _Rows([[place[s] for s in signals_of(item.query, self.known) if s in place] for item in items])

    def votes(self, items: Sequence[Labelled]) -> Floats:
        """The votes for each question (questions × routes)."""
        votes = self.rows(items).times(self.weights)
        return votes if self.meaning is None else votes + self.meaning.votes(_vectors(items))

    def right(self, items: Sequence[Labelled]) -> int:
        """For how many of the questions the likeliest route is theirs."""
        likeliest = self.votes(items).argmax(axis=1)
        return sum(list(Route)[best] is item.route for best, item in zip(likeliest, items, strict=True))


def _vectors(items: Sequence[Labelled]) -> Floats:
    """The vectors of questions by the bundled model (questions × dimension)."""
    return np.array([_vector(item.query.plain) for item in items], dtype=np.float32)


@cache
def _vector(text: str) -> tuple[float, ...]:
    return tuple(BundledEmbeddings().embed_query(text))


def _descend(size: int, votes_of: Callable[[Floats], Floats], slopes_of: Callable[[Floats], Floats],
             items: Sequence[Labelled], rate: float) -> Floats:  # fmt: skip
    """The weights (size × routes) that make the labelled routes likely, by accelerated gradient descent."""
    target = np.eye(len(Route), dtype=np.float32)[[list(Route).index(item.route) for item in items]]
    share = np.array([item.weight for item in items], dtype=np.float32)[:, None] / len(items)
    weights = ahead = np.zeros((size, len(Route)), dtype=np.float32)
    pace = 1.0
    for _ in range(_STEPS):
        votes = votes_of(ahead)
        likely = np.exp(votes - votes.max(axis=1, keepdims=True))
        likely /= likely.sum(axis=1, keepdims=True)
        moved = ahead - rate * (slopes_of((likely - target) * share) + _PENALTY * ahead)
        following = (1 + (1 + 4 * pace * pace) ** 0.5) / 2
        ahead = moved + (pace - 1) / following * (moved - weights)
        weights, pace = moved, following
    return weights


def train_wording(items: Sequence[Labelled]) -> Trained:
    """The model of the wording alone."""
    families: dict[str, set[str]] = defaultdict(set)
    for item in items:
        for word in item.words:
            families[word].add(item.family)
    known = frozenset(word for word, seen in families.items() if len(seen) >= _MIN_FAMILIES)
    counts = Counter(signal for item in items for signal in signals_of(item.query, known))
    signals = tuple(sorted(signal for signal, count in counts.items() if count > 1))
    rows = Trained(known, signals, np.zeros((0, 0), dtype=np.float32)).rows(items)
    total = sum(item.weight for item in items) / len(items)
    weights = _descend(
        len(signals), rows.times, lambda slopes: rows.transposed_times(slopes, len(signals)), items,
        1.5 / (0.5 * total + _PENALTY),
    )  # fmt: skip
    return Trained(known, signals, weights)


def train(items: Sequence[Labelled]) -> Trained:
    """The wording, and what the meaning adds to the votes it has for questions of families that it was not trained on."""
    fold = _folds(items, _INNER_FOLDS)
    votes = np.zeros((len(items), len(Route)), dtype=np.float32)
    for left_out in range(_INNER_FOLDS):
        places = [place for place, item in enumerate(items) if fold[item.family] == left_out]
        kept = train_wording([item for item in items if fold[item.family] != left_out])
        votes[places] = kept.votes([items[place] for place in places])
    vectors = _vectors(items)
    mean = vectors.mean(axis=0)
    apart = vectors - mean
    apart /= np.maximum(np.linalg.norm(apart, axis=1, keepdims=True), 1e-6)
    share = np.array([item.weight for item in items], dtype=np.float32)[:, None] / len(items)
    steepest = float(np.linalg.eigvalsh((apart * share).T @ apart)[-1])
    weights = _descend(
        len(mean), lambda ahead: votes + apart @ ahead, lambda slopes: apart.T @ slopes, items,
        1.0 / (0.5 * steepest + _PENALTY),
    )  # fmt: skip
    return replace(train_wording(items), meaning=RouteMeaning(mean, weights))


def _folds(items: Sequence[Labelled], number: int) -> dict[str, int]:
    names = sorted({item.family for item in items})
    random.Random(SEED).shuffle(names)  # noqa: S311 - folds, nothing secret
    return {name: index % number for index, name in enumerate(names)}


def cross_validate(samples: Sequence[Labelled], phrasings: Sequence[Labelled]) -> float:
    """The share of samples routed rightly by a model that has seen none of their family."""
    fold = _folds(samples, FOLDS)
    right = 0
    for left_out in range(FOLDS):
        kept = [sample for sample in samples if fold[sample.family] != left_out]
        right += train([*kept, *phrasings]).right([s for s in samples if fold[s.family] == left_out])
    return right / len(samples)


def write_model(trained: Trained, path: Path) -> None:
    """The wording as JSON, a signal a line, small weights left out; the meaning beside it."""
    kept = {
        signal: [round(float(value), 2) for value in row]
        for signal, row in zip(trained.signals, trained.weights, strict=True)
        if np.abs(row).max() >= _SMALLEST
    }
    lines = [f"  {json.dumps(signal, ensure_ascii=False)}: {json.dumps(row)}" for signal, row in kept.items()]
    head = {"routes": [str(route) for route in Route], "known": sorted(trained.known)}
    if trained.meaning is not None:
        np.savez(
            path.with_name(MEANING),
            mean=trained.meaning.mean.astype(np.float16),
            weights=trained.meaning.weights.astype(np.float16),
        )
    text = json.dumps(head, ensure_ascii=False)[:-1] + ',\n "weights": {\n' + ",\n".join(lines) + "\n }}\n"
    path.write_text(text, "utf-8")


def main(arguments: Sequence[str] | None = None) -> int:
    """The module as a command."""
    parser = argparse.ArgumentParser(prog="python -m eval.route_training", description="Train the router.")
    parser.add_argument(
        "--questions", type=Path, nargs="+", default=[], help="sample files; default: all that are not held out"
    )
    parser.add_argument("--test", type=Path, nargs="+", default=[], help="sample files to test on, not trained on")
    parser.add_argument("--output", type=Path, default=OUTPUT)
    parser.add_argument("--home", type=Path, help="home of the index")
    parser.add_argument("--no-folds", action="store_true", help="train only")
    given = parser.parse_args(arguments)
    settings = read_settings(home=given.home, environment=os.environ)
    reader = _Reader(Sources(Assistant.open(settings).index))
    samples, phrasings = reader.samples(given.questions or [*development_files(), *open_files()]), reader.phrasings()
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
