"""The answer: what every engine returns and every face shows."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from enum import StrEnum
from typing import Any

from assistant.facts import StatedFact


class Status(StrEnum):
    """What kind of answer this is; a field of its own, never to be read out of the wording."""

    ANSWERED = "answered"
    PARTIAL = "partial"
    NOT_IN_DOCUMENTS = "not_in_documents"
    OUT_OF_SCOPE = "out_of_scope"
    CLARIFY = "clarify"


class Verdict(StrEnum):
    """What the documents let one say of somebody's eligibility."""

    MEETS = "meets"
    DOES_NOT = "does_not"
    UNDECIDED = "undecided"


class ConditionState(StrEnum):
    """How one condition stands, judged by the facts the user stated."""

    MET = "met"
    NOT_MET = "not_met"
    NOT_STATED = "not_stated"


@dataclass(frozen=True, slots=True)
class Citation:
    """A clause relied on: `quote` is verbatim and stands at `[start, end)` of the document's source text.

    `page` is the printed page that the quote begins on, None where the source has no pages.
    """

    marker: int
    document_id: str
    document: str
    clause_id: str
    label: str
    heading: str
    text: str
    quote: str
    start: int
    end: int
    url: str | None
    page: int | None = None


@dataclass(frozen=True, slots=True)
class Statement:
    """One sentence of an answer and the markers of the citations that prove it."""

    text: str
    citations: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class Condition:
    """One condition of a measure, its state, and the marker of the citation it stands in."""

    text: str
    state: ConditionState
    citation: int


@dataclass(frozen=True, slots=True)
class Eligibility:
    """Verdict, conditions one by one, and the questions whose answers would decide the rest.

    `facts` are those the verdict rests on, each with the user's words and who read it in them.
    """

    verdict: Verdict
    conditions: tuple[Condition, ...]
    missing: tuple[str, ...]
    facts: tuple[StatedFact, ...] = ()


@dataclass(frozen=True, slots=True)
class Answer:
    """An answer to one question.

    `departments`: the exact set that answers an ownership question, in printed order. `tasks`: the
    clause ids of every ledger row a list answer names, in document order. `notices` hold what the
    reader must know beside the answer (horizon, a document outside the corpus, the engine). `trace` are the
    decisions of the model engine in order, each with its `step`; texts in it were not verified.
    """

    id: str
    question: str
    status: Status
    language: str
    statements: tuple[Statement, ...]
    citations: tuple[Citation, ...] = ()
    departments: tuple[str, ...] = ()
    tasks: tuple[str, ...] = ()
    eligibility: Eligibility | None = None
    notices: tuple[str, ...] = ()
    route: str = ""
    engine: str = "extractive"
    seconds: float = 0.0
    usage: dict[str, Any] | None = None
    trace: tuple[dict[str, Any], ...] = ()

    @property
    def markdown(self) -> str:
        """The statements as text with [1] markers, one paragraph or list row each."""
        return "\n\n".join(
            statement.text + "".join(f" [{marker}]" for marker in statement.citations) for statement in self.statements
        )

    def to_json(self, *, trace: bool = False) -> dict[str, Any]:
        """The answer as the JSON object that the command line and the HTTP interface give; `trace` only when asked."""
        fields = asdict(self)
        if not trace:
            del fields["trace"]
        return {
            "id": self.id,
            "question": self.question,
            "status": str(self.status),
            "answer": self.markdown,
            **{name: fields[name] for name in fields if name not in {"id", "question", "status"}},
        }
