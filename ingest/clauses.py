"""The clause tree of a document: chapters, sections, items, articles, paragraphs, and the sentence groups with owners."""

from __future__ import annotations

import re

from ingest.documents import Document, Span
from ingest.framing import closings_of, contents_of
from ingest.grouping import Draft, Ids, Source, finish
from ingest.headings import LETTERS, Mark, Rank, read_mark, split_heading
from ingest.numerals import NUMERAL
from ingest.reading import paragraphs_of, text_view
from ingest.tables import Row, rows_of
from ingest.tasks import (
    Annotation,
    Task,
    assignments,
    find_annotations,
    is_annotation_line,
    join_adjacent,
    states_lead_rule,
    with_detail,
)
from ingest.tree import Clause, ClauseKind, unowned_clauses

__all__ = ["Clause", "ClauseKind", "parse_clauses", "unowned_clauses"]


def parse_clauses(document: Document) -> Clause:
    """The clause tree of a document; its root has the id "" and covers every clause."""
    return _Parser(document).parse()


class _Parser:
    """Reads the paragraphs of one document once, from the top, into a tree."""

    def __init__(self, document: Document) -> None:
        self.document = document
        self.text = document.text
        self.view = text_view(document.text)
        self.root = Draft("", ClauseKind.DOCUMENT, None, "", document.title, Span(0, 0))
        self.stack = [self.root]
        self.ids = Ids()
        self.has_chapters = bool(re.search(rf"^\s*第\s*[{NUMERAL}\d]+\s*[章编]", self.view, re.MULTILINE))

    def parse(self) -> Clause:
        paragraphs = [part for paragraph in paragraphs_of(self.text) for part in self._articles_apart(paragraph)]
        contents = contents_of(self.view, paragraphs)
        closings = closings_of(self.view, paragraphs)
        rows = rows_of(self.text, self.view, paragraphs)
        for index, paragraph in enumerate(paragraphs):
            if index in contents:
                self._close_to(next(node for node in reversed(self.stack) if node.rank in {None, *_OUTER}))
                self._add_paragraph(self.stack[-1], paragraph, kind=ClauseKind.CONTENTS)
            elif index in closings:
                self._close_to(self.root)
                self._add_paragraph(self.root, paragraph, kind=ClauseKind.BACK)
            elif index in rows:
                self._add_row(rows[index])
            elif mark := read_mark(self.view, paragraph):
                self._open(mark, paragraph)
            else:
                self._continue(paragraph, following=paragraphs[index + 1 :])
        first_leads = states_lead_rule(self.text)
        return finish(self.root, Source(self.text, self.view, first_leads=first_leads), self.ids)

    def _close_to(self, node: Draft) -> None:
        while self.stack[-1] is not node:
            self.stack.pop()

    def _articles_apart(self, paragraph: Span) -> list[Span]:
        """A paragraph cut where a second article begins inside it."""
        if not re.match(rf"\s*第\s*[{NUMERAL}\d]+\s*条", paragraph.slice(self.view)):
            return [paragraph]
        starts = [paragraph.start]
        pattern = re.compile(rf"(?<=[。;:])\s+(?=第[{NUMERAL}]+条\s)")
        starts += [match.end() for match in pattern.finditer(self.view, paragraph.start, paragraph.end)]
        ends = [*starts[1:], paragraph.end]
        return [
            Span(start, start + len(self.view[start:end].rstrip(" \n")))
            for start, end in zip(starts, ends, strict=True)
        ]

    def _open(self, mark: Mark, paragraph: Span) -> None:
        rank = self._rank_here(mark)
        while len(self.stack) > 1 and (top := self.stack[-1].rank) is not None and top >= rank:
            self.stack.pop()
        parent = self.stack[-1]
        heading, body = split_heading(self.view, Span(mark.span.end, paragraph.end), rank=rank)
        if heading and self._annotations(heading):
            heading, body = None, Span(mark.span.end, paragraph.end)
        node = Draft(
            self.ids.new(parent.clause_id, LETTERS[rank] + mark.number),
            ClauseKind.DIVISION,
            rank,
            _label(parent, mark, rank),
            re.sub(r"\s+", " ", heading.slice(self.text)).strip(" 。") if heading else "",
            paragraph,
            heading,
        )
        if body:
            self._take(node, body)
        parent.children.append(node)
        self._cover(paragraph)
        self.stack.append(node)

    def _rank_here(self, mark: Mark) -> Rank:
        """The rank of a mark in its surroundings: (一) below an article is a part of it, 一、 below 第一章 a section."""
        article = next((node for node in reversed(self.stack) if node.rank is Rank.ARTICLE), None)
        if article is None or mark.printed[0] == "第":
            return mark.rank
        if mark.rank is Rank.SECTION:
            return Rank.PARENTHESIS
        introduced = bool(article.pieces) and self.view[article.pieces[-1].end - 1] == ":"
        if mark.rank is Rank.CHAPTER and (
            self.has_chapters or (introduced and (mark.number == "1" or article.children))
        ):
            return Rank.PARENTHESIS
        return mark.rank

    def _continue(self, paragraph: Span, *, following: list[Span]) -> None:
        if self._closes_list(following):
            self.stack.pop()
        node = self.stack[-1]
        if is_annotation_line(self.view, paragraph) and self._annotations(paragraph) and self.root.children:
            owner = self._annotated_by_line(node)
            if owner in self.stack:
                self._close_to(owner)
            self._take(owner, paragraph)
            self._cover(paragraph, owner)
        elif node is self.root:
            divided = any(child.kind is ClauseKind.DIVISION for child in self.root.children)
            self._add_paragraph(self.root, paragraph, kind=ClauseKind.PARAGRAPH if divided else ClauseKind.FRONT)
        else:
            self._take(node, paragraph)
            self._cover(paragraph)

    def _closes_list(self, following: list[Span]) -> bool:
        """Whether an unmarked paragraph is the article's own again, after the last of its parts."""
        part = self.stack[-1]
        if len(self.stack) < 3 or self.stack[-2].rank is not Rank.ARTICLE or part.heading or not part.pieces:
            return False
        mark = next((found for paragraph in following if (found := read_mark(self.view, paragraph))), None)
        goes_on = mark is not None and self._rank_here(mark) is part.rank
        return not goes_on and self.view[part.pieces[-1].end - 1] == "。"

    def _add_row(self, row: Row) -> None:
        """Add a row of a task table below the clause that is open."""
        parent = self.stack[-1]
        parent.rows += 1
        clause_id = self.ids.new(parent.clause_id, f"g{parent.rows}")
        draft = Draft(clause_id, ClauseKind.GROUP, None, f"{parent.label}第{parent.rows}行", "", row.span)
        if row.note is not None:
            members = assignments(list(row.named), level=self.document.level, place=self.document.place)
            draft.task = Task(clause_id, row.words, row.words.slice(self.text), Annotation(row.note, tuple(members)))
        parent.children.append(draft)
        self._cover(row.span)

    def _take(self, node: Draft, piece: Span) -> None:
        """Add a paragraph to the words of a clause, with the notes in it."""
        node.pieces.append(piece)
        detailed = with_detail(self.view, node.notes, piece)
        node.notes = detailed or join_adjacent(self.view, [*node.notes, *self._annotations(piece)])

    def _cover(self, span: Span, *others: Draft) -> None:
        for node in (*self.stack, *others):
            node.cover(span)

    def _annotated_by_line(self, node: Draft) -> Draft:
        """The clause that a note on its own line closes: a parent when it stands after the whole list of its parts."""
        if node is self.root:
            return self.root.children[-1]
        if len(self.stack) < 3 or node.rank is None or node.rank < Rank.SUBITEM:
            return node
        parent = self.stack[-2]
        return node if any(child.notes for child in parent.children) else parent

    def _add_paragraph(self, parent: Draft, paragraph: Span, *, kind: ClauseKind) -> None:
        parent.paragraphs += 1
        label = f"第{parent.paragraphs}段" if parent is self.root else f"{parent.label}第{parent.paragraphs}段"
        clause_id = self.ids.new(parent.clause_id, f"k{parent.paragraphs}")
        node = Draft(clause_id, kind, None, label, "", paragraph)
        if kind is ClauseKind.CONTENTS:
            node.pieces.append(paragraph)
        else:
            self._take(node, paragraph)
        parent.children.append(node)
        self._cover(paragraph)

    def _annotations(self, span: Span) -> list[Annotation]:
        return find_annotations(self.view, span, level=self.document.level, place=self.document.place)


_OUTER = (Rank.ATTACHMENT, Rank.PART)


def _label(parent: Draft, mark: Mark, rank: Rank) -> str:
    """The marks as printed from the chapter down; articles run through a document and stand alone."""
    if rank in {Rank.ARTICLE, Rank.ATTACHMENT, Rank.PART} or parent.rank in {None, Rank.PART, Rank.ATTACHMENT}:
        return mark.printed if parent.rank is not Rank.ATTACHMENT else f"{parent.label} {mark.printed}"
    return parent.label + mark.printed
