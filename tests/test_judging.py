"""The model judge over real HTTP: what it is shown, what is read of its reply, and how its agreement is told."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from assistant.answers import Answer
from assistant.settings import Settings
from eval.judging import Judge, Opinion, kappa_of, read_opinion, with_judge
from eval.running import run_command, run_samples
from eval.summaries import Report
from ingest.errors import ConfigurationError
from tests.evaluated import NUMBER, SAMPLES, ScriptedSubject, saying
from tests.scripted_endpoint import Refusal, Reply, scripted_endpoint


def reply_of(content: str) -> Reply:
    message = {"role": "assistant", "content": content}
    return 200, {"id": "1", "object": "chat.completion", "created": 1, "model": "judge",
                 "choices": [{"index": 0, "finish_reason": "stop", "message": message}]}  # fmt: skip


def fair(path: str, body: dict[str, Any]) -> Reply:
    """Calls an answer right that says what must be said and has the expected status."""
    assert path == "/v1/chat/completions"
    shown = json.loads(body["messages"][1]["content"])
    said = all(any(word in shown["answer"] for word in point) for point in shown["expected"]["must_say"])
    right = said and shown["status"] in shown["expected"]["status"]
    return reply_of(f"Here you are: {json.dumps({'supported': bool(shown['quotes']) or not said, 'right': right})}")


def judged_by(address: str, report: Report) -> str:
    settings = Settings(openai_api_key="secret", openai_base_url=address)
    return with_judge(report, Judge("judge", settings=settings), workers=2).subject["judge"]


def test_a_judge_is_reported_with_its_agreement_and_changes_no_verdict() -> None:
    def half(answer: Answer, number: int) -> Answer:
        del number
        return saying(NUMBER, "要培育一些企业。") if answer.question == NUMBER.question else answer

    report = run_samples(ScriptedSubject(half), SAMPLES)
    with scripted_endpoint(fair) as endpoint:
        told = judged_by(endpoint.address, report)
    assert report.overall.right == len(SAMPLES) - 1
    assert "agrees with the labels 100.0%" in told
    assert "kappa 1.00" in told
    assert "0 of 6 without an opinion" in told
    assert len(endpoint.requests) == len(SAMPLES)
    assert all(headers["authorization"] == "Bearer secret" for _, headers, _ in endpoint.requests)


def test_a_judge_that_says_yes_to_all_agrees_no_more_than_chance() -> None:
    report = run_samples(ScriptedSubject(lambda answer, _: replace(answer, statements=())), SAMPLES)
    assert 0 < report.overall.right < len(SAMPLES)
    with scripted_endpoint(lambda *_: reply_of('{"supported": true, "right": true}')) as endpoint:
        assert "kappa 0.00" in judged_by(endpoint.address, report)


@pytest.mark.parametrize("content", ["", "right", '{"right": true}', '{"supported": 1, "right": "yes"}', "{broken}"])
def test_a_reply_without_both_verdicts_is_no_opinion(content: str) -> None:
    assert read_opinion(content) is None
    report = run_samples(ScriptedSubject(), SAMPLES[:2])
    with scripted_endpoint(lambda *_: reply_of(content)) as endpoint:
        assert judged_by(endpoint.address, report) == "judge: 2 of 2 without an opinion"


def test_an_opinion_is_read_from_among_other_words() -> None:
    assert read_opinion('```json\n{"supported": false, "right": true}\n```') == Opinion(supported=False, right=True)


def test_a_wrong_key_is_one_line_and_a_passing_failure_is_no_opinion() -> None:
    report = run_samples(ScriptedSubject(), SAMPLES[:1])
    with scripted_endpoint(lambda *_: Refusal(401)) as endpoint, pytest.raises(ConfigurationError) as failed:
        judged_by(endpoint.address, report)
    assert "\n" not in str(failed.value)
    assert "secret" not in str(failed.value)
    replies: Iterator[Refusal | Reply] = iter(
        [Refusal(500, {"retry-after": "0"}), reply_of('{"supported": true, "right": true}')]
    )
    with scripted_endpoint(lambda *_: next(replies)) as endpoint:
        assert "0 of 1 without an opinion" in judged_by(endpoint.address, report)
    with scripted_endpoint(lambda *_: Refusal(400)) as endpoint:
        assert judged_by(endpoint.address, report) == "judge: 1 of 1 without an opinion"


def test_a_judge_needs_an_endpoint() -> None:
    with pytest.raises(ConfigurationError, match="OPENAI_API_KEY"):
        Judge("judge", settings=Settings())


def test_the_command_shows_the_judge_and_gates_nothing_on_it(
    plan_home: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    sample = {"id": "q", "kind": "number", "question": "要培育多少家市级产教融合型企业?", "status": ["answered"], "family": "q",
              "gold": [["10家左右市级产教融合型企业"]], "provenance": {"author": "t", "written": "2026-11-25"}, "split": "dev"}  # fmt: skip
    (tmp_path / "q.jsonl").write_text(json.dumps(sample, ensure_ascii=False), "utf-8")
    with scripted_endpoint(lambda *_: reply_of('{"supported": false, "right": false}')) as endpoint:
        settings = Settings(home=plan_home, openai_base_url=endpoint.address)
        code = run_command(settings=settings, questions=[tmp_path / "q.jsonl"], fresh=True, judge="judge", workers=1)
    assert code == 0
    assert "judge: judge: right 0.0%" in " ".join(capsys.readouterr().out.split())


@pytest.mark.parametrize(
    ("pairs", "expected"),
    [([(True, True), (False, False)], 1.0), ([(True, False), (False, True)], -1.0), ([(True, True)] * 3, 1.0)],
)
def test_kappa_is_agreement_beyond_chance(pairs: list[tuple[bool, bool]], expected: float) -> None:
    assert kappa_of(pairs) == pytest.approx(expected)
