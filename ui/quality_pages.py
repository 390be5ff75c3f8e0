"""The latest evaluation for people: rates by kind of question, hard gates and measures, beside the baseline."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from html import escape
from importlib.resources import files
from pathlib import Path
from typing import Any

from ui.managing_pages import table_html
from ui.page_texts import PageTexts

REPORT = Path("reports") / "report.json"


@dataclass(frozen=True, slots=True)
class Evaluations:
    """A report and the one it is held against; both as stored JSON, None where there is none."""

    latest: Mapping[str, Any] | None
    before: Mapping[str, Any] | None


def read_evaluations(report: Path = REPORT) -> Evaluations:
    """The report of the latest run and the shipped baseline; the baseline alone where none was run."""
    baseline = _read(Path(str(files("eval") / "baseline.json")))
    latest = _read(report)
    return Evaluations(latest, baseline) if latest else Evaluations(baseline, None)


def _read(path: Path) -> Mapping[str, Any] | None:
    try:
        stored = json.loads(path.read_text("utf-8"))
    except (OSError, json.JSONDecodeError, UnicodeDecodeError):
        return None
    return stored if isinstance(stored, dict) and "overall" in stored else None


def quality_html(found: Evaluations, texts: PageTexts) -> str:
    """The whole tab."""
    if found.latest is None:
        return f'<p class="none">{escape(texts["quality.none"])}</p>'
    latest, before = found.latest, found.before or {}
    overall = latest["overall"]
    source = texts["quality.source_report" if found.before else "quality.source_baseline"]
    subject = " · ".join(
        escape(str(latest.get("subject", {}).get(name, ""))) for name in ("engine", "documents", "index")
    )
    return (
        f'<div class="quality"><h2>{texts["quality.heading"]}</h2><p class="facts">{escape(source)}</p>'
        f'<p class="facts">{texts["quality.subject"]}: {subject}</p>'
        f'<p class="overall"><strong>{_percent(overall["rate"])}</strong> {texts["quality.overall"]} ({overall["right"]}/{overall["of"]},'
        f" {texts['quality.interval']} {_percent(overall['low'])}–{_percent(overall['high'])})</p>"
        f"{_gates(latest.get('gates', []), texts)}"
        f"{_rates(texts['quality.kinds'], latest.get('kinds', []), _by_name(before.get('kinds', [])), texts)}"
        f"{_measures(latest.get('measures', []), _by_name(before.get('measures', [])), texts)}</div>"
    )


def _by_name(rows: Sequence[Mapping[str, Any]]) -> dict[str, Mapping[str, Any]]:
    return {str(row["name"]): row for row in rows}


def _named(name: str, texts: PageTexts) -> str:
    """The name of a kind of question or of a gate for people; a new one is shown as it is called."""
    return texts.entries.get(f"quality.name_{name}", name)


def _percent(value: float | None) -> str:
    return "–" if value is None else f"{100 * value:.1f}%"


def _rates(
    title: str, rows: Sequence[Mapping[str, Any]], before: Mapping[str, Mapping[str, Any]], texts: PageTexts
) -> str:
    compared = bool(before)
    columns = [texts["quality.name"], texts["quality.of"], texts["quality.now"], texts["quality.interval"]]
    columns += [texts["quality.before"], texts["quality.change"]] if compared else []
    listed = []
    for row in rows:
        cells = [
            escape(_named(str(row["name"]), texts)),
            str(row["of"]),
            _bar(row["rate"]),
            f"{_percent(row['low'])}–{_percent(row['high'])}",
        ]
        if compared:
            old = before.get(str(row["name"]), {}).get("rate")
            cells += [_percent(old), _change(row["rate"], old, scale=100)]
        listed.append(cells)
    return table_html(title, columns, listed)


def _bar(rate: float | None) -> str:
    if rate is None:
        return "–"
    return f'<span class="rate-bar"><i style="width:{100 * rate:.1f}%"></i></span>{_percent(rate)}'


def _change(now: float | None, old: float | None, *, scale: float) -> str:
    if now is None or old is None:
        return "–"
    difference = (now - old) * scale
    return f"{difference:+.1f}" if scale == 100 else f"{difference:+.3f}"


def _gates(gates: Sequence[Mapping[str, Any]], texts: PageTexts) -> str:
    rows = [
        [escape(_named(str(gate["name"]), texts)), _number(gate["value"]), f"{'≤' if gate['at_most'] else '≥'} {_number(gate['bound'])}", str(gate["of"]),
         f'<span class="gate {"passed" if gate["passed"] else "broken"}">{texts["quality.passed" if gate["passed"] else "quality.broken"]}</span>']
        for gate in gates
    ]  # fmt: skip
    return table_html(
        texts["quality.gates"], [texts["quality.name"], texts["quality.now"], "", texts["quality.of"], ""], rows
    )


def _measures(rows: Sequence[Mapping[str, Any]], before: Mapping[str, Mapping[str, Any]], texts: PageTexts) -> str:
    compared = bool(before)
    columns = [
        texts["quality.name"],
        "",
        texts["quality.now"],
        *([texts["quality.before"], texts["quality.change"]] if compared else []),
    ]
    listed = []
    for row in rows:
        cells = [
            escape(str(row["name"])),
            escape(str(row.get("meaning", ""))),
            f"{_number(row['value'])} {escape(str(row.get('unit', '')))}",
        ]
        if compared:
            old = before.get(str(row["name"]), {}).get("value")
            cells += [_number(old), _change(row["value"], old, scale=1)]
        listed.append(cells)
    return table_html(texts["quality.measures"], columns, listed)


def _number(value: float | None) -> str:
    return "–" if value is None else f"{value:.3f}".rstrip("0").rstrip(".")
