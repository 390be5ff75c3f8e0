"""Checks: an eligibility answer with the facts it rests on and the measures judged, for chips, forms and sheets."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from assistant.answers import Answer
from assistant.assembling import assemble
from assistant.case_facts import Case, begins_another, only_states
from assistant.claims import Draft
from assistant.drafting import Turn
from assistant.eligibility import compose_eligibility
from assistant.facts import Facts
from assistant.language import Language
from assistant.queries import Established, Query, Route
from assistant.reasoning import JudgedMeasure
from assistant.selecting import HINTED, MAX_MEASURES, is_general, listed_measures, names_measure
from assistant.sources import Sources
from assistant.wording import Wording
from ingest.documents import Document
from ingest.errors import UsageError
from ingest.measures import Measure

_SAME = re.compile(r"同样的?(?:事|情况|问题|做法|条件)|\bsame (?:thing|question|case)\b", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Check:
    """An answer, the facts understood of the user, and the measures held against them (none: no eligibility question).

    `asked` are the names of the facts that the answer asks for.
    """

    answer: Answer
    facts: Facts
    judged: tuple[JudgedMeasure, ...] = ()
    asked: tuple[str, ...] = ()


def check_of(answer: Answer, case: Case, draft: Draft) -> Check:
    """The check behind an answer of a conversation."""
    claim = draft.eligibility
    return Check(answer, case.current, claim.judged if claim else (), claim.asked if claim else ())


def carried_measures(said: str, previous: Established | None) -> tuple[tuple[Document, Measure], ...]:
    """The measures of the last answer, where a text adds facts or asks on without naming a measure of its own."""
    if previous is None or not previous.measures:
        return ()
    if begins_another(said) and not only_states(said):
        return ()
    if only_states(said):
        return previous.measures
    if is_general(said, [measure for document, _ in previous.measures for measure in document.measures]):
        return ()
    everything = [measure for _, measure in previous.measures]
    own = [measure for document, _ in previous.measures for measure in document.measures]
    if _SAME.search(said):
        return previous.measures
    if any(names_measure(said, measure) for measure in {id(m): m for m in (*everything, *own)}.values()):
        return ()
    hinted = tuple((d, m) for d, m in previous.measures if names_measure(said, m, least=HINTED))
    return hinted if hinted and len(previous.measures) > MAX_MEASURES else previous.measures


def check_facts(facts: Mapping[str, str], sources: Sources, *, measure_ids: Sequence[str] = (),
                language: Language = Language.CHINESE) -> Check:  # fmt: skip
    """The measures held against facts from a form, as an answer like those of the chat."""
    case = Case().with_chosen(facts)
    chosen = _chosen(sources, measure_ids, case.facts)
    question = ";".join(fact.label(english=language is Language.ENGLISH) for fact in case.facts)
    query = Query(question, "", "", language, Route.ELIGIBILITY, (), (), frozenset())
    draft = compose_eligibility(query, sources, (), Wording(language), case=case, measures=chosen)
    if draft is None:
        raise UsageError("the indexed documents hold no reviewed measures; see: wence measures draft DOCUMENT")
    turn = Turn(question, question, (), query, sources, Wording(language), case)
    return check_of(assemble(turn, draft), case, draft)


def _chosen(sources: Sources, measure_ids: Sequence[str], facts: Facts) -> list[tuple[Document, Measure]]:
    every = [(document, measure) for document in sources.documents() for measure in document.measures]
    known = {measure.measure_id for _, measure in every}
    if unknown := [name for name in measure_ids if name not in known]:
        raise UsageError(f"no measure {unknown[0]!r}; see: wence measures list")
    if measure_ids:
        return [(d, m) for name in measure_ids for d, m in every if m.measure_id == name]
    return listed_measures(every, facts, limit=len(every))
