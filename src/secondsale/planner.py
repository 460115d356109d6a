"""The plan: what became of each touchpoint, and the conversations that follow from it.

A pure function of facts, settlements, rules, policy and the day.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum

from secondsale.days import plus
from secondsale.model import (
    Contact,
    Covered,
    Customer,
    History,
    Key,
    Outcome,
    Settlement,
    Status,
    Touchpoint,
    Window,
)
from secondsale.policy import Hold, Policy, Situation, offers_from
from secondsale.rules import Rule

HORIZON_DAYS = 400
"""How far ahead touchpoints are derived: a year, and a little to see beyond it."""


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
    """The rule's window, moved by snoozes and holds."""
    reason: str = ""
    """Why it is held, snoozed or over."""
    since: date | None = None
    """The day on which it was over."""
    hold: Hold | None = None
    settlement: Settlement | None = None

    @property
    def key(self) -> Key:
        """Return the touchpoint's key."""
        return self.touchpoint.key


@dataclass(frozen=True, slots=True)
class Conversation:
    """What to talk about with one customer on one day, in one go."""

    history: History
    day: date
    topics: tuple[Planned, ...]
    soon: tuple[Planned, ...] = ()
    """What is open already but not due yet: shown, not settled with the rest."""

    @property
    def customer(self) -> Customer:
        """Return whom to contact."""
        return self.history.customer

    @property
    def due(self) -> date:
        """Return the earliest day on which something of it is due."""
        return min(topic.window.due for topic in self.topics)

    @property
    def overdue(self) -> bool:
        """Whether something of it should have happened before its day."""
        return self.due < self.day


@dataclass(frozen=True, slots=True)
class Step:
    """A touchpoint that is still to come, and the day on which it will be shown."""

    item: Planned
    day: date | None
    """None where the policy leaves no free day before it expires."""


@dataclass(frozen=True, slots=True)
class Plan:
    """All touchpoints of one customer as they stand on a day."""

    today: date
    situation: Situation
    policy: Policy
    touchpoints: tuple[Planned, ...]

    @property
    def customer(self) -> Customer:
        """Return whose plan it is."""
        return self.situation.history.customer

    def conversations(self) -> Iterator[Conversation]:
        """Yield the conversations from today on, as if each took place on its day."""
        at, day = self.situation, self.today
        waiting = [item for item in self.touchpoints if not item.state.over]
        while True:
            starts = [(self._starts(item, day, at), item) for item in waiting]
            waiting = [item for start, item in starts if start is not None]
            if not waiting:
                return
            day = min(start for start, _ in starts if start is not None)
            topics = tuple(item for item in waiting if self._joins(item, day, at))
            soon = tuple(
                item
                for item in waiting
                if item not in topics and self._is_early(item, day, at)
            )
            yield Conversation(self.situation.history, day, topics, soon)
            at = _after(at, topics, day)
            waiting = [item for item in waiting if item not in topics]

    def conversation(self) -> Conversation | None:
        """Return today's conversation, if there is one."""
        first = next(self.conversations(), None)
        return first if first is not None and first.day == self.today else None

    def steps(self, sale_id: int | None = None) -> tuple[Step, ...]:
        """Return what is still to come, of one sale or of all, in order of days."""
        shown: dict[Key, date] = {}
        for conversation in self.conversations():
            shown |= {topic.key: conversation.day for topic in conversation.topics}
        steps = [
            Step(item, shown.get(item.key))
            for item in self.touchpoints
            if not item.state.over
            and (sale_id is None or item.touchpoint.sale_id == sale_id)
        ]
        return tuple(sorted(steps, key=lambda step: step.day or step.item.window.due))

    def early(self) -> tuple[Planned, ...]:
        """Return what is open today but not due for some days."""
        return tuple(
            item
            for item in self.touchpoints
            if item.state is State.OPEN
            and self._is_early(item, self.today, self.situation)
        )

    def _starts(self, item: Planned, day: date, at: Situation) -> date | None:
        """Return the first day from `day` on which an item makes a conversation."""
        if item.hold is not None and item.hold.restraint == ONE_AT_A_TIME:
            day = max(day, item.hold.until or day)
        bundled = plus(item.window.due, -self.policy.bundle_days)
        start = max(day, item.window.opens, bundled)
        return self.policy.first_day(item.touchpoint, start, item.window.expires, at)[0]

    def _joins(self, item: Planned, day: date, at: Situation) -> bool:
        near = plus(day, self.policy.bundle_days)
        if max(item.window.opens, item.window.due) > near:
            return False
        return self.policy.hold(item.touchpoint, day, at) is None and not _waits(
            item, day
        )

    def _is_early(self, item: Planned, day: date, at: Situation) -> bool:
        near = plus(day, self.policy.bundle_days)
        if item.window.opens > day or item.window.due <= near:
            return False
        return self.policy.hold(item.touchpoint, day, at) is None


ONE_AT_A_TIME = "one at a time"


def plan(
    history: History,
    settlements: Iterable[Settlement],
    rules: Iterable[Rule],
    policy: Policy,
    *,
    today: date,
) -> Plan:
    """Return one customer's plan, from what was known at the end of today."""
    history = history.as_of(today)
    latest = {each.key: each for each in settlements if each.on <= today}
    until = plus(today, HORIZON_DAYS)
    touchpoints = [
        touchpoint
        for rule in rules
        if rule.enabled
        for touchpoint in rule.touchpoints(history, until)
    ]
    over = (
        (each, _over_on(each, latest.get(each.key), policy)) for each in touchpoints
    )
    at = Situation(history, offers_from(over))
    judged = [
        _judge(each, latest.get(each.key), policy, at, today) for each in touchpoints
    ]
    return Plan(today, at, policy, _one_at_a_time(sorted(judged, key=_by_precedence)))


