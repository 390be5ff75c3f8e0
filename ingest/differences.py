"""The difference between two texts of a document, clause by clause: added, removed, changed, other owners."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from enum import StrEnum

from ingest.clauses import Clause, ClauseKind, parse_clauses
from ingest.documents import Document
from ingest.metadata import parse_date
from ingest.reading import squeeze

_SIMILAR = 0.5  # shared share of characters from which two clauses are one that was changed
_FACTS = ("title", "number", "issuers", "issued_on", "valid_until", "horizon", "level", "place", "url", "validity")


class Change(StrEnum):
    """What happened to a clause."""

    ADDED = "added"
    REMOVED = "removed"
    CHANGED = "changed"
    OWNERS = "owners"


@dataclass(frozen=True, slots=True)
class ClauseChange:
    """One clause that differs. `clause_id` and `label` are those of the newer text, of the older one where it was removed."""

    change: Change
    clause_id: str
    label: str
    heading: str
    before: str = ""
    after: str = ""
    owners_before: tuple[str, ...] = ()
    owners_after: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Difference:
    """Everything in which two texts differ; `facts` are the names of metadata that do."""

    changes: tuple[ClauseChange, ...]
    facts: tuple[str, ...] = ()

    def summary(self) -> str:
        """The number of changes of each kind, in words."""
        counts = [(kind, sum(item.change is kind for item in self.changes)) for kind in Change]
        told = [f"{count} {kind}" for kind, count in counts if count]
        return ", ".join([*told, *(f"{fact} differs" for fact in self.facts)]) or "nothing but white space"


@dataclass(frozen=True, slots=True)
class _Unit:
    """What is compared: the words of one clause without its parts, and its owners."""

    clause: Clause
    text: str
    key: str
    owners: tuple[str, ...]


def compare_documents(older: Document, newer: Document) -> Difference:
    """The clause-level difference; clauses that only moved or were renumbered are no change."""
    before, after = list(_units(older)), list(_units(newer))
    pairs, removed, added = _paired(before, after)
    changes = [(after.index(new), change) for old, new in pairs for change in _compared(old, new)]
    changes += [(after.index(unit), _alone(Change.ADDED, unit)) for unit in added]
    places = {id(old): after.index(new) for old, new in pairs}
    position = -1
    for unit in before:  # a removed clause is told after the one that stood before it
        position = places.get(id(unit), position)
        if any(unit is gone for gone in removed):
            changes.append((position, _alone(Change.REMOVED, unit)))
    facts = tuple(name for name in _FACTS if getattr(older, name) != getattr(newer, name))
    return Difference(tuple(change for _, change in sorted(changes, key=lambda item: item[0])), facts)


def _units(document: Document) -> Iterator[_Unit]:
    yield from _below(parse_clauses(document), document)


def _below(clause: Clause, document: Document) -> Iterator[_Unit]:
    if clause.kind is ClauseKind.CONTENTS:
        return
    if clause.kind is not ClauseKind.DOCUMENT:
        unit = _unit(clause, document)
        if unit.key:
            yield unit
    if clause.task is None:
        for child in clause.children:
            yield from _below(child, document)


def _unit(clause: Clause, document: Document) -> _Unit:
    if clause.task:
        words = clause.task.text
        note = clause.task.annotation
        owners = tuple(f"{item.printed}({item.role})" if str(item.role) != "responsible" else item.printed for item in note.assignments)  # fmt: skip
        return _Unit(clause, words, squeeze(words), owners)
    words = _own_words(clause, document.text)
    said = clause.heading + " " + words if clause.heading not in words else words
    key = squeeze(said)
    if clause.kind in {ClauseKind.FRONT, ClauseKind.BACK} and len(key) <= _LONGEST_FACT:
        key = _without_facts(key, document)
    return _Unit(clause, said.strip(), key, ())


def _own_words(clause: Clause, text: str) -> str:
    """The words of a clause outside its parts, after its heading; all of them where it has neither."""
    if clause.own is None:
        return "" if clause.children else clause.span.slice(text)
    pieces, position = [], clause.own.start
    for child in clause.children:
        pieces.append(text[position : max(position, min(child.span.start, clause.own.end))])
        position = max(position, child.span.end)
    return "".join(pieces) + text[position : max(position, clause.own.end)]


_LONGEST_FACT = 80  # characters of a line above or below the body that holds facts which are compared as such


def _without_facts(line: str, document: Document) -> str:
    """A line of a header or footer without title, number, issuers and date."""
    facts = (document.title, document.number or "", *document.issuers)
    for fact in sorted((squeeze(fact) for fact in facts if fact), key=len, reverse=True):
        line = line.replace(fact, "")
    return re.sub(r"[\d〇零一二三四五六七八九十oO○]{2,4}年.{1,3}月.{1,3}日", "", line) if parse_date(line) else line


_Pairs = list[tuple[_Unit, _Unit]]


def _paired(before: Sequence[_Unit], after: Sequence[_Unit]) -> tuple[_Pairs, list[_Unit], list[_Unit]]:
    """Units that belong together: the same words in order, the same words elsewhere, then the most alike."""
    pairs: _Pairs = []
    matcher = SequenceMatcher(None, [unit.key for unit in before], [unit.key for unit in after], autojunk=False)
    for one, other, size in matcher.get_matching_blocks():
        pairs += zip(before[one : one + size], after[other : other + size], strict=True)
    left, right = _rest(before, [old for old, _ in pairs]), _rest(after, [new for _, new in pairs])
    for same in (_same_words, _same_place):
        for old in list(left):
            match = next((new for new in right if same(old, new)), None)
            if match is not None:
                pairs.append((old, match))
                left, right = _rest(left, [old]), _rest(right, [match])
    scored = sorted(((_alike(old, new), i, j) for i, old in enumerate(left) for j, new in enumerate(right)), key=lambda item: (-item[0], item[1:]))  # fmt: skip
    taken_left, taken_right = set(), set()
    for score, i, j in scored:
        if score >= _SIMILAR and i not in taken_left and j not in taken_right:
            pairs.append((left[i], right[j]))
            taken_left.add(i)
            taken_right.add(j)
    return (
        pairs,
        [unit for i, unit in enumerate(left) if i not in taken_left],
        [unit for j, unit in enumerate(right) if j not in taken_right],
    )


def _rest(units: Sequence[_Unit], taken: Sequence[_Unit]) -> list[_Unit]:
    gone = {id(unit) for unit in taken}
    return [unit for unit in units if id(unit) not in gone]


def _same_words(old: _Unit, new: _Unit) -> bool:
    return old.key == new.key


def _same_place(old: _Unit, new: _Unit) -> bool:
    return old.clause.clause_id == new.clause.clause_id and _alike(old, new) >= _SIMILAR


def _alike(old: _Unit, new: _Unit) -> float:
    matcher = SequenceMatcher(None, old.key, new.key, autojunk=False)
    return 0.0 if matcher.real_quick_ratio() < _SIMILAR or matcher.quick_ratio() < _SIMILAR else matcher.ratio()


def _compared(old: _Unit, new: _Unit) -> Iterator[ClauseChange]:
    clause = new.clause
    if old.key != new.key:
        yield ClauseChange(Change.CHANGED, clause.clause_id, clause.label, clause.heading, old.text, new.text, old.owners, new.owners)  # fmt: skip
    elif [squeeze(name) for name in old.owners] != [squeeze(name) for name in new.owners]:
        yield ClauseChange(Change.OWNERS, clause.clause_id, clause.label, clause.heading, old.text, new.text, old.owners, new.owners)  # fmt: skip


def _alone(change: Change, unit: _Unit) -> ClauseChange:
    clause, gone = unit.clause, change is Change.REMOVED
    return ClauseChange(
        change, clause.clause_id, clause.label, clause.heading,
        before=unit.text if gone else "", after="" if gone else unit.text,
        owners_before=unit.owners if gone else (), owners_after=() if gone else unit.owners,
    )  # fmt: skip
