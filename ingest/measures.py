"""Measures: what a document offers to whom and on which conditions, reviewed by a person and kept beside it."""

from __future__ import annotations

import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from ingest.errors import DocumentRefused

YES, NO, PLANNED, CANDIDATE = "yes", "no", "planned", "candidate"
KINDS = frozenset(
    {"enterprise", "park", "school", "university", "association", "institution", "teacher", "specialist", "individual"}
)
# The few facts that conditions are about, and the values of each; none: a number (in 10,000 yuan).
FACT_VALUES: Mapping[str, frozenset[str]] = {
    "kind": KINDS | {"other"},
    "in_district": frozenset({YES, NO}),
    "recognised": frozenset({YES, CANDIDATE, NO}),
    "key_enterprise": frozenset({YES, NO}),
    "runs_vocational_education": frozenset({YES, PLANNED, NO}),
    "with_school": frozenset({YES, PLANNED, NO, "other"}),
    "school_type": frozenset({"vocational", "secondary_vocational", "higher_vocational", "university", "general"}),
    "standing": frozenset({YES, NO}),
    "service_income": frozenset({YES, NO}),
    "heavy_load": frozenset({YES, NO}),
    "project": frozenset({YES, NO}),
    "transfer_agency": frozenset({YES, NO}),
    "amount": frozenset(),
}
_COMPARISONS = (">=", "<=")


@dataclass(frozen=True, slots=True)
class Requirement:
    """One fact and the values that fulfil it; of a number, one bound such as `>=500`."""

    fact: str
    values: tuple[str, ...]


Alternative = tuple[Requirement, ...]  # all of them together


@dataclass(frozen=True, slots=True)
class ConditionLines:
    """What people tell, in everyday words, that meets a condition, that shows it is not met, and that leaves it open."""

    met: tuple[str, ...] = ()
    unmet: tuple[str, ...] = ()
    unclear: tuple[str, ...] = ()

    def everything(self) -> tuple[str, ...]:
        """All lines."""
        return (*self.met, *self.unmet, *self.unclear)


@dataclass(frozen=True, slots=True)
class MeasureCondition:
    """One condition: its words in the clause, and the facts that meet it.

    It is met by any alternative of `when`; without one the text leaves it open (符合条件的) and nobody can
    be said to meet it. An alternative of `unclear` does not meet it and does not fail it either: it takes
    more than the facts to decide (a person, who may or may not be a master). `clause_id` is empty when the
    quote stands in the clause of the measure. `lines` are what people tell of it; see `ingest.condition_lines`.
    """

    text: str
    quote: str
    text_en: str = ""
    when: tuple[Alternative, ...] = ()
    unclear: tuple[Alternative, ...] = ()
    clause_id: str = ""
    lines: ConditionLines = ConditionLines()


@dataclass(frozen=True, slots=True)
class Figure:
    """A number of a measure as printed, with its unit, its qualifier (左右) and what it counts or is a share of."""

    value: str
    unit: str
    of: str = ""
    qualifier: str = ""


@dataclass(frozen=True, slots=True)
class Measure:
    """One benefit of a document. `quote` is verbatim at `clause_id`.

    `modality` is the word that makes it a possibility (可, 支持, 鼓励, 优先); `intended`: the issuers only
    mean to explore, study or set it up, so that nobody has anything of it yet. `who` are kinds of
    beneficiaries, `decided_at` the level that decides (区, 市, 国家; empty: the text does not say),
    `unstated` what the text leaves open, `basis` superior documents it leads to. `cautions` are no
    conditions of the text; they keep a verdict open where one of their alternatives holds.
    """

    measure_id: str
    title: str
    clause_id: str
    quote: str
    modality: str
    who: tuple[str, ...]
    keywords: tuple[str, ...]
    conditions: tuple[MeasureCondition, ...]
    title_en: str = ""
    intended: bool = False
    figures: tuple[Figure, ...] = ()
    decided_at: str = ""
    unstated: tuple[str, ...] = ()
    unstated_en: tuple[str, ...] = ()
    basis: tuple[str, ...] = ()
    cautions: tuple[MeasureCondition, ...] = ()

    @property
    def rate(self) -> float | None:
        """The share of an amount that is given, 0 to 1; None when the text states none."""
        return next((float(figure.value) / 100 for figure in self.figures if figure.unit == "%"), None)


@dataclass(frozen=True, slots=True)
class Exclusion:
    """A sentence with a word of benefit that is no measure, and the reason why."""

    clause_id: str
    quote: str
    reason: str


