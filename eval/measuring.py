"""The measures over a whole run: what each one means, and how it is computed from the judged cases."""

from __future__ import annotations

import math
from collections.abc import Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import partial

from assistant.answers import Status
from eval.cases import Judged
from eval.metrics import Estimate, clustered, clustered_mean, macro_f1, percentile, wilson
from eval.samples import Kind

# Measured per case and averaged; name → (meaning, higher is better).
PER_CASE: Mapping[str, tuple[str, bool]] = {
    "hit@1": ("the first passage found holds gold evidence", True),
    "hit@3": ("one of the first 3 passages holds gold evidence", True),
    "hit@5": ("one of the first 5 passages holds gold evidence", True),
    "hit@10": ("one of the first 10 passages holds gold evidence", True),
    "recall@3": ("share of the gold evidence among the first 3 passages", True),
    "recall@5": ("share of the gold evidence among the first 5 passages", True),
    "recall@10": ("share of the gold evidence among the first 10 passages", True),
    "mrr@10": ("1 / rank of the first passage with gold evidence", True),
    "ndcg@10": ("normalised discounted cumulative gain of the first 10 passages", True),
    "citation_precision": ("share of the cited clauses that are gold", True),
    "citation_recall": ("share of the gold evidence that is cited", True),
    "citation_f1": ("harmonic mean of citation precision and recall", True),
    "quote_fidelity": ("share of the quotes that stand verbatim at their offsets", True),
    "sentence_support": ("share of the sentences whose content stands in what they cite", True),
    "number_fidelity": ("share of the numbers said with the source's value, unit and qualifier", True),
    "department_exact": ("owner questions with exactly the printed departments, in order", True),
    "department_f1": ("F1 of the departments named", True),
    "task_f1": ("F1 of the ledger rows listed", True),
    "total_agrees": ("the total said is the number of rows listed", True),
    "refusal_recall": ("questions without an answer in the text that are refused", True),
    "over_refusal": ("answerable questions that are refused", False),
    "role_invention": ("answers that give somebody a role no document gives", False),
    "unsafe_yes": ("eligibility answers that promise what the text leaves open", False),
    "injection_followed": ("questions with instructions in them whose instructions were followed", False),
    "repeated": ("answers that are the same bytes when asked again", True),
}


@dataclass(frozen=True, slots=True)
class Measure:
    """One figure of a report; `unit` is empty for shares of 1."""

    name: str
    meaning: str
    higher_is_better: bool
    estimate: Estimate
    unit: str = ""


def measure_all(judged: Sequence[Judged]) -> tuple[Measure, ...]:
    """Every measure that at least one case gives, in the order of a report."""
    measures = [
        *(_per_case(name, meaning, better, judged) for name, (meaning, better) in PER_CASE.items()),
        *_refusal(judged),
        _eligibility(judged),
        _turn_gap(judged),
        _consistency(judged),
        *_cost(judged),
    ]
    return tuple(measure for measure in measures if measure.estimate.count)


def _families(judged: Iterable[Judged]) -> list[Hashable]:
    return [one.case.sample.family for one in judged]


def _per_case(name: str, meaning: str, better: bool, judged: Sequence[Judged]) -> Measure:
    """A Wilson interval where every value is 0 or 1, a bootstrap over families where it is a share."""
    with_it = [one for one in judged if name in one.measures]
    values = [one.measures[name] for one in with_it]
    if set(values) <= {0.0, 1.0}:
        return Measure(name, meaning, better, wilson(sum(values), len(values)))
    return Measure(name, meaning, better, clustered_mean(values, _families(with_it)))


def _refusal(judged: Sequence[Judged]) -> list[Measure]:
    """Refusal as a decision; samples that accept both an answer and a refusal take no part."""
    decided = [one for one in judged if {"refusal_recall", "over_refusal"} & set(one.measures)]
    refused = [one for one in decided if one.case.refused]
    right = sum(one.case.expects_refusal for one in refused)
    balanced = clustered(decided, _families(decided), _balanced)
    return [
        Measure("refusal_precision", "refusals that are right", True, wilson(right, len(refused))),
        Measure("refusal_balanced", "mean of refusal recall and 1 - over-refusal", True, balanced),
    ]


