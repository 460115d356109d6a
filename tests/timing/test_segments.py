"""Kinds of buyers: told for a day, and told for all days at once."""

import itertools
from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st

from secondsale.days import LAST
from secondsale.model import Learned, Votes
from secondsale.timing import Orders, alive, gone_quiet
from secondsale.timing.segments import Segment, segment, stays

START = date(2024, 1, 1)
NOTHING = Learned()


def kind(*days: int, on: int) -> Segment:
    """Return of which kind somebody is who ordered on some days after START."""
    zero = START.toordinal()
    orders = Orders(zero + day for day in days)
    return segment(orders, NOTHING, START + timedelta(on))


def test_it_goes_by_the_number_of_orders_while_they_keep_coming() -> None:
    assert kind(0, on=10) is Segment.NEW
    assert kind(0, 30, on=40) is Segment.RETURNING
    assert kind(0, 30, 60, on=70) is Segment.LOYAL
    assert kind(*range(0, 300, 30), on=280) is Segment.LOYAL


def test_who_bought_once_is_at_risk_after_two_usual_gaps_of_the_shop() -> None:
    assert kind(0, on=119) is Segment.NEW
    assert kind(0, on=120) is Segment.AT_RISK


def test_lost_is_who_has_stopped_more_likely_than_not() -> None:
    orders = Orders([START.toordinal()])
    last = next(
        day
        for day in range(120, 1000)
        if alive(orders, NOTHING, START + timedelta(day)) < 0.5
    )

    assert kind(0, on=last - 1) is Segment.AT_RISK
    assert kind(0, on=last) is Segment.LOST


def test_a_quick_customer_is_missed_sooner_than_a_slow_one() -> None:
    quick, slow = range(0, 100, 14), range(0, 1000, 140)

    assert kind(*quick, on=98 + 120) is Segment.AT_RISK
    assert kind(*slow, on=980 + 120) is Segment.LOYAL


def test_whoever_comes_back_is_not_at_risk_any_more() -> None:
    found = list(stays([START, START + timedelta(150)], NOTHING))

    assert [stay.segment for stay in found[:3]] == [
        Segment.NEW,
        Segment.AT_RISK,
        Segment.RETURNING,
    ]
    assert found[0].until == START + timedelta(119)
    assert found[0].ended_by is None
    assert found[1].until == START + timedelta(149)
    assert found[1].ended_by == 1
    assert found[-1].until == LAST


def test_further_orders_of_a_loyal_customer_begin_nothing_new() -> None:
    days = [START + timedelta(30 * number) for number in range(6)]

    new, returning, loyal, *_ = stays(days, NOTHING)

    assert (new.since, returning.since, loyal.since) == tuple(days[:3])
    assert loyal.order == 2
    assert loyal.until == gone_quiet(
        Orders(day.toordinal() for day in days), NOTHING
    ).day - timedelta(1)


LEARNED = st.builds(
    lambda gap, weight: Learned(orders=Votes(logs=gap * weight, weight=weight)),
    st.floats(1, 6),
    st.floats(0, 500),
)


@given(
    gaps=st.lists(st.integers(1, 500), max_size=8),
    learned=LEARNED,
    later=st.integers(0, 1500),
)
def test_told_for_all_days_is_what_is_told_for_each(
    gaps: list[int], learned: Learned, later: int
) -> None:
    days = [START]
    for gap in gaps:
        days.append(days[-1] + timedelta(gap))
    on = START + timedelta(later)
    known = [day for day in days if day <= on]

    then = [stay for stay in stays(known, learned) if stay.since <= on <= stay.until]

    orders = Orders(day.toordinal() for day in known)
    assert [stay.segment for stay in then] == [segment(orders, learned, on)]


@given(gaps=st.lists(st.integers(1, 500), max_size=8), learned=LEARNED)
def test_every_day_from_the_first_order_on_is_of_one_kind(
    gaps: list[int], learned: Learned
) -> None:
    days = [START]
    for gap in gaps:
        days.append(days[-1] + timedelta(gap))

    found = list(stays(days, learned))

    assert found[0].since == START
    assert found[-1].until == LAST
    for one, other in itertools.pairwise(found):
        assert one.until + timedelta(1) == other.since
        assert one.segment is not other.segment
