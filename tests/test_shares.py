"""Offers: the likeliest first, and first-time buyers do not fill the list."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date

import pytest
from hypothesis import given as drawn
from hypothesis import strategies as st
from tests.builders import ana, day, history, plan_on, sale, touchpoint
from tests.test_planner import given

from secondsale.model import Intent
from secondsale.planner import Agenda, Plan, agenda, look_ahead
from secondsale.planner.loads import DAILY_LOAD
from secondsale.planner.shares import FIRST_TIME
from secondsale.policy import Policy

TODAY = day(400)
FREE = Policy(capacity=0, bundle_days=0, cancellation_days=0, spacing_days=0)


@dataclass(frozen=True)
class Likely:
    """An outlook with a chance and nothing else to say."""

    likely: float = 0.0
    expected: date = TODAY
    likely_from: date = TODAY
    likely_to: date = TODAY
    nudge: date = TODAY
    late: date = TODAY

    def chance(self, today: date) -> float:  # noqa: ARG002 - each day alike
        return self.likely

    def words(self, *_: object, **__: object) -> str:
        return ""


def buyer(
    number: int,
    orders: int,
    *,
    likely: float = 0.0,
    due: int = 400,
    stays: int = 60,
    intent: Intent = Intent.OFFER,
    policy: Policy = FREE,
) -> Plan:
    """Return the plan of somebody with so many orders and one thing to talk about."""
    sales = (sale(day(each), "Soap") for each in range(orders))
    thing = touchpoint(
        "thing:c1",
        intent,
        opens=day(due),
        due=day(due),
        expires=day(due + stays),
        sale_id=None,
    )
    known = history(*sales, customer=replace(ana(), id=number))
    rules = given(replace(thing, outlook=Likely(likely)))
    return plan_on(TODAY, known, rules=rules, policy=policy)


def shown(found: Agenda) -> list[int]:
    return [each.customer.id for each in found.conversations]


def moved(found: Agenda) -> dict[int, str]:
    return {each.conversation.customer.id: each.restraint for each in found.moved}


def test_of_a_day_s_offers_one_in_three_goes_to_first_time_buyers() -> None:
    people = [buyer(n, 1) for n in range(1, 6)] + [buyer(n, 2) for n in range(6, 10)]

    found = agenda(people, today=TODAY)

    assert shown(found) == [1, 2, 6, 7, 8, 9]
    assert moved(found) == dict.fromkeys((3, 4, 5), FIRST_TIME)


def test_one_first_time_buyer_comes_in_any_case() -> None:
    found = agenda([buyer(n, 1) for n in range(1, 4)], today=TODAY)

    assert shown(found) == [1]
    assert [each.day for each in found.moved] == [day(401), day(402)]


def test_of_first_time_buyers_the_last_chances_and_the_likeliest_stay() -> None:
    people = [
        buyer(1, 1, likely=0.1),
        buyer(2, 1, likely=0.3),
        buyer(3, 1, likely=0.2),
        buyer(4, 1, due=390, stays=10),
        *(buyer(n, 2) for n in range(5, 9)),
    ]

    assert moved(agenda(people, today=TODAY)).keys() == {1, 3}


def test_two_sales_of_a_day_are_a_first_time_buyer_s_too() -> None:
    sales = (sale(day(0), "Soap"), sale(day(0), "Jug"))
    twice = history(*sales, customer=replace(ana(), id=9))
    offer = touchpoint("thing:c1", Intent.OFFER, opens=TODAY, expires=day(460))
    plans = [
        buyer(1, 1),
        plan_on(TODAY, twice, rules=given(replace(offer, sale_id=None)), policy=FREE),
    ]

    assert moved(agenda(plans, today=TODAY)) == {9: FIRST_TIME}


@pytest.mark.parametrize("intent", [each for each in Intent if each != Intent.OFFER])
def test_only_offers_are_shared_out(intent: Intent) -> None:
    talked = replace(FREE, capacity=0)
    people = [buyer(n, 1, intent=intent, policy=talked) for n in range(1, 5)]

    found = agenda(people, today=TODAY)

    assert moved(found) == {}


def test_the_share_can_be_set_and_switched_off() -> None:
    half = replace(FREE, first_time_one_in=2)
    off = replace(FREE, first_time_one_in=0)
    for policy, gone in ((half, 2), (off, 0)):
        people = [buyer(n, 1, policy=policy) for n in range(1, 5)]
        people += [buyer(n, 2, policy=policy) for n in range(5, 7)]

        assert len(moved(agenda(people, today=TODAY))) == gone


def test_on_a_full_day_the_likeliest_offers_stay() -> None:
    two = replace(FREE, capacity=2)
    people = [
        buyer(1, 2, likely=0.1, policy=two),
        buyer(2, 2, likely=0.4, policy=two),
        buyer(3, 2, likely=0.2, policy=two),
    ]

    found = agenda(people, today=TODAY)

    assert shown(found) == [2, 3]
    assert moved(found) == {1: DAILY_LOAD}


def test_among_offers_the_one_due_first_goes_before_the_likeliest() -> None:
    people = [
        buyer(1, 2, likely=0.1, due=398),
        buyer(2, 2, likely=0.2, due=399),
        buyer(3, 2, likely=0.1),
        buyer(4, 2, likely=0.4),
        buyer(5, 2, intent=Intent.CARE),
    ]

    assert shown(agenda(people, today=TODAY)) == [5, 1, 2, 4, 3]


counts = st.lists(st.integers(1, 3), min_size=1, max_size=12)


@drawn(counts)
def test_everybody_comes_in_time_and_first_time_buyers_never_fill_a_day(
    orders: Sequence[int],
) -> None:
    people = [buyer(n, count) for n, count in enumerate(orders, start=1)]

    days = look_ahead(people, until=day(470))

    for each in days:
        first = [c for c in each.conversations if orders[c.customer.id - 1] == 1]
        assert len(first) <= max(1, len(each.conversations) // 3)
    assert sorted(n for each in days for n in shown(each)) == list(
        range(1, len(orders) + 1)
    )
