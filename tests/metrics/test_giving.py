"""What is given and what it comes with, and trees of who sent whom."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from secondsale.metrics.giving import Bought, Spent, costs, programmes, referrals
from secondsale.model import RewardTerms, Sale
from secondsale.money import Money
from secondsale.rewards import Card, Stamps

DAY = date(2026, 11, 21)
TERMS = RewardTerms("card", DAY, goal=4, head_start=1, gives="a cream")


def card(stamps: int, *, redeemed: bool = False) -> Card:
    sale = Sale(1, 1, DAY, DAY, ())
    return Card("card", 1, TERMS, (Stamps(sale, stamps),), DAY if redeemed else None)


def test_costs_stand_over_second_sales_by_currency() -> None:
    gifts = Spent({"EUR": 2, "USD": 1}, {"EUR": 1000, "USD": 700}, without=1)
    redeemed = Spent({"EUR": 1}, {"EUR": 500}, without=2)

    found = costs(gifts, redeemed, 3).metrics

    told = {(each.id, each.currency): (each.value, each.n) for each in found}
    assert told == {
        ("given", "EUR"): (1500, 3),
        ("cost-second-sale", "EUR"): (500, 3),
        ("given", "USD"): (700, 1),
        ("cost-second-sale", "USD"): (pytest.approx(700 / 3), 3),
        ("second-sales", ""): (3, 3),
        ("given-without-cost", ""): (3, 3),
    }


def test_without_a_second_sale_there_is_no_cost_of_one() -> None:
    found = costs(Spent({"EUR": 1}, {"EUR": 5}, 0), Spent({}, {}, 0), 0).metrics

    assert next(each for each in found if each.id == "cost-second-sale").value is None


def test_stamps_that_are_out_are_those_of_cards_that_are_not_cashed_in() -> None:
    held = [card(3), card(2), card(1), card(3, redeemed=True)]
    cashed = {"card": {"EUR": (2, 1000)}}

    [found] = programmes({"card": "a cream"}, held, cashed, nearly=1)

    assert (found.cards, found.stamps, found.nearly, found.full) == (3, 6, 1, 1)
    assert found.costs == (Money(500, "EUR"),)
    assert found.liability(found.full) == (Money(500, "EUR"),)


def test_what_cards_come_to_is_unknown_where_none_was_paid_or_in_two_currencies() -> (
    None
):
    [unknown] = programmes({"card": "a cream"}, [card(3)], {}, nearly=1)
    [mixed] = programmes(
        {"card": "a cream"},
        [card(3)],
        {"card": {"EUR": (1, 500), "USD": (1, 600)}},
        nearly=1,
    )

    assert unknown.liability(1) == mixed.liability(1) == ()


def test_a_tree_has_all_that_is_below_each() -> None:
    bought = {
        1: Bought(2, {"EUR": 100}),
        2: Bought(1, {"EUR": 50}),
        3: Bought(1, {"USD": 70}),
        4: Bought(3, {"EUR": 30}),
    }

    found = referrals({2: 1, 3: 2, 4: 1}, bought)

    assert [(each.id, each.depth, each.people) for each in found] == [
        (1, 0, 3),
        (2, 1, 1),
        (3, 2, 0),
        (4, 1, 0),
    ]
    assert found[0].below == Bought(5, {"EUR": 80, "USD": 70})
    assert found[1].below == Bought(1, {"USD": 70})
    assert found[0].bought == bought[1]


def test_the_largest_tree_comes_first() -> None:
    found = referrals({2: 1, 4: 3, 5: 3}, {})

    assert [each.id for each in found] == [3, 4, 5, 1, 2]


def test_a_circle_is_cut_open_and_a_long_chain_ends() -> None:
    circle = referrals({1: 3, 2: 1, 3: 2, 4: 2}, {})
    chain = referrals({number + 1: number for number in range(1, 20_000)}, {})

    assert [(each.id, each.depth) for each in circle] == [
        (1, 0),
        (2, 1),
        (3, 2),
        (4, 2),
    ]
    assert chain[-1].depth == 19_999
    assert chain[0].people == 19_999


@given(st.dictionaries(st.integers(1, 12), st.integers(1, 12), max_size=12))
def test_everybody_is_there_once_whoever_sent_whom(sent_by: dict[int, int]) -> None:
    found = referrals(sent_by, {each: Bought(1) for each in range(1, 13)})

    everybody = sorted({*sent_by, *sent_by.values()})
    assert sorted(each.id for each in found) == everybody
    roots = [each for each in found if not each.depth]
    assert sum(each.people + 1 for each in roots) == len(everybody)
    assert all(each.below.orders == each.people for each in found)
