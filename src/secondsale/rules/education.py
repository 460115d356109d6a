"""A lesson on a product, once it has been in use for some days."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import ClassVar

from secondsale import text
from secondsale.days import plus, say
from secondsale.figures import figure
from secondsale.model import History, Intent, Key, Line, Sale, Touchpoint
from secondsale.rules._base import Rule, window


@dataclass(frozen=True)
class Education(Rule):
    """Show how to get the most out of a product that is new to the customer."""

    id: ClassVar[str] = "education"
    intent: ClassVar[Intent] = Intent.TEACH

    due_days: int = figure(7, "days after delivery", "when it is due")
    stays_days: int = figure(
        10, "days after it was due", "how long it still makes sense"
    )

    def touchpoints(self, history: History, until: date) -> Iterator[Touchpoint]:
        """Yield one for each product, counted from the delivery of the first one."""
        known: set[int] = set()
        for sale in history.sales:
            for line in sale.lines:
                if line.product.id not in known:
                    yield self._touchpoint(history, sale, line)
                    if sale.ended is None and line.kept:
                        known.add(line.product.id)

    def _touchpoint(self, history: History, sale: Sale, line: Line) -> Touchpoint:
        delivered = sale.delivery(line)
        due = plus(delivered, self.due_days)
        came = "bought" if delivered == sale.sold_on else "delivery"
        since = f"{came} on {say(delivered, beside=due)}"
        return Touchpoint(
            key=Key(self.id, f"l{line.id}"),
            customer_id=history.customer.id,
            intent=self.intent,
            window=window(due, stays=self.stays_days, not_before=sale.sold_on),
            reason=f"first {line.product.name}, {since}",
            working=f"{since} + {text.plural(self.due_days, 'day')}",
            known_on=sale.recorded_on,
            sale_id=sale.id,
            products=(line.product.name,),
            ended=sale.ended or line.returned,
        )
