"""Word files: paragraphs and tables in order, with the numbers that Word prints by itself."""

from __future__ import annotations

import zipfile
from pathlib import Path

import docx
import docx.enum.style
import openpyxl
import pytest
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls

from ingest.clauses import parse_clauses
from ingest.errors import DocumentRefused
from ingest.loading import load_document
from ingest.reading_limits import Limits
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
        ("chineseCounting", "第%1条 ", "第七条 "),
        ("japaneseCounting", "（%1）", "（七）"),
        ("ideographDigital", "%1.", "七."),
        ("decimalEnclosedCircle", "%1", "⑦"),
        ("decimalEnclosedCircleChinese", "%1", "⑦"),
        ("decimalFullWidth", "%1．", "７．"),
        ("decimalZero", "%1.", "07."),
        ("lowerLetter", "%1)", "g)"),
        ("upperLetter", "%1.", "G."),
        ("lowerRoman", "%1.", "vii."),
        ("upperRoman", "%1.", "VII."),
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


@pytest.mark.parametrize(
    ("style", "count", "printed"),
    [("chineseCounting", 10, "十"), ("chineseCounting", 21, "二十一"), ("japaneseCounting", 110, "一百一十"), ("ideographDigital", 10, "一〇"),
     ("chineseCountingThousand", 105, "一百零五"), ("upperLetter", 28, "BB"), ("lowerRoman", 14, "xiv"), ("decimalEnclosedCircle", 21, "㉑")],
)  # fmt: skip
def test_large_numbers_are_printed_in_their_script(tmp_path: Path, style: str, count: int, printed: str) -> None:
    document = docx.Document()
    add(document, "甲", number=numbered(document, [level(0, style, "%1、", start=count)]))
    file = tmp_path / "a.docx"
    document.save(str(file))
    assert read_word(file) == f"{printed}、甲"


def test_a_number_made_of_several_levels_and_a_legal_one(tmp_path: Path) -> None:
    document = docx.Document()
    legal = level(1, "decimal", "%1.%2 ").replace("<w:lvlText", "<w:isLgl/><w:lvlText")
    number = numbered(document, [level(0, "chineseCounting", "%1、"), legal])
    add(document, "甲", number=number)
    add(document, "乙", number=number, depth=1)
    add(document, "丙", number=number, depth=1)
    file = tmp_path / "a.docx"
    document.save(str(file))
    assert read_word(file).split("\n") == ["一、甲", "1.1 乙", "1.2 丙"]


def test_the_number_of_a_style_is_printed_and_may_be_switched_off(tmp_path: Path) -> None:
    document = docx.Document()
    number = numbered(document, [level(0, "chineseCounting", "第%1条 ")])
    style = document.styles.add_style("条", docx.enum.style.WD_STYLE_TYPE.PARAGRAPH)
    style.element.get_or_add_pPr().append(parse_xml(f'<w:numPr {nsdecls("w")}><w:numId w:val="{number}"/></w:numPr>'))
    below = document.styles.add_style("条下", docx.enum.style.WD_STYLE_TYPE.PARAGRAPH)
    below.base_style = style
    document.add_paragraph("甲", style="条")
    document.add_paragraph("乙", style="条下")
    plain = document.add_paragraph("丙", style="条")
    plain._p.get_or_add_pPr().append(parse_xml(f'<w:numPr {nsdecls("w")}><w:numId w:val="0"/></w:numPr>'))
    document.add_paragraph("丁", style="条")
    file = tmp_path / "a.docx"
    document.save(str(file))
    assert read_word(file).split("\n") == ["第一条 甲", "第二条 乙", "丙", "第三条 丁"]


def test_articles_numbered_by_word_become_articles(tmp_path: Path) -> None:
    document = docx.Document()
    number = numbered(document, [level(0, "chineseCounting", "第%1条 "), level(1, "chineseCounting", "（%2）")])
    document.add_paragraph("某区产业扶持办法")
    add(document, "为了规范管理,制定本办法。", number=number)
    add(document, "有下列情形的,不予扶持:", number=number)
    add(document, "弄虚作假的;", number=number, depth=1)
    add(document, "逾期申报的。", number=number, depth=1)
    file = tmp_path / "a.docx"
    document.save(str(file))
    clauses = parse_clauses(load_document(file))
    assert [clause.clause_id for clause in clauses.walk()][1:] == ["k1", "a1", "a2", "a2.p1", "a2.p2"]


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


