"""In which state a touchpoint is on a day, since when, and why."""

from collections.abc import Callable, Iterable, Sequence
from datetime import date
from enum import StrEnum

from secondsale.days import plus
from secondsale.model import (
    Ending,
    Intent,
    Key,
    Settlement,
    Status,
    Touchpoint,
    Window,
)
from secondsale.policy import Hold, Policy, Situation, opted_out, refusal
from secondsale.records import dataclass, replace

ONE_AT_A_TIME = "one at a time"
"""The restraint that holds a round while an earlier one is not over."""

GIVES_WAY = "gives way"
"""The restraint that drops what is only for want of anything else to talk about."""


class State(StrEnum):
    """Where a touchpoint stands on a day; it is always in exactly one."""

    PLANNED = "planned"
    OPEN = "open"
    HELD = "held"
    SNOOZED = "snoozed"
    SETTLED = "settled"
    EXPIRED = "expired"
    CLOSED = "closed"

    @property
    def over(self) -> bool:
        """Whether nothing more will come of it."""
        return self in (State.SETTLED, State.EXPIRED, State.CLOSED)


@dataclass(frozen=True, slots=True)
class Planned:
    """A touchpoint on a day: its state, since when, and why."""

    touchpoint: Touchpoint
    state: State
    window: Window
    """The rule's window, moved by snoozes, quiet days, pauses and holds."""
    reason: str = ""
    """Why it is held, snoozed or over."""
    since: date | None = None
    """The day on which it was over."""
    hold: Hold | None = None
    settlement: Settlement | None = None
    cadence: str = ""
    """The cadence whose figures it has, if it is not everybody's."""
    chance: float | None = None
    """How likely a purchase is soon, where that can be told."""

    @property
    def key(self) -> Key:
        """Return the touchpoint's key."""
        return self.touchpoint.key

    def overdue(self, day: date) -> bool:
        """Return whether somebody waits for it in vain on a day.

        The one place that says what overdue is: a promise or a word of care whose due
        day is over. Nobody waits for a lesson, an ask or an offer, nor for what gives
        way to anything else; they are on the list while their window is open, and the
        list says until when that is.
        """
        waited_for = self.touchpoint.intent <= Intent.CARE
        if not waited_for or self.touchpoint.gives_way:
            return False
        return self.window.due < day


def over_on(
    touchpoint: Touchpoint, settlement: Settlement | None, policy: Policy
) -> date:
    """Return the day on which a touchpoint is over, if nothing else happens."""
    if settlement is not None and settlement.status is not Status.SNOOZED:
        return settlement.on
    lapses = plus(_moved(touchpoint, settlement, policy).expires, 1)
    return min(lapses, touchpoint.ended.on) if touchpoint.ended else lapses


def judge(
    touchpoint: Touchpoint,
    settlement: Settlement | None,
    policy: Policy,
    at: Situation,
    *,
    today: date,
    cadence: str = "",
) -> Planned:
    """Say in which state a touchpoint is, and why."""
    window = window_of(touchpoint, settlement, policy, at)
    outlook = touchpoint.outlook
    item = Planned(
        touchpoint,
        State.PLANNED,
        window,
        settlement=settlement,
        cadence=cadence,
        chance=outlook.chance(today) if outlook is not None else None,
    )
    return _over(item, policy, at, today) or _waiting(item, policy, at, today)


def window_of(
    touchpoint: Touchpoint,
    settlement: Settlement | None,
    policy: Policy,
    at: Situation,
) -> Window:
    """Return the window of a touchpoint: put off, or else perhaps brought forward."""
    if settlement is None:
        return policy.brought_forward(touchpoint, at)
    return _moved(touchpoint, settlement, policy)


def begins(touchpoint: Touchpoint, window: Window, policy: Policy) -> date:
    """Return the day on which it is due, or so close to it as is the same."""
    # Nobody is called for a birthday on the day before it.
    fixed = touchpoint.fixed_day is not None
    bundled = plus(window.due, 0 if fixed else -policy.bundle_days)
    return max(window.opens, bundled)


def _moved(
    touchpoint: Touchpoint, settlement: Settlement | None, policy: Policy
) -> Window:
    window = touchpoint.window
    if settlement is None or settlement.until is None:
        return window
    # What comes round again later than it was put off to does so in its own time.
    until, expires = max(settlement.until, window.opens), window.expires
    if touchpoint.fixed_day is None:
        expires = max(expires, plus(until, policy.snooze_stays_days))
    return Window(min(until, expires), min(until, expires), expires)


def _over(item: Planned, policy: Policy, at: Situation, today: date) -> Planned | None:
    """Return a touchpoint of which nothing more will come, or None."""
    touchpoint, settled, window = item.touchpoint, item.settlement, item.window
    if settled is not None and settled.status is not Status.SNOOZED:
        reason = f"{settled.status}: {settled.reason}".removesuffix(": ")
        return replace(item, state=State.SETTLED, reason=reason, since=settled.on)
    ended = _ending(touchpoint, min(today, window.expires), at)
    if ended is not None:
        return replace(item, state=State.CLOSED, reason=ended.by, since=ended.on)
    if today <= window.expires:
        return None
    known_on, lapsed = touchpoint.known_on, plus(window.expires, 1)
    if known_on > window.expires:
        reason = "over before the book knew of it"
        return replace(item, state=State.CLOSED, reason=reason, since=lapsed)
    start = max(begins(touchpoint, window, policy), known_on)
    free, hold = policy.first_day(touchpoint, start, window.expires, at, window)
    reason = "nobody got to it" if free or hold is None else hold.reason
    return replace(item, state=State.EXPIRED, reason=reason, since=lapsed, hold=hold)


