"""From what a reader took out of a file to a document: the text's own facts first, then what stands beside it."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from ingest.documents import Document
from ingest.extracts import Extract
from ingest.metadata import document_from_text, issuers_named, level_and_place, parse_number
from ingest.reading import squeeze


def document_from_extract(extract: Extract, *, document_id: str) -> Document:
    """A document whose facts are those its text states; where the text is silent, those of the page or file around it."""
    document = document_from_text(extract.text, document_id=document_id, url=extract.fact("url") or None)
    if not extract.stated:
        return replace(document, origin=extract.origin)
    title = _title(document, extract.fact("title"))
    issuers = document.issuers or issuers_named(title) or issuers_named(extract.fact("issuer"), whole=True)
    level, place = (document.level, document.place) if document.issuers else level_and_place(title, issuers)
    return replace(
        document,
        title=title,
        issuers=issuers,
        level=level,
        place=place,
        number=document.number or parse_number(extract.fact("number")),
        issued_on=document.issued_on or _day(extract.fact("issued_on")),
        valid_until=document.valid_until or _day(extract.fact("valid_until")),
        origin=extract.origin,
    )


def _title(document: Document, stated: str) -> str:
    """The text's own title where the page's holds it (a plan sent with a notice keeps its name), else the page's."""
    own = document.title
    if not stated or (own != document.document_id and squeeze(own) in squeeze(stated)):
        return own
    return stated


def _day(printed: str) -> date | None:
    try:
        return date.fromisoformat(printed) if printed else None
    except ValueError:
        return None
