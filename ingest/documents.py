"""A document as stored: its source text, unchanged, and the facts about it that are not in the clauses."""

from __future__ import annotations

import hashlib
import re
from dataclasses import dataclass, fields
from datetime import date
from enum import StrEnum

from ingest.extracts import PLAIN, Origin
from ingest.glosses import Gloss
from ingest.measures import Measure


class Level(StrEnum):
    """The level of government a document or an office belongs to."""

    NATIONAL = "国家"
    PROVINCE = "省"
    CITY = "市"
    DISTRICT = "区"
    UNKNOWN = ""


@dataclass(frozen=True, slots=True, order=True)
class Span:
    """Half-open character offsets `[start, end)` into a document's stored source text."""

    start: int
    end: int

    def __len__(self) -> int:
        return self.end - self.start

    def slice(self, text: str) -> str:
        """The characters of `text` inside the span."""
        return text[self.start : self.end]


@dataclass(frozen=True, slots=True)
class Validity:
    """From when a document applies and what ended it, as printed in it or given beside it.

    `repealed_by` and `replaces` hold titles, numbers or ids; `replaces` are the documents that this one ends.
    """

    effective_on: date | None = None
    repealed_on: date | None = None
    repealed_by: str = ""
    replaces: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Document:
    """One official document: the source text as published and its metadata.

    `text` is never altered: every quote is `text[start:end]`. `level` and `place` say whose document
    it is (区, 普陀区). `horizon` is the year the text aims at, `valid_until` a printed end of validity. `measures` are the reviewed ones beside it,
    `glosses` everyday words for its sentences.
    `origin` says what the text was read from: its pages, what was recognised, the attachments of a page.
    """

    document_id: str
    title: str
    text: str
    level: Level = Level.UNKNOWN
    place: str = ""
    issuers: tuple[str, ...] = ()
    number: str | None = None
    issued_on: date | None = None
    valid_until: date | None = None
    horizon: int | None = None
    url: str | None = None
    measures: tuple[Measure, ...] = ()
    validity: Validity = Validity()
    origin: Origin = PLAIN
    glosses: tuple[Gloss, ...] = ()

    @property
    def is_draft(self) -> bool:
        """Whether the document is only put up for comment (征求意见稿): it binds nobody yet."""
        return bool(re.search(r"征求意见稿|送审稿|草案|讨论稿|公开征求.{0,40}意见", self.title))

    @property
    def digest(self) -> str:
        """SHA-256 over all fields, hex; two documents with the same digest are the same."""
        values = (str(getattr(self, field.name)) for field in fields(self))
        return hashlib.sha256("\x1f".join(values).encode()).hexdigest()
