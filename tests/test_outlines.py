"""The headings below a part of the text, and the things that a text counts as so many sides."""

from __future__ import annotations

import pytest

from assistant.answering import Assistant


@pytest.mark.parametrize(
    ("question", "said"),
    [
        ("最后那部分有几条,标题报一下", ("三“保障措施”下分3条", "推进政策落实")),
        ("保障措施的小标题列一下", ("加强组织领导", "注重宣传引导")),
        ("开头那一大块分几条?", ("一“总体要求”下分3条", "工作原则")),
        ("听说主要任务分五条,是吗,小标题念一下", ("更正:不是“五条”,原文是4条。", "完善校企合作机制")),
        ("工作原则一共五条吧", ("更正:不是“五条”,原文是3条。",)),
        ("主要任务一共九项对吧", ("下分9条", "建设成果转化和技术创新载体")),
    ],
)
def test_the_headings_of_a_part_are_listed_and_their_number_held_against_the_text(
    assistant: Assistant, question: str, said: tuple[str, ...]
) -> None:
    text = "".join(statement.text for statement in assistant.answer(question).statements)
    assert all(words in text for words in said), text


@pytest.mark.parametrize(
    "question", ["五个着力点是什么", "五大抓手指的是啥", "到2025年重点抓哪几个方面", "重点工作分成几个方面"]
)
def test_what_the_text_counts_as_so_many_sides_is_found_by_other_words_for_them(
    assistant: Assistant, question: str
) -> None:
    answer = assistant.answer(question)
    assert answer.status == "answered"
    assert "重点在五个方面加以推进" in answer.statements[0].text


@pytest.mark.parametrize(
    ("question", "said"),
    [("职业教育往哪个方向办", "合理确定职业教育发展方向"), ("重点培育产业有哪几个", "智能软件")],
)
def test_other_directions_and_numbers_stay_what_they_are(assistant: Assistant, question: str, said: str) -> None:
    assert said in assistant.answer(question).statements[0].text
