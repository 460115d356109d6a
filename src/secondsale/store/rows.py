"""Rows in, model out: how each fact is read from its columns, and written to them."""

import re
import sqlite3
from collections.abc import Callable, Iterable, Mapping
from datetime import date, time
from enum import Enum
from typing import Any, TypeVar

from secondsale.days import Birthday
from secondsale.errors import BookError
from secondsale.model import (
    Channel,
    Contact,
    Covered,
    Customer,
    Ending,
    Intent,
    Key,
    Line,
    OptOut,
    Outcome,
    Product,
    ProductKind,
    Return,
    Sale,
    Settlement,
    Status,
)
from secondsale.money import Money
from secondsale.text import name_key, search_key, visible

Row = sqlite3.Row
Stored = str | int | float | None
_Fact = TypeVar("_Fact")

_INTENTS = {intent.word: intent for intent in Intent}
# Looking a word up takes a third of the time of making it a member.
_OUTCOMES = {each.value: each for each in Outcome}
_STATUSES = {each.value: each for each in Status}
_CHANNELS = {each.value: each for each in Channel}
SCOPES = frozenset(
    ["all"]
    + [f"channel:{channel}" for channel in Channel]
    + [f"intent:{word}" for word in _INTENTS]
)
"""What an opt-out may cover."""


def read(table: str, make: Callable[[Row], _Fact], row: Row) -> _Fact:
    """Make a fact of a row.

    Errors: BookError, naming table and id, for a value that this program cannot read.
    """
    try:
        return make(row)
    except (ValueError, KeyError) as error:
        raise BookError(
            f"row {row['id']} of {table} in the book cannot be read: {said(error)}",
            "another program may have changed it: put a sound copy in its place",
        ) from error


def said(error: Exception) -> str:
    """Return what is wrong with a row in words that are not Python's."""
    words = visible(str(error))
    if isinstance(error, KeyError):
        return f"{words} is not known"
    if isinstance(error, TypeError):
        return "a value is of the wrong kind"
    if words.endswith(_OUTSIDE):
        return "a day that is not in the calendar"
    if found := _DAY.fullmatch(words):
        return f"{found[1]} is no day or time"
    if found := _CHOICE.fullmatch(words):
        noun = re.sub("(?<=[a-z])(?=[A-Z])", " ", found[2]).lower()
        return f"{found[1]} is no {noun}"
    return words


_OUTSIDE = ("must be in 1..12", "out of range for month", "is out of range")
_DAY = re.compile("Invalid isoformat string: (.*)", re.DOTALL)
_CHOICE = re.compile(r"(.*) is not a valid (\w+)", re.DOTALL)


def by(column: str, rows: Iterable[Row]) -> dict[int, list[Row]]:
    """Return the rows of each id in a column, in the order they came."""
    groups: dict[int, list[Row]] = {}
    for row in rows:
        groups.setdefault(row[column], []).append(row)
    return groups


def stored(value: object) -> Stored:
    """Return a value of the model as its column keeps it; money is no such value."""
    if type(value) is str:  # most are, and an import has many
        return value
    if isinstance(value, Intent):
        return value.word
    if isinstance(value, Enum):
        return str(value.value)
    if isinstance(value, bool):
        return int(value)
    if value is None or isinstance(value, str | int):
        return value
    if isinstance(value, date | time):
        return value.isoformat()
    if isinstance(value, Birthday | Key):
        return str(value)
    raise TypeError(f"{value!r} has no column")


def record(values: Mapping[str, object]) -> dict[str, Stored]:
    """Return the columns of several values."""
    return {column: stored(value) for column, value in values.items()}


def name_keys(name: str) -> dict[str, Stored]:
    """Return the columns that a name is found by."""
    return {"name_key": name_key(name), "search_key": search_key(name)}


def money_columns(column: str, amount: Money | None) -> dict[str, Stored]:
    """Return the two columns of an amount."""
    return {
        column: None if amount is None else amount.minor,
        "currency": None if amount is None else amount.currency,
    }


def customer(
    row: Row, tags: Iterable[Row] = (), addresses: Iterable[Row] = ()
) -> Customer:
    """Read a customer; the tags and the other addresses come from elsewhere."""
    others: dict[str, list[str]] = {"email": [], "phone": []}
    for each in addresses:
        others[each["kind"]].append(each["value"])
    return Customer(
        id=row["id"],
        name=row["name"],
        added_on=date.fromisoformat(row["added_on"]),
        email=row["email"],
        phone=row["phone"],
        channel=_channel(row),
        best_time=row["best_time"],
        birthday=_birthday(row["birthday"]),
        source=row["source"],
        note=row["note"],
        referred_by=row["referred_by"],
        tier=row["tier"],
        owner=row["owner"],
        tags=tuple(each["tag"] for each in tags),
        address=row["address"],
        postcode=row["postcode"],
        other_emails=tuple(others["email"]),
        other_phones=tuple(others["phone"]),
    )