def parse_measures(toml: str, *, name: str, text: str) -> tuple[Measure, ...]:
    """The measures of a file; DocumentRefused when an entry is malformed or a quote is not in `text`."""
    try:
        stored = tomllib.loads(toml)
        cautions = tuple(_condition(item) for item in stored.get("caution", []))
        measures = tuple(_measure(entry, cautions) for entry in stored.get("measure", []))
    except KeyError as error:
        raise DocumentRefused(f"{name}: not a usable measures file (an entry without {error})") from error
    except (AttributeError, TypeError, ValueError) as error:
        raise DocumentRefused(f"{name}: not a usable measures file ({' '.join(str(error).split())})") from error
    for measure in measures:
        conditions = (*measure.conditions, *measure.cautions)
        for quote in (measure.quote, *(condition.quote for condition in conditions)):
            if quote not in text:
                raise DocumentRefused(
                    f"{name}: measure {measure.measure_id!r} quotes words that are not in the document: {quote[:30]}"
                )
    return measures


def parse_exclusions(toml: str) -> tuple[Exclusion, ...]:
    """The sentences that a measures file leaves out on purpose."""
    entries = tomllib.loads(toml).get("exclusion", [])
    return tuple(Exclusion(str(item["clause"]), str(item["quote"]), str(item["reason"])) for item in entries)


def _measure(entry: dict[str, Any], cautions: tuple[MeasureCondition, ...]) -> Measure:
    conditions = tuple(_condition(item) for item in entry.get("condition", []))
    if unknown := set(entry["who"]) - KINDS:
        raise ValueError(f"unknown kind {min(unknown)!r}")
    if not entry.get("reviewed", True):
        raise ValueError(f"entry {entry['id']!r} is a draft that nobody reviewed")
    tested = {fact for condition in conditions for fact in facts_of(condition)}
    return Measure(
        measure_id=str(entry["id"]),
        title=str(entry["title"]),
        clause_id=str(entry["clause"]),
        quote=str(entry["quote"]),
        modality=str(entry["modality"]),
        who=tuple(entry["who"]),
        keywords=tuple(entry.get("keywords", [])),
        conditions=conditions,
        title_en=str(entry.get("title_en", "")),
        intended=bool(entry.get("intended", False)),
        figures=tuple(_figure(item) for item in entry.get("figure", [])),
        decided_at=str(entry.get("decided_at", "")),
        unstated=tuple(entry.get("unstated", [])),
        unstated_en=tuple(entry.get("unstated_en", [])),
        basis=tuple(entry.get("basis", [])),
        cautions=tuple(caution for caution in cautions if not tested & set(facts_of(caution))),
    )


def _condition(entry: dict[str, Any]) -> MeasureCondition:
    return MeasureCondition(
        text=str(entry["text"]),
        quote=str(entry["quote"]),
        text_en=str(entry.get("text_en", "")),
        when=_alternatives(entry.get("when", [])),
        unclear=_alternatives(entry.get("unclear", [])),
        clause_id=str(entry.get("clause", "")),
    )


def _figure(entry: dict[str, Any]) -> Figure:
    value, unit = str(entry["value"]), str(entry["unit"])
    if unit == "%":
        float(value)
    return Figure(value, unit, str(entry.get("of", "")), str(entry.get("qualifier", "")))


def _alternatives(entries: Iterable[Mapping[str, str]]) -> tuple[Alternative, ...]:
    """Alternatives as they are written: `{kind = "park school", in_district = "yes"}`, values divided by spaces."""
    return tuple(tuple(_requirement(fact, values) for fact, values in entry.items()) for entry in entries)


def _requirement(fact: str, values: str) -> Requirement:
    if fact not in FACT_VALUES:
        raise ValueError(f"unknown fact {fact!r}")
    allowed, given = FACT_VALUES[fact], tuple(values.split())
    if not given:
        raise ValueError(f"no value for {fact!r}")
    for value in given:
        if value not in allowed if allowed else not _is_bound(value):
            raise ValueError(f"unknown value {value!r} of {fact!r}")
    return Requirement(fact, given)


def _is_bound(value: str) -> bool:
    return value.startswith(_COMPARISONS) and value[2:].replace(".", "", 1).isdigit()


def facts_of(condition: MeasureCondition) -> tuple[str, ...]:
    """The facts that a condition is about, each once, in the order they are written."""
    alternatives = (*condition.when, *condition.unclear)
    return tuple(dict.fromkeys(item.fact for alternative in alternatives for item in alternative))
