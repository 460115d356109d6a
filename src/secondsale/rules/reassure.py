"""Reassurance soon after somebody bought something for the first time."""

from collections.abc import Iterator
from datetime import date
from typing import ClassVar

from secondsale import text
from secondsale.days import plus, say
from secondsale.figures import figure
from secondsale.model import Ending, History, Intent, Key, Line, Sale, Touchpoint
from secondsale.records import dataclass
from secondsale.rules._base import Rule, is_over, products_of, window


@dataclass(frozen=True)
class Reassure(Rule):
    """Confirm that a first purchase of a product was a good decision; never pitch."""

    id: ClassVar[str] = "reassure"
    intent: ClassVar[Intent] = Intent.CARE

    due_days: int = figure(2, "days after the sale", "late after this day")
    early_days: int = figure(1, "days before it is due", "when it is first shown")
    stays_days: int = figure(
        3, "days after it was due", "how long it still makes sense"
    )

    def touchpoints(
        self, history: History, until: date, since: date = date.min
    ) -> Iterator[Touchpoint]:
        """Yield one for each sale with a product that is new to the customer."""
        days = self.due_days + self.stays_days
        if plus(history.last_arrival, days) < since:
            return
        known: set[int] = set()
        for sale in history.sales:
            new = [line for line in sale.lines if line.product.id not in known]
            closes = plus(sale.sold_on, self.due_days + self.stays_days)
            if new and not is_over(closes, sale.ended, since):
                yield self._touchpoint(history, sale, new)
            if sale.ended is None:
                known.update(line.product.id for line in sale.lines if line.kept)

    def _touchpoint(
        self, history: History, sale: Sale, lines: list[Line]
    ) -> Touchpoint:
        due = plus(sale.sold_on, self.due_days)
        sold = say(sale.sold_on, beside=due)
        names = products_of(lines)
        key = Key(self.id, f"s{sale.id}")
        reason = self._unused_reason(history, key, lines)
        return Touchpoint(
            key=key,
            customer_id=history.customer.id,
            intent=self.intent,
            window=window(
                due,
                early=self.early_days,
                stays=self.stays_days,
                not_before=sale.sold_on,
            ),
            reason=f"bought {text.listed(names)} for the first time on {sold}",
            working=f"sold on {sold} + {text.plural(self.due_days, 'day')}",
            known_on=sale.recorded_on,
            sale_id=sale.id,
            products=names,
            slots=tuple(
                (slot, words)
                for slot, words in (("reason", reason), ("why", history.detail("why")))
                if words
            ),
            about=reason,
            ended=sale.ended or _all_returned(lines),
        )

    def _unused_reason(self, history: History, key: Key, lines: list[Line]) -> str:
        """Return the first reason for a product that they were not given elsewhere."""
        talks = history.talks_about(self.id)
        used = {about.about for _, about in talks if about.key != key}
        kept = [line for line in lines if line.kept] or lines
        reasons = (reason for line in kept for reason in line.product.reasons)
        return next((reason for reason in reasons if reason not in used), "")


def _all_returned(lines: list[Line]) -> Ending | None:
    ends = [line.returned for line in lines]
    if any(end is None for end in ends):
        return None
    return max((end for end in ends if end), key=lambda end: end.on)