def _moved(
    touchpoint: Touchpoint, settlement: Settlement | None, policy: Policy
) -> Window:
    window = touchpoint.window
    if settlement is None or settlement.until is None:
        return window
    until, expires = settlement.until, window.expires
    if touchpoint.fixed_day is None:
        expires = max(expires, plus(until, policy.snooze_stays_days))
    return Window(min(until, expires), min(until, expires), expires)


def _over_on(
    touchpoint: Touchpoint, settlement: Settlement | None, policy: Policy
) -> date:
    """Return the day on which a touchpoint is over, if nothing else happens."""
    if settlement is not None and settlement.status is not Status.SNOOZED:
        return settlement.on
    lapses = plus(_moved(touchpoint, settlement, policy).expires, 1)
    return min(lapses, touchpoint.ended.on) if touchpoint.ended else lapses


def _judge(
    touchpoint: Touchpoint,
    settlement: Settlement | None,
    policy: Policy,
    at: Situation,
    today: date,
) -> Planned:
    """Say in which state a touchpoint is, and why."""
    window = _moved(touchpoint, settlement, policy)

    def over(
        state: State, since: date, reason: str, hold: Hold | None = None
    ) -> Planned:
        return Planned(touchpoint, state, window, reason, since, hold, settlement)

    if settlement is not None and settlement.status is not Status.SNOOZED:
        return over(State.SETTLED, settlement.on, _said(settlement))
    ended = touchpoint.ended
    if ended is not None and ended.on <= window.expires:
        return over(State.CLOSED, ended.on, ended.by)
    if touchpoint.known_on > window.expires:
        return over(
            State.CLOSED, touchpoint.known_on, "over before the book knew of it"
        )
    start = max(window.opens, touchpoint.known_on)
    if today > window.expires:
        free, hold = policy.first_day(touchpoint, start, window.expires, at)
        missed = "nobody got to it" if free or hold is None else hold.reason
        return over(State.EXPIRED, plus(window.expires, 1), missed, hold)
    hold = policy.hold(touchpoint, today, at)
    if hold is not None and hold.restraint == "consent":
        return over(State.CLOSED, today, hold.reason, hold)
    if today < window.opens:
        snoozed = settlement is not None
        state = State.SNOOZED if snoozed else State.PLANNED
        return Planned(
            touchpoint,
            state,
            window,
            settlement.reason if settlement else "",
            settlement=settlement,
        )
    if hold is not None:
        free, _ = policy.first_day(touchpoint, today, window.expires, at)
        hold = replace(hold, until=free)
        return Planned(
            touchpoint, State.HELD, window, hold.reason, None, hold, settlement
        )
    freed = _freed(touchpoint, start, today, policy, at)
    late_after = replace(window, due=max(window.due, freed))
    return Planned(touchpoint, State.OPEN, late_after, settlement=settlement)


def _said(settlement: Settlement) -> str:
    reason = f": {settlement.reason}" if settlement.reason else ""
    return f"{settlement.status}{reason}"


def _freed(
    touchpoint: Touchpoint, start: date, today: date, policy: Policy, at: Situation
) -> date:
    """Return since when a touchpoint that is free today has been free."""
    day = today
    while day > start and policy.hold(touchpoint, plus(day, -1), at) is None:
        day = plus(day, -1)
    return day


def _one_at_a_time(items: Sequence[Planned]) -> tuple[Planned, ...]:
    """Hold later rounds of a touchpoint while an earlier one is still open."""
    rounds: dict[tuple[str, str], Planned] = {}
    kept = []
    for item in items:
        first = rounds.get(item.key.series)
        if first is not None and item.window.opens <= first.window.expires:
            until = plus(first.window.expires, 1)
            hold = Hold(ONE_AT_A_TIME, "an earlier round is still open", until)
            if item.state is State.OPEN:
                item = replace(item, state=State.HELD, reason=hold.reason, hold=hold)
            elif not item.state.over:
                item = replace(item, hold=hold)
        elif not item.state.over:
            rounds[item.key.series] = item
        kept.append(item)
    return tuple(kept)


def _waits(item: Planned, day: date) -> bool:
    hold = item.hold
    if hold is None or hold.restraint != ONE_AT_A_TIME:
        return False
    return hold.until is None or day < hold.until


def _by_precedence(item: Planned) -> tuple[int, date, str, str, int]:
    key = item.key
    return item.touchpoint.intent, item.window.due, key.rule, key.anchor, key.round


def _after(at: Situation, topics: tuple[Planned, ...], day: date) -> Situation:
    """Return the situation once the topics were talked about on a day."""
    covered = tuple(Covered(t.key, t.touchpoint.intent) for t in topics)
    talk = Contact(0, day, Outcome.OK, covered=covered)
    history = replace(at.history, contacts=(*at.history.contacts, talk))
    freed = offers_from((topic.touchpoint, day) for topic in topics)
    return Situation(history, {**at.offers_from, **freed})


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
