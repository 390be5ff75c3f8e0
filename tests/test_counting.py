"""A number answers only what it counts."""

from __future__ import annotations

import pytest

from assistant.answering import Assistant
from assistant.answers import Status


@pytest.mark.parametrize(
    "question",
    [
        "普陀区有几个产业园区",
        "普陀区有多少家科研院所",
        "同济大学有多少学生",
        "专家指导团队有几位专家",
        "How many vocational schools are there in Putuo?",
        "How many enterprises are located in the China-Israel park?",
    ],
)
def test_a_number_of_another_thing_is_no_answer(assistant: Assistant, question: str) -> None:
    assert assistant.answer(question).status is Status.NOT_IN_DOCUMENTS


@pytest.mark.parametrize(
    ("question", "number"),
    [
        ("要建几个校企合作基地", "10个左右"),
        ("靠几所高校的教育资源", "三所"),
        ("要组建多少个名师基地", "5-6个"),
        ("How many master teacher bases will be set up?", "5-6个"),
        ("主要任务下面有几条", "9条"),
    ],
)
def test_a_number_of_the_thing_asked_is_told(assistant: Assistant, question: str, number: str) -> None:
    answer = assistant.answer(question)
    assert answer.status is Status.ANSWERED
    assert any(number in statement.text for statement in answer.statements)


@pytest.mark.parametrize(
    ("question", "listed"),
    [
        ("推广的教学模式有几种?", "企业学习中心"),
        ("企业办学有几种方式", "独资、合资、合作"),
        ("首批试点有几家企业", "上海电科所"),
    ],
)
def test_things_that_are_listed_need_no_number(assistant: Assistant, question: str, listed: str) -> None:
    answer = assistant.answer(question)
    assert answer.status is Status.ANSWERED
    assert any(listed in statement.text for statement in answer.statements)
