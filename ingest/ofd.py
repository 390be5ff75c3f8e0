"""OFD files (GB/T 33190): the national layout format of electronic official documents, a zip of XML pages."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING
from zipfile import BadZipFile, ZipFile

from ingest.errors import DocumentRefused
from ingest.extracts import Extract, Origin
from ingest.layout import Line, Sheet, flowing_text, merge_pieces, without_margins
from ingest.reading_limits import Limits

if TYPE_CHECKING:
    from xml.etree.ElementTree import Element

_A4 = (210.0, 297.0)  # millimetres, where no page size is given


def read_ofd(file: Path, limits: Limits) -> Extract:
    """The text of an OFD file. DocumentRefused when it is damaged, has no pages or too many, or shows only pictures."""
    from xml.etree.ElementTree import ParseError  # only the error; defusedxml parses

    from defusedxml import DefusedXmlException  # type: ignore[import-untyped]

    try:
        with ZipFile(file) as archive:
            sheets = list(_sheets(archive, file, limits))
    except DefusedXmlException as error:
        raise DocumentRefused(f"{file.name}: its XML declares entities, which is never needed; save it anew") from error
    except (BadZipFile, ParseError, KeyError, ValueError, UnicodeDecodeError) as error:
        raise DocumentRefused(f"{file.name}: a damaged OFD file; save it anew, or as PDF") from error
    if not sheets:
        raise DocumentRefused(f"{file.name}: an OFD file without pages; get the file again")
    text, starts = flowing_text(without_margins(sheets))
    if not text.strip():
        raise DocumentRefused(f"{file.name}: an OFD file of pictures; save it as PDF, which is read by the recogniser")
    return Extract(text, Origin("OFD", starts))


def _sheets(archive: ZipFile, file: Path, limits: Limits) -> Iterator[Sheet]:
    entry = next(name for name in archive.namelist() if name == "OFD.xml" or name.endswith("/OFD.xml"))
    for body in _found(_parsed(archive, entry), "DocRoot"):
        root = _joined(entry, body.text)
        document = _parsed(archive, root)
        size = _page_size(document) or _A4
        pages = _found(document, "Page")
        if len(pages) > limits.pages:
            raise DocumentRefused(f"{file.name}: {len(pages):,} pages, more than {limits.pages:,}; split it")
        for page in pages:
            content = _parsed(archive, _joined(root, page.get("BaseLoc")))
            width, height = _page_size(content) or size
            yield Sheet(width, height, merge_pieces(list(_pieces(content))))


def _parsed(archive: ZipFile, name: str) -> Element:
    from defusedxml.ElementTree import fromstring  # type: ignore[import-untyped]

    parsed: Element = fromstring(archive.read(name.lstrip("/")), forbid_dtd=True)
    return parsed


def _joined(beside: str, location: str | None) -> str:
    """A location inside the package, absolute or relative to the part that names it."""
    location = (location or "").strip()
    return (
        location.lstrip("/")
        if location.startswith("/")
        else posixpath.normpath(posixpath.join(posixpath.dirname(beside), location))
    )


def _found(element: Element, name: str) -> list[Element]:
    return [item for item in element.iter() if item.tag.rpartition("}")[2] == name]


def _page_size(element: Element) -> tuple[float, float] | None:
    for box in _found(element, "PhysicalBox"):
        values = _numbers(box.text)
        if len(values) == 4:
            return values[2], values[3]
    return None


def _numbers(printed: str | None) -> list[float]:
    return [float(value) for value in re.findall(r"-?\d+(?:\.\d+)?", printed or "")]


def _pieces(content: Element) -> Iterator[Line]:
    """The pieces of text of a page, each with the box of its object; what is drawn invisible is left out."""
    for item in _found(content, "TextObject"):
        box = _numbers(item.get("Boundary"))
        if len(box) != 4 or item.get("Visible") == "false":
            continue
        size = next(iter(_numbers(item.get("Size"))), box[3])
        codes = _found(item, "TextCode")
        for code in codes:
            text = (code.text or "").strip()
            if not text:
                continue
            left = box[0] + next(iter(_numbers(code.get("X"))), 0.0)
            base = box[1] + next(iter(_numbers(code.get("Y"))), size)
            right = max(left + _advance(code, text, size), box[0] + box[2] if len(codes) == 1 else left)
            yield Line(text, left, right, base - 0.9 * size, base + 0.1 * size)


def _advance(code: Element, text: str, size: float) -> float:
    """How far the words reach: the steps between characters (`g n d` repeats the step d n times) and the last character."""
    total, steps = 0.0, iter((code.get("DeltaX") or "").split())
    for step in steps:
        if step == "g":
            count, distance = next(steps, "0"), next(steps, "0")
            total += int(count) * float(distance)
        else:
            total += float(step)
    return (total or size * 0.9 * (len(text) - 1)) + size
