"""What a question takes for granted of a document itself: a level, a day of issue, a meeting, held against its facts."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace

from assistant import questions
from assistant.claims import Claim, Draft
from assistant.ownership import shown
from assistant.premises import is_put_up
from assistant.queries import Query
from assistant.wording import Wording
from ingest.documents import Document, Level
from ingest.offices import resolve_office
from ingest.reading import reading_view

# 这方案是市里发的吧: who is said to have issued it.
_ISSUED_BY = {
    Level.NATIONAL: re.compile(r"国务院|国家(?:级|层面|发改委|教育部)|教育部|中央|\bnational\b|\bcentral government\b", re.IGNORECASE),
    Level.PROVINCE: re.compile(r"(?<![\u4e00-\u9fff])省(?:里|级|政府|委)|\bprovincial\b", re.IGNORECASE),
    Level.CITY: re.compile(r"(?:上海)?市(?:里|级|政府|一级|委|教委|发改委|层面)|\b(?:city|municipal)\b", re.IGNORECASE),
    Level.DISTRICT: re.compile(r"区(?:里|级|政府|一级|层面)|\bdistrict\b", re.IGNORECASE),
}  # fmt: skip
_ONE = re.compile(r"一家|单独|独自|只(?:有|是|由)|\b(?:only|alone)\b", re.IGNORECASE)
_DAY = re.compile(r"(?P<year>20\d\d)年(?:(?P<month>\d{1,2})月)?(?:(?P<day>\d{1,2})[日号])?")
_SITTING = re.compile(r"第(?P<number>\d+)次")
_MEETING = re.compile(r"(?:区长|市长|主任)?办公会议?|常委会|党委会|党代会|人大(?:会议|常委会)?|全体会议|专题会")


def with_corrections(draft: Draft, query: Query, document: Document, wording: Wording) -> Draft:
    """The answer about a document, headed by what the question has wrong of it."""
    if not is_put_up(query.plain) and not questions.YES_OR_NO.search(query.plain):
        return draft
    wrong = list(dict.fromkeys(_wrong(draft, query, document, wording)))
    if not wrong:
        return draft
    return replace(draft, claims=(*wrong, *draft.claims))


def _wrong(draft: Draft, query: Query, document: Document, wording: Wording) -> Iterator[Claim]:
    issuers = next((claim for claim in draft.claims if any(name in claim.text for name in document.issuers)), None)
    if issuers and document.level:
        for level, pattern in _ISSUED_BY.items():
            match = pattern.search(query.plain)
            if match and level is not document.level and not _ISSUED_BY[document.level].search(query.plain):
                own = wording.level_name(document.level)
                said = wording.say("premise_level", asked=match[0], level=own, place=document.place)
                yield Claim(said, issuers.quotes, (match[0], own, document.place))
                break
    if issuers:
        yield from _other_issuers(issuers, query, document, wording)
    yield from _other_day(draft, query, document, wording)
    for claim in draft.claims:
        yield from _other_sitting(claim, query, wording)


def _other_issuers(issuers: Claim, query: Query, document: Document, wording: Wording) -> Iterator[Claim]:
    """Offices said to have issued it, or to have done so alone."""
    stems = [resolve_office(name, level=document.level, place=document.place).stem for name in document.issuers]
    for mention in query.offices:
        asked = shown(mention.office.name, mention.office, query.language)
        others = [name for name, stem in zip(document.issuers, stems, strict=True) if stem != mention.office.stem]
        given = (mention.office.name, asked)
        if mention.office.stem not in stems:
            yield Claim(wording.say("not_issuer", asked=asked), issuers.quotes, given)
        elif others and _ONE.search(query.plain) and len(query.offices) == 1:
            said = wording.say("not_only_issuer", asked=asked, others=wording.join(others))
            yield Claim(said, issuers.quotes, given)


def _other_day(draft: Draft, query: Query, document: Document, wording: Wording) -> Iterator[Claim]:
    match, day = _DAY.search(query.plain), document.issued_on
    if match is None or day is None:
        return
    printed = f"{day.year}年{day.month}月{day.day}日"
    told = next((claim for claim in draft.claims if printed in claim.text), None)
    differs = int(match["year"]) != day.year or int(match["month"] or day.month) != day.month
    if told and (differs or int(match["day"] or day.day) != day.day):
        yield Claim(wording.say("premise", asked=match[0], stated=printed), told.quotes, (match[0],))


def _other_sitting(claim: Claim, query: Query, wording: Wording) -> Iterator[Claim]:
    stated, asked = _SITTING.search(reading_view(claim.text)), _SITTING.search(query.plain)
    if stated is None:
        return
    if asked and asked["number"] != stated["number"]:
        yield Claim(wording.say("premise", asked=asked[0], stated=stated[0]), claim.quotes, (asked[0],))
    meeting = _MEETING.search(query.plain)
    if meeting and meeting[0] not in claim.text:
        yield Claim(wording.say("premise_absent", asked=meeting[0]), claim.quotes, (meeting[0],))
