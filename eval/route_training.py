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
from collections.abc import Sequence
from pathlib import Path

import numpy as np

from assistant.answering import Assistant
from assistant.queries import Query, Route
from assistant.route_model import MEANING
from assistant.route_signals import words_of
from assistant.settings import read_settings
from assistant.sources import Sources
from assistant.understanding import read_question
from eval.route_fitting import Labelled, Trained, folds_of, train
from eval.samples import Kind, Sample, data_directory, development_files, load_samples, open_files
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
_PHRASING_WEIGHT = 1 / 3
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


class Reader:
    """Understands questions over one home."""

    def __init__(self, sources: Sources) -> None:
        self.sources = sources

    def labelled(self, question: str, route: Route, family: str, weight: float) -> Labelled:
        """A question as the router sees it."""
        query = self._read(question)
        return Labelled(query, tuple(words_of(query)), route, family, weight)

    def plain(self, question: str) -> str:
        """A question as the assistant reads it, without remarks and the marks around it."""
        return self._read(question).plain

    def _read(self, question: str) -> Query:
        return read_question(question, previous=None, jurisdiction=self.sources.jurisdiction())

    def samples(self, paths: Sequence[Path]) -> list[Labelled]:
        """The samples of files that stand alone and have a route."""
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
        """The phrasings of `route-phrasings.toml`, each filled a few times."""
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


def cross_validate(samples: Sequence[Labelled], phrasings: Sequence[Labelled]) -> float:
    """The share of samples routed rightly by a model that has seen none of their family."""
    fold = folds_of(samples, FOLDS)
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
    reader = Reader(Sources(Assistant.open(settings).index))
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
