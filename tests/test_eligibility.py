"""Eligibility: each condition by itself, no promise where the text makes none, the missing facts asked back and used."""

from __future__ import annotations

import pytest

from assistant.answering import Assistant
from assistant.answers import ConditionState, Eligibility, Verdict
from assistant.case_facts import read_facts_of


def judged(assistant: Assistant, question: str, *history: str) -> Eligibility:
    found = assistant.answer(question, history=history).eligibility
    assert found is not None
    return found


@pytest.mark.parametrize(
    ("question", "verdict"),
    [
        ("我们是产教融合型企业,投了800万办职业学校,能享受教育费附加抵免吗?", Verdict.MEETS),
        ("我们公司没有被认定为产教融合型企业,办了职业学校,能抵免吗?", Verdict.DOES_NOT),
        ("我们公司办了一所职业学校,能享受抵免吗?", Verdict.UNDECIDED),
        ("我们是区外的企业,想合资办职业院校,在鼓励范围吗?", Verdict.DOES_NOT),
        ("我们公司注册在普陀,想独资办职业院校,支持吗?", Verdict.MEETS),
        ("我们是产教融合型企业,能优先申报专项资金吗?", Verdict.UNDECIDED),
        ("我们协会可以建区级校企合作基地吗?", Verdict.UNDECIDED),
        ("我是小学老师,能申报区级技能大师工作室吗?", Verdict.DOES_NOT),
    ],
)
def test_a_verdict_follows_from_the_conditions(assistant: Assistant, question: str, verdict: Verdict) -> None:
    found = judged(assistant, question)
    states = {condition.state for condition in found.conditions}
    assert found.verdict is verdict
    if verdict is Verdict.MEETS:
        assert states == {ConditionState.MET}
    elif verdict is Verdict.DOES_NOT:
        assert ConditionState.NOT_MET in states
    else:
        assert ConditionState.NOT_STATED in states


def test_conditions_cite_their_words_and_meeting_them_is_no_promise(assistant: Assistant) -> None:
    answer = assistant.answer("我们是产教融合型企业,投了800万办职业学校,能享受教育费附加抵免吗?")
    assert answer.eligibility is not None
    quotes = {citation.marker: citation.quote for citation in answer.citations}
    for condition in answer.eligibility.conditions:
        assert (
            quotes[condition.citation]
            in "对兴办职业教育的产教融合型企业可按投资额的30%比例给予教育费附加和地方教育附加抵免。"
        )
    assert "是可能而不是承诺" in answer.markdown
    assert "800万元 × 30% = 240万元" in answer.markdown
    assert "原文未规定计算基数" in answer.markdown
    assert not any(word in answer.markdown for word in ("一定", "肯定", "保证"))


def test_what_is_missing_is_asked_and_the_reply_is_used(assistant: Assistant) -> None:
    first = "我们公司能享受教育费附加抵免吗?"
    asked = judged(assistant, first)
    assert asked.verdict is Verdict.UNDECIDED
    assert len(asked.missing) == 2
    assert judged(assistant, "我们已经是产教融合型企业,也办了职业学校", first).verdict is Verdict.MEETS
    assert judged(assistant, "还没有被认定,不过办了职业学校", first).verdict is Verdict.DOES_NOT


@pytest.mark.parametrize(
    ("said", "facts"),
    [
        ("我们是一家注册在普陀的软件公司", {"kind": "enterprise", "in_district": "yes"}),
        ("总部在杭州的民企", {"kind": "enterprise", "in_district": "no"}),
        ("我校想申请", {"kind": "school"}),
        ("我是职校老师", {"kind": "teacher", "school_type": "vocational"}),
        ("我们协会", {"kind": "association"}),
        ("产教融合型企业的牌子有", {"kind": "enterprise", "recognised": "yes"}),
        ("还没被认定成产教融合型企业,不过办了职校", {"recognised": "no", "runs_vocational_education": "yes"}),
        ("想打听一下", {}),
    ],
)
def test_facts_are_what_was_said_and_silence_is_unknown(said: str, facts: dict[str, str]) -> None:
    assert {fact.name: fact.value for fact in read_facts_of(said)} == facts