def opt_out(row: Row) -> OptOut:
    """Read an opt-out; a scope that cannot be understood stops every contact."""
    return OptOut(
        scope=row["scope"] if row["scope"] in SCOPES else "all",
        since=date.fromisoformat(row["since"]),
        source=row["source"],
        lifted_on=day(row["lifted_on"]),
    )


def product(row: Row, words: Mapping[str, Any]) -> Product:
    """Read a product; its lessons, reasons and the like come from elsewhere."""
    return Product(
        id=row["id"],
        name=row["name"],
        category=row["category"],
        price=money(row["price_minor"], row["currency"]),
        supply_days=row["supply_days"],
        delivery_days=row["delivery_days"],
        kind=ProductKind(row["kind"]),
        dosed=None if row["dosed"] is None else bool(row["dosed"]),
        note=row["note"],
        **words,
    )


def sale(row: Row, lines: tuple[Line, ...]) -> Sale:
    """Read a sale; its lines come from elsewhere."""
    sold_time = row["sold_time"]
    return Sale(
        id=row["id"],
        customer_id=row["customer_id"],
        sold_on=date.fromisoformat(row["sold_on"]),
        recorded_on=date.fromisoformat(row["recorded_on"]),
        lines=lines,
        sold_time=None if sold_time is None else time.fromisoformat(sold_time),
        delivered_on=day(row["delivered_on"]),
        note=row["note"],
        source=row["source"],
        cancelled=_cancelled(row),
        party=row["party"],
        expectations=row["expectations"],
        total=money(row["total_minor"], row["currency"]),
    )


def _cancelled(row: Row) -> Ending | None:
    if row["cancelled_on"] is None:
        return None
    reason = f": {row['cancel_reason']}" if row["cancel_reason"] else ""
    on = date.fromisoformat(row["cancelled_on"])
    return Ending(on, f"the sale was cancelled{reason}")


def line(row: Row, product: Product, returns: tuple[Return, ...]) -> Line:
    """Read a line; its product and what came back of it come from elsewhere."""
    return Line(
        id=row["id"],
        product=product,
        quantity=row["quantity"],
        unit_price=money(row["unit_minor"], row["currency"]),
        returns=returns,
    )


def returned(row: Row) -> Return:
    """Read what came back of a line."""
    return Return(
        row["quantity"], date.fromisoformat(row["returned_on"]), row["reason"]
    )


def contact(row: Row, covered: tuple[Covered, ...]) -> Contact:
    """Read a contact; what it covered comes from elsewhere."""
    return Contact(
        id=row["id"],
        on=date.fromisoformat(row["contacted_on"]),
        outcome=_OUTCOMES.get(row["outcome"]) or Outcome(row["outcome"]),
        channel=_channel(row),
        inbound=bool(row["inbound"]),
        note=row["note"],
        covered=covered,
        score=row["score"],
    )


def covered(row: Row) -> Covered:
    """Read a touchpoint that a contact was about."""
    key, intent = Key.parse(row["key"]), _INTENTS[row["intent"]]
    return Covered(key, intent, row["about"], row["wording"])


def settlement(row: Row) -> Settlement:
    """Read a decision about a touchpoint."""
    return Settlement(
        key=Key.parse(row["key"]),
        status=_STATUSES.get(row["status"]) or Status(row["status"]),
        on=date.fromisoformat(row["settled_on"]),
        until=day(row["until"]),
        reason=row["reason"],
    )


def day(value: str | None) -> date | None:
    """Read a day that may be unknown."""
    return None if value is None else date.fromisoformat(value)


def money(minor: int | None, currency: str) -> Money | None:
    """Read an amount that may be unknown."""
    return None if minor is None else Money(minor, currency)


def _channel(row: Row) -> Channel | None:
    stored = row["channel"]
    return _CHANNELS.get(stored) or Channel(stored) if stored else None


def _birthday(value: str | None) -> Birthday | None:
    if value is None:
        return None
    try:
        year, month, day = value.rsplit("-", 2)
        known = None if year == "-" else int(year)
        date(known or 2000, int(month), int(day))  # refuses what is not in the calendar
    except ValueError:
        raise ValueError(f"{value!r} is no birthday") from None
    return Birthday(int(month), int(day), known)
