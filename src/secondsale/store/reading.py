"""What the book can be asked: its facts, one by one or all of a kind."""

from collections.abc import Iterable, Iterator
from itertools import islice
from typing import Any, TypeVar

from secondsale.errors import NotFoundError
from secondsale.model import (
    Checkpoint,
    Concern,
    Contact,
    Customer,
    Introduction,
    Learned,
    Line,
    Pause,
    Product,
    Promise,
    RewardTerms,
    Sale,
    Trial,
)
from secondsale.store import care_rows, facts, learned_rows, rows
from secondsale.store.connection import OpenBook
from secondsale.store.matching import SALE_MARKS, row_id

BATCH = 500
"""How many customers, sales or contacts are held in memory at a time."""

THERE = "forgotten_on IS NULL"
"""Which of the customers are people: of the others only figures are left."""

_Fact = TypeVar("_Fact")


class Questions(OpenBook):
    """An open book that answers what it knows."""

    _snapshot: Learned | None = None

    def customers(self, *, forgotten: bool = False) -> Iterator[Customer]:
        """Yield all customers, in the order they came.

        Those who were `forgotten` have no name; only figures need them.
        """
        for ids in self._batches("customers", "TRUE" if forgotten else THERE):
            with self._one_view():
                batch = self._customers(self._rows_of("customers", "id", ids))
            yield from batch

    def customer(self, customer_id: int) -> Customer:
        """Return a customer.

        Errors: NotFoundError.
        """
        with self._one_view():
            found = self._customers(self._rows_of("customers", "id", [customer_id]))
        return _first(found, f"there is no customer c{customer_id}")

    def products(self) -> Iterator[Product]:
        """Yield all products, in the order they came."""
        for ids in self._batches("products"):
            with self._one_view():
                batch = self._products(ids)
            yield from batch.values()

    def product(self, product_id: int) -> Product:
        """Return a product.

        Errors: NotFoundError.
        """
        with self._one_view():
            found = self._products([product_id])
        return _first(list(found.values()), f"there is no product p{product_id}")

    def sales(self, customer_id: int | None = None) -> Iterator[Sale]:
        """Yield the sales of one customer or of all, newest first."""
        newest_first = "ORDER BY sold_on DESC, id DESC"
        if customer_id is None:
            found = self._rows(f"SELECT id FROM sales {newest_first}")
        else:
            own = f"SELECT id FROM sales WHERE customer_id = ? {newest_first}"
            found = self._rows(own, customer_id)
        for ids in parts(row["id"] for row in found):
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
        return _first(sales, f"there is no sale s{sale_id}")

    def find_sale(self, query: str) -> Sale:
        """Return the sale that `12`, `s12` or `#12` means.

        Errors: NotFoundError, also where its customer was forgotten.
        """
        sale_id = row_id(query, SALE_MARKS)
        if sale_id is None:
            raise NotFoundError(
                f"there is no sale {query!r}",
                "sales are called by their number, such as 12",
            )
        try:
            sale = self.sale(sale_id)
        except NotFoundError:
            raise NotFoundError(
                f"there is no sale {query!r}", "secondsale sales lists them"
            ) from None
        gone = f"SELECT 1 FROM customers WHERE id = ? AND NOT {THERE}"
        if self._rows(gone, sale.customer_id):
            raise NotFoundError(
                f"the customer of sale {sale_id} was forgotten",
                "its figures stay as they are",
            )
        return sale

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
        return _first(contacts, f"there is no contact t{contact_id}")

    def concern(self, concern_id: int) -> tuple[int, Concern]:
        """Return a concern, after the id of its customer.

        Errors: NotFoundError.
        """
        return self._owned("concerns", concern_id, f"concern k{concern_id}")

    def promise(self, promise_id: int) -> tuple[int, Promise]:
        """Return a promise, after the id of its customer.

        Errors: NotFoundError.
        """
        return self._owned("promises", promise_id, f"promise p{promise_id}")

    def checkpoint(self, checkpoint_id: int) -> tuple[int, Checkpoint]:
        """Return a checkpoint, after the id of its customer.

        Errors: NotFoundError.
        """
        name = f"checkpoint d{checkpoint_id}"
        return self._owned("checkpoints", checkpoint_id, name)

    def introduction(self, introduction_id: int) -> tuple[int, Introduction]:
        """Return an introduction, after the id of its customer.

        Errors: NotFoundError.
        """
        name = f"introduction i{introduction_id}"
        return self._owned("introductions", introduction_id, name)

    def pauses(self) -> tuple[Pause, ...]:
        """Return the pauses of the whole book, oldest first."""
        found = self._rows(
            "SELECT * FROM pauses WHERE customer_id IS NULL ORDER BY since, id"
        )
        return tuple(rows.read("pauses", care_rows.pause, row) for row in found)

    def reward_terms(self) -> tuple[RewardTerms, ...]:
        """Return the terms of every reward programme, oldest first."""
        found = self._rows("SELECT * FROM reward_terms ORDER BY since, id")
        make = care_rows.reward_terms
        return tuple(rows.read("reward_terms", make, row) for row in found)

    def trials(self) -> tuple[Trial, ...]:
        """Return all trials, the oldest first."""
        found = self._rows("SELECT * FROM trials ORDER BY id")
        return tuple(rows.read("trials", care_rows.trial, row) for row in found)

    def learned(self) -> Learned:
        """Return what all sales had taught when the snapshot of them was taken."""
        # Kept, so that a listing is made from one snapshot, read once.
        if self._snapshot is None:
            with self._one_view():
                taken = self._rows("SELECT * FROM learned")
                votes = self._rows("SELECT * FROM votes") if taken else []
            self._snapshot = learned_rows.learned(taken, votes)
        return self._snapshot

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

    def _customers(self, found: list[rows.Row]) -> list[Customer]:
        ids = [row["id"] for row in found]
        tags, others = (
            rows.by("customer_id", self._rows_of(table, "customer_id", ids))
            if self._filled([table])
            else {}
            for table in ("tags", "other_addresses")
        )

        def customer(row: rows.Row) -> Customer:
            own = row["id"]
            return rows.customer(row, tags.get(own, ()), others.get(own, ()))

        return [rows.read("customers", customer, row) for row in found]

    def _products(self, product_ids: Iterable[int]) -> dict[int, Product]:
        ids = list(product_ids)
        words: dict[int, dict[str, Any]] = {}
        for field in self._filled(facts.OF_PRODUCT):
            source, order, make = facts.OF_PRODUCT[field]
            found = self._rows_of(source, "product_id", ids, order)
            for product_id, own in rows.by("product_id", found).items():
                read = tuple(rows.read(field, make, row) for row in own)
                words.setdefault(product_id, {})[field] = read

        def product(row: rows.Row) -> Product:
            return rows.product(row, words.get(row["id"], {}))

        found = self._rows_of("products", "id", ids)
        return {row["id"]: rows.read("products", product, row) for row in found}

    def _filled(self, tables: Iterable[str]) -> list[str]:
        # Most books leave most of these tables empty, and asking once costs less than
        # asking each of them.
        (filled,) = self._rows(facts.WHICH_ARE_FILLED)
        return [table for table in tables if filled[table]]

    def _owned(self, table: str, row_id: int, name: str) -> tuple[int, Any]:
        kind = facts.OF_CUSTOMER[table]
        found = self._rows_of(kind.source, "id", [row_id])
        row = _first(found, f"there is no {name}")
        return row["customer_id"], rows.read(table, kind.make, row)

    def _batches(self, table: str, which: str = "TRUE") -> Iterator[list[int]]:
        last = 0
        while True:
            found = self._rows(
                f"SELECT id FROM {table} WHERE id > ? AND {which}"
                f" ORDER BY id LIMIT {BATCH}",
                last,
            )
            if not found:
                return
            ids = [row["id"] for row in found]
            yield ids
            last = ids[-1]


def _first(found: list[_Fact], otherwise: str) -> _Fact:
    if not found:
        raise NotFoundError(otherwise)
    return found[0]


def parts(ids: Iterable[int]) -> Iterator[list[int]]:
    """Yield as many at a time as are held in memory."""
    remaining = iter(ids)
    while part := list(islice(remaining, BATCH)):
        yield part
