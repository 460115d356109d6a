"""Import and export beside what costs least: the same rows, straight in and out.

`python -m tests.benchmarks import [ROWS]`: orders of a shop, and of a table made by
hand, against a bare `executemany` of the same rows into the same tables with their
indexes, into a book in which somebody sleeps. `import` is what happens to the book: the
file read, the rows kept, the journal written, whom it concerns woken, committed.
Learning and planning anew, which the command does besides, are in the line of the whole
command only. `export --what sales` against the csv module over one cursor of the same
columns. Ratios are of processor time, in one process that does nothing else; the memory
is that of the whole command as people start it.
"""

import csv
import gc
import io
import resource
import sqlite3
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator
from contextlib import closing
from datetime import UTC, date, datetime, time, timedelta
from pathlib import Path

from secondsale.cli import main as secondsale
from secondsale.exchange.formats import Choices, arrivals, recognise
from secondsale.exchange.formats.mapped import Mapped, complete
from secondsale.exchange.tables import Table
from secondsale.store import Book
from secondsale.store.changes import Typed
from secondsale.store.importing import Importing, roomy

ROWS = 100_000
TODAY = date(2026, 11, 21)
TABLES = "customers customer_origins products sales lines sale_origins".split()
SHOP = (
    "Name,Email,Financial Status,Currency,Total,Created at,Lineitem quantity,"
    "Lineitem name,Lineitem price,Billing Name,Billing Street,Billing City,Billing Zip,"
    "Billing Phone,Refunded Amount,Cancelled at,Notes"
)
HAND = "Order number,Customer,E-mail,Phone,Item,Qty,Order date,Total"
_JOINED = """
SELECT sales.id, lines.id, sold_on, sold_time, customer_id, customers.name, product_id,
       products.name, quantity, unit_minor / 100.0, lines.currency, delivered_on,
       sales.note, sales.source, cancelled_on, recorded_on, party, total_minor / 100.0
FROM sales JOIN lines ON lines.sale_id = sales.id
JOIN customers ON customers.id = customer_id JOIN products ON products.id = product_id
ORDER BY sold_on DESC, sales.id DESC
"""


