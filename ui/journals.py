"""The log of the server: a line of JSON for each request and each answer, in the home, without what was asked."""

from __future__ import annotations

import json
import logging
from datetime import UTC, datetime
from logging.handlers import RotatingFileHandler
from pathlib import Path

from assistant.answers import Answer

MOST_BYTES = 10_000_000  # of one file
KEPT_FILES = 5


class Journal:
    """Writes `logs/server.jsonl` in a home; old files are rotated away.

    `questions`: also write the text of questions, which a setting has to allow.
    """

    def __init__(self, home: Path, *, questions: bool = False) -> None:
        self._questions = questions
        self.path = home / "logs" / "server.jsonl"
        self.path.parent.mkdir(parents=True, exist_ok=True)
        self._handler = RotatingFileHandler(
            self.path, maxBytes=MOST_BYTES, backupCount=KEPT_FILES, encoding="utf-8", delay=True
        )

    def note(self, event: str, **fields: str | float | None) -> None:
        """One line: when, what, and the fields that are known."""
        now = datetime.now(UTC).isoformat(timespec="milliseconds")
        known = {name: value for name, value in fields.items() if value is not None}
        line = json.dumps({"time": now, "event": event, **known}, ensure_ascii=False)
        self._handler.handle(logging.LogRecord("wence.server", logging.INFO, "", 0, line, None, None))

    def note_answer(self, answer: Answer, *, face: str, request_id: str | None = None) -> None:
        """An answer that was given: its kind and speed; its question only where that is allowed."""
        self.note(
            "answer", face=face, request_id=request_id, status=str(answer.status), route=answer.route,
            engine=answer.engine, language=answer.language, seconds=answer.seconds, citations=len(answer.citations),
            characters=len(answer.question), question=answer.question if self._questions else None,
        )  # fmt: skip

    def close(self) -> None:
        """Give the file back."""
        self._handler.close()
