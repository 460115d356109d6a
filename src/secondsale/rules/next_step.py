"""The product that goes with one the customer has, or follows it."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import ClassVar

from secondsale import text
from secondsale.days import plus, say
from secondsale.figures import figure
from secondsale.model import (
    Complement,
    Ending,
    History,
    Intent,
    Key,
    Product,
    Sale,
    Touchpoint,
)
from secondsale.rules._base import Rule, window
from secondsale.timing import Purchase, purchases


@dataclass(frozen=True)
class NextStep(Rule):
    """Suggest the complement or upgrade of a product, unless they have it already."""

    id: ClassVar[str] = "next-step"
    intent: ClassVar[Intent] = Intent.OFFER

    due_days: int = figure(
        60, "days after delivery", "when it is due, where the product does not say"
    )
    stays_days: int = figure(
        21, "days after it was due", "how long it still makes sense"
    )

    def touchpoints(self, history: History, until: date) -> Iterator[Touchpoint]:
        """Yield one for each purchase and complement, ended by the next purchase."""
        for product, bought in purchases(history):
            for complement in product.complements:
                owned = _first_sale(history, complement.product_id)
                for index, purchase in enumerate(bought):
                    if owned is not None and owned.sold_on <= purchase.sold_on:
                        continue
                    again = (b for b in bought[index + 1 :] if b.ended is None)
                    ending = purchase.ended or _ending(
                        owned, next(again, None), complement, product
                    )
                    yield self._touchpoint(
                        history, product, purchase, complement, ending
                    )

    def _touchpoint(
        self,
        history: History,
        product: Product,
        purchase: Purchase,
        complement: Complement,
        ending: Ending | None,
    ) -> Touchpoint:
        own = complement.after_days
        after = self.due_days if own is None else own
        due = plus(purchase.delivered_on, after)
        sold = say(purchase.sold_on, beside=due)
        delivered = say(purchase.delivered_on, beside=due)
        why = f": {complement.why}" if complement.why else ""
        slots = [("complement", complement.name)]
        if complement.why:
            slots.append(("why", complement.why))
        return Touchpoint(
            key=Key(f"{self.id}.p{complement.product_id}", f"l{purchase.line_id}"),
            customer_id=history.customer.id,
            intent=self.intent,
            window=window(due, stays=self.stays_days, not_before=purchase.sold_on),
            reason=f"bought {product.name} on {sold}; {complement.name} is the next"
            f" step{why}",
            working=f"delivery on {delivered} + {text.plural(after, 'day')}"
            + (f", as {product.name} says" if own is not None else ""),
            known_on=purchase.recorded_on,
            sale_id=purchase.sale_id,
            products=(product.name,),
            slots=tuple(slots),
            about=complement.name,
            ended=ending,
        )


def _first_sale(history: History, product_id: int) -> Sale | None:
    """Return the first standing sale of a product of which something was kept."""
    return next(
        (
            sale
            for sale in history.standing_sales()
            if any(line.kept and line.product.id == product_id for line in sale.lines)
        ),
        None,
    )


def _ending(
    owned: Sale | None,
    again: Purchase | None,
    complement: Complement,
    product: Product,
) -> Ending | None:
    ends = []
    if owned is not None:
        ends.append(
            Ending(owned.sold_on, f"bought {complement.name} (sale {owned.id})")
        )
    if again is not None:
        words = f"bought {product.name} again (sale {again.sale_id})"
        ends.append(Ending(again.sold_on, words))
    return min(ends, key=lambda end: end.on, default=None)
