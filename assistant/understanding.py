"""Question and history to a query: the route it takes, what it asks for, its terms, offices and place in the text."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from assistant import questions, set_words
from assistant.asking import asking_words, asks_of
from assistant.bare_offices import bare_offices
from assistant.case_facts import speaks_of_themselves, states_facts
from assistant.follow_ups import continued
from assistant.language import Language, chinese_terms, detect_language, plain_question, requested_language
from assistant.queries import Established, Jurisdiction, Query, Route, topic_terms
from assistant.remarks import asks_something, put_up_to_choose, without_remarks
from assistant.routing import route_of, scope_of
from assistant.terms import SET_WORDS, Term, content_terms, is_generic
from ingest.offices import Mention, Office, find_offices


def understand(question: str, *, previous: Established | None, jurisdiction: Jurisdiction) -> Query:
    """The query that `question` stands for in its conversation."""
    query = read_question(question, previous=previous, jurisdiction=jurisdiction)
    said = _SAID_AFTER.sub(" ", query.plain)
    told = states_facts(said) or speaks_of_themselves(query.plain)
    if (
        questions.INJECTION.search(plain_question(question))
        and not told
        and not (_has_topic(query) and asks_something(said))
    ):
        return replace(query, route=Route.OFF_TOPIC)  # nothing is left beside the instructions
    return continued(query, previous) or replace(query, route=route_of(query))


def read_question(question: str, *, previous: Established | None, jurisdiction: Jurisdiction) -> Query:
    """What a question says by itself: its terms, offices, place in the text and the things asked for; no route yet."""
    written = detect_language(question)
    language = written if written is Language.ENGLISH else requested_language(question) or written
    plain = _stripped(without_remarks(questions.INJECTION.sub(" ", plain_question(question))))
    text = chinese_terms(plain) if written is Language.ENGLISH else plain
    offices = find_offices(plain, level=jurisdiction.level, place=jurisdiction.place)
    offices = tuple(sorted((*offices, *bare_offices(plain, offices, jurisdiction)), key=lambda mention: mention.span))
    content = _without_titles(_without(plain, offices), jurisdiction.titles)
    content = set_words.without_item(content)
    content = chinese_terms(content) if written is Language.ENGLISH else content
    terms = _topical(content_terms(questions.CLAUSE.sub(" ", content) if scope_of(plain) else content), plain)
    return Query(question, plain, text, language, Route.FACT, terms, offices, asks_of(plain), scope=scope_of(plain),
                 remembered=_remembered(previous, offices))  # fmt: skip


# What an instruction wants repeated.
_SAID_AFTER = re.compile(r"(?:回|答|说|写|输出|reply|say|answer)[^,。?“]{0,6}“[^”]*”", re.IGNORECASE)


def _stripped(text: str) -> str:
    return text.strip(" ,。;!?:、")


def _topical(terms: tuple[Term, ...], plain: str) -> tuple[Term, ...]:
    """The terms, those that only say what is asked for (要交什么材料, 什么体制) or are put up to choose from marked as not to be covered."""
    asking = " ".join([*asking_words(plain), *put_up_to_choose(plain)])
    light = [term.word in asking or is_generic(term.word) for term in terms]
    if all(light):
        return terms
    return tuple(replace(term, carried=True) if said else term for term, said in zip(terms, light, strict=True))


def _without(text: str, offices: Sequence[Mention]) -> str:
    """`text` with the names of offices blanked, so that they do not count as its topic."""
    characters = list(text)
    for mention in offices:
        characters[mention.span.start : mention.span.end] = " " * len(mention.span)
    return "".join(characters)


def _without_titles(text: str, titles: Sequence[str]) -> str:
    """`text` without the titles of indexed documents, which say which document is meant and not what is asked of it."""
    for title in sorted(titles, key=len, reverse=True):
        text = text.replace(title, " ")
    return text


def _remembered(previous: Established | None, offices: Sequence[Mention]) -> tuple[Office, ...]:
    """All offices of the conversation, the latest last, each once."""
    names = [*(previous.query.remembered if previous else ()), *(mention.office for mention in offices)]
    return tuple(dict.fromkeys(reversed(names)))[::-1]


def _has_topic(query: Query) -> bool:
    return bool(query.offices) or sum(term.weight for term in topic_terms(query, SET_WORDS)) >= 1.0
