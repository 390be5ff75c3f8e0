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


_BACK = re.compile(
    r"""^(?:[(\[]?此件.{0,12}公开(?:发布)?.{0,4}[)\]]?
    | 附\s*件\s*[::]\s*\d?.{0,80}
    | [一-龥\s]{2,40}(?:委员会|局|办公室|办公厅|人民政府|总工会|厅|部|委)(?:\s+[一-龥]{2,30}(?:委员会|局|办公室|人民政府|厅|部|委|会))*
    | (?:\d{4}|[二一][〇○零oO0一二三四五六七八九]{3})年(?:\d{1,2}|[一二三四五六七八九十]{1,2})月(?:\d{1,2}|[一二三四五六七八九十]{1,3})日
    )$""",
    re.VERBOSE,
)


def closing_of(view: str, paragraphs: list[Span]) -> int:
    """Index of the first paragraph of the closing lines (signature, date, publication note) at the very end."""
    index = len(paragraphs)
    marked = any(read_mark(view, paragraph) for paragraph in paragraphs)
    while marked and index > 1 and _BACK.match(paragraphs[index - 1].slice(view).strip()):
        index -= 1
    return index
