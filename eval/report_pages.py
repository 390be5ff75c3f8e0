"""A report as one HTML page that needs nothing else: no script, no font, no address outside the file."""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from html import escape
from importlib.resources import files
from string import Template

from assistant.answers import Citation
from eval.cases import Judged
from eval.measuring import Measure
from eval.report_texts import answer_lines, bound_of, expected_lines
from eval.summaries import Gate, Report, Row

_BINS = 24


def report_page(report: Report) -> str:
    """The page; every text from questions, answers and documents is escaped."""
    template = Template((files("eval") / "templates" / "report.html").read_text("utf-8"))
    rate = report.overall.rate
    failed = [one for one in report.judged if not one.right]
    return template.substitute(
        title="wence evaluation",
        rate=_percent(rate.value),
        overall=f"{report.overall.right} of {rate.count} questions fully right, "
        f"95% interval {_percent(rate.low)} to {_percent(rate.high)}.",
        subject=escape(" · ".join(f"{name}: {value}" for name, value in report.subject.items() if value)),
        gates="".join(map(_gate, report.gates)),
        kinds=_plot(report.kinds),
        checks=_plot(report.checks),
        tags=_plot(report.tags),
        measures=_measures(report.measures),
        latency=_histogram([one.case.answer.seconds for one in report.judged if one.case.answer]),
        stages=escape(
            "First failing stage: " + ", ".join(f"{name} {count}" for name, count in report.stages.items()) + "."
            if failed
            else f"None of {rate.count}."
        ),
        failures="\n".join(map(_card, failed)),
    )


def _percent(share: float) -> str:
    return "-" if math.isnan(share) else f"{100 * share:.1f}%"


def _gate(gate: Gate) -> str:
    value = "no case" if math.isnan(gate.value) else f"{gate.value:.3f}"
    state = "" if gate.passed else ' class="broken"'
    verdict = "holds" if gate.passed else "broken"
    return f'<li{state}><b>{escape(gate.name)}</b> {value} {verdict}<br><span class="soft">{escape(bound_of(gate))}</span></li>'


def _plot(rows: Iterable[Row]) -> str:
    """One bar a row with its interval; the texts stand outside the drawing, so that a phone shows them in full size."""
    cells = []
    for row in rows:
        low, high, value = (100 * number for number in (row.rate.low, row.rate.high, row.rate.value))
        drawing = (
            '<svg viewBox="0 0 100 10" preserveAspectRatio="none" role="img" '
            f'aria-label="{value:.1f} percent, interval {low:.1f} to {high:.1f}">'
            '<rect class="track" width="100" height="10"/>'
            f'<rect class="bar" width="{value:.2f}" height="10"/>'
            f'<line class="whisker" x1="{low:.2f}" x2="{high:.2f}" y1="5" y2="5"/>'
            f'<line class="whisker" x1="{low:.2f}" x2="{low:.2f}" y1="2" y2="8"/>'
            f'<line class="whisker" x1="{high:.2f}" x2="{high:.2f}" y1="2" y2="8"/></svg>'
        )
        counted = f'{_percent(row.rate.value)} <span class="soft">{row.right}/{row.rate.count}</span>'
        cells.append(f'<span class="name">{escape(row.name)}</span>{drawing}<span class="value">{counted}</span>')
    return "".join(cells)


def _measures(measures: Sequence[Measure]) -> str:
    head = '<tr><th>measure</th><th class="number">value</th><th class="number">95%</th><th class="number">of</th><th></th></tr>'
    rows = []
    for measure in measures:
        estimate = measure.estimate
        unit = " s" if measure.unit == "seconds" else ""
        better = "higher" if measure.higher_is_better else "lower"
        rows.append(
            f'<tr><td>{escape(measure.name)}</td><td class="number">{estimate.value:.3f}{unit}</td>'
            f'<td class="number">{estimate.low:.3f} to {estimate.high:.3f}</td><td class="number">{estimate.count}</td>'
            f'<td class="soft">{escape(measure.meaning)}; {better} is better</td></tr>'
        )
    return f"<table>{head}{''.join(rows)}</table>"


def _histogram(seconds: Sequence[float]) -> str:
    if not seconds:
        return '<p class="soft">No answer.</p>'
    longest = max(seconds) or 1e-9
    counts = [0] * _BINS
    for value in seconds:
        counts[min(_BINS - 1, int(_BINS * value / longest))] += 1
    width = 320 / _BINS
    bars = "".join(
        f'<rect class="bar" x="{index * width:.1f}" y="{80 - 80 * count / max(counts):.1f}" '
        f'width="{width - 1:.1f}" height="{80 * count / max(counts):.1f}"/>'
        for index, count in enumerate(counts)
    )
    label = f"From 0 to {longest:.3f} s in {_BINS} equal steps; the highest column is {max(counts)} answers."
    return (
        f'<svg viewBox="0 0 320 80" preserveAspectRatio="none" role="img" aria-label="{label}">{bars}</svg>'
        f'<p class="soft">{label}</p>'
    )


def _card(one: Judged) -> str:
    """A failed case, folded: what failed, what was asked, what was expected, the answer and the clauses it cites."""
    sample, answer = one.case.sample, one.case.answer
    names = ", ".join(check.name for check in one.failed)
    tags = "".join(f' <span class="tag">{escape(tag)}</span>' for tag in (sample.kind, *sample.tags))
    history = "".join(f"<blockquote>{escape(turn)}</blockquote>" for turn in sample.history)
    parts = [
        _section("Failed", [f"{check.name}: {check.detail}" for check in one.failed], style="failed"),
        _section("Remarks", list(one.remarks)),
        f"<h4>Earlier questions</h4>{history}" if history else "",
        _section("Expected", expected_lines(sample)),
        _section("Answer", answer_lines(answer, one.case.error)),
        "<h4>Clauses cited</h4>" + "".join(map(_clause, answer.citations)) if answer and answer.citations else "",
    ]
    stage = f", first at {one.stage}" if one.stage else ""
    return (
        f"<details><summary><b>{escape(sample.id)}</b> {escape(sample.question)}{tags}<br>"
        f'<span class="failed">{escape(names + stage)}</span></summary><div>{"".join(parts)}</div></details>'
    )


def _section(title: str, lines: Sequence[str], *, style: str = "") -> str:
    if not lines:
        return ""
    rows = "".join(f"<li>{escape(line)}</li>" for line in lines)
    return f'<h4>{title}</h4><ul class="lines {style}">{rows}</ul>'


def _clause(citation: Citation) -> str:
    """A cited passage with the quoted words marked where they stand in it."""
    text, quote = escape(citation.text), escape(citation.quote)
    marked = text.replace(quote, f"<mark>{quote}</mark>", 1) if quote and quote in text else f"<mark>{quote}</mark>"
    head = escape(f"[{citation.marker}] {citation.document} {citation.label} {citation.heading} ({citation.clause_id})")
    return f'<p class="soft">{head}</p><blockquote>{marked}</blockquote>'
