"""Questions that sound like a case and want a fact, and those that look like them and are about a case."""

from __future__ import annotations

import pytest

from assistant.answering import Assistant


@pytest.mark.parametrize(
    ("question", "said"),
    [
        ("我是开餐馆的,区里重点扶的是哪几个行业?", "生命健康"),
        ("我在做猎头,想知道人才供需信息从哪儿发布", "职教联盟平台"),
        ("头批试点单位方案里一共提了几个名字", "喜马拉雅"),
        ("重点推动的企业文件里写了几家", "波克科技"),
    ],
)
def test_who_only_introduces_themselves_is_told_what_the_text_says(
    assistant: Assistant, question: str, said: str
) -> None:
    answer = assistant.answer(question)
    assert answer.eligibility is None
    assert answer.status == "answered"
    assert said in "".join(statement.text for statement in answer.statements)


@pytest.mark.parametrize(
    "question",
    ["带一个徒弟一个月补多少,有规定吗", "三年工作经历能换几个学分", "学生实习工资归学校付还是企业付"],
)
def test_a_rate_or_who_bears_a_cost_is_not_in_the_text(assistant: Assistant, question: str) -> None:
    answer = assistant.answer(question)
    assert answer.status == "not_in_documents"
    assert answer.eligibility is None


def test_a_place_said_to_be_the_only_one_is_only_preferred(assistant: Assistant) -> None:
    answer = assistant.answer("员工培训只能放在本区学校吗,放静安的可以不")
    assert answer.statements[0].text == "不是“只能”:原文的用词是“鼓励优先选择本区教育资源”。"
    assert "教育附加专项资金" in answer.statements[1].text


@pytest.mark.parametrize(
    "question",
    [
        "我是民营企业,能享受什么支持",
        "我在职校教书,去企业跟岗有补贴吗",
        "我是机器人公司的,想知道孵化器能不能进",
        "学校老师去企业实践,一年给补多少,我这种专业课老师够条件不",
    ],
)
def test_who_asks_whether_they_may_is_judged(assistant: Assistant, question: str) -> None:
    assert assistant.answer(question).eligibility is not None


@pytest.mark.parametrize(
    "question",
    [
        "申报专项资金是不是必然通过",
        "教育费附加抵免是百分百给的吗?",
        "被认定了,土地信用那套激励是不是板上钉钉",
        "投一千万办学校,妥妥返三百万对吧",
    ],
)
def test_a_promise_is_held_against_the_conditions(assistant: Assistant, question: str) -> None:
    answer = assistant.answer(question)
    assert answer.eligibility is not None
    assert answer.eligibility.verdict == "undecided"


def test_a_sum_that_is_hoped_for_is_not_the_one_invested(assistant: Assistant) -> None:
    text = "".join(s.text for s in assistant.answer("投了六百万开职校,能稳拿180万吗").statements)
    assert "600万元 × 30% = 180万元" in text


def test_of_two_shares_the_one_in_the_text_is_told(assistant: Assistant) -> None:
    assert assistant.answer("教育费附加抵免比例是三成还是五成?").status == "answered"
