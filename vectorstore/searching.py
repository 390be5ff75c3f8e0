"""Search: candidates from the lexical index and Chroma, scored again together, as ranked hits."""

from __future__ import annotations

import logging
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from ingest.passages import Passage
from vectorstore.breaking import EndpointFailed
from vectorstore.bundled_embeddings import BundledEmbeddings
from vectorstore.embeddings import NamedEmbeddings, is_semantic
from vectorstore.endpoint_calls import Trouble
from vectorstore.fusing import (
    READ,
    READ_WITHIN,
    RERANKED,
    RERANKING_SHARE,
    SEMANTIC_SHARE,
    Reranker,
    fused,
    reranked,
    reread,
)
from vectorstore.lexical import LexicalIndex, best_rows
from vectorstore.question_weights import read_question, without_asking
from vectorstore.rescoring import Candidate, features_of, rescored
from vectorstore.vectors import PassageVectors

CANDIDATES = 200  # of the first stage; they hold 97.4% of the clauses that questions on 539 regulations ask for, of 98.4% there are
_log = logging.getLogger("wence.search")
_STRIPPED_SHARE = 0.8  # of the query without its asking words, added to the full query


@dataclass(frozen=True, slots=True)
class Hit:
    """A retrieved passage; its rank is its place in the list. Scores compare within one query only.

    `lacking`: why the configured embeddings had no part in it, where their endpoint could not be asked.
    """

    passage: Passage
    score: float
    lacking: Trouble | None = None


class PassageStore(Protocol):
    """Where passages are read from by their rows in the lexical index."""

    def passages(self, rows: Sequence[int]) -> list[Passage]:
        """Passages by row number, in the order asked for."""

    def rows(self, *, passage_ids: Sequence[str] = ()) -> dict[str, int]:
        """Row numbers by passage id."""

    def ranges(self) -> dict[str, tuple[int, int]]:
        """The first row and the number of passages of each document."""


