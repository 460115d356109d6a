from datetime import date

import pytest
from tests.builders import ana, day, days_of, derived, history, sale

from secondsale.errors import SettingsError
from secondsale.model import Intent
from secondsale.rules.offer import Offer, read_day

WEEK = Offer(
    name="vip-week",
    starts="2026-02-10",  # day 40
    ends="2026-02-17",
    code="THANKS",
    text="a tenth off",
)
KEY = "offer.vip-week:c1"


def test_an_offer_is_open_from_its_first_day_to_its_last() -> None:
    found = derived(WEEK, history(sale(day(1), "Soap", recorded=day(3))))[KEY]

    assert days_of(found) == (40, 40, 47)
    assert found.intent is Intent.OFFER
    assert found.reason == "a tenth off, code THANKS, until 17 February"
    assert found.known_on == day(3)
    assert found.sale_id is None


def test_without_words_and_code_it_goes_by_its_name() -> None:
    plain = Offer(name="vip-week", starts="2026-02-10", ends="2026-02-17")

    found = derived(plain, history(sale(day(1), "Soap")))[KEY]

    assert found.reason == "vip week, until 17 February"
    assert "code" not in dict(found.slots)


def test_only_those_who_bought_before_get_it() -> None:
    assert KEY in derived(WEEK, history(sale(day(39), "Soap")))
    assert derived(WEEK, history(sale(day(40), "Soap"))) == {}
    assert derived(WEEK, history()) == {}


def test_a_sale_that_no_longer_stood_is_none() -> None:
    assert derived(WEEK, history(sale(day(1), "Soap", cancelled=day(39)))) == {}


def test_a_sale_that_is_cancelled_in_its_days_closes_it() -> None:
    cancelled = sale(day(1), "Soap", cancelled=day(41))

    alone = derived(WEEK, history(cancelled))[KEY]
    not_alone = derived(WEEK, history(cancelled, sale(day(2), "Soap")))[KEY]

    assert alone.ended is not None
    assert alone.ended.on == day(41)
    assert not_alone.ended is None


def test_an_offer_is_for_its_audience() -> None:
    vip = Offer(name="x", starts="2026-02-10", ends="2026-02-17", audience="tag:vip")
    sold = sale(day(1), "Soap")

    assert derived(vip, history(sold)) == {}
    assert "offer.x:c1" in derived(vip, history(sold, customer=ana(tags=("vip",))))


def test_who_joins_the_audience_in_its_days_gets_it_from_then_on() -> None:
    serum = Offer(
        name="x", starts="2026-02-10", ends="2026-02-17", audience="bought:Serum"
    )
    known = history(sale(day(1), "Soap"), sale(day(43), "Serum"))
    late = history(sale(day(1), "Soap"), sale(day(48), "Serum"))

    assert days_of(derived(serum, known)["offer.x:c1"]) == (43, 43, 47)
    assert derived(serum, late) == {}


def test_who_belongs_for_two_reasons_does_so_from_the_first() -> None:
    either = Offer(
        name="x",
        starts="2026-02-10",
        ends="2026-02-17",
        audience="bought:Cream, bought:Serum",
    )
    known = history(
        sale(day(1), "Soap"), sale(day(42), "Serum"), sale(day(44), "Cream")
    )

    assert days_of(derived(either, known)["offer.x:c1"]) == (42, 42, 47)


def test_an_offer_of_one_day_is_one() -> None:
    today = Offer(name="x", starts="2026-02-10", ends="2026-02-10")

    found = derived(today, history(sale(day(1), "Soap")))["offer.x:c1"]

    assert days_of(found) == (40, 40, 40)


def test_an_offer_cannot_end_before_it_starts() -> None:
    with pytest.raises(SettingsError) as refused:
        Offer(name="x", starts="2026-02-10", ends="2026-02-09")

    assert refused.value.message == (
        "ends on 2026-02-09, before it starts on 2026-02-10"
    )


@pytest.mark.parametrize(
    "typed",
    [
        "", "2026-02-29", "2026-W01-1", "20260210", "10.2.2026", "today",
        "1899-12-31", "2200-01-01", "2026-02-10 ", "٢٠٢٦-٠٢-١٠",
    ],
)  # fmt: skip
def test_what_is_no_day_is_refused(typed: str) -> None:
    with pytest.raises(ValueError, match=r"is not a day|day"):
        read_day(typed)


def test_a_day_is_read() -> None:
    assert read_day("2026-02-10") == date(2026, 2, 10)


def test_the_contact_remembers_what_was_offered() -> None:
    plain = Offer(name="vip-week", starts="2026-02-10", ends="2026-02-17")
    known = history(sale(day(1), "Soap"))

    assert derived(WEEK, known)[KEY].about == "a tenth off"
    assert derived(plain, known)[KEY].about == "vip week"


def test_the_message_says_what_it_is_until_when_and_the_code() -> None:
    found = derived(WEEK, history(sale(day(1), "Soap")))[KEY]

    assert found.slots == (
        ("offer", "a tenth off"),
        ("last_day", "17 February"),
        ("code", "THANKS"),
    )
    assert found.working == (
        "valid from 10 February to 17 February, for those who bought before"
    )


@pytest.mark.parametrize(("first", "last"), [(41, 43), (43, 41), (42, 42)])
def test_of_several_cancellations_the_last_one_closes_it(first: int, last: int) -> None:
    known = history(
        sale(day(1), "Soap", cancelled=day(first)),
        sale(day(2), "Jug", cancelled=day(last)),
    )

    ended = derived(WEEK, known)[KEY].ended

    assert ended is not None
    assert ended.on == day(max(first, last))


def test_a_sale_that_was_over_before_it_began_closes_nothing() -> None:
    known = history(
        sale(day(1), "Soap", cancelled=day(9)),
        sale(day(2), "Jug", cancelled=day(40)),
    )

    ended = derived(WEEK, known)[KEY].ended

    assert ended is not None
    assert ended.on == day(40)


def test_it_was_known_when_the_first_such_sale_and_the_customer_were() -> None:
    first, other = (sale(day(1), "Soap", recorded=day(n)) for n in (9, 5))

    found = derived(WEEK, history(first, other, customer=ana(added=day(3))))[KEY]
    later = derived(WEEK, history(first, other, customer=ana(added=day(7))))[KEY]

    assert found.known_on == day(5)
    assert later.known_on == day(7)


def test_who_joins_on_the_last_day_gets_it() -> None:
    serum = Offer(
        name="x", starts="2026-02-10", ends="2026-02-17", audience="bought:Serum"
    )
    known = history(sale(day(1), "Soap"), sale(day(47), "Serum"))

    assert days_of(derived(serum, known)["offer.x:c1"]) == (47, 47, 47)


@pytest.mark.parametrize("last", ["1900-01-01", "2199-12-31"])
def test_the_first_and_the_last_day_there_are_can_be_read(last: str) -> None:
    assert read_day(last) == date.fromisoformat(last)


def test_a_refusal_says_what_to_change() -> None:
    with pytest.raises(SettingsError) as refused:
        Offer(name="x", starts="2026-02-10", ends="2026-02-09")

    assert refused.value.hint == "change starts or ends"
