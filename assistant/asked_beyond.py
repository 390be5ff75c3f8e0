"""What a question says beside the everyday lines it is nearest to, as a sign for or against an answer.

A question for the fee of a thing and one for what the thing is are near to the same lines; what is left of their
vectors once these are taken off tells which kind of thing is asked for. `data/asked_beyond.npz` is written by
`python -m eval.answerability_fitting`.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from importlib.resources import as_file, files

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float32]
FILE = "asked_beyond.npz"


@dataclass(frozen=True, slots=True)
class AskedBeyond:
    """A linear vote over vectors of the bundled model (`mean`, `weights`: dimension), positive for an answer."""

    mean: Floats
    weights: Floats

    def vote(self, beyond: Floats) -> float:
        """The vote, in the logarithm of odds."""
        return float((beyond - self.mean) @ self.weights)


@cache
def asked_beyond() -> AskedBeyond:
    """The shipped vote."""
    with as_file(files("assistant") / "data" / FILE) as file, np.load(file, allow_pickle=False) as stored:
        return AskedBeyond(stored["mean"].astype(np.float32), stored["weights"].astype(np.float32))
