"""Any other table, once somebody has said what its columns hold, or it was guessed."""

import re
from collections.abc import Callable, Iterator, Mapping
from itertools import islice
from reprlib import repr as short

from secondsale.errors import InputError
from secondsale.exchange.formats._base import Choices
from secondsale.exchange.formats._fields import (
    DATES,
    FIELDS,
    IGNORE,
    JOINED,
    NUMBERS,
    SOLD,
    field_of,
    words_of,
)
from secondsale.exchange.formats._orders import each_order, refused
from secondsale.exchange.tables import Row, Table
from secondsale.exchange.tables.dates import DMY, parts
from secondsale.exchange.tables.layout import fold
from secondsale.model.arrivals import Arrival
from secondsale.text import listed

_LOOKED_AT = 200
_MOSTLY, _BELIEVED = 0.8, 0.5
"""How much of a column must look like a field, without a name and with one."""
_WHOLE = r"\b(?:full|complete?|completo|vollstandiger|volledige)\b"
_SIGN = 4
"""So many letters may stand beside a number: EUR, or kr."""


class Mapped:
    """A table whose columns hold the fields that a mapping says."""

    id, title, source = "mapped", "a table of your own", "table"

    def __init__(self, mapping: Mapping[str, str]) -> None:
        self.mapping: dict[str, str] = {}
        for column, field in mapping.items():
            self.mapping.setdefault(fold(column), field)
        sold = SOLD.intersection(self.mapping.values())
        self.about = "sales" if sold else "people"

    def fits(self, names: frozenset[str]) -> bool:
        """Return whether a table has all columns that are to be read."""
        read = {name for name, field in self.mapping.items() if field != IGNORE}
        return read <= names

    def read(self, table: Table, choices: Choices) -> Iterator[Arrival]:
        """Yield the sales, or the people of a table without any.

        Errors: InputError for a mapping that does not fit the table or lacks what
        every sale has, and for what has to be chosen.
        """
        from secondsale.exchange.formats._mapped_rows import People
        from secondsale.exchange.formats._mapped_sales import Sales

        check(table, self.mapping)
        _name_twins(table, self.mapping)
        columns: dict[str, tuple[str, ...]] = {}
        for head in map(fold, _heads(table)):
            field = self.mapping.get(head, IGNORE)
            if field != IGNORE:
                columns[field] = (*columns.get(field, ()), head)
        if self.about == "people":
            return _each(table, People(table, choices, columns).arrival)
        sales = Sales(table, choices, columns)
        return each_order(
            table,
            columns.get("order id", ()),
            sales.head,
            sales.arrivals,
            sales.apart,
        )


def guess(table: Table) -> dict[str, str]:
    """Return what each column seems to hold, by its name or what stands in it.

    The columns are named as they stand in the file; what nobody knows is ignored.
    """
    rows = _first_rows(table)
    found: dict[str, str] = {}
    strangers: list[str] = []
    for head in _heads(table):
        field = field_of(head)
        cells = [cell for row in rows if (cell := row[fold(head)])]
        if field and _looks_like(field, cells, _BELIEVED):
            if field in JOINED or field not in found.values():
                found[head] = field
        else:
            strangers.append(head)
    for head in strangers:
        cells = [cell for row in rows if (cell := row[fold(head)])]
        for field in {"email", "date"} - set(found.values()) if cells else ():
            if _looks_like(field, cells, _MOSTLY):
                found[head] = field
    _settle(found, rows)
    return {head: found.get(head, IGNORE) for head in _heads(table)}


def complete(table: Table, said: Mapping[str, str]) -> dict[str, str]:
    """Return the guess with what was said about some columns in its place.

    A column that was only guessed gives way where its field was said of another.
    Errors: InputError for columns and fields that there are not.
    """
    heads = {fold(head): head for head in _heads(table)}
    mine: dict[str, str] = {}
    for column, field in said.items():
        if fold(column) not in heads:
            raise InputError(
                f"{table.path.name} has no column {short(column)}",
                f"it has {listed(list(heads.values()))}",
            )
        mine[heads[fold(column)]] = field_named(field)
    whole = guess(table)
    for head, field in whole.items():
        if head not in mine and field in mine.values() and field not in JOINED:
            whole[head] = IGNORE
    read = {head: it for head, it in (whole | mine).items() if it != IGNORE}
    _settle_names(read, _first_rows(table))
    return {head: mine.get(head) or read.get(head, IGNORE) for head in whole}


def field_named(typed: str) -> str:
    """Return the field that somebody typed: `Unit-Price` is `unit price`.

    Errors: InputError, naming all there are.
    """
    field = words_of(typed)
    if field not in FIELDS:
        raise InputError(
            f"{short(typed)} is no field", f"the fields are {', '.join(FIELDS)}"
        )
    return field


