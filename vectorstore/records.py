"""The records of one generation in SQLite: documents with their source text, passages in row order, the ledger."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterable, Sequence
from datetime import date
from pathlib import Path

from ingest.clauses import Clause
from ingest.documents import Document, Level, Span
from ingest.extracts import origin_from_json, origin_to_json
from ingest.measures import measures_from_json, measures_to_json
from ingest.passages import Passage
from vectorstore import ledger

_SCHEMA = (
    """
CREATE TABLE documents (position INTEGER PRIMARY KEY, document_id TEXT UNIQUE, digest TEXT, title TEXT, level TEXT,
  place TEXT, issuers TEXT, number TEXT, issued_on TEXT, valid_until TEXT, horizon INTEGER, url TEXT, text TEXT,
  measures TEXT, origin TEXT, clauses INTEGER, tasks INTEGER);
CREATE TABLE passages (row INTEGER PRIMARY KEY, passage_id TEXT UNIQUE, document_id TEXT, clause_id TEXT, label TEXT,
  heading TEXT, path TEXT, text TEXT, start INTEGER, stop INTEGER, offices TEXT, tokens INTEGER);
CREATE INDEX passages_by_clause ON passages (document_id, clause_id);
"""
    + ledger.SCHEMA
)
_PASSAGE_COLUMNS = "passage_id, document_id, clause_id, label, heading, path, text, start, stop, offices, tokens"


def create_records(file: Path) -> sqlite3.Connection:
    """A new, empty record file."""
    connection = sqlite3.connect(file)
    connection.executescript(_SCHEMA)
    return connection


def open_records(file: Path) -> sqlite3.Connection:
    """A record file for reading, from any thread."""
    connection = sqlite3.connect(f"file:{file}?mode=ro&immutable=1", uri=True, check_same_thread=False)
    connection.execute("SELECT COUNT(*) FROM documents")
    return connection


def write_document(
    connection: sqlite3.Connection, document: Document, root: Clause, passages: Sequence[Passage]
) -> None:
    """Append a parsed document with its tasks and passages; rows go on from the last one."""
    tasks = ledger.write_tasks(connection, document, root)
    clauses = sum(1 for _ in root.walk()) - 1
    connection.execute(
        "INSERT INTO documents (document_id, digest, title, level, place, issuers, number, issued_on, valid_until,"
        " horizon, url, text, measures, origin, clauses, tasks) VALUES (?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?)",
        (document.document_id, document.digest, document.title, str(document.level), document.place,
         json.dumps(document.issuers, ensure_ascii=False), document.number, _iso(document.issued_on),
         _iso(document.valid_until), document.horizon, document.url, document.text, measures_to_json(document.measures),
         origin_to_json(document.origin), clauses, tasks),
    )  # fmt: skip
    first = connection.execute("SELECT COALESCE(MAX(row) + 1, 0) FROM passages").fetchone()[0]
    connection.executemany(
        f"INSERT INTO passages (row, {_PASSAGE_COLUMNS}) VALUES (?,?,?,?,?,?,?,?,?,?,?,?)",
        ((first + index, p.passage_id, p.document_id, p.clause_id, p.label, p.heading,
          json.dumps(p.path, ensure_ascii=False), p.text, p.span.start, p.span.end,
          json.dumps(p.offices, ensure_ascii=False), p.tokens) for index, p in enumerate(passages)),
    )  # fmt: skip


def read_digests(connection: sqlite3.Connection) -> dict[str, str]:
    """The digest of every stored document by id, in stored order."""
    return dict(connection.execute("SELECT document_id, digest FROM documents ORDER BY position").fetchall())


def read_documents(connection: sqlite3.Connection, document_id: str | None = None) -> list[tuple[Document, int, int]]:
    """Stored documents, each with its number of clauses and of tasks, in stored order."""
    where, values = ("WHERE document_id=?", (document_id,)) if document_id is not None else ("", ())
    found = connection.execute(
        "SELECT document_id, title, text, level, place, issuers, number, issued_on, valid_until, horizon, url,"
        f" measures, origin, clauses, tasks FROM documents {where} ORDER BY position",
        values,
    ).fetchall()
    return [
        (
            Document(row[0], row[1], row[2], Level(row[3]), row[4], tuple(json.loads(row[5])), row[6], _day(row[7]),
                     _day(row[8]), row[9], row[10], measures_from_json(row[11]), origin_from_json(row[12])),
            row[13],
            row[14],
        )
        for row in found
    ]  # fmt: skip


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
    query = f"SELECT {_PASSAGE_COLUMNS} FROM passages WHERE row=?"
    return [_passage(connection.execute(query, (int(row),)).fetchone()) for row in rows]


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


def _iso(day: date | None) -> str | None:
    return day.isoformat() if day else None


def _day(stored: str | None) -> date | None:
    return date.fromisoformat(stored) if stored else None
