"""The measures of the plan: every quote at its clause, every sentence of benefit covered or left out with a reason."""

from __future__ import annotations

import re

import pytest

from assistant.facts import FACTS
from ingest.clauses import parse_clauses
from ingest.documents import Span
from ingest.loading import load_document
from ingest.measure_drafting import BENEFIT
from ingest.measures import FACT_VALUES, Measure, parse_exclusions
from ingest.sentences import sentences_of
from tests.commands import ROOT

FOLDER = ROOT / "documents" / "putuo-2021"
PLAN = load_document(FOLDER / "source.txt")
CLAUSES = {clause.clause_id: clause for clause in parse_clauses(PLAN).walk()}
EXCLUSIONS = parse_exclusions((FOLDER / "measures.toml").read_text("utf-8"))


@pytest.mark.parametrize("measure", PLAN.measures, ids=lambda measure: measure.measure_id)
def test_every_quote_stands_verbatim_at_its_clause(measure: Measure) -> None:
    words = CLAUSES[measure.clause_id].span.slice(PLAN.text)
    assert measure.quote in words
    assert measure.modality in measure.quote or measure.modality in words
    for condition in (*measure.conditions, *measure.cautions):
        place = CLAUSES[condition.clause_id or measure.clause_id].span.slice(PLAN.text)
        assert condition.quote in (place if condition.clause_id else measure.quote)


@pytest.mark.parametrize("measure", PLAN.measures, ids=lambda measure: measure.measure_id)
def test_every_measure_is_told_in_both_languages(measure: Measure) -> None:
    assert measure.title_en
    assert len(measure.unstated) == len(measure.unstated_en) > 0
    assert measure.conditions
    assert all(condition.text_en for condition in (*measure.conditions, *measure.cautions))


def test_every_figure_stands_in_the_quote() -> None:
    for measure in PLAN.measures:
        for figure in measure.figures:
            assert figure.value + figure.unit in measure.quote
            assert figure.qualifier in measure.quote


def test_every_sentence_of_benefit_is_a_measure_or_left_out_with_a_reason() -> None:
    quotes = [(measure.clause_id, measure.quote) for measure in PLAN.measures]
    quotes += [(exclusion.clause_id, exclusion.quote) for exclusion in EXCLUSIONS]
    uncovered = [
        (clause.clause_id, sentence)
        for clause in CLAUSES.values()
        if not clause.children and re.match(r"s\d", clause.clause_id)
        for sentence in _sentences(clause.span)
        if BENEFIT.search(sentence)
        and (not clause.heading or clause.heading not in sentence)
        and not any(at == clause.clause_id and (quote in sentence or sentence in quote) for at, quote in quotes)
    ]
    assert uncovered == []


def test_what_is_left_out_is_in_the_text_and_is_no_measure() -> None:
    for exclusion in EXCLUSIONS:
        assert exclusion.reason
        assert exclusion.quote in CLAUSES[exclusion.clause_id].span.slice(PLAN.text)
        assert not any(
            exclusion.quote in measure.quote for measure in PLAN.measures if measure.clause_id == exclusion.clause_id
        )


def test_every_fact_has_labels_a_question_and_its_values_as_choices() -> None:
    assert {fact.name for fact in FACTS} == set(FACT_VALUES)
    for fact in FACTS:
        assert {choice.value for choice in fact.choices} == FACT_VALUES[fact.name]
        assert all((fact.zh, fact.en, fact.question_zh, fact.question_en))
        assert all(choice.zh and choice.en for choice in fact.choices)


def _sentences(span: Span) -> list[str]:
    return [
        re.sub(r"\(责任部门:[^)]*\)", "", found.slice(PLAN.text)).strip() for found in sentences_of(PLAN.text, span)
    ]
