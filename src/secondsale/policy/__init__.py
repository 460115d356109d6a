"""Restraint: what keeps a touchpoint back, and what the outcome of a contact means.

The only place that knows either. Rules say what there is to talk about; the policy says
when it may be said, for all touchpoints alike. One file for each family of restraints.
"""

from collections.abc import Callable, Iterator, Sequence
from datetime import date

from secondsale.model import History, Outcome, Settlement, Touchpoint, Window
from secondsale.policy.asks import HAPPY_FIRST, OFFER_AFTER, earn_the_ask, offers_from
from secondsale.policy.concerns import concern_gate
from secondsale.policy.consent import (
    consent,
    opted_out,
    refusal,
    way,
    way_by,
    ways,
    wish_against,
    wish_against_channel,
)
from secondsale.policy.quiet import brought_forward, in_the_way, quiet_day
from secondsale.policy.rest import pause
from secondsale.policy.settling import closed_by_facts, settle
from secondsale.policy.situation import Figures, Hold, Situation
from secondsale.policy.spacing import spacing
from secondsale.records import dataclass, replace

__all__ = [
    "HAPPY_FIRST",
    "OFFER_AFTER",
    "RESTRAINTS",
    "Hold",
    "Policy",
    "Situation",
    "closed_by_facts",
    "offers_from",
    "opted_out",
    "refusal",
    "way",
    "way_by",
    "ways",
    "wish_against",
    "wish_against_channel",
]

Restraint = Callable[[Figures, Touchpoint, date, Situation], Hold | None]

RESTRAINTS: tuple[Restraint, ...] = (
    consent,
    pause,
    concern_gate,
    earn_the_ask,
    spacing,
    quiet_day,
)
"""In order of rank: where several hold on a day, the first one is named."""


@dataclass(frozen=True)
class Policy(Figures):
    """Keep contacts welcome: consent first, asks earned, conversations spaced."""

    def brought_forward(self, touchpoint: Touchpoint, at: Situation) -> Window:
        """Return the window, due earlier where quiet days or a pause ask for it."""
        return brought_forward(self, touchpoint, at)

    def in_the_way(self, touchpoint: Touchpoint, at: Situation) -> Hold | None:
        """Return what lies on the due day and makes a touchpoint come earlier."""
        return in_the_way(self, touchpoint, at)

    def hold(
        self,
        touchpoint: Touchpoint,
        day: date,
        at: Situation,
        window: Window | None = None,
    ) -> Hold | None:
        """Return what keeps a touchpoint back on a day, the first restraint by rank.

        `window` is where its own was moved to, if it was.
        """
        if window is not None and window != touchpoint.window:
            touchpoint = replace(touchpoint, window=window)
        for restraint in RESTRAINTS:
            hold = restraint(self, touchpoint, day, at)
            if hold is not None:
                return hold
        return None

    def first_day(
        self,
        touchpoint: Touchpoint,
        start: date,
        end: date,
        at: Situation,
        window: Window | None = None,
    ) -> tuple[date | None, Hold | None]:
        """Return the first free day from start to end, and what held it to the last."""
        day: date | None = start
        last = None
        while day is not None and day <= end:
            hold = self.hold(touchpoint, day, at, window)
            if hold is None:
                return day, last
            last = hold
            day = hold.until or at.next_contact(after=day)
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
        What a fact closes, a concern or a promise, is only ever put off.
        """
        yield from settle(
            self, touchpoints, outcome, on=on, history=history, until=until
        )
