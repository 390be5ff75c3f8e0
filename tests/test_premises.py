"""Wrong premises are contradicted in words with the clause, right ones confirmed, and what cannot be compared is neither."""

from __future__ import annotations

import pytest

from assistant.answering import Assistant
from assistant.counted import counts_in, levels_in, numbers_said, shared_run, value_of
from assistant.premises import is_put_up


@pytest.mark.parametrize(
    ("question", "first"),
    [
        ("抵免比例是50%对吧", "更正:原文不是“50%”,而是“30%比例”。"),
        ("我听说抵免能抵一半投资", "更正:原文不是“一半”,而是“30%比例”。"),
        ("要培育10家区级企业是真的吗", "更正:原文不是“区级”,而是“10家左右市级产教融合型企业”。"),
        ("普陀要搞10家校企合作基地对伐", "更正:原文不是“10家”,而是“10个左右区级产教融合校企合作基地”。"),
        ("名师基地是10个对吗", "更正:原文不是“10个”,而是“5-6个区职业教育名师基地”。"),
        ("四个金字招牌是哪四个", "更正:原文不是“四个”,而是“两个金字招牌”。"),
        ("喜马拉雅是区级试点企业吗", "更正:原文不是“区级”,而是“市级产教融合型试点企业”。"),
        ("到2030年要完成目标,对不对", "更正:原文不是“到2030年”,而是“到2025年”。"),
        ("教师必须去企业跟岗,对吧", "不是“必须”:原文的用词是“鼓励”。"),
        ("抵免的是增值税,对吗", "原文没有这样写:这里没有提到“增值税”。"),
        ("联想专班是中侨大学的吧", "原文没有这样写:这里没有提到“中侨大学”。"),
        ("听说职教联盟的口号里有“利益共享”", "原文没有这样写:这里没有提到“利益共享”。"),
        ("储备库已经建好了吧", "原文没有这样写:这里没有提到“已经建好了”。"),
        ("点掌传媒是首批试点企业,对吧", "原文没有这样写:这里没有提到“点掌传媒是首批试点企业”。"),
        ("这方案是市里发的吧", "不是“市里”的文件:这是区级文件(普陀区)。"),
        ("方案是2020年1月印发的吧", "更正:原文不是“2020年1月”,而是“2021年1月12日”。"),
        ("听说是第100次常务会议通过的", "更正:原文不是“第100次”,而是“第106次”。"),
        ("是普陀区发改委一家印发的吧", "不只是区发改委,印发机关还有:上海市普陀区教育局。"),
        ("方案是商务委发的,对吗", "不是,印发机关中没有区商务委。"),
        ("环同济那块归科委管的吧", "不是,区科委没有列在这项任务的责任部门之中。"),
        ("The deduction rate is 50%, right?", "Correction: the text does not say “50%” but “30%比例”."),
        ("抵免比例是30%对吧", "对,原文写的是“30%比例”。"),
        ("名师基地是5到6个对吗", "对,原文写的是“5-6个区职业教育名师基地”。"),
    ],
)  # fmt: skip
def test_a_premise_is_corrected_or_confirmed_first_and_then_quoted(
    assistant: Assistant, question: str, first: str
) -> None:
    answer = assistant.answer(question)
    assert answer.status == "answered"
    assert answer.statements[0].text == first
    assert answer.statements[0].citations
    assert len(answer.statements) > 1


@pytest.mark.parametrize(
    "question",
    ["抵免比例是多少", "金字招牌是哪两个", "第二个基地在哪", "名师基地组建几个", "中侨职业技术大学跟谁合作贯通培养"],
)
def test_a_question_that_takes_nothing_for_granted_is_not_corrected(assistant: Assistant, question: str) -> None:
    said = " ".join(statement.text for statement in assistant.answer(question).statements)
    assert not any(word in said for word in ("更正", "没有这样写", "不是“", "对,原文"))


def test_an_owner_put_up_for_an_unassigned_clause_is_told_that_none_is_listed(assistant: Assistant) -> None:
    answer = assistant.answer("抵免这条是区财政局负责落实的吧")
    assert answer.departments == ()
    assert any("未列责任部门" in statement.text for statement in answer.statements)


def test_counts_levels_and_numbers_are_read_with_their_things() -> None:
    counts = counts_in("培育10家左右市级产教融合型企业;组建5-6个区职业教育名师基地", "产教融合行动方案")
    assert [(c.words, c.number, c.unit) for c in counts] == [
        ("10家左右市级产教融合型企业", (10.0, 10.0), "家"),
        ("5-6个区职业教育名师基地", (5.0, 6.0), "个"),
    ]
    assert counts_in("第二个园区,第1条", "") == ()
    assert [(level.level, level.thing) for level in levels_in("首批市级产教融合型试点企业的作用", "产教融合方案")] == [
        ("市级", "试点企业")
    ]
    assert [said.number for said in numbers_said("百分之四十还是三成,第二个,一个,5到6个")] == [
        (40, 40),
        (30, 30),
        (5, 6),
    ]
    assert [(said.words, said.number) for said in numbers_said("twenty bases")] == [("twenty", (20, 20))]
    assert value_of("两") == (2, 2)
    assert value_of("x") is None
    assert shared_run("校企合作基地", "建了基地") == "基地"


@pytest.mark.parametrize(
    ("plain", "expected"),
    [("是30%对吧", True), ("据说能抵一半", True), ("真的假的", True), ("比例是多少", False), ("企业能申请吗", False)],
)
def test_what_is_put_up_for_confirmation_is_told_from_what_is_asked(plain: str, expected: bool) -> None:
    assert is_put_up(plain) is expected
