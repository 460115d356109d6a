"""The welcome after a first sale, the thank-you after every later one."""

from collections.abc import Iterator
from datetime import date
from typing import ClassVar

from secondsale import text
from secondsale.days import plus, say
from secondsale.figures import figure
from secondsale.model import History, Intent, Key, Sale, Touchpoint
from secondsale.records import dataclass
from secondsale.rules._base import Rule, is_over, products_of, window


@dataclass(frozen=True)
class Welcome(Rule):
    """Thank for a sale within 24 hours; a first-time buyer is welcomed."""

    id: ClassVar[str] = "welcome"
    intent: ClassVar[Intent] = Intent.PROMISE

    due_days: int = figure(1, "days after the sale", "late after this day")
    stays_days: int = figure(
        2, "days after it was due", "how long it still makes sense"
    )

    def touchpoints(
        self, history: History, until: date, since: date = date.min
    ) -> Iterator[Touchpoint]:
        """Yield one for each sale."""
        days = self.due_days + self.stays_days
        if plus(history.last_arrival, days) < since:
            return
        number = 1
        for sale in history.sales:
            closes = plus(sale.sold_on, self.due_days + self.stays_days)
            if not is_over(closes, sale.ended, since):
                yield self._touchpoint(history, sale, number)
            number += sale.ended is None

    def _touchpoint(self, history: History, sale: Sale, number: int) -> Touchpoint:
        due = plus(sale.sold_on, self.due_days)
        sold = say(sale.sold_on, beside=due)
        delivery = sale.delivery()
        slots = [("sale", "first" if number == 1 else "later")]
        if delivery > sale.sold_on:
            slots.append(("delivery", say(delivery, beside=due)))
        return Touchpoint(
            key=Key(self.id, f"s{sale.id}"),
            customer_id=history.customer.id,
            intent=self.intent,
            window=window(
                due,
                early=self.due_days,
                stays=self.stays_days,
                not_before=sale.sold_on,
            ),
            reason=f"{_nth(number)} sale: {sale} on {sold}",
            working=f"sold on {sold} + {text.plural(self.due_days, 'day')}",
            known_on=sale.recorded_on,
            sale_id=sale.id,
            products=products_of(sale.lines),
            slots=tuple(slots),
            due_time=sale.sold_time if self.due_days == 1 else None,
            ended=sale.ended,
        )


def _nth(number: int) -> str:
    return "first" if number == 1 else text.ordinal(number)
