"""The question who else would like it."""

from collections.abc import Iterable, Iterator
from datetime import date
from typing import ClassVar

from secondsale import text
from secondsale.days import plus, say
from secondsale.figures import figure
from secondsale.model import (
    Contact,
    Covered,
    Ending,
    History,
    Intent,
    Key,
    Sale,
    Touchpoint,
    Window,
)
from secondsale.records import dataclass
from secondsale.rules._base import Rule, arrival, is_over, products_of, window


@dataclass(frozen=True)
class Referral(Rule):
    """Ask a happy customer who else would like it; at most once in half a year."""

    id: ClassVar[str] = "referral"
    intent: ClassVar[Intent] = Intent.ASK

    due_days: int = figure(30, "days after delivery", "when it is due")
    stays_days: int = figure(
        45, "days after it was due", "how long it still makes sense"
    )
    rest_days: int = figure(
        180, "days after somebody was asked", "no further ask; 0 is off"
    )

    def touchpoints(
        self, history: History, until: date, since: date = date.min
    ) -> Iterator[Touchpoint]:
        """Yield one for each sale; while one is open, those of later sales wait."""
        days = self.due_days + self.stays_days
        if plus(history.last_arrival, days) < since:
            return
        taken: Window | None = None
        asked = tuple(history.talks_about(self.id)) if self.rest_days else ()
        for sale in history.sales:
            due = plus(sale.delivery(), self.due_days)
            when = window(due, stays=self.stays_days, not_before=sale.sold_on)
            in_turn = _after(when, taken)
            ended = sale.ended
            if in_turn is None and ended is None:
                ended = Ending(sale.sold_on, "an earlier sale has the same days")
            ended = ended or self._asked(asked, sale, in_turn or when)
            if not is_over((in_turn or when).expires, ended, since):
                yield self._touchpoint(history, sale, in_turn or when, ended)
            if ended is None:
                taken = in_turn

    def _touchpoint(
        self, history: History, sale: Sale, when: Window, ended: Ending | None
    ) -> Touchpoint:
        delivered = sale.delivery()
        since = arrival(sale, None, beside=when.due)
        working = f"{since} + {text.plural(self.due_days, 'day')}"
        if when.due > max(plus(delivered, self.due_days), sale.sold_on):
            working += ", after the one of an earlier sale"
        return Touchpoint(
            key=Key(self.id, f"s{sale.id}"),
            customer_id=history.customer.id,
            intent=self.intent,
            window=when,
            reason=f"{sale}: {since}",
            working=working,
            known_on=sale.recorded_on,
            sale_id=sale.id,
            products=products_of(sale.lines),
            ended=ended,
        )

    def _asked(
        self, asked: Iterable[tuple[Contact, Covered]], sale: Sale, when: Window
    ) -> Ending | None:
        """Return the ask about another sale that is too close to a window, if any."""
        own = f"s{sale.id}"
        for contact, about in asked:
            if contact.on > when.expires or about.key.anchor == own:
                continue
            if plus(contact.on, self.rest_days) > when.due:
                on = say(contact.on, beside=when.due)
                since = max(contact.on, sale.sold_on)
                return Ending(since, f"asked for a referral on {on}")
        return None


def _after(when: Window, taken: Window | None) -> Window | None:
    """Return what another window leaves of one, if anything."""
    if taken is None or taken.expires < when.opens:
        return when
    opens = plus(taken.expires, 1)
    return Window(opens, opens, when.expires) if opens <= when.expires else None
