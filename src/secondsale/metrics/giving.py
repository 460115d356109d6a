"""What is given to customers, what it brings, and who sent whom."""

from collections.abc import Iterable, Mapping, Sequence
from types import MappingProxyType
from typing import NamedTuple

from secondsale.metrics.buyers import Amounts, Order
from secondsale.metrics.metric import Metric, Unit
from secondsale.metrics.report import Group
from secondsale.money import Money
from secondsale.records import dataclass
from secondsale.rewards import Card

CAUTION = (
    "given for each second sale is a sum over a number, not what a second sale costs:"
    " nobody knows which of them came because of a gift"
)


class Spent(NamedTuple):
    """What gifts or redemptions of a period cost."""

    times: Mapping[str, int]
    """By currency, how many of them have a cost."""
    minor: Amounts
    without: int
    """How many have no cost in the book."""


def costs(gifts: Spent, redemptions: Spent, second_sales: int) -> Group:
    """Return what a second sale came with, one figure a currency.

    Costs over second sales, and no more than that: nobody knows which of them came
    because of a gift.
    """
    found = []
    currencies = sorted({*gifts.minor, *redemptions.minor})
    for currency in currencies:
        given, cashed = (each.minor.get(currency, 0) for each in (gifts, redemptions))
        times = gifts.times.get(currency, 0) + redemptions.times.get(currency, 0)
        total = given + cashed
        found += [
            Metric(
                "given", "gifts and redemptions", total, Unit.MONEY, times,
                "What gifts given and cards cashed in in the period cost, where the"
                " book knows it; n are those.",
                currency=currency, total=True,
            ),
            Metric(
                "cost-second-sale", "given for each second sale",
                total / second_sales if second_sales else None, Unit.MONEY,
                second_sales,
                "The same cost over the second sales of the period, whoever got the"
                " gifts; n are the second sales. Not what a second sale costs: many"
                " would have come without. Whoever was forgotten is in neither.",
                currency=currency,
            ),
        ]  # fmt: skip
    unpriced = gifts.without + redemptions.without
    found += [
        Metric(
            "second-sales", "second sales", second_sales, Unit.COUNT, second_sales,
            "Customers whose second day with an order lies in the period; whoever was"
            " forgotten is none.",
        ),
        Metric(
            "given-without-cost", "given without a cost", unpriced, Unit.COUNT,
            unpriced,
            "Gifts and redemptions of the period for which the book has no cost: they"
            " are in none of the amounts.",
        ),
    ]  # fmt: skip
    return Group("giving", "Gifts and rewards", tuple(found))


@dataclass(frozen=True, slots=True)
class Programme:
    """The stamp cards of one programme that are not cashed in."""

    name: str
    gives: str
    """What a full card gives under the latest terms."""
    cards: int
    """How many were begun, the full ones too."""
    stamps: int
    """How many customers have earned on them; those given at the start are none."""
    nearly: int
    full: int
    redeemed: int
    """How many cards were ever cashed in with a known cost."""
    costs: tuple[Money, ...]
    """What one costs, on average of these; one amount a currency, none: unknown."""

    def liability(self, cards: int) -> tuple[Money, ...]:
        """Return what so many cards come to, if each costs what others did.

        Where cards were paid in several currencies, nobody knows in which.
        """
        if len(self.costs) != 1:
            return ()
        return (self.costs[0].times(cards),)


def programmes(
    gives: Mapping[str, str],
    cards: Iterable[Card],
    cashed: Mapping[str, Mapping[str, tuple[int, int]]],
    *,
    nearly: int,
) -> tuple[Programme, ...]:
    """Return each programme by its name and what it `gives`.

    `cards` are all of them; `cashed` are, by name and currency, how many redemptions
    have a cost and what they cost together in minor units. `nearly` full is a card that
    lacks so many stamps at most.
    """
    counts = {name: [0, 0, 0, 0] for name in gives}
    for card in cards:
        if card.redeemed_on is None and card.name in counts:
            own = counts[card.name]
            own[0] += 1
            own[1] += card.stamps - card.terms.head_start
            own[2] += 0 < card.to_go <= nearly
            own[3] += not card.to_go
    return tuple(
        _programme(name, what, counts[name], cashed.get(name, {}))
        for name, what in gives.items()
    )


def _programme(
    name: str, gives: str, counts: list[int], cashed: Mapping[str, tuple[int, int]]
) -> Programme:
    open_, stamps, nearly, full = counts
    costs = (
        Money(round(minor / n), currency)
        for currency, (n, minor) in sorted(cashed.items())
    )
    times = sum(n for n, _ in cashed.values())
    return Programme(name, gives, open_, stamps, nearly, full, times, tuple(costs))


class Bought(NamedTuple):
    """What one customer bought: order days and amounts."""

    orders: int = 0
    spent: Amounts = MappingProxyType({})


def bought(orders: Sequence[Order]) -> Bought:
    """Return what somebody bought, by their order days."""
    together = Bought()
    for order in orders:
        together = _together(together, Bought(1, order.paid))
    return together


@dataclass(frozen=True, slots=True)
class Branch:
    """A customer in the tree of who sent whom, with all that is below them."""

    id: int
    depth: int
    """0: nobody sent them."""
    bought: Bought
    people: int
    """How many are below them: sent by them, by those, and so on."""
    below: Bought
    """What those bought."""


def referrals(
    sent_by: Mapping[int, int], bought: Mapping[int, Bought]
) -> tuple[Branch, ...]:
    """Return who sent whom, each before those they sent; the largest trees first.

    `sent_by` has for each customer who was sent the one who did. A circle, which a book
    cannot have, is cut open at its smallest id.
    """
    children: dict[int, list[int]] = {}
    for each, by in sorted(sent_by.items()):
        children.setdefault(by, []).append(each)
    roots = sorted({by for by in sent_by.values() if by not in sent_by})
    order, depths, above = list[int](), dict[int, int](), dict[int, int]()
    for start in (*roots, *sorted(sent_by)):
        open_ = [(start, 0)]
        while open_:
            each, depth = open_.pop()
            if each in depths:
                continue
            order.append(each)
            depths[each] = depth
            if depth:
                above[each] = sent_by[each]
            below = [child for child in children.get(each, ()) if child not in depths]
            open_ += [(child, depth + 1) for child in reversed(below)]
    sums = _summed(order, above, bought)
    trees = _trees(order, depths)
    trees.sort(key=lambda tree: (-len(tree), tree[0]))
    return tuple(
        Branch(each, depths[each], bought.get(each, Bought()), *sums[each])
        for tree in trees
        for each in tree
    )


def _summed(
    order: list[int], above: Mapping[int, int], bought: Mapping[int, Bought]
) -> dict[int, tuple[int, Bought]]:
    """Return how many are below each, and what they bought."""
    sums = {each: (0, Bought()) for each in order}
    for each in reversed(order):
        if each in above:
            by = above[each]
            people, below = sums[by]
            more, further = sums[each]
            own = bought.get(each, Bought())
            together = _together(_together(below, further), own)
            sums[by] = people + more + 1, together
    return sums


def _together(one: Bought, other: Bought) -> Bought:
    currencies = {**one.spent, **other.spent}
    return Bought(
        one.orders + other.orders,
        {
            each: one.spent.get(each, 0) + other.spent.get(each, 0)
            for each in currencies
        },
    )


def _trees(order: list[int], depths: Mapping[int, int]) -> list[list[int]]:
    trees: list[list[int]] = []
    for each in order:
        if not depths[each]:
            trees.append([])
        trees[-1].append(each)
    return trees
