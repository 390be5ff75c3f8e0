"""What people tell that meets a condition of a measure, or shows that it is not met: everyday lines kept beside the measures.

A condition is in the words of the document; who asks tells of staff, partners and papers. The lines are compared with what
somebody tells by its meaning; they are never quoted and never shown.
"""

from __future__ import annotations

import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

from ingest.errors import DocumentRefused
from ingest.measures import ConditionLines, Measure


def with_condition_lines(measures: Sequence[Measure], toml: str, *, name: str) -> tuple[Measure, ...]:
    """The measures with the lines of a file on their conditions; DocumentRefused when an entry is malformed or of no condition."""
    try:
        lines = dict(_entry(entry) for entry in tomllib.loads(toml).get("condition", []))
    except KeyError as error:
        raise DocumentRefused(f"{name}: not a usable conditions file (an entry without {error})") from error
    except (AttributeError, TypeError, ValueError) as error:
        raise DocumentRefused(f"{name}: not a usable conditions file ({' '.join(str(error).split())})") from error
    if unknown := lines.keys() - {condition.text for measure in measures for condition in measure.conditions}:
        raise DocumentRefused(f"{name}: no condition of a measure reads {min(unknown)!r}")
    return tuple(_with_lines(measure, lines) for measure in measures)


def _entry(entry: dict[str, Any]) -> tuple[str, ConditionLines]:
    written = entry["met"], entry["unmet"], entry.get("unclear", [])
    met, unmet, unclear = (tuple(str(line).strip() for line in lines) for lines in written)
    if not met or not unmet or not all((*met, *unmet, *unclear)):
        raise ValueError(f"no lines for {str(entry['text'])!r}")
    return str(entry["text"]), ConditionLines(met, unmet, unclear)


def _with_lines(measure: Measure, lines: Mapping[str, ConditionLines]) -> Measure:
    conditions = (
        replace(condition, lines=lines.get(condition.text, condition.lines)) for condition in measure.conditions
    )
    return replace(measure, conditions=tuple(conditions))
