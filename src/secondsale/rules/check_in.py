"""The check that a sale arrived and works."""

from collections.abc import Iterator
from datetime import date
from typing import ClassVar

from secondsale import text
from secondsale.days import plus
from secondsale.figures import figure
from secondsale.model import History, Intent, Key, Touchpoint
from secondsale.records import dataclass
from secondsale.rules._base import Rule, arrival, products_of, window


@dataclass(frozen=True)
class CheckIn(Rule):
    """Ask shortly after delivery whether everything arrived and works."""

    id: ClassVar[str] = "check-in"
    intent: ClassVar[Intent] = Intent.CARE

    due_days: int = figure(3, "days after delivery", "when it is due")
    stays_days: int = figure(
        5, "days after it was due", "how long it still makes sense"
    )

    def touchpoints(self, history: History, until: date) -> Iterator[Touchpoint]:
        """Yield one for each sale, counted from its delivery."""
        for sale in history.sales:
            due = plus(sale.delivery(), self.due_days)
            since = arrival(sale, None, beside=due)
            yield Touchpoint(
                key=Key(self.id, f"s{sale.id}"),
                customer_id=history.customer.id,
                intent=self.intent,
                window=window(due, stays=self.stays_days, not_before=sale.sold_on),
                reason=f"{sale}: {since}",
                working=f"{since} + {text.plural(self.due_days, 'day')}",
                known_on=sale.recorded_on,
                sale_id=sale.id,
                products=products_of(sale.lines),
                ended=sale.ended,
            )
