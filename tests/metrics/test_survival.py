"""The curve to the second sale beside lifelines, and what must hold for any."""

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.metrics.lives import CASES, Life, values

from secondsale.metrics.intervals import wilson
from secondsale.metrics.report import AGES, Point
from secondsale.metrics.survival import Comebacks, at, days_between, days_until

lives = st.lists(
    st.tuples(st.integers(0, 500), st.none() | st.integers(1, 500)).map(
        lambda life: life if life[1] is None or life[1] <= life[0] else (life[0], None)
    ),
    max_size=60,
)


def counted(some: list[Life] | tuple[Life, ...]) -> Comebacks:
    made = Comebacks()
    for watched, after in some:
        made.add(watched, after)
    return made


def steps(made: Comebacks) -> list[Point]:
    """Return the points at which somebody came back; others only say how many wait."""
    points = made.curve()
    return [now for was, now in pairwise(points) if now.share > was.share]


@pytest.mark.parametrize("case", CASES)
def test_the_curve_is_the_one_that_lifelines_draws(case: str) -> None:
    rows = [row for row in values() if row["case"] == case and row["day"] != "half"]

    points = steps(counted(CASES[case]))

    assert [str(point.day) for point in points] == [row["day"] for row in rows]
    for point, row in zip(points, rows, strict=True):
        assert point.at_risk == int(row["at_risk"])
        assert point.share == pytest.approx(float(row["share"]), abs=1e-12)
        if point.share < 1:  # there lifelines has no range, as Greenwood has none
            assert point.low == pytest.approx(float(row["low"]), abs=1e-12)
            assert point.high == pytest.approx(float(row["high"]), abs=1e-12)


@pytest.mark.parametrize("case", CASES)
def test_half_are_back_when_lifelines_says_so(case: str) -> None:
    (row,) = (row for row in values() if row["case"] == case and row["day"] == "half")
    points = counted(CASES[case]).curve()

    half, (early, late) = days_until(points, 0.5), days_between(points, 0.5)

    assert half == day(row["share"])
    assert early == day(row["low"])
    if case != "all back":  # where all are back we stay unsure, see the curve
        assert late == day(row["high"])


def day(written: str) -> int | None:
    return None if written == "inf" else int(float(written))


def test_the_plain_share_counts_only_who_was_watched_long_enough() -> None:
    made = counted([(100, 20), (100, 45), (59, 20), (20, None), (100, None)])

    thirty, sixty, *_ = made.cells()

    assert (thirty and (thirty.n, thirty.hits)) == (4, 2)
    assert (sixty and (sixty.n, sixty.hits)) == (3, 2)
    assert made.cells()[3] is None


def test_nobody_has_no_curve_and_no_cells() -> None:
    nobody = Comebacks()

    assert nobody.curve() == ()
    assert nobody.cells() == (None,) * len(AGES)


@given(lives)
def test_a_curve_only_rises_and_lies_inside_its_range(some: list[Life]) -> None:
    points = counted(some).curve()

    for earlier, later in pairwise(points):
        assert earlier.day < later.day
        assert earlier.share <= later.share
        assert earlier.at_risk >= later.at_risk
    for point in points:
        assert 0 <= point.low <= point.share <= point.high <= 1


@given(lives, lives)
def test_it_does_not_matter_in_which_order_they_are_counted(
    some: list[Life], others: list[Life]
) -> None:
    one = counted([*some, *others])
    other = counted([*reversed(others), *reversed(some)])

    assert one.curve() == other.curve()
    assert one.cells() == other.cells()


@given(lives)
def test_one_more_customer_is_one_more_at_most(some: list[Life]) -> None:
    before, after = counted(some), counted([*some, (90, 30)])

    for was, now in zip(before.cells(), after.cells(), strict=True):
        n, hits = (was.n, was.hits) if was else (0, 0)
        assert (now.n if now else 0) - n in (0, 1)
        assert (now.hits if now else 0) - hits in (0, 1)
    assert after.n == before.n + 1


@given(lives.map(lambda some: [(500, after) for _, after in some]))
def test_where_all_were_watched_it_is_the_plain_share(some: list[Life]) -> None:
    points = counted(some).curve()

    for point in points:
        plain = sum(1 for _, after in some if after and after <= point.day) / len(some)
        assert point.share == pytest.approx(plain)
        assert at(points, point.day) == point


@given(lives, st.integers(1, 12))
def test_the_last_day_with_some_left_is_found_by_looking_at_each(
    some: list[Life], left: int
) -> None:
    ends = [watched if after is None else after for watched, after in some]

    found = counted(some).last_day(left)

    days = [day for day in range(501) if sum(end >= day for end in ends) >= left]
    assert found == max(days, default=None)


def test_until_somebody_is_back_the_range_is_that_of_none_of_so_many() -> None:
    some: list[Life] = [*[(40, None)] * 12, *[(20, None)] * 8]

    first, at_thirty = (at(counted(some).curve(), day) for day in (0, 30))

    assert (first.low, first.high) == wilson(0, 20)
    assert (at_thirty.low, at_thirty.high) == wilson(0, at_thirty.at_risk)
