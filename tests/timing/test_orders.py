from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from secondsale.days import LAST
from secondsale.model import Learned, Votes
from secondsale.timing import Orders, alive, gone_quiet, p_order, typical_gap

START = date(2026, 1, 1)
NOTHING = Learned()

order_days = st.lists(st.integers(0, 3000), min_size=1, max_size=30).map(sorted)
shops = st.builds(
    Learned,
    typical_order_days=st.integers(1, 3650),
    orders=st.builds(Votes, logs=st.floats(0, 1e5), weight=st.floats(0, 1e5)),
)


def orders(*numbers: int) -> Orders:
    return Orders(START.toordinal() + number for number in numbers)


def day(number: int) -> date:
    return START + timedelta(days=number)


def chance(numbers: list[int], on: int, learned: Learned = NOTHING) -> float:
    return p_order(orders(*numbers), learned, day(on))


def test_orders_of_one_day_are_one() -> None:
    assert orders(0, 0, 5).count == 2


def test_six_orders_and_ninety_days_of_silence() -> None:
    made = orders(0, 30, 60, 90, 120, 150)
    al, x, tx, t = 180, 5, 150, 240
    still = 1 / (1 + 0.25 / 5.6 * ((al + t) / (al + tx)) ** (1 + x))
    expected = still * (1 - ((al + t) / (al + t + 60)) ** (1 + x))

    assert tx == 150
    assert alive(made, NOTHING, day(t)) == pytest.approx(still)
    assert p_order(made, NOTHING, day(t)) == pytest.approx(expected)


@given(order_days, shops)
def test_the_chance_of_an_order_falls_with_every_day_of_silence(
    numbers: list[int], learned: Learned
) -> None:
    last = numbers[-1]
    chances = [chance(numbers, last + days, learned) for days in range(0, 2000, 37)]

    assert chances == sorted(chances, reverse=True)
    assert 0 <= chances[-1] <= chances[0] <= 1


@given(order_days, shops)
def test_quiet_begins_on_the_first_day_on_which_all_of_it_holds(
    numbers: list[int], learned: Learned
) -> None:
    made = orders(*numbers)

    quiet = gone_quiet(made, learned).day

    last = day(numbers[-1])
    assert last < quiet <= LAST
    if made.count > 1 and quiet < LAST:
        assert p_order(made, learned, quiet) < 0.5
        before = quiet - timedelta(days=1)
        by_gap = (before - last).days >= 1.5 * made.gap(learned)
        assert not by_gap or p_order(made, learned, before) >= 0.5


def test_slow_customers_are_not_quiet_before_their_own_rhythm_says_so() -> None:
    made = orders(0, 200, 400)

    quiet = gone_quiet(made, NOTHING).day

    assert p_order(made, NOTHING, day(401)) < 0.5
    assert quiet >= day(400) + timedelta(days=1.5 * made.gap(NOTHING))


def test_after_one_order_the_shop_s_typical_gap_says_who_is_quiet() -> None:
    often = Learned(orders=Votes(logs=0, weight=1000))

    assert gone_quiet(orders(3), NOTHING).day == day(3 + 120)
    assert typical_gap(often) < 2
    assert gone_quiet(orders(3), often).day == day(3 + 60)


def test_how_quiet_was_worked_out_is_said() -> None:
    several = gone_quiet(orders(0, 30, 60, 90, 120, 150), NOTHING)
    once = gone_quiet(orders(3), NOTHING)

    silent = (several.day - day(150)).days
    assert several.working.startswith(
        f"6 orders about every 30 days, silent for {silent}: "
    )
    assert several.working.endswith(" % chance to order within 60 days")
    assert once.working == (
        "one order, on 4 January; others order again after about 60 days: quiet after"
        " 120 days"
    )


def test_ten_thousand_orders_overflow_nothing() -> None:
    made = orders(*range(10_000))

    assert chance(list(range(10_000)), 10_000) > 0.99
    assert chance(list(range(10_000)), 50_000) == pytest.approx(0)
    assert gone_quiet(made, NOTHING).day > day(10_000)
