"""Question and history to a query: the route it takes, what it asks for, its terms, offices and place in the text."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from enum import StrEnum

from assistant import questions
from assistant.asking import Ask, asks_of
from assistant.language import Language, chinese_terms, detect_language, plain_question
from assistant.terms import DOCUMENT_WORDS, SET_WORDS, Term, content_terms
from ingest.documents import Level
from ingest.numerals import parse_numeral
from ingest.offices import Mention, Office, find_offices


class Route(StrEnum):
    """The way a question is answered."""

    SMALL_TALK = "small_talk"
    OFF_TOPIC = "off_topic"
    CLAUSE = "clause"
    PROVENANCE = "provenance"
    TASKS = "tasks"
    OWNER = "owner"
    ELIGIBILITY = "eligibility"
    COMPARISON = "comparison"
    FACT = "fact"


@dataclass(frozen=True, slots=True)
class Query:
    """A question that stands alone.

    `plain` is the question folded and simplified, `text` the same in Chinese terms when it was English.
    `focus` are clauses (document id, clause id) the conversation is about; `scope` a printed reference
    to a part of the document (第二章, 二(四)); `ordinal` the place in the list answered before.
    """

    question: str
    plain: str
    text: str
    language: Language
    route: Route
    terms: tuple[Term, ...]
    offices: tuple[Mention, ...]
    asks: frozenset[Ask]
    focus: tuple[tuple[str, str], ...] = ()
    scope: str = ""
    ordinal: int | None = None
    continued: bool = False
    remembered: tuple[Office, ...] = ()


@dataclass(frozen=True, slots=True)
class Established:
    """What the conversation has established: the last query, and the clauses its answer named, in order."""

    query: Query
    clauses: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Jurisdiction:
    """Whose offices a bare name means: the level and place that the documents in question share."""

    level: Level = Level.UNKNOWN
    place: str = ""


def understand(question: str, *, previous: Established | None, jurisdiction: Jurisdiction) -> Query:
    """The query that `question` stands for in its conversation."""
    language = detect_language(question)
    plain = questions.INJECTION.sub(" ", plain_question(question)).strip(" ,。;!?:、")
    injected = plain != plain_question(question).strip(" ,。;!?:、")
    text = chinese_terms(plain) if language is Language.ENGLISH else plain
    offices = find_offices(plain, level=jurisdiction.level, place=jurisdiction.place)
    terms = content_terms(_without(text, offices) if language is not Language.ENGLISH else text)
    query = Query(question, plain, text, language, Route.FACT, terms, offices, asks_of(plain), scope=_scope(plain),
                  remembered=_remembered(previous, offices))  # fmt: skip
    if injected and not _has_topic(query):
        return replace(query, route=Route.OFF_TOPIC)
    return _continued(query, previous) or replace(query, route=_route(query))


def _without(text: str, offices: Sequence[Mention]) -> str:
    """`text` with the names of offices blanked, so that they do not count as its topic."""
    characters = list(text)
    for mention in offices:
        characters[mention.span.start : mention.span.end] = " " * len(mention.span)
    return "".join(characters)


def _remembered(previous: Established | None, offices: Sequence[Mention]) -> tuple[Office, ...]:
    """All offices of the conversation, the latest last, each once."""
    names = [*(previous.query.remembered if previous else ()), *(mention.office for mention in offices)]
    return tuple(dict.fromkeys(reversed(names)))[::-1]


def topic_terms(query: Query, *ignored: frozenset[str]) -> tuple[Term, ...]:
    """The terms left when those of set questions or of talk about the document are put aside."""
    words = frozenset().union(*ignored)
    return tuple(term for term in query.terms if term.word not in words)


def _has_topic(query: Query) -> bool:
    return bool(query.offices) or sum(term.weight for term in topic_terms(query, SET_WORDS)) >= 1.0


def _weight(terms: Sequence[Term]) -> float:
    return sum(term.weight for term in terms)


def _route(query: Query) -> Route:
    """The route of a question by its wording alone."""
    plain = query.plain
    if questions.GREETING.match(plain) and _weight(query.terms) <= 2.2 and not query.offices and not query.asks:
        return Route.SMALL_TALK
    if questions.HELP.search(plain):
        return Route.SMALL_TALK
    if questions.CHORE.search(plain):
        return Route.OFF_TOPIC
    if questions.CLAUSE_ONLY.match(plain) or (query.scope and not query.terms and not query.offices):
        return Route.CLAUSE
    if provenance_of(query):
        return Route.PROVENANCE
    if is_comparison(query):
        return Route.COMPARISON
    if is_set_question(query):
        return Route.TASKS
    if (questions.OWNER.search(plain) or query.offices) and not _asks_other_than_owner(query):
        return Route.OWNER
    if questions.ELIGIBLE.search(plain):
        return Route.ELIGIBILITY
    return Route.FACT


def _asks_other_than_owner(query: Query) -> bool:
    """Whether the question wants a thing of an office (its phone, its address) and not the office."""
    return bool(query.asks & {Ask.CONTACT, Ask.WEBSITE, Ask.PERSON, Ask.PLACE, Ask.MATERIALS})


def provenance_of(query: Query) -> tuple[str, ...]:
    """Which facts about the document itself are asked for; none when the question has another topic."""
    asked = tuple(name for name, pattern in questions.PROVENANCE.items() if pattern.search(query.plain))
    if not asked:
        return ()
    topic = topic_terms(query, DOCUMENT_WORDS, SET_WORDS)
    other = [term for term in topic if not re.fullmatch(r"20\d\d|\d{1,2}", term.word)]
    if query.language is Language.ENGLISH:
        other = [term for term in other if term.word not in {"规划", "政策", "区"}]
    return asked if _weight(other) < 1.0 else ()


def is_set_question(query: Query) -> bool:
    """Whether the question is about the ledger as a whole: tasks of offices, counts, tasks without owner."""
    topic = topic_terms(query, SET_WORDS)
    if query.language is Language.ENGLISH:
        topic = tuple(term for term in topic if term.word not in {"区", "规划", "政策", "市级", "普陀"})
    if _weight(topic) >= 1.0:
        return False
    plain = query.plain
    if query.offices:
        return bool(questions.TASK_SET.search(plain) or questions.ALONE.search(plain) or questions.JOINT.search(plain)
                    or questions.WITHOUT.search(plain) or questions.OWNER.search(plain) or len(plain) <= 14)  # fmt: skip
    ranked = questions.MOST.search(plain) or questions.LEAST.search(plain)
    office_word = re.search(r"部门|单位|局|委|谁|任务|department|office|bureau|task", plain, re.IGNORECASE)
    return bool(
        (ranked and office_word)
        or questions.LARGEST_TASK.search(plain)
        or (questions.UNOWNED.search(plain) and questions.TASK_SET.search(plain))
        or questions.OFFICES.search(plain)
    )


_SIDES = re.compile(r"(?:和|与|跟|同|、|对|比|以及|vs\.?|versus|and)", re.IGNORECASE)


def is_comparison(query: Query) -> bool:
    """Whether two things with topics of their own are held against each other."""
    return bool(questions.COMPARISON.search(query.plain)) and len(sides_of(query)) == 2


def sides_of(query: Query) -> tuple[tuple[Term, ...], ...]:
    """The terms of the two things compared; fewer than two when there are none."""
    text = query.text if query.language is Language.ENGLISH else questions.COMPARISON.sub(" ", query.plain)
    best: tuple[tuple[Term, ...], ...] = ()
    for match in _SIDES.finditer(text):
        left, right = content_terms(text[: match.start()]), content_terms(_first_part(text[match.end() :]))
        if _weight(left) >= 1.0 and _weight(right) >= 1.0:
            sides = (left, right)
            if not best or abs(_weight(left) - _weight(right)) < abs(_weight(best[0]) - _weight(best[1])):
                best = sides
    return best


_SIDE_END = re.compile(r"两[个家者项条类种]|各|都|分别|,|;|的|之间|在|哪个|谁")


def _first_part(text: str) -> str:
    """The second thing compared, without what is said of both: up to the first word that speaks of both."""
    for match in _SIDE_END.finditer(text):
        if _weight(content_terms(text[: match.start()])) >= 1.0:
            return text[: match.start()]
    return text


def _scope(plain: str) -> str:
    """A printed reference to a part of the document, as label prefix: 二(四), 第十二条; empty when there is none."""
    chapter = section = item = ""
    for match in questions.CLAUSE.finditer(plain):
        if match["article"] and not re.fullmatch(r"\d", match["article"]):
            return f"第{match['article']}条"
        if match["chapter"]:
            chapter, section, item = match["chapter"], f"({match['part']})", match["item"] or ""
        elif match["section"] and match["unit"] in {"章", "部分", "大点", "大项"}:
            chapter = match["section"]
        elif match["bracket"]:
            section = f"({match['bracket']})"
    return f"{chapter}{section}{item}"


def _continued(query: Query, previous: Established | None) -> Query | None:
    """The query of a follow-up with what the conversation established; None when the question stands alone."""
    if previous is None:
        return None
    topic = topic_terms(query, SET_WORDS)
    points = bool(questions.POINTING.search(query.plain))
    if _weight(topic) >= 1.0 and not points:
        own = _route(query)
        short = len(query.plain) <= 12 and own is Route.FACT and not query.asks
        return _inheriting(query, previous, topic) if short else None
    if query.route is not Route.FACT or _stands_apart(query):
        return None
    ordinal = _ordinal(query.plain)
    if ordinal is not None and _weight(topic) < 1.0 and previous.clauses:
        return _at_ordinal(query, previous, ordinal)
    if _weight(topic) < 1.0:
        return _about_focus(query, previous)
    return _inheriting(query, previous, topic)


def _stands_apart(query: Query) -> bool:
    """Whether the question is complete by its form: talk, a chore, the document itself, a clause."""
    return _route(query) in {Route.SMALL_TALK, Route.OFF_TOPIC, Route.CLAUSE} or bool(provenance_of(query))


def _about_focus(query: Query, previous: Established) -> Query:
    """A follow-up without a topic of its own: it asks something of what was answered, or puts another office in."""
    before = previous.query
    set_words = (
        questions.ALONE.search(query.plain)
        or questions.JOINT.search(query.plain)
        or questions.TASK_SET.search(query.plain)
    )
    if query.offices and before.route is Route.OWNER and not set_words:
        return _focused(query, previous, Route.OWNER)
    if query.offices or (set_words and query.remembered and before.route is Route.TASKS):
        offices = query.offices or _referred(query)
        text = query.plain if set_words or before.route is not Route.TASKS else before.plain
        return replace(query, route=Route.TASKS, offices=offices, plain=text, continued=True,
                       scope=query.scope or before.scope)  # fmt: skip
    if questions.OWNER.search(query.plain):
        return _focused(query, previous, Route.OWNER)
    if questions.ELIGIBLE.search(query.plain) or (before.route is Route.ELIGIBILITY and not query.asks):
        return replace(_focused(query, previous, Route.ELIGIBILITY), plain=f"{before.plain};{query.plain}")
    inherited = before.route if not query.asks and before.route in {Route.OWNER, Route.TASKS} else Route.FACT
    return _focused(query, previous, inherited)


def _referred(query: Query) -> tuple[Mention, ...]:
    """The offices that a pronoun stands for: two for 他俩 and the like, else the one named last."""
    from ingest.documents import Span

    both = re.search(r"他俩|两家|它们|他们|俩|两个|共同|一起|both|they|them", query.plain, re.IGNORECASE)
    return tuple(Mention(office, Span(0, 0), True) for office in query.remembered[-2 if both else -1 :])


def _focused(query: Query, previous: Established, route: Route) -> Query:
    terms = tuple(replace(term, weight=term.weight * 0.5) for term in previous.query.terms)
    own = {term.word for term in query.terms}
    return replace(query, route=route, focus=previous.clauses[:3], continued=True,
                   terms=(*query.terms, *(term for term in terms if term.word not in own)))  # fmt: skip


def _at_ordinal(query: Query, previous: Established, ordinal: int) -> Query:
    route = (
        Route.OWNER
        if questions.OWNER.search(query.plain) or previous.query.route in {Route.OWNER, Route.TASKS}
        else Route.FACT
    )
    return replace(query, route=route, focus=previous.clauses, ordinal=ordinal, continued=True)


def _inheriting(query: Query, previous: Established, topic: Sequence[Term]) -> Query:
    """A follow-up with a topic but perhaps without a question of its own (那储备库呢?)."""
    own = _route(query)
    before = previous.query
    if own is Route.FACT and not query.asks and before.route in {Route.OWNER, Route.ELIGIBILITY}:
        own = before.route
    if own is Route.TASKS and topic:
        own = Route.OWNER if before.route is Route.OWNER else own
    asks = query.asks or (before.asks if own is Route.FACT else frozenset())
    known = {term.word for term in query.terms}
    carried = tuple(replace(term, weight=term.weight * 0.25) for term in before.terms if term.word not in known)
    return replace(query, route=own, asks=asks, terms=(*query.terms, *carried), continued=True)


def _ordinal(plain: str) -> int | None:
    """The place in a list that the question points at, from 1; -1 for the last."""
    match = questions.ORDINAL.search(plain)
    if match is None:
        return None
    if match["number"]:
        return parse_numeral(match["number"])
    return 1 if match["former"] else -1
