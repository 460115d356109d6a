"""How many customers there are, and what many at once are called."""

from collections.abc import Iterable

from secondsale.store.connection import OpenBook


def how_many(book: OpenBook) -> int:
    """Return how many customers there are, those who were forgotten among them."""
    (row,) = book._rows("SELECT count(*) AS n FROM customers")
    return int(row["n"])


def names(book: OpenBook, ids: Iterable[int]) -> dict[int, str]:
    """Return the names of some customers by their ids."""
    found = book._rows_of("customers", "id", list(ids))
    return {row["id"]: row["name"] for row in found}
