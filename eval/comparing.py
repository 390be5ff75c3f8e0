"""Two reports side by side: what changed on the same questions, and whether that is worse than chance.

For the command line (`wence eval compare A B`):

    compare_command(before, after, *, as_json=False, console=None) -> int

0 when nothing got significantly worse and every hard gate holds, else 1.
"""

from __future__ import annotations

import json
import math
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from eval.measuring import PER_CASE
from eval.metrics import Difference, holm, paired_difference
from eval.reports import ReportUnusable, Result, StoredReport, read_report

if TYPE_CHECKING:
    from rich.console import Console

SIGNIFICANT = 0.05
_WHOLE = "right"


@dataclass(frozen=True, slots=True)
class Change:
    """How one measure changed; `p_value` is adjusted for the number of measures, except for `right` itself."""

    name: str
    before: float
    after: float
    difference: Difference
    p_value: float
    worse: bool


@dataclass(frozen=True, slots=True)
class Comparison:
    """All changes, the questions that flipped, what could not be compared, and the gates that are broken."""

    changes: tuple[Change, ...]
    lost: tuple[Result, ...]
    won: tuple[Result, ...]
    uncompared: tuple[str, ...]
    broken: tuple[str, ...]

    @property
    def regressions(self) -> tuple[Change, ...]:
        """The changes for the worse that chance does not explain."""
        return tuple(change for change in self.changes if change.worse)

    @property
    def passed(self) -> bool:
        """Whether nothing regressed and every gate holds."""
        return not self.regressions and not self.broken


def compare_reports(before: StoredReport, after: StoredReport) -> Comparison:
    """Pair the samples of both by id and content; ReportUnusable when they share none.

    Samples whose question or gold answer changed are not compared, only named.
    """
    shared = [name for name in before.results if name in after.results]
    same = [name for name in shared if before.results[name].digest == after.results[name].digest]
    if not same:
        raise ReportUnusable("the two reports share no sample; compare runs on the same question files")
    pairs = [(before.results[name], after.results[name]) for name in same]
    names = [_WHOLE, *PER_CASE]
    differences = {name: found for name in names if (found := _difference(name, pairs)) is not None}
    adjusted = holm({name: found[2].p_value for name, found in differences.items() if name != _WHOLE})
    changes = tuple(_change(name, *found, adjusted.get(name)) for name, found in differences.items())
    return Comparison(
        changes=changes,
        lost=tuple(late for early, late in pairs if early.measures[_WHOLE] > late.measures[_WHOLE]),
        won=tuple(late for early, late in pairs if early.measures[_WHOLE] < late.measures[_WHOLE]),
        uncompared=tuple(sorted({*before.results, *after.results} - set(same))),
        broken=tuple(gate.name for gate in after.gates.values() if not gate.passed),
    )


def _difference(name: str, pairs: Sequence[tuple[Result, Result]]) -> tuple[float, float, Difference] | None:
    """Means before and after over the samples that have the measure in both reports; None when no sample has it."""
    both = [(early, late) for early, late in pairs if name in early.measures and name in late.measures]
    if not both:
        return None
    first = [early.measures[name] for early, _ in both]
    second = [late.measures[name] for _, late in both]
    difference = paired_difference(first, second, [early.family for early, _ in both])
    return math.fsum(first) / len(first), math.fsum(second) / len(second), difference


def _change(name: str, before: float, after: float, difference: Difference, adjusted: float | None) -> Change:
    p_value = difference.p_value if adjusted is None else adjusted
    higher_is_better = name == _WHOLE or PER_CASE[name][1]
    loss = -difference.value if higher_is_better else difference.value
    return Change(name, before, after, difference, p_value, loss > 0 and p_value < SIGNIFICANT)


def compare_command(before: Path, after: Path, *, as_json: bool = False, console: Console | None = None) -> int:
    """Compare two stored reports (files, directories of reports, or the baseline) and show what changed."""
    from rich.console import Console

    console = console or Console()
    comparison = compare_reports(read_report(before), read_report(after))
    if as_json:
        console.print_json(json.dumps({**asdict(comparison), "passed": comparison.passed}, ensure_ascii=False))
    else:
        show_comparison(comparison, console)
    return 0 if comparison.passed else 1


def show_comparison(comparison: Comparison, console: Console) -> None:
    """The changes, the flipped questions, and the verdict, on a console."""
    from rich.table import Table

    table = Table(title="Change on the same samples", title_justify="left", box=None, pad_edge=False)
    for name in ("", "before", "after", "change", "95%", "p", "of", ""):
        table.add_column(name, justify="left" if not name else "right")
    for change in comparison.changes:
        difference = change.difference
        table.add_row(
            change.name, f"{change.before:.3f}", f"{change.after:.3f}", f"{difference.value:+.3f}",
            f"{difference.low:+.3f} to {difference.high:+.3f}", f"{change.p_value:.3f}", str(difference.count),
            "WORSE" if change.worse else "",
        )  # fmt: skip
    console.print(table)
    for title, results in (("No longer right", comparison.lost), ("Now right", comparison.won)):
        if results:
            console.print(f"{title}: {len(results)}", markup=False)
        for result in results:
            console.print(f"  {result.id} {result.question} {', '.join(result.failed)}".rstrip(), markup=False)
    if comparison.uncompared:
        console.print(f"Not compared (new, gone or changed): {len(comparison.uncompared)}", markup=False)
    if comparison.broken:
        console.print(f"Broken gates: {', '.join(comparison.broken)}", markup=False)
    console.print("Nothing got significantly worse." if comparison.passed else "Worse than before.", markup=False)
