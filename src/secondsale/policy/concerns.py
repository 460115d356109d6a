"""The concern gate: put right what is wrong before anything else."""

from datetime import date

from secondsale.days import say
from secondsale.model import Intent, Touchpoint
from secondsale.policy.situation import Figures, Hold, Situation


def concern_gate(
    figures: Figures, touchpoint: Touchpoint, day: date, at: Situation
) -> Hold | None:
    """Hold all but promises while a concern of the customer is open."""
    if touchpoint.intent is Intent.PROMISE or not figures.concern_gate:
        return None
    open_ones = list(at.history.open_concerns(day))
    if not open_ones:
        return None
    first = min(open_ones, key=lambda each: (each.opened_on, each.id))
    ends = [each.resolved.on for each in open_ones if each.resolved is not None]
    until = max(ends) if len(ends) == len(open_ones) else None
    opened = say(first.opened_on, beside=day)
    reason = f"a concern of {opened} is open: {first.text}"
    return Hold("open concern", reason, until)
