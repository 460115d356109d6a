"""What was given, the stamp cards of everybody, and who sent whom."""

from collections.abc import Iterator, Mapping
from datetime import date
from itertools import groupby
from operator import itemgetter
from typing import Any

from secondsale.metrics.giving import Spent
from secondsale.metrics.report import Period
from secondsale.model import (
    Customer,
    History,
    Line,
    Product,
    Redemption,
    Return,
    RewardTerms,
    Sale,
)
from secondsale.money import Money
from secondsale.rewards import Card, cards
from secondsale.store.connection import OpenBook, explained
from secondsale.store.reading import THERE

_OF_THOSE_THERE = f"customer_id IN (SELECT id FROM customers WHERE {THERE})"
_GIFTS = f"""
SELECT coalesce(currency, '') AS currency, count(*) AS times,
       coalesce(sum(cost_minor), 0) AS minor
FROM gifts WHERE given_on BETWEEN ? AND ? AND {_OF_THOSE_THERE} GROUP BY 1
"""
_REDEEMED = f"""
SELECT coalesce(currency, '') AS currency, count(*) AS times,
       coalesce(sum(cost_minor), 0) AS minor
FROM redemptions WHERE redeemed_on BETWEEN ? AND ? AND {_OF_THOSE_THERE} GROUP BY 1
"""
_CASHED = f"""
SELECT name, currency, count(*) AS times, sum(cost_minor) AS minor
FROM redemptions WHERE redeemed_on <= ? AND currency IS NOT NULL AND {_OF_THOSE_THERE}
GROUP BY 1, 2
"""
_SENT = """
SELECT id, name, referred_by FROM customers
WHERE referred_by IS NOT NULL
   OR id IN (SELECT referred_by FROM customers WHERE referred_by IS NOT NULL)
"""
_NEXT = f"""
SELECT DISTINCT customer_id FROM sales
WHERE customer_id > ?1 AND sold_on BETWEEN ?2 AND ?3 AND {_OF_THOSE_THERE}
ORDER BY 1 LIMIT 1000
"""
_SALES = f"""
SELECT sales.customer_id, sales.id, sold_on, recorded_on, cancelled_on,
       lines.id, product_id, quantity, unit_minor, lines.currency,
       (SELECT coalesce(sum(quantity), 0) FROM returns
        WHERE line_id = lines.id AND returned_on <= ?4)
FROM sales LEFT JOIN lines ON lines.sale_id = sales.id
WHERE customer_id BETWEEN ?1 AND ?2 AND sold_on BETWEEN ?3 AND ?4
  AND (cancelled_on IS NULL OR cancelled_on > ?4) AND {_OF_THOSE_THERE}
ORDER BY customer_id, sold_on, sales.id
"""
_REDEMPTIONS = """
SELECT customer_id, id, name, redeemed_on FROM redemptions
WHERE customer_id BETWEEN ?1 AND ?2 AND redeemed_on <= ?3 ORDER BY customer_id
"""

Row = tuple[Any, ...]


def given(book: OpenBook, period: Period) -> tuple[Spent, Spent]:
    """Return what gifts, and cards that were cashed in, cost in a period.

    Nothing here is of those who were forgotten.
    """
    days = period.since.isoformat(), period.until.isoformat()
    gifts, redeemed = (_spent(book, sql, days) for sql in (_GIFTS, _REDEEMED))
    return gifts, redeemed


def _spent(book: OpenBook, sql: str, days: tuple[str, str]) -> Spent:
    found = {
        row["currency"]: (row["times"], row["minor"]) for row in book._rows(sql, *days)
    }
    without, _ = found.pop("", (0, 0))
    return Spent(
        {currency: times for currency, (times, _) in found.items()},
        {currency: minor for currency, (_, minor) in found.items()},
        without,
    )


def cashed(book: OpenBook, until: date) -> Mapping[str, Mapping[str, tuple[int, int]]]:
    """Return by programme and currency how many cards were cashed in, and the cost."""
    found: dict[str, dict[str, tuple[int, int]]] = {}
    for row in book._rows(_CASHED, until.isoformat()):
        own = found.setdefault(row["name"], {})
        own[row["currency"]] = row["times"], row["minor"]
    return found


def sent(book: OpenBook) -> tuple[dict[int, int], dict[int, str]]:
    """Return by whom each customer was sent, if they were, and all their names."""
    rows = book._rows(_SENT)
    by = {row["id"]: row["referred_by"] for row in rows if row["referred_by"]}
    return by, {row["id"]: row["name"] for row in rows}


def everybodys_cards(
    book: OpenBook, terms: tuple[RewardTerms, ...], until: date
) -> Iterator[Card]:
    """Yield the stamp cards of all who are there as they stood at the end of a day."""
    if not terms:
        return
    since, day = min(each.since for each in terms).isoformat(), until.isoformat()
    after = 0
    while True:
        with book._one_view(), explained(book._path):
            ask = book._connection.cursor().execute
            ids = [who for (who,) in ask(_NEXT, (after, since, day))]
            if not ids:
                return
            span = ids[0], ids[-1]
            sales = ask(_SALES, (*span, since, day)).fetchall()
            cashed_in = {
                who: tuple(_redemption(row) for row in rows)
                for who, rows in groupby(
                    ask(_REDEMPTIONS, (*span, day)), key=itemgetter(0)
                )
            }
        after = ids[-1]
        for who, rows in groupby(sales, key=itemgetter(0)):
            own = groupby(rows, key=itemgetter(1))
            history = History(
                customer=Customer(who, "-", until),
                sales=tuple(_sale(list(lines)) for _, lines in own),
                redemptions=cashed_in.get(who, ()),
                reward_terms=terms,
            )
            yield from cards(history)


def _redemption(row: Row) -> Redemption:
    _, number, name, on = row
    return Redemption(number, name, date.fromisoformat(on))


def _sale(rows: list[Row]) -> Sale:
    """Return a sale with what stamps are earned by."""
    who, number, on, known, *_ = rows[0]
    sold = date.fromisoformat(on)
    lines = tuple(
        Line(
            line,
            Product(product, ""),
            quantity,
            None if minor is None else Money(minor, currency),
            (Return(back, sold),) if back else (),
        )
        for *_, line, product, quantity, minor, currency, back in rows
        if line is not None
    )
    return Sale(number, who, sold, date.fromisoformat(known), lines)
