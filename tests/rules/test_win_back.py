from dataclasses import replace
from math import log

from tests.builders import day, days_of, derived, history, sale

from secondsale.model import Ending, Intent, Learned, Line, Product, Votes
from secondsale.rules.win_back import WinBack

RULE = WinBack()


def test_after_one_order_there_is_one_try_at_twice_the_shop_s_gap() -> None:
    found = derived(RULE, history(sale(day(0), "Soap")))

    assert found.keys() == {"win-back:s1"}
    assert days_of(found["win-back:s1"]) == (120, 120, 150)
    assert found["win-back:s1"].intent is Intent.OFFER
    assert ("last_try", "yes") in found["win-back:s1"].slots


def test_the_shop_s_gap_is_what_its_customers_do() -> None:
    slow = Learned(orders=Votes(logs=60 * log(200), weight=60, customers=90))
    known = replace(history(sale(day(0), "Soap")), learned=slow)

    assert days_of(derived(RULE, known)["win-back:s1"])[0] > 300


def test_nobody_is_quiet_within_two_months_of_one_order() -> None:
    fast = replace(history(sale(day(0), "Soap")), learned=Learned(typical_order_days=7))

    assert days_of(derived(RULE, fast)["win-back:s1"])[0] == 60


def test_after_several_there_are_three_tries_and_then_rest() -> None:
    found = derived(RULE, history(sale(day(0), "Soap"), sale(day(100), "Soap")))

    tries = [days_of(found[f"win-back:s2{n}"]) for n in ("", ".2", ".3")]
    assert tries == [(211, 211, 240), (241, 241, 271), (301, 301, 331)]
    assert "win-back:s2.4" not in found
    last = [dict(found[f"win-back:s2{n}"].slots)["last_try"] for n in ("", ".2", ".3")]
    assert last == ["no", "no", "yes"]


def test_the_reason_says_when_they_ordered_last() -> None:
    found = derived(RULE, history(sale(day(0), "Soap"), sale(day(100), "Soap x2")))

    second = found["win-back:s2.2"]
    assert second.reason == ("last order on 11 April (Soap ×2), quiet since 31 July")
    assert second.working == (
        "2 orders about every 100 days, silent for 111: 19 % chance to order within"
        " 60 days; 30 days after that"
    )
    assert second.sale_id == 2


def test_quiet_begins_when_an_order_is_less_likely_than_not() -> None:
    weekly = history(*(sale(day(7 * n), "Soap") for n in range(5)))

    found = derived(RULE, weekly)["win-back:s5"]

    assert days_of(found)[1] == 28 + 73
    assert "silent for 73: 50 % chance" in found.working


def test_what_counts_as_unlikely_can_be_set() -> None:
    weekly = history(*(sale(day(7 * n), "Soap") for n in range(5)))
    patient = WinBack(chance_below=0.2)

    day_of = [days_of(derived(r, weekly)["win-back:s5"])[1] for r in (RULE, patient)]

    assert day_of[0] < day_of[1]


def test_a_later_sale_ends_it() -> None:
    found = derived(RULE, history(sale(day(0), "Soap"), sale(day(130), "Jug")))

    assert found["win-back:s1"].ended == Ending(day(130), "bought again (sale 2)")
    assert found["win-back:s2"].ended is None


def test_a_cancelled_sale_closes_its_own_and_ends_no_other() -> None:
    cancelled = sale(day(50), "Soap", cancelled=day(52))

    found = derived(RULE, history(sale(day(0), "Soap"), cancelled))

    assert found["win-back:s2"].ended == Ending(day(52), "cancelled")
    assert found["win-back:s1"].ended is None


def test_a_cancelled_sale_is_no_part_of_the_rhythm() -> None:
    cancelled = sale(day(10), "Soap", cancelled=day(12))
    known = history(sale(day(0), "Soap"), cancelled, sale(day(100), "Soap"))

    assert days_of(derived(RULE, known)["win-back:s3"])[1] == 211


def test_two_sales_of_a_day_are_one_order() -> None:
    found = derived(RULE, history(sale(day(0), "Soap"), sale(day(0), "Jug")))

    assert found.keys() == {"win-back:s2"}
    assert days_of(found["win-back:s2"])[1] == 120


def test_who_never_bought_cannot_be_won_back() -> None:
    assert derived(RULE, history()) == {}


def test_a_reason_of_the_product_is_a_reason_to_return() -> None:
    balm = Line(1, Product(9, "Balm", reasons=("it calms", "it lasts")), 1)
    sold = sale(day(0), "Soap")

    plain = derived(RULE, history(sold))["win-back:s1"]
    with_reason = derived(
        RULE, history(type(sold)(1, 1, day(0), day(0), (*sold.lines, balm)))
    )["win-back:s1"]

    assert "reason_to_return" not in dict(plain.slots)
    assert dict(with_reason.slots)["reason_to_return"] == "it calms"


def test_a_try_ends_before_the_next_one_whatever_the_figures() -> None:
    close = WinBack(second_try_days=5, third_try_days=2, stays_days=90)

    found = derived(close, history(sale(day(0), "Soap"), sale(day(100), "Soap")))

    tries = [days_of(found[f"win-back:s2{n}"]) for n in ("", ".2", ".3")]
    assert tries == [(211, 211, 215), (216, 216, 216), (217, 217, 307)]


def test_the_number_of_tries_can_be_set() -> None:
    fewer = WinBack(tries=1, one_time_tries=2)

    found = derived(fewer, history(sale(day(0), "Soap"), sale(day(100), "Soap")))

    assert found.keys() == {"win-back:s1", "win-back:s1.2", "win-back:s2"}
