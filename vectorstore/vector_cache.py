"""Vectors that an endpoint was paid for, kept by content, so that nothing is embedded twice."""

from __future__ import annotations

import hashlib
import sqlite3
import threading
from collections.abc import Mapping, Sequence
from pathlib import Path

import numpy as np

from ingest.errors import IndexUnusable

_SCHEMA = "CREATE TABLE IF NOT EXISTS vectors (digest BLOB PRIMARY KEY, vector BLOB NOT NULL) WITHOUT ROWID"
_WAIT_SECONDS = 30.0
_AT_ONCE = 500  # digests a query; SQLite bounds the number of values


class VectorCache:
    """Vectors of one model below a home, by the digest of their text; the texts themselves are not kept."""

    def __init__(self, home: Path, model: str) -> None:
        self._model = model
        self._lock = threading.Lock()
        file = home / "embeddings.sqlite"
        try:
            home.mkdir(parents=True, exist_ok=True)
            self._connection = sqlite3.connect(file, timeout=_WAIT_SECONDS, check_same_thread=False)
            with self._connection:
                self._connection.execute(_SCHEMA)
        except (sqlite3.Error, OSError) as error:
            raise IndexUnusable(f"{file} cannot be used ({error}); remove it and start again") from error

    def read(self, texts: Sequence[str]) -> dict[str, list[float]]:
        """The kept vectors of those texts that have one."""
        digests = {self._digest(text): text for text in texts}
        wanted = list(digests)
        found: dict[str, list[float]] = {}
        with self._lock:
            for start in range(0, len(wanted), _AT_ONCE):
                part = wanted[start : start + _AT_ONCE]
                marks = ",".join("?" * len(part))
                query = f"SELECT digest, vector FROM vectors WHERE digest IN ({marks})"  # noqa: S608 - marks only
                rows = self._connection.execute(query, part)
                found |= {digests[digest]: np.frombuffer(stored, "<f4").tolist() for digest, stored in rows}
        return found

    def write(self, vectors: Mapping[str, Sequence[float]]) -> None:
        """Keep vectors by text; they are on disk when this returns."""
        rows = [(self._digest(text), np.asarray(vector, "<f4").tobytes()) for text, vector in vectors.items()]
        with self._lock, self._connection:
            self._connection.executemany("INSERT OR REPLACE INTO vectors VALUES (?, ?)", rows)

    def _digest(self, text: str) -> bytes:
        return hashlib.sha256(f"{self._model}\x1f{text}".encode()).digest()
