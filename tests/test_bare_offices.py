"""Offices called by their field alone are offices in questions about tasks, and matters elsewhere."""

from __future__ import annotations

import pytest

from assistant.answering import Assistant


@pytest.mark.parametrize(
    ("question", "heading"),
    [
        ("文旅在方案里打几份工?", "区文旅局列为责任部门的任务共4项:"),
        ("凡是挂了财政的条目,都给我找出来", "区财政局列为责任部门的任务共2项:"),
        ("商务和国资两家一起的有几条", "区商务委、区国资委共同列为责任部门的任务共4项:"),
        ("发改、教育两家独自搭档,不带别人的,是哪几条", "只列区发改委、区教育局、没有别的部门的任务共3项:"),
        ("人社是不是比教育的条数还多", "区人社局列为责任部门的任务有11项,区教育局有21项,相差10项。"),
        ("规划和资源布局那一节共几条任务,分别由谁负责", "共有3项标注了责任部门的任务:"),
    ],
)
def test_a_field_stands_for_its_office_in_a_question_about_tasks(
    assistant: Assistant, question: str, heading: str
) -> None:
    assert assistant.answer(question).statements[0].text == heading


def test_a_field_is_no_office_where_a_matter_is_asked_for(assistant: Assistant) -> None:
    answer = assistant.answer("金融和财政激励怎么给")
    assert answer.route == "fact"
    assert answer.tasks == ()


def test_it_means_the_one_office_that_was_answered(assistant: Assistant) -> None:
    answer = assistant.answer("它名下还有什么任务,全部列出来", history=["环同济那块归谁管"])
    assert answer.statements[0].text == "区商务委列为责任部门的任务共5项:"
