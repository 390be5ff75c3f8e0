"""Fits the weights of answering spans on a benchmark whose gold is a span, and says how they do on documents left out.

    python -m eval.span_fitting --data DIR [--output assistant/data/spans.toml]

What is made large is the ROUGE-L that a run drawn in proportion to its score would get; at first the runs near the
best one are to be likely, which starts the search well. Cross-validation leaves out whole documents. Questions are
fitted on with their document given and over all documents.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from assistant.composing import MAX_PASSAGES
from assistant.language import plain_question
from assistant.span_features import columns_of, feature_names
from assistant.spans import parts_of, runs_of
from eval.benchmarks import Asked, benchmark_index, read_questions
from eval.overlap import rouge_l
from eval.writing import output_file
from ingest.reading import reading_view
from vectorstore.store import Index

FOLDS, SEED = 5, 20211009
_PENALTY, _STEPS, _RATE, _SHARPNESS, _LIKELY, _KEPT = 80.0, 300, 0.04, 0.08, 0.15, 300
Floats = NDArray[np.float32]


@dataclass(frozen=True, slots=True)
class Offered:
    """The runs offered for one question: their features, and the ROUGE-L of each."""

    document: str
    features: Floats
    gains: Floats


def offered_for(index: Index, asked: Asked, *, given: bool) -> Offered | None:
    """The runs for a question, its document given or not; None when there is none."""
    plain = plain_question(asked.question)
    hits = index.search(plain, k=MAX_PASSAGES, document_ids=[asked.document] if given else None)
    passages = [hit.passage for hit in hits]
    parts = [
        part for place, passage in enumerate(passages) for part in parts_of(reading_view(passage.text), passage=place)
    ]
    runs = runs_of(parts)
    columns = columns_of(plain, passages, parts, runs)
    if not columns:
        return None
    texts = ["".join(part.text for part in parts[first:after]) for first, after in runs]
    gains = [max(rouge_l(text, quote) for quote in asked.quotes) for text in texts]
    features = np.stack([columns[name] for name in feature_names()], axis=1)
    return Offered(asked.document, features.astype(np.float32), np.array(gains, dtype=np.float32))


def thinned(offered: Sequence[Offered]) -> list[Offered]:
    """At most some hundred runs of each question: the best ones, and others drawn at random."""
    draw = np.random.default_rng(SEED)
    kept = []
    for item in offered:
        size = len(item.gains)
        best = np.argsort(-item.gains)[:25]
        rows = np.unique(np.concatenate([best, draw.choice(size, min(size, _KEPT), replace=False)]))
        kept.append(Offered(item.document, item.features[rows], item.gains[rows]))
    return kept


def fit(offered: Sequence[Offered]) -> Floats:
    """The weights, by Adam on standardised features with a ridge penalty; a feature that never varies gets none."""
    features = np.concatenate([item.features for item in offered])
    spread = features.std(axis=0)
    spread = np.where(spread < 1e-3, np.float32(1e3), spread).astype(np.float32)
    features = (features - features.mean(axis=0)) / spread
    gains = np.concatenate([item.gains for item in offered])
    sizes = [len(item.gains) for item in offered]
    starts = np.concatenate([[0], np.cumsum(sizes)[:-1]])
    owner = np.repeat(np.arange(len(offered)), sizes)
    target = np.exp((gains - np.maximum.reduceat(gains, starts)[owner]) / _SHARPNESS)
    target /= np.add.reduceat(target, starts)[owner]
    weights, mean, square = (np.zeros(features.shape[1], dtype=np.float32) for _ in range(3))
    for step in range(1, _STEPS + 1):
        scores = features @ weights
        likely = np.exp(scores - np.maximum.reduceat(scores, starts)[owner])
        likely /= np.add.reduceat(likely, starts)[owner]
        expected = np.add.reduceat(likely * gains, starts)[owner]
        share = min(1.0, 2 * step / _STEPS)
        wanted = 4 * share * likely * (gains - expected) + (1 - share + _LIKELY) * (target - likely)
        slope = (_PENALTY * weights - features.T @ wanted.astype(np.float32)) / len(offered)
        mean, square = 0.9 * mean + 0.1 * slope, 0.999 * square + 0.001 * slope**2
        weights = weights - _RATE * (mean / (1 - 0.9**step)) / (np.sqrt(square / (1 - 0.999**step)) + 1e-8)
    fitted: Floats = (weights / spread).astype(np.float32)
    return fitted


def gain_of(offered: Sequence[Offered], weights: Floats) -> float:
    """The mean ROUGE-L of the runs that the weights choose."""
    return float(np.mean([item.gains[int(np.argmax(item.features @ weights))] for item in offered]))


def cross_validated(groups: Sequence[Sequence[Offered]]) -> list[float]:
    """The mean ROUGE-L on documents left out, of each group of questions; fitted on all groups together."""
    documents = sorted({item.document for group in groups for item in group})
    np.random.default_rng(SEED).shuffle(documents)
    fold = {document: place % FOLDS for place, document in enumerate(documents)}
    totals = [0.0] * len(groups)
    for left_out in range(min(FOLDS, len(documents))):
        weights = fit(thinned([item for group in groups for item in group if fold[item.document] != left_out]))
        for place, group in enumerate(groups):
            tested = [item for item in group if fold[item.document] == left_out]
            totals[place] += gain_of(tested, weights) * len(tested) if tested else 0.0
    return [total / len(group) for total, group in zip(totals, groups, strict=True)]


def main(arguments: Sequence[str] | None = None) -> int:
    """Fit, print the cross-validated result, and write the weights where asked."""
    parser = argparse.ArgumentParser(prog="python -m eval.span_fitting", description="Fit the weights of spans.")
    parser.add_argument("--data", type=Path, required=True, help="folder of the benchmark")
    parser.add_argument("--home", type=Path, default=Path(".wence/benchmarks/fitting-spans"), help="where its index is")
    parser.add_argument("--output", type=output_file, help="where to write the weights")
    options = parser.parse_args(arguments)
    index = benchmark_index(options.data, options.home)
    known = {summary.document.document_id for summary in index.documents()}
    questions = [asked for asked in read_questions(options.data) if asked.document in known]
    groups = [
        [item for asked in questions if (item := offered_for(index, asked, given=given)) is not None]
        for given in (True, False)
    ]
    inside, everywhere = cross_validated(groups)
    said = f"on documents left out: {inside:.3f} with the document given, {everywhere:.3f} end to end"
    sys.stdout.write(f"ROUGE-L {said}\n")
    if options.output:
        weights = fit(thinned([item for group in groups for item in group]))
        lines = [f'"{name}" = {weight:.3f}' for name, weight in zip(feature_names(), weights, strict=True)]
        note = (
            "# Weights of the features of answering spans, written by `python -m eval.span_fitting`; not edited by hand.\n"
            f"# Fitted on {len(questions)} questions over {len(known)} documents. ROUGE-L {said}.\n"
        )
        options.output.write_text(f"{note}\n[weights]\n" + "\n".join(lines) + "\n", "utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
