"""Questions to ask next, from the structure of the documents; and the choices of an answer that asks back."""

from __future__ import annotations

import re

from assistant.answers import Answer, Citation, Status
from assistant.queries import Route
from ingest.errors import WenceError
from ingest.offices import Office, english_name
from vectorstore.ledger import LedgerRow
from vectorstore.store import Index

MOST = 3


def choices(answer: Answer) -> tuple[tuple[str, str], ...]:
    """The clauses that an answer asks back about as (label, question); a click asks for one of them.

    Other readings, such as two offices of one name, are told by the statements themselves.
    """
    if answer.status is not Status.CLARIFY or answer.route != Route.CLAUSE:
        return ()
    known: dict[str, str] = {}
    for citation in answer.citations:
        name = f"{citation.label} {citation.heading}".strip()
        known.setdefault(name, citation.label or citation.heading)
    return tuple(known.items())


def next_questions(answer: Answer, index: Index) -> tuple[str, ...]:
    """Up to three questions that the structure around the cited clauses suggests, none of them the one just asked."""
    if answer.status in {Status.OUT_OF_SCOPE, Status.CLARIFY} or not answer.citations:
        return ()
    english = answer.language == "en"
    first = answer.citations[0]
    row = _ledger_row(index, first)
    proposed = _about_offices(_office(row, index, first), english=english, listed=bool(answer.tasks))
    if not english:
        proposed += _about_neighbours(index, first)
    asked = _bare(answer.question)
    return tuple(dict.fromkeys(item for item in proposed if _bare(item) != asked))[:MOST]


def _bare(question: str) -> str:
    return re.sub(r"[\s??]", "", question)


def _ledger_row(index: Index, citation: Citation) -> LedgerRow | None:
    try:
        return index.ledger.row(citation.document_id, citation.clause_id)
    except WenceError:
        return None


def _office(row: LedgerRow | None, index: Index, citation: Citation) -> Office | None:
    """The first office of a task, or the busiest of the document where the clause names none."""
    if row is not None and row.offices:
        return row.offices[0]
    counts = index.ledger.counts(document_id=citation.document_id)
    return counts[0][0] if counts else None


def _about_offices(office: Office | None, *, english: bool, listed: bool) -> list[str]:
    name = office and (english_name(office) if english else office.name)
    if not name:
        return []
    if english:
        return [f"Which tasks is the {name} responsible for?"]
    alone = f"只由{name}一家负责的任务有哪些?"
    return [alone] if listed else [f"{name}一共负责哪些任务?", alone]


def _about_neighbours(index: Index, citation: Citation) -> list[str]:
    """The next item of the document that has a heading."""
    try:
        root = index.clauses(citation.document_id)
    except WenceError:
        return []
    headed = [clause for clause in root.walk() if clause.heading and clause.rank is not None and clause.clause_id]
    around = [place for place, clause in enumerate(headed)
              if f"{citation.clause_id}.".startswith(f"{clause.clause_id}.")]  # fmt: skip
    following = headed[around[-1] + 1 :] if around else []
    return [f"“{following[0].heading}”有什么内容?"] if following else []
