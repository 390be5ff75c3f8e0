"""Questions that tell a case but ask for the proceeding alone: when to apply, which paper scores are given by."""

from __future__ import annotations

import re
from dataclasses import replace

from assistant import questions
from assistant.asking import ATTRIBUTES, Ask, asks_of
from assistant.queries import Query, Route
from assistant.remarks import parts_of

# A paper that is asked for, and not whether somebody may.
SCORED = re.compile(r"(?:打分|评分|评审|评选|考核)(?:表|细则|标准|办法)")
# A request for something to be given asks for no permission (能给个清单吗).
_REQUEST = re.compile(r"(?:能|可以|可否|能否|方便|麻烦)(?:不能|不可以)?(?:给|发|提供|列|附)(?:我们?|一下|个|份|张)")
# Whether the text says something is asked, and not whether somebody may: 一个月给多少有规定没.
_LAID_DOWN = re.compile(
    r"有(?:没有)?(?:个|什么|啥|明确)?的?(?:规定|说法|标准|写|说|讲)[没吗么]?有?[^,。?]{0,2}(?=[,。?]|$)"
)
# What no condition of a measure is about.
_OF_PROCEEDING = ATTRIBUTES - {Ask.PENALTY} | {Ask.NAMES, Ask.ROSTER, Ask.CARRYING, Ask.PROGRESS}
_BESIDE_IT = {Ask.SCHEDULE, Ask.PROCEDURE, Ask.COUNT}


def without_case(query: Query) -> Query:
    """The query, as one for facts where it tells a case but asks for nothing but a date, an address, a list (几号截止)."""
    if query.route is not Route.ELIGIBILITY:
        return query
    proceeding = bool(query.asks & _OF_PROCEEDING) and query.asks <= _OF_PROCEEDING | _BESIDE_IT
    parts = [part for part in parts_of(query.plain) if not (asks_of(part) & _OF_PROCEEDING or _REQUEST.search(part))]
    asked = [_LAID_DOWN.sub(" ", part) for part in parts]
    whether = any(questions.WHETHER.search(part) or questions.CONDITIONS.search(part) for part in asked)
    paid = query.asks == {Ask.MONEY} and not questions.GAIN.search(query.plain)  # what somebody is paid, no benefit
    scored = SCORED.search(query.plain) and not questions.FIRST_PERSON.search(query.plain)
    apart = scored or ((proceeding or paid) and not whether)
    return replace(query, route=Route.FACT) if apart else query
