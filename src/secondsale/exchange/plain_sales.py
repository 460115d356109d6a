"""Sales and products as plain CSV, for whoever keeps them without a book.

sales:      customer, product, category, quantity, date; and shop, if there are several
products:   product, category, stated_days

Columns are found by their names and others are left alone; ids are any text.
"""

import csv
import math
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from reprlib import repr as short

from secondsale.days import FIRST, LAST
from secondsale.errors import InputError
from secondsale.timing.shops import Sold

SALES = ("customer", "product", "category", "quantity", "date")
SHOP = "shop"
PRODUCTS = ("product", "stated_days")
CATEGORY = "category"

MOST_UNITS = 1e9
MOST_DAYS = 36_500
LONGEST_CELL = 1_000

_ISO = re.compile(r"\d{4}-\d{2}-\d{2}", re.ASCII)


@dataclass
class Goods:
    """What a table of products says: days of supply of a unit, and categories."""

    stated: dict[str, float] = field(default_factory=dict)
    categories: dict[str, str] = field(default_factory=dict)


def read_sales(
    lines: Iterable[str], name: str, *, until: date, goods: Goods
) -> dict[str, list[Sold]]:
    """Return the sales up to a day by shop; the shop is empty where there is no column.

    Returns and quantities of 0 are left out. A product without a category has the one
    that `goods` name. Errors: InputError, naming the file and the line.
    """
    shops: dict[str, list[Sold]] = {}
    days: dict[str, int] = {}
    same: dict[str, str] = {}  # one copy of each id, however often it stands there
    for number, row in _rows(lines, name, SALES, optional=(SHOP,)):
        try:
            day = days.get(row["date"])
            if day is None:
                day = days[row["date"]] = _day(row["date"])
            quantity = _number(row["quantity"], "quantity", MOST_UNITS)
            customer, product = _id(row, "customer"), _id(row, "product")
        except InputError as error:
            raise _at(name, number, error) from None
        if quantity <= 0 or day > until.toordinal():
            continue
        category = row["category"] or goods.categories.get(product, "")
        sold = Sold(
            day,
            same.setdefault(customer, customer),
            same.setdefault(product, product),
            same.setdefault(category, category),
            quantity,
        )
        shops.setdefault(row[SHOP], []).append(sold)
    return shops


def read_products(lines: Iterable[str], name: str) -> Goods:
    """Return what a table of products says; stated days may be empty.

    Errors: InputError, naming the file and the line.
    """
    goods = Goods()
    for number, row in _rows(lines, name, PRODUCTS, optional=(CATEGORY,)):
        try:
            product = _id(row, "product")
            stated = 0.0
            if row["stated_days"]:
                stated = _number(row["stated_days"], "stated_days", MOST_DAYS)
                if stated <= 0:
                    raise InputError("stated_days is not more than 0", "leave it empty")
            if goods.stated.get(product, stated) != stated:
                raise InputError(
                    f"product {short(product)} stands there with other stated_days",
                    "name each product once",
                )
        except InputError as error:
            raise _at(name, number, error) from None
        if stated:
            goods.stated[product] = stated
        goods.categories[product] = row[CATEGORY]
    return goods


def _rows(
    lines: Iterable[str], name: str, needed: tuple[str, ...], optional: tuple[str, ...]
) -> Iterator[tuple[int, Mapping[str, str]]]:
    """Yield the rows by the names of their columns, each with its line number."""
    reader = csv.reader(lines, strict=True)
    try:
        heads = [head.strip().casefold() for head in next(reader, [])]
        if not any(heads):
            raise InputError(f"{name} is empty", f"it needs {', '.join(needed)}")
        places = _places(heads, needed, optional, name)
        for cells in reader:
            if not any(cells):
                continue
            if len(cells) != len(heads):
                raise InputError(
                    f"{name}, line {reader.line_num}: {len(cells)} cells instead of"
                    f" {len(heads)}",
                    "each row has a cell for each column; text with commas is quoted",
                )
            row = {head: cells[place].strip() for head, place in places}
            yield reader.line_num, dict.fromkeys(optional, "") | row
    except csv.Error as error:
        raise InputError(
            f"{name}, line {reader.line_num}: {error}", "is it a CSV file?"
        ) from None
    except UnicodeDecodeError:
        raise InputError(
            f"{name}, after line {reader.line_num}: not UTF-8", "save it as UTF-8 CSV"
        ) from None


def _places(
    heads: list[str], needed: tuple[str, ...], optional: tuple[str, ...], name: str
) -> list[tuple[str, int]]:
    """Return which column has which place.

    Errors: InputError for one that is missing or stands there twice.
    """
    for head in (*needed, *optional):
        found = heads.count(head)
        if found > 1 or (found < 1 and head in needed):
            what = "twice" if found else "missing"
            raise InputError(
                f"{name}, line 1: column {head} is {what}",
                f"the columns are {', '.join(needed)}",
            )
    return [(h, heads.index(h)) for h in (*needed, *optional) if h in heads]


def _id(row: Mapping[str, str], column: str) -> str:
    value = row[column]
    if not value:
        raise InputError(f"{column} is empty", "every sale and product needs its id")
    if len(value) > LONGEST_CELL:
        raise InputError(f"{column} is {len(value):,} letters long", "is it an id?")
    return value


def _day(value: str) -> int:
    try:
        day = date.fromisoformat(value) if _ISO.fullmatch(value) else None
    except ValueError:
        day = None
    if day is None or not FIRST <= day <= LAST:
        raise InputError(
            f"{short(value)} is not a date", f"use 2026-11-21, {FIRST.year} or later"
        )
    return day.toordinal()


def _number(value: str, column: str, most: float) -> float:
    try:
        number = float(value)
    except ValueError:
        number = math.nan
    if not abs(number) <= most:
        raise InputError(
            f"{column} {short(value)} is not a number",
            f"up to {most:,.0f}, as 2 or 0.5",
        )
    return number


def _at(name: str, number: int, error: InputError) -> InputError:
    return InputError(f"{name}, line {number}: {error.message}", error.hint)
