"""A report as text: tables for the terminal, Markdown, and the list of failed cases."""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING

from assistant.answers import Answer
from eval.cases import Judged
from eval.metrics import Estimate
from eval.samples import Sample
from eval.summaries import Gate, Report, Row

if TYPE_CHECKING:
    from rich.console import Console
    from rich.table import Table


def show_report(report: Report, console: Console) -> None:
    """The rates per kind, the checks, the measures and the gates, on a console."""
    rates = (("Fully right, by kind", (*report.kinds, report.overall)), ("Checks", report.checks))
    for title, rows in rates:
        table = [
            [row.name, str(row.right), str(row.rate.count), _figure(row.rate.value), _range(row.rate)] for row in rows
        ]
        console.print(_table(title, ["", "right", "of", "rate", "95%"], table))
    measures = [
        [measure.name, _figure(measure.estimate.value), _range(measure.estimate), str(measure.estimate.count)]
        for measure in report.measures
    ]
    console.print(_table("Measures", ["", "value", "95%", "of"], measures))
    gates = [
        [gate.name, _figure(gate.value), bound_of(gate), "holds" if gate.passed else "BROKEN"] for gate in report.gates
    ]
    console.print(_table("Gates", ["", "value", "bound", ""], gates))
    if report.stages:
        console.print("First failing stage: " + ", ".join(f"{name} {count}" for name, count in report.stages.items()))


def _table(title: str, names: Sequence[str], rows: Sequence[Sequence[str]]) -> Table:
    from rich.table import Table

    table = Table(title=title, title_justify="left", box=None, pad_edge=False)
    for name in names:
        table.add_column(name, justify="left" if name in {"", "95%", "bound"} else "right")
    for row in rows:
        table.add_row(*row)
    return table


def bound_of(gate: Gate) -> str:
    """The bound of a gate as text, with what remains possible when nothing failed."""
    bound = f"{'at most' if gate.at_most else 'at least'} {gate.bound:g}"
    return bound if math.isnan(gate.possible) else f"{bound} (n={gate.count}, failure rate below {gate.possible:.3f})"


def _figure(value: float) -> str:
    return "-" if math.isnan(value) else f"{value:.3f}"


def _range(estimate: Estimate) -> str:
    return f"{estimate.low:.3f}-{estimate.high:.3f}"


def rate_table(rows: Iterable[Row]) -> str:
    """Rows as a Markdown table."""
    lines = ["| | right | of | rate | 95% |", "|---|--:|--:|--:|---|"]
    lines += [f"| {r.name} | {r.right} | {r.rate.count} | {r.rate.value:.3f} | {_range(r.rate)} |" for r in rows]
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
    lines += [f"- remark: {remark}" for remark in one.remarks]
    if one.stage:
        lines.append(f"- first failing stage: {one.stage}")
    lines += ["- expected:", *_indented(expected_lines(sample)), "- got:"]
    lines += _indented([*answer_lines(answer, one.case.error), *_citation_lines(answer)])
    lines.append("")
    return "\n".join(lines)


def expected_lines(sample: Sample) -> list[str]:
    """What a right answer to a sample holds, one requirement a line."""
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


def answer_lines(answer: Answer | None, error: str) -> list[str]:
    """What came back, one field or sentence a line, citations apart."""
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
    lines += [f"notice: {notice}" for notice in answer.notices]
    return lines


def _citation_lines(answer: Answer | None) -> list[str]:
    return [f"[{c.marker}] {c.clause_id} {c.label}: {c.quote}" for c in (answer.citations if answer else ())]


def _indented(lines: Sequence[str]) -> list[str]:
    return [f"  - {' '.join(line.split())}" for line in lines]


def report_markdown(report: Report) -> str:
    """The whole report as Markdown: subject, rates, measures, gates, stages, and one line for each failure."""
    lines = ["# Evaluation", "", *(f"- {name}: {value}" for name, value in report.subject.items() if value), ""]
    lines += ["## Fully right, by kind", "", rate_table((*report.kinds, report.overall)), ""]
    if report.tags:
        lines += ["## Fully right, by tag", "", rate_table(report.tags), ""]
    lines += ["## Checks", "", rate_table(report.checks), "", "## Measures", ""]
    lines += ["| | value | 95% | of | meaning |", "|---|--:|---|--:|---|"]
    for measure in report.measures:
        estimate, unit = measure.estimate, f" {measure.unit}" if measure.unit == "seconds" else ""
        cells = (
            measure.name,
            f"{_figure(estimate.value)}{unit}",
            _range(estimate),
            str(estimate.count),
            measure.meaning,
        )
        lines.append(f"| {' | '.join(cells)} |")
    lines += ["", "## Gates", "", "| | value | bound | |", "|---|--:|---|---|"]
    for gate in report.gates:
        lines.append(
            f"| {gate.name} | {_figure(gate.value)} | {bound_of(gate)} | {'holds' if gate.passed else '**broken**'} |"
        )
    failed = [one for one in report.judged if not one.right]
    lines += ["", f"## Failures ({len(failed)})", ""]
    lines += (
        [f"First failing stage: {', '.join(f'{name} {count}' for name, count in report.stages.items())}", ""]
        if failed
        else []
    )
    for one in failed:
        checks = ", ".join(check.name for check in one.failed)
        lines.append(f"- {one.case.sample.id} ({one.stage}) {one.case.sample.question}: {checks}")
    return "\n".join(lines) + "\n"
