"""What the whole book teaches: the usual gaps of the shop, its categories and products.

Each level leans on the one above it, the more so the less was seen; every pair of a
customer and a product has one vote, however many gaps it has.
"""

from collections.abc import Hashable, Iterable, Mapping
from datetime import date
from math import fsum, log
from typing import Any, Protocol

from secondsale.model import Learned, Votes
from secondsale.records import replace
from secondsale.timing.rhythm import Rhythm

TYPICAL_CYCLE_DAYS = 45
TYPICAL_ORDER_DAYS = 60
MATURE_DAYS = 180
"""After how many days a pair says something about the shop: its gaps may be long."""

SHOP_SAYS = 10
CATEGORY_SAYS = 10
PRODUCT_SAYS = 20
STATED_SAYS = 20
"""How many votes the level above counts for, or what the seller states."""
PACE_SAYS = 4
"""How many votes of a customer's other products the usual pace counts for."""

_UNIT = 2.0**40
"""Votes are added up as whole numbers of this part: exact, and so in any order."""


Stated = Mapping[Any, float | None]
"""Days of supply of a unit by product, where the seller states them."""


class Vote(Protocol):
    """What has a mean ln gap and a weight: a rhythm, or the orders of a customer."""

    @property
    def mean(self) -> float:
        """Return the mean ln gap."""

    @property
    def weight(self) -> float:
        """Return what it weighs."""


class Tally:
    """Votes being added up; what was added can be taken away again, exactly."""

    __slots__ = ("_votes", "customers", "logs", "returning", "weight")

    def __init__(self) -> None:
        self.logs = self.weight = self.customers = self.returning = 0
        self._votes: Votes | None = None

    def add(self, vote: Vote, *, returned: bool, times: int = 1) -> None:
        """Add a vote; `times` is -1 to take it away."""
        weight = vote.weight
        self.logs += times * round(weight * vote.mean * _UNIT)
        self.weight += times * round(weight * _UNIT)
        self.customers += times
        self.returning += times * returned
        self._votes = None

    @property
    def votes(self) -> Votes:
        """Return the sums."""
        if self._votes is None:
            logs, weight = self.logs / _UNIT, self.weight / _UNIT
            self._votes = Votes(logs, weight, self.customers, self.returning)
        return self._votes


class Learner:
    """Counts rhythms one by one, and knows at any time what they teach."""

    def __init__(
        self,
        *,
        typical_cycle_days: int = TYPICAL_CYCLE_DAYS,
        typical_order_days: int = TYPICAL_ORDER_DAYS,
    ) -> None:
        self.typical_cycle_days = typical_cycle_days
        self.typical_order_days = typical_order_days
        self.shop = Tally()
        self.orders = Tally()
        self.products: dict[Hashable, Tally] = {}
        self.categories: dict[str, Tally] = {}
        self.category_of: dict[Hashable, str] = {}
        """By product; of several that were named, the last by the alphabet."""

    def count(
        self, product_id: Hashable, category: str, rhythm: Rhythm, *, times: int = 1
    ) -> None:
        """Count a rhythm; `times` is -1 to take back one that was counted."""
        returned = bool(rhythm.gaps)
        tally = self.products.get(product_id)
        if tally is None:
            tally = self.products[product_id] = Tally()
        tally.add(rhythm, returned=returned, times=times)
        if self.category_of.setdefault(product_id, category) < category:
            self.category_of[product_id] = category
        if category:
            tally = self.categories.get(category)
            if tally is None:
                tally = self.categories[category] = Tally()
            tally.add(rhythm, returned=returned, times=times)

    def count_mature(self, rhythm: Rhythm, *, times: int = 1) -> None:
        """Count a rhythm for the shop: one that began MATURE_DAYS ago or earlier."""
        self.shop.add(rhythm, returned=bool(rhythm.gaps), times=times)

    def learned(self, day: date | None, stated: Stated) -> Learned:
        """Return what was counted as a snapshot of a day."""
        learned = Learned(
            day=day,
            typical_cycle_days=self.typical_cycle_days,
            typical_order_days=self.typical_order_days,
            shop=self.shop.votes,
            products={each: tally.votes for each, tally in self.products.items()},
            categories={each: tally.votes for each, tally in self.categories.items()},
            orders=self.orders.votes,
        )
        return replace(learned, shift=_shift(learned, self.category_of, stated))


