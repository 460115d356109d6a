"""The review of how the two work together."""

from collections.abc import Iterator
from datetime import date
from typing import ClassVar

from secondsale import text
from secondsale.days import plus, say
from secondsale.figures import figure
from secondsale.model import Ending, History, Intent, Rating, Touchpoint, Window
from secondsale.records import dataclass
from secondsale.rules._base import Round, Rule, Start, rounds
from secondsale.tiers import NAMES

SHOWN_RATINGS = 4
"""How many ratings the trend shows: the last ones."""


@dataclass(frozen=True)
class RelationshipReview(Rule):
    """Review with the closest customers how it goes between you, and rate it."""

    id: ClassVar[str] = "relationship-review"
    intent: ClassVar[Intent] = Intent.ASK

    tier: str = figure("a", "", "with which tier", choices=NAMES)
    every_days: int = figure(
        90, "days after the first sale or the last review", "when it is due", low=1
    )
    stays_days: int = figure(
        21, "days after it was due", "how long it still makes sense"
    )

    def touchpoints(
        self, history: History, until: date, since: date = date.min
    ) -> Iterator[Touchpoint]:
        """Yield the rounds after the first sale, and after each review."""
        if history.customer.tier.casefold() != self.tier:
            return
        about = {covered.key for _, covered in history.talks_about(self.id)}
        found = rounds(
            self.id,
            self._starts(history),
            self.every_days,
            until=until,
            about=about,
            since=since,
        )
        for each in found:
            if plus(each.due, self.stays_days) >= since:
                yield self._touchpoint(history, each)

    def _touchpoint(self, history: History, each: Round) -> Touchpoint:
        start, trend = each.start, _trend(history.ratings)
        since = f"{start.words} {say(start.on, beside=each.due)}"
        number = each.key.round
        times = "" if number == 1 else f"{number} × "
        return Touchpoint(
            key=each.key,
            customer_id=history.customer.id,
            intent=self.intent,
            window=Window(each.due, each.due, plus(each.due, self.stays_days)),
            reason=f"{since}; {trend}" if trend else since,
            working=f"{since} + {times}{text.plural(self.every_days, 'day')}",
            known_on=start.known_on,
            slots=(("trend", trend),) if trend else (),
            ended=start.over,
        )

    def _starts(self, history: History) -> Iterator[Start]:
        """Yield the sales up to the first that stands, then the reviews."""
        reviews = {talk.on: talk for talk, _ in history.talks_about(self.id)}
        ends = [Ending(on, f"reviewed on {say(on, beside=on)}") for on in reviews]
        known = date.min
        for sale in history.sales:
            known = max(known, sale.recorded_on)
            over = [end for end in (sale.ended, *ends[:1]) if end]
            first = min(over, key=lambda end: end.on, default=None)
            yield Start(f"s{sale.id}", sale.sold_on, known, "first sale on", first)
            if sale.ended is None:
                break
            known = max(known, sale.ended.on)
        words = "last review on"
        for talk, over_on in zip(reviews.values(), (*ends[1:], None), strict=False):
            known = max(talk.on, history.known_on)
            yield Start(f"t{talk.id}", talk.on, known, words, over_on)


def _trend(ratings: tuple[Rating, ...]) -> str:
    """Say how the ratings went, the seller's own and then the customer's."""
    own = [str(each.own) for each in ratings]
    theirs = [str(each.theirs) for each in ratings if each.theirs is not None]
    parts = (("rated ", own), ("they said ", theirs))
    return "; ".join(
        word + ", then ".join(each[-SHOWN_RATINGS:]) for word, each in parts if each
    )
