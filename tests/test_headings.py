"""Heading marks: which words open a clause, at which level, and what is the heading."""

from __future__ import annotations

import pytest

from ingest.clauses import Clause, ClauseKind, parse_clauses
from ingest.documents import Document, Span
from ingest.headings import Rank, read_mark, split_heading
from ingest.reading import reading_view


def tree_of(text: str) -> Clause:
    return parse_clauses(Document("d", "标题", text))


def ids(text: str) -> list[str]:
    return [clause.clause_id for clause in tree_of(text).walk() if clause.clause_id]


@pytest.mark.parametrize(
    ("line", "rank", "number", "printed"),
    [
        ("第一编 总则", Rank.PART, "1", "第一编"),
        ("第一章 总 则", Rank.CHAPTER, "1", "第一章"),
        ("第 十二 章 罚则", Rank.CHAPTER, "12", "第十二章"),
        ("一、总体要求", Rank.CHAPTER, "1", "一"),
        ("十一、 附则", Rank.CHAPTER, "11", "十一"),
        ("二.任务", Rank.CHAPTER, "2", "二"),
        ("第二节 管理", Rank.SECTION, "2", "第二节"),
        ("(一)思路", Rank.SECTION, "1", "(一)"),
        ("（十二）思路", Rank.SECTION, "12", "(十二)"),
        ("一)支持", Rank.SECTION, "1", "一)"),
        ("㈢思路", Rank.SECTION, "3", "㈢"),
        ("第一条 依据", Rank.ARTICLE, "1", "第一条"),
        ("第一百二十条之一 处罚", Rank.ARTICLE, "120-1", "第一百二十条之一"),
        ("第12条 处罚", Rank.ARTICLE, "12", "第12条"),
        ("第一千零一条 婚姻", Rank.ARTICLE, "1001", "第一千零一条"),
        ("1、甲", Rank.ITEM, "1", "1"),
        ("１．甲", Rank.ITEM, "1", "1"),
        ("12.甲", Rank.ITEM, "12", "12"),
        ("⒉甲", Rank.ITEM, "2", "⒉"),
        ("1.1 甲", Rank.DECIMAL, "1-1", "1.1"),
        ("1.2.3 甲", Rank.DECIMAL, "1-2-3", "1.2.3"),
        ("(1)甲", Rank.SUBITEM, "1", "(1)"),
        ("2)甲", Rank.SUBITEM, "2", "2)"),
        ("⑶甲", Rank.SUBITEM, "3", "⑶"),
        ("④甲", Rank.CIRCLED, "4", "④"),
        ("附件2 名单", Rank.ATTACHMENT, "2", "附件2"),
    ],
)
def test_a_mark_gives_level_number_and_printed_form(line: str, rank: Rank, number: str, printed: str) -> None:
    mark = read_mark(reading_view(line), Span(0, len(line)))
    assert mark is not None
    assert (mark.rank, mark.number, reading_view(mark.printed)) == (rank, number, printed)


@pytest.mark.parametrize(
    "line",
    ["一是加强管理", "一方面加强", "十月一日起施行", "3.5万元以上的", "2021年1月12日", "2021.1.1起", "10000元",
     "第一,加强", "第一次会议", "三个方面", "(责任部门:区教育局)"],
)  # fmt: skip
def test_words_and_quantities_open_no_clause(line: str) -> None:
    assert read_mark(reading_view(line), Span(0, len(line))) is None


