"""One case through all scorers: its checks, its measures, and the stage that failed first."""

from __future__ import annotations

from eval.cases import Case, Judged
from eval.diagnosing import first_failing_stage
from eval.scorers.citing import score_citations, score_quotes, score_support
from eval.scorers.deciding import score_decisions
from eval.scorers.owning import score_ownership
from eval.scorers.ranking import score_ranking
from eval.scorers.rightness import check_case


def score(case: Case) -> Judged:
    """The judged case; deterministic, no model."""
    checks = check_case(case)
    measures = score_ranking(case) | score_citations(case) | score_quotes(case)
    remarks: list[str] = []
    for found, said in (score_support(case), score_ownership(case), score_decisions(case)):
        measures |= found
        remarks += said
    if case.repeated is not None:
        measures["repeated"] = float(case.repeated)
    failed = [check for check in checks if not check.passed]
    return Judged(case, checks, measures, first_failing_stage(case, failed), tuple(dict.fromkeys(remarks)))
