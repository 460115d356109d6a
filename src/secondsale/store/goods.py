"""What is done about products and sales: added, changed, cancelled and returned."""

from collections.abc import Mapping, Sequence
from datetime import date, time
from typing import TypedDict, Unpack

from secondsale import text
from secondsale.errors import InputError, NotFoundError
from secondsale.model import Product, ProductKind, Sale
from secondsale.money import Money
from secondsale.store import rows
from secondsale.store.writing import Acts, refuse_unknown


class ProductChanges(TypedDict, total=False):
    """What can be changed of a product."""

    name: str
    category: str
    price: Money | None
    supply_days: int | None
    delivery_days: int
    kind: ProductKind
    dosed: bool | None
    note: str


class SaleChanges(TypedDict, total=False):
    """What can be changed of a sale."""

    sold_on: date
    sold_time: time | None
    delivered_on: date | None
    note: str
    source: str
    party: str
    expectations: str
    total: Money | None


class Goods(Acts):
    """An open book that keeps what is sold."""

    def add_product(
        self,
        name: str,
        *,
        added_on: date,
        category: str = "",
        price: Money | None = None,
        supply_days: int | None = None,
        delivery_days: int = 0,
        kind: ProductKind = ProductKind.CONSUMABLE,
        dosed: bool | None = None,
        note: str = "",
    ) -> Product:
        """Add a product.

        Errors: InputError if there is one of that name.
        """
        self._refuse_second(name)
        values = {
            "name": name,
            "category": category,
            "price": price,
            "supply_days": supply_days,
            "delivery_days": delivery_days,
            "kind": kind,
            "dosed": dosed,
            "note": note,
            "added_on": added_on,
        }
        return self.product(self._insert("products", product_columns(values)))

    def update_product(
        self, product_id: int, **changes: Unpack[ProductChanges]
    ) -> Product:
        """Change what is known of a product.

        Errors: NotFoundError; InputError if another one has that name.
        """
        refuse_unknown(changes, ProductChanges)
        self.product(product_id)
        if "name" in changes:
            self._refuse_second(changes["name"], product_id)
        self._update("products", product_id, product_columns(changes))
        return self.product(product_id)

    def add_sale(
        self,
        customer_id: int,
        lines: Sequence[tuple[int, int, Money | None]],
        *,
        sold_on: date,
        recorded_on: date,
        sold_time: time | None = None,
        delivered_on: date | None = None,
        note: str = "",
        source: str = "",
        party: str = "",
        expectations: str = "",
        total: Money | None = None,
    ) -> Sale:
        """Add a sale with its lines: product id, quantity and unit price of each."""
        values = {
            "customer_id": customer_id,
            "sold_on": sold_on,
            "sold_time": sold_time,
            "delivered_on": delivered_on,
            "note": note,
            "source": source,
            "party": party,
            "expectations": expectations,
            "recorded_on": recorded_on,
            "total": total,
        }
        sale_id = self._insert("sales", _sale_columns(values))
        for product_id, quantity, price in lines:
            columns = {"sale_id": sale_id, "product_id": product_id}
            columns |= {"quantity": quantity}
            self._insert("lines", columns | rows.money_columns("unit_minor", price))
        return self.sale(sale_id)

    def update_sale(self, sale_id: int, **changes: Unpack[SaleChanges]) -> Sale:
        """Change what is known of a sale.

        Errors: NotFoundError.
        """
        refuse_unknown(changes, SaleChanges)
        self.sale(sale_id)
        self._update("sales", sale_id, _sale_columns(changes))
        return self.sale(sale_id)

    def cancel_sale(self, sale_id: int, *, on: date, reason: str) -> Sale:
        """Cancel a whole sale.

        Errors: NotFoundError.
        """
        self.sale(sale_id)
        values = {"cancelled_on": on, "cancel_reason": reason}
        self._update("sales", sale_id, rows.record(values))
        return self.sale(sale_id)

    def return_line(
        self, line_id: int, quantity: int, *, on: date, reason: str
    ) -> Sale:
        """Take back some units of a line, and return its sale.

        Errors: NotFoundError; InputError for more units than the customer has.
        """
        sale = self._sale_of_line(line_id)
        line = next(each for each in sale.lines if each.id == line_id)
        if quantity > line.kept:
            raise InputError(
                f"{quantity} of {line.product.name} cannot come back",
                f"the customer has {line.kept} of sale s{sale.id}",
            )
        values = {
            "line_id": line_id,
            "quantity": quantity,
            "returned_on": on,
            "reason": reason,
        }
        self._insert("returns", rows.record(values))
        return self.sale(sale.id)

    def _sale_of_line(self, line_id: int) -> Sale:
        for row in self._rows("SELECT sale_id FROM lines WHERE id = ?", line_id):
            return self.sale(row["sale_id"])
        raise NotFoundError(f"there is no line l{line_id}")

    def _refuse_second(self, name: str, product_id: int | None = None) -> None:
        sql = "SELECT id, name FROM products WHERE name_key = ? AND id IS NOT ?"
        for row in self._rows(sql, text.name_key(name), product_id):
            raise InputError(
                f"there is a product called {row['name']} already ({row['id']})",
                "use that one, or give this one another name",
            )


def product_columns(values: Mapping[str, object]) -> dict[str, rows.Stored]:
    """Return the columns of what is known of a product, and what finds it."""
    columns = _with_money(values, "price")
    if "name" in columns:
        columns |= rows.name_keys(str(columns["name"]))
    return columns


def _sale_columns(values: Mapping[str, object]) -> dict[str, rows.Stored]:
    return _with_money(values, "total")


def _with_money(values: Mapping[str, object], amount: str) -> dict[str, rows.Stored]:
    """Return the columns of some values, of which one may be an amount of money."""
    plain = {name: value for name, value in values.items() if name != amount}
    columns = rows.record(plain)
    if amount in values:
        money = values[amount]
        columns |= rows.money_columns(
            f"{amount}_minor", money if isinstance(money, Money) else None
        )
    return columns
