"""The tries to win back somebody who bought and has gone quiet."""

from collections.abc import Iterator, Sequence
from datetime import date
from itertools import islice
from typing import ClassVar

from secondsale import text
from secondsale.days import plus, say
from secondsale.figures import figure
from secondsale.model import Ending, History, Intent, Key, Sale, Touchpoint, Window
from secondsale.records import dataclass
from secondsale.rules._base import Rule, products_of
from secondsale.timing import Orders, Quiet, gone_quiet


@dataclass(frozen=True)
class WinBack(Rule):
    """Write to somebody who has gone quiet: a few tries, then rest."""

    id: ClassVar[str] = "win-back"
    intent: ClassVar[Intent] = Intent.OFFER

    chance_below: float = figure(
        0.5, "of certainty", "quiet is who orders less likely", low=0.05, high=0.95
    )
    within_days: int = figure(
        60, "days", "in which an order is that unlikely", low=1, high=365
    )
    own_gaps: float = figure(
        1.5, "of the customer's usual gaps", "nobody is quiet before", low=1, high=10
    )
    one_time_gaps: float = figure(
        2.0,
        "of the shop's usual gaps",
        "how long is quiet after one order",
        low=1,
        high=10,
    )
    one_time_least_days: int = figure(
        60, "days after the order", "how long at least, after one order"
    )
    tries: int = figure(3, "tries", "how many at most", low=1, high=3)
    one_time_tries: int = figure(
        1, "tries", "how many at most, after one order", low=1, high=3
    )
    second_try_days: int = figure(
        30, "days after quiet began", "when the second try is due", low=1
    )
    third_try_days: int = figure(
        90, "days after quiet began", "when the third try is due", low=2
    )
    stays_days: int = figure(
        30, "days after a try is due", "how long it makes sense, until the next at most"
    )

    def touchpoints(
        self, history: History, until: date, since: date = date.min
    ) -> Iterator[Touchpoint]:
        """Yield the tries after the last sale of each day, ended by the next sale."""
        orders: list[date] = []
        for sale, ended in _last_of_each_day(history):
            new = [sale.sold_on] if sale.sold_on not in orders[-1:] else []
            known = [*orders, *new]
            if ended is None or ended.on > since:
                quiet = self._quiet(history, known)
                yield from self._tries(
                    history, sale, quiet, ended, since, once=len(known) == 1
                )
            if sale.ended is None:
                orders = known

    def _quiet(self, history: History, orders: Sequence[date]) -> Quiet:
        return gone_quiet(
            Orders(day.toordinal() for day in orders),
            history.learned,
            own_gaps=self.own_gaps,
            one_time_gaps=self.one_time_gaps,
            least_days=self.one_time_least_days,
            chance=self.chance_below,
            within_days=self.within_days,
        )

    def _tries(
        self,
        history: History,
        sale: Sale,
        quiet: Quiet,
        ended: Ending | None,
        since: date,
        *,
        once: bool,
    ) -> Iterator[Touchpoint]:
        days = self._days(quiet.day, self.one_time_tries if once else self.tries)
        what, products, reason = str(sale), products_of(sale.lines), _reason(sale)
        for number, due in enumerate(days, start=1):
            closes = plus(due, self.stays_days)
            if number < len(days):
                closes = min(closes, plus(days[number], -1))
            if closes < since:
                continue
            sold = say(sale.sold_on, beside=due)
            later = (due - quiet.day).days
            yield Touchpoint(
                key=Key(self.id, f"s{sale.id}", number),
                customer_id=history.customer.id,
                intent=self.intent,
                window=Window(due, due, closes),
                reason=f"last order on {sold} ({what}), quiet since"
                f" {say(quiet.day, beside=due)}",
                working=quiet.working
                + (f"; {text.plural(later, 'day')} after that" if later else ""),
                known_on=sale.recorded_on,
                sale_id=sale.id,
                products=products,
                slots=(
                    ("try", "first" if number == 1 else "later"),
                    ("last_try", "yes" if number == len(days) else "no"),
                    *reason,
                    ("sold", sold),
                ),
                ended=ended,
            )

    def _days(self, quiet: date, tries: int) -> list[date]:
        second = plus(quiet, self.second_try_days)
        third = max(plus(quiet, self.third_try_days), plus(second, 1))
        return [quiet, second, third][:tries]


def _last_of_each_day(history: History) -> Iterator[tuple[Sale, Ending | None]]:
    """Yield the sales that were the last of a day, with what ended their quiet."""
    for index, sale in enumerate(history.sales):
        later = (s for s in history.sales[index + 1 :] if s.ended is None)
        again = next(later, None)
        if sale.ended is not None:
            yield sale, sale.ended
        elif again is None:
            yield sale, None
        elif again.sold_on > sale.sold_on:
            yield sale, Ending(again.sold_on, f"bought again (sale {again.id})")


def _reason(sale: Sale) -> tuple[tuple[str, str], ...]:
    """Return what speaks for coming back as a slot, if a product says so."""
    reasons = (reason for line in sale.lines for reason in line.product.reasons)
    return tuple(("reason_to_return", reason) for reason in islice(reasons, 1))