def main(arguments: list[str]) -> None:
    """Print a table of rates and ratios, and one of memory."""
    rows = int(arguments[0]) if arguments else ROWS
    gc.set_threshold(50_000)  # as the command itself does
    with tempfile.TemporaryDirectory() as folder:
        _compare(Path(folder), rows)
        print("\n| rows | peak MiB of import | of export |\n|---|---|---|")
        for number in (rows // 10, rows):
            peaks = [f"{each:.0f}" for each in _peaks(Path(folder), number)]
            print(f"| {number:,} | {' | '.join(peaks)} |")


def _compare(folder: Path, rows: int) -> None:
    print("| what | rows a second | of bare |\n|---|---|---|")
    for name, text in (("shop", _shop(rows)), ("hand-made", _hand(rows))):
        file, book = folder / f"{name}.csv", folder / f"{name}.db"
        _write(file, text)
        typed = ["--book", str(book), "--as-of", str(TODAY), "import", str(file)]
        whole = _timed(lambda: secondsale([*typed, "--yes", "--currency", "EUR"]))  # noqa: B023
        taken = _brought(file, folder / f"{name}-brought.db")
        bare = _bare(book, folder / f"{name}-bare.db")
        print(f"| bare rows, {name} | {rows / bare:,.0f} | 1.00 |")
        print(f"| import, {name} | {rows / taken:,.0f} | {bare / taken:.2f} |")
        print(f"| the whole command | {rows / whole:,.0f} | {bare / whole:.2f} |")
    out = str(folder / "out.csv")
    typed = ["--book", str(book), "--as-of", str(TODAY), "export", "--what", "sales"]
    made = _timed(lambda: secondsale([*typed, "-o", out]))
    bare = _timed(lambda: _plain(book))
    print(f"| bare csv | {rows / bare:,.0f} | 1.00 |")
    print(f"| export | {rows / made:,.0f} | {bare / made:.2f} |")


def _brought(file: Path, path: Path) -> float:
    """Return what the change takes that brings a file into a book."""
    made = ["--book", str(path), "--as-of", str(TODAY)]
    secondsale([*made, "add-customer", "Zoe Stone"])  # it plans her: she sleeps
    table = Table.open(file)
    form = recognise(table) or Mapped(complete(table, {}))
    choices = Choices(today=TODAY, local=lambda at: at, currency="EUR")
    typed = Typed(["import", file.name], datetime.combine(TODAY, time(), UTC), TODAY)
    with Book.open_for_writing(path) as book:
        roomy(book)

        def bring() -> None:
            with book.change(typed):
                importing = Importing(book, source=form.source, today=TODAY)
                for _ in importing.take(arrivals(form, table, choices)):
                    pass
                importing.finish()

        return _timed(bring)


def _bare(source: Path, target: Path) -> float:
    """Return what it takes to insert the rows of a book into an empty one."""
    with closing(sqlite3.connect(source)) as known:
        held = {
            table: known.execute(f"SELECT * FROM {table}").fetchall()
            for table in TABLES
        }
    Book.open_for_writing(target).close()
    with closing(sqlite3.connect(target, isolation_level=None)) as connection:
        connection.execute("PRAGMA cache_size = -65536")

        def insert() -> None:
            connection.execute("BEGIN IMMEDIATE")
            for table, rows in held.items():
                if rows:
                    marks = ", ".join("?" * len(rows[0]))
                    sql = f"INSERT INTO {table} VALUES ({marks})"
                    connection.executemany(sql, rows)
            connection.execute("COMMIT")

        return _timed(insert)


def _plain(book: Path) -> None:
    with closing(sqlite3.connect(book)) as connection:
        csv.writer(io.StringIO()).writerows(connection.execute(_JOINED))


def _peaks(folder: Path, rows: int) -> Iterator[float]:
    """Yield the peak memory of an import and of an export as people start them."""
    file = folder / f"{rows}.csv"
    _write(file, _shop(rows))
    book = ["--book", str(folder / f"{rows}.db"), "--as-of", str(TODAY)]
    out = str(folder / f"{rows}-out.csv")
    yield _peak(*book, "import", str(file))
    yield _peak(*book, "export", "--what", "sales", "-o", out)


def _peak(*typed: str) -> float:
    """Return the peak memory of a command, in MiB."""
    command = [sys.executable, "-m", "secondsale", *typed]
    measured = (
        "import resource, subprocess, sys\n"
        "subprocess.run(sys.argv[1:], check=True, stdout=subprocess.DEVNULL,"
        " stderr=subprocess.DEVNULL)\n"
        "print(resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss)"
    )
    said = subprocess.run(
        [sys.executable, "-c", measured, *command],
        capture_output=True,
        check=True,
        text=True,
    )
    return int(said.stdout) / 1024


def _timed(work: Callable[[], object]) -> float:
    gc.collect()
    gc.freeze()  # what was done before is not looked through again
    began = _used()
    work()
    return _used() - began


def _used() -> float:
    used = resource.getrusage(resource.RUSAGE_SELF)
    return used.ru_utime + used.ru_stime


def _write(file: Path, lines: Iterator[str]) -> None:
    with file.open("w", encoding="utf-8") as text:
        text.writelines(f"{line}\n" for line in lines)


def _orders(rows: int) -> Iterator[tuple[int, int, int, date]]:
    """Yield the number, the customer, the quantity and the day of each order."""
    for number in range(rows):
        day = TODAY - timedelta(number % 700)
        yield number, number * 7919 % max(1, rows // 5), 1 + number % 3, day


def _shop(rows: int) -> Iterator[str]:
    yield SHOP
    for number, who, quantity, day in _orders(rows):
        yield (
            f"#{number},p{who}@example.com,paid,EUR,{38 * quantity}.00,"
            f"{day} 09:15:22 +0000,{quantity},Product {number % 60},38.00,"
            f"Person {who} Silva,{who} Rose Lane,Bath,B{who},+44 20 {who:08d},0.00,,"
        )


def _hand(rows: int) -> Iterator[str]:
    yield HAND
    for number, who, quantity, day in _orders(rows):
        yield (
            f"A-{number},Person {who} Silva,p{who}@example.com,+44 20 {who:08d},"
            f"Product {number % 60},{quantity},{day},{38 * quantity}.00"
        )
