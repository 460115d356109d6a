"""What all sales of a book teach, taken from its rows."""

from collections.abc import Iterable, Iterator
from datetime import date
from typing import NamedTuple

from secondsale.model import Learned, Product, ProductKind
from secondsale.store import Book
from secondsale.timing import Orders, Rhythm, Timing, learn
from secondsale.timing.comparison import Comparison, comparisons


class _Vote(NamedTuple):
    """What a customer's orders say of the usual time between them."""

    mean: float
    weight: float


def learn_from(book: Book, figures: Timing, today: date) -> Learned:
    """Return what the sales up to today teach, of goods that are used up.

    One pass over the sales, a customer at a time in memory.
    """
    goods = {each.id: each for each in book.products()}
    orders: list[_Vote] = []
    return learn(
        _rhythms(book, goods, orders, today),
        {each.id: each.supply_days for each in goods.values()},
        day=today,
        typical_cycle_days=figures.typical_cycle_days,
        typical_order_days=figures.typical_order_days,
        orders=orders,
    )


def compare(
    book: Book, products: Iterable[Product], learned: Learned, today: date
) -> tuple[Comparison, ...]:
    """Return how customers buy some products, as far as the snapshot knew it."""
    goods = {each.id: each for each in book.products()}
    return comparisons(
        products, learned, _rhythms(book, goods, [], learned.day or today)
    )


def _rhythms(
    book: Book, goods: dict[int, Product], orders: list[_Vote], today: date
) -> Iterator[tuple[int, str, Rhythm]]:
    """Yield each customer's rhythms, and put their orders on a list."""
    for bought in book.bought(today):
        own: dict[int, Rhythm] = {}
        days = Orders()
        for product_id, day, quantity in bought:
            days.order(day)
            product = goods[product_id]
            if product.kind is ProductKind.CONSUMABLE:
                rhythm = own.get(product_id)
                if rhythm is None:
                    rhythm = own[product_id] = Rhythm(dosed=product.is_dosed)
                rhythm.buy(day, quantity)
        if days.count:
            orders.append(_Vote(days.mean, days.weight))
        for product_id, rhythm in own.items():
            yield product_id, goods[product_id].category, rhythm
