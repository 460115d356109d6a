"""What is worth celebrating: a round number of sales, and what they achieved."""

from collections.abc import Iterator
from datetime import date
from typing import ClassVar

from secondsale import model, text
from secondsale.days import plus, say
from secondsale.figures import figure
from secondsale.model import History, Intent, Key, Sale, Touchpoint, Window
from secondsale.records import dataclass
from secondsale.rules._base import Rule, is_over, products_of

MOST = 10_000


def read_numbers(value: str) -> tuple[int, ...]:
    """Return the whole numbers of `5, 10, 25`.

    Errors: ValueError for anything else, and beyond 10,000.
    """
    parts = [part.strip() for part in value.split(",")] if value.strip() else []
    if not all(part.isascii() and part.isdigit() and len(part) <= 5 for part in parts):
        raise ValueError(f"{value!r} is not a list of whole numbers")
    numbers = tuple(int(part) for part in parts)
    if any(not 1 <= number <= MOST for number in numbers):
        raise ValueError(f"{value!r} goes beyond {MOST}")
    return numbers


@dataclass(frozen=True)
class Milestone(Rule):
    """Celebrate the 5th, 10th, 25th sale and so on, and every milestone noted."""

    id: ClassVar[str] = "milestone"
    intent: ClassVar[Intent] = Intent.CARE

    sales: str = figure(
        "5, 10, 25, 50, 100",
        "",
        "which sales are celebrated; empty is none",
        reads=read_numbers,
        takes=f'whole numbers from 1 to {MOST:,}, such as "5, 10, 25"',
    )
    every: int = figure(100, "sales", "and each further so many; 0 is off", high=MOST)
    stays_days: int = figure(
        14, "days after the day", "how long it still makes sense", high=365
    )

    def touchpoints(
        self, history: History, until: date, since: date = date.min
    ) -> Iterator[Touchpoint]:
        """Yield one for each celebrated sale, and one for each milestone noted."""
        if plus(history.last_arrival, self.stays_days) >= since:
            yield from self._sales(history, since)
        for milestone in history.milestones:
            if not is_over(plus(milestone.on, self.stays_days), None, since):
                yield self._noted(history, milestone)

    def _sales(self, history: History, since: date) -> Iterator[Touchpoint]:
        celebrated: set[int] = set()
        numbers = read_numbers(self.sales)
        for sale, number in _numbered(history):
            if self._is_celebrated(number, numbers) and number not in celebrated:
                closes = plus(sale.sold_on, self.stays_days)
                if not is_over(closes, sale.ended, since):
                    yield self._sale(history, sale, number)
                if sale.ended is None:
                    celebrated.add(number)

    def _is_celebrated(self, number: int, numbers: tuple[int, ...]) -> bool:
        if number in numbers or not self.every:
            return number in numbers
        return number > max(numbers, default=0) and number % self.every == 0

    def _sale(self, history: History, sale: Sale, number: int) -> Touchpoint:
        sold = sale.sold_on
        nth = f"{text.ordinal(number)} sale"
        return Touchpoint(
            key=Key(self.id, f"s{sale.id}"),
            customer_id=history.customer.id,
            intent=self.intent,
            window=Window(sold, sold, plus(sold, self.stays_days)),
            reason=f"{nth}: {sale} on {say(sold, beside=sold)}",
            working=f"{nth} on {say(sold, beside=sold)}",
            known_on=sale.recorded_on,
            sale_id=sale.id,
            products=products_of(sale.lines),
            slots=(("sale", nth), *_gifts(history, sold)),
            ended=sale.ended,
        )

    def _noted(self, history: History, milestone: model.Milestone) -> Touchpoint:
        day = milestone.on
        return Touchpoint(
            key=Key(self.id, f"m{milestone.id}"),
            customer_id=history.customer.id,
            intent=self.intent,
            window=Window(day, day, plus(day, self.stays_days)),
            reason=f"{milestone.text} on {say(day, beside=day)}",
            working=f"milestone of {say(day, beside=day)}",
            known_on=milestone.recorded_on,
            slots=(("noted", milestone.text), *_gifts(history, day)),
        )


def _numbered(history: History) -> Iterator[tuple[Sale, int]]:
    """Yield each sale and which it was on its day, of those that stood then."""
    standing, ends = 0, list[date]()
    for sale in history.sales:
        yield sale, 1 + standing + sum(end > sale.sold_on for end in ends)
        if sale.ended is None:
            standing += 1
        else:
            ends.append(sale.ended.on)


def _gifts(history: History, beside: date) -> Iterator[tuple[str, str]]:
    """Yield the last gift up to a day as a slot, if there was one."""
    given = [gift for gift in history.gifts if gift.on <= beside]
    if given:
        last = max(given, key=lambda gift: (gift.on, gift.id))
        yield "gift", f"{last.text} ({say(last.on, beside=beside)})"
