"""Fits the weights of the second stage of the search on a benchmark, and says how they do on documents not fitted on.

    python -m eval.fitting --data DIR [--output vectorstore/data/rescoring.toml]

The loss is that of picking a right passage among the candidates (softmax), over all documents and inside the right one.
Cross-validation leaves out whole documents.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from eval.benchmarks import Asked, benchmark_index, holds, read_questions
from vectorstore.rescoring import FEATURES
from vectorstore.store import Index

FOLDS, SEED = 5, 20211009
_PENALTY, _STEPS, _RATE = 2.0, 400, 0.05
Floats = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Choice:
    """One question's candidates: their features, and which of them are right."""

    document: str
    features: Floats
    right: NDArray[np.bool_]


def choices_of(index: Index, questions: Sequence[Asked], *, inside: bool) -> list[Choice]:
    """The candidates of the first stage for each question, with the features of the second."""
    found = []
    for asked in questions:
        documents = [asked.document] if inside else None
        candidates = [
            candidate for candidate, _ in index.searcher.candidates(asked.question, document_ids=documents).values()
        ]
        right = [
            candidate.passage.document_id == asked.document
            and any(holds([candidate.passage], quote) for quote in asked.quotes)
            for candidate in candidates
        ]
        found.append(
            Choice(asked.document, index.searcher.features(asked.question, candidates), np.array(right, dtype=bool))
        )
    return found


def fit(choices: Sequence[Choice]) -> Floats:
    """The weights that make the right candidates likely, by Adam on standardised features with a ridge penalty."""
    useful = [choice for choice in choices if choice.right.any() and not choice.right.all()]
    spread = np.concatenate([choice.features for choice in choices]).std(axis=0) + 1e-6
    longest = max(len(choice.right) for choice in useful)
    features = np.zeros((len(useful), longest, len(FEATURES)), dtype=np.float32)
    right, there = (np.zeros((len(useful), longest), dtype=bool) for _ in range(2))
    for row, choice in enumerate(useful):
        features[row, : len(choice.right)] = choice.features / spread
        right[row, : len(choice.right)], there[row, : len(choice.right)] = choice.right, True
    weights, mean, square = (np.zeros(len(FEATURES)) for _ in range(3))
    for step in range(1, _STEPS + 1):
        scores = np.where(there, features @ weights.astype(np.float32), -1e9)
        likely = np.exp(scores - scores.max(axis=1, keepdims=True))
        target = likely * right
        difference = target / np.maximum(target.sum(axis=1, keepdims=True), 1e-30) - likely / likely.sum(
            axis=1, keepdims=True
        )
        slope = (_PENALTY * weights - np.einsum("nm,nmf->f", difference, features)) / len(useful)
        mean, square = 0.9 * mean + 0.1 * slope, 0.999 * square + 0.001 * slope**2
        weights -= _RATE * (mean / (1 - 0.9**step)) / (np.sqrt(square / (1 - 0.999**step)) + 1e-8)
    fitted: Floats = weights / spread
    return fitted


def first_right(choices: Sequence[Choice], weights: Floats) -> float:
    """The share of questions whose best candidate is right; those without a right candidate count as wrong."""
    best = [len(choice.right) and choice.right[int(np.argmax(choice.features @ weights))] for choice in choices]
    return float(np.mean([bool(item) for item in best]))


def cross_validated(choices: Sequence[Choice], others: Sequence[Choice]) -> tuple[float, float]:
    """The share of first candidates that are right on documents left out, for `choices` and for `others`."""
    documents = sorted({choice.document for choice in choices})
    np.random.default_rng(SEED).shuffle(documents)
    fold = {document: place % FOLDS for place, document in enumerate(documents)}
    totals = [0.0, 0.0]
    for left_out in range(FOLDS):
        kept = [choice for choice in (*choices, *others) if fold[choice.document] != left_out]
        weights = fit(kept)
        for place, group in enumerate((choices, others)):
            tested = [choice for choice in group if fold[choice.document] == left_out]
            totals[place] += first_right(tested, weights) * len(tested)
    return totals[0] / len(choices), totals[1] / len(others)


def main(arguments: Sequence[str] | None = None) -> int:
    """Fit, print the cross-validated result, and write the weights where asked."""
    parser = argparse.ArgumentParser(prog="python -m eval.fitting", description="Fit the second stage of the search.")
    parser.add_argument("--data", type=Path, required=True, help="folder of the benchmark")
    parser.add_argument("--home", type=Path, default=Path(".wence/benchmarks/fitting"), help="where its index is kept")
    parser.add_argument("--output", type=Path, help="where to write the weights")
    given = parser.parse_args(arguments)
    questions = read_questions(given.data)
    index = benchmark_index(given.data, given.home)
    whole, inside = (choices_of(index, questions, inside=value) for value in (False, True))
    left_out = cross_validated(whole, inside)
    sys.stdout.write(
        f"first is right on documents left out: all {left_out[0]:.3f}, inside the document {left_out[1]:.3f}\n"
    )
    if given.output:
        lines = [f"{name} = {weight:.3f}" for name, weight in zip(FEATURES, fit([*whole, *inside]), strict=True)]
        note = (
            "# Weights of the second stage, written by `python -m eval.fitting`; not edited by hand.\n"
            f"# Fitted on {len(questions):,} questions over {len(index.documents())} documents.\n"
        )
        given.output.write_text(f"{note}\n[weights]\n" + "\n".join(lines) + "\n", "utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
