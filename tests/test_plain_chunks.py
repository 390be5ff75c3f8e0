"""The pieces of a stream as an endpoint sends them, whatever it leaves out or adds."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pytest
from openai import BadRequestError, OpenAI

from assistant.plain_chunks import PlainCompletions
from tests.scripted_endpoint import Refusal, Reply, Stream, scripted_endpoint

PIECE = {"choices": [{"index": 0, "delta": {"content": "好"}, "finish_reason": None}]}


def chunks_of(*events: Mapping[str, Any]) -> tuple[list[dict[str, Any]], dict[str, str], dict[str, Any]]:
    def script(path: str, body: dict[str, Any]) -> Stream:
        del body
        assert path == "/v1/chat/completions"
        return Stream(events)

    with scripted_endpoint(script) as endpoint:
        client = OpenAI(api_key="a-key", base_url=endpoint.address, max_retries=0)
        with PlainCompletions(client).create(
            model="m", messages=[{"role": "user", "content": "问"}], stream=True, extra_body={"top_k": 1}, timeout=5.0
        ) as chunks:
            received = list(chunks)
        _, headers, body = endpoint.requests[0]
    return received, headers, body


def test_a_request_holds_the_key_the_messages_and_the_extra_fields() -> None:
    received, headers, body = chunks_of(PIECE)
    assert received == [PIECE]
    assert headers["authorization"] == "Bearer a-key"
    assert body == {"model": "m", "messages": [{"role": "user", "content": "问"}], "stream": True, "top_k": 1}


@pytest.mark.parametrize(
    ("event", "choices"),
    [
        ({"choices": [{"index": 0, "finish_reason": "stop"}]}, [{"index": 0, "finish_reason": "stop", "delta": None}]),
        ({"choices": None, "usage": {"total_tokens": 3}}, []),
        ({"id": "x"}, []),
        ({"choices": ["text"]}, []),
    ],
)
def test_what_an_endpoint_leaves_out_of_a_piece_is_filled_in(event: dict[str, Any], choices: list[object]) -> None:
    received, _, _ = chunks_of(event)
    assert received == [{**event, "choices": choices}]


def test_a_refusal_is_the_error_of_the_client() -> None:
    def script(path: str, body: dict[str, Any]) -> Reply | Refusal:
        del path, body
        return Refusal(400)

    with scripted_endpoint(script) as endpoint:
        client = OpenAI(api_key="a-key", base_url=endpoint.address, max_retries=0)
        with pytest.raises(BadRequestError), PlainCompletions(client).create(extra_body={}, timeout=5.0, stream=True):
            pass
