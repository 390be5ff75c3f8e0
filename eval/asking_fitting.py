"""Fits whether the part of a question that asks is such as documents answer, to the samples that it may learn from."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import numpy as np

from assistant.answer_signs import ASKING
from assistant.asking_part import ANSWERED, FILE, UNANSWERED, rather_answered
from eval.answer_pairs import Pair
from vectorstore.line_vectors import Vectors
from vectorstore.telling import Lines, fit

# Recall of refusing on families left out is .913 for ridges of .3, .1 and .03, .910 for a sharpness of the kernel of 1.
_RIDGE = 0.3


def with_asking(pairs: Sequence[Pair], folds: Sequence[Sequence[int]]) -> list[Pair]:
    """Each pair with what a fit to all folds but its own says of the part that asks, as a sign."""
    found = list(pairs)
    for tested in folds:
        places = set(tested)
        lines, weights = _fitted([pair for place, pair in enumerate(pairs) if place not in places])
        close = Lines(lines, weights)
        for place in tested:
            vote = rather_answered(close, np.array(pairs[place].asking, dtype=np.float32))
            found[place] = replace(pairs[place], signs={**pairs[place].signs, ASKING: vote})
    return found


def write_asking(pairs: Sequence[Pair], folder: Path) -> None:
    """The fit to all pairs that it may learn from into a folder, in half precision."""
    lines, weights = _fitted(pairs)
    np.savez(folder / FILE, lines=lines.astype(np.float16), weights=weights.astype(np.float16))


def _fitted(pairs: Sequence[Pair]) -> tuple[Vectors, Vectors]:
    """The vectors of the parts that teach, and the weights of the fit to them."""
    taught = [pair for pair in pairs if pair.taught and pair.asking]
    lines = np.array([pair.asking for pair in taught], dtype=np.float32)
    owners = np.array([ANSWERED if pair.answers else UNANSWERED for pair in taught])
    weights = fit(lines, owners, ridge=_RIDGE)
    if weights is None:
        raise ValueError("too many samples for a fit, or none")
    return lines, weights
