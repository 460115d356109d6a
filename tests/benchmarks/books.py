"""Books of any size on which twenty conversations are due, made quickly.

A fifth as many customers as sales, two conversations a sale, each of which closed a
touchpoint. The first twenty bought yesterday; of the others nothing is open today, and
a word to keep in touch is due within the next eight weeks.

`python -m tests.benchmarks.books FILE SALES` makes one, plans everybody, and prints the
bytes of each sale and the seconds that both took.
"""

import sys
import time
from collections.abc import Iterator, Sequence
from datetime import date, timedelta
from itertools import islice
from pathlib import Path
from typing import Any

from secondsale.cli._replanning import plan_all
from secondsale.cli._shell import Shell
from secondsale.store import Book, rows

DUE = 20
SALES_EACH = 5
PRODUCTS = 60
FIRST = ("Ana", "Ben", "Chloe", "Dov", "Elif", "Finn", "Grace", "Hugo", "Ines", "Jun")
LAST = ("Silva", "Okafor", "Martin", "Levi", "Yilmaz", "Berg", "Moreau", "Costa")
BATCH = 20_000

Rows = Iterator[tuple[Any, ...]]


def fill(path: Path, sales: int, today: date) -> float:
    """Make a book, and return how many bytes it takes for each sale."""
    customers = sales // SALES_EACH
    with Book.open_for_writing(path) as book:
        book._connection.execute("PRAGMA cache_size = -200000")
        with book.change():
            for number in range(PRODUCTS):
                days = 30 if number % 2 else None
                book.add_product(
                    f"Product {number}",
                    added_on=today - timedelta(2000),
                    supply_days=days,
                )
        for table, columns, made in _tables(customers, today):
            _insert(book, table, columns, made)
    return path.stat().st_size / sales


def main() -> None:
    """Make a book, and say what that took."""
    path, sales = Path(sys.argv[1]), int(sys.argv[2])
    began = time.perf_counter()
    size = fill(path, sales, date.today())  # noqa: DTZ011, TID251 - as the commands do
    made = time.perf_counter()
    plan(path)
    print(size, made - began, time.perf_counter() - made)


def plan(path: Path) -> int:
    """Learn and plan everybody, as `doctor --fix` does; return how many they are."""
    shell = Shell(str(path))
    with Book.open_for_writing(path) as book:
        with book.change():
            shell.learn(book)
        return plan_all(shell, book)


def _tables(customers: int, today: date) -> Iterator[tuple[str, list[str], Rows]]:
    yield (
        "customers",
        [*_customer(1, today)],
        _values(_customer(number, today) for number in range(1, customers + 1)),
    )
    sold = ["customer_id", "sold_on", "recorded_on"]
    yield "sales", sold, ((c, d, d) for c, d, _ in _sales(customers, today))
    lines = ["sale_id", "product_id", "quantity", "unit_minor", "currency"]
    yield (
        "lines",
        lines,
        (
            (number, 1 + (who * 7 + number) % PRODUCTS, 1, 3800, "EUR")
            for number, (who, _, _) in enumerate(_sales(customers, today), start=1)
        ),
    )
    talks = ["customer_id", "contacted_on", "outcome", "channel", "note"]
    yield (
        "contacts",
        talks,
        ((who, day, "ok", "call", "") for who, _, day, _ in _talks(customers, today)),
    )
    yield (
        "covers",
        ["contact_id", "key", "intent"],
        (
            (number, f"{rule}:s{sale}", "care" if rule == "check-in" else "ask")
            for number, (_, sale, _, rule) in enumerate(
                _talks(customers, today), start=1
            )
        ),
    )
    settled = ["customer_id", "key", "status", "settled_on", "reason", "contact_id"]
    yield (
        "settlements",
        settled,
        (
            (who, f"{rule}:s{sale}", "done", day, "ok", number)
            for number, (who, sale, day, rule) in enumerate(
                _talks(customers, today), start=1
            )
        ),
    )


def _customer(number: int, today: date) -> dict[str, rows.Stored]:
    name = f"{FIRST[number % len(FIRST)]} {LAST[number // 10 % len(LAST)]} {number}"
    mail, phone = f"person{number}@example.com", f"4420{number:08d}"
    known: dict[str, rows.Stored] = {"name": name, **rows.name_keys(name)}
    known |= {"email": mail, "email_key": mail, "phone": f"+{phone}"}
    return known | {"phone_key": phone, "added_on": _iso(_sold(number, 0, today))}


def _values(dicts: Iterator[dict[str, rows.Stored]]) -> Rows:
    return (tuple(each.values()) for each in dicts)


def _sold(customer: int, sale: int, today: date) -> date:
    """Return the day of a customer's first to fifth sale, 0 to 4."""
    if customer <= DUE and sale == SALES_EACH - 1:
        return today - timedelta(1)
    # From 130 days ago on, what a sale starts is over, the late nudge too; they are not
    # quiet for too long before 200; and no anniversary is near where the first sale was
    # 2.3 to 2.9 years ago.
    last = 130 + customer % 54
    gap = 180 + customer // 54 % 40
    return today - timedelta(last + (SALES_EACH - 1 - sale) * gap)


def _sales(customers: int, today: date) -> Iterator[tuple[int, str, int]]:
    """Yield the customer, the day and the number of each sale."""
    number = 0
    for customer in range(1, customers + 1):
        for sale in range(SALES_EACH):
            number += 1
            yield customer, _iso(_sold(customer, sale, today)), number


def _talks(customers: int, today: date) -> Iterator[tuple[int, int, str, str]]:
    """Yield the customer, the sale, the day and the rule of each conversation."""
    for customer, sold, sale in _sales(customers, today):
        for days, rule in ((4, "check-in"), (64, "referral")):
            day = date.fromisoformat(sold) + timedelta(days)
            if day < today:
                yield customer, sale, _iso(day), rule


def _iso(day: date) -> str:
    return day.isoformat()


def _insert(book: Book, table: str, columns: Sequence[str], made: Rows) -> None:
    with book.change():
        while batch := list(islice(made, BATCH)):
            book._insert_many(table, columns, batch)


if __name__ == "__main__":
    main()
