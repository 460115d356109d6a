"""Whole columns are looked at before a cell of them is believed.

31/01/2022 anywhere in a column says how 02/03/2022 is meant; where nothing does, the
seller is asked. A column that says both stops the import.
"""

from collections.abc import Callable, Iterable, Mapping
from datetime import date
from reprlib import repr as short

from secondsale.errors import InputError
from secondsale.exchange.tables.birthdays import Birthdays
from secondsale.exchange.tables.dates import (
    DMY,
    MDY,
    ORDERS,
    YMD,
    Dates,
    order_of,
    slots,
    year_first,
)
from secondsale.exchange.tables.numbers import (
    COMMA,
    POINT,
    Numbers,
    currency_in,
    mark_of,
)
from secondsale.exchange.tables.numbers import NAMES as MARKS
from secondsale.exchange.tables.table import Table
from secondsale.records import dataclass

_REMEMBERED = 10_000
_EXAMPLES = 2

Where = tuple[int, str]
"""A line, and what is written there."""


@dataclass(frozen=True, slots=True)
class Columns:
    """How to read the columns that were looked at, each by its folded name."""

    dates: Mapping[str, Dates]
    numbers: Mapping[str, Numbers]
    birthdays: Mapping[str, Birthdays]
    currencies: frozenset[str]
    """Those that signs or codes in the cells name."""


def look(
    table: Table,
    *,
    today: date,
    dates: Iterable[str] = (),
    numbers: Iterable[str] = (),
    birthdays: Iterable[str] = (),
    date_order: str = "",
    decimal: str = "",
    likely_order: str = "",
    likely_decimal: str = "",
    beside: Callable[[list[str]], None] | None = None,
) -> Columns:
    """Read a table once and decide how its dates and numbers are written.

    Names are folded; those that the table lacks are read all the same, every cell of
    theirs is empty. An ambiguous column follows the others of its kind, where those
    agree, then `likely_order` or `likely_decimal`; `table.notes` says so. `date_order`
    and `decimal` are the seller's word; `beside` is shown the cells of every record.
    Errors: InputError for columns that contradict themselves or stay ambiguous, naming
    two lines and the option that decides.
    """
    days = {name: _Days(table, name, yearless=False) for name in dates}
    births = {name: _Days(table, name, yearless=True) for name in birthdays}
    sums = {name: _Marks(table, name) for name in numbers}
    every: list[_Days | _Marks] = [*days.values(), *births.values(), *sums.values()]
    _look(table, [each for each in every if each.places], beside)
    orders = _orders(table, days | births, date_order, likely_order)
    marks = _decimals(table, sums, decimal, likely_decimal)
    return Columns(
        {name: Dates(each.column, orders[each.column]) for name, each in days.items()},
        {name: Numbers(each.column, marks[each.column]) for name, each in sums.items()},
        {
            name: Birthdays(each.column, orders[each.column], today=today)
            for name, each in births.items()
        },
        frozenset(code for each in sums.values() for code in each.currencies),
    )


class _Evidence:
    """What the cells of a column say, with the lines on which they say it."""

    def __init__(self, table: Table, name: str) -> None:
        self.places = table.places.get(name, ())
        self.column = table.heads[self.places[0]] if self.places else name
        self.seen: set[str] = set()
        self.says: dict[str, Where] = {}
        """The first cell for each way of reading."""
        self.unclear: list[Where] = []

    def add(self, way: str, line: int, text: str) -> None:
        """Take note of what a cell says; `?` says that it can be read in two ways."""
        if way != "?":
            self.says.setdefault(way, (line, text.strip()))
        elif len(self.unclear) < _EXAMPLES:
            self.unclear.append((line, text.strip()))

    def new(self, key: str) -> bool:
        """Return whether a text was not looked at before, as far as remembered."""
        if key in self.seen:
            return False
        if len(self.seen) >= _REMEMBERED:
            self.seen.clear()
        self.seen.add(key)
        return True


class _Days(_Evidence):
    """What the dates of a column say about their order."""

    def __init__(self, table: Table, name: str, *, yearless: bool) -> None:
        super().__init__(table, name)
        self.yearless = yearless
        self.short = self.long = False
        """Whether years that may stand first were seen, and dates where none may."""
        self.ends: tuple[set[int], set[str]] = set(), set()

    def look(self, line: int, text: str) -> None:
        """Take note of one cell."""
        if text[4:5] == "-" or not self.new(text[:10]):
            return
        found = slots(text)
        if found is None or not (found[2] or self.yearless):
            return
        first, second, last = found
        if year_first(second, last):
            self.short = True
            self.ends[0].add(first)
            self.ends[1].add(last)
        else:
            self.long = True
        way = order_of(*found)
        if way:
            self.add(way, line, text)

    @property
    def rather_year_first(self) -> bool:
        """Whether the pairs of digits look like 22-12-31: few years, many days."""
        few, many = len(self.ends[0]), len(self.ends[1])
        return self.short and not self.long and 3 * few <= many