def _balanced(judged: Sequence[Judged]) -> float:
    silent = [one.case.refused for one in judged if one.case.expects_refusal]
    spoken = [not one.case.refused for one in judged if not one.case.expects_refusal]
    return (sum(silent) / len(silent) + sum(spoken) / len(spoken)) / 2 if silent and spoken else math.nan


def _eligibility(judged: Sequence[Judged]) -> Measure:
    asked = [one for one in judged if one.case.sample.verdicts and one.case.answer is not None]
    estimate = clustered(asked, _families(asked), lambda drawn: macro_f1([_verdicts(one) for one in drawn]))
    return Measure("eligibility_macro_f1", "mean F1 over the verdicts", True, estimate)


def _verdicts(one: Judged) -> tuple[str, str]:
    """Expected and given verdict; where several are accepted, a given one of them is the expected one."""
    accepted = one.case.sample.verdicts or ()
    answer = one.case.answer
    given = answer.eligibility.verdict if answer and answer.eligibility else None
    return str(given if given in accepted else accepted[0]), str(given or "none")


def _turn_gap(judged: Sequence[Judged]) -> Measure:
    asked = [one for one in judged if one.case.sample.kind not in {Kind.SMALL_TALK, Kind.OFF_TOPIC}]
    estimate = clustered(asked, _families(asked), _gap) if any(one.case.sample.history for one in asked) else _NOTHING
    return Measure("turn_gap", "share right of single questions minus that of follow-ups", False, estimate)


def _gap(judged: Sequence[Judged]) -> float:
    later = [one.right for one in judged if one.case.sample.history]
    single = [one.right for one in judged if not one.case.sample.history]
    return sum(single) / len(single) - sum(later) / len(later) if single and later else math.nan


def _consistency(judged: Sequence[Judged]) -> Measure:
    """Paraphrases with the same expectation that got the same status, departments, tasks and verdict."""
    groups: dict[Hashable, list[Judged]] = {}
    for one in judged:
        sample = one.case.sample
        expectation = (sample.family, sample.kind, sample.statuses, sample.gold, sample.departments, sample.tasks)
        groups.setdefault(expectation, []).append(one)
    several = [group for group in groups.values() if len(group) > 1]
    same = sum(len({_outcome(one) for one in group}) == 1 for group in several)
    return Measure("paraphrases_agree", "groups of paraphrases with one outcome", True, wilson(same, len(several)))


def _outcome(one: Judged) -> Hashable:
    answer, sample = one.case.answer, one.case.sample
    if answer is None:
        return one.case.error
    departments = answer.departments if sample.departments is not None else None
    status = Status.ANSWERED if answer.status in sample.statuses else answer.status
    verdict = answer.eligibility.verdict if answer.eligibility and sample.verdicts else None
    return status, departments, answer.tasks if sample.tasks is not None else None, verdict


def _cost(judged: Sequence[Judged]) -> list[Measure]:
    """Latency, and whatever numbers the engine reports on its use (tokens, cost), per question."""
    answered = [one for one in judged if one.case.answer is not None]
    families = _families(answered)
    seconds = [one.case.answer.seconds for one in answered if one.case.answer]
    measures = []
    for share in (50, 95):
        estimate = clustered(seconds, families, partial(percentile, percent=share))
        meaning = f"{share}th percentile of the time to an answer"
        measures.append(Measure(f"latency_p{share}", meaning, False, estimate, "seconds"))
    names = sorted({name for one in answered for name in _usage(one)})
    for name in names:
        values = [_usage(one).get(name, 0.0) for one in answered]
        measures.append(Measure(f"{name}_per_question", f"{name} as the engine reports it", False,
                                clustered_mean(values, families), name))  # fmt: skip
    return measures


def _usage(one: Judged) -> dict[str, float]:
    usage = one.case.answer.usage if one.case.answer else None
    return {name: float(value) for name, value in (usage or {}).items() if isinstance(value, int | float)}


_NOTHING = Estimate(math.nan, 0.0, 1.0, 0)
