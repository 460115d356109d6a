"""Restraint: what keeps a touchpoint back, and what the outcome of a contact means.

The only place that knows either. Rules say what there is to talk about; the policy says
when it may be said, for all touchpoints alike.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from secondsale import text
from secondsale.days import plus, say
from secondsale.figures import figure
from secondsale.model import (
    Contact,
    History,
    Intent,
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


@dataclass(frozen=True, slots=True)
class Situation:
    """What the policy looks at: one customer's history, and how their sales stand."""

    history: History
    offers_from: Mapping[int, date] = field(default_factory=dict)
    """By sale: the first day on which it is looked after and an offer may follow."""


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
        """Return the first free day from start to end, and what held it before that."""
        day, first_hold = start, None
        while day <= end:
            hold = self.hold(touchpoint, day, at)
            if hold is None:
                return day, first_hold
            first_hold = first_hold or hold
            if hold.until is None:
                return None, first_hold
            day = max(hold.until, plus(day, 1))
        return None, first_hold

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
        for touchpoint in touchpoints:
            key = touchpoint.key
            if outcome is Outcome.CALL_BACK:
                fixed = touchpoint.fixed_day
                if fixed is None or (until is not None and until <= fixed):
                    yield Settlement(key, Status.SNOOZED, on, until, "call back")
            elif outcome.reached:
                yield Settlement(key, Status.DONE, on, reason=outcome)
            else:
                yield self._not_reached(touchpoint, on, history)

    def _not_reached(
        self, touchpoint: Touchpoint, on: date, history: History
    ) -> Settlement:
        key = touchpoint.key
        tries = 1 + sum(
            not contact.two_way and any(about.key == key for about in contact.covered)
            for contact in history.contacts
        )
        retries = (self.first_retry_days, self.second_retry_days)
        if tries <= len(retries):
            until = plus(on, retries[tries - 1])
            if touchpoint.fixed_day is None or until <= touchpoint.window.expires:
                reason = f"no answer, {text.ordinal(tries)} try"
                return Settlement(key, Status.SNOOZED, on, until, reason)
        return Settlement(key, Status.SKIPPED, on, reason="not reached")


def offers_from(over: Iterable[tuple[Touchpoint, date]]) -> dict[int, date]:
    """Return by sale the first day for offers, from the day each touchpoint is over."""
    first: dict[int, date] = {}
    for touchpoint, day in over:
        if touchpoint.key.rule in OFFER_AFTER and touchpoint.sale_id is not None:
            sale = touchpoint.sale_id
            first[sale] = max(day, first.get(sale, day))
    return first


def _consent(_: Policy, __: Touchpoint, day: date, at: Situation) -> Hold | None:
    for wish in at.history.opt_outs:
        lifted = wish.lifted_on is not None and wish.lifted_on <= day
        if wish.scope == "all" and wish.since <= day and not lifted:
            reason = f"asked on {say(wish.since, beside=day)} not to be contacted"
            return Hold("consent", reason)
    return None


def _earn_the_ask(
    policy: Policy, touchpoint: Touchpoint, day: date, at: Situation
) -> Hold | None:
    if touchpoint.intent not in (Intent.ASK, Intent.OFFER):
        return None
    sale = _sale_of(touchpoint, at.history)
    if sale is not None and policy.cancellation_days:
        free = plus(sale.sold_on, policy.cancellation_days + 1)
        if day < free:
            sold = say(sale.sold_on, beside=day)
            return _earn(f"the sale of {sold} can still be cancelled", free)
    talks = [c for c in at.history.contacts if c.two_way and c.on <= day]
    if talks and talks[-1].outcome.negative:
        last = talks[-1]
        said = say(last.on, beside=day)
        return _earn(f"the last conversation, on {said}, was {last.outcome}")
    if touchpoint.intent is Intent.ASK:
        return _unearned(talks, sale)
    return _resting(policy, talks, day) or _not_looked_after(sale, day, at)


def _unearned(talks: list[Contact], sale: Sale | None) -> Hold | None:
    since = sale.sold_on if sale else date.min
    if any(talk.on >= since and not talk.outcome.negative for talk in talks):
        return None
    return _earn("no conversation yet since the sale")


def _resting(policy: Policy, talks: list[Contact], day: date) -> Hold | None:
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


def _sale_of(touchpoint: Touchpoint, history: History) -> Sale | None:
    if touchpoint.sale_id is not None:
        return next((s for s in history.sales if s.id == touchpoint.sale_id), None)
    standing = tuple(history.standing_sales())
    return standing[-1] if standing else None


def _spacing(
    policy: Policy, touchpoint: Touchpoint, day: date, at: Situation
) -> Hold | None:
    if touchpoint.intent < Intent.TEACH:
        return None
    talks = [c for c in at.history.contacts if c.two_way and c.on <= day]
    meetings = [talk.on for talk in talks]
    meetings += [sale.sold_on for sale in at.history.sales if sale.sold_on <= day]
    if meetings and policy.spacing_days:
        last = max(meetings)
        free = plus(last, policy.spacing_days)
        if day < free:
            return Hold("spacing", f"last spoke on {say(last, beside=day)}", free)
    most = policy.most_in_30_days
    counted = [talk.on for talk in talks if _counts(talk) and plus(talk.on, 30) > day]
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
