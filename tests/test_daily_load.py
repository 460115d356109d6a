"""A day holds so many conversations: who moves, where to, and who never does."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given as drawn
from hypothesis import settings
from hypothesis import strategies as st
from tests.builders import (
    START,
    ana,
    day,
    done,
    history,
    plan_on,
    sale,
    talk,
    touchpoint,
)
from tests.test_planner import SHORT_ROAD, given

from secondsale.model import Intent, Key, Settlement, Touchpoint
from secondsale.planner import Plan, agenda, held_back, load, look_ahead
from secondsale.policy import Policy

FOUR = Policy(capacity=4, bundle_days=0)


def thing(
    intent: Intent = Intent.CARE, *, due: int = 5, stays: int = 9, fixed: bool = False
) -> Touchpoint:
    return touchpoint(
        "thing:s1",
        intent,
        opens=day(due),
        expires=day(due + stays),
        sale_id=None,
        fixed=day(due) if fixed else None,
    )


def person(
    number: int, *things: Touchpoint, today: int = 5, policy: Policy = FOUR
) -> Plan:
    known = history(customer=replace(ana(), id=number))
    return plan_on(day(today), known, rules=given(*things), policy=policy)


def today(plans: Sequence[Plan]) -> tuple[list[int], dict[int, int | None]]:
    """Return who is on the list of day 5, and where the others move to."""
    found = agenda(plans, today=day(5))
    moved = {
        each.conversation.customer.id: (each.day - START).days if each.day else None
        for each in found.moved
    }
    return [each.customer.id for each in found.conversations], moved


def test_beyond_its_capacity_a_day_moves_the_last_of_its_list() -> None:
    shown, moved = today([person(n, thing()) for n in range(1, 11)])

    assert shown == [1, 2, 3, 4]
    assert moved == {5: 6, 6: 6, 7: 6, 8: 6, 9: 7, 10: 7}


def test_those_already_spoken_to_took_up_room() -> None:
    done_with = plan_on(
        day(5),
        history(talk(day(5)), talk(day(5), inbound=True), customer=ana()),
        rules=(),
        policy=FOUR,
    )

    shown, moved = today([done_with, *(person(n, thing()) for n in range(2, 6))])

    assert shown == [2, 3, 4]
    assert moved == {5: 6}


def test_a_day_within_its_capacity_moves_nobody() -> None:
    assert today([person(n, thing()) for n in range(1, 5)])[1] == {}


def test_zero_is_no_limit() -> None:
    off = Policy(capacity=0)

    shown, moved = today([person(n, thing(), policy=off) for n in range(1, 31)])

    assert len(shown) == 30
    assert moved == {}


def test_promises_never_move() -> None:
    promises = [person(n, thing(Intent.PROMISE)) for n in range(1, 7)]
    care = person(9, thing())

    shown, moved = today([care, *promises])

    assert shown == [1, 2, 3, 4, 5, 6]
    assert moved == {9: 6}


def test_what_has_no_other_day_goes_first() -> None:
    people = [person(n, thing()) for n in range(1, 5)]
    last = person(9, thing(Intent.OFFER, stays=0))

    assert today([*people, last]) == ([1, 2, 3, 9], {4: 6})


def test_a_birthday_is_moved_last() -> None:
    people = [person(n, thing()) for n in range(1, 5)]
    birthday = person(9, thing(fixed=True))

    assert today([*people, birthday]) == ([1, 2, 3, 9], {4: 6})


def test_what_finds_no_room_says_so() -> None:
    people = [person(n, thing(stays=0)) for n in range(1, 6)]

    assert today(people) == ([1, 2, 3, 4], {5: None})


def test_who_moves_does_not_move_to_a_quiet_day() -> None:
    quiet = replace(FOUR, quiet=frozenset({day(6)}))

    _, moved = today([person(n, thing(), policy=quiet) for n in range(1, 6)])

    assert moved == {5: 7}


def test_only_the_people_of_the_day_count() -> None:
    people = [person(n, thing()) for n in range(1, 6)]
    others = [person(n, thing(due=6)) for n in range(11, 31)]

    assert today(people) == today([*others, *people])


def test_the_moved_come_next() -> None:
    found = agenda([person(n, thing()) for n in range(1, 11)], today=day(5))

    assert (found.next_day, found.next_people) == (day(6), 4)


def test_the_order_of_people_changes_nothing() -> None:
    people = [person(n, thing(due=1 + n % 5)) for n in range(1, 20)]

    assert today(people) == today(people[::-1])


def test_looking_ahead_rolls_what_moves_forward() -> None:
    people = [person(n, thing()) for n in range(1, 7)]
    people += [person(n, thing(due=6)) for n in range(11, 14)]

    found = look_ahead(people, until=day(99))

    assert [
        (each.day, [c.customer.id for c in each.conversations]) for each in found
    ] == [
        (day(5), [1, 2, 3, 4]),
        (day(6), [5, 6, 11, 12]),
        (day(7), [13]),
    ]


def test_the_load_counts_every_day() -> None:
    people = [person(n, thing()) for n in range(1, 7)]

    counts = load(people, today=day(5), days=4)

    assert counts == ((day(5), 4), (day(6), 2), (day(7), 0), (day(8), 0))


# A party


@pytest.mark.parametrize("guests", [20, 50])
def test_the_guests_of_a_party_are_spread(guests: int) -> None:
    policy = Policy()
    settled: dict[int, tuple[Settlement, ...]] = dict.fromkeys(range(guests), ())
    shown: dict[date, int] = {}

    for number in range(1, 13):
        today = day(number)
        plans = [
            plan_on(
                today,
                history(sale(day(0), "Soap"), customer=replace(ana(), id=n + 1)),
                done("welcome:s1", day(0)),
                *settled[n],
                rules=SHORT_ROAD,
                policy=policy,
            )
            for n in range(guests)
        ]
        for each in agenda(plans, today=today).conversations:
            keys = [str(topic.key) for topic in each.topics]
            settled[each.customer.id - 1] += tuple(done(key, today) for key in keys)
            shown[today] = shown.get(today, 0) + 1

    assert max(shown.values()) <= policy.capacity
    cared_for = [each for made in settled.values() for each in made]
    assert sum(each.key.rule == "reassure" for each in cared_for) == guests


crowds = st.lists(
    st.tuples(st.sampled_from(list(Intent)), st.integers(1, 9), st.integers(0, 6)),
    max_size=25,
)


@settings(max_examples=60)
@drawn(crowds, st.randoms())
def test_no_day_is_above_capacity_but_for_promises(
    crowd: list[tuple[Intent, int, int]], dice: object
) -> None:
    policy = replace(FOUR, spacing_days=0)
    people = [
        person(n, thing(intent, due=due, stays=stays), today=1, policy=policy)
        for n, (intent, due, stays) in enumerate(crowd, start=1)
    ]
    shuffled = people.copy()
    dice.shuffle(shuffled)  # type: ignore[attr-defined] # hypothesis' Random

    found = look_ahead(people, until=day(99))

    assert found == look_ahead(shuffled, until=day(99))
    for each in found:
        promises = sum(c.best is Intent.PROMISE for c in each.conversations)
        assert len(each.conversations) <= max(policy.capacity, promises)
    days = {c.customer.id: each.day for each in found for c in each.conversations}
    for number, (intent, due, stays) in enumerate(crowd, start=1):
        if intent is Intent.PROMISE:
            assert days[number] == day(due)
        elif number in days:
            assert day(due) <= days[number] <= day(due + stays)


things = st.lists(
    st.tuples(st.sampled_from(list(Intent)), st.integers(2, 9), st.integers(0, 6)),
    min_size=1,
    max_size=3,
)


@settings(max_examples=150)
@drawn(st.lists(things, min_size=3, max_size=9), st.sets(st.integers(6, 12)))
def test_whatever_a_full_day_moves_comes_on_the_day_that_is_said(
    crowd: list[list[tuple[Intent, int, int]]], quiet: set[int]
) -> None:
    policy = Policy(capacity=2, quiet=frozenset(day(number) for number in quiet))
    plans = [
        person(
            number,
            *(
                replace(
                    thing(intent, due=due, stays=stays),
                    key=Key("thing", f"l{each}"),
                )
                for each, (intent, due, stays) in enumerate(asked, start=1)
            ),
            policy=policy,
        )
        for number, asked in enumerate(crowd, start=1)
    ]

    ahead = look_ahead(plans, until=day(99))

    listed = {
        (talk.customer.id, topic.key): each.day
        for each in ahead
        for talk in each.conversations
        for topic in talk.topics
    }
    for moved in agenda(plans, today=day(5)).moved:
        keys = [topic.key for topic in moved.conversation.topics]
        said = [listed.get((moved.customer.id, key)) for key in keys]
        assert list(moved.days) == said
    for held in held_back(plans, today=day(5)):
        assert held.day == listed.get((held.customer.id, held.item.key))
