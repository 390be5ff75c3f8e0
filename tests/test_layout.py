"""Printed lines become paragraphs: margins, wraps, running heads, page numbers, pages for citing."""

from __future__ import annotations

import pytest

from ingest.extracts import Origin
from ingest.layout import Line, Sheet, flowing_text, merge_pieces, without_margins
from ingest.ruled_tables import Box, join_split_rows, ruled_rows

FULL = "各部门要按照职责分工推进这项工作的落实并且每年报告"  # as wide as the page


def line(text: str, top: float, left: float = 100, size: float = 10) -> Line:
    return Line(text, left, left + size * len(text), top, top + size)


def sheet(*lines: Line) -> Sheet:
    return Sheet(500, 700, lines)


def text_of(*sheets: Sheet) -> str:
    return flowing_text(without_margins(sheets))[0]


def test_lines_that_the_margin_broke_are_joined_and_indents_and_marks_begin_anew() -> None:
    page = sheet(
        line(FULL, 100),
        line(FULL, 116),
        line("完。", 132),
        line(FULL[2:], 148, left=120),
        line("尾。", 164),
        line("一、任务", 180),
    )
    assert text_of(page) == f"{FULL}{FULL}完。\n{FULL[2:]}尾。\n一、任务"


def test_a_paragraph_over_two_pages_is_one_and_the_page_of_each_part_is_known() -> None:
    pages = [
        sheet(line("某区文件", 20), line(FULL, 100), line(FULL, 116), line("- 1 -", 680)),
        sheet(line("某区文件", 20), line("落实。", 100), line("二、任务", 116), line("- 2 -", 680)),
    ]
    text, starts = flowing_text(without_margins(pages))
    assert text == f"{FULL}{FULL}落实。\n二、任务"
    origin = Origin("PDF", starts, 0.9, (2,))
    assert [origin.page_of(text.index(words)) for words in (FULL, "落实。", "二、")] == [1, 2, 2]
    assert [origin.is_recognised(text.index(words)) for words in (FULL, "落实。")] == [False, True]
    assert Origin().page_of(3) is None


def test_a_repeated_line_in_the_middle_of_pages_is_no_running_head() -> None:
    pages = [sheet(line(FULL, 100), line("(责任部门:区教育局)", 300)) for _ in range(3)]
    assert text_of(*pages).count("责任部门") == 3


def test_pieces_of_a_line_are_put_in_order_whatever_their_order_in_the_file() -> None:
    pieces = [line("甲乙", 100, 100), line("丁戊", 100, 130), Line("丙", 120, 130, 103, 104), line("己", 116, 100)]
    assert [item.text for item in merge_pieces(pieces)] == ["甲乙丙丁戊", "己"]


@pytest.mark.parametrize(
    ("before", "after", "joined"),
    [
        ("建设校企合作基地十个左右并且积极稳妥有序地推动\t区教育局 区人社局", "深度融合发展。\t区科委", True),
        ("建设校企合作基地十个左右并且推动融合发展。\t区教育局", "\t区科委", True),
        ("建设校企合作基地十个左右并且推动融合发展。\t区教育局", "加强评估。\t区科委", False),
        ("产教融合\t建设基地。\t区教育局", "\t加强评估。\t区科委", False),
    ],
)
def test_a_row_that_the_end_of_a_page_cut_is_joined(before: str, after: str, *, joined: bool) -> None:
    head = Line("主要内容\t责任部门", 0, 100, 10, 20, is_row=True)
    pages = [
        sheet(head, Line(before, 0, 100, 20, 30, is_row=True)),
        sheet(head, Line(after, 0, 100, 20, 30, is_row=True)),
    ]
    rows = [item.text for page in join_split_rows(pages) for item in page.lines]
    assert len(rows) == (2 if joined else 3)
    assert "".join(rows).count("主要内容") == 1


def test_cells_of_a_drawn_table_are_filled_by_place_and_text_outside_stays() -> None:
    cells: list[Box] = [(0, 0, 50, 20), (50, 0, 200, 20), (0, 20, 50, 60), (50, 20, 200, 40), (50, 40, 200, 60)]
    characters = [line("头", 5, 10), line("责", 5, 60), line("并", 30, 10), line("甲", 25, 60), line("乙", 45, 60)]
    outside = line("表外", 100, 10)
    rows, rest = ruled_rows([cells], [*characters, outside], [*characters, outside])
    assert [row.text for row in rows] == ["头\t责", "并\t甲", "并\t乙"]
    assert rest == [outside]
