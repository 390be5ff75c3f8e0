"""What stands around the clauses of a document: its table of contents and its closing lines."""

from __future__ import annotations

import re
from collections.abc import Iterator

from ingest.documents import Span
from ingest.headings import read_mark


def contents_of(view: str, paragraphs: list[Span]) -> set[int]:
    """Indices of the paragraphs of a 目录: headings that all come again below."""
    for index, paragraph in enumerate(paragraphs[:40]):
        if re.fullmatch(r"目\s*[录次]", paragraph.slice(view).strip()):
            return {index, *_repeated_after(view, paragraphs, index + 1)}
    return set()


def _repeated_after(view: str, paragraphs: list[Span], start: int) -> Iterator[int]:
    lines = [re.sub(r"[\s.·…\d]+", "", paragraph.slice(view)) for paragraph in paragraphs]
    first = lines[start] if start < len(lines) else ""
    for index in range(start, len(lines)):
        if index > start and lines[index] == first:
            return
        if lines[index] not in lines[index + 1 :]:
            return
        yield index


_DATE = r"(?:\d{4}|[二一][〇○零oO0一二三四五六七八九]{3})年(?:\d{1,2}|[一二三四五六七八九十]{1,2})月(?:\d{1,2}|[一二三四五六七八九十]{1,3})日"
_OFFICE = r"(?:委员会|局|办公室|办公厅|人民政府|总工会|厅|部|委)"
_SIGNATURE = re.compile(rf"^[一-龥\s]{{2,40}}{_OFFICE}(?:\s+[一-龥]{{2,30}}(?:{_OFFICE}|会))*$")
_SIGNED_ON = re.compile(rf"^{_DATE}$")
_BACK = re.compile(r"^(?:[(\[]?此件.{0,12}公开(?:发布)?.{0,4}[)\]]?|附\s*件\s*[::]\s*\d?.{0,80})$")


def closings_of(view: str, paragraphs: list[Span]) -> set[int]:
    """Indices of the closing lines below the first mark: signatures above their date, and all closing lines at the end.

    A notice is signed before the plan that it sends; that signature is no part of the notice's last item.
    """
    lines = [re.sub(r"[ \n]+", " ", paragraph.slice(view)).strip() for paragraph in paragraphs]
    first = next((index for index, paragraph in enumerate(paragraphs) if read_mark(view, paragraph)), len(paragraphs))
    closing: set[int] = set()
    for index in range(first + 1, len(lines)):
        if _SIGNED_ON.match(lines[index]) and _SIGNATURE.match(lines[index - 1]):
            run = index
            while run > first and (run == index or _SIGNATURE.match(lines[run])):
                closing.add(run)
                run -= 1
    last = len(lines) - 1
    while last > 0 and first < len(lines) and any(
        pattern.match(lines[last]) for pattern in (_BACK, _SIGNATURE, _SIGNED_ON)
    ):  # fmt: skip
        closing.add(last)
        last -= 1
    return closing
