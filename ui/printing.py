"""A text of headings, paragraphs, lists and tables as a Word file, or as a page that a browser prints or saves as PDF."""

from __future__ import annotations

import io
import re
from collections.abc import Sequence
from dataclasses import dataclass
from html import escape
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from docx.document import Document as WordDocument

_FONT, _TEXT_WIDTH_CM = "SimSun", 16.5
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f]")  # no XML may hold them


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading; level 0 is the title."""

    text: str
    level: int


@dataclass(frozen=True, slots=True)
class Words:
    """A paragraph."""

    text: str
    strong: bool = False


@dataclass(frozen=True, slots=True)
class Points:
    """A list."""

    lines: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Rows:
    """A table; `widths` are the shares of its columns."""

    header: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    widths: tuple[float, ...]


Block = Heading | Words | Points | Rows


def word_file(blocks: Sequence[Block]) -> bytes:
    """The blocks as .docx on A4."""
    import docx
    from docx.shared import Cm, Pt

    file = docx.Document()
    file.sections[0].page_width, file.sections[0].page_height = Cm(21), Cm(29.7)
    file.styles["Normal"].font.size = Pt(10.5)
    _set_fonts(file)
    for block in blocks:
        match block:
            case Heading(text, level):
                file.add_heading(_clean(text), level)
            case Words(text, strong):
                file.add_paragraph().add_run(_clean(text)).bold = strong or None
            case Points(lines):
                for line in lines:
                    file.add_paragraph(_clean(line), style="List Bullet")
            case Rows():
                _add_table(file, block)
    content = io.BytesIO()
    file.save(content)
    return content.getvalue()


def _set_fonts(file: WordDocument) -> None:
    """A font with Chinese characters for every style: Word chooses it by script."""
    from docx.oxml.ns import qn

    for name in ("Normal", "Title", "Heading 1", "Heading 2"):
        style = file.styles[name]
        style.element.get_or_add_rPr().get_or_add_rFonts().set(qn("w:eastAsia"), _FONT)


def _add_table(file: WordDocument, block: Rows) -> None:
    from docx.shared import Cm

    table = file.add_table(rows=1, cols=len(block.header), style="Table Grid")
    for cells, texts in [(table.rows[0].cells, block.header), *((table.add_row().cells, row) for row in block.rows)]:
        for cell, text, width in zip(cells, texts, block.widths, strict=True):
            cell.text = _clean(text)
            cell.width = Cm(_TEXT_WIDTH_CM * width / sum(block.widths))
    for cell in table.rows[0].cells:
        for run in cell.paragraphs[0].runs:
            run.bold = True


def _clean(text: str) -> str:
    return _CONTROL.sub("", text)


_STYLE = """
body { max-width: 46rem; margin: 1.5rem auto; padding: 0 1rem; color: #111827; background: #fff; line-height: 1.7; overflow-wrap: anywhere;
  font-family: system-ui, "PingFang SC", "Microsoft YaHei", "Noto Sans CJK SC", sans-serif; }
h1 { font-size: 1.5rem; } h2 { font-size: 1.15rem; border-bottom: 1px solid #9ca3af; } h3 { font-size: 1.05rem; margin-bottom: 0.2rem; }
h1, h2, h3 { break-after: avoid; } p, li, tr { break-inside: avoid; } p { white-space: pre-line; margin: 0.4rem 0; }
table { border-collapse: collapse; width: 100%; font-size: 0.9375rem; }
th, td { border: 1px solid #6b7280; padding: 0.3rem 0.5rem; text-align: left; vertical-align: top; } th { background: #f3f4f6; }
button { font: inherit; padding: 0.4rem 1.2rem; border: 0; border-radius: 0.5rem; background: #1d4ed8; color: #fff; cursor: pointer; }
button:focus-visible { outline: 3px solid #93c5fd; }
@page { size: A4; margin: 18mm; }
@media print { body { margin: 0; padding: 0; max-width: none; font-size: 10.5pt; } button { display: none; } }
"""
_SCRIPT = 'document.querySelector("button").addEventListener("click", () => window.print());'


def print_page(blocks: Sequence[Block], *, language: str, button: str) -> str:
    """The blocks as a page of its own that prints well; its button opens the printing of the browser, which saves PDF too."""
    title = next((block.text for block in blocks if isinstance(block, Heading)), "")
    body = "".join(map(_html, blocks))
    return (
        f'<!doctype html><html lang="{escape(language, quote=True)}"><head><meta charset="utf-8">'
        f'<meta name="viewport" content="width=device-width"><title>{escape(title)}</title><style>{_STYLE}</style></head>'
        f'<body><main><p><button type="button">{escape(button)}</button></p>{body}</main><script>{_SCRIPT}</script></body></html>'
    )


def _html(block: Block) -> str:
    match block:
        case Heading(text, level):
            return f"<h{level + 1}>{escape(text)}</h{level + 1}>"
        case Words(text, strong):
            return f"<p><b>{escape(text)}</b></p>" if strong else f"<p>{escape(text)}</p>"
        case Points(lines):
            return f"<ul>{''.join(f'<li>{escape(line)}</li>' for line in lines)}</ul>"
        case Rows(header, rows, widths):
            columns = "".join(f'<col style="width: {100 * width / sum(widths):.0f}%">' for width in widths)
            head = "".join(f'<th scope="col">{escape(text)}</th>' for text in header)
            body = "".join(f"<tr>{''.join(f'<td>{escape(cell)}</td>' for cell in row)}</tr>" for row in rows)
            return f"<table><colgroup>{columns}</colgroup><thead><tr>{head}</tr></thead><tbody>{body}</tbody></table>"
