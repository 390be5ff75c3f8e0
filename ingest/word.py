"""Word files as text: paragraphs and tables in document order, with the numbers that Word prints by itself.

Official documents often number their articles automatically; the number then stands in no run of text
but in the numbering part (ECMA-376, 17.9), and has to be counted as Word counts it.
"""

from __future__ import annotations

import zlib
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any
from zipfile import BadZipFile

from ingest.errors import DocumentRefused
from ingest.kinds import check_package
from ingest.numbering import Numbering
from ingest.reading_limits import DEFAULT_LIMITS, Limits

if TYPE_CHECKING:
    from docx.document import Document as WordDocument
    from docx.table import Table

_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"


def read_word(file: Path, limits: Limits = DEFAULT_LIMITS) -> str:
    """The text of a .docx file, one line a paragraph or table row, cells set apart by tabs.

    A note at the foot of a page follows the paragraph that refers to it, after 注:.

    Raises DocumentRefused when the file is damaged or no Word file.
    """
    import docx
    from docx.opc.exceptions import PackageNotFoundError

    try:
        check_package(file, limits)
        document = docx.Document(str(file))
        return "\n".join(_Reader(document).lines(document.element.body, document))
    except (
        PackageNotFoundError,
        BadZipFile,
        SyntaxError,
        LookupError,
        ValueError,
        AttributeError,
        zlib.error,
    ) as error:
        raise DocumentRefused(f"{file.name}: not a readable Word file; save it again as .docx or as .txt") from error


class _Reader:
    """Reads the blocks of a document in order, counting its automatic numbers."""

    def __init__(self, document: WordDocument) -> None:
        self._numbering = Numbering(document)
        self._notes = _notes(document)

    def lines(self, element: Any, parent: Any) -> Iterator[str]:  # noqa: ANN401 - XML elements, proxies of any kind
        """The lines of the paragraphs, tables and content controls below `element`."""
        from docx.table import Table
        from docx.text.paragraph import Paragraph

        for child in element:
            if child.tag == f"{_W}p":
                words = "".join(_words(child))
                yield (self._numbering.next_number(Paragraph(child, parent)) if words.strip() else "") + words
                for reference in child.iter(f"{_W}footnoteReference", f"{_W}endnoteReference"):
                    kind = "footnote" if reference.tag == f"{_W}footnoteReference" else "endnote"
                    if note := self._notes.get((kind, reference.get(f"{_W}id") or "")):
                        yield f"注:{note}"
                for box in child.iter(f"{_W}txbxContent"):
                    if not any(above.tag in _SKIPPED for above in box.iterancestors()):
                        yield from self.lines(box, parent)
            elif child.tag == f"{_W}tbl":
                yield from self._rows(Table(child, parent))
            elif child.tag in _WRAPPING and not _is_contents(child):
                yield from self.lines(child, parent)

    def _rows(self, table: Table) -> Iterator[str]:
        """The rows of a table; a cell over several columns is given once, one over several rows in each."""
        texts: dict[Any, str] = {}
        for row in table.rows:
            cells = list(dict.fromkeys(cell._tc for cell in row.cells))  # noqa: SLF001 - spans share an element
            for cell in cells:
                if cell not in texts:
                    texts[cell] = " ".join(" ".join(self.lines(cell, table)).split())
            yield "\t".join(texts[cell] for cell in cells)


def _notes(document: WordDocument) -> dict[tuple[str, str], str]:
    """The notes at the foot of pages or at the end, by kind and id; they stand in parts of their own."""
    from docx.oxml import parse_xml

    found: dict[tuple[str, str], str] = {}
    for part in document.part.package.iter_parts():
        kind = next((kind for kind in ("footnote", "endnote") if part.content_type.endswith(f".{kind}s+xml")), "")
        for note in parse_xml(part.blob).iter(f"{_W}{kind}") if kind else ():
            words = " ".join("".join(_words(paragraph)) for paragraph in note.iter(f"{_W}p"))
            found[kind, note.get(f"{_W}id") or ""] = " ".join(words.split())
    return found


_BOX = "{http://schemas.openxmlformats.org/markup-compatibility/2006}Fallback"
_SKIPPED = {_BOX, f"{_W}del", f"{_W}moveFrom"}  # the older drawing of the same box, words struck out
_WRAPPING = {f"{_W}sdt", f"{_W}sdtContent", f"{_W}customXml", f"{_W}ins", f"{_W}moveTo"}
_SIGNS = {f"{_W}tab": "\t", f"{_W}br": "\n", f"{_W}cr": "\n", f"{_W}noBreakHyphen": "-"}


def _words(element: Any) -> Iterator[str]:  # noqa: ANN401 - an XML element
    """The words of a paragraph, also those inserted in revision mode; boxes in it are read apart."""
    for child in element:
        if child.tag == f"{_W}t":
            yield child.text or ""
        elif child.tag in _SIGNS:
            yield _SIGNS[child.tag]
        elif child.tag not in _SKIPPED and child.tag not in {f"{_W}pPr", f"{_W}rPr", f"{_W}txbxContent"}:
            yield from _words(child)


def _is_contents(element: Any) -> bool:  # noqa: ANN401 - an XML element
    """Whether a content control is a generated table of contents, which repeats the headings."""
    return any(item.get(f"{_W}val") == "Table of Contents" for item in element.iter(f"{_W}docPartGallery"))
