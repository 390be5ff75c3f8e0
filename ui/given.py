"""The answers given lately, by a name that cannot be guessed: for exports and for feedback on exactly what was shown."""

from __future__ import annotations

import secrets
import threading
from collections import OrderedDict

from assistant.answers import Answer
from ingest.errors import UsageError

MOST = 2000  # the oldest are forgotten; an answer takes 2 to 40 KB


class AnswerForgotten(UsageError):
    """An answer was given too long ago, or before the server was started."""

    kind = "answer_forgotten"


class GivenAnswers:
    """The newest answers of this process; safe to use from several threads."""

    def __init__(self, most: int = MOST) -> None:
        self._most = most
        self._answers: OrderedDict[str, Answer] = OrderedDict()
        self._changing = threading.Lock()

    def new_name(self) -> str:
        """A name for an answer that is about to be given; it holds no more than is safe in an address."""
        return secrets.token_urlsafe(12)

    def keep(self, name: str, answer: Answer) -> None:
        """Keep an answer, and forget the oldest where there are too many."""
        with self._changing:
            self._answers[name] = answer
            while len(self._answers) > self._most:
                self._answers.popitem(last=False)

    def find(self, name: str) -> Answer:
        """The answer of that name; AnswerForgotten says to ask again."""
        with self._changing:
            answer = self._answers.get(name)
        if answer is None:
            raise AnswerForgotten("this answer is no longer kept; please ask the question again")
        return answer
