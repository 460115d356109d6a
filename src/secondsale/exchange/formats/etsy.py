"""Etsy: sold orders, and the items of the same orders. Its dates are month first."""

import re
from collections.abc import Iterator

from secondsale.exchange.formats._base import Choices
from secondsale.exchange.formats._cells import Cells, each_of, joined, note
from secondsale.exchange.formats._orders import (
    each_order,
    each_row,
    lines_of,
    placeholder,
    settled,
    standing,
    units,
)
from secondsale.exchange.formats._people import (
    address,
    full_name,
    one_line,
    postcode,
    words,
)
from secondsale.exchange.tables import Row, Table
from secondsale.model.arrivals import (
    Arrival,
    ArrivingItem,
    ArrivingPerson,
    ArrivingSale,
    Standing,
)
from secondsale.model.people import Channel
from secondsale.money import Money

_MDY = "mdy"

_PAID = ("order total", "order value")
_BACK = ("adjusted order total", "adjusted net order amount")
_BY_NAME = r"(.*) \(([^()\s]+)\)"
"""A buyer as `Priya Raman (mossyfox88)`."""


class EtsyOrders:
    """Sold orders: who and how much, not what; the items file names that."""

    id = "etsy-orders"
    title = "Etsy sold orders"
    source = "etsy"
    about = "sales"

    def fits(self, names: frozenset[str]) -> bool:
        """Return whether a table with these columns is one."""
        told = {
            "buyer user id", "number of items", "order value", "order net",
            "card processing fees", "adjusted order total", "inperson location",
            "shipping discount", "delivery discount", "coupon details", "order type",
        }  # fmt: skip
        return (
            "sale date" in names
            and len(told & names) > 1 + ("order id" not in names)
            and "item name" not in names
        )

    def read(self, table: Table, choices: Choices) -> Iterator[Arrival]:
        """Yield the orders."""
        cells = Cells(
            table,
            choices,
            days=("sale date",),
            amounts=(*_PAID, "discount amount", *_BACK),
            likely_order=_MDY,
        )

        def order(row: Row) -> Arrival:
            return settled(_order(row, cells), choices)

        return each_row(table, ("order id",), order)


class EtsyItems:
    """Sold order items: what was bought in each order, a row an item."""

    id = "etsy-items"
    title = "Etsy sold order items"
    source = "etsy"
    about = "sales"

    def fits(self, names: frozenset[str]) -> bool:
        """Return whether a table with these columns is one."""
        told = {
            "listing id", "listings type", "variations", "order sales tax", "buyer",
            "order shipping", "vat paid by buyer", "transaction id", "item total",
        }  # fmt: skip
        return {"sale date", "item name"} <= names and len(told & names) > 1

    def read(self, table: Table, choices: Choices) -> Iterator[Arrival]:
        """Yield the orders with their items."""
        cells = Cells(
            table,
            choices,
            days=("sale date",),
            amounts=("price", "item total"),
            likely_order=_MDY,
        )

        def order(rows: list[Row]) -> Iterator[Arrival]:
            yield settled(_bought(rows, cells), choices)

        return each_order(table, ("order id",), _head, order)


def _head(row: Row) -> tuple[str, ...]:
    return row["sale date"], row["buyer"], row["ship name"]


def _order(row: Row, cells: Cells) -> ArrivingSale:
    on, at = cells.moment(row, "sale date")
    value = cells.money(row, "order value")
    off = cells.money(row, "discount amount")
    if value is not None and off is not None:
        value = Money(value.minor - abs(off.minor), value.currency)
    became, says = _adjusted(row, cells)
    return ArrivingSale(
        (row.line,),
        one_line(row["order id"]) or cells.row_name(row),
        _buyer(row),
        on,
        (placeholder("Etsy", value),),
        sold_time=at,
        # What the buyer paid, with the tax that Etsy collects.
        total=cells.money(row, *_PAID),
        standing=became,
        itemised=False,
        note=note(says),
    )


def _adjusted(row: Row, cells: Cells) -> tuple[Standing, str]:
    """Return what became of an order, by its status and its adjusted total.

    The status is always empty, and so are the adjusted amounts (or 0.00) until money
    goes back: then they say what is left. Nothing left of the total while the net
    amount was adjusted is an order that went back whole.
    """
    said = standing(row["status"])
    left, net = (cells.money(row, name) for name in _BACK)
    if said is not Standing.PAID or (left is None and net is None):
        return said, ""
    if left is not None and left.minor > 0:
        paid = cells.money(row, *_PAID)
        return said, f"partly refunded: {left} is left" if left != paid else ""
    if net is not None and net.minor:
        return Standing.REFUNDED, ""
    return said, ""


def _bought(rows: list[Row], cells: Cells) -> ArrivingSale:
    first = rows[0]
    on, at = cells.moment(first, "sale date")
    items = tuple(_item(row, cells) for row in rows if row["item name"])
    return ArrivingSale(
        lines_of(rows),
        one_line(first["order id"]) or cells.row_name(first),
        _buyer(first),
        on,
        items or (placeholder("Etsy", None),),
        sold_time=at,
        itemised=bool(items),
    )


def _item(row: Row, cells: Cells) -> ArrivingItem:
    quantity = units(row["quantity"])
    price = cells.money(row, "price")
    if price is None:
        price = each_of(joined([cells.money(row, "item total")]), quantity)
    return ArrivingItem(words(row["item name"]), quantity, price)


def _buyer(row: Row) -> ArrivingPerson:
    """Return the buyer; Etsy tells no e-mail and no phone number, only messages reach.

    The id is `Buyer User ID`, in the items file `Buyer`; a guest has none.
    """
    called = words(row["buyer"])
    name = (
        full_name(row["full name"])
        or full_name(row["first name"], row["last name"])
        or full_name(row["ship name"])
        or full_name(row["delivery name"])
    )
    both = re.fullmatch(_BY_NAME, called)
    if both:
        called, name = both[2], name or full_name(both[1])
    elif " " in called or called.casefold() == name.casefold():
        called, name = "", name or full_name(called)

    def place(part: str) -> str:
        return row[f"ship {part}"] or row[f"delivery {part}"]

    return ArrivingPerson(
        external_id=one_line(row["buyer user id"]) or called,
        name=name,
        address=address(
            row["street 1"] or place("address1"),
            row["street 2"] or place("address2"),
            place("city").title() if place("city").isupper() else place("city"),
            place("state"),
            place("country"),
        ),
        postcode=postcode(place("zipcode"), place("country")),
        channel=Channel.MESSAGE,
    )
