"""Every customer in plain numbers, one after the other, from a few queries a batch."""

import sqlite3
from collections.abc import Iterator
from datetime import date
from itertools import groupby
from operator import itemgetter
from typing import Any

from secondsale.errors import BookError
from secondsale.metrics.buyers import STANDS, Amounts, Buyer, Sold, Talk, Worry
from secondsale.model import Outcome
from secondsale.store.connection import OpenBook, explained
from secondsale.text import visible

BATCH = 200
"""How many customers are read at a time: who writes meanwhile need not wait for all."""

_CUSTOMERS = f"""
SELECT id, tier, forgotten_on IS NULL FROM customers WHERE id > ?
ORDER BY id LIMIT {BATCH}
"""
_SALES = """
SELECT sales.customer_id, sales.id, sales.sold_on, sales.recorded_on,
       sales.cancelled_on, sales.total_minor, sales.currency,
       lines.id, lines.quantity, lines.unit_minor, lines.currency
FROM sales LEFT JOIN lines ON lines.sale_id = sales.id
WHERE sales.customer_id BETWEEN ?1 AND ?2 AND sales.sold_on <= ?3
ORDER BY sales.customer_id, sales.sold_on, sales.id
"""
_RETURNS = """
SELECT sales.customer_id, returns.line_id, returns.quantity, returns.returned_on
FROM sales JOIN lines ON lines.sale_id = sales.id
JOIN returns ON returns.line_id = lines.id
WHERE sales.customer_id BETWEEN ?1 AND ?2 AND returns.returned_on <= ?3
ORDER BY sales.customer_id, returns.returned_on
"""
_TALKS = """
SELECT customer_id, contacted_on, outcome, inbound FROM contacts
WHERE customer_id BETWEEN ?1 AND ?2 AND contacted_on <= ?3
ORDER BY customer_id, contacted_on
"""
_WORRIES = """
SELECT customer_id, opened_on, resolved_on FROM concerns
WHERE customer_id BETWEEN ?1 AND ?2 AND opened_on <= ?3
ORDER BY customer_id, opened_on
"""
_ANY_RETURNS = "SELECT 1 FROM returns LIMIT 1"

Row = tuple[Any, ...]
Returned = dict[int, list[tuple[int, int]]]
"""By line: how many units came back, on which days."""


class _Days(dict[str, int]):
    """The ordinals of the days as the book writes them; most come many times."""

    def __missing__(self, written: str) -> int:
        try:
            day = self[written] = date.fromisoformat(written).toordinal()
        except ValueError as error:
            raise _unreadable(written, "a day") from error
        return day


class _Outcomes(dict[str, str]):
    """The outcomes of conversations as the book writes them."""

    def __missing__(self, written: str) -> str:
        raise _unreadable(written, "an outcome")


_OUTCOMES = _Outcomes({str(each): str(each) for each in Outcome})


def _unreadable(written: str, what: str) -> BookError:
    return BookError(
        f"the book has {visible(written)} where {what} belongs",
        "secondsale doctor says where; or put a sound copy back",
    )


def buyers(book: OpenBook, until: date, *, talks: bool = True) -> Iterator[Buyer]:
    """Yield every customer with what there was up to a day, by their ids.

    Those who were forgotten are among them, as their sales still count. Without
    `talks` conversations and concerns are left out. Errors: BookError.
    """
    last, days = 0, _Days()
    while batch := _batch(book, last, until, days, talks=talks):
        yield from batch
        last = batch[-1].id


def _batch(
    book: OpenBook, after: int, until: date, days: _Days, *, talks: bool
) -> list[Buyer]:
    """Return the customers with the next ids, none where there are no more."""
    with book._one_view(), explained(book._path):
        ask = book._connection.cursor().execute
        people = ask(_CUSTOMERS, (after,)).fetchall()
        if not people:
            return []
        span = people[0][0], people[-1][0], until.isoformat()
        sales = _by_customer(ask(_SALES, span))
        some_back = ask(_ANY_RETURNS).fetchone() is not None
        returns = _by_customer(ask(_RETURNS, span)) if some_back else {}
        contacts = _by_customer(ask(_TALKS, span)) if talks else {}
        concerns = _by_customer(ask(_WORRIES, span)) if talks else {}

    def buyer(who: int, tier: str, there: int) -> Buyer:
        rows, back = sales.get(who, []), returns.get(who)
        sold = _sold(rows, days)
        return Buyer(
            who,
            tier,
            bool(there),
            _less(sold, rows, back, days) if back else sold,
            [
                Talk(days[on], _OUTCOMES[outcome], them)
                for _, on, outcome, them in contacts.get(who, ())
            ],
            [
                Worry(days[opened], days[closed] if closed else STANDS)
                for _, opened, closed in concerns.get(who, ())
            ],
        )

    return [buyer(*each) for each in people]


def _by_customer(found: sqlite3.Cursor) -> dict[int, list[Row]]:
    return {who: list(rows) for who, rows in groupby(found, key=itemgetter(0))}


def _sold(rows: list[Row], days: _Days) -> list[Sold]:
    """Return the sales of one customer, by the rows of their lines."""
    found: list[Sold] = []
    last, paid = 0, dict[str, int]()
    for _, sale, on, known, ended, total, paid_in, _, quantity, minor, currency in rows:
        if sale != last:
            last, paid = sale, {} if total is None else {paid_in: total}
            end = days[ended] if ended else STANDS
            found.append(Sold(days[on], days[known], end, paid))
        if total is None and minor is not None:
            paid[currency] = paid.get(currency, 0) + quantity * minor
    return found


def _less(
    sold: list[Sold], rows: list[Row], back: list[Row], days: _Days
) -> list[Sold]:
    """Return the sales of one customer with what came back of them."""
    returned: dict[int, list[tuple[int, int]]] = {}
    for _, line_id, quantity, on in back:
        returned.setdefault(line_id, []).append((days[on], quantity))
    groups = groupby(rows, key=itemgetter(1))
    return [
        _with_returns(sale, list(lines), returned)
        for sale, (_, lines) in zip(sold, groups, strict=True)
    ]


def _with_returns(sale: Sold, lines: list[Row], returned: Returned) -> Sold:
    own = [line[7] for line in lines if line[7] in returned]
    when = sorted({day for each in own for day, _ in returned[each]})
    if not when:
        return sale
    changes = tuple((day, _amounts(lines, returned, day)) for day in when)
    kept = any(_kept(line, returned, STANDS) > 0 for line in lines)
    ended = sale.ended if kept else min(sale.ended, when[-1])
    return sale._replace(ended=ended, changes=changes)


def _kept(line: Row, returned: Returned, day: int) -> int:
    """Return how many units of a line were still theirs at the end of a day."""
    back = returned.get(line[7], ())
    return int(line[8]) - sum(units for on, units in back if on <= day)


def _amounts(lines: list[Row], returned: Returned, day: int) -> Amounts:
    paid: dict[str, int] = {}
    for line in lines:
        if line[9] is not None:
            minor = _kept(line, returned, day) * line[9]
            paid[line[10]] = paid.get(line[10], 0) + minor
    return paid
