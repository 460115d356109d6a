"""WooCommerce: the orders of its analytics, and those of the usual export plugins."""

import re
from collections.abc import Iterator

from secondsale.exchange.formats._base import Choices
from secondsale.exchange.formats._cells import Cells, each_of, note
from secondsale.exchange.formats._orders import (
    each_order,
    each_row,
    ended,
    lines_of,
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
    plain,
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

_REVENUE = ("n. revenue (formatted)", "n. revenue", "net revenue", "net sales")
_PRODUCTS = r"(?:^|,\s*)(\d+)\s*[×✕]\s*(.+?)(?=,\s*\d+\s*[×✕]|$)"
_FIELD = r"(?:^|\|)([a-z_]+):"
_LINE = r"line_item_\d+"


class WooAnalytics:
    """Analytics > Orders > Download: no e-mail, all products in one cell."""

    id = "woocommerce-analytics"
    title = "WooCommerce analytics"
    source = "woocommerce"
    about = "sales"

    def fits(self, names: frozenset[str]) -> bool:
        """Return whether a table with these columns is one."""
        told = {
            "order #", "product(s)", "items sold", "coupon(s)", "customer type",
            "attribution", *_REVENUE,
        }  # fmt: skip
        return "date" in names and len(told & names) > 2

    def read(self, table: Table, choices: Choices) -> Iterator[Arrival]:
        """Yield the orders."""
        cells = Cells(
            table, choices, days=("date",), amounts=_REVENUE, likely_decimal=""
        )

        def order(row: Row) -> Arrival:
            return settled(_analysed(row, cells), choices)

        return each_row(table, ("order #",), order)


def _analysed(row: Row, cells: Cells) -> ArrivingSale:
    on, at = cells.moment(row, "date")
    total = cells.money(row, *_REVENUE)
    listed = re.findall(_PRODUCTS, words(row["product(s)"]))
    counted = [(name, units(count)) for count, name in listed]
    net = cells.money(row, "net sales") if len(counted) == 1 else None
    items = tuple(
        ArrivingItem(name, count, each_of(net, count)) for name, count in counted
    )
    return ArrivingSale(
        (row.line,),
        one_line(row["order #"]).removeprefix("#") or cells.row_name(row),
        ArrivingPerson(name=full_name(row["customer"])),
        on,
        items or (placeholder("WooCommerce", total),),
        sold_time=at,
        total=total,
        standing=standing(row["status"]),
        itemised=bool(items),
    )


class WooOrders:
    """Orders of the export plugins by WebToffee and SkyVerge, and the like of them.

    One row an order with `line_item_1`, `line_item_2` or `line_items`, or one an item.
    """

    id = "woocommerce-orders"
    title = "WooCommerce orders"
    source = "woocommerce"
    about = "sales"

    def fits(self, names: frozenset[str]) -> bool:
        """Return whether a table with these columns is one."""
        told = {
            "billing_email", "billing_first_name", "billing_last_name", "order_total",
            "customer_email", "order_currency", "line_items", "line_item_1",
            "item_name", "customer_user", "payment_method", "billing_phone",
        }  # fmt: skip
        return not names.isdisjoint({"order_id", "order_number"}) and (
            not names.isdisjoint(_DATES) and len(told & names) > 2
        )

    def read(self, table: Table, choices: Choices) -> Iterator[Arrival]:
        """Yield the orders."""
        cells = Cells(
            table,
            choices,
            days=(*_DATES, "completed_date"),
            amounts=("order_total", "refunded_total", "item_total", "item_subtotal"),
            currency=("order_currency", "currency"),
            # As WebToffee writes the day of an order, next to ISO in other columns.
            likely_order="dmy" if "order_date" in table.known else "",
        )
        lines = sorted(
            (name for name in table.known if re.fullmatch(_LINE, name)),
            key=lambda name: int(name.rpartition("_")[2]),
        )

        def order(rows: list[Row]) -> Iterator[Arrival]:
            yield settled(_exported(rows, cells, lines), choices)

        return each_order(table, _KEYS, _head, order)


_KEYS = ("order_number", "order_id")
_DATES = ("order_date", "date", "date_created", "paid_date")


def _head(row: Row) -> tuple[str, ...]:
    return row["status"], row["order_total"], row["billing_email"], row["order_id"]


def _exported(rows: list[Row], cells: Cells, lines: list[str]) -> ArrivingSale:
    first = rows[0]
    on, at = cells.moment(first, *_DATES)
    total = cells.money(first, "order_total")
    said = standing(first["status"] or first["order_status"])
    became, says = ended(said, total, cells.money(first, "refunded_total"))
    items = tuple(item for row in rows for item in _items(row, first, cells, lines))
    return ArrivingSale(
        lines_of(rows),
        one_line(named_by(first, _KEYS)).removeprefix("#") or cells.row_name(first),
        _customer(first),
        on,
        items or (placeholder("WooCommerce", total),),
        sold_time=at,
        total=total,
        standing=became,
        itemised=bool(items),
        note=note(first["customer_note"], says),
    )


def _items(
    row: Row, first: Row, cells: Cells, lines: list[str]
) -> Iterator[ArrivingItem]:
    """Yield the items of a row; the order's first row names the currency."""
    for name in lines:
        if row[name]:
            yield from _packed(row[name], first, cells)
    for packed in re.split(r";(?=(?:id|name|product_id):)", row["line_items"]):
        if packed:
            yield from _packed(packed, first, cells)
    if row["item_name"]:
        quantity = units(row["item_quantity"])
        amount = cells.money(row, "item_total", "item_subtotal", code=cells.code(first))
        yield ArrivingItem(words(row["item_name"]), quantity, each_of(amount, quantity))


def _packed(packed: str, first: Row, cells: Cells) -> Iterator[ArrivingItem]:
    """Yield the item in `name:Soap|sku:A12|quantity:2|total:8.00`; `|` is in names."""
    pieces = re.split(_FIELD, plain(packed))
    said = dict(zip(pieces[1::2], pieces[2::2], strict=True))
    name = words(said.get("name", ""))
    if not name:
        return
    quantity = units(said.get("quantity", ""))
    amount = cells.amount(said.get("total", ""), first)
    yield ArrivingItem(name, quantity, each_of(amount, quantity))


def _customer(row: Row) -> ArrivingPerson:
    def billed(part: str) -> str:
        return row[f"billing_{part}"] or row[f"shipping_{part}"]

    number = row["customer_user"] or row["customer_id"]
    return ArrivingPerson(
        external_id="" if number == "0" else one_line(number),
        name=full_name(billed("first_name"), billed("last_name"))
        or full_name(row["billing_full_name"])
        or full_name(row["billing_company"]),
        email=email(row["customer_email"]) or email(row["billing_email"]),
        phone=phone(row["billing_phone"]),
        address=address(
            billed("address_1"),
            billed("address_2"),
            billed("city"),
            billed("state"),
            billed("country"),
        ),
        postcode=postcode(billed("postcode"), billed("country")),
    )
