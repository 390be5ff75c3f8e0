"""The versions of every document that an index has held, kept in the records of each generation."""

from __future__ import annotations

import sqlite3
from collections.abc import Mapping, Sequence
from datetime import date
from functools import cache
from typing import TYPE_CHECKING

from ingest.documents import Document
from ingest.versions import Source, Version

if TYPE_CHECKING:
    from pydantic import TypeAdapter

SCHEMA = """
CREATE TABLE versions (document_id TEXT, sequence INTEGER, digest TEXT, document TEXT, seen_on TEXT, withdrawn_on TEXT,
  reason TEXT, origin TEXT, fingerprint TEXT, retrieved_at TEXT, PRIMARY KEY (document_id, sequence));
CREATE INDEX versions_by_digest ON versions (document_id, digest);
"""
History = Mapping[str, Sequence[Version]]  # the versions of each document in the order they came


def write_history(connection: sqlite3.Connection, versions: History) -> None:
    """Store all versions of all documents in a new record file."""
    connection.executemany(
        "INSERT INTO versions VALUES (?,?,?,?,?,?,?,?,?,?)",
        (
            (document_id, sequence, version.document.digest, document_to_json(version.document),
             version.seen_on.isoformat(), version.withdrawn_on and version.withdrawn_on.isoformat(), version.reason,
             version.source.origin, version.source.fingerprint, version.source.retrieved_at)
            for document_id, known in versions.items() for sequence, version in enumerate(known)
        ),
    )  # fmt: skip


def read_history(connection: sqlite3.Connection) -> dict[str, list[Version]]:
    """All versions of all documents, in the order they came."""
    found = connection.execute(
        "SELECT document_id, document, seen_on, withdrawn_on, reason, origin, fingerprint, retrieved_at FROM versions"
        " ORDER BY rowid"
    ).fetchall()
    versions: dict[str, list[Version]] = {}
    for document_id, stored, seen_on, withdrawn_on, reason, *source in found:
        version = Version(
            document=document_from_json(stored),
            seen_on=date.fromisoformat(seen_on),
            withdrawn_on=date.fromisoformat(withdrawn_on) if withdrawn_on else None,
            reason=reason,
            source=Source(*source),
        )
        versions.setdefault(document_id, []).append(version)
    return versions


def read_withdrawn(connection: sqlite3.Connection) -> list[tuple[str, date]]:
    """The titles of documents that are no longer current, with the day on which each was withdrawn."""
    found = connection.execute(
        "SELECT document, withdrawn_on FROM versions WHERE withdrawn_on IS NOT NULL"
        " AND document_id NOT IN (SELECT document_id FROM documents) ORDER BY rowid"
    ).fetchall()
    return [(document_from_json(stored).title, date.fromisoformat(day)) for stored, day in found]


@cache
def _adapter() -> TypeAdapter[Document]:
    from pydantic import TypeAdapter

    return TypeAdapter(Document)


def document_to_json(document: Document) -> str:
    """A document with all its fields as one JSON text."""
    return _adapter().dump_json(document).decode()


def document_from_json(stored: str) -> Document:
    """A document as stored by `document_to_json`."""
    return _adapter().validate_json(stored)
