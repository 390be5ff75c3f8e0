"""The clause tree as it is read: its nodes, and the measures in it that name no owner."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum

from ingest.documents import Span
from ingest.headings import Rank
from ingest.tasks import Task


class ClauseKind(StrEnum):
    """What a clause is in the document."""

    DOCUMENT = "document"
    DIVISION = "division"  # opened by a printed mark: chapter, section, article, item
    PARAGRAPH = "paragraph"
    GROUP = "group"  # sentences, list or table row closed by one annotation
    FRONT = "front"  # title, addressees, issuers, date above the first mark
    CONTENTS = "contents"  # a table of contents, kept but not retrieved
    BACK = "back"  # signature, date, attachments listed below the last clause


@dataclass(frozen=True, slots=True)
class Clause:
    """A node of the tree.

    `clause_id` is a path of levels with the printed numbers (`s2.p2.i3.g3`), unique in the document;
    `label` the marks as printed (二(二)3), which may repeat. `span` covers mark, heading, words and
    children; `own` the words of the clause itself, outside its children and after its heading.
    A group whose note closes a whole list has the parts of the list as children.
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