def learn(
    rhythms: Iterable[tuple[Hashable, str, Rhythm]],
    stated: Stated,
    *,
    day: date,
    typical_cycle_days: int = TYPICAL_CYCLE_DAYS,
    typical_order_days: int = TYPICAL_ORDER_DAYS,
    orders: Iterable[Vote] = (),
) -> Learned:
    """Return what rhythms (each with its product and category) teach, in one pass.

    The same rhythms give the same snapshot to the last bit, in whatever order.
    `stated` are days of supply of a unit by product; `orders` one vote a customer.
    """
    learner = Learner(
        typical_cycle_days=typical_cycle_days, typical_order_days=typical_order_days
    )
    mature = day.toordinal() - MATURE_DAYS
    for product_id, category, rhythm in rhythms:
        learner.count(product_id, category, rhythm)
        if rhythm.first_day <= mature:
            learner.count_mature(rhythm)
    for each in orders:
        learner.orders.add(each, returned=each.weight > 0)
    return learner.learned(day, stated)


def shop_level(learned: Learned) -> float:
    """Return the usual ln gap of the whole shop."""
    prior = SHOP_SAYS * log(learned.typical_cycle_days)
    return (prior + learned.shop.logs) / (SHOP_SAYS + learned.shop.weight)


def product_level(
    learned: Learned, product_id: Hashable, category: str, stated: float | None
) -> float:
    """Return the usual ln gap of a product, per unit where it is dosed.

    It leans on what the seller states (days of supply of a unit), on the category and
    on the shop.
    """
    name = product_id, category, stated
    level = learned.worked_out.get(name)
    if level is None:
        votes = learned.products.get(product_id)
        level = _of_product(category_level(learned, category), votes, stated)
        learned.worked_out[name] = level
    return level


def category_level(learned: Learned, category: str) -> float:
    """Return the usual ln gap of a category, the shop's where it has none."""
    level = shop_level(learned)
    votes = learned.categories.get(category) if category else None
    if votes is None:
        return level
    return (CATEGORY_SAYS * level + votes.logs) / (CATEGORY_SAYS + votes.weight)


def _of_product(level: float, votes: Votes | None, stated: float | None) -> float:
    logs, weight = PRODUCT_SAYS * level, float(PRODUCT_SAYS)
    if stated:
        logs, weight = logs + STATED_SAYS * log(stated), weight + STATED_SAYS
    if votes is not None:
        logs, weight = logs + votes.logs, weight + votes.weight
    return logs / weight


class Pace:
    """How a customer's gaps lie beside others', over all products."""

    __slots__ = ("logs", "weight")

    def __init__(self) -> None:
        self.logs = self.weight = 0.0

    def add(
        self, rhythm: Rhythm, level: float, learned: Learned, *, times: int = 1
    ) -> None:
        """Count a rhythm beside its product's level; -1 `times` takes it back."""
        weight = rhythm.weight
        self.logs += times * weight * (rhythm.mean - level - learned.shift)
        self.weight += times * weight

    def beside(self, rhythm: Rhythm, level: float, learned: Learned) -> float:
        """Return the pace, in ln days, of all products but the one of a rhythm."""
        if not self.weight:
            return 0.0
        weight = rhythm.weight
        others = self.logs - weight * (rhythm.mean - level - learned.shift)
        return others / (PACE_SAYS + max(0.0, self.weight - weight))


def _shift(
    learned: Learned, category_of: Mapping[Hashable, str], stated: Stated
) -> float:
    """Return how far pairs lie from their product's level on average, in ln days."""
    levels = {each: category_level(learned, each) for each in learned.categories}
    shop = shop_level(learned)
    found: list[float] = []
    weights: list[float] = []
    for product_id, votes in learned.products.items():
        if votes.weight:
            level = levels.get(category_of[product_id], shop)
            level = _of_product(level, votes, stated.get(product_id))
            found += (votes.logs, -level * votes.weight)
            weights.append(votes.weight)
    return fsum(found) / fsum(weights) if weights else 0.0
