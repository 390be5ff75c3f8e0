"""The automatic numbers of Word paragraphs, counted as Word counts them (ECMA-376, 17.9)."""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any

from ingest.numerals import print_numeral

if TYPE_CHECKING:
    from collections.abc import Callable

    from docx.document import Document as WordDocument
    from docx.text.paragraph import Paragraph

_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_SILENT = {"bullet", "none"}


def _positional(count: int) -> str:
    return "".join("〇一二三四五六七八九"[int(digit)] for digit in str(count))


def _circled(count: int) -> str:
    for first, last, base in ((1, 20, 0x2460), (21, 35, 0x3251), (36, 50, 0x32B1)):
        if first <= count <= last:
            return chr(base + count - first)
    return str(count)


def _letters(count: int) -> str:
    return chr(ord("a") + (count - 1) % 26) * ((count - 1) // 26 + 1)


def _roman(count: int) -> str:
    printed = ""
    for value, sign in zip((1000, 900, 500, 400, 100, 90, 50, 40, 10, 9, 5, 4, 1),
                           ("m", "cm", "d", "cd", "c", "xc", "l", "xl", "x", "ix", "v", "iv", "i"), strict=True):  # fmt: skip
        times, count = divmod(count, value)
        printed += sign * times
    return printed


_PRINTED: dict[str, Callable[[int], str]] = {
    **dict.fromkeys(("chineseCounting", "chineseCountingThousand", "chineseLegalSimplified", "japaneseCounting",
                     "taiwaneseCounting", "taiwaneseCountingThousand"), print_numeral),
    **dict.fromkeys(("ideographDigital", "japaneseDigitalTenThousand", "taiwaneseDigital"), _positional),
    **dict.fromkeys(("decimalEnclosedCircle", "decimalEnclosedCircleChinese"), _circled),
    "decimalFullWidth": lambda count: str(count).translate({ord("0") + digit: 0xFF10 + digit for digit in range(10)}),
    "decimalZero": lambda count: f"{count:02}",
    "lowerLetter": _letters,
    "upperLetter": lambda count: _letters(count).upper(),
    "lowerRoman": _roman,
    "upperRoman": lambda count: _roman(count).upper(),
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class _Level:
    """How one level of a numbered list is printed: `第%1条` with the counter of level 1 in `style`.

    `legal` prints the counters of all levels as plain digits; `paragraph_style` is the style bound to the level.
    """

    start: int
    style: str
    text: str
    legal: bool = False
    paragraph_style: str = ""


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
        return re.sub(r"%(\d)", lambda match: self._counter(int(match[1]) - 1, legal=level.legal), level.text)

    def _counter(self, depth: int, *, legal: bool) -> str:
        level = self.levels.get(depth, _Level(1, "decimal", ""))
        count = self.counters.get(depth, level.start)
        return str(count) if legal else _PRINTED.get(level.style, str)(count)


class Numbering:
    """The automatic numbers of a Word document, asked for paragraph by paragraph in order."""

    def __init__(self, document: WordDocument) -> None:
        self._lists: dict[str, _List] = {}
        root = next((part._element for part in _related(document) if _is_numbering(part)), None)  # noqa: SLF001 - no public access
        if root is None:
            return
        items = list(root.iter(f"{_W}abstractNum"))
        shared = {_value(item, "styleLink"): item for item in items}
        kinds = {item.get(f"{_W}abstractNumId"): _List(_levels(shared.get(_value(item, "numStyleLink") or "", item)))
                 for item in items}  # fmt: skip
        for item in root.iter(f"{_W}num"):
            kind = kinds.get(_value(item, "abstractNumId"))
            if kind is not None:
                self._lists[item.get(f"{_W}numId")] = _overridden(kind, item)

    def next_number(self, paragraph: Paragraph) -> str:
        """The number that Word prints before a paragraph with words, empty for one without a number."""
        number, depth, style = _reference(paragraph)
        numbered = self._lists.get(number)
        if numbered is None:
            return ""
        if depth is None:
            bound = (at for at, level in numbered.levels.items() if style and level.paragraph_style == style)
            depth = next(bound, 0)
        return numbered.next_number(depth) if depth in numbered.levels else ""


def _overridden(kind: _List, number: Any) -> _List:  # noqa: ANN401 - an XML element
    """The list of a number: lists of one kind go on counting together unless this one changes a level."""
    levels = dict(kind.levels)
    for override in number.iter(f"{_W}lvlOverride"):
        depth = int(override.get(f"{_W}ilvl"))
        levels |= _levels(override)
        start = _value(override, "startOverride")
        if start and depth in levels:
            levels[depth] = replace(levels[depth], start=int(start))
    return kind if not list(number.iter(f"{_W}lvlOverride")) else _List(levels)


def _related(document: WordDocument) -> list[Any]:
    return [relation.target_part for relation in document.part.rels.values() if not relation.is_external]


def _is_numbering(part: Any) -> bool:  # noqa: ANN401 - parts of a package have no common type
    return str(part.partname).endswith("/numbering.xml") and hasattr(part, "_element")


def _levels(kind: Any) -> dict[int, _Level]:  # noqa: ANN401 - an XML element
    return {
        int(item.get(f"{_W}ilvl")): _Level(
            int(_value(item, "start") or 1),
            _value(item, "numFmt") or "decimal",
            _value(item, "lvlText") or "",
            legal=item.find(f"{_W}isLgl") is not None,
            paragraph_style=_value(item, "pStyle") or "",
        )
        for item in kind.iter(f"{_W}lvl")
    }


def _value(element: Any, name: str) -> str | None:  # noqa: ANN401 - an XML element
    found = element.find(f"{_W}{name}")
    return None if found is None else found.get(f"{_W}val")


def _reference(paragraph: Paragraph) -> tuple[str, int | None, str]:
    """The list a paragraph belongs to, its depth where stated, and the style that says so; "" when none does.

    What the paragraph itself leaves open its style says, then the style that one is based on.
    """
    properties = paragraph._p.pPr  # noqa: SLF001 - numbering has no public access
    style, named, depth = paragraph.style, "", None
    while True:
        numbered = None if properties is None else properties.find(f"{_W}numPr")
        if numbered is not None:
            stated = _value(numbered, "ilvl")
            depth = int(stated) if depth is None and stated else depth
            number = _value(numbered, "numId")
            if number is not None:
                return number, depth, named
        if style is None:
            return "", depth, named
        named = style.style_id
        properties, style = style.element.find(f"{_W}pPr"), style.base_style
