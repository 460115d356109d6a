"""Why a touchpoint comes on another day than its rule asks for, shift by shift."""

from collections.abc import Iterator
from datetime import date

from secondsale import text
from secondsale.model import Status
from secondsale.planner.conversations import Plan, Step
from secondsale.planner.loads import ROOM
from secondsale.planner.states import Planned, State, window_of
from secondsale.records import dataclass

SNOOZE = "snooze"
"""What moves a touchpoint because somebody put it off."""

BUNDLING = "bundling"
"""What moves a touchpoint to have one conversation of several."""

LEARNED_LATE = "learned late"
"""What moves a touchpoint of which the book learned after its day."""


@dataclass(frozen=True, slots=True)
class Shift:
    """A move from one day to another: by what, and why."""

    by: str
    was: date
    now: date
    reason: str


def shifts(plan: Plan, item: Planned) -> tuple[Shift, ...]:
    """Return what moved a touchpoint from its rule's day to the one it has."""
    return tuple(each for each in _shifts(plan, item) if each.was != each.now)


def _shifts(plan: Plan, item: Planned) -> Iterator[Shift]:
    window = window_of(item.touchpoint, item.settlement, plan.policy, plan.situation)
    yield from _before_its_day_came(plan, item, window.due)
    if item.state is State.OPEN:
        yield from _kept_back(plan, item, window.due)
    if not item.state.over:
        step = next(step for step in plan.steps() if step.item.key == item.key)
        yield from _to_its_conversation(plan, step)


def _before_its_day_came(plan: Plan, item: Planned, now: date) -> Iterator[Shift]:
    was, settled = item.touchpoint.window.due, item.settlement
    if settled is not None:
        if settled.status is Status.SNOOZED:
            yield Shift(SNOOZE, was, now, settled.reason)
        return
    hold = plan.policy.in_the_way(item.touchpoint, plan.situation)
    if hold is not None:
        yield Shift(hold.restraint, was, now, hold.reason)


def _kept_back(plan: Plan, item: Planned, was: date) -> Iterator[Shift]:
    """Yield what kept back, on its day and after it, what is open now."""
    known, now = item.touchpoint.known_on, item.window.due
    if was < known <= now:
        yield Shift(LEARNED_LATE, was, known, "the book did not know of it before")
        was = known
    window = window_of(item.touchpoint, item.settlement, plan.policy, plan.situation)
    hold = plan.policy.hold(item.touchpoint, was, plan.situation, window)
    if hold is not None:
        yield Shift(hold.restraint, was, now, hold.reason)


def _to_its_conversation(plan: Plan, step: Step) -> Iterator[Shift]:
    item, day = step.item, step.day
    was = max(item.window.due, plan.today)
    if item.hold is not None and item.hold.restraint in ROOM:
        if day is not None:
            yield Shift(item.hold.restraint, plan.today, day, item.hold.reason)
    elif day is not None and step.delay is not None:
        yield Shift(step.delay.restraint, was, day, step.delay.reason)
    elif day is not None and day < item.window.opens:
        names = dict.fromkeys(each.key.family for each in step.beside)
        reason = f"one conversation with {text.listed(list(names))}"
        yield Shift(BUNDLING, item.window.opens, day, reason)
