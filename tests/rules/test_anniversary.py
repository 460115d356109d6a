from datetime import date

import pytest
from tests.builders import day, derived, history, sale

from secondsale.model import Intent
from secondsale.rules.anniversary import Anniversary

RULE = Anniversary()
SOLD = date(2026, 3, 10)


def test_a_year_after_the_first_purchase_is_a_day_to_remember() -> None:
    found = derived(RULE, history(sale(SOLD, "Serum")))["anniversary:s1"]

    assert found.window.opens == date(2027, 3, 7)
    assert found.window.due == found.fixed_day == date(2027, 3, 10)
    assert found.window.expires == date(2027, 3, 24)
    assert found.intent is Intent.CARE
    assert found.reason == "1 year since the first purchase (Serum) on 10 March"
    assert found.working == "10 March 2026 + 1 year"
    assert found.known_on == SOLD


def test_it_comes_round_every_year_until_the_day_asked_for() -> None:
    known = history(sale(SOLD, "Serum"))

    found = derived(RULE, known, until=date(2029, 3, 7))

    assert found.keys() == {"anniversary:s1", "anniversary:s1.2", "anniversary:s1.3"}
    assert found["anniversary:s1.3"].reason.startswith("3 years since")
    assert len(derived(RULE, known, until=date(2029, 3, 6))) == 2


def test_an_anniversary_in_january_is_shown_in_december() -> None:
    known = history(sale(date(2026, 1, 2), "Serum"))

    assert derived(RULE, known, until=date(2026, 12, 30)).keys() == {"anniversary:s1"}
    assert derived(RULE, known, until=date(2026, 12, 29)) == {}


def test_later_purchases_have_none_of_their_own() -> None:
    known = history(sale(SOLD, "Serum"), sale(date(2026, 5, 1), "Soap"))

    assert derived(RULE, known).keys() == {"anniversary:s1"}


def test_each_thing_that_lasts_has_one() -> None:
    known = history(sale(SOLD, "Serum"), sale(date(2026, 5, 1), "Soap", "Jug"))

    found = derived(RULE, known)

    assert found.keys() == {"anniversary:s1", "anniversary:l3"}
    assert found["anniversary:l3"].window.due == date(2027, 5, 1)
    assert found["anniversary:l3"].reason == "1 year since Jug was bought on 1 May"
    assert found["anniversary:l3"].products == ("Jug",)


def test_what_was_returned_ends_its_anniversaries() -> None:
    back = date(2027, 6, 1)
    known = history(
        sale(SOLD, "Soap"), sale(date(2026, 5, 1), "Jug", returned={"Jug": back})
    )

    found = derived(RULE, known, until=date(2035, 1, 1))

    ends = {key: each.ended for key, each in found.items() if ":l" in key}
    assert ends.keys() == {"anniversary:l2", "anniversary:l2.2"}
    assert all(end is not None and end.on == back for end in ends.values())


def test_after_a_cancelled_first_sale_the_next_one_is_the_first() -> None:
    cancelled = sale(SOLD, "Serum", cancelled=date(2026, 4, 20))
    known = history(cancelled, sale(date(2026, 4, 1), "Soap"))

    found = derived(RULE, known)

    assert found["anniversary:s1"].ended is not None
    assert found["anniversary:s2"].ended is None
    assert found["anniversary:s2"].known_on == date(2026, 4, 20)


def test_without_a_sale_there_is_nothing_to_remember() -> None:
    assert derived(RULE, history()) == {}


@pytest.mark.parametrize(
    ("leap_day", "common"), [("feb28", date(2025, 2, 28)), ("mar1", date(2025, 3, 1))]
)
def test_29_february_has_a_day_in_every_year(leap_day: str, common: date) -> None:
    known = history(sale(date(2024, 2, 29), "Serum"))

    found = derived(Anniversary(leap_day=leap_day), known, until=date(2028, 12, 31))

    assert found["anniversary:s1"].fixed_day == common
    assert found["anniversary:s1.4"].fixed_day == date(2028, 2, 29)


def test_the_key_stays_when_the_figures_move() -> None:
    known = history(sale(day(40), "Jug"))

    moved = derived(Anniversary(early_days=0, stays_days=0, leap_day="mar1"), known)

    assert moved.keys() == derived(RULE, known).keys()
    assert moved["anniversary:s1"].window.opens == date(2027, 2, 10)
