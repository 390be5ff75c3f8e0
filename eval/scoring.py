"""One case through all scorers: its checks, its measures, and the stage that failed first."""

from __future__ import annotations

from eval.cases import Case, Judged
from eval.scorers.rightness import check_case


def score(case: Case) -> Judged:
    """The judged case; deterministic, no model."""
    return Judged(case, check_case(case))
