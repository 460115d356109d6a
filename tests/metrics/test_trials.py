"""Trials: what is evidence and what is not, beside values that are counted out."""

from dataclasses import replace
from datetime import date, timedelta
from itertools import product
from math import comb, inf

import pytest
from hypothesis import given
from hypothesis import strategies as st

from secondsale.metrics.evidence import Tally, evidence, more_needed
from secondsale.metrics.intervals import beta, of_difference
from secondsale.metrics.trials import Comparison, Exposed, recorded, standing
from secondsale.model import Arm, Trial

BEGUN = date(2026, 1, 1)
TRIAL = Trial(1, "t", "education", "salt", BEGUN, (("due_days", "3"),), (), 20, 30)


def day(number: int) -> date:
    return BEGUN + timedelta(number)


@pytest.mark.parametrize("share", [0.5, 0.8])
@pytest.mark.parametrize("hits", [0, 2, 5])
def test_a_bet_on_what_is_alike_wins_nothing_on_average(
    share: float, hits: int
) -> None:
    misses = 5 - hits

    mean = sum(
        comb(hits, h) * comb(misses, m)
        * share ** (h + m) * (1 - share) ** (5 - h - m)
        * evidence(Tally(h, h + m), Tally(hits - h, 5 - h - m), share)
        for h, m in product(range(hits + 1), range(misses + 1))
    )  # fmt: skip

    assert mean == pytest.approx(1)


def test_nothing_known_is_no_evidence() -> None:
    assert evidence(Tally(), Tally()) == pytest.approx(1)


@given(st.integers(0, 40), st.integers(0, 40), st.integers(0, 40), st.integers(0, 40))
def test_it_is_the_same_for_either_way_as_the_first(
    hits: int, misses: int, more_hits: int, more_misses: int
) -> None:
    one = Tally(hits, hits + misses)
    other = Tally(more_hits, more_hits + more_misses)

    assert evidence(one, other) == pytest.approx(evidence(other, one))


def test_what_is_plain_is_told_and_chance_is_not() -> None:
    assert Comparison(Tally(18, 40), Tally(2, 40), 0.5).better is True
    assert Comparison(Tally(2, 40), Tally(18, 40), 0.5).better is False
    assert Comparison(Tally(12, 40), Tally(8, 40), 0.5).better is None


def test_two_comparisons_together_err_as_seldom_as_one() -> None:
    both = Comparison(Tally(16, 40), Tally(3, 40), 0.5, of=2)

    assert both.enough == 40
    assert 20 <= both.evidence < 40
    assert both.better is None


def test_a_great_book_is_no_more_than_a_float() -> None:
    found = evidence(Tally(40_000, 100_000), Tally(20_000, 100_000))

    assert 10**100 < found < inf


def test_the_more_a_way_looks_better_the_fewer_customers_it_takes() -> None:
    close = more_needed(Tally(12, 40), Tally(8, 40), 0.5, 20)
    far = more_needed(Tally(14, 40), Tally(6, 40), 0.5, 20)

    assert close is not None
    assert far is not None
    assert 0 < far < close
    assert more_needed(Tally(10, 40), Tally(10, 40), 0.5, 20) is None
    assert more_needed(Tally(18, 40), Tally(2, 40), 0.5, 20) == 0


def test_of_a_handful_nobody_guesses_how_many_it_takes() -> None:
    found = Comparison(Tally(1, 4), Tally(0, 30), 0.5)

    assert not found.guessed
    assert found.more is None


@pytest.mark.parametrize(
    ("hits", "n", "low", "high"),
    [  # of Beta(1, b) and Beta(a, 1) the quantiles are powers
        (0, 0, 0.025, 0.975),
        (0, 10, 1 - 0.975 ** (1 / 11), 1 - 0.025 ** (1 / 11)),
        (10, 10, 0.025 ** (1 / 11), 0.975 ** (1 / 11)),
    ],
)
def test_a_posterior_is_as_it_can_be_worked_out(
    hits: int, n: int, low: float, high: float
) -> None:
    assert beta(hits, n) == pytest.approx((low, high), abs=1e-9)


