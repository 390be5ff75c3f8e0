"""Where a cited passage stands: the headings above it, and the words of its item before and after it."""

from __future__ import annotations

from dataclasses import dataclass

from assistant.answers import Citation
from ingest.clauses import Clause
from ingest.documents import Document, Span
from ingest.errors import WenceError
from ui.describing import path_to
from vectorstore.store import Index

LONGEST_SIDE = 600  # characters shown before and after a passage


_NONE = Span(0, 0)


@dataclass(frozen=True, slots=True)
class Surroundings:
    """The headings from the chapter to the clause, and the words around the passage.

    `text` is verbatim from offset `start` of the document; `passage` are the offsets of the passage itself.
    """

    path: tuple[str, ...] = ()
    text: str = ""
    start: int = 0
    passage: Span = _NONE


NOWHERE = Surroundings()


def surroundings(index: Index, citation: Citation) -> Surroundings:
    """What stands around a citation in its document; nothing where the document is no longer indexed."""
    try:
        document = index.document(citation.document_id)
        root = index.clauses(citation.document_id)
        path = path_to(root, index.clause(citation.document_id, citation.clause_id))
    except WenceError:
        return NOWHERE
    headings = tuple(_own_heading(path, depth) for depth in range(len(path)))
    window = _window(document, path, citation)
    text = window.slice(document.text)
    begin = document.text.find(citation.text, max(0, citation.start - len(citation.text)))
    held = Span(begin, begin + len(citation.text)) if window.start <= begin <= citation.start else window
    return Surroundings(tuple(heading for heading in headings if heading), text, window.start, held)


def _own_heading(path: list[Clause], depth: int) -> str:
    """The mark that a clause adds to the label of its parent, (二) of 二(二), and its heading; a sentence group has none."""
    clause, above = path[depth], path[depth - 1] if depth else None
    if above is None:
        return f"{clause.label} {clause.heading}".strip()
    mark = "" if clause.label == above.label else clause.label.removeprefix(above.label)
    heading = "" if clause.heading == above.heading else clause.heading
    return f"{mark} {heading}".strip()


def _window(document: Document, path: list[Clause], citation: Citation) -> Span:
    """The innermost clause with a heading of its own that holds the quote, cut at sentences where it is long."""
    holding = [clause.span for clause in path
               if clause.span.start <= citation.start and clause.span.end >= citation.end]  # fmt: skip
    numbered = [clause.span for clause in path if clause.rank is not None and clause.span in holding]
    outer = numbered[-1] if numbered else holding[-1] if holding else Span(citation.start, citation.end)
    start, end = outer.start, outer.end
    if citation.start - start > LONGEST_SIDE:
        cut = document.text.find("。", citation.start - LONGEST_SIDE, citation.start)
        start = cut + 1 if cut >= 0 else citation.start - LONGEST_SIDE
    if end - citation.end > LONGEST_SIDE:
        cut = document.text.rfind("。", citation.end, citation.end + LONGEST_SIDE)
        end = cut + 1 if cut >= 0 else citation.end + LONGEST_SIDE
    return Span(start, end)
