"""Shopify: orders, one row for each line of one, and customers; Squarespace alike."""

from collections.abc import Iterator
from reprlib import repr as short

from secondsale.errors import InputError
from secondsale.exchange.formats._address_book import Entry, arrival
from secondsale.exchange.formats._base import Choices
from secondsale.exchange.formats._cells import Cells, note
from secondsale.exchange.formats._orders import (
    Apart,
    each_order,
    each_row,
    ended,
    is_known,
    is_none,
    lines_of,
    placeholder,
    refused,
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
from secondsale.exchange.tables.alike import Alike
from secondsale.exchange.tables.table import TOTALS
from secondsale.model.arrivals import (
    Arrival,
    ArrivingItem,
    ArrivingPerson,
    ArrivingSale,
    Skipped,
    Standing,
)
from secondsale.money import Money

_WHOLE = ("financial status", "currency", "total", "subtotal", "id", "paid at")
"""What only the first row of an order says."""

_PLACE = (
    "street", "address1", "address2", "city", "zip", "province name", "province",
    "country",
)  # fmt: skip
_BILLING = tuple(f"billing {part}" for part in _PLACE)
_SHIPPING = tuple(f"shipping {part}" for part in _PLACE)

_MOST_NOTES = 10

_BACK = ("refunded amount", "amount refunded")

_OF_BUYER = (
    "email", "phone", "billing name", "billing phone", "shipping name",
    "shipping phone", *_BILLING, *_SHIPPING,
)  # fmt: skip
_OF_MONEY = ("currency", "total", *_BACK, "financial status")
_OF_ITEM = ("lineitem name", "lineitem quantity", "lineitem variant", "lineitem price")


class ShopifyOrders:
    """Orders as the shop's admin exports them."""

    id = "shopify-orders"
    title = "Shopify orders"
    source = "shopify"
    about = "sales"

    _shop = "Shopify"
    _key = "name"

    def fits(self, names: frozenset[str]) -> bool:
        """Return whether a table with these columns is one."""
        told = {"lineitem name", "financial status", "fulfillment status"}
        return (
            self._key in names
            and not names.isdisjoint(told)
            and not names.isdisjoint({"created at", "paid at"})
        )

    def read(self, table: Table, choices: Choices) -> Iterator[Arrival]:
        """Yield the orders."""
        orders = _Orders(table, choices, self._key, self._shop)
        return each_order(
            table, (self._key,), orders.head, orders.arrivals, orders.apart
        )


class SquarespaceOrders(ShopifyOrders):
    """Orders of Squarespace, which took over the columns of Shopify's file."""

    id = "squarespace-orders"
    title = "Squarespace orders"
    source = "squarespace"

    _shop = "Squarespace"
    _key = "order id"


class _Orders:
    """The orders of one table."""

    def __init__(self, table: Table, choices: Choices, key: str, shop: str) -> None:
        """Look at the columns.

        Errors: InputError for what has to be chosen.
        """
        self._choices, self._key, self._shop = choices, key, shop
        self._notes = table.notes
        self.apart = Apart(table, (key,))
        self._cells = Cells(
            table,
            choices,
            days=("created at", "paid at", "cancelled at"),
            amounts=("total", "lineitem price", *_BACK),
            beside=self.apart.look,
        )
        self._whole = [name for name in _WHOLE if name in table.known]
        self._buyer = Alike(table, _OF_BUYER, _buyer)
        self._paid = Alike(table, _OF_MONEY, self._read_paid)
        self._item = Alike(table, _OF_ITEM, self._read_item)

    def head(self, row: Row) -> tuple[str, ...]:
        """Return what a row says about the whole order."""
        return tuple(row[name] for name in self._whole)

    def arrivals(self, rows: list[Row]) -> Iterator[Arrival]:
        """Yield the order of some rows.

        Errors: InputError for what cannot be read.
        """
        first = rows[0]
        name = first[self._key]
        if not name:
            yield refused(rows, "it has no order number")
        elif name.casefold() in TOTALS and name == "".join(first.cells).strip():
            yield Skipped(lines_of(rows), "a line of totals")
        elif self._whole and not any(map(first.__getitem__, self._whole)):
            yield refused(rows, f"the first row of order {name} is missing")
        else:
            yield settled(self._sale(rows, name), self._choices)

    def _sale(self, rows: list[Row], name: str) -> ArrivingSale:
        first, cells = rows[0], self._cells
        sold_on, sold_time = cells.moment(first, "created at", "paid at")
        total, became, says = self._paid(first)
        cancelled_on = None
        if first["cancelled at"]:
            became = Standing.CANCELLED
            cancelled_on, _ = cells.moment(first, "cancelled at")
        code = cells.code(first)
        made = [self._item(row, code) for row in rows]
        items = tuple([item for item in made if item is not None])
        if not items and any(row["lineitem name"] for row in rows):
            raise InputError("every quantity is 0: nothing was sold")
        return ArrivingSale(
            lines_of(rows),
            one_line(name),
            self._buyer(first),
            sold_on,
            items or (placeholder(self._shop, total),),
            sold_time=sold_time,
            total=total,
            standing=became,
            ended_on=cancelled_on,
            itemised=bool(items),
            note=note(first["notes"], first["private notes"], says),
        )

    def _read_paid(self, first: Row) -> tuple[Money | None, Standing, str]:
        """Return what was paid, what became of that, and a note on it."""
        status = first["financial status"]
        if status and not is_known(status) and len(self._notes) < _MOST_NOTES:
            self._notes[f"Financial Status {short(status)} is taken as paid"] = None
        total = self._cells.money(first, "total")
        back = self._cells.money(first, *_BACK)
        return total, *ended(standing(status), total, back)

    def _read_item(self, row: Row, code: str) -> ArrivingItem | None:
        """Return what a row sold, in the currency of its order; None for nothing.

        Squarespace has the variant in a column of its own.
        """
        name, quantity = row["lineitem name"], row["lineitem quantity"]
        if not name or is_none(quantity):  # taken out of the order since
            return None
        variant = row["lineitem variant"]
        return ArrivingItem(
            words(f"{name} - {variant}" if variant else name),
            units(quantity),
            self._cells.money(row, "lineitem price", code=code),
        )


def _buyer(row: Row) -> ArrivingPerson:
    place = _BILLING if row["billing zip"] or row["billing city"] else _SHIPPING
    street, first, second, city, code, region, province, country = place
    nation = row[country]
    street = row[street]
    return ArrivingPerson(
        name=full_name(row["billing name"]) or full_name(row["shipping name"]),
        email=email(row["email"]),
        phone=phone(row["phone"])
        or phone(row["billing phone"])
        or phone(row["shipping phone"]),
        address=address(
            # The street is address 1 and 2 in one.
            *((street,) if street else (row[first], row[second])),
            row[city],
            row[region] or row[province],
            nation,
        ),
        postcode=postcode(row[code], nation),
    )


class ShopifyCustomers:
    """Customers as the shop's admin exports them.

    `Accepts Email Marketing: no` is what everybody says who never ticked the box, so it
    is no opt-out; Shopify's export has no word for somebody who unsubscribed.
    """

    id = "shopify-customers"
    title = "Shopify customers"
    source = "shopify"
    about = "people"

    def fits(self, names: frozenset[str]) -> bool:
        """Return whether a table with these columns is one."""
        theirs = {
            "accepts email marketing", "accepts sms marketing", "accepts marketing",
            "tax exempt", "total spent", "total orders",
        }  # fmt: skip
        called = {"first name", "last name", "email"}
        return len(theirs & names) > 1 and not names.isdisjoint(called)

    def read(self, table: Table, choices: Choices) -> Iterator[Arrival]:
        """Yield the customers."""

        def customer(row: Row) -> Arrival:
            return arrival((row.line,), _entry(row), choices, (tuple(row.cells),))

        return each_row(table, ("customer id",), customer)


def _entry(row: Row) -> Entry:
    def place(part: str) -> str:
        return row[part] or row[f"default address {part}"]

    country = place("country") or place("country code")
    return Entry(
        names=(full_name(row["first name"], row["last name"]), words(place("company"))),
        emails=(row["email"],),
        phones=(row["phone"], row["default address phone"]),
        address=address(
            place("address1"),
            place("address2"),
            place("city"),
            place("province") or place("province code"),
            country,
        ),
        postcode=postcode(place("zip"), country),
        notes=(row["note"],),
        labels=tuple(row["tags"].split(",")),
        external_id=one_line(row["customer id"]),
    )
