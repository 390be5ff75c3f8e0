"""What the documents do not say is refused with the nearest clause, whatever else the question tells."""

from __future__ import annotations

import pytest

from assistant.answering import Assistant


@pytest.mark.parametrize(
    "question",
    [
        "静安区有没有同样的政策,抵多少",
        "徐汇那边能抵几成?",
        "临港那边办职校抵免多少,比普陀高吗",
        "浦东新区对产教融合型企业有没有补贴",
        "杭州市产教融合企业的抵免比例是多少",
        "Does Minhang offer the same 30% offset?",
    ],
)
def test_the_rules_of_another_place_are_not_told_by_those_of_here(assistant: Assistant, question: str) -> None:
    answer = assistant.answer(question)
    assert answer.status == "not_in_documents"
    assert answer.eligibility is None


@pytest.mark.parametrize(
    "question",
    [
        "我们公司在静安,能享受普陀的30%抵免吗",
        "总公司在苏州,普陀有个分公司,抵免教育附加够条件吗",
        "中等职业学校,位置在静安区,能参加跟中侨的中高本贯通项目么?",
        "外区的企业能用这个抵免吗,比如在嘉定的",
    ],
)
def test_somebody_from_elsewhere_hears_what_holds_here(assistant: Assistant, question: str) -> None:
    assert assistant.answer(question).eligibility is not None


@pytest.mark.parametrize(
    ("question", "pointed"),
    [
        ("审批要多长时间,几个工作日出结果?", "申报"),
        ("批下来一般要几个工作日", "申报"),
        ("不批的话找谁申诉", "申报"),
        ("How long does approval take?", "申报"),
        ("抵免额当年用不完,能不能结转到下一年", "抵免"),
        ("教师入企实践一次要满几个月", "入企实践"),
        ("给我个能打通的电话,我要问产教融合企业怎么申报", "产教融合型企业"),
        ("名师基地的挂牌仪式定在几号", "名师基地"),
        ("职教联盟一年开几次会", "联盟"),
    ],
)
def test_the_nearest_clause_stands_beside_a_refusal(assistant: Assistant, question: str, pointed: str) -> None:
    answer = assistant.answer(question)
    assert answer.status == "not_in_documents"
    assert any(pointed in citation.text for citation in answer.citations)


@pytest.mark.parametrize(
    ("question", "missing"),
    [
        ("环华东师大智能教育圈那条,哪个是牵头部门、哪个配合?", "由谁牵头"),
        ("啥样的公司才算产教融合型企业,营收、人数各要达到多少?", "标准"),
        ("环华师大那个教育圈现在建到什么程度了?", "进展"),
        ("学生来我们厂实习,最低要发多少工资?", "金额"),
        ("这个抵免可以跟高新技术企业优惠叠加吗", "叠加"),
        ("抵免的钱没抵完可以留到明年吗", "结转"),
        ("校企合作基地每年考核不合格会摘牌吗", "处罚"),
        ("普陀区教育局几点下班", "联系方式"),
        ("专班学生的住宿条件怎么样", "原文未规定"),
        ("What happens to a company that drops out halfway, is there a fine?", "penalties"),
    ],
)
def test_what_a_fitting_clause_does_not_give_is_named(assistant: Assistant, question: str, missing: str) -> None:
    answer = assistant.answer(question)
    assert answer.status in {"partial", "not_in_documents"}
    assert missing in " ".join(statement.text for statement in answer.statements)


def test_names_in_the_text_are_no_full_list(assistant: Assistant) -> None:
    answer = assistant.answer("有没有已经认定的产教融合型企业全名单,我做供应商筛选用")
    assert answer.status in {"partial", "not_in_documents"}
    assert answer.citations
