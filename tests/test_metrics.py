"""Metrics: intervals against published values, paired tests against their exact forms, ranking measures by hand."""

from __future__ import annotations

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from eval.metrics import (
    clustered,
    clustered_mean,
    harmonic,
    holm,
    macro_f1,
    ndcg,
    paired_difference,
    percentile,
    reciprocal_rank,
    rule_of_three,
    set_f1,
    wilson,
)


@pytest.mark.parametrize(
    ("successes", "count", "low", "high"),
    [
        (81, 263, 0.2553, 0.3662),  # Newcombe, Statistics in Medicine 17 (1998) 857, method 3
        (15, 148, 0.0624, 0.1605),
        (0, 20, 0.0, 0.1611),
        (1, 29, 0.0061, 0.1718),
    ],
)
def test_wilson_intervals_agree_with_published_ones(successes: int, count: int, low: float, high: float) -> None:
    estimate = wilson(successes, count)
    assert estimate.low == pytest.approx(low, abs=1e-4)
    assert estimate.high == pytest.approx(high, abs=1e-4)


@given(st.integers(1, 400), st.floats(0, 1))
def test_a_wilson_interval_holds_its_rate_and_stays_inside_0_and_1(count: int, share: float) -> None:
    estimate = wilson(round(share * count), count)
    assert 0 <= estimate.low <= estimate.value <= estimate.high <= 1


def test_nothing_measured_has_an_interval_that_says_so() -> None:
    assert (wilson(0, 0).low, wilson(0, 0).high) == (0, 1)
    assert math.isnan(clustered_mean([], []).value)


@pytest.mark.parametrize(("count", "bound"), [(0, 1.0), (1, 0.95), (60, 0.0487), (100, 0.0295), (300, 0.00994)])
def test_the_rule_of_three_bounds_what_was_not_seen(count: int, bound: float) -> None:
    assert rule_of_three(count) == pytest.approx(bound, abs=1e-4)


def test_paraphrases_that_fail_together_widen_the_interval() -> None:
    values = [0.0, 1.0] * 30
    alone = clustered_mean(values, list(range(60)))
    together = clustered_mean(sorted(values), [index // 10 for index in range(60)])
    assert together.high - together.low > 1.5 * (alone.high - alone.low)
    assert alone.value == together.value == 0.5


def test_the_bootstrap_gives_the_same_interval_every_time() -> None:
    values, families = [0.1, 0.5, 0.9, 0.4], ["a", "a", "b", "c"]
    assert clustered_mean(values, families) == clustered_mean(values, families)


def test_any_statistic_can_be_drawn_and_undefined_draws_are_left_out() -> None:
    estimate = clustered([1.0, 2.0, 3.0], ["a", "b", "c"], lambda drawn: math.nan if 3.0 not in drawn else max(drawn))
    assert (estimate.value, estimate.low, estimate.high) == (3.0, 3.0, 3.0)


@pytest.mark.parametrize(
    ("lost", "won", "p_value"),
    [(0, 0, 1.0), (5, 0, 2 / 32), (6, 0, 2 / 64), (1, 1, 1.0), (8, 2, 0.109375), (9, 1, 0.021484375)],
)
def test_with_single_samples_the_paired_test_is_the_exact_one_of_mcnemar(lost: int, won: int, p_value: float) -> None:
    before = [1.0] * lost + [0.0] * won + [1.0] * 20
    after = [0.0] * lost + [1.0] * won + [1.0] * 20
    difference = paired_difference(before, after, list(range(len(before))))
    assert difference.p_value == pytest.approx(p_value)
    assert difference.value == pytest.approx((won - lost) / len(before))


def test_six_losses_of_one_family_are_one_loss() -> None:
    assert paired_difference([1.0] * 6, [0.0] * 6, ["one"] * 6).p_value == 1.0


def test_many_families_are_drawn_and_agree_with_the_exact_test() -> None:
    before = [1.0] * 16 + [0.0] * 4
    after = [0.0] * 16 + [1.0] * 4
    assert paired_difference(before, after, list(range(20))).p_value == pytest.approx(0.0118, abs=0.003)


def test_sequences_of_different_lengths_are_no_pairs() -> None:
    with pytest.raises(ValueError, match="zip"):
        paired_difference([1.0], [1.0, 0.0], ["a"])


def test_holm_adjusts_step_by_step() -> None:
    adjusted = holm({"a": 0.01, "b": 0.04, "c": 0.03})
    assert adjusted == {"a": pytest.approx(0.03), "c": pytest.approx(0.06), "b": pytest.approx(0.06)}


def test_a_percentile_lies_between_its_neighbours() -> None:
    assert percentile([1, 2, 3, 4], 50) == 2.5
    assert percentile([7], 95) == 7
    assert math.isnan(percentile([], 50))


@pytest.mark.parametrize(
    ("relevant", "wanted", "rank", "gain"),
    [
        ([True], 1, 1.0, 1.0),
        ([False, True], 1, 0.5, 1 / math.log2(3)),
        ([False, False], 1, 0.0, 0.0),
        ([True, False, True], 2, 1.0, 1.5 / (1 + 1 / math.log2(3))),
        ([False] * 10 + [True], 1, 0.0, 0.0),
    ],
)
def test_ranking_measures(relevant: list[bool], wanted: int, rank: float, gain: float) -> None:
    assert reciprocal_rank(relevant) == pytest.approx(rank)
    assert ndcg(relevant, wanted=wanted) == pytest.approx(gain)


def test_f1_of_sets_and_classes() -> None:
    assert set_f1([], []) == 1
    assert set_f1(["a"], []) == 0
    assert set_f1(["a", "b"], ["b", "c"]) == 0.5
    assert harmonic(0, 0) == 0
    assert macro_f1([("yes", "yes"), ("no", "yes"), ("no", "no")]) == pytest.approx(2 / 3)
    assert math.isnan(macro_f1([]))
