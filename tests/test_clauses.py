"""Clause trees of documents in the shapes that offices publish, and of arbitrary text."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as some

from ingest.clauses import Clause, ClauseKind, parse_clauses
from ingest.documents import Document
from ingest.metadata import document_from_text
from ingest.numerals import parse_numeral, print_numeral
from ingest.passages import passages_of
from ingest.reading import noise_of, paragraphs_of, reading_view
from ingest.tokens import TokenCounter


def tree_of(text: str) -> Clause:
    return parse_clauses(Document("d", "标题", text))


def divisions(text: str) -> dict[str, str]:
    """Clause ids of the numbered clauses with their headings."""
    return {clause.clause_id: clause.heading for clause in tree_of(text).walk() if clause.kind is ClauseKind.DIVISION}


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("一、总体要求\n(一)思路\n坚持发展。\n1、甲。乙句。\n", {"s1": "总体要求", "s1.p1": "思路", "s1.p1.i1": "甲"}),
        ("一、 总体要求\n（一） 思路\n１．甲。乙句。\n", {"s1": "总体要求", "s1.p1": "思路", "s1.p1.i1": "甲"}),
        ("一、总体要求\n㈠思路\n1.甲。乙句。\n", {"s1": "总体要求", "s1.p1": "思路", "s1.p1.i1": "甲"}),
        ("一、要求\n一)支持创新\n好。\n", {"s1": "要求", "s1.p1": "支持创新"}),
        ("三、保障\n1、组织。加强领导。\n2、政策。落实政策。\n", {"s3": "保障", "s3.i1": "组织", "s3.i2": "政策"}),
        ("一、甲\n1、子。丑。\n二、乙\n1、寅。卯。\n", {"s1": "甲", "s1.i1": "子", "s2": "乙", "s2.i1": "寅"}),
        ("一、甲\n1、子。丑。\n二、乙\n2、寅。卯。\n", {"s1": "甲", "s1.i1": "子", "s2": "乙", "s2.i2": "寅"}),
    ],
)
def test_marks_of_every_form_open_their_level(text: str, wanted: dict[str, str]) -> None:
    assert divisions(text) == wanted


def test_articles_run_through_the_chapters_of_a_regulation() -> None:
    text = "第一章 总 则\n第一条 为了规范管理,制定本办法。\n第二条【适用】 本办法适用于全市。\n第二章 罚 则\n"
    text += "第三条 违反规定的,处以罚款:\n(一)甲的;\n(二)乙的。\n"
    found = divisions(text)
    assert [key for key in found if key.rpartition(".")[2].startswith("a")] == ["s1.a1", "s1.a2", "s2.a3"]
    assert {"s2.a3.p1", "s2.a3.p2"} <= found.keys()
    assert found["s1"].replace(" ", "") == "总则"


def test_a_number_that_comes_twice_in_one_parent_gets_a_path_of_its_own() -> None:
    found = divisions("一、甲\n1、子。丑。\n1、寅。卯。\n")
    assert list(found) == ["s1", "s1.i1", "s1.i1_2"]
    assert found["s1.i1_2"] == "寅"


def test_a_table_of_contents_is_kept_apart_from_the_chapters_it_repeats() -> None:
    text = "目 录\n第一章 总则\n第二章 附则\n第一章 总则\n第一条 甲。\n第二章 附则\n第二条 乙。\n"
    tree = tree_of(text)
    contents = [clause for clause in tree.children if clause.kind is ClauseKind.CONTENTS]
    assert len(contents) == 3
    assert [clause.clause_id for clause in tree.walk() if clause.kind is ClauseKind.DIVISION] == [
        "s1", "s1.a1", "s2", "s2.a2",
    ]  # fmt: skip


def test_text_without_structure_becomes_paragraphs() -> None:
    tree = tree_of("今天召开会议。\n\n会议讨论了三件事。\n散会。\n")
    assert [clause.kind for clause in tree.children] == [ClauseKind.FRONT] * 3
    assert [clause.clause_id for clause in tree.children] == ["k1", "k2", "k3"]
    passages = passages_of(Document("d", "标题", "今天召开会议。\n"), tree_of("今天召开会议。\n"))
    assert [passage.text for passage in passages] == ["今天召开会议。"]


def test_head_and_foot_are_clauses_and_give_number_issuer_and_date() -> None:
    text = "关于加强管理的通知\n某政办〔2020〕15号\n各街道:\n现印发给你们。\n一、要求\n1、甲。乙句。\n某区人民政府办公室\n2020年5月6日\n(此件公开发布)\n"
    document = document_from_text(text, document_id="d")
    assert document.title == "关于加强管理的通知"
    assert document.number == "某政办〔2020〕15号"
    assert str(document.issued_on) == "2020-05-06"
    back = [clause for clause in parse_clauses(document).children if clause.kind is ClauseKind.BACK]
    assert [text[clause.span.start : clause.span.end] for clause in back] == [
        "某区人民政府办公室", "2020年5月6日", "(此件公开发布)",
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("printed", "number"),
    [
        ("十二", 12),
        ("二十", 20),
        ("一百零一", 101),
        ("二〇一一", 2011),
        ("二○一一", 2011),
        ("二0一八", 2018),
        ("12", 12),
        ("甲", None),
        ("", None),
    ],
)
def test_numerals_are_read_as_officials_print_them(printed: str, number: int | None) -> None:
    assert parse_numeral(printed) == number


@given(some.integers(min_value=0, max_value=9999))
def test_a_printed_numeral_is_read_back(number: int) -> None:
    assert parse_numeral(print_numeral(number)) == number


@pytest.mark.parametrize(
    "line",
    [
        "当前位置:首页 > 政务公开",
        "发布日期:2021-01-12",
        "浏览次数:1024",
        "【打印本页】",
        "责任编辑:张三",
        "相关阅读",
        "扫一扫在手机打开",
        "验证码",
        "- 3 -",
        "第 2 页 共 9 页",
    ],
)
def test_lines_of_the_web_page_are_noise(line: str) -> None:
    text = f"{line}\n一、要求\n1、甲。乙句。\n"
    assert [text[span.start : span.end] for span in noise_of(text)] == [line]
    assert not any(line in passage.text for passage in passages_of(Document("d", "t", text), tree_of(text)))


def test_lines_wrapped_inside_a_sentence_are_one_paragraph() -> None:
    line = "本区加强职业教育与产业发展的结合提高人才培养的质量和水"
    text = f"一、要求\n{line}\n{line}\n{line}\n{line}\n平。\n"
    assert [text[span.start : span.end] for span in paragraphs_of(text)] == [
        "一、要求",
        text[text.index(line) :].strip(),
    ]


def test_circled_digits_and_dots_are_no_items() -> None:
    assert reading_view("①甲…②乙") == "①甲…②乙"
    assert reading_view("１．Ａ　（一）") == "1.A (一)"


def test_a_passage_over_the_budget_is_cut_at_sentence_ends_and_keeps_its_clause() -> None:
    sentences = "".join(f"第{number}句说明一件需要办好的事情。" for number in range(40))
    text = f"一、要求\n1、甲。{sentences}\n"
    document = Document("d", "t", text)
    tree = parse_clauses(document)
    counter = TokenCounter("characters", len)
    passages = [
        item for item in passages_of(document, tree, counter=counter, max_tokens=100) if item.clause_id == "s1.i1"
    ]
    assert len(passages) > 5
    assert "".join(passage.text for passage in passages) == f"1、甲。{sentences}"
    assert all(passage.text.endswith("。") and passage.tokens <= 100 for passage in passages)
    assert len({passage.passage_id for passage in passages}) == len(passages)
