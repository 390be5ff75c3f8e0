"""Benchmarks whose gold is a span: how near the extracted answer comes to the words that answer.

The extracted answer is what a reader is shown as the documents' own words: the quotes of the citations of the
answer's own statements, in their order. An answer that refuses extracts nothing, whatever clause it points at.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from assistant.answering import Assistant
from assistant.answers import Answer, Status
from eval.anchors import END_TO_END, GIVEN
from eval.benchmarks import Asked
from eval.metrics import Estimate, clustered_mean
from eval.overlap import rouge_l
from ingest.reading import squeeze

DEPTHS = (1, 3, 10)


@dataclass(frozen=True, slots=True)
class Extracted:
    """What one question gave: measures by where it was asked, the texts given, and the seconds end to end."""

    measures: dict[str, dict[str, float]]
    texts: dict[str, str]
    seconds: float


def extracted_answer(answer: Answer) -> str:
    """The verbatim words an answer rests on, joined; empty for an answer that refuses."""
    if answer.status not in {Status.ANSWERED, Status.PARTIAL}:
        return ""
    markers = dict.fromkeys(marker for statement in answer.statements for marker in statement.citations)
    quotes = {citation.marker: citation.quote for citation in answer.citations}
    return "".join(quotes[marker] for marker in markers)


def cites(answer: Answer, asked: Asked) -> bool:
    """Whether an answer cites the clause that holds the labelled span."""
    return any(
        citation.document_id == asked.document and squeeze(quote) in squeeze(citation.text)
        for citation in answer.citations
        for quote in asked.quotes
    )


def measure_extraction(assistant: Assistant, asked: Asked) -> Extracted:
    """One question searched, then answered with its document given and from all documents; a miss where it is unknown."""
    known = {summary.document.document_id for summary in assistant.index.documents()}
    if asked.document not in known:
        nothing = {"rouge_l": 0.0, "cited": 0.0, "answered": 0.0}
        hits = {f"document_hit@{depth}": 0.0 for depth in DEPTHS}
        return Extracted({GIVEN: dict(nothing), END_TO_END: hits | nothing}, {}, 0.0)
    found: list[str] = []
    for hit in assistant.search(asked.question, k=100):
        if hit.passage.document_id not in found:
            found.append(hit.passage.document_id)
    answers = {
        GIVEN: assistant.answer(asked.question, document_id=asked.document),
        END_TO_END: assistant.answer(asked.question),
    }
    texts = {where: extracted_answer(answer) for where, answer in answers.items()}
    measures = {
        where: {
            "rouge_l": max(rouge_l(texts[where], quote) for quote in asked.quotes),
            "cited": float(cites(answer, asked)),
            "answered": float(bool(texts[where])),
        }
        for where, answer in answers.items()
    }
    hits = {f"document_hit@{depth}": float(asked.document in found[:depth]) for depth in DEPTHS}
    measures[END_TO_END] = hits | measures[END_TO_END]
    return Extracted(measures, texts, answers[END_TO_END].seconds)


def summary(results: Sequence[Extracted], questions: Sequence[Asked]) -> dict[str, dict[str, Estimate]]:
    """Means with intervals by where the questions were asked; questions on one document are drawn together."""
    families = [asked.document for asked in questions]
    return {
        where: {
            name: clustered_mean([result.measures[where][name] for result in results], families)
            for name in results[0].measures[where]
        }
        for where in (GIVEN, END_TO_END)
    }
