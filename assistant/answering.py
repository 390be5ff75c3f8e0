"""The assistant: understand → look up or retrieve → compose → verify, as one LangChain runnable."""

from __future__ import annotations

import re
import time
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from assistant.answers import Answer
from assistant.assembling import assemble
from assistant.case_facts import Case, continue_case
from assistant.checking import Check, carried_measures, check_facts, check_of
from assistant.drafting import Turn, draft_of
from assistant.facts import Facts
from assistant.language import Language, plain_question
from assistant.queries import Established
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

if TYPE_CHECKING:
    from assistant.chain import AnswerChain

MAX_HISTORY = 6  # earlier questions that a follow-up may lean on


class Assistant:
    """Answers questions over the published index of a home; picks up a newer index by itself."""

    def __init__(self, settings: Settings, index: Index, embeddings: NamedEmbeddings) -> None:
        self.settings = settings
        self._embeddings = embeddings
        self._index = index
        self._speller: Speller | None = None

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
            self._speller = None
        return self._index

    def answer(self, question: str, *, history: Sequence[str] = (), document_id: str | None = None,
               facts: Mapping[str, str] | None = None) -> Answer:  # fmt: skip
        """The verified answer to one question after the earlier questions of its conversation.

        `facts` are those the user chose or corrected by hand; they count more than what earlier questions
        said, and less than what this one says. An empty value takes a fact back.
        """
        return self.examine(question, history=history, document_id=document_id, facts=facts).answer

    def examine(self, question: str, *, history: Sequence[str] = (), document_id: str | None = None,
                facts: Mapping[str, str] | None = None) -> Check:  # fmt: skip
        """The answer to one question with the facts understood of the user and the measures judged by them."""
        started = time.perf_counter()
        checked = self.checked(question)
        turn = self._understood(checked, list(history)[-MAX_HISTORY:], self._sources(document_id), facts)
        draft = draft_of(turn)
        answer = assemble(turn, draft)
        return check_of(replace(answer, seconds=round(time.perf_counter() - started, 4)), turn.case, draft)

    def facts_of(self, question: str, *, history: Sequence[str] = ()) -> Facts:
        """What is understood of the user from their own words, each fact with the words that say so."""
        return self.examine(question, history=history).facts

    def check_eligibility(self, facts: Mapping[str, str], *, document_id: str | None = None,
                          measure_ids: Sequence[str] = (), language: Language = Language.CHINESE) -> Check:  # fmt: skip
        """The measures held against facts from a form (names and values of `assistant.facts.FACTS`).

        Without `measure_ids` all measures for the kind in `facts`. UsageError for an unknown fact, value or measure.
        """
        return check_facts(facts, self._sources(document_id), measure_ids=measure_ids, language=language)

    def _sources(self, document_id: str | None) -> Sources:
        index = self.index
        return Sources(index, document_id if document_id is None else index.document(document_id).document_id)

    def stream(self, question: str, *, history: Sequence[str] = (), document_id: str | None = None) -> Iterator[Answer]:
        """Growing answers, a statement more each; the last one is complete. Nothing unverified is ever in one."""
        whole = self.answer(question, history=history, document_id=document_id)
        for count in range(1, len(whole.statements)):
            shown = whole.statements[:count]
            markers = {marker for statement in shown for marker in statement.citations}
            yield replace(whole, statements=shown, citations=tuple(c for c in whole.citations if c.marker in markers))
        yield whole

    def search(self, query: str, *, k: int = 10, document_id: str | None = None) -> list[Hit]:
        """Ranked passages for a query, without an answer."""
        index = self.index
        documents = None if document_id is None else [index.document(document_id).document_id]
        return index.search(plain_question(self.checked(query)), k=k, document_ids=documents)

    def tasks(self, *, departments: Sequence[str] = (), document_id: str | None = None) -> list[LedgerRow]:
        """The tasks on which all the named departments stand; all tasks when none is named."""
        from ingest.offices import resolve_office

        jurisdiction = Sources(self.index, document_id).jurisdiction()
        offices = [resolve_office(name, level=jurisdiction.level, place=jurisdiction.place) for name in departments]
        if document_id is not None:
            self.index.document(document_id)
        return self.index.ledger.rows(offices=offices, document_id=document_id)

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

    def _understood(self, question: str, history: Sequence[str], sources: Sources,
                    facts: Mapping[str, str] | None) -> Turn:  # fmt: skip
        """The question with what its conversation established: earlier questions are answered again, in order."""
        previous: Established | None = None
        said: list[str] = []
        for earlier in [item for item in history if item.strip()]:
            turn = self._turn(earlier[: self.settings.max_question_characters], previous, said, sources)
            draft = draft_of(turn)
            clauses = tuple(dict.fromkeys((q.document_id, q.clause_id) for claim in draft.claims for q in claim.quotes))
            judged = draft.eligibility.judged if draft.eligibility else ()
            case = turn.case.after_asking(draft.eligibility.asked if draft.eligibility else ())
            previous = Established(turn.query, clauses, case, tuple((item.document, item.measure) for item in judged))
            said.append(earlier)
        return self._turn(question, previous, said, sources, facts)

    def _turn(self, question: str, previous: Established | None, said: Sequence[str], sources: Sources,
              facts: Mapping[str, str] | None = None) -> Turn:  # fmt: skip
        if self._speller is None:
            self._speller = Speller(document.text for document in sources.documents())
        spelled = self._speller.repair(plain_question(question))
        read = question if spelled == plain_question(question) else spelled
        query = understand(read, previous=previous, jurisdiction=sources.jurisdiction())
        known = previous.case if previous else Case()
        case = continue_case(known.with_chosen(facts) if facts else known, spelled)
        return Turn(question, "\n".join([*said, spelled]), tuple(said), query, sources, Wording(query.language),
                    case, carried_measures(spelled, previous))  # fmt: skip
