"""How each document of a collection stands on a day: in force, not yet, expired, ended by another, overtaken."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from ingest.documents import Document
from ingest.reading import squeeze


class State(StrEnum):
    """Whether a document applies."""

    IN_FORCE = "in_force"
    NOT_YET = "not_yet"
    EXPIRED = "expired"
    REPEALED = "repealed"
    OVERTAKEN = "overtaken"  # a later document has the same title; nobody says that it ended this one


@dataclass(frozen=True, slots=True)
class Standing:
    """The state of one document on a day: since when (None: not stated), and by which document (title or number)."""

    state: State
    since: date | None = None
    by: str = ""

    @property
    def is_in_force(self) -> bool:
        """Whether the document applies, or nothing says that it does not."""
        return self.state is State.IN_FORCE


def starts_on(document: Document) -> date | None:
    """The day from which a document applies, by its words or metadata."""
    return document.validity.effective_on or document.issued_on


def standings(documents: Sequence[Document], day: date) -> dict[str, Standing]:
    """The standing of each document on a day, by id, judged by the documents themselves."""
    return {document.document_id: _standing(document, documents, day) for document in documents}


def _standing(document: Document, others: Sequence[Document], day: date) -> Standing:
    start, validity = starts_on(document), document.validity
    if start is not None and start > day:
        return Standing(State.NOT_YET, start)
    stated = validity.repealed_on or validity.repealed_by
    if stated and (validity.repealed_on is None or validity.repealed_on <= day):
        return Standing(State.REPEALED, validity.repealed_on, validity.repealed_by)
    later = [
        other for other in others if other.document_id != document.document_id and _applies_after(other, document, day)
    ]
    enders = [other for other in later if any(is_named(document, name) for name in other.validity.replaces)]
    if enders:
        first = min(enders, key=lambda other: starts_on(other) or date.min)
        return Standing(State.REPEALED, starts_on(first), first.title)
    if document.valid_until is not None and document.valid_until < day:
        return Standing(State.EXPIRED, document.valid_until)
    renewed = [other for other in later if _is_renewal(document, other)]
    if renewed:
        latest = max(renewed, key=lambda other: starts_on(other) or date.min)
        return Standing(State.OVERTAKEN, starts_on(latest), latest.title)
    return Standing(State.IN_FORCE, start)


def _applies_after(other: Document, document: Document, day: date) -> bool:
    """Whether another document applies on a day and began no earlier than this one."""
    start, own = starts_on(other), starts_on(document)
    return (start is None or start <= day) and (start is None or own is None or start >= own)


def is_named(document: Document, name: str) -> bool:
    """Whether a title, number or id stands for a document."""
    wanted = squeeze(name).strip("《》")
    return wanted in {squeeze(document.title), squeeze(document.number or ""), document.document_id} and bool(wanted)


def _is_renewal(document: Document, other: Document) -> bool:
    """Whether a later document has the same title and comes from the same place."""
    own, later = starts_on(document), starts_on(other)
    same = squeeze(document.title) == squeeze(other.title) and len(document.title) >= _TELLING
    return same and own is not None and later is not None and later > own and (document.level, document.place) == (other.level, other.place)  # fmt: skip


_TELLING = 8  # characters of a title that two documents do not share by chance


def out_of_force(found: dict[str, Standing]) -> Iterable[str]:
    """The ids of the documents that do not apply."""
    return (document_id for document_id, standing in found.items() if not standing.is_in_force)
