"""What the grammar reads: folded typography of the same length, lines without page noise, wrapped lines joined."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as some

from ingest.clauses import parse_clauses
from ingest.documents import Document
from ingest.reading import flowing_view, noise_of, paragraphs_of, reading_view, squeeze, text_view


def paragraphs(text: str) -> list[str]:
    return [span.slice(text) for span in paragraphs_of(text)]


@pytest.mark.parametrize(
    ("printed", "view"),
    [
        ("（一）、１２％：；，", "(一)、12%:;,"),
        ("［责任部门﹕］", "[责任部门:]"),
        ("甲\xa0乙\u3000丙\t丁", "甲 乙 丙 丁"),
        ("①⑵㈢…⒈", "①⑵㈢…⒈"),
        ("ＡＢｃ", "ABc"),
    ],
)
def test_full_width_forms_and_odd_spaces_are_folded_one_for_one(printed: str, view: str) -> None:
    assert reading_view(printed) == view


@given(some.text())
def test_every_view_has_the_length_of_the_text(text: str) -> None:
    assert len(reading_view(text)) == len(text_view(text)) == len(flowing_view(text, paragraphs_of(text))) == len(text)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("““十四五””", "“十四五”"),
        ("沪〔2020〕41号", "沪﹝2020﹞41号"),
        ("二○二一", "二〇二一"),
        ("（ 甲 ）", "(甲)"),
        ('"甲"', "“甲”"),
    ],
)
def test_forms_of_the_same_words_compare_equal(one: str, other: str) -> None:
    assert squeeze(one) == squeeze(other)


@pytest.mark.parametrize(
    "line",
    [
        "发布时间不得早于审批时间,由主管部门确定。",
        "访问量达到规定数量的平台给予奖励。",
        "字体应当清晰可辨。",
        "位置:普陀区长寿路1号",
        "责任编辑由本单位指定。",
        "关闭非法矿山",
        "打印机采购",
        "更新日期由主管部门公布",
    ],
)
def test_sentences_that_only_begin_like_page_noise_are_kept(line: str) -> None:
    assert noise_of(f"一、要求\n{line}\n") == []


@pytest.mark.parametrize(
    "line",
    ["您现在的位置:首页 > 政务公开", "所在位置:首页 > 公开", "发布日期: 2021-01-12 10:00", "更新时间 2021-01-12", "浏览次数:1024次", "字号:[大 中 小]",
     "字体 大 中 小", "分享到:", "责任编辑:张三", "— 12 —", "第3页", "第 3 页 / 共 9 页", "验证码:", "全部评论 (0)"],
)  # fmt: skip
def test_lines_of_the_page_around_the_text_are_noise(line: str) -> None:
    assert [span.slice(f"一、要求\n{line}\n甲。\n") for span in noise_of(f"一、要求\n{line}\n甲。\n")] == [line]


def test_the_running_head_of_sheets_is_noise_and_a_line_that_stands_once_is_not() -> None:
    text = "某区方案汇编\n一、要求\n甲句。\n- 1 -\n某区方案汇编\n乙句。\n- 2 -\n某区方案汇编\n丙句。\n"
    assert [span.slice(text) for span in noise_of(text)] == ["- 1 -", "某区方案汇编", "- 2 -", "某区方案汇编"]


def test_a_title_printed_twice_is_read_once() -> None:
    text = "关于印发方案的的通知\n关于印发方案的通知\n一、甲\n"
    assert [span.slice(text) for span in noise_of(text)] == ["关于印发方案的的通知"]


WRAPPED = [
    "本区加强职业教育与产业发展的结合提高人才培养的质量和水",
    "平推动学校与企业在专业建设课程开发实习实训等方面开展合",
    "作支持行业协会参与人才培养方案的制定并且定期发布人才需",
    "求报告引导学校调整专业设置完善就业指导服务体系提升学生",
]


def test_a_page_number_inside_a_wrapped_sentence_does_not_part_it() -> None:
    text = "\n".join(["一、要求", *WRAPPED[:2], "- 3 -", *WRAPPED[2:], "能力。", "(一)任务", ""])
    joined = "".join([*WRAPPED[:2], "- 3 -", *WRAPPED[2:], "能力。"])
    assert [part.replace("\n", "") for part in paragraphs(text)] == ["一、要求", joined, "(一)任务"]
    view = flowing_view(text, paragraphs_of(text))
    assert "- 3 -" not in view
    assert view.replace(" ", "").split("\n") == ["一、要求", "".join([*WRAPPED, "能力。"]), "(一)任务", ""]


def test_wrapped_lines_stop_at_a_mark_and_at_the_end_of_a_sentence() -> None:
    text = "\n".join([*WRAPPED[:2], WRAPPED[2][:-1] + "。", f"1、{WRAPPED[3]}", WRAPPED[0], "能力。", ""])
    assert [len(part.split("\n")) for part in paragraphs(text)] == [3, 3]


def test_a_page_number_inside_a_note_does_not_change_its_members() -> None:
    text = "1、管理。完善制度。(责任部门:区教育局、区人\n- 3 -\n社局)\n"
    task = next(clause.task for clause in parse_clauses(Document("d", "t", text)).walk() if clause.task)
    assert [item.printed for item in task.assignments] == ["区教育局", "区人社局"]


def test_rows_of_a_table_are_never_joined() -> None:
    rows = [f"建设第{number}个校企合作基地并完善制度\t区教育局和有关单位负责" for number in "一二三四五六"]
    assert paragraphs("\n".join(rows)) == rows
