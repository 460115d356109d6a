"""Everything that is known of one customer."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date

from secondsale.model.deals import Sale
from secondsale.model.people import Customer, OptOut
from secondsale.model.talks import Contact


@dataclass(frozen=True, slots=True)
class History:
    """Everything the book knows of one customer, oldest first."""

    customer: Customer
    sales: tuple[Sale, ...] = ()
    contacts: tuple[Contact, ...] = ()
    opt_outs: tuple[OptOut, ...] = ()

    def as_of(self, day: date) -> "History":
        """Return the history as it stood at the end of a day."""
        return replace(
            self,
            sales=tuple(_sale_as_of(s, day) for s in self.sales if s.sold_on <= day),
            contacts=tuple(c for c in self.contacts if c.on <= day),
            opt_outs=tuple(
                replace(o, lifted_on=_until(o.lifted_on, day))
                for o in self.opt_outs
                if o.since <= day
            ),
        )

    def standing_sales(self) -> Iterator[Sale]:
        """Yield the sales that were neither cancelled nor wholly returned."""
        return (sale for sale in self.sales if sale.ended is None)


def _sale_as_of(sale: Sale, day: date) -> Sale:
    cancelled = sale.cancelled
    if cancelled is not None and cancelled.on > day:
        cancelled = None
    lines = tuple(
        replace(line, returns=tuple(back for back in line.returns if back.on <= day))
        for line in sale.lines
    )
    return replace(sale, lines=lines, cancelled=cancelled)


def _until(lifted: date | None, day: date) -> date | None:
    return lifted if lifted is not None and lifted <= day else None
