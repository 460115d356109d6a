"""eBay: the orders report of the Seller Hub, one row an item.

An order of several items has a row of its own above them, with the total.
"""

from collections.abc import Iterator

from secondsale.exchange.formats._base import Choices
from secondsale.exchange.formats._cells import Cells, note
from secondsale.exchange.formats._orders import (
    each_order,
    lines_of,
    named_by,
    placeholder,
    settled,
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
)
from secondsale.model.people import Channel

_KEYS = ("order number", "sales record number")
_DAYS = ("sale date", "paid on date")


class EbayOrders:
    """Orders; eBay passes mail on by addresses of its own, which are not kept."""

    id = "ebay-orders"
    title = "eBay orders"
    source = "ebay"
    about = "sales"

    def fits(self, names: frozenset[str]) -> bool:
        """Return whether a table with these columns is one."""
        told = {
            "sales record number", "buyer username", "buyer name", "item title",
            "sold for", "total price", "custom label", "item number", "buyer email",
        }  # fmt: skip
        return not names.isdisjoint(_DAYS) and len(told & names) > 2

    def read(self, table: Table, choices: Choices) -> Iterator[Arrival]:
        """Yield the orders."""
        cells = Cells(
            table,
            choices,
            days=_DAYS,
            amounts=("sold for", "total price"),
            likely_decimal="",
        )

        def order(rows: list[Row]) -> Iterator[Arrival]:
            yield settled(_order(rows, cells), choices)

        return each_order(table, _KEYS, _head, order)


def _head(row: Row) -> tuple[str, ...]:
    return (row["buyer username"],)


def _order(rows: list[Row], cells: Cells) -> ArrivingSale:
    first = rows[0]
    on, at = cells.moment(first, *_DAYS)
    total = cells.money(first, "total price")
    items = tuple(
        ArrivingItem(
            words(row["item title"]),
            units(row["quantity"]),
            cells.money(row, "sold for"),
        )
        for row in rows
        if row["item title"]
    )
    return ArrivingSale(
        lines_of(rows),
        one_line(named_by(first, _KEYS)) or cells.row_name(first),
        _buyer(first),
        on,
        items or (placeholder("eBay", total),),
        sold_time=at,
        total=total,
        itemised=bool(items),
        note=note(first["buyer note"]),
    )


def _buyer(row: Row) -> ArrivingPerson:
    country = row["buyer country"]
    return ArrivingPerson(
        external_id=one_line(row["buyer username"]),
        name=full_name(row["buyer name"]) or full_name(row["ship to name"]),
        email=email(row["buyer email"]),
        phone=phone(row["buyer phone"]) or phone(row["ship to phone"]),
        address=address(
            row["buyer address 1"],
            row["buyer address 2"],
            row["buyer city"],
            row["buyer state"],
            country,
        ),
        postcode=postcode(row["buyer zip"], country),
        channel=Channel.MESSAGE,
    )
