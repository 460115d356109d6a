"""The stamp cards that are nearly full, or full."""

from collections.abc import Iterator
from datetime import date
from itertools import takewhile
from typing import ClassVar

from secondsale import text
from secondsale.days import plus, say
from secondsale.figures import figure
from secondsale.model import Ending, History, Intent, Key, Sale, Touchpoint, Window
from secondsale.records import dataclass, replace
from secondsale.rewards import Card, cards
from secondsale.rules._base import Rule


@dataclass(frozen=True)
class Reward(Rule):
    """Say when a stamp card is nearly full, and when it is full."""

    id: ClassVar[str] = "reward"
    intent: ClassVar[Intent] = Intent.OFFER

    nearly_stamps: int = figure(
        1, "stamps to go", "when a card is nearly full; 0 is off", high=100
    )
    stays_days: int = figure(
        30, "days after the stamp", "how long it still makes sense", high=365
    )

    def touchpoints(
        self, history: History, until: date, since: date = date.min
    ) -> Iterator[Touchpoint]:
        """Yield two rounds a card: nearly full, until it is full; then until cashed in.

        Each is of the sale that earned the stamp: rounds 1 and 2 for the first card, 3
        and 4 for the second, and so on.
        """
        if not history.reward_terms:
            return
        yield from self._of_cards(history)
        for sale in history.sales:
            if sale.ended is not None and sale.ended.on > since:
                for touchpoint in self._of_cards(_as_if_it_stood(history, sale)):
                    if touchpoint.sale_id == sale.id:
                        yield replace(touchpoint, ended=sale.ended)

    def _of_cards(self, history: History) -> Iterator[Touchpoint]:
        for card in cards(history):
            full = card.reached(card.terms.goal)
            wanted = card.terms.goal - self.nearly_stamps
            nearly = card.reached(wanted) if self.nearly_stamps else None
            if nearly is not None and nearly != full:
                ended = Ending(full.sold_on, "the card is full") if full else None
                yield self._touchpoint(history, card, nearly, ended=ended)
            if full is not None:
                on = card.redeemed_on
                ended = Ending(max(on, full.sold_on), "cashed in") if on else None
                yield self._touchpoint(history, card, full, ended=ended, full=True)

    def _touchpoint(
        self,
        history: History,
        card: Card,
        sale: Sale,
        *,
        ended: Ending | None,
        full: bool = False,
    ) -> Touchpoint:
        terms, day = card.terms, sale.sold_on
        to_go = card.to_go or self.nearly_stamps
        state = "full" if full else f"{text.plural(to_go, 'stamp')} to go"
        began = say(card.earned[0].sale.sold_on, beside=day)
        return Touchpoint(
            key=Key(
                f"{self.id}.{card.name}",
                f"s{sale.id}",
                2 * card.number - (not full),
            ),
            customer_id=history.customer.id,
            intent=self.intent,
            window=Window(day, day, plus(day, self.stays_days)),
            reason=f"stamp card {card.number}, {state} since {say(day, beside=day)}:"
            f" {terms.gives}",
            working=f"card begun on {began}: {text.plural(terms.goal, 'stamp')}"
            + (f", {terms.head_start} given at the start" if terms.head_start else ""),
            known_on=sale.recorded_on,
            sale_id=sale.id,
            slots=(
                ("card", "full" if full else "nearly"),
                ("to_go", state),
                ("gives", terms.gives),
            ),
            ended=ended,
        )


def _as_if_it_stood(history: History, ended: Sale) -> History:
    """Return the history up to a sale, as if that one had not been taken back."""
    before = takewhile(lambda sale: sale.id != ended.id, history.sales)
    lines = tuple(replace(line, returns=()) for line in ended.lines)
    stood = replace(ended, cancelled=None, lines=lines)
    standing = (sale for sale in before if sale.ended is None)
    return replace(history, sales=(*standing, stood))
