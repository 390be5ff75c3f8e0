"""Claims: what a composer wants to say, before verification makes statements of them."""

from __future__ import annotations

from dataclasses import dataclass, field

from assistant.answers import ConditionState, Status, Verdict
from assistant.facts import Facts
from assistant.reasoning import JudgedMeasure
from ingest.documents import Span


@dataclass(frozen=True, slots=True)
class Quote:
    """Words of a document relied on, by their offsets, and the clause they stand in."""

    document_id: str
    clause_id: str
    span: Span


@dataclass(frozen=True, slots=True)
class Claim:
    """One sentence with the quotes that prove it.

    `given`: numbers and names in it that are not the documents' but the user's or a count over the
    rows of this answer; the verifier accepts them besides those of the quotes.
    """

    text: str
    quotes: tuple[Quote, ...] = ()
    given: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class ConditionClaim:
    """A condition of a measure, how it stands, and its words in the document."""

    text: str
    state: ConditionState
    quote: Quote


@dataclass(frozen=True, slots=True)
class EligibilityClaim:
    """A verdict with its conditions and the questions still open; `asked` are the facts they ask for."""

    verdict: Verdict
    conditions: tuple[ConditionClaim, ...]
    missing: tuple[str, ...]
    asked: tuple[str, ...] = ()
    facts: Facts = field(default_factory=Facts)
    judged: tuple[JudgedMeasure, ...] = ()


@dataclass(frozen=True, slots=True)
class Draft:
    """An answer before verification. `pointers` are clauses shown for orientation when nothing answers."""

    status: Status
    claims: tuple[Claim, ...]
    departments: tuple[str, ...] = ()
    tasks: tuple[str, ...] = ()
    eligibility: EligibilityClaim | None = None
    notices: tuple[str, ...] = ()
    documents: tuple[str, ...] = field(default=())
