"""Fits whether a question means the offices of a task or somebody else, and says how that does on hands left out.

    python -m eval.who_training [--home DIR] [--output assistant/data/who_is_meant.npz]

The questions of `eval/data/who-is-meant.toml` are of several hands, in two kinds as near to each other as they could
make them. The open samples that have such words and the phrasings of the router for owners, which say it in plain words, are fitted
on beside; the development samples are not.
"""

from __future__ import annotations

import argparse
import os
import sys
import tomllib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from assistant.answering import Assistant
from assistant.queries import Route
from assistant.settings import read_settings
from assistant.sources import Sources
from assistant.who_is_meant import FILE, asks_who, vector_of
from eval.metrics import wilson
from eval.route_training import Reader
from eval.samples import Kind, data_directory, load_samples, open_files
from eval.writing import output_file
from vectorstore.line_vectors import Vectors
from vectorstore.two_kinds import fitted

OUTPUT = Path(__file__).parent.parent / "assistant" / "data" / FILE
_RIDGE = 0.1  # .3 is worse by a point on every hand
_CLEARLY = 0.3  # by which a question is taken for one kind in the report
_TAUGHT_BY = frozenset({Kind.OWNER, Kind.FACT, Kind.NUMBER, Kind.LIST, Kind.REFUSAL})


@dataclass(frozen=True, slots=True)
class _Question:
    """A plain question, whether it means offices, and the hand it is of; no hand: it is never left out."""

    plain: str
    offices: bool
    hand: str = ""


def _by_hands(reader: Reader) -> Iterator[_Question]:
    hands = tomllib.loads((data_directory() / "who-is-meant.toml").read_text("utf-8"))
    for hand, kinds in hands.items():
        for kind, lines in kinds.items():
            yield from (_Question(reader.plain(line), kind == "offices", hand) for line in lines)


def _beside(reader: Reader) -> Iterator[_Question]:
    """The open samples that stand alone and have a word for it, and the phrasings for owners."""
    for sample in load_samples(open_files()):
        plain = reader.plain(sample.question)
        if sample.kind in _TAUGHT_BY and not sample.history and asks_who(plain):
            yield _Question(plain, sample.kind is Kind.OWNER)
    for labelled in reader.phrasings():
        if labelled.route is Route.OWNER:
            yield _Question(labelled.query.plain, True)


def report(vectors: Vectors, offices: NDArray[np.bool_], hands: NDArray[np.str_]) -> Iterator[str]:
    """How often each kind is taken for what it is, and for the other, each hand by the others and what is beside."""
    apart = np.zeros(len(hands))
    for hand in sorted(set(hands) - {""}):
        own = hands == hand
        others = fitted(vectors[~own], offices[~own], ridge=_RIDGE)
        apart[own] = [others.rather(vector) for vector in vectors[own]]
    asked = hands != ""
    for name, kind, sign in (("offices", offices, 1), ("others", ~offices, -1)):
        rows = asked & kind
        for verb, found in (
            ("taken for such", sign * apart > _CLEARLY),
            ("taken for the other", sign * apart < -_CLEARLY),
        ):
            yield f"{name}, {verb}: {wilson(int((found & rows).sum()), int(rows.sum()))}"


def main(arguments: Sequence[str] | None = None) -> int:
    """Print how it does hand by hand, fit on all questions and write it."""
    parser = argparse.ArgumentParser(prog="python -m eval.who_training", description="Fit whom a question means.")
    parser.add_argument("--home", type=Path, help="home of the index")
    parser.add_argument("--output", type=output_file, default=OUTPUT, help="where to write the vectors and weights")
    given = parser.parse_args(arguments)
    settings = read_settings(home=given.home, environment=os.environ)
    reader = Reader(Sources(Assistant.open(settings).index))
    questions = [*_by_hands(reader), *_beside(reader)]
    vectors = np.array([vector_of(question.plain) for question in questions], dtype=np.float32)
    offices = np.array([question.offices for question in questions])
    for line in report(vectors, offices, np.array([question.hand for question in questions])):
        sys.stdout.write(f"{line}\n")
    fitted(vectors, offices, ridge=_RIDGE).write(given.output)
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
