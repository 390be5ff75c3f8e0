"""From a clause being collected to its final form: sentence groups where it has notes, else its paragraphs."""

from __future__ import annotations

from dataclasses import dataclass, field, replace

from ingest.documents import Span
from ingest.headings import Rank
from ingest.numerals import print_numeral
from ingest.tasks import Annotation, Task, with_leader
from ingest.tree import Clause, ClauseKind


@dataclass(slots=True)
class Draft:
    """A clause while its paragraphs are collected; `title` is where its heading stands."""

    clause_id: str
    kind: ClauseKind
    rank: Rank | None
    label: str
    heading: str
    span: Span
    title: Span | None = None
    pieces: list[Span] = field(default_factory=list)  # own words, one piece a paragraph
    notes: list[Annotation] = field(default_factory=list)  # those inside the pieces, in order
    children: list[Draft] = field(default_factory=list)
    paragraphs: int = 0
    rows: int = 0  # of a task table
    task: Task | None = None

    def cover(self, span: Span) -> None:
        """Widen the clause to hold `span`."""
        self.span = Span(min(self.span.start, span.start), max(self.span.end, span.end))


class Ids:
    """Clause ids of one document: a second clause of the same path gets a suffix."""

    def __init__(self) -> None:
        self._given: set[str] = set()

    def new(self, parent_id: str, step: str) -> str:
        """The id of a clause `step` below `parent_id`."""
        stem = f"{parent_id}.{step}" if parent_id else step
        candidate, run = stem, 1
        while candidate in self._given:
            run += 1
            candidate = f"{stem}_{run}"
        self._given.add(candidate)
        return candidate


@dataclass(frozen=True, slots=True)
class Source:
    """The text of a document with its view; `first_leads` when the first office of each note takes the lead."""

    text: str
    view: str
    first_leads: bool


def finish(draft: Draft, source: Source, ids: Ids) -> Clause:
    """The clause that `draft` became, with everything below it."""
    return _Finisher(source.text, source.view, source.first_leads, ids).clause(draft)


@dataclass(frozen=True, slots=True)
class _Finisher:
    text: str
    view: str
    first_leads: bool
    ids: Ids

    def clause(self, draft: Draft) -> Clause:
        if draft.kind is ClauseKind.GROUP:
            task = draft.task
            if task and self.first_leads:
                task = replace(task, annotation=with_leader(task.annotation))
            return Clause(draft.clause_id, draft.kind, None, draft.label, "", draft.span, draft.span, (), task)
        children = [self.clause(child) for child in draft.children]
        first_child = children[0].span.start if children else draft.span.end
        leading = [piece for piece in draft.pieces if piece.start < first_child]
        own = Span(leading[0].start, leading[-1].end) if leading else None
        if draft.notes:
            children = self._groups(draft, children)
        else:
            loose = [piece for piece in draft.pieces if piece.start >= first_child]
            if len(leading) > 1 and draft.rank is not Rank.ARTICLE:
                loose, own = [*leading, *loose], None
            children += [self._paragraph(draft, piece, number=draft.pieces.index(piece) + 1) for piece in loose]
        children.sort(key=lambda child: child.span)
        return Clause(draft.clause_id, draft.kind, draft.rank, draft.label, draft.heading, draft.span, own, tuple(children))  # fmt: skip

    def _paragraph(self, draft: Draft, piece: Span, *, number: int) -> Clause:
        number += draft.paragraphs
        clause_id = self.ids.new(draft.clause_id, f"k{number}")
        counted = f"第{print_numeral(number)}款" if draft.rank is Rank.ARTICLE else f"第{number}段"
        return Clause(clause_id, ClauseKind.PARAGRAPH, None, draft.label + counted, "", piece, piece)

    def _groups(self, draft: Draft, parts: list[Clause]) -> list[Clause]:
        """The groups of a clause: everything since its heading or the note before, closed by its own note.

        Parts of the clause that a note closes stand below its group, the others beside it.
        """
        groups: list[Clause] = []
        start = min(span.start for span in (*draft.pieces, *(part.span for part in parts)))
        for number, note in enumerate(draft.notes, 1):
            inside = [part for part in parts if start <= part.span.start < note.span.start]
            parts = [part for part in parts if part not in inside]
            groups.append(self._group(draft, start, note, parts=tuple(inside), number=number))
            start = self._after_blanks(groups[-1].span.end, draft.span.end)
        rest = [Span(max(piece.start, start), piece.end) for piece in draft.pieces if piece.end > start]
        for run in _runs(rest, apart=[part.span.start for part in parts]):
            clause_id = self.ids.new(draft.clause_id, f"g{len(groups) + 1}")
            groups.append(Clause(clause_id, ClauseKind.GROUP, None, draft.label, draft.heading, run, run))
        return [*groups, *parts]

    def _group(self, draft: Draft, start: int, note: Annotation, *, parts: tuple[Clause, ...], number: int) -> Clause:
        if start >= note.span.start and draft.title:  # a heading that is the whole task
            start, words = draft.title.start, draft.title
        else:
            words = Span(start, self._before_blanks(start, note.span.start))
        end = note.span.end
        if end < draft.span.end and self.view[end] in "。;":
            end += 1
        clause_id = self.ids.new(draft.clause_id, f"g{number}")
        whole = Span(start, end)
        own: Span | None = whole
        if parts:
            own_end = self._before_blanks(start, parts[0].span.start)
            own = Span(start, own_end) if own_end > start else None
        owned = with_leader(note) if self.first_leads else note
        task = Task(clause_id, words, words.slice(self.text), owned)
        return Clause(clause_id, ClauseKind.GROUP, None, draft.label, draft.heading, whole, own, parts, task)

    def _before_blanks(self, start: int, end: int) -> int:
        while end > start and self.view[end - 1] in " \n":
            end -= 1
        return end

    def _after_blanks(self, start: int, end: int) -> int:
        while start < end and self.view[start] in " \n":
            start += 1
        return start


def _runs(pieces: list[Span], *, apart: list[int]) -> list[Span]:
    """`pieces` joined to runs, a new one where a position of `apart` lies between two."""
    runs: list[Span] = []
    for piece in pieces:
        if runs and not any(runs[-1].end <= cut <= piece.start for cut in apart):
            runs[-1] = Span(runs[-1].start, piece.end)
        else:
            runs.append(piece)
    return runs
