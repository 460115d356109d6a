"""The check that a sale arrived and works."""

from collections.abc import Iterator
from datetime import date
from typing import ClassVar

from secondsale import text
from secondsale.days import plus, say
from secondsale.figures import figure
from secondsale.model import History, Intent, Key, Sale, Touchpoint
from secondsale.records import dataclass
from secondsale.rules._base import Rule, arrival, is_over, products_of, window


@dataclass(frozen=True)
class CheckIn(Rule):
    """Ask shortly after delivery whether everything arrived and works."""

    id: ClassVar[str] = "check-in"
    intent: ClassVar[Intent] = Intent.CARE

    due_days: int = figure(3, "days after delivery", "when it is due")
    stays_days: int = figure(
        5, "days after it was due", "how long it still makes sense"
    )

    def touchpoints(
        self, history: History, until: date, since: date = date.min
    ) -> Iterator[Touchpoint]:
        """Yield one for each sale, counted from its delivery."""
        days = self.due_days + self.stays_days
        if plus(history.last_arrival, days) < since:
            return
        for sale in history.sales:
            due = max(plus(sale.delivery(), self.due_days), sale.sold_on)
            if not is_over(plus(due, self.stays_days), sale.ended, since):
                yield self._touchpoint(history, sale)

    def _touchpoint(self, history: History, sale: Sale) -> Touchpoint:
        due = plus(sale.delivery(), self.due_days)
        came, there = arrival(sale, None, beside=due), sale.delivery()
        delivered = (("delivered", say(there, beside=due)),)
        return Touchpoint(
            key=Key(self.id, f"s{sale.id}"),
            customer_id=history.customer.id,
            intent=self.intent,
            window=window(due, stays=self.stays_days, not_before=sale.sold_on),
            reason=f"{sale}: {came}",
            working=f"{came} + {text.plural(self.due_days, 'day')}",
            known_on=sale.recorded_on,
            sale_id=sale.id,
            products=products_of(sale.lines),
            slots=delivered if there > sale.sold_on else (),
            ended=sale.ended,
        )
