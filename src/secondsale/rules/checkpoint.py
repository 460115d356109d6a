"""The dated stages of a sale."""

from collections.abc import Iterator
from datetime import date
from typing import ClassVar

from secondsale import model
from secondsale.days import plus, say
from secondsale.figures import figure
from secondsale.model import Ending, History, Intent, Key, Sale, Touchpoint, Window
from secondsale.records import dataclass
from secondsale.rules._base import Rule, products_of


@dataclass(frozen=True)
class Checkpoint(Rule):
    """Talk on the last working day before a delivery, installation or phase."""

    id: ClassVar[str] = "checkpoint"
    intent: ClassVar[Intent] = Intent.PROMISE

    early_days: int = figure(2, "days before it is due", "when it is first shown")

    def touchpoints(
        self, history: History, until: date, since: date = date.min
    ) -> Iterator[Touchpoint]:
        """Yield one for each stage of a sale."""
        sales = {sale.id: sale for sale in history.sales}
        for stage in history.checkpoints:
            if stage.sale_id in sales and stage.on >= since:
                yield self._touchpoint(history, stage, sales[stage.sale_id])

    def _touchpoint(
        self, history: History, stage: model.Checkpoint, sale: Sale
    ) -> Touchpoint:
        working_day = _working_day_before(stage.on)
        due = min(max(working_day, stage.recorded_on), stage.on)
        opens = max(plus(due, -self.early_days), min(stage.recorded_on, due))
        on, sold = say(stage.on, beside=due), say(sale.sold_on, beside=due)
        return Touchpoint(
            key=Key(self.id, f"d{stage.id}"),
            customer_id=history.customer.id,
            intent=self.intent,
            window=Window(opens, due, stage.on),
            reason=f"{stage.label} on {on}: {sale}, bought on {sold}",
            working=f"the last day from Monday to Friday before {on}"
            if due == working_day
            else f"{stage.label} on {on}, known since {say(due, beside=due)}",
            known_on=stage.recorded_on,
            sale_id=sale.id,
            products=products_of(sale.lines),
            slots=(("label", stage.label), ("day", on)),
            fixed_day=stage.on,
            ended=_ending(stage, sale),
        )


def _working_day_before(day: date) -> date:
    before = plus(day, -1)
    return plus(before, -max(before.weekday() - 4, 0))


def _ending(stage: model.Checkpoint, sale: Sale) -> Ending | None:
    ends = [sale.ended] if sale.ended else []
    if stage.dropped is not None:
        words = f"dropped: {stage.dropped.by}".removesuffix(": ")
        ends.append(Ending(stage.dropped.on, words))
    return min(ends, key=lambda end: end.on, default=None)
