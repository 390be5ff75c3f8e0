"""Task tables: the rows below a header that names who is responsible (附件 任务分工表).

A row is a paragraph whose cells are set apart by tabs. A row that is shorter than the header lacks
its first cells, which a merged cell above holds.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from ingest.documents import Span
from ingest.members import LABEL, Role, labelled, role_of


@dataclass(frozen=True, slots=True)
class Row:
    """A row of a task table: the words of the task, and where and whom it names; no `note` where nobody is named."""

    span: Span
    words: Span
    note: Span | None
    named: tuple[tuple[str, Role], ...]


def rows_of(text: str, view: str, paragraphs: list[Span]) -> dict[int, Row]:
    """The rows of task tables by the index of their paragraph; headers and other tables are left out."""
    rows: dict[int, Row] = {}
    columns: dict[int, str] = {}
    width = 0
    for index, paragraph in enumerate(paragraphs):
        cells = _cells(text, paragraph)
        if len(cells) < 2:
            columns = {}
            continue
        header = _owner_columns([cell.slice(view) for cell in cells])
        if header:
            columns, width = header, len(cells)
        elif columns:
            rows[index] = _row(view, paragraph, cells, columns={at - max(0, width - len(cells)): label
                                                                for at, label in columns.items()})  # fmt: skip
    return rows


def _cells(text: str, paragraph: Span) -> list[Span]:
    """The cells of a paragraph's line; empty ones at its ends, which are no part of the paragraph, count."""
    start, end = paragraph.start, paragraph.end
    while start > 0 and text[start - 1] in _PADDING:
        start -= 1
    while end < len(text) and text[end] in _PADDING:
        end += 1
    cells = []
    for part in text[start:end].split("\t"):
        cells.append(Span(start, start + len(part)))
        start += len(part) + 1
    return cells


_PADDING = "\t \u3000\xa0"


def _owner_columns(cells: list[str]) -> dict[int, str]:
    """Columns whose head is a label of responsibility, with that label; empty for a row that is no header."""
    heads = {at: re.sub(r"\([^()]*\)|\s", "", cell) + ":" for at, cell in enumerate(cells)}
    return {at: head for at, head in heads.items() if LABEL.fullmatch(head)}


def _row(view: str, paragraph: Span, cells: list[Span], *, columns: dict[int, str]) -> Row:
    owned = [(cells[at], label) for at, label in sorted(columns.items())
             if 0 <= at < len(cells) and cells[at].slice(view).strip()]  # fmt: skip
    named: list[tuple[str, Role]] = []
    for cell, label in owned:
        found, _ = labelled(f"{label}{cell.slice(view)}")
        named += [(name, role_of(label) if role is Role.RESPONSIBLE else role) for name, role in found]
    if not named:
        return Row(paragraph, paragraph, None, ())
    note = Span(owned[0][0].start, owned[-1][0].end)
    before, after = view[paragraph.start : note.start].rstrip(), view[note.end : paragraph.end].lstrip()
    words = (
        Span(paragraph.start, paragraph.start + len(before))
        if before
        else Span(paragraph.end - len(after), paragraph.end)
    )
    return Row(paragraph, words, note, tuple(named))
