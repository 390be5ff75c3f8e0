"""One chat model of an OpenAI-compatible endpoint, streamed: bounded in time, length, attempts and calls at once."""

from __future__ import annotations

import threading
import time
from collections.abc import Generator, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from itertools import chain
from pathlib import Path
from typing import TYPE_CHECKING, Any

from assistant.plain_chunks import PlainCompletions
from assistant.prompting import Prompt, chat_template
from assistant.request_styles import Style, StyleMemory
from ingest.tokens import token_counter
from vectorstore.breaking import Breaker, EndpointFailed
from vectorstore.endpoint_calls import LASTING, PASSING, Failure, Trouble, failure_of, retrying

if TYPE_CHECKING:
    from langchain_core.messages import BaseMessage

ATTEMPTS = 3
STALL_SECONDS = 15.0  # without a byte
MAX_OUTPUT_CHARACTERS = 12_000
WAIT_FOR_SLOT_SECONDS = 1.0


@dataclass(slots=True)
class Spent:
    """What one answer used: tokens as the endpoint counted them, or as we did where it does not say."""

    input_tokens: int = 0
    output_tokens: int = 0
    cached_input_tokens: int = 0
    calls: int = 0
    estimated_calls: int = 0
    counted_input_tokens: int = 0  # by our own counter, to be held against the endpoint's
    styles: list[Style] = field(default_factory=list)


class ChatEndpoint:
    """Streams the text of answers. Keys are handed to the client and kept nowhere else."""

    def __init__(self, model: str, *, api_key: str, base_url: str | None, home: Path, concurrency: int) -> None:
        from langchain_openai import ChatOpenAI
        from openai import OpenAIError
        from pydantic import SecretStr

        self.name = f"{base_url or 'api.openai.com'} {model}"
        self.breaker = Breaker()
        self.styles = StyleMemory(home, self.name)
        self._error = OpenAIError
        self._slots = threading.BoundedSemaphore(concurrency)
        # Retries are ours alone; stream options and the schema go into the body as each style wants them.
        self._chat = ChatOpenAI(model=model, api_key=SecretStr(api_key), base_url=base_url, max_retries=0,
                                stream_usage=False, use_responses_api=False)  # fmt: skip
        self._chat.client = PlainCompletions(self._chat.root_client)

    def stream(self, prompt: Prompt, *, deadline: float, spent: Spent) -> Generator[str]:
        """Pieces of the answer's JSON as they arrive; EndpointFailed when there are none or they break off.

        `deadline` is a reading of `time.monotonic`.
        """
        self.breaker.check()
        with self._slot(deadline):
            try:
                yield from self._streamed(prompt, deadline=deadline, spent=spent)
            except EndpointFailed as error:
                if error.failure.trouble in PASSING | LASTING:
                    self.breaker.failed(error.failure)
                raise
            self.breaker.succeeded()

    @contextmanager
    def _slot(self, deadline: float) -> Iterator[None]:
        """One of the calls that may run at once; a question that finds none is not kept waiting long."""
        patience = min(WAIT_FOR_SLOT_SECONDS, max(0.0, deadline - time.monotonic()))
        if not self._slots.acquire(timeout=patience):
            raise EndpointFailed(Failure(Trouble.BUSY))
        try:
            yield
        finally:
            self._slots.release()

    def _streamed(self, prompt: Prompt, *, deadline: float, spent: Spent) -> Iterator[str]:
        chunks = self._opened(prompt, deadline=deadline, spent=spent)
        counted = finished = False
        written = ""
        try:
            for chunk in chunks:
                counted = _count(chunk, spent) or counted
                finished = _is_finished(chunk) or finished
                if piece := _text_of(chunk):
                    written += piece
                    yield piece
                if len(written) > MAX_OUTPUT_CHARACTERS:
                    raise EndpointFailed(Failure(Trouble.ENDLESS))
                if time.monotonic() > deadline:
                    raise EndpointFailed(Failure(Trouble.TIMEOUT))
        except self._error as error:
            raise EndpointFailed(_broken_off(failure_of(error))) from error
        finally:
            if not counted:
                spent.input_tokens += prompt.tokens
                spent.output_tokens += token_counter().count(written)
                spent.estimated_calls += 1
        if not finished:
            raise EndpointFailed(Failure(Trouble.CUT))

    def _opened(self, prompt: Prompt, *, deadline: float, spent: Spent) -> Iterator[BaseMessage]:
        """The chunks of a call that has begun to answer, in the first style that the endpoint does not refuse."""
        style: Style | None = self.styles.current()
        while style is not None:
            spent.styles.append(style)
            try:
                chunks = retrying(attempts=ATTEMPTS, deadline=deadline)(self._begun, prompt, style, deadline)
            except self._error as error:
                failure = failure_of(error)
                if failure.trouble is not Trouble.BAD_REQUEST:
                    raise EndpointFailed(failure) from error
                style = self.styles.next_after(style)
            else:
                spent.calls += 1
                spent.counted_input_tokens += prompt.tokens
                return chunks
        raise EndpointFailed(Failure(Trouble.BAD_REQUEST, 400))

    def _begun(self, prompt: Prompt, style: Style, deadline: float) -> Iterator[BaseMessage]:
        remaining = max(0.05, deadline - time.monotonic())
        # Asked of the model itself: a sequence adds up all chunks once more and passes each through two more hands.
        asked = chat_template(prompt).invoke({})
        chunks = self._chat.stream(asked, extra_body=style.body(prompt.form), timeout=min(STALL_SECONDS, remaining))
        first = next(chunks, None)
        return iter(()) if first is None else chain([first], chunks)


def _text_of(chunk: BaseMessage) -> str:
    """The part of the answer in a chunk: its text, or the arguments of its tool call."""
    arguments = "".join(call.get("args") or "" for call in getattr(chunk, "tool_call_chunks", ()))
    return arguments or (chunk.content if isinstance(chunk.content, str) else "")


def _count(chunk: BaseMessage, spent: Spent) -> bool:
    """Add the endpoint's own counts where a chunk has them."""
    usage: dict[str, Any] | None = getattr(chunk, "usage_metadata", None)
    if not usage:
        return False
    spent.input_tokens += usage["input_tokens"]
    spent.output_tokens += usage["output_tokens"]
    spent.cached_input_tokens += (usage.get("input_token_details") or {}).get("cache_read") or 0
    return True


def _is_finished(chunk: BaseMessage) -> bool:
    reason = chunk.response_metadata.get("finish_reason")
    if reason == "content_filter":
        raise EndpointFailed(Failure(Trouble.FILTERED))
    if reason == "length":
        raise EndpointFailed(Failure(Trouble.ENDLESS))
    return bool(reason)


def _broken_off(failure: Failure) -> Failure:
    """A failure after the answer had begun."""
    cut = failure.trouble in {Trouble.UNREACHABLE, Trouble.MALFORMED, Trouble.SERVER}
    return Failure(Trouble.CUT) if cut else failure
