"""What texts mostly leave open is refused of things that the texts know, and what is said of the things is told."""

from __future__ import annotations

import math

import pytest

from assistant.answering import Assistant
from assistant.answers import Status
from assistant.glossing import SURELY, Glossed
from ingest.documents import Span
from ingest.reading import squeeze


@pytest.mark.parametrize("question", ["教育局专门抽了几个人盯这个事?", "那次常务会议上是哪个局长做的汇报"])
def test_people_are_not_told_by_the_tasks_of_their_office(assistant: Assistant, question: str) -> None:
    assert assistant.answer(question).status is Status.NOT_IN_DOCUMENTS


@pytest.mark.parametrize(
    "question",
    [
        "中以创新园的园长是谁",
        "上海电科所有多少员工",
        "二级学院设在什么地方",
        "联想专班在哪个校区上课",
        "学分怎么换算,几个学分抵一门课",
        "CNAS实验室花了多少钱",
        "职教联盟哪一年成立的",
        "现代学徒制要签几年合同",
        "招聘会什么时间办",
        "同济医学院在哪条街",
        "When was the vocational alliance founded?",
        "Who is the CEO of Bokee Technology?",
    ],
)
def test_what_texts_leave_open_is_refused_of_things_they_know(assistant: Assistant, question: str) -> None:
    assert assistant.answer(question).status is Status.NOT_IN_DOCUMENTS


@pytest.mark.parametrize(
    ("question", "quote"),
    [
        ("校区要和什么联动?", "校区与园区联动"),
        ("校企合作基地在哪里?", "产业园区、重点企业、职业院校、行业协会"),
        ("文件提到中职毕业往上读本科跟哪个学校合作", "上海中侨职业技术大学"),
        ("教师队伍从招人的角度怎么壮大", "引进渠道"),
        ("What can craftsmen set up inside schools?", "实验室、工作室"),
    ],
)
def test_what_the_texts_say_of_a_thing_is_told(assistant: Assistant, question: str, quote: str) -> None:
    answer = assistant.answer(question)
    assert answer.status is Status.ANSWERED
    assert any(quote in squeeze(citation.text) for citation in answer.citations)


def test_nearness_beyond_doubt_begins_where_no_question_that_is_left_open_comes() -> None:
    place = ("a", 5)
    told = Glossed({place: 1.0}, {place: 0.0}, {place: "老师下车间"}, {place: 0.95}, unsaid=0.88)
    assert told.surely("a", Span(0, 9)) == pytest.approx(0.07 - SURELY)
    assert told.surely("b", Span(0, 9)) == 0.0
    assert told.openness() == pytest.approx(-0.07)
    assert Glossed({}, {}, {}, {place: math.nan}).surely("a", Span(0, 9)) == 0.0
