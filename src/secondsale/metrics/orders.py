"""Orders: how many, how far apart, and how many a customer makes."""

from collections.abc import Sequence
from itertools import pairwise

from secondsale.metrics.buyers import Order
from secondsale.metrics.distribution import Distribution
from secondsale.metrics.metric import Metric, Unit, standing
from secondsale.metrics.report import Group


class OrderCounts:
    """Orders as they stood at the end of a period that began on an ordinal."""

    def __init__(self, since: int) -> None:
        self._since = since
        self._made = self._buyers = 0
        self._each = Distribution()
        self._gaps = Distribution()
        self._own = Distribution()
        """Of each customer the middle gap, doubled so that it is a whole number."""

    def add(self, orders: Sequence[Order]) -> None:
        """Count a customer by their order days, of which there is one at least."""
        made = sum(order.day >= self._since for order in orders)
        self._made += made
        self._buyers += made > 0
        self._each.add(len(orders))
        gaps = [later.day - order.day for order, later in pairwise(orders)]
        for gap in gaps:
            self._gaps.add(gap)
        if gaps:
            gaps.sort()
            middle = len(gaps) // 2
            self._own.add(gaps[middle] + gaps[-1 - middle])

    def group(self) -> Group:
        """Return the figures."""
        each, gaps, own = self._each, self._gaps, self._own
        low, high = each.mean_interval
        own_low, own_high = own.median_interval
        return Group(
            "orders",
            "Orders",
            (
                Metric(
                    "orders", "orders", self._made, Unit.COUNT, self._buyers,
                    "Days of the period on which a customer ordered anything that was"
                    " neither cancelled nor wholly returned; n are the customers.",
                    of="customer",
                ),
                *standing(
                    Metric(
                        "orders-per-customer", "orders a customer, average", each.mean,
                        Unit.SCORE, each.n,
                        "Orders ever made, by customers who ever ordered.",
                        low=low, high=high, of="customer",
                    ),
                    Metric(
                        "orders-per-customer-median", "orders a customer, median",
                        each.median, Unit.SCORE, each.n,
                        "As many customers made more orders than this as made fewer.",
                        of="customer",
                    ),
                    Metric(
                        "days-between", "days between orders, average", gaps.mean,
                        Unit.DAYS, gaps.n,
                        "From each order to the customer's next one; n are such pairs,"
                        " of which frequent buyers have many.",
                        of="gap",
                    ),
                    Metric(
                        "days-between-median", "days between orders, median",
                        gaps.median, Unit.DAYS, gaps.n,
                        "Half of all such pairs are closer together than this.",
                        of="gap",
                    ),
                    Metric(
                        "own-days-between", "a customer's own, median",
                        _halved(own.median), Unit.DAYS, own.n,
                        "Of each customer who came back the middle of their own gaps,"
                        " and of these the middle: every customer counts once.",
                        low=_halved(own_low), high=_halved(own_high), of="customer",
                    ),
                ),
            ),
        )  # fmt: skip


def _halved(doubled: float | None) -> float | None:
    return None if doubled is None else doubled / 2
