"""Fits how likely documents are to answer a question, and says how well that tells on documents not fitted on.

    python -m eval.answerability_fitting --data DIR [DIR …] [--models among] [--output assistant/data/answerability.toml]

A question is to be answered from its own document and refused for the one of the same theme and for any other; the
sample questions on the plan stand beside, their families in place of documents. Cross-validation leaves out whole
documents: neither document of a tested pair is in any pair fitted on. Three models are fitted: on the text by itself, on
how the chosen document stands to the others, and, on the plan alone, on how near its glosses are. Bounds are set on what
was left out. The signs are read once and kept in the cache; delete it after a change of how they are computed.
"""

from __future__ import annotations

import argparse
import sys
import tomllib
from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict, dataclass
from functools import partial
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from assistant.answer_signs import ASKING, ATTRIBUTE, BEYOND, LEAD, NEARER, OF_CHOICE, OF_FITS, SIGNS
from assistant.answerability import ALONE, AMONG, GLOSSED
from eval.answer_pairs import PLAN, Pair, benchmark_pairs, plan_pairs
from eval.asking_fitting import with_asking, write_asking
from eval.beyond_fitting import fit_beyond, votes_left_out, write_beyond
from eval.metrics import wilson
from eval.writing import output_file

FOLDS, SEED, STEPS = 5, 20211009, 40
OVER_REFUSAL = 0.04  # at which recall is told
_PENALTY = 5.0
_COVERED, _NEVER = (
    0.4,
    2.0,
)  # what a question whose words are covered by synonyms is spared from; more than all there is
# Beside the lead few signs count; more of them fit the documents fitted on.
_AMONG = (LEAD, "pairs_in_passage", "rare_pairs_in_passage", "rare_pairs_in_one", "title_share", "other_title_named")
_GLOSSED = (
    NEARER,
    ATTRIBUTE,
    ASKING,
    *OF_FITS,
    *OF_CHOICE,
    "gives",
    "asks",
    "least_known_noun",
    "last_noun_known",
    "known",
    "covered",
    "margin",
)
NAMES = {ALONE: SIGNS, AMONG: _AMONG, GLOSSED: _GLOSSED}
# Shares of the samples with, and of those without an answer, on which glosses may be wrong; rules tell the rest.
_REFUSED, _ANSWERED = 0.025, 0.1
Floats = NDArray[np.float64]
_NOTE = (
    "# How likely it is that documents answer a question, from the signs in `assistant/answer_signs.py`: the weights of\n"
    "# logistic models, written by `python -m eval.answerability_fitting`; eval/measured/refuse.md says more.\n"
    "# Recall of refusing at 4% over-refusal, on documents left out, of what was fitted last:\n{told}"
)


@dataclass(frozen=True, slots=True)
class Bounds:
    """Below `refuse_below` a question is refused, unless the words covered reach `covered_from`; from `answer_from` on answered."""

    refuse_below: float
    covered_from: float
    answer_from: float


@dataclass(frozen=True, slots=True)
class Fitted:
    """A logistic model: the weight of each sign, and what is added."""

    names: tuple[str, ...]
    weights: Floats
    offset: float

    def estimates(self, pairs: Sequence[Pair]) -> Floats:
        """How likely it is for each pair that its document answers, 0 to 1."""
        total = _columns(pairs, self.names) @ self.weights + self.offset
        likely: Floats = 1.0 / (1.0 + np.exp(-np.clip(total, -30, 30)))
        return likely


def fit(pairs: Sequence[Pair], names: tuple[str, ...], *, plan_weight: float = 1.0) -> Fitted:
    """The model by Newton's method with a ridge penalty on standardised signs; answers and refusals weigh alike."""
    columns = _columns(pairs, names)
    answers = np.array([pair.answers for pair in pairs], dtype=np.float64)
    weight = np.array([plan_weight if pair.group == PLAN else 1.0 for pair in pairs])
    for value in (0.0, 1.0):
        weight[answers == value] *= len(pairs) / 2 / max(weight[answers == value].sum(), 1e-9)
    mean, spread = columns.mean(axis=0), columns.std(axis=0)
    spread = np.where(spread < 1e-6, 1e6, spread)
    standard = np.c_[(columns - mean) / spread, np.ones(len(pairs))]
    ridge = np.diag([*([_PENALTY] * len(names)), 1e-6])
    found = np.zeros(len(names) + 1)
    for _ in range(STEPS):
        likely = 1.0 / (1.0 + np.exp(-np.clip(standard @ found, -30, 30)))
        slope = standard.T @ (weight * (answers - likely)) - ridge @ found
        bend = (standard * (weight * likely * (1 - likely))[:, None]).T @ standard + ridge
        step = np.linalg.solve(bend, slope)
        found += step
        if np.abs(step).max() < 1e-8:
            break
    weights = found[:-1] / spread
    return Fitted(names, weights, float(found[-1] - mean @ weights))


