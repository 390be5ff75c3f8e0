"""How often the verifier of the model engine is wrong, measured on true statements and on false ones made of them.

`python -m eval.mutating [--data DIR] [--documents N] [--failures FILE]`: over the shipped documents, or over
the documents in a folder (DOCX, text and the like), each trial with what was decided, rates with intervals.
"""

from __future__ import annotations

import argparse
import json
import random
import sys
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from assistant.proving import prove
from eval.metrics import rule_of_three, wilson
from eval.mutations import Trial, trials_of
from ingest.documents import Document
from ingest.errors import DocumentRefused
from ingest.loading import find_sources, load_document
from vectorstore.indexing import shipped_documents

TRIALS_A_DOCUMENT = 400


@dataclass(slots=True)
class Outcome:
    """Trials by kind, those decided wrongly, and the wrong ones themselves with the faults found."""

    true_trials: Counter[str] = field(default_factory=Counter)
    false_trials: Counter[str] = field(default_factory=Counter)
    false_rejects: Counter[str] = field(default_factory=Counter)
    false_accepts: Counter[str] = field(default_factory=Counter)
    wrong: list[dict[str, object]] = field(default_factory=list)

    def judge(self, trial: Trial) -> None:
        """Decide one trial and count it."""
        proof = prove(trial.statement, trial.given, trial.language)
        (self.true_trials if trial.is_true else self.false_trials)[trial.kind] += 1
        if (proof.claim is not None) is trial.is_true:
            return
        (self.false_rejects if trial.is_true else self.false_accepts)[trial.kind] += 1
        self.wrong.append(
            {"kind": trial.kind, "true": trial.is_true, **trial.statement.to_json(), "faults": list(proof.faults)}
        )

    def lines(self) -> Iterable[str]:
        """The rates, in all and for each kind, one a line."""
        for name, trials, wrong in (("false accepts", self.false_trials, self.false_accepts),
                                    ("false rejects", self.true_trials, self.false_rejects)):  # fmt: skip
            rate = wilson(wrong.total(), trials.total())
            none = "" if wrong.total() else f"; by the rule of three at most {rule_of_three(trials.total()):.3%}"
            yield f"{name}: {wrong.total()} of {trials.total()} ({rate.value:.2%}, 95% interval {rate.low:.2%} to {rate.high:.2%}{none})"
            yield from (f"  {kind:<28} {wrong[kind]:>5} of {trials[kind]:>6}" for kind in sorted(trials))


def run_trials(documents: Iterable[Document], *, limit: int | None = None) -> Outcome:
    """Decide the trials of documents; of each at most `limit`, drawn alike in every run."""
    outcome = Outcome()
    for document in documents:
        trials = list(trials_of(document))
        if limit is not None and len(trials) > limit:
            trials = random.Random(document.document_id).sample(trials, limit)  # noqa: S311 - a sample, no secret
        for trial in trials:
            outcome.judge(trial)
    return outcome


def read_documents(folder: Path, *, count: int | None = None) -> Iterable[Document]:
    """The documents of a folder, or `count` of them spread over it; refused files are passed over."""
    sources = find_sources(folder)
    step = max(1, len(sources) // count) if count else 1
    for source in sources[::step]:
        try:
            yield load_document(source)
        except DocumentRefused:
            continue


def main(arguments: Sequence[str] | None = None) -> int:
    """Print the rates; exit 1 when a false statement was accepted or more than 2% of true ones were rejected."""
    parser = argparse.ArgumentParser(prog="python -m eval.mutating", description="Measure the verifier.")
    parser.add_argument(
        "--data", type=Path, default=shipped_documents(), help="folder of documents; default: the shipped"
    )
    parser.add_argument("--documents", type=int, help="so many documents, spread over the folder")
    parser.add_argument("--failures", type=Path, help="JSONL file for the trials decided wrongly")
    given = parser.parse_args(arguments)
    outcome = run_trials(
        read_documents(given.data, count=given.documents), limit=TRIALS_A_DOCUMENT if given.documents else None
    )
    sys.stdout.write("".join(f"{line}\n" for line in outcome.lines()))
    if given.failures:
        given.failures.write_text("".join(json.dumps(row, ensure_ascii=False) + "\n" for row in outcome.wrong), "utf-8")
    bad = outcome.false_accepts.total() or outcome.false_rejects.total() > 0.02 * max(1, outcome.true_trials.total())
    return int(bool(bad))


if __name__ == "__main__":
    sys.exit(main())
