"""The lessons on a product, once it has been in use for some days."""

from collections.abc import Iterator
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
from secondsale.records import dataclass
from secondsale.rules._base import Rule, arrival, is_over, window

_YEAR = 366
"""How long a lesson may wait for its months, at most."""


@dataclass(frozen=True, slots=True)
class Taught:
    """A lesson that was talked about: of which line, when, and what it says."""

    key: Key
    on: date
    product_id: int
    text: str


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

    def touchpoints(
        self, history: History, until: date, since: date = date.min
    ) -> Iterator[Touchpoint]:
        """Yield each lesson once, from the delivery of the first line that has it."""
        if plus(history.last_arrival, self._longest(history)) < since:
            return
        taught, owned = tuple(self._taught(history)), set[int]()
        given: set[tuple[int, str] | tuple[str, str]] = set()
        for sale in history.sales:
            for line in sale.lines:
                new = line.product.id not in owned
                fresh = [
                    e for e in line.product.lessons if given.isdisjoint(_ids(line, e))
                ]
                general = new and not line.product.lessons
                for lesson in (None,) if general else fresh:
                    due = self._due(sale, line, lesson)
                    if not is_over(plus(due, self.stays_days), sale.ended, since):
                        yield self._touchpoint(
                            history, sale, line, lesson, taught, new=new
                        )
                if sale.ended is None and line.kept:
                    owned.add(line.product.id)
                    given.update(*(_ids(line, each) for each in fresh))

    def _longest(self, history: History) -> int:
        """Return how many days after a delivery it is over, whatever the lesson."""
        products = (line.product for sale in history.sales for line in sale.lines)
        lessons = [lesson for product in products for lesson in product.lessons]
        after = max([self.due_days, *(each.after_days for each in lessons)])
        waits = _YEAR if any(each.months for each in lessons) else 0
        return after + waits + self.stays_days

    def _touchpoint(
        self,
        history: History,
        sale: Sale,
        line: Line,
        lesson: Lesson | None,
        taught: tuple[Taught, ...],
        *,
        new: bool,
    ) -> Touchpoint:
        product, after = line.product, self._after(lesson)
        due = self._due(sale, line, lesson)
        came, ready = arrival(sale, line, beside=due), self._ready(sale, line, lesson)
        season = f"; then the next of its months, {due:%B %Y}" if due > ready else ""
        rule = f"{self.id}.{lesson.id}" if lesson else self.id
        key = Key(rule, f"l{line.id}")
        return Touchpoint(
            key=key,
            customer_id=history.customer.id,
            intent=self.intent,
            window=window(due, stays=self.stays_days, not_before=sale.sold_on),
            reason=f"{'first ' if new else ''}{product.name}, {came}"
            + (f": {lesson.text}" if lesson else ""),
            working=f"{came} + {text.plural(after, 'day')}{season}",
            known_on=sale.recorded_on,
            sale_id=sale.id,
            products=(product.name,),
            slots=tuple(_slots(product, lesson)),
            about=lesson.id if lesson else "",
            ended=sale.ended
            or line.returned
            or _again(taught, line, lesson, sale, key),
        )

    def _due(self, sale: Sale, line: Line, lesson: Lesson | None) -> date:
        ready = self._ready(sale, line, lesson)
        return _in_season(ready, lesson.months) if lesson else ready

    def _ready(self, sale: Sale, line: Line, lesson: Lesson | None) -> date:
        return max(plus(sale.delivery(line), self._after(lesson)), sale.sold_on)

    def _after(self, lesson: Lesson | None) -> int:
        return lesson.after_days if lesson else self.due_days

    def _taught(self, history: History) -> Iterator[Taught]:
        lines = {f"l{line.id}": line for s in history.sales for line in s.lines}
        for contact, about in history.talks_about(self.id):
            line = lines.get(about.key.anchor)
            if line is not None:
                said = {each.id: each.text for each in line.product.lessons}
                words = said.get(about.key.rule.partition(".")[2], "")
                yield Taught(about.key, contact.on, line.product.id, words)


def _ids(line: Line, lesson: Lesson) -> set[tuple[int, str] | tuple[str, str]]:
    """Return by what a lesson is known: it is one of a product, or says the same."""
    return {(line.product.id, lesson.id), (lesson.id, lesson.text)}


def _again(
    taught: tuple[Taught, ...], line: Line, lesson: Lesson | None, sale: Sale, key: Key
) -> Ending | None:
    """Return that a lesson was given first with another line, if it was."""
    words = lesson.text if lesson else ""
    same = (
        each
        for each in taught
        if each.key.rule == key.rule
        and (each.product_id == line.product.id or (words and words == each.text))
    )
    first = next(same, None)
    if first is None or first.key == key:
        return None
    on = first.on
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
