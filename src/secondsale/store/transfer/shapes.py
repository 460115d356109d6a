"""Rows as records: by the names of their columns, without what follows from others.

Amounts are decimals as text. The lines of a sale stand in its record.
"""

from collections.abc import Callable
from decimal import Decimal, InvalidOperation
from typing import Any, NamedTuple

from secondsale import text
from secondsale.errors import InputError
from secondsale.money import Money, minor_digits, parse_currency
from secondsale.store import matching, rows
from secondsale.store.belonging import ANCHORS, KEYED, Belonging, Reference
from secondsale.store.changes import NOT_FACTS
from secondsale.store.connection import OpenBook

SALT, MARKED = "forgotten_salt", "forgotten_marks"
MARKS = (SALT, MARKED)
"""What is left of people who were forgotten: no facts, and yet not to be lost."""

PART, WHOLE, INSIDE = "lines", "sales", "sale_id"
"""The table whose rows stand in the records of another one, and the column for it."""

LONGEST = 20 * text.NOTE_LENGTH

_TABLES = """
SELECT name FROM sqlite_schema WHERE type = 'table' AND name NOT GLOB '*sqlite_*'
ORDER BY rowid
"""

_WORDS = {"other_addresses": "other_address", "reward_terms": "reward_terms"}
"""What a record of a table is called where that is not its name without the s."""

_WORKED_OUT: dict[str, tuple[str, Callable[[str], str]]] = {
    "name_key": ("name", text.name_key),
    "search_key": ("name", text.search_key),
    "email_key": ("email", matching.email_key),
    "phone_key": ("phone", matching.phone_key),
}
"""Columns that follow from another one, if the table has that."""

_MINOR = "_minor"

_TYPES = {"TEXT": str, "INTEGER": int, "REAL": float}


class Shape(NamedTuple):
    """A table of facts."""

    table: str
    columns: dict[str, rows.Row]
    """All but the id, as SQLite describes them."""
    parents: dict[str, str]
    """By column: the table whose rows it names."""

    @property
    def word(self) -> str:
        """Return what a record of it is called."""
        return _WORDS.get(self.table, self.table.removesuffix("s"))

    def told(self, row: rows.Row) -> dict[str, Any]:
        """Return a row as a record: nothing that is empty, or can be worked out."""
        told: dict[str, Any] = {"id": row["id"]}
        for name in self.columns:
            value = row[name]
            if value is None or value == "" or self._is_worked_out(name):
                continue
            if name.endswith(_MINOR):
                amount = Money(value, row["currency"]).decimal()
                told[name.removesuffix(_MINOR)] = amount
            else:
                told[name] = value
        return told

    def values(self, line: int, record: dict[str, Any]) -> dict[str, rows.Stored]:
        """Return the columns of a record but for the id, each with what is kept in it.

        Errors: InputError, naming the line of the file.
        """
        given = dict(record)
        values: dict[str, rows.Stored] = {}
        for name, column in self.columns.items():
            if self._is_worked_out(name):
                continue
            if name.endswith(_MINOR):
                field = name.removesuffix(_MINOR)
                values[name] = _minor(line, given.pop(field, None), given)
            else:
                values[name] = _value(line, name, given.pop(name, None), column)
        if given:
            known = text.visible(", ".join(sorted(map(str, given))))
            raise wrong(line, f"{self.word} has no {known}")
        for name, (of, key) in _WORKED_OUT.items():
            if name in self.columns and self._is_worked_out(name):
                # Whoever was forgotten is found by nothing.
                found = not values.get("forgotten_on")
                values[name] = key(str(values[of])) if found else ""
        if "value_key" in self.columns:
            is_email = values["kind"] == "email"
            keyed = matching.email_key if is_email else matching.phone_key
            values["value_key"] = keyed(str(values["value"]))
        return values

    def _is_worked_out(self, column: str) -> bool:
        if column == "value_key":
            return True
        return column in _WORKED_OUT and _WORKED_OUT[column][0] in self.columns


def shapes(book: OpenBook) -> dict[str, Shape]:
    """Return the tables of facts by name, each after those that it refers to."""
    references = Belonging(book).references
    left = [row["name"] for row in book._rows(_TABLES)]
    left = [name for name in left if name not in NOT_FACTS or name in MARKS]
    found: dict[str, Shape] = {}
    while left:
        table = next(name for name in left if _has_its_turn(name, left, references))
        left.remove(table)
        known = book._rows("SELECT * FROM pragma_table_info(?)", table)
        columns = {row["name"]: row for row in known if row["name"] != "id"}
        parents = {ref.column: ref.parent for ref in references if ref.child == table}
        found[table] = Shape(table, columns, parents)
    return found


def wrong(line: int, what: str, hint: str = "") -> InputError:
    """Return the error of a record that does not fit."""
    return InputError(f"line {line}: {what}", hint or "nothing was kept")


def _has_its_turn(table: str, left: list[str], references: list[Reference]) -> bool:
    """Return whether all that a table refers to, also by keys, went before it."""
    if table in KEYED and any(name in left for name in ANCHORS.values()):
        return False
    before = {each.parent for each in references if each.child == table} - {table}
    if table == MARKED:
        before.add(SALT)
    return not any(name in left for name in before)


def _value(line: int, name: str, given: Any, column: rows.Row) -> rows.Stored:
    """Return what a column holds: the value of a record, or what stands for none."""
    if given is None:
        if not column["notnull"]:
            return None
        default = column["dflt_value"]
        if default is None:
            raise wrong(line, f"{name} is missing")
        return "" if column["type"] == "TEXT" else int(default)
    kind = _TYPES[column["type"]]
    if type(given) is not kind:
        raise wrong(line, f"{name} is {given!r}, which is none")
    if isinstance(given, int) and abs(given) >= 2**62:
        raise wrong(line, f"{name} is too large")
    if isinstance(given, str):
        try:
            return text.clean(given, name, longest=LONGEST)
        except InputError as error:
            raise wrong(line, error.message, error.hint) from None
    kept: str | int | float = kind(given)
    return kept


def _minor(line: int, given: Any, record: dict[str, Any]) -> int | None:
    """Return an amount in minor units.

    Errors: InputError for what is no amount of the record's currency.
    """
    if given is None:
        return None
    try:
        currency = parse_currency(str(record.get("currency", "")))
        minor = Decimal(given).scaleb(minor_digits(currency))
        if type(given) is not str or minor != int(minor) or abs(minor) >= 2**62:
            raise ValueError
    except InputError as error:
        raise wrong(line, error.message, error.hint) from None
    except (InvalidOperation, ValueError, OverflowError, TypeError):
        raise wrong(line, f"{given!r} is no amount") from None
    return int(minor)
