"""Tables that are drawn with lines: the words inside each box, and rows with the spans of merged cells."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace

from ingest.grids import Cell, grid_lines
from ingest.layout import Line, Sheet, merge_pieces
from ingest.offices import looks_like_office

Box = tuple[float, float, float, float]  # left, top, right, bottom, downwards from the top left
_LONG = 20  # characters of a cell that may be cut by the end of a page
_NEAR = 2.0  # points between lines that are one


def ruled_rows(
    tables: Iterable[Sequence[Box]], pieces: Sequence[Line], characters: Sequence[Line]
) -> tuple[list[Line], list[Line]]:
    """The rows of the tables as lines of cells, and the pieces that stand in no table.

    Cells are filled from single `characters`, since a piece of a line may reach over several narrow cells.
    """
    rows: list[Line] = []
    outside = list(pieces)
    for cells in tables:
        lefts, tops = _steps(box[0] for box in cells), _steps(box[1] for box in cells)
        if len(cells) < 2 or len(lefts) < 2:
            continue  # a frame around text
        frame = (min(lefts), min(tops), max(box[2] for box in cells), max(box[3] for box in cells))
        outside = [piece for piece in outside if not _is_in(piece, frame)]
        inside = [(box, [character for character in characters if _is_in(character, box, near=0)]) for box in cells]
        grid: dict[int, list[tuple[float, Cell]]] = {row: [] for row in range(len(tops))}
        for box, held in inside:
            columns = sum(box[0] - _NEAR < left < box[2] - _NEAR for left in lefts)
            height = sum(box[1] - _NEAR < top < box[3] - _NEAR for top in tops)
            row = min(range(len(tops)), key=lambda at, top=box[1]: abs(tops[at] - top))  # type: ignore[misc]
            grid[row].append((box[0], Cell(cell_text(held, box), columns, height)))
        lines = grid_lines([[cell for _, cell in sorted(grid[row], key=lambda item: item[0])] for row in sorted(grid)])
        ends = [*tops[1:], max(box[3] for box in cells)]
        rows += [Line(text, min(lefts), max(box[2] for box in cells), top, end, is_row=True)
                 for text, top, end in zip(lines, tops, ends, strict=False) if text.strip()]  # fmt: skip
    return rows, outside


def cell_text(pieces: Sequence[Line], box: Box) -> str:
    """The words of a cell: lines broken by its edge are joined, names on lines of their own stay apart."""
    text = ""
    before: Line | None = None
    for line in merge_pieces(pieces):
        full = before is not None and before.right > box[2] - 1.9 * before.height
        names = before is not None and looks_like_office(before.text.strip()) and looks_like_office(line.text.strip())
        text += line.text if not text or (full and not names) else f" {line.text}"
        before = line
    return text


def join_split_rows(sheets: Sequence[Sheet]) -> list[Sheet]:
    """Pages in which a row that the end of a page cut goes on where it began, and a repeated head is dropped."""
    joined: list[Sheet] = []
    for sheet in sheets:
        lines = list(sheet.lines)
        rows = [index for index, line in enumerate(lines) if line.is_row]
        last = joined[-1].lines[-1] if joined and joined[-1].lines else None
        if rows and last is not None and last.is_row:
            heads = {line.text for before in joined for line in before.lines if line.is_row}
            if lines[rows[0]].text in heads:
                del lines[rows[0]]
            rows = [index for index, line in enumerate(lines) if line.is_row]
            if rows and (whole := _whole_row(last.text.split("\t"), lines[rows[0]].text.split("\t"))):
                joined[-1] = replace(joined[-1], lines=(*joined[-1].lines[:-1], replace(last, text=whole)))
                del lines[rows[0]]
        joined.append(replace(sheet, lines=tuple(lines)))
    return joined


def _whole_row(before: list[str], after: list[str]) -> str:
    """The row of which `after` is the rest on the next page; empty where it is a row of its own."""
    if len(before) != len(after) or not any(after):
        return ""
    longest = max(before, key=len)
    if all(after) and (len(longest) < _LONG or longest == before[-1]):
        return ""
    if any(rest and start.rstrip().endswith(("。", ";", "；")) for start, rest in zip(before, after, strict=True)):
        return ""
    leading = next(index for index, cell in enumerate(after) if cell)
    if all(after[leading:]) and not any(len(cell) > _LONG for cell in before):
        return ""  # short cells below a merged one: a row of its own
    return "\t".join(f"{start} {rest}".strip() if looks_like_office(rest.split(" ")[0]) else start + rest
                     for start, rest in zip(before, after, strict=True))  # fmt: skip


def _is_in(piece: Line, box: Box, near: float = _NEAR) -> bool:
    return (box[0] - near <= (piece.left + piece.right) / 2 <= box[2] + near
            and box[1] - near <= (piece.top + piece.bottom) / 2 <= box[3] + near)  # fmt: skip


def _steps(values: Iterable[float]) -> list[float]:
    """Distinct positions, those that are drawn a hair apart as one."""
    steps: list[float] = []
    for value in sorted(values):
        if not steps or value - steps[-1] > _NEAR:
            steps.append(value)
    return steps
