"""A case: one sample, what came back for it, and the checks and measures that judge it."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from assistant.answers import Answer, Citation, Status
from eval.corpora import Source
from eval.samples import Sample
from ingest.reading import squeeze

REFUSALS = frozenset({Status.NOT_IN_DOCUMENTS, Status.OUT_OF_SCOPE})


class Stage(StrEnum):
    """Where an answer first went wrong, in the order of the chain."""

    ERROR = "error"
    PARSE = "parse"
    RETRIEVAL = "retrieval"
    SELECTION = "selection"
    COMPOSITION = "composition"
    REFUSAL = "refusal"


@dataclass(frozen=True, slots=True)
class Found:
    """A passage that search gave for the question: its place in the source and its words."""

    document_id: str
    clause_id: str
    text: str
    score: float


@dataclass(frozen=True, slots=True)
class Case:
    """One sample with the answer, or with the error that stood in its place.

    `found`: the ranked passages of a search for the question alone, None where none was made.
    `sources`: document id → source. `repeated`: whether a second run gave the same bytes, None
    where none was made.
    """

    sample: Sample
    answer: Answer | None
    error: str = ""
    found: tuple[Found, ...] | None = None
    sources: Mapping[str, Source] = field(default_factory=dict, hash=False, repr=False)
    repeated: bool | None = None

    @property
    def expects_refusal(self) -> bool:
        """Whether every accepted status is a refusal."""
        return set(self.sample.statuses) <= REFUSALS

    @property
    def expects_answer(self) -> bool:
        """Whether no accepted status is a refusal or a question back."""
        return set(self.sample.statuses) <= {Status.ANSWERED, Status.PARTIAL}

    @property
    def refused(self) -> bool:
        """Whether the answer is a refusal."""
        return self.answer is not None and self.answer.status in REFUSALS


@dataclass(frozen=True, slots=True)
class Check:
    """One requirement on an answer and whether it holds; `detail` says what is missing."""

    name: str
    passed: bool
    detail: str = ""


@dataclass(frozen=True, slots=True)
class Judged:
    """A case with its checks, its measures (name → value), and the stage that failed first.

    `remarks`: what lowers a measure without being a check, in words.
    """

    case: Case
    checks: tuple[Check, ...]
    measures: Mapping[str, float] = field(default_factory=dict, hash=False)
    stage: Stage | None = None
    remarks: tuple[str, ...] = ()

    @property
    def right(self) -> bool:
        """Whether every check holds."""
        return all(check.passed for check in self.checks)

    @property
    def failed(self) -> tuple[Check, ...]:
        """The checks that do not hold."""
        return tuple(check for check in self.checks if not check.passed)


def comparable(text: str, *, language: str = "zh") -> str:
    """`text` for finding one string in another: squeezed, lower case, simplified for questions in traditional characters."""
    if language == "zh-Hant":
        from assistant.language import simplify

        text = simplify(text)
    return squeeze(text).casefold()


def said(answer: Answer) -> str:
    """The words of the statements, without markers and quotes."""
    return "\n".join(statement.text for statement in answer.statements)


def said_with_conditions(answer: Answer) -> str:
    """The words of the statements, the conditions and the questions back."""
    if answer.eligibility is None:
        return said(answer)
    conditions = [condition.text for condition in answer.eligibility.conditions]
    return "\n".join([said(answer), *conditions, *answer.eligibility.missing])


def holds(text: str, alternatives: tuple[str, ...], *, language: str = "zh") -> bool:
    """Whether `text` holds one of the alternatives, compared without white space and widths; bare numbers as whole numbers."""
    whole = comparable(text, language=language)
    for alternative in alternatives:
        wanted = comparable(alternative, language=language)
        if wanted.isdigit():
            if re.search(rf"(?<!\d){wanted}(?!\d)", whole):
                return True
        elif wanted in whole:
            return True
    return False


def proves(citation: Citation, piece: tuple[str, ...], sources: Mapping[str, Source]) -> bool:
    """Whether the quote of a citation, or the passage that it stands in, holds one alternative of a piece of evidence.

    The passage is the parser's, so a citation of a whole chapter proves no more than its quote.
    """
    source = sources.get(citation.document_id)
    passages = source.passages.get(citation.clause_id, ()) if source else ()
    return any(squeeze(alternative) in text for alternative in piece for text in (squeeze(citation.quote), *passages))
