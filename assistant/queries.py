"""The query that a question stands for, and what its conversation has established."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from enum import StrEnum

from assistant.asking import Ask
from assistant.case_facts import Case
from assistant.language import Language
from assistant.terms import Term
from ingest.documents import Document, Level
from ingest.measures import Measure
from ingest.offices import Mention, Office


class Route(StrEnum):
    """The way a question is answered."""

    SMALL_TALK = "small_talk"
    OFF_TOPIC = "off_topic"
    CLAUSE = "clause"
    PROVENANCE = "provenance"
    TASKS = "tasks"
    OWNER = "owner"
    ELIGIBILITY = "eligibility"
    COMPARISON = "comparison"
    FACT = "fact"


@dataclass(frozen=True, slots=True)
class Query:
    """A question that stands alone.

    `plain` is the question folded and simplified, `text` the same in Chinese terms when it was English.
    `focus` are clauses (document id, clause id) the conversation is about; `scope` a printed reference
    to a part of the document (第二章, 二(四)); `ordinal` the place in the list answered before.
    """

    question: str
    plain: str
    text: str
    language: Language
    route: Route
    terms: tuple[Term, ...]
    offices: tuple[Mention, ...]
    asks: frozenset[Ask]
    focus: tuple[tuple[str, str], ...] = ()
    scope: str = ""
    ordinal: int | None = None
    continued: bool = False
    remembered: tuple[Office, ...] = ()


@dataclass(frozen=True, slots=True)
class Established:
    """What the conversation has established: the last query, and the clauses its answer named, in order.

    `case` is what is known of the user's case, `measures` those the last answer judged.
    """

    query: Query
    clauses: tuple[tuple[str, str], ...]
    case: Case = field(default_factory=Case)
    measures: tuple[tuple[Document, Measure], ...] = ()


@dataclass(frozen=True, slots=True)
class Jurisdiction:
    """Whose offices a bare name means: the level and place that the documents in question share, their titles and offices."""

    level: Level = Level.UNKNOWN
    place: str = ""
    titles: tuple[str, ...] = ()
    offices: tuple[Office, ...] = ()


def topic_terms(query: Query, *ignored: frozenset[str]) -> tuple[Term, ...]:
    """The terms left when those of set questions or of talk about the document are put aside."""
    words = frozenset().union(*ignored)
    return tuple(term for term in query.terms if term.word not in words)


_TELLING = 1.2  # weight of a word that by itself names a thing
_TOPIC = 2.0  # weight of the words of a follow-up that name a task of its own


def names_otherwise(query: Query, texts: Sequence[str]) -> bool:
    """Whether a follow-up names a task of its own, and in other words than the texts."""
    own = [term for term in query.terms if not term.carried]
    said = any(term.word in text for term in own if term.weight >= _TELLING for text in texts)
    return weight_of(own) >= _TOPIC and not said


def weight_of(terms: Sequence[Term]) -> float:
    """How much terms say together; 1 is one word that carries meaning."""
    return sum(term.weight for term in terms)
