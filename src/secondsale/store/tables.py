"""The tables of the book for spreadsheets: their cells, from one query each.

Nothing of the model is made of the rows: a book of many years is written in seconds,
in the same little memory as a small one.
"""

import sqlite3
from collections.abc import Iterator
from datetime import date
from functools import lru_cache

from secondsale.money import Money
from secondsale.store.connection import OpenBook, explained
from secondsale.store.reading import BATCH, THERE
from secondsale.store.rows import SCOPES

Cells = tuple[str | int | None, ...]


def _joined(separator: str, column: str, source: str) -> str:
    """Return the SQL of a cell that holds several values, in the order they came."""
    # SQLite keeps the order of a subquery for what is joined of it.
    values = f"SELECT {column} FROM {source} ORDER BY id"
    return f"(SELECT group_concat({column}, '{separator}') FROM ({values}))"


_NARROW = ", ".join(f"'{scope}'" for scope in sorted(SCOPES - {"all"}))
_SILENT_SINCE = f"""
    (SELECT min(since) FROM opt_outs WHERE customer_id = customers.id
     AND lifted_on IS NULL AND scope NOT IN ({_NARROW}))
"""  # as in `rows.opt_out`, a scope that cannot be understood stops every contact
_TAGS = _joined(", ", "tag", "tags WHERE customer_id = customers.id")
_OTHERS = "other_addresses WHERE customer_id = customers.id AND kind"
_EMAILS = _joined(", ", "value", f"{_OTHERS} = 'email'")
_PHONES = _joined(", ", "value", f"{_OTHERS} = 'phone'")
_COVERED = _joined(" ", "key", "covers WHERE contact_id = contacts.id")

_QUERIES = {
    "customers": f"""
SELECT id, name, email, phone, channel, best_time, birthday, source, referred_by, note,
       added_on, {_SILENT_SINCE}, tier, owner, {_TAGS}, address, postcode,
       {_EMAILS}, {_PHONES}
FROM customers WHERE {THERE} ORDER BY id
""",
    "products": """
SELECT id, name, category, decimal(price_minor, currency), currency, supply_days,
       delivery_days, kind, note
FROM products ORDER BY id
""",
    "sales": """
SELECT sales.id, lines.id, sold_on, substr(sold_time, 1, 5), customer_id,
       customers.name, product_id, products.name, lines.quantity,
       (SELECT coalesce(sum(returns.quantity), 0) FROM returns
        WHERE line_id = lines.id AND returned_on <= :day),
       decimal(unit_minor, lines.currency), coalesce(lines.currency, sales.currency),
       delivered_on, sales.note, sales.source,
       iif(cancelled_on <= :day, cancelled_on, NULL), recorded_on, party,
       decimal(total_minor, sales.currency)
FROM sales JOIN lines ON sale_id = sales.id
JOIN customers ON customers.id = customer_id JOIN products ON products.id = product_id
WHERE sold_on <= :day ORDER BY sold_on DESC, sales.id DESC, lines.id
""",
    "contacts": f"""
SELECT contacts.id, contacted_on, customer_id, name, outcome, contacts.channel,
       iif(inbound, 'in', 'out'), contacts.note, {_COVERED}
FROM contacts JOIN customers ON customers.id = customer_id ORDER BY contacts.id
""",
}


def table(book: OpenBook, name: str, day: date) -> Iterator[list[Cells]]:
    """Yield the rows of a table, some hundred at a time, as they are to be written.

    Of a sale there is what had happened by the end of `day`. All of it is of one
    moment, and whoever reads it slowly keeps nobody from writing. Errors: BookError.
    """
    connection = book._connection
    with explained(book._path):
        _copy(connection, _QUERIES[name], day)
        cursor = connection.execute("SELECT * FROM temp.handed_on ORDER BY rowid")
    while True:
        with explained(book._path):
            rows = cursor.fetchmany(BATCH)
        if not rows:
            return
        yield rows


def _copy(connection: sqlite3.Connection, query: str, day: date) -> None:
    """Put what a query yields into a temporary table, which lies on the disk.

    A cursor on the book itself would lock it as long as a pager is open.
    """
    connection.create_function("decimal", 2, _decimal, deterministic=True)
    (protected,) = connection.execute("PRAGMA query_only").fetchone()
    connection.execute("PRAGMA query_only = OFF")  # it is for temporary tables, too
    try:
        connection.execute("DROP TABLE IF EXISTS temp.handed_on")
        values = {"day": day.isoformat()}
        connection.execute(f"CREATE TEMP TABLE handed_on AS {query}", values)
    finally:
        connection.execute(f"PRAGMA query_only = {protected}")


@lru_cache(maxsize=4096)  # prices repeat themselves
def _decimal(minor: int | None, currency: str) -> str | None:
    return None if minor is None else Money(minor, currency).decimal()