def test_a_task_table_of_a_word_file_becomes_tasks(tmp_path: Path) -> None:
    document = docx.Document()
    document.add_paragraph("任务分工表")
    table = document.add_table(rows=3, cols=3)
    rows = [
        ("重点任务", "主要内容", "责任部门"),
        ("建设基地", "十个基地", "区教育局\n区人社局"),
        ("", "信息库", "区科委"),
    ]
    for row, texts in zip(table.rows, rows, strict=True):
        for cell, text in zip(row.cells, texts, strict=True):
            cell.text = text
    table.cell(1, 0).merge(table.cell(2, 0))
    file = tmp_path / "a.docx"
    document.save(str(file))
    tasks = [clause.task for clause in parse_clauses(load_document(file)).walk() if clause.task]
    assert [(task.text, [item.printed for item in task.assignments]) for task in tasks] == [
        ("建设基地\t十个基地", ["区教育局", "区人社局"]), ("建设基地\t信息库", ["区科委"]),
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("xml", "lines"),
    [
        ("<w:p><w:ins><w:r><w:t>插入</w:t></w:r></w:ins><w:del><w:r><w:delText>删去</w:delText></w:r></w:del></w:p>", ["插入"]),
        ("<w:p><w:hyperlink><w:r><w:t>链接</w:t></w:r></w:hyperlink><w:r><w:t>后</w:t></w:r></w:p>", ["链接后"]),
        ("<w:p><w:smartTag><w:r><w:t>2021年</w:t></w:r></w:smartTag></w:p>", ["2021年"]),
        ("<w:p><w:r><w:t>上</w:t><w:br/><w:t>下</w:t></w:r></w:p>", ["上", "下"]),
        ("<w:sdt><w:sdtContent><w:p><w:r><w:t>控件</w:t></w:r></w:p></w:sdtContent></w:sdt>", ["控件"]),
        (('<w:sdt><w:sdtPr><w:docPartObj><w:docPartGallery w:val="Table of Contents"/></w:docPartObj></w:sdtPr>'
         "<w:sdtContent><w:p><w:r><w:t>目录</w:t></w:r></w:p></w:sdtContent></w:sdt>"), []),
        ("<w:p><w:r><w:t>外</w:t><w:pict><w:txbxContent><w:p><w:r><w:t>框内</w:t></w:r></w:p></w:txbxContent></w:pict></w:r></w:p>", ["外", "框内"]),
    ],
)  # fmt: skip
def test_words_in_revisions_links_controls_and_boxes_are_read(tmp_path: Path, xml: str, lines: list[str]) -> None:
    document = docx.Document()
    document.add_paragraph("前")
    wrapped = parse_xml(f"<w:body {nsdecls('w')}>{xml}</w:body>")
    for element in wrapped:
        document.element.body.insert(1, element)
    file = tmp_path / "a.docx"
    document.save(str(file))
    assert read_word(file).split("\n") == ["前", *lines]


def test_a_spreadsheet_without_values_and_a_file_that_only_ends_in_docx_are_refused(tmp_path: Path) -> None:
    file = tmp_path / "a.docx"
    workbook = openpyxl.Workbook()
    workbook.save(file)
    with pytest.raises(DocumentRefused, match="workbook"):
        load_document(file)
    file.write_bytes(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600))
    with pytest.raises(DocumentRefused, match="LibreOffice"):
        load_document(file)


def test_an_archive_that_would_unpack_too_much_is_refused(tmp_path: Path) -> None:
    file = tmp_path / "a.docx"
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("word/document.xml", b" " * 1001)
    with pytest.raises(DocumentRefused, match="unpack"):
        load_document(file, limits=Limits(unpacked_bytes=1000))


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


def test_a_note_at_the_foot_of_a_page_follows_the_paragraph_that_refers_to_it(tmp_path: Path) -> None:
    document, whole, file = docx.Document(), tmp_path / "whole.docx", tmp_path / "a.docx"
    paragraph = document.add_paragraph("甲")
    paragraph._p.append(parse_xml(f'<w:r {nsdecls("w")}><w:footnoteReference w:id="2"/></w:r>'))
    document.add_paragraph("乙")
    document.save(str(whole))
    kind = "application/vnd.openxmlformats-officedocument.wordprocessingml.footnotes+xml"
    relation = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/footnotes"
    notes = f'<w:footnotes {nsdecls("w")}><w:footnote w:id="2"><w:p><w:r><w:t>见附件。</w:t></w:r></w:p></w:footnote></w:footnotes>'
    with zipfile.ZipFile(whole) as old, zipfile.ZipFile(file, "w") as new:
        for name in old.namelist():
            content = old.read(name).decode("utf-8", "surrogateescape")
            if name == "[Content_Types].xml":
                content = content.replace(
                    "</Types>", f'<Override PartName="/word/footnotes.xml" ContentType="{kind}"/></Types>'
                )
            if name == "word/_rels/document.xml.rels":
                content = content.replace(
                    "</Relationships>",
                    f'<Relationship Id="rIdN" Type="{relation}" Target="footnotes.xml"/></Relationships>',
                )
            new.writestr(name, content.encode("utf-8", "surrogateescape"))
        new.writestr("word/footnotes.xml", notes)
    assert read_word(file).split("\n") == ["甲", "注:见附件。", "乙"]
