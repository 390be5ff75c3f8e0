"""The draft of an answer: by the route of its question, from the ledger, the document's facts or weighed sentences."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from assistant import questions
from assistant.answerability import answerable, gives_in_other_words, is_sure, recognised
from assistant.answers import Status
from assistant.articles import IN_MANY_WORDS, giving_first, in_article
from assistant.asides import of_asking_part, of_one_part, without_asides
from assistant.asking import AMOUNTS, ATTRIBUTES, Ask
from assistant.beside import with_place, with_sum
from assistant.case_facts import Case
from assistant.claims import Claim, Draft
from assistant.clarifying import names_nothing
from assistant.comparisons import compose_comparison
from assistant.composing import choose, compose_fact, compose_numbered
from assistant.counting import counting_first, counts_it, with_share_first, without_listed
from assistant.document_premises import with_corrections
from assistant.eligibility import compose_eligibility
from assistant.elsewhere import elsewhere, other_year
from assistant.enumerations import enumerating_first, in_common_first
from assistant.evidence import Evidence, weigh
from assistant.facts_wanted import as_fact, compose_preference, only_there, wants_a_fact
from assistant.measure_answers import asks_for_promise, compose_reverse, put_the_other_way
from assistant.named_sides import compares_offices, pointed_at, puts_side_by_side
from assistant.ordinals import at_ordinal
from assistant.owned_first import owned_first, task_of_goal, with_task_first
from assistant.owners_asked import wants_an_office, with_owners
from assistant.ownership import compose_owner
from assistant.parts_asked import compose_headings, compose_part, with_part
from assistant.premises import compose_premise
from assistant.proceedings import SCORED, without_case
from assistant.provenance import compose_provenance
from assistant.queries import Query, Route
from assistant.recognising import hopes_for_another_matter, is_judged, is_recognised
from assistant.refusing import (
    NEAR_COVERED,
    OPEN,
    asks_of_something_else,
    compose_absent,
    is_covered,
    is_off_topic,
    judge,
)
from assistant.scoping import asks_of_here
from assistant.selecting import tells_of_a_case
from assistant.several import asks_beside
from assistant.sources import Sources
from assistant.task_sets import compose_tasks
from assistant.terms import understood_share
from assistant.wording import Wording
from ingest.documents import Document
from ingest.measures import Measure
from ingest.reading import squeeze

if TYPE_CHECKING:
    from assistant.endpoints import Spent


@dataclass(frozen=True, slots=True)
class Turn:
    """One question of a conversation on its way to an answer.

    `said` is all the user wrote, spelling repaired; `earlier` are the questions before this one. `case` is
    what is known of the user (`now`: what this question alone says), `measures` those of the last answer where this question goes on with them.
    `spent` is what a model cost that read facts in it.
    """

    question: str
    said: str
    earlier: tuple[str, ...]
    query: Query
    sources: Sources
    wording: Wording
    case: Case = field(default_factory=Case)
    measures: tuple[tuple[Document, Measure], ...] = ()
    now: str = ""
    spent: Spent | None = None


def draft_of(turn: Turn) -> Draft:
    """The draft answer of a turn by its route, made of computed and verbatim claims alone."""
    wording = turn.wording
    query = with_part(turn.query, turn.sources)
    if query.route is Route.SMALL_TALK:
        key = (
            "greeting"
            if not query.plain or questions.GREETING.match(query.plain) or questions.HELP.search(query.plain)
            else "out_of_scope"
        )
        return Draft(Status.OUT_OF_SCOPE, (Claim(wording.say(key)),))
    if names_nothing(query):
        return Draft(Status.CLARIFY, (Claim(wording.say("clarify_empty")),))
    if query.route is Route.OFF_TOPIC and is_sure(turn.query, turn.said, weighed(turn), turn.sources):
        return _by_evidence(replace(turn, query=replace(query, route=Route.FACT)))
    if query.route is Route.OFF_TOPIC:
        return Draft(Status.OUT_OF_SCOPE, (Claim(wording.say("out_of_scope")),))
    if turn.sources.within is not None and not turn.sources.documents():
        names = wording.join([f"《{document.title}》" for document in turn.sources.whole().documents()][:8])
        claim = wording.say("none_named", said=turn.sources.missing, names=names)
        return Draft(Status.NOT_IN_DOCUMENTS, (Claim(claim, (), (turn.sources.missing, names)),))
    if query.route is Route.CLAUSE:
        return compose_numbered(query, turn.sources, wording)
    if query.route is Route.TASKS:
        return compose_tasks(query, turn.sources, wording)
    if query.route is Route.PROVENANCE and (document := turn.sources.document_asked(query)):
        return with_corrections(compose_provenance(query, turn.sources, document, wording), query, document, wording)
    of_case = without_case(query).route is Route.ELIGIBILITY
    other_way = put_the_other_way(turn.now, turn.earlier) if of_case else ""
    if other_way and not elsewhere(query, turn.sources):
        reverse = compose_reverse(replace(query, plain=other_way), turn.sources, wording)
        if reverse is not None:
            return reverse
    return _by_evidence(turn)


def _by_evidence(turn: Turn) -> Draft:
    """Routes that rest on sentences of retrieved passages, with the offices where these are asked for beside."""
    turn = replace(turn, query=without_case(turn.query))
    query, sources, wording = turn.query, turn.sources, turn.wording
    draft = with_owners(_weighed_draft(turn), query, sources, wording)
    return with_place(with_sum(draft, query, turn.case.current, sources), query, sources, wording)


def _weighed_draft(turn: Turn) -> Draft:
    """Owners, eligibility, comparison or facts, by the sentences that answer best."""
    query, sources, wording = turn.query, turn.sources, turn.wording
    fact = wants_a_fact(query, turn.now, sources)
    here = fact and only_there(query.plain, sources)  # another place may be put up beside the own one
    query = as_fact(query) if fact else query
    turn = replace(turn, query=query)
    evidence = weighed(turn)
    preferred = compose_preference(query, sources, evidence, wording) if here else None
    if told_at_once := preferred or compose_headings(query, sources, evidence, wording):
        return told_at_once
    covered = _covers(query, evidence, sources)
    if evidence and not query.focus and _seems_missing(query, evidence, sources, covered=covered):
        kept = without_asides(query, sources)
        if kept != query and answerable(query, evidence, sources) is not False:
            query, turn = kept, replace(turn, query=kept)
            evidence = weighed(turn)
            covered = _covers(query, evidence, sources)
    case_told = query.route is Route.ELIGIBILITY and turn.case.current.value("runs_vocational_education") is not None
    off_topic = not (query.continued or case_told) and is_off_topic(query, sources)
    if evidence and off_topic and turn.earlier and not sources.near_text(query.plain).openness() >= OPEN:
        return compose_absent(query, sources, evidence, wording)  # in a conversation it is asked of what was talked of
    if not evidence or (off_topic and not _known_otherwise(query, sources, evidence)):
        return Draft(Status.OUT_OF_SCOPE, (Claim(wording.say("out_of_scope")),))
    told = not fact and not SCORED.search(query.plain) and tells_of_a_case(turn.now, query, turn.case, sources)
    place = "" if here else elsewhere(query, sources, evidence)
    foreign = bool(place) and not asks_of_here(query, sources, turn.case.current, place=place, earlier=bool(turn.earlier))  # fmt: skip
    eligible = query.route is Route.ELIGIBILITY or told
    if eligible and hopes_for_another_matter(query, sources):
        return compose_absent(query, sources, evidence, wording)
    of_them = turn.earlier or turn.case.current.stated or questions.QUALIFY.search(query.plain)
    if eligible and not (of_them or asks_for_promise(query.plain)) and answerable(query, evidence, sources) is False:
        return _uncovered(query, sources, evidence, wording)
    if eligible and not foreign:
        draft = compose_eligibility(
            query, sources, evidence, wording, case=turn.case, measures=turn.measures, said=turn.now, heard=turn.said
        )
        other = not (
            of_them or told or questions.WHETHER.search(query.plain) or questions.FIRST_PERSON.search(query.plain)
        ) and recognised(query, evidence, sources)
        if draft is not None and not (other and not is_judged(draft, evidence[0])):
            return draft
    if not place and query.route is Route.FACT and (corrected := compose_premise(query, sources, evidence, wording)):
        return corrected
    if place or other_year(query, sources, evidence):
        return compose_absent(query, sources, evidence, wording)
    if query.route is Route.COMPARISON or _seems_comparison(query):
        sure = query.route is not Route.COMPARISON
        draft = compose_comparison(query, sources, wording, sure=sure)
        if draft is not None:
            return draft
        if compares_offices(query.plain):  # of one task after all
            query = replace(query, route=Route.OWNER)
    if (part := compose_part(query, sources, evidence, wording)) is not None:
        return part
    if _asks_for_conditions(query) and not foreign:
        draft = compose_eligibility(query, sources, evidence, wording, case=turn.case, said=turn.now, heard=turn.said)
        if draft is not None:
            return draft
    return _from_sentences(query, sources, evidence, wording, covered=covered)


def _known_otherwise(query: Query, sources: Sources, evidence: Sequence[Evidence]) -> bool:
    """Whether what shares no words with the documents is yet told by them in other words."""
    return is_recognised(query, sources, evidence) or bool(query.terms and answerable(query, evidence, sources))


def _seems_comparison(query: Query) -> bool:
    """Whether a question for facts or owners puts two things side by side."""
    compared = puts_side_by_side(query) and not questions.ONE_OF_TWO.search(query.plain)
    open_to_it = not query.focus and (not query.offices or bool(pointed_at(query.plain)))
    return query.route in {Route.FACT, Route.OWNER, Route.ELIGIBILITY} and open_to_it and bool(compared)


def _covers(query: Query, evidence: Sequence[Evidence], sources: Sources) -> bool:
    """Whether the evidence speaks of what is asked, or is what the conversation is about already."""
    if query.focus or not evidence:
        return bool(query.focus)
    text = evidence[0].sentence.text
    if query.route is Route.FACT and asks_beside(query.plain, judge(query.asks, [text]).missing, squeeze(text)):
        return True
    return recognised(query, evidence, sources) or is_covered(query, evidence, sources)


def _seems_missing(query: Query, evidence: Sequence[Evidence], sources: Sources, *, covered: bool) -> bool:
    """Whether what is said as a whole is not covered, or seems to ask for another thing."""
    if not covered:
        return True
    other = query.route is Route.FACT and asks_of_something_else(query, evidence, sources)
    return other and not recognised(query, evidence, sources)


def _from_sentences(query: Query, sources: Sources, evidence: Sequence[Evidence], wording: Wording, *,
                    covered: bool) -> Draft:  # fmt: skip
    """Owners and facts out of the sentences that answer best, or that the documents do not say."""
    if not covered:
        told = of_one_part(query, sources.passages(query)) if query.route is Route.OWNER else []
        if not told:
            return _uncovered(query, sources, evidence, wording)
        evidence = told
    known = recognised(query, evidence, sources)
    if query.route is Route.OWNER and sources.assigns(evidence[0].sentence.passage.document_id):
        best = task_of_goal(evidence[0], evidence, sources) if query.focus else owned_first(query, evidence, sources)
        best = best or evidence[0]
        unowned = known and sources.row_of(best.sentence.passage) is None
        if wants_an_office(query.plain, owned=not unowned):
            return compose_owner(query, sources, best, wording)
    if query.route is Route.FACT and not known and asks_of_something_else(query, evidence, sources):
        unmet = judge(query.asks, [evidence[0].sentence.text]).missing
        return compose_absent(query, sources, evidence, wording, missing=unmet)
    if query.route is Route.FACT:
        evidence = counting_first(query, giving_first(query, evidence))
        query = without_listed(query, evidence[0])
    missing = judge(query.asks, [item.sentence.text for item in choose(evidence)])
    if not (missing.given or query.asks & AMOUNTS) and gives_in_other_words(query, evidence, sources):
        query, missing = replace(query, asks=frozenset()), judge((), ())
    in_words = set(missing.missing) <= IN_MANY_WORDS and in_article(evidence[0])
    likely = in_words and answerable(query, evidence, sources)
    given = missing.given or likely or asks_beside(query.plain, missing.missing, squeeze(evidence[0].sentence.text))
    if (missing.missing and not given) or Ask.PROGRESS in missing.missing:
        return compose_absent(query, sources, evidence, wording, missing=missing.missing)
    if query.route is Route.FACT and not counts_it(query, evidence[0]):
        return compose_absent(query, sources, evidence, wording, missing=(Ask.COUNT,))
    return compose_fact(query, sources, evidence, wording)


def _uncovered(query: Query, sources: Sources, evidence: Sequence[Evidence], wording: Wording) -> Draft:
    """Nothing covers what is asked: the tasks of an office where one is asked about, else that it is not said."""
    of_office = query.route is Route.OWNER and query.offices and query.asks <= {Ask.COUNT}
    if of_office and questions.INVOLVED.search(query.plain):
        return compose_tasks(replace(query, terms=()), sources, wording)
    near = evidence[0].covered >= NEAR_COVERED
    unmet = judge(query.asks if near else query.asks & ATTRIBUTES, [evidence[0].sentence.text]).missing
    return compose_absent(query, sources, evidence, wording, missing=unmet)


def _asks_for_conditions(query: Query) -> bool:
    """Whether the conditions of what enterprises may get are asked for: they are said measure by measure."""
    asked = questions.CONDITIONS.search(query.plain) and re.search(r"企业|公司|学校|单位", query.plain)
    return query.route is Route.FACT and not query.continued and bool(asked)


def weighed(turn: Turn) -> list[Evidence]:
    """Sentences weighed for a query; a place in a list (第二个) picks one of the clauses of the conversation."""
    query, sources = turn.query, turn.sources
    if query.ordinal is not None:
        return at_ordinal(query, sources)
    focus = {clause_id for _, clause_id in query.focus}
    passages = sources.passages(query)
    if query.route is Route.OWNER:  # nobody is responsible for the title or the addressees
        passages = [passage for passage in passages if not re.match(r"k\d", passage.clause_id)] or passages
        if asked := of_asking_part(query, passages, sources.near(query)):
            return asked
    weighed = weigh(query.terms, passages, asks=query.asks, focus=focus, owned=query.route is Route.OWNER,
                    glosses=sources.near(query), understood=understood_share(query.plain))  # fmt: skip
    if query.route is not Route.FACT:
        return weighed
    return with_task_first(with_share_first(query, in_common_first(query, enumerating_first(query, weighed))), sources)