class Searcher:
    """Ranks the passages of one generation for a question; without `vectors` by their words alone.

    A `reader` reads the best passages of an index that has no vectors by meaning, once each.
    """

    def __init__(self, index: PassageStore, lexical: LexicalIndex, vectors: PassageVectors | None, embedder: NamedEmbeddings, *,
                 reranker: Reranker | None = None, reader: BundledEmbeddings | None = None) -> None:  # fmt: skip
        self._index = index
        self._lexical = lexical
        self._vectors = vectors
        self._embedder = embedder
        self._reranker = reranker
        self._reader = reader
        self._semantic = is_semantic(embedder)
        self._ranges = index.ranges()

    def search(self, query: str, *, k: int, document_ids: Collection[str] | None = None,
               meaning: str = "") -> list[Hit]:  # fmt: skip
        """The `k` best passages, from the given documents only when some are given; a model reads `meaning`, else the query."""
        limit, lacking = max(CANDIDATES, k), None
        try:
            found = self.candidates(query, limit=limit, document_ids=document_ids, meaning=meaning)
        except EndpointFailed as error:
            lacking = error.failure.trouble
            level = logging.INFO if lacking is Trouble.RESTING else logging.WARNING
            _log.log(level, "the embedding endpoint failed: %s; searched by words alone", error.failure)
            found = self.candidates(query, limit=limit, document_ids=document_ids, by_words=True)
        if not found:
            return []
        rows, candidates = list(found), [candidate for candidate, _ in found.values()]
        scores = self.rescored(query, candidates)
        if self._semantic:
            scores = fused(scores, np.array([near for _, near in found.values()]), share=SEMANTIC_SHARE)
        one = document_ids is not None and len(document_ids) == 1  # inside one document words tell nearly as well
        if self._reader and not (self._reranker or one):
            first = np.argsort(-scores, kind="stable")[:READ]
            close = [place for place in first if scores[place] >= scores[first[0]] - READ_WITHIN]
            texts = [candidates[place].passage.text for place in close]
            scores = reread(scores, self._reader.likenesses(meaning or query, texts)) if len(close) > 1 else scores
        if self._reranker:
            best = np.argsort(-scores, kind="stable")[:RERANKED]
            chances = self._reranker.scores(query, [candidates[place].passage.text for place in best])
            scores = reranked(scores, chances, share=RERANKING_SHARE)
        order = np.lexsort((np.array(rows), -scores))[:k]
        return [Hit(candidates[place].passage, round(float(scores[place]), 4), lacking) for place in order]

    def candidates(self, query: str, *, limit: int = CANDIDATES,
                   document_ids: Collection[str] | None = None, meaning: str = "",
                   by_words: bool = False) -> dict[int, tuple[Candidate, float]]:  # fmt: skip
        """What the first stage finds, best first: by row, each with its similarity (not a number where none).

        `by_words`: without the vectors. EndpointFailed when the endpoint of the embeddings cannot be asked.
        """
        full = self._lexical.scores(query)
        stripped = _STRIPPED_SHARE * self._lexical.scores(without_asking(query))
        total = full + stripped
        allowed = self._allowed(document_ids)
        best = best_rows(total, limit=limit, allowed=allowed)
        few = allowed is not None and len(allowed) <= limit and not self._semantic
        best = list(dict.fromkeys([*best, *(allowed or ())])) if few else best  # all there are: the hash knows no more
        # The hash counts the same grams as the lexical index, only less exactly: it is asked for what that leaves open.
        asked = not by_words and (self._semantic or (len(best) < limit and not few))
        read = meaning if self._semantic and meaning else query
        near = self._nearest(read, limit=limit, document_ids=document_ids) if asked else {}
        rows = list(dict.fromkeys([*best, *near]))
        found = {}
        for row, passage in zip(rows, self._index.passages(rows), strict=True):
            first, size = self._ranges[passage.document_id]
            before = float(total[row - 1]) if row > first else 0.0
            after = float(total[row + 1]) if row + 1 < first + size else 0.0
            candidate = Candidate(passage, float(full[row]), float(stripped[row]), before, after, row - first, size)
            found[row] = (candidate, near.get(row, np.nan))
        return found

    def lead(self, query: str, document_ids: Collection[str]) -> float | None:
        """By how much, in words, the best passage of given documents is before the best of all others; negative behind.

        Documents that the first stage finds nothing of count as its last candidate; None where it finds nothing of others.
        """
        candidates = [candidate for candidate, _ in self.candidates(query, by_words=True).values()]
        scores = self.rescored(query, candidates) if candidates else np.zeros(0)
        own = np.array([candidate.passage.document_id in document_ids for candidate in candidates], dtype=bool)
        if own.all():
            return None
        return float((scores[own].max() if own.any() else scores.min()) - scores[~own].max())

    def rarity(self, grams: Sequence[str]) -> NDArray[np.float64]:
        """How rare grams are, from 0, held by every passage, to 1, held by none."""
        rarest = np.log(1 + (self._lexical.size + 0.5) / 0.5)
        shares: NDArray[np.float64] = self._lexical.rarity(grams) / rarest
        return shares

    def features(self, query: str, candidates: Sequence[Candidate]) -> NDArray[np.float64]:
        """The features of the second stage, candidates × FEATURES."""
        return features_of(read_question(query, self._lexical.rarity), candidates)

    def rescored(self, query: str, candidates: Sequence[Candidate]) -> NDArray[np.float64]:
        """The scores of the second stage."""
        return rescored(read_question(query, self._lexical.rarity), candidates)

    def vector_of(self, question: str) -> list[float] | None:
        """The vector of a question; None where its embeddings do not read meaning, or their endpoint fails."""
        if not self._semantic:
            return None
        try:
            return self._embedder.embed_query(question)
        except EndpointFailed:
            return None  # the search of the same question tells of it

    def _allowed(self, document_ids: Collection[str] | None) -> list[int] | None:
        """The rows of given documents; those of one document follow one another."""
        if document_ids is None:
            return None
        ranges = [self._ranges[name] for name in sorted(set(document_ids)) if name in self._ranges]
        return [row for first, size in ranges for row in range(first, first + size)]

    def _nearest(self, query: str, *, limit: int, document_ids: Collection[str] | None) -> dict[int, float]:
        """The rows that the vectors find, with their inner products."""
        if self._vectors is None:
            return {}
        found = dict(self._vectors.nearest(self._embedder.embed_query(query), limit=limit, document_ids=document_ids))
        rows = self._index.rows(passage_ids=list(found)) if found else {}
        return {rows[name]: value for name, value in found.items() if name in rows}
