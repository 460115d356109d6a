"""Restraint: what keeps a touchpoint back, and what the outcome of a contact means.

The only place that knows either. Rules say what there is to talk about; the policy says
when it may be said, for all touchpoints alike.
"""

from bisect import bisect_right
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from functools import cached_property
from itertools import takewhile
from operator import attrgetter

from secondsale import text
from secondsale.days import plus, say
from secondsale.figures import figure
from secondsale.model import (
    Contact,
    History,
    Intent,
    OptOut,
    Outcome,
    Sale,
    Settlement,
    Status,
    Touchpoint,
)

OFFER_AFTER = ("welcome", "check-in")
"""The rules whose touchpoints must be over before an offer follows their sale."""


@dataclass(frozen=True, slots=True)
class Hold:
    """Why a touchpoint is kept back.

    `until` is the first day on which this reason no longer holds, or None where it
    takes an event.
    """

    restraint: str
    reason: str
    until: date | None = None


@dataclass(frozen=True)
class Situation:
    """What the policy looks at: one customer's history, and how their sales stand."""

    history: History
    offers_from: Mapping[int, date] = field(default_factory=dict)
    """By sale: the first day on which it is looked after and an offer may follow."""

    def talks(self, day: date) -> Sequence[Contact]:
        """Return the two-way contacts up to a day, oldest first."""
        return self._talks[: bisect_right(self._talks, day, key=attrgetter("on"))]

    @cached_property
    def _talks(self) -> tuple[Contact, ...]:
        """Keep the two-way contacts: every restraint asks for them on every day."""
        return tuple(contact for contact in self.history.contacts if contact.two_way)


@dataclass(frozen=True)
class Policy:
    """Keep contacts welcome: consent first, asks earned, conversations spaced."""

    bundle_days: int = figure(
        1, "days", "what falls due so close together is one conversation", high=30
    )
    cancellation_days: int = figure(
        3, "days after the sale", "no asks and no offers; 0 is off", high=365
    )
    not_interested_days: int = figure(
        60, "days", "offers rest after `not-interested`; 0 is off"
    )
    spacing_days: int = figure(
        3, "days", "between a conversation and the next lesson, ask or offer; 0 is off"
    )
    most_in_30_days: int = figure(
        4, "conversations", "with a lesson, ask or offer in 30 days; 0 is off", high=30
    )
    first_retry_days: int = figure(1, "days", "after nobody answered", low=1, high=90)
    second_retry_days: int = figure(
        3,
        "days",
        "after nobody answered twice; the third time it is skipped",
        low=1,
        high=90,
    )
    snooze_stays_days: int = figure(
        3, "days", "how long a snoozed touchpoint stays open at least", high=90
    )

    def hold(self, touchpoint: Touchpoint, day: date, at: Situation) -> Hold | None:
        """Return what keeps a touchpoint back on a day, the first restraint by rank."""
        holds = (rule(self, touchpoint, day, at) for rule in RESTRAINTS)
        return next((hold for hold in holds if hold is not None), None)

    def first_day(
        self, touchpoint: Touchpoint, start: date, end: date, at: Situation
    ) -> tuple[date | None, Hold | None]:
        """Return the first free day from start to end, and what held it to the last."""
        day: date | None = start
        last = None
        while day is not None and day <= end:
            hold = self.hold(touchpoint, day, at)
            if hold is None:
                return day, last
            last = hold
            day = hold.until or _next_contact(at.history, after=day)
        return None, last

    def settle(
        self,
        touchpoints: Sequence[Touchpoint],
        outcome: Outcome,
        *,
        on: date,
        history: History,
        until: date | None = None,
    ) -> Iterator[Settlement]:
        """Yield what an outcome means for the touchpoints it was about.

        Somebody who was reached is done; `call-back` puts off to the day `until`; an
        attempt brings it back after the first, then the second retry, then skips it.
        """
        if outcome is Outcome.CALL_BACK:
            for touchpoint in touchpoints:
                fixed = touchpoint.fixed_day
                if fixed is None or (until is not None and until <= fixed):
                    key = touchpoint.key
                    yield Settlement(key, Status.SNOOZED, on, until, "call back")
        elif outcome.reached:
            for touchpoint in touchpoints:
                yield Settlement(touchpoint.key, Status.DONE, on, reason=outcome)
        else:
            tried = [self._not_reached(each, on, history) for each in touchpoints]
            yield from _together(touchpoints, tried)

    def _not_reached(
        self, touchpoint: Touchpoint, on: date, history: History
    ) -> Settlement:
        key = touchpoint.key
        tries = 1 + sum(
            contact.outcome in (Outcome.NO_ANSWER, Outcome.LEFT_MESSAGE)
            and any(about.key == key for about in contact.covered)
            for contact in history.contacts
        )
        retries = (self.first_retry_days, self.second_retry_days)
        if tries <= len(retries):
            until = plus(on, retries[tries - 1])
            if touchpoint.fixed_day is None or until <= touchpoint.window.expires:
                reason = f"no answer, {text.ordinal(tries)} try"
                return Settlement(key, Status.SNOOZED, on, until, reason)
        return Settlement(key, Status.SKIPPED, on, reason="not reached")


def _together(
    touchpoints: Sequence[Touchpoint], tried: Sequence[Settlement]
) -> Iterator[Settlement]:
    """Yield the settlements of an attempt: one person is tried again on one day."""
    next_try = max((each.until for each in tried if each.until), default=None)
    for touchpoint, each in zip(touchpoints, tried, strict=True):
        waits = each.until is not None and touchpoint.fixed_day is None
        yield replace(each, until=next_try) if waits else each


