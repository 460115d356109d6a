"""The nudge before a consumable runs out, and a late one."""

from collections.abc import Iterator, Sequence
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
    Level,
    Product,
    ProductKind,
    Touchpoint,
    Window,
)
from secondsale.records import dataclass, replace
from secondsale.rules._base import Rule, is_over
from secondsale.timing import Forecast, Purchase, in_use

ROUNDS = 2
"""The nudge and the late one; where it went on after a talk, two more."""


@dataclass(frozen=True, slots=True)
class _Stock:
    """A purchase, what could be expected of it, and up to when."""

    product: Product
    purchase: Purchase
    forecast: Forecast
    first_round: int = 1
    ended: Ending | None = None


@dataclass(frozen=True)
class Replenish(Rule):
    """Nudge before a consumable is bought again as a rule, and once more when late."""

    id: ClassVar[str] = "replenish"
    intent: ClassVar[Intent] = Intent.OFFER

    nudge_share: float = figure(
        0.8, "of the days until it is expected", "when to nudge", low=0.1, high=1
    )
    late_stays_days: int = figure(7, "days", "how long the late nudge makes sense")

    def touchpoints(
        self, history: History, until: date, since: date = date.min
    ) -> Iterator[Touchpoint]:
        """Yield two rounds for each purchase, ended where it was bought again."""
        for stock in self._stocks(history, since):
            yield from self._rounds(history, stock, since)

    def _stocks(self, history: History, since: date) -> Iterator[_Stock]:
        """Yield each purchase, once more where it was talked about and some was left.

        Then the nudge was in vain, and there is another one by what is left.
        """
        talked = [
            (covered.key.anchor, contact.on)
            for contact, covered in history.talks_about(self.id)
        ]
        for stock in self._forecast(history, since):
            line_id = stock.purchase.line_id
            heard = stock.forecast.heard
            cuts = _cuts(stock, talked, history.levels) if heard and talked else []
            for number, cut in enumerate(cuts):
                known = replace(history, levels=history.levels[:cut])
                before = {s.purchase.line_id: s for s in self._forecast(known)}
                level = history.levels[cut]
                left = f"{level.left:.0%}".replace("%", " %")
                ended = Ending(level.on, f"{left} of it was left")
                first = ROUNDS * number + 1
                yield replace(before[line_id], first_round=first, ended=ended)
            yield replace(stock, first_round=ROUNDS * len(cuts) + 1)

    def _forecast(self, history: History, since: date = date.min) -> Iterator[_Stock]:
        stays = self.late_stays_days
        found = in_use(history, early=self.nudge_share, since=since, stays=stays)
        for product, purchase, forecast, ended in found:
            if product.kind is ProductKind.CONSUMABLE:
                yield _Stock(product, purchase, forecast, ended=ended)

    def _rounds(
        self, history: History, stock: _Stock, since: date
    ) -> Iterator[Touchpoint]:
        product, purchase, forecast = stock.product, stock.purchase, stock.forecast
        due = max(forecast.nudge, plus(purchase.delivered_on, 1))
        late = max(forecast.late, plus(due, 1))
        last = plus(late, self.late_stays_days)
        if is_over(last, stock.ended, since):
            return
        sold, expected = (
            say(purchase.sold_on, beside=due),
            say(forecast.expected, beside=due),
        )
        units = "" if purchase.quantity == 1 else f" ×{purchase.quantity}"
        bought = f"bought {product.name}{units} on {sold}"
        rounds = (
            (
                Window(due, due, plus(late, -1)),
                f"{bought}{_habit(forecast, due)}; expected again about {expected}",
            ),
            (
                Window(late, late, last),
                f"{bought}; was expected again about {expected}, no new order",
            ),
        )
        for number, (when, reason) in enumerate(rounds):
            if when.expires < since:
                continue
            yield Touchpoint(
                key=Key(self.id, f"l{purchase.line_id}", stock.first_round + number),
                customer_id=history.customer.id,
                intent=self.intent,
                window=when,
                reason=reason,
                working="",
                known_on=purchase.recorded_on,
                sale_id=purchase.sale_id,
                products=(product.name,),
                slots=(("runs_out", expected),),
                ended=stock.ended,
                outlook=forecast,
            )


def _cuts(
    stock: _Stock, talked: Sequence[tuple[str, date]], levels: Sequence[Level]
) -> list[int]:
    """Return which levels came up when a nudge for a purchase was talked about."""
    purchase = stock.purchase
    last = stock.ended.on if stock.ended else date.max
    talks = sorted(on for anchor, on in talked if anchor == f"l{purchase.line_id}")
    cuts = []
    for index, level in enumerate(levels):
        about_it = level.product_id == stock.product.id
        if about_it and purchase.sold_on < level.on < last:
            talk = next((on for on in talks if on <= level.on), None)
            if talk is not None:
                cuts.append(index)
                talks = [on for on in talks if on > level.on]
    return cuts


def _habit(forecast: Forecast, due: date) -> str:
    """Say what they do as a rule, or what they said was left."""
    if forecast.heard is not None:
        left = f"{forecast.heard.left:.0%}".replace("%", " %")
        return f", {left} left on {say(forecast.heard.on, beside=due)}"
    if forecast.own is None:
        return ""
    usual = text.plural(max(1, round(forecast.own)), "day")
    return (
        f"; usually one lasts {usual}" if forecast.dosed else f"; usually every {usual}"
    )
