"""The responsibility ledger: every task with its members, asked by exact queries, never by similarity."""

from __future__ import annotations

import sqlite3
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass

from ingest.clauses import Clause, unowned_clauses
from ingest.documents import Document, Level, Span
from ingest.offices import Office
from ingest.tasks import Assignment, Role

SCHEMA = """
CREATE TABLE tasks (document_id TEXT, position INTEGER, clause_id TEXT, label TEXT, heading TEXT, start INTEGER,
  stop INTEGER, text TEXT, note_start INTEGER, note_stop INTEGER, note TEXT, PRIMARY KEY (document_id, clause_id));
CREATE TABLE assignments (document_id TEXT, clause_id TEXT, position INTEGER, printed TEXT, level TEXT, stem TEXT,
  place TEXT, role TEXT, collective INTEGER, PRIMARY KEY (document_id, clause_id, position));
CREATE INDEX assignments_by_office ON assignments (stem, level);
"""


@dataclass(frozen=True, slots=True)
class LedgerRow:
    """One task: where it stands, its sentences, and its members in printed order.

    `start`/`end` are the offsets of the sentences, `annotation` those of the note; a row without
    members is a measure for which the document names nobody.
    """

    document_id: str
    document: str
    clause_id: str
    label: str
    heading: str
    text: str
    assignments: tuple[Assignment, ...]
    start: int
    end: int
    annotation: Span | None
    note: str

    @property
    def departments(self) -> tuple[str, ...]:
        """The members as printed, in order, collectives included."""
        return tuple(assignment.printed for assignment in self.assignments)

    @property
    def offices(self) -> tuple[Office, ...]:
        """The members that are offices."""
        return tuple(assignment.office for assignment in self.assignments if not assignment.collective)


def write_tasks(connection: sqlite3.Connection, document: Document, root: Clause) -> int:
    """Store the tasks of a parsed document and its measures without owner; returns how many have one."""
    tasks = [clause for clause in root.walk() if clause.task]
    for position, clause in enumerate(tasks + unowned_clauses(root)):
        task = clause.task
        span = task.span if task else clause.span
        note = task.annotation.span if task else None
        connection.execute(
            "INSERT INTO tasks VALUES (?,?,?,?,?,?,?,?,?,?,?)",
            (document.document_id, position, clause.clause_id, clause.label, clause.heading, span.start, span.end,
             span.slice(document.text), note and note.start, note and note.end, task.annotation.note if task else ""),
        )  # fmt: skip
        connection.executemany(
            "INSERT INTO assignments VALUES (?,?,?,?,?,?,?,?,?)",
            [(document.document_id, clause.clause_id, index, item.printed, str(item.office.level), item.office.stem,
              item.office.place, str(item.role), item.collective)
             for index, item in enumerate(task.assignments if task else ())],
        )  # fmt: skip
    return len(tasks)


class Ledger:
    """Queries over the tasks of all indexed documents."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self._connection = connection

    def rows(self, *, offices: Sequence[Office] = (), document_id: str | None = None, alone: bool = False,
             unowned: bool = False, document_ids: Collection[str] | None = None) -> list[LedgerRow]:  # fmt: skip
        """The tasks on which all of `offices` stand, in document order; every task when none is given.

        `document_id` or `document_ids` keep to some documents. `alone`: only tasks with no other member. `unowned`: the measures that name nobody, instead.
        """
        assigned = "EXISTS (SELECT 1 FROM assignments a WHERE a.document_id=t.document_id AND a.clause_id=t.clause_id)"
        conditions = [f"NOT {assigned}" if unowned else assigned]
        values: list[object] = []
        for office in offices:
            conditions.append(
                "EXISTS (SELECT 1 FROM assignments a WHERE a.document_id=t.document_id AND a.clause_id=t.clause_id"
                " AND a.collective=0 AND a.stem=? AND (?='' OR a.level=?) AND (?='' OR a.place=? OR d.place=?"
                " OR (a.level='市' AND a.place='' AND d.level='区')))"  # a district's 市教委 is that of its own city
            )
            values += [office.stem, office.level, office.level, office.place, office.place, office.place]
        if alone:
            conditions.append(
                "(SELECT COUNT(*) FROM assignments a WHERE a.document_id=t.document_id AND a.clause_id=t.clause_id)=?"
            )
            values.append(max(len(offices), 1))
        ids = _chosen(document_id, document_ids)
        if ids is not None:
            conditions.append(f"t.document_id IN ({','.join('?' * len(ids))})")
            values += ids
        selected = self._connection.execute(
            "SELECT t.*, d.title FROM tasks t JOIN documents d USING (document_id) WHERE "
            + " AND ".join(conditions)
            + " ORDER BY d.position, t.start",
            values,
        )
        return [self._row(values_of_row) for values_of_row in selected.fetchall()]

    def row(self, document_id: str, clause_id: str) -> LedgerRow | None:
        """The task of one clause, None when the clause carries no note."""
        found = self._connection.execute(
            "SELECT t.*, d.title FROM tasks t JOIN documents d USING (document_id)"
            " WHERE t.document_id=? AND t.clause_id=? AND t.note_start IS NOT NULL",
            (document_id, clause_id),
        ).fetchone()
        return self._row(found) if found else None

    def counts(self, *, document_id: str | None = None, document_ids: Collection[str] | None = None) -> list[tuple[Office, int]]:  # fmt: skip
        """Every office with the number of its tasks, the busiest first, ties in order of first mention."""
        ids = _chosen(document_id, document_ids)
        where = "" if ids is None else f"AND a.document_id IN ({','.join('?' * len(ids))})"
        values = tuple(ids or ())
        found = self._connection.execute(
            "SELECT a.level, a.stem, COUNT(*) AS n, MIN(t.start), MIN(a.position) FROM assignments a"
            " JOIN tasks t USING (document_id, clause_id)"
            f" WHERE a.collective=0 {where} GROUP BY a.level, a.stem ORDER BY n DESC, MIN(t.start), MIN(a.position)",
            values,
        ).fetchall()
        return [(Office(Level(level), stem), count) for level, stem, count, *_ in found]

    def _row(self, stored: Sequence[object]) -> LedgerRow:
        document_id, _, clause_id, label, heading, start, stop, text, note_start, note_stop, note, title = stored
        members = self._connection.execute(
            "SELECT printed, level, stem, place, role, collective FROM assignments"
            " WHERE document_id=? AND clause_id=? ORDER BY position",
            (document_id, clause_id),
        ).fetchall()
        return LedgerRow(
            document_id=str(document_id),
            document=str(title),
            clause_id=str(clause_id),
            label=str(label),
            heading=str(heading),
            text=str(text),
            assignments=tuple(_assignments(members)),
            start=_integer(start),
            end=_integer(stop),
            annotation=Span(_integer(note_start), _integer(note_stop)) if note_start is not None else None,
            note=str(note),
        )


def _chosen(document_id: str | None, document_ids: Collection[str] | None) -> list[str] | None:
    """The documents to keep to, None for all."""
    return [document_id] if document_id is not None else None if document_ids is None else sorted(document_ids)


def _assignments(stored: Iterable[Sequence[object]]) -> Iterable[Assignment]:
    for printed, level, stem, place, role, collective in stored:
        office = Office(Level(str(level)), str(stem), str(place))
        yield Assignment(str(printed), office, Role(str(role)), bool(collective))


def _integer(value: object) -> int:
    if not isinstance(value, int):
        raise TypeError(f"expected an integer column, found {value!r}")
    return value
