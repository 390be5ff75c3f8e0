"""What a part of the text holds, asked by its heading; what the text says nothing of; the language asked for."""

from __future__ import annotations

import pytest

from assistant.answering import Assistant
from assistant.answers import Status
from assistant.language import Language, plain_question, requested_language


@pytest.mark.parametrize(
    ("question", "count", "says"),
    [
        ("“引企入校”具体要做哪些事", 4, "对接专场招聘会"),
        ("加强组织领导这条讲了什么", 1, "争取纳入市级重点项目"),
        ("发挥职业教育联盟作用有哪些措施", 2, "动态发布"),
        ("注重宣传引导说了啥", 1, "良好氛围"),
    ],
)
def test_a_part_is_told_whole_when_its_contents_are_asked_for(
    assistant: Assistant, question: str, count: int, says: str
) -> None:
    answer = assistant.answer(question)
    assert answer.status is Status.ANSWERED
    assert len(answer.statements) == count
    assert says in answer.markdown


def test_a_sentence_of_a_part_is_still_answered_alone(assistant: Assistant) -> None:
    answer = assistant.answer("“引企入校”改革里对现代学徒制有哪些措施")
    assert len(answer.statements) < 4
    assert "现代学徒制" in answer.markdown


@pytest.mark.parametrize(
    ("question", "label"),
    [("“金融+财政+土地+信用”这话在方案哪一条里?", "三2"), ("“机制共建、政策共商”是哪一条说的", "二(三)6")],
)
def test_words_quoted_from_the_text_are_found_and_their_place_is_told(
    assistant: Assistant, question: str, label: str
) -> None:
    answer = assistant.answer(question)
    assert answer.status is Status.ANSWERED
    assert label in answer.markdown


@pytest.mark.parametrize("question", ["有没有提到知识产权", "原文涉及碳排放吗", "Does the plan cover kindergartens?"])
def test_what_the_text_does_not_mention_is_said_to_be_missing(assistant: Assistant, question: str) -> None:
    assert assistant.answer(question).status is Status.NOT_IN_DOCUMENTS


@pytest.mark.parametrize(
    ("question", "language"),
    [
        ("请用英文回答:谁负责职教联盟", Language.ENGLISH),
        ("麻烦用繁体中文回复一下,谁负责职教联盟", Language.TRADITIONAL),
        ("谁负责职教联盟", None),
    ],
)
def test_an_answer_is_in_the_language_asked_for(assistant: Assistant, question: str, language: Language | None) -> None:
    assert requested_language(question) == language
    assert plain_question(question) == "谁负责职教联盟"
    answer = assistant.answer(question)
    assert answer.language == str(language or Language.CHINESE)
    assert answer.departments == ("区教育局",)
