"""When to look at somebody again: until then their plan says the same each day."""

from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from typing import Protocol

from secondsale.days import LAST, plus
from secondsale.model import History, Intent, Settlement
from secondsale.planner.conversations import Plan
from secondsale.planner.shares import bought_once
from secondsale.planner.states import State
from secondsale.planner.walks import Conversation
from secondsale.records import dataclass

SIGHT_DAYS = 150
"""How far a sleeping customer's next conversation is known to be, where its day is not.

Twice as far ahead, a little before the horizon of the plan, nothing that comes round
every year can still come into view before it.
"""


PROMISE, OFFER, FIRST_OFFER = "promise", "offer", "first offer"


@dataclass(frozen=True, slots=True)
class Wake:
    """From when on a customer is awake, and what is known until then."""

    wake_on: date
    """The earliest day on which anything of theirs opens, changes or lapses."""
    next_on: date | None
    """The day of their next conversation, None where it is out of sight."""
    about: str = ""
    """What a full day makes of that: a word of `about`."""


@dataclass(frozen=True, slots=True)
class Coming:
    """The next day on which some customers have a conversation."""

    day: date
    people: Mapping[str, int]
    """How many, by the words of `about`."""


class Sleeping(Protocol):
    """The customers who sleep, as far as a day's list needs them."""

    def coming(self) -> Coming | None:
        """Return the day of the first conversation among them, None if out of sight."""

    def first_day(self, after: date) -> date | None:
        """Return the first day after another on which one of them has to be woken."""

    def wake(self, after: date, until: date) -> Iterable[Plan]:
        """Yield the plans of those to be woken after a day, up to another."""


class Nobody:
    """Nobody sleeps: everybody has been planned."""

    def coming(self) -> Coming | None:
        """Return that there is none."""
        return None

    def first_day(self, after: date) -> date | None:  # noqa: ARG002 - there is none
        """Return that there is none."""
        return None

    def wake(self, after: date, until: date) -> Iterable[Plan]:  # noqa: ARG002
        """Return that there is nobody."""
        return ()


NOBODY = Nobody()


def about(conversation: Conversation) -> str:
    """Return the word for what a full day makes of a conversation.

    A promise stays, an offer to a first-time buyer moves where there are many of them.
    """
    if conversation.best is Intent.PROMISE:
        return PROMISE
    if conversation.best is not Intent.OFFER:
        return ""
    return FIRST_OFFER if bought_once(conversation) else OFFER


def wake(plan: Plan, history: History, settlements: Iterable[Settlement]) -> Wake:
    """Return when a plan stops being true, and what follows from it until then.

    It was made of all of `history`, also of what is dated later. Too early is harmless.
    """
    today = plan.today
    states = (item.state for item in plan.touchpoints)
    awake = any(state in (State.OPEN, State.HELD) for state in states)
    if awake or any(talk.on == today for talk in plan.situation.history.contacts):
        return Wake(today, None)
    wake_on = min(_turns(plan, history, settlements), default=LAST)
    coming = plan.walk().next()
    if coming is None or not _in_sight(coming, today):
        return Wake(min(wake_on, plus(today, SIGHT_DAYS)), None)
    return Wake(wake_on, coming.day, about(coming))


def is_late(kept: Wake, made: Wake, *, today: date) -> bool:
    """Return whether one that was kept lasts too long, or says wrong days.

    `made` follows from a plan of today, and may see further.
    """
    if made.wake_on <= today or made.wake_on < kept.wake_on:
        return True
    if kept.next_on is not None:
        return (kept.next_on, kept.about) != (made.next_on, made.about)
    return made.next_on is not None and made.next_on <= plus(today, SIGHT_DAYS)


def _turns(
    plan: Plan, history: History, settlements: Iterable[Settlement]
) -> Iterator[date]:
    """Yield the days to come on which the plan may say something else."""
    today = plan.today
    for item in plan.touchpoints:
        if not item.state.over:
            yield item.window.opens
        ended = item.touchpoint.ended
        if ended is not None and ended.on > today:
            yield ended.on
    yield from (each.on for each in settlements if each.on > today)
    known = plan.situation.history
    if known is not history and known != history:
        yield from (day for day in days_in(history) if day > today)


def _in_sight(coming: Conversation, today: date) -> bool:
    """Return whether nothing that is beyond the horizon yet can change it."""
    ends = (each.window.expires for each in coming.topics if each.touchpoint.gives_way)
    far = plus(today, 2 * SIGHT_DAYS)
    return all(day < far for day in (coming.day, *ends))


def days_in(fact: object) -> Iterator[date]:
    """Yield every day that stands anywhere in a fact."""
    if isinstance(fact, date):
        yield fact
    elif isinstance(fact, tuple):
        for each in fact:
            yield from days_in(each)
    elif hasattr(fact, "__match_args__"):
        for name in fact.__match_args__:
            yield from days_in(getattr(fact, name))