def offers_from(over: Iterable[tuple[Touchpoint, date]]) -> dict[int, date]:
    """Return by sale the first day for offers, from the day each touchpoint is over."""
    first: dict[int, date] = {}
    for touchpoint, day in over:
        if touchpoint.key.rule in OFFER_AFTER and touchpoint.sale_id is not None:
            sale = touchpoint.sale_id
            first[sale] = max(day, first.get(sale, day))
    return first


def opted_out(touchpoint: Touchpoint, day: date, at: Situation) -> OptOut | None:
    """Return the wish, in force on a day, that forbids a touchpoint.

    A wish for less than no contact at all forbids it too, unless it names another
    intent: rather silent than unwanted.
    """
    others = {f"intent:{i.word}" for i in Intent if i is not touchpoint.intent}
    for wish in at.history.opt_outs:
        lifted = wish.lifted_on is not None and wish.lifted_on <= day
        if wish.since <= day and not lifted and wish.scope not in others:
            return wish
    return None


def refusal(wish: OptOut, *, beside: date) -> str:
    """Say that somebody opted out."""
    return f"asked on {say(wish.since, beside=beside)} not to be contacted"


def _consent(
    _: Policy, touchpoint: Touchpoint, day: date, at: Situation
) -> Hold | None:
    wish = opted_out(touchpoint, day, at)
    if wish is None:
        return None
    return Hold("consent", refusal(wish, beside=day), wish.lifted_on)


def _earn_the_ask(
    policy: Policy, touchpoint: Touchpoint, day: date, at: Situation
) -> Hold | None:
    if touchpoint.intent not in (Intent.ASK, Intent.OFFER):
        return None
    sale = _sale_of(touchpoint, day, at.history)
    if sale is not None and policy.cancellation_days:
        free = plus(sale.sold_on, policy.cancellation_days + 1)
        if day < free:
            sold = say(sale.sold_on, beside=day)
            return _earn(f"the sale of {sold} can still be cancelled", free)
    talks = at.talks(day)
    if talks and talks[-1].outcome.negative:
        last = talks[-1]
        said = say(last.on, beside=day)
        return _earn(f"the last conversation, on {said}, was {last.outcome}")
    if touchpoint.intent is Intent.ASK:
        return _unearned(talks, sale)
    return _resting(policy, talks, day) or _not_looked_after(sale, day, at)


def _unearned(talks: Sequence[Contact], sale: Sale | None) -> Hold | None:
    since = sale.sold_on if sale else date.min
    if any(talk.on >= since and not talk.outcome.negative for talk in talks):
        return None
    return _earn("no conversation yet since the sale")


def _resting(policy: Policy, talks: Sequence[Contact], day: date) -> Hold | None:
    for talk in reversed(talks):
        if talk.outcome is Outcome.NOT_INTERESTED:
            free = plus(talk.on, policy.not_interested_days)
            said = say(talk.on, beside=day)
            return _earn(f"not interested on {said}", free) if day < free else None
    return None


def _not_looked_after(sale: Sale | None, day: date, at: Situation) -> Hold | None:
    free = at.offers_from.get(sale.id) if sale else None
    if sale is None or free is None or free <= day:
        return None
    sold = say(sale.sold_on, beside=day)
    return _earn(f"welcome and check-in of the sale of {sold} come first", free)


def _earn(reason: str, until: date | None = None) -> Hold:
    return Hold("earn the ask", reason, until)


def _sale_of(touchpoint: Touchpoint, day: date, history: History) -> Sale | None:
    if touchpoint.sale_id is not None:
        return next((s for s in history.sales if s.id == touchpoint.sale_id), None)
    standing = [s for s in history.standing_sales() if s.sold_on <= day]
    return standing[-1] if standing else None


def _next_contact(history: History, *, after: date) -> date | None:
    """Return the next day on which something was said that may have freed a hold."""
    return min((c.on for c in history.contacts if c.on > after), default=None)


def _spacing(
    policy: Policy, touchpoint: Touchpoint, day: date, at: Situation
) -> Hold | None:
    if touchpoint.intent < Intent.TEACH:
        return None
    talks = at.talks(day)
    meetings = [talk.on for talk in talks[-1:]]
    meetings += [sale.sold_on for sale in at.history.sales if sale.sold_on <= day]
    if meetings and policy.spacing_days:
        last = max(meetings)
        free = plus(last, policy.spacing_days)
        if day < free:
            return Hold("spacing", f"last spoke on {say(last, beside=day)}", free)
    most = policy.most_in_30_days
    recent = takewhile(lambda talk: plus(talk.on, 30) > day, reversed(talks))
    counted = {talk.on for talk in recent if _counts(talk)}
    if most and len(counted) >= most:
        free = plus(sorted(counted)[-most], 30)
        reason = f"{text.plural(len(counted), 'conversation')} in 30 days is enough"
        return Hold("spacing", reason, free)
    return None


def _counts(talk: Contact) -> bool:
    return any(about.intent >= Intent.TEACH for about in talk.covered)


Restraint = Callable[[Policy, Touchpoint, date, Situation], Hold | None]

RESTRAINTS: tuple[Restraint, ...] = (_consent, _earn_the_ask, _spacing)
"""In order of rank: where several hold on a day, the first one is named."""
