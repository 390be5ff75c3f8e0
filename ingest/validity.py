"""What a text says of its own life: from when it applies, for how long, and which documents it ends."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date, timedelta

from ingest.documents import Document, Validity
from ingest.metadata import parse_date
from ingest.numerals import parse_numeral
from ingest.reading import squeeze, text_view

_EFFECTIVE = re.compile(r"自\s*(.{6,20}?日)\s*(?:起|开始)\s*(?:正式)?\s*(?:施行|实施|执行|生效)")
_ON_ISSUE = re.compile(r"自(?:印发|发布|公布|颁布|发文|下发|签发)之日起\s*(?:施行|实施|执行|生效)")
_TERM = re.compile(r"有效期(?:限)?(?:为|是)?\s*(\d{1,2}|[一二三四五六七八九十]{1,2})\s*年")
_ENDS = re.compile(r"(?:同时|即行|相应|一并|予以|停止执行|即)?\s*(?:废止|停止执行|失效)")
_NOT_ENDED = re.compile(
    r"(?:不予|不|未|没有|尚未)\s*(?:同时|予以)?(?:废止|失效)|(?:废止|失效)(?:的|前|后|日期|情况|情形|或者|或)|(?:修改|修订|制定|清理)[^。;]{0,8}废止"
)
_NAMED = re.compile(
    r"《([^《》]{4,80})》|([\u4e00-\u9fff]{1,12} ?[〔﹝\[【] ?(?:19|20)\d{2} ?[〕﹞\]】] ?(?:第 ?)?\d{1,4} ?号)"
)
_GROUNDS = re.compile(r"(?:根据|依据|按照|依照|贯彻|落实)[^,]*,")  # what a sentence rests on, not what it ends
_SENTENCE = re.compile(r"[^。;\n]+")


def read_validity(text: str, *, issued_on: date | None) -> Validity:
    """Date of effect and the documents that a text says it ends (《…》同时废止); empty where it is silent."""
    view = text_view(text)
    stated = _EFFECTIVE.search(view)
    effective = parse_date(stated[1]) if stated else None
    if effective is None and _ON_ISSUE.search(view):
        effective = issued_on
    return Validity(effective_on=effective, replaces=tuple(dict.fromkeys(_ended_by(view))))


def with_validity(document: Document) -> Document:
    """`document` with what its text says of its life, where its metadata say nothing."""
    read = read_validity(document.text, issued_on=document.issued_on)
    given = document.validity
    validity = replace(given, effective_on=given.effective_on or read.effective_on, replaces=given.replaces or read.replaces)  # fmt: skip
    until = document.valid_until or _term_end(document.text, validity.effective_on or document.issued_on)
    return replace(document, validity=validity, valid_until=until)


def _ended_by(view: str) -> list[str]:
    """Titles and numbers in the sentences that end something, those of the document's own kind of talk left out."""
    found: list[str] = []
    for match in _SENTENCE.finditer(view):
        sentence = match[0]
        end = _ENDS.search(sentence)
        if end is None or _NOT_ENDED.search(sentence):
            continue
        before = _GROUNDS.sub("", sentence[: end.start()])
        start = max(before.rfind("施行"), before.rfind("实施"), before.rfind("执行"), -1) + 1
        names = _NAMED.findall(before[start:]) or _NAMED.findall(before)
        if re.match(r"\s*(?:原)?(?=《)", sentence[end.end() :]):  # 废止《…》
            names += _NAMED.findall(sentence[end.end() :])
        found += [squeeze(title or number) for title, number in names]
    return found


def _term_end(text: str, start: date | None) -> date | None:
    """The last day of a period of validity that is printed in years (有效期5年)."""
    match = _TERM.search(text_view(text)) if start else None
    years = parse_numeral(match[1]) if match else None
    if start is None or not years:
        return None
    try:
        return start.replace(year=start.year + years) - timedelta(days=1)
    except ValueError:  # from a 29th of February
        return date(start.year + years, 2, 28)
