"""What a day can hold: who stays on its list, who moves, and to which day."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from heapq import heappop, heappush

from secondsale import text
from secondsale.days import say
from secondsale.model import Customer, Intent, Key
from secondsale.planner.conversations import Plan
from secondsale.planner.states import Planned, State
from secondsale.planner.walks import Conversation, Walk
from secondsale.policy import Hold

DAILY_LOAD = "daily load"
"""The restraint that moves what a full day has no room for."""


@dataclass(frozen=True, slots=True)
class Moved:
    """A conversation for which its day has no room, and where its topics go."""

    conversation: Conversation
    days: tuple[date | None, ...]
    """By topic: the day it goes to, None where none before it expires has room."""
    capacity: int

    @property
    def customer(self) -> Customer:
        """Return whose conversation it is."""
        return self.conversation.customer

    @property
    def day(self) -> date | None:
        """Return the first day to which something of it goes."""
        return min((day for day in self.days if day is not None), default=None)

    @property
    def topics(self) -> tuple[Planned, ...]:
        """Return its topics as they stand on the full day: held, if they are open."""
        day = self.conversation.day
        most = text.plural(self.capacity, "conversation")
        reason = f"{say(day, beside=day)} is full ({most})"

        def stands(topic: Planned, until: date | None) -> Planned:
            if topic.window.opens > day:
                return replace(topic, state=State.PLANNED)
            hold = Hold(DAILY_LOAD, reason, until)
            return replace(topic, state=State.HELD, reason=reason, hold=hold)

        pairs = zip(self.conversation.topics, self.days, strict=True)
        return tuple(stands(topic, until) for topic, until in pairs)

    @property
    def held(self) -> tuple[Planned, ...]:
        """Return what the full day holds back; what opens later only comes later."""
        return tuple(topic for topic in self.topics if topic.state is State.HELD)


@dataclass(frozen=True, slots=True)
class Day:
    """A day that has conversations: which take place, and which have no room."""

    day: date
    kept: tuple[Conversation, ...]
    moved: tuple[Conversation, ...]


class Roll:
    """The days to come of all customers; what has no room goes on to the next."""

    def __init__(self, plans: Iterable[Plan]) -> None:
        self.capacity = 0
        self._today, self._spoken = date.min, 0
        self._walks: dict[int, Walk] = {}
        self._next: dict[int, Conversation] = {}
        self._queue: list[tuple[date, int]] = []
        for plan in plans:
            self.capacity, self._today = plan.policy.capacity, plan.today
            self._spoken += _spoke_to(plan)
            self._walks[plan.customer.id] = plan.walk()
            self._go_on(plan.customer.id)

    def first_day(self, customer_id: int) -> date | None:
        """Return the day of a customer's next conversation, before any load."""
        coming = self._next.get(customer_id)
        return coming.day if coming is not None else None

    def days(self) -> Iterator[Day]:
        """Yield the days that have conversations, going on from where it stands."""
        while self._queue:
            day = self._queue[0][0]
            now = []
            while self._queue and self._queue[0][0] == day:
                now.append(self._next[heappop(self._queue)[1]])
            kept, moved = self._within(day, sorted(now, key=_by_urgency))
            for each in kept:
                self._walks[each.customer.id].take(each)
            for each in moved:
                self._walks[each.customer.id].wait(each)
            for each in now:
                self._go_on(each.customer.id)
            yield Day(day, kept, moved)

    def _go_on(self, customer_id: int) -> None:
        coming = self._walks[customer_id].next()
        if coming is None:
            self._next.pop(customer_id, None)
            return
        self._next[customer_id] = coming
        heappush(self._queue, (coming.day, customer_id))

    def _within(
        self, day: date, conversations: Sequence[Conversation]
    ) -> tuple[tuple[Conversation, ...], tuple[Conversation, ...]]:
        """Return what takes place on a day and what moves, both in their order.

        Promises stay. Of the rest, what has no other day goes first, then the list's
        order. Those already spoken to today take up room.
        """
        had = self._spoken if day == self._today else 0
        if not self.capacity or len(conversations) + had <= self.capacity:
            return tuple(conversations), ()
        promised = [each for each in conversations if each.best is Intent.PROMISE]
        rest = [each for each in conversations if each.best is not Intent.PROMISE]
        rest.sort(key=lambda each: self._walks[each.customer.id].can_wait(each))
        room = max(0, self.capacity - had - len(promised))
        stays = {each.customer.id for each in (*promised, *rest[:room])}
        return (
            tuple(each for each in conversations if each.customer.id in stays),
            tuple(each for each in conversations if each.customer.id not in stays),
        )


def placed(
    wanted: Mapping[tuple[int, Key], date], days: Iterable[Day]
) -> dict[tuple[int, Key], date]:
    """Return the day on which each of some touchpoints takes place, if it does.

    Both are by customer and key; `wanted` says up to which day there is to look.
    """
    found: dict[tuple[int, Key], date] = {}
    last = max(wanted.values(), default=date.min)
    for day in days if wanted else ():
        if day.day > last:
            break
        for each in day.kept:
            for topic in each.topics:
                name = each.customer.id, topic.key
                if name in wanted:
                    found[name] = day.day
        if len(found) == len(wanted):
            break
    return found


def move(
    conversation: Conversation, days: Mapping[tuple[int, Key], date], capacity: int
) -> Moved:
    """Return a conversation that has no room, with the days its topics go to."""
    who = conversation.customer.id
    found = tuple(days.get((who, topic.key)) for topic in conversation.topics)
    return Moved(conversation, found, capacity)


def _spoke_to(plan: Plan) -> bool:
    """Return whether the customer was called or written to on the plan's own day."""
    contacts = plan.situation.history.contacts
    return any(each.on == plan.today and not each.inbound for each in contacts)


def _by_urgency(conversation: Conversation) -> tuple[bool, int, date, int]:
    return (
        not conversation.overdue,
        conversation.best,
        conversation.due,
        conversation.customer.id,
    )
