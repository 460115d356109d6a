"""The day's list: whom to contact, the overdue first, no more than a day can hold."""

from collections.abc import Collection, Iterable
from datetime import date

from secondsale.days import plus
from secondsale.model import Customer, History, Key
from secondsale.planner.conversations import Plan
from secondsale.planner.loads import Moved, Roll, move, placed
from secondsale.planner.states import Planned, State
from secondsale.planner.waking import NOBODY, Sleeping
from secondsale.planner.walks import Conversation
from secondsale.records import dataclass, replace


@dataclass(frozen=True, slots=True)
class Agenda:
    """Whom to contact on a day, and what comes after it."""

    day: date
    conversations: tuple[Conversation, ...]
    early: tuple[tuple[History, Planned], ...] = ()
    """Open, not due for some days, of people with nothing else to talk about."""
    held: tuple[tuple[Customer, Planned], ...] = ()
    next_day: date | None = None
    next_people: int = 0
    moved: tuple[Moved, ...] = ()
    """What the day's capacity moves to another day."""


@dataclass(frozen=True, slots=True)
class HeldBack:
    """Something that is kept back, and the day on which it will be on the list."""

    customer: Customer
    item: Planned
    day: date | None
    """None where there is none before it expires, as things stand."""


def agenda(
    plans: Iterable[Plan],
    *,
    today: date,
    placing: Collection[int] | None = None,
    coming: bool = True,
    sleeping: Sleeping = NOBODY,
) -> Agenda:
    """Return the day's list, the overdue first, and what a full day moves to another.

    Who is on it depends on the people of the day alone, so those `sleeping` need no
    plan; where the others go to, and what comes next, is what `look_ahead` says of
    those days. To know where takes a look at many days, so `placing` may name the
    customers of whom it is asked. What comes next is looked for where nobody is on the
    list, or it is asked what is `coming`.
    """
    plans = tuple(plans)
    roll = Roll(plans, sleeping)
    early: list[tuple[History, Planned]] = []
    held: list[tuple[Customer, Planned]] = []
    for each in plans:
        held += [(each.customer, i) for i in each.touchpoints if i.state is State.HELD]
        if roll.first_day(each.customer.id) != today:
            early += [(each.situation.history, item) for item in each.early()]
    now = roll.on(today)
    next_day, next_people = None, 0
    if coming or not now.kept:
        next_day, next_people = roll.coming()
    asked = [c for c in now.moved if placing is None or c.customer.id in placing]
    found = placed(_until(asked), roll.days())
    return Agenda(
        today,
        now.kept,
        tuple(early),
        tuple(held),
        next_day,
        next_people,
        tuple(move(each, found, roll.capacity, now.newcomers) for each in now.moved),
    )


def held_back(
    plans: Iterable[Plan], *, today: date, sleeping: Sleeping = NOBODY
) -> tuple[HeldBack, ...]:
    """Return what a day keeps back, and when `look_ahead` has it on a list."""
    plans = tuple(plans)
    now = agenda(plans, today=today, placing=(), coming=False, sleeping=sleeping)
    held = {(who.id, item.key): item.window.expires for who, item in now.held}
    talks = [each.conversation for each in now.moved]
    found = placed({**held, **_until(talks)}, Roll(plans, sleeping).days())
    kept = [
        HeldBack(who, item, found.get((who.id, item.key))) for who, item in now.held
    ]
    for each in now.moved:
        days = tuple(found.get((each.customer.id, key)) for key in each.keys)
        topics = replace(each, days=days).held
        kept += [
            HeldBack(each.customer, item, item.hold.until if item.hold else None)
            for item in topics
        ]
    return tuple(kept)


def as_listed(plan: Plan, listed: Agenda) -> Plan:
    """Return a customer's plan as a day's list has it: what has no room is held."""
    for moved in listed.moved:
        if moved.customer.id == plan.customer.id:
            topics = {item.key: item for item in moved.topics}
            touchpoints = tuple(topics.get(item.key, item) for item in plan.touchpoints)
            days = dict(zip(topics, moved.days, strict=True))
            return replace(plan, touchpoints=touchpoints, moved=days)
    return plan


def look_ahead(
    plans: Iterable[Plan], *, until: date, sleeping: Sleeping = NOBODY
) -> tuple[Agenda, ...]:
    """Return the lists of the days up to `until` that have one, as things stand."""
    found = []
    for day in Roll(plans, sleeping).days():
        if day.day > until:
            break
        found.append(Agenda(day.day, day.kept))
    return tuple(each for each in found if each.conversations)


def load(
    plans: Iterable[Plan], *, today: date, days: int, sleeping: Sleeping = NOBODY
) -> tuple[tuple[date, int], ...]:
    """Return how many conversations each of so many days has, from today on."""
    ahead = look_ahead(plans, until=plus(today, days - 1), sleeping=sleeping)
    counts = {each.day: len(each.conversations) for each in ahead}
    span = (plus(today, number) for number in range(days))
    return tuple((day, counts.get(day, 0)) for day in span)


def _until(talks: Iterable[Conversation]) -> dict[tuple[int, Key], date]:
    """Return up to which day each topic of some conversations can take place."""
    return {
        (each.customer.id, topic.key): topic.window.expires
        for each in talks
        for topic in each.topics
    }
