"""Fits what tells the fragments of `assistant/data/told_facts.toml` apart, and says how it does on each hand by the others.

python -m eval.fact_training [--output assistant/data/told_facts.npz]
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from assistant.told_facts import FILE, NOTHING, ToldFacts, lines_by_hand
from eval.metrics import wilson
from eval.writing import output_file
from vectorstore.bundled_embeddings import BundledEmbeddings
from vectorstore.line_vectors import Vectors
from vectorstore.telling import Lines, fit

OUTPUT = Path(__file__).parent.parent / "assistant" / "data" / FILE


@dataclass(frozen=True, slots=True)
class Fragments:
    """Fragments with the place of their value in `values`, their hand and their vectors (fragments × dimension)."""

    values: tuple[tuple[str, str], ...]
    owners: NDArray[np.int64]
    hands: tuple[str, ...]
    vectors: Vectors


def read_fragments() -> Fragments:
    """The fragments that come along, embedded by the bundled model."""
    table = lines_by_hand()
    rows = [
        (place, hand, line)
        for place, hands in enumerate(table.values())
        for hand, lines in hands.items()
        for line in lines
    ]
    model = BundledEmbeddings()
    vectors = np.array([model.embed_query(line) for *_, line in rows], dtype=np.float32)
    return Fragments(tuple(table), np.array([row[0] for row in rows]), tuple(row[1] for row in rows), vectors)


def fitted(fragments: Fragments, kept: NDArray[np.bool_] | None = None) -> tuple[ToldFacts, Vectors]:
    """The fit to the fragments, or to those that are kept, its lines as they are written; and its weights."""
    rows = np.ones(len(fragments.owners), dtype=bool) if kept is None else kept
    lines = fragments.vectors[rows].astype(np.float16).astype(np.float32)
    weights = fit(lines, fragments.owners[rows])
    if weights is None:
        raise ValueError("too many fragments for a fit")
    return ToldFacts(fragments.values, Lines(lines, weights), lines, fragments.owners[rows]), weights


def left_out(fragments: Fragments) -> list[tuple[tuple[str, str], list[tuple[str, str]]]]:
    """For each fragment its value, and those that a fit to all other hands takes it for."""
    found = []
    for hand in dict.fromkeys(fragments.hands):
        own = np.array([name == hand for name in fragments.hands])
        model, _ = fitted(fragments, ~own)
        found += [
            (fragments.values[fragments.owners[row]], model.of(fragments.vectors[row])) for row in np.flatnonzero(own)
        ]
    return found


def told(found: Sequence[tuple[tuple[str, str], list[tuple[str, str]]]]) -> list[str]:
    """How often what is told is told, how often rightly, and how often where nothing is, with intervals."""
    telling = [item for item in found if item[0] != NOTHING]
    nothing = [item for item in found if item[0] == NOTHING]
    taken = [(own, value) for own, values in found for value in values]
    return [
        f"told of what is told: {wilson(sum(own in values for own, values in telling), len(telling))}",
        f"right of what is taken: {wilson(sum(own == value for own, value in taken), len(taken))}",
        f"taken where nothing is told: {wilson(sum(bool(values) for _, values in nothing), len(nothing))}",
    ]


def main(arguments: Sequence[str] | None = None) -> int:
    """Print how it does hand by hand, fit on all of them and write it."""
    parser = argparse.ArgumentParser(
        prog="python -m eval.fact_training", description="Fit what people tell of themselves."
    )
    parser.add_argument("--output", type=output_file, default=OUTPUT, help="where to write the vectors and weights")
    given = parser.parse_args(arguments)
    fragments = read_fragments()
    for line in told(left_out(fragments)):
        sys.stdout.write(f"{line}\n")
    model, weights = fitted(fragments)
    np.savez(
        given.output,
        values=np.array(model.values),
        lines=model.lines.astype(np.float16),
        owners=model.owners.astype(np.int16),
        weights=weights.astype(np.float16),
    )
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
