"""What a model said, kept by the content of its prompt; it is verified again whenever it is used."""

from __future__ import annotations

import contextlib
import json
import sqlite3
import threading
import time
from collections.abc import Sequence
from pathlib import Path

from assistant.answers import Status
from assistant.statements import Closing, ModelStatement, read_statement

MAX_ANSWERS = 5000
_SCHEMA = "CREATE TABLE IF NOT EXISTS answers (digest TEXT PRIMARY KEY, said TEXT NOT NULL, used REAL NOT NULL)"


class AnswerCache:
    """Statements and closing of earlier answers below a home; a file that cannot be used only costs the saving."""

    def __init__(self, home: Path) -> None:
        self._lock = threading.Lock()
        self._connection: sqlite3.Connection | None = None
        with contextlib.suppress(sqlite3.Error, OSError):
            connection = sqlite3.connect(home / "answers.sqlite", timeout=5.0, check_same_thread=False)
            with connection:
                connection.execute(_SCHEMA)
            self._connection = connection

    def read(self, digest: str) -> tuple[tuple[ModelStatement, ...], Closing] | None:
        """What was said to the prompt of this digest."""
        if self._connection is None:
            return None
        try:
            with self._lock, self._connection:
                row = self._connection.execute("SELECT said FROM answers WHERE digest = ?", (digest,)).fetchone()
                self._connection.execute("UPDATE answers SET used = ? WHERE digest = ?", (time.time(), digest))
            said = json.loads(row[0]) if row else None
            if said is None:
                return None
            statements = [read_statement(json.dumps(item)) for item in said["statements"]]
            closing = Closing(Status(said["status"]) if said["status"] else None, tuple(said["missing"]))
        except (sqlite3.Error, ValueError, KeyError, TypeError):
            return None
        return tuple(statement for statement in statements if statement), closing

    def write(self, digest: str, statements: Sequence[ModelStatement], closing: Closing) -> None:
        """Keep what was said; the answers not used for longest make room."""
        if self._connection is None:
            return
        said = {"statements": [s.to_json() for s in statements], "status": closing.status, "missing": closing.missing}
        with contextlib.suppress(sqlite3.Error), self._lock, self._connection:
            row = (digest, json.dumps(said, ensure_ascii=False), time.time())
            self._connection.execute("INSERT OR REPLACE INTO answers VALUES (?, ?, ?)", row)
            self._connection.execute(
                "DELETE FROM answers WHERE digest NOT IN (SELECT digest FROM answers ORDER BY used DESC LIMIT ?)",
                (MAX_ANSWERS,),
            )
