"""What an endpoint streams, as the plain objects it sends: no typed object is built of every piece of an answer.

The `openai` client checks and copies each request and turns each event into several typed objects, of which LangChain
makes plain ones again. That took longer than all proofs of an answer together.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from openai import OpenAI


class PlainCompletions:
    """Stands where LangChain's model of `openai` has its `chat.completions`, for streams alone."""

    def __init__(self, client: OpenAI) -> None:
        self._client = client

    @contextmanager
    def create(self, *, extra_body: Mapping[str, Any], timeout: float, **body: object) -> Iterator[Iterator[dict[str, Any]]]:  # fmt: skip
        """The chunks of a streamed completion; errors are those of the client."""
        from openai import Stream

        with self._client.post(
            "/chat/completions",
            body=body,
            options={"extra_json": extra_body, "timeout": timeout, "security": {"bearer_auth": True}},
            cast_to=object,
            stream=True,
            stream_cls=Stream[object],
        ) as events:
            yield (_with_deltas(event) for event in events if isinstance(event, dict))


def _with_deltas(event: dict[str, Any]) -> dict[str, Any]:
    """A chunk whose choices all have a delta, None where an endpoint leaves it out."""
    choices = [choice for choice in event.get("choices") or () if isinstance(choice, dict)]
    return {**event, "choices": [{**choice, "delta": choice.get("delta")} for choice in choices]}
