"""Endpoints that fail, dawdle, break off or know no schema: a complete answer always comes, and no key ever shows."""

from __future__ import annotations

import json
import logging
import re
import shutil
import sqlite3
import threading
import time
from pathlib import Path
from typing import Any

import pytest

from assistant.answering import Assistant
from assistant.answers import Answer
from assistant.request_styles import STYLES, Mode, Style, StyleMemory
from assistant.settings import Settings, read_settings
from eval.playback import Statement
from ingest.errors import ConfigurationError
from ingest.reading import squeeze
from tests.commands import free_port, run_here, run_program, served
from tests.scripted_endpoint import Refusal, scripted_endpoint
from tests.scripted_model import KEY, Scenario, ScriptedModel, asking, written_in
from vectorstore.breaking import FAILURES_TO_REST, REST_SECONDS, Breaker, EndpointFailed
from vectorstore.endpoint_calls import Failure, Trouble

RATE = "教育费附加的抵免比例是多少?"


@pytest.fixture(autouse=True)
def no_waiting(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("vectorstore.endpoint_calls.FIRST_WAIT_SECONDS", 0.001)


def assert_extractive(answer: Answer, extractive: Answer, why: str) -> None:
    """The whole extractive answer, labelled as such, with the reason as its first notice."""
    assert answer.engine == "extractive"
    assert answer.statements == extractive.statements
    assert answer.citations == extractive.citations
    assert answer.status is extractive.status
    assert answer.notices[0] == f"模型未参与本次作答({why}),以下为原文摘编。"
    assert answer.notices[1:] == extractive.notices


ECHO = f"Incorrect API key provided: {KEY}"
FAILING = [
    (Scenario("401", always=Refusal(401, message=ECHO)), "密钥被拒绝", 1),
    (Scenario("403", always=Refusal(403, message=ECHO)), "密钥被拒绝", 1),
    (Scenario("404", always=Refusal(404, message="model not found")), "没有所设的模型", 1),
    (Scenario("429", always=Refusal(429)), "超出用量限制", 3),
    (Scenario("429 for an hour", always=Refusal(429, {"retry-after": "3600"})), "超出用量限制", 1),
    (Scenario("500", always=Refusal(500)), "服务出错", 3),
    (Scenario("503", always=Refusal(503)), "服务出错", 3),
    (Scenario("400", always=Refusal(400)), "请求被拒绝", 6),
    (Scenario("too long", always=Refusal(400, code="context_length_exceeded")), "内容超出模型长度", 1),
    (Scenario("filter before", always=Refusal(400, code="content_filter")), "被内容过滤", 1),
    (Scenario("filter", finish="content_filter"), "被内容过滤", 1),
    (Scenario("length", finish="length"), "回答过长", 1),
    (Scenario("prose", raw="对不起,我不能回答。"), "回答格式有误", 3),
    (Scenario("another form", raw='{"answer": "30%"}'), "回答格式有误", 3),
    (Scenario("statements of another form", raw='{"status":"answered","statements":[1,{"text":2},"x"],"missing":[]}'),
     "所作表述未通过核对", 1),
    (Scenario("brackets", raw="[" * 3000), "回答格式有误", 3),
    (Scenario("deep", raw='{"statements":' + "[" * 3000), "回答格式有误", 3),
    (Scenario("endless", raw='{"status":"answered","statements":[{"text":"' + "好" * 20_000), "回答过长", 1),
    (Scenario("empty", raw=""), "回答格式有误", 3),
    (Scenario("cut before anything", cut_after=0), "无法连接", 3),
    (Scenario("cut in the first statement", cut_after=60), "回答中断", 3),
]  # fmt: skip


@pytest.mark.parametrize(("scenario", "why", "calls"), FAILING, ids=[row[0].name for row in FAILING])
def test_every_failure_ends_in_the_extractive_answer_and_a_reason(
    plan_home: Path, assistant: Assistant, scenario: Scenario, why: str, calls: int, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    with asking(scenario, plan_home) as (asked, model, _):
        answer = asked.answer(RATE)
        assert_extractive(answer, assistant.answer(RATE), why)
        assert model.calls == calls
    everything = json.dumps(answer.to_json(trace=True), ensure_ascii=False) + caplog.text
    assert KEY not in everything
    assert "Incorrect API key" not in everything


def test_a_passing_failure_is_tried_again_and_retry_after_is_kept(plan_home: Path) -> None:
    refusals = (Refusal(429, {"retry-after": "0.3"}), Refusal(503))
    with asking(Scenario("throttled", refusals=refusals), plan_home) as (asked, model, _):
        started = time.monotonic()
        answer = asked.answer(RATE)
    assert time.monotonic() - started >= 0.3
    assert model.calls == 3
    assert answer.engine == "model"


def test_a_stream_killed_after_a_statement_gives_the_whole_extractive_answer(
    plan_home: Path, assistant: Assistant
) -> None:
    with asking(Scenario("killed", cut_after=330), plan_home) as (asked, model, _):
        answers = list(asked.stream(RATE))
    assert answers[0].engine == "model"
    assert model.calls == 1
    assert_extractive(answers[-1], assistant.answer(RATE), "回答中断")


def test_a_cut_before_the_first_statement_is_asked_again(plan_home: Path) -> None:
    class Once(ScriptedModel):
        """Breaks off at the first call only."""

        def _delivered(self, text: str, mode: str, body: dict[str, Any]) -> Any:  # noqa: ANN401
            whole = super()._delivered(text, mode, body)
            return whole if self.calls > 1 else type(whole)(whole.events[:2], cut=True)

    model = Once(Scenario("once"))
    with scripted_endpoint(model) as endpoint:
        answer = _assistant(plan_home, endpoint.address).answer(RATE)
    assert model.calls == 2
    assert answer.engine == "model"


def _assistant(home: Path, address: str, **settings: Any) -> Assistant:  # noqa: ANN401
    given = {"keeps_answers": False, **settings}
    return Assistant.open(Settings(home=home, openai_api_key=KEY, openai_base_url=address, chat_model="m", **given))


@pytest.mark.parametrize(
    "scenario", [Scenario("silent", first_pause_seconds=5.0), Scenario("trickling", piece=1, pause_seconds=0.2)]
)
def test_a_slow_endpoint_is_left_at_the_end_of_the_budget(
    plan_home: Path, assistant: Assistant, scenario: Scenario
) -> None:
    with asking(scenario, plan_home, model_seconds=1) as (asked, _, _):
        started = time.monotonic()
        answer = asked.answer(RATE)
        assert time.monotonic() - started < 4
    assert_extractive(answer, assistant.answer(RATE), "超时")


def test_nothing_listens_at_the_address(plan_home: Path, assistant: Assistant) -> None:
    asked = _assistant(plan_home, f"http://127.0.0.1:{free_port()}/v1")
    assert_extractive(asked.answer(RATE), assistant.answer(RATE), "无法连接")


def test_an_endpoint_that_keeps_failing_is_left_alone_for_a_while(plan_home: Path) -> None:
    with asking(Scenario("down", always=Refusal(500)), plan_home) as (asked, model, _):
        answers = [asked.answer(RATE) for _ in range(FAILURES_TO_REST + 2)]
        assert model.calls == FAILURES_TO_REST * 3
    assert "服务暂停使用" in answers[-1].notices[0]


def test_a_breaker_closes_after_its_rest_and_opens_again_at_once() -> None:
    now = [0.0]
    breaker = Breaker(clock=lambda: now[0])
    for _ in range(FAILURES_TO_REST):
        breaker.check()
        breaker.failed(Failure(Trouble.SERVER))
    with pytest.raises(EndpointFailed):
        breaker.check()
    now[0] = REST_SECONDS + 1
    breaker.check()
    breaker.failed(Failure(Trouble.SERVER))
    with pytest.raises(EndpointFailed):
        breaker.check()
    now[0] *= 3
    breaker.succeeded()
    breaker.failed(Failure(Trouble.SERVER))
    breaker.check()
    breaker.failed(Failure(Trouble.REFUSED_KEY))
    with pytest.raises(EndpointFailed):
        breaker.check()


@pytest.mark.parametrize(
    ("scenario", "style", "calls"),
    [
        (Scenario("schema"), "json_schema", 1),
        (Scenario("schema, few fields", plain=True), "json_schema plain", 2),
        (Scenario("tools only", modes=("tool", "text")), "tool", 3),
        (Scenario("text only", modes=("text",)), "text", 5),
        (Scenario("text only, few fields", modes=("text",), plain=True), "text plain", 6),
        (Scenario("ignores the schema", ignores_schema={"json_schema": "30%"}), "tool", 2),
        (Scenario("knows neither", ignores_schema={"json_schema": "30%", "tool": "30%"}), "text", 3),
    ],
    ids=lambda value: value.name if isinstance(value, Scenario) else str(value),
)
def test_how_an_endpoint_takes_a_schema_is_found_once_and_remembered(
    plan_home: Path, tmp_path: Path, scenario: Scenario, style: str, calls: int
) -> None:
    home = tmp_path / "home"
    _copy(plan_home, home)
    with asking(scenario, home) as (asked, model, endpoint):
        assert asked.answer(RATE).engine == "model"
        assert model.calls == calls
        assert asked.answer("要组建几个职业教育名师基地?").engine == "model"
        assert model.calls == calls + 1
        again = _assistant(home, endpoint.address)
        assert again.answer(RATE).engine == "model"
        assert model.calls == calls + 2
        assert list(json.loads((home / "endpoints.json").read_text("utf-8")).values()) == [style]


def _copy(source: Path, target: Path) -> None:
    shutil.copytree(source, target, ignore=shutil.ignore_patterns("endpoints.json"))


def test_a_fence_or_a_sentence_around_the_json_of_a_text_model_is_passed_over(plan_home: Path) -> None:
    class Fenced(ScriptedModel):
        """Wraps its answer."""

        def _delivered(self, text: str, mode: str, body: dict[str, Any]) -> Any:  # noqa: ANN401
            return super()._delivered(f"好的,以下是答案:\n```json\n{text}\n```", mode, body)

    with scripted_endpoint(Fenced(Scenario("fenced", modes=("text",)))) as endpoint:
        assert _assistant(plan_home, endpoint.address).answer(RATE).engine == "model"


def test_a_known_style_that_is_refused_later_is_looked_for_again(tmp_path: Path) -> None:
    memory = StyleMemory(tmp_path, "endpoint model")
    memory.works(Style(Mode.SCHEMA))
    assert StyleMemory(tmp_path, "endpoint model").current() == Style(Mode.SCHEMA)
    assert StyleMemory(tmp_path, "another").current() == STYLES[0]
    assert memory.next_after(Style(Mode.SCHEMA), form=True) is None
    assert memory.next_after(Style(Mode.SCHEMA)) == Style(Mode.SCHEMA, plain=True)


def test_tokens_and_cost_are_those_of_the_endpoint_and_estimated_where_it_is_silent(plan_home: Path) -> None:
    prices = {"input_price": 2.0, "output_price": 10.0}
    with asking(Scenario("counts"), plan_home, **prices) as (asked, _, _):
        usage = asked.answer(RATE).usage
    assert usage is not None
    assert (usage["input_tokens"], usage["output_tokens"], usage["cached_input_tokens"]) == (1000, 100, 600)
    assert usage["cost"] == pytest.approx(0.003)
    assert usage["estimated_calls"] == 0
    with asking(Scenario("silent", counts_usage=False), plan_home) as (asked, _, _):
        usage = asked.answer(RATE).usage
    assert usage is not None
    assert usage["input_tokens"] == usage["counted_input_tokens"] > 500
    assert usage["estimated_calls"] == 1
    assert "cost" not in usage


QUESTIONS = [RATE, "谁来推动区职业教育联盟实体化运作?", "要组建几个职业教育名师基地?", "产教融合型企业有哪些示范作用?",
             "What tax relief is there for enterprises that run vocational education?"]  # fmt: skip


def test_a_prompt_is_small_and_begins_alike_for_every_question(plan_home: Path) -> None:
    with asking(Scenario("obedient"), plan_home) as (asked, _, endpoint):
        usages = [asked.answer(question).usage for question in QUESTIONS]
    systems = {body["messages"][0]["content"] for _, _, body in endpoint.requests}
    assert len(systems) == 1
    assert all(usage and usage["counted_input_tokens"] <= 2500 for usage in usages)
    assert all(headers["authorization"] == f"Bearer {KEY}" for _, headers, _ in endpoint.requests)


def test_a_follow_up_brings_its_conversation_within_the_budget(plan_home: Path) -> None:
    history = ["关于教育费附加的抵免," + "请仔细说明。" * 200, RATE]
    with asking(Scenario("obedient"), plan_home) as (asked, model, _):
        answer = asked.answer("那地方教育附加呢?", history=history)
    assert answer.usage is not None
    assert answer.usage["counted_input_tokens"] <= 2500
    assert model.prompts[-1]["conversation"]["earlier_questions"][-1] == RATE


def test_an_answer_is_kept_by_content_and_verified_again(plan_home: Path, tmp_path: Path) -> None:
    home = tmp_path / "home"
    _copy(plan_home, home)
    with asking(Scenario("kept"), home, keeps_answers=True) as (asked, model, endpoint):
        first, second = asked.answer(RATE), asked.answer(RATE)
        assert model.calls == 1
        assert second.statements == first.statements
        assert second.usage is not None
        assert second.usage["calls"] == second.usage["input_tokens"] == 0
        with sqlite3.connect(home / "answers.sqlite") as kept:
            kept.execute("UPDATE answers SET said = replace(said, '30%比例', '70%比例')")
        kept.close()
        third = asked.answer(RATE)
        assert "70%" not in third.markdown
        asked.answer("要组建几个职业教育名师基地?")
        assert model.calls == 2
        off = _assistant(home, endpoint.address, keeps_answers=False)
        off.answer(RATE)
        assert model.calls == 3


def test_more_questions_than_calls_at_once_are_answered_from_the_text(
    plan_home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("assistant.endpoints.WAIT_FOR_SLOT_SECONDS", 0.05)
    with asking(Scenario("slow", first_pause_seconds=1.0), plan_home, model_concurrency=2) as (asked, model, _):
        answers: list[Answer] = []
        threads = [threading.Thread(target=lambda: answers.append(asked.answer(RATE))) for _ in range(8)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        assert model.calls == 2
    engines = sorted(answer.engine for answer in answers)
    assert engines == ["extractive"] * 6 + ["model"] * 2
    assert all("请求过多" in answer.notices[0] for answer in answers if answer.engine == "extractive")


@pytest.mark.parametrize(
    ("environment", "engine"),
    [
        ({}, "extractive"),
        ({"OPENAI_API_KEY": "k"}, "extractive"),
        ({"WENCE_CHAT_MODEL": "m"}, "extractive"),
        ({"OPENAI_API_KEY": "k", "WENCE_CHAT_MODEL": "m"}, "model"),
        ({"OPENAI_BASE_URL": "http://127.0.0.1:1/v1", "WENCE_CHAT_MODEL": "m"}, "model"),
        ({"OPENAI_API_KEY": "k", "WENCE_CHAT_MODEL": "m", "WENCE_ENGINE": "extractive"}, "extractive"),
    ],
)
def test_the_engine_follows_from_what_is_set(environment: dict[str, str], engine: str) -> None:
    assert read_settings(environment=environment).engine == engine


@pytest.mark.parametrize(
    "name",
    ["WENCE_ENGINE", "WENCE_ANSWER_CACHE", "WENCE_INPUT_PRICE", "WENCE_MODEL_SECONDS", "WENCE_MODEL_CONCURRENCY"],
)
def test_a_malformed_setting_is_one_line_that_names_it(name: str) -> None:
    with pytest.raises(ConfigurationError, match=name):
        read_settings(environment={name: "maybe"})


def test_the_engine_without_a_model_is_one_line(plan_home: Path, capsys: pytest.CaptureFixture[str]) -> None:
    ran = run_here(["--home", str(plan_home), "ask", RATE, "--engine", "model"], capsys)
    assert ran.code == 1
    assert re.fullmatch(r"wence: .*WENCE_CHAT_MODEL.*\n", ran.err)
    assert run_here(["--home", str(plan_home), "ask", RATE, "--engine", "x"], capsys).code == 2


def test_an_address_with_a_password_is_shown_without_it() -> None:
    settings = read_settings(environment={"OPENAI_BASE_URL": "https://user:pa55@host/v1?key=pa55"})
    assert ("OPENAI_BASE_URL", "https://host/v1", "address of that endpoint") in settings.described()
    assert "pa55" not in str(settings.described())


def test_the_command_shows_the_trace_when_asked_to_be_verbose(plan_home: Path) -> None:
    model = ScriptedModel(Scenario("obedient"))
    with scripted_endpoint(model) as endpoint:
        environment = {"OPENAI_API_KEY": KEY, "OPENAI_BASE_URL": endpoint.address, "WENCE_CHAT_MODEL": "m",
                       "WENCE_ANSWER_CACHE": "off"}  # fmt: skip
        ran = run_program(["--home", str(plan_home), "--verbose", "ask", RATE, "--json"], environment=environment)
    answer = json.loads(ran.out)
    assert answer["engine"] == "model"
    assert [entry["step"] for entry in answer["trace"]] == ["prompt", "statement", "statement"]
    assert KEY not in ran.out + ran.err


def test_the_server_gives_a_complete_answer_when_the_endpoint_dies_in_the_middle(
    plan_home: Path, assistant: Assistant, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Over real HTTP on both sides: what leaves the server is the labelled extractive answer."""
    import httpx

    with scripted_endpoint(ScriptedModel(Scenario("killed", cut_after=330))) as endpoint:
        for name, value in (("OPENAI_API_KEY", KEY), ("OPENAI_BASE_URL", endpoint.address), ("WENCE_CHAT_MODEL", "m")):
            monkeypatch.setenv(name, value)
        with served(plan_home) as address:
            reply = httpx.post(f"{address}/api/ask", json={"question": RATE}, timeout=60)
    body = reply.json()
    assert body["engine"] == "extractive"
    assert body["answer"] == assistant.answer(RATE).markdown
    assert "回答中断" in body["notices"][0]
    assert KEY not in reply.text


def _begun(said: list[Statement], _: dict[str, Any]) -> list[Statement]:
    """A false statement, then true ones: those of two passages in the other order than the extractive answer has them."""
    return [{**said[0], "text": said[0]["text"].replace("30%", "50%")}, *said[1:], said[0]]


def test_a_streamed_completion_stays_consistent_when_the_endpoint_dies_in_the_middle(
    plan_home: Path, assistant: Assistant, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The bytes that leave: verified statements, their clauses, a mark, then the whole extractive answer; nothing else."""
    import httpx

    scenario = Scenario("killed", spoil=_begun, cut_after=430)
    with scripted_endpoint(ScriptedModel(scenario)) as endpoint:
        for name, value in (("OPENAI_API_KEY", KEY), ("OPENAI_BASE_URL", endpoint.address), ("WENCE_CHAT_MODEL", "m")):
            monkeypatch.setenv(name, value)
        asked = {"messages": [{"role": "user", "content": RATE}], "stream": True}
        with served(plan_home) as address:
            reply = httpx.post(f"{address}/v1/chat/completions", json=asked, timeout=60)
    written = written_in(reply.text)
    assert reply.text.endswith("data: [DONE]\n\n")
    assert KEY not in reply.text
    assert "50%" not in reply.text
    begun, mark, rest = written.partition("\n\n---\n\n※ 以上内容没有写完,由下面的完整答案取代。\n\n")
    assert mark
    assert "回答中断" in rest.split("\n\n")[0]
    whole = assistant.answer(RATE)
    assert whole.markdown in rest
    assert all(f"[{citation.marker}] 《{citation.document}》" in rest for citation in whole.citations)
    told, *cited = begun.split("\n\n[1] 《")
    assert cited, "the clauses of what was streamed stand below it"
    plan = squeeze(assistant.index.document("putuo-2021").text)
    for paragraph in told.split("\n\n"):
        text, markers = re.fullmatch(r"(.*?)((?: \[\d+\])+)", paragraph).groups()  # type: ignore[union-attr]
        assert squeeze(text) in plan
        assert all(f"{marker} 《" in begun for marker in markers.split())
    last = [json.loads(row[6:]) for row in reply.text.splitlines() if '"wence"' in row][-1]
    assert last["choices"][0]["delta"]["wence"]["engine"] == "extractive"


def test_a_completion_that_goes_on_is_not_marked_as_replaced(assistant: Assistant) -> None:
    from ui.completions import completion_events

    written = written_in("".join(completion_events(assistant.stream(RATE), model="wence", with_usage=False)))
    assert "※ 以上内容没有写完" not in written
    assert written.startswith(assistant.answer(RATE).markdown)
