"""What a day can hold: who stays on its list, who moves, and to which day."""

from collections import Counter
from collections.abc import Container, Iterable, Iterator, Mapping, Sequence
from datetime import date
from heapq import heappop, heappush

from secondsale import text
from secondsale.days import plus, say
from secondsale.model import Customer, Intent, Key
from secondsale.planner.conversations import Plan
from secondsale.planner.shares import FIRST_TIME, chance, most_newcomers, shared
from secondsale.planner.states import Planned, State
from secondsale.planner.waking import (
    FIRST_OFFER,
    NOBODY,
    OFFER,
    PROMISE,
    SIGHT_DAYS,
    Sleeping,
    about,
)
from secondsale.planner.walks import Conversation, Walk
from secondsale.policy import Hold
from secondsale.records import dataclass, replace

DAILY_LOAD = "daily load"
"""The restraint that moves what a full day has no room for."""

ROOM = frozenset({DAILY_LOAD, FIRST_TIME})
"""The restraints that look at the whole list of a day, not at one customer."""


@dataclass(frozen=True, slots=True)
class Moved:
    """A conversation for which its day has no room, and where its topics go."""

    conversation: Conversation
    days: tuple[date | None, ...]
    """By topic: the day it goes to, None where none before it expires has room."""
    capacity: int
    restraint: str = DAILY_LOAD
    """What moves it: the load, or that too many are first-time buyers."""

    @property
    def customer(self) -> Customer:
        """Return whose conversation it is."""
        return self.conversation.customer

    @property
    def keys(self) -> tuple[Key, ...]:
        """Return the keys of its topics."""
        return tuple(topic.key for topic in self.conversation.topics)

    @property
    def day(self) -> date | None:
        """Return the first day to which something of it goes."""
        return min((day for day in self.days if day is not None), default=None)

    @property
    def topics(self) -> tuple[Planned, ...]:
        """Return its topics as they stand on the full day: held, if they are open."""
        day, reason = self.conversation.day, self._reason

        def stands(topic: Planned, until: date | None) -> Planned:
            if topic.window.opens > day:
                return replace(topic, state=State.PLANNED)
            hold = Hold(self.restraint, reason, until)
            return replace(topic, state=State.HELD, reason=reason, hold=hold)

        pairs = zip(self.conversation.topics, self.days, strict=True)
        return tuple(stands(topic, until) for topic, until in pairs)

    @property
    def _reason(self) -> str:
        if self.restraint == FIRST_TIME:
            return "who bought more than once goes first"
        day, most = self.conversation.day, text.plural(self.capacity, "conversation")
        return f"{say(day, beside=day)} is full ({most})"

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
    newcomers: frozenset[int] = frozenset()
    """Of those moved, the customers who bought once, of whom there are too many."""


class Roll:
    """The days to come of all customers; what has no room goes on to the next."""

    def __init__(self, plans: Iterable[Plan], sleeping: Sleeping = NOBODY) -> None:
        self.capacity = self._share = 0
        self._today, self._spoken = date.min, 0
        self._walks: dict[int, Walk] = {}
        self._next: dict[int, Conversation] = {}
        self._queue: list[tuple[date, int]] = []
        self._taken: list[int] = []
        self._sleeping, self._woken = sleeping, date.min
        self._join(plans)

    def _join(self, plans: Iterable[Plan]) -> None:
        for plan in plans:
            self.capacity, self._today = plan.policy.capacity, plan.today
            self._share = plan.policy.first_time_one_in
            self._spoken += _spoke_to(plan)
            self._walks[plan.customer.id] = plan.walk()
            self._go_on(plan.customer.id)

    def first_day(self, customer_id: int) -> date | None:
        """Return the day of a customer's next conversation, before any load."""
        self._move_on()
        coming = self._next.get(customer_id)
        return coming.day if coming is not None else None

    def on(self, day: date) -> Day:
        """Return what takes place on the first day of all, even if that is nothing."""
        self._move_on()
        return self._take(day)

    def coming(self) -> tuple[date | None, int]:
        """Return the next day that has conversations, and how many take place on it."""
        self._move_on()
        known, days = self._sleeping.coming(), [day for day, _ in self._queue]
        first = min([*days, *([known.day] if known else [])], default=date.max)
        if first > plus(self._today, SIGHT_DAYS):
            self._wake(date.max)
            known, first = None, self._queue[0][0] if self._queue else date.max
        if first == date.max:
            return None, 0
        people = Counter(about(c) for c in self._next.values() if c.day == first)
        if known is not None and known.day == first:
            people.update(known.people)
        return first, self._with_room(people)

    def _with_room(self, people: Mapping[str, int]) -> int:
        """Return how many of some people a day to come takes, as `days` takes them."""
        new, all_of_them = people.get(FIRST_OFFER, 0), sum(people.values())
        taken = most_newcomers(self._share, new, people.get(OFFER, 0))
        wanted = all_of_them - new + taken
        full = self.capacity and wanted > self.capacity
        return max(people.get(PROMISE, 0), self.capacity) if full else wanted

    def days(self) -> Iterator[Day]:
        """Yield the days that have conversations, going on from where it stands."""
        while True:
            self._move_on()
            first = self._queue[0][0] if self._queue else date.max
            wakes = self._sleeping.first_day(self._woken)
            if wakes is not None and wakes <= first:
                self._wake(wakes)
            elif self._queue:
                yield self._take(first)
            else:
                return

    def _wake(self, until: date) -> None:
        self._join(self._sleeping.wake(self._woken, until))
        self._woken = until

    def _take(self, day: date) -> Day:
        now = []
        while self._queue and self._queue[0][0] == day:
            now.append(self._next[heappop(self._queue)[1]])
        now.sort(key=_by_urgency)
        wanted, newcomers = shared(self._share, now, self._walks)
        kept, crowded = self._within(day, wanted)
        moved = tuple(sorted((*crowded, *newcomers), key=_by_urgency))
        for each in kept:
            self._walks[each.customer.id].take(each)
        for each in moved:
            self._walks[each.customer.id].wait(each)
        self._taken += [each.customer.id for each in now]
        bought_once = frozenset(each.customer.id for each in newcomers)
        return Day(day, kept, moved, bought_once)

    def _move_on(self) -> None:
        """Look for what comes next of those who had their turn.

        Only now, because a list of one day needs none of it.
        """
        while self._taken:
            self._go_on(self._taken.pop())

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
        # Of offers the likeliest to sell stay, however late the others are.
        rest.sort(
            key=lambda each: (
                self._walks[each.customer.id].can_wait(each),
                not each.overdue,
                each.best,
                -chance(each) if each.best is Intent.OFFER else 0,
            )
        )
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
    conversation: Conversation,
    days: Mapping[tuple[int, Key], date],
    capacity: int,
    newcomers: Container[int] = (),
) -> Moved:
    """Return a conversation that has no room, with the days its topics go to."""
    who = conversation.customer.id
    found = tuple(days.get((who, topic.key)) for topic in conversation.topics)
    restraint = FIRST_TIME if who in newcomers else DAILY_LOAD
    return Moved(conversation, found, capacity, restraint)


def _spoke_to(plan: Plan) -> bool:
    """Return whether the customer was called or written to on the plan's own day."""
    contacts = plan.situation.history.contacts
    return any(each.on == plan.today and not each.inbound for each in contacts)


def _by_urgency(conversation: Conversation) -> tuple[bool, int, date, float, int]:
    return (
        not conversation.overdue,
        conversation.best,
        conversation.due,
        -chance(conversation),
        conversation.customer.id,
    )
