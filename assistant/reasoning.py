"""Three-valued reasoning: the conditions of a measure held against known facts.

A condition is met, not met or not stated; nothing is weighed and nothing is guessed. An unknown fact never
meets a condition and never fails one, so a verdict changes only from undecided when more becomes known.

Written here instead of taken from a rules library (business-rules, durable-rules, clingo, z3): conditions are
alternatives of a few facts, thirty lines decide them, and the libraries evaluate in two values or prove
theorems, without saying which fact a condition waits for.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from assistant.answers import ConditionState, Verdict
from assistant.facts import ORDER, Facts
from ingest.documents import Document
from ingest.measures import Alternative, Measure, MeasureCondition, Requirement

MAX_QUESTIONS = 3


@dataclass(frozen=True, slots=True)
class JudgedCondition:
    """A condition, its state, and the unknown facts that would change it, the most deciding first.

    `words` are the user's own that decide it where no fact does.
    """

    condition: MeasureCondition
    state: ConditionState
    waits_for: tuple[str, ...] = ()
    words: str = ""


@dataclass(frozen=True, slots=True)
class JudgedMeasure:
    """A measure of a document with the state of each condition; the verdict follows from them alone."""

    document: Document
    measure: Measure
    conditions: tuple[JudgedCondition, ...]

    @property
    def verdict(self) -> Verdict:
        """One condition not met decides; all met is enough unless the text only intends the measure."""
        states = {item.state for item in self.conditions}
        if ConditionState.NOT_MET in states:
            return Verdict.DOES_NOT
        if states == {ConditionState.MET} and not self.measure.intended:
            return Verdict.MEETS
        return Verdict.UNDECIDED


def judge_measure(document: Document, measure: Measure, facts: Facts) -> JudgedMeasure:
    """A measure held against facts; its cautions count only where what they warn of was said."""
    conditions = [judge_condition(condition, facts) for condition in measure.conditions]
    conditions += [
        JudgedCondition(caution, ConditionState.NOT_STATED)
        for caution in measure.cautions
        if any(_holds(alternative, facts) is True for alternative in caution.unclear)
    ]
    return JudgedMeasure(document, measure, tuple(conditions))


def judge_condition(condition: MeasureCondition, facts: Facts) -> JudgedCondition:
    """Met by any alternative that holds; not met when none can hold any more; otherwise not stated."""
    outcomes = [_holds(alternative, facts) for alternative in condition.when]
    if True in outcomes:
        return JudgedCondition(condition, ConditionState.MET)
    undecided = [_holds(alternative, facts) for alternative in condition.unclear]
    if (outcomes or undecided) and not any(outcome is not False for outcome in (*outcomes, *undecided)):
        return JudgedCondition(condition, ConditionState.NOT_MET)
    open_alternatives = [
        alternative
        for alternative, outcome in zip((*condition.when, *condition.unclear), (*outcomes, *undecided), strict=True)
        if outcome is None
    ]
    return JudgedCondition(condition, ConditionState.NOT_STATED, _unknown(open_alternatives, facts))


def _holds(alternative: Alternative, facts: Facts) -> bool | None:
    """Whether all requirements hold; False as soon as one cannot, None while a fact is unknown."""
    known = [(requirement, facts.value(requirement.fact)) for requirement in alternative]
    if any(value is not None and not _fulfils(value, requirement) for requirement, value in known):
        return False
    return None if any(value is None for _, value in known) else True


def _fulfils(value: str, requirement: Requirement) -> bool:
    return all(_within(value, bound) for bound in requirement.values) if _numeric(requirement) else (
        value in requirement.values
    )  # fmt: skip


def _numeric(requirement: Requirement) -> bool:
    return requirement.values[0].startswith((">=", "<="))


def _within(value: str, bound: str) -> bool:
    limit = float(bound[2:])
    return float(value) >= limit if bound.startswith(">=") else float(value) <= limit


def _unknown(alternatives: Sequence[Alternative], facts: Facts) -> tuple[str, ...]:
    names = {
        item.fact
        for alternative in alternatives
        for item in alternative
        if facts.value(item.fact) is None and (item.fact == "kind" or not _depends_on_kind(alternative, facts))
    }  # fmt: skip
    return tuple(sorted(names, key=ORDER.__getitem__))


def _depends_on_kind(alternative: Alternative, facts: Facts) -> bool:
    """Whether an alternative is first of all about the kind of the asker, which is not known."""
    return facts.value("kind") is None and any(item.fact == "kind" for item in alternative)


def overall_verdict(judged: Sequence[JudgedMeasure]) -> Verdict:
    """The verdict of several measures together: theirs where they agree, else undecided."""
    verdicts = {item.verdict for item in judged}
    return verdicts.pop() if len(verdicts) == 1 else Verdict.UNDECIDED


def open_facts(judged: Sequence[JudgedMeasure], *, asked: frozenset[str] = frozenset()) -> tuple[str, ...]:
    """The unknown facts to ask for, the most deciding first, at most `MAX_QUESTIONS`, none asked before.

    A fact is worth asking only for a measure that is not decided yet. The kind of the asker comes first;
    of the others those that most conditions wait for.
    """
    waiting = [
        name
        for item in judged
        if item.verdict is Verdict.UNDECIDED
        for condition in item.conditions
        for name in condition.waits_for
        if name not in asked
    ]
    counts = {name: waiting.count(name) for name in waiting}
    ordered = sorted(counts, key=lambda name: (name != "kind", -counts[name], ORDER[name]))
    return tuple(ordered[:MAX_QUESTIONS])