def folds_of(pairs: Sequence[Pair]) -> list[list[int]]:
    """The places of the pairs, in folds by the document that answers."""
    documents = sorted({pair.own for pair in pairs})
    np.random.default_rng(SEED).shuffle(documents)
    fold = {document: place % FOLDS for place, document in enumerate(documents)}
    return [
        [place for place, pair in enumerate(pairs) if fold[pair.own] == number]
        for number in range(min(FOLDS, len(documents)))
    ]


def left_out(pairs: Sequence[Pair], fitting: Callable[[Sequence[Pair]], Fitted]) -> Floats:
    """The estimate of each pair by a model that was fitted on neither of its documents."""
    estimates = np.zeros(len(pairs))
    for tested in folds_of(pairs):
        held = {name for place in tested for name in (pairs[place].own, pairs[place].document)}
        kept = [pair for pair in pairs if pair.own not in held and pair.document not in held]
        if kept:
            estimates[tested] = fitting(kept).estimates([pairs[place] for place in tested])
    return estimates


def threshold(estimates: Floats, pairs: Sequence[Pair], share: float) -> float:
    """The estimate below which so large a share of the answerable questions of the benchmarks stands."""
    own = estimates[[pair.answers and pair.group != PLAN for pair in pairs]]
    return float(np.quantile(own, share)) if len(own) else 0.0


def surely(estimates: Floats, pairs: Sequence[Pair], share: float) -> float:
    """The estimate that so small a share of the samples without an answer in the plan reaches; 0 without such samples.

    Those are mostly on what the plan speaks of, and asks for what it does not give: rules of wording tell them apart.
    """
    silent = estimates[[not pair.answers and pair.group == PLAN for pair in pairs]]
    return float(np.quantile(silent, 1.0 - share)) if len(silent) else 0.0


def bounds_of(name: str, pairs: Sequence[Pair], estimates: Floats, *, refused: float, sure: float) -> Bounds:
    """The bounds of a model by what was left out; rules of wording decide on what stands between them."""
    if name == GLOSSED:
        answers = np.array([pair.answers for pair in pairs])
        low, high = np.quantile(estimates[answers], _REFUSED), np.quantile(estimates[~answers], 1.0 - _ANSWERED)
        return Bounds(float(min(low, high)), _NEVER, float(high))
    low = threshold(estimates, pairs, refused)
    return (
        Bounds(low, _COVERED, max(low, surely(estimates, pairs, sure))) if name == ALONE else Bounds(low, _NEVER, low)
    )


def told(model: str, pairs: Sequence[Pair], estimates: Floats) -> list[str]:
    """Recall by group and kind of document at a stated over-refusal in the group, with Wilson intervals."""
    lines = []
    for group in dict.fromkeys(pair.group for pair in pairs):
        rows = [place for place, pair in enumerate(pairs) if pair.group == group]
        own = estimates[[place for place in rows if pairs[place].answers]]
        bound = float(np.quantile(own, OVER_REFUSAL)) if len(own) else 0.0
        for kind in dict.fromkeys(pairs[place].kind for place in rows if not pairs[place].answers):
            refused = [bool(estimates[place] < bound) for place in rows if pairs[place].kind == kind]
            lines.append(f"{model}, {group}, {kind}: {wilson(sum(refused), len(refused))}")
    return lines


def tables_of(name: str, model: Fitted, bounds: Bounds) -> dict[str, dict[str, float]]:
    """The two tables of a model, as the assistant reads them."""
    weights = {sign: float(weight) for sign, weight in zip(model.names, model.weights, strict=True)}
    return {f"{name}_bounds": {"offset": model.offset, **asdict(bounds)}, f"{name}_weights": weights}


