"""Which of several sentences a question is about, or none, learnt from the everyday lines written for each.

A line is near to many questions of its field, and only some of its words are its sentence's alone. A kernel least-squares
fit over all lines (Saunders, Gammerman and Vovk, "Ridge regression learning algorithm in dual variables", 1998) learns
what tells the sentences apart, and all of them from the questions that texts leave open. It is made when an index is
built, unless its lines are those that come with wence (`data/telling.npz`), and kept beside the vectors of the lines.

There are two fits. The broad one knows the sentences and what lies far from them; the close one knows also what is asked
of the matter of a single sentence and that this leaves open. What one of them takes for told the other often does not.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from importlib.resources import as_file, files
from pathlib import Path
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from vectorstore.line_vectors import Vectors

FILE = "telling.npz"
MOST_LINES = 12_000  # that a fit is made of: 5,000 take a second, and time grows with the third power
# The kernel's sharpness and the ridge. Sharpness 1.5 to 3 and ridges .3 to 3 are alike by which sentence 1,900 everyday questions
# of 25 authors are about: .90 to .91 right, by the nearest line .84.
_SHARPNESS, _RIDGE = 2.0, 0.5
_SHORTEST = 1e-6  # of lengths that are divided by


class Telling:
    """How much a question is about each sentence: `weights` has a row for each of the lines (lines × dimension) it was fitted to."""

    def __init__(self, lines: Vectors, weights: Vectors) -> None:
        self._mean: Vectors = lines.mean(axis=0)
        self._to_mean = products(lines, self._mean)
        self._lengths: Vectors = np.maximum(np.linalg.norm(lines - self._mean, axis=1), _SHORTEST)
        self._weights = np.ascontiguousarray(weights.T)  # sentences × lines

    def __len__(self) -> int:
        return len(self._lengths)

    def of(self, vector: Vectors, near: Vectors) -> Vectors:
        """About 1 for a sentence that a vector is about and 0 for the others; `near` are its products with the lines."""
        moved = vector - self._mean
        along = near - self._to_mean - moved @ self._mean  # of the centred line and the centred vector
        likeness = along / (self._lengths * max(float(np.linalg.norm(moved)), _SHORTEST))
        return products(self._weights, _kernel(likeness))


class Lines:
    """A fit together with the lines (of length 1) that it was made of, for what is compared with these alone."""

    def __init__(self, lines: Vectors, weights: Vectors) -> None:
        self._lines = lines
        self._telling = Telling(lines, weights)

    def of(self, vector: Vectors) -> Vectors:
        """How much a vector is of each kind of line; see `Telling.of`."""
        return self._telling.of(vector, products(self._lines, vector))


def products(rows: Vectors, vector: Vectors) -> Vectors:
    """The inner product of each row with a vector, in the thread that asks.

    The threads of a linear algebra library that many questions call at once wait for one another ten times as long as they work.
    """
    found: Vectors = np.einsum("ij,j->i", rows, vector)
    return found


def fit(lines: Vectors, owners: NDArray[np.int64], *, ridge: float = _RIDGE) -> Vectors | None:
    """The weights (lines × sentences) that tell which sentence, 0 and up, each line (of length 1) is of; None for too many lines."""
    if not 0 < len(lines) <= MOST_LINES:
        return None
    columns = _centred(lines, lines.mean(axis=0))
    kernel = _kernel(columns @ columns.T)
    kernel[np.diag_indices_from(kernel)] += ridge
    sentences = int(owners.max()) + 1
    wanted = (np.eye(sentences)[owners] - 1 / sentences).astype(np.float32)
    weights: Vectors = np.linalg.solve(kernel, wanted).astype(np.float32)
    return weights


def mark_of(owned: Sequence[tuple[int, str]]) -> str:
    """The mark of lines with their places, by which a fit made beforehand is known to be of them."""
    return hashlib.sha256("\n".join(f"{place}\t{line}" for place, line in owned).encode()).hexdigest()[:32]


class Fits(NamedTuple):
    """The weights of both fits (their lines × their places); the lines of the broad one are the first of the close one."""

    broad: Vectors
    close: Vectors


def fits(lines: Vectors, owners: NDArray[np.int64], *, last: int) -> Fits | None:
    """Both fits to lines in the order of their places; those after the place `last` are what single sentences leave open."""
    far = owners <= last
    broad, close = fit(lines[far], owners[far]), fit(lines, owners)
    return None if broad is None or close is None else Fits(broad, close)


def made_beforehand(mark: str) -> Fits | None:
    """The weights that come along, where they are of the lines with this mark and the bundled model."""
    with as_file(files("vectorstore") / "data" / FILE) as file:
        if not file.is_file():
            return None
        with np.load(file, allow_pickle=False) as stored:
            return _fits_in(stored) if str(stored["mark"]) == mark else None


def write_telling(file: Path, found: Fits, *, mark: str = "") -> None:
    """Write the weights of both fits, in half precision."""
    np.savez(file, broad=found.broad.astype(np.float16), close=found.close.astype(np.float16), mark=np.array(mark))


def read_telling(file: Path, lines: Vectors) -> tuple[Telling, Telling] | None:
    """The broad and the close fit of a file to the lines that they were made of; None where there is none."""
    if not file.is_file():
        return None
    with np.load(file, allow_pickle=False) as stored:
        found = _fits_in(stored)
    return Telling(lines[: len(found.broad)], found.broad), Telling(lines, found.close)


def _fits_in(stored: Mapping[str, Vectors]) -> Fits:
    return Fits(stored["broad"].astype(np.float32), stored["close"].astype(np.float32))


def _kernel(likeness: Vectors) -> Vectors:
    sharp: Vectors = np.exp(_SHARPNESS * (likeness - 1)).astype(np.float32)
    return sharp


def _centred(vectors: Vectors, mean: Vectors) -> Vectors:
    """Vectors less a mean, of length 1 again: a model finds all short texts alike."""
    moved = vectors - mean
    unit: Vectors = moved / np.maximum(np.linalg.norm(moved, axis=1, keepdims=True), _SHORTEST)
    return unit
