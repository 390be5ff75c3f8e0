"""A document to read: its tree, and its whole text with tasks and measures in the margin."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from html import escape

from ingest.clauses import Clause, ClauseKind
from ingest.documents import Document, Span
from ingest.tasks import Assignment
from ui.owner_tables import Filter
from ui.page_texts import PageTexts
from ui.rendering import attribute, lines, official_link, reading_address


@dataclass(frozen=True, slots=True)
class _Reader:
    """A document being written out; `found` are the places of the searched words."""

    document: Document
    texts: PageTexts
    found: tuple[Span, ...]

    def words(self, start: int, end: int) -> str:
        """The source between two offsets, searched words marked and measures underlined."""
        source = self.document.text
        inside = [span for span in self.found if span.end > start and span.start < end]
        parts, position = [], start
        for span in inside:
            begin, stop = max(span.start, start), min(span.end, end)
            parts += [lines(source[position:begin]), f"<mark>{lines(source[begin:stop])}</mark>"]
            position = stop
        return "".join([*parts, lines(source[position:end])])

    def block(self, start: int, end: int, *, tag: str = "p") -> str:
        """A stretch of text as a paragraph; nothing where it holds no words."""
        source = self.document.text
        while start < end and source[start].isspace():
            start += 1
        while end > start and source[end - 1].isspace():
            end -= 1
        return f"<{tag}>{self.words(start, end)}</{tag}>" if start < end else ""


def find_words(text: str, wanted: str) -> tuple[Span, ...]:
    """Every place of the wanted words in a text, whatever their case."""
    wanted = wanted.strip()
    if not wanted:
        return ()
    return tuple(Span(*match.span()) for match in re.finditer(re.escape(wanted), text, re.IGNORECASE))


def document_html(document: Document, root: Clause, texts: PageTexts, *, found: Sequence[Span] = ()) -> str:
    """The whole document: facts about it, then every character of its source in the order of the source."""
    reader = _Reader(document, texts, tuple(found))
    facts = [
        *document.issuers,
        document.number or "",
        f"{document.issued_on} {texts['read.issued']}" if document.issued_on else "",
    ]
    link = official_link(document.url, texts["read.official"]) or f"<span>{texts['read.no_url']}</span>"
    head = " · ".join(escape(fact) for fact in facts if fact)
    body, position = [], 0
    for child in root.children:
        body += [reader.block(position, child.span.start), _clause(child, reader, depth=1)]
        position = child.span.end
    body.append(reader.block(position, len(document.text)))
    return (
        f'<article class="document" data-document={attribute(document.document_id)}><header><h2>{escape(document.title)}</h2>'
        f'<p class="facts">{head} {link}</p></header>{"".join(body)}</article>'
    )


def _clause(clause: Clause, reader: _Reader, *, depth: int) -> str:
    start, parts = clause.span.start, []
    first = clause.children[0].span.start if clause.children else clause.span.end
    if clause.heading and (at := reader.document.text.find(clause.heading, start, first)) >= 0:
        ends = at + len(clause.heading)
        ends += reader.document.text.startswith("。", ends)
        parts.append(reader.block(start, ends, tag=f"h{min(depth + 2, 6)}"))
        start = ends
    for child in clause.children:
        parts += [reader.block(start, child.span.start), _clause(child, reader, depth=depth + 1)]
        start = max(start, child.span.end)
    parts.append(reader.block(start, clause.span.end))
    margin = _margin(clause, reader)
    address = attribute(reading_address(reader.document.document_id, clause.clause_id, texts=reader.texts))
    label = attribute(f"{reader.texts['read.link']} {clause.label}")
    link = f'<a class="anchor" href={address} aria-label={label}>§</a>'
    return (
        f'<section id={attribute(clause.clause_id)} data-label={attribute(clause.label)} class="clause {clause.kind}">'
        f'<div class="body">{"".join(parts)}{link}</div>{margin}</section>'
    )


def _margin(clause: Clause, reader: _Reader) -> str:
    """What is noted beside a clause: who is responsible, and what it offers."""
    notes = []
    if clause.task:
        names = "".join(_member(item, reader.texts) for item in clause.task.assignments)
        notes.append(f'<div class="owners-note"><b>{reader.texts["read.owners"]}</b>{names}</div>')
    notes += [
        f'<div class="measure-note"><b>{reader.texts["read.measure"]}</b><span>{escape(measure.title)}</span></div>'
        for measure in reader.document.measures if measure.clause_id == clause.clause_id
    ]  # fmt: skip
    return f'<aside class="margin">{"".join(notes)}</aside>' if notes else ""


def _member(item: Assignment, texts: PageTexts) -> str:
    if item.collective:
        return f'<span class="office collective">{escape(item.printed)}</span>'
    address = attribute(f"{texts.path}?{Filter((item.office.name,)).query(tab='owners')}")
    return f'<a class="office" href={address}>{escape(item.printed)}</a>'


def contents_html(document: Document, root: Clause, texts: PageTexts) -> str:
    """The tree of the headings, each leading to its place."""
    return f"<nav aria-label={attribute(texts['read.contents'])}><ul>{_branches(root, document, texts)}</ul></nav>"


def _branches(clause: Clause, document: Document, texts: PageTexts) -> str:
    items = []
    for child in clause.children:
        if child.rank is None or child.kind is ClauseKind.CONTENTS:
            continue
        words = child.heading or child.span.slice(document.text).strip()[:24] + "…"
        below = _branches(child, document, texts)
        mark = child.label.removeprefix(clause.label) if clause.label else child.label
        address = attribute(reading_address(document.document_id, child.clause_id, texts=texts))
        items.append(
            f"<li><a href={address}>{escape(f'{mark} {words}'.strip())}</a>{f'<ul>{below}</ul>' if below else ''}</li>"
        )
    return "".join(items)
