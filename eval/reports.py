"""Reports as files: JSON that can be compared later, Markdown, JUnit, and one HTML page; and the baseline."""

from __future__ import annotations

import json
import math
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from xml.sax.saxutils import escape, quoteattr

from eval.cases import Judged
from eval.measuring import Measure
from eval.report_pages import report_page
from eval.report_texts import describe_failure, failure_list, report_markdown
from eval.summaries import Gate, Report, Row
from ingest.errors import UsageError

FORMAT = 1


class ReportUnusable(UsageError):
    """A report or baseline file cannot be read; the message says why."""

    kind = "report_unusable"


@dataclass(frozen=True, slots=True)
class Result:
    """What a stored report says of one sample; `measures` include `right` as 0 or 1."""

    id: str
    digest: str
    family: str
    kind: str
    question: str
    measures: Mapping[str, float]
    failed: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class StoredReport:
    """A report read back for comparison."""

    subject: Mapping[str, str]
    results: Mapping[str, Result]
    gates: Mapping[str, Gate]


def write_reports(report: Report, directory: Path) -> list[Path]:
    """Write report.json, report.html, report.md, failures.md and junit.xml; returns their paths."""
    directory.mkdir(parents=True, exist_ok=True)
    contents = {
        "report.json": json.dumps(report_json(report), ensure_ascii=False, indent=1),
        "report.html": report_page(report),
        "report.md": report_markdown(report),
        "failures.md": failure_list(report),
        "junit.xml": junit_xml(report),
    }
    paths = []
    for name, content in contents.items():
        path = directory / name
        path.write_text(content, "utf-8")
        paths.append(path)
    return paths


def write_baseline(report: Report, path: Path) -> None:
    """The report without questions' answers: small, stable, and enough to compare with later."""
    stored = report_json(report)
    stored["samples"] = [
        {name: sample[name] for name in ("id", "digest", "family", "kind", "right", "failed", "measures")}
        for sample in stored["samples"]
    ]
    head = {name: value for name, value in stored.items() if name != "samples"}
    lines = [json.dumps(sample, ensure_ascii=False) for sample in stored["samples"]]
    opened = json.dumps(head, ensure_ascii=False, indent=1).removesuffix("\n}")
    path.write_text(opened + ',\n "samples": [\n  ' + ",\n  ".join(lines) + "\n ]\n}\n", "utf-8")


def report_json(report: Report) -> dict[str, Any]:
    """A report as a JSON object; not-a-number becomes null."""
    return {
        "format": FORMAT,
        "subject": dict(report.subject),
        "overall": _row_json(report.overall),
        "kinds": [_row_json(row) for row in report.kinds],
        "tags": [_row_json(row) for row in report.tags],
        "checks": [_row_json(row) for row in report.checks],
        "stages": dict(report.stages),
        "measures": [_measure_json(measure) for measure in report.measures],
        "gates": [_gate_json(gate) for gate in report.gates],
        "samples": [_sample_json(one) for one in report.judged],
    }


def _row_json(row: Row) -> dict[str, Any]:
    return {"name": row.name, "right": row.right, "of": row.rate.count, "rate": _number(row.rate.value),
            "low": _number(row.rate.low), "high": _number(row.rate.high)}  # fmt: skip


def _measure_json(measure: Measure) -> dict[str, Any]:
    estimate = measure.estimate
    return {"name": measure.name, "meaning": measure.meaning, "higher_is_better": measure.higher_is_better,
            "unit": measure.unit, "value": _number(estimate.value), "low": _number(estimate.low),
            "high": _number(estimate.high), "of": estimate.count}  # fmt: skip


def _gate_json(gate: Gate) -> dict[str, Any]:
    return {"name": gate.name, "value": _number(gate.value), "bound": gate.bound, "at_most": gate.at_most,
            "of": gate.count, "possible": _number(gate.possible), "passed": gate.passed}  # fmt: skip


def _sample_json(one: Judged) -> dict[str, Any]:
    sample = one.case.sample
    return {
        "id": sample.id, "digest": sample.digest, "family": sample.family, "kind": str(sample.kind),
        "split": str(sample.split), "tags": list(sample.tags), "question": sample.question,
        "history": list(sample.history), "right": one.right,
        "failed": {check.name: check.detail for check in one.failed}, "stage": one.stage and str(one.stage),
        "remarks": list(one.remarks),
        "measures": {name: round(value, 6) for name, value in sorted(one.measures.items())},
        "error": one.case.error or None, "answer": one.case.answer.to_json() if one.case.answer else None,
    }  # fmt: skip


def _number(value: float) -> float | None:
    return None if math.isnan(value) else round(value, 6)


def read_report(path: Path) -> StoredReport:
    """A stored report, baseline, or directory that holds report.json; ReportUnusable says what is wrong with it."""
    file = path / "report.json" if path.is_dir() else path
    try:
        stored = json.loads(file.read_text("utf-8"))
        if stored["format"] > FORMAT:
            raise ReportUnusable(f"{file} was written by a newer wence (format {stored['format']}); upgrade wence")
        results = {sample["id"]: _result(sample) for sample in stored["samples"]}
        gates = {gate["name"]: _gate(gate) for gate in stored["gates"]}
        return StoredReport(stored["subject"], results, gates)
    except OSError as error:
        raise ReportUnusable(
            f"{file} cannot be read ({error.strerror}); make it with: wence eval run --report DIR"
        ) from error
    except (ValueError, KeyError, TypeError) as error:
        raise ReportUnusable(f"{file} is no evaluation report ({type(error).__name__}: {error})") from error


def _result(sample: dict[str, Any]) -> Result:
    measures = {"right": float(sample["right"])} | sample["measures"]
    return Result(sample["id"], sample["digest"], sample["family"], sample["kind"], sample.get("question", ""), measures,
                  tuple(sample["failed"]))  # fmt: skip


def _gate(gate: dict[str, Any]) -> Gate:
    value, possible = (math.nan if gate[name] is None else float(gate[name]) for name in ("value", "possible"))
    return Gate(gate["name"], value, gate["bound"], gate["at_most"], gate["of"], possible)


def junit_xml(report: Report) -> str:
    """The cases as JUnit test cases, one class a kind, for tools that show such files."""
    rows = []
    for one in report.judged:
        sample, seconds = one.case.sample, one.case.answer.seconds if one.case.answer else 0.0
        name = quoteattr(f"{sample.id} {sample.question}")
        opened = f'  <testcase classname="eval.{sample.kind}" name={name} time="{seconds:.3f}"'
        if one.right:
            rows.append(f"{opened}/>")
            continue
        tag = "error" if one.case.error else "failure"
        message = quoteattr("; ".join(f"{check.name}: {check.detail}" for check in one.failed))
        rows.append(f"{opened}>\n    <{tag} message={message}>{escape(describe_failure(one))}</{tag}>\n  </testcase>")
    errors = sum(bool(one.case.error) for one in report.judged)
    failures = sum(not one.right for one in report.judged) - errors
    head = f'<testsuite name="wence eval" tests="{len(report.judged)}" failures="{failures}" errors="{errors}">'
    return _printable('<?xml version="1.0" encoding="UTF-8"?>\n' + "\n".join([head, *rows, "</testsuite>"]) + "\n")


def _printable(text: str) -> str:
    """`text` without the control characters that XML does not allow."""
    return "".join(character for character in text if character in "\t\n\r" or ord(character) >= 32)
