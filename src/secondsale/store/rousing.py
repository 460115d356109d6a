"""Whom a change of the facts concerns: their plans may say something else from now on.

Whose the rows are is read from the schema, so that a new table of a customer's rows
comes under it by itself; a table that is nobody's concerns everybody.
"""

from collections.abc import Collection, Iterator

from secondsale.store import facts
from secondsale.store.belonging import Belonging, among
from secondsale.store.changes import Changes
from secondsale.store.connection import OpenBook
from secondsale.store.reading import THERE

AWAKE = "planned_on = '', wake_on = '', next_on = NULL"
"""What makes a row of the wake index one of somebody who is awake."""

_ASLEEP = "SELECT 1 FROM wakes WHERE wake_on <> '' LIMIT 1"

WAKE_ALL = f"UPDATE wakes SET {AWAKE} WHERE wake_on <> ''"
"""Wakes everybody."""

PRODUCT_WORDS = frozenset({"products", *facts.OF_PRODUCT})
"""The tables that concern those who bought a product, and nobody else."""

_BUYERS = (
    "SELECT sales.customer_id FROM lines JOIN sales ON sales.id = lines.sale_id"
    " WHERE lines.product_id IN ({})"
)
_VALUES = "SELECT value FROM json_each(?)"

Chosen = tuple[str, tuple[str | int, ...]]
"""What selects the ids of some customers, and the values in it."""


def rouse(book: OpenBook, changes: Changes) -> None:
    """Wake whom a change concerns, and who referred them, inside that change."""
    belong = Belonging(book)
    for table, ids in changes.there():
        if table == "customers":
            _leave_out_forgotten(book, ids)
    if not book._rows(_ASLEEP):  # as in a new book, whose first rows are an import
        return
    for chosen in _concerned(book, changes, belong):
        if chosen is None:
            book._connection.execute(WAKE_ALL)
            return
        who, values = chosen
        referrers = f"SELECT referred_by FROM customers WHERE id IN ({who})"
        for each in (who, referrers):
            book._connection.execute(
                f"UPDATE wakes SET {AWAKE} WHERE wake_on <> ''"
                f" AND customer_id IN ({each})",
                values,
            )


def _leave_out_forgotten(book: OpenBook, ids: Collection[int]) -> None:
    which, values = among("id", ids)
    book._connection.execute(
        "DELETE FROM wakes WHERE customer_id IN"
        f" (SELECT id FROM customers WHERE {which} AND NOT {THERE})",
        values,
    )


def _concerned(
    book: OpenBook, changes: Changes, belong: Belonging
) -> Iterator[Chosen | None]:
    """Yield what selects the customers, or None where it is everybody."""
    for table, ids in changes.there():
        which, values = among("id", ids)
        own = belong.owners.get(table)
        if table == "products" and isinstance(ids, range):
            continue  # whoever bought what is new did so by a line that is new as well
        if table in PRODUCT_WORDS:
            column = "id" if table == "products" else "product_id"
            products = f"SELECT {column} FROM {table} WHERE {which}"
            yield _BUYERS.format(products), values
        elif table != "customers" and own is None:
            yield None
        elif own is not None and book._rows(
            f"SELECT id FROM {table} WHERE {which} AND {own.column} IS NULL LIMIT 1",
            *values,
        ):
            yield None  # a row that could be somebody's and is not: a pause of the book
        else:
            yield belong.select(table, which), values
    for (table, column), owners in _owners_before(changes, belong).items():
        values = (str(sorted(each for each in owners if each is not None)),)
        if table in PRODUCT_WORDS:
            yield _BUYERS.format(_VALUES), values
        elif not column or (None in owners and table != "customers"):
            yield None
        else:
            parent = belong.owners[table].parent if table in belong.owners else table
            yield belong.select(parent, f"id IN ({_VALUES})"), values


def _owners_before(
    changes: Changes, belong: Belonging
) -> dict[tuple[str, str], set[int | None]]:
    """Return whose the rows were that a change gave away or removed, by their table.

    The column that says so is empty where a table is nobody's.
    """
    found: dict[tuple[str, str], set[int | None]] = {}
    for table, image in changes.before():
        if table in PRODUCT_WORDS:
            column = "product_id"
        elif table == "customers":
            column = "referred_by"
        else:
            column = belong.owners[table].column if table in belong.owners else ""
        if column in image or not column:
            found.setdefault((table, column), set()).add(image.get(column))
    return found
