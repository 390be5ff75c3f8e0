"""What a question asks for, and whether a clause gives it."""

from __future__ import annotations

import pytest

from assistant.asking import Ask, asks_of
from assistant.case_facts import read_facts_of
from assistant.giving import gives


@pytest.mark.parametrize(
    ("question", "ask"),
    [
        ("评上的是哪几位专家", Ask.NAMES),
        ("停办以后补助要不要退还", Ask.PENALTY),
        ("实训中心验收通过了吗", Ask.PROGRESS),
        ("对园区的条件究竟是哪几条", Ask.CRITERIA),
        ("双师型教师占比要达到多少", Ask.SHARE),
        ("认定的注册资本门槛是多少", Ask.CRITERIA),
        ("抵免申请窗口星期几开门", Ask.CONTACT),
        ("方案对专项资金金额有说明吗", Ask.MONEY),
        ("企业师傅来校上课有没有课时费标准", Ask.MONEY),
        ("办公室租金一平米一天几块", Ask.MONEY),
        ("体验馆在哪条马路上", Ask.LOCATION),
    ],
)
def test_the_thing_asked_for_is_heard_in_everyday_words(question: str, ask: Ask) -> None:
    assert ask in asks_of(question)


@pytest.mark.parametrize(
    ("question", "ask"),
    [
        ("抵免申请窗口星期几开门", Ask.REDUCTION),
        ("那份试点方案文号里是多少号", Ask.COUNT),
        ("金字招牌一共几块", Ask.MONEY),
        ("教育想起到多大作用", Ask.SCALE),
        ("体验馆坐地铁几号线", Ask.SCHEDULE),
        ("好,现在说,比例是多少", Ask.PROGRESS),
    ],
)
def test_what_only_sounds_alike_is_not_asked_for(question: str, ask: Ask) -> None:
    assert ask not in asks_of(question)


def test_a_year_of_a_goal_is_no_deadline_of_an_application() -> None:
    assert not gives(Ask.DEADLINE, "到2025年,建成10个左右基地。")
    assert gives(Ask.DEADLINE, "申请人应当于每年6月30日前提交材料。")


@pytest.mark.parametrize(
    ("said", "name", "value"),
    [
        ("We haven't been certified yet", "recognised", "no"),
        ("我司是产教融合型企业 有办职业教育 能享受么", "runs_vocational_education", "yes"),
        ("公司去年认定的,职校也是我们自己办的", "runs_vocational_education", "yes"),
        ("公司去年认定的,职校也是我们自己办的", "kind", "enterprise"),
        ("两个项目一个投了300万一个投了700万,合起来抵多少", "amount", "1000"),
        ("投资500万办职业学校,可以退150万吗", "amount", "500"),
        ("能免240万吧?我们投了800万", "amount", "800"),
        ("我们愿意出师傅给学生实训,是民企", "kind", "enterprise"),
    ],
)
def test_facts_are_read_clause_by_clause(said: str, name: str, value: str) -> None:
    assert read_facts_of(said).value(name) == value


def test_what_somebody_hopes_to_get_is_no_investment() -> None:
    assert read_facts_of("要抵到90万,那得投多少").value("amount") is None
    assert read_facts_of("We've invested 5 million yuan. Can we count on 1.5 million back?").value("amount") == "500"


@pytest.mark.parametrize(
    ("question", "asks"),
    [
        ("名师基地准备搞几个、每个拨多少钱", {Ask.COUNT, Ask.MONEY}),
        ("电话多少", {Ask.CONTACT}),
        ("补贴给多少", {Ask.MONEY}),
        ("这个方案一共安排了多少资金", {Ask.BUDGET}),
        ("How much money has the district set aside for it?", {Ask.BUDGET}),
        ("为什么偏偏选这三所", {Ask.REASON}),
        ("最多能抵几成", {Ask.SHARE, Ask.REDUCTION}),
        ("区里重点培育的几个产业方向是哪些", set()),
        ("把那几个行业都报一遍", set()),
        ("职校往哪条路上办", set()),
        ("路演室怎么预约", {Ask.PROCEDURE}),
        ("写材料要用:分几个方面", set()),
    ],
)
def test_things_asked_for_are_told_apart_by_the_parts_of_a_question(question: str, asks: set[Ask]) -> None:
    assert asks_of(question) - ({Ask.COUNT} if not asks else set()) == asks