def check(table: Table, mapping: Mapping[str, str]) -> None:
    """Refuse a mapping by which the table cannot be read.

    Errors: InputError, naming the columns.
    """
    by_field: dict[str, list[str]] = {}
    for head in _heads(table):
        by_field.setdefault(mapping.get(fold(head), IGNORE), []).append(head)
    for field, heads in by_field.items():
        if len(heads) > 1 and field not in JOINED:
            raise InputError(
                f"{table.path.name}: {listed(heads)} are both said to be the {field}",
                f'choose one; the other is left out with --map "{heads[1]}=ignore"',
            )
    people = {"name", "first name", "last name", "email", "phone", "customer id"}
    sold = SOLD.intersection(by_field)
    missing = [] if people.intersection(by_field) else ["name"]
    if sold and "date" not in by_field:
        missing.append("date")
    if missing:
        what = "who bought" if "name" in missing else "when it was sold"
        raise InputError(
            f"{table.path.name}: no column says {what}; it has {listed(_heads(table))}",
            f'name it: --map "Their column={missing[0]}"',
        )


def _first_rows(table: Table) -> list[Row]:
    return list(islice(table.rows(), _LOOKED_AT))


def _settle(found: dict[str, str], rows: list[Row]) -> None:
    """Correct what only makes sense beside other columns."""
    fields = set(found.values())
    if "name" in fields and "product" not in fields and "date" not in fields:
        for head, field in list(found.items()):
            if field in SOLD and field != "product":
                del found[head]  # what a list of people counts is no sale
    _settle_names(found, rows)


def _settle_names(found: dict[str, str], rows: list[Row]) -> None:
    """Let a name beside a first name be the last one, and the other way round.

    Unless it is the whole name already: then the parts of it say nothing more.
    """
    heads = {field: head for head, field in found.items()}
    parts = {it: heads[it] for it in ("first name", "last name") if it in heads}
    if not parts or "name" not in heads:
        return
    whole = heads["name"]
    cells = [cell for row in rows if (cell := row[fold(whole)])]
    if cells and not any(char.isalpha() for cell in cells for char in cell):
        found[whole] = IGNORE if "customer id" in heads else "customer id"
    elif len(parts) == 2 or _is_whole(whole, list(parts.values()), rows):
        for head in parts.values():
            del found[head]
    else:
        found[whole] = "last name" if "first name" in parts else "first name"


def _is_whole(whole: str, parts: list[str], rows: list[Row]) -> bool:
    """Return whether a column of names repeats what stands in one of parts."""
    if re.search(_WHOLE, words_of(whole)):
        return True
    both = [
        (words_of(row[fold(whole)]).split(), words_of(row[fold(part)]).split())
        for row in rows
        for part in parts
        if row[fold(whole)] and row[fold(part)]
    ]
    # The same word alone in both is a last name that is a first name, too.
    repeated = sum(len(name) > len(part) and {*part} <= {*name} for name, part in both)
    return bool(both) and repeated >= _BELIEVED * len(both)


def _name_twins(table: Table, mapping: Mapping[str, str]) -> None:
    """Say which columns that are read have others of the same name beside them."""
    for head in _heads(table):
        field, places = mapping.get(fold(head), IGNORE), table.places[fold(head)]
        if len(places) > 1 and field not in JOINED:
            table.notes[
                f"{len(places)} columns are called {head}: the first that is filled is"
                " read, the others are ignored"
            ] = None


def _heads(table: Table) -> list[str]:
    """Return the names of columns, each once, as it stands there first."""
    heads: dict[str, str] = {}
    for head in filter(fold, table.heads):
        heads.setdefault(fold(head), head)
    return list(heads.values())


def _looks_like(field: str, cells: list[str], share: float) -> bool:
    """Return whether so much of what stands in a column may be a field's."""
    fits = _LOOKS.get(field)
    return fits is None or sum(map(fits, cells)) >= share * len(cells)


def _is_email(cell: str) -> bool:
    name, at, host = cell.partition("@")
    return bool(name and at and "." in host) and " " not in cell


def _is_date(cell: str) -> bool:
    return len(cell) >= len("1/2/26") and parts(cell, DMY) is not None


def _is_number(cell: str) -> bool:
    return any(map(str.isdecimal, cell)) and sum(map(str.isalpha, cell)) <= _SIGN


_LOOKS: dict[str, Callable[[str], bool]] = {
    "email": _is_email,
    **dict.fromkeys(DATES, _is_date),
    **dict.fromkeys(NUMBERS, _is_number),
}


def _each(table: Table, make: Callable[[Row], Arrival]) -> Iterator[Arrival]:
    """Yield what each row brings, or why it is refused."""
    for row in table.rows():
        try:
            yield refused([row], row.problem) if row.problem else make(row)
        except InputError as error:
            yield refused([row], error.message)
