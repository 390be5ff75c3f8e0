"""Conditions in three values: cases written from the text, and properties that hold for any facts."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.answers import ConditionState, Verdict
from assistant.facts import FACTS, Facts, StatedFact
from assistant.reasoning import MAX_QUESTIONS, judge_condition, judge_measure, open_facts
from ingest.loading import load_document
from ingest.measures import FACT_VALUES, Alternative, Measure, MeasureCondition, Requirement
from tests.commands import ROOT

PLAN = load_document(ROOT / "documents" / "putuo-2021" / "source.txt")
MEASURES = {measure.measure_id: measure for measure in PLAN.measures}
FILE = Path(__file__).parent / "data" / "eligibility-cases.jsonl"
CASES = [json.loads(line) for line in FILE.read_text("utf-8").splitlines()]


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["id"])
def test_states_and_verdict_of_a_written_case(case: dict[str, object]) -> None:
    facts = Facts.chosen(case["facts"])  # type: ignore[arg-type]
    judged = judge_measure(PLAN, MEASURES[str(case["measure"])], facts)
    assert [str(item.state) for item in judged.conditions] == case["states"]
    assert str(judged.verdict) == case["verdict"]


def test_the_written_cases_are_enough_and_a_third_is_held_out() -> None:
    held_out = [case for case in CASES if case["split"] == "held_out"]
    assert len(CASES) >= 60
    assert len(held_out) * 3 >= len(CASES)
    assert {case["measure"] for case in CASES} == MEASURES.keys()
    assert {case["verdict"] for case in CASES} == {str(verdict) for verdict in Verdict}


REQUIREMENTS = st.sampled_from([name for name in FACT_VALUES if name != "amount"]).flatmap(
    lambda name: st.lists(st.sampled_from(sorted(FACT_VALUES[name])), min_size=1, max_size=3, unique=True).map(
        lambda values: Requirement(name, tuple(values))
    )
)
AMOUNTS = st.tuples(st.sampled_from([">=", "<="]), st.integers(1, 900)).map(
    lambda bound: Requirement("amount", (f"{bound[0]}{bound[1]}",))
)
ALTERNATIVES = st.lists(
    st.lists(REQUIREMENTS | AMOUNTS, min_size=1, max_size=3, unique_by=lambda item: item.fact).map(tuple), max_size=3
).map(tuple)
VALUES = st.fixed_dictionaries(
    {},
    optional={
        **{name: st.sampled_from(sorted(values)) for name, values in FACT_VALUES.items() if values},
        "amount": st.integers(1, 900).map(str),
    },
)


@given(when=ALTERNATIVES, unclear=ALTERNATIVES, values=VALUES, more=VALUES)
def test_more_facts_only_settle_what_was_open(
    when: tuple[Alternative, ...], unclear: tuple[Alternative, ...], values: dict[str, str], more: dict[str, str]
) -> None:
    condition = MeasureCondition("x", "x", when=when, unclear=unclear)
    before = judge_condition(condition, Facts.chosen(values)).state
    after = judge_condition(condition, Facts.chosen({**more, **values})).state
    assert before is ConditionState.NOT_STATED or after is before


@given(values=VALUES, data=st.data())
def test_the_order_of_facts_does_not_matter(values: dict[str, str], data: st.DataObject) -> None:
    stated = [StatedFact(name, value) for name, value in values.items()]
    shuffled = data.draw(st.permutations(stated))
    assert Facts.of(stated) == Facts.of(shuffled)
    for measure in PLAN.measures:
        assert judge_measure(PLAN, measure, Facts.of(stated)) == judge_measure(PLAN, measure, Facts.of(shuffled))


@given(values=VALUES, measure=st.sampled_from(PLAN.measures))
def test_a_condition_is_met_only_by_facts_that_are_known(values: dict[str, str], measure: Measure) -> None:
    for item in judge_measure(PLAN, measure, Facts.chosen(values)).conditions:
        if item.state is ConditionState.MET:
            assert any(all(requirement.fact in values for requirement in each) for each in item.condition.when)


@given(values=VALUES, measure=st.sampled_from(PLAN.measures))
def test_a_verdict_follows_from_the_conditions_alone(values: dict[str, str], measure: Measure) -> None:
    judged = judge_measure(PLAN, measure, Facts.chosen(values))
    states = {item.state for item in judged.conditions}
    assert (judged.verdict is Verdict.DOES_NOT) == (ConditionState.NOT_MET in states)
    if judged.verdict is Verdict.MEETS:
        assert states == {ConditionState.MET}
        assert not measure.intended


def test_nothing_is_met_when_nothing_is_known() -> None:
    for measure in PLAN.measures:
        judged = judge_measure(PLAN, measure, Facts())
        assert judged.verdict is Verdict.UNDECIDED
        assert {item.state for item in judged.conditions} == {ConditionState.NOT_STATED}


@given(values=VALUES, asked=st.frozensets(st.sampled_from([fact.name for fact in FACTS])))
def test_questions_are_few_new_and_about_what_is_unknown(values: dict[str, str], asked: frozenset[str]) -> None:
    judged = [judge_measure(PLAN, measure, Facts.chosen(values)) for measure in PLAN.measures]
    names = open_facts(judged, asked=asked)
    assert len(names) <= MAX_QUESTIONS
    assert not set(names) & (asked | set(values))
    assert len(set(names)) == len(names)


def test_a_bound_on_a_number_is_compared_and_not_matched() -> None:
    condition = MeasureCondition("x", "x", when=((Requirement("amount", (">=500", "<=900")),),))
    states = {
        amount: judge_condition(condition, Facts.chosen({"amount": amount})).state
        for amount in ("499.5", "500", "900", "901")
    }
    assert [str(state) for state in states.values()] == ["not_met", "met", "met", "not_met"]
