"""What an ingest would do: the next history of every document, and a row for each input that says what becomes of it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from enum import StrEnum

from ingest.clauses import parse_clauses
from ingest.differences import Difference, compare_documents
from ingest.documents import Document
from ingest.versions import Source, Version, current_version, timeline


class Outcome(StrEnum):
    """What became of one input."""

    ADDED = "added"
    CHANGED = "changed"
    UNCHANGED = "unchanged"
    OLDER = "older"
    REMOVED = "removed"
    REFUSED = "refused"


GONE = "its file was removed"  # a document withdrawn for this comes back with its file


@dataclass(frozen=True, slots=True)
class IngestRow:
    """One input of an ingest and what became of it.

    `reason` says why it was refused or left as it is; `difference` what changed, clause by clause.
    """

    source: str
    document_id: str
    outcome: Outcome
    reason: str = ""
    clauses: int = 0
    tasks: int = 0
    difference: Difference | None = None


@dataclass(frozen=True, slots=True)
class Loaded:
    """One input that was read: how it is named in the rows, its document, and where it came from."""

    name: str
    document: Document
    source: Source


@dataclass
class Plan:
    """The next state of the index, changed step by step; `touched` says whether it differs from the stored one."""

    versions: dict[str, list[Version]]
    counts: Mapping[str, tuple[int, int]]  # clauses and tasks of the stored documents
    today: date
    touched: bool = False
    rows: list[IngestRow] = field(default_factory=list)

    def current(self) -> dict[str, Document]:
        """The documents that the next generation holds."""
        found = {name: current_version(versions) for name, versions in self.versions.items()}
        return {name: version.document for name, version in found.items() if version}

    def withdraw(self, document_id: str, *, on: date, reason: str, name: str = "") -> None:
        """Take the current version of a document out of the index from a day on; its versions stay."""
        known = self.versions[document_id]
        last = current_version(known)
        if last is None:
            why = f"withdrawn before, on {timeline(known)[-1][1].withdrawn_on}"
            self.rows.append(IngestRow(name or document_id, document_id, Outcome.UNCHANGED, why))
            return
        known[known.index(last)] = replace(last, withdrawn_on=on, reason=reason)
        self.touched = True
        self.rows.append(IngestRow(name or document_id, document_id, Outcome.REMOVED, reason, *self.counts.get(document_id, (0, 0))))  # fmt: skip

    def restore(self, document_id: str) -> None:
        """Bring a withdrawn document back as it was."""
        known = self.versions[document_id]
        last = timeline(known)[-1][1]
        if last.withdrawn_on is None:
            self.rows.append(IngestRow(document_id, document_id, Outcome.UNCHANGED, "it is not withdrawn"))
            return
        known[known.index(last)] = replace(last, withdrawn_on=None, reason="")
        self.touched = True
        self.rows.append(IngestRow(document_id, document_id, Outcome.ADDED, "brought back", *_counts(last.document)))

    def add(self, loaded: Loaded, *, restore: bool = False) -> None:
        """Bring one read input in: as a new document, a new or older version, or not at all."""
        document, name = loaded.document, loaded.name
        twin = self._twin(document)
        if twin is not None:
            reason = f"{name}: the same text as {twin}, under another name; nothing is lost by leaving it out"
            self.rows.append(IngestRow(name, document.document_id, Outcome.REFUSED, reason))
            return
        known = self.versions.setdefault(document.document_id, [])
        before = current_version(known)
        if before is not None and before.document.digest == document.digest:
            if before.source != loaded.source and loaded.source.fingerprint:
                known[known.index(before)] = replace(before, source=loaded.source)
                self.touched = True
            counts = self.counts.get(document.document_id) or _counts(document)
            self.rows.append(IngestRow(name, document.document_id, Outcome.UNCHANGED, "", *counts))
            return
        if any(version.document.digest == document.digest for version in known):
            if before is None and not restore and timeline(known)[-1][1].reason != GONE:
                reason = f"withdrawn on {timeline(known)[-1][1].withdrawn_on}; to bring it back: wence withdraw --undo {document.document_id}"  # fmt: skip
                self.rows.append(IngestRow(name, document.document_id, Outcome.UNCHANGED, reason))
                return
            if before is None and timeline(known)[-1][1].document.digest == document.digest:
                self.restore(document.document_id)
                known[known.index(timeline(known)[-1][1])] = replace(timeline(known)[-1][1], source=loaded.source)
                self.rows[-1] = replace(self.rows[-1], source=name)
                return
        self._append(loaded, known, before)

    def _append(self, loaded: Loaded, known: list[Version], before: Version | None) -> None:
        document = loaded.document
        version = Version(document, self.today, source=loaded.source)
        is_older = before is not None and current_version([*known, version]) is not version
        if is_older and any(item.document.digest == document.digest for item in known):
            reason = "an older version, kept already"
            self.rows.append(IngestRow(loaded.name, document.document_id, Outcome.UNCHANGED, reason))
            return
        known.append(version)
        self.touched = True
        outcome = Outcome.OLDER if is_older else Outcome.CHANGED if before else Outcome.ADDED
        reason = "an older version, kept for questions as of its time" if is_older else ""
        difference = compare_documents(before.document, document) if before and not is_older else None
        self.rows.append(IngestRow(loaded.name, document.document_id, outcome, reason, *_counts(document), difference))

    def _twin(self, document: Document) -> str | None:
        """The other current document with the same words, or None."""
        for versions in self.versions.values():
            version = current_version(versions)
            other = version.document if version else None
            if other and other.document_id != document.document_id and len(other.text) == len(document.text) and other.text == document.text:  # fmt: skip
                return other.document_id
        return None


def _counts(document: Document) -> tuple[int, int]:
    clauses = list(parse_clauses(document).walk())[1:]
    return len(clauses), sum(1 for clause in clauses if clause.task)


def plan_of(versions: Mapping[str, Sequence[Version]], counts: Mapping[str, tuple[int, int]], *, today: date,
            touched: bool = False) -> Plan:  # fmt: skip
    """A plan that leaves everything as it is, to be changed."""
    return Plan({name: list(known) for name, known in versions.items()}, counts, today, touched)
