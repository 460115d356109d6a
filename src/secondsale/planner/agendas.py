"""The day's list: whom to contact, the overdue first."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from secondsale.model import Customer
from secondsale.planner.conversations import Conversation, Plan
from secondsale.planner.states import Planned, State


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


def agenda(plans: Iterable[Plan], *, today: date) -> Agenda:
    """Return the day's list, the overdue first."""
    now: list[Conversation] = []
    early: list[tuple[Customer, Planned]] = []
    held: list[tuple[Customer, Planned]] = []
    later: dict[date, int] = {}
    for each in plans:
        coming = each.conversations()
        first = next(coming, None)
        if first is not None and first.day == today:
            now.append(first)
            first = next(coming, None)
        else:
            early += [(each.customer, item) for item in each.early()]
        if first is not None:
            later[first.day] = later.get(first.day, 0) + 1
        held += [(each.customer, i) for i in each.touchpoints if i.state is State.HELD]
    next_day = min(later, default=None)
    return Agenda(
        today,
        tuple(sorted(now, key=_by_urgency)),
        tuple(early),
        tuple(held),
        next_day,
        later[next_day] if next_day else 0,
    )


def look_ahead(plans: Iterable[Plan], *, until: date) -> tuple[Agenda, ...]:
    """Return the lists of the days up to `until` that have one, as things stand."""
    days: dict[date, list[Conversation]] = {}
    for each in plans:
        for conversation in each.conversations():
            if conversation.day > until:
                break
            days.setdefault(conversation.day, []).append(conversation)
    return tuple(
        Agenda(day, tuple(sorted(days[day], key=_by_urgency))) for day in sorted(days)
    )


def _by_urgency(conversation: Conversation) -> tuple[bool, int, date, int]:
    best = min(topic.touchpoint.intent for topic in conversation.topics)
    return not conversation.overdue, best, conversation.due, conversation.customer.id
