from dataclasses import replace
from datetime import date

import pytest
from tests.builders import PRODUCTS, day, days_of, derived, history, sale, talk

from secondsale.model import Detail, Intent, Sale
from secondsale.rules.reassure import Reassure

RULE = Reassure()


def test_a_reassurance_is_due_two_days_after_the_sale() -> None:
    found = derived(RULE, history(sale(day(5), "Serum")))["reassure:s1"]

    assert days_of(found) == (6, 7, 10)
    assert found.intent is Intent.CARE


def test_only_what_is_new_to_the_customer_needs_it() -> None:
    known = history(
        sale(day(1), "Serum"), sale(day(9), "Serum", "Jug"), sale(day(20), "Jug")
    )

    found = derived(RULE, known)

    assert found.keys() == {"reassure:s1", "reassure:s2"}
    assert found["reassure:s2"].products == ("Jug",)
    assert found["reassure:s2"].reason.startswith("bought Jug for the first time")


def test_what_was_taken_back_is_still_new() -> None:
    cancelled = sale(day(1), "Serum", cancelled=day(2))
    returned = sale(day(1), "Serum", "Jug", returned={"Serum": day(2)})

    for first in (cancelled, returned):
        found = derived(RULE, history(first, sale(day(9), "Serum")))

        assert "reassure:s2" in found


def test_a_cancelled_sale_closes_it() -> None:
    found = derived(RULE, history(sale(day(1), "Serum", cancelled=day(2))))

    ended = found["reassure:s1"].ended
    assert ended is not None
    assert (ended.on, ended.by) == (day(2), "cancelled")


def test_the_return_of_all_that_was_new_closes_it() -> None:
    known = history(
        sale(day(1), "Serum"),
        sale(day(9), "Serum", "Jug", returned={"Jug": day(15)}),
    )

    ended = derived(RULE, known)["reassure:s2"].ended

    assert ended is not None
    assert (ended.on, ended.by) == (day(15), "Jug was returned")


def test_it_goes_on_for_what_was_kept() -> None:
    known = history(sale(day(1), "Serum", "Jug", returned={"Jug": day(2)}))

    found = derived(RULE, known)["reassure:s1"]

    assert found.ended is None
    assert found.products == ("Serum",)


def test_the_key_stays_when_the_figures_move() -> None:
    known = history(sale(day(1), "Serum"))

    moved = derived(Reassure(due_days=6, early_days=2, stays_days=0), known)

    assert moved.keys() == derived(RULE, known).keys()
    assert days_of(moved["reassure:s1"]) == (5, 7, 7)


def test_it_is_never_shown_before_the_sale() -> None:
    found = derived(Reassure(due_days=2, early_days=9), history(sale(day(5), "Serum")))

    assert days_of(found["reassure:s1"]) == (5, 7, 10)


def test_a_leap_day_is_a_day() -> None:
    leap = derived(RULE, history(sale(date(2028, 2, 27), "Serum")))["reassure:s1"]
    common = derived(RULE, history(sale(date(2027, 2, 27), "Serum")))["reassure:s1"]

    assert leap.window.due == date(2028, 2, 29)
    assert common.window.due == date(2027, 3, 1)


def with_reasons(sold: Sale, *reasons: str) -> Sale:
    lines = (
        replace(line, product=replace(line.product, reasons=reasons))
        for line in sold.lines
    )
    return replace(sold, lines=tuple(lines))


def test_a_reason_of_the_product_is_named() -> None:
    sold = with_reasons(sale(day(1), "Jug"), "no more bottles", "it lasts")

    found = derived(RULE, history(sold))["reassure:s1"]

    assert found.about == "no more bottles"
    assert ("reason", "no more bottles") in found.slots


def test_a_reason_that_was_given_is_not_given_again() -> None:
    taken_back = sale(day(1), "Jug", cancelled=day(4))
    known = history(
        with_reasons(taken_back, "no more bottles", "it lasts"),
        talk(day(3), "ok", "reassure:s1=no more bottles"),
        with_reasons(sale(day(9), "Jug"), "no more bottles", "it lasts"),
    )

    found = derived(RULE, known)

    assert found["reassure:s2"].about == "it lasts"
    assert found["reassure:s1"].about == "no more bottles"


def test_a_reason_that_nobody_heard_can_still_be_given() -> None:
    taken_back = sale(day(1), "Jug", cancelled=day(4))
    known = history(
        with_reasons(taken_back, "it lasts"),
        talk(day(3), "no-answer", "reassure:s1=it lasts"),
        with_reasons(sale(day(9), "Jug"), "it lasts"),
    )

    assert derived(RULE, known)["reassure:s2"].about == "it lasts"


def test_without_a_reason_left_none_is_named() -> None:
    known = history(
        with_reasons(sale(day(1), "Jug", cancelled=day(4)), "it lasts"),
        talk(day(3), "ok", "reassure:s1=it lasts"),
        with_reasons(sale(day(9), "Jug"), "it lasts"),
        sale(day(20), "Soap"),
    )

    found = derived(RULE, known)

    for key in ("reassure:s2", "reassure:s3"):
        assert found[key].about == ""
        assert found[key].slots == ()


def test_a_reason_for_what_came_back_is_not_named() -> None:
    sold = sale(day(1), "Jug", "Soap", returned={"Jug": day(2)})
    jug, soap = sold.lines
    jug = replace(jug, product=replace(PRODUCTS["Jug"], reasons=("it lasts",)))
    soap = replace(soap, product=replace(PRODUCTS["Soap"], reasons=("no scent",)))

    found = derived(RULE, history(replace(sold, lines=(jug, soap))))["reassure:s1"]

    assert found.about == "no scent"


def test_why_they_bought_is_at_hand() -> None:
    known = history(sale(day(1), "Jug"), Detail("why", "hard water", day(1)))

    assert derived(RULE, known)["reassure:s1"].slots == (("why", "hard water"),)


@pytest.mark.parametrize(("serum", "jug"), [(12, 15), (15, 12), (15, 15)])
def test_of_several_returns_the_last_one_closes_it(serum: int, jug: int) -> None:
    back = {"Serum": day(serum), "Jug": day(jug)}
    known = history(
        sale(day(1), "Soap"), sale(day(9), "Soap", "Serum", "Jug", returned=back)
    )

    ended = derived(RULE, known)["reassure:s2"].ended

    assert ended is not None
    assert ended.on == day(15)


def test_the_cancellation_of_the_sale_goes_before_a_return() -> None:
    sold = sale(day(9), "Serum", returned={"Serum": day(15)}, cancelled=day(12))

    ended = derived(RULE, history(sold))["reassure:s1"].ended

    assert ended is not None
    assert (ended.on, ended.by) == (day(12), "cancelled")
