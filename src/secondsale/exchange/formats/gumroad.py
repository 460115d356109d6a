"""Gumroad: sales, one row each; its times are in UTC and its amounts in dollars."""

from collections.abc import Iterator

from secondsale.exchange.formats._base import Choices
from secondsale.exchange.formats._cells import Cells, each_of, note
from secondsale.exchange.formats._orders import (
    each_row,
    ended,
    placeholder,
    settled,
    units,
)
from secondsale.exchange.formats._people import (
    address,
    email,
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
from secondsale.records import replace

_PRICES = ("sale price ($)", "sale price", "subtotal ($)", "subtotal")
_BACK = ("partial refund ($)", "partial refund")
_NO = frozenset({"", "0", "no", "false", "n"})


class GumroadSales:
    """Sales as the dashboard exports them."""

    id = "gumroad-sales"
    title = "Gumroad sales"
    source = "gumroad"
    about = "sales"

    def fits(self, names: frozenset[str]) -> bool:
        """Return whether a table with these columns is one."""
        told = {
            "purchase id", "item name", "buyer name", "purchase email",
            "purchase time (utc timezone)", *_PRICES,
        }  # fmt: skip
        return "purchase date" in names and len(told & names) > 2

    def read(self, table: Table, choices: Choices) -> Iterator[Arrival]:
        """Yield the sales."""
        dollars = replace(choices, currency=choices.currency or "USD")
        cells = Cells(
            table,
            dollars,
            days=("purchase date",),
            amounts=(*_PRICES, *_BACK),
            likely_order="mdy",
        )

        def sale(row: Row) -> Arrival:
            return settled(_sale(row, cells), choices)

        return each_row(table, ("purchase id",), sale)


def _sale(row: Row, cells: Cells) -> ArrivingSale:
    on, at = cells.local(row, "purchase date", clock="purchase time (utc timezone)")
    total = cells.money(row, *_PRICES)
    became, says = ended(Standing.PAID, total, cells.money(row, *_BACK))
    if row["refunded?"].casefold() not in _NO:
        became, says = Standing.REFUNDED, ""
    name = words(row["item name"])
    quantity = units(row["quantity"])
    item = ArrivingItem(name, quantity, each_of(total, quantity))
    country = row["country"]
    return ArrivingSale(
        (row.line,),
        one_line(row["purchase id"]) or cells.row_name(row),
        ArrivingPerson(
            name=full_name(row["buyer name"]) or full_name(row["full name"]),
            email=email(row["purchase email"]) or email(row["buyer email"]),
            address=address(row["street address"], row["city"], row["state"], country),
            postcode=postcode(row["zip code"], country),
        ),
        on,
        (item if name else placeholder("Gumroad", total),),
        sold_time=at,
        total=total,
        standing=became,
        itemised=bool(name),
        note=note(says),
    )