def _ending(touchpoint: Touchpoint, last: date, at: Situation) -> Ending | None:
    """Return what made a touchpoint pointless or unwanted by a day, if anything did."""
    ends = []
    if touchpoint.ended is not None and touchpoint.ended.on <= last:
        ends.append(touchpoint.ended)
    wish = opted_out(touchpoint, last, at)
    if wish is not None:
        since = max(wish.since, touchpoint.known_on)
        ends.append(Ending(since, refusal(wish, beside=last)))
    return min(ends, key=lambda end: end.on, default=None)


def _waiting(item: Planned, policy: Policy, at: Situation, today: date) -> Planned:
    """Return a touchpoint that is not over: to come, put off, kept back or open."""
    touchpoint, window = item.touchpoint, item.window
    if today < window.opens:
        if item.settlement is None:
            return item
        return replace(item, state=State.SNOOZED, reason=item.settlement.reason)
    hold = policy.hold(touchpoint, today, at, window)
    if hold is not None:
        free, _ = policy.first_day(touchpoint, today, window.expires, at, window)
        hold = replace(hold, until=free or hold.until)
        return replace(item, state=State.HELD, reason=hold.reason, hold=hold)
    if window.due < today:
        due = max(window.due, touchpoint.known_on)
        if touchpoint.intent is not Intent.PROMISE:  # whatever held it, that is late
            due = policy.first_day(touchpoint, due, today, at, window)[0] or today
        window = replace(window, due=min(due, today))
    return replace(item, state=State.OPEN, window=window)


def one_at_a_time(
    items: Iterable[Planned], policy: Policy, at: Situation
) -> list[Planned]:
    """Hold each round of a touchpoint until every earlier one is over."""
    last: dict[tuple[str, str], Planned] = {}
    kept = []
    for item in sorted(items, key=lambda item: item.key.round):
        earlier = last.get(item.key.series)
        if earlier is not None:
            item = _in_turn(item, earlier, policy, at)
        kept.append(item)
        if earlier is None or _over_since(item) > _over_since(earlier):
            last[item.key.series] = item
    return kept


def _in_turn(item: Planned, earlier: Planned, policy: Policy, at: Situation) -> Planned:
    if item.state not in (State.OPEN, State.HELD, State.EXPIRED):
        return item
    hold = Hold(
        ONE_AT_A_TIME, "an earlier round is still open", plus(earlier.window.expires, 1)
    )
    if item.state in (State.OPEN, State.HELD) and not earlier.state.over:
        return replace(item, state=State.HELD, reason=hold.reason, hold=hold)
    if item.state is not State.EXPIRED or _over_since(earlier) < item.window.opens:
        return item
    if _over_since(earlier) > item.window.expires:
        return replace(item, reason="an earlier round was still open", hold=hold)
    start, end = (
        max(_over_since(earlier), item.touchpoint.known_on),
        item.window.expires,
    )
    free, after = policy.first_day(item.touchpoint, start, end, at, item.window)
    return item if free or after is None else replace(item, reason=after.reason)


def give_way(items: Sequence[Planned], policy: Policy, at: Situation) -> list[Planned]:
    """Hold what gives way while anything else that has a day is due in its time."""
    others = [item for item in items if not item.touchpoint.gives_way]
    found: dict[Key, bool] = {}

    def has_a_day(other: Planned) -> bool:
        known = found.get(other.key)
        if known is None:
            window, touchpoint = other.window, other.touchpoint
            start, end = window.opens, window.expires
            day, _ = policy.first_day(touchpoint, start, end, at, window)
            known = found[other.key] = day is not None
        return known

    return [
        _giving_way(item, others, has_a_day) if item.touchpoint.gives_way else item
        for item in items
    ]


def _giving_way(
    item: Planned, others: Iterable[Planned], has_a_day: Callable[[Planned], bool]
) -> Planned:
    window = item.window
    if item.state in (State.SETTLED, State.CLOSED) or item.settlement is not None:
        return item
    beside = [
        other
        for other in others
        if _meets(item, other)
        and (not other.state.over or _over_since(other) > window.expires)
        and has_a_day(other)
    ]
    if not beside:
        return item
    until = plus(min(max(o.window.expires for o in beside), window.expires), 1)
    sooner = min(beside, key=_soonest)
    hold = Hold(GIVES_WAY, f"{sooner.key.family} is due in that time", until)
    held = State.HELD if item.state is State.OPEN else item.state
    return replace(item, state=held, reason=hold.reason, hold=hold)


def _meets(item: Planned, other: Planned) -> bool:
    """Return whether two are open at the same time, or were before one was put off."""
    own, window, before = item.window, other.window, other.touchpoint.window
    if window.opens <= own.expires and window.expires >= own.opens:
        return True
    was_open = before.opens <= own.expires and before.expires >= own.opens
    return was_open and item.state is State.EXPIRED


def _soonest(item: Planned) -> tuple[date, Intent, str]:
    return item.window.due, item.touchpoint.intent, str(item.key)


def _over_since(item: Planned) -> date:
    return item.since or date.max
