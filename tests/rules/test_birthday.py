from datetime import date

import pytest
from tests.builders import ana, day, derived, history, opt_out, sale

from secondsale.model import Channel, Intent
from secondsale.rules.birthday import Birthday

RULE = Birthday()


def test_a_birthday_is_due_on_the_day_and_shown_a_week_before() -> None:
    known = history(customer=ana(born="1984-05-17"))

    found = derived(RULE, known)["birthday:c1.2026"]

    assert found.window.opens == date(2026, 5, 10)
    assert found.window.due == found.fixed_day == date(2026, 5, 17)
    assert found.window.expires == date(2026, 5, 20)
    assert found.intent is Intent.CARE
    assert found.reason == "birthday on 17 May, 42nd"


def test_without_the_year_nobody_counts_the_years() -> None:
    known = history(customer=ana(born="--05-17"))

    assert derived(RULE, known)["birthday:c1.2026"].reason == "birthday on 17 May"


def test_there_is_no_birthday_in_the_year_of_birth() -> None:
    known = history(customer=ana(born="2026-05-17"))

    assert derived(RULE, known)["birthday:c1.2026"].reason == "birthday on 17 May"


def test_nobody_knows_the_birthday() -> None:
    assert derived(RULE, history(customer=ana())) == {}


def test_a_card_goes_earlier() -> None:
    known = history(customer=ana(born="--05-17", channel=Channel.CARD))

    found = derived(RULE, known)["birthday:c1.2026"]

    assert found.window.due == date(2026, 5, 13)
    assert found.fixed_day == date(2026, 5, 17)
    assert found.window.expires == date(2026, 5, 20)


def test_it_comes_round_every_year_until_the_day_asked_for() -> None:
    known = history(customer=ana(born="--05-17"))

    found = derived(RULE, known, until=date(2028, 5, 10))

    assert found.keys() == {f"birthday:c1.{year}" for year in (2026, 2027, 2028)}
    assert len(derived(RULE, known, until=date(2028, 5, 9))) == 2


def test_a_birthday_in_january_is_shown_in_december() -> None:
    known = history(customer=ana(born="--01-03"))

    assert "birthday:c1.2027" in derived(RULE, known, until=date(2026, 12, 27))
    assert "birthday:c1.2027" not in derived(RULE, known, until=date(2026, 12, 26))


def test_it_starts_with_the_first_thing_known_of_the_customer() -> None:
    customer = ana(born="--03-01", added=date(2026, 6, 1))

    alone = derived(RULE, history(customer=customer))
    sold = derived(RULE, history(sale(date(2026, 2, 1), "Serum"), customer=customer))

    assert "birthday:c1.2026" not in alone
    assert "birthday:c1.2026" in sold


@pytest.mark.parametrize(
    ("added", "keys"),
    [
        (date(2026, 6, 20), {"birthday:c1.2026"}),
        (date(2026, 6, 21), set()),
    ],
)
def test_a_belated_wish_is_possible_for_three_days(added: date, keys: set[str]) -> None:
    known = history(customer=ana(born="--06-17", added=added))

    assert derived(RULE, known, until=date(2026, 12, 31)).keys() == keys


def test_the_turn_of_the_year_is_no_border() -> None:
    known = history(customer=ana(born="--12-31", added=date(2026, 1, 2)))

    assert derived(RULE, known, until=date(2026, 6, 1)).keys() == {"birthday:c1.2025"}


@pytest.mark.parametrize(
    ("leap_day", "common"), [("feb28", date(2027, 2, 28)), ("mar1", date(2027, 3, 1))]
)
def test_29_february_has_a_day_in_every_year(leap_day: str, common: date) -> None:
    known = history(customer=ana(born="1992-02-29"))

    found = derived(Birthday(leap_day=leap_day), known, until=date(2028, 12, 31))

    assert found["birthday:c1.2027"].fixed_day == common
    assert found["birthday:c1.2028"].fixed_day == date(2028, 2, 29)
    assert " (born on 29 February)" in found["birthday:c1.2027"].working
    assert "born on" not in found["birthday:c1.2028"].working


def test_a_cancelled_sale_does_not_close_a_birthday() -> None:
    cancelled = sale(day(1), "Serum", cancelled=day(2))

    found = derived(RULE, history(cancelled, customer=ana(born="--05-17")))

    assert all(each.ended is None for each in found.values())


def test_the_key_stays_when_the_figures_move() -> None:
    known = history(customer=ana(born="--02-29"))
    until = date(2027, 12, 31)
    changed = Birthday(early_days=30, card_days=9, stays_days=9, leap_day="mar1")

    moved = derived(changed, known, until=until)

    assert moved.keys() == derived(RULE, known, until=until).keys()
    assert moved["birthday:c1.2027"].window.opens == date(2027, 1, 30)


def test_who_came_with_a_sale_of_the_past_is_known_since_it_was_recorded() -> None:
    came = sale(day(5), "Serum", recorded=day(60))

    found = derived(RULE, history(came, customer=ana(born="--02-01", added=day(5))))

    assert found["birthday:c1.2026"].known_on == day(60)


def test_no_card_is_due_for_who_asked_for_none() -> None:
    likes_cards = ana(born="--05-17", channel=Channel.CARD)
    wish = opt_out(day(1), scope="channel:card")
    lifted = opt_out(day(1), scope="channel:card", lifted=day(2))

    without = derived(RULE, history(wish, customer=likes_cards))
    again = derived(RULE, history(lifted, customer=likes_cards))

    assert without["birthday:c1.2026"].window.due == date(2026, 5, 17)
    assert again["birthday:c1.2026"].window.due == date(2026, 5, 13)
