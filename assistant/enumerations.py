"""Sentences that list what is asked for by its kind: 「A、B、C等重点培育产业」 answers which industries."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from functools import lru_cache

from assistant.evidence import Evidence
from assistant.queries import Query
from assistant.terms import Term
from ingest.reading import squeeze

_BONUS = 0.3
_ASKED = re.compile(
    r"(?:哪|有|都|是)(?:些|几|[两三四五六七八九十\d]+)(?:个|家|所|种|类|项|块|门|大)*|(?:叫|有|是|包括|指|点名?)(?:了|的是)?(?:什么|啥|哪|谁)|名字|[两三四五六七八九十\d]+(?:个|家|所|种|类|项|大)|"
    r"\b(?:which|what are|name the|list the|two|three|four|five)\b",
    re.IGNORECASE,
)
_ITEM = r"[^,。;、:的]{2,16}"
# Several things and then their kind, counted or after 等: A、B和C三所高校, A、B等企业.
_LISTED = (
    r"(?:{item}、)*{item}(?:、|和|与|及){item}(?:等|[两三四五六七八九十\d]+[个家所种类项])[^,。;、]{{0,6}}?(?:{kind})"
)


def enumerating_first(query: Query, evidence: Sequence[Evidence]) -> list[Evidence]:
    """The sentences, those that list things of the kind asked for moved up."""
    kinds = _kinds(query)
    if not kinds or not _ASKED.search(query.plain):
        return list(evidence)
    pattern = _pattern(kinds)
    raised = [
        replace(item, score=item.score + _BONUS) if pattern.search(squeeze(item.sentence.text)) else item
        for item in evidence
    ]
    return sorted(raised, key=lambda item: -item.score)


def _kinds(query: Query) -> tuple[str, ...]:
    """What a question may ask the names of: its nouns and the texts' words for them."""
    nouns: list[Term] = [term for term in query.terms if term.noun and not term.carried and term.weight <= 1.5]
    return tuple(dict.fromkeys(word for term in nouns for word in (term.word, *term.synonyms) if 2 <= len(word) <= 6))


@lru_cache(maxsize=512)
def _pattern(kinds: tuple[str, ...]) -> re.Pattern[str]:
    return re.compile(_LISTED.format(item=_ITEM, kind="|".join(map(re.escape, kinds))))
