"""Segments of a small book, and where recency, frequency and money part it."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.metrics.lives import FOLDER, REAL, real
from tests.metrics.people import ZERO, buyer, sold

from secondsale.metrics.buyers import STANDS, Buyer, Sold
from secondsale.metrics.segments import FIFTHS_FROM, Segments, scale
from secondsale.model import Learned
from secondsale.timing.segments import Segment


def counted(*buyers: Buyer, on: int = 200) -> Segments:
    found = Segments(ZERO + on, Learned())
    for each in buyers:
        found.look(each)
    return found


def test_each_buyer_is_of_one_kind_with_what_they_spent() -> None:
    found = counted(
        buyer(sold(190, 10), id=1),
        buyer(sold(20, 25), id=2),
        buyer(sold(100, 10), sold(140, 10), sold(190, 5), id=3),
        buyer(sold(190, 7), sold(190, 3), id=4),
        buyer(id=5),
    )

    sizes = {size.segment: size for size in found.sizes()}

    assert found.buyers == 4
    assert [sizes[each].people for each in Segment] == [2, 0, 1, 1, 0]
    assert [sizes[each].orders for each in Segment] == [2, 0, 3, 1, 0]
    assert sizes[Segment.NEW].spent == {"EUR": 2000}
    assert sizes[Segment.LOYAL].spent == {"EUR": 2500}


def test_those_who_were_forgotten_and_sales_that_ended_are_none() -> None:
    found = counted(
        buyer(sold(190), there=False),
        buyer(sold(190, ended=195)),
    )

    assert found.buyers == 0
    assert all(not size.people for size in found.sizes())
    assert found.scales().currency == ""


def test_a_person_is_told_with_their_own_rhythm() -> None:
    who = buyer(sold(100, 10), sold(130, 10), sold(170, 15), id=9)

    person = counted(who).person(who)

    assert person is not None
    assert (person.id, person.orders, person.last) == (9, 3, ZERO + 170)
    assert person.usual_gap == 35
    assert person.spent == {"EUR": 3500}
    assert 0 < person.chance < 1


def test_thirds_part_a_small_book_and_fifths_a_larger_one() -> None:
    few = counted(*(buyer(sold(day), id=day) for day in range(1, 10)))
    many = counted(
        *(buyer(sold(day % 100), id=day) for day in range(1, FIFTHS_FROM + 1))
    )

    assert few.scales().recency.people == (3, 3, 3)
    assert few.scales().frequency.people == (9, 0, 0)
    assert many.scales().parts == len(many.scales().recency.people) == 5


def test_money_is_that_of_the_currency_in_which_most_paid() -> None:
    found = counted(
        buyer(sold(190, 10)),
        buyer(sold(190, 20)),
        buyer(sold(190, 1000, currency="USD")),
    )

    assert found.scales().currency == "EUR"
    assert sum(found.scales().money.people) == 2


@pytest.mark.skipif(not FOLDER, reason="SECONDSALE_TIMING is not set")
@pytest.mark.parametrize("name", REAL)
def test_in_real_shops_the_loyal_come_back_and_the_lost_do_not(name: str) -> None:
    known = list(real(name).values())
    day = max(days[-1] for days in known) - 90
    found = Segments(day, Learned())
    back: dict[Segment, list[bool]] = {each: [] for each in Segment}
    for number, days in enumerate(known):
        sales = [Sold(each, each, STANDS, {}) for each in days]
        kind = found.look(Buyer(number, sales=sales))
        if kind is not None:
            back[kind].append(any(day < each <= day + 60 for each in days))

    shares = {kind: sum(each) / len(each) for kind, each in back.items()}

    assert shares[Segment.LOYAL] > shares[Segment.RETURNING] > shares[Segment.LOST]
    assert shares[Segment.LOYAL] > shares[Segment.AT_RISK] > shares[Segment.LOST]


@given(st.lists(st.integers(0, 30), max_size=60), st.sampled_from([3, 5]))
def test_a_value_lies_in_the_part_that_counts_it(values: list[int], parts: int) -> None:
    found = scale(values, parts)

    people = [0] * parts if values else []
    for value in values:
        people[found.part(value)] += 1
    assert list(found.people) == people
    ranges = {part: (least, most) for part, least, most in found.ranges()}
    for value in values:
        least, most = ranges[found.part(value)]
        assert least is None or least <= value
        assert most is None or value <= most
