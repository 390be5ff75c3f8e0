"""What each ingredient of the search is worth on a benchmark: without it, fitted anew, on documents not fitted on.

    python -m eval.ablating --data DIR [--output eval/measured/ablation.md]

Differences are paired by question; their intervals draw whole documents.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path

import numpy as np

from eval.choices import Choice, Floats, left_out, measures
from eval.fitting import choices_in
from eval.learning import learn, vocabulary_of
from eval.metrics import clustered_mean, paired_difference
from eval.writing import output_file
from vectorstore.intents import INTENTS, PLACES, STRAY
from vectorstore.rescoring import FEATURES

REPORT = Path(__file__).parent / "measured" / "ablation.md"
_MEASURES = ("recall@1", "recall@5", "recall@10", "mrr@10")
# Groups of features that stand for one idea each.
INGREDIENTS: dict[str, tuple[str, ...]] = {
    "runs of words (three and more, longest, weighed)": (
        "text_triples", "text_quadruples", "longest_run", "longest_run_of_question", "weighed_run", "weighed_runs"),
    "one sentence that holds the question": ("sentence", "sentence_residual", "first_sentence"),
    "words left when those of title and headings are taken away": (
        "residual", "residual_path", "residual_both", "left_over"),
    "titles (named, share, kind of document)": (
        "title", "title_run", "title_exact", "title_named", "title_share", "title_best", "implementing", "law", "regulation",
        "provisional", "title_by_length"),
    "how the document did in the first stage": (
        "document_best", "document_mean", "document_count", "best_in_document", "rank_in_document", "document_second",
        "document_count_log", "document_share", "document_union", "document_union_all"),
    "neighbouring passages": ("before", "after"),
    "the rarest pairs": ("rarest", "rarest_in_text", "second_rarest", "second_rarest_in_text"),
    "intents (what is asked for × what a clause gives)": (*INTENTS, *(f"stray_{name}" for name in STRAY),
                                                          "many_parts", "stray_parts"),
    "definitions of the term asked about": ("define_exact", "define_is", "define_called"),
    "words that are rare among the candidates": ("local_pairs", "local_pairs_of_document", "local_characters"),
    "what a clause spends its words on": ("covered", "covered_pairs", "sentence_density", "lead_pairs", "lead_covered",
                                          "heading_covered"),
    "what the title is about": ("topic_exact", "topic_share", "topic_run", "topic_opens"),
    "articles that a clause refers to": ("refers", "refers_if_penalty", "referred"),
    "place in the document": (*PLACES, "position", "early", "opening", "closing", "front", "penal_chapter",
                              "other_penal_chapter", "general_chapter"),
}  # fmt: skip


def without(choices: Sequence[Choice], names: Sequence[str]) -> list[Choice]:
    """The choices with the named features blanked."""
    kept = np.array([name not in names for name in FEATURES], dtype=np.float32)
    return [replace(choice, features=choice.features * kept) for choice in choices]


def first_stage(choices: Sequence[Choice], *, stripped: bool) -> list[Floats]:
    """The scores of the first stage; without the second query when not `stripped`."""
    if stripped:
        return [-np.arange(len(choice.rows), dtype=np.float64) for choice in choices]
    return [choice.features[:, FEATURES.index("full")].astype(np.float64) for choice in choices]


def rows_of(groups: Sequence[Sequence[Choice]]) -> list[tuple[str, list[list[Floats]]]]:
    """Each variant with the scores of every choice of every group, the whole search first."""

    def linear(kept: list[Choice]) -> Callable[[list[Choice]], list[Floats]]:
        return learn(kept).scores

    def whole(kept: list[Choice]) -> Callable[[list[Choice]], list[Floats]]:
        return learn(kept, vocabulary_of(kept)).scores

    rows = [
        ("both stages", left_out(groups, whole)),
        ("without the table from question words to clause words", left_out(groups, linear)),
    ]
    for title, names in INGREDIENTS.items():
        rows.append((f"also without {title}", left_out([without(group, names) for group in groups], linear)))
    rows.append(("first stage alone", [first_stage(group, stripped=True) for group in groups]))
    rows.append(("first stage without the stripped query", [first_stage(group, stripped=False) for group in groups]))
    return rows


def table(choices: Sequence[Choice], rows: Sequence[tuple[str, Sequence[Floats]]]) -> str:
    """Markdown: the measures of each variant, and what the change is worth against the row it is taken from.

    The second row and those of the first stage are held against the first row, an ingredient against the second.
    """
    families = [choice.asked.document for choice in choices]
    measured = [measures(choices, scores) for _, scores in rows]
    lines = ["| | R@1 | R@5 | R@10 | MRR | change of MRR |", "|---|---|---|---|---|---|"]
    for (title, _), found in zip(rows, measured, strict=True):
        cells = [f"{100 * float(np.mean(found[name])):.1f}" for name in _MEASURES]
        reference = measured[1] if title.startswith("also") else measured[0]
        change = paired_difference(reference["mrr@10"], found["mrr@10"], families)
        told = (
            ""
            if found is measured[0]
            else f"{100 * change.value:+.1f} [{100 * change.low:+.1f}, {100 * change.high:+.1f}]"
        )
        lines.append(f"| {title} | {' | '.join(cells)} | {told} |")
    best = [clustered_mean(measured[0][name], families) for name in _MEASURES]
    intervals = ", ".join(
        f"{name} [{100 * item.low:.1f}, {100 * item.high:.1f}]" for name, item in zip(_MEASURES, best, strict=True)
    )
    return "\n".join([*lines, "", f"95% intervals of the first row: {intervals}."])


def report(groups: Sequence[Sequence[Choice]], *, name: str) -> str:
    """The whole report as Markdown."""
    rows = rows_of(groups)
    parts = [
        f"# What each ingredient of the search is worth on {name}\n",
        f"{len(groups[0]):,} questions; everything is fitted without the documents that are asked about (5 folds by document).",
        "Percent; intervals are of the paired difference, drawn by document. Written by `python -m eval.ablating`.\n",
    ]
    for place, title in enumerate(("All documents", "Inside the right document")):
        shown = [(variant, scores[place]) for variant, scores in rows]
        parts += [f"## {title}\n", table(groups[place], shown), ""]
    return "\n".join(parts)


def main(arguments: Sequence[str] | None = None) -> int:
    """Measure, print and write the report."""
    parser = argparse.ArgumentParser(
        prog="python -m eval.ablating", description="Measure each ingredient of the search."
    )
    parser.add_argument("--data", type=Path, required=True, help="folder of the benchmark")
    parser.add_argument("--home", type=Path, default=Path(".wence/benchmarks/fitting"), help="where indexes are kept")
    parser.add_argument("--output", type=output_file, default=REPORT, help="file to write")
    given = parser.parse_args(arguments)
    text = report(list(choices_in(given.data, given.home).values()), name=given.data.name)
    given.output.write_text(text, "utf-8")
    sys.stdout.write(text)
    return 0


if __name__ == "__main__":
    sys.exit(main())
