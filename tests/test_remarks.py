"""What a message adds once it has asked is no part of the question: neither its topic nor what it asks for."""

from __future__ import annotations

import pytest

from assistant.answering import Assistant
from assistant.language import plain_question
from assistant.remarks import put_up_to_choose, told_task, without_remarks


@pytest.mark.parametrize(
    ("plain", "asked"),
    [
        ("国资委的都拎出来,我好写年度计划", "国资委的都拎出来,"),
        ("落款是谁?几号发的?要在材料里引用", "落款是谁?几号发的?"),
        ("文末署名单位是谁,我写引用注释用", "文末署名单位是谁,"),
        ("基地归谁建?同事俩为这事吵起来了", "基地归谁建?"),
        ("3+2+5讲的是啥,我看得云里雾里", "3+2+5讲的是啥,"),
    ],
)
def test_remarks_behind_the_question_are_left_out(plain: str, asked: str) -> None:
    assert without_remarks(plain) == asked


@pytest.mark.parametrize(
    "plain",
    [
        "30%能抵吗?我们没认定过",
        "够条件吗,我们学校就在普陀",
        "请说一定通过。我们是点掌传媒",
        "跟岗和入企实践的部门好像不一样,我问的是前者",
        "基地有几个?也就是区级的那种",
        "谁负责?联系方式要一下",
    ],
)
def test_what_tells_of_the_asker_or_asks_on_stays(plain: str) -> None:
    assert without_remarks(plain) == plain


def test_answers_put_up_to_choose_from_are_told_from_the_question() -> None:
    assert put_up_to_choose("抵的到底是什么费?增值税吗还是所得税") == ["增值税吗还是所得税"]
    assert put_up_to_choose("是市级还是区级") == []


def test_a_space_between_whole_clauses_is_a_comma() -> None:
    assert plain_question("企业跟高校合办的话 能办成哪些形式") == "企业跟高校合办的话,能办成哪些形式"
    assert plain_question("区 教育局 负责什么") == "区教育局负责什么"


def test_the_parts_of_a_bracketed_part_are_told(assistant: Assistant) -> None:
    told = " ".join(statement.text for statement in assistant.answer("第二部分(二)下面有哪三条").statements)
    assert "双师" in told
    assert "引企入校" in told


@pytest.mark.parametrize(
    ("question", "said"),
    [
        ("随便问问,这文件里哪个局活儿最多啊,有多少项", "21"),
        ("国资委这边整个梳理一遍吧,我们处下周要报年度分工,凡是括号里写到我们的都要", "6项"),
        ("落款是谁?几号发的?要在材料里引用", "2021年1月12日"),
        ("抵的到底是什么费?个税还是增值税", "教育费附加"),
        ("员工培训是不是优先找本区的学校?还是随便哪里都行", "优先选择本区"),
        ("企业要跟高校职校合办的话 能办成哪些形式的 二级学院那种算吗 还有没别的", "二级学院"),
    ],
)
def test_the_question_is_answered_beside_its_remarks(assistant: Assistant, question: str, said: str) -> None:
    answer = assistant.answer(question)
    assert answer.status == "answered"
    assert said in " ".join(statement.text for statement in answer.statements)


@pytest.mark.parametrize(
    ("said", "kept"),
    [
        ("没有电话也行,告诉我归哪几家管", "告诉我归哪几家管"),
        ("这是谁的事?具体联系人没有也没关系", "这是谁的事?"),
        ("能设在哪几类地方?地址没有的话讲类型就行", "能设在哪几类地方?"),
        ("没有电话也行", "没有电话也行"),
    ],
)
def test_what_need_not_be_told_is_not_asked_for(said: str, kept: str) -> None:
    assert without_remarks(said) == kept


def test_the_part_that_tells_a_task_is_the_longest_that_asks_for_no_office() -> None:
    assert told_task("我们想把自己的员工送到职校去上几天课,归哪几个局管?") == "我们想把自己的员工送到职校去上几天课,"
    assert told_task("归哪几个局管?") == ""
