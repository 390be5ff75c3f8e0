"""Which of two kinds a text is of, learnt from lines of both by the kernel fit of `vectorstore.telling`."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from vectorstore.line_vectors import Vectors
from vectorstore.telling import Lines, fit


class TwoKinds:
    """A fit to lines (lines × dimension, of length 1) of two kinds: `weights` has a row for each of them."""

    def __init__(self, lines: Vectors, weights: Vectors) -> None:
        self._stored = lines, weights
        self._lines = Lines(lines, weights)

    def rather(self, vector: Vectors) -> float:
        """By how much a vector is rather of the first kind than of the second, about -1 to 1."""
        first, second = self._lines.of(vector)
        return float(first - second)

    def write(self, file: Path) -> None:
        """Write the fit, in half precision."""
        lines, weights = self._stored
        np.savez(file, lines=lines.astype(np.float16), weights=weights.astype(np.float16))


def fitted(lines: Vectors, firsts: Sequence[bool] | NDArray[np.bool_], *, ridge: float) -> TwoKinds:
    """The fit to lines, those of the first kind marked; ValueError where one kind has none, or there are too many."""
    both = len(set(map(bool, firsts))) == 2
    weights = fit(lines, np.where(firsts, 0, 1), ridge=ridge) if both else None
    if weights is None:
        raise ValueError("lines of one kind alone, or too many for a fit")
    return TwoKinds(lines, weights)


def read_two_kinds(file: Path) -> TwoKinds:
    """The fit in a file."""
    with np.load(file, allow_pickle=False) as stored:
        return TwoKinds(stored["lines"].astype(np.float32), stored["weights"].astype(np.float32))
