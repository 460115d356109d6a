from datetime import date

from tests.builders import day, days_of, derived, history, sale

from secondsale.model import Intent
from secondsale.rules.education import Education

RULE = Education()


def test_a_lesson_is_due_a_week_after_delivery() -> None:
    found = derived(RULE, history(sale(day(5), "Jug")))["education:l1"]

    assert days_of(found) == (16, 16, 26)
    assert found.intent is Intent.TEACH
    assert found.reason == "first Jug, delivery on 10 January"


def test_each_line_counts_from_its_own_delivery() -> None:
    found = derived(RULE, history(sale(day(5), "Serum", "Jug")))

    assert days_of(found["education:l1"]) == (12, 12, 22)
    assert days_of(found["education:l2"]) == (16, 16, 26)


def test_a_product_is_taught_once() -> None:
    known = history(sale(day(1), "Serum", "Serum x2"), sale(day(40), "Serum", "Jug"))

    assert derived(RULE, known).keys() == {"education:l1", "education:l4"}


def test_what_was_taken_back_is_taught_when_it_is_bought_again() -> None:
    cancelled = sale(day(1), "Serum", cancelled=day(2))
    returned = sale(day(1), "Serum", returned={"Serum": day(3)})

    for first in (cancelled, returned):
        found = derived(RULE, history(first, sale(day(9), "Serum")))

        assert found["education:l1"].ended is not None
        assert found["education:l2"].ended is None


def test_a_returned_line_closes_its_lesson_alone() -> None:
    sold = sale(day(1), "Serum", "Jug", returned={"Jug": day(9)})

    found = derived(RULE, history(sold))

    assert found["education:l1"].ended is None
    ended = found["education:l2"].ended
    assert ended is not None
    assert (ended.on, ended.by) == (day(9), "Jug was returned")


def test_the_key_stays_when_the_figures_move() -> None:
    known = history(sale(day(1), "Serum"))

    moved = derived(Education(due_days=20, stays_days=3), known)

    assert moved.keys() == derived(RULE, known).keys()
    assert days_of(moved["education:l1"]) == (21, 21, 24)


def test_a_leap_day_is_a_day() -> None:
    found = derived(RULE, history(sale(date(2028, 2, 22), "Serum")))["education:l1"]

    assert found.window.due == date(2028, 2, 29)
