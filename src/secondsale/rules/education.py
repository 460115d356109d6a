"""The lessons on a product, once it has been in use for some days."""

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
    Lesson,
    Line,
    Product,
    Sale,
    Touchpoint,
)
from secondsale.rules._base import Rule, arrival, window

Taught = dict[tuple[int, str], tuple[Key, date]]
"""By product and rule: the first key that was talked about, and when."""


@dataclass(frozen=True)
class Education(Rule):
    """Show how to get the most out of a product that is new to the customer."""

    id: ClassVar[str] = "education"
    intent: ClassVar[Intent] = Intent.TEACH

    due_days: int = figure(
        7, "days after delivery", "when it is due, without lessons of the product's own"
    )
    stays_days: int = figure(
        10, "days after it was due", "how long it still makes sense"
    )

    def touchpoints(self, history: History, until: date) -> Iterator[Touchpoint]:
        """Yield each lesson of a product once, from the delivery of the first one."""
        taught, known = self._taught(history), set[int]()
        for sale in history.sales:
            for line in sale.lines:
                if line.product.id not in known:
                    for lesson in line.product.lessons or (None,):
                        yield self._touchpoint(history, sale, line, lesson, taught)
                    if sale.ended is None and line.kept:
                        known.add(line.product.id)

    def _touchpoint(
        self,
        history: History,
        sale: Sale,
        line: Line,
        lesson: Lesson | None,
        taught: Taught,
    ) -> Touchpoint:
        delivered, product = sale.delivery(line), line.product
        after = lesson.after_days if lesson else self.due_days
        ready = max(plus(delivered, after), sale.sold_on)
        due = _in_season(ready, lesson.months) if lesson else ready
        since = arrival(sale, line, beside=due)
        season = f"; then the next of its months, {due:%B %Y}" if due > ready else ""
        rule = f"{self.id}.{lesson.id}" if lesson else self.id
        key = Key(rule, f"l{line.id}")
        return Touchpoint(
            key=key,
            customer_id=history.customer.id,
            intent=self.intent,
            window=window(due, stays=self.stays_days, not_before=sale.sold_on),
            reason=f"first {product.name}, {since}"
            + (f": {lesson.text}" if lesson else ""),
            working=f"{since} + {text.plural(after, 'day')}{season}",
            known_on=sale.recorded_on,
            sale_id=sale.id,
            products=(product.name,),
            slots=tuple(_slots(product, lesson)),
            about=lesson.id if lesson else "",
            ended=sale.ended or line.returned or _again(taught, product, key, sale),
        )

    def _taught(self, history: History) -> Taught:
        lines = {f"l{e.id}": e.product.id for s in history.sales for e in s.lines}
        taught: Taught = {}
        for contact, about in history.talks_about(self.id):
            product = lines.get(about.key.anchor, 0)
            taught.setdefault((product, about.key.rule), (about.key, contact.on))
        return taught


def _again(taught: Taught, product: Product, key: Key, sale: Sale) -> Ending | None:
    """Return that a lesson was given with an earlier line of the product, if it was."""
    first, on = taught.get((product.id, key.rule), (key, sale.sold_on))
    if first == key:
        return None
    return Ending(max(on, sale.sold_on), f"taught on {say(on, beside=sale.sold_on)}")


def _in_season(day: date, months: tuple[int, ...]) -> date:
    """Return a day in the months, or else the first of the next of them."""
    if not months or day.month in months:
        return day
    coming = (divmod(day.month - 1 + ahead, 12) for ahead in range(1, 12))
    firsts = (date(day.year + years, month + 1, 1) for years, month in coming)
    return next((first for first in firsts if first.month in months), day)


def _slots(product: Product, lesson: Lesson | None) -> Iterator[tuple[str, str]]:
    yield "kind", "own" if lesson else "any"
    if lesson is not None:
        yield "lesson", lesson.text
    if product.resources:
        first = product.resources[0]
        where = f" ({first.where})" if first.where else ""
        yield "resource", f"{first.title}{where}"
