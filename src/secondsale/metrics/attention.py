"""Attention: whether customers hear as much later as in the month after they bought."""

from collections.abc import Sequence

from secondsale.metrics.buyers import Buyer, Order
from secondsale.metrics.metric import Metric, Unit, standing
from secondsale.metrics.report import Group

FIRST_DAYS = 30
LATER_DAYS = 180
MONTH = 30


class Attention:
    """Customers known from their first order on, LATER_DAYS before a day or earlier."""

    def __init__(self, day: int) -> None:
        self._day = day
        self._n = self._first = self._later = 0

    def add(self, orders: Sequence[Order], talks: tuple[int, int]) -> None:
        """Count a customer by their order days, and the contacts by the seller."""
        began = orders[0].day
        if began + LATER_DAYS <= self._day and orders[0].known <= began + 1:
            self._n += 1
            self._first += talks[0]
            self._later += talks[1]

    def group(self) -> Group:
        """Return the figures."""
        first = self._rate(self._first, FIRST_DAYS + 1)
        later = self._rate(self._later, LATER_DAYS - FIRST_DAYS)
        lost = None if not first or later is None else max(0.0, 1 - later / first)
        whom = (
            f"of customers whose first order is {LATER_DAYS} days ago or more and was"
            " entered by the next day"
        )
        return Group(
            "attention",
            "Attention",
            standing(
                Metric(
                    "attention-first", "contacts in the first month", first,
                    Unit.SCORE, self._n,
                    "Contacts and attempts a customer on days 0 to 30 from the first"
                    f" order, per 30 days, {whom}.",
                    of="customer",
                ),
                Metric(
                    "attention-later", "contacts in a later month", later, Unit.SCORE,
                    self._n,
                    f"The same on days 31 to {LATER_DAYS}, {whom}.", of="customer",
                ),
                Metric(
                    "erosion", "less later than at first", lost, Unit.SHARE, self._n,
                    "By what part the contacts of a later month are fewer than those"
                    " of the first; 0 where they are not.",
                    of="customer",
                ),
            ),
        )  # fmt: skip

    def _rate(self, contacts: int, days: int) -> float | None:
        return contacts / self._n * MONTH / days if self._n else None


def contacts(buyer: Buyer, orders: Sequence[Order]) -> tuple[int, int]:
    """Return how often the seller was in touch at first and later."""
    if not orders:
        return 0, 0
    began = orders[0].day
    month, end = began + FIRST_DAYS, began + LATER_DAYS
    days = [on for on, _, inbound in buyer.talks if not inbound and began <= on <= end]
    first = sum([on <= month for on in days])
    return first, len(days) - first
