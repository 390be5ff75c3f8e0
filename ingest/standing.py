"""How each document of a collection stands on a day: in force, not yet, expired, ended by another, overtaken."""

from __future__ import annotations

from collections.abc import Sequence
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
    enders: dict[str, list[Document]] = {}
    titled: dict[str, list[Document]] = {}
    for document in documents:
        for name in document.validity.replaces:
            enders.setdefault(_plain(name), []).append(document)
        titled.setdefault(squeeze(document.title), []).append(document)
    return {document.document_id: _standing(document, enders, titled, day) for document in documents}


_Named = dict[str, list[Document]]


def _standing(document: Document, enders: _Named, titled: _Named, day: date) -> Standing:
    start, validity = starts_on(document), document.validity
    if start is not None and start > day:
        return Standing(State.NOT_YET, start)
    stated = validity.repealed_on or validity.repealed_by
    if stated and (validity.repealed_on is None or validity.repealed_on <= day):
        return Standing(State.REPEALED, validity.repealed_on, validity.repealed_by)
    ending = [other for name in _names(document) for other in enders.get(name, ()) if _applies_after(other, document, day)]  # fmt: skip
    if ending:
        first = min(ending, key=lambda other: starts_on(other) or date.min)
        return Standing(State.REPEALED, starts_on(first), first.title)
    if document.valid_until is not None and document.valid_until < day:
        return Standing(State.EXPIRED, document.valid_until)
    renewing = [other for other in titled[squeeze(document.title)] if _renews(other, document) and _applies_after(other, document, day)]  # fmt: skip
    if renewing:
        latest = max(renewing, key=lambda other: starts_on(other) or date.min)
        return Standing(State.OVERTAKEN, starts_on(latest), latest.title)
    return Standing(State.IN_FORCE, start)


def _applies_after(other: Document, document: Document, day: date) -> bool:
    """Whether another document applies on a day and began no earlier than this one."""
    start, own = starts_on(other), starts_on(document)
    if other.document_id == document.document_id:
        return False
    return (start is None or start <= day) and (start is None or own is None or start >= own)


def _names(document: Document) -> set[str]:
    """Title, number and id as another document may name it."""
    return {_plain(name) for name in (document.title, document.number or "", document.document_id) if name}


def _plain(name: str) -> str:
    return squeeze(name).strip("《》")


def _renews(other: Document, document: Document) -> bool:
    """Whether a later document of the same title comes from the same place."""
    own, later = starts_on(document), starts_on(other)
    if own is None or later is None or later <= own or len(document.title) < _TELLING:
        return False
    return (document.level, document.place) == (other.level, other.place)


_TELLING = 8  # characters of a title that two documents do not share by chance
