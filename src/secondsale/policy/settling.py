"""What the outcome of a contact means for the touchpoints it was about."""

from collections.abc import Iterator, Sequence
from datetime import date

from secondsale import text
from secondsale.days import LAST, plus
from secondsale.model import History, Outcome, Settlement, Status, Touchpoint
from secondsale.policy.situation import Figures
from secondsale.records import replace

_OWED = "kp"
"""Anchors of concerns and promises, which `resolve` and `kept` close."""


def settle(
    figures: Figures,
    touchpoints: Sequence[Touchpoint],
    outcome: Outcome,
    *,
    on: date,
    history: History,
    until: date | None,
) -> Iterator[Settlement]:
    """Yield what an outcome means for each touchpoint."""
    if outcome is Outcome.CALL_BACK:
        for touchpoint in touchpoints:
            fixed = touchpoint.fixed_day
            if fixed is None or (until is not None and until <= fixed):
                key = touchpoint.key
                yield Settlement(key, Status.SNOOZED, on, until, "call back")
    elif outcome.reached:
        for touchpoint in touchpoints:
            if not closed_by_facts(touchpoint):
                yield Settlement(touchpoint.key, Status.DONE, on, reason=outcome)
    else:
        tried = [_not_reached(figures, each, on, history) for each in touchpoints]
        yield from _together(touchpoints, tried)


def _together(
    touchpoints: Sequence[Touchpoint], tried: Sequence[Settlement]
) -> Iterator[Settlement]:
    """Yield the settlements of an attempt: one person is tried again on one day."""
    next_try = max((each.until for each in tried if each.until), default=None)
    for touchpoint, each in zip(touchpoints, tried, strict=True):
        waits = each.until is not None and touchpoint.fixed_day is None
        yield replace(each, until=next_try) if waits else each


def closed_by_facts(touchpoint: Touchpoint) -> bool:
    """Return whether no conversation settles it: what is owed until a fact ends it."""
    return touchpoint.key.anchor[0] in _OWED and touchpoint.window.expires >= LAST


def _not_reached(
    figures: Figures, touchpoint: Touchpoint, on: date, history: History
) -> Settlement:
    key = touchpoint.key
    tries = 1 + sum(
        contact.outcome in (Outcome.NO_ANSWER, Outcome.LEFT_MESSAGE)
        and any(about.key == key for about in contact.covered)
        for contact in history.contacts
    )
    retries = (figures.first_retry_days, figures.second_retry_days)
    if tries <= len(retries) or closed_by_facts(touchpoint):
        until = plus(on, retries[min(tries, len(retries)) - 1])
        fixed = touchpoint.fixed_day is not None
        if not fixed or until <= touchpoint.window.expires:
            reason = f"no answer, {text.ordinal(tries)} try"
            return Settlement(key, Status.SNOOZED, on, until, reason)
    return Settlement(key, Status.SKIPPED, on, reason="not reached")
