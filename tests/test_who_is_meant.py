"""谁 and 哪家: the offices of a task, or somebody else; and what is asked of a matter apart from the matter."""

from __future__ import annotations

import pytest

from assistant.answering import Assistant
from assistant.answers import Status
from assistant.asking_part import asks_for_told, part_that_asks
from assistant.who_is_meant import asks_who, means_offices, means_others


@pytest.mark.parametrize(
    ("plain", "part"),
    [
        ("骨干教师下企业蹲点,一趟要待几个月?", "一趟要待几个月?"),
        ("一趟待几个月?我说的是骨干教师下企业", "一趟待几个月?"),
        ("名师基地", "名师基地"),
    ],
)
def test_the_part_that_asks_is_read_by_itself(plain: str, part: str) -> None:
    assert part_that_asks(plain) == part


def test_what_is_mostly_told_is_told_apart_from_what_is_mostly_not() -> None:
    told = ["学校那摊事,打算建几个?", "那个平台,依托哪些单位?", "合作的事,归哪几个部门?"]
    left = ["学校那摊事,要交哪些复印件?", "那个平台,一年烧掉多少钱?", "合作的事,谈崩了算谁的?"]
    assert min(map(asks_for_told, told)) > max(map(asks_for_told, left))


@pytest.mark.parametrize("plain", ["这副担子归谁挑", "哪个衙门在弄", "Which bureau has this on its plate?"])
def test_words_for_somebody_are_seen(plain: str) -> None:
    assert asks_who(plain)


def test_a_question_without_such_words_means_nobody() -> None:
    assert not asks_who("名师基地要建多少")


@pytest.mark.parametrize(
    ("question", "offices"),
    [
        ("“机器人初创孵化”这一摊,是压在谁肩膀上的?", ("区科委",)),
        ("股份制院校这块骨头丢给哪两家去啃?", ("区教育局", "区国资委")),
        ("现代学徒制那一条挂在哪个局的账上", ("区教育局",)),
    ],
)
def test_offices_are_named_in_whatever_words_they_are_asked_for(
    assistant: Assistant, question: str, offices: tuple[str, ...]
) -> None:
    assert assistant.answer(question).departments == offices


OTHERS = (
    "名师基地收谁不收谁,最后是谁点头?",
    "学徒摔断了手,医院账单谁认?",
    "机器人孵化器里头坐镇的经理是谁?",
    "基地办砸了,板子打在谁身上?",
    "技能大师工作室评不评得上谁拍板",
    "联想专班的课表归学校排还是归厂里排",
    "二级学院的门卫工资谁来开",
    "Who gets sued if the joint college fails?",
)


def test_who_decides_or_pays_is_mostly_no_office_of_a_task(assistant: Assistant) -> None:
    answers = [assistant.answer(question) for question in OTHERS]
    assert sum(not answer.departments for answer in answers) >= 6
    assert sum(answer.status is not Status.ANSWERED for answer in answers) >= 6


@pytest.mark.parametrize(
    "question",
    [
        "校企合作基地建设由哪几个部门负责?",
        "校企合作基地这一块是哪家单位在管",
        "校企合作基地归谁",
        "Which bureaus are responsible for the cooperation bases?",
    ],
)
def test_plain_words_for_offices_are_believed(assistant: Assistant, question: str) -> None:
    assert len(assistant.answer(question).departments) == 7


def test_means_are_told_of_words_for_somebody_alone() -> None:
    assert not means_offices("名师基地要建多少")
    assert not means_others("名师基地要建多少")
