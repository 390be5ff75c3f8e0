"""The answers given lately, by a name that cannot be guessed: for exports and for feedback on exactly what was shown."""

from __future__ import annotations

import secrets
import threading
from collections import OrderedDict

from assistant.answers import Answer
from assistant.checking import Check
from assistant.facts import Facts
from ingest.errors import UsageError

MOST = 2000  # the oldest are forgotten; an answer takes 2 to 40 KB


class AnswerForgotten(UsageError):
    """An answer was given too long ago, or before the server was started."""

    kind = "answer_forgotten"


class GivenAnswers:
    """The newest answers of this process; safe to use from several threads."""

    def __init__(self, most: int = MOST) -> None:
        self._most = most
        self._checks: OrderedDict[str, Check] = OrderedDict()
        self._changing = threading.Lock()

    def new_name(self) -> str:
        """A name for an answer that is about to be given; it holds no more than is safe in an address."""
        return secrets.token_urlsafe(12)

    def keep(self, name: str, given: Answer | Check) -> None:
        """Keep an answer, with what was judged where it is a check, and forget the oldest where there are too many."""
        with self._changing:
            self._checks[name] = given if isinstance(given, Check) else Check(given, Facts())
            while len(self._checks) > self._most:
                self._checks.popitem(last=False)

    def find(self, name: str) -> Answer:
        """The answer of that name; AnswerForgotten says to ask again."""
        return self.find_check(name).answer

    def find_check(self, name: str) -> Check:
        """The answer of that name with the facts and measures behind it; AnswerForgotten says to ask again."""
        with self._changing:
            check = self._checks.get(name)
        if check is None:
            raise AnswerForgotten("this answer is no longer kept; please ask the question again")
        return check
