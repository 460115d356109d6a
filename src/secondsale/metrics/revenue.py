"""Revenue: what orders brought, one figure a currency, never two as one."""

from collections.abc import Callable, Iterable, Sequence

from secondsale.metrics.buyers import Order
from secondsale.metrics.intervals import of_mean, of_ratio
from secondsale.metrics.metric import Metric, Unit
from secondsale.metrics.report import Group


class Purse:
    """What came in of one currency, as sums."""

    __slots__ = (
        "all", "both", "buyers", "orders", "payers", "period", "repeat", "repeats2",
        "squares", "wholes2",
    )  # fmt: skip

    def __init__(self) -> None:
        self.all = self.squares = self.buyers = 0
        self.period = self.repeat = self.orders = self.payers = 0
        self.repeats2 = self.wholes2 = self.both = 0

    def add(self, ever: int, period: int, repeat: int, orders: int) -> None:
        """Add what one customer paid: ever, and in the period from the second order."""
        self.all += ever
        self.squares += ever * ever
        self.buyers += 1
        if orders:
            self.period += period
            self.repeat += repeat
            self.orders += orders
            self.payers += 1
            self.repeats2 += repeat * repeat
            self.wholes2 += period * period
            self.both += repeat * period


class Revenue:
    """Revenue as it stood at the end of a period that began on an ordinal."""

    def __init__(self, since: int) -> None:
        self._since = since
        self.purses: dict[str, Purse] = {}

    def add(self, orders: Sequence[Order]) -> None:
        """Count a customer by their order days, of which there is one at least."""
        sums: dict[str, list[int]] = {}
        first, since = orders[0].day, self._since
        for day, _, paid in orders:
            for currency, minor in paid.items():
                own = sums.get(currency)
                if own is None:
                    own = sums[currency] = [0, 0, 0, 0]
                own[0] += minor
                if day >= since:
                    own[1] += minor
                    own[2] += minor if day > first else 0
                    own[3] += 1
        for currency, own in sums.items():
            purse = self.purses.get(currency)
            if purse is None:
                purse = self.purses[currency] = Purse()
            purse.add(*own)

    @property
    def currencies(self) -> tuple[str, ...]:
        """Return every currency, that with the most revenue ever first."""
        return tuple(sorted(self.purses, key=lambda c: (-self.purses[c].all, c)))

    def group(self, currencies: Iterable[str]) -> Group:
        """Return the figures of some currencies, one after the other."""
        made = [
            figure(currency, self.purses.get(currency) or Purse())
            for currency in currencies
            for figure in _FIGURES
        ]
        return Group("revenue", "Revenue", tuple(made))


def _revenue(currency: str, purse: Purse) -> Metric:
    return Metric(
        "revenue", "revenue", purse.period, Unit.MONEY, purse.payers,
        "What was paid for the orders of the period and not given back, as far as a"
        " price is known; n are the customers.",
        currency=currency, of="customer", total=True,
    )  # fmt: skip


def _per_order(currency: str, purse: Purse) -> Metric:
    value = purse.period / purse.orders if purse.orders else None
    return Metric(
        "revenue-per-order", "revenue an order", value, Unit.MONEY, purse.orders,
        "The revenue of the period, shared out over its orders with a price.",
        currency=currency, of="order",
    )  # fmt: skip


def _per_customer(currency: str, purse: Purse) -> Metric:
    interval = of_mean(purse.buyers, purse.all, purse.squares) or (None, None)
    value = purse.all / purse.buyers if purse.buyers else None
    return Metric(
        "revenue-per-customer", "revenue a customer, ever", value, Unit.MONEY,
        purse.buyers,
        "What each customer ever paid, on average, of those with a price in this"
        " currency.",
        low=interval[0], high=interval[1], currency=currency, of="customer",
        standing=True,
    )  # fmt: skip


def _repeat_share(currency: str, purse: Purse) -> Metric:
    value = purse.repeat / purse.period if purse.period else None
    sums = purse.repeat, purse.period, purse.repeats2, purse.wholes2, purse.both
    interval = of_ratio(purse.payers, *sums) or (None, None)
    return Metric(
        "repeat-revenue", "of it from repeat customers", value, Unit.SHARE,
        purse.payers,
        "The part of the period's revenue that is not of a customer's first order; n"
        " are the customers.",
        low=interval[0], high=interval[1], currency=currency, of="customer",
    )  # fmt: skip


_FIGURES: tuple[Callable[[str, Purse], Metric], ...] = (
    _revenue,
    _per_order,
    _repeat_share,
    _per_customer,
)
