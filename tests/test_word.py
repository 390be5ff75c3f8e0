"""Word files: paragraphs and tables in order, with the numbers that Word prints by itself."""

from __future__ import annotations

import zipfile
from pathlib import Path

import docx
import pytest
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls

from ingest.errors import DocumentRefused
from ingest.loading import load_document
from ingest.word import read_word


def level(depth: int, style: str, text: str, *, start: int = 1) -> str:
    return f'<w:lvl w:ilvl="{depth}"><w:start w:val="{start}"/><w:numFmt w:val="{style}"/><w:lvlText w:val="{text}"/></w:lvl>'


def numbered(document: docx.document.Document, levels: list[str], *, override: int | None = None) -> int:
    """Add a list definition; returns its number."""
    root = document.part.numbering_part.element
    number = 900 + len(root)
    first = root.findall(".//{*}num")[0]
    first.addprevious(
        parse_xml(f'<w:abstractNum {nsdecls("w")} w:abstractNumId="{number}">{"".join(levels)}</w:abstractNum>')
    )
    restart = f'<w:lvlOverride w:ilvl="0"><w:startOverride w:val="{override}"/></w:lvlOverride>' if override else ""
    root.append(
        parse_xml(f'<w:num {nsdecls("w")} w:numId="{number}"><w:abstractNumId w:val="{number}"/>{restart}</w:num>')
    )
    return number


def add(document: docx.document.Document, text: str, *, number: int | None = None, depth: int = 0) -> None:
    paragraph = document.add_paragraph(text)
    if number is not None:
        properties = parse_xml(
            f'<w:numPr {nsdecls("w")}><w:ilvl w:val="{depth}"/><w:numId w:val="{number}"/></w:numPr>'
        )
        paragraph._p.get_or_add_pPr().append(properties)


def test_automatic_numbers_are_printed_as_word_prints_them(tmp_path: Path) -> None:
    document = docx.Document()
    articles = numbered(document, [level(0, "chineseCounting", "第%1条 "), level(1, "chineseCounting", "(%2)")])
    add(document, "为了加强管理,制定本办法。", number=articles)
    add(document, "有下列情形的:", number=articles)
    add(document, "甲;", number=articles, depth=1)
    add(document, "乙。", number=articles, depth=1)
    add(document, "")
    add(document, "附则。", number=articles)
    add(document, "丙。", number=articles, depth=1)
    file = tmp_path / "a.docx"
    document.save(str(file))
    assert read_word(file).split("\n") == [
        "第一条 为了加强管理,制定本办法。", "第二条 有下列情形的:", "(一)甲;", "(二)乙。", "", "第三条 附则。", "(一)丙。",
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("style", "text", "printed"),
    [
        ("decimal", "%1、", "7、"),
        ("chineseCountingThousand", "%1、", "七、"),
        ("ideographDigital", "%1.", "七."),
        ("bullet", "•", ""),
        ("none", "%1", ""),
    ],
)
def test_each_style_of_number_is_printed_in_its_script(tmp_path: Path, style: str, text: str, printed: str) -> None:
    document = docx.Document()
    add(document, "甲", number=numbered(document, [level(0, style, text, start=7)]))
    file = tmp_path / "a.docx"
    document.save(str(file))
    assert read_word(file) == f"{printed}甲"


def test_a_list_may_begin_anew(tmp_path: Path) -> None:
    document = docx.Document()
    add(document, "甲", number=numbered(document, [level(0, "decimal", "%1.")], override=5))
    file = tmp_path / "a.docx"
    document.save(str(file))
    assert read_word(file) == "5.甲"


def test_tables_stand_where_they_stand_and_spanned_cells_come_once(tmp_path: Path) -> None:
    document = docx.Document()
    document.add_paragraph("前")
    table = document.add_table(rows=2, cols=2)
    table.cell(0, 0).merge(table.cell(0, 1)).text = "重点任务"
    table.cell(1, 0).text, table.cell(1, 1).text = "建设基地", "区教育局\n区人社局"
    document.add_paragraph("后")
    file = tmp_path / "a.docx"
    document.save(str(file))
    assert read_word(file).split("\n") == ["前", "重点任务", "建设基地\t区教育局 区人社局", "后"]
    assert "建设基地" in load_document(file).text


@pytest.mark.parametrize("kind", ["archive", "cut"])
def test_a_damaged_or_other_archive_is_refused_with_one_line(tmp_path: Path, kind: str) -> None:
    file, whole = tmp_path / "a.docx", tmp_path / "whole.docx"
    document = docx.Document()
    document.add_paragraph("甲")
    document.save(str(whole))
    with zipfile.ZipFile(whole) as old, zipfile.ZipFile(file, "w") as new:
        for name in old.namelist() if kind == "cut" else ["docProps/app.xml"]:
            new.writestr(name, "<broken" if name == "word/document.xml" else old.read(name))
    with pytest.raises(DocumentRefused) as refused:
        load_document(file)
    assert "\n" not in str(refused.value)
