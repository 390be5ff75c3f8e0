"""Fits the second stage of the search on benchmarks, and says how it does on documents not fitted on.

    python -m eval.fitting --data DIR [DIR …] [--penalties 0.5 1 2] [--least 0.03 0.06] [--output vectorstore/data]

What helps among regulations can do harm among notices: several benchmarks are fitted together, each asked over all of
its documents and inside the right one. Cross-validation leaves out whole documents; only its figures are printed, for
every form of the table that is tried. The form with the best reciprocal rank, all ways of asking taken together, is
fitted on everything and written.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path

import numpy as np

from assistant.settings import Settings
from eval.benchmarks import benchmark_index, read_questions
from eval.choices import Choice, Floats, choices_of, left_out, measures
from eval.learning import LEAST, TABLE_PENALTY, Learned, learn, vocabulary_of
from eval.metrics import clustered_mean
from eval.writing import output_folder
from vectorstore.embeddings import HASH
from vectorstore.rescoring import FEATURES

_NOTE = "# Written by `python -m eval.fitting`; not edited by hand. Fitted on {questions:,} questions over {documents} documents.\n"


@dataclass(frozen=True, slots=True)
class Form:
    """The table's ridge penalty and the size of its weights that are kept."""

    penalty: float
    least: float

    def fitted(self, choices: Sequence[Choice]) -> Learned:
        """What this form learns from the choices."""
        return learn(choices, vocabulary_of(choices), penalty=self.penalty, least=self.least)


def tried(groups: Sequence[Sequence[Choice]], *, penalties: Sequence[float],
          least: Sequence[float]) -> Iterator[tuple[Form, list[list[Floats]]]]:  # fmt: skip
    """Each form with the scores of every choice, left out by document; all cuts of a penalty share their fits."""
    for penalty in penalties:
        fits: dict[frozenset[str], Learned] = {}

        def cut(
            kept: list[Choice], *, size: float, penalty: float, fits: dict[frozenset[str], Learned]
        ) -> Callable[[list[Choice]], list[Floats]]:
            documents = frozenset(choice.asked.document for choice in kept)
            if documents not in fits:
                fits[documents] = Form(penalty, 0.0).fitted(kept)
            return fits[documents].cut(size).scores

        for size in least:
            yield Form(penalty, size), left_out(groups, partial(cut, size=size, penalty=penalty, fits=fits))


def choices_in(data: Path, home: Path) -> dict[str, list[Choice]]:
    """The choices of a benchmark by how it is asked; its index below `home` is embedded by the hash, whatever is configured."""
    index = benchmark_index(data, home / data.name, settings=Settings(embedding_model=HASH))
    known = {summary.document.document_id for summary in index.documents()}
    questions = [asked for asked in read_questions(data) if asked.document in known]
    return {
        f"{data.name}, {title}": choices_of(index, questions, inside=inside)
        for title, inside in (("all documents", False), ("inside the document", True))
    }


def worth(groups: Sequence[Sequence[Choice]], scores: Sequence[Sequence[Floats]]) -> float:
    """The reciprocal rank at 10 that scores give, over all groups alike."""
    return float(
        np.mean([np.mean(measures(group, found)["mrr@10"]) for group, found in zip(groups, scores, strict=True)])
    )


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
    parser.add_argument("--data", type=Path, nargs="+", required=True, help="folders of benchmarks")
    parser.add_argument("--home", type=Path, default=Path(".wence/benchmarks/fitting"), help="where indexes are kept")
    parser.add_argument("--output", type=output_folder, help="folder to write the weights into")
    parser.add_argument("--penalties", type=float, nargs="+", default=[TABLE_PENALTY], help="of the table, to try")
    parser.add_argument("--least", type=float, nargs="+", default=[LEAST], help="sizes of weights to keep, to try")
    given = parser.parse_args(arguments)
    groups = {title: group for folder in given.data for title, group in choices_in(folder, given.home).items()}
    best: tuple[float, Form] | None = None
    for form, scores in tried(list(groups.values()), penalties=given.penalties, least=given.least):
        for (title, group), found in zip(groups.items(), scores, strict=True):
            told = f"left out, penalty {form.penalty:g}, least {form.least:g}, {title}"
            sys.stdout.write(f"{told}: {figures(group, measures(group, found))}\n")
        value = worth(list(groups.values()), scores)
        best = max(best, (value, form), key=lambda item: item[0]) if best else (value, form)
    if given.output and best:
        everything = [choice for group in groups.values() for choice in group]
        asked = {choice.asked for choice in everything}
        note = _NOTE.format(questions=len(asked), documents=len({item.document for item in asked}))
        write(best[1].fitted(everything), given.output, note=note)
    return 0


if __name__ == "__main__":
    sys.exit(main())
