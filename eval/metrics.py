"""Numbers with their uncertainty: intervals for rates and means, paired differences, ranking measures."""

from __future__ import annotations

import math
import random
from collections import defaultdict
from collections.abc import Callable, Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import product
from statistics import NormalDist
from typing import TypeVar

RESAMPLES = 2000
_EXACT_FAMILIES = 12  # up to here every pattern of signs is counted, beyond they are drawn
_SEED = 20211009
Item = TypeVar("Item")


@dataclass(frozen=True, slots=True)
class Estimate:
    """A rate or mean with its 95% interval `[low, high]` and the number of samples it stands on."""

    value: float
    low: float
    high: float
    count: int

    def __str__(self) -> str:
        return f"{self.value:.3f} [{self.low:.3f}, {self.high:.3f}] n={self.count}"


@dataclass(frozen=True, slots=True)
class Difference:
    """The mean of `after - before` over paired samples, its 95% interval, and a two-sided p value."""

    value: float
    low: float
    high: float
    p_value: float
    count: int


def wilson(successes: float, count: int, *, confidence: float = 0.95) -> Estimate:
    """The Wilson score interval of a rate; where nothing or everything succeeded, the rule of three is not tighter.

    Wilson, J. Am. Stat. Assoc. 22 (1927) 209. With no samples the interval is [0, 1].
    """
    if count == 0:
        return Estimate(math.nan, 0.0, 1.0, 0)
    z = NormalDist().inv_cdf(0.5 + confidence / 2)
    rate = successes / count
    centre = (rate + z * z / (2 * count)) / (1 + z * z / count)
    reach = z / (1 + z * z / count) * math.sqrt(rate * (1 - rate) / count + z * z / (4 * count * count))
    low = 0.0 if successes == 0 else max(0.0, centre - reach)
    high = 1.0 if successes == count else min(1.0, centre + reach)
    return Estimate(rate, low, high, count)


def rule_of_three(count: int, *, confidence: float = 0.95) -> float:
    """The highest failure rate still consistent with no failure in `count` independent trials (exact form of 3/n)."""
    return 1.0 if count == 0 else 1.0 - (1.0 - confidence) ** (1.0 / count)


def clustered(
    items: Sequence[Item],
    families: Sequence[Hashable],
    statistic: Callable[[Sequence[Item]], float],
    *,
    resamples: int = 400,
) -> Estimate:
    """Any statistic of the items with a percentile bootstrap that draws whole families, for few hundred items.

    Draws for which the statistic is nan (a class that was not drawn) are left out.
    """
    if not items:
        return Estimate(math.nan, 0.0, 1.0, 0)
    groups: dict[Hashable, list[Item]] = defaultdict(list)
    for item, family in zip(items, families, strict=True):
        groups[family].append(item)
    draw = random.Random(_SEED)  # noqa: S311  # reproducible, not secret
    members = list(groups.values())
    drawn = (
        statistic([item for group in draw.choices(members, k=len(members)) for item in group]) for _ in range(resamples)
    )
    values = [value for value in drawn if not math.isnan(value)]
    return Estimate(statistic(items), percentile(values, 2.5), percentile(values, 97.5), len(items))


def clustered_mean(values: Sequence[float], families: Sequence[Hashable], *, resamples: int = RESAMPLES) -> Estimate:
    """The mean of values with a percentile bootstrap that draws whole families, because paraphrases fail together.

    Deterministic. With a single family the interval is the plain range of what could be drawn: the mean itself.
    """
    if not values:
        return Estimate(math.nan, 0.0, 1.0, 0)
    sums = _sums_by_family(values, families)
    draw = random.Random(_SEED)  # noqa: S311  # reproducible, not secret
    means = []
    for _ in range(resamples):
        chosen = draw.choices(sums, k=len(sums))
        means.append(math.fsum(total for total, _ in chosen) / sum(size for _, size in chosen))
    low, high = percentile(means, 2.5), percentile(means, 97.5)
    return Estimate(math.fsum(values) / len(values), low, high, len(values))


