"""Printed lines to paragraphs: what a page shows as lines at places becomes text as it was written.

Used for all that is known by its place only: PDF, OFD and pictures. Running heads, feet and page numbers are left
out, lines that a margin broke are joined, and where each page begins in the text is kept for citing.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from statistics import median

from ingest.documents import Span
from ingest.headings import read_mark
from ingest.reading import reading_view

_PAGE_NUMBER = re.compile(
    r"[-—–―·•\s]*(?:第\s*)?\d{1,4}(?:\s*[//]\s*\d{1,4}|\s*页(?:[\s,,/]*共\s*\d{1,4}\s*页)?)?[-—–―·•\s]*|[ivxIVX]{1,5}"
)
_SENTENCE_END = "。；;！？!?：:…”》）)】]"


@dataclass(frozen=True, slots=True)
class Line:
    """A printed line: its words and its box, downwards from the top left of the page; `is_row` for a row of a table."""

    text: str
    left: float
    right: float
    top: float
    bottom: float
    is_row: bool = False

    @property
    def height(self) -> float:
        """The height of the box, about that of its characters."""
        return self.bottom - self.top


@dataclass(frozen=True, slots=True)
class Sheet:
    """A page: its size, in the unit of its lines, and the lines from the top down."""

    width: float
    height: float
    lines: tuple[Line, ...]


def merge_pieces(pieces: Sequence[Line]) -> tuple[Line, ...]:
    """Pieces that stand side by side as one line each, in reading order."""
    rows: list[list[Line]] = []
    for piece in sorted(pieces, key=lambda item: (item.top + item.bottom) / 2):
        row = next(
            (row for row in reversed(rows[-3:]) if _is_level(max(row, key=lambda item: item.height), piece)), None
        )
        if row is None:
            rows.append([piece])
        else:
            row.append(piece)
    return tuple(_side_by_side(sorted(row, key=lambda item: item.left)) for row in rows)


def _is_level(first: Line, second: Line) -> bool:
    """Whether two pieces stand at one height; some characters (一, commas) have flat boxes."""
    return any(
        one.top + 0.2 * one.height < (other.top + other.bottom) / 2 < one.bottom - 0.2 * one.height
        for one, other in ((first, second), (second, first))
    )


def _side_by_side(row: list[Line]) -> Line:
    text = row[0].text
    height = max(item.height for item in row)
    for before, after in pairwise(row):
        gap = after.left - before.right
        wide = "  " if gap > 1.2 * height else " " if gap > 0.35 * height else _between(before.text, after.text)
        text += wide + after.text
    return Line(
        text,
        row[0].left,
        max(item.right for item in row),
        min(item.top for item in row),
        max(item.bottom for item in row),
    )


def flowing_text(sheets: Sequence[Sheet]) -> tuple[str, tuple[int, ...]]:
    """The text of the pages, a paragraph or table row on a line, and the offset at which each page begins."""
    frame = _frame(sheets)
    paragraphs: list[str] = []
    starts: list[int] = []
    length = 0
    previous: Line | None = None
    for sheet in sheets:
        start = None
        for index, line in enumerate(sheet.lines):
            if previous is not None and paragraphs and _continues(previous, line, frame, new_page=index == 0):
                addition = _between(paragraphs[-1], line.text) + line.text
                start = length - 1 + len(addition) - len(line.text) if start is None else start
                paragraphs[-1] += addition
                length += len(addition)
            else:
                start = length if start is None else start
                paragraphs.append(line.text)
                length += len(line.text) + 1
            previous = line
        starts.append(length if start is None else start)
    return "\n".join(paragraphs), tuple(starts)


@dataclass(frozen=True, slots=True)
class _Frame:
    """The margins of the running text, its usual height of characters and distance of lines."""

    left: float
    right: float
    height: float
    gap: float


def _frame(sheets: Sequence[Sheet]) -> _Frame:
    lines = [line for sheet in sheets for line in sheet.lines if not line.is_row]
    if not lines:
        return _Frame(0, 0, 1, 0)
    height = median(line.height for line in lines)
    long = [line for line in lines if len(line.text) >= 16] or lines
    lefts = Counter(round(line.left / height * 2) for line in long)
    usual = [at for at, count in lefts.items() if count >= 0.15 * len(long)] or [min(lefts)]
    rights = sorted(line.right for line in long)
    gaps = [after.top - before.bottom for sheet in sheets for before, after in pairwise(sheet.lines)
            if not (before.is_row or after.is_row)]  # fmt: skip
    return _Frame(min(usual) * height / 2, rights[int(0.9 * (len(rights) - 1))], height, median(gaps) if gaps else 0)


def _continues(before: Line, line: Line, frame: _Frame, *, new_page: bool) -> bool:
    """Whether `line` goes on with the paragraph that `before` ended with."""
    if before.is_row or line.is_row:
        return False
    if not new_page and line.top - before.bottom > frame.gap + 0.6 * frame.height:
        return False
    if _is_title(before, frame) and _is_title(line, frame):
        return not new_page and abs(before.height - line.height) < 0.15 * line.height
    if before.right < frame.right - 1.7 * frame.height or line.left > frame.left + 0.9 * frame.height:
        return False
    return not (before.text[-1] in _SENTENCE_END and read_mark(reading_view(line.text), Span(0, len(line.text))))


def _is_title(line: Line, frame: _Frame) -> bool:
    """Whether a line is printed large and in the middle, as a title over several lines is."""
    middle = (frame.left + frame.right) / 2
    return line.height > 1.2 * frame.height and abs((line.left + line.right) / 2 - middle) < 2 * frame.height


def _between(before: str, after: str) -> str:
    """A space where two words of Latin letters would run together, nothing between Chinese characters."""
    return " " if re.search(r"[A-Za-z0-9,.;]$", before) and re.match(r"[A-Za-z]", after) else ""


def without_margins(sheets: Sequence[Sheet]) -> list[Sheet]:
    """The pages without page numbers and without the short lines that stand at the same edge of several pages."""
    repeated: Counter[tuple[str, str]] = Counter()
    for sheet in sheets:
        repeated.update({(edge, _pattern(line.text)) for edge, line in _edges(sheet)})
    most = max(2, 0.4 * len(sheets))
    cleaned = []
    for sheet in sheets:
        dropped = {id(line) for edge, line in _edges(sheet)
                   if _PAGE_NUMBER.fullmatch(line.text.strip()) or repeated[edge, _pattern(line.text)] >= most}  # fmt: skip
        cleaned.append(replace(sheet, lines=tuple(line for line in sheet.lines if id(line) not in dropped)))
    return cleaned


def _edges(sheet: Sheet) -> Iterator[tuple[str, Line]]:
    """The lines in the upper and lower tenth of a page that may be its head or foot."""
    for line in sheet.lines[:2]:
        if line.bottom < 0.12 * sheet.height and not line.is_row:
            yield "head", line
    for line in sheet.lines[-2:]:
        if line.top > 0.88 * sheet.height and not line.is_row:
            yield "foot", line


def _pattern(text: str) -> str:
    return re.sub(r"\d+", "#", re.sub(r"\s+", "", text))
