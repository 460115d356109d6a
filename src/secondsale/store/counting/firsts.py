"""First orders: what was bought, by whom, and what was done soon after."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from itertools import groupby, islice
from operator import itemgetter
from typing import Any, NamedTuple

from secondsale.metrics.buyers import Buyer, orders_of
from secondsale.metrics.goes_with import AT_FIRST, Beginning, Trait
from secondsale.store.connection import OpenBook, explained
from secondsale.store.counting.buyers import buyers

_AT_ONCE = 1000
_BOUGHT = """
SELECT sales.customer_id, sales.sold_on, sales.source, products.name, products.category
FROM sales JOIN lines ON lines.sale_id = sales.id
JOIN products ON products.id = lines.product_id
WHERE sales.customer_id BETWEEN ?1 AND ?2
  AND (sales.cancelled_on IS NULL OR sales.cancelled_on > ?3)
ORDER BY sales.customer_id
"""
_PEOPLE = """
SELECT id, source, owner, referred_by FROM customers
WHERE id BETWEEN ?1 AND ?2 ORDER BY id
"""
_TAGS = """
SELECT customer_id, tag FROM tags
WHERE customer_id BETWEEN ?1 AND ?2 ORDER BY customer_id
"""
_DONE = """
SELECT contacts.customer_id, contacted_on, channel, covers.key, inbound, outcome
FROM contacts LEFT JOIN covers ON covers.contact_id = contacts.id
WHERE contacts.customer_id BETWEEN ?1 AND ?2 AND contacted_on <= ?3
ORDER BY contacts.customer_id
"""

Row = tuple[Any, ...]
ByCustomer = Mapping[int, Sequence[Row]]


class _Found(NamedTuple):
    """What is known of some customers, by theirs ids."""

    bought: ByCustomer
    people: ByCustomer
    tags: ByCustomer
    talks: ByCustomer


def beginnings(
    book: OpenBook, until: date, not_reached: Sequence[str]
) -> Iterator[Beginning]:
    """Yield the first order of every customer who has one, by their ids.

    Where the outcome of a contact is `not_reached`, what it was about was not done.
    Errors: BookError.
    """
    everybody = buyers(book, until, talks=False)
    while some := list(islice(everybody, _AT_ONCE)):
        found = _found(book, some[0].id, some[-1].id, until)
        for each in some:
            if made := _beginning(each, found, until, not_reached):
                yield made


def _found(book: OpenBook, first: int, last: int, until: date) -> _Found:
    span = first, last, until.isoformat()
    with book._one_view(), explained(book._path):
        ask = book._connection.cursor().execute
        queries = (_BOUGHT, span), (_PEOPLE, span[:2]), (_TAGS, span[:2]), (_DONE, span)
        return _Found(*(_by_customer(ask(sql, values)) for sql, values in queries))


def _by_customer(rows: Iterator[Row]) -> ByCustomer:
    return {who: list(own) for who, own in groupby(rows, key=itemgetter(0))}


def _beginning(
    buyer: Buyer, found: _Found, until: date, not_reached: Sequence[str]
) -> Beginning | None:
    orders = orders_of(buyer.sales, until.toordinal())
    if not orders:
        return None
    first, *_ = orders
    day, soon = (
        date.fromordinal(each).isoformat() for each in (first.day, first.day + AT_FIRST)
    )
    traits = (
        *_of_order(found.bought.get(buyer.id, ()), day),
        *_of_customer(found.people.get(buyer.id, ())),
        *(("tag", tag) for _, tag in found.tags.get(buyer.id, ())),
    )
    talks = (
        (channel, key)
        for _, on, channel, key, inbound, outcome in found.talks.get(buyer.id, ())
        if day <= on <= soon and (inbound or outcome not in not_reached)
    )
    return Beginning(
        first.day,
        orders[1].day if len(orders) > 1 else None,
        first.known,
        frozenset(traits),
        frozenset(_of_talks(talks)),
    )


def _of_order(rows: Sequence[Row], day: str) -> Iterator[Trait]:
    for _, on, source, product, category in rows:
        if on == day:
            yield "product", product
            if category:
                yield "category", category
            if source:
                yield "sold through", source


def _of_customer(people: Sequence[Row]) -> Iterator[Trait]:
    for _, source, owner, referred_by in people:
        if source:
            yield "source", source
        if owner:
            yield "owner", owner
        if referred_by is not None:
            yield "source", "sent by a customer"


def _of_talks(talks: Iterator[tuple[str, str | None]]) -> Iterator[Trait]:
    for channel, key in talks:
        if channel:
            yield "channel", channel
        if key is not None:
            yield "step", key.partition(":")[0].partition(".")[0]
