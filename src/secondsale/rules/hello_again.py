"""A first hello to somebody who bought before the book knew of it."""

from collections.abc import Iterator
from datetime import date
from typing import ClassVar

from secondsale.days import plus, say
from secondsale.figures import figure
from secondsale.model import Ending, Hello, History, Intent, Key, Touchpoint
from secondsale.records import dataclass
from secondsale.rules._base import Rule, is_over, window


@dataclass(frozen=True)
class HelloAgain(Rule):
    """Say hello again to a past customer, on the day that was picked for it."""

    id: ClassVar[str] = "hello-again"
    intent: ClassVar[Intent] = Intent.CARE

    stays_days: int = figure(14, "days after it was due", "how long it stays open")

    def touchpoints(
        self, history: History, until: date, since: date = date.min
    ) -> Iterator[Touchpoint]:
        """Yield one for each day that was picked; a talk or a sale ends it."""
        for hello in history.hellos:
            ended = self._ended(history, hello)
            closes = plus(max(hello.on, hello.made_on), self.stays_days)
            if not is_over(closes, ended, since):
                yield self._touchpoint(history, hello, ended)

    def _touchpoint(
        self, history: History, hello: Hello, ended: Ending | None
    ) -> Touchpoint:
        bought = [s for s in history.standing_sales() if s.sold_on < hello.made_on]
        last = max(bought, key=lambda sale: sale.sold_on, default=None)
        since = (
            f"bought {last} on {say(last.sold_on, beside=hello.on)}, nothing since"
            if last
            else "bought once, nothing since"
        )
        picked = say(hello.made_on, beside=hello.on)
        return Touchpoint(
            key=Key(self.id, f"h{hello.id}"),
            customer_id=history.customer.id,
            intent=self.intent,
            window=window(hello.on, stays=self.stays_days, not_before=hello.made_on),
            reason=since,
            working=f"{say(hello.on, beside=hello.on)} was picked on {picked}",
            known_on=hello.made_on,
            ended=ended,
        )

    def _ended(self, history: History, hello: Hello) -> Ending | None:
        """Return what made it needless: they bought, or spoke of something else."""
        ends = [
            Ending(sale.sold_on, "bought again")
            for sale in history.standing_sales()
            if sale.sold_on >= hello.made_on
        ]
        ends += [
            Ending(contact.on, "in touch already")
            for contact in history.contacts
            if contact.two_way
            and contact.on >= hello.made_on
            and all(about.key.rule != self.id for about in contact.covered)
        ]
        return min(ends, key=lambda end: end.on, default=None)
