"""What the book can be asked: its facts, row by row or as whole histories."""

from collections.abc import Callable, Iterable, Iterator
from itertools import islice
from typing import TypeVar

from secondsale.errors import NotFoundError
from secondsale.model import (
    Contact,
    Customer,
    History,
    Line,
    Product,
    Sale,
    Settlement,
)
from secondsale.store import rows
from secondsale.store.connection import OpenBook
from secondsale.store.matching import SALE_MARKS, row_id

BATCH = 500
"""How many customers, sales or contacts are held in memory at a time."""

_Fact = TypeVar("_Fact")


class Questions(OpenBook):
    """An open book that answers what it knows."""

    def customers(self) -> Iterator[Customer]:
        """Yield all customers, in the order they came."""
        for ids in self._batches("customers"):
            found = self._rows_of("customers", "id", ids)
            yield from (rows.read("customers", rows.customer, row) for row in found)

    def customer(self, customer_id: int) -> Customer:
        """Return a customer.

        Errors: NotFoundError.
        """
        return self._one("customers", customer_id, rows.customer)

    def products(self) -> Iterator[Product]:
        """Yield all products, in the order they came."""
        for ids in self._batches("products"):
            yield from self._products(ids).values()

    def product(self, product_id: int) -> Product:
        """Return a product.

        Errors: NotFoundError.
        """
        return self._one("products", product_id, rows.product)

    def sales(self, customer_id: int | None = None) -> Iterator[Sale]:
        """Yield the sales of one customer or of all, newest first."""
        newest_first = "ORDER BY sold_on DESC, id DESC"
        if customer_id is None:
            found = self._rows(f"SELECT id FROM sales {newest_first}")
        else:
            own = f"SELECT id FROM sales WHERE customer_id = ? {newest_first}"
            found = self._rows(own, customer_id)
        for ids in _parts(row["id"] for row in found):
            with self._one_view():
                batch = self._sales(
                    self._rows_of("sales", "id", ids, "sold_on DESC, id DESC")
                )
            yield from batch

    def sale(self, sale_id: int) -> Sale:
        """Return a sale.

        Errors: NotFoundError.
        """
        with self._one_view():
            sales = self._sales(self._rows_of("sales", "id", [sale_id]))
        if not sales:
            raise NotFoundError(f"there is no sale s{sale_id}")
        return sales[0]

    def find_sale(self, query: str) -> Sale:
        """Return the sale that `12`, `s12` or `#12` means.

        Errors: NotFoundError.
        """
        sale_id = row_id(query, SALE_MARKS)
        if sale_id is None:
            raise NotFoundError(
                f"there is no sale {query!r}",
                "sales are called by their number, such as 12",
            )
        return self.sale(sale_id)

    def contacts(self) -> Iterator[tuple[int, Contact]]:
        """Yield all contacts as they were logged, with their customer's id."""
        for ids in self._batches("contacts"):
            with self._one_view():
                found = self._rows_of("contacts", "id", ids)
                contacts = self._contacts(found)
            customer_ids = (row["customer_id"] for row in found)
            yield from zip(customer_ids, contacts, strict=True)

    def contact(self, contact_id: int) -> Contact:
        """Return a contact.

        Errors: NotFoundError.
        """
        with self._one_view():
            contacts = self._contacts(self._rows_of("contacts", "id", [contact_id]))
        if not contacts:
            raise NotFoundError(f"there is no contact t{contact_id}")
        return contacts[0]

    def history(self, customer_id: int) -> tuple[History, tuple[Settlement, ...]]:
        """Return all that is known of a customer, and what was settled.

        Errors: NotFoundError.
        """
        for pair in self.histories([customer_id]):
            return pair
        raise NotFoundError(f"there is no customer c{customer_id}")

    def histories(
        self, customer_ids: Iterable[int] | None = None
    ) -> Iterator[tuple[History, tuple[Settlement, ...]]]:
        """Yield the histories of some customers, or of all, in order of their ids."""
        if customer_ids is None:
            batches = self._batches("customers")
        else:
            batches = _parts(sorted(set(customer_ids)))
        for ids in batches:
            with self._one_view():
                batch = self._histories(ids)
            yield from batch

    def _histories(
        self, ids: list[int]
    ) -> list[tuple[History, tuple[Settlement, ...]]]:
        customers = self._rows_of("customers", "id", ids)
        sales: dict[int, list[Sale]] = {}
        for sale in self._sales(
            self._rows_of("sales", "customer_id", ids, "sold_on, id")
        ):
            sales.setdefault(sale.customer_id, []).append(sale)
        contact_rows = self._rows_of("contacts", "customer_id", ids, "contacted_on, id")
        contacts: dict[int, list[Contact]] = {}
        for row, contact in zip(
            contact_rows, self._contacts(contact_rows), strict=True
        ):
            contacts.setdefault(row["customer_id"], []).append(contact)
        opt_outs = self._facts_of("opt_outs", ids, "since, id", rows.opt_out)
        settlements = self._facts_of("settlements", ids, "id", rows.settlement)
        return [
            (
                History(
                    customer=rows.read("customers", rows.customer, row),
                    sales=tuple(sales.get(row["id"], ())),
                    contacts=tuple(contacts.get(row["id"], ())),
                    opt_outs=opt_outs.get(row["id"], ()),
                ),
                settlements.get(row["id"], ()),
            )
            for row in customers
        ]

    def _facts_of(
        self,
        table: str,
        customer_ids: list[int],
        order: str,
        make: Callable[[rows.Row], _Fact],
    ) -> dict[int, tuple[_Fact, ...]]:
        found = self._rows_of(table, "customer_id", customer_ids, order)
        return {
            customer_id: tuple(rows.read(table, make, row) for row in group)
            for customer_id, group in rows.by("customer_id", found).items()
        }

    def _sales(self, found: list[rows.Row]) -> list[Sale]:
        line_rows = self._rows_of("lines", "sale_id", [row["id"] for row in found])
        products = self._products({row["product_id"] for row in line_rows})
        line_ids = [row["id"] for row in line_rows]
        returns = rows.by("line_id", self._rows_of("returns", "line_id", line_ids))

        def line(row: rows.Row) -> Line:
            back = tuple(
                rows.read("returns", rows.returned, each)
                for each in returns.get(row["id"], ())
            )
            return rows.line(row, products[row["product_id"]], back)

        lines = rows.by("sale_id", line_rows)

        def sale(row: rows.Row) -> Sale:
            own = lines.get(row["id"], ())
            return rows.sale(row, tuple(rows.read("lines", line, each) for each in own))

        return [rows.read("sales", sale, row) for row in found]

    def _contacts(self, found: list[rows.Row]) -> list[Contact]:
        ids = [row["id"] for row in found]
        covers = rows.by("contact_id", self._rows_of("covers", "contact_id", ids))

        def contact(row: rows.Row) -> Contact:
            own = covers.get(row["id"], ())
            covered = tuple(rows.read("covers", rows.covered, each) for each in own)
            return rows.contact(row, covered)

        return [rows.read("contacts", contact, row) for row in found]

    def _products(self, ids: Iterable[int]) -> dict[int, Product]:
        return {
            row["id"]: rows.read("products", rows.product, row)
            for row in self._rows_of("products", "id", list(ids))
        }

    def _one(self, table: str, row_id: int, make: Callable[[rows.Row], _Fact]) -> _Fact:
        found = self._rows_of(table, "id", [row_id])
        if not found:
            noun = table.removesuffix("s")
            raise NotFoundError(f"there is no {noun} {noun[0]}{row_id}")
        return rows.read(table, make, found[0])

    def _batches(self, table: str) -> Iterator[list[int]]:
        last = 0
        while True:
            found = self._rows(
                f"SELECT id FROM {table} WHERE id > ? ORDER BY id LIMIT {BATCH}", last
            )
            if not found:
                return
            ids = [row["id"] for row in found]
            yield ids
            last = ids[-1]


def _parts(ids: Iterable[int]) -> Iterator[list[int]]:
    remaining = iter(ids)
    while part := list(islice(remaining, BATCH)):
        yield part