@pytest.mark.parametrize(
    ("words", "rank", "heading", "body"),
    [
        ("总体要求", Rank.CHAPTER, "总体要求", None),
        ("加强组织领导。成立领导小组。", Rank.ITEM, "加强组织领导", "成立领导小组。"),
        ("加强组织领导。 成立领导小组。", Rank.ITEM, "加强组织领导", "成立领导小组。"),
        ("企业应当按时申报。逾期不予受理。", Rank.ITEM, None, "企业应当按时申报。逾期不予受理。"),
        ("成立领导小组。", Rank.ITEM, None, "成立领导小组。"),
        ("主要任务是:", Rank.ITEM, None, "主要任务是:"),
        ("【信息公示】 应当公示。", Rank.ARTICLE, "信息公示", "应当公示。"),
        ("(依据) 依据本法。", Rank.ARTICLE, "依据", "依据本法。"),
        ("信息公示", Rank.ARTICLE, "信息公示", None),
        ("为了规范管理,制定本办法。", Rank.ARTICLE, None, "为了规范管理,制定本办法。"),
        ("", Rank.ITEM, None, None),
    ],
)
def test_a_heading_stands_alone_in_brackets_or_runs_in(
    words: str, rank: Rank, heading: str | None, body: str | None
) -> None:
    found = split_heading(words, Span(0, len(words)), rank=rank)
    assert [span.slice(words) if span else None for span in found] == [heading, body]


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("一、甲\n(一)子\n1、丑。寅。\n(1)卯\n①辰\n", ["s1", "s1.p1", "s1.p1.i1", "s1.p1.i1.n1", "s1.p1.i1.n1.c1"]),
        ("一、甲\n1、子。丑。\n二、乙\n(一)寅\n2、卯。辰。\n", ["s1", "s1.i1", "s2", "s2.p1", "s2.p1.i2"]),
        ("一、甲\n1.1 子\n1.2 丑\n", ["s1", "s1.d1-1", "s1.d1-2"]),
        ("第一编 甲\n第一章 乙\n第一节 丙\n第一条 丁。\n第二编 甲\n第一章 乙\n", ["b1", "b1.s1", "b1.s1.p1", "b1.s1.p1.a1", "b2", "b2.s1"]),
        ("第一章 甲\n一、乙\n", ["s1", "s1_2"]),
        ("附件1\n一、甲\n附件2\n一、甲\n", ["x1", "x1.s1", "x2", "x2.s1"]),
        ("第一条 甲:\n一、子;\n二、丑。\n第二条 乙。\n", ["a1", "a1.p1", "a1.p2", "a2"]),
        ("第一条 甲。 第二条 乙。\n", ["a1", "a2"]),
        ("一、甲\n一是加强。二是改进。\n", ["s1"]),
    ],
)  # fmt: skip
def test_levels_may_be_skipped_restarted_and_run_on(text: str, wanted: list[str]) -> None:
    assert ids(text) == wanted


def test_a_paragraph_after_the_list_of_an_article_is_the_articles_own() -> None:
    text = "第一条 有下列情形的:\n(一)甲;\n(二)乙。\n前款规定由区教育局执行。\n第二条 丙。\n"
    found = {clause.clause_id: clause for clause in tree_of(text).walk()}
    assert list(found) == ["", "a1", "a1.p1", "a1.p2", "a1.k2", "a2"]
    assert found["a1.k2"].label == "第一条第二款"
    assert found["a1.k2"].span.slice(text) == "前款规定由区教育局执行。"


def test_a_paragraph_between_two_parts_of_an_article_belongs_to_the_first() -> None:
    text = "第一条 有下列情形的:\n(一)甲。\n甲的说明。\n(二)乙。\n"
    found = {clause.clause_id: clause.span.slice(text) for clause in tree_of(text).walk()}
    assert found["a1.p1"] == "(一)甲。\n甲的说明。"


def test_a_signature_above_an_attached_plan_is_no_part_of_the_last_item() -> None:
    text = "一、请落实。\n二、请报送。\n某区人民政府\n2020年5月6日\n某区方案\n一、总体要求\n发展。\n"
    tree = tree_of(text)
    back = [clause.span.slice(text) for clause in tree.children if clause.kind is ClauseKind.BACK]
    assert back == ["某区人民政府", "2020年5月6日"]
    assert [clause.clause_id for clause in tree.children] == ["s1", "s2", "k1", "k2", "k3", "s1_2"]


def test_contents_inside_an_attachment_stay_apart_from_its_chapters() -> None:
    text = "一、印发如下。\n附件1\n目 录\n第一章 总则\n第二章 附则\n第一章 总则\n甲。\n第二章 附则\n乙。\n"
    tree = tree_of(text)
    contents = [clause.span.slice(text) for clause in tree.walk() if clause.kind is ClauseKind.CONTENTS]
    assert contents == ["目 录", "第一章 总则", "第二章 附则"]
    assert [i for i in ids(text) if i.startswith("x1.s")] == ["x1.s1", "x1.s2"]
