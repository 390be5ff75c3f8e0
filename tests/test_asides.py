"""Asides and remarks are no topic: the question in a long message is found and answered."""

from __future__ import annotations

import pytest

from assistant.answering import Assistant
from assistant.remarks import parts_of


@pytest.mark.parametrize(
    ("question", "departments"),
    [
        ("刚挂了电话有点懵,信息储备库那摊子事,该找哪个部门来着", ("区教育局", "区发改委")),
        ("我们做游戏的,上个月跟一所大学聊过,想一起办个二级学院,学校叫我先问清楚,到底找哪个局?", ("区教育局", "区国资委")),
        ("商务委同事刚打电话来,人才需求趋势研究是不是也有他们,一共几家一起做",
         ("区发改委", "区教育局", "区科委", "区人社局", "区商务委", "区金融办", "区文旅局", "区国资委")),
    ],
)  # fmt: skip
def test_the_owner_is_found_beside_what_a_long_message_adds(
    assistant: Assistant, question: str, departments: tuple[str, ...]
) -> None:
    assert assistant.answer(question).departments == departments


@pytest.mark.parametrize(
    ("question", "said"),
    [
        ("3+2+5是啥意思,我看得一头雾水", "3+2+5"),
        ("学校挣的外快能发给老师吗,办公室里吵翻了", "可按一定比例"),
        ("华东政法在这里头起什么作用", "法律服务"),
    ],
)
def test_a_fact_is_told_although_more_was_said(assistant: Assistant, question: str, said: str) -> None:
    answer = assistant.answer(question)
    assert answer.status in {"answered", "partial"}
    assert said in " ".join(statement.text for statement in answer.statements)


@pytest.mark.parametrize(
    "question", ["今天上班好累,不想动", "人才公寓怎么申请,我刚毕业", "投资额怎么认,买地的钱算不算"]
)
def test_what_the_documents_do_not_say_stays_unsaid_whatever_is_added(assistant: Assistant, question: str) -> None:
    assert assistant.answer(question).status in {"out_of_scope", "not_in_documents", "partial"}


def test_the_number_of_offices_is_told_where_it_is_asked(assistant: Assistant) -> None:
    statements = [item.text for item in assistant.answer("校企合作基地建设一共几家部门负责").statements]
    assert "共列了7家责任部门。" in statements


def test_the_missing_thing_is_named_although_no_clause_is_near(assistant: Assistant) -> None:
    assert "联系方式" in assistant.answer("教育局电话多少").statements[0].text
    assert "申诉" in assistant.answer("不批的话找谁申诉").statements[0].text


def test_a_message_is_cut_at_commas_and_stops() -> None:
    assert parts_of("刚开完会,谁负责?我忘了") == ["刚开完会,", "谁负责?", "我忘了"]


def test_the_sentence_that_a_question_quotes_is_meant(assistant: Assistant) -> None:
    assert assistant.answer("“鼓励企业与职业院校合作”的责任单位有哪些?").departments == ("区教育局", "区人社局")
