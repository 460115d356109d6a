"""Earn the ask: first look after a sale, then ask, and offer last."""

from collections.abc import Iterable, Sequence
from datetime import date

from secondsale.days import plus, say
from secondsale.model import Contact, History, Intent, Outcome, Sale, Touchpoint
from secondsale.policy.situation import Figures, Hold, Situation

OFFER_AFTER = ("welcome", "check-in")
"""The rules whose touchpoints must be over before an offer follows their sale."""

HAPPY_FIRST = ("referral",)
"""The rules that ask for so much that the customer must have been happy before."""

_HAPPY = (Outcome.HAPPY, Outcome.BOUGHT)


def earn_the_ask(
    figures: Figures, touchpoint: Touchpoint, day: date, at: Situation
) -> Hold | None:
    """Hold asks and offers that the seller has not earned yet."""
    if touchpoint.intent not in (Intent.ASK, Intent.OFFER):
        return None
    sale = _sale_of(touchpoint, day, at.history)
    if sale is not None and figures.cancellation_days:
        free = plus(sale.sold_on, figures.cancellation_days + 1)
        if day < free:
            sold = say(sale.sold_on, beside=day)
            return _earn(f"the sale of {sold} can still be cancelled", free)
    talks = at.talks(day)
    if talks and talks[-1].outcome.negative:
        last = talks[-1]
        said = say(last.on, beside=day)
        return _earn(f"the last conversation, on {said}, was {last.outcome}")
    if touchpoint.intent is Intent.ASK:
        return _unearned(touchpoint, talks, sale)
    return _resting(figures, talks, day) or _not_looked_after(sale, day, at)


def offers_from(over: Iterable[tuple[Touchpoint, date]]) -> dict[int, date]:
    """Return by sale the first day for offers, from the day each touchpoint is over."""
    first: dict[int, date] = {}
    for touchpoint, day in over:
        if touchpoint.key.rule in OFFER_AFTER and touchpoint.sale_id is not None:
            sale = touchpoint.sale_id
            first[sale] = max(day, first.get(sale, day))
    return first


def _unearned(
    touchpoint: Touchpoint, talks: Sequence[Contact], sale: Sale | None
) -> Hold | None:
    since = sale.sold_on if sale else date.min
    came = [talk.outcome for talk in talks if talk.on >= since]
    if touchpoint.key.rule in HAPPY_FIRST:
        if not any(outcome in _HAPPY for outcome in came):
            return _earn("no happy conversation yet since the sale")
    elif all(outcome.negative for outcome in came):
        return _earn("no conversation yet since the sale")
    return None


def _resting(figures: Figures, talks: Sequence[Contact], day: date) -> Hold | None:
    for talk in reversed(talks):
        if talk.outcome is Outcome.NOT_INTERESTED:
            free = plus(talk.on, figures.not_interested_days)
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
