"""Segments: kinds of buyers by their own rhythm, and recency, frequency and money."""

from array import array
from bisect import bisect_left, bisect_right
from collections import Counter
from collections.abc import Iterator, Sequence
from datetime import date
from itertools import pairwise
from typing import NamedTuple

from secondsale.metrics.buyers import Amounts, Buyer, orders_of
from secondsale.model import Learned
from secondsale.records import dataclass
from secondsale.timing import Orders, p_order
from secondsale.timing.segments import (
    GAPS_TO_LOST,
    LOYAL_ORDERS,
    Segment,
    segment,
)

FIFTHS_FROM = 200
"""From so many buyers on they are parted in fifths, before that in thirds."""

DEFINITIONS = {
    Segment.NEW: "ordered on one day, and not quiet yet",
    Segment.RETURNING: "ordered on two days, and not quiet",
    Segment.LOYAL: f"ordered on {LOYAL_ORDERS} days or more, and not quiet",
    Segment.AT_RISK: "gone quiet, but not for so long as the lost",
    Segment.LOST: "gone quiet, for so long that few of them come back",
}
LONG = (
    "after several orders, from when on the forecast takes them to have stopped rather"
    f" than not; after one, which has no rhythm yet, {GAPS_TO_LOST:.1f} of the shop's"
    " usual gaps. It is a line drawn through the quiet: of nobody it says that they are"
    " still there"
)
QUIET = (
    "who has been silent for 1.5 of their usual gaps between orders (their"
    " own, beside what the book's customers do) and is less likely than not to order"
    " within 60 days; after one order, for twice the shop's usual gap, 60 days at least"
)


@dataclass(frozen=True, slots=True)
class Person:
    """A buyer, as they stand today; days are ordinals."""

    id: int
    segment: Segment
    orders: int
    last: int
    spent: Amounts
    usual_gap: float | None
    """Days between their orders, on average; None after one."""
    chance: float
    """Of an order within 60 days, 0 to 1."""


@dataclass(frozen=True, slots=True)
class Size:
    """How large a segment is, and what it brought."""

    segment: Segment
    people: int
    orders: int
    spent: Amounts


class Scale(NamedTuple):
    """Where the book's buyers are parted, by one thing that is counted of them."""

    cuts: tuple[int, ...] = ()
    """The largest value of each part but the last."""
    people: tuple[int, ...] = ()
    """How many are in each part: values that many share part them unevenly."""

    def part(self, value: int) -> int:
        """Return the part in which a value lies, from 0."""
        return bisect_left(self.cuts, value)

    def ranges(self) -> Iterator[tuple[int, int | None, int | None]]:
        """Yield each part that anybody is in, with where it begins and ends."""
        for part, people in enumerate(self.people):
            if people:
                least = self.cuts[part - 1] + 1 if part else None
                most = self.cuts[part] if part < len(self.cuts) else None
                yield part, least, most


class Scales(NamedTuple):
    """How recency, frequency and money part the book's buyers."""

    parts: int
    """3 or 5."""
    recency: Scale
    """By days since the last order: the first part is the most recent."""
    frequency: Scale
    """By order days."""
    money: Scale
    """By what was spent, in minor units of the currency."""
    currency: str


class Segments:
    """Count buyers one by one, as they stand at the end of a day."""

    def __init__(self, day: int, learned: Learned) -> None:
        self._day, self._learned = day, learned
        self._today = date.fromordinal(day)
        self._people: Counter[Segment] = Counter()
        self._orders: Counter[Segment] = Counter()
        self._spent: dict[Segment, Counter[str]] = {each: Counter() for each in Segment}
        self._silences, self._counts = array("l"), array("l")
        self._paid: dict[str, array[int]] = {}

    @property
    def buyers(self) -> int:
        """Return how many were counted."""
        return len(self._counts)

    def look(self, buyer: Buyer) -> Segment | None:
        """Count a customer; return their segment, None if they never ordered."""
        found = self._seen(buyer)
        if found is None:
            return None
        own, spent = found
        kind = segment(own, self._learned, self._today)
        self._people[kind] += 1
        self._orders[kind] += own.count
        self._spent[kind].update(spent)
        self._silences.append(self._day - own.last_day)
        self._counts.append(own.count)
        for currency, minor in spent.items():
            self._paid.setdefault(currency, array("q")).append(minor)
        return kind

    def person(self, buyer: Buyer) -> Person | None:
        """Return a customer in full, None if they never ordered."""
        found = self._seen(buyer)
        if found is None:
            return None
        own, spent = found
        return Person(
            buyer.id,
            segment(own, self._learned, self._today),
            own.count,
            own.last_day,
            spent,
            own.mean_days,
            p_order(own, self._learned, self._today),
        )

    def _seen(self, buyer: Buyer) -> tuple[Orders, Amounts] | None:
        orders = orders_of(buyer.sales, self._day) if buyer.there else []
        if not orders:
            return None
        spent: Counter[str] = Counter()
        for order in orders:
            spent.update(order.paid)
        return Orders(order.day for order in orders), spent

    def sizes(self) -> tuple[Size, ...]:
        """Return how large each segment is, the empty ones, too."""
        return tuple(
            Size(each, self._people[each], self._orders[each], self._spent[each])
            for each in Segment
        )

    def scales(self) -> Scales:
        """Return where recency, frequency and money part those who were counted.

        Money is that of the currency in which most buyers paid.
        """
        parts = 5 if self.buyers >= FIFTHS_FROM else 3
        currency = max(
            self._paid, key=lambda each: (len(self._paid[each]), each), default=""
        )
        return Scales(
            parts,
            scale(self._silences, parts),
            scale(self._counts, parts),
            scale(self._paid.get(currency, ()), parts),
            currency,
        )


def scale(values: Sequence[int], parts: int) -> Scale:
    """Return where values are parted into so many parts, as even as ties allow."""
    ordered = sorted(values)
    if not ordered:
        return Scale()
    n = len(ordered)
    ends = ((n * part + parts - 1) // parts for part in range(1, parts))
    cuts = tuple(ordered[max(end, 1) - 1] for end in ends)
    until = [bisect_right(ordered, cut) for cut in cuts]
    counts = (b - a for a, b in pairwise((0, *until, n)))
    return Scale(cuts, tuple(counts))
