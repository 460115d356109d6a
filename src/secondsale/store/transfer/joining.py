"""Where a record of another book has its place in one that is not empty."""

from collections.abc import Mapping
from typing import NamedTuple

from secondsale.store import rows
from secondsale.store.importing.tally import Verdict
from secondsale.store.transfer.shapes import (
    INSIDE,
    MARKS,
    PART,
    SALT,
    WHOLE,
    Shape,
)
from secondsale.store.writing import Acts

Values = Mapping[str, rows.Stored]

_SAME_PERSON = (
    ("email_key",),
    ("phone_key",),
    ("name_key", "postcode"),
    ("name_key", "added_on"),
)
"""What customers share who are one, the surest first; what is empty says nothing."""

_UNKNOWN = (None, "", 0)

_NOT_FILLED = ("added_on", "forgotten_on", "name", "name_key", "search_key")


class Placed(NamedTuple):
    """Which row of the book a record is, and whether it is new there."""

    row_id: int
    what: Verdict
    lines: tuple[int, ...] = ()


class Joining:
    """Finds what of a file is in the book already, and adds the rest."""

    def __init__(self, book: Acts, known: Mapping[str, Shape]) -> None:
        self._book = book
        self._shapes = known
        self._used: dict[str, set[int]] = {table: set() for table in known}
        """Rows that are one with a record: two alike in the file are two facts."""
        self._other_salt = True
        self._unique = {table: self._unique_of(table) for table in known}

    def place(self, table: str, values: Values, lines: list[Values]) -> Placed:
        """Return which row a record is: one that is there, or a new one."""
        if table == "customers" and values["forgotten_on"] is None:
            return self._person(values)
        if table in MARKS and self._has_other_salt(table, values):
            return Placed(0, Verdict.SKIPPED)
        if table == WHOLE:
            return self._sale(values, lines)
        if table == "products":
            same = self._found(table, {"name_key": values["name_key"]})
            if same:
                return self._fill(table, same[0], values)
        same = self._alike(table, values)
        if same:
            self._used[table].add(same[0])
            return Placed(same[0], Verdict.UNCHANGED)
        for columns in self._unique[table]:
            taken = self._found(table, {name: values[name] for name in columns})
            if taken:
                return Placed(taken[0], Verdict.SKIPPED)
        return Placed(self._add(table, values), Verdict.NEW)

    def was_forgotten(self, values: Values) -> bool:
        """Return whether a customer is somebody whom the book has forgotten."""
        from secondsale.store.forgetting import NAME, recognised

        email, phone = str(values["email"]), str(values["phone"])
        name = str(values["name"])
        was = recognised(self._book, email=email, phone=phone, name=name)
        # Somebody of that name with an address of their own may be another person.
        return was is not None and (was.by != NAME or not (email or phone))

    def refer(self, customer_id: int, referrer_id: int) -> None:
        """Keep who sent a customer, unless that is known, or goes in a circle."""
        (row,) = self._row("customers", customer_id)
        if row["referred_by"] is not None:
            return
        at: int | None = referrer_id
        while at is not None:
            if at == customer_id:
                return
            at = self._row("customers", at)[0]["referred_by"]
        self._book._update("customers", customer_id, {"referred_by": referrer_id})

    def _person(self, values: Values) -> Placed:
        for columns in _SAME_PERSON:
            wanted = {name: values[name] for name in columns}
            if all(wanted.values()):
                found = self._found("customers", {**wanted, "forgotten_on": None})
                if len(found) == 1:
                    return self._fill("customers", found[0], values)
        return Placed(self._add("customers", values), Verdict.NEW)

    def _fill(self, table: str, row_id: int, values: Values) -> Placed:
        """Take over what the book does not know of a customer or product."""
        (row,) = self._row(table, row_id)
        news = {
            name: value
            for name, value in values.items()
            if value not in _UNKNOWN
            and row[name] in _UNKNOWN
            and name not in _NOT_FILLED
        }
        if news:
            self._book._update(table, row_id, news)
        return Placed(row_id, Verdict.UPDATED if news else Verdict.UNCHANGED)

    def _sale(self, values: Values, lines: list[Values]) -> Placed:
        wanted = sorted(map(_bought, lines))
        for sale_id in self._alike(WHOLE, values):
            held = self._book._rows(
                f"SELECT * FROM {PART} WHERE {INSIDE} = ? ORDER BY id", sale_id
            )
            if sorted(map(_bought, held)) == wanted:
                self._used[WHOLE].add(sale_id)
                left = list(held)
                return Placed(
                    sale_id,
                    Verdict.UNCHANGED,
                    tuple(_take_out(left, each) for each in lines),
                )
        sale_id = self._add(WHOLE, values)
        added = (self._add(PART, {**each, INSIDE: sale_id}) for each in lines)
        return Placed(sale_id, Verdict.NEW, tuple(added))

    def _alike(self, table: str, values: Values) -> list[int]:
        """Return the rows that hold the same, and are no other record's."""
        found = self._found(table, values)
        return [row_id for row_id in found if row_id not in self._used[table]]

    def _found(self, table: str, values: Values) -> list[int]:
        same = " AND ".join(f"{name} IS ?" for name in values)
        given = (v if not isinstance(v, float) else str(v) for v in values.values())
        sql = f"SELECT id FROM {table} WHERE {same} ORDER BY id"
        return [row["id"] for row in self._book._rows(sql, *given)]

    def _row(self, table: str, row_id: int) -> list[rows.Row]:
        return self._book._rows(f"SELECT * FROM {table} WHERE id = ?", row_id)

    def _add(self, table: str, values: Values) -> int:
        row_id = self._book._insert(table, dict(values))
        self._used[table].add(row_id)
        return row_id

    def _has_other_salt(self, table: str, values: Values) -> bool:
        """Return whether marks made with the file's salt say nothing in this book."""
        if table == SALT:
            held = self._book._rows(f"SELECT salt FROM {SALT}")
            self._other_salt = bool(held) and held[0]["salt"] != values["salt"]
        return self._other_salt

    def _unique_of(self, table: str) -> list[tuple[str, ...]]:
        """Return the sets of columns of which a table holds no two alike."""
        indexes = self._book._rows(
            'SELECT name FROM pragma_index_list(?) WHERE "unique"', table
        )
        return [
            tuple(
                row["name"]
                for row in self._book._rows(
                    "SELECT name FROM pragma_index_info(?)", each["name"]
                )
            )
            for each in indexes
        ]


def _bought(line: Values | rows.Row) -> tuple[str, ...]:
    """Return what a line says, as something that can be sorted."""
    return tuple(
        str(line[name]) for name in ("product_id", "quantity", "unit_minor", "currency")
    )


def _take_out(left: list[rows.Row], line: Values) -> int:
    """Return the row that a line is one with, and take it from those that are left."""
    found = next(row for row in left if _bought(row) == _bought(line))
    left.remove(found)
    row_id: int = found["id"]
    return row_id
