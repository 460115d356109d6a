from dataclasses import replace
from datetime import date

from hypothesis import given
from hypothesis import strategies as st
from tests import builders
from tests.builders import day, days_of, derived, sale, talk

from secondsale.days import say
from secondsale.model import (
    Contact,
    Ending,
    History,
    Intent,
    Learned,
    Level,
    Sale,
    Votes,
)
from secondsale.rules.replenish import Replenish

RULE = Replenish()
SERUM = 1


def history(*facts: Sale | Contact) -> History:
    """Return a history in a book that has learned nothing."""
    return replace(builders.history(*facts), learned=Learned())


def left(known: History, *levels: tuple[int, float]) -> History:
    """Return a history in which so much Serum was left on some days."""
    heard = (Level(SERUM, day(on), much, day(on)) for on, much in levels)
    return replace(known, levels=tuple(heard))


def soaps(*days: int) -> History:
    return history(*(sale(day(number), "Soap") for number in days))


def test_the_nudge_stays_until_the_late_point() -> None:
    found = derived(RULE, history(sale(day(0), "Soap")))["replenish:l1"]

    assert days_of(found) == (36, 36, 118)
    assert found.intent is Intent.OFFER
    assert found.reason == "bought Soap on 1 January; expected again about 15 February"


def test_the_late_nudge_stays_for_a_week() -> None:
    found = derived(RULE, history(sale(day(0), "Soap")))["replenish:l1.2"]

    assert days_of(found) == (119, 119, 126)
    assert found.reason.endswith("was expected again about 15 February, no new order")


def test_the_late_nudge_says_why_it_comes_so_late() -> None:
    found = derived(RULE, history(sale(day(0), "Serum")))

    first, late = found["replenish:l1"], found["replenish:l1.2"]
    assert "late from " not in first.worked_out(beside=day(0))
    assert f"late from {say(late.window.due, beside=day(0))}, when " in late.worked_out(
        beside=day(0)
    )


def test_the_customer_s_own_gaps_make_the_date() -> None:
    found = derived(RULE, soaps(0, 31, 69, 102))["replenish:l4"]

    assert days_of(found) == (131, 131, 185)
    assert found.reason == (
        "bought Soap on 13 April; usually every 34 days; expected again about 19 May"
    )
    assert found.worked_out(beside=day(0)).startswith(
        "Soap: usually reorders every 34 days (3 gaps: 31, 38, 33;"
    )


def test_what_others_do_makes_the_date_of_a_first_purchase() -> None:
    often = Learned(day(0), products={2: Votes(logs=0.0, weight=40.0, customers=50)})
    known = replace(soaps(0), learned=often)

    assert days_of(derived(RULE, known)["replenish:l1"])[0] < 20


def test_the_typical_cycle_is_one_of_the_settings() -> None:
    yearly = replace(soaps(0), learned=Learned(typical_cycle_days=365))

    assert days_of(derived(RULE, yearly)["replenish:l1"])[0] == 292


def test_of_what_is_dosed_two_last_twice_as_long() -> None:
    one, two = (
        derived(RULE, history(sale(day(0), item)))["replenish:l1"]
        for item in ("Serum", "Serum x2")
    )

    assert [days_of(each)[0] for each in (one, two)] == [29, 59]
    assert "bought 2: 73 days" in two.worked_out(beside=day(0))


def test_leftovers_delay_the_next_nudge() -> None:
    found = derived(RULE, history(sale(day(0), "Serum"), sale(day(20), "Serum")))

    assert days_of(found["replenish:l2"])[0] == 52
    assert "9 days left over" in found["replenish:l2"].worked_out(beside=day(0))


def test_a_supply_counts_from_delivery() -> None:
    late, soon = (
        derived(RULE, history(sale(day(0), "Serum", delivered=day(number))))
        for number in (20, 0)
    )

    assert days_of(late["replenish:l1"])[0] == days_of(soon["replenish:l1"])[0] + 20


def test_nobody_is_nudged_before_it_is_there() -> None:
    sold = sale(day(0), "Soap", delivered=day(60))

    assert days_of(derived(RULE, history(sold))["replenish:l1"])[0] == 61


def test_buying_it_again_closes_the_nudge() -> None:
    found = derived(RULE, history(sale(day(0), "Serum"), sale(day(20), "Serum")))

    for key in ("replenish:l1", "replenish:l1.2"):
        assert found[key].ended == Ending(day(20), "bought again (sale 2)")
    assert found["replenish:l2"].ended is None


