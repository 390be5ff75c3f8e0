"""The assistant: understand → look up or retrieve → compose → verify, as one LangChain runnable."""

from __future__ import annotations

import re
import time
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import UTC, date, datetime
from typing import TYPE_CHECKING

from assistant import expanding
from assistant.answers import Answer
from assistant.assembling import assemble, growing
from assistant.checking import Check, check_facts, check_of
from assistant.claims import Draft
from assistant.conversing import Conversing
from assistant.drafting import Turn
from assistant.facts import Facts
from assistant.language import Language
from assistant.settings import Settings
from assistant.sources import Sources
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


class Assistant:
    """Answers questions over the published index of a home; picks up a newer index by itself."""

    def __init__(self, settings: Settings, index: Index, embeddings: NamedEmbeddings) -> None:
        self.settings = settings
        self._embeddings = embeddings
        self._index = index
        self._views: dict[tuple[str, date], Index] = {}
        self._engine = settings.open_engine()
        reader = self._engine.open_reader() if self._engine else None
        self._conversing = Conversing(max_question_characters=settings.max_question_characters, reader=reader)

    @classmethod
    def open(cls, settings: Settings, *, progress: Progress | None = None) -> Assistant:
        """An assistant over the index of `settings.home`; an empty home gets the shipped documents first."""
        embeddings = settings.open_embeddings()
        ensure_index(settings.home, embedder=embeddings, progress=progress)
        index = open_index(settings.home, embeddings=embeddings, reranker=settings.open_reranker())
        return cls(settings, index, embeddings)

    def warm(self) -> None:
        """Open what the first question in each language would wait for: the index, the embeddings, tables of words.

        The endpoint of a model is not asked.
        """
        for question in (
            "产教融合由谁负责?",
            "產教融合由誰負責?",
            "Who is responsible for industry-education integration?",
        ):
            assemble(*self._drafted(question, (), self._sources(None, None), None))

    @property
    def index(self) -> Index:
        """The published generation, opened again when a newer one was published."""
        if generations.current_name(self.settings.home) != self._index.name:
            reranker = self._index.reranker
            self._index = open_index(self.settings.home, embeddings=self._embeddings, reranker=reranker)
        return self._index

    def answer(self, question: str, *, history: Sequence[str] = (), document_id: str | None = None,
               as_of: date | None = None, facts: Mapping[str, str] | None = None) -> Answer:  # fmt: skip
        """The verified answer to one question after the earlier questions of its conversation.

        `as_of`: from the texts in force on that day; without it from those of today. `facts` are those the
        user chose or corrected by hand; they count more than what earlier questions said, and less than what
        this one says. An empty value takes a fact back.
        """
        return self.examine(question, history=history, document_id=document_id, as_of=as_of, facts=facts).answer

    def stream(self, question: str, *, history: Sequence[str] = (), document_id: str | None = None,
               as_of: date | None = None, facts: Mapping[str, str] | None = None) -> Iterator[Answer]:  # fmt: skip
        """Growing answers, a statement more each; the last one is complete. Nothing unverified is ever in one.

        Where a model breaks off, the last answer is the extractive one and replaces what was shown before.
        """
        for check in self.stream_checks(question, history=history, document_id=document_id, as_of=as_of, facts=facts):
            yield check.answer

    def stream_checks(self, question: str, *, history: Sequence[str] = (), document_id: str | None = None,
                      as_of: date | None = None, facts: Mapping[str, str] | None = None) -> Iterator[Check]:  # fmt: skip
        """The growing answers of `stream`, each with the facts understood of the user and the measures judged by them."""
        started = time.perf_counter()
        turn, draft = self._drafted(question, history, self._sources(document_id, as_of), facts)
        for answer in self._answers(turn, draft, started):
            yield check_of(answer, turn.case, draft)

    def examine(self, question: str, *, history: Sequence[str] = (), document_id: str | None = None,
                as_of: date | None = None, facts: Mapping[str, str] | None = None) -> Check:  # fmt: skip
        """The answer to one question with the facts understood of the user and the measures judged by them."""
        *_, check = self.stream_checks(question, history=history, document_id=document_id, as_of=as_of, facts=facts)
        return check

    def facts_of(self, question: str, *, history: Sequence[str] = ()) -> Facts:
        """What is understood of the user from their own words, each fact with the words that say so."""
        return self._conversing.case(self.checked(question), history, self._sources(None, None)).current

    def check_eligibility(self, facts: Mapping[str, str], *, document_id: str | None = None,
                          measure_ids: Sequence[str] = (), language: Language = Language.CHINESE) -> Check:  # fmt: skip
        """The measures held against facts from a form (names and values of `assistant.facts.FACTS`).

        Without `measure_ids` all measures for the kind in `facts`. UsageError for an unknown fact, value or measure.
        """
        return check_facts(facts, self._sources(document_id, None), measure_ids=measure_ids, language=language)

    def index_at(self, as_of: date | None = None) -> Index:
        """The index of the texts in force on a day, today without one; the published one where these are its own."""
        today = datetime.now(UTC).astimezone().date()
        if as_of is None and not self.index.is_ahead(today):
            return self.index
        day = as_of or today
        key = (self.index.name, day)
        if key not in self._views:
            self._views = {
                **dict(list(self._views.items())[1 - _VIEWS :]),
                key: open_at(self.index, day, embeddings=self._embeddings),
            }
        return self._views[key]

    def _sources(self, document_id: str | None, as_of: date | None) -> Sources:
        """The index of the day asked for, kept to one document where one is named."""
        index = self.index_at(as_of)
        return Sources(index, document_id and index.document(document_id).document_id, as_of=as_of)

    def _drafted(self, question: str, history: Sequence[str], sources: Sources,
                 facts: Mapping[str, str] | None) -> tuple[Turn, Draft]:  # fmt: skip
        return self._conversing.drafted(self.checked(question), history, sources, facts)

    def _answers(self, turn: Turn, draft: Draft, started: float) -> Iterator[Answer]:
        waited = time.perf_counter() - started
        engine = self._engine
        answers = engine.answers(turn, draft, waited=waited) if engine else growing(assemble(turn, draft))
        for answer in answers:
            yield replace(answer, seconds=round(time.perf_counter() - started, 4))

    def search(self, query: str, *, k: int = 10, document_id: str | None = None,
               as_of: date | None = None) -> list[Hit]:  # fmt: skip
        """Ranked passages for a query, without an answer; the query in the words of the documents too.

        `as_of`: of the texts in force on that day; without it of all texts in the index.
        """
        index = self.index if as_of is None else self.index_at(as_of)
        documents = None if document_id is None else [index.document(document_id).document_id]
        text, terms = expanding.search_text(self.checked(query))
        return expanding.search(index, text, terms, k=k, document_ids=documents, meaning=query)

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
