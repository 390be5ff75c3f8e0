"""Fits the second stage of the search on a benchmark, and says how it does on documents not fitted on.

    python -m eval.fitting --data DIR [--output vectorstore/data]

Cross-validation leaves out whole documents; only its figures are printed.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence
from pathlib import Path

import numpy as np

from eval.benchmarks import benchmark_index, read_questions
from eval.choices import Choice, choices_of, left_out, measures
from eval.learning import Learned, learn, vocabulary_of
from eval.metrics import clustered_mean
from vectorstore.rescoring import FEATURES

_NOTE = "# Written by `python -m eval.fitting`; not edited by hand. Fitted on {questions:,} questions over {documents} documents.\n"


def figures(choices: Sequence[Choice], measured: dict[str, list[float]]) -> str:
    """Means with intervals, clustered by document, as one line."""
    families = [choice.asked.document for choice in choices]
    found = {name: clustered_mean(values, families) for name, values in measured.items()}
    return "  ".join(f"{name} {item.value:.3f} [{item.low:.3f}, {item.high:.3f}]" for name, item in found.items())


def write(learned: Learned, folder: Path, *, note: str) -> None:
    """Write the weights and the table where the search reads them."""
    lines = [f"{name} = {weight:.3f}" for name, weight in zip(FEATURES, learned.weights, strict=True)]
    (folder / "rescoring.toml").write_text(f"{note}\n[weights]\n" + "\n".join(lines) + "\n", "utf-8")
    # All words of clauses: how many of them a passage holds is part of the score.
    rows = ["*\t" + ", ".join(f"{term} 0" for term in learned.vocabulary.given)] if learned.vocabulary.given else []
    for word, row in learned.table.rows.items():
        weights = learned.table.weights[row]
        order = [int(place) for place in np.argsort(-np.abs(weights), kind="stable") if weights[place]]
        if order:
            rows.append(f"{word}\t" + ", ".join(f"{learned.vocabulary.given[i]} {weights[i]:.2f}" for i in order))
    (folder / "translations.tsv").write_text(note + "\n".join(rows) + "\n", "utf-8")


def main(arguments: Sequence[str] | None = None) -> int:
    """Print the cross-validated result, then fit on everything and write it where asked."""
    parser = argparse.ArgumentParser(prog="python -m eval.fitting", description="Fit the second stage of the search.")
    parser.add_argument("--data", type=Path, required=True, help="folder of the benchmark")
    parser.add_argument("--home", type=Path, default=Path(".wence/benchmarks/fitting"), help="where its index is kept")
    parser.add_argument("--output", type=Path, help="folder to write the weights into")
    given = parser.parse_args(arguments)
    index = benchmark_index(given.data, given.home)
    known = {summary.document.document_id for summary in index.documents()}
    questions = [asked for asked in read_questions(given.data) if asked.document in known]
    groups = [choices_of(index, questions, inside=value) for value in (False, True)]
    scores = left_out(groups, lambda kept: learn(kept, vocabulary_of(kept)).scores)
    for title, group, found in zip(("all documents", "inside the document"), groups, scores, strict=True):
        sys.stdout.write(f"left out, {title}: {figures(group, measures(group, found))}\n")
    if given.output:
        everything = [choice for group in groups for choice in group]
        note = _NOTE.format(questions=len(questions), documents=len({asked.document for asked in questions}))
        write(learn(everything, vocabulary_of(everything)), given.output, note=note)
    return 0


if __name__ == "__main__":
    sys.exit(main())
