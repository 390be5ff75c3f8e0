"""Makes the vectors of words that the second stage of the search tells like meanings by: once, with the bundled model.

    python -m eval.word_fitting --data DIR [DIR …] [--output vectorstore/data]

The words are those that at least two documents of the benchmarks have, as the segmenter cuts them; how rare each is
among their clauses goes with it. The vectors are brought to few dimensions, which keep most of what tells words apart.
"""

from __future__ import annotations

import argparse
import re
import sys
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path

import numpy as np

from assistant.settings import Settings
from eval.benchmarks import benchmark_index
from eval.writing import output_folder
from ingest.passages import Passage
from ingest.reading import squeeze
from vectorstore.bundled_embeddings import BundledEmbeddings
from vectorstore.embeddings import HASH
from vectorstore.store import Index
from vectorstore.word_vectors import FILE, Vectors, write_words

DIMENSIONS = 64
_DOCUMENTS = 2  # that have a word, for it to be kept
_LONGEST = 5  # characters of a word
_AT_ONCE = 64  # words that the model is given
_HAN = re.compile(r"[\u4e00-\u9fff]+")


def words_in(passages: Iterable[Passage]) -> dict[str, float]:
    """The words of passages with how rare they are among them, the most frequent first."""
    import rjieba

    clauses: Counter[str] = Counter()
    documents: dict[str, set[str]] = {}
    total = 0
    for total, passage in enumerate(passages, 1):  # noqa: B007 - the count of all
        for word in {word for word in rjieba.cut(squeeze(passage.text).lower()) if _HAN.fullmatch(word)}:
            clauses[word] += 1
            documents.setdefault(word, set()).add(passage.document_id)
    kept = [word for word in sorted(clauses, key=lambda word: (-clauses[word], word))
            if len(word) <= _LONGEST and len(documents[word]) >= _DOCUMENTS]  # fmt: skip
    return {word: float(np.log(1 + (total + 0.5) / (clauses[word] + 0.5))) for word in kept}


def shortened(vectors: Vectors, dimensions: int = DIMENSIONS) -> Vectors:
    """Vectors without what they all share, on the axes along which they differ most, each pointing the same way every time."""
    centred = vectors.astype(np.float64) - vectors.mean(axis=0)
    _, axes = np.linalg.eigh(centred.T @ centred)
    kept = axes[:, ::-1][:, :dimensions]
    signs = np.sign(kept[np.argmax(np.abs(kept), axis=0), np.arange(kept.shape[1])])
    return np.asarray(centred @ (kept * signs), dtype=np.float32)


def embedded(words: Sequence[str]) -> Vectors:
    """What the bundled model makes of words, as questions and as passages, side by side."""
    model = BundledEmbeddings()
    parts = [words[first : first + _AT_ONCE] for first in range(0, len(words), _AT_ONCE)]
    asked = np.array([model.embed_query(word) for word in words], dtype=np.float32)
    given = np.concatenate([np.array(model.embed_documents(list(part)), dtype=np.float32) for part in parts])
    return np.concatenate([asked - asked.mean(axis=0), given - given.mean(axis=0)], axis=1)


def _passages(indexes: Iterable[Index]) -> Iterable[Passage]:
    for index in indexes:
        for first, size in index.ranges().values():
            yield from index.passages(range(first, first + size))


def write(words: Mapping[str, float], vectors: Vectors, folder: Path) -> None:
    """Write words where the search reads them."""
    write_words(folder / FILE, words, shortened(vectors))


def main(arguments: Sequence[str] | None = None) -> int:
    """Count the words of benchmarks, embed them and write them where asked."""
    parser = argparse.ArgumentParser(prog="python -m eval.word_fitting", description="Make the vectors of words.")
    parser.add_argument("--data", type=Path, nargs="+", required=True, help="folders of benchmarks")
    parser.add_argument("--home", type=Path, default=Path(".wence/benchmarks/fitting"), help="where indexes are kept")
    parser.add_argument("--output", type=output_folder, help="folder to write the words into")
    given = parser.parse_args(arguments)
    hashed = Settings(embedding_model=HASH)
    words = words_in(_passages(benchmark_index(data, given.home / data.name, settings=hashed) for data in given.data))
    sys.stdout.write(f"{len(words)} words\n")
    if given.output:
        write(words, embedded(list(words)), given.output)
    return 0


if __name__ == "__main__":
    sys.exit(main())
