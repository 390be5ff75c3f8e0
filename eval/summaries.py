"""From judged cases to a report: rates per kind, measures with intervals, hard gates."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field

from eval.cases import Judged
from eval.metrics import Estimate, wilson


@dataclass(frozen=True, slots=True)
class Row:
    """How many samples of one group are answered fully right."""

    name: str
    right: int
    rate: Estimate


@dataclass(frozen=True, slots=True)
class Report:
    """The result of one run: what was evaluated, every judged case, and the figures over them."""

    subject: Mapping[str, str]
    judged: tuple[Judged, ...]
    overall: Row
    kinds: tuple[Row, ...]
    tags: tuple[Row, ...]
    checks: tuple[Row, ...] = field(default=())


def summarise(judged: Sequence[Judged], *, subject: Mapping[str, str]) -> Report:
    """The report over judged cases, kinds and tags in order of size."""
    return Report(
        subject=dict(subject),
        judged=tuple(judged),
        overall=_row("all", judged),
        kinds=_rows(judged, lambda one: [one.case.sample.kind]),
        tags=_rows(judged, lambda one: one.case.sample.tags),
        checks=_check_rows(judged),
    )


def _row(name: str, judged: Sequence[Judged]) -> Row:
    right = sum(one.right for one in judged)
    return Row(name, right, wilson(right, len(judged)))


def _rows(judged: Sequence[Judged], groups: Callable[[Judged], Sequence[str]]) -> tuple[Row, ...]:
    grouped: dict[str, list[Judged]] = {}
    for one in judged:
        for name in groups(one):
            grouped.setdefault(str(name), []).append(one)
    return tuple(_row(name, group) for name, group in sorted(grouped.items(), key=lambda item: -len(item[1])))


def _check_rows(judged: Sequence[Judged]) -> tuple[Row, ...]:
    """How often each check holds where it was made."""
    made: dict[str, list[bool]] = {}
    for one in judged:
        for check in one.checks:
            made.setdefault(check.name, []).append(check.passed)
    return tuple(Row(name, sum(passed), wilson(sum(passed), len(passed))) for name, passed in made.items())
