from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.timing.shelf import DAY_0, after, histories, rhythm, taught

from secondsale.days import LAST
from secondsale.model import Learned
from secondsale.timing import Basis, Rhythm, forecast

SERUM = ((0, 1), (31, 1), (69, 1), (102, 1))
"""Gaps 31, 38, 33."""
hostile = st.floats(1e-9, 1e9)


def in_days(day: date) -> int:
    return day.toordinal() - DAY_0


def test_one_purchase_and_nothing_known_is_the_typical_cycle() -> None:
    assert after(rhythm((0, 1))).gap == pytest.approx(45.00)


def test_stated_days_are_pooled_with_the_typical_cycle() -> None:
    assert after(rhythm((0, 1)), stated=30).gap == pytest.approx(36.74, abs=0.005)


def test_own_gaps_count_most() -> None:
    made = after(rhythm(*SERUM))

    assert made.gap == pytest.approx(35.99, abs=0.005)
    assert in_days(made.nudge) == 102 + 29
    assert in_days(made.expected) == 102 + 36


def test_two_instead_of_the_usual_one_last_a_little_longer() -> None:
    made = after(rhythm(*SERUM[:-1], (102, 2)))

    assert made.gap == pytest.approx(39.69, abs=0.005)
    assert made.quantity_effect == pytest.approx(39.69 / 35.99 - 1, abs=0.001)
    assert made.usual_quantity == pytest.approx(1)


def test_a_dosed_product_lasts_twice_as_long_for_two() -> None:
    one, two = (after(rhythm((0, q), dosed=True), stated=30) for q in (1, 2))

    assert two.gap == pytest.approx(2 * one.gap)


def test_the_chance_is_that_of_coming_back_within_ten_days() -> None:
    made = after(rhythm(*SERUM))
    day = date.fromordinal(DAY_0 + 130)

    assert made.returns == pytest.approx(3.5 / 4.6)
    assert made.chance(day, 0) == 0
    assert 0 < made.chance(day) < made.chance(day, 20) < 1
    assert made.chance(day, 10**6) < 1


def test_who_came_once_comes_back_as_often_as_others_did() -> None:
    once, again = rhythm((0, 1)), rhythm((0, 1), (30, 1))

    rare = after(once, taught(*[once] * 50))
    common = after(once, taught(*[again] * 50))

    assert rare.returns == 0.1
    assert common.returns == 0.8


def test_the_words_of_a_rhythm_name_gaps_quantity_dates_and_chance() -> None:
    others = [rhythm((0, 1), (gap, 1), (2 * gap, 1)) for gap in (40, 44, 48)]
    own = rhythm(*SERUM[:-1], (102, 2))
    made = after(own, taught(own, *others))

    words = made.words(date.fromordinal(DAY_0))

    assert words == (
        "usually reorders every 34 days (3 gaps: 31, 38, 33; others about 44); bought 2"
        " instead of the usual 1: +10 %; expected 23 May, likely 7 May to 16 June,"
        " nudge from 15 May; 16 % within 10 days"
    )


def test_today_s_chance_is_said_where_today_is_given() -> None:
    made = after(rhythm(*SERUM))
    day = date.fromordinal(DAY_0 + 140)

    said = made.words(day, day)

    assert said.endswith(f"; {100 * made.chance(day):.0f} % within 10 days")


def test_a_first_purchase_says_what_others_do() -> None:
    own = rhythm((0, 1))
    made = after(own, taught(own, *[rhythm((0, 1), (40, 1))] * 3, *[own] * 9))

    assert made.basis is Basis.OTHERS
    assert made.words(date.fromordinal(DAY_0)).startswith(
        "first purchase; others reorder after about 44 days; 1 in 4 do; expected "
    )


@pytest.mark.parametrize(
    ("stated", "words"),
    [
        (None, "first purchase; nobody else has reordered it; typical cycle 45 days; "),
        (30, "first purchase; nobody else has reordered it; stated 30 days; "),
    ],
)
def test_a_first_purchase_says_what_is_stated_or_typical(
    stated: float | None, words: str
) -> None:
    made = after(rhythm((0, 1)), stated=stated)

    assert made.words(date.fromordinal(DAY_0)).startswith(words)


def test_who_alone_bought_it_is_not_called_others() -> None:
    learned = taught(rhythm((0, 1), (30, 1)))

    made = after(rhythm((0, 1)), learned)  # the second purchase was taken back since

    assert made.basis is not Basis.OTHERS
    assert "others" not in made.words(date.max)


def test_goods_like_it_are_named_where_nobody_else_bought_it_again() -> None:
    learned = taught(*[rhythm((0, 1), (40, 1))] * 3)
    own = rhythm((0, 1))

    made = forecast(own, learned, product_id=2, category="x")

    assert made.basis is Basis.CATEGORY
    assert "goods like it are reordered after about 45 days" in made.words(date.max)


def test_of_many_gaps_the_last_ones_are_shown() -> None:
    made = after(rhythm(*((30 * number, 1) for number in range(9))))

    assert "(8 gaps: the last 30, 30, 30, 30, 30; " in made.words(date.max)


@given(histories, st.none() | hostile, st.booleans(), st.floats(-700, 700))
def test_every_history_has_a_forecast_in_order(
    bought: list[tuple[int, float]], stated: float | None, dosed: bool, pace: float
) -> None:
    own = rhythm(*bought, dosed=dosed)
    learned = taught(own, stated=stated)

    made = forecast(own, learned, product_id=1, category="x", stated=stated, pace=pace)

    assert made.start < made.nudge <= made.expected <= made.late <= LAST
    assert made.start < made.likely_from <= made.expected <= made.likely_to
    for day in (date.min, made.start, made.expected, LAST, date.max):
        assert 0 <= made.chance(day) <= 1
        assert made.words(day, day)


@given(histories, st.booleans())
def test_more_bought_is_never_expected_sooner(
    bought: list[tuple[int, float]], dosed: bool
) -> None:
    own, more = rhythm(*bought, dosed=dosed), rhythm(*bought, dosed=dosed)
    learned = taught(own)

    more.buy(more.last_day, 1 + more.last_quantity)

    assert after(more, learned).expected >= after(own, learned).expected


def test_ten_thousand_sales_of_one_day_are_one_purchase() -> None:
    own = Rhythm()
    for _ in range(10_000):
        own.buy(DAY_0, 1)

    made = after(own, Learned())

    assert made.quantity == 10_000
    assert made.gap == pytest.approx(45)


def test_on_the_last_day_of_the_calendar_all_days_are_that_day() -> None:
    own = Rhythm()
    own.buy(LAST.toordinal(), 1)

    made = after(own, Learned())

    assert {made.nudge, made.expected, made.late} == {LAST}
    assert made.chance(LAST - timedelta(days=9)) >= 0


def test_the_nudge_comes_as_early_as_wished() -> None:
    made = replace(after(rhythm((0, 1))), early=0.5)

    assert in_days(made.nudge) == 22