def written(tables: Mapping[str, Mapping[str, float]], note: str) -> str:
    """The tables below a note, as TOML."""
    parts = [note]
    for title, values in tables.items():
        parts += [f"\n[{title}]\n", *(f"{name} = {value:.3f}\n" for name, value in values.items())]
    return "".join(parts)


def main(arguments: Sequence[str] | None = None) -> int:
    """Print the cross-validated result, then fit on everything and write it where asked."""
    parser = argparse.ArgumentParser(prog="python -m eval.answerability_fitting", description="Fit when to refuse.")
    parser.add_argument(
        "--data", type=Path, nargs="*", default=[], help="folders of benchmarks; the model of glosses needs none"
    )
    parser.add_argument("--home", type=Path, default=Path(".wence/benchmarks/fitting"), help="where indexes are kept")
    parser.add_argument("--cache", type=Path, default=Path(".wence/benchmarks/signs"), help="where signs are kept")
    parser.add_argument("--output", type=output_file, help="where to write the weights")
    parser.add_argument("--plan-weight", type=float, default=1.0, help="of a sample question on the plan")
    parser.add_argument("--refused", type=float, default=0.02, help="share of the answerable that may be refused")
    parser.add_argument("--models", nargs="+", choices=NAMES, default=list(NAMES), help="to fit; others are kept")
    parser.add_argument("--sure", type=float, default=0.2, help="share of unanswerable samples taken for answerable")
    given = parser.parse_args(arguments)
    pairs = [pair for data in given.data for pair in benchmark_pairs(data, given.home, cache=given.cache)]
    samples = plan_pairs(given.home, cache=given.cache) if {ALONE, GLOSSED} & set(given.models) else []
    known = {
        ALONE: [*pairs, *samples],
        AMONG: [pair for pair in pairs if LEAD in pair.signs],
        GLOSSED: [pair for pair in samples if NEARER in pair.signs and pair.asking],
    }
    lines: list[str] = []
    before = given.output.read_text("utf-8") if given.output is not None and given.output.is_file() else ""
    tables: dict[str, dict[str, float]] = tomllib.loads(before)
    earlier = [line[4:] for line in before.splitlines() if line.startswith("#   ")]
    for name in given.models:
        group = known[name]
        if not group:
            continue  # no benchmark, or no samples with glosses
        if name == GLOSSED:
            if given.output:
                write_asking(group, given.output.parent)
            group = with_asking(group, folds_of(group))
        fitting = partial(fit, names=NAMES[name], plan_weight=given.plan_weight)
        estimates = left_out(group, fitting)
        model = fitting(group)
        if name == GLOSSED:
            vote = fit_beyond(group, estimates)
            voted = votes_left_out(group, partial(left_out, fitting=fitting), folds_of(group))
            estimates = _with_vote(estimates, np.array([pair.signs[BEYOND] for pair in voted]))
            model = Fitted((*model.names, BEYOND), np.append(model.weights, 1.0), model.offset)
            if given.output:
                write_beyond(vote, given.output.parent)
        lines += told(name, group, estimates)
        tables |= tables_of(name, model, bounds_of(name, group, estimates, refused=given.refused, sure=given.sure))
    sys.stdout.write("\n".join(lines) + "\n")
    if given.output:
        kept = [line for line in earlier if line.split(",")[0] not in given.models]
        note = _NOTE.format(told="".join(f"#   {line}\n" for line in [*kept, *lines]))
        given.output.write_text(written(tables, note), "utf-8")
    return 0


def _with_vote(estimates: Floats, votes: Floats) -> Floats:
    """Estimates with votes in the logarithm of odds added."""
    odds = estimates / (1.0 - np.minimum(estimates, 1 - 1e-9)) * np.exp(votes)
    likely: Floats = odds / (1.0 + odds)
    return likely


def _columns(pairs: Sequence[Pair], names: Sequence[str]) -> Floats:
    return np.array([[pair.signs[name] for name in names] for pair in pairs], dtype=np.float64)


if __name__ == "__main__":
    sys.exit(main())
