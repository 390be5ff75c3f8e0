"""The clause tree of a document: chapters, sections, items, articles, paragraphs, and the sentence groups with owners."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from enum import StrEnum

from ingest.documents import Document, Span
from ingest.framing import closing_of, contents_of
from ingest.headings import LETTERS, Mark, Rank, read_mark, split_heading
from ingest.reading import paragraphs_of, reading_view
from ingest.tasks import Annotation, Task, find_annotations, is_annotation_line, states_lead_rule


class ClauseKind(StrEnum):
    """What a clause is in the document."""

    DOCUMENT = "document"
    DIVISION = "division"  # opened by a printed mark: chapter, section, article, item
    PARAGRAPH = "paragraph"
    GROUP = "group"  # sentences closed by one annotation
    FRONT = "front"  # title, addressees, issuers, date above the first mark
    CONTENTS = "contents"  # a table of contents, kept but not retrieved
    BACK = "back"  # signature, date, attachments listed below the last clause


@dataclass(frozen=True, slots=True)
class Clause:
    """A node of the tree.

    `clause_id` is a path of levels with the printed numbers (`s2.p2.i3.g3`), unique in the document;
    `label` the marks as printed (二(二)3), which may repeat. `span` covers mark, heading, words and
    children; `own` the words of the clause itself, outside its children and after its heading.
    """

    clause_id: str
    kind: ClauseKind
    rank: Rank | None
    label: str
    heading: str
    span: Span
    own: Span | None
    children: tuple[Clause, ...] = ()
    task: Task | None = None

    def walk(self) -> Iterator[Clause]:
        """This clause and everything below it, in document order."""
        yield self
        for child in self.children:
            yield from child.walk()


@dataclass(slots=True)
class _Node:
    """A clause while it is being built."""

    clause_id: str
    kind: ClauseKind
    rank: Rank | None
    label: str
    heading: str
    span: Span
    pieces: list[Span] = field(default_factory=list)  # own words, one piece a paragraph
    children: list[_Node] = field(default_factory=list)
    task: Task | None = None
    paragraphs: int = 0

    def cover(self, span: Span) -> None:
        self.span = Span(min(self.span.start, span.start), max(self.span.end, span.end))


def parse_clauses(document: Document) -> Clause:
    """The clause tree of a document; its root has the id "" and covers every clause."""
    return _Parser(document).parse()


class _Parser:
    """Reads the paragraphs of one document once, from the top, into a tree."""

    def __init__(self, document: Document) -> None:
        self.document = document
        self.text = document.text
        self.view = reading_view(document.text)
        self.first_leads = states_lead_rule(document.text)
        self.root = _Node("", ClauseKind.DOCUMENT, None, "", document.title, Span(0, 0))
        self.stack = [self.root]
        self.ids: set[str] = set()
        self.has_chapters = bool(re.search(r"^\s*第\s*[一二三四五六七八九十\d]+\s*[章编]", self.view, re.MULTILINE))

    def parse(self) -> Clause:
        paragraphs = [part for paragraph in paragraphs_of(self.text) for part in self._articles_apart(paragraph)]
        contents = contents_of(self.view, paragraphs)
        back = closing_of(self.view, paragraphs)
        for index, paragraph in enumerate(paragraphs):
            if index in contents:
                self._add_paragraph(self.root, paragraph, kind=ClauseKind.CONTENTS)
            elif index >= back:
                self.stack = [self.root]
                self._add_paragraph(self.root, paragraph, kind=ClauseKind.BACK)
            elif mark := read_mark(self.view, paragraph):
                self._open(mark, paragraph)
            else:
                self._continue(paragraph)
        return self._freeze(self.root)

    def _articles_apart(self, paragraph: Span) -> list[Span]:
        """A paragraph cut where a second article begins inside it."""
        if not re.match(r"\s*第\s*[一二三四五六七八九十百零〇\d]+\s*条", paragraph.slice(self.view)):
            return [paragraph]
        starts = [paragraph.start]
        pattern = re.compile(r"(?<=[。;:])\s+(?=第[一二三四五六七八九十百零〇]+条\s)")
        starts += [match.end() for match in pattern.finditer(self.view, paragraph.start, paragraph.end)]
        return [Span(start, _trimmed_end(self.view, start, end))
                for start, end in zip(starts, [*starts[1:], paragraph.end], strict=True)]  # fmt: skip

    def _open(self, mark: Mark, paragraph: Span) -> None:
        rank = self._rank_here(mark)
        while len(self.stack) > 1 and (top := self.stack[-1].rank) is not None and top >= rank:
            self.stack.pop()
        parent = self.stack[-1]
        heading, body = split_heading(self.view, Span(mark.span.end, paragraph.end), rank=rank)
        node = _Node(
            self._new_id(parent, LETTERS[rank] + mark.number),
            ClauseKind.DIVISION,
            rank,
            _label(parent, mark, rank),
            re.sub(r"\s+", " ", heading.slice(self.text)).strip(" 。") if heading else "",
            paragraph,
        )
        if body:
            node.pieces.append(body)
        parent.children.append(node)
        for ancestor in self.stack:
            ancestor.cover(paragraph)
        self.stack.append(node)

    def _rank_here(self, mark: Mark) -> Rank:
        """The rank of a mark in its surroundings: (一) below an article is a part of it, 一、 below 第一章 a section."""
        open_ranks = {node.rank for node in self.stack}
        if mark.rank is Rank.SECTION and mark.printed[0] != "第" and Rank.ARTICLE in open_ranks:
            return Rank.PARENTHESIS
        if mark.rank is Rank.CHAPTER and mark.printed[0] != "第" and Rank.ARTICLE in open_ranks and self.has_chapters:
            return Rank.PARENTHESIS
        return mark.rank

    def _continue(self, paragraph: Span) -> None:
        node = self.stack[-1]
        if is_annotation_line(self.view, paragraph) and self._annotations(paragraph) and self.root.children:
            owner = self._annotated_by_line(node)
            owner.pieces.append(paragraph)
            for ancestor in {id(item): item for item in (*self.stack, owner)}.values():
                ancestor.cover(paragraph)
        elif node is self.root:
            self._add_paragraph(self.root, paragraph, kind=ClauseKind.PARAGRAPH if self.root.children and any(
                child.kind is ClauseKind.DIVISION for child in self.root.children) else ClauseKind.FRONT)  # fmt: skip
        else:
            node.pieces.append(paragraph)
            for ancestor in self.stack:
                ancestor.cover(paragraph)

    def _annotated_by_line(self, node: _Node) -> _Node:
        """The clause that a note on its own line closes: a parent when it stands after the whole list of its parts."""
        if node is self.root:
            return self.root.children[-1]
        if len(self.stack) < 3 or node.rank is None or node.rank < Rank.SUBITEM:
            return node
        parent = self.stack[-2]
        noted = any(self._annotations(piece) for child in parent.children for piece in child.pieces)
        return node if noted else parent

    def _add_paragraph(self, parent: _Node, paragraph: Span, *, kind: ClauseKind) -> None:
        parent.paragraphs += 1
        label = f"第{parent.paragraphs}段" if parent is self.root else f"{parent.label}第{parent.paragraphs}段"
        node = _Node(self._new_id(parent, f"k{parent.paragraphs}"), kind, None, label, "", paragraph, [paragraph])
        parent.children.append(node)
        for ancestor in self.stack:
            ancestor.cover(paragraph)

    def _new_id(self, parent: _Node, step: str) -> str:
        stem = f"{parent.clause_id}.{step}" if parent.clause_id else step
        candidate, run = stem, 1
        while candidate in self.ids:
            run += 1
            candidate = f"{stem}_{run}"
        self.ids.add(candidate)
        return candidate

    def _annotations(self, span: Span) -> list[Annotation]:
        return find_annotations(self.view, span, level=self.document.level, place=self.document.place,
                                first_leads=self.first_leads)  # fmt: skip

    def _freeze(self, node: _Node) -> Clause:
        groups = self._groups(node)
        if not groups and len(node.pieces) > 1 and node.rank is not Rank.ARTICLE:
            pieces, node.pieces = node.pieces, []
            paragraphs: list[_Node] = []
            for piece in pieces:
                node.paragraphs += 1
                step = f"k{node.paragraphs}"
                paragraphs.append(_Node(self._new_id(node, step), ClauseKind.PARAGRAPH, None,
                                        f"{node.label}第{node.paragraphs}段", "", piece, [piece]))  # fmt: skip
            node.children = sorted([*node.children, *paragraphs], key=lambda child: child.span)
        own = Span(node.pieces[0].start, node.pieces[-1].end) if node.pieces else None
        children = tuple(self._freeze(child) for child in node.children)
        if own and children and own.end > children[0].span.start:
            own = Span(own.start, min(own.end, max(children[0].span.start, own.start)))
        start = (
            min([node.span.start, *(child.span.start for child in children)])
            if node.rank is not None
            else node.span.start
        )
        return Clause(node.clause_id, node.kind, node.rank, node.label, node.heading, Span(start, node.span.end), own,
                      tuple(sorted((*groups, *children), key=lambda child: child.span)), node.task)  # fmt: skip

    def _groups(self, node: _Node) -> list[Clause]:
        """The sentence groups of a clause: everything since its heading or the note before, closed by its own note."""
        notes = [note for piece in node.pieces for note in self._annotations(piece)]
        if not notes:
            return []
        groups: list[Clause] = []
        start = node.pieces[0].start
        if node.pieces[0] == notes[0].span and node.children:
            start = node.children[0].span.start
        end_of_words = node.pieces[-1].end
        for number, note in enumerate(notes, 1):
            words = Span(start, _trimmed_end(self.view, start, note.span.start))
            end = note.span.end
            if end < end_of_words and self.view[end] in "。;":
                end += 1
            clause_id = self._new_id(node, f"g{number}")
            task = Task(clause_id, words, words.slice(self.text), note)
            whole = Span(start, end)
            groups.append(Clause(clause_id, ClauseKind.GROUP, None, node.label, node.heading, whole, whole, (), task))
            start = _trimmed_start(self.view, end, end_of_words)
        if start < end_of_words:
            rest = Span(start, end_of_words)
            clause_id = self._new_id(node, f"g{len(notes) + 1}")
            groups.append(Clause(clause_id, ClauseKind.GROUP, None, node.label, node.heading, rest, rest))
        return groups


def _label(parent: _Node, mark: Mark, rank: Rank) -> str:
    """The marks as printed from the chapter down; articles run through a document and stand alone."""
    if rank in {Rank.ARTICLE, Rank.ATTACHMENT, Rank.PART} or parent.rank in {None, Rank.PART, Rank.ATTACHMENT}:
        return mark.printed if parent.rank is not Rank.ATTACHMENT else f"{parent.label} {mark.printed}"
    return parent.label + mark.printed


def _trimmed_end(view: str, start: int, end: int) -> int:
    while end > start and view[end - 1] in " \n":
        end -= 1
    return end


def _trimmed_start(view: str, start: int, end: int) -> int:
    while start < end and view[start] in " \n":
        start += 1
    return start


_PREAMBLE = re.compile(r"总体要求|总体思路|总体目标|指导思想|工作思路|基本思路|原则|目标|背景|意义|重要性|附则")


def unowned_clauses(root: Clause) -> list[Clause]:
    """The numbered measures without a responsibility note, in a document that has such notes elsewhere.

    Aims and principles are no measures; a clause with parts is judged by its parts.
    """
    if not any(clause.task for clause in root.walk()):
        return []
    return list(_unowned(root))


def _unowned(clause: Clause) -> Iterator[Clause]:
    for child in clause.children:
        if child.kind is ClauseKind.GROUP and child.task is None:
            yield child
        if child.kind is not ClauseKind.DIVISION or _PREAMBLE.search(child.heading) or child.rank is Rank.ATTACHMENT:
            continue
        if any(inner.kind in {ClauseKind.DIVISION, ClauseKind.GROUP} for inner in child.children):
            yield from _unowned(child)
        else:
            yield child
