"""Eligibility: each condition by itself, no promise where the text makes none, the missing facts asked back and used."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from assistant.answering import Assistant
from assistant.answers import ConditionState, Eligibility, Verdict
from assistant.case_facts import read_facts_of
from assistant.language import Language
from ingest.errors import UsageError


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
        ("普陀注册的小厂", {"kind": "enterprise", "in_district": "yes"}),
        ("我是学校校长,职校", {"kind": "school", "school_type": "vocational"}),
        ("我校骨干教师,职业学校来的", {"kind": "teacher", "school_type": "vocational", "standing": "yes"}),
        ("产教融合型企业也是认过的", {"kind": "enterprise", "recognised": "yes"}),
        ("有没有认定过的企业", {"kind": "enterprise"}),
        ("职高想让骨干老师报工作室", {"kind": "teacher", "school_type": "secondary_vocational", "standing": "yes"}),
        ("A vocational school wants its teachers to apply", {"kind": "teacher", "school_type": "vocational"}),
        ("We host interns from a vocational school", {}),
        ("我投1000万,就是500万喽", {"amount": "1000"}),
    ],
)
def test_facts_are_what_was_said_and_silence_is_unknown(said: str, facts: dict[str, str]) -> None:
    assert {fact.name: fact.value for fact in read_facts_of(said)} == facts


@pytest.mark.parametrize(
    ("turns", "says"),
    [
        (["我们是产教融合型企业,办了职业学校", "投资900万能抵多少"], "900万元 × 30% = 270万元"),
        (["我们是产教融合型企业,办了职业学校", "投资900万能抵多少", "那投资是2000万的话呢"], "2000万元 × 30% = 600万元"),
        (["我们是产教融合型企业,办了职业学校", "投资900万能抵多少", "报错了,不是900万,是90万"], "90万元 × 30% = 27万元"),
        (["我们投了2000万", "我们是产教融合型企业,办了职校", "能抵多少?"], "2000万元 × 30% = 600万元"),
        (["我们是产教融合型企业,也办着职业院校,要抵到90万得投多少?"], "90万元 ÷ 30% = 300万元"),
        (["我们是产教融合型企业,办了职校,想退回600万,要投资多少?"], "600万元 ÷ 30% = 2000万元"),
        (["两个项目一个投了300万一个投了700万,都是办职校,产教融合型企业也是认过的,合起来抵多少"], "1000万元 × 30% = 300万元"),
        (["按投资额一半抵,我投1000万,产教融合型企业,自己办职校,就是500万喽"], "原文的比例是30%,不是50%"),
        (["We are a recognised integration enterprise and run a vocational school. How much must we invest to get 3 million back?"],
         "3,000,000 yuan ÷ 30% = 10,000,000 yuan"),
    ],
)  # fmt: skip
def test_sums_follow_the_conversation_in_both_directions(assistant: Assistant, turns: list[str], says: str) -> None:
    answer = assistant.answer(turns[-1], history=turns[:-1])
    assert says in answer.markdown
    assert answer.eligibility is not None
    assert answer.eligibility.verdict is Verdict.MEETS


@pytest.mark.parametrize(
    ("turns", "measure", "verdict"),
    [
        (["想问问我们公司能不能算产教融合型企业"], "municipal-enterprise", Verdict.UNDECIDED),
        (["上海电科所是不是产教融合型企业?"], "municipal-enterprise", Verdict.UNDECIDED),
        (["作为一所中职,这个方案里到底有哪些是给我们的?"], "performance-pay-weight", Verdict.UNDECIDED),
        (["If we're just a start-up in Putuo with no certification, what could we benefit from?"], "found-school", Verdict.MEETS),
        (["公司跟职高合办二级学院可以伐?公司就在普陀桃浦"], "secondary-college", Verdict.MEETS),
        (["我们公司没认定,能抵免吗?", "不谈公司了,我是学校校长,职校,企业愿意跟我们合办一个学院,政策支持吗"], "secondary-college", Verdict.MEETS),
        (["A vocational school in Putuo wants its teachers to apply for the skilled masters' studio. Allowed?"], "teacher-honours", Verdict.MEETS),
        (["我一个人,自由职业,教编程的,这政策有我份吗,抵税那种"], "surcharge-offset", Verdict.DOES_NOT),
    ],
)  # fmt: skip
def test_everyday_wordings_reach_the_measure_that_is_meant(
    assistant: Assistant, turns: list[str], measure: str, verdict: Verdict
) -> None:
    check = assistant.examine(turns[-1], history=turns[:-1])
    assert {item.measure.measure_id: item.verdict for item in check.judged}[measure] is verdict
    assert len(check.asked) <= 3


@pytest.mark.parametrize(
    "question",
    [
        "我们是注册在长寿路街道的软件公司,去年和信息技术学校办了联想专班,能享受30%抵免吗?",
        "公司在桃浦,接了两批学生来实习,还派过企业培训师,教育费附加能不能抵?",
        "我们厂跟职校签了现代学徒制,可以拿到附加费的抵免吗",
    ],
)
def test_what_is_hoped_for_is_judged_and_not_what_only_tells_of_the_user(assistant: Assistant, question: str) -> None:
    check = assistant.examine(question)
    assert "按投资额的30%比例" in check.judged[0].measure.quote
    assert not any("进展" in statement.text for statement in check.answer.statements)


def test_english_answers_say_how_firmly_a_measure_is_meant(assistant: Assistant) -> None:
    told = assistant.answer("We are a firm in Putuo. May we found a vocational college with a partner?").markdown
    assert "(鼓励, encourages)" in told


DIALOGUES = [
    json.loads(line)
    for line in (Path(__file__).parent / "data" / "eligibility-dialogues.jsonl").read_text("utf-8").splitlines()
]


@pytest.mark.parametrize("dialogue", DIALOGUES, ids=lambda dialogue: dialogue["turns"][-1])
def test_a_dialogue_ends_in_its_verdict_and_no_fact_is_asked_twice(
    assistant: Assistant, dialogue: dict[str, Any]
) -> None:
    turns = dialogue["turns"]
    checks = [assistant.examine(turn, history=turns[:place]) for place, turn in enumerate(turns)]
    asked = [name for check in checks for name in check.asked]
    assert len(asked) == len(set(asked))
    assert {item.measure.measure_id: str(item.verdict) for item in checks[-1].judged}[dialogue["measure"]] == dialogue[
        "verdict"
    ]


def test_the_dialogues_are_enough_and_have_two_to_five_turns() -> None:
    assert len(DIALOGUES) >= 25
    assert {len(dialogue["turns"]) for dialogue in DIALOGUES} <= {2, 3, 4, 5}


@pytest.mark.parametrize(
    ("question", "says"),
    [
        ("我们是外区的产教融合型企业,办了职校,普陀的30%能抵吗?", "原文未写明是否适用于区外"),
        ("我们在重点推动名单里,办了职校,能抵教育费附加吗?", "不等于已被认定"),
        ("我们已投资1000万,直接告诉我退多少", "1000万元 × 30% = 300万元"),
        ("我们已投资1000万,直接告诉我退多少", "方案未规定计算基数和条件"),
        ("临港那边产教融合企业给补贴500万,我们普陀的企业也有吗?", "没有临港的规定"),
        ("听说能抵50%,我们是产教融合型企业,也办了职校,是吗?", "原文的比例是30%,不是50%"),
        ("我是个人,想办个职业培训班,能优先拿专项资金补助吗?", "按所述情况不符合"),
        ("我们是A区的公司,注册在浦东,能独资办职校受鼓励吗?", "按所述情况不符合"),
    ],
)
def test_a_trap_is_named_and_never_answered_with_a_yes(assistant: Assistant, question: str, says: str) -> None:
    answer = assistant.answer(question)
    assert says in answer.markdown
    assert answer.eligibility is not None
    assert answer.eligibility.verdict is not Verdict.MEETS or says.startswith("原文的比例")
    assert "不是官方认定" in "".join(answer.notices)


@pytest.mark.parametrize(
    ("question", "names", "leaves_out"),
    [
        ("学校能得到什么", "绩效工资", "抵免"),
        ("哪些措施不要求认定?", "鼓励区内企业以独资", "教育费附加抵免"),
        ("哪些措施要求是产教融合型企业?", "教育费附加和地方教育附加抵免", "现代学徒制"),
        ("行业协会能参与哪些措施?", "校企合作基地", "绩效工资"),
        ("学校能捞到点啥", "绩效工资", "抵免"),
        ("给园区的措施有哪些?", "校企合作基地", "绩效工资"),
        ("不用认定也能参加的有哪些?", "现代学徒制", "教育费附加抵免"),
        ("Which measures are for industrial parks?", "district-level base", "performance pay"),
        ("What is in it for teachers?", "studios", "surcharge"),
        ("What can vocational schools get?", "performance pay", "surcharge and"),
        ("Which measures do not require recognition?", "apprenticeship", "offset against"),
    ],
)
def test_questions_the_other_way_are_answered_from_the_measures(
    assistant: Assistant, question: str, names: str, leaves_out: str
) -> None:
    answer = assistant.answer(question)
    assert names in answer.markdown
    assert leaves_out not in answer.markdown
    assert answer.eligibility is None
    assert len(answer.citations) >= 3


@pytest.mark.parametrize(
    "said", ["刚创业,员工八个人,想带徒弟", "职工有120人,在桃浦", "我们二十来个人的小公司,能带徒弟吗"]
)
def test_who_tells_how_many_work_for_them_is_an_enterprise(said: str) -> None:
    assert read_facts_of(said).value("kind") == "enterprise"


@pytest.mark.parametrize(
    ("turns", "says"),
    [
        (["学校能得到什么", "那企业呢?"], "面向企业的措施"),
        (
            ["What can schools get from this plan?", "What about enterprises?"],
            "Measures of the documents for enterprise",
        ),
        (["企业能享受哪些支持", "园区呢", "那行业协会呢"], "面向行业协会的措施"),
    ],
)
def test_a_question_the_other_way_is_put_for_somebody_else(assistant: Assistant, turns: list[str], says: str) -> None:
    assert says in assistant.answer(turns[-1], history=turns[:-1]).markdown


def test_every_condition_is_told_with_its_own_words_as_citation(assistant: Assistant) -> None:
    for document in (summary.document for summary in assistant.index.documents()):
        for measure in document.measures:
            for language in (Language.CHINESE, Language.TRADITIONAL, Language.ENGLISH):
                check = assistant.check_eligibility(
                    {"kind": measure.who[0], "in_district": "no"}, measure_ids=[measure.measure_id], language=language
                )
                told = check.answer.markdown
                (judged,) = check.judged
                quotes = {citation.marker: citation.quote for citation in check.answer.citations}
                assert check.answer.eligibility is not None
                for condition, item in zip(check.answer.eligibility.conditions, judged.conditions, strict=True):
                    assert condition.text in told
                    assert quotes[condition.citation] == item.condition.quote


def test_facts_from_a_form_are_checked_and_count_more_than_earlier_words(assistant: Assistant) -> None:
    history = ["我们是产教融合型企业,办了职校,能抵免吗?"]
    corrected = assistant.examine("那能抵免吗", history=history, facts={"recognised": "no"})
    assert corrected.facts.value("recognised") == "no"
    assert corrected.judged[0].verdict is Verdict.DOES_NOT
    taken_back = assistant.examine("那能抵免吗", history=history, facts={"recognised": ""})
    assert taken_back.facts.value("recognised") is None
    for wrong in ({"height": "tall"}, {"kind": "martian"}, {"amount": "much"}):
        with pytest.raises(UsageError):
            assistant.check_eligibility(wrong)
    with pytest.raises(UsageError, match="no measure"):
        assistant.check_eligibility({}, measure_ids=["nothing"])


def test_a_form_gets_every_measure_for_its_kind(assistant: Assistant) -> None:
    check = assistant.check_eligibility({"kind": "park"})
    assert {item.measure.measure_id for item in check.judged} == {
        measure.measure_id
        for summary in assistant.index.documents()
        for measure in summary.document.measures
        if "park" in measure.who
    }


def test_facts_carry_the_words_of_the_user(assistant: Assistant) -> None:
    facts = assistant.facts_of("我们是注册在长寿路街道的软件公司,去年和信息技术学校办了联想专班")
    assert {fact.name: fact.value for fact in facts} == {
        "kind": "enterprise",
        "in_district": "yes",
        "with_school": "yes",
    }
    assert all(fact.words for fact in facts)


@pytest.mark.parametrize(("asked", "whole"), [("拿一部分", False), ("全额拿来", True)])
def test_the_whole_is_not_granted_by_a_clause_that_gives_a_share(assistant: Assistant, asked: str, whole: bool) -> None:
    eligibility = assistant.answer(f"我们中职学校给企业做社会培训,收入能不能{asked}做绩效工资?").eligibility
    assert eligibility is not None
    assert any("全部" in condition.text for condition in eligibility.conditions) is whole
    assert eligibility.verdict == Verdict.UNDECIDED


def test_titles_of_measures_stand_in_quotation_marks_only_where_they_are_in_the_text(assistant: Assistant) -> None:
    texts = [statement.text for statement in assistant.answer("我是民营企业,能享受什么支持").statements]
    assert any(text.startswith("“教育费附加和地方教育附加抵免”:") for text in texts)
    assert any(text.startswith("优先支持申报专项资金或经费补助:") for text in texts)
    assert not any("““" in text for text in texts if "条件" not in text)
