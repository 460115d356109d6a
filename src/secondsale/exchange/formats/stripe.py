"""Stripe: payments, in whatever selection of columns; its times are in UTC."""

import re
from collections.abc import Iterator

from secondsale.exchange.formats._address_book import Entry, arrival
from secondsale.exchange.formats._base import Choices
from secondsale.exchange.formats._cells import Cells, each_of, note
from secondsale.exchange.formats._orders import (
    each_row,
    ended,
    named_by,
    placeholder,
    settled,
    standing,
    units,
)
from secondsale.exchange.formats._people import (
    address,
    email,
    full_name,
    one_line,
    phone,
    postcode,
    words,
)
from secondsale.exchange.tables import Row, Table
from secondsale.model.arrivals import (
    Arrival,
    ArrivingItem,
    ArrivingPerson,
    ArrivingSale,
    Skipped,
    Standing,
)
from secondsale.money import Money

_KEYS = ("id", "paymentintent id")
_CREATED = ("created date (utc)", "created (utc)", "created")
_REFUNDED = ("refunded date (utc)", "refunded (utc)")
_ITEM = r"\s*(.+?) \((\d+)\)\s*(?:[,;|\n]|$)"
_NO_PRODUCT = (
    r"(?i)invoice|order|payment|charge|subscription (?:update|creation)|@|rechnung"
    r"|\b(?:pi|ch|in|sub|cus)_\w+|\d{4}"
)
"""What a description says that names no product: it would be another one each time."""


class StripePayments:
    """Payments as the dashboard exports them."""

    id = "stripe-payments"
    title = "Stripe payments"
    source = "stripe"
    about = "sales"

    def fits(self, names: frozenset[str]) -> bool:
        """Return whether a table with these columns is one."""
        told = {
            "amount refunded", "captured", "seller message", "paymentintent id",
            "customer id", "customer email", "customer description", "card id",
            "payment source type", "statement descriptor", "card last4", "is link",
            "converted amount", "checkout line item summary", "invoice id",
        }  # fmt: skip
        return (
            "amount" in names
            and not names.isdisjoint(_CREATED)
            and len(told & names) > ("created" in names)
            and "user email" not in names
        )

    def read(self, table: Table, choices: Choices) -> Iterator[Arrival]:
        """Yield the payments; attempts that failed are left out."""
        cells = Cells(
            table,
            choices,
            days=(*_CREATED, *_REFUNDED),
            amounts=("amount", "amount refunded"),
            likely_order="ymd",
        )

        def payment(row: Row) -> Arrival:
            return _payment(row, cells, choices)

        return each_row(table, _KEYS, payment)


def _payment(row: Row, cells: Cells, choices: Choices) -> Arrival:
    total = cells.money(row, "amount")
    back = cells.money(row, "amount refunded")
    said = standing(row["status"])
    if said is Standing.FAILED:
        return Skipped((row.line,), "a payment that failed")
    if row["mode"].casefold() == "test":
        return Skipped((row.line,), "a payment made to try Stripe out")
    if said is Standing.PAID and row["captured"].casefold() == "false":
        said = Standing.PENDING
    became, says = ended(said, total, back)
    on, at = cells.local(row, *_CREATED)
    ended_on = None
    if became is Standing.REFUNDED and any(map(row.__getitem__, _REFUNDED)):
        ended_on, _ = cells.local(row, *_REFUNDED)
    items = _items(row, total)
    sale = ArrivingSale(
        (row.line,),
        one_line(named_by(row, _KEYS)) or cells.row_name(row),
        _payer(row),
        on,
        items or (placeholder("Stripe", total),),
        sold_time=at,
        total=total,
        standing=became,
        ended_on=ended_on,
        itemised=bool(items),
        note=note("" if items else row["description"], says),
    )
    return settled(sale, choices)


def _items(row: Row, total: Money | None) -> tuple[ArrivingItem, ...]:
    """Return what was bought: `Product (2), Other (1)`, else what is described."""
    summary = words(row["checkout line item summary"])
    found = re.findall(_ITEM, summary)
    if found:
        counted = [(name, units(count)) for name, count in found]
        alone = len(counted) == 1
        return tuple(
            ArrivingItem(name, count, each_of(total, count) if alone else None)
            for name, count in counted
        )
    described = summary or words(row["description"])
    if not described or re.search(_NO_PRODUCT, described):
        return ()
    return (ArrivingItem(described, 1, total),)


def _payer(row: Row) -> ArrivingPerson:
    which = "shipping" if row["shipping address line1"] else "card"
    code = "postal code" if which == "shipping" else "zip"
    country = row[f"{which} address country"]
    return ArrivingPerson(
        external_id=one_line(row["customer id"]),
        name=full_name(row["customer name"])
        or full_name(row["shipping name"])
        or full_name(row["card name"])
        or full_name(row["customer description"]),
        email=email(row["customer email"]) or email(row["customer description"]),
        phone=phone(row["customer phone"]),
        address=address(
            row[f"{which} address line1"],
            row[f"{which} address line2"],
            row[f"{which} address city"],
            row[f"{which} address state"],
            country,
        ),
        postcode=postcode(row[f"{which} address {code}"], country),
    )


class StripeCustomers:
    """Customers as the dashboard exports them."""

    id = "stripe-customers"
    title = "Stripe customers"
    source = "stripe"
    about = "people"

    def fits(self, names: frozenset[str]) -> bool:
        """Return whether a table with these columns is one."""
        told = {
            "delinquent", "default source", "card id", "business vat id", "card last4",
            "total spend", "payment count", "refunded volume", "account balance",
        }  # fmt: skip
        return (
            {"id", "email"} <= names
            and "amount" not in names
            and (len(told & names) > names.isdisjoint(_CREATED))
        )

    def read(self, table: Table, choices: Choices) -> Iterator[Arrival]:
        """Yield the customers."""

        def customer(row: Row) -> Arrival:
            return arrival((row.line,), _entry(row), choices, (tuple(row.cells),))

        return each_row(table, ("id",), customer)


def _entry(row: Row) -> Entry:
    country = row["shipping address country"] or row["card address country"]
    return Entry(
        names=(
            full_name(row["name"]),
            full_name(row["shipping name"]),
            full_name(row["card name"]),
            full_name(row["description"]),
        ),
        emails=(row["email"],),
        phones=(row["phone"],),
        address=address(
            row["shipping address line1"] or row["card address line1"],
            row["shipping address city"] or row["card address city"],
            country,
        ),
        postcode=postcode(
            row["shipping address postal code"] or row["card address zip"], country
        ),
        external_id=one_line(row["id"]),
    )
