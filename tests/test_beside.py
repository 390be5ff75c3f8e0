"""What is told beside a quoted sentence, and what a document says of itself, in the words in which it is asked."""

from __future__ import annotations

import pytest

from assistant.answering import Assistant


@pytest.mark.parametrize(
    ("question", "told"),
    [
        ("30%抵免这句话出在哪一节?", "三2(保障措施"),
        ("Which section says that 30% of the investment can be offset?", "三2 (保障措施"),
        ("要是投了500万办职业教育,最多能抵免多少,算一下", "500万元 × 30% = 150万元"),
        ("这句“投资于人”是写在第几条的?", "三3(保障措施"),
        ("假如投资额是2000万,30%是多少万?", "2000万元 × 30% = 600万元"),
        ("通知是哪个日子印的", "2021年1月12日"),
        ("When was the plan issued and by whom?", "普陀区教育局"),
        ("市里那份试点方案的文号是多少?", "〔2020〕41号"),
        ("都2027年了,这方案还作数吗", "原文未规定有效期"),
        ("这桩事要做到哪年算个头?", "2025年"),
        ("What do the numbers in 3+2+5 stand for?", "华东师范大学"),
        ("主要任务那九项的题目念一遍", "建设环高校产业园区"),
        ("主要任务分哪四个方面?", "完善校企合作机制"),
    ],
)
def test_what_is_asked_for_is_told_with_its_clause(assistant: Assistant, question: str, told: str) -> None:
    answer = assistant.answer(question)
    assert any(told in statement.text for statement in answer.statements), answer.markdown
    assert answer.citations


@pytest.mark.parametrize(
    ("question", "told"),
    [
        ("要是投了四百万呢,帮我算算大概是多少", "120万元"),
        ("假如投资额是二百万呢?帮忙算一下", "60万元"),
        ("那八百万的话,算一算是多少", "240万元"),
        ("如果投三百万,算出来多少", "90万元"),
    ],
)
def test_a_sum_is_worked_out_on_what_was_talked_of(assistant: Assistant, question: str, told: str) -> None:
    answer = assistant.answer(question, history=["产教融合型企业办职业教育可以抵多少教育费附加"])
    assert any(told in statement.text for statement in answer.statements), answer.markdown


def test_no_sum_and_no_place_is_told_where_none_is_asked_for(assistant: Assistant) -> None:
    answer = assistant.answer("教育费附加抵免的比例是多少?")
    assert all("万元 ×" not in statement.text and "出自" not in statement.text for statement in answer.statements)


def test_a_deadline_that_the_text_does_not_give_is_no_verdict(assistant: Assistant) -> None:
    answer = assistant.answer("今年基地几号截止申报,我们材料还差个章")
    assert answer.status == "not_in_documents"
    assert answer.eligibility is None
    assert "期限" in answer.statements[0].text


def test_the_number_of_offices_tells_which_task_is_meant(assistant: Assistant) -> None:
    answer = assistant.answer("七个部门一起建基地,牵头单位是谁?")
    assert len(answer.departments) == 7


def test_two_offices_are_compared_by_their_tasks(assistant: Assistant) -> None:
    answer = assistant.answer("财政局与司法局,哪家身上的任务多?")
    assert "2项" in answer.statements[0].text
    assert "1项" in answer.statements[0].text
