"""What is drawn month by month: cohorts of first-time buyers, orders, revenue."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date

from secondsale.metrics.buyers import Order
from secondsale.metrics.report import Cohort, Month
from secondsale.metrics.survival import Comebacks
from secondsale.money import Money

YearMonth = tuple[int, int]


class Months:
    """Orders by month as they stood at the end of a day, an ordinal."""

    def __init__(self, day: int) -> None:
        self._day = day
        self._cohorts: dict[YearMonth, Comebacks] = {}
        """By the month of the first order."""
        self._orders: dict[int, int] = {}
        self._paid: dict[str, dict[int, int]] = {}
        """Both by day: so many days there are not, and a month takes longer to tell."""

    def add(self, orders: Sequence[Order]) -> None:
        """Count a customer by their order days, of which there is one at least."""
        first, made = orders[0].day, self._orders
        month = _month(first)
        cohort = self._cohorts.get(month)
        if cohort is None:
            cohort = self._cohorts[month] = Comebacks()
        after = orders[1].day - first if len(orders) > 1 else None
        cohort.add(self._day - first, after)
        for day, _, paid in orders:
            made[day] = made.get(day, 0) + 1
            for currency, minor in paid.items():
                days = self._paid.get(currency)
                if days is None:
                    days = self._paid[currency] = {}
                days[day] = days.get(day, 0) + minor

    def cohorts(self) -> tuple[Cohort, ...]:
        """Return those who first bought in each month, oldest first, without gaps."""
        nobody = Comebacks()
        return tuple(
            Cohort(date(*month, 1), cohort.n, cohort.cells())
            for month in self._all()
            for cohort in (self._cohorts.get(month, nobody),)
        )

    def months(self, currencies: Iterable[str]) -> tuple[Month, ...]:
        """Return the orders and revenue of each month, oldest first, without gaps."""
        orders = _by_month(self._orders)
        paid = {each: _by_month(self._paid.get(each, {})) for each in currencies}
        return tuple(
            Month(
                date(*month, 1),
                orders.get(month, 0),
                self._cohorts[month].n if month in self._cohorts else 0,
                tuple(Money(own.get(month, 0), each) for each, own in paid.items()),
                so_far=month == _month(self._day) == _month(self._day + 1),
            )
            for month in self._all()
        )

    def _all(self) -> list[YearMonth]:
        if not self._orders:
            return []
        month, last, found = _month(min(self._orders)), _month(self._day), []
        while month <= last:
            found.append(month)
            month = (month[0], month[1] + 1) if month[1] < 12 else (month[0] + 1, 1)
        return found


def _month(day: int) -> YearMonth:
    on = date.fromordinal(day)
    return on.year, on.month


def _by_month(days: Mapping[int, int]) -> dict[YearMonth, int]:
    found: dict[YearMonth, int] = {}
    for day, amount in days.items():
        month = _month(day)
        found[month] = found.get(month, 0) + amount
    return found
