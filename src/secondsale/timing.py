"""When a product runs out, and when a customer has gone quiet."""

from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from itertools import pairwise
from math import ceil
from operator import itemgetter
from statistics import median

from secondsale import text
from secondsale.days import plus, say
from secondsale.model import Ending, History, Line, Product, Sale

FEWEST_GAPS = 2
"""How many gaps between purchases a customer's own rhythm takes."""

SHOWN_GAPS = 5
"""How many of them are shown: the last ones."""


@dataclass(frozen=True, slots=True)
class Purchase:
    """All units of one product that a customer bought on one day."""

    line_id: int
    sale_id: int
    sold_on: date
    delivered_on: date
    recorded_on: date
    quantity: int
    ended: Ending | None = None
    """What took it back, if it was cancelled or returned: then it fills no shelf."""


@dataclass(frozen=True, slots=True)
class RunOut:
    """The day a supply ends, its length in days, and how both were worked out."""

    day: date
    supply: int
    working: str


@dataclass(frozen=True, slots=True)
class Quiet:
    """The day from which a customer counts as gone quiet, and how it was worked out."""

    day: date
    working: str


def purchases(history: History) -> Iterator[tuple[Product, tuple[Purchase, ...]]]:
    """Yield each product the customer bought with its purchases, oldest first.

    What stands of one day is one purchase, called by its first line; each line that was
    taken back is one of its own.
    """
    found: dict[int, list[Purchase]] = {}
    products: dict[int, Product] = {}
    for sale in history.sales:
        for line in sale.lines:
            products[line.product.id] = line.product
            _add(found.setdefault(line.product.id, []), _purchase(sale, line))
    for product_id, bought in found.items():
        yield products[product_id], tuple(bought)


def _purchase(sale: Sale, line: Line) -> Purchase:
    ended = sale.ended or line.returned
    return Purchase(
        line_id=line.id,
        sale_id=sale.id,
        sold_on=sale.sold_on,
        delivered_on=sale.delivery(line),
        recorded_on=sale.recorded_on,
        quantity=line.quantity if ended else line.kept,
        ended=ended,
    )


def _add(bought: list[Purchase], new: Purchase) -> None:
    """Add a purchase, together with what stands of the same day."""
    for index in range(len(bought) - 1, -1, -1):
        each = bought[index]
        if each.sold_on != new.sold_on:
            break
        if each.ended is None and new.ended is None:
            bought[index] = replace(
                each,
                delivered_on=max(each.delivered_on, new.delivered_on),
                recorded_on=max(each.recorded_on, new.recorded_on),
                quantity=each.quantity + new.quantity,
            )
            return
    bought.append(new)


def run_outs(
    product: Product, bought: tuple[Purchase, ...]
) -> tuple[RunOut | None, ...]:
    """Return for each purchase, oldest first, when it is used up, if one can tell.

    Stated days of supply count per unit and leftovers carry over:
    run-out = max(delivery, run-out before) + quantity x days, in order of delivery.
    Without stated days it is the sale plus the median of the customer's own gaps, from
    the second gap on.
    """
    if product.supply_days:
        return tuple(_stated(product.supply_days, bought))
    return tuple(_own_rhythm(bought))


def _stated(days: int, bought: tuple[Purchase, ...]) -> Iterator[RunOut]:
    shelf: list[tuple[date, int]] = []
    ends: list[date] = []
    for purchase in bought:
        delivered, supply = purchase.delivered_on, purchase.quantity * days
        place = bisect_right(shelf, delivered, key=itemgetter(0))
        stock = [*shelf[:place], (delivered, supply), *shelf[place:]]
        filled = ends[:place]
        for came, lasts in stock[place:]:
            start = max(came, filled[-1]) if filled else came
            filled.append(plus(start, lasts))
        end = filled[-1]
        working = f"{purchase.quantity} × {text.plural(days, 'day')}"
        working += f" from {say(delivered, beside=end)}"
        left = (end - delivered).days - supply
        if left > 0:
            working += f" + {text.plural(left, 'day')} left over"
        yield RunOut(end, supply, working)
        if purchase.ended is None:
            shelf, ends = stock, filled


def _own_rhythm(bought: tuple[Purchase, ...]) -> Iterator[RunOut | None]:
    last: date | None = None
    gaps: list[int] = []
    for purchase in bought:
        new = [] if last is None else [(purchase.sold_on - last).days]
        known = [*gaps, *new]
        yield _usual(purchase, known) if len(known) >= FEWEST_GAPS else None
        if purchase.ended is None:
            last, gaps = purchase.sold_on, known


def _usual(purchase: Purchase, gaps: list[int]) -> RunOut:
    usual = max(1, round(median(gaps)))
    latest = ", ".join(str(gap) for gap in gaps[-SHOWN_GAPS:])
    only = "the last " if len(gaps) > SHOWN_GAPS else ""
    working = f"usually reorders every {text.plural(usual, 'day')}"
    working += f" ({len(gaps)} gaps: {only}{latest})"
    return RunOut(plus(purchase.sold_on, usual), usual, working)


def quiet_from(
    orders: Sequence[date],
    *,
    own_gaps: float,
    shop_gaps: float,
    shop_gap_days: int,
    least_days: int,
) -> Quiet:
    """Return when somebody counts as gone quiet after the last of some order days.

    `orders` are the days with a sale, oldest first, one at least. It is the last one +
    `own_gaps` x the median of the customer's own gaps; after a first order, +
    `shop_gaps` x the shop's usual gap; in both cases + `least_days` at least.
    """
    last = orders[-1]
    gaps = [(later - day).days for day, later in pairwise(orders)]
    usual = median(gaps) if gaps else shop_gap_days
    times = own_gaps if gaps else shop_gaps
    days = max(least_days, ceil(times * usual))
    quiet = plus(last, days)
    whose = f"own median of {text.plural(len(gaps), 'gap')}" if gaps else "usual gap"
    working = f"last order {say(last, beside=quiet)} + {times:g} × {usual:g} days"
    working += f" ({whose}), at least {text.plural(least_days, 'day')}"
    return Quiet(quiet, working)
