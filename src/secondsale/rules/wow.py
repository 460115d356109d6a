"""A planned surprise at the start."""

from collections.abc import Iterator
from datetime import date
from typing import ClassVar

from secondsale.days import plus, say
from secondsale.figures import figure
from secondsale.model import (
    Ending,
    Gift,
    History,
    Intent,
    Key,
    Sale,
    Touchpoint,
    Window,
)
from secondsale.records import dataclass
from secondsale.rules._base import Rule, is_over

FIRST_WEEK_DAYS = 6
"""How many days after the sale its first week ends."""


@dataclass(frozen=True)
class Wow(Rule):
    """Bring the surprise that was planned for the first week."""

    id: ClassVar[str] = "wow"
    intent: ClassVar[Intent] = Intent.CARE

    early_days: int = figure(2, "days before its day", "when it is first shown")
    stays_days: int = figure(5, "days after its day", "how long it still makes sense")

    def touchpoints(
        self, history: History, until: date, since: date = date.min
    ) -> Iterator[Touchpoint]:
        """Yield one for each gift that was planned."""
        for gift in history.gifts:
            if gift.wow and not is_over(plus(gift.on, self.stays_days), None, since):
                yield self._touchpoint(history, gift)

    def _touchpoint(self, history: History, gift: Gift) -> Touchpoint:
        key, day = Key(self.id, f"g{gift.id}"), say(gift.on, beside=gift.on)
        sale, met = _sale_of(history, gift), history.known_on
        start = sale.sold_on if sale else min(history.customer.added_on, gift.on)
        given = [c.on for c, about in history.talks_about(self.id) if about.key == key]
        ended = Ending(given[0], "given") if given else None
        return Touchpoint(
            key=key,
            customer_id=history.customer.id,
            intent=self.intent,
            window=Window(
                max(plus(gift.on, -self.early_days), start),
                gift.on,
                plus(gift.on, self.stays_days),
            ),
            reason=f"planned for {day}: {gift.text}",
            working=f"planned for {day}",
            known_on=max(met, sale.recorded_on) if sale else met,
            sale_id=sale.id if sale else None,
            slots=(("gift", gift.text),),
            ended=ended or (sale.ended if sale else None),
        )


def _sale_of(history: History, gift: Gift) -> Sale | None:
    """Return the first sale in whose first week the gift falls, a standing one if any.

    Where it falls in none, the last sale before it.
    """
    before = [sale for sale in history.sales if sale.sold_on <= gift.on]
    week = [s for s in before if plus(s.sold_on, FIRST_WEEK_DAYS) >= gift.on]
    standing = [sale for sale in week if sale.ended is None]
    return next(iter(standing or week or before[-1:]), None)
