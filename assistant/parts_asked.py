"""Questions about the tasks of one part of the text: which part is meant, by its number or heading, or that several may be."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from assistant import set_words
from assistant.answers import Status
from assistant.asking import Ask
from assistant.claims import Draft
from assistant.composing import asks_for_headings, compose_numbered, compose_outline
from assistant.evidence import Evidence
from assistant.language import Language
from assistant.queries import Query, Route, topic_terms, weight_of
from assistant.sources import Sources
from assistant.terms import SET_WORDS, coverage
from assistant.wording import Wording
from ingest.clauses import Clause
from ingest.documents import Document
from ingest.reading import squeeze

_OF_TASKS = {Route.OWNER, Route.TASKS}
_LISTED = re.compile(r"部门|单位|责任|任务|tasks|departments|offices", re.IGNORECASE)
_NAMED = 4  # characters of a heading that name it
# What a part speaks of: 涉及哪几所大学, 提到了哪些学校.
_SPOKEN_OF = re.compile(
    r"(?:里面?|中|内)?(?:都|一共|总共)?(?:涉及|提到|提及|出现|点到|点名|写到|讲到|牵涉|列)(?:了|到)?(?:的|过)?(?:哪些|哪几|几|什么|多少|哪)(?:个|家|所|项|种)?[\u4e00-\u9fff]{0,6}"
)
_SAME = 0.5  # share of a topic that the heading of the part must cover to be no topic of its own


def with_part(query: Query, sources: Sources) -> Query:
    """The query kept to the part it names: all tasks of the part, or its clause where the number stands for several."""
    if query.focus or query.ordinal is not None:
        return query
    if (number := set_words.item_asked(query.plain)) and query.route in {*_OF_TASKS, Route.FACT}:
        found = sources.numbered(number)
        written = f"item {number}" if query.language is Language.ENGLISH else f"第{number}条"
        if not any(clause.label == query.scope for _, clause in found) and not _holds(query, sources):
            return _kept(query, found, replace(query, plain=written))
    if (bracket := set_words.bracket_asked(query.plain)) and query.route in {*_OF_TASKS, Route.FACT, Route.CLAUSE}:
        return _kept(query, sources.labelled(bracket), replace(query, plain="", scope=bracket))
    asked = query.plain
    for mention in reversed(query.offices):
        asked = f"{asked[: mention.span.start]} {asked[mention.span.end :]}" if len(mention.span) else asked
    beside = _without_headings(query.plain, sources)  # 主要任务 is the heading of a part and no word for tasks
    whole = bool(set_words.WHOLE_PART.search(beside))
    listed = query.route is Route.FACT and whole and _LISTED.search(beside)
    if query.route not in _OF_TASKS and not listed:
        return _contents(query, sources)
    if query.scope and (query.offices or listed or whole) and not _beside(query, sources.labelled(query.scope)):
        return replace(query, route=Route.TASKS, terms=())
    if not query.scope and (part := sources.named_part(asked)):
        return replace(query, route=Route.TASKS, scope=part, terms=())
    return query


def _without_headings(plain: str, sources: Sources) -> str:
    for document in sources.documents():
        for clause in sources.index.clauses(document.document_id).walk():
            if len(clause.heading) >= _NAMED and clause.heading in plain:
                plain = plain.replace(clause.heading, " ")
    return plain


def _contents(query: Query, sources: Sources) -> Query:
    """A question for what a part of the text holds, by its heading, as one for its clause."""
    asked = set_words.CONTENTS.sub(" ", _SPOKEN_OF.sub(" ", query.plain))
    if query.route is not Route.FACT or query.scope or query.continued or asked == query.plain:
        return query
    part = sources.named_part(asked, by_quoted=True)
    return replace(query, route=Route.CLAUSE, plain="", scope=part, terms=()) if part else query


def _holds(query: Query, sources: Sources) -> bool:
    """Whether a scope is one of the printed labels (第十二条 of a text in articles)."""
    return bool(query.scope) and any(sources.in_scope(row.label, query.scope) for row in sources.rows())


def _beside(query: Query, found: Sequence[tuple[Document, Clause]]) -> bool:
    """Whether a question has a topic beside the number and the heading of the parts found."""
    topic = topic_terms(query, SET_WORDS)
    headings = [squeeze(clause.heading) for _, clause in found]
    return weight_of(topic) >= 1.0 and coverage(topic, headings) < _SAME


def _kept(query: Query, found: Sequence[tuple[Document, Clause]], numbered: Query) -> Query:
    topic = tuple(term for term in topic_terms(query, SET_WORDS) if not term.carried)
    if weight_of(topic) >= 1.0:  # the heading said beside the number tells which one is meant
        found = [pair for pair in found if coverage(topic, [squeeze(pair[1].heading)]) >= _SAME]
    if len(found) == 1 and query.route in _OF_TASKS | {Route.FACT}:
        if query.route is Route.FACT and not set_words.WHOLE_PART.search(query.plain):
            return query
        return replace(query, route=Route.TASKS, scope=found[0][1].label, terms=())
    if len(found) > 1 and not query.offices:
        return replace(numbered, route=Route.CLAUSE, terms=())
    return query


def compose_headings(query: Query, sources: Sources, evidence: Sequence[Evidence], wording: Wording) -> Draft | None:
    """The headings of a part that a question asks for in so many words; None where it does not."""
    asked = query.route is Route.FACT and not query.continued and asks_for_headings(query.plain)
    return compose_outline(query, sources, evidence, wording) if asked else None


def compose_part(query: Query, sources: Sources, evidence: Sequence[Evidence], wording: Wording) -> Draft | None:
    """The part of the text that a question for facts names by its heading, or the headings below it; else None."""
    if query.route is not Route.FACT or query.continued:
        return None
    part = sources.named_part(query.plain)
    if part and not query.asks and part not in sources.outlined():
        draft = compose_numbered(replace(query, scope=part), sources, wording)
        if draft.status is not Status.NOT_IN_DOCUMENTS:  # some parts are named in a way that no reference finds
            return draft
    return None if Ask.ROSTER in query.asks else compose_outline(query, sources, evidence, wording)
