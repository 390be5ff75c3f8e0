"""What people tell of a condition in their own words, and whose case it is."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from assistant.answering import Assistant
from assistant.answers import ConditionState, Verdict
from assistant.asker_by_meaning import NOBODY, SIGNS, asker_fit, asker_meant, chances
from assistant.askers import only_type_of_school
from assistant.facts import Facts
from assistant.reasoning import judge_measure
from assistant.sources import Sources
from assistant.told_conditions import with_told
from eval.asker_training import Messages, left_out_signs, read_messages, report, shares_of
from ingest.condition_lines import with_condition_lines
from ingest.errors import DocumentRefused
from ingest.loading import load_document
from vectorstore.condition_fits import ConditionFits, condition_lines
from vectorstore.indexing import shipped_documents

PLAN = load_document(shipped_documents() / "putuo-2021" / "source.txt")
MEASURES = {measure.measure_id: measure for measure in PLAN.measures}


@pytest.mark.parametrize(
    ("said", "kind"),
    [
        ("开了八家修车店,跟一所职校说定了,每家店收两个学生,老师傅手把手带", "enterprise"),
        ("手下四十个毕业班没着落,我们学校能去区里的小型面试吗", "school"),
        ("三舅捏面人的,去年非遗传承人的本子发下来了,有所职校要给他腾间屋子", "specialist"),
        ("我女儿在职校念护理,家里想问问她能不能参加", "individual"),
        ("会员单位一百来家,秘书处就我一个人,我们能不能建个基地", "association"),
        ("We run three bakeries, sixty staff, and a vocational school offered us apprentices", "enterprise"),
    ],
)
def test_whose_case_it_is_shows_beside_others_that_are_named(said: str, kind: str) -> None:
    asker = asker_meant(said)
    assert asker is not None
    assert (asker.kind, asker.themselves) == (kind, True)


def test_who_says_to_be_one_kind_is_only_taken_for_another_beyond_doubt() -> None:
    asker = asker_meant("我是个人,想办个职业培训班,能优先拿专项资金补助吗")
    assert asker is not None
    assert asker.kind == "individual"


def test_the_one_type_of_school_that_is_named_is_the_own_one() -> None:
    asker = asker_meant("职校管账的,今年老师们替一家阀门厂解决了漏水,厂里付了我们学校六十万")
    assert asker is not None
    assert (asker.kind, asker.school_type) == ("school", "vocational")
    assert only_type_of_school("职校和隔壁小学") == ""
    assert only_type_of_school("没有提到") == ""


def test_chances_are_of_the_kinds_and_together_one() -> None:
    fitted = asker_fit()
    assert NOBODY in fitted.kinds
    assert len(fitted.shares) == len(SIGNS)
    assert fitted.chances("我们公司想招人").sum() == pytest.approx(1.0, abs=1e-5)
    signs = np.zeros((2, len(SIGNS)), dtype=np.float32)
    assert chances(signs, fitted.shares).tolist() == [0.5, 0.5]


def test_the_training_says_how_each_hand_does_by_the_others() -> None:
    every = read_messages()
    kept = np.isin(every.owners, [every.kinds.index("enterprise"), every.kinds.index(NOBODY)])
    kept &= np.isin(every.hands, ["a", "k", "i", "j"])
    owners = (every.owners[kept] == every.kinds.index(NOBODY)).astype(np.int64)
    texts = tuple(text for text, own in zip(every.texts, kept, strict=True) if own)
    some = Messages(("enterprise", NOBODY), texts, owners, every.hands[kept], every.vectors[kept])
    signs = left_out_signs(some)
    assert signs.shape == (len(texts), 2, len(SIGNS))
    assert shares_of(signs, owners)[-1] > 0  # what a message is as a whole speaks for it
    lines = report(some, signs)
    assert lines[0].startswith("right: 0.")
    assert len(lines) == 6


@pytest.mark.parametrize(
    ("measure", "heard", "states"),
    [
        ("transfer-agencies", "就是普通的餐饮店,跟技术没关系", {ConditionState.NOT_MET}),
        ("performance-pay-source", "食堂承包出去收了三十万,停车场又收了八万", {ConditionState.NOT_STATED, ConditionState.NOT_MET}),
        ("transfer-agencies", "想搬进去可以吗", {ConditionState.NOT_STATED}),
        ("transfer-agencies", "", {ConditionState.NOT_STATED}),
    ],
)  # fmt: skip
def test_a_condition_that_facts_leave_open_is_decided_by_what_is_told(
    assistant: Assistant, measure: str, heard: str, states: set[ConditionState]
) -> None:
    judged = with_told(judge_measure(PLAN, MEASURES[measure], Facts()), heard, Sources(assistant.index))
    assert {item.state for item in judged.conditions} == states
    for item in judged.conditions:
        assert bool(item.words) is (item.state is not ConditionState.NOT_STATED)
        assert item.words in heard


def test_a_formal_status_is_never_met_by_other_words_and_facts_are_not_overruled(assistant: Assistant) -> None:
    measure = MEASURES["surcharge-offset"]
    known = Facts.chosen({"runs_vocational_education": "no"})
    heard = "区里的牌子前台挂着呢,名单上第三个就是我们集团,职校是我们自己出钱开的"
    judged = with_told(judge_measure(PLAN, measure, known), heard, Sources(assistant.index))
    by_text = {item.condition.text: item.state for item in judged.conditions}
    assert by_text["已是产教融合型企业"] is not ConditionState.MET
    assert by_text["兴办职业教育"] is ConditionState.NOT_MET


def test_another_case_is_not_judged_by_what_was_told_before(assistant: Assistant) -> None:
    told = "就是普通的餐饮店,跟技术没关系"
    judged = judge_measure(PLAN, MEASURES["transfer-agencies"], Facts())
    after = with_told(judged, f"{told}\n另外一家公司呢,能进去吗", Sources(assistant.index))
    assert after.verdict is Verdict.UNDECIDED
    assert with_told(judged, f"{told}\n能进去吗", Sources(assistant.index)).verdict is Verdict.DOES_NOT


def test_the_words_that_decide_are_shown(assistant: Assistant) -> None:
    answer = assistant.answer("中以创新园看中一个门面。就是普通的餐饮店,跟技术没关系。支持引进机构入驻那条我们能用吗")
    assert answer.eligibility is not None
    assert answer.eligibility.verdict is Verdict.DOES_NOT
    assert any("餐饮店" in item.text and item.text.startswith("按您所说") for item in answer.statements)


def test_lines_stand_beside_the_measures_they_are_of() -> None:
    toml = '[[condition]]\ntext = "是企业"\nmet = ["开厂的"]\nunmet = ["我是学生"]\n'
    plain = [replace(measure, conditions=tuple(replace(c, lines=type(c.lines)()) for c in measure.conditions)) for measure in PLAN.measures]  # fmt: skip
    measures = with_condition_lines(plain, toml, name="x")
    found = [c.lines.everything() for measure in measures for c in measure.conditions if c.lines.met]
    assert set(found) == {("开厂的", "我是学生")}


@pytest.mark.parametrize(
    ("toml", "fault"),
    [
        ("[[condition]]\ntext = 'x'\n", "an entry without 'met'"),
        ("[[condition]]\ntext = '是企业'\nmet = []\nunmet = ['b']\n", "no lines for '是企业'"),
        ("[[condition]]\ntext = 'x'\nmet = ['a']\nunmet = ['b']\n", "no condition of a measure reads 'x'"),
        ("condition = 3", "not a usable conditions file"),
        ("[[", "not a usable conditions file"),
    ],
)
def test_a_wrong_file_of_lines_is_refused_in_one_line(toml: str, fault: str) -> None:
    with pytest.raises(DocumentRefused) as refused:
        with_condition_lines(PLAN.measures, toml, name="conditions.toml")
    assert fault in str(refused.value)
    assert "\n" not in str(refused.value)


def test_without_vectors_there_is_no_fit(tmp_path: Path) -> None:
    fits = ConditionFits(tmp_path / "none.npz", [PLAN])
    lines = next(c.lines for c in MEASURES["transfer-agencies"].conditions)
    assert fits.of(lines, np.zeros((1, 384), dtype=np.float32)) is None
    assert len(list(condition_lines([PLAN]))) > 3000
