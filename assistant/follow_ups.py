"""Follow-up questions: what they take over from the conversation, and when they begin anew."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from assistant import questions, set_words
from assistant.asking import Ask
from assistant.case_facts import (
    SUPPOSES,
    asks_nothing,
    begins_another,
    is_reply,
    only_states,
    speaks_of_themselves,
    states_facts,
)
from assistant.named_sides import compares_offices
from assistant.queries import Established, Query, Route, topic_terms, weight_of
from assistant.remarks import asks_something, parts_of
from assistant.routing import is_settled, own_route, stands_apart
from assistant.terms import SET_WORDS, Term
from ingest.documents import Span
from ingest.numerals import parse_numeral
from ingest.offices import Mention, Office

_WHEN = re.compile(
    r"^(?:那|是|在)?(?:什么时候|何时|哪年|哪一年|哪天|几月|几号|时间|日期)(?:的|呢)?$|\bwhen\b", re.IGNORECASE
)
# What was said before is meant, in the middle of a question: 基地呢,名单也要; 跟前面一样吗; 也照此办理.
_ASKED_ON = re.compile(r"呢(?=[,。])|[跟和与同](?:前面|上面|刚才|之前)|(?:照|依)此|也?照(?:这|那)")
_MAY = re.compile(r"能|可以|可否|够|算|符合|资格|\b(?:can|may|could)\b", re.IGNORECASE)
_ALIKE = re.compile(r"呢(?=[,。?]|$)|一样|名单|顺序|也是这|\bthe same\b", re.IGNORECASE)
_THING = re.compile(r"(?:比例|金额|数量|时间|日期|条件|材料|流程|程序|目标|内容|期限|标准)(?:是|呢|有|$)")


def continued(query: Query, previous: Established | None) -> Query | None:
    """The query of a follow-up with what the conversation established; None when the question stands alone."""
    if previous is None:
        return None
    if _tells_more(query, previous):
        return told_more(query, previous)
    if compared := _offices_compared(query, previous) or _compared(query, previous.query):
        return compared
    topic = topic_terms(query, SET_WORDS)
    asked_on = previous.query.route in {Route.OWNER, Route.ELIGIBILITY} and _ASKED_ON.search(query.plain)
    points = bool(questions.POINTING.search(query.plain) or asked_on)
    if weight_of(topic) >= 1.0 and not points:
        own = own_route(query)
        if _answers_back(query, previous, own):
            return told_more(query, previous)
        if (
            own is Route.FACT
            and questions.WHETHER.search(query.plain)
            and questions.FIRST_PERSON.search(previous.query.plain)
        ):
            return replace(query, route=Route.ELIGIBILITY, continued=True)
        short = len(query.plain) <= 12 and own is Route.FACT and not query.asks
        return _inheriting(query, previous, topic) if short else None
    kept = query.scope and set_words.KEPT_TO.search(query.plain) and previous.query.route is Route.TASKS
    if kept and not query.offices and weight_of(topic) < 1.0:
        before = previous.query
        return replace(
            query, route=Route.TASKS, offices=before.offices, plain=before.plain, terms=before.terms, continued=True
        )
    if query.route is not Route.FACT or stands_apart(query):
        return None
    ordinal = _ordinal(query.plain)
    if ordinal is not None and weight_of(topic) < 1.0 and previous.clauses:
        return _at_ordinal(query, previous, ordinal)
    if weight_of(topic) < 1.0:
        return _about_focus(query, previous)
    return _inheriting(query, previous, topic)


_WITH = re.compile(r"^(?:那|它|这)?(?:跟|和|与|同|比)|\b(?:that|it|this) (?:and|differ)\b", re.IGNORECASE)


_AGAINST_LAST = re.compile(
    r"[跟和与同比](?:起|较)?(?:刚才|前面|上面|上一?|之前|那|它|这)(?:[个条项件块]|一[个条项件])?|较(?:刚才|前面|上面|它)"
    r"|\b(?:as|than|with|to) (?:that|the (?:last|previous|first)|it)\b",
    re.IGNORECASE,
)


def _offices_compared(query: Query, previous: Established) -> Query | None:
    """The offices of the task asked about before put beside those of one named now (跟刚才那个比,…多了哪些部门); else None."""
    asked = compares_offices(query.plain) and _AGAINST_LAST.search(query.plain)
    if not asked or previous.query.route is not Route.OWNER or query.offices or not previous.clauses:
        return None
    if weight_of(topic_terms(query, SET_WORDS)) < 1.0:
        return None
    return replace(query, route=Route.COMPARISON, focus=previous.clauses[:1], continued=True)


def _compared(query: Query, before: Query) -> Query | None:
    """What was asked before put beside what is named now (跟区级基地有什么不一样); else None."""
    if not (_WITH.search(query.plain) and questions.COMPARISON.search(query.plain)) or query.offices or before.offices:
        return None
    if weight_of(topic_terms(query, SET_WORDS)) < 1.0 or not before.terms:
        return None
    own = {term.word for term in query.terms}
    terms = (*query.terms, *(term for term in before.terms if term.word not in own))
    plain = f"{before.plain.rstrip('?')}{query.plain}"
    return replace(query, route=Route.COMPARISON, plain=plain, text=plain, terms=terms, continued=True)


def told_more(query: Query, previous: Established) -> Query:
    """The question before, asked again now that the user told more of themselves."""
    return replace(_focused(query, previous, Route.ELIGIBILITY), plain=f"{previous.query.plain};{query.plain}")


_WHAT_IF = re.compile(r"呢(?=[,。?]|$)|^(?:and |but )?(?:what if|suppose|if)\b|\?", re.IGNORECASE)


def _tells_more(query: Query, previous: Established) -> bool:
    """Whether a text only tells something of the user, or replies to what was asked, after a question of substance."""
    if query.offices or previous.query.route not in {Route.ELIGIBILITY, Route.FACT}:
        return False
    if is_reply(query.plain):
        return bool(previous.case.pending)
    if previous.query.route is Route.ELIGIBILITY and _goes_on(query):
        return True
    said = _WHAT_IF.sub(" ", query.plain) if SUPPOSES.match(query.plain) else query.plain  # 那如果没认定呢
    return only_states(said) and (states_facts(said) or speaks_of_themselves(said))


def _goes_on(query: Query) -> bool:
    """Whether a text asks nothing and is more than a topic: what somebody says once they asked for themselves."""
    parts = parts_of(query.plain)
    more = len(parts) > 1 or questions.FIRST_PERSON.search(query.plain)
    return bool(more) and not is_settled(query) and asks_nothing(query.plain) and not any(map(asks_something, parts))


def _answers_back(query: Query, previous: Established, own: Route) -> bool:
    """Whether the asker only adds what they are or did to a question about what there is for them."""
    if own not in {Route.FACT, Route.ELIGIBILITY} or not states_facts(query.plain) or begins_another(query.plain):
        return False
    return previous.query.route is Route.ELIGIBILITY or not questions.ASKS.search(query.plain)


def _about_focus(query: Query, previous: Established) -> Query:
    """A follow-up without a topic of its own: it asks something of what was answered, or puts another office in."""
    before = previous.query
    set_words = (
        questions.ALONE.search(query.plain)
        or (questions.JOINT.search(query.plain) and not (before.route is Route.OWNER and _asks_of_one(query)))
        or questions.TASK_SET.search(query.plain)
        or questions.DIFFERENCE.search(query.plain)
    )
    if before.route is Route.TASKS and (changed := _changed(query, before)) is not None:
        return changed
    if query.offices and before.route is Route.OWNER and not set_words:
        return _focused(query, previous, Route.OWNER)
    if before.route is Route.PROVENANCE and _WHEN.search(query.plain):
        return replace(query, route=Route.PROVENANCE, plain=f"{query.plain}印发", continued=True)
    if query.offices or (set_words and query.remembered and before.route in {Route.TASKS, Route.OWNER}):
        offices = query.offices or _referred(query)
        if len(offices) == 1 and questions.JOINT.search(query.plain):
            offices = (*_named_before(previous, offices[0].office), *offices)
        text = query.plain if set_words or before.route is not Route.TASKS else before.plain
        return replace(query, route=Route.TASKS, offices=offices, plain=text, continued=True,
                       scope=query.scope or before.scope)  # fmt: skip
    if questions.OWNER.search(query.plain):
        return _focused(query, previous, Route.OWNER)
    themselves = questions.WHETHER.search(query.plain) and questions.FIRST_PERSON.search(before.plain)
    if questions.ELIGIBLE.search(query.plain) or themselves or (before.route is Route.ELIGIBILITY and not query.asks):
        return replace(_focused(query, previous, Route.ELIGIBILITY), plain=f"{before.plain};{query.plain}")
    inherited = before.route if not query.asks and before.route in {Route.OWNER, Route.TASKS} else Route.FACT
    return _focused(query, previous, inherited)


_OF_SEVERAL = re.compile(r"[哪几]|多少|什么|任务|\b(?:what|which|tasks?)\b", re.IGNORECASE)


def _asks_of_one(query: Query) -> bool:
    """Whether it is asked of an office if it takes part in what was talked of (商务委呢?要不要一起建), and not in which tasks."""
    whether = questions.WHETHER.search(query.plain) or re.search(r"([要用])不\1|是不是|是否", query.plain)
    return len(query.offices) == 1 and bool(whether) and not _OF_SEVERAL.search(query.plain)


def _changed(query: Query, before: Query) -> Query | None:
    """A set question with one office put for another, one left out of what was listed; else None."""
    offices = query.offices
    if len(offices) == 2 and set_words.EXCHANGED.search(query.plain):
        put = [offices[1] if item.office == offices[0].office else item for item in before.offices]
        if put != list(before.offices):
            told = tuple(replace(item, span=Span(0, 0)) for item in put)
            return replace(query, route=Route.TASKS, offices=told, plain=before.plain, continued=True)
    if len(offices) == 1 and before.offices and set_words.LEFT_OUT.search(query.plain[: offices[0].span.start]):
        told = tuple(replace(item, span=Span(0, 0)) for item in before.offices if item.office != offices[0].office)
        return replace(query, route=Route.TASKS, offices=(*told, *offices), continued=True) if told else None
    return None


def _named_before(previous: Established, office: Office) -> tuple[Mention, ...]:
    """The office that the conversation was about before this one was named."""
    others = [other for other in previous.query.remembered if other != office]
    return tuple(Mention(other, Span(0, 0), True) for other in others[-1:])


def _referred(query: Query) -> tuple[Mention, ...]:
    """The offices that a pronoun stands for: two for 他俩 and the like, else the one named last."""
    both = re.search(r"他俩|两家|它们|他们|俩|两个|共同|一起|both|they|them", query.plain, re.IGNORECASE)
    return tuple(Mention(office, Span(0, 0), True) for office in query.remembered[-2 if both else -1 :])


def _focused(query: Query, previous: Established, route: Route) -> Query:
    terms = tuple(replace(term, weight=term.weight * 0.5, carried=True) for term in previous.query.terms)
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


_OPEN = re.compile(
    r"(?:哪些|什么|啥|哪几|怎么|如何)(?!时候|部门|单位|局|家)(?=[\u4e00-\u9fff])"
)  # a question of its own, for no office


_CARRIED, _BESIDE_OWN = 0.25, 0.35  # what is left of earlier terms, each and together beside a topic of their own


def _inheriting(query: Query, previous: Established, topic: Sequence[Term]) -> Query:
    """A follow-up with a topic but perhaps without a question of its own (那储备库呢?)."""
    own = own_route(query)
    before = previous.query
    thing = _THING.search(query.plain) or (_OPEN.search(query.plain) and not questions.OWNER.search(query.plain))
    if own is Route.FACT and not query.asks and not thing and before.route in {Route.OWNER, Route.ELIGIBILITY}:
        own = before.route
    if before.route is Route.OWNER and own in {Route.FACT, Route.ELIGIBILITY} and _asks_alike(query):
        return replace(query, route=Route.OWNER, asks=frozenset(), continued=True)
    if own is Route.TASKS and topic:
        own = Route.OWNER if before.route is Route.OWNER else own
    asks = query.asks or (before.asks if own is Route.FACT else frozenset())
    known = {term.word for term in query.terms}
    rest = [term for term in before.terms if term.word not in known]
    least = (
        min(_CARRIED, _BESIDE_OWN * weight_of(topic) / max(weight_of(rest), 0.1))
        if weight_of(topic) >= 1.0
        else _CARRIED
    )
    carried = tuple(replace(term, weight=term.weight * least, carried=True) for term in rest)
    return replace(query, route=own, asks=asks, terms=(*query.terms, *carried), continued=True)


def _asks_alike(query: Query) -> bool:
    """Whether a follow-up wants of its topic what was asked of the one before (那基地呢,名单也给我)."""
    if questions.FIRST_PERSON.search(query.plain) or _MAY.search(query.plain) or _THING.search(query.plain):
        return False
    return bool(_ALIKE.search(query.plain)) and query.asks <= {Ask.NAMES}


def _ordinal(plain: str) -> int | None:
    """The place in a list that the question points at, from 1; -1 for the last."""
    match = questions.ORDINAL.search(plain)
    if match is None:
        return None
    if match["number"]:
        return parse_numeral(match["number"])
    return 1 if match["former"] else -1
