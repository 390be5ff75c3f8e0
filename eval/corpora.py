"""What the sources hold, read anew by the parser: the yardstick that answers and index are held against."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from ingest.clauses import ClauseKind, parse_clauses, unowned_clauses
from ingest.documents import Document
from ingest.passages import passages_of
from ingest.reading import squeeze


@dataclass(frozen=True, slots=True)
class Source:
    """One document: its text, its passages by clause id (squeezed), and the departments of its tasks by clause id.

    `departments` has an empty entry for a measure that names nobody.
    """

    text: str
    passages: Mapping[str, tuple[str, ...]]
    departments: Mapping[str, tuple[str, ...]]

    def clauses_holding(self, quote: str) -> tuple[str, ...]:
        """The ids of the clauses whose passages hold `quote`."""
        wanted = squeeze(quote)
        return tuple(clause_id for clause_id, texts in self.passages.items() if any(wanted in text for text in texts))


def read_source(document: Document) -> Source:
    """The passages and tasks of a document."""
    root = parse_clauses(document)
    passages: dict[str, tuple[str, ...]] = {}
    for passage in passages_of(document, root):
        passages[passage.clause_id] = (*passages.get(passage.clause_id, ()), squeeze(passage.text))
    departments = {
        clause.clause_id: tuple(assignment.printed for assignment in clause.task.assignments)
        for clause in root.walk()
        if clause.task and clause.kind is not ClauseKind.CONTENTS
    }
    departments |= {clause.clause_id: () for clause in unowned_clauses(root)}
    return Source(document.text, passages, departments)
