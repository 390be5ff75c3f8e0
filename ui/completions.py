"""The interface of OpenAI's chat completions over the assistant, so that existing chat programs can ask it."""

from __future__ import annotations

import json
import time
from collections.abc import Iterator
from typing import Annotated, Any, Literal

from pydantic import BaseModel, ConfigDict, Field

from assistant.answers import Answer
from assistant.language import Language
from assistant.wording import Wording
from ingest.errors import UsageError
from ingest.tokens import token_counter

MODEL = "wence"
MAX_MESSAGES = 200


class TextPart(BaseModel):
    """A part of a message; other kinds than text are refused."""

    model_config = ConfigDict(extra="ignore")

    type: Literal["text"]
    text: str


class ChatMessage(BaseModel):
    """A message of the conversation; only those of the user are read."""

    model_config = ConfigDict(extra="ignore")

    role: Literal["system", "developer", "user", "assistant", "tool", "function"]
    content: str | Annotated[list[TextPart], Field(max_length=100)] | None = None

    def words(self) -> str:
        """The text of the message."""
        if isinstance(self.content, list):
            return "\n".join(part.text for part in self.content)
        return self.content or ""


class StreamOptions(BaseModel):
    """What a stream holds beside the answer."""

    model_config = ConfigDict(extra="ignore")

    include_usage: bool = False


class ChatRequest(BaseModel):
    """A request for a completion; parameters of sampling are accepted and have no meaning here."""

    model_config = ConfigDict(extra="ignore")

    model: str = MODEL
    messages: list[ChatMessage] = Field(min_length=1, max_length=MAX_MESSAGES)
    stream: bool = False
    stream_options: StreamOptions | None = None


def asked_in(request: ChatRequest) -> tuple[str, list[str]]:
    """The question of a request and the earlier ones; UsageError when the last message is not a user's."""
    said = [message.words() for message in request.messages if message.role == "user"]
    if not said or request.messages[-1].role != "user":
        raise UsageError("the last message must be a question of the user")
    return said[-1], [text for text in said[:-1] if text.strip()]


def sources_markdown(answer: Answer) -> str:
    """The cited clauses below an answer: marker, document, label, the quoted words, the address."""
    return "\n\n".join([*_notices(answer), *_cited(answer)])


def _notices(answer: Answer) -> list[str]:
    return [f"※ {notice}" for notice in answer.notices]


def _cited(answer: Answer) -> list[str]:
    return [
        f"[{c.marker}] 《{c.document}》{c.label}:“{' '.join(c.quote.split())}”{f' {c.url}' if c.url else ''}"
        for c in answer.citations
    ]


def replacement_markdown(shown: Answer, whole: Answer) -> str:
    """What follows a streamed beginning that another answer replaces.

    First the clauses that the beginning cites, since markers begin anew, then a line that says so, why, and the whole answer.
    """
    said = Wording(Language(whole.language)).say("replaced")
    parts = [*_cited(shown), "---", f"※ {said}", *_notices(whole), whole.markdown, *_cited(whole)]
    return "".join(f"\n\n{part}" for part in parts)


def completion(answer: Answer, *, model: str) -> dict[str, Any]:
    """The whole completion; `wence` in the message is our own answer with all its fields."""
    sources = sources_markdown(answer)
    content = answer.markdown + (f"\n\n{sources}" if sources else "")
    return {
        "id": f"chatcmpl-{answer.id}",
        "object": "chat.completion",
        "created": int(time.time()),
        "model": model,
        "choices": [
            {
                "index": 0,
                "message": {"role": "assistant", "content": content, "refusal": None, "wence": answer.to_json()},
                "finish_reason": "stop",
                "logprobs": None,
            }
        ],
        "usage": _usage(answer.question, content),
    }


def completion_events(answers: Iterator[Answer], *, model: str, with_usage: bool) -> Iterator[str]:
    """The completion as server-sent events: a piece for each further statement, then the sources, then the end.

    Where the last answer does not go on from what was streamed, it follows whole, marked as its replacement.
    """
    written = ""
    shown: Answer | None = None
    last: Answer | None = None
    created = int(time.time())

    def event(delta: dict[str, Any], *, finish: str | None = None, usage: dict[str, int] | None = None) -> str:
        chunk = {
            "id": f"chatcmpl-{last.id if last else 'wence'}", "object": "chat.completion.chunk", "created": created, "model": model,
            "choices": [] if usage else [{"index": 0, "delta": delta, "finish_reason": finish, "logprobs": None}],
            **({"usage": usage} if usage else {}),
        }  # fmt: skip
        return f"data: {json.dumps(chunk, ensure_ascii=False)}\n\n"

    for answer in answers:
        if last is None:
            last = answer
            yield event({"role": "assistant", "content": ""})
        last = answer
        if answer.markdown.startswith(written) and len(answer.markdown) > len(written):
            yield event({"content": answer.markdown[len(written) :]})
            written, shown = answer.markdown, answer
    if last is None:
        raise UsageError("there is no answer")
    if shown is not None and not last.markdown.startswith(written):
        tail = replacement_markdown(shown, last)
    else:
        sources = sources_markdown(last)
        tail = last.markdown.removeprefix(written) + (f"\n\n{sources}" if sources else "")
    if tail:
        yield event({"content": tail})
    yield event({"wence": last.to_json()}, finish="stop")
    if with_usage:
        yield event({}, usage=_usage(last.question, written + tail))
    yield "data: [DONE]\n\n"


def models() -> dict[str, Any]:
    """The one model there is."""
    return {"object": "list", "data": [{"id": MODEL, "object": "model", "created": 0, "owned_by": MODEL}]}


def _usage(question: str, content: str) -> dict[str, int]:
    counter = token_counter()
    asked, given = counter.count(question), counter.count(content)
    return {"prompt_tokens": asked, "completion_tokens": given, "total_tokens": asked + given}
