"""Files for tests, written in the formats that offices send: each from the same paragraphs or rows."""

from __future__ import annotations

import html
import subprocess
import zipfile
from collections.abc import Sequence
from pathlib import Path

import docx
import openpyxl

FACTS = "<table><tr><td>索 引 号:</td><td>AB-1</td><td>文　　号:</td><td>{number}</td></tr></table>"
NAVIGATION = (
    '<div class="nav"><ul>'
    + "".join(f'<li><a href="/{n}">栏目{n},政务公开。</a></li>' for n in range(30))
    + "</ul></div>"
)
FOOT = '<div class="foot"><p>版权所有:某区人民政府,网站标识码1234</p><p>ICP备案号:粤ICP备1号</p></div>'


def write_word(file: Path, paragraphs: Sequence[str]) -> Path:
    """A Word file of paragraphs."""
    document = docx.Document()
    for paragraph in paragraphs:
        document.add_paragraph(paragraph)
    document.save(str(file))
    return file


def write_page(file: Path, paragraphs: Sequence[str], *, title: str, container: str = 'class="TRS_Editor"') -> Path:
    """A page of a government site: navigation, labelled facts, the body, an attachment, a foot."""
    body = "".join(f"<p>　　{html.escape(paragraph)}</p>" for paragraph in paragraphs)
    file.write_text(
        f'<!DOCTYPE html><html><head><meta charset="utf-8"><title>{title}-某区政府</title><meta name="ArticleTitle" content="{title}">'
        f'<meta name="PubDate" content="2021-10-09 09:00"></head><body>{NAVIGATION}<div>当前位置:<a href="/">首页</a></div>'
        f'<div class="main">{FACTS.format(number="某发〔2021〕3号")}<h1>{title}</h1><div {container}>{body}</div>'
        f'<p>附件:<a href="/a/table.xlsx">任务分工表</a></p></div>{FOOT}</body></html>',
        "utf-8",
    )
    return file


def write_workbook(file: Path, rows: Sequence[Sequence[str]], *, merged: Sequence[str] = ()) -> Path:
    """A workbook with one sheet; `merged` are ranges such as A2:A4."""
    workbook = openpyxl.Workbook()
    sheet = workbook.active
    assert sheet is not None
    for row in rows:
        sheet.append(list(row))
    for area in merged:
        sheet.merge_cells(area)
    workbook.save(file)
    return file


def write_ofd(file: Path, paragraphs: Sequence[str], *, columns: int = 34, lines: int = 28, head: str = "") -> Path:
    """An OFD file: A4 pages, first lines indented by two characters, a running head and a page number on each page."""
    printed: list[tuple[float, str]] = []
    for paragraph in paragraphs:
        rest, indent = paragraph, 2
        while rest:
            printed.append((25 + indent * 4.5, rest[: columns - indent]))
            rest, indent = rest[columns - indent :], 0
    pages = [printed[start : start + lines] for start in range(0, len(printed), lines)]
    space = 'xmlns:ofd="http://www.ofdspec.org/2016"'
    with zipfile.ZipFile(file, "w") as archive:
        archive.writestr(
            "OFD.xml",
            f"<ofd:OFD {space}><ofd:DocBody><ofd:DocRoot>Doc_0/Document.xml</ofd:DocRoot></ofd:DocBody></ofd:OFD>",
        )
        listed = "".join(f'<ofd:Page ID="{n}" BaseLoc="Pages/Page_{n}/Content.xml"/>' for n in range(len(pages)))
        archive.writestr(
            "Doc_0/Document.xml",
            f"<ofd:Document {space}><ofd:CommonData><ofd:PageArea><ofd:PhysicalBox>0 0 210 297</ofd:PhysicalBox></ofd:PageArea>"
            f"</ofd:CommonData><ofd:Pages>{listed}</ofd:Pages></ofd:Document>",
        )
        for number, page in enumerate(pages):
            texts = [_ofd_text(25, 20, head)] if head else []
            texts += [_ofd_text(left, 40 + 8 * index, text) for index, (left, text) in enumerate(page)]
            texts.append(_ofd_text(100, 280, f"- {number + 1} -"))
            archive.writestr(
                f"Doc_0/Pages/Page_{number}/Content.xml",
                f'<ofd:Page {space}><ofd:Content><ofd:Layer ID="1">{"".join(texts)}</ofd:Layer></ofd:Content></ofd:Page>',
            )
    return file


def _ofd_text(left: float, top: float, text: str) -> str:
    steps = f'DeltaX="g {len(text) - 1} 4.5"' if len(text) > 1 else ""
    return (
        f'<ofd:TextObject ID="9" Boundary="{left} {top} {4.5 * len(text)} 5" Size="4.5">'
        f'<ofd:TextCode X="0" Y="4" {steps}>{html.escape(text)}</ofd:TextCode></ofd:TextObject>'
    )


def write_pdf(file: Path, markup: str, *, chromium: Path) -> Path:
    """A PDF printed by a browser, with its running head and page numbers."""
    style = (
        "<style>@page{size:A4;margin:25mm}body{font-size:16px;line-height:1.8}"
        "p{text-indent:2em;margin:0}td{border:1px solid black}</style>"
    )
    source = file.with_suffix(".source.html")
    source.write_text(
        f"<html><head><meta charset='utf-8'><title>行动方案</title>{style}</head><body>{markup}</body></html>", "utf-8"
    )
    profile = f"--user-data-dir={file.with_suffix('.profile')}"
    subprocess.run(
        [chromium, "--headless", "--no-sandbox", "--disable-gpu", profile, f"--print-to-pdf={file}", source.as_uri()],
        check=True, capture_output=True, timeout=120,
    )  # fmt: skip
    return file


def write_scan(file: Path, pdf: Path, *, dots_per_inch: int, askew: float = 1.0) -> Path:
    """The pages of a PDF as pictures laid down askew (degrees), in a PDF without text."""
    import pypdfium2  # type: ignore[import-untyped]

    document = pypdfium2.PdfDocument(pdf)
    pictures = [
        page.render(scale=dots_per_inch / 72).to_pil().convert("L").rotate(askew, fillcolor=255) for page in document
    ]
    document.close()
    pictures[0].save(file, save_all=True, append_images=pictures[1:], resolution=dots_per_inch)
    return file
