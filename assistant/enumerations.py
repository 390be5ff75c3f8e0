"""Sentences that list what is asked for by its kind: 「A、B、C等重点培育产业」 answers which industries."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from functools import lru_cache

from assistant.evidence import Evidence, in_front
from assistant.queries import Query
from assistant.terms import Term
from ingest.numerals import parse_numeral
from ingest.reading import squeeze

_BONUS = 0.3
_ASKED = re.compile(
    r"(?:哪|有|都|是)(?:些|几|[两三四五六七八九十\d]+)(?:个|家|所|种|类|项|块|门|大)*|(?:叫|有|是|包括|指|点名?)(?:了|的是)?(?:什么|啥|哪|谁)|名字|[两三四五六七八九十\d]+(?:个|家|所|种|类|项|大)|"
    r"\b(?:which|what are|name the|list the|two|three|four|five)\b",
    re.IGNORECASE,
)
_ITEM = r"[^,。;、:的]{2,16}?"
# Several things and then their kind, counted or after 等: A、B和C三所高校, A、B等企业.
_LISTED = r"(?P<things>(?:{item}、)*{item}(?:、|和|与|及){item})(?:等|[两三四五六七八九十\d]+[个家所种类项])[^,。;、]{{0,6}}?(?:{kind})"
_COUNTED = re.compile(r"^[两三四五六七八九十][个家所种类项大]")
# The kind of thing that is asked for stands right behind the word that asks: 哪三所大学, 什么形式.
_OF_KIND = re.compile(
    r"(?:哪|什么|啥)(?:样的?)?(?:(?P<number>[两三四五六七八九十]|\d{1,2})|些|几)?(?:个|家|所|种|类|项|块|门|大(?=[类块项门])|方面的)*(?P<kind>[\u4e00-\u9fff]{2,8})"
)


# A word that several things of a sentence have in common, and their number: 三个“新”, “几条链”.
_IN_COMMON = re.compile(
    r"(?P<number>[几两三四五六七八九十]|\d{1,2})(?:个|条|种|样|大|块)[“\"「『]?(?P<word>[\u4e00-\u9fff]{1,2})[”\"」』]"
)


def in_common_first(query: Query, evidence: Sequence[Evidence]) -> list[Evidence]:
    """The sentences, in front the best that says the word which the things asked for have in common (三个“新”) that often."""
    match = _IN_COMMON.search(query.plain)
    if match is None:
        return list(evidence)
    having = [item for item in evidence if has_in_common(query, item)]
    word = re.escape(match["word"])
    side_by_side = re.compile(rf"{word}[^,。;]{{0,5}}[、与和及][^,。;]{{0,5}}{word}")
    found = next(
        (item for item in having if side_by_side.search(squeeze(item.sentence.text))), next(iter(having), None)
    )
    return in_front(found, evidence)


def has_in_common(query: Query, item: Evidence) -> bool:
    """Whether a sentence says as often as a question tells, or several times, the word which the things asked for have in common."""
    match = _IN_COMMON.search(query.plain)
    if match is None:
        return False
    times, number = squeeze(item.sentence.text).count(match["word"]), parse_numeral(match["number"])
    return times >= 2 if number is None else times == number


def enumerating_first(query: Query, evidence: Sequence[Evidence]) -> list[Evidence]:
    """The sentences, those that list things of the kind asked for moved up; those that list as many as asked most."""
    kinds = _kinds(query)
    if not kinds or not _ASKED.search(query.plain):
        return list(evidence)
    raised = [replace(item, score=item.score + _BONUS * _lists(item, kinds)) for item in evidence]
    return sorted(raised, key=lambda item: -item.score)


def lists_as_many(query: Query, item: Evidence) -> bool:
    """Whether a sentence lists just as many things of a kind as a question asks for (哪四个产业)."""
    match = _OF_KIND.search(query.plain)
    number = parse_numeral(match["number"] or "") if match else None
    return number is not None and number in _listed(item, _kinds(query))


def _lists(item: Evidence, kinds: tuple[str, ...]) -> bool:
    return bool(kinds) and bool(_pattern(kinds).search(squeeze(item.sentence.text)))


def _listed(item: Evidence, kinds: tuple[str, ...]) -> set[int]:
    """How many things each list of a sentence has."""
    found = _pattern(kinds).finditer(squeeze(item.sentence.text)) if kinds else ()
    return {len(re.split("[、和与及]", match["things"])) for match in found}


def _kinds(query: Query) -> tuple[str, ...]:
    """What a question asks the names of: the noun behind the word that asks, else any of its nouns, and the texts' words for them."""
    nouns: list[Term] = [term for term in query.terms if term.noun and term.weight <= 1.5]
    if match := _OF_KIND.search(query.plain):
        places = {term: match["kind"].find(_COUNTED.sub("", term.word)) for term in nouns}
        first = min((place for place in places.values() if place >= 0), default=None)
        nouns = [term for term in nouns if places[term] == first] or nouns
    named = [term for term in nouns if not term.carried]
    words = [_COUNTED.sub("", word) for term in named for word in (term.word, *term.synonyms)]
    return tuple(dict.fromkeys(word for word in words if 2 <= len(word) <= 6))


@lru_cache(maxsize=512)
def _pattern(kinds: tuple[str, ...]) -> re.Pattern[str]:
    return re.compile(_LISTED.format(item=_ITEM, kind="|".join(map(re.escape, kinds))))
