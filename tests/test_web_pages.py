"""Government pages: the body without the page around it, labelled facts, tables, attachments."""

from __future__ import annotations

from pathlib import Path

import pytest

from ingest.documents import Level
from ingest.errors import DocumentRefused
from ingest.extracts import Extract
from ingest.loading import load_document
from ingest.reading_limits import DEFAULT_LIMITS
from ingest.web_pages import read_web_page
from tests.written import FOOT, NAVIGATION, write_page

BODY = [
    "各街道办事处:",
    "为做好产教融合工作,现就有关事项通知如下。",
    "一、建设实训基地,培养技能人才。",
    "(责任部门:区教育局、区人社局)",
]


def read(html: str, encoding: str = "utf-8") -> Extract:
    return read_web_page(html.encode(encoding), name="a.html", limits=DEFAULT_LIMITS)


def page(body: str, *, facts: str = "", head: str = "") -> str:
    return f"<!DOCTYPE html><html><head><meta charset='utf-8'>{head}</head><body>{NAVIGATION}{facts}{body}{FOOT}</body></html>"


@pytest.mark.parametrize(
    "container", ['class="TRS_Editor"', 'id="zoom"', 'class="pages_content"', 'class="unheard-of"', 'id="UCAP-CONTENT"']
)
def test_the_body_is_found_by_a_known_name_or_by_its_prose(tmp_path: Path, container: str) -> None:
    extract = read(
        write_page(tmp_path / "a.html", BODY, title="关于产教融合的通知", container=container).read_text("utf-8")
    )
    lines = extract.text.split("\n")
    assert [line for line in lines if line in BODY] == BODY
    assert not [line for line in lines if "栏目" in line or "版权" in line or "ICP" in line]
    assert extract.origin.attachments == ("任务分工表 /a/table.xlsx",)


def test_facts_of_labels_and_meta_tags_hold_where_the_text_is_silent(tmp_path: Path) -> None:
    document = load_document(write_page(tmp_path / "a.html", BODY, title="普陀区关于产教融合的通知"))
    assert document.title == "普陀区关于产教融合的通知"
    assert document.number == "某发〔2021〕3号"
    assert document.origin.published_on == "2021-10-09"
    assert (document.level, document.place) == (Level.DISTRICT, "普陀区")


@pytest.mark.parametrize(
    ("facts", "name", "value"),
    [
        ("<td>文　　号：</td><td>穗府〔2020〕1号</td>", "number", "穗府〔2020〕1号"),
        ("<li><span>发 文 字 号:</span> 沪教委〔2021〕2号</li>", "number", "沪教委〔2021〕2号"),
        ("<td>成文日期：<i></i></td><td><span>2024-7-6</span></td>", "issued_on", "2024-07-06"),
        ("<span>失效日期：2026年06月01日</span>", "valid_until", "2026-06-01"),
        ("<td>文号：</td><td></td><td>发布日期：</td><td>2024-09-12</td>", "number", ""),
        ("<td>发布机构</td><td>某市教育局</td>", "issuer", "某市教育局"),
    ],
)
def test_labels_are_read_spaced_out_split_or_empty(facts: str, name: str, value: str) -> None:
    extract = read(page("".join(f"<p>{line}</p>" for line in BODY), facts=f"<table><tr>{facts}</tr></table>"))
    assert extract.fact(name) == value


def test_tables_keep_their_rows_and_merged_cells_and_layout_tables_are_text() -> None:
    table = (
        "<table><tr><td>重点任务</td><td>主要内容</td><td>责任部门</td></tr>"
        "<tr><td rowspan='2'>基地</td><td>建设<br>基地</td><td>区教育局<br>区科委</td></tr><tr><td>评估</td><td>区财政局</td></tr></table>"
    )
    lines = read(page(f"<table><tr><td><p>{BODY[1]}</p>{table}<p>{BODY[2]}</p></td></tr></table>")).text.split("\n")
    assert lines == [
        BODY[1],
        "重点任务\t主要内容\t责任部门",
        "基地\t建设 基地\t区教育局 区科委",
        "基地\t评估\t区财政局",
        BODY[2],
    ]


def test_hidden_words_and_scripts_are_left_out_and_numbers_of_lists_are_printed() -> None:
    body = (
        f"<div id='zoom'><p>{BODY[1]}</p><p style='display: none'>隐藏的,话。</p><script>var a = '脚本,句。';</script>"
        "<ol><li>第一项,甲。</li><li>第二项,乙。</li></ol></div>"
    )
    assert read(page(body)).text.split("\n") == [BODY[1], "1. 第一项,甲。", "2. 第二项,乙。"]


@pytest.mark.parametrize(
    ("label", "encoding"),
    [("gb2312", "gb18030"), ("gbk", "gb18030"), ("utf-8", "utf-8"), ("utf-8", "gb18030"), ("big5", "big5hkscs")],
)
def test_the_declared_encoding_is_used_where_it_fits(label: str, encoding: str) -> None:
    line = "為做好產教融合工作,現就有關事項通知如下。各部門按照職責分工,在全市範圍內推進這項工作的落實。"
    html = f"<html><head><meta http-equiv='Content-Type' content='text/html; charset={label}'></head><body><div id='zoom'><p>{line}</p></div></body></html>"
    assert read(html, encoding).text == line


@pytest.mark.parametrize("html", [page(""), page("<div id='zoom'><p>…</p></div>"), "<html></html>"])
def test_a_page_without_a_document_is_refused(html: str) -> None:
    with pytest.raises(DocumentRefused, match=r"^a\.html: .*save") as refused:
        read(html)
    assert len(str(refused.value).splitlines()) == 1
