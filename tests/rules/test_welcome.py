from dataclasses import replace
from datetime import date, time

from tests.builders import day, days_of, derived, history, sale

from secondsale.model import Intent
from secondsale.rules.welcome import Welcome

RULE = Welcome()


def test_a_welcome_is_due_the_day_after_the_sale_and_shown_from_the_sale_on() -> None:
    welcome = derived(RULE, history(sale(day(5), "Serum")))["welcome:s1"]

    assert days_of(welcome) == (5, 6, 8)
    assert welcome.intent is Intent.PROMISE


def test_the_hour_of_the_sale_is_the_hour_of_the_welcome() -> None:
    sold = replace(sale(day(5), "Serum"), sold_time=time(15, 40))

    assert derived(RULE, history(sold))["welcome:s1"].due_time == time(15, 40)


def test_another_span_than_a_day_has_no_hour() -> None:
    sold = replace(sale(day(5), "Serum"), sold_time=time(15, 40))

    assert derived(Welcome(due_days=2), history(sold))["welcome:s1"].due_time is None


def test_the_first_sale_is_welcomed_and_later_ones_are_thanked_for() -> None:
    found = derived(RULE, history(sale(day(1), "Serum"), sale(day(40), "Jug")))

    first, later = found["welcome:s1"], found["welcome:s2"]
    assert ("sale", "first") in first.slots
    assert first.reason == "first sale: Serum on 2 January"
    assert ("sale", "later") in later.slots
    assert later.reason == "2nd sale: Jug on 10 February"


def test_after_a_cancelled_first_sale_the_next_one_is_the_first() -> None:
    cancelled = sale(day(1), "Serum", cancelled=day(2))

    found = derived(RULE, history(cancelled, sale(day(3), "Serum")))

    assert ("sale", "first") in found["welcome:s2"].slots


def test_a_delivery_to_come_is_mentioned() -> None:
    found = derived(RULE, history(sale(day(1), "Jug"), sale(day(40), "Serum")))

    assert ("delivery", "6 January") in found["welcome:s1"].slots
    assert not any(slot == "delivery" for slot, _ in found["welcome:s2"].slots)


def test_a_cancelled_sale_closes_its_welcome() -> None:
    known = history(sale(day(1), "Serum", cancelled=day(2)))

    ended = derived(RULE, known)["welcome:s1"].ended

    assert ended is not None
    assert (ended.on, ended.by) == (day(2), "cancelled")


def test_a_returned_sale_closes_its_welcome() -> None:
    known = history(sale(day(1), "Serum", "Jug", returned={"Serum": day(2)}))
    all_back = history(sale(day(1), "Serum", returned={"Serum": day(2)}))

    assert derived(RULE, known)["welcome:s1"].ended is None
    assert derived(RULE, known)["welcome:s1"].products == ("Jug",)
    assert derived(RULE, all_back)["welcome:s1"].ended is not None


def test_a_product_is_named_once() -> None:
    found = derived(RULE, history(sale(day(1), "Serum", "Jug", "Serum x2")))

    assert found["welcome:s1"].products == ("Serum", "Jug")


def test_the_key_stays_when_the_figures_move() -> None:
    known = history(sale(day(1), "Serum"), sale(day(9), "Serum"))

    moved = derived(Welcome(due_days=4, stays_days=30), known)

    assert moved.keys() == derived(RULE, known).keys()
    assert days_of(moved["welcome:s1"]) == (1, 5, 35)


def test_the_month_ends_and_the_welcome_goes_on() -> None:
    leap = derived(RULE, history(sale(date(2028, 2, 28), "Serum")))["welcome:s1"]
    end = derived(RULE, history(sale(date(2026, 12, 31), "Serum")))["welcome:s1"]

    assert leap.window.due == date(2028, 2, 29)
    assert leap.window.expires == date(2028, 3, 2)
    assert end.window.due == date(2027, 1, 1)
    assert end.reason == "first sale: Serum on 31 December 2026"


def test_a_cancelled_sale_keeps_its_number() -> None:
    known = history(
        sale(day(1), "Serum"), sale(day(9), "Jug", cancelled=day(10)),
        sale(day(20), "Soap"),
    )  # fmt: skip

    found = derived(RULE, known)

    assert found["welcome:s2"].reason == "2nd sale: Jug on 10 January"
    assert found["welcome:s3"].reason == "2nd sale: Soap on 21 January"
