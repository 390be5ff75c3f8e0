"""Questions that name nothing are asked back, those that go on from nothing too; chatter is declined in a conversation."""

from __future__ import annotations

import pytest

from assistant.answering import Assistant
from assistant.answers import Status
from ingest.reading import squeeze


@pytest.mark.parametrize(
    "question",
    [
        "那条的责任部门都有谁",
        "它的责任部门是?",
        "此项任务由谁负责?",
        "这个怎么弄",
        "我们局要干什么",
        "Which office is responsible for this?",
    ],
)
def test_what_is_only_pointed_at_is_asked_back(assistant: Assistant, question: str) -> None:
    assert assistant.answer(question).status is Status.CLARIFY


@pytest.mark.parametrize(
    ("history", "question"),
    [
        ((), "普陀区有哪些好玩的地方"),
        ((), "上海今年房价涨了吗"),
        (("名师基地谁建?",), "今晚球赛几点开始"),
        (("职教联盟谁负责?",), "中午了,推荐几家普陀区好吃的火锅"),
    ],
)
def test_what_is_no_matter_of_the_documents_is_declined(
    assistant: Assistant, history: tuple[str, ...], question: str
) -> None:
    assert assistant.answer(question, history=history).status is Status.OUT_OF_SCOPE


@pytest.mark.parametrize(
    ("question", "said"),
    [
        ("两块金字招牌,一个中以、一个清华,各自要建成什么?", ("国际科技成果转移转化服务枢纽", "长三角云上科创")),
        ("建设基地的部门和基地开展培训的部门是同一批吗?", ("7", "2")),
        ("混合所有制院校跟二级学院,方案的措辞有什么区别?", ("探索推动", "支持企业联合高校")),
        ("什么样的工作格局?谁跟谁一起推", ("政府、园区、行业、企业、学校",)),
        ("环高校产业园区那条里,涉及哪几所大学?", ("同济大学", "华东师范大学", "华东政法大学")),
    ],
)
def test_things_put_side_by_side_are_each_told(assistant: Assistant, question: str, said: tuple[str, ...]) -> None:
    answer = assistant.answer(question)
    assert answer.status is Status.ANSWERED
    told = squeeze("".join(statement.text for statement in answer.statements))
    assert all(words in told for words in said)


def test_an_amount_told_later_is_worked_out(assistant: Assistant) -> None:
    answer = assistant.answer("那再加上我们办了职校,投资2000万呢?", history=["我们是产教融合型企业,有没有组合式激励?"])
    assert any("600万" in statement.text for statement in answer.statements)


def test_what_is_open_in_a_conversation_is_found_by_its_glosses(assistant: Assistant) -> None:
    answer = assistant.answer("基地里面打算开展哪些工作?", history=["区级产教融合校企合作基地由谁建?"])
    assert any("技能培养" in statement.text for statement in answer.statements)


@pytest.mark.parametrize(
    ("question", "offices"),
    [
        ("招聘会和在职培训是不是同一拨人管?我只问招聘会由谁办", ("区人社局",)),
        ("华师大那个圈子教育局也在吗?就想知道机器人平台归谁", ("区科委",)),
    ],
)
def test_the_question_that_alone_is_to_be_answered_is_answered_alone(
    assistant: Assistant, question: str, offices: tuple[str, ...]
) -> None:
    assert assistant.answer(question).departments == offices


@pytest.mark.parametrize("question", ["获得表彰的企业有哪些", "入选的学校都有哪些", "重点企业的打分表有没有"])
def test_who_was_chosen_and_by_what_paper_is_no_list_of_measures(assistant: Assistant, question: str) -> None:
    assert assistant.answer(question).status is Status.NOT_IN_DOCUMENTS
