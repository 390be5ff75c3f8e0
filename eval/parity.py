"""Engine parity: whether two engines cite the same gold clauses for the same questions.

`python -m eval.parity [--samples N] [--questions FILE …]` measures it on the development samples with a model that
says only what its passages say, and how many of its true statements are lost, and how large the prompts are.
"""

from __future__ import annotations

import argparse
import sys
import tempfile
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from assistant.answering import Assistant
from assistant.answers import Answer
from assistant.settings import Settings
from eval.cases import Judged, proves
from eval.metrics import Estimate, percentile, wilson
from eval.playback import Playback, playing
from eval.running import run_samples
from eval.samples import Sample, development_files, load_samples
from eval.summaries import Report

MAX_LOST = 0.02  # share of the true statements that may be dropped
MAX_PROMPT_TOKENS = 2500
_REPEATED = {"said before, or one too many", "computed from the ledger already"}  # true, and shown already


def gold_cited(one: Judged) -> frozenset[int]:
    """Which pieces of the gold evidence an answer cites, by their place."""
    answer = one.case.answer
    citations = answer.citations if answer else ()
    return frozenset(
        place
        for place, piece in enumerate(one.case.sample.gold)
        if any(proves(citation, piece, one.case.sources) for citation in citations)
    )


def parity_of(first: Report, second: Report) -> Estimate:
    """The share of the samples with gold evidence for which both reports cite the same pieces of it."""
    others = {one.case.sample.id: one for one in second.judged}
    pairs = [(one, others[one.case.sample.id]) for one in first.judged if one.case.sample.gold]
    return wilson(sum(gold_cited(one) == gold_cited(other) for one, other in pairs), len(pairs))


def with_parity(model: Report, extractive: Report) -> Report:
    """The report of the model engine with its parity, and how many answers the model had a part in, among its facts."""
    same = parity_of(model, extractive)
    worded = sum(one.case.answer is not None and one.case.answer.engine == "model" for one in model.judged)
    said = f"same gold cited by both engines {same.value:.1%} ({same.low:.1%} to {same.high:.1%}, {same.count} samples)"
    return replace(
        model, subject={**model.subject, "parity": said, "worded by the model": f"{worded} of {len(model.judged)}"}
    )


@dataclass(frozen=True, slots=True)
class Outcome:
    """Both reports, the samples whose computed parts differ, the true statements said and those lost, and prompt sizes."""

    model: Report
    extractive: Report
    differing: tuple[str, ...]
    said: int
    lost: tuple[str, ...]
    prompt_tokens: tuple[int, ...]

    @property
    def passes(self) -> bool:
        """Whether few true statements are lost, nothing computed differs, and prompts are small."""
        few = len(self.lost) <= MAX_LOST * self.said
        return few and not self.differing and max(self.prompt_tokens, default=0) <= MAX_PROMPT_TOKENS

    def lines(self) -> Iterator[str]:
        """The figures with their intervals, one a line."""
        report = with_parity(self.model, self.extractive)
        yield f"samples: {len(report.judged)}, worded by the model: {report.subject['worded by the model']}"
        yield report.subject["parity"]
        yield f"offices, tasks, verdict or status differ: {len(self.differing)} {' '.join(self.differing[:8])}".rstrip()
        rate = wilson(len(self.lost), self.said)
        yield f"true statements lost: {len(self.lost)} of {self.said} ({rate.value:.2%}, 95% interval {rate.low:.2%} to {rate.high:.2%})"
        yield from (f"  {text}" for text in self.lost[:8])
        sizes = [float(tokens) for tokens in self.prompt_tokens]
        if sizes:
            yield f"prompt tokens: p50 {percentile(sizes, 50):.0f}, p95 {percentile(sizes, 95):.0f}, max {max(sizes):.0f}"


def measure_parity(samples: Sequence[Sample], home: Path, *, workers: int = 2) -> Outcome:
    """Ask every sample of both engines; the model is one that says only what its passages say."""
    with playing(Playback(piece=400)) as playback:
        settings = Settings(home=home, openai_base_url=playback.address, chat_model="obedient", keeps_answers=False)
        model = run_samples(Assistant.open(settings), samples, workers=workers, repeat=False)
    plain = run_samples(Assistant.open(Settings(home=home)), samples, workers=workers, repeat=False)
    pairs = [(one, other) for one, other in zip(model.judged, plain.judged, strict=True)]
    answers = [one.case.answer for one in model.judged if one.case.answer]
    steps = [entry for answer in answers for entry in answer.trace]
    said = [entry for entry in steps if entry["step"] == "statement"]
    return Outcome(
        model,
        plain,
        tuple(one.case.sample.id for one, other in pairs if _computed(one.case.answer) != _computed(other.case.answer)),
        len(said),
        tuple(f"{entry.get('text', '')} {entry['faults']}" for entry in said if _is_lost(entry)),
        tuple(entry["tokens"] for entry in steps if entry["step"] == "prompt"),
    )


def _is_lost(entry: dict[str, Any]) -> bool:
    return not entry["accepted"] and not _REPEATED.intersection(entry["faults"])


def _computed(answer: Answer | None) -> object:
    """What no model may change."""
    if answer is None:
        return None
    verdict = answer.eligibility and answer.eligibility.verdict
    return answer.status, answer.departments, answer.tasks, verdict


def main(arguments: Sequence[str] | None = None) -> int:
    """Print the figures; exit 1 when too many true statements are lost, something computed differs or a prompt is too large."""
    parser = argparse.ArgumentParser(
        prog="python -m eval.parity", description="Hold the model engine against the extractive one."
    )
    parser.add_argument(
        "--questions", type=Path, nargs="+", default=[], help="sample files; default: the development samples"
    )
    parser.add_argument("--samples", type=int, help="so many of them, spread over the files")
    given = parser.parse_args(arguments)
    samples = load_samples(given.questions or development_files())
    step = max(1, len(samples) // given.samples) if given.samples else 1
    with tempfile.TemporaryDirectory() as home:
        outcome = measure_parity(samples[::step], Path(home))
    sys.stdout.write("".join(f"{line}\n" for line in outcome.lines()))
    return int(not outcome.passes)


if __name__ == "__main__":
    sys.exit(main())
