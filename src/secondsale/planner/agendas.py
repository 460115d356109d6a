"""The day's list: whom to contact, the overdue first, no more than a day can hold."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from heapq import heappop, heappush

from secondsale.days import plus
from secondsale.model import Customer, Intent, Key
from secondsale.planner.conversations import Plan
from secondsale.planner.states import Planned, State
from secondsale.planner.walks import Conversation, Walk


@dataclass(frozen=True, slots=True)
class Moved:
    """A conversation for which a day had no room, and the day it goes to."""

    conversation: Conversation
    day: date | None
    """None where no day before it expires has room."""


@dataclass(frozen=True, slots=True)
class Agenda:
    """Whom to contact on a day, and what comes after it."""

    day: date
    conversations: tuple[Conversation, ...]
    early: tuple[tuple[Customer, Planned], ...] = ()
    """Open, not due for some days, of people with nothing else to talk about."""
    held: tuple[tuple[Customer, Planned], ...] = ()
    next_day: date | None = None
    next_people: int = 0
    moved: tuple[Moved, ...] = ()
    """What the day's capacity moves to another day; it is still open today."""


def agenda(plans: Iterable[Plan], *, today: date) -> Agenda:
    """Return the day's list, the overdue first.

    What goes beyond the day's capacity is moved, looking only at the people of the day.
    """
    early: list[tuple[Customer, Planned]] = []
    held: list[tuple[Customer, Planned]] = []
    busy: list[Plan] = []
    later: list[date] = []
    had = 0
    for each in plans:
        held += [(each.customer, i) for i in each.touchpoints if i.state is State.HELD]
        first = each.walk().next()
        if first is not None and first.day == today:
            busy.append(each)
            continue
        had += _spoke_to(each)
        early += [(each.customer, item) for item in each.early()]
        if first is not None:
            later.append(first.day)
    kept, moved, coming = _today(busy, had)
    later += coming
    next_day = min(later, default=None)
    return Agenda(
        today,
        kept,
        tuple(early),
        tuple(held),
        next_day,
        later.count(next_day) if next_day else 0,
        moved,
    )


def look_ahead(plans: Iterable[Plan], *, until: date) -> tuple[Agenda, ...]:
    """Return the lists of the days up to `until` that have one, as things stand."""
    found = []
    for day in _roll(plans):
        if day.day > until:
            break
        found.append(Agenda(day.day, day.kept))
    return tuple(each for each in found if each.conversations)


def load(
    plans: Iterable[Plan], *, today: date, days: int
) -> tuple[tuple[date, int], ...]:
    """Return how many conversations each of so many days has, from today on."""
    ahead = look_ahead(plans, until=plus(today, days - 1))
    counts = {each.day: len(each.conversations) for each in ahead}
    span = (plus(today, number) for number in range(days))
    return tuple((day, counts.get(day, 0)) for day in span)


@dataclass(frozen=True, slots=True)
class _Day:
    """A day of the roll: what takes place, what has no room, who comes when next."""

    day: date
    kept: tuple[Conversation, ...]
    moved: tuple[Conversation, ...]
    coming: tuple[date, ...]


def _today(
    plans: Sequence[Plan], had: int
) -> tuple[tuple[Conversation, ...], tuple[Moved, ...], list[date]]:
    """Return today's conversations, those moved, and the days of the next ones."""
    days = _roll(plans, had)
    first = next(days, None)
    if first is None:
        return (), (), []
    left = {each.customer.id: each for each in first.moved}
    last = max((_expires(each) for each in first.moved), default=first.day)
    found: dict[int, date] = {}
    for day in days if left else ():
        if day.day > last or len(found) == len(left):
            break
        for each in day.kept:
            moved = left.get(each.customer.id)
            if moved is not None and _keys(moved) <= _keys(each):
                found[each.customer.id] = day.day
    moved_to = tuple(Moved(each, found.get(each.customer.id)) for each in first.moved)
    return first.kept, moved_to, [*first.coming, *found.values()]


def _roll(plans: Iterable[Plan], spoken: int = 0) -> Iterator[_Day]:
    """Yield the days that have conversations; what has no room goes on to the next."""
    walks: dict[int, Walk] = {}
    queue: list[tuple[date, int]] = []
    shown: dict[int, Conversation] = {}
    capacity, today = 0, date.min

    def go_on(customer_id: int) -> date | None:
        coming = walks[customer_id].next()
        if coming is None:
            return None
        shown[customer_id] = coming
        heappush(queue, (coming.day, customer_id))
        return coming.day

    for plan in plans:
        capacity, today = plan.policy.capacity, plan.today
        spoken += _spoke_to(plan)
        walks[plan.customer.id] = plan.walk()
        go_on(plan.customer.id)
    while queue:
        day = queue[0][0]
        now = []
        while queue and queue[0][0] == day:
            now.append(shown[heappop(queue)[1]])
        had = spoken if day == today else 0
        kept, moved = _within(capacity, had, sorted(now, key=_by_urgency), walks)
        for each in kept:
            walks[each.customer.id].take(each)
        for each in moved:
            walks[each.customer.id].wait(each)
        coming = [go_on(each.customer.id) for each in kept]
        for each in moved:
            go_on(each.customer.id)
        yield _Day(day, kept, moved, tuple(next_day for next_day in coming if next_day))


def _spoke_to(plan: Plan) -> bool:
    """Return whether the customer was called or written to on the plan's own day."""
    contacts = plan.situation.history.contacts
    return any(each.on == plan.today and not each.inbound for each in contacts)


def _within(
    capacity: int,
    had: int,
    conversations: Sequence[Conversation],
    walks: Mapping[int, Walk],
) -> tuple[tuple[Conversation, ...], tuple[Conversation, ...]]:
    """Return what takes place on a day and what moves, both in their order.

    Promises stay. Of the rest, what has no other day goes first, then the list's order.
    Those `had` already that day take up room.
    """
    if not capacity or len(conversations) + had <= capacity:
        return tuple(conversations), ()
    promised = [each for each in conversations if each.best is Intent.PROMISE]
    rest = [each for each in conversations if each.best is not Intent.PROMISE]
    rest.sort(key=lambda each: walks[each.customer.id].can_wait(each))
    room = max(0, capacity - had - len(promised))
    stays = {each.customer.id for each in (*promised, *rest[:room])}
    return (
        tuple(each for each in conversations if each.customer.id in stays),
        tuple(each for each in conversations if each.customer.id not in stays),
    )


def _by_urgency(conversation: Conversation) -> tuple[bool, int, date, int]:
    return (
        not conversation.overdue,
        conversation.best,
        conversation.due,
        conversation.customer.id,
    )


def _expires(conversation: Conversation) -> date:
    return min(topic.window.expires for topic in conversation.topics)


def _keys(conversation: Conversation) -> set[Key]:
    return {topic.key for topic in conversation.topics}
