"""Our own tables come back in: customers, products, sales and contacts.

What a table does not carry cannot come back: ids, the days on which the book learned
of something, who sent whom, why something was cancelled, and what a contact covered.
"""

from collections.abc import Callable, Iterator
from datetime import date, time
from decimal import Decimal
from enum import StrEnum
from functools import partial
from reprlib import repr as short
from typing import TypeVar

from secondsale.days import parse_time
from secondsale.errors import InputError
from secondsale.exchange.formats._base import Choices
from secondsale.exchange.formats._orders import each_order, lines_of, refused
from secondsale.exchange.tables import Columns, Row, Table, look
from secondsale.model.arrivals import (
    OWN,
    Arrival,
    ArrivingContact,
    ArrivingConversation,
    ArrivingItem,
    ArrivingPerson,
    ArrivingProduct,
    ArrivingSale,
    Skipped,
    Standing,
)
from secondsale.model.deals import ProductKind
from secondsale.model.people import FORGOTTEN, Channel
from secondsale.model.talks import Outcome
from secondsale.money import NO_CURRENCY, Money, parse_currency
from secondsale.text import NOTE_LENGTH, clean, clean_name

_Word = TypeVar("_Word", bound=StrEnum)

_NOBODY = "of somebody who was forgotten"


class OwnPlan:
    """Our table of what is to come, which is worked out and never read."""

    id, title, source, about = "secondsale-plan", "secondsale's plan", OWN, "sales"

    def fits(self, names: frozenset[str]) -> bool:
        """Return whether a table is our plan."""
        return {"due", "expires", "state", "intent", "rule", "key"} <= names

    def read(self, table: Table, choices: Choices) -> Iterator[Arrival]:
        """Refuse it. Errors: InputError, always."""
        del choices
        raise InputError(
            f"{table.path.name} is a plan, which follows from what else is in a book",
            "export and import customers, products, sales and contacts",
        )


class OwnCustomers:
    """Our table of customers."""

    id, title, about = "secondsale-customers", "secondsale's customers", "people"
    source = OWN

    def fits(self, names: frozenset[str]) -> bool:
        """Return whether a table is ours, of customers."""
        return {"id", "name", "best_time", "do_not_contact_since"} <= names

    def read(self, table: Table, choices: Choices) -> Iterator[Arrival]:
        """Yield the customers."""
        days = ("added_on", "do_not_contact_since")
        columns = _look(table, choices, dates=days, birthdays=("birthday",))
        return _each(table, partial(_customer, columns=columns))


class OwnProducts:
    """Our table of products."""

    id, title, about = "secondsale-products", "secondsale's products", "people"
    source = OWN

    def fits(self, names: frozenset[str]) -> bool:
        """Return whether a table is ours, of products."""
        return {"name", "category", "supply_days", "delivery_days"} <= names

    def read(self, table: Table, choices: Choices) -> Iterator[Arrival]:
        """Yield the products."""
        numbers = ("price", "supply_days", "delivery_days")
        columns = _look(table, choices, numbers=numbers)
        return _each(table, partial(_product, columns=columns, choices=choices))


class OwnSales:
    """Our table of sales, a row a line."""

    id, title, source, about = "secondsale-sales", "secondsale's sales", OWN, "sales"

    def fits(self, names: frozenset[str]) -> bool:
        """Return whether a table is ours, of sales."""
        return {"sale", "sold_on", "customer_id", "customer", "product"} <= names

    def read(self, table: Table, choices: Choices) -> Iterator[Arrival]:
        """Yield the sales."""
        columns = _look(
            table,
            choices,
            dates=("sold_on", "delivered_on", "cancelled_on"),
            numbers=("quantity", "returned", "unit_price", "total"),
        )
        return each_order(
            table,
            ("sale",),
            lambda row: (row["sold_on"], row["customer_id"], row["customer"]),
            partial(_sale, columns=columns, choices=choices),
        )


class OwnContacts:
    """Our table of logged conversations."""

    id, title, about = "secondsale-contacts", "secondsale's contacts", "sales"
    source = OWN

    def fits(self, names: frozenset[str]) -> bool:
        """Return whether a table is ours, of contacts."""
        return {"contacted_on", "customer_id", "customer", "outcome"} <= names

    def read(self, table: Table, choices: Choices) -> Iterator[Arrival]:
        """Yield the conversations."""
        columns = _look(table, choices, dates=("contacted_on",))
        return _each(table, partial(_conversation, columns=columns))


def _look(table: Table, choices: Choices, **kinds: tuple[str, ...]) -> Columns:
    return look(
        table,
        today=choices.today,
        dates=kinds.get("dates", ()),
        numbers=kinds.get("numbers", ()),
        birthdays=kinds.get("birthdays", ()),
        date_order=choices.date_order,
        decimal=choices.decimal,
        likely_decimal=".",
    )


def _each(table: Table, make: Callable[[Row], Arrival]) -> Iterator[Arrival]:
    """Yield what each row brings, or why it is refused."""
    for row in table.rows():
        try:
            yield refused([row], row.problem) if row.problem else make(row)
        except InputError as error:
            yield refused([row], error.message)


