"""A question read in its conversation: what earlier questions established, of whom, and in which documents."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING

from assistant import questions
from assistant.answers import Status
from assistant.asker_by_meaning import asker_meant
from assistant.askers import asker_of
from assistant.beginnings import Beginnings, Told, recent
from assistant.case_facts import Case, continue_case, speaks_of_themselves
from assistant.checking import carried_measures
from assistant.claims import Draft
from assistant.drafting import Turn, draft_of
from assistant.follow_ups import told_more
from assistant.language import plain_question
from assistant.queries import Established, Query, Route
from assistant.scoping import on_topic, preferred, scoped, set_aside, without_naming
from assistant.several import in_order, is_all_that_is_asked, joined, questions_in
from assistant.sources import Sources
from assistant.spelling import Speller
from assistant.told_facts import facts_told
from assistant.understanding import understand
from assistant.wording import Wording
from ingest.offices import find_offices

if TYPE_CHECKING:
    from assistant.facts import StatedFact
    from assistant.model_facts import FactReader, Reading

_SPELLERS = 4  # kept, one an index
_SILENT = {Status.NOT_IN_DOCUMENTS, Status.OUT_OF_SCOPE}


def _with_answered(query: Query, draft: Draft, sources: Sources) -> Query:
    """The query remembering the one office that its answer named: 它 asked on means that office."""
    if query.offices or len(draft.departments) != 1:
        return query
    where = sources.jurisdiction()
    found = find_offices(draft.departments[0], level=where.level, place=where.place)
    return replace(query, remembered=(*query.remembered, found[0].office)) if found else query


def _told_by(turn: Turn, draft: Draft) -> Told:
    """What is established once a question was answered."""
    clauses = tuple(
        dict.fromkeys((quote.document_id, quote.clause_id) for claim in draft.claims for quote in claim.quotes)
    )
    judged = draft.eligibility.judged if draft.eligibility else ()
    case = turn.case.after_asking(draft.eligibility.asked if draft.eligibility else ())
    query = _with_answered(turn.query, draft, turn.sources)
    measures = tuple((item.document, item.measure) for item in judged)
    return Told(Established(query, clauses, case, measures), turn.sources.within, turn.sources.missing)


class Conversing:
    """Reads questions with the earlier ones of their conversation.

    Keeps the spelling tables of the indexes read, and what the beginnings of conversations established.
    """

    def __init__(self, *, max_question_characters: int, reader: FactReader | None = None) -> None:
        self._limit = max_question_characters
        self._reader = reader
        self._spellers: dict[str, Speller] = {}
        self._beginnings = Beginnings()

    def drafted(self, question: str, history: Sequence[str], sources: Sources,
                facts: Mapping[str, str] | None = None) -> tuple[Turn, Draft]:  # fmt: skip
        """The turn and its draft from the documents that apply; from the others where these say nothing.

        `facts` are those the user chose by hand, by name; an empty value takes one back.
        """
        reading = self._reader.begin() if self._reader else None
        turn = self._understood(question, history, preferred(sources), facts, reading)
        if not facts and (draft := self._of_several(question, history, sources)):
            return turn, draft
        draft = draft_of(turn)
        if not facts and question == question[: self._limit]:
            self._keep([*turn.earlier, question], preferred(sources), _told_by(turn, draft), reading)
        aside = set_aside(sources)
        if aside and draft.status in _SILENT and turn.sources.within == preferred(sources).within:
            other = self._understood(question, history, aside, facts, reading)
            found = draft_of(other)
            if found.status not in _SILENT:
                return other, found
        return turn, draft

    def _of_several(self, question: str, history: Sequence[str], sources: Sources) -> Draft | None:
        """The draft of a message that holds several questions, each read after those before it; None for one question."""
        several = questions_in(plain_question(question))
        if len(several) == 1:
            return None
        if is_all_that_is_asked(several[-1]):
            alone = draft_of(self._understood(several[-1], history, preferred(sources)))
            return alone if alone.status is Status.ANSWERED and alone.eligibility is None else None
        turns = [self._understood(one, [*history, *before], preferred(sources)) for one, before in in_order(several)]
        return joined([(turn.query, draft_of(turn)) for turn in turns])

    def read(self, question: str, sources: Sources) -> Turn:
        """A question that stands alone, read over the documents that apply, without an answer to it."""
        return self._understood(question, (), preferred(sources))

    def case(self, question: str, history: Sequence[str], sources: Sources) -> Case:
        """What is known of the user after a question, without an answer to it."""
        reading = self._reader.begin() if self._reader else None
        return self._understood(question, history, preferred(sources), reading=reading).case

    def _understood(self, question: str, history: Sequence[str], sources: Sources,
                    facts: Mapping[str, str] | None = None, reading: Reading | None = None) -> Turn:  # fmt: skip
        """The question with what its conversation established: earlier questions not known yet are answered again."""
        said = recent(history)
        known, told = self._beginnings.longest(said, sources)
        for place in range(known, len(said)):
            earlier = said[place][: self._limit]
            turn = self._turn(earlier, told.previous, said[:place], sources, told.sources_of(sources), reading=reading)
            told = _told_by(turn, draft_of(turn))
            self._keep(said[: place + 1], sources, told, reading)
        return self._turn(question, told.previous, said, sources, told.sources_of(sources), facts, reading)

    def _keep(self, said: Sequence[str], sources: Sources, told: Told, reading: Reading | None) -> None:
        """Keep a beginning, unless a model should have read it and could not, which may be otherwise the next time."""
        if self._reader is None or (reading is not None and not reading.failed):
            self._beginnings.keep(said, sources, told)

    def _turn(self, question: str, previous: Established | None, said: Sequence[str], sources: Sources,
              before: Sources | None, facts: Mapping[str, str] | None = None,
              reading: Reading | None = None) -> Turn:  # fmt: skip
        spelled = self._speller(sources).repair(plain_question(question))
        read = question if spelled == plain_question(question) else spelled
        scope = scoped(sources, spelled)
        read = read if scope is sources else without_naming(plain_question(read))
        query = understand(read, previous=previous, jurisdiction=scope.jurisdiction())
        if query.continued and before is not None and scope is sources and before != sources:
            scope = before  # what is asked on is asked of the same documents
            query = understand(read, previous=previous, jurisdiction=scope.jurisdiction())
        query = on_topic(query, spelled, scope)
        known = previous.case if previous else Case()
        tells = query.route is Route.ELIGIBILITY or (query.route is Route.FACT and speaks_of_themselves(query.plain))
        meant = facts_told(query.plain) if tells else []
        proposed = [*meant, *self._read_by_model(question, query, known, reading)]
        if proposed and previous and previous.case.pending and not questions.ASKS.search(query.plain):
            query = told_more(query, previous)
        before_it = known.with_chosen(facts) if facts else known
        asker_in = partial(asker_meant, known=known.facts.value("kind")) if tells else asker_of
        case = continue_case(before_it, spelled, proposed=proposed, asker_in=asker_in)
        return Turn(question, "\n".join([*said, spelled]), tuple(said), query, scope, Wording(query.language), case,
                    carried_measures(spelled, previous), spelled,
                    reading.spent if reading else None)  # fmt: skip

    def _read_by_model(self, question: str, query: Query, known: Case, reading: Reading | None) -> Sequence[StatedFact]:
        """What a model reads in such a text; nothing without a model."""
        if self._reader is None or reading is None or query.route not in {Route.ELIGIBILITY, Route.FACT}:
            return ()
        if query.route is Route.FACT and not (known.pending or questions.FIRST_PERSON.search(query.plain)):
            return ()
        return self._reader.read(question, reading, asked=known.pending)

    def _speller(self, sources: Sources) -> Speller:
        name = sources.index.name
        speller = self._spellers.get(name)
        if speller is None:
            speller = Speller(summary.document.text for summary in sources.index.documents())
            self._spellers = {**dict(list(self._spellers.items())[1 - _SPELLERS :]), name: speller}
        return speller
