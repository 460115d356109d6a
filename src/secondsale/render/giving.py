"""What is given, the stamp cards that are out, and the tree of who sent whom."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from rich.console import RenderableType
from rich.text import Text
from rich.tree import Tree

from secondsale.metrics.giving import CAUTION, Bought, Branch, Programme
from secondsale.metrics.metric import Metric
from secondsale.metrics.report import Group
from secondsale.money import Money
from secondsale.render import facts
from secondsale.render.figures import lines
from secondsale.render.figures_data import metric_data
from secondsale.render.segments import amounts
from secondsale.text import plural, visible

FIGURES = ("figure", "what there is to say")
PROGRAMMES = ("reward", "gives", "cards#", "stamps#", "nearly full#", "full#", "owed")
EXPLAINED = (
    ("cards", "stamp cards that were begun and not cashed in, the full ones too"),
    (
        "stamps",
        "what customers have earned on these cards; what a card began with is none",
    ),
    ("nearly full", "cards that lack as few stamps as the reward rule has it"),
    (
        "owed",
        "full and nearly full cards, times what a card cost on average when it was"
        " cashed in (redeem --cost); nothing where no cost is known",
    ),
    (
        "referrals",
        "customers by who sent them: their own orders and amounts, then those of all"
        " below them, at every depth; what a customer costs to find is in no book",
    ),
)
DEEPEST = 8
"""So deep a tree is drawn; what is below is said in a number."""
WIDEST = 12
"""So many of those that one customer sent are drawn."""


def figure_rows(group: Group) -> Iterator[tuple[str, str]]:
    """Yield the figures under FIGURES."""
    for metric in group.metrics:
        yield metric.label, "; ".join(filter(None, _doubted(metric)))


def _doubted(metric: Metric) -> tuple[str, str]:
    return lines.said(metric), lines.doubt(metric)


def notes(group: Group) -> Iterator[str]:
    """Yield what has to be said beside the figures."""
    if any(each.id == "cost-second-sale" for each in group.metrics):
        yield CAUTION
    if any(each.few for each in group.metrics):
        yield lines.FEW_MEANS


def programme_row(each: Programme) -> tuple[str, ...]:
    """Return a programme as a row under PROGRAMMES."""
    return (
        each.name,
        each.gives,
        f"{each.cards:,}",
        f"{each.stamps:,}",
        f"{each.nearly:,}",
        f"{each.full:,}",
        owed(each),
    )


def owed(each: Programme) -> str:
    """Say what the full cards come to, and what that is reckoned by."""
    if not each.costs:
        return "cost unknown: redeem --cost tells"
    one = " or ".join(map(str, each.costs))
    said = f"{one} a card (mean of {each.redeemed})"
    total = each.liability(each.full)
    if not total:
        return said
    return f"{total[0]} full, {each.liability(each.nearly)[0]} nearly; {said}"


def tree_rows(
    branches: Sequence[Branch], names: Mapping[int, str]
) -> Iterator[tuple[str, ...]]:
    """Yield plain lines: depth, customer, orders, amounts, then all below them."""
    for each in branches:
        yield (
            "referral",
            str(each.depth),
            _name(each, names),
            *_bought(each.bought),
            str(each.people),
            *_bought(each.below),
        )


def _bought(bought: Bought) -> tuple[str, str]:
    return str(bought.orders), amounts(bought.spent)


def _name(each: Branch, names: Mapping[int, str]) -> str:
    return f"{names.get(each.id, '')} ({each.id})"


def trees(
    branches: Sequence[Branch], names: Mapping[int, str]
) -> Iterator[RenderableType]:
    """Yield the trees, as far as a screen has room for them."""
    path: list[Tree | None] = []
    for each in branches:
        del path[each.depth :]
        above = path[-1] if path else None
        if each.depth and (above is None or len(above.children) > WIDEST):
            path.append(None)
            continue
        if above is not None and len(above.children) == WIDEST:
            above.add(Text("and more: piped, or with --json, there are all", "dim"))
            path.append(None)
            continue
        if each.depth == DEEPEST and above is not None:
            more = plural(each.people + 1, "more", "more")
            above.add(Text(f"{more} further down", "dim"))
            path.append(None)
            continue
        label = Text(visible(said(each, names)))
        path.append(Tree(label) if above is None else above.add(label))
        if above is None:
            made = path[-1]
            assert made is not None
            yield made


def said(each: Branch, names: Mapping[int, str]) -> str:
    """Say who it is, what they bought, and what those did whom they brought."""
    own = _orders(each.bought)
    if not each.people:
        return f"{_name(each, names)}: {own}"
    below = plural(each.people, "person", "people")
    return f"{_name(each, names)}: {own}; below them {below}, {_orders(each.below)}"


def _orders(bought: Bought) -> str:
    number = plural(bought.orders, "order")
    return f"{number}, {amounts(bought.spent)}" if bought.spent else number


def data(
    group: Group,
    found: Sequence[Programme],
    branches: Sequence[Branch],
    names: Mapping[int, str],
) -> dict[str, Any]:
    """Return everything as plain data."""
    return {
        "figures": [metric_data(each) for each in group.metrics],
        "caution": CAUTION,
        "programmes": [_programme(each) for each in found],
        "referrals": [
            {
                "customer_id": each.id,
                "name": names.get(each.id, ""),
                "depth": each.depth,
                **_bought_data(each.bought),
                "below": {"people": each.people, **_bought_data(each.below)},
            }
            for each in branches
        ],
    }


def _programme(each: Programme) -> dict[str, Any]:
    def all_of(found: tuple[Money, ...]) -> list[dict[str, str] | None]:
        return [facts.money(amount) for amount in found]

    return {
        "name": each.name,
        "gives": each.gives,
        "cards": each.cards,
        "stamps": each.stamps,
        "nearly_full": each.nearly,
        "full": each.full,
        "cost_of_one": all_of(each.costs),
        "costs_known": each.redeemed,
        "owed_for_full": all_of(each.liability(each.full)),
        "owed_for_nearly_full": all_of(each.liability(each.nearly)),
    }


def _bought_data(bought: Bought) -> dict[str, Any]:
    return {
        "orders": bought.orders,
        "spent": [
            facts.money(Money(minor, currency))
            for currency, minor in sorted(bought.spent.items())
        ],
    }
