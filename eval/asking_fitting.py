"""Fits whether the part of a question that asks is such as documents answer, to the samples that it may learn from."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import numpy as np

from assistant.answer_signs import ASKING
from assistant.asking_part import FILE
from eval.answer_pairs import Pair
from vectorstore.two_kinds import TwoKinds, fitted

# Recall of refusing on families left out is .913 for ridges of .3, .1 and .03, .910 for a sharpness of the kernel of 1.
_RIDGE = 0.3


def with_asking(pairs: Sequence[Pair], folds: Sequence[Sequence[int]]) -> list[Pair]:
    """Each pair with what a fit to all folds but its own says of the part that asks, as a sign.

    What is fitted on these signs for other folds has seen them by way of that fit: figures left out of it are a little too good.
    """
    found = list(pairs)
    for tested in folds:
        places = set(tested)
        close = _fitted([pair for place, pair in enumerate(pairs) if place not in places])
        for place in tested:
            vote = close.rather(np.array(pairs[place].asking, dtype=np.float32))
            found[place] = replace(pairs[place], signs={**pairs[place].signs, ASKING: vote})
    return found


def write_asking(pairs: Sequence[Pair], folder: Path) -> None:
    """The fit to all pairs that it may learn from into a folder."""
    _fitted(pairs).write(folder / FILE)


def _fitted(pairs: Sequence[Pair]) -> TwoKinds:
    """The fit to the parts that teach."""
    taught = [pair for pair in pairs if pair.taught and pair.asking]
    lines = np.array([pair.asking for pair in taught], dtype=np.float32)
    return fitted(lines, [pair.answers for pair in taught], ridge=_RIDGE)
