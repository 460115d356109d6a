"""What the whole book has taught about timing, and what is left of a stock."""

from collections.abc import Hashable, Mapping
from datetime import date
from functools import cached_property

from secondsale.records import dataclass, field


@dataclass(frozen=True, slots=True)
class Votes:
    """What pairs (a customer with a product) say of their gaps, one vote a pair.

    A pair's vote weighs n / (n + 2) for n gaps, so that many gaps of one customer do
    not drown the others.
    """

    logs: float = 0.0
    """The sum of weight x the pair's mean ln gap (gap in days)."""
    weight: float = 0.0
    customers: int = 0
    """How many pairs there are, those that never came back included."""
    returning: int = 0
    """How many of them came back."""


@dataclass(frozen=True)
class Learned:
    """What the whole book has taught: a snapshot, an input of the plan like settings.

    Products are named by any id; a product that is dosed has taught per unit.
    """

    day: date | None = None
    """The day up to which sales were learned from; none: nothing was learned."""
    typical_cycle_days: int = 45
    """How many days pass between purchases where nothing is known."""
    typical_order_days: int = 60
    """How many days pass between any two orders of a customer, likewise."""
    shop: Votes = Votes()
    """Of pairs first bought long ago: young ones can only have short gaps."""
    shift: float = 0.0
    """How far pairs lie from their product's level on average, in ln days."""
    products: Mapping[Hashable, Votes] = field(default_factory=dict)
    categories: Mapping[str, Votes] = field(default_factory=dict)
    orders: Votes = Votes()
    """Of the gaps between any orders, one vote a customer."""

    @cached_property
    def worked_out(self) -> dict[Hashable, float]:
        """Keep what follows from it, by what it is: the same for every customer."""
        return {}


@dataclass(frozen=True, slots=True)
class Level:
    """How much of a stock is left, heard in a conversation; `left` from 0 to 1."""

    product_id: int
    on: date
    left: float
    recorded_on: date
