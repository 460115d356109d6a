"""Quiet days: a promise and what has a day of its own come earlier, the rest waits."""

from collections.abc import Iterator
from datetime import date

from secondsale.days import parse_dates, parse_weekdays, plus, say
from secondsale.model import Intent, Touchpoint, Window
from secondsale.policy.rest import pause
from secondsale.policy.situation import Figures, Hold, Situation
from secondsale.records import replace

QUIET_DAY = "quiet day"

_SEARCH_DAYS = 366
"""How far to look for a free day: a year without one has none."""

_AGREED = "pd"
"""Anchors of what was agreed for a day (promises, checkpoints): it may open earlier."""

_SATURDAY = 5


def quiet_day(
    figures: Figures, touchpoint: Touchpoint, day: date, at: Situation
) -> Hold | None:
    """Hold until the next day that is not quiet; a promise only if that costs nothing.

    It costs nothing where there was a free day before, or is one up to its due day.
    """
    if day not in figures.quiet:
        return None
    if touchpoint.intent is Intent.PROMISE:
        start = max(touchpoint.window.opens, touchpoint.known_on)
        last = max(touchpoint.window.due, day)
        if not any(_free(figures, at, each) for each in _days(start, last)):
            return None
    later = _days(plus(day, 1), date.max)
    until = next((each for each in later if each not in figures.quiet), None)
    return Hold(QUIET_DAY, _said(figures, day), until)


def in_the_way(figures: Figures, touchpoint: Touchpoint, at: Situation) -> Hold | None:
    """Return what lies on a touchpoint's due day and makes it come earlier, if it does.

    A quiet day does so to promises and to what has a day of its own, a pause to
    promises alone.
    """
    due = touchpoint.window.due
    promised = touchpoint.intent is Intent.PROMISE
    if promised and at.pauses(due):
        return pause(figures, touchpoint, due, at)
    if due in figures.quiet and (promised or touchpoint.fixed_day is not None):
        return Hold(QUIET_DAY, _said(figures, due))
    return None


def brought_forward(figures: Figures, touchpoint: Touchpoint, at: Situation) -> Window:
    """Return the window, due earlier where its due day is quiet or in a pause.

    That is the last free day before it on which the touchpoint is known and open. A
    pause, once known, moves promises alone: to the last free day before it, better one
    from Monday to Friday.
    """
    window = touchpoint.window
    hold = in_the_way(figures, touchpoint, at)
    if hold is None:
        return window
    if hold.restraint != QUIET_DAY:
        return _before_the_pause(figures, touchpoint, at)
    start = max(window.opens, touchpoint.known_on)
    for day in _days_back(window.due, start):
        if _free(figures, at, day):
            return replace(window, due=day)
    return window


def _before_the_pause(
    figures: Figures, touchpoint: Touchpoint, at: Situation
) -> Window:
    window = touchpoint.window
    pause = min(at.pauses(window.due), key=lambda each: each.since)
    start = max(touchpoint.known_on, pause.made_on, _talked(touchpoint, at))
    if touchpoint.key.anchor[0] not in _AGREED:
        start = max(start, window.opens)
    before = [*_days_back(plus(pause.since, -1), start)]
    before.sort(key=lambda day: day.weekday() >= _SATURDAY)
    for day in before:
        if _free(figures, at, day):
            return Window(min(window.opens, day), day, window.expires)
    return window


def _talked(touchpoint: Touchpoint, at: Situation) -> date:
    """Return the day after the last talk about it: it need not come again at once."""
    talks = [
        talk.on
        for talk in at.history.contacts
        if any(about.key == touchpoint.key for about in talk.covered)
    ]
    return plus(max(talks), 1) if talks else date.min


def _said(figures: Figures, day: date) -> str:
    """Say that a day is quiet, and which of the figures makes it so."""
    if day.weekday() in parse_weekdays(figures.quiet_weekdays):
        which = f" ({day:%A})"
    elif day in parse_dates(figures.quiet_dates):
        which = " (a date that you named)"
    else:
        which = " (public holiday)" if figures.holidays else ""
    return f"{say(day, beside=day)} is a quiet day{which}"


def _free(figures: Figures, at: Situation, day: date) -> bool:
    return day not in figures.quiet and not at.pauses(day)


def _days(start: date, last: date) -> Iterator[date]:
    for number in range(min((last - start).days + 1, _SEARCH_DAYS)):
        yield plus(start, number)


def _days_back(last: date, start: date) -> Iterator[date]:
    for number in range(min((last - start).days + 1, _SEARCH_DAYS)):
        yield plus(last, -number)
