"""Goodwill at risk: how many are getting cold, and what they used to bring."""

from collections.abc import Sequence

from secondsale.goodwill import Goodwill
from secondsale.metrics.buyers import Buyer
from secondsale.metrics.metric import Metric, Unit, share, standing
from secondsale.metrics.report import Group
from secondsale.metrics.seen import Seen
from secondsale.model import Outcome

AHEAD = 14
"""Days in which goodwill at risk gets lower than it is."""


class _Left(dict[int, float]):
    """What is left of 1 after so many days; each is worked out once."""

    def __init__(self, half_life: int) -> None:
        self._half_life = half_life

    def __missing__(self, days: int) -> float:
        self[days] = left = float(0.5 ** (days / self._half_life))
        return left


class Warmth:
    """Customers' goodwill at the end of a day: the sum that `Goodwill` makes.

    From plain numbers: of a large book there is no time to read histories.
    """

    def __init__(self, day: int, goodwill: Goodwill) -> None:
        self._day, self._goodwill = day, goodwill
        self._talks = {
            (str(outcome), inbound): goodwill.of_talk(outcome, inbound=bool(inbound))
            for outcome in Outcome
            for inbound in (0, 1)
        }
        self._left: dict[int, _Left] = {}
        self._n = self._cold = self._fading = self._risk = 0
        self.revenue: dict[str, int] = {}
        """Of those at risk, all that they ever paid, by currency."""

    def add(self, seen: Seen) -> None:
        """Count a customer, for whom nothing has happened since they were seen so."""
        if not seen.buyer.there or not seen.terms:
            return
        self._n += 1
        half_life = self._goodwill.tiers.days(seen.buyer.tier)
        total = seen.goodwill * 0.5 ** ((self._day - seen.day) / half_life)
        now, then = (_within(total), _within(total * 0.5 ** (AHEAD / half_life)))
        fading, cold = self._goodwill.fading_below, self._goodwill.cold_below
        if now < cold:
            self._cold += 1
        elif now < fading or then < fading:
            self._fading += now < fading
            self._risk += 1
            for order in seen.orders:
                for currency, minor in order.paid.items():
                    self.revenue[currency] = self.revenue.get(currency, 0) + minor

    def total(self, buyer: Buyer) -> tuple[float, int]:
        """Return the sum at the end of the day, and of how many terms it is."""
        half_life = self._goodwill.tiers.days(buyer.tier)
        day, weights, gives = self._day, self._talks, self._goodwill
        left = self._left.get(half_life)
        if left is None:
            left = self._left[half_life] = _Left(half_life)
        total, terms = 0.0, 0
        for sold in buyer.sales:
            if sold.day <= day < sold.ended:
                total += gives.sale * left[day - sold.day]
                terms += 1
        for on, outcome, inbound in buyer.talks:
            if on <= day:
                weight = weights[outcome, inbound]
                if weight is not None:
                    total += weight * left[day - on]
                    terms += 1
        for opened, resolved in buyer.worries:
            if resolved <= day and resolved - opened <= gives.quick_help_days:
                total += gives.quick_help * left[day - resolved]
                terms += 1
        return total, terms

    def group(self, currencies: Sequence[str]) -> Group:
        """Return the figures; revenue in each of some currencies."""
        revenue = tuple(
            Metric(
                "at-risk-revenue", "what those at risk ever paid",
                self.revenue.get(currency, 0), Unit.MONEY, self._risk,
                "The revenue ever made with the customers whose goodwill is at risk.",
                currency=currency, of="customer", total=True,
            )
            for currency in currencies
        )  # fmt: skip
        gives = self._goodwill
        return Group(
            "goodwill",
            "Goodwill",
            standing(
                self._share(
                    "goodwill-at-risk", "at risk", self._risk,
                    "whose goodwill is fading, or will be within"
                    f" {AHEAD} days if nothing happens",
                ),
                self._share(
                    "goodwill-fading", "fading", self._fading,
                    f"whose goodwill is below {gives.fading_below:g} and not cold",
                ),
                self._share(
                    "goodwill-cold", "cold", self._cold,
                    f"whose goodwill is below {gives.cold_below:g}",
                ),
                *revenue,
            ),
        )  # fmt: skip

    def _share(self, id: str, label: str, hits: int, whose: str) -> Metric:
        what = f"Customers {whose}, of those with any sale or conversation."
        return share(id, label, hits, self._n, what, estimate=False, of="customer")


def _within(total: float) -> float:
    return max(0.0, min(1.0, total))
