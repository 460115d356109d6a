"""The anniversaries of a first sale and of what lasts."""

from collections.abc import Iterator
from datetime import date
from typing import ClassVar

from secondsale.days import Birthday, plus, say
from secondsale.figures import figure
from secondsale.model import (
    Ending,
    History,
    Intent,
    Key,
    ProductKind,
    Touchpoint,
    Window,
)
from secondsale.records import dataclass
from secondsale.rules._base import Rule, products_of
from secondsale.timing import purchases


@dataclass(frozen=True)
class Anniversary(Rule):
    """Remember the day of the first purchase, and of each thing that lasts."""

    id: ClassVar[str] = "anniversary"
    intent: ClassVar[Intent] = Intent.CARE

    early_days: int = figure(
        3, "days before the day", "when it is first shown", high=90
    )
    stays_days: int = figure(
        14, "days after the day", "how long it can be belated", high=90
    )
    leap_day: str = figure(
        "feb28",
        "",
        "where 29 February falls in common years",
        choices=("feb28", "mar1"),
    )

    def touchpoints(
        self, history: History, until: date, since: date = date.min
    ) -> Iterator[Touchpoint]:
        """Yield one a year for each of them, counted from the sale."""
        for anchor in (*_first_sales(history), *_durables(history)):
            if anchor.ended is None or anchor.ended.on > since:
                yield from self._years(history, anchor, until, since)

    def _years(
        self, history: History, anchor: "_Anchor", until: date, since: date
    ) -> Iterator[Touchpoint]:
        start, ended = anchor.on, anchor.ended
        first = max(1, since.year - start.year - 1)
        # Any day of a year falls as a birthday does.
        falls_on = Birthday(start.month, start.day)
        for years in range(first, until.year - start.year + 2):
            day = falls_on.on(start.year + years, leap_day=self.leap_day)
            opens = plus(day, -self.early_days)
            if opens > until:
                return
            closes = plus(day, self.stays_days)
            if closes < since:
                continue
            span = "1 year" if years == 1 else f"{years} years"
            falls = say(day, beside=day)
            yield Touchpoint(
                key=Key(self.id, anchor.row, years),
                customer_id=history.customer.id,
                intent=self.intent,
                window=Window(opens, day, closes),
                reason=f"{span} since {anchor.what} on {falls}",
                working=f"{start.day} {start:%B} {start.year} + {span}",
                known_on=anchor.known_on,
                sale_id=anchor.sale_id,
                products=anchor.products,
                slots=(
                    ("years", "a year" if years == 1 else span),
                    ("what", anchor.kind),
                ),
                fixed_day=day,
                ended=ended,
            )
            if ended is not None and ended.on < opens:
                return  # the next one was ended; those after it never came up


@dataclass(frozen=True, slots=True)
class _Anchor:
    row: str
    kind: str
    what: str
    on: date
    known_on: date
    sale_id: int
    products: tuple[str, ...]
    ended: Ending | None


def _first_sales(history: History) -> Iterator[_Anchor]:
    """Yield the first standing sale, after those that were first until they ended."""
    taken_back = date.min
    for sale in history.sales:
        yield _Anchor(
            row=f"s{sale.id}",
            kind="first",
            what=f"the first purchase ({sale})",
            on=sale.sold_on,
            known_on=max(sale.recorded_on, taken_back),
            sale_id=sale.id,
            products=products_of(sale.lines),
            ended=sale.ended,
        )
        if sale.ended is None:
            return
        taken_back = max(taken_back, sale.ended.on)


def _durables(history: History) -> Iterator[_Anchor]:
    lines = (line for sale in history.sales for line in sale.lines)
    if not any(line.product.kind is ProductKind.DURABLE for line in lines):
        return
    for product, bought in purchases(history):
        if product.kind is ProductKind.DURABLE:
            for purchase in bought:
                yield _Anchor(
                    row=f"l{purchase.line_id}",
                    kind="durable",
                    what=f"{product.name} was bought",
                    on=purchase.sold_on,
                    known_on=purchase.recorded_on,
                    sale_id=purchase.sale_id,
                    products=(product.name,),
                    ended=purchase.ended,
                )
