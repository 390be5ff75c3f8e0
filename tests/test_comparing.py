"""Comparisons: only a loss beyond chance or a broken gate fails, and the questions that flipped are named."""

from __future__ import annotations

import json
from dataclasses import replace
from io import StringIO
from pathlib import Path

import pytest
from rich.console import Console

from assistant.answers import Answer
from eval.comparing import Comparison, compare_command, compare_reports
from eval.reports import ReportUnusable, read_report, write_baseline, write_reports
from eval.running import run_samples
from eval.samples import Sample
from eval.summaries import Report
from tests.evaluated import NUMBER, OWNER, SAMPLES, ScriptedSubject

MANY = tuple(replace(NUMBER, id=f"n-{number}", family=f"f-{number}") for number in range(8))


def _run(samples: tuple[Sample, ...] = MANY, *, wrong: int = 0) -> Report:
    """A run in which the first `wrong` samples ask for something the answer does not say."""
    right = run_samples(ScriptedSubject(), samples, repeat=False)
    if not wrong:
        return right
    worse = run_samples(ScriptedSubject(_silent), samples, repeat=False)
    judged = (*worse.judged[:wrong], *right.judged[wrong:])
    return replace(right, judged=judged)


def _silent(answer: Answer, _: int) -> Answer:
    return replace(answer, statements=(replace(answer.statements[0], text="有目标。"),))


def _compared(directory: Path, before: Report, after: Report) -> Comparison:
    for name, report in (("a", before), ("b", after)):
        write_reports(report, directory / name)
    return compare_reports(read_report(directory / "a"), read_report(directory / "b"))


def test_the_same_run_twice_shows_no_change(tmp_path: Path) -> None:
    comparison = _compared(tmp_path, _run(SAMPLES), _run(SAMPLES))
    assert comparison.passed
    assert {change.difference.value for change in comparison.changes} == {0.0}
    assert (comparison.lost, comparison.won, comparison.uncompared) == ((), (), ())


@pytest.mark.parametrize(("wrong", "passed"), [(1, True), (5, True), (6, False), (8, False)])
def test_only_a_loss_beyond_chance_fails(tmp_path: Path, wrong: int, passed: bool) -> None:
    comparison = _compared(tmp_path, _run(), _run(wrong=wrong))
    assert comparison.passed is passed
    assert [result.id for result in comparison.lost] == [f"n-{number}" for number in range(wrong)]


def test_a_gain_is_no_regression(tmp_path: Path) -> None:
    comparison = _compared(tmp_path, _run(wrong=8), _run())
    assert comparison.passed
    assert len(comparison.won) == 8


def test_losses_of_one_family_are_one_loss(tmp_path: Path) -> None:
    family = tuple(replace(sample, family="one") for sample in MANY)
    assert _compared(tmp_path, _run(family), _run(family, wrong=8)).passed


def test_a_broken_gate_fails_whatever_chance_says(tmp_path: Path) -> None:
    swapped = ScriptedSubject(lambda answer, _: replace(answer, departments=tuple(reversed(answer.departments))))
    comparison = _compared(tmp_path, _run((OWNER,)), run_samples(swapped, (OWNER,)))
    assert comparison.broken == ("department_exact",)
    assert comparison.regressions == ()
    assert not comparison.passed


def test_changed_and_new_samples_are_named_and_not_compared(tmp_path: Path) -> None:
    changed = (replace(NUMBER, id="n-0", key_points=(("左右",),)), *MANY[1:], replace(NUMBER, id="new"))
    comparison = _compared(tmp_path, _run(), _run(changed))
    assert comparison.uncompared == ("n-0", "new")


def test_reports_without_a_common_sample_cannot_be_compared(tmp_path: Path) -> None:
    with pytest.raises(ReportUnusable, match="share no sample"):
        _compared(tmp_path, _run(MANY[:1]), _run(MANY[1:]))


@pytest.mark.parametrize(("wrong", "code"), [(0, 0), (8, 1)])
def test_the_command_says_what_flipped_and_ends_with_its_code(tmp_path: Path, wrong: int, code: int) -> None:
    write_baseline(_run(), tmp_path / "baseline.json")
    write_reports(_run(wrong=wrong), tmp_path / "now")
    shown = StringIO()
    console = Console(file=shown, width=160)
    assert compare_command(tmp_path / "baseline.json", tmp_path / "now", console=console) == code
    assert ("n-7" in shown.getvalue()) is bool(wrong)


def test_the_command_gives_json(tmp_path: Path) -> None:
    write_baseline(_run(), tmp_path / "baseline.json")
    shown = StringIO()
    compare_command(tmp_path / "baseline.json", tmp_path / "baseline.json", as_json=True, console=Console(file=shown))
    assert json.loads(shown.getvalue())["passed"] is True
