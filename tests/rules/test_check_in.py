from datetime import date

from tests.builders import day, days_of, derived, history, sale

from secondsale.model import Intent
from secondsale.rules.check_in import CheckIn

RULE = CheckIn()


def test_a_check_in_is_due_three_days_after_delivery() -> None:
    found = derived(RULE, history(sale(day(5), "Serum", "Jug")))["check-in:s1"]

    assert days_of(found) == (12, 12, 17)
    assert found.intent is Intent.CARE
    assert found.reason == "Serum, Jug: delivery on 10 January"


def test_what_was_taken_along_counts_from_the_sale() -> None:
    found = derived(RULE, history(sale(day(5), "Serum")))["check-in:s1"]

    assert days_of(found) == (8, 8, 13)
    assert found.reason == "Serum: bought on 6 January"


def test_what_was_delivered_says_when() -> None:
    sold = [sale(day(5), "Jug"), sale(day(20), "Serum")]

    delivered, taken_along = derived(RULE, history(*sold)).values()

    assert delivered.slots == (("delivered", "10 January"),)
    assert not taken_along.slots


def test_a_delivery_that_was_logged_counts() -> None:
    sold = sale(day(5), "Jug", delivered=day(30))

    assert days_of(derived(RULE, history(sold))["check-in:s1"]) == (33, 33, 38)


def test_it_is_never_due_before_the_sale() -> None:
    sold = sale(day(30), "Jug", delivered=day(5))

    assert days_of(derived(RULE, history(sold))["check-in:s1"]) == (30, 30, 35)


def test_every_sale_has_its_own() -> None:
    found = derived(RULE, history(sale(day(1), "Serum"), sale(day(9), "Serum")))

    assert found.keys() == {"check-in:s1", "check-in:s2"}


def test_a_cancelled_or_wholly_returned_sale_closes_it() -> None:
    cancelled = sale(day(1), "Serum", cancelled=day(2))
    returned = sale(day(1), "Serum", "Jug", returned={"Serum": day(2), "Jug": day(7)})

    for sold, on in ((cancelled, day(2)), (returned, day(7))):
        ended = derived(RULE, history(sold))["check-in:s1"].ended

        assert ended is not None
        assert ended.on == on


def test_nobody_is_asked_how_a_returned_product_works() -> None:
    sold = sale(day(1), "Serum", "Jug", returned={"Serum": day(2)})

    found = derived(RULE, history(sold))["check-in:s1"]

    assert found.ended is None
    assert found.products == ("Jug",)


def test_the_key_stays_when_the_figures_move() -> None:
    known = history(sale(day(1), "Serum"))

    moved = derived(CheckIn(due_days=10, stays_days=1), known)

    assert moved.keys() == derived(RULE, known).keys()
    assert days_of(moved["check-in:s1"]) == (11, 11, 12)


def test_a_leap_day_is_a_day() -> None:
    leap = derived(RULE, history(sale(date(2028, 2, 26), "Serum")))["check-in:s1"]

    assert leap.window.due == date(2028, 2, 29)
