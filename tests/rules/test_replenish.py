from datetime import date

import pytest
from tests.builders import day, days_of, derived, history, sale

from secondsale.model import Intent
from secondsale.rules.replenish import Replenish

RULE = Replenish()


def test_the_nudge_is_due_a_fifth_of_the_supply_before_it_runs_out() -> None:
    found = derived(RULE, history(sale(day(0), "Serum x2")))

    assert days_of(found["replenish:l1"]) == (48, 48, 66)
    assert found["replenish:l1"].intent is Intent.OFFER
    assert found["replenish:l1"].reason == (
        "bought Serum ×2 on 1 January; about used up by 2 March"
    )


def test_the_late_nudge_follows_where_it_was_not_bought_again() -> None:
    found = derived(RULE, history(sale(day(0), "Serum x2")))

    assert days_of(found["replenish:l1.2"]) == (67, 67, 74)
    assert "no new order" in found["replenish:l1.2"].reason


@pytest.mark.parametrize(
    ("supply", "lead"), [(1, 3), (10, 3), (30, 6), (60, 12), (90, 14), (900, 14)]
)
def test_the_lead_has_a_least_and_a_most(supply: int, lead: int) -> None:
    assert RULE.lead(supply) == lead


def test_a_supply_counts_from_delivery() -> None:
    found = derived(RULE, history(sale(day(0), "Cartridge")))

    assert days_of(found["replenish:l1"])[1] == 2 + 60 - 12


def test_nobody_is_nudged_before_it_is_there() -> None:
    sold = sale(day(0), "Serum", delivered=day(20))

    found = derived(Replenish(least_lead_days=90, most_lead_days=90), history(sold))

    assert days_of(found["replenish:l1"])[1] == 21


def test_buying_it_again_closes_the_nudge() -> None:
    found = derived(RULE, history(sale(day(0), "Serum"), sale(day(20), "Serum")))

    for key in ("replenish:l1", "replenish:l1.2"):
        ended = found[key].ended
        assert ended is not None
        assert (ended.on, ended.by) == (day(20), "bought again (sale 2)")
    assert found["replenish:l2"].ended is None


def test_leftovers_delay_the_next_nudge() -> None:
    found = derived(RULE, history(sale(day(0), "Serum"), sale(day(20), "Serum")))

    assert days_of(found["replenish:l2"])[1] == 60 - 6
    assert "10 days left over" in found["replenish:l2"].working


def test_a_purchase_that_was_taken_back_does_not_close_the_one_before() -> None:
    cancelled = sale(day(20), "Serum", cancelled=day(21))

    found = derived(RULE, history(sale(day(0), "Serum"), cancelled))

    assert found["replenish:l1"].ended is None
    ended = found["replenish:l2"].ended
    assert ended is not None
    assert (ended.on, ended.by) == (day(21), "cancelled")


def test_a_returned_line_closes_its_nudge() -> None:
    sold = sale(day(0), "Serum", "Jug", returned={"Serum": day(5)})

    ended = derived(RULE, history(sold))["replenish:l1"].ended

    assert ended is not None
    assert (ended.on, ended.by) == (day(5), "Serum was returned")


def test_a_sale_that_is_entered_again_has_its_own_nudge() -> None:
    wrong = sale(day(0), "Serum x9", cancelled=day(0))

    found = derived(RULE, history(wrong, sale(day(0), "Serum")))

    assert found["replenish:l1"].ended is not None
    assert found["replenish:l2"].ended is None
    assert found["replenish:l2"].sale_id == 2
    assert days_of(found["replenish:l2"])[1] == 24


def test_what_was_bought_twice_on_a_day_is_one_supply() -> None:
    found = derived(RULE, history(sale(day(0), "Serum"), sale(day(0), "Serum")))

    assert found.keys() == {"replenish:l1", "replenish:l1.2"}
    assert days_of(found["replenish:l1"])[1] == 48


def test_a_durable_product_is_never_replenished() -> None:
    assert derived(RULE, history(sale(day(0), "Jug"))) == {}


def test_without_a_stated_supply_the_second_gap_makes_the_rhythm() -> None:
    known = [sale(day(number), "Soap") for number in (0, 30, 70)]

    assert derived(RULE, history(*known[:2])) == {}
    assert days_of(derived(RULE, history(*known))["replenish:l3"])[1] == 105 - 7


def test_the_key_stays_when_the_figures_move() -> None:
    known = history(sale(day(0), "Serum"))
    changed = Replenish(
        lead_share=0.5, most_lead_days=30, late_days=20, late_stays_days=1
    )

    moved = derived(changed, known)

    assert moved.keys() == derived(RULE, known).keys()
    assert days_of(moved["replenish:l1"]) == (15, 15, 49)
    assert days_of(moved["replenish:l1.2"]) == (50, 50, 51)


def test_the_rounds_never_overlap_whatever_the_figures() -> None:
    known = history(sale(day(0), "Serum"))

    for least, late in ((0, 0), (3650, 0), (0, 3650)):
        rule = Replenish(least_lead_days=least, most_lead_days=3650, late_days=late)
        found = derived(rule, known)

        first, second = found["replenish:l1"].window, found["replenish:l1.2"].window
        assert first.expires < second.opens


def test_days_of_supply_pass_month_ends_and_leap_days() -> None:
    found = derived(RULE, history(sale(date(2028, 1, 31), "Serum")))["replenish:l1"]

    assert found.reason.endswith("about used up by 1 March")
    assert found.window.due == date(2028, 2, 24)
