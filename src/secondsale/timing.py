"""When a product runs out."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from itertools import pairwise
from statistics import median

from secondsale import text
from secondsale.days import plus, say
from secondsale.model import Ending, History, Product

FEWEST_GAPS = 2
"""How many gaps between purchases a customer's own rhythm takes."""


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


def purchases(history: History) -> Iterator[tuple[Product, tuple[Purchase, ...]]]:
    """Yield each product the customer bought with its purchases, oldest first."""
    found: dict[int, dict[date, Purchase]] = {}
    products: dict[int, Product] = {}
    for sale in history.sales:
        for line in sale.lines:
            ended = sale.ended or line.returned
            bought = Purchase(
                line_id=line.id,
                sale_id=sale.id,
                sold_on=sale.sold_on,
                delivered_on=sale.delivery(line),
                recorded_on=sale.recorded_on,
                quantity=line.quantity if ended else line.kept,
                ended=ended,
            )
            products[line.product.id] = line.product
            days = found.setdefault(line.product.id, {})
            days[sale.sold_on] = _together(days.get(sale.sold_on), bought)
    for product_id, days in found.items():
        yield products[product_id], tuple(days.values())


def _together(one: Purchase | None, other: Purchase) -> Purchase:
    if one is None:
        return other
    standing = [each for each in (one, other) if each.ended is None]
    return Purchase(
        line_id=one.line_id,
        sale_id=one.sale_id,
        sold_on=one.sold_on,
        delivered_on=max(each.delivered_on for each in standing or (one, other)),
        recorded_on=max(each.recorded_on for each in (one, other)),
        quantity=sum(each.quantity for each in standing or (one, other)),
        ended=None if standing else other.ended,
    )


def run_outs(
    product: Product, bought: tuple[Purchase, ...]
) -> tuple[RunOut | None, ...]:
    """Return for each purchase, oldest first, when it is used up, if one can tell.

    Stated days of supply count per unit and leftovers carry over:
    run-out = max(delivery, run-out before) + quantity x days. Without stated days it is
    the sale plus the median of the customer's own gaps, from the second gap on.
    """
    if product.supply_days:
        return tuple(_stated(product.supply_days, bought))
    return tuple(_own_rhythm(bought))


def _stated(days: int, bought: tuple[Purchase, ...]) -> Iterator[RunOut]:
    stocked_until = date.min
    for purchase in bought:
        start = max(purchase.delivered_on, stocked_until)
        supply = purchase.quantity * days
        end = plus(start, supply)
        working = f"{purchase.quantity} × {text.plural(days, 'day')}"
        working += f" from {say(purchase.delivered_on, beside=end)}"
        if start > purchase.delivered_on:
            left = (start - purchase.delivered_on).days
            working += f" + {text.plural(left, 'day')} left over"
        yield RunOut(end, supply, working)
        if purchase.ended is None:
            stocked_until = end


def _own_rhythm(bought: tuple[Purchase, ...]) -> Iterator[RunOut | None]:
    days: list[date] = []
    for purchase in bought:
        known = [*days, purchase.sold_on]
        gaps = [(after - day).days for day, after in pairwise(known)]
        if len(gaps) < FEWEST_GAPS:
            yield None
        else:
            usual = max(1, round(median(gaps)))
            shown = ", ".join(str(gap) for gap in gaps[-5:])
            yield RunOut(
                plus(purchase.sold_on, usual),
                usual,
                f"usually reorders every {text.plural(usual, 'day')}"
                f" ({len(gaps)} gaps: {shown})",
            )
        if purchase.ended is None:
            days.append(purchase.sold_on)
