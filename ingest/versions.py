"""The versions of one document: which text was in force on a day, and which one is current."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from ingest.documents import Document


@dataclass(frozen=True, slots=True)
class Source:
    """Where a version came from: path or address, the digest of what was read, and when it was fetched (ISO 8601)."""

    origin: str = ""
    fingerprint: str = ""
    retrieved_at: str = ""


@dataclass(frozen=True, slots=True)
class Version:
    """One text of a document. `seen_on` is the day it came into the index, `withdrawn_on` the day it was taken out."""

    document: Document
    seen_on: date
    withdrawn_on: date | None = None
    reason: str = ""
    source: Source = Source()

    @property
    def stated_on(self) -> date | None:
        """The day from which it applies by its own words or metadata; None when they give none."""
        return self.document.validity.effective_on or self.document.issued_on


def timeline(versions: Sequence[Version]) -> list[tuple[date | None, Version]]:
    """The versions in order of effect, each with the day from which it is the text.

    A version that states no later day than the one before it (a correction) counts from the day it was
    seen; the first one from the day it states, or from ever where it states none.
    """
    ordered = sorted(enumerate(versions), key=lambda item: (item[1].stated_on or _unstated(versions, item[0]), item[0]))
    dated: list[tuple[date | None, Version]] = []
    last = date.min
    for _, version in ordered:
        start = version.stated_on
        if dated and (start is None or start <= last):
            start = max(version.seen_on, last)
        dated.append((start, version))
        last = start or last
    return dated


def _unstated(versions: Sequence[Version], position: int) -> date:
    """Where a version without a date stands: first when it came first, else on the day it was seen."""
    return date.min if position == 0 else versions[position].seen_on


def version_at(versions: Sequence[Version], day: date) -> Version | None:
    """The text in force on a day; None before the first one and while the document is withdrawn."""
    begun = [version for start, version in timeline(versions) if start is None or start <= day]
    if not begun or (begun[-1].withdrawn_on is not None and begun[-1].withdrawn_on <= day):
        return None
    return begun[-1]


def current_version(versions: Sequence[Version]) -> Version | None:
    """The latest text, in force or still to come; None when the document is withdrawn."""
    dated = timeline(versions)
    return dated[-1][1] if dated and dated[-1][1].withdrawn_on is None else None
