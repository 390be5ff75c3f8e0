"""Search: candidates from Chroma and the lexical index, scored again together, as ranked hits."""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from ingest.passages import Passage
from vectorstore.lexical import LexicalIndex, best_rows
from vectorstore.rescoring import Candidate, features_of, weighed
from vectorstore.vectors import Embedder, PassageVectors

if TYPE_CHECKING:
    from vectorstore.store import Index

CANDIDATES = 100  # of the first stage; they hold 97% of the clauses that questions on 539 regulations ask for
_STOP = re.compile(
    r"请问|是不是|有没有|能不能|可不可以|什么时候|什么样的?|为什么|是什么|有哪些|哪些|哪个|哪几[个家]|怎么样|怎么|怎样|如何|什么|多少|是否|需要|应当|应该|可以|"
    r"具体|规定|根据|按照|关于|对于|以及|进行|的|了|吗|呢|吧|在|中|是|对|由|和|与|及|或|其|等|为|有"
)
_STRIPPED_SHARE = 0.8  # of the query without its asking words, added to the full query
_SEMANTIC_SHARE = 0.6  # of a model's similarity, once both are put on one scale


@dataclass(frozen=True, slots=True)
class Hit:
    """A retrieved passage; its rank is its place in the list. Scores compare within one query only."""

    passage: Passage
    score: float


class Searcher:
    """Ranks the passages of one generation for a question."""

    def __init__(self, index: Index, lexical: LexicalIndex, vectors: PassageVectors, embedder: Embedder) -> None:
        self._index = index
        self._lexical = lexical
        self._vectors = vectors
        self._embedder = embedder
        self._semantic = not embedder.name.startswith("hash-")
        self._ranges = index.ranges()

    def search(self, query: str, *, k: int, document_ids: Collection[str] | None = None) -> list[Hit]:
        """The `k` best passages, from the given documents only when some are given."""
        found = self.candidates(query, limit=max(CANDIDATES, k), document_ids=document_ids)
        if not found:
            return []
        rows, candidates = list(found), [candidate for candidate, _ in found.values()]
        scores = self.rescored(query, candidates)
        similarity = np.array([near for _, near in found.values()])
        if self._semantic and not np.isnan(similarity).all():
            scores = _fused(scores, similarity)
        order = np.lexsort((np.array(rows), -scores))[:k]
        return [Hit(candidates[place].passage, round(float(scores[place]), 4)) for place in order]

    def candidates(self, query: str, *, limit: int = CANDIDATES,
                   document_ids: Collection[str] | None = None) -> dict[int, tuple[Candidate, float]]:  # fmt: skip
        """What the first stage finds, best first: by row, each with its similarity (not a number where none)."""
        full = self._lexical.scores(query)
        stripped = _STRIPPED_SHARE * self._lexical.scores(without_asking(query))
        allowed = None if document_ids is None else set(self._index.rows(document_ids=document_ids).values())
        near = self._nearest(query, limit=limit, document_ids=document_ids)
        rows = list(dict.fromkeys([*best_rows(full + stripped, limit=limit, allowed=allowed), *near]))
        found = {}
        for row, passage in zip(rows, self._index.passages(rows), strict=True):
            first, size = self._ranges[passage.document_id]
            candidate = Candidate(passage, float(full[row]), float(stripped[row]), row - first, size)
            found[row] = (candidate, near.get(row, np.nan))
        return found

    def features(self, query: str, candidates: Sequence[Candidate]) -> NDArray[np.float64]:
        """The features of the second stage, candidates × FEATURES."""
        stripped = without_asking(query)
        return features_of(query, stripped_query=stripped, candidates=candidates, rarity=self._lexical.rarity)

    def rescored(self, query: str, candidates: Sequence[Candidate]) -> NDArray[np.float64]:
        """The scores of the second stage."""
        return weighed(self.features(query, candidates))

    def _nearest(self, query: str, *, limit: int, document_ids: Collection[str] | None) -> dict[int, float]:
        """The rows that the vectors find, with their inner products."""
        found = dict(self._vectors.nearest(self._embedder.embed_query(query), limit=limit, document_ids=document_ids))
        rows = self._index.rows(passage_ids=list(found)) if found else {}
        return {rows[name]: value for name, value in found.items() if name in rows}


def without_asking(query: str) -> str:
    """A query without the words that only ask."""
    return _STOP.sub(" ", query)


def _fused(scores: NDArray[np.float64], similarity: NDArray[np.float64]) -> NDArray[np.float64]:
    """The scores plus a share of the similarities, both put on 0 to 1; a passage the vectors did not find gets none."""
    width = float(scores.max() - scores.min()) or 1.0
    low, high = float(np.nanmin(similarity)), float(np.nanmax(similarity))
    near: NDArray[np.float64] = np.nan_to_num((similarity - low) / ((high - low) or 1.0), nan=0.0)
    fused: NDArray[np.float64] = (scores - scores.min()) / width + _SEMANTIC_SHARE * near
    return fused
