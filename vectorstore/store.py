"""The published index as readers use it: documents, clause trees, passages, the ledger, search."""

from __future__ import annotations

import sqlite3
import threading
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from ingest.clauses import Clause, parse_clauses
from ingest.documents import Document
from ingest.errors import IndexUnusable, UnknownClause, UnknownDocument
from ingest.measures import ConditionLines
from ingest.passages import Passage
from ingest.standing import Standing, standings, starts_on
from ingest.versions import Version, timeline, version_at
from vectorstore import generations, records
from vectorstore.bundled_embeddings import NAME as BUNDLED
from vectorstore.bundled_embeddings import BundledEmbeddings
from vectorstore.condition_fits import ConditionFits
from vectorstore.embeddings import NamedEmbeddings, embeddings_of, open_embeddings
from vectorstore.fusing import Reranker
from vectorstore.history import read_history, read_withdrawn
from vectorstore.ledger import Ledger
from vectorstore.lexical import LexicalIndex
from vectorstore.likeness import FILE as GLOSSES
from vectorstore.likeness import GlossIndex, Likenesses
from vectorstore.line_vectors import Vectors
from vectorstore.searching import Hit, Searcher
from vectorstore.telling import Lines
from vectorstore.vectors import PassageVectors


@dataclass(frozen=True, slots=True)
class DocumentSummary:
    """An indexed document and how much of it there is."""

    document: Document
    clauses: int
    tasks: int
    passages: int


