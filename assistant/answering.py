"""The assistant: understand → look up or retrieve → compose → verify, as one LangChain runnable."""

from __future__ import annotations

import hashlib
import re
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from assistant import questions
from assistant.answers import Answer, Status
from assistant.asking import NEVER_GIVEN, Ask
from assistant.claims import Claim, Draft
from assistant.composing import compose_comparison, compose_fact, compose_numbered, compose_outline
from assistant.eligibility import compose_eligibility
from assistant.evidence import Evidence, weigh
from assistant.language import Language, plain_question
from assistant.ownership import compose_owner
from assistant.provenance import compose_provenance
from assistant.queries import Established, Query, Route
from assistant.refusing import (
    NEAR_COVERED,
    asks_of_something_else,
    compose_absent,
    elsewhere,
    is_covered,
    is_off_topic,
    judge,
    other_year,
)
from assistant.settings import Settings
from assistant.sources import Sources
from assistant.spelling import Speller
from assistant.task_sets import compose_tasks
from assistant.understanding import understand
from assistant.verifying import Citations, verified_eligibility, verified_statements
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


@dataclass(frozen=True, slots=True)
class _Turn:
    """One question of a conversation on its way to an answer."""

    question: str
    said: str
    query: Query
    sources: Sources
    wording: Wording


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

    def answer(self, question: str, *, history: Sequence[str] = (), document_id: str | None = None) -> Answer:
        """The verified answer to one question after the earlier questions of its conversation."""
        started = time.perf_counter()
        checked = self.checked(question)
        index = self.index
        sources = Sources(index, document_id if document_id is None else index.document(document_id).document_id)
        turn = self._understood(checked, list(history)[-MAX_HISTORY:], sources)
        answer = _verified(turn, _composed(turn))
        return replace(answer, seconds=round(time.perf_counter() - started, 4))

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

    def _understood(self, question: str, history: Sequence[str], sources: Sources) -> _Turn:
        """The question with what its conversation established: earlier questions are answered again, in order."""
        previous: Established | None = None
        said: list[str] = []
        for earlier in [item for item in history if item.strip()]:
            turn = self._turn(earlier[: self.settings.max_question_characters], previous, said, sources)
            draft = _composed(turn)
            clauses = tuple(dict.fromkeys((q.document_id, q.clause_id) for claim in draft.claims for q in claim.quotes))
            previous = Established(turn.query, clauses)
            said.append(earlier)
        return self._turn(question, previous, said, sources)

    def _turn(self, question: str, previous: Established | None, said: Sequence[str], sources: Sources) -> _Turn:
        if self._speller is None:
            self._speller = Speller(document.text for document in sources.documents())
        spelled = self._speller.repair(plain_question(question))
        read = question if spelled == plain_question(question) else spelled
        query = understand(read, previous=previous, jurisdiction=sources.jurisdiction())
        return _Turn(question, "\n".join([*said, spelled]), query, sources, Wording(query.language))


def _composed(turn: _Turn) -> Draft:
    """The draft answer of a turn by its route."""
    query, wording = turn.query, turn.wording
    if query.route is Route.SMALL_TALK:
        key = (
            "greeting"
            if not query.plain or questions.GREETING.match(query.plain) or questions.HELP.search(query.plain)
            else "out_of_scope"
        )
        return Draft(Status.OUT_OF_SCOPE, (Claim(wording.say(key)),))
    if query.route is Route.OFF_TOPIC:
        return Draft(Status.OUT_OF_SCOPE, (Claim(wording.say("out_of_scope")),))
    if query.route is Route.CLAUSE:
        return compose_numbered(query, turn.sources, wording)
    if query.route is Route.OWNER and not query.focus and (part := turn.sources.named_part(query.plain)):
        query = replace(query, route=Route.TASKS, scope=part, terms=())
    if query.route is Route.TASKS:
        return compose_tasks(query, turn.sources, wording)
    if query.route is Route.PROVENANCE and (document := turn.sources.document_asked(query)):
        return compose_provenance(query, turn.sources, document, wording)
    return _by_evidence(turn)


