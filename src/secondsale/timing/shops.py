"""A shop's sales as plain facts: its rhythms, its orders, and what they teach."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date
from typing import NamedTuple

from secondsale.model import Learned
from secondsale.timing.forecasts import Forecast, forecast
from secondsale.timing.levels import (
    TYPICAL_CYCLE_DAYS,
    TYPICAL_ORDER_DAYS,
    Pace,
    Stated,
    learn,
    product_level,
)
from secondsale.timing.orders import Orders
from secondsale.timing.rhythm import Rhythm


class Sold(NamedTuple):
    """So much of a product that a customer bought on a day; ids are any text.

    Sorted as they are, sales come in the same order each time.
    """

    day: int
    """An ordinal."""
    customer: str
    product: str
    category: str
    quantity: float


@dataclass
class Shop:
    """The customers of a shop and what they bought."""

    rhythms: dict[str, dict[str, Rhythm]] = field(default_factory=dict)
    """By customer, then product."""
    orders: dict[str, Orders] = field(default_factory=dict)
    categories: dict[str, str] = field(default_factory=dict)
    """By product, as first seen."""

    def buy(self, sold: Sold) -> Rhythm:
        """Count a sale; days never go back. Returns the rhythm it belongs to."""
        own = self.rhythms.get(sold.customer)
        if own is None:
            own = self.rhythms[sold.customer] = {}
            self.orders[sold.customer] = Orders()
        rhythm = own.get(sold.product)
        if rhythm is None:
            rhythm = own[sold.product] = Rhythm()
        rhythm.buy(sold.day, sold.quantity)
        self.orders[sold.customer].order(sold.day)
        self.categories.setdefault(sold.product, sold.category)
        return rhythm

    def learned(
        self,
        day: date,
        stated: Stated,
        *,
        typical_cycle_days: int = TYPICAL_CYCLE_DAYS,
        typical_order_days: int = TYPICAL_ORDER_DAYS,
    ) -> Learned:
        """Return what the whole shop teaches."""
        found = (
            (product, self.categories[product], rhythm)
            for own in self.rhythms.values()
            for product, rhythm in own.items()
        )
        return learn(
            found,
            stated,
            day=day,
            typical_cycle_days=typical_cycle_days,
            typical_order_days=typical_order_days,
            orders=self.orders.values(),
        )

    def pace(
        self,
        customer: str,
        learned: Learned,
        stated: Stated,
    ) -> Pace:
        """Return how the gaps of a customer lie beside others'."""
        pace = Pace()
        for product, rhythm in self.rhythms[customer].items():
            if rhythm.observed:
                level = product_level(
                    learned, product, self.categories[product], stated.get(product)
                )
                pace.add(rhythm, level, learned)
        return pace

    def forecast(
        self,
        customer: str,
        product: str,
        learned: Learned,
        stated: Stated,
        pace: Pace,
    ) -> Forecast:
        """Return what is to be expected of a customer and a product."""
        rhythm = self.rhythms[customer][product]
        category, days = self.categories[product], stated.get(product)
        level = product_level(learned, product, category, days)
        return forecast(
            rhythm,
            learned,
            product_id=product,
            category=category,
            stated=days,
            pace=pace.beside(rhythm, level, learned),
            level=level,
        )

    def forecasts(
        self, learned: Learned, stated: Stated
    ) -> Iterator[tuple[str, str, Forecast]]:
        """Yield what is to be expected of each customer and product."""
        for customer, own in self.rhythms.items():
            pace = self.pace(customer, learned, stated)
            for product in own:
                made = self.forecast(customer, product, learned, stated, pace)
                yield customer, product, made


def shop_of(sales: Iterable[Sold]) -> Shop:
    """Return the shop with these sales, in whatever order they come."""
    shop = Shop()
    for sold in sorted(sales):
        shop.buy(sold)
    return shop
