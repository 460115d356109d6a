"""Birthday wishes."""

from collections.abc import Iterator
from datetime import date
from typing import ClassVar

from secondsale import text
from secondsale.days import plus, say
from secondsale.figures import figure
from secondsale.model import Channel, History, Intent, Key, Touchpoint, Window
from secondsale.records import dataclass
from secondsale.rules._base import Rule


@dataclass(frozen=True)
class Birthday(Rule):
    """Wish a happy birthday; a card is due some days earlier, to be there in time."""

    id: ClassVar[str] = "birthday"
    intent: ClassVar[Intent] = Intent.CARE

    early_days: int = figure(
        7, "days before the day", "when it is first shown", high=90
    )
    card_days: int = figure(
        4,
        "days before the day",
        "when a card is due, where cards are preferred",
        high=90,
    )
    stays_days: int = figure(
        3, "days after the day", "how long it can be belated", high=90
    )
    leap_day: str = figure(
        "feb28",
        "",
        "where 29 February falls in common years",
        choices=("feb28", "mar1"),
    )

    def touchpoints(
        self, history: History, until: date, since: date = date.min
    ) -> Iterator[Touchpoint]:
        """Yield one a year, from the day on which the book met the customer."""
        customer = history.customer
        if customer.birthday is None:
            return
        lead = self.card_days if _wants_cards(history) else 0
        met = min([customer.added_on, *(sale.sold_on for sale in history.sales)])
        for year in range(max(met.year, since.year) - 1, until.year + 2):
            day = customer.birthday.on(year, leap_day=self.leap_day)
            due = plus(day, -lead)
            closes = plus(day, self.stays_days)
            opens = plus(day, -max(self.early_days, lead))
            if opens > until or closes < max(met, since):
                continue
            age = year - (customer.birthday.year or year)
            which = f", {text.ordinal(age)}" if age > 0 else ""
            moved = "" if day.day == customer.birthday.day else " (born on 29 February)"
            yield Touchpoint(
                key=Key(self.id, f"c{customer.id}", year),
                customer_id=customer.id,
                intent=self.intent,
                window=Window(opens, due, closes),
                reason=f"birthday on {say(day, beside=due)}{which}",
                working=f"birthday on {say(day, beside=due)}{moved}"
                + (f"; a card goes {text.plural(lead, 'day')} earlier" if lead else ""),
                known_on=history.known_on,
                slots=(("birthday", say(day, beside=due)),),
                fixed_day=day,
            )


def _wants_cards(history: History) -> bool:
    refused = {wish.scope for wish in history.opt_outs if wish.lifted_on is None}
    card = Channel.CARD
    return history.customer.channel is card and f"channel:{card}" not in refused
