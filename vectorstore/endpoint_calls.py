"""Calls to an OpenAI-compatible endpoint: which failures may pass, how long to wait, and what may be said of them.

The text of an endpoint's error is never repeated: it may hold a part of the key, or of the question.
"""

from __future__ import annotations

import time
from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from tenacity import RetryCallState, Retrying

FIRST_WAIT_SECONDS = 0.25
LONGEST_WAIT_SECONDS = 8.0


class Trouble(StrEnum):
    """What went wrong with an endpoint."""

    TIMEOUT = "timeout"
    UNREACHABLE = "unreachable"
    REFUSED_KEY = "refused_key"
    NOT_FOUND = "not_found"
    THROTTLED = "throttled"
    SERVER = "server_error"
    BAD_REQUEST = "bad_request"
    TOO_LONG = "too_long"
    CUT = "cut"
    MALFORMED = "malformed"
    ENDLESS = "endless"
    FILTERED = "filtered"
    BUSY = "busy"
    RESTING = "resting"


PASSING = frozenset({Trouble.TIMEOUT, Trouble.UNREACHABLE, Trouble.THROTTLED, Trouble.SERVER, Trouble.CUT})
LASTING = frozenset({Trouble.REFUSED_KEY, Trouble.NOT_FOUND})


@dataclass(frozen=True, slots=True)
class Failure:
    """A failed call: what went wrong, the HTTP status where there was one, and how long the endpoint asks to wait."""

    trouble: Trouble
    status: int | None = None
    retry_after_seconds: float | None = None

    def __str__(self) -> str:
        return f"{self.trouble} (HTTP {self.status})" if self.status else str(self.trouble)


def failure_of(error: Exception) -> Failure:
    """What an exception of the `openai` client says, without its text."""
    import openai

    if isinstance(error, openai.APITimeoutError):
        return Failure(Trouble.TIMEOUT)
    if isinstance(error, openai.APIConnectionError):
        return Failure(Trouble.UNREACHABLE)
    if not isinstance(error, openai.APIStatusError):
        return Failure(Trouble.SERVER if isinstance(error, openai.APIError) else Trouble.MALFORMED)
    status = error.status_code
    waiting = _retry_after(error.response.headers.get("retry-after"))
    if status in {401, 403}:
        return Failure(Trouble.REFUSED_KEY, status)
    if status == 404:
        return Failure(Trouble.NOT_FOUND, status)
    if status == 429:
        return Failure(Trouble.THROTTLED, status, waiting)
    if status in {408, 409} or status >= 500:
        return Failure(Trouble.SERVER, status, waiting)
    if "context" in (error.code or "") or status == 413:
        return Failure(Trouble.TOO_LONG, status)
    if error.code == "content_filter":
        return Failure(Trouble.FILTERED, status)
    return Failure(Trouble.BAD_REQUEST, status)


def _retry_after(printed: str | None) -> float | None:
    """Seconds to wait as the header states them; a date or anything else is not followed."""
    try:
        seconds = float(printed or "")
    except ValueError:
        return None
    return seconds if 0 <= seconds < float("inf") else None


def retrying(*, attempts: int, deadline: float | None = None) -> Retrying:
    """Bounded retries with growing, random waits; Retry-After counts, and no wait reaches past `deadline`.

    `deadline` is a reading of `time.monotonic`. The last error is raised as it was.
    """
    import openai
    from tenacity import Retrying, retry_if_exception, stop_after_attempt, wait_random_exponential

    usual = wait_random_exponential(multiplier=FIRST_WAIT_SECONDS, max=LONGEST_WAIT_SECONDS)

    def wait(state: RetryCallState) -> float:
        asked = _last_failure(state).retry_after_seconds
        return float(usual(state)) if asked is None else asked + float(usual(state)) / 10

    def stop(state: RetryCallState) -> bool:
        late = deadline is not None and time.monotonic() + wait(state) >= deadline
        too_long = (_last_failure(state).retry_after_seconds or 0.0) > LONGEST_WAIT_SECONDS
        return stop_after_attempt(attempts)(state) or late or too_long

    def passes(error: BaseException) -> bool:
        return isinstance(error, openai.OpenAIError) and failure_of(error).trouble in PASSING

    return Retrying(stop=stop, wait=wait, retry=retry_if_exception(passes), reraise=True)


def _last_failure(state: RetryCallState) -> Failure:
    error = state.outcome.exception() if state.outcome else None
    return failure_of(error) if isinstance(error, Exception) else Failure(Trouble.SERVER)