class Index:
    """One generation, opened for reading; it stays readable when a newer one is published."""

    def __init__(self, home: Path, name: str, *, embeddings: NamedEmbeddings | None = None,
                 reranker: Reranker | None = None,
                 directory: Path | None = None) -> None:  # fmt: skip
        self.home = home
        self._embeddings = embeddings
        self.reranker = reranker
        self._searcher: Searcher | None = None
        self._glosses: GlossIndex | None = None
        self._condition_fits: ConditionFits | None = None
        self._opening = threading.Lock()
        self.name = name
        self.directory = directory or generations.index_directory(home) / name
        self.manifest = generations.read_manifest(self.directory)
        generations.hold(self.directory, self)
        try:
            self._records = records.open_records(self.directory / "records.sqlite")
            self._summaries = [
                DocumentSummary(document, clauses, tasks, records.count_passages(self._records, document.document_id))
                for document, clauses, tasks in records.read_documents(self._records)
            ]
        except sqlite3.Error as error:
            raise IndexUnusable(
                f"the index in {home} is damaged ({error}); rebuild it with: wence ingest --replace"
            ) from error
        self._documents = {summary.document.document_id: summary.document for summary in self._summaries}
        self._history: dict[str, list[Version]] | None = None
        self._withdrawn: list[tuple[str, date]] | None = None
        self._standing: tuple[date, dict[str, Standing]] | None = None
        self._trees: dict[str, Clause] = {}
        self._by_id: dict[str, dict[str, Clause]] = {}
        self.ledger = Ledger(self._records)

    def documents(self) -> list[DocumentSummary]:
        """What is indexed, in stored order."""
        return list(self._summaries)

    def document(self, document_id: str) -> Document:
        """One document; UnknownDocument names those there are."""
        if document_id not in self._documents:
            there = "、".join(list(self._documents)[:8]) or "none"
            raise UnknownDocument(f"no document {document_id!r} in the index; there are: {there}")
        return self._documents[document_id]

    def history(self) -> dict[str, list[Version]]:
        """All versions of all documents, withdrawn ones included, in the order they came."""
        if self._history is None:
            self._history = read_history(self._records)
        return self._history

    def standing(self, day: date) -> dict[str, Standing]:
        """How each document stands on a day, by id; judged over all of them."""
        if self._standing is None or self._standing[0] != day:
            self._standing = (day, standings([summary.document for summary in self._summaries], day))
        return self._standing[1]

    def is_ahead(self, day: date) -> bool:
        """Whether a document here has a text that begins only after a day, and another one that is in force on it."""
        for summary in self._summaries:
            start = starts_on(summary.document)
            if start is not None and start > day:
                version = version_at(self.history()[summary.document.document_id], day)
                if version is not None and version.document != summary.document:
                    return True
        return False

    def withdrawn(self) -> list[tuple[str, date]]:
        """The titles of the withdrawn documents with the day of each."""
        if self._withdrawn is None:
            self._withdrawn = read_withdrawn(self._records)
        return self._withdrawn

    def versions(self, document_id: str) -> list[tuple[date | None, Version]]:
        """The versions of a document in order of effect, each with the day from which it is the text."""
        known = self.history()
        if document_id not in known:
            there = "、".join(list(known)[:8]) or "none"
            raise UnknownDocument(f"no document {document_id!r} in the index; there are: {there}")
        return timeline(known[document_id])

    def clauses(self, document_id: str) -> Clause:
        """The clause tree of a document, parsed once from its stored text."""
        if document_id not in self._trees:
            root = parse_clauses(self.document(document_id))
            self._by_id[document_id] = {clause.clause_id: clause for clause in root.walk()}
            self._trees[document_id] = root
        return self._trees[document_id]

    def clause(self, document_id: str, clause_id: str) -> Clause:
        """One clause by its id, or by its printed label where only one clause has it."""
        self.clauses(document_id)
        known = self._by_id[document_id]
        if clause_id in known:
            return known[clause_id]
        labelled = [clause for clause in known.values() if clause.label == clause_id]
        outermost = [clause for clause in labelled if clause.rank is not None] or labelled
        if len(outermost) == 1:
            return outermost[0]
        hint = f"; {clause_id} stands for {', '.join(c.clause_id for c in outermost)}" if outermost else ""
        raise UnknownClause(f"no clause {clause_id!r} in {document_id}{hint}; see: wence show {document_id}")

    def clause_passages(self, document_id: str, clause_id: str) -> list[Passage]:
        """The passages of one clause, in order."""
        return records.read_clause_passages(self._records, document_id, clause_id)

    def passages(self, rows: Sequence[int]) -> list[Passage]:
        """Passages by row number, in the order asked for."""
        return records.read_passages(self._records, rows)

    def rows(self, *, passage_ids: Sequence[str] = (), document_ids: Collection[str] = ()) -> dict[str, int]:
        """Row numbers by passage id, of given passages or of the passages of given documents."""
        return records.read_rows(self._records, passage_ids=passage_ids, document_ids=sorted(document_ids))

    def ranges(self) -> dict[str, tuple[int, int]]:
        """The first row and the number of passages of each document."""
        return records.read_ranges(self._records)

    def search(self, query: str, *, k: int = 10, document_ids: Collection[str] | None = None,
               meaning: str = "") -> list[Hit]:  # fmt: skip
        """The `k` best passages for a query, from the given documents only when some are given.

        `meaning` is what an embedding model reads in place of the query's words, if anything.
        """
        return self.searcher.search(query, k=k, document_ids=document_ids, meaning=meaning)

    def likenesses(self, question: str, *, document_ids: Collection[str] | None = None,
                   by_words: bool = False) -> Likenesses:  # fmt: skip
        """How near a question comes to the glosses of the documents in scope, and to questions that texts leave open.

        Nothing where no document has glosses; by words alone where that is asked for, no model reads, or its endpoint fails.
        """
        if not len(self.glosses):
            return Likenesses()
        read = self.glosses.is_embedded and not by_words
        vector = self.searcher.vector_of(question) if read else None
        return self.glosses.likenesses(question, vector=vector, document_ids=document_ids)

    def beyond(self, question: str, *, document_ids: Collection[str] | None = None) -> Vectors | None:
        """What a question says beside the everyday lines nearest to it, as the bundled model has it (its dimension).

        None without glosses in scope, and where another model or none reads.
        """
        if self.manifest.embedding != BUNDLED or not len(self.glosses):
            return None
        vector = self.searcher.vector_of(question)
        return None if vector is None else self.glosses.beyond(vector, document_ids=document_ids)

    def condition_fit(self, lines: ConditionLines, aside: Vectors) -> Lines | None:
        """What tells whether a fragment meets the condition of some lines; see `ConditionFits.of`. None where another model reads."""
        if self.manifest.embedding != BUNDLED:
            return None
        with self._opening:
            if self._condition_fits is None:
                documents = [summary.document for summary in self._summaries]
                self._condition_fits = ConditionFits(self.directory / GLOSSES, documents)
        return self._condition_fits.of(lines, aside)

    @property
    def glosses(self) -> GlossIndex:
        """The everyday words for the sentences of the documents, read at the first use."""
        with self._opening:
            if self._glosses is None:
                documents = [summary.document for summary in self._summaries]
                self._glosses = GlossIndex(self.directory, documents)
        return self._glosses

    def lead(self, query: str, document_ids: Collection[str]) -> float | None:
        """How far the best passage of given documents is before the best of all others; see `Searcher.lead`."""
        return self.searcher.lead(query, document_ids)

    def rarity(self, grams: Sequence[str]) -> Sequence[float]:
        """How rare grams are in the index, from 0, held by every passage, to 1, held by none."""
        found: list[float] = self.searcher.rarity(grams).tolist()
        return found

    @property
    def searcher(self) -> Searcher:
        """The two stages of the search, opened at the first use."""
        with self._opening:  # threads that ask first at the same time open it once
            if self._searcher is None:
                self._searcher = self._opened_searcher()
        return self._searcher

    def _opened_searcher(self) -> Searcher:
        """The search over this generation; opened late, since many commands need none."""
        recorded = (self.manifest.embedding, self.manifest.dimension)
        configured = self._embeddings or open_embeddings(None)
        embeddings = embeddings_of(recorded, configured)
        reader = configured if isinstance(configured, BundledEmbeddings) and embeddings is not configured else None
        lexical = LexicalIndex.open(self.directory / "lexical")
        return Searcher(self, lexical, PassageVectors(self.directory / "chroma"), embeddings,
                        reranker=self.reranker, reader=reader)  # fmt: skip

    def described(self) -> list[tuple[str, str]]:
        """The state of the index, for a report of its health."""
        made = self.manifest
        return [
            ("generation", self.name),
            ("created", made.created),
            ("documents", str(made.documents)),
            ("passages", str(made.passages)),
            ("tasks", str(sum(summary.tasks for summary in self._summaries))),
            ("embedding", f"{made.embedding} ({made.dimension} dimensions)"),
        ]


def open_index(home: Path, *, embeddings: NamedEmbeddings | None = None, reranker: Reranker | None = None) -> Index:
    """The published generation of `home`; IndexUnusable says what is wrong and how to rebuild it."""
    return Index(home, generations.current_name(home), embeddings=embeddings, reranker=reranker)