@given(st.integers(0, 60), st.integers(0, 60))
def test_a_posterior_has_2_and_a_half_in_100_on_each_side(
    hits: int, misses: int
) -> None:
    n = hits + misses

    low, high = beta(hits, n)

    # Below x lies as much as the chance of more than `hits` of n + 1 draws.
    for x, below in ((low, 0.025), (high, 0.975)):
        more = (
            comb(n + 1, k) * x**k * (1 - x) ** (n + 1 - k)
            for k in range(hits + 1, n + 2)
        )
        assert sum(more) == pytest.approx(below, abs=1e-7)


@given(
    st.tuples(st.integers(0, 30), st.integers(0, 30)),
    st.tuples(st.integers(0, 30), st.integers(0, 30)),
)
def test_a_difference_lies_within_its_limits_and_turns_with_the_ways(
    one: tuple[int, int], other: tuple[int, int]
) -> None:
    first, second = (one[0], sum(one)), (other[0], sum(other))

    apart, low, high = of_difference(first, second)

    assert -1 <= low <= apart <= high <= 1
    assert of_difference(second, first) == pytest.approx((-apart, -high, -low))


def test_a_difference_covers_the_truth_19_times_in_20() -> None:
    n, truth = 25, (0.4, 0.2)

    def chance(hits: int, rate: float) -> float:
        return comb(n, hits) * rate**hits * (1 - rate) ** (n - hits)

    covered = 0.0
    for one, other in product(range(n + 1), repeat=2):
        _, low, high = of_difference((one, n), (other, n))
        if low <= truth[0] - truth[1] <= high:
            covered += chance(one, truth[0]) * chance(other, truth[1])

    assert 0.94 < covered < 0.97


def dealt(arm: Arm, number: int = 1) -> list[int]:
    """Return the ids of so many customers who are dealt an arm."""
    ids = (each for each in range(1, 1000) if TRIAL.arm(each) is arm)
    return [next(ids) for _ in range(number)]


def test_an_order_counts_when_the_days_are_over_and_not_before() -> None:
    (who,) = dealt(Arm.FIRST)
    exposed = [Exposed(who, day(10), (day(25),))]

    before = standing(TRIAL, exposed, day(40))
    after = standing(TRIAL, exposed, day(41))

    assert before.arms[Arm.FIRST] == Tally()
    assert before.waiting[Arm.FIRST] == Tally(1, 1)
    assert after.arms[Arm.FIRST] == Tally(1, 1)
    assert after.waiting[Arm.FIRST] == Tally()


def test_an_order_after_the_days_comes_too_late() -> None:
    one, other = dealt(Arm.SECOND, 2)
    exposed = [Exposed(one, day(10), (day(40),)), Exposed(other, day(10), (day(41),))]

    found = standing(TRIAL, exposed, day(90))

    assert found.arms[Arm.SECOND] == Tally(1, 2)


def test_those_left_alone_stand_beside_both_ways_together() -> None:
    groups = ((Arm.FIRST, 3), (Arm.SECOND, 2), (Arm.HELD_OUT, 4))
    exposed = [Exposed(who, day(1), ()) for arm, n in groups for who in dealt(arm, n)]

    found = standing(TRIAL, exposed, day(90))

    assert found.held_out is not None
    assert found.ways is not None
    assert (found.held_out.one.n, found.held_out.other.n) == (5, 4)
    assert found.held_out.share == 0.8
    assert (found.ways.one.n, found.ways.other.n) == (3, 2)


def test_a_hold_out_alone_is_one_comparison_with_the_usual_bar() -> None:
    of = replace(TRIAL, first=(), second=(), hold_out=50)
    exposed = [Exposed(who, day(1), ()) for who in range(1, 101)]

    found = standing(of, exposed, day(90))

    assert found.ways is None
    assert found.arms[Arm.SECOND] == Tally()
    assert found.held_out is not None
    assert found.held_out.enough == 20
    assert found.held_out.one.n + found.held_out.other.n == 100


@given(st.lists(st.tuples(st.integers(1, 999), st.booleans()), max_size=30))
def test_a_record_stands_as_what_it_was_made_of(them: list[tuple[int, bool]]) -> None:
    known = [Exposed(who, day(who % 50), (day(40),) * hit) for who, hit in them]
    found = standing(TRIAL, known, day(60))

    kept = recorded(replace(TRIAL, record=found.record), day(60))

    assert (kept.arms, kept.waiting) == (found.arms, found.waiting)
