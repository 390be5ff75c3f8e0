"""The assistant: understand → look up or retrieve → compose → verify, as one LangChain runnable."""

from __future__ import annotations

import re
import time
from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING

from assistant.answers import Answer, Status
from assistant.assembling import assemble, growing
from assistant.claims import Draft
from assistant.drafting import Turn, draft_of
from assistant.language import plain_question
from assistant.queries import Established
from assistant.scoping import preferred, scoped, set_aside
from assistant.settings import Settings
from assistant.sources import Sources
from assistant.spelling import Speller
from assistant.understanding import understand
from assistant.wording import Wording
from ingest.errors import UsageError
from vectorstore import generations
from vectorstore.embeddings import NamedEmbeddings
from vectorstore.indexing import Progress, ensure_index
from vectorstore.ledger import LedgerRow
from vectorstore.searching import Hit
from vectorstore.store import Index, open_index
from vectorstore.views import open_at

if TYPE_CHECKING:
    from assistant.chain import AnswerChain

_VIEWS = 4  # indexes of other days kept open
_SILENT = {Status.NOT_IN_DOCUMENTS, Status.OUT_OF_SCOPE}
MAX_HISTORY = 6  # earlier questions that a follow-up may lean on


class Assistant:
    """Answers questions over the published index of a home; picks up a newer index by itself."""

    def __init__(self, settings: Settings, index: Index, embeddings: NamedEmbeddings) -> None:
        self.settings = settings
        self._embeddings = embeddings
        self._index = index
        self._spellers: dict[str, Speller] = {}
        self._views: dict[tuple[str, date], Index] = {}
        self._engine = settings.open_engine()

    @classmethod
    def open(cls, settings: Settings, *, progress: Progress | None = None) -> Assistant:
        """An assistant over the index of `settings.home`; an empty home gets the shipped documents first."""
        embeddings = settings.open_embeddings()
        ensure_index(settings.home, embedder=embeddings, progress=progress)
        return cls(settings, open_index(settings.home, embeddings=embeddings), embeddings)

    @property
    def index(self) -> Index:
        """The published generation, opened again when a newer one was published."""
        if generations.current_name(self.settings.home) != self._index.name:
            self._index = open_index(self.settings.home, embeddings=self._embeddings)
        return self._index

    def answer(self, question: str, *, history: Sequence[str] = (), document_id: str | None = None,
               as_of: date | None = None) -> Answer:  # fmt: skip
        """The verified answer to one question after the earlier questions of its conversation.

        `as_of`: from the texts in force on that day; without it from those of today.
        """
        *_, last = self.stream(question, history=history, document_id=document_id, as_of=as_of)
        return last

    def stream(self, question: str, *, history: Sequence[str] = (), document_id: str | None = None,
               as_of: date | None = None) -> Iterator[Answer]:  # fmt: skip
        """Growing answers, a statement more each; the last one is complete. Nothing unverified is ever in one.

        Where a model breaks off, the last answer is the extractive one and replaces what was shown before.
        """
        started = time.perf_counter()
        checked = self.checked(question)
        turn, draft = self._drafted(checked, list(history)[-MAX_HISTORY:], self._sources(document_id, as_of))
        answers = self._engine.answers(turn, draft) if self._engine else growing(assemble(turn, draft))
        for answer in answers:
            yield replace(answer, seconds=round(time.perf_counter() - started, 4))

    def _sources(self, document_id: str | None, as_of: date | None) -> Sources:
        """The index of the day asked for, kept to one document where one is named."""
        index = self.index_at(as_of)
        return Sources(index, document_id and index.document(document_id).document_id, as_of=as_of)

    def index_at(self, as_of: date | None = None) -> Index:
        """The index of the texts in force on a day; the published one where these are its own."""
        if as_of is None:
            return self.index
        key = (self.index.name, as_of)
        if key not in self._views:
            self._views = {
                **dict(list(self._views.items())[-_VIEWS:]),
                key: open_at(self.index, as_of, embeddings=self._embeddings),
            }
        return self._views[key]

    def _drafted(self, question: str, history: Sequence[str], sources: Sources) -> tuple[Turn, Draft]:
        """The draft from the documents that apply; from the others where these say nothing."""
        turn = self._understood(question, history, preferred(sources))
        draft = draft_of(turn)
        aside = set_aside(sources)
        if aside and draft.status in _SILENT and turn.sources.within == preferred(sources).within:
            other = self._understood(question, history, aside)
            found = draft_of(other)
            if found.status not in _SILENT:
                return other, found
        return turn, draft

    def search(self, query: str, *, k: int = 10, document_id: str | None = None) -> list[Hit]:
        """Ranked passages for a query, without an answer."""
        index = self.index
        documents = None if document_id is None else [index.document(document_id).document_id]
        return index.search(plain_question(self.checked(query)), k=k, document_ids=documents)

    def tasks(self, *, departments: Sequence[str] = (), document_id: str | None = None,
              as_of: date | None = None) -> list[LedgerRow]:  # fmt: skip
        """The tasks on which all the named departments stand; all tasks when none is named."""
        from ingest.offices import resolve_office

        index = self.index_at(as_of)
        jurisdiction = Sources(index, document_id).jurisdiction()
        offices = [resolve_office(name, level=jurisdiction.level, place=jurisdiction.place) for name in departments]
        if document_id is not None:
            index.document(document_id)
        return index.ledger.rows(offices=offices, document_id=document_id)

    def as_runnable(self) -> AnswerChain:
        """The chain as a LangChain runnable: `{"question", "history"}` in, an Answer out; `batch` and `stream` too."""
        from assistant.chain import AnswerChain

        return AnswerChain(self)

    def checked(self, question: str) -> str:
        """The question without control characters; UsageError when it is empty, too long or holds no words."""
        cleaned = re.sub(r"[\x00-\x08\x0b-\x1f\x7f\u200b-\u200f\u202a-\u202e\ufeff]", "", question).strip()
        if not cleaned:
            raise UsageError("the question is empty; please write what you want to know")
        if len(cleaned) > self.settings.max_question_characters:
            raise UsageError(
                f"the question has {len(cleaned):,} characters, more than {self.settings.max_question_characters:,}; please shorten it"
            )
        if not re.search(r"\w", re.sub(r"<[^<>]*>", "", cleaned)):
            raise UsageError("the question holds no words; please write what you want to know")
        return cleaned

    def _understood(self, question: str, history: Sequence[str], sources: Sources) -> Turn:
        """The question with what its conversation established: earlier questions are answered again, in order."""
        previous: Established | None = None
        before: Sources | None = None
        said: list[str] = []
        for earlier in [item for item in history if item.strip()]:
            turn = self._turn(earlier[: self.settings.max_question_characters], previous, said, sources, before)
            draft = draft_of(turn)
            clauses = tuple(dict.fromkeys((q.document_id, q.clause_id) for claim in draft.claims for q in claim.quotes))
            previous, before = Established(turn.query, clauses), turn.sources
            said.append(earlier)
        return self._turn(question, previous, said, sources, before)

    def _turn(self, question: str, previous: Established | None, said: Sequence[str], sources: Sources,
              before: Sources | None) -> Turn:  # fmt: skip
        speller = self._spellers.get(sources.index.name)
        if speller is None:
            speller = Speller(summary.document.text for summary in sources.index.documents())
            self._spellers = {**dict(list(self._spellers.items())[-_VIEWS:]), sources.index.name: speller}
        spelled = speller.repair(plain_question(question))
        read = question if spelled == plain_question(question) else spelled
        scope = scoped(sources, spelled)
        query = understand(read, previous=previous, jurisdiction=scope.jurisdiction())
        if query.continued and before is not None and scope is sources and before != sources:
            scope = before  # what is asked on is asked of the same documents
            query = understand(read, previous=previous, jurisdiction=scope.jurisdiction())
        return Turn(question, "\n".join([*said, spelled]), tuple(said), query, scope, Wording(query.language))
