"""Search: candidates from Chroma and the lexical index, scored again together, as ranked hits."""

from __future__ import annotations

import re
from collections.abc import Collection
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from ingest.passages import Passage
from vectorstore.lexical import LexicalIndex, best_rows
from vectorstore.vectors import Embedder, PassageVectors

if TYPE_CHECKING:
    from vectorstore.store import Index

CANDIDATES = 200
_STOP = re.compile(
    r"请问|是不是|有没有|能不能|可不可以|什么时候|什么样的?|为什么|是什么|有哪些|哪些|哪个|哪几[个家]|怎么样|怎么|怎样|如何|什么|多少|是否|需要|应当|应该|可以|具体|规定|根据|按照|关于|对于|以及|进行|的|了|吗|呢|吧|在|中|是|对|由|和|与|及|或|其|等|为|有"
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

    def search(self, query: str, *, k: int, document_ids: Collection[str] | None = None) -> list[Hit]:
        """The `k` best passages, from the given documents only when some are given."""
        scores = self._lexical.scores(query) + _STRIPPED_SHARE * self._lexical.scores(_STOP.sub(" ", query))
        allowed = None if document_ids is None else set(self._index.rows(document_ids=document_ids).values())
        candidates = best_rows(scores, limit=CANDIDATES, allowed=allowed)
        near = dict(
            self._vectors.nearest(
                self._embedder.embed_query(query), limit=min(CANDIDATES, max(k, 50)), document_ids=document_ids
            )
        )
        rows = self._index.rows(passage_ids=list(near)) if near else {}
        similarity = {rows[name]: value for name, value in near.items() if name in rows}
        combined = {row: float(scores[row]) for row in (*candidates, *similarity)}
        if self._semantic and similarity:
            combined = _fused(combined, similarity)
        ranked = sorted(combined, key=lambda row: (-combined[row], row))[:k]
        return [
            Hit(passage, round(combined[row], 4))
            for row, passage in zip(ranked, self._index.passages(ranked), strict=True)
        ]


def _fused(lexical: dict[int, float], semantic: dict[int, float]) -> dict[int, float]:
    """Lexical scores plus a share of the semantic ones, both scaled to 0..1 over the candidates."""
    top = max(lexical.values(), default=1.0) or 1.0
    low, high = float(np.min(list(semantic.values()))), float(np.max(list(semantic.values())))
    width = (high - low) or 1.0
    return {
        row: score / top + _SEMANTIC_SHARE * max(0.0, semantic.get(row, low) - low) / width
        for row, score in lexical.items()
    }