def test_a_purchase_that_was_taken_back_does_not_close_the_one_before() -> None:
    cancelled = sale(day(20), "Serum", cancelled=day(21))

    found = derived(RULE, history(sale(day(0), "Serum"), cancelled))

    assert found["replenish:l1"].ended is None
    assert found["replenish:l2"].ended == Ending(day(21), "cancelled")


def test_a_returned_line_closes_its_nudge() -> None:
    sold = sale(day(0), "Serum", "Jug", returned={"Serum": day(5)})

    found = derived(RULE, history(sold))

    assert found["replenish:l1"].ended == Ending(day(5), "Serum was returned")


def test_a_sale_that_is_entered_again_has_its_own_nudge() -> None:
    wrong = sale(day(0), "Serum x9", cancelled=day(0))

    found = derived(RULE, history(wrong, sale(day(0), "Serum")))

    assert found["replenish:l1"].ended is not None
    assert found["replenish:l2"].ended is None
    assert found["replenish:l2"].sale_id == 2
    assert days_of(found["replenish:l2"])[0] == 29


def test_what_was_bought_twice_on_a_day_is_one_supply() -> None:
    found = derived(RULE, history(sale(day(0), "Serum"), sale(day(0), "Serum")))

    assert found.keys() == {"replenish:l1", "replenish:l1.2"}
    assert days_of(found["replenish:l1"])[0] == 59


def test_a_durable_product_is_never_replenished() -> None:
    assert derived(RULE, history(sale(day(0), "Jug"))) == {}


def test_what_is_left_moves_the_date_and_leaves_the_key() -> None:
    plain = history(sale(day(0), "Serum"))

    found = derived(RULE, left(plain, (25, 0.5)))

    assert found.keys() == derived(RULE, plain).keys()
    assert days_of(found["replenish:l1"])[0] == 40  # 0.8 of 25 days + as many
    assert "50 % left on 26 January" in found["replenish:l1"].reason


def test_a_nudge_that_was_in_vain_is_followed_by_another() -> None:
    talked = history(sale(day(0), "Serum"), talk(day(25), "ok", "replenish:l1"))

    found = derived(RULE, left(talked, (25, 0.5)))

    assert days_of(found["replenish:l1"])[0] == 29
    assert found["replenish:l1"].ended == Ending(day(25), "50 % of it was left")
    assert days_of(found["replenish:l1.3"])[0] == 40
    assert found["replenish:l1.3"].ended is None
    assert found.keys() == {f"replenish:l1{n}" for n in ("", ".2", ".3", ".4")}


def test_each_talk_is_in_vain_once() -> None:
    talked = history(sale(day(0), "Serum"), talk(day(25), "ok", "replenish:l1"))

    found = derived(RULE, left(talked, (25, 0.5), (30, 0.45)))

    assert len(found) == 4
    assert "45 % left on 31 January" in found["replenish:l1.3"].reason


def test_what_was_left_of_an_earlier_purchase_says_nothing_of_this_one() -> None:
    known = history(sale(day(0), "Serum"), sale(day(40), "Serum"))

    found = derived(RULE, left(known, (25, 0.5)))

    assert "left on" not in found["replenish:l2"].reason
    assert "50 % left on" in found["replenish:l1"].reason


def test_the_key_stays_when_the_figures_move() -> None:
    known = history(sale(day(0), "Soap"))

    moved = derived(Replenish(nudge_share=0.5, late_stays_days=1), known)

    assert moved.keys() == derived(RULE, known).keys()
    assert days_of(moved["replenish:l1"]) == (22, 22, 118)
    assert days_of(moved["replenish:l1.2"]) == (119, 119, 120)


@given(st.integers(0, 200), st.sampled_from([0.1, 0.8, 1.0]), st.integers(0, 3650))
def test_the_rounds_never_overlap_whatever_the_figures(
    delivered: int, share: float, stays: int
) -> None:
    known = history(sale(day(0), "Serum", delivered=day(delivered)))

    found = derived(Replenish(nudge_share=share, late_stays_days=stays), known)

    first, second = found["replenish:l1"].window, found["replenish:l1.2"].window
    assert first.expires < second.opens


def test_its_dates_pass_month_ends_and_leap_days() -> None:
    found = derived(RULE, history(sale(date(2028, 1, 31), "Soap")))["replenish:l1"]

    assert found.reason.endswith("expected again about 16 March")
    assert found.window.due == date(2028, 3, 7)
