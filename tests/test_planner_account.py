"""The planner's account of itself: what moved a touchpoint, and what the list says."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import date, timedelta

from hypothesis import given as drawn
from hypothesis import settings
from hypothesis import strategies as st
from tests.builders import (
    ana,
    concern,
    day,
    history,
    items,
    pause,
    plan_on,
    promise,
    sale,
    snoozed,
    talk,
    topics,
    touchpoint,
)
from tests.test_planner import SHORT_ROAD, care, given
from tests.test_planner_properties import (
    Known,
    days,
    histories,
    known_and_decided,
    policies,
)

from secondsale.model import History, Intent, Touchpoint
from secondsale.planner import (
    GIVES_WAY,
    Plan,
    State,
    agenda,
    as_listed,
    held_back,
    look_ahead,
)
from secondsale.planner.loads import DAILY_LOAD
from secondsale.planner.shifts import shifts
from secondsale.policy import Policy

# START is a Thursday: day 2 is a Saturday, day 3 a Sunday.
SATURDAY, SUNDAY = 2, 3
SUNDAYS = replace(
    Policy(bundle_days=0, quiet_weekdays="sunday"),
    quiet=frozenset(day(SUNDAY + 7 * number) for number in range(60)),
)


def moves(made: Plan, key: str) -> list[tuple[str, int, int, str]]:
    """Return what moved a touchpoint: by what, from, to (from START), and why."""
    return [
        (each.by, _number(each.was), _number(each.now), each.reason)
        for each in shifts(made, items(made)[key])
    ]


def _number(each: date) -> int:
    return (each - day(0)).days


def thing(intent: Intent, opens: int, due: int, *, fixed: bool = False) -> Touchpoint:
    return touchpoint(
        "thing:s1",
        intent,
        opens=day(opens),
        due=day(due),
        expires=day(99),
        sale_id=None,
        fixed=day(due) if fixed else None,
    )


def on(number: int, what: Touchpoint, known: History, policy: Policy) -> Plan:
    return plan_on(day(number), known, rules=given(what), policy=policy)


# Shifts


def test_what_comes_on_its_day_was_not_moved() -> None:
    made = on(0, thing(Intent.CARE, 5, 5), history(), Policy())

    assert moves(made, "thing:s1") == []


def test_a_promise_moved_earlier_names_the_quiet_day() -> None:
    made = on(0, thing(Intent.PROMISE, 0, SUNDAY), history(), SUNDAYS)

    said = "4 January is a quiet day (Sunday)"
    assert moves(made, "thing:s1") == [("quiet day", SUNDAY, SATURDAY, said)]


def test_what_waits_for_a_quiet_day_names_it_before_and_after() -> None:
    what, said = thing(Intent.CARE, SUNDAY, SUNDAY), "4 January is a quiet day (Sunday)"

    for number in (0, 4):
        made = on(number, what, history(), SUNDAYS)
        assert moves(made, "thing:s1") == [("quiet day", SUNDAY, 4, said)]


def test_a_quiet_date_and_a_public_holiday_are_told_apart() -> None:
    what, quiet = thing(Intent.CARE, 5, 5), frozenset({day(5)})
    named = Policy(quiet=quiet, quiet_dates="2026-01-06")
    public = Policy(quiet=quiet, holidays="DE")

    found = [
        moves(on(0, what, history(), each), "thing:s1") for each in (named, public)
    ]

    assert [each[0][3] for each in found] == [
        "6 January is a quiet day (a date that you named)",
        "6 January is a quiet day (public holiday)",
    ]


def test_a_promise_moved_before_a_pause_names_it() -> None:
    known = history(pause(day(18), day(40), made=day(9)))

    made = on(10, thing(Intent.PROMISE, 10, 25), known, Policy())

    assert moves(made, "thing:s1") == [("pause", 25, 15, "paused until 10 February")]


def test_what_was_put_off_names_the_snooze() -> None:
    put_off = snoozed("thing:s1", day(5), day(8), "on holiday")
    what = thing(Intent.CARE, 5, 5)

    made = plan_on(day(6), history(), put_off, rules=given(what))

    assert moves(made, "thing:s1") == [("snooze", 5, 8, "on holiday")]


def test_what_was_held_when_it_was_due_names_what_held_it() -> None:
    known = history(sale(day(0), "Serum"), talk(day(23), "ok"))

    made = plan_on(day(26), known, rules=SHORT_ROAD)

    found = moves(made, "replenish:l1")
    assert found == [("spacing", 24, 26, "last spoke on 24 January")]


def test_what_will_wait_for_a_conversation_to_come_says_so() -> None:
    lesson = replace(care(2, opens=7), intent=Intent.TEACH)

    made = plan_on(day(0), history(), rules=given(care(1, opens=5), lesson))

    said = "to keep its distance from what is planned before it"
    assert moves(made, "check-in:s2") == [("spacing", 7, 8, said)]


def test_what_is_bundled_before_it_opens_names_the_others() -> None:
    made = plan_on(day(0), history(), rules=given(care(1, opens=5), care(2, opens=6)))

    found = moves(made, "check-in:s2")

    assert found == [("bundling", 6, 5, "one conversation with check-in")]


def test_what_the_book_learned_late_says_so() -> None:
    known = history(sale(day(0), "Serum", recorded=day(3)))

    found = moves(plan_on(day(3), known, rules=SHORT_ROAD), "welcome:s1")

    assert found == [("learned late", 1, 3, "the book did not know of it before")]


def test_what_a_full_day_moves_names_the_day_and_what_it_holds() -> None:
    people = [crowded(number) for number in range(1, 6)]

    last = as_listed(people[4], agenda(people, today=day(5)))

    found = items(last)["thing:s1"]
    said = "6 January is full (4 conversations)"
    assert (found.state, found.reason) == (State.HELD, said)
    assert moves(last, "thing:s1") == [(DAILY_LOAD, 5, 6, said)]
    assert [step.day for step in last.steps()] == [day(6)]


def test_who_stays_on_a_full_day_is_not_moved() -> None:
    people = [crowded(number) for number in range(1, 6)]

    assert as_listed(people[3], agenda(people, today=day(5))) is people[3]


def crowded(number: int) -> Plan:
    known = history(customer=replace(ana(), id=number))
    return on(5, thing(Intent.CARE, 5, 5), known, Policy(capacity=4))


# The list, the reasons and the days to come


def book(known: Iterable[Known], today: date, policy: Policy) -> list[Plan]:
    return [
        plan_on(
            today,
            replace(each, customer=replace(each.customer, id=number)),
            *settled,
            policy=policy,
        )
        for number, (each, settled) in enumerate(known, start=1)
    ]


books = st.lists(known_and_decided, min_size=2, max_size=6)


@settings(max_examples=60)
@drawn(books, days, policies(), st.integers(1, 2))
def test_the_list_and_the_reasons_agree(
    known: list[Known], today: date, policy: Policy, capacity: int
) -> None:
    plans = book(known, today, replace(policy, capacity=capacity))

    listed = agenda(plans, today=today)

    shown = {c.customer.id: {t.key for t in c.topics} for c in listed.conversations}
    beside = {c.customer.id: {t.key for t in c.soon} for c in listed.conversations}
    full = {each.customer.id: each for each in listed.moved}
    for each in plans:
        who = each.customer.id
        made = as_listed(each, listed)
        days = {step.item.key: step.day for step in made.steps()}
        opened = {i.key for i in made.touchpoints if i.state is State.OPEN}
        assert {key for key in opened if days[key] == today} == shown.get(who, set())
        soon = {item.key for whose, item in listed.early if whose.customer.id == who}
        assert who in full or opened == shown.get(who, set()) | beside.get(who, soon)
        for item in full[who].topics if who in full else ():
            found = items(made)[str(item.key)]
            assert found.state is item.state
            assert item.hold is None or days[item.key] == item.hold.until
        for item in made.touchpoints:
            for shift in shifts(made, item):
                assert shift.by
                assert shift.was != shift.now


@settings(max_examples=60)
@drawn(books, days, policies(), st.integers(1, 2))
def test_what_is_held_back_comes_on_the_day_that_is_said(
    known: list[Known], today: date, policy: Policy, capacity: int
) -> None:
    plans = book(known, today, replace(policy, capacity=capacity))
    listed: dict[tuple[int, object], date] = {}

    for each in look_ahead(plans, until=today + timedelta(days=500)):
        for conversation in each.conversations:
            for topic in conversation.topics:
                listed[conversation.customer.id, topic.key] = each.day

    for held in held_back(plans, today=today):
        assert held.day != today
        assert held.day == listed.get((held.customer.id, held.item.key))


@settings(max_examples=60)
@drawn(books, days, st.integers(1, 2))
def test_the_next_day_is_the_one_that_looking_ahead_has_next(
    known: list[Known], today: date, capacity: int
) -> None:
    plans = book(known, today, Policy(capacity=capacity))

    found = agenda(plans, today=today)

    ahead = look_ahead(plans, until=today + timedelta(days=500))
    later = [each for each in ahead if each.day > today]
    assert found.next_day == (later[0].day if later else None)
    assert found.next_people == (len(later[0].conversations) if later else 0)


@settings(max_examples=60)
@drawn(known_and_decided, policies(), days)
def test_the_next_conversation_is_what_its_day_then_shows(
    each: Known, policy: Policy, today: date
) -> None:
    known, settled = each[0].as_of(today), [s for s in each[1] if s.on <= today]
    made = plan_on(today, known, *settled, policy=policy)
    coming = next(made.conversations(), None)
    until = min(coming.day if coming else date.max, today + timedelta(days=40))

    for number in range((until - today).days):
        before = today + timedelta(days=number)
        assert topics(plan_on(before, known, *settled, policy=policy)) == []

    if coming is not None and coming.day == until:
        keys = [str(topic.key) for topic in coming.topics]
        assert topics(plan_on(until, known, *settled, policy=policy)) == keys


def test_a_promise_in_a_pause_up_to_a_weekend_comes_when_it_is_said_to() -> None:
    away = pause(day(4), day(8), made=day(1))
    known = history(promise(day(6), made=day(1)), away)
    weekends = {day(7 * n + d) for n in range(9) for d in (SATURDAY, SUNDAY)}
    policy = Policy(quiet=frozenset(weekends))

    for number in range(1, 12):
        made = plan_on(day(number), known, policy=policy)
        planned = {str(step.item.key): step.day for step in made.steps()}
        is_shown = "promise:p1" in topics(made)
        assert is_shown == (planned["promise:p1"] == day(number))


@settings(max_examples=30)
@drawn(histories(), policies(), days)
def test_what_expired_because_nobody_got_to_it_was_free_on_a_day(
    known: History, policy: Policy, today: date
) -> None:
    made = plan_on(today, known, policy=policy)
    at = made.situation

    for item in made.touchpoints:
        if item.state is State.EXPIRED and item.reason == "nobody got to it":
            start = max(item.window.opens, item.touchpoint.known_on)
            span = range((item.window.expires - start).days + 1)
            window, what = item.window, item.touchpoint
            assert any(
                policy.hold(what, start + timedelta(days=n), at, window) is None
                for n in span
            )


def test_what_gives_way_says_so_and_has_no_day() -> None:
    asked = replace(care(1, opens=30, expires=45), gives_way=True)

    made = plan_on(day(35), history(), rules=given(asked, care(2, opens=40)))

    [step] = [s for s in made.steps() if s.item.touchpoint.gives_way]
    assert step.day is None
    assert step.hold is not None
    assert step.hold.restraint == GIVES_WAY


def test_an_open_concern_holds_until_that_changes() -> None:
    known = history(sale(day(0), "Serum"), concern(day(23)))

    [held] = held_back([plan_on(day(24), known, rules=SHORT_ROAD)], today=day(24))

    assert held.item.hold is not None
    assert (held.day, held.item.hold.until) == (None, None)
