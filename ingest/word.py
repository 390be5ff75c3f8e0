"""Word files as text: paragraphs and tables in document order, with the numbers that Word prints by itself.

Official documents often number their articles automatically; the number then stands in no run of text
but in the numbering part (ECMA-376, 17.9), and has to be counted as Word counts it.
"""

from __future__ import annotations

import re
import zlib
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any
from zipfile import BadZipFile

from ingest.errors import DocumentRefused
from ingest.numerals import print_numeral

if TYPE_CHECKING:
    from docx.document import Document as WordDocument
    from docx.table import Table
    from docx.text.paragraph import Paragraph

_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_CHINESE = {"chineseCounting", "chineseCountingThousand", "chineseLegalSimplified", "japaneseCounting", "taiwaneseCountingThousand"}  # fmt: skip
_POSITIONAL = {"ideographDigital", "taiwaneseDigital"}
_SILENT = {"bullet", "none"}


def read_word(file: Path) -> str:
    """The text of a .docx file, one line a paragraph or table row, cells set apart by tabs.

    Raises DocumentRefused when the file is damaged or no Word file.
    """
    import docx
    from docx.opc.exceptions import PackageNotFoundError

    try:
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
        self._numbering = _Numbering(document)

    def lines(self, element: Any, parent: Any) -> Iterator[str]:  # noqa: ANN401 - XML elements, proxies of any kind
        """The lines of the paragraphs, tables and content controls below `element`."""
        from docx.table import Table
        from docx.text.paragraph import Paragraph

        for child in element:
            if child.tag == f"{_W}p":
                yield self._numbering.printed(Paragraph(child, parent)) + "".join(_words(child))
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


@dataclass(frozen=True, slots=True)
class _Level:
    """How one level of a numbered list is printed: `第%1条` with the counter of level 1 in `style`."""

    start: int
    style: str
    text: str


@dataclass(slots=True)
class _List:
    """A numbered list: its levels, and the counters as they stand, both by depth from 0."""

    levels: dict[int, _Level]
    counters: dict[int, int] = field(default_factory=dict)

    def next_number(self, depth: int) -> str:
        level = self.levels[depth]
        self.counters[depth] = self.counters.get(depth, level.start - 1) + 1
        self.counters = {at: count for at, count in self.counters.items() if at <= depth}
        if level.style in _SILENT:
            return ""
        return re.sub(r"%(\d)", lambda match: self._counter(int(match[1]) - 1), level.text)

    def _counter(self, depth: int) -> str:
        level = self.levels.get(depth, _Level(1, "decimal", ""))
        count = self.counters.get(depth, level.start)
        if level.style in _CHINESE:
            return print_numeral(count)
        if level.style in _POSITIONAL:
            return "".join("〇一二三四五六七八九"[int(digit)] for digit in str(count))
        return str(count)


class _Numbering:
    """The automatic numbers of a Word document, asked for paragraph by paragraph in order."""

    def __init__(self, document: WordDocument) -> None:
        self._lists: dict[str, _List] = {}
        root = next((part._element for part in _related(document) if _is_numbering(part)), None)  # noqa: SLF001 - no public access
        if root is None:
            return
        kinds = {item.get(f"{_W}abstractNumId"): _List(_levels(item)) for item in root.iter(f"{_W}abstractNum")}
        for item in root.iter(f"{_W}num"):
            kind = kinds.get(_value(item, "abstractNumId"))
            if kind is not None:  # lists of one kind go on counting together
                restarted = {int(over.get(f"{_W}ilvl")): int(start) for over in item.iter(f"{_W}lvlOverride")
                             if (start := _value(over, "startOverride"))}  # fmt: skip
                self._lists[item.get(f"{_W}numId")] = _restarted(kind, restarted) if restarted else kind

    def printed(self, paragraph: Paragraph) -> str:
        """The number that Word prints before a paragraph, empty for one without."""
        if not self._lists or not "".join(_words(paragraph._p)).strip():  # noqa: SLF001 - revisions have no public access
            return ""
        number, depth = _reference(paragraph)
        numbered = self._lists.get(number)
        return numbered.next_number(depth) if numbered and depth in numbered.levels else ""


def _restarted(kind: _List, starts: dict[int, int]) -> _List:
    levels = {
        depth: _Level(starts.get(depth, level.start), level.style, level.text) for depth, level in kind.levels.items()
    }
    return _List(levels)


def _related(document: WordDocument) -> list[Any]:
    return [relation.target_part for relation in document.part.rels.values() if not relation.is_external]


def _is_numbering(part: Any) -> bool:  # noqa: ANN401 - parts of a package have no common type
    return str(part.partname).endswith("/numbering.xml") and hasattr(part, "_element")


def _levels(kind: Any) -> dict[int, _Level]:  # noqa: ANN401 - an XML element
    return {
        int(item.get(f"{_W}ilvl")): _Level(
            int(_value(item, "start") or 1), _value(item, "numFmt") or "decimal", _value(item, "lvlText") or ""
        )
        for item in kind.iter(f"{_W}lvl")
    }


def _value(element: Any, name: str) -> str | None:  # noqa: ANN401 - an XML element
    found = element.find(f"{_W}{name}")
    return None if found is None else found.get(f"{_W}val")


def _reference(paragraph: Paragraph) -> tuple[str, int]:
    """The list and depth a paragraph belongs to: its own, else that of its style; ("", 0) when neither."""
    properties = paragraph._p.pPr  # noqa: SLF001 - numbering has no public access
    style = paragraph.style
    while True:
        numbered = None if properties is None else properties.find(f"{_W}numPr")
        if numbered is not None:
            return _value(numbered, "numId") or "", int(_value(numbered, "ilvl") or 0)
        if style is None:
            return "", 0
        properties, style = style.element.find(f"{_W}pPr"), style.base_style
