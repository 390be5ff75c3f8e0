"""Which of several sentences that say much the same a question for owners is about: the one that carries the note."""

from __future__ import annotations

import re
from collections.abc import Sequence

from assistant.asides import of_quoted
from assistant.evidence import Evidence
from assistant.queries import Query
from assistant.sources import Sources
from ingest.numerals import parse_numeral

_NEARLY, _HALF, _EQUAL = 0.8, 0.5, 0.98


def owned_first(query: Query, evidence: Sequence[Evidence], sources: Sources) -> Evidence:
    """The best sentence, or one that says nearly as much of what is asked and carries a note, where the best has none."""
    best = of_quoted(query, evidence) or evidence[0]
    if (counted := _with_so_many(query, evidence, sources)) is not None:
        return counted
    near = [best] + [
        item for item in evidence[:8] if item.stated >= _NEARLY * best.stated and item.covered >= _NEARLY * best.covered
    ]
    owned = [(item, row) for item in near if (row := sources.row_of(item.sentence.passage)) is not None]
    stems = {mention.office.stem for mention in query.offices}
    equal = [
        item for item, row in owned if item.stated >= _EQUAL * best.stated and stems <= {o.stem for o in row.offices}
    ]
    if stems and equal:  # of those that say as much of the task the one that names the offices asked about
        return equal[0]
    return owned[0][0] if owned else best


_SO_MANY = re.compile(
    r"(?P<number>[一二两三四五六七八九十]|\d{1,2})(?:个|家)(?:责任)?(?:部门|单位|委办局)(?=一起|一道|一块|共同|联合|联手|都|来|做|建|管|负责|搞|推|抓|的)"
)


def _with_so_many(query: Query, evidence: Sequence[Evidence], sources: Sources) -> Evidence | None:
    """The best sentence whose note lists as many offices as a question speaks of (七个部门一起建基地)."""
    match = _SO_MANY.search(query.plain)
    number = parse_numeral(match["number"]) if match else None
    likely = [item for item in evidence[:12] if item.stated >= _HALF * evidence[0].stated]
    rows = ((item, sources.row_of(item.sentence.passage)) for item in likely)
    return next((item for item, row in rows if row is not None and number == len(row.assignments)), None)
