"""Several questions in one message."""

from __future__ import annotations

import pytest

from assistant.answering import Assistant
from assistant.answers import Status
from assistant.asking import Ask
from assistant.several import asks_beside, in_order, questions_in


@pytest.mark.parametrize(
    ("message", "count"),
    [
        ("名师基地建几个?总工会管什么?", 2),
        ("中以创新园是哪个部门管?联想专班呢?", 2),
        ("你好,我是街道的。联盟归谁管?基地要建几个", 2),
        ("Who runs the vocational education alliance? And how many master teacher bases are planned?", 2),
        ("市级产教融合型企业要培育多少家?区级基地多少个?分别谁负责?", 3),
        ("方案写的50%抵免,对伐?我记得清清楚楚", 1),
        ("第几次常务会议过的?哦不,先告诉我目标是哪一年前实现?", 1),
        ("行业协会能搞区级基地吗?我们是软件行业的协会", 1),
        ("区总工会负责哪些任务?", 1),
    ],
)
def test_the_questions_of_a_message_are_told_apart(message: str, count: int) -> None:
    parts = questions_in(message)
    assert len(parts) == count
    assert squeezed("".join(parts)) == squeezed(message)


def squeezed(text: str) -> str:
    return "".join(text.split())


def test_a_question_about_each_goes_on_from_each() -> None:
    parts = ("培育几家企业?", "建几个基地?", "分别由谁负责?")
    assert in_order(parts)[2:] == [(parts[2], (parts[0],)), (parts[2], (parts[1],))]


@pytest.mark.parametrize(
    ("message", "says", "departments"),
    [
        ("名师基地建几个?总工会管什么?", ["5-6个", "共1项"], []),
        ("中以创新园是哪个部门管?联想专班呢?", ["区科委", "联想专班"], ["区科委", "区教育局"]),
        ("Who runs the alliance? How many master teacher bases are planned?", ["区教育局", "5-6个"], ["区教育局"]),
    ],
)
def test_each_question_of_a_message_is_answered(
    assistant: Assistant, message: str, says: list[str], departments: list[str]
) -> None:
    answer = assistant.answer(message)
    assert answer.status is Status.ANSWERED
    assert all(words in answer.markdown for words in says)
    assert list(answer.departments) == departments


def test_who_owns_each_of_two_goals_is_told_for_each(assistant: Assistant) -> None:
    answer = assistant.answer("市级产教融合型企业要培育多少家?区级基地多少个?分别谁负责?")
    owners = [statement.text for statement in answer.statements if "责任部门" in statement.text]
    assert ["二(四)7" in owners[0], "二(四)8" in owners[1]] == [True, True]


def test_a_message_that_is_answered_in_part_says_so(assistant: Assistant) -> None:
    answer = assistant.answer("这个方案什么时候印发的?区教育局电话多少?")
    assert answer.status is Status.PARTIAL
    assert "2021年1月12日" in answer.markdown
    assert "原文未规定联系方式" in answer.markdown


def test_what_a_text_tells_of_one_thing_is_no_answer_to_the_other() -> None:
    text = "给予“金融+财政+土地+信用”组合式激励"
    assert asks_beside("组合式激励,组合了哪几样,各给多少", {Ask.MONEY}, text)
    assert not asks_beside("引导基金盘子多大,管理人是哪家公司", {Ask.BUDGET}, "发挥政府产业引导基金投资作用")
    assert not asks_beside("组合式激励各给多少", {Ask.MONEY}, text)
    assert not asks_beside("该找谁对接,经办人姓什么", {Ask.PERSON}, "对接专场招聘会")
