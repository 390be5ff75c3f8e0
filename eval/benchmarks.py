"""Questions by others over documents by others: retrieval measured on data that is not part of the project.

A benchmark is a folder with `documents/` and `questions.jsonl`; a line holds `id`, `question`, `document` (the stem
of its file) and `quotes`, the verbatim passages that answer, or `answer`, one such passage.
"""

from __future__ import annotations

import json
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from assistant.settings import Settings
from eval.metrics import Estimate, clustered_mean, reciprocal_rank
from ingest.errors import UsageError
from ingest.passages import Passage
from ingest.reading import squeeze
from vectorstore.indexing import Outcome, Progress, ingest_files
from vectorstore.store import Index, open_index

DEPTHS = (1, 5, 10)


@dataclass(frozen=True, slots=True)
class Asked:
    """One question of a benchmark."""

    id: str
    question: str
    document: str
    quotes: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Outcomes:
    """Recall and hit at each depth, the reciprocal rank at 10 and the seconds of one question."""

    recall: dict[int, float]
    hit: dict[int, float]
    reciprocal: float
    seconds: float


def read_questions(data: Path) -> list[Asked]:
    """The questions of a benchmark folder; UsageError names the file and line that cannot be read."""
    file = data / "questions.jsonl"
    if not file.is_file() or not (data / "documents").is_dir():
        raise UsageError(f"{data}: a benchmark has a folder documents/ and a file questions.jsonl")
    return [
        _asked(line, f"{file.name}:{number}") for number, line in enumerate(file.read_text("utf-8").splitlines(), 1)
    ]


def _asked(line: str, where: str) -> Asked:
    try:
        stored: dict[str, Any] = json.loads(line)
        quotes = stored.get("quotes") or [stored["answer"]]
        return Asked(str(stored["id"]), str(stored["question"]), str(stored["document"]), tuple(map(str, quotes)))
    except (json.JSONDecodeError, KeyError, TypeError) as error:
        raise UsageError(f"{where}: not a question of a benchmark ({error})") from error


def benchmark_index(data: Path, home: Path, *, settings: Settings | None = None,
                    progress: Progress | None = None) -> Index:  # fmt: skip
    """The index of a benchmark's documents in `home`, kept from an earlier run where nothing changed.

    It is embedded as `settings` say; without them with the built-in embedding.
    """
    embeddings = settings.open_embeddings() if settings else None
    rows = ingest_files(home, [data / "documents"], embedder=embeddings, progress=progress)
    if all(row.outcome is Outcome.REFUSED for row in rows):
        raise UsageError(f"{data}: none of its documents can be read ({rows[0].reason})")
    return open_index(home, embeddings=embeddings)


def holds(passages: Sequence[Passage], quote: str) -> bool:
    """Whether a quote stands in one of the passages, or is spread over those of one clause."""
    wanted = squeeze(quote)
    clauses: dict[tuple[str, str], str] = {}
    for passage in sorted(passages, key=lambda item: (item.document_id, item.span)):
        text = squeeze(passage.text)
        if wanted in text:
            return True
        key = (passage.document_id, passage.clause_id)
        clauses[key] = clauses.get(key, "") + text
    return any(wanted in text for text in clauses.values())


def measure_retrieval(index: Index, asked: Asked, *, inside: bool) -> Outcomes:
    """One question searched in all documents, or `inside` the right one only."""
    started = time.perf_counter()
    hits = index.search(asked.question, k=max(DEPTHS), document_ids=[asked.document] if inside else None)
    seconds = time.perf_counter() - started
    passages = [hit.passage for hit in hits]
    held = {depth: _recall(passages[:depth], asked) for depth in DEPTHS}
    recall = {depth: held[depth] / min(depth, len(asked.quotes)) for depth in DEPTHS}
    hit = {depth: float(held[depth] > 0) for depth in DEPTHS}
    return Outcomes(recall, hit, reciprocal_rank([_recall([passage], asked) > 0 for passage in passages]), seconds)


def _recall(passages: Sequence[Passage], asked: Asked) -> int:
    """How many of the quotes stand in the passages of the right document."""
    right = [passage for passage in passages if passage.document_id == asked.document]
    return sum(holds(right, quote) for quote in asked.quotes)


def summary(outcomes: Sequence[Outcomes], questions: Sequence[Asked]) -> dict[str, Estimate]:
    """Means with intervals; questions on one document are not independent and are drawn together."""
    families = [asked.document for asked in questions]
    measures = {f"recall@{depth}": [item.recall[depth] for item in outcomes] for depth in DEPTHS}
    measures |= {f"hit@{depth}": [item.hit[depth] for item in outcomes] for depth in DEPTHS}
    measures["mrr@10"] = [item.reciprocal for item in outcomes]
    return {name: clustered_mean(values, families) for name, values in measures.items()}
