"""Measures: what a document offers to whom and on which conditions, reviewed by a person and kept beside it."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from typing import Any

from ingest.errors import DocumentRefused

FACTS = frozenset({"kind", "in_district", "recognised", "runs_vocational_education"})
KINDS = frozenset({"enterprise", "park", "school", "university", "association", "teacher", "individual", "institution"})


@dataclass(frozen=True, slots=True)
class MeasureCondition:
    """One condition: which fact decides it, the values that meet it, and its words in the clause.

    `fact` is one of FACTS, or empty for a condition that the text leaves open (符合条件的). With one of
    `open_values` it takes more than the fact to decide (a person, who may or may not be a master).
    """

    text: str
    quote: str
    fact: str = ""
    values: tuple[str, ...] = ()
    open_values: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Measure:
    """One benefit of a document. `quote` is verbatim at `clause_id`; `rate` is a share of an amount, 0 to 1.

    `modality` is the word that makes it a possibility (可, 支持, 鼓励, 优先); `who` are kinds of
    beneficiaries; `unstated` names what the text leaves open; `basis` superior documents it leads to.
    """

    measure_id: str
    title: str
    clause_id: str
    quote: str
    modality: str
    who: tuple[str, ...]
    keywords: tuple[str, ...]
    conditions: tuple[MeasureCondition, ...]
    unstated: tuple[str, ...] = ()
    basis: tuple[str, ...] = ()
    rate: float | None = None


def parse_measures(toml: str, *, name: str, text: str) -> tuple[Measure, ...]:
    """The measures of a file; DocumentRefused when an entry is malformed or a quote is not in `text`."""
    try:
        entries = tomllib.loads(toml).get("measure", [])
        measures = tuple(_measure(entry) for entry in entries)
    except KeyError as error:
        raise DocumentRefused(f"{name}: not a usable measures file (an entry without {error})") from error
    except (AttributeError, TypeError, ValueError) as error:
        raise DocumentRefused(f"{name}: not a usable measures file ({' '.join(str(error).split())})") from error
    for measure in measures:
        for quote in (measure.quote, *(condition.quote for condition in measure.conditions)):
            if quote not in text:
                raise DocumentRefused(
                    f"{name}: measure {measure.measure_id!r} quotes words that are not in the document: {quote[:30]}"
                )
    return measures


def _measure(entry: dict[str, Any]) -> Measure:
    conditions = tuple(_condition(item) for item in entry.get("condition", []))
    unknown = set(entry["who"]) - KINDS
    if unknown:
        raise ValueError(f"unknown kind {min(unknown)!r}")
    return Measure(
        measure_id=str(entry["id"]),
        title=str(entry["title"]),
        clause_id=str(entry["clause"]),
        quote=str(entry["quote"]),
        modality=str(entry["modality"]),
        who=tuple(entry["who"]),
        keywords=tuple(entry.get("keywords", [])),
        conditions=conditions,
        unstated=tuple(entry.get("unstated", [])),
        basis=tuple(entry.get("basis", [])),
        rate=float(entry["rate"]) if "rate" in entry else None,
    )


def _condition(entry: dict[str, Any]) -> MeasureCondition:
    fact = str(entry.get("fact", ""))
    if fact and fact not in FACTS:
        raise ValueError(f"unknown fact {fact!r}")
    values, open_values = (tuple(map(str, entry.get(name, []))) for name in ("values", "open_values"))
    return MeasureCondition(str(entry["text"]), str(entry["quote"]), fact, values, open_values)
