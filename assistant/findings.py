"""One part of a question held against the text."""

from __future__ import annotations

from dataclasses import dataclass

from assistant.evidence import Evidence
from ingest.documents import Span


@dataclass(frozen=True, slots=True)
class Finding:
    """One part of a question that was held against the text: as asked, as stated, and whether they agree.

    `key` names the sentence of `assistant.wording` that tells it.
    """

    asked: str
    stated: str
    agrees: bool
    evidence: Evidence
    span: Span
    key: str = "premise"


def span_of(item: Evidence, start: int, end: int) -> Span:
    """The span in the source text of characters of a sentence."""
    return Span(item.sentence.span.start + start, item.sentence.span.start + end)
