from dataclasses import replace
from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st
from tests.builders import START, day, history, redemption, sale

from secondsale.model import History, RewardTerms, Sale
from secondsale.money import Money
from secondsale.rewards import Card, cards, earned

BY_SALE = RewardTerms("card", START, goal=3, head_start=0, gives="a soap")
BY_SOAP = replace(BY_SALE, product_id=2)
BY_MONEY = replace(BY_SALE, per=Money(1000, "EUR"))


def each_day(*numbers: int) -> list[Sale]:
    return [sale(day(number), "Soap") for number in numbers]


def shown(found: tuple[Card, ...]) -> list[tuple[int, int, int]]:
    """Return number, stamps and goal of each card."""
    return [(card.number, card.stamps, card.terms.goal) for card in found]


def test_each_sale_is_a_stamp() -> None:
    (card,) = cards(history(*each_day(1, 5), BY_SALE))

    assert (card.stamps, card.to_go, card.full_on) == (2, 1, None)


def test_a_card_is_full_with_its_last_stamp_and_the_next_one_begins() -> None:
    found = cards(history(*each_day(1, 5, 9, 12), BY_SALE))

    assert shown(found) == [(1, 3, 3), (2, 1, 3)]
    assert found[0].full_on == day(9)


def test_a_full_card_is_followed_by_none_until_the_next_stamp() -> None:
    assert len(cards(history(*each_day(1, 5, 9), BY_SALE))) == 1


def test_without_a_stamp_there_is_no_card() -> None:
    assert cards(history(*each_day(1))) == ()
    assert cards(history(BY_SALE)) == ()


def test_every_card_begins_with_its_head_start() -> None:
    found = cards(history(*each_day(1, 2, 3), replace(BY_SALE, head_start=1)))

    assert shown(found) == [(1, 3, 3), (2, 2, 3)]


def test_what_was_bought_before_the_programme_earns_nothing() -> None:
    terms = replace(BY_SALE, since=day(5))

    (card,) = cards(history(*each_day(4, 5), terms))

    assert card.stamps == 1


def test_what_was_taken_back_earns_nothing() -> None:
    known = history(sale(day(1), "Soap", cancelled=day(2)), *each_day(3), BY_SALE)

    assert shown(cards(known)) == [(1, 1, 3)]


def test_a_stamp_for_each_unit_that_was_kept() -> None:
    sold = sale(day(1), "Soap x2", "Jug", "Serum", returned={"Serum": day(2)})

    assert earned(sold, BY_SOAP) == 2
    assert earned(sold, replace(BY_SOAP, product_id=1)) == 0


def test_a_stamp_for_each_full_amount_in_its_currency() -> None:
    lines = sale(day(1), "Soap x3", "Jug", "Serum").lines
    prices = (Money(700, "EUR"), Money(900, "USD"), None)
    priced = tuple(
        replace(line, unit_price=price)
        for line, price in zip(lines, prices, strict=True)
    )

    assert earned(replace(sale(day(1)), lines=priced), BY_MONEY) == 2


def test_one_sale_may_fill_several_cards() -> None:
    found = cards(history(sale(day(1), "Soap x7"), BY_SOAP))

    assert shown(found) == [(1, 3, 3), (2, 3, 3), (3, 1, 3)]
    assert [card.full_on for card in found] == [day(1), day(1), None]


def test_a_card_keeps_the_terms_under_which_it_began() -> None:
    harder = replace(BY_SALE, since=day(2), goal=5, gives="two soaps")

    found = cards(history(*each_day(1, 2, 3, 4), BY_SALE, harder))

    assert shown(found) == [(1, 3, 3), (2, 1, 5)]
    assert [card.terms.gives for card in found] == ["a soap", "two soaps"]


def test_a_card_keeps_the_way_in_which_its_stamps_are_earned() -> None:
    by_jug = replace(BY_SALE, since=day(2), product_id=3)

    found = cards(history(*each_day(1, 2, 3, 4, 5), BY_SALE, by_jug))

    assert shown(found) == [(1, 3, 3)]


def test_of_terms_of_the_same_day_the_last_ones_hold() -> None:
    corrected = replace(BY_SALE, goal=9)

    assert shown(cards(history(*each_day(1), BY_SALE, corrected))) == [(1, 1, 9)]


def test_each_programme_has_its_own_cards() -> None:
    other = replace(BY_SALE, name="jugs", product_id=3)
    known = history(sale(day(1), "Soap", "Jug x2"), BY_SALE, other)

    assert [(card.name, card.stamps) for card in cards(known)] == [
        ("card", 1),
        ("jugs", 2),
    ]


def test_redemptions_cash_in_the_full_cards_in_order() -> None:
    known = history(
        *each_day(1, 2, 3, 4, 5, 6, 7),
        BY_SALE,
        redemption(day(9)),
        redemption(day(8)),
        redemption(day(8), "other"),
    )

    redeemed = [card.redeemed_on for card in cards(known)]

    assert redeemed == [day(8), day(9), None]


def test_a_card_knows_when_it_had_so_many_stamps() -> None:
    (card,) = cards(history(*each_day(1, 5), BY_SALE))

    first, second = card.reached(1), card.reached(2)
    assert first is not None
    assert second is not None
    assert (first.sold_on, second.sold_on) == (day(1), day(5))
    assert card.reached(3) is None


@st.composite
def histories(draw: st.DrawFn) -> History:
    bought = draw(st.lists(st.tuples(st.integers(0, 90), st.integers(1, 5))))
    versions = [
        RewardTerms(
            "card",
            START + timedelta(days=draw(st.integers(0, 90))),
            goal=draw(st.integers(1, 6)),
            head_start=draw(st.integers(0, 7)),
            gives="a soap",
            product_id=draw(st.sampled_from([None, 2, 3])),
        )
        for _ in range(draw(st.integers(0, 3)))
    ]
    return history(*(sale(day(n), f"Soap x{units}") for n, units in bought), *versions)


@given(histories(), st.integers(0, 100).map(day))
def test_what_comes_later_changes_no_earlier_stamp(known: History, on: date) -> None:
    past = cards(known.as_of(on))

    for before, after in zip(past, cards(known), strict=False):
        assert after.terms == before.terms
        assert after.earned[: len(before.earned)] == before.earned


@given(histories())
def test_every_card_but_the_last_is_full_and_none_is_empty(known: History) -> None:
    found = cards(known)

    assert all(card.full_on is not None for card in found[:-1])
    assert all(card.earned for card in found)
    assert [card.number for card in found] == list(range(1, len(found) + 1))