class _Marks(_Evidence):
    """What the numbers of a column say about their decimal mark."""

    def __init__(self, table: Table, name: str) -> None:
        super().__init__(table, name)
        self.currencies: set[str] = set()

    def look(self, line: int, text: str) -> None:
        """Take note of one cell."""
        if not self.new(text) or text.isdecimal():
            return
        way = mark_of(text)
        if way:
            self.add(way, line, text)
        code = currency_in(text)
        if code:
            self.currencies.add(code)


def _look(
    table: Table,
    columns: list[_Days | _Marks],
    beside: Callable[[list[str]], None] | None,
) -> None:
    """Show every cell of the columns to them, but those of rows that are refused."""
    watched = [
        (place, each.seen, each.look) for each in columns for place in each.places
    ]
    if not watched and beside is None:
        return
    width = len(table.heads)
    for line, cells in table.records():
        if beside is not None:
            beside(cells)
        filled = len(cells)
        if filled > width and any(cells[width:]):
            continue
        for place, seen, see in watched:
            if place < filled and cells[place] and cells[place] not in seen:
                see(line, cells[place])


def _orders(
    table: Table, columns: dict[str, _Days], said: str, likely: str
) -> dict[str, str]:
    """Return the order of each column of dates, by the name it has in the file."""
    decided: dict[str, str] = {}
    for each in columns.values():
        if said:
            decided[each.column] = said
            continue
        if YMD in each.says and not each.long:
            decided[each.column] = YMD
            continue
        both = [each.says[way] for way in (DMY, MDY) if way in each.says]
        if len(both) == 2:
            raise _contradictory(
                table, each.column, "dates", both, "has the day first", "the month",
                f"say --date-order {DMY} or {MDY}; what does not fit is refused then",
            )  # fmt: skip
        if each.says and not each.rather_year_first:
            decided[each.column] = next(w for w in (DMY, MDY, YMD) if w in each.says)
    return _followed(
        table, columns, decided, likely, "dates", ORDERS,
        f"--date-order {DMY} (day first), {MDY} (month first) or {YMD}",
    )  # fmt: skip


def _decimals(
    table: Table, columns: dict[str, _Marks], said: str, likely: str
) -> dict[str, str]:
    """Return the decimal mark of each column of numbers, by its name in the file."""
    decided: dict[str, str] = {}
    for each in columns.values():
        if said:
            decided[each.column] = said
            continue
        both = [each.says[way] for way in (POINT, COMMA) if way in each.says]
        if len(both) == 2:
            raise _contradictory(
                table, each.column, "numbers", both, "has a decimal point", "a comma",
                "say --decimal . or --decimal , and what does not fit is refused",
            )  # fmt: skip
        if each.says:
            decided[each.column] = next(iter(each.says))
    return _followed(
        table, columns, decided, likely, "numbers", MARKS,
        "--decimal . or --decimal ,",
    )  # fmt: skip


def _followed(
    table: Table,
    columns: Mapping[str, _Days | _Marks],
    decided: dict[str, str],
    likely: str,
    what: str,
    names: Mapping[str, str],
    option: str,
) -> dict[str, str]:
    """Let the columns that say nothing clear follow the others, or ask.

    Errors: InputError, naming two lines, where there is nothing to follow.
    """
    agreed = set(decided.values())
    common = agreed.pop() if len(agreed) == 1 else ""
    for each in columns.values():
        if each.column in decided:
            continue
        way = common or likely
        asked = each.unclear or (isinstance(each, _Days) and each.rather_year_first)
        if asked and not way:
            examples = (each.unclear or list(each.says.values()))[:_EXAMPLES]
            raise InputError(
                f"{table.path.name}: the {what} in {each.column} can be read in two"
                f" ways: {_examples(examples)}",
                f"say which: {option}",
            )
        if asked:
            usual = (
                "as is usual in the language of the header"
                if what == "dates"
                else "as files of this kind are written"
            )
            note = f"{each.column} is read {names[way]}, "
            note += "like the other columns" if common else usual
            table.notes[note] = None
        decided[each.column] = way or next(iter(names))
    return decided


def _contradictory(
    table: Table,
    column: str,
    what: str,
    both: list[Where],
    first: str,
    second: str,
    hint: str,
) -> InputError:
    (one, this), (other, that) = both
    return InputError(
        f"{table.path.name}: the {what} in {column} contradict each other:"
        f" {short(this)} on line {one} {first}, {short(that)} on line {other} {second}",
        hint,
    )


def _examples(where: list[Where]) -> str:
    return ", ".join(f"{short(text)} on line {line}" for line, text in where)
