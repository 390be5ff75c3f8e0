"""The records of one generation in SQLite: documents, their versions, passages in row order, the ledger."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterable, Sequence
from pathlib import Path
from urllib.parse import quote

from ingest.clauses import Clause
from ingest.documents import Document, Span
from ingest.passages import Passage
from vectorstore import history, ledger

_SCHEMA = (
    """
CREATE TABLE documents (position INTEGER PRIMARY KEY, document_id TEXT UNIQUE, digest TEXT, title TEXT, level TEXT,
  place TEXT, clauses INTEGER, tasks INTEGER);
CREATE TABLE passages (row INTEGER PRIMARY KEY, passage_id TEXT UNIQUE, document_id TEXT, clause_id TEXT, label TEXT,
  heading TEXT, path TEXT, text TEXT, start INTEGER, stop INTEGER, offices TEXT, tokens INTEGER);
CREATE INDEX passages_by_clause ON passages (document_id, clause_id);
"""
    + history.SCHEMA
    + ledger.SCHEMA
)
_BOUND = 500  # values of one statement; SQLite's least limit is 999
_PASSAGE_COLUMNS = "passage_id, document_id, clause_id, label, heading, path, text, start, stop, offices, tokens"


def create_records(file: Path, *, earlier: Path | None = None) -> sqlite3.Connection:
    """A new, empty record file; another one is attached as `earlier` to copy from."""
    connection = sqlite3.connect(_uri(file, "mode=rwc"), uri=True)
    connection.executescript(_SCHEMA)
    if earlier is not None:
        connection.execute("ATTACH ? AS earlier", (_uri(earlier, _READ_ONLY),))
    return connection


def open_records(file: Path) -> sqlite3.Connection:
    """A record file for reading, from any thread."""
    connection = sqlite3.connect(_uri(file, _READ_ONLY), uri=True, check_same_thread=False)
    connection.execute("SELECT COUNT(*) FROM documents")
    return connection


_READ_ONLY = "mode=ro&immutable=1"


def _uri(file: Path, options: str) -> str:
    return f"file:{quote(str(file.absolute()))}?{options}"


def write_document(
    connection: sqlite3.Connection, document: Document, root: Clause, passages: Sequence[Passage]
) -> None:
    """Append a parsed document with its tasks and passages; rows go on from the last one.

    Its text and facts are those of its version in the history, which is written apart.
    """
    tasks = ledger.write_tasks(connection, document, root)
    clauses = sum(1 for _ in root.walk()) - 1
    connection.execute(
        "INSERT INTO documents (document_id, digest, title, level, place, clauses, tasks) VALUES (?,?,?,?,?,?,?)",
        (document.document_id, document.digest, document.title, str(document.level), document.place, clauses, tasks),
    )
    first = connection.execute("SELECT COALESCE(MAX(row) + 1, 0) FROM passages").fetchone()[0]
    connection.executemany(
        f"INSERT INTO passages (row, {_PASSAGE_COLUMNS}) VALUES (?,?,?,?,?,?,?,?,?,?,?,?)",
        ((first + index, p.passage_id, p.document_id, p.clause_id, p.label, p.heading,
          json.dumps(p.path, ensure_ascii=False), p.text, p.span.start, p.span.end,
          json.dumps(p.offices, ensure_ascii=False), p.tokens) for index, p in enumerate(passages)),
    )  # fmt: skip


def copy_document(connection: sqlite3.Connection, document_id: str) -> None:
    """Append a document as it stands in the attached database `earlier`, without reading it again."""
    for table, columns in (("documents", "document_id, digest, title, level, place, clauses, tasks"),
                           ("tasks", "*"), ("assignments", "*")):  # fmt: skip
        into = f"{table} ({columns})" if columns != "*" else table
        connection.execute(
            f"INSERT INTO {into} SELECT {columns} FROM earlier.{table} WHERE document_id=?", (document_id,)
        )
    connection.execute(
        f"INSERT INTO passages (row, {_PASSAGE_COLUMNS}) SELECT (SELECT COALESCE(MAX(row) + 1, 0) FROM passages) + row - ("
        f"SELECT MIN(row) FROM earlier.passages WHERE document_id=?), {_PASSAGE_COLUMNS} FROM earlier.passages"
        " WHERE document_id=? ORDER BY row",
        (document_id, document_id),
    )


def read_documents(connection: sqlite3.Connection) -> list[tuple[Document, int, int]]:
    """The current documents, each with its number of clauses and of tasks, in stored order."""
    found = connection.execute(
        "SELECT v.document, d.clauses, d.tasks FROM documents d JOIN versions v USING (document_id, digest)"
        " WHERE v.withdrawn_on IS NULL GROUP BY d.document_id ORDER BY d.position"
    ).fetchall()
    return [(history.document_from_json(stored), clauses, tasks) for stored, clauses, tasks in found]


def read_counts(connection: sqlite3.Connection) -> dict[str, tuple[int, int]]:
    """The number of clauses and of tasks of each current document."""
    found = connection.execute("SELECT document_id, clauses, tasks FROM documents").fetchall()
    return {document_id: (clauses, tasks) for document_id, clauses, tasks in found}


def count_passages(connection: sqlite3.Connection, document_id: str) -> int:
    """How many passages a document has."""
    found = connection.execute("SELECT COUNT(*) FROM passages WHERE document_id=?", (document_id,)).fetchone()
    return int(found[0])


def read_ranges(connection: sqlite3.Connection) -> dict[str, tuple[int, int]]:
    """The first row and the number of passages of each document; the rows of a document follow one another."""
    found = connection.execute("SELECT document_id, MIN(row), COUNT(*) FROM passages GROUP BY document_id").fetchall()
    return {document_id: (first, count) for document_id, first, count in found}


def read_passages(connection: sqlite3.Connection, rows: Iterable[int] | None = None) -> list[Passage]:
    """Passages by row number, in the order asked for; all of them in row order when none is given."""
    if rows is None:
        found = connection.execute(f"SELECT {_PASSAGE_COLUMNS} FROM passages ORDER BY row").fetchall()
        return [_passage(stored) for stored in found]
    wanted = [int(row) for row in rows]
    stored: dict[int, Passage] = {}
    for start in range(0, len(wanted), _BOUND):
        part = wanted[start : start + _BOUND]
        query = f"SELECT row, {_PASSAGE_COLUMNS} FROM passages WHERE row IN ({','.join('?' * len(part))})"
        stored |= {row: _passage(values) for row, *values in connection.execute(query, part)}
    return [stored[row] for row in wanted]


def read_rows(connection: sqlite3.Connection, *, passage_ids: Sequence[str] = (),
              document_ids: Sequence[str] = ()) -> dict[str, int]:  # fmt: skip
    """Row numbers by passage id, of given passages or of all passages of given documents."""
    column, values = ("passage_id", passage_ids) if passage_ids else ("document_id", document_ids)
    marks = ",".join("?" * len(values))
    return dict(
        connection.execute(
            f"SELECT passage_id, row FROM passages WHERE {column} IN ({marks}) ORDER BY row", values
        ).fetchall()
    )


def read_clause_passages(connection: sqlite3.Connection, document_id: str, clause_id: str) -> list[Passage]:
    """The passages of one clause, in order."""
    found = connection.execute(
        f"SELECT {_PASSAGE_COLUMNS} FROM passages WHERE document_id=? AND clause_id=? ORDER BY row",
        (document_id, clause_id),
    ).fetchall()
    return [_passage(stored) for stored in found]


def _passage(stored: Sequence[object]) -> Passage:
    passage_id, document_id, clause_id, label, heading, path, text, start, stop, offices, tokens = stored
    return Passage(
        passage_id=str(passage_id),
        document_id=str(document_id),
        clause_id=str(clause_id),
        label=str(label),
        heading=str(heading),
        path=tuple(json.loads(str(path))),
        text=str(text),
        span=Span(int(str(start)), int(str(stop))),
        offices=tuple(json.loads(str(offices))),
        tokens=int(str(tokens)),
    )
