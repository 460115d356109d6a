"""The nudge before a consumable runs out, and one late one."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import ClassVar

from secondsale import text
from secondsale.days import plus, say
from secondsale.figures import figure
from secondsale.model import (
    Ending,
    History,
    Intent,
    Key,
    Product,
    ProductKind,
    Touchpoint,
    Window,
)
from secondsale.rules._base import Rule
from secondsale.timing import Purchase, RunOut, purchases, run_outs


@dataclass(frozen=True)
class Replenish(Rule):
    """Nudge before a consumable runs out, and once more if it was not bought again."""

    id: ClassVar[str] = "replenish"
    intent: ClassVar[Intent] = Intent.OFFER

    lead_share: float = figure(
        0.2, "of the days of supply", "how long before it runs out", high=1
    )
    least_lead_days: int = figure(3, "days", "the shortest lead")
    most_lead_days: int = figure(14, "days", "the longest lead")
    late_days: int = figure(7, "days after it ran out", "when the late nudge is due")
    late_stays_days: int = figure(7, "days", "how long the late nudge makes sense")

    def touchpoints(self, history: History, until: date) -> Iterator[Touchpoint]:
        """Yield two rounds for each purchase, ended where it was bought again."""
        for product, bought in purchases(history):
            if product.kind is ProductKind.CONSUMABLE:
                ends = [_ending(bought, index) for index in range(len(bought))]
                found = zip(bought, run_outs(product, bought), ends, strict=True)
                for purchase, run_out, ending in found:
                    if run_out is not None:
                        yield from self._rounds(
                            history, product, purchase, run_out, ending
                        )

    def _rounds(
        self,
        history: History,
        product: Product,
        purchase: Purchase,
        run_out: RunOut,
        ending: Ending | None,
    ) -> Iterator[Touchpoint]:
        lead = self.lead(run_out.supply)
        there = max(purchase.sold_on, purchase.delivered_on)
        due = max(plus(run_out.day, -lead), plus(there, 1))
        late = max(plus(run_out.day, self.late_days), plus(due, 1))
        runs_out = say(run_out.day, beside=due)
        sold = say(purchase.sold_on, beside=due)
        units = "" if purchase.quantity == 1 else f" ×{purchase.quantity}"
        bought = f"bought {product.name}{units} on {sold}"
        late_sum = f"{run_out.working}: runs out {runs_out}"
        rounds = (
            (
                Window(due, due, plus(late, -1)),
                f"{bought}; about used up by {runs_out}",
                f"{late_sum}; lead {text.plural(lead, 'day')}",
            ),
            (
                Window(late, late, plus(late, self.late_stays_days)),
                f"{bought}; used up about {runs_out}, no new order",
                f"{late_sum} + {text.plural(self.late_days, 'day')}",
            ),
        )
        for number, (when, reason, working) in enumerate(rounds, start=1):
            yield Touchpoint(
                key=Key(self.id, f"l{purchase.line_id}", number),
                customer_id=history.customer.id,
                intent=self.intent,
                window=when,
                reason=reason,
                working=working,
                known_on=purchase.recorded_on,
                sale_id=purchase.sale_id,
                products=(product.name,),
                slots=(
                    ("runs_out", runs_out),
                    ("nudge", "first" if number == 1 else "late"),
                ),
                ended=ending,
            )

    def lead(self, supply: int) -> int:
        """Return how many days before the run-out to nudge, for days of supply."""
        least, most = self.least_lead_days, self.most_lead_days
        return max(least, min(most, round(self.lead_share * supply)))


def _ending(bought: tuple[Purchase, ...], index: int) -> Ending | None:
    if bought[index].ended is not None:
        return bought[index].ended
    again = next((later for later in bought[index + 1 :] if later.ended is None), None)
    return (
        Ending(again.sold_on, f"bought again (sale {again.sale_id})") if again else None
    )
