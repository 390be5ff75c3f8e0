"""The documents that a document says it stands on, and which of them are at hand."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

from ingest.documents import Document, Span
from ingest.reading import flowing_view, paragraphs_of, squeeze

_STATED = re.compile(r"根据|依据|按照|依照|遵照|(?:贯彻|落实)(?=[^。]{0,30}《)")
_PURPOSE = re.compile(r"制定|制订|结合|有关(?:规定|要求|精神)|(?:特|现)(?:就|将|制|提)|规定|要求|精神|部署")
_NAMED = re.compile(
    r"《(?P<title>(?:[^《》]|《[^《》]*》)+)》(?:\s*[(](?P<number>[^()]{0,30}?[〔﹝\[【][^()]{4,12}号|[^()]{2,20}令第[^()]{1,8}号)[^()]*[)])?"
)
_FIRST = 3000  # characters from the beginning in which a document says what it stands on


@dataclass(frozen=True, slots=True)
class Basis:
    """A document named as a basis: its title and number as printed, and where its name stands in the text."""

    title: str
    number: str
    span: Span


def bases_of(document: Document) -> tuple[Basis, ...]:
    """The documents named in the sentences that say what this one is made on, each once, in printed order."""
    paragraphs = paragraphs_of(document.text[:_FIRST])
    view = flowing_view(document.text[:_FIRST], paragraphs)
    found: dict[str, Basis] = {}
    own = squeeze(document.title)
    for sentence in re.finditer(r"[^。;\n]+", view):
        stated = _STATED.search(sentence[0])
        if stated is None or not _PURPOSE.search(sentence[0], stated.end()):
            continue
        for named in _NAMED.finditer(view, sentence.start() + stated.start(), sentence.end()):
            title = squeeze(named["title"])
            if title not in own and not re.match(r"以下简称|下称", view[named.end() :]):
                printed = Basis(title, squeeze(named["number"] or ""), Span(named.start(), named.end()))
                found.setdefault(title, printed)
    return tuple(found.values())


def held_basis(basis: Basis, documents: Iterable[Document]) -> Document | None:
    """The document at hand that a basis names, by its number, else by its title; None is a gap to be named."""
    listed = list(documents)
    by_number = (item for item in listed if basis.number and item.number and squeeze(item.number) == basis.number)
    by_title = (
        item for item in listed if squeeze(item.title) in {basis.title, basis.title.removeprefix("中华人民共和国")}
    )
    return next(by_number, None) or next(by_title, None)
