"""How the search grows: building, opening, query time and memory at 10^3 to 10^6 passages, as a curve in Markdown.

    python -m eval.scaling [--data DIR] [--sizes 1000 10000 100000] [--output eval/measured/scale.md]

The passages are copies of those of the shipped documents, or of a benchmark's, in which one character of eight is
exchanged, so that no copy is the same. Each size runs in a process of its own. Both stages of the search are measured,
the vectors are not: what they take is 8 KB a passage at 2,048 dimensions. Times are those of the processor, so that
other load on the machine does not count.
"""

from __future__ import annotations

import argparse
import json
import os
import random
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path

from eval.benchmarks import read_questions
from eval.metrics import percentile
from eval.speed import describe_machine
from eval.writing import output_file
from ingest.clauses import parse_clauses
from ingest.documents import Span
from ingest.errors import DocumentRefused
from ingest.loading import find_sources, load_document
from ingest.passages import Passage, passages_of
from vectorstore.embeddings import HashEmbeddings
from vectorstore.indexing import shipped_documents
from vectorstore.lexical import LexicalIndex
from vectorstore.searching import Searcher

REPORT = Path(__file__).parent / "measured" / "scale.md"
SIZES = (1_000, 10_000, 100_000)
_QUERIES, _SEED, _ONE_OF = 60, 20211009, 8
_SHIPPED_QUERIES = (
    "企业怎样抵免教育费附加?",
    "谁来推动职业教育联盟实体化运作?",
    "产教融合型企业有哪些优惠?",
    "哪些部门负责实训基地?",
)


class Passages:
    """Passages in memory, as the search reads them."""

    def __init__(self, passages: Sequence[Passage]) -> None:
        self._passages = passages
        self._ranges: dict[str, tuple[int, int]] = {}
        for row, passage in enumerate(passages):
            first, size = self._ranges.get(passage.document_id, (row, 0))
            self._ranges[passage.document_id] = (first, size + 1)

    def passages(self, rows: Sequence[int]) -> list[Passage]:
        """Passages by row."""
        return [self._passages[row] for row in rows]

    def rows(self, *, passage_ids: Sequence[str] = ()) -> dict[str, int]:
        """Nothing: no vectors name passages here."""
        return dict.fromkeys(passage_ids[:0], 0)

    def ranges(self) -> dict[str, tuple[int, int]]:
        """The first row and the number of passages of each document."""
        return self._ranges


def read_passages(folder: Path) -> list[Passage]:
    """The passages of every document of a folder that can be read."""
    found: list[Passage] = []
    for source in find_sources(folder):
        try:
            document = load_document(source)
        except DocumentRefused:
            continue
        found += passages_of(document, parse_clauses(document))
    return found


def perturbed(passages: Sequence[Passage], count: int) -> Iterator[Passage]:
    """As many passages: the given ones first, then copies of them in documents of their own, each with other characters."""
    chance = random.Random(_SEED)  # noqa: S311 - a repeatable draw, nothing secret
    letters = "".join(passage.text for passage in passages[:500])
    for number in range(count):
        copy, place = divmod(number, len(passages))
        passage = passages[place]
        if copy:
            characters = list(passage.text)
            for at in chance.sample(range(len(characters)), len(characters) // _ONE_OF):
                characters[at] = chance.choice(letters)
            name = f"{passage.document_id}-{copy}"
            text = "".join(characters)
            passage = replace(
                passage, document_id=name, passage_id=f"{name}:{place}", text=text, span=Span(0, len(text))
            )
        yield passage


def measure(passages: Sequence[Passage], count: int, queries: Sequence[str]) -> dict[str, float]:
    """The figures of one size, in this process."""
    copies = list(perturbed(passages, count))
    with tempfile.TemporaryDirectory() as folder:
        started = time.process_time()
        LexicalIndex.build(copies).save(Path(folder) / "lexical")
        built = time.process_time()
        size = sum(file.stat().st_size for file in (Path(folder) / "lexical").iterdir())
        opened = time.process_time()
        lexical = LexicalIndex.open(Path(folder) / "lexical")
        ready = time.process_time()
        searcher = Searcher(Passages(copies), lexical, None, HashEmbeddings())
        seconds = []
        for query in (queries[0], *queries):
            begun = time.process_time()
            searcher.search(query, k=10)
            seconds.append(time.process_time() - begun)
    return {
        "passages": count, "build_seconds": built - started, "open_ms": 1000 * (ready - opened), "megabytes": size / 2**20,
        "p50_ms": 1000 * percentile(seconds[1:], 50), "p95_ms": 1000 * percentile(seconds[1:], 95),
        "peak_gigabytes": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 2**20,
    }  # fmt: skip


def markdown(rows: Sequence[dict[str, float]], *, source: str) -> str:
    """The curve as a table."""
    lines = [
        "# How the search grows\n",
        f"Copies of the passages of {source}, both stages, without vectors; {describe_machine()}.",
        "Written by `python -m eval.scaling`. Processor time; peak memory holds the copies and the build as well.\n",
        "| passages | build s | on disk MB | open ms | query p50 ms | p95 ms | peak memory GB |",
        "|---|---|---|---|---|---|---|",
    ]
    lines += [
        f"| {row['passages']:,.0f} | {row['build_seconds']:.1f} | {row['megabytes']:.0f} | {row['open_ms']:.1f} |"
        f" {row['p50_ms']:.1f} | {row['p95_ms']:.1f} | {row['peak_gigabytes']:.2f} |"
        for row in rows
    ]
    return "\n".join(lines) + "\n"


def main(arguments: Sequence[str] | None = None) -> int:
    """Measure each size in a process of its own, print and write the curve."""
    parser = argparse.ArgumentParser(prog="python -m eval.scaling", description="Measure how the search grows.")
    parser.add_argument("--data", type=Path, help="folder of a benchmark (default: the shipped documents)")
    parser.add_argument("--sizes", type=int, nargs="+", default=list(SIZES), help="numbers of passages")
    parser.add_argument("--output", type=output_file, default=REPORT, help="file to write")
    parser.add_argument("--one", type=int, help=argparse.SUPPRESS)
    given = parser.parse_args(arguments)
    if given.one:
        folder = given.data / "documents" if given.data else shipped_documents()
        queries = [asked.question for asked in read_questions(given.data)] if given.data else list(_SHIPPED_QUERIES)
        step = max(1, len(queries) // _QUERIES)
        sys.stdout.write(json.dumps(measure(read_passages(folder), given.one, queries[::step])) + "\n")
        return 0
    rows = []
    for size in given.sizes:
        command = [sys.executable, "-m", "eval.scaling", "--one", str(size)]
        command += ["--data", str(given.data)] if given.data else []
        told = subprocess.run(command, check=True, capture_output=True, text=True, env=dict(os.environ)).stdout
        rows.append(json.loads(told.splitlines()[-1]))
        sys.stderr.write(f"{rows[-1]}\n")
    text = markdown(rows, source=given.data.name if given.data else "the shipped documents")
    given.output.write_text(text, "utf-8")
    sys.stdout.write(text)
    return 0


if __name__ == "__main__":
    sys.exit(main())
