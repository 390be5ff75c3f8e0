"""A report as text: tables for the terminal, Markdown, and the list of failed cases."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING

from assistant.answers import Answer
from eval.cases import Judged
from eval.summaries import Report, Row

if TYPE_CHECKING:
    from rich.console import Console


def show_report(report: Report, console: Console) -> None:
    """The rates per kind, per check and overall, on a console."""
    from rich.table import Table

    for title, rows in (("Fully right, per kind", (*report.kinds, report.overall)), ("Checks", report.checks)):
        table = Table(title=title, title_justify="left", box=None, pad_edge=False)
        for name, justify in (("", "left"), ("right", "right"), ("of", "right"), ("rate", "right"), ("95%", "left")):
            table.add_column(name, justify=justify)  # type: ignore[arg-type]
        for row in rows:
            table.add_row(row.name, str(row.right), str(row.rate.count), f"{row.rate.value:.3f}", _interval(row))
        console.print(table)


def _interval(row: Row) -> str:
    return f"{row.rate.low:.3f}-{row.rate.high:.3f}"


def rate_table(rows: Iterable[Row]) -> str:
    """Rows as a Markdown table."""
    lines = ["| | right | of | rate | 95% |", "|---|--:|--:|--:|---|"]
    lines += [f"| {r.name} | {r.right} | {r.rate.count} | {r.rate.value:.3f} | {_interval(r)} |" for r in rows]
    return "\n".join(lines)


def failure_list(report: Report) -> str:
    """Every failed case as Markdown: what was asked, what was expected, what came, and which checks failed."""
    failed = [one for one in report.judged if not one.right]
    head = f"# Failures: {len(failed)} of {len(report.judged)}\n\n{rate_table((*report.kinds, report.overall))}\n"
    return head + "\n" + "\n".join(describe_failure(one) for one in failed)


def describe_failure(one: Judged) -> str:
    """One failed case as a Markdown section."""
    sample, answer = one.case.sample, one.case.answer
    lines = [f"## {sample.id} · {sample.kind} · {sample.question}", ""]
    if sample.history:
        lines.append(f"- history: {' → '.join(sample.history)}")
    if sample.tags:
        lines.append(f"- tags: {', '.join(sample.tags)}")
    lines += [f"- **failed {check.name}**: {check.detail}" for check in one.failed]
    if one.stage:
        lines.append(f"- first failing stage: {one.stage}")
    lines += ["- expected:", *_indented(_expected(one)), "- got:", *_indented(_got(answer, one.case.error)), ""]
    return "\n".join(lines)


def _expected(one: Judged) -> list[str]:
    sample = one.case.sample
    lines = [f"status {' | '.join(sample.statuses)}"]
    if sample.verdicts is not None:
        lines.append(f"verdict {' | '.join(sample.verdicts)}")
    if sample.departments is not None:
        lines.append(f"departments {'、'.join(sample.departments) or '(none)'}")
    if sample.tasks is not None:
        lines.append(f"tasks {' '.join(sample.tasks) or '(none)'}")
    lines += [f"says {' | '.join(point)}" for point in sample.key_points]
    lines += [f"does not say {words}" for words in sample.forbidden]
    lines += [f"cites {' | '.join(piece)}" for piece in sample.gold]
    return lines


def _got(answer: Answer | None, error: str) -> list[str]:
    if answer is None:
        return [f"error {error}"]
    lines = [f"status {answer.status}, route {answer.route or '-'}, engine {answer.engine}"]
    if answer.eligibility:
        lines.append(f"verdict {answer.eligibility.verdict}")
        lines += [f"condition {c.state}: {c.text} [{c.citation}]" for c in answer.eligibility.conditions]
        lines += [f"asks back: {question}" for question in answer.eligibility.missing]
    if answer.departments:
        lines.append(f"departments {'、'.join(answer.departments)}")
    if answer.tasks:
        lines.append(f"tasks {' '.join(answer.tasks)}")
    lines += [f"answer: {line}" for line in answer.markdown.split("\n") if line.strip()]
    lines += [f"[{c.marker}] {c.clause_id} {c.label}: {c.quote}" for c in answer.citations]
    lines += [f"notice: {notice}" for notice in answer.notices]
    return lines


def _indented(lines: Sequence[str]) -> list[str]:
    return [f"  - {' '.join(line.split())}" for line in lines]
