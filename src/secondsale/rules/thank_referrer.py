"""Thanks to whoever sent a new customer."""

from collections.abc import Iterator
from datetime import date
from typing import ClassVar

from secondsale import text
from secondsale.days import plus, say
from secondsale.figures import figure
from secondsale.model import Customer, History, Intent, Key, Sale, Touchpoint
from secondsale.records import dataclass
from secondsale.rules._base import Rule, is_over, window


@dataclass(frozen=True)
class ThankReferrer(Rule):
    """Thank a customer for a new one whom they sent, once that one has bought."""

    id: ClassVar[str] = "thank-referrer"
    intent: ClassVar[Intent] = Intent.PROMISE

    due_days: int = figure(
        2, "days after the new customer's first sale", "when it is due"
    )
    stays_days: int = figure(
        14, "days after it was due", "how long it still makes sense"
    )

    def touchpoints(
        self, history: History, until: date, since: date = date.min
    ) -> Iterator[Touchpoint]:
        """Yield one for each customer whom this one sent."""
        for sent, sale in history.referred:
            closes = plus(sale.sold_on, self.due_days + self.stays_days)
            if not is_over(closes, sale.ended, since):
                yield self._touchpoint(history, sent, sale)

    def _touchpoint(self, history: History, sent: Customer, sale: Sale) -> Touchpoint:
        due = plus(sale.sold_on, self.due_days)
        sold = say(sale.sold_on, beside=due)
        return Touchpoint(
            key=Key(self.id, f"s{sale.id}"),
            customer_id=history.customer.id,
            intent=self.intent,
            window=window(due, stays=self.stays_days, not_before=sale.sold_on),
            reason=f"sent {sent.name}, who first bought on {sold}",
            working=f"{sent.name} first bought on {sold}"
            f" + {text.plural(self.due_days, 'day')}",
            known_on=max(sale.recorded_on, history.known_on),
            slots=(("sent", sent.name),),
            ended=sale.ended,
        )
