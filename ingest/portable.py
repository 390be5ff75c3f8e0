"""PDF files: the text that is printed, as paragraphs, with tables as rows; pages that are pictures are read by the recogniser."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from ingest.errors import DocumentRefused
from ingest.extracts import Extract, Origin
from ingest.label_repair import repair_labels, repair_notes
from ingest.layout import Line, Sheet, flowing_text, merge_pieces, without_margins
from ingest.reading_limits import Limits
from ingest.ruled_tables import join_split_rows, ruled_rows

if TYPE_CHECKING:
    from pypdfium2 import PdfDocument, PdfPage  # type: ignore[import-untyped]

_FEWEST = 12  # characters of a page with text; a page with fewer is looked at as a picture
_UNREADABLE = 0.3  # of the characters of a page that a broken font table maps to no letter
_FEWEST_RULES = 6  # drawn lines of a page that may hold a table


def read_pdf(file: Path, limits: Limits, alive: Callable[[], None] = lambda: None) -> Extract:
    """The text of a PDF file with the offset of each page. DocumentRefused when it is encrypted, empty, damaged or too long."""
    document = _open(file, limits)
    try:
        sheets: list[Sheet] = []
        scanned: dict[int, float] = {}
        for index in range(len(document)):
            page = document[index]
            try:
                pieces = list(_pieces(page))
                if _needs_recognition(page, pieces):
                    sheet, confidence = _recognised(page, file, limits, done=len(scanned))
                    if sheet.lines:
                        scanned[index + 1] = confidence
                else:
                    sheet = _sheet(file, page, index, pieces)
            finally:
                page.close()
            sheets.append(sheet)
            alive()
    finally:
        document.close()
    text, starts = flowing_text(join_split_rows(without_margins(sheets)))
    if not text.strip():
        raise DocumentRefused(
            f"{file.name}: a PDF without text, in its pictures too; get the file with text, or a better scan"
        )
    origin = Origin("PDF", starts, min(scanned.values()) if scanned else None, tuple(scanned))
    text, repaired = repair_labels(text, origin.is_recognised)
    return Extract(text, replace(origin, notes=repair_notes(repaired)))


def _open(file: Path, limits: Limits) -> PdfDocument:
    import pypdfium2

    try:
        document = pypdfium2.PdfDocument(file)
        pages = len(document)
    except pypdfium2.PdfiumError as error:
        if "password" in str(error).lower():
            raise DocumentRefused(f"{file.name}: the PDF is encrypted; save it without a password") from error
        raise DocumentRefused(
            f"{file.name}: a damaged or truncated PDF; get the file again, or print it to PDF anew"
        ) from error
    if not pages:
        raise DocumentRefused(f"{file.name}: a PDF without pages; get the file again")
    if pages > limits.pages:
        document.close()
        raise DocumentRefused(f"{file.name}: {pages:,} pages, more than {limits.pages:,}; split it")
    return document


def _needs_recognition(page: PdfPage, pieces: list[Line]) -> bool:
    """Whether a page shows a picture of text: hardly a character, or characters that its fonts map to nothing."""
    import pypdfium2.raw  # type: ignore[import-untyped]

    words = re.sub(r"\s+", "", "".join(piece.text for piece in pieces))
    if len(words) >= _FEWEST:
        odd = sum(character == "\ufffd" or character < " " or "\ue000" <= character <= "\uf8ff" for character in words)
        return odd > _UNREADABLE * len(words)
    return next(iter(page.get_objects(filter=[pypdfium2.raw.FPDF_PAGEOBJ_IMAGE], max_depth=3)), None) is not None


def _recognised(page: PdfPage, file: Path, limits: Limits, *, done: int) -> tuple[Sheet, float]:
    from ingest.scans import recognise, render

    if done >= limits.scanned_pages:
        raise DocumentRefused(f"{file.name}: more than {limits.scanned_pages:,} pages are pictures; split it")
    return recognise(render(page))


def _pieces(page: PdfPage, *, single: bool = False) -> Iterator[Line]:
    """The characters of a page as pieces of lines, or single, in the order of the file; positions count down from the top."""
    from pypdfium2 import raw

    text = page.get_textpage()
    height = page.get_height()
    line: list[_Box] = []
    tall: _Box | None = None  # the last character with a box of full height
    try:
        for index in range(text.count_chars()):
            code = raw.FPDFText_GetUnicode(text.raw, index)
            character = chr(code) if 0 < code < 0x110000 and not 0xD800 <= code < 0xE000 else "\ufffd"
            if character in "\r\n" or (
                character == " " and raw.FPDFText_IsGenerated(text.raw, index) and not _is_latin(line)
            ):
                yield from _line(line)
                line = []
                continue
            left, bottom, right, top = text.get_charbox(index, loose=True)
            box = _upright((_unified(character), left, right, height - top, height - bottom), tall)
            tall = box if box[4] - box[3] > 1 else tall
            if line and (single or not _same_line(line[-1], box)):
                yield from _line(line)
                line = []
            line.append(box)
        yield from _line(line)
    finally:
        text.close()


_Box = tuple[str, float, float, float, float]


def _unified(character: str) -> str:
    """The character itself where a font table names the radical that looks like it (⽤ for 用)."""
    return unicodedata.normalize("NFKC", character) if "\u2e80" <= character <= "\u2fdf" else character


def _upright(box: _Box, tall: _Box | None) -> _Box:
    """A flat box (一, commas) as high as that of the character before it on the same line."""
    if tall is None or box[4] - box[3] > 0.7 * (tall[4] - tall[3]):
        return box
    inside = tall[3] - 1 <= box[3] and box[4] <= tall[4] + 0.3 * (tall[4] - tall[3])
    return (*box[:3], tall[3], tall[4]) if inside else box


def _same_line(before: _Box, box: _Box) -> bool:
    """Whether a character goes on where the one before it stood; generated spaces have no box of their own."""
    if not box[0].strip() or not before[0].strip():
        return True
    middle, middle_before = (box[3] + box[4]) / 2, (before[3] + before[4]) / 2
    size = max(1.0, before[4] - before[3], box[4] - box[3])
    level = before[3] <= middle <= before[4] or box[3] <= middle_before <= box[4]  # 一 has a flat box in some fonts
    return level and -0.8 * size < box[1] - before[2] < 2.5 * size


def _line(boxes: list[_Box]) -> Iterator[Line]:
    inked = [box for box in boxes if box[0].strip()]
    if not inked:
        return
    text = "".join(box[0] for at, box in enumerate(boxes) if box[0].strip() or not _is_narrow(boxes, at))
    yield Line(text.strip().replace("\x02", "-").replace("\x00", ""), min(box[1] for box in inked), max(box[2] for box in inked),
               min(box[3] for box in inked), max(box[4] for box in inked))  # fmt: skip


def _is_latin(boxes: list[_Box]) -> bool:
    """Whether a space that the reader of the page inferred may part two words; beside Chinese it is only a gap."""
    return bool(boxes) and boxes[-1][0].isascii()


_CHINESE = re.compile(r"[\u2e80-\u9fff\uff00-\uffef]")


def _is_narrow(boxes: list[_Box], at: int) -> bool:
    """Whether a space was only put in by spreading a line: between Chinese characters with hardly a gap."""
    if not 0 < at < len(boxes) - 1:
        return False
    before, after = boxes[at - 1], boxes[at + 1]
    spread = after[1] - before[2] < 0.3 * (after[4] - after[3])
    return spread and bool(_CHINESE.match(before[0]) and _CHINESE.match(after[0]))


def _sheet(file: Path, page: PdfPage, index: int, pieces: list[Line]) -> Sheet:
    from pypdfium2 import raw

    rules = sum(1 for _ in page.get_objects(filter=[raw.FPDF_PAGEOBJ_PATH], max_depth=3))
    width, height = page.get_size()
    if rules < _FEWEST_RULES:
        return Sheet(width, height, merge_pieces(pieces))
    rows, outside = ruled_rows(_drawn(file, index), pieces, list(_pieces(page, single=True)))
    return Sheet(width, height, tuple(sorted((*merge_pieces(outside), *rows), key=lambda line: line.top)))


def _drawn(file: Path, index: int) -> list[Any]:
    """The tables with drawn lines on a page: for each the boxes of its cells (left, top, right, bottom)."""
    import pdfplumber

    with pdfplumber.open(file, pages=[index + 1]) as document:
        page = document.pages[0]
        upright = [edge for edge in page.edges if edge["orientation"] == "v"]
        # A row that the page's end cuts has no line below it, and its rest none above.
        ends = [min(edge["top"] for edge in upright), max(edge["bottom"] for edge in upright)] if upright else []
        return [table.cells for table in page.find_tables({"explicit_horizontal_lines": ends})]
