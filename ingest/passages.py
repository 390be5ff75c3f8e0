"""Passages: the unit that is retrieved and cited."""

from __future__ import annotations

from dataclasses import dataclass

from ingest.documents import Span


@dataclass(frozen=True, slots=True)
class Passage:
    """A clause as retrieved and cited: one sentence group, numbered item, article or paragraph.

    `text == document.text[span.start:span.end]`, verbatim. `path` holds the headings from the
    document's title down to the clause's own. A clause over the token budget becomes several
    passages with the same `clause_id`, cut at sentence ends.
    """

    passage_id: str
    document_id: str
    clause_id: str
    label: str
    heading: str
    path: tuple[str, ...]
    text: str
    span: Span
    offices: tuple[str, ...]
    tokens: int
