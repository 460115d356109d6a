from datetime import date
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.builders import day, days_of, derived, history, sale, talk

from secondsale.model import Ending, Intent
from secondsale.rules.referral import Referral

RULE = Referral()


def test_a_referral_is_asked_for_a_month_after_delivery() -> None:
    found = derived(RULE, history(sale(day(5), "Jug")))["referral:s1"]

    assert days_of(found) == (39, 39, 84)
    assert found.intent is Intent.ASK
    assert found.reason == "Jug: delivery on 10 January"
    assert found.working == "delivery on 10 January + 30 days"
    assert found.sale_id == 1
    assert found.ended is None


def test_after_an_ask_there_is_none_for_half_a_year() -> None:
    known = history(
        sale(day(0), "Soap"),
        talk(day(40), "happy", "referral:s1"),
        sale(day(100), "Soap"),
        sale(day(189), "Soap"),
        sale(day(190), "Soap"),
    )

    found = derived(RULE, known)

    assert found["referral:s1"].ended is None
    assert found["referral:s4"].ended is None
    ends = [found[key].ended for key in ("referral:s2", "referral:s3")]
    asked = "asked for a referral on 10 February"
    assert ends == [Ending(day(100), asked), Ending(day(189), asked)]


def test_an_ask_in_the_window_of_another_sale_closes_it() -> None:
    known = history(
        sale(day(0), "Soap"),
        sale(day(60), "Soap"),
        talk(day(100), "happy", "referral:s1"),
    )

    ended = derived(RULE, known)["referral:s2"].ended

    assert ended is not None
    assert ended.on == day(100)


def test_an_attempt_is_no_ask() -> None:
    known = history(
        sale(day(0), "Soap"),
        talk(day(40), "no-answer", "referral:s1"),
        sale(day(100), "Soap"),
    )

    assert derived(RULE, known)["referral:s2"].ended is None


def test_without_a_rest_every_sale_is_asked_about() -> None:
    known = history(
        sale(day(0), "Soap"),
        talk(day(40), "happy", "referral:s1"),
        sale(day(100), "Soap"),
    )

    assert derived(Referral(rest_days=0), known)["referral:s2"].ended is None


def test_while_one_is_open_those_of_later_sales_wait() -> None:
    known = history(sale(day(0), "Soap"), sale(day(20), "Soap"), sale(day(200), "Soap"))

    found = derived(RULE, known)

    assert days_of(found["referral:s1"]) == (30, 30, 75)
    assert days_of(found["referral:s2"]) == (76, 76, 95)
    assert days_of(found["referral:s3"]) == (230, 230, 275)
    assert found["referral:s2"].working == (
        "bought on 21 January + 30 days, after the one of an earlier sale"
    )


@pytest.mark.parametrize(
    ("sold", "days"), [(44, (76, 76, 119)), (45, (76, 76, 120)), (1, (76, 76, 76))]
)
def test_two_never_share_a_day_and_a_last_day_is_enough(
    sold: int, days: tuple[int, int, int]
) -> None:
    found = derived(RULE, history(sale(day(0), "Soap"), sale(day(sold), "Soap")))

    assert days_of(found["referral:s2"]) == days
    assert found["referral:s2"].ended is None


def test_nobody_waits_for_a_sale_that_ended() -> None:
    known = history(sale(day(0), "Soap", cancelled=day(2)), sale(day(20), "Soap"))

    found = derived(RULE, known)

    assert found["referral:s1"].ended is not None
    assert days_of(found["referral:s2"]) == (50, 50, 95)


def test_of_two_sales_of_a_day_one_is_asked_about() -> None:
    found = derived(RULE, history(sale(day(0), "Soap"), sale(day(0), "Serum")))

    ended = found["referral:s2"].ended
    assert ended is not None
    assert (ended.on, ended.by) == (day(0), "an earlier sale has the same days")


def test_the_key_stays_when_the_figures_move() -> None:
    known = history(sale(day(1), "Serum"))

    moved = derived(Referral(due_days=20, stays_days=3), known)

    assert moved.keys() == derived(RULE, known).keys()
    assert days_of(moved["referral:s1"]) == (21, 21, 24)


@given(
    st.lists(st.integers(0, 200), min_size=1, max_size=8),
    st.lists(st.tuples(st.integers(0, 300), st.integers(1, 8)), max_size=4),
)
def test_at_most_one_is_open_on_a_day(
    sold: list[int], asked: list[tuple[int, int]]
) -> None:
    talks = (talk(day(on), "happy", f"referral:s{number}") for on, number in asked)
    known = history(*(sale(day(on), "Soap") for on in sold), *talks)

    found = derived(RULE, known, until=date(2028, 1, 1))

    assert len(found) == len(sold)
    open_ones = [each.window for each in found.values() if each.ended is None]
    in_order = sorted(open_ones, key=lambda window: window.opens)
    for before, after in pairwise(in_order):
        assert before.expires < after.opens
