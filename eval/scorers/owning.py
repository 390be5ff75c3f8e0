"""Ownership: department sets, task lists, their totals, and roles that no document gave."""

from __future__ import annotations

import re

from eval.cases import Case
from eval.metrics import set_f1
from eval.samples import Kind
from eval.scorers.figures import figures_in
from ingest.reading import squeeze

_ROLE = re.compile(r"牵头|主办|主责|总负责|配合单位|协办|leadoffice|leadagency|leaddepartment|takesthelead|inthelead")
_DENIED = re.compile(r"未|没有|没|不|无|并非|[\"“].{0,12}$|no|not|never")


def score_ownership(case: Case) -> tuple[dict[str, float], list[str]]:
    """Department and task measures of a sample that asks for them, and role invention of every answer."""
    sample, answer = case.sample, case.answer
    if answer is None:
        asked = sample.kind is Kind.OWNER and sample.departments is not None
        return ({"department_exact": 0.0} if asked else {}), []
    measures: dict[str, float] = {}
    if sample.departments is not None:
        measures["department_f1"] = set_f1(sample.departments, answer.departments)
        if sample.kind is Kind.OWNER:
            measures["department_exact"] = float(sample.departments == answer.departments)
    if sample.tasks is not None:
        measures["task_f1"] = set_f1(sample.tasks, answer.tasks)
    if sample.tasks and answer.tasks:
        measures["total_agrees"] = float(not _wrong_totals(case))
    invented = invented_roles(case)
    measures["role_invention"] = float(bool(invented))
    return measures, [*invented, *_wrong_totals(case)]


def invented_roles(case: Case) -> list[str]:
    """Sentences that call somebody lead or supporting where neither the clauses cited nor the question's words do.

    A sentence that denies a role, or only repeats the user's word to deny it, invents nothing.
    """
    answer = case.answer
    if answer is None:
        return []
    found = []
    for statement in answer.statements:
        evidence = "".join(
            squeeze(citation.text + citation.quote)
            for citation in answer.citations
            if citation.marker in statement.citations
        ).casefold()
        for clause in re.split(r"[。;,]", squeeze(statement.text).casefold()):
            match = _ROLE.search(clause)
            if match and match[0] not in evidence and not _DENIED.search(clause):
                found.append(f"role not in the text: {clause}")
    return found


def _wrong_totals(case: Case) -> list[str]:
    """A total said in the first sentence that is not the number of rows listed."""
    answer = case.answer
    if answer is None or not answer.tasks or case.sample.tasks is None or not answer.statements:
        return []
    totals = {
        figure.value
        for figure in figures_in(answer.statements[0].text)
        if figure.unit == "项" and figure.value.isdigit()
    }
    if not totals or str(len(answer.tasks)) in totals:
        return []
    return [f"the total {'/'.join(sorted(totals))} is not the number of rows {len(answer.tasks)}"]
