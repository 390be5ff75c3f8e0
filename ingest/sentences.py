"""Sentences of a span, cut at their final punctuation, quotation marks and brackets kept whole."""

from __future__ import annotations

from ingest.documents import Span

_FINAL = "。!?;"
_CLOSING = '”’」』)》】"'


def sentences_of(view: str, span: Span) -> list[Span]:
    """The sentences inside `span` of a reading view; ; ends one too, a line break does after a heading."""
    sentences: list[Span] = []
    start, depth = span.start, 0
    for position in range(span.start, span.end):
        character = view[position]
        depth = max(0, depth + (character in "([【") - (character in ")]】"))
        ends = (character in _FINAL and depth == 0) or (character == "\n" and depth == 0)
        if (ends and not (position + 1 < span.end and view[position + 1] in _CLOSING)) or (
            character in _CLOSING and position > start and view[position - 1] in _FINAL and depth == 0
        ):
            _append(sentences, view, Span(start, position + 1))
            start = position + 1
    _append(sentences, view, Span(start, span.end))
    return sentences


def _append(sentences: list[Span], view: str, span: Span) -> None:
    start, end = span.start, span.end
    while start < end and view[start] in " \n\t":
        start += 1
    while end > start and view[end - 1] in " \n\t":
        end -= 1
    if start == end:
        return
    if sentences and end - start == 1 and view[start] in _FINAL + _CLOSING:
        sentences[-1] = Span(sentences[-1].start, end)
    else:
        sentences.append(Span(start, end))