def _customer(row: Row, columns: Columns) -> Arrival:
    own_id = row["id"]
    silent = _on(row, "do_not_contact_since", columns)
    person = ArrivingPerson(
        external_id=f"c{own_id}" if own_id else "",
        name=clean_name(row["name"], "the name"),
        email=_text(row, "email"),
        phone=_text(row, "phone"),
        address=_text(row, "address"),
        postcode=_text(row, "postcode"),
        birthday=columns.birthdays["birthday"](row["birthday"]),
        channel=_one_of(Channel, row, "channel"),
        best_time=_text(row, "best_time"),
        source=_text(row, "source"),
        note=_note(row),
        tier=_text(row, "tier"),
        owner=_text(row, "owner"),
        tags=_several(row, "tags"),
        other_emails=_several(row, "other_emails"),
        other_phones=_several(row, "other_phones"),
        opted_out=("all",) if silent else (),
        added_on=_on(row, "added_on", columns),
    )
    return ArrivingContact((row.line,), person)


def _product(row: Row, columns: Columns, choices: Choices) -> Arrival:
    return ArrivingProduct(
        (row.line,),
        name=clean_name(row["name"], "the name"),
        category=_text(row, "category"),
        price=_money(row, "price", columns, choices),
        supply_days=_whole(row, "supply_days", columns),
        delivery_days=_whole(row, "delivery_days", columns) or 0,
        kind=_one_of(ProductKind, row, "kind") or "",
        note=_note(row),
    )


def _sale(rows: list[Row], columns: Columns, choices: Choices) -> Iterator[Arrival]:
    first = rows[0]
    if first["customer"] == FORGOTTEN:
        yield Skipped(lines_of(rows), _NOBODY)
        return
    sold_on = _on(first, "sold_on", columns)
    if sold_on is None:
        raise InputError("sold_on is empty")
    number = first["sale"]
    if not number:
        raise InputError("sale is empty", "each sale has its number")
    cancelled_on = _on(first, "cancelled_on", columns)
    yield ArrivingSale(
        lines_of(rows),
        external_id=f"s{number}",
        person=_buyer(first),
        sold_on=sold_on,
        sold_time=_time(first),
        items=tuple(_item(row, columns, choices) for row in rows),
        total=_money(first, "total", columns, choices),
        delivered_on=_on(first, "delivered_on", columns),
        standing=Standing.CANCELLED if cancelled_on else Standing.PAID,
        ended_on=cancelled_on,
        note=_note(first),
        source=_text(first, "source"),
        party=_text(first, "party"),
    )


def _item(row: Row, columns: Columns, choices: Choices) -> ArrivingItem:
    quantity = _whole(row, "quantity", columns)
    return ArrivingItem(
        product=clean_name(row["product"], "the product"),
        quantity=1 if quantity is None else quantity,
        unit_price=_money(row, "unit_price", columns, choices),
        returned=_whole(row, "returned", columns) or 0,
    )


def _conversation(row: Row, columns: Columns) -> Arrival:
    if row["customer"] == FORGOTTEN:
        return Skipped((row.line,), _NOBODY)
    on = _on(row, "contacted_on", columns)
    outcome = _one_of(Outcome, row, "outcome")
    if on is None or outcome is None:
        raise InputError(f"{'outcome' if on else 'contacted_on'} is empty")
    return ArrivingConversation(
        (row.line,),
        person=_buyer(row),
        on=on,
        outcome=outcome,
        channel=_one_of(Channel, row, "channel"),
        inbound=row["inbound"].casefold() == "in",
        note=_note(row),
    )


def _buyer(row: Row) -> ArrivingPerson:
    own_id = row["customer_id"]
    name = clean_name(row["customer"], "the customer")
    return ArrivingPerson(external_id=f"c{own_id}" if own_id else "", name=name)


def _text(row: Row, name: str) -> str:
    value = row[name]
    return clean(value, name) if value else ""


def _note(row: Row) -> str:
    value = row["note"]
    return clean(value, "note", longest=NOTE_LENGTH) if value else ""


def _several(row: Row, name: str) -> tuple[str, ...]:
    """Return the parts of a cell that commas separate."""
    return tuple(part for each in _text(row, name).split(",") if (part := each.strip()))


def _on(row: Row, name: str, columns: Columns) -> date | None:
    when = columns.dates[name](row[name])
    return when.on if when else None


def _time(row: Row) -> time | None:
    value = row["sold_time"]
    if value.count(":") == 2:  # a spreadsheet adds the seconds
        value = value.rpartition(":")[0]
    return parse_time(value) if value else None


def _whole(row: Row, name: str, columns: Columns) -> int | None:
    number = columns.numbers[name](row[name])
    if number is None:
        return None
    if number != int(number) or not 0 <= number <= Decimal(1_000_000):
        raise InputError(f"{name} {short(row[name])} is no number of things or days")
    return int(number)


def _money(row: Row, name: str, columns: Columns, choices: Choices) -> Money | None:
    written = row["currency"]
    currency = parse_currency(written) if written else choices.currency or NO_CURRENCY
    return columns.numbers[name].money(row[name], currency)


def _one_of(words: type[_Word], row: Row, name: str) -> _Word | None:
    value = row[name].casefold()
    try:
        return words(value) if value else None
    except ValueError:
        raise InputError(f"{name} {short(value)} is not one of ours") from None
