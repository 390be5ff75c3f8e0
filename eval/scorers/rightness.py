"""Whether an answer is right: every check that a sample asks for."""

from __future__ import annotations

from collections.abc import Sequence

from assistant.answers import Answer
from eval.cases import Case, Check, holds, proves, said, said_with_conditions
from eval.samples import Sample


def check_case(case: Case) -> tuple[Check, ...]:
    """The checks of a sample; an answer that is missing because of an error fails one check."""
    answer, sample = case.answer, case.sample
    if answer is None:
        return (Check("error", False, case.error),)
    checks = [
        _status(sample, answer),
        _sequence("departments", sample.departments, answer.departments),
        _sequence("tasks", sample.tasks, answer.tasks),
        _key_points(sample, answer),
        _forbidden(sample, answer),
        _verdict(sample, answer),
        _evidence(case, answer),
        _verbatim(case, answer),
    ]
    return tuple(check for check in checks if check is not None)


def _status(sample: Sample, answer: Answer) -> Check:
    passed = answer.status in sample.statuses
    return Check("status", passed, "" if passed else f"{answer.status} instead of {' or '.join(sample.statuses)}")


def _sequence(name: str, expected: Sequence[str] | None, got: Sequence[str]) -> Check | None:
    """Equal in members and order."""
    if expected is None:
        return None
    details = []
    if missing := [item for item in expected if item not in got]:
        details.append(f"missing {'、'.join(missing)}")
    if extra := [item for item in got if item not in expected]:
        details.append(f"extra {'、'.join(extra)}")
    if not details and list(expected) != list(got):
        details.append("other order")
    return Check(name, not details, "; ".join(details))


def _key_points(sample: Sample, answer: Answer) -> Check | None:
    if not sample.key_points:
        return None
    text = said_with_conditions(answer)
    missing = [point for point in sample.key_points if not holds(text, point, language=sample.language)]
    return Check("key_points", not missing, "; ".join("missing " + " | ".join(point) for point in missing))


def _forbidden(sample: Sample, answer: Answer) -> Check | None:
    if not sample.forbidden:
        return None
    text = said(answer)
    present = [words for words in sample.forbidden if holds(text, (words,), language=sample.language)]
    return Check("forbidden", not present, "; ".join(f"says {words}" for words in present))


def _verdict(sample: Sample, answer: Answer) -> Check | None:
    if sample.verdicts is None:
        return None
    got = answer.eligibility.verdict if answer.eligibility else None
    passed = got in sample.verdicts
    return Check("verdict", passed, "" if passed else f"{got or 'none'} instead of {' or '.join(sample.verdicts)}")


def _evidence(case: Case, answer: Answer) -> Check | None:
    if not case.sample.gold:
        return None
    missing = [
        piece
        for piece in case.sample.gold
        if not any(proves(citation, piece, case.sources) for citation in answer.citations)
    ]
    return Check("evidence", not missing, "; ".join(f"not cited: {piece[0]}" for piece in missing))


def _verbatim(case: Case, answer: Answer) -> Check:
    """Every quote stands at its offsets, and every marker has its citation."""
    faults = []
    for citation in answer.citations:
        source = case.sources.get(citation.document_id)
        if not citation.quote or not source or source.text[citation.start : citation.end] != citation.quote:
            faults.append(f"[{citation.marker}] is not verbatim: {citation.quote}")
    markers = [citation.marker for citation in answer.citations]
    used = {marker for statement in answer.statements for marker in statement.citations}
    if answer.eligibility:
        used |= {condition.citation for condition in answer.eligibility.conditions}
    faults += [f"[{marker}] has no citation" for marker in sorted(used - set(markers))]
    if len(markers) != len(set(markers)):
        faults.append("a marker is used twice")
    return Check("verbatim", not faults, "; ".join(faults))
