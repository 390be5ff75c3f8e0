"""Fits what a question says beside the everyday lines nearest to it, to what the other signs leave open.

A logistic regression with a ridge penalty on the vectors, beside the estimates that the model of the other signs has
for samples of families it was not fitted on.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from assistant.answer_signs import BEYOND
from assistant.asked_beyond import FILE, AskedBeyond
from eval.answer_pairs import Pair

Floats = NDArray[np.float64]
_PENALTY, _STEPS = 0.5, 50


def fit_beyond(pairs: Sequence[Pair], estimates: Floats) -> AskedBeyond:
    """The vote that makes the labels likely beside estimates (0 to 1) by models that were not fitted on them."""
    vectors = np.array([pair.beyond for pair in pairs], dtype=np.float64)
    answers = np.array([pair.answers for pair in pairs], dtype=np.float64)
    mean = vectors.mean(axis=0)
    spread = float(np.sqrt(((vectors - mean) ** 2).sum(axis=1).mean()))
    columns = (vectors - mean) / spread
    bounded = np.clip(estimates, 1e-6, 1 - 1e-6)
    told = np.log(bounded / (1 - bounded))
    weight = np.where(answers > 0, 0.5 / answers.mean(), 0.5 / (1 - answers.mean()))
    found = np.zeros(columns.shape[1])
    for _ in range(_STEPS):
        likely = 1 / (1 + np.exp(-np.clip(told + columns @ found, -30, 30)))
        slope = columns.T @ (weight * (answers - likely)) - _PENALTY * found
        bend = (columns * (weight * likely * (1 - likely))[:, None]).T @ columns + _PENALTY * np.eye(len(found))
        step = np.linalg.solve(bend, slope)
        found += step
        if np.abs(step).max() < 1e-7:
            break
    return AskedBeyond(mean.astype(np.float32), (found / spread).astype(np.float32))


def with_votes(pairs: Sequence[Pair], vote: AskedBeyond) -> list[Pair]:
    """The pairs with what a vote says as a sign."""
    return [
        replace(pair, signs={**pair.signs, BEYOND: vote.vote(np.array(pair.beyond, dtype=np.float32))})
        for pair in pairs
    ]


def votes_left_out(pairs: Sequence[Pair], estimated: Callable[[Sequence[Pair]], Floats],
                   folds: Sequence[Sequence[int]]) -> list[Pair]:  # fmt: skip
    """Each pair with the vote of a fit on all folds but its own; `estimated` gives estimates left out of their fits."""
    found = list(pairs)
    for tested in folds:
        places = set(tested)
        kept = [pair for place, pair in enumerate(pairs) if place not in places]
        vote = fit_beyond(kept, estimated(kept))
        for place, pair in zip(tested, with_votes([pairs[place] for place in tested], vote), strict=True):
            found[place] = pair
    return found


def write_beyond(vote: AskedBeyond, folder: Path) -> None:
    """The vote into a folder, in half precision."""
    np.savez(folder / FILE, mean=vote.mean.astype(np.float16), weights=vote.weights.astype(np.float16))