def paired_difference(before: Sequence[float], after: Sequence[float], families: Sequence[Hashable]) -> Difference:
    """How `after` differs from `before` on the same samples, families drawn and their signs flipped as wholes.

    The p value is that of the sign-flip permutation test; with families of one sample and values 0 and 1
    that is the exact McNemar test. Raises ValueError for sequences of different lengths.
    """
    changes = [late - early for early, late in zip(before, after, strict=True)]
    if not changes:
        return Difference(0.0, 0.0, 0.0, 1.0, 0)
    interval = clustered_mean(changes, families)
    totals = [total for total, _ in _sums_by_family(changes, families) if total]
    return Difference(interval.value, interval.low, interval.high, _sign_flip(totals), len(changes))


def _sign_flip(totals: Sequence[float]) -> float:
    """The share of sign patterns whose sum is at least as far from zero as the one seen."""
    if not totals:
        return 1.0
    seen = abs(math.fsum(totals)) - 1e-12
    if len(totals) <= _EXACT_FAMILIES:
        patterns: Iterable[Sequence[int]] = product((1, -1), repeat=len(totals))
        hits = [abs(math.fsum(s * t for s, t in zip(signs, totals, strict=True))) >= seen for signs in patterns]
        return sum(hits) / len(hits)
    draw = random.Random(_SEED)  # noqa: S311  # reproducible, not secret
    drawn = 20_000
    extreme = 0
    for _ in range(drawn):
        bits = draw.getrandbits(len(totals))
        extreme += abs(math.fsum(t if bits >> i & 1 else -t for i, t in enumerate(totals))) >= seen
    return (extreme + 1) / (drawn + 1)


def holm(p_values: Mapping[str, float]) -> dict[str, float]:
    """Holm's step-down adjustment for several measures tested at once (Scand. J. Stat. 6 (1979) 65)."""
    adjusted: dict[str, float] = {}
    highest = 0.0
    for rank, (name, p_value) in enumerate(sorted(p_values.items(), key=lambda item: item[1])):
        highest = max(highest, min(1.0, (len(p_values) - rank) * p_value))
        adjusted[name] = highest
    return adjusted


def _sums_by_family(values: Sequence[float], families: Sequence[Hashable]) -> list[tuple[float, int]]:
    grouped: dict[Hashable, list[float]] = defaultdict(list)
    for value, family in zip(values, families, strict=True):
        grouped[family].append(value)
    return [(math.fsum(group), len(group)) for group in grouped.values()]


def percentile(values: Sequence[float], percent: float) -> float:
    """The percentile of values by linear interpolation; nan of nothing."""
    if not values:
        return math.nan
    ordered = sorted(values)
    position = (len(ordered) - 1) * percent / 100
    below = math.floor(position)
    above = min(below + 1, len(ordered) - 1)
    return ordered[below] + (ordered[above] - ordered[below]) * (position - below)


def harmonic(precision: float, recall: float) -> float:
    """F1, 0 when both are 0."""
    return 2 * precision * recall / (precision + recall) if precision + recall else 0.0


def set_f1(expected: Iterable[Hashable], got: Iterable[Hashable]) -> float:
    """F1 of two sets; two empty sets agree fully."""
    wanted, given = set(expected), set(got)
    if not wanted and not given:
        return 1.0
    return 2 * len(wanted & given) / (len(wanted) + len(given))


def macro_f1(pairs: Sequence[tuple[str, str]]) -> float:
    """The mean F1 over the classes that occur among the expected, from (expected, got) pairs; nan of nothing."""
    classes = sorted({expected for expected, _ in pairs})
    scores = []
    for name in classes:
        right = sum(expected == got == name for expected, got in pairs)
        scores.append(2 * right / (sum(e == name for e, _ in pairs) + sum(g == name for _, g in pairs)))
    return math.fsum(scores) / len(scores) if scores else math.nan


def reciprocal_rank(relevant: Sequence[bool], *, depth: int = 10) -> float:
    """1 / rank of the first relevant result, 0 when none is among the first `depth`."""
    return next((1.0 / rank for rank, hit in enumerate(relevant[:depth], 1) if hit), 0.0)


def ndcg(relevant: Sequence[bool], *, wanted: int, depth: int = 10) -> float:
    """Normalised discounted cumulative gain with gains 0 and 1, against `wanted` relevant results in front."""
    gain = math.fsum(1 / math.log2(rank + 1) for rank, hit in enumerate(relevant[:depth], 1) if hit)
    best = math.fsum(1 / math.log2(rank + 1) for rank in range(1, min(wanted, depth) + 1))
    return min(1.0, gain / best) if best else 0.0
