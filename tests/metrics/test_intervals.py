"""Intervals beside values from books, and counted out."""

from fractions import Fraction
from itertools import product
from math import comb

import pytest
from hypothesis import given
from hypothesis import strategies as st

from secondsale.metrics.distribution import Distribution
from secondsale.metrics.intervals import (
    median_ranks,
    of_mean,
    of_ratio,
    told_apart,
    wilson,
)


@pytest.mark.parametrize(
    ("hits", "n", "low", "high"),
    [  # R. G. Newcombe, Statistics in Medicine 17 (1998), 857-872, table I, method 3
        (81, 263, 0.2553, 0.3662),
        (15, 148, 0.0624, 0.1605),
        (0, 20, 0.0000, 0.1611),
        (1, 29, 0.0061, 0.1718),
    ],
)
def test_wilson_is_as_published(hits: int, n: int, low: float, high: float) -> None:
    assert wilson(hits, n) == pytest.approx((low, high), abs=5e-5)


@pytest.mark.parametrize("n", [*range(1, 12), 50, 999, 1001, 5000])
def test_the_middle_lies_between_its_ranks_19_times_in_20(n: int) -> None:
    ranks = median_ranks(n)

    if ranks is None:
        assert n < 6
        return
    low, high = ranks
    assert high == n + 1 - low
    outside = 2 * sum(Fraction(comb(n, below), 2**n) for below in range(low))
    assert outside <= (Fraction(5, 100) if n <= 1000 else Fraction(52, 1000))
    closer = outside + 2 * Fraction(comb(n, low), 2**n)
    assert closer > Fraction(49, 1000)


@given(st.lists(st.integers(0, 400), min_size=1, max_size=60))
def test_a_distribution_knows_mean_and_middle(values: list[int]) -> None:
    made = Distribution()
    for value in values:
        made.add(value)

    ordered, n = sorted(values), len(values)
    assert made.n == n
    assert made.mean == pytest.approx(sum(values) / n)
    assert made.median == (ordered[(n - 1) // 2] + ordered[n // 2]) / 2
    assert made.at_most(100) == sum(value <= 100 for value in values)
    reached = made.reached_by(0.9)
    assert reached is not None
    assert sum(value <= reached for value in values) >= 0.9 * n
    assert sum(value < reached for value in values) < 0.9 * n


def test_a_mean_of_few_has_no_interval() -> None:
    assert of_mean(29, 29.0, 60.0) is None
    assert of_mean(30, 30.0, 60.0) is not None


def test_the_interval_of_a_mean_is_1_96_standard_errors() -> None:
    values = [1, 2, 3] * 12
    mean = sum(values) / 36
    deviation = (sum((v - mean) ** 2 for v in values) / 35) ** 0.5

    low, high = of_mean(36, sum(values), sum(v * v for v in values)) or (0, 0)

    assert (low + high) / 2 == pytest.approx(mean)
    assert high - mean == pytest.approx(1.959964 * deviation / 6)


def test_a_ratio_is_as_sure_as_its_customers_are_alike() -> None:
    alike = [(1, 2)] * 40
    unlike = [(0, 2), (2, 2)] * 20

    low, high = ratio_of(alike)
    wide_low, wide_high = ratio_of(unlike)

    assert (low, high) == pytest.approx((0.5, 0.5))
    assert wide_high - wide_low == pytest.approx(2 * 1.959964 * 0.5 / 39**0.5)


def ratio_of(pairs: list[tuple[int, int]]) -> tuple[float, float]:
    made = of_ratio(
        len(pairs),
        sum(p for p, _ in pairs),
        sum(w for _, w in pairs),
        sum(p * p for p, _ in pairs),
        sum(w * w for _, w in pairs),
        sum(p * w for p, w in pairs),
    )
    assert made is not None
    return made


def test_the_ranks_of_six_values_are_the_ends() -> None:
    """Of 64 equally likely patterns of above and below, two have all on one side."""
    sides = [sum(each) for each in product((0, 1), repeat=6)]

    assert sides.count(0) + sides.count(6) == 2
    assert median_ranks(6) == (1, 6)


def test_two_shares_are_told_apart_as_newcombe_does() -> None:
    """His example: 56 of 70 and 48 of 80 differ by 0.0524 to 0.3339 (method 10)."""
    assert told_apart((56, 70), (48, 80)) == 1
    assert told_apart((48, 80), (56, 70)) == -1
    assert told_apart((9, 10), (3, 10)) == 1  # 0.1705 to 0.8090
    assert told_apart((14, 52), (9, 41)) == 0
    assert told_apart((5, 5), (0, 0)) == 0
