"""Engine parity: whether two engines cite the same gold clauses for the same questions."""

from __future__ import annotations

from dataclasses import replace

from eval.cases import Judged, proves
from eval.metrics import Estimate, wilson
from eval.summaries import Report


def gold_cited(one: Judged) -> frozenset[int]:
    """Which pieces of the gold evidence an answer cites, by their place."""
    answer = one.case.answer
    citations = answer.citations if answer else ()
    return frozenset(
        place
        for place, piece in enumerate(one.case.sample.gold)
        if any(proves(citation, piece, one.case.sources) for citation in citations)
    )


def parity_of(first: Report, second: Report) -> Estimate:
    """The share of the samples with gold evidence for which both reports cite the same pieces of it."""
    others = {one.case.sample.id: one for one in second.judged}
    pairs = [(one, others[one.case.sample.id]) for one in first.judged if one.case.sample.gold]
    return wilson(sum(gold_cited(one) == gold_cited(other) for one, other in pairs), len(pairs))


def with_parity(model: Report, extractive: Report) -> Report:
    """The report of the model engine with its parity, and how many answers the model had a part in, among its facts."""
    same = parity_of(model, extractive)
    worded = sum(one.case.answer is not None and one.case.answer.engine == "model" for one in model.judged)
    said = f"same gold cited by both engines {same.value:.1%} ({same.low:.1%} to {same.high:.1%}, {same.count} samples)"
    return replace(
        model, subject={**model.subject, "parity": said, "worded by the model": f"{worded} of {len(model.judged)}"}
    )
