"""Seasons and offers for a kind of buyer: from when to when, and what ends it."""

from datetime import date

import pytest
from tests.builders import day, days_of, derived, history, sale

from secondsale.model import Ending
from secondsale.rules._audience import parse
from secondsale.rules.offer import Offer
from secondsale.rules.season import Season

KEY = "season.spring:c1.2026"
"""The day itself is 20 March 2026, day 78; it is shown from day 71 to day 92."""


def season(audience: str) -> Season:
    return Season(name="spring", on="03-20", audience=audience)


def test_a_season_for_the_loyal_is_for_those_who_are() -> None:
    loyal = history(sale(day(1), "Soap"), sale(day(30), "Soap"), sale(day(60), "Soap"))
    twice = history(sale(day(1), "Soap"), sale(day(60), "Soap"))

    found = derived(season("segment:loyal"), loyal, until=date(2026, 12, 31))

    assert days_of(found[KEY]) == (71, 78, 92)
    assert found[KEY].working.endswith("for segment:loyal")
    assert found[KEY].ended is None
    assert KEY not in derived(season("segment:loyal"), twice)


def test_who_becomes_one_while_it_runs_gets_it_from_then_on() -> None:
    joined = history(sale(day(1), "Soap"), sale(day(30), "Soap"), sale(day(75), "Soap"))
    later = history(sale(day(1), "Soap"), sale(day(30), "Soap"), sale(day(85), "Soap"))

    assert days_of(derived(season("segment:loyal"), joined)[KEY]) == (75, 78, 92)
    assert days_of(derived(season("segment:loyal"), later)[KEY]) == (85, 85, 92)


def test_silence_begins_a_risk_on_a_day_that_is_known_beforehand() -> None:
    # Nothing is learned: quiet 120 days after one order, which is day 75.
    once = history(sale(day(-45), "Soap"))

    assert days_of(derived(season("segment:at-risk"), once)[KEY]) == (75, 78, 92)


def test_silence_ends_it_on_the_last_day_that_they_are_one() -> None:
    once = history(sale(day(-45), "Soap"))

    found = derived(season("segment:new"), once)[KEY]

    assert days_of(found) == (71, 74, 74)
    assert found.ended is None


def test_an_order_takes_somebody_out_of_it_and_says_so() -> None:
    came_back = history(sale(day(-60), "Soap"), sale(day(80), "Soap"))

    found = derived(season("segment:at-risk"), came_back)[KEY]

    assert days_of(found) == (71, 78, 92)
    assert found.ended == Ending(day(80), "bought again (sale 2)")


def test_who_left_before_it_began_gets_nothing() -> None:
    came_back = history(sale(day(-60), "Soap"), sale(day(65), "Soap"))

    assert KEY not in derived(season("segment:at-risk"), came_back)
    assert KEY in derived(season("segment:returning"), came_back)


def test_any_of_several_kinds_will_do() -> None:
    once = history(sale(day(-45), "Soap"))

    found = derived(season("segment:new, segment:at-risk"), once)[KEY]

    assert days_of(found) == (71, 78, 92)


def test_the_book_knew_of_it_when_it_knew_of_the_order() -> None:
    once = history(sale(day(-45), "Soap", recorded=day(70)))

    assert derived(season("segment:at-risk"), once)[KEY].known_on == day(70)


def test_sales_that_were_taken_back_make_nobody_loyal() -> None:
    gone = history(
        sale(day(1), "Soap"),
        sale(day(30), "Soap"),
        sale(day(60), "Soap", cancelled=day(61)),
    )

    assert KEY not in derived(season("segment:loyal"), gone)


def test_an_offer_may_be_for_a_kind_of_buyer_too() -> None:
    offer = Offer(
        name="x", starts="2026-03-13", ends="2026-04-03", audience="segment:at-risk"
    )
    once = history(sale(day(-45), "Soap"))
    back = history(sale(day(-60), "Soap"), sale(day(80), "Soap"))

    assert days_of(derived(offer, once)["offer.x:c1"]) == (75, 75, 92)
    ended = derived(offer, back)["offer.x:c1"].ended
    assert ended == Ending(day(80), "bought again (sale 2)")


@pytest.mark.parametrize(
    "audience", ["segment:", "segment:rich", "segment:second-sale"]
)
def test_what_is_no_segment_is_refused(audience: str) -> None:
    with pytest.raises(ValueError, match="is not an audience"):
        parse(audience)
