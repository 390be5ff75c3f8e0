"""What readers say of single sentences: kept in the home, reviewed by editors, exported as draft samples."""

from __future__ import annotations

import json
import secrets
import threading
from collections.abc import Sequence
from dataclasses import asdict, dataclass, field
from datetime import UTC, datetime
from enum import StrEnum
from pathlib import Path
from typing import Any

from assistant.answers import Answer
from ingest.errors import UsageError

LONGEST_COMMENT = 1000  # characters
MOST_BYTES = 20_000_000  # of the file; more is refused, so that nobody fills the disk


class Rating(StrEnum):
    """What a reader thinks of a sentence."""

    RIGHT = "right"
    WRONG = "wrong"


class Reason(StrEnum):
    """Why a sentence is not right."""

    CITATION = "citation"
    FACT = "fact"
    INCOMPLETE = "incomplete"
    UNCLEAR = "unclear"
    OUTDATED = "outdated"


@dataclass(frozen=True, slots=True)
class Feedback:
    """One reader's word on one sentence; `position` counts the sentences of the answer from 1."""

    question: str
    position: int
    sentence: str
    rating: Rating
    reason: Reason | None
    comment: str
    status: str
    engine: str
    documents: tuple[str, ...]
    clauses: tuple[str, ...]
    departments: tuple[str, ...] = ()
    feedback_id: str = field(default_factory=lambda: secrets.token_hex(8))
    given_at: str = field(default_factory=lambda: datetime.now(UTC).isoformat(timespec="seconds"))
    reviewed: bool = False


def feedback_on(answer: Answer, position: int, *, rating: Rating, reason: Reason | None, comment: str) -> Feedback:
    """Feedback on a sentence of an answer; UsageError where it has no such sentence."""
    if not 1 <= position <= len(answer.statements):
        raise UsageError(f"the answer has {len(answer.statements)} sentences, not {position}")
    statement = answer.statements[position - 1]
    cited = [citation for citation in answer.citations if citation.marker in statement.citations]
    return Feedback(
        question=answer.question, position=position, sentence=statement.text, rating=rating, reason=reason,
        comment=comment.strip()[:LONGEST_COMMENT], status=str(answer.status), engine=answer.engine,
        documents=tuple(dict.fromkeys(citation.document_id for citation in cited)),
        clauses=tuple(dict.fromkeys(citation.clause_id for citation in cited)), departments=answer.departments,
    )  # fmt: skip


class FeedbackStore:
    """The feedback of a home, a line of JSON each; a review is a line of its own, so nothing is ever rewritten."""

    def __init__(self, home: Path) -> None:
        self._path = home / "feedback" / "feedback.jsonl"
        self._writing = threading.Lock()

    def add(self, feedback: Feedback) -> None:
        """Keep one; UsageError when the file is full."""
        self._append(asdict(feedback))

    def review(self, feedback_id: str) -> None:
        """Note that an editor has dealt with one."""
        if feedback_id not in {item.feedback_id for item in self.entries()}:
            raise UsageError(f"there is no feedback {feedback_id!r}")
        self._append({"reviewed": feedback_id})

    def entries(self) -> list[Feedback]:
        """All feedback, the newest first."""
        found: dict[str, dict[str, Any]] = {}
        lines = self._path.read_text("utf-8").splitlines() if self._path.exists() else []
        for line in lines:
            try:
                stored = json.loads(line)
            except json.JSONDecodeError:  # the last line of a process that was killed
                continue
            if isinstance(stored.get("reviewed"), str):
                if entry := found.get(stored["reviewed"]):
                    entry["reviewed"] = True
            else:
                found[stored["feedback_id"]] = stored
        return [_read(stored) for stored in reversed(found.values())]

    def _append(self, value: dict[str, Any]) -> None:
        with self._writing:
            self._path.parent.mkdir(parents=True, exist_ok=True)
            if self._path.exists() and self._path.stat().st_size > MOST_BYTES:
                raise UsageError("no more feedback can be kept; the editors have to export and clear it")
            with self._path.open("a", encoding="utf-8") as file:
                file.write(json.dumps(value, ensure_ascii=False) + "\n")


def _read(stored: dict[str, Any]) -> Feedback:
    lists = {name: tuple(stored[name]) for name in ("documents", "clauses", "departments")}
    reason = Reason(stored["reason"]) if stored["reason"] else None
    return Feedback(**{**stored, **lists, "rating": Rating(stored["rating"]), "reason": reason})


def draft_samples(entries: Sequence[Feedback]) -> str:
    """Feedback as drafts of evaluation samples, a line of JSON each; a person completes and checks them."""
    lines = [
        json.dumps(
            {
                "id": f"draft-{entry.feedback_id}", "question": entry.question, "draft": True,
                "observed": {"status": entry.status, "sentence": entry.sentence, "position": entry.position,
                             "documents": entry.documents, "clauses": entry.clauses, "departments": entry.departments},
                "feedback": {"rating": str(entry.rating), "reason": entry.reason and str(entry.reason),
                             "comment": entry.comment, "given_at": entry.given_at, "reviewed": entry.reviewed},
            },
            ensure_ascii=False,
        )
        for entry in entries
    ]  # fmt: skip
    return "".join(f"{line}\n" for line in lines)