def _by_evidence(turn: _Turn) -> Draft:
    """Routes that rest on sentences of retrieved passages: owners, eligibility, comparison, facts."""
    query, sources, wording = turn.query, turn.sources, turn.wording
    evidence = _weighed(turn)
    if not evidence or (is_off_topic(query, sources) and not query.continued):
        return Draft(Status.OUT_OF_SCOPE, (Claim(wording.say("out_of_scope")),))
    foreign = bool(elsewhere(query, sources)) and not questions.WHETHER.search(query.plain)
    if query.route is Route.ELIGIBILITY and not foreign:
        draft = compose_eligibility(query, sources, evidence, wording, said=turn.said)
        if draft is not None:
            return draft
    if elsewhere(query, sources) or other_year(query, sources):
        return compose_absent(query, sources, evidence, wording)
    if query.route is Route.COMPARISON:
        draft = compose_comparison(query, sources, wording)
        if draft is not None:
            return draft
    if query.route is Route.FACT and not query.continued:
        part = sources.named_part(query.plain)
        if part and not query.asks and part not in sources.outlined():
            return compose_numbered(replace(query, scope=part), sources, wording)
        draft = compose_outline(query, sources, evidence, wording)
        if draft is not None:
            return draft
    if not is_covered(query, evidence) and not query.focus:
        if (
            query.route is Route.OWNER
            and query.offices
            and query.asks <= {Ask.COUNT}
            and questions.INVOLVED.search(query.plain)
        ):
            return compose_tasks(replace(query, terms=()), sources, wording)
        unmet = (
            judge(query.asks, [evidence[0].sentence.passage.text]).missing
            if evidence[0].covered >= NEAR_COVERED
            else ()
        )
        return compose_absent(query, sources, evidence, wording, missing=unmet)
    if query.route is Route.OWNER and sources.assigns(evidence[0].sentence.passage.document_id):
        return compose_owner(query, sources, evidence[0], wording)
    if query.route is Route.FACT and asks_of_something_else(query, evidence):
        return compose_absent(query, sources, evidence, wording)
    missing = judge(query.asks, [evidence[0].sentence.passage.text])
    if (missing.missing and not missing.given) or query.asks & NEVER_GIVEN:
        return compose_absent(query, sources, evidence, wording, missing=missing.missing)
    return compose_fact(query, sources, evidence, wording)


def _weighed(turn: _Turn) -> list[Evidence]:
    """Sentences weighed for a query; a place in a list (第二个) picks one of the clauses of the conversation."""
    query, sources = turn.query, turn.sources
    if query.ordinal is not None:
        return _at_ordinal(query, sources)
    focus = {clause_id for _, clause_id in query.focus}
    passages = sources.passages(query)
    if query.route is Route.OWNER:  # nobody is responsible for the title or the addressees
        passages = [passage for passage in passages if not re.match(r"k\d", passage.clause_id)] or passages
    return weigh(query.terms, passages, asks=query.asks, focus=focus, owned=query.route is Route.OWNER)


def _at_ordinal(query: Query, sources: Sources) -> list[Evidence]:
    """The sentences of the n-th clause answered before, or of the n-th group of the item it stands in."""
    clauses = list(dict.fromkeys(query.focus))
    if len({clause_id.rsplit(".", 1)[0] for _, clause_id in clauses}) == 1 and clauses[0][1].rsplit(".", 1)[
        -1
    ].startswith("g"):
        document_id, clause_id = clauses[0]
        parent = sources.index.clause(document_id, clause_id.rsplit(".", 1)[0])
        clauses = [(document_id, child.clause_id) for child in parent.children]
    position = (query.ordinal or 1) - 1 if (query.ordinal or 1) > 0 else len(clauses) - 1
    if not 0 <= position < len(clauses):
        return []
    return weigh(query.terms, sources.index.clause_passages(*clauses[position]), asks=query.asks)


def _verified(turn: _Turn, draft: Draft) -> Answer:
    """The answer made of the claims that hold; nothing left means that nothing is claimed."""
    citations = Citations(turn.sources.index)
    statements = verified_statements(draft, citations)
    status = draft.status
    if not statements or (
        status in {Status.ANSWERED, Status.PARTIAL} and not any(s.citations for s in statements) and not _counts(draft)
    ):
        status = Status.NOT_IN_DOCUMENTS
        draft = Draft(status, (Claim(turn.wording.say("absent_topic")),))
        statements = verified_statements(draft, citations)
    eligibility = verified_eligibility(draft.eligibility, citations)
    return Answer(
        id=hashlib.sha256(f"{turn.sources.index.name}\x1f{turn.said}".encode()).hexdigest()[:16],
        question=turn.question,
        status=status,
        language=str(turn.query.language),
        statements=statements,
        citations=citations.all(),
        departments=draft.departments,
        tasks=draft.tasks,
        eligibility=eligibility,
        notices=(*draft.notices, *_horizon(turn, draft)),
        route=str(turn.query.route),
    )


def _counts(draft: Draft) -> bool:
    """Whether a draft states a result over the whole ledger, which cites rows and not one clause (none: no rows)."""
    return bool(draft.claims) and any(claim.given for claim in draft.claims)


def _horizon(turn: _Turn, draft: Draft) -> Iterator[str]:
    """The notice that a cited document aims at a year that has passed and states no validity."""
    if turn.query.language is Language.ENGLISH or draft.status in {Status.ANSWERED, Status.PARTIAL}:
        for document_id in sorted(draft.documents):
            document = turn.sources.index.document(document_id)
            if document.horizon and document.valid_until is None and document.horizon < time.localtime().tm_year:
                yield turn.wording.say("horizon", year=document.horizon)
