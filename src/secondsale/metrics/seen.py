"""A customer as they stood at the end of a day: what several figures are made from."""

from collections.abc import Sequence
from typing import NamedTuple

from secondsale.metrics.buyers import Buyer, Order
from secondsale.timing import Orders


class Seen(NamedTuple):
    """A customer, and what was worked out of them as of a day.

    As long as nothing happens with them it holds for later days, too.
    """

    buyer: Buyer
    day: int
    orders: Sequence[Order]
    own: Orders
    """The same order days as sums."""
    goodwill: float
    """The sum of its terms on that day, which may lie outside 0 to 1."""
    terms: int
    talks: tuple[int, int]
    """Contacts by the seller in the first month, and in those after it."""
