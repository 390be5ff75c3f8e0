"""Responsibility annotations: who a sentence group belongs to, in every form that official documents print.

(责任部门:甲、乙)   [责任单位:…]   【…】          labelled, in any bracket, nested brackets allowed
(牵头单位:甲;配合单位:乙)   (责任单位:甲(牵头)、乙)   several roles in one bracket
(甲、乙牵头,丙、丁参加)  (甲、乙负责)              the role after the names
牵头单位:甲   【责任单位】甲                       on a line of its own, or after the last sentence
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

from ingest.documents import Level, Span
from ingest.members import LABEL, LOOSE_LABEL, Assignment, Role, assignments, labelled, states_rule, with_verbs
from ingest.offices import looks_like_office
from ingest.reading import reading_view

__all__ = ["Annotation", "Assignment", "Role", "Task", "assignments", "find_annotations", "is_annotation_line", "join_adjacent",
           "states_lead_rule", "with_detail", "with_leader"]  # fmt: skip


@dataclass(frozen=True, slots=True)
class Annotation:
    """A responsibility note: where it stands and whom it names; `note` is what else it says (a date)."""

    span: Span
    assignments: tuple[Assignment, ...]
    note: str = ""


@dataclass(frozen=True, slots=True)
class Task:
    """A row of the responsibility ledger: a sentence group, the annotation that closes it, and its members.

    `span` covers the sentences without the annotation.
    """

    clause_id: str
    span: Span
    text: str
    annotation: Annotation

    @property
    def assignments(self) -> tuple[Assignment, ...]:
        """The members in printed order."""
        return self.annotation.assignments


_BRACKETS = {"(": ")", "[": "]", "【": "】", "〔": "〕", "﹝": "﹞", "{": "}", "<": ">", "〖": "〗"}
_LONGEST = 600  # characters of a note


def states_lead_rule(text: str) -> bool:
    """Whether the document says once for all that the first office listed takes the lead."""
    return states_rule(re.sub(r"\s+", "", reading_view(text)))


def find_annotations(view: str, span: Span, *, level: Level = Level.UNKNOWN, place: str = "") -> list[Annotation]:
    """The annotations inside `span` of a document's reading view, in order; `level` and `place` are the document's."""
    found: list[Annotation] = []
    position = span.start
    while position < span.end:
        note = _note_at(view, position, span)
        if note is None:
            position += 1
            continue
        where, named, rest = note
        found.append(Annotation(where, tuple(assignments(named, level=level, place=place)), rest))
        position = where.end
    return found


def is_annotation_line(view: str, span: Span) -> bool:
    """Whether the whole paragraph has the shape of an annotation on a line of its own."""
    line = span.slice(view).strip()
    if LABEL.match(line):
        return True
    return bool(line) and line[0] in _BRACKETS and _closing(line, 0, limit=len(line)) in {len(line) - 1, len(line) - 2}


def join_adjacent(view: str, notes: list[Annotation]) -> list[Annotation]:
    """`notes` in order, those with nothing between them joined: 牵头单位:甲 and 责任单位:乙 on two lines are one note."""
    joined: list[Annotation] = []
    for note in notes:
        if joined and not view[joined[-1].span.end : note.span.start].strip(" \n。;,"):
            last = joined[-1]
            said = ";".join(filter(None, (last.note, note.note)))
            joined[-1] = Annotation(Span(last.span.start, note.span.end), last.assignments + note.assignments, said)
        else:
            joined.append(note)
    return joined


_DETAIL = re.compile(
    r"(?:完成|办结|推进)?(?:时限|时间|进度|期限)(?:要求|安排)?\s*:|(?:责任|牵头|分管|联系)(?:人|领导)\s*:"
)


def with_detail(view: str, notes: list[Annotation], line: Span) -> list[Annotation] | None:
    """`notes` with a line right below the last one that gives its date or person; None when `line` is no such line."""
    if (
        not notes
        or not _DETAIL.match(view, line.start, line.end)
        or view[notes[-1].span.end : line.start].strip(" \n。;")
    ):
        return None
    last = notes[-1]
    said = ";".join(filter(None, (last.note, re.sub(r"\s", "", line.slice(view)).rstrip("。;"))))
    return [*notes[:-1], replace(last, span=Span(last.span.start, line.end), note=said)]


def with_leader(note: Annotation) -> Annotation:
    """`note` under the rule that the first office listed takes the lead, unless it names a leader itself."""
    first, *others = note.assignments
    if any(item.role is Role.LEAD for item in note.assignments) or first.role is not Role.RESPONSIBLE:
        return note
    return replace(note, assignments=(replace(first, role=Role.LEAD), *others))


_Found = tuple[Span, list[tuple[str, Role]], str]


def _note_at(view: str, position: int, span: Span) -> _Found | None:
    """The note that begins at `position`: in brackets, or a label after the end of a sentence or on its own line."""
    begins = position == span.start or view[position - 1] in "。;!?\n -—–"
    if begins and LABEL.match(view, position, span.end):
        return _unbracketed(view, position, span)
    if view[position] not in _BRACKETS:
        return None
    end = _closing(view, position, limit=span.end)
    if end is None:
        return _unclosed(view, position, span)
    words = view[position + 1 : end]
    named, rest = _in_brackets(words)
    return (Span(position, end + 1), named, rest) if named else None


def _in_brackets(words: str) -> tuple[list[tuple[str, Role]], str]:
    stripped = words.strip()
    head = LABEL.search(stripped)
    if head and (head.start() == 0 or re.search(r"[一-龥]{2,8}:.*[;,。\s]$", stripped[: head.start()], re.DOTALL)):
        return labelled(stripped)
    loose = LOOSE_LABEL.match(stripped)
    if loose:
        named, rest = labelled(f"{stripped[: loose.end()].rstrip(' 为是')}:{stripped[loose.end() :]}")
        return (named, "") if not rest and _all_offices(named) else ([], "")
    return with_verbs(stripped), ""


def _unbracketed(view: str, position: int, span: Span) -> _Found | None:
    """A label and its names up to the end of the sentence; inside a paragraph nothing else may stand there."""
    stop = view.find("。", position, span.end)
    end = span.end if stop == -1 else stop + 1
    named, rest = labelled(view[position:end])
    if not named or (position > span.start and (rest or not _all_offices(named))):
        return None
    return Span(position, end), named, rest


def _unclosed(view: str, position: int, span: Span) -> _Found | None:
    """A labelled bracket whose closing sign is lost or of another kind."""
    label = LABEL.match(view, position + 1, span.end)
    if label is None:
        return None
    stop = re.compile(r"[)\]】〕}>。]").search(view, label.end(), span.end)
    end = stop.start() if stop else span.end
    named, rest = labelled(view[position + 1 : end])
    if not named or rest or not _all_offices(named) or end - position > _LONGEST:
        return None
    return Span(position, end + 1 if stop and stop[0] != "。" else end), named, rest


def _all_offices(named: list[tuple[str, Role]]) -> bool:
    return bool(named) and all(looks_like_office(name) for name, _ in named)


def _closing(view: str, start: int, *, limit: int) -> int | None:
    """The position of the bracket that closes the one at `start`, counting nested brackets of any kind."""
    stack = []
    for position in range(start, min(limit, start + _LONGEST)):
        character = view[position]
        if character in _BRACKETS:
            stack.append(_BRACKETS[character])
        elif stack and character == stack[-1]:
            stack.pop()
            if not stack:
                return position
    return None
