"""Whose rows are whose: the references between tables, as the schema states them."""

from collections.abc import Collection
from typing import NamedTuple

from secondsale.store.changes import NOT_FACTS
from secondsale.store.connection import OpenBook

ANCHORS = {
    "c": "customers",
    "s": "sales",
    "l": "lines",
    "t": "contacts",
    "k": "concerns",
    "p": "promises",
    "d": "checkpoints",
    "m": "milestones",
    "g": "gifts",
    "i": "introductions",
    "h": "hellos",
}
"""The table of each letter that a touchpoint's key may be anchored on."""

KEYED = ("settlements", "covers")
"""The tables whose rows name a touchpoint by its key."""

_REFERENCES = """
SELECT m.name AS child, f."from" AS "column", f."table" AS parent
FROM sqlite_schema m, pragma_foreign_key_list(m.name) f
WHERE m.type = 'table' ORDER BY m.rowid, f.id DESC
"""


class Reference(NamedTuple):
    """A column of a table that names rows of another one."""

    child: str
    column: str
    parent: str


class Belonging:
    """What refers to what in a book, and to which customer it leads."""

    def __init__(self, book: OpenBook) -> None:
        self._book = book
        self.references = [
            Reference(row["child"], row["column"], row["parent"])
            for row in book._rows(_REFERENCES)
            if row["child"] not in NOT_FACTS
        ]
        self.owners: dict[str, Reference] = {}
        """The reference by which the rows of a table belong to a customer's rows."""
        reached = ["customers"]
        for parent in reached:
            for each in self.references:
                if each.parent == parent and each.child not in reached:
                    self.owners[each.child] = each
                    reached.append(each.child)

    def customers_of(self, table: str, ids: Collection[int]) -> set[int]:
        """Return whose some rows are, as far as the rows are there."""
        if not ids or table not in {"customers", *self.owners}:
            return set()
        condition, values = among("id", ids)
        found = self._book._rows(self.select(table, condition), *values)
        return {row["id"] for row in found}

    def select(self, table: str, condition: str) -> str:
        """Return what selects the ids of those whose rows meet a condition."""
        while table != "customers":
            own = self.owners[table]
            chosen = f"SELECT {own.column} FROM {table} WHERE {condition}"
            condition, table = f"id IN ({chosen})", own.parent
        return f"SELECT id FROM customers WHERE {condition}"

    def rows_of(self, table: str, customer_id: int) -> set[int]:
        """Return the rows of a table that belong to a customer."""
        sql, name = "?", table
        path: list[Reference] = []
        while name != "customers":
            path.append(self.owners[name])
            name = path[-1].parent
        for own in reversed(path):
            sql = f"SELECT id FROM {own.child} WHERE {own.column} IN ({sql})"
        if not path:
            return {customer_id}
        return {row["id"] for row in self._book._rows(sql, customer_id)}


def among(column: str, ids: Collection[int]) -> tuple[str, tuple[str | int, ...]]:
    """Return a condition that is met by some ids, and the values in it."""
    if isinstance(ids, range):
        return f"{column} BETWEEN ? AND ?", (ids[0], ids[-1])
    return f"{column} IN (SELECT value FROM json_each(?))", (str(sorted(ids)),)
