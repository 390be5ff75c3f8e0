"""Fusion by score: what models say is added to the lexical score in shares, never by rank.

A share is how much of the whole width of the lexical scores a model can move a passage; with 0 the order is the lexical one.
The share of an embedding model was chosen on the sample questions with the bundled one, between 0.2 and 0.5 of little
effect; the other is a first choice, not fitted.
`wence eval run --benchmark NAME --data DIR` measures the search with the configured models.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
SEMANTIC_SHARE = 0.3  # of an embedding model
RERANKING_SHARE = 0.5  # of a cross-encoder, which reads question and passage together
RERANKED = 30  # passages that a cross-encoder reads; each takes time
# In an index too large to be embedded the bundled model reads the best passages of a search, a tenth of a second each;
# those within a distance of the first that a difference of inner products, seldom above 0.07, can make up for.
READ, READ_WITHIN, READING_WEIGHT = 5, 8.0, 60.0


class Reranker(Protocol):
    """What reads a question together with texts; `name` is shown."""

    name: str

    def scores(self, query: str, texts: Sequence[str]) -> Floats:
        """How well each text answers the question, 0 to 1."""


def fused(scores: Floats, similarity: Floats, *, share: float) -> Floats:
    """The scores on 0 to 1 plus a share of the similarities on 0 to 1; where one is not a number it counts as the lowest."""
    if not len(scores) or np.isnan(similarity).all():
        return scores
    low, high = float(np.nanmin(similarity)), float(np.nanmax(similarity))
    near: Floats = np.nan_to_num((similarity - low) / ((high - low) or 1.0), nan=0.0)
    total: Floats = scaled(scores) + share * near
    return total


def reranked(scores: Floats, chances: Floats, *, share: float) -> Floats:
    """The scores of which the best got chances: on 0 to 1, plus a share of the chances; the others stay below those."""
    total = scaled(scores)
    best = np.argsort(-total, kind="stable")[: len(chances)]
    total[best] += share * chances + 1.0
    return total


def reread(scores: Floats, near: Floats) -> Floats:
    """The scores with those of the best, as many as `near` has similarities, changed about in the order that these lend them."""
    best = np.argsort(-scores, kind="stable")[: len(near)]
    order = np.argsort(-(scores[best] + READING_WEIGHT * near), kind="stable")
    changed = scores.copy()
    changed[best[order]] = scores[best]
    return changed


def scaled(scores: Floats) -> Floats:
    """Scores on 0 to 1 with their order and distances."""
    width = float(scores.max() - scores.min()) if len(scores) else 0.0
    on_one_scale: Floats = (scores - scores.min()) / width if width else np.zeros(len(scores))
    return on_one_scale
