"""Spacing: days between conversations, and how many there may be in a month."""

from collections.abc import Sequence
from datetime import date
from itertools import takewhile

from secondsale import text
from secondsale.days import plus, say
from secondsale.model import Contact, Intent, Outcome, Touchpoint
from secondsale.policy.situation import Figures, Hold, Situation


def spacing(
    figures: Figures, touchpoint: Touchpoint, day: date, at: Situation
) -> Hold | None:
    """Hold a lesson, ask or offer too soon after the last conversation, or too many."""
    if touchpoint.intent < Intent.TEACH:
        return None
    talks = at.talks(day)
    meetings = [talk.on for talk in talks[-1:]]
    meetings += [sale.sold_on for sale in at.history.sales if sale.sold_on <= day]
    if meetings and figures.spacing_days:
        last = max(meetings)
        free = plus(last, figures.spacing_days)
        if day < free:
            return Hold("spacing", f"last spoke on {say(last, beside=day)}", free)
    return _too_many(figures, talks, day) if figures.most_in_30_days else None


def _too_many(figures: Figures, talks: Sequence[Contact], day: date) -> Hold | None:
    recent = takewhile(lambda talk: plus(talk.on, 30) > day, reversed(talks))
    counted = sorted({talk.on for talk in recent if _counts(talk)})
    most, sore_until = figures.most_in_30_days, _sore_until(figures, talks, day)
    if sore_until is not None:
        most = max(1, most // 2)
    if len(counted) < most:
        return None
    free = plus(counted[-most], 30)
    said = f"{text.plural(len(counted), 'conversation')} in 30 days is enough"
    if sore_until is not None:
        said, free = f"{said} after two annoyed ones", min(free, sore_until)
    return Hold("spacing", said, free)


def _counts(talk: Contact) -> bool:
    return any(about.intent >= Intent.TEACH for about in talk.covered)


def _sore_until(figures: Figures, talks: Sequence[Contact], day: date) -> date | None:
    """Return the day up to which two annoyed conversations still weigh, if any do."""
    annoyed = [talk.on for talk in talks if talk.outcome is Outcome.ANNOYED]
    if len(annoyed) < 2:
        return None
    until = plus(annoyed[-2], figures.annoyed_days)
    return until if day < until else None
