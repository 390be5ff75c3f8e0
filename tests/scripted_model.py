"""A chat model that reads its prompt and answers as a scenario wants it: obedient, inventive, hostile, slow or broken.

The obedient answer is made of the passages in the prompt; a scenario is data that spoils it or its delivery.
"""

from __future__ import annotations

import json
import threading
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from assistant.answering import Assistant
from assistant.model_facts import INSTRUCTIONS as FACT_INSTRUCTIONS
from assistant.settings import Settings
from eval.playback import Statement, obedient
from tests.scripted_endpoint import Endpoint, Refusal, Reply, Stream, scripted_endpoint

KEY = "sk-secret-key-1234567890"
Spoil = Callable[[list[Statement], dict[str, Any]], list[Statement]]


@dataclass(frozen=True, slots=True)
class Scenario:
    """How a model behaves. `spoil` changes the obedient statements, `repairs` the ones given back to be corrected.

    `raw`: the text sent instead of an answer. `refusals`: replies of the first calls. `cut_after`: characters
    sent before the connection breaks. `facts` is what it reads in a text (`facts_raw`: the text sent
    instead). `modes`: what the endpoint accepts; anything else is HTTP 400.
    """

    name: str
    spoil: Spoil = lambda statements, _: statements
    repairs: Spoil = lambda *_: []
    status: str = "answered"
    missing: tuple[str, ...] = ()
    raw: str | None = None
    refusals: tuple[Refusal, ...] = ()
    always: Refusal | None = None
    cut_after: int | None = None
    piece: int = 12
    pause_seconds: float = 0.0
    first_pause_seconds: float = 0.0
    finish: str = "stop"
    modes: tuple[str, ...] = ("json_schema", "tool", "text")
    plain: bool = False
    counts_usage: bool = True
    ignores_schema: Mapping[str, str] = field(default_factory=dict)
    facts: Sequence[Mapping[str, str]] = ()
    facts_raw: str | None = None


class ScriptedModel:
    """The script of one scenario for `scripted_endpoint`; counts its calls and keeps what it was shown."""

    def __init__(self, scenario: Scenario) -> None:
        self.scenario = scenario
        self.calls = 0
        self.prompts: list[dict[str, Any]] = []
        self.read: list[dict[str, Any]] = []
        self._lock = threading.Lock()

    def __call__(self, path: str, body: dict[str, Any]) -> Reply | Stream | Refusal:
        """Answer one request."""
        with self._lock:
            self.calls += 1
            number = self.calls
        if path != "/v1/chat/completions":
            return Refusal(404, message=f"no {path}")
        scenario = self.scenario
        if number <= len(scenario.refusals):
            return scenario.refusals[number - 1]
        if scenario.always is not None:
            return scenario.always
        mode = _mode(body)
        if mode not in scenario.modes or (scenario.plain and ("temperature" in body or "stream_options" in body)):
            return Refusal(400, message=f"{mode} is not supported")
        if body["messages"][0]["content"] == FACT_INSTRUCTIONS:
            with self._lock:
                self.read.append(json.loads(body["messages"][1]["content"]))
            facts = json.dumps({"facts": list(scenario.facts)}, ensure_ascii=False)
            return self._delivered(facts if scenario.facts_raw is None else scenario.facts_raw, mode, body)
        text = scenario.ignores_schema.get(mode, scenario.raw)
        if text is None:
            text = json.dumps(self._answer(body["messages"]), ensure_ascii=False)
        return self._delivered(text, mode, body)

    def _answer(self, messages: list[dict[str, str]]) -> dict[str, Any]:
        prompt = json.loads(messages[1]["content"])
        with self._lock:
            self.prompts.append(prompt)
        if len(messages) > 2:
            failed = json.loads(messages[2]["content"])["statements"]
            return {"status": "answered", "statements": self.scenario.repairs(failed, prompt), "missing": []}
        statements = self.scenario.spoil(obedient(prompt), prompt)
        return {"status": self.scenario.status, "statements": statements, "missing": list(self.scenario.missing)}

    def _delivered(self, text: str, mode: str, body: dict[str, Any]) -> Stream:
        scenario = self.scenario
        cut = scenario.cut_after is not None
        shown = text[: scenario.cut_after] if cut else text
        size = scenario.piece
        deltas = [_delta(shown[at : at + size], mode, first=at == 0) for at in range(0, len(shown), size)]
        events = [_event({"delta": delta, "index": 0, "finish_reason": None}) for delta in deltas]
        if not cut:
            events.append(_event({"delta": {}, "index": 0, "finish_reason": scenario.finish}))
            if scenario.counts_usage and body.get("stream_options"):
                usage = {"prompt_tokens": 1000, "completion_tokens": 100, "total_tokens": 1100,
                         "prompt_tokens_details": {"cached_tokens": 600}}  # fmt: skip
                events.append({**_event(), "usage": usage})
        return Stream(events, scenario.pause_seconds, scenario.first_pause_seconds, cut=cut)


def _mode(body: dict[str, Any]) -> str:
    if "response_format" in body:
        return "json_schema"
    return "tool" if "tools" in body else "text"


def _event(*choices: dict[str, Any]) -> dict[str, Any]:
    return {"id": "c", "object": "chat.completion.chunk", "created": 1, "model": "m", "choices": list(choices)}


def _delta(piece: str, mode: str, *, first: bool) -> dict[str, Any]:
    if mode != "tool":
        return {"role": "assistant", "content": piece}
    function: dict[str, Any] = {"arguments": piece}
    call: dict[str, Any] = {"index": 0, "function": function}
    if first:
        function["name"] = "give_answer"
        call |= {"id": "call", "type": "function"}
    return {"role": "assistant", "tool_calls": [call]}


def written_in(events: str) -> str:
    """The text that a client of the completions puts together from a stream."""
    rows = [json.loads(row[6:]) for row in events.splitlines() if row.startswith("data: {")]
    return "".join(choice["delta"].get("content", "") for row in rows for choice in row["choices"])


@contextmanager
def asking(scenario: Scenario, home: Path, **settings: Any) -> Iterator[tuple[Assistant, ScriptedModel, Endpoint]]:  # noqa: ANN401
    """An assistant whose model behaves as a scenario says."""
    model = ScriptedModel(scenario)
    (home / "endpoints.json").unlink(missing_ok=True)  # a port may come again
    with scripted_endpoint(model) as endpoint:
        given = {"keeps_answers": False, **settings}
        yield (
            Assistant.open(
                Settings(home=home, openai_api_key=KEY, openai_base_url=endpoint.address, chat_model="m", **given)
            ),
            model,
            endpoint,
        )
