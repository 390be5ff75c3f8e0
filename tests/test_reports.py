"""Reports: every file can be read back, and the page needs nothing but itself."""

from __future__ import annotations

import json
import re
from dataclasses import replace
from html.parser import HTMLParser
from pathlib import Path
from xml.etree import ElementTree as ET

import pytest

from assistant.answers import Answer
from eval.report_pages import report_page
from eval.report_texts import failure_list, report_markdown
from eval.reports import ReportUnusable, junit_xml, read_report, report_json, write_baseline, write_reports
from eval.running import run_samples
from eval.summaries import Report
from tests.evaluated import NUMBER, OFFSET, SAMPLES, ScriptedSubject

MARKUP = '<script>alert("x")</script>&\x07'


def _marked(answer: Answer, _: int) -> Answer:
    statement = replace(answer.statements[0], text=MARKUP)
    return replace(answer, statements=(statement, *answer.statements[1:]), notices=(MARKUP,))


@pytest.fixture(scope="module")
def report() -> Report:
    """A run in which every answer holds markup and most fail."""
    samples = [*SAMPLES, replace(NUMBER, id="later", question=NUMBER.question, history=(MARKUP,), tags=("dialogue",))]
    return run_samples(ScriptedSubject(_marked), samples, workers=2)


class _Page(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.tags: list[str] = []
        self.addresses: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append(tag)
        self.addresses += [value or "" for name, value in attrs if name in {"src", "href", "srcset", "data", "action"}]


def test_the_page_holds_no_script_and_no_address(report: Report) -> None:
    page = report_page(report)
    parsed = _Page()
    parsed.feed(page)
    assert not {"script", "link", "img", "iframe", "object"} & set(parsed.tags)
    assert parsed.addresses == []
    assert not re.search(r"url\(|@import|https?://", page)
    assert 'name="viewport"' in page


def test_the_page_shows_failures_with_question_clauses_and_answer(report: Report) -> None:
    page = report_page(report)
    parsed = _Page()
    parsed.feed(page)
    failed = [one for one in report.judged if not one.right]
    assert parsed.tags.count("details") == len(failed) > 0
    assert parsed.tags.count("svg") >= len(report.kinds) + len(report.checks) + 1
    assert NUMBER.question in page
    assert "<mark>到2025年,培育10家左右市级示范企业。</mark>" in page
    assert "&lt;script&gt;" in page


def test_a_page_without_failures_or_answers_is_still_a_page() -> None:
    assert "None of 6." in report_page(run_samples(ScriptedSubject(), SAMPLES))
    assert "No answer." in report_page(run_samples(ScriptedSubject(), []))


def test_all_files_are_written_and_the_json_is_read_back(report: Report, tmp_path: Path) -> None:
    paths = write_reports(report, tmp_path / "new" / "folder")
    assert {path.name for path in paths} == {"report.json", "report.html", "report.md", "failures.md", "junit.xml"}
    stored = read_report(tmp_path / "new" / "folder")
    assert list(stored.results) == [one.case.sample.id for one in report.judged]
    assert {gate.name: gate.passed for gate in stored.gates.values()} == {g.name: g.passed for g in report.gates}


def test_the_json_holds_no_number_that_json_does_not_know(report: Report) -> None:
    text = json.dumps(report_json(report), ensure_ascii=False, allow_nan=False)
    assert json.loads(text)["overall"]["of"] == len(report.judged)


def test_a_baseline_compares_like_its_report_and_keeps_no_answers(report: Report, tmp_path: Path) -> None:
    write_baseline(report, tmp_path / "baseline.json")
    write_reports(report, tmp_path)
    baseline, whole = read_report(tmp_path / "baseline.json"), read_report(tmp_path)
    assert {name: result.measures for name, result in baseline.results.items()} == {
        name: result.measures for name, result in whole.results.items()
    }
    assert "answer" not in json.loads((tmp_path / "baseline.json").read_text("utf-8"))["samples"][0]


@pytest.mark.parametrize("content", [None, "", "[]", "{}", '{"format": 99}', '{"format": 1, "samples": [{}]}'])
def test_a_file_that_is_no_report_is_refused_in_one_line(tmp_path: Path, content: str | None) -> None:
    path = tmp_path / "report.json"
    if content is not None:
        path.write_text(content, "utf-8")
    with pytest.raises(ReportUnusable) as refused:
        read_report(path)
    assert "\n" not in str(refused.value)


def test_junit_counts_cases_failures_and_errors() -> None:
    def breaks(answer: Answer, _: int) -> Answer:
        if answer.question == OFFSET.question:
            raise ValueError("broken")
        return _marked(answer, 0)

    report = run_samples(ScriptedSubject(breaks), SAMPLES)
    suite = ET.fromstring(junit_xml(report))  # noqa: S314  # our own text
    failed = [one for one in report.judged if not one.right]
    assert (suite.get("tests"), suite.get("errors")) == (str(len(SAMPLES)), "1")
    assert len(suite.findall("testcase/failure")) == int(suite.get("failures", "")) == len(failed) - 1


def test_the_failure_list_tells_what_was_expected_and_what_came(report: Report) -> None:
    text = failure_list(report)
    for words in (NUMBER.question, "says 10家左右", "status answered", "failed key_points", "s2.i2.g1", "history:"):
        assert words in text


def test_markdown_holds_every_measure_and_gate(report: Report) -> None:
    text = report_markdown(report)
    for name in [measure.name for measure in report.measures] + [gate.name for gate in report.gates]:
        assert f"| {name} |" in text
