"""What a reader takes out of a file: the text that is stored, and what the file says of itself outside that text."""

from __future__ import annotations

import json
from bisect import bisect_right
from dataclasses import asdict, dataclass, replace
from typing import Any


@dataclass(frozen=True, slots=True)
class Origin:
    """Where a document's text comes from. Empty for a text file.

    `kind` is what the content was found to be; `pages` the offset in the text at which each page begins;
    `confidence` the mean of the recogniser's confidence, 0 to 1, None where nothing was read from a picture;
    `scanned` the pages read that way, counted from 1; `published_on` the day of a web page (ISO);
    `attachments` what a page offers beside its text, `name address`; `notes` what a reader should know.
    """

    kind: str = "text"
    pages: tuple[int, ...] = ()
    confidence: float | None = None
    scanned: tuple[int, ...] = ()
    published_on: str = ""
    attachments: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()

    def page_of(self, offset: int) -> int | None:
        """The page, counted from 1, on which the character at `offset` is printed; None for a text without pages."""
        return max(1, bisect_right(self.pages, offset)) if self.pages else None

    def is_recognised(self, offset: int) -> bool:
        """Whether the character at `offset` was read from a picture and may be wrong."""
        return self.page_of(offset) in self.scanned


PLAIN = Origin()


@dataclass(frozen=True, slots=True)
class Extract:
    """The text of a file and what else it says.

    `stated` holds facts by name (title, number, issuer, issued_on, valid_until, url), which hold where the text is silent.
    """

    text: str
    origin: Origin = PLAIN
    stated: tuple[tuple[str, str], ...] = ()

    def fact(self, name: str) -> str:
        """A stated fact, empty when there is none."""
        return dict(self.stated).get(name, "")


def origin_to_json(origin: Origin) -> str:
    """An origin as one JSON text, for storing; empty for that of a text file."""
    return "" if origin == PLAIN else json.dumps(asdict(origin), ensure_ascii=False)


def origin_from_json(stored: str) -> Origin:
    """An origin as stored by `origin_to_json`."""
    if not stored:
        return PLAIN
    values: dict[str, Any] = json.loads(stored)
    fields: dict[str, Any] = {
        name: tuple(value) if isinstance(value, list) else value for name, value in values.items()
    }
    return Origin(**fields)


def extract_to_json(extract: Extract) -> dict[str, Any]:
    """An extract as plain values, for the way from the process that read the file."""
    return asdict(extract)


def extract_from_json(values: dict[str, Any]) -> Extract:
    """An extract as sent by `extract_to_json`."""
    origin = origin_from_json(json.dumps(values["origin"]))
    return Extract(str(values["text"]), origin, tuple((str(name), str(said)) for name, said in values["stated"]))


def with_kind(extract: Extract, kind: str) -> Extract:
    """`extract` as that of a file of another kind, which was converted to be read."""
    return replace(extract, origin=replace(extract.origin, kind=kind))
