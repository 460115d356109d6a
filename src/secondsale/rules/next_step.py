"""The product that goes with one the customer has, or follows it."""

from collections.abc import Iterator, Mapping
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
    Line,
    Sale,
    Touchpoint,
)
from secondsale.records import dataclass
from secondsale.rules._base import Rule, is_over, window


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

    def touchpoints(
        self, history: History, until: date, since: date = date.min
    ) -> Iterator[Touchpoint]:
        """Yield one for each complement, from the first purchase that stands."""
        said = {about.key: talk.on for talk, about in history.talks_about(self.id)}
        standing, over = set[int](), dict[int, date]()
        for sale, line, complement in _named(history):
            which = complement.product_id
            owned = _first_sale(history, which)
            if which in standing or (owned and owned.sold_on <= sale.sold_on):
                continue
            key = Key(f"{self.id}.p{which}", f"l{line.id}")
            back = sale.ended or line.returned
            ended = back or _ending(owned, complement, key, said, sale)
            # While an earlier one stood, this one was not the first.
            known_on = max(sale.recorded_on, over.get(which, date.min))
            due = plus(sale.delivery(line), self._after(complement))
            closes = plus(max(due, sale.sold_on), self.stays_days)
            if not is_over(closes, ended, since):
                yield self._touchpoint(
                    history, sale, line, complement, key, known_on, ended
                )
            if back is None:
                standing.add(which)
            else:
                over[which] = max(over.get(which, date.min), back.on)

    def _touchpoint(
        self,
        history: History,
        sale: Sale,
        line: Line,
        complement: Complement,
        key: Key,
        known_on: date,
        ended: Ending | None,
    ) -> Touchpoint:
        after, product = self._after(complement), line.product
        due = plus(sale.delivery(line), after)
        sold = say(sale.sold_on, beside=due)
        delivered = say(sale.delivery(line), beside=due)
        why = f": {complement.why}" if complement.why else ""
        slots = [("complement", complement.name)]
        if complement.why:
            slots.append(("why", complement.why))
        return Touchpoint(
            key=key,
            customer_id=history.customer.id,
            intent=self.intent,
            window=window(due, stays=self.stays_days, not_before=sale.sold_on),
            reason=f"bought {product.name} on {sold}; {complement.name} is the next"
            f" step{why}",
            working=f"delivery on {delivered} + {text.plural(after, 'day')}"
            + (
                f", as {product.name} says" if complement.after_days is not None else ""
            ),
            known_on=known_on,
            sale_id=sale.id,
            products=(product.name,),
            slots=tuple(slots),
            about=complement.name,
            ended=ended,
        )

    def _after(self, complement: Complement) -> int:
        own = complement.after_days
        return self.due_days if own is None else own


def _named(history: History) -> Iterator[tuple[Sale, Line, Complement]]:
    """Yield what was bought with each of the complements that it names."""
    for sale in history.sales:
        for line in sale.lines:
            for complement in line.product.complements:
                yield sale, line, complement


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
    complement: Complement,
    key: Key,
    said: Mapping[Key, date],
    sale: Sale,
) -> Ending | None:
    """Return that they bought the complement, or heard of it with another line."""
    ends = [
        Ending(max(on, sale.sold_on), f"suggested on {say(on, beside=sale.sold_on)}")
        for other, on in said.items()
        if other.rule == key.rule and other != key
    ]
    if owned is not None:
        ends.append(
            Ending(owned.sold_on, f"bought {complement.name} (sale {owned.id})")
        )
    return min(ends, key=lambda end: end.on, default=None)
