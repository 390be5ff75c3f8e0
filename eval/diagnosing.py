"""The stage of the chain that failed first, told from outside: by what the parser, search and the answer hold."""

from __future__ import annotations

from collections.abc import Collection

from assistant.answers import Answer
from eval.cases import REFUSALS, Case, Check, Stage
from eval.samples import Kind
from eval.scorers.ranking import newly_found


def first_failing_stage(case: Case, failed: Collection[Check]) -> Stage | None:
    """The first stage whose product was wrong, None for a right answer."""
    if not failed:
        return None
    if case.answer is None:
        return Stage.ERROR
    if case.expects_refusal and case.answer.status not in case.sample.statuses:
        return Stage.REFUSAL
    names = {check.name for check in failed}
    if _parsed_wrong(case):
        return Stage.PARSE
    refused = case.answer.status in REFUSALS and case.expects_answer
    if (refused or names & {"evidence", "departments"}) and _not_retrieved(case):
        return Stage.RETRIEVAL
    if refused or "status" in names:
        return Stage.REFUSAL
    return Stage.SELECTION if names & {"evidence", "tasks"} or _other_group(case, case.answer) else Stage.COMPOSITION


def _parsed_wrong(case: Case) -> bool:
    """Whether gold evidence stands in no passage, a gold task in no ledger, or an owner's note was read otherwise."""
    sources = case.sources.values()
    for piece in case.sample.gold:
        if not any(source.clauses_holding(quote) for source in sources for quote in piece):
            return True
    for task in case.sample.tasks or ():
        if not any(task in source.departments for source in sources):
            return True
    if case.sample.kind is Kind.OWNER and case.sample.departments and len(case.sample.gold) == 1:
        read = [
            source.departments.get(clause_id, ())
            for source in sources
            for quote in case.sample.gold[0]
            for clause_id in source.clauses_holding(quote)
        ]
        return case.sample.departments not in read
    return False


def _not_retrieved(case: Case) -> bool:
    return bool(case.sample.gold) and case.found is not None and sum(newly_found(case)) < len(case.sample.gold)


def _other_group(case: Case, answer: Answer) -> bool:
    """Whether the departments given are those of a clause other than the one asked about."""
    expected = case.sample.departments
    if expected is None or expected == answer.departments or not answer.departments:
        return False
    return any(answer.departments == names for source in case.sources.values() for names in source.departments.values())
