"""The ledger as a program or an office reads it: JSON, CSV, XLSX."""

from __future__ import annotations

import csv
import io
from collections.abc import Sequence
from typing import Any

from vectorstore.ledger import LedgerRow

COLUMNS = ("document_id", "document", "clause_id", "label", "heading", "text", "departments", "start", "end")
_FORMULA = ("=", "+", "-", "@", "\t", "\r")  # a cell that begins so would be run by a spreadsheet


def task_json(row: LedgerRow) -> dict[str, Any]:
    """One ledger row; `source[start:end]` is the task, `source[note_start:note_end]` the note that names the members."""
    return {
        "document_id": row.document_id,
        "document": row.document,
        "clause_id": row.clause_id,
        "label": row.label,
        "heading": row.heading,
        "text": row.text,
        "departments": list(row.departments),
        "members": [
            {
                "name": item.printed,
                "level": str(item.office.level),
                "role": str(item.role),
                "collective": item.collective,
            }
            for item in row.assignments
        ],
        "start": row.start,
        "end": row.end,
        "note_start": row.annotation.start if row.annotation else None,
        "note_end": row.annotation.end if row.annotation else None,
    }


def _cells(row: LedgerRow) -> list[str | int]:
    values = [
        row.document_id,
        row.document,
        row.clause_id,
        row.label,
        row.heading,
        row.text,
        "、".join(row.departments),
    ]
    return [*(f"'{value}" if value.startswith(_FORMULA) else value for value in values), row.start, row.end]


def tasks_csv(rows: Sequence[LedgerRow]) -> str:
    """The rows as CSV with a header; begins with a byte order mark, without which Excel misreads Chinese."""
    file = io.StringIO(newline="")
    file.write("\ufeff")
    writer = csv.writer(file, lineterminator="\n")
    writer.writerow(COLUMNS)
    writer.writerows(_cells(row) for row in rows)
    return file.getvalue()


def tasks_xlsx(rows: Sequence[LedgerRow]) -> bytes:
    """The rows as a workbook of one sheet: header frozen, filter on, texts wrapped."""
    from openpyxl import Workbook
    from openpyxl.styles import Alignment, Font

    book = Workbook()
    sheet = book.worksheets[0]
    sheet.title = "tasks"
    sheet.append(list(COLUMNS))
    for row in rows:
        sheet.append(_cells(row))
    for cell in sheet[1]:
        cell.font = Font(bold=True)
    for column, width in zip("ABCDEFGHI", (14, 30, 16, 12, 30, 80, 40, 8, 8), strict=True):
        sheet.column_dimensions[column].width = width
    for cells in sheet.iter_rows(min_row=2):
        for cell in cells:
            cell.alignment = Alignment(wrap_text=True, vertical="top")
    sheet.freeze_panes = "A2"
    sheet.auto_filter.ref = sheet.dimensions
    file = io.BytesIO()
    book.save(file)
    return file.getvalue()
