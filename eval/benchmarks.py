"""Questions by others over documents by others: retrieval measured on data that is not part of the project.

A benchmark is a folder with `documents/` and `questions.jsonl`; a line holds `id`, `question`, `document` (the stem
of its file) and `quotes`, the verbatim passages that answer, or `answer`, one such passage.
"""

from __future__ import annotations

import json
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from eval.metrics import Estimate, clustered_mean, percentile, reciprocal_rank
from ingest.errors import UsageError
from ingest.passages import Passage
from ingest.reading import squeeze
from vectorstore.indexing import Outcome, ingest_files
from vectorstore.store import Index, open_index

if TYPE_CHECKING:
    from rich.console import Console

DEPTHS = (1, 5, 10)
# Recall of others on the whole corpus of Legal-DC, for comparison; measured on the half that is not given.
_PEERS = {
    "legal-dc": {
        "LangChain splitter 1000/200 + Chroma's default embedder": (0.023, 0.079, 0.114, 0.046),
        "BM25 over jieba words": (0.397, 0.611, 0.718, 0.501),
        "BM25 over characters with headings": (0.460, 0.688, 0.803, 0.569),
    }
}


@dataclass(frozen=True, slots=True)
class Asked:
    """One question of a benchmark."""

    id: str
    question: str
    document: str
    quotes: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Outcomes:
    """Recall at each depth, the reciprocal rank at 10 and the seconds of one question."""

    recall: dict[int, float]
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


def benchmark_index(data: Path, home: Path, *, progress: Callable[[str, int, int], None] | None = None) -> Index:
    """The index of a benchmark's documents in `home`, kept from an earlier run where nothing changed."""
    rows = ingest_files(home, [data / "documents"], progress=progress)
    if all(row.outcome is Outcome.REFUSED for row in rows):
        raise UsageError(f"{data}: none of its documents can be read ({rows[0].reason})")
    return open_index(home)


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
    recall = {depth: _recall(passages[:depth], asked) / min(depth, len(asked.quotes)) for depth in DEPTHS}
    return Outcomes(recall, reciprocal_rank([_recall([passage], asked) > 0 for passage in passages]), seconds)


def _recall(passages: Sequence[Passage], asked: Asked) -> int:
    """How many of the quotes stand in the passages of the right document."""
    right = [passage for passage in passages if passage.document_id == asked.document]
    return sum(holds(right, quote) for quote in asked.quotes)


def summary(outcomes: Sequence[Outcomes], questions: Sequence[Asked]) -> dict[str, Estimate]:
    """Means with intervals; questions on one document are not independent and are drawn together."""
    families = [asked.document for asked in questions]
    measures = {f"recall@{depth}": [item.recall[depth] for item in outcomes] for depth in DEPTHS}
    measures["mrr@10"] = [item.reciprocal for item in outcomes]
    return {name: clustered_mean(values, families) for name, values in measures.items()}


def benchmark_command(name: str, data: Path, *, home: Path, as_json: bool, console: Console) -> int:
    """Measure retrieval on a benchmark and print it; exit code 0."""
    from rich.console import Console as Terminal
    from rich.progress import track

    questions = read_questions(data)
    index = benchmark_index(data, home / "benchmarks" / name)
    known = {item.document.document_id for item in index.documents()}
    questions = [asked for asked in questions if asked.document in known]
    result: dict[str, dict[str, Any]] = {}
    for title, inside in (("all documents", False), ("inside the right document", True)):
        watched = track(
            questions,
            title,
            console=Terminal(stderr=True),
            disable=not Terminal(stderr=True).is_terminal,
            transient=True,
        )
        outcomes = [measure_retrieval(index, asked, inside=inside) for asked in watched]
        found = summary(outcomes, questions)
        seconds = [item.seconds for item in outcomes]
        result[title] = {
            **{
                key: {"value": round(item.value, 4), "low": round(item.low, 4), "high": round(item.high, 4)}
                for key, item in found.items()
            },
            "questions": len(questions),
            "p50_ms": round(percentile(seconds, 50) * 1000, 1),
            "p95_ms": round(percentile(seconds, 95) * 1000, 1),
        }
    if as_json:
        console.print_json(
            json.dumps({"benchmark": name, "results": result, "peers": _PEERS.get(name, {})}, ensure_ascii=False)
        )
    else:
        _show(name, result, console)
    return 0


def _show(name: str, result: dict[str, dict[str, Any]], console: Console) -> None:
    from rich.table import Table

    table = Table(title=f"Retrieval on {name}", title_justify="left", box=None, pad_edge=False)
    columns = (*(f"recall@{depth}" for depth in DEPTHS), "mrr@10")
    for column in ("", *columns, "questions", "p50/p95 ms"):
        table.add_column(column, justify="left" if not column else "right")
    for title, found in result.items():
        cells = [f"{found[key]['value']:.3f} [{found[key]['low']:.3f}, {found[key]['high']:.3f}]" for key in columns]
        table.add_row(title, *cells, str(found["questions"]), f"{found['p50_ms']}/{found['p95_ms']}")
    for title, figures in _PEERS.get(name, {}).items():
        table.add_row(title, *(f"{figure:.3f}" for figure in figures), "other half", "")
    console.print(table)
