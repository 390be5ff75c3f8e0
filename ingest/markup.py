"""HTML elements as lines of text, as a browser breaks them: one line a paragraph, one line a table row."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from ingest.grids import Cell, grid_lines

BLOCKS = frozenset(
    "address article aside blockquote body center dd div dl dt fieldset figcaption figure footer form h1 h2 h3 h4 h5 h6 header hr html li main"
    " ol p pre section table tbody td tfoot th thead tr ucapcontent ul".split()
)
_DEEPEST = 200  # levels of nested elements; what is deeper is read as plain text
_SPACES = re.compile(r"[ \t\r\n\f]+")


def remove(element: Any) -> None:  # noqa: ANN401 - an XML element
    """Take an element out of its tree; the words after it stay."""
    parent, tail = element.getparent(), element.tail
    previous = element.getprevious()
    parent.remove(element)
    if tail:
        if previous is not None:
            previous.tail = (previous.tail or "") + tail
        else:
            parent.text = (parent.text or "") + tail


def block_texts(tree: Any) -> Iterator[tuple[Any, str, int]]:  # noqa: ANN401 - an XML element
    """Every block element with the words that stand in it and in no block inside it, and how many of them are links."""
    words: dict[Any, list[str]] = {}
    linked: dict[Any, int] = {}
    for element in tree.iter():
        own = element.text if isinstance(element.tag, str) else None
        for text, inside in ((own, element), (element.tail, element.getparent())):
            if not text or not text.strip() or inside is None:
                continue
            chain = (inside, *inside.iterancestors())
            block = next((item for item in chain if item.tag in BLOCKS), None)
            if block is None:
                continue
            words.setdefault(block, []).append(text)
            if any(item.tag == "a" for item in chain[: chain.index(block)]):
                linked[block] = linked.get(block, 0) + len(re.sub(r"\s+", "", text))
    for block, texts in words.items():
        yield block, "".join(texts), linked.get(block, 0)


def lines_of_element(element: Any) -> list[str]:  # noqa: ANN401 - an XML element
    """The lines of an element without blank ones, the indents of paragraphs left out."""
    lines = [""]
    _collect(element, lines, 0)
    return [
        line
        for raw in lines
        if (line := _SPACES.sub(" ", raw).strip(" \u3000\xa0\u200b\ufeff") if "\t" not in raw else raw).strip()
    ]


def _collect(element: Any, lines: list[str], depth: int) -> None:  # noqa: ANN401 - an XML element
    if depth > _DEEPEST:
        lines[-1] += _flat("".join(element.itertext()))
        return
    lines[-1] += _flat(element.text or "")
    number = 0
    for child in element:
        if not isinstance(child.tag, str):
            pass
        elif child.tag == "br":
            lines.append("")
        elif child.tag == "table" and _is_data(child):
            lines += [*grid_lines(_rows(child, depth)), ""]
        elif child.tag in BLOCKS:
            number += child.tag == "li"
            lines.append(f"{number}. " if child.tag == "li" and _is_numbered(element, child) else "")
            _collect(child, lines, depth + 1)
            lines.append("")
        else:
            _collect(child, lines, depth + 1)
        lines[-1] += _flat(child.tail or "")


def _flat(text: str) -> str:
    return _SPACES.sub(" ", text)


def _is_numbered(parent: Any, item: Any) -> bool:  # noqa: ANN401 - XML elements
    """Whether the browser prints a number before a list item, which then stands in no text."""
    style = f"{parent.get('style') or ''};{item.get('style') or ''}".replace(" ", "").lower()
    words = "".join(item.itertext()).strip()
    return parent.tag == "ol" and "list-style:none" not in style and "list-style-type:none" not in style and bool(words)


def _is_data(table: Any) -> bool:  # noqa: ANN401 - an XML element
    """Whether a table holds data and does not lay out a page: no table inside, more than one column, short cells."""
    if next((inner for inner in table.iter("table") if inner is not table), None) is not None:
        return False
    widths = [sum(cell.tag in {"td", "th"} for cell in row) for row in table.iter("tr")]
    return max(widths, default=0) > 1 and all(len(list(cell.iter("p"))) < 40 for cell in table.iter("td"))


def _rows(table: Any, depth: int) -> Iterator[list[Cell]]:  # noqa: ANN401 - an XML element
    for row in table.iter("tr"):
        cells = []
        for cell in row:
            if cell.tag in {"td", "th"}:
                inside = [""]
                _collect(cell, inside, depth + 1)
                cells.append(Cell(" ".join(inside), _span(cell.get("colspan")), _span(cell.get("rowspan"))))
        if cells:
            yield cells


def _span(printed: str | None) -> int:
    return int(printed) if printed and printed.strip().isascii() and printed.strip().isdigit() else 1
