"""The catalogue of related documents: which there are, what they bear on, and which of them a collection holds."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from importlib.resources import files
from pathlib import Path
from typing import Any

from ingest.documents import Document, Level
from ingest.errors import ConfigurationError
from ingest.reading import squeeze

CATALOGUE_FILE = "catalogue.toml"


@dataclass(frozen=True, slots=True)
class CatalogueEntry:
    """A document known by its facts. `clauses` are clause ids of the shipped plan that it bears on, `why` says how."""

    entry_id: str
    title: str
    level: Level
    why: str
    clauses: tuple[str, ...] = ()
    titles: tuple[str, ...] = ()
    number: str | None = None
    issued_on: date | None = None
    effective_on: date | None = None
    issuers: tuple[str, ...] = ()
    url: str | None = None

    def is_met_by(self, document: Document) -> bool:
        """Whether a document is this one: by number, else by title and, where both have it, by date."""
        if self.number and document.number:
            return _plain(self.number) == _plain(document.number)
        if bare_title(document.title) not in {bare_title(title) for title in (self.title, *self.titles)}:
            return False
        own, other = self.effective_on or self.issued_on, document.validity.effective_on or document.issued_on
        return own is None or other is None or own == other or document.issued_on == self.issued_on

    def bears_on(self, clause_id: str) -> bool:
        """Whether it bears on a clause, or on one that the clause is part of."""
        return any(clause_id == own or clause_id.startswith(f"{own}.") for own in self.clauses)


def bare_title(title: str) -> str:
    """A title for comparison: without the notice around it (关于印发《…》的通知) and without the issuer before it."""
    plain = squeeze(title)
    inner = re.search(r"(?:印发|发布|公布|转发)《(.+)》的(?:通知|公告|决定|函)$", plain)
    plain = inner[1] if inner else re.sub(r"^.*?关于(?:印发|发布|公布|转发)(.+)的(?:通知|公告)$", r"\1", plain)
    return re.sub(r"[《》]", "", re.sub(r"^(?:[\u4e00-\u9fff]{2,20}(?:部|委|局|办公厅|总局|署|会))(?=关于)", "", plain))


def read_catalogue(home: Path | None = None) -> list[CatalogueEntry]:
    """The shipped entries, changed and added to by the catalogue of a home; ConfigurationError when one is malformed."""
    shipped = (files("documents") / CATALOGUE_FILE).read_text("utf-8")
    entries = {entry.entry_id: entry for entry in _entries(shipped, "documents/catalogue.toml")}
    own = home / CATALOGUE_FILE if home else None
    if own is not None and own.is_file():
        try:
            text = own.read_text("utf-8")
        except (OSError, UnicodeDecodeError) as error:
            raise ConfigurationError(f"{own}: cannot be read; save it as UTF-8 text") from error
        for stated in _tables(text, str(own)):
            known = entries.get(str(stated.get("id")))
            entry = _entry(stated, str(own), known)
            entries[entry.entry_id] = entry
    return list(entries.values())


def held(entries: Iterable[CatalogueEntry], documents: Sequence[Document]) -> dict[str, str]:
    """The ids of the entries that are among documents, each with the id of that document."""
    found = {}
    for entry in entries:
        match = next((document for document in documents if entry.is_met_by(document)), None)
        if match is not None:
            found[entry.entry_id] = match.document_id
    return found


def entry_named(name: str, entries: Iterable[CatalogueEntry]) -> CatalogueEntry | None:
    """The entry that a title or number stands for; None where there is none."""
    wanted, title = _plain(name), bare_title(name)
    return next(
        (entry for entry in entries if wanted == _plain(entry.number or "") or title in {bare_title(t) for t in (entry.title, *entry.titles)}),
        None,
    )  # fmt: skip


def _plain(name: str) -> str:
    return squeeze(name)


def _entries(text: str, source: str) -> list[CatalogueEntry]:
    return [_entry(stated, source, None) for stated in _tables(text, source)]


def _tables(text: str, source: str) -> list[dict[str, Any]]:
    try:
        tables = tomllib.loads(text).get("entry", [])
    except tomllib.TOMLDecodeError as error:
        raise ConfigurationError(f"{source}: not a usable catalogue ({error})") from error
    if not isinstance(tables, list) or not all(isinstance(table, dict) and table.get("id") for table in tables):
        raise ConfigurationError(f"{source}: not a usable catalogue (every [[entry]] needs an id)")
    return tables


def _entry(stated: dict[str, Any], source: str, known: CatalogueEntry | None) -> CatalogueEntry:
    """One entry; what is not stated is that of the entry known by the same id."""
    try:
        fields: dict[str, Any] = {"entry_id": str(stated["id"])}
        for name in ("title", "why", "number", "url"):
            if stated.get(name):
                fields[name] = str(stated[name])
        for name in ("clauses", "titles", "issuers"):
            if name in stated:
                fields[name] = tuple(map(str, stated[name]))
        for name in ("issued_on", "effective_on"):
            if name in stated:
                fields[name] = date.fromisoformat(str(stated[name]))
        if "level" in stated:
            fields["level"] = Level(stated["level"])
        if known is not None:
            return replace(known, **fields)
        return CatalogueEntry(**{"why": "", "level": Level.UNKNOWN, **fields})
    except (TypeError, ValueError) as error:
        raise ConfigurationError(f"{source}: entry {stated.get('id')!r} is malformed ({error})") from error
