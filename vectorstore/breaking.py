"""A circuit breaker: an endpoint that failed several times in a row is left alone for a while."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable

from vectorstore.endpoint_calls import LASTING, Failure, Trouble

FAILURES_TO_REST = 3
REST_SECONDS = 30.0


class EndpointFailed(Exception):
    """A call gave no usable answer; it never reaches a user, who is answered without it."""

    def __init__(self, failure: Failure) -> None:
        super().__init__(str(failure))
        self.failure = failure


class Breaker:
    """Counts failures in a row; `check` refuses while the endpoint rests. After the rest one failure is enough again."""

    def __init__(self, *, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self._lock = threading.Lock()
        self._failures = 0
        self._rests_until = 0.0

    def check(self) -> None:
        """Raise EndpointFailed at once while the endpoint rests."""
        with self._lock:
            if self._clock() < self._rests_until:
                raise EndpointFailed(Failure(Trouble.RESTING))

    def succeeded(self) -> None:
        """A call came through."""
        with self._lock:
            self._failures = 0

    def failed(self, failure: Failure) -> None:
        """A call failed; a refused key or an unknown model will not mend by itself and counts at once."""
        with self._lock:
            self._failures += FAILURES_TO_REST if failure.trouble in LASTING else 1
            if self._failures >= FAILURES_TO_REST:
                self._failures = FAILURES_TO_REST - 1
                self._rests_until = self._clock() + REST_SECONDS
