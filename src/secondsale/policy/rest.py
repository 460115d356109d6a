"""Times to say nothing: a pause of the customer or of the whole book."""

from datetime import date

from secondsale.days import plus, say
from secondsale.model import Pause, Touchpoint
from secondsale.policy.situation import Figures, Hold, Situation


def pause(_: Figures, __: Touchpoint, day: date, at: Situation) -> Hold | None:
    """Hold everything inside a pause."""
    pauses = at.pauses(day)
    if not pauses:
        return None
    longest = max(pauses, key=lambda each: each.until or date.max)
    until = None if longest.until is None else plus(longest.until, 1)
    return Hold("pause", _said(longest, day), until)


def _said(pause: Pause, day: date) -> str:
    what = "the whole book is paused" if pause.whole_book else "paused"
    if pause.until is None:
        when = f"since {say(pause.since, beside=day)}"
    else:
        when = f"until {say(pause.until, beside=day)}"
    return f"{what} {when}" + (f": {pause.reason}" if pause.reason else "")
