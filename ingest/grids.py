"""Tables as lines: cells in a grid, with the spans that merged cells have, to one line a row and a tab between cells."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

_WIDEST, _LONGEST_SPAN = 200, 1000


@dataclass(frozen=True, slots=True)
class Cell:
    """A cell of a table as given: its words and how many columns and rows it covers."""

    text: str
    columns: int = 1
    rows: int = 1


def grid_lines(rows: Iterable[Iterable[Cell]]) -> Iterator[str]:
    """A line for each row: a cell over several columns is given once, one over several rows in each of them."""
    hanging: dict[int, tuple[str, int, int]] = {}  # first column → words, columns, rows that are still to come
    for row in rows:
        texts: list[str] = []
        column = 0
        following: dict[int, tuple[str, int, int]] = {}
        given = iter(row)
        cell = next(given, None)
        while cell is not None or any(at >= column for at in hanging):
            if column in hanging:
                text, width, left = hanging.pop(column)
            elif cell is not None:
                text, width, left = (
                    _words(cell.text),
                    _bounded(cell.columns, _WIDEST),
                    _bounded(cell.rows, _LONGEST_SPAN) - 1,
                )
                cell = next(given, None)
            else:
                text, width, left = "", 1, 0
            if left:
                following[column] = (text, width, left - 1) if left > 1 else (text, width, 0)
            texts.append(text)
            column += width
        hanging = following
        yield "\t".join(texts)


def _words(text: str) -> str:
    return " ".join(text.split())


def _bounded(number: int, most: int) -> int:
    return max(1, min(number, most))
