from math import log

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.timing.shelf import DAY_0, histories, rhythm

from secondsale.timing import Rhythm

OTHERS = log(45)


def test_several_purchases_of_one_day_are_one() -> None:
    once, twice = rhythm((0, 3), (30, 1)), rhythm((0, 1), (0, 2), (30, 1))

    assert twice.gaps == once.gaps == (30,)
    assert twice.purchases == 2
    assert twice.sums == once.sums
    assert twice.quantities == pytest.approx(once.quantities)


def test_days_never_go_back() -> None:
    made = rhythm((5, 1))

    with pytest.raises(ValueError, match="order of their days"):
        made.buy(DAY_0, 1)


def test_nothing_is_not_bought() -> None:
    with pytest.raises(ValueError, match="more than nothing"):
        rhythm((0, 0))


def test_a_dosed_product_is_learned_per_unit() -> None:
    made = rhythm((0, 2), (60, 1), (90, 1), dosed=True)

    assert made.mean == pytest.approx(log(30))
    assert made.expected(log(30)) == pytest.approx(log(30))


def test_a_level_counts_as_one_more_gap_but_not_as_a_return() -> None:
    made = rhythm((0, 2), dosed=True)

    made.observe(25)

    assert made.observed == 1
    assert made.gaps == ()
    assert made.mean == pytest.approx(log(25))


def test_a_copy_goes_its_own_way() -> None:
    made = rhythm((0, 1), (30, 1))

    made.copy().buy(DAY_0 + 60, 1)

    assert made.gaps == (30,)


@given(histories, st.floats(0, 10), st.booleans())
def test_more_bought_never_lasts_shorter(
    bought: list[tuple[int, float]], others: float, dosed: bool
) -> None:
    made, more = rhythm(*bought, dosed=dosed), rhythm(*bought, dosed=dosed)

    more.buy(more.last_day, 1 + more.last_quantity)

    assert more.expected(others) >= made.expected(others) - 1e-9


@given(st.integers(2, 300), st.integers(2, 12), st.data())
def test_who_is_more_regular_has_the_narrower_window(
    gap: int, count: int, data: st.DataObject
) -> None:
    off = data.draw(st.integers(1, gap - 1))

    regular, irregular = Rhythm(), Rhythm()
    for number in range(count + 1):
        regular.buy(number * gap, 1)
        irregular.buy(number * gap + off * (number % 2), 1)

    assert regular.spread <= irregular.spread
    assert regular.others_say <= irregular.others_say


@given(st.integers(1, 300), st.integers(0, 12))
def test_each_gap_like_the_others_narrows_the_window(gap: int, count: int) -> None:
    spreads = []
    made = Rhythm()
    for number in range(count + 2):
        made.buy(number * gap, 1)
        spreads.append(made.spread)

    assert spreads == sorted(spreads, reverse=True)
