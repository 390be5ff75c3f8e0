"""Workbooks: every sheet a table, one line a row, merged cells as in any other table."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date, datetime, time
from pathlib import Path
from typing import TYPE_CHECKING, Any

from ingest.errors import DocumentRefused
from ingest.extracts import Extract, Origin
from ingest.grids import Cell, grid_lines
from ingest.reading_limits import Limits

if TYPE_CHECKING:
    from openpyxl.worksheet.worksheet import Worksheet

_UNNAMED = re.compile(r"(?:sheet|工作表|table)\s*\d*", re.IGNORECASE)


def read_spreadsheet(file: Path, limits: Limits) -> Extract:
    """The values of a workbook as shown last; formulas are not computed and macros are not run."""
    import openpyxl

    with file.open("rb") as stream:  # by its content, whatever its name
        workbook = openpyxl.load_workbook(stream, data_only=True)
    sheets = [sheet for sheet in workbook.worksheets if sheet.sheet_state == "visible"]
    if sum(sheet.max_row * sheet.max_column for sheet in sheets) > limits.cells:
        raise DocumentRefused(f"{file.name}: more than {limits.cells:,} cells; save the table that matters by itself")
    blocks = []
    for sheet in sheets:
        lines = [line for line in grid_lines(_rows(sheet)) if line.strip()]
        if lines and len(sheets) > 1 and not _UNNAMED.fullmatch(sheet.title):
            lines.insert(0, sheet.title)
        blocks.append("\n".join(lines))
    text = "\n\n".join(block for block in blocks if block)
    if not text.strip():
        raise DocumentRefused(f"{file.name}: a workbook without values; compute its formulas and save it")
    return Extract(text, Origin("spreadsheet"))


def _rows(sheet: Worksheet) -> Iterator[list[Cell]]:
    merged = {area.coord.split(":")[0]: area for area in sheet.merged_cells.ranges}
    covered = {(row, column) for area in merged.values() for row, column in area.cells} - {
        (area.min_row, area.min_col) for area in merged.values()
    }
    first = min((column for row in sheet.iter_rows() for column in _filled(row)), default=1)
    last = max((column for row in sheet.iter_rows() for column in _filled(row)), default=0)
    for row in sheet.iter_rows(min_col=first, max_col=max(first, last)):
        cells = []
        for cell in row:
            if (cell.row, cell.column) in covered:
                continue
            area = merged.get(cell.coordinate)
            width = min(area.max_col, last) - area.min_col + 1 if area else 1
            cells.append(Cell(_printed(cell.value), width, area.max_row - area.min_row + 1 if area else 1))
        yield cells


def _filled(row: tuple[Any, ...]) -> list[int]:
    return [cell.column for cell in row if cell.value not in {None, ""}]


def _printed(value: object) -> str:
    """A value as it is read: days in the form of official documents, whole numbers without a point."""
    if isinstance(value, datetime) and value.time() != time():
        return value.strftime("%Y-%m-%d %H:%M")
    if isinstance(value, date):
        return f"{value.year}年{value.month}月{value.day}日"
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return "" if value is None else str(value)
