"""Which of several sentences that say much the same a question for owners is about: the one that carries the note."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from assistant.asides import of_quoted
from assistant.evidence import Evidence
from assistant.queries import Query
from assistant.sources import Sources
from ingest.numerals import parse_numeral
from ingest.reading import squeeze

_GOAL = 8  # characters of a goal that is recognised where a task repeats it
_HALF, _EQUAL = 0.5, 0.98
_MEANT = 0.4  # by which a question is more about a sentence than about any other where it is beyond doubt
_SHARE = 0.65  # of what the best sentence says and covers, from which one with a note is meant: goals repeat tasks


def owned_first(query: Query, evidence: Sequence[Evidence], sources: Sources) -> Evidence:
    """The best sentence, or one that says nearly as much of what is asked and carries a note, where the best has none."""
    best = of_quoted(query, evidence) or evidence[0]
    if (task := task_of_goal(best, evidence, sources)) is not None:
        return task
    if (counted := _with_so_many(query, evidence, sources)) is not None:
        return counted
    passage, span = best.sentence.passage, best.sentence.span
    meant = sources.near(query)
    if meant.is_rich and meant.apart(passage.document_id, span)[1] >= _MEANT and sources.row_of(passage) is None:
        return best  # nobody is responsible for it, whoever is for what it resembles
    near = [best] + [
        item for item in evidence[:8] if item.stated >= _SHARE * best.stated and item.covered >= _SHARE * best.covered
    ]
    owned = [(item, row) for item in near if (row := sources.row_of(item.sentence.passage)) is not None]
    stems = {mention.office.stem for mention in query.offices}
    equal = [
        item for item, row in owned if item.stated >= _EQUAL * best.stated and stems <= {o.stem for o in row.offices}
    ]
    if stems and equal:  # of those that say as much of the task the one that names the offices asked about
        return equal[0]
    return owned[0][0] if owned else best


def task_of_goal(goal: Evidence, evidence: Sequence[Evidence], sources: Sources) -> Evidence | None:
    """The sentence with a note that repeats a goal word for word (培育10家左右…企业); None where none does, or the goal has a note."""
    said = squeeze(goal.sentence.text).rstrip("。;")
    if len(said) < _GOAL or sources.row_of(goal.sentence.passage) is not None:
        return None
    repeating = (item for item in evidence if item is not goal and said in squeeze(item.sentence.text))
    return next((item for item in repeating if sources.row_of(item.sentence.passage) is not None), None)


def with_task_first(evidence: Sequence[Evidence], sources: Sources) -> list[Evidence]:
    """The sentences, in front the task that repeats the best one where this is only a goal, as good as it."""
    task = task_of_goal(evidence[0], evidence, sources) if evidence else None
    if task is None:
        return list(evidence)
    goal = evidence[0]
    as_good = replace(
        task,
        score=goal.score,
        stated=max(task.stated, goal.stated),
        covered=max(task.covered, goal.covered),
        known=max(task.known, goal.known),
    )
    return [as_good, *(item for item in evidence if item is not task)]


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
