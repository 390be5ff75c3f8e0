"""Questions asked of documents that cannot answer them: refusal recall, against refusal where the answer stands.

Every question is asked of its own document and of two others: the regulation of the same theme, which its search
confuses most with its own, and one drawn at random. The share of each half of the documents is told apart, since
the bounds of refusing were set on the questions of one half only.
"""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from assistant.answering import Assistant
from assistant.answers import Answer, Status
from eval.benchmarks import Asked
from eval.cases import REFUSALS
from eval.metrics import Estimate, clustered_mean

OWN, THEME, ANY = "own document", "same theme", "any other document"
CALIBRATED, UNTOUCHED = "documents calibrated on", "documents untouched"
_NEIGHBOURS = 20  # passages of a search that vote for the document of the same theme


@dataclass(frozen=True, slots=True)
class Refused:
    """Whether a question was refused, by what it was asked of."""

    refused: dict[str, bool]
    calibrated: bool


def is_calibrated_on(document: str) -> bool:
    """Whether the bounds of refusing were set with questions on a document; half of all, by name."""
    return hashlib.sha256(document.encode()).digest()[0] % 2 == 0


def refuses(answer: Answer) -> bool:
    """Whether an answer says that the documents do not answer; a question back is neither."""
    return answer.status in REFUSALS or answer.status is Status.CLARIFY


def foreign_documents(assistant: Assistant, questions: Sequence[Asked]) -> dict[str, Mapping[str, str]]:
    """For each document the one of the same theme and one drawn by its name, both others than itself."""
    known = sorted(summary.document.document_id for summary in assistant.index.documents())
    votes: dict[str, Counter[str]] = {}
    for asked in questions:
        found = [hit.passage.document_id for hit in assistant.search(asked.question, k=_NEIGHBOURS)]
        votes.setdefault(asked.document, Counter()).update(name for name in found if name != asked.document)
    chosen: dict[str, Mapping[str, str]] = {}
    for document, counted in votes.items():
        others = [name for name in known if name != document]
        drawn = int(hashlib.sha256(document.encode()).hexdigest(), 16) % len(others)
        nearest = min(counted, key=lambda name: (-counted[name], name)) if counted else others[drawn]
        chosen[document] = {THEME: nearest, ANY: others[drawn]}
    return chosen


def measure_refusal(assistant: Assistant, asked: Asked, others: Mapping[str, str]) -> Refused:
    """One question asked of its own document and of the others."""
    documents = {OWN: asked.document, **others}
    refused = {
        name: refuses(assistant.answer(asked.question, document_id=document)) for name, document in documents.items()
    }
    return Refused(refused, is_calibrated_on(asked.document))


def summary(results: Sequence[Refused], questions: Sequence[Asked]) -> dict[str, dict[str, Estimate]]:
    """Over-refusal and refusal recall on both halves of the documents; questions on one document are drawn together."""
    found: dict[str, dict[str, Estimate]] = {}
    for half in (CALIBRATED, UNTOUCHED):
        kept = [
            (result, asked.document)
            for result, asked in zip(results, questions, strict=True)
            if result.calibrated is (half == CALIBRATED)
        ]
        families = [document for _, document in kept]
        names = {"over_refusal": OWN, "refusal_recall": THEME, "refusal_recall_any": ANY}
        found[half] = {
            measure: clustered_mean([float(result.refused[name]) for result, _ in kept], families)
            for measure, name in names.items()
        }
    return found
