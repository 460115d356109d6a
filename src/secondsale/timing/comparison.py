"""What the seller states of a product beside what its customers do."""

from collections.abc import Hashable, Iterable
from math import exp, log

from secondsale.model import Learned, Product
from secondsale.records import dataclass
from secondsale.timing.levels import product_level
from secondsale.timing.rhythm import Rhythm

FAR_OFF = 1.5
"""How many times longer or shorter than stated is far off."""
FEWEST = 3
"""Of how many customers who came back one can say so."""


@dataclass(frozen=True, slots=True)
class Comparison:
    """A product's days between purchases: stated, as customers have it, and used.

    Of one unit where the product is dosed.
    """

    product: Product
    customers: int
    returning: int
    """How many of them bought it again."""
    usual: float | None
    """What those do, in days; none where nobody did."""
    middle: tuple[float, float] | None
    """Between which days the middle half of their own usual gaps lies."""
    used: float
    """What plans go by, before the customer's own purchases: all of it pooled."""

    @property
    def far_off(self) -> bool:
        """Return whether what is stated should be looked at."""
        stated = self.product.supply_days
        if not stated or self.usual is None or self.returning < FEWEST:
            return False
        return abs(log(self.usual / stated)) > log(FAR_OFF)


def comparisons(
    products: Iterable[Product],
    learned: Learned,
    rhythms: Iterable[tuple[Hashable, str, Rhythm]],
) -> tuple[Comparison, ...]:
    """Return for each product how its customers buy it, from all their rhythms."""
    gaps: dict[Hashable, list[float]] = {}
    for product_id, _, rhythm in rhythms:
        if rhythm.gaps:
            gaps.setdefault(product_id, []).append(exp(rhythm.mean))
    return tuple(_compared(each, learned, gaps.get(each.id, [])) for each in products)


def _compared(product: Product, learned: Learned, gaps: list[float]) -> Comparison:
    votes = learned.products.get(product.id)
    stated, category = product.supply_days, product.category
    return Comparison(
        product,
        customers=votes.customers if votes else 0,
        returning=votes.returning if votes else 0,
        usual=exp(votes.logs / votes.weight) if votes and votes.weight else None,
        middle=_middle(gaps),
        used=exp(product_level(learned, product.id, category, stated)),
    )


def _middle(gaps: list[float]) -> tuple[float, float] | None:
    if len(gaps) < FEWEST:
        return None
    from statistics import quantiles  # slow to load, and only this needs it

    low, _, high = quantiles(gaps, n=4, method="inclusive")
    return low, high
