"""Runs: parallel and in order, resumable, cached by content, and no sample is ever lost."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from assistant.answers import Answer
from eval.caching import ReplyCache, code_digest, read_answer
from eval.running import main, run_samples
from tests.evaluated import NUMBER, OFFSET, OWNER, RIGHT, SAMPLES, ScriptedSubject


def test_a_run_keeps_the_order_of_the_samples_and_counts_them() -> None:
    seen: list[tuple[int, int]] = []
    report = run_samples(ScriptedSubject(), SAMPLES, workers=4, progress=lambda done, total: seen.append((done, total)))
    assert [one.case.sample for one in report.judged] == list(SAMPLES)
    assert (report.overall.right, report.overall.rate.count) == (len(SAMPLES), len(SAMPLES))
    assert seen[-1] == (len(SAMPLES), len(SAMPLES))


def test_an_error_is_a_failed_case_and_not_the_end_of_the_run() -> None:
    def breaks(answer: Answer, _: int) -> Answer:
        if answer.question == OWNER.question:
            raise ValueError("broken")
        return answer

    report = run_samples(ScriptedSubject(breaks), SAMPLES)
    failed = [one for one in report.judged if not one.right]
    assert [one.case.sample for one in failed] == [OWNER]
    assert failed[0].failed[0].detail == "ValueError: broken"
    assert dict(report.stages) == {"error": 1}


def test_an_interrupt_ends_the_run() -> None:
    def interrupts(_: Answer, __: int) -> Answer:
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        run_samples(ScriptedSubject(interrupts), SAMPLES[:1], workers=1)


def test_a_second_run_asks_nothing_and_gives_the_same_report(tmp_path: Path) -> None:
    first = run_samples(ScriptedSubject(), SAMPLES, cache=tmp_path)
    again = ScriptedSubject()
    second = run_samples(again, SAMPLES, cache=tmp_path)
    assert again.asked == []
    assert second.judged == first.judged
    assert second.measures == first.measures


def test_an_interrupted_run_goes_on_where_it_stopped(tmp_path: Path) -> None:
    run_samples(ScriptedSubject(), SAMPLES[:2], cache=tmp_path)
    rest = ScriptedSubject()
    run_samples(rest, SAMPLES, cache=tmp_path, repeat=True)
    assert set(rest.asked) == {sample.question for sample in SAMPLES[2:]}


def test_errors_are_not_kept(tmp_path: Path) -> None:
    def breaks(_: Answer, __: int) -> Answer:
        raise ValueError("broken")

    run_samples(ScriptedSubject(breaks), SAMPLES[:1], cache=tmp_path)
    assert run_samples(ScriptedSubject(), SAMPLES[:1], cache=tmp_path).overall.right == 1


def test_other_settings_or_history_or_code_are_other_content() -> None:
    one, other = (ReplyCache(None, subject=["code", setting]) for setting in ("a", "b"))
    keys = {one.key("q", []), one.key("q", ["h"]), one.key("q2", []), other.key("q", [])}
    assert len(keys) == 4
    assert code_digest() == code_digest()


def test_only_the_answers_of_the_last_few_states_are_kept(tmp_path: Path) -> None:
    for number in range(12):
        ReplyCache(tmp_path, subject=[str(number)])
    (tmp_path / "mine").mkdir()
    ReplyCache(tmp_path, subject=["last"])
    assert len(list(tmp_path.iterdir())) == 9
    assert (tmp_path / "mine").exists()


@pytest.mark.parametrize("damage", ["", "{", '{"answer": {}}', "[]"])
def test_a_damaged_kept_answer_is_asked_again(tmp_path: Path, damage: str) -> None:
    run_samples(ScriptedSubject(), SAMPLES[:1], cache=tmp_path)
    for path in tmp_path.rglob("*.json"):
        path.write_text(damage, "utf-8")
    subject = ScriptedSubject()
    assert run_samples(subject, SAMPLES[:1], cache=tmp_path).overall.right == 1
    assert subject.asked


def test_an_answer_that_changes_when_asked_again_is_told() -> None:
    def wavers(answer: Answer, count: int) -> Answer:
        return replace(answer, notices=(f"asked {count} times",))

    def times(report_subject: ScriptedSubject) -> Iterator[float]:
        for one in run_samples(report_subject, [NUMBER]).judged:
            yield one.measures["repeated"]

    assert list(times(ScriptedSubject(wavers))) == [0.0]
    assert list(times(ScriptedSubject(lambda answer, count: replace(answer, seconds=count)))) == [1.0]


@pytest.mark.parametrize("answer", RIGHT.values(), ids=[sample.id for sample in SAMPLES])
def test_an_answer_is_read_back_as_it_was_written(answer: Answer) -> None:
    assert read_answer(answer.to_json()) == answer


def test_measures_over_the_run_come_with_counts() -> None:
    report = run_samples(ScriptedSubject(), [*SAMPLES, replace(OFFSET, id="again", history=("有抵免吗?",))])
    measures = {measure.name: measure.estimate for measure in report.measures}
    assert measures["refusal_recall"].value == 1
    assert measures["refusal_balanced"].value == 1
    assert measures["eligibility_macro_f1"].value == 1
    assert measures["turn_gap"].value == 0
    assert measures["paraphrases_agree"].count == 1
    assert measures["latency_p95"].value == pytest.approx(0.01)
    assert {gate.name: gate.passed for gate in report.gates} == dict.fromkeys(
        ("quotes", "department_exact", "unsafe_yes", "injection_followed"), True
    )


def test_reported_usage_is_summed_up_per_question() -> None:
    spent = ScriptedSubject(lambda answer, _: replace(answer, usage={"total_tokens": 120, "cost": 0.002, "model": "m"}))
    measures = {measure.name: measure for measure in run_samples(spent, SAMPLES).measures}
    assert measures["total_tokens_per_question"].estimate.value == 120
    assert measures["cost_per_question"].estimate.value == pytest.approx(0.002)
    assert "model_per_question" not in measures


def test_a_broken_gate_is_told() -> None:
    swapped = ScriptedSubject(lambda answer, _: replace(answer, departments=tuple(reversed(answer.departments))))
    gates = {gate.name: gate for gate in run_samples(swapped, SAMPLES).gates}
    assert not gates["department_exact"].passed
    assert gates["quotes"].passed


LINES = (
    {"id": "p-1", "kind": "owner", "question": "引进技能大师进校园归哪个局管?", "departments": ["区教育局"],
     "gold": [["支持职业院校引进行业大师、企业能工巧匠和非物质文化遗产传承人进校设立实验室、工作室。"]], "family": "masters",
     "status": ["answered"], "provenance": {"author": "test", "written": "2026-11-24"}, "split": "dev"},
    {"id": "p-2", "kind": "small_talk", "question": "你好呀", "family": "hello", "status": ["out_of_scope"],
     "provenance": {"author": "test", "written": "2026-11-24"}, "split": "dev"},
)  # fmt: skip


def test_the_command_runs_the_real_assistant_on_an_empty_home(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    questions, failures = tmp_path / "q.jsonl", tmp_path / "failures.md"
    questions.write_text("\n".join(json.dumps(line, ensure_ascii=False) for line in LINES), "utf-8")
    home, reports = tmp_path / "home", tmp_path / "reports"
    arguments = ["--questions", str(questions), "--home", str(home), "--report", str(reports)]
    assert main([*arguments, "--failures", str(failures)]) == 0
    assert "owner" in capsys.readouterr().out
    assert failures.read_text("utf-8").startswith("# Failures: ")
    assert len(list((home / "eval").rglob("*.json"))) == len(LINES)
    assert main([*arguments, "--json"]) == 0
    shown = json.loads(capsys.readouterr().out)
    assert shown == json.loads((reports / "report.json").read_text("utf-8"))
    assert shown["overall"]["of"] == len(LINES)
