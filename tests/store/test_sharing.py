"""Several programs at one book."""

import sqlite3
import subprocess
import sys
import textwrap
from collections.abc import Callable
from contextlib import closing
from datetime import date
from pathlib import Path

import pytest

from secondsale.errors import BookError
from secondsale.store import Book

DAY = date(2026, 11, 21)

Opener = Callable[..., Book]


def start(program: str, *values: object) -> subprocess.Popen[str]:
    return subprocess.Popen(
        [sys.executable, "-c", textwrap.dedent(program), *map(str, values)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )


SELL = """
    import sys
    from datetime import date
    from pathlib import Path
    from secondsale.store import Book

    day = date(2026, 11, 21)
    print("ready", flush=True)
    sys.stdin.readline()
    for number in range(5):
        with Book.open_for_writing(Path(sys.argv[1])) as book, book.change():
            customer = book.add_customer(f"{sys.argv[2]} {number}", added_on=day)
            products = book.find_products("Soap")
            if not products:
                products = (book.add_product("Soap", added_on=day),)
            lines = [(products[0].id, 1, None)]
            book.add_sale(customer.id, lines, sold_on=day, recorded_on=day)
"""


def test_eight_programs_that_begin_the_book_together_all_succeed(path: Path) -> None:
    sellers = [start(SELL, path, name) for name in "ABCDEFGH"]
    for seller in sellers:
        assert seller.stdout is not None
        seller.stdout.readline()

    for seller in sellers:
        assert seller.stdin is not None
        seller.stdin.write("\n")
        seller.stdin.flush()
    errors = [seller.communicate()[1] for seller in sellers]

    assert errors == [""] * 8
    with Book.open(path) as book:
        histories = [history for history, _ in book.histories()]
        names = {history.customer.name for history in histories}
        assert names == {f"{name} {n}" for name in "ABCDEFGH" for n in range(5)}
        assert all(len(history.sales) == 1 for history in histories)
        assert len(list(book.products())) == 1


HOLD = """
    import sqlite3, sys, time
    other = sqlite3.connect(sys.argv[1], isolation_level=None)
    other.execute("BEGIN EXCLUSIVE")
    other.execute("UPDATE customers SET note = 'theirs'")
    print("holding", flush=True)
    time.sleep(0.3)
    other.execute("COMMIT")
"""


def begin(path: Path) -> None:
    with Book.open_for_writing(path) as book, book.change():
        book.add_customer("Ana", added_on=DAY)


@pytest.mark.parametrize("opener", [Book.open, Book.open_for_writing])
def test_the_commit_of_another_program_is_waited_for(
    path: Path, opener: Opener
) -> None:
    begin(path)
    other = start(HOLD, path)
    assert other.stdout is not None
    other.stdout.readline()

    with opener(path) as book:
        note = book.customer(1).note

    other.communicate()
    assert note == "theirs"


def test_a_change_waits_for_the_change_of_another_program(path: Path) -> None:
    begin(path)
    with Book.open_for_writing(path) as book:
        other = start(HOLD, path)
        assert other.stdout is not None
        other.stdout.readline()

        with book.change():
            assert book.customer(1).note == "theirs"
            book.update_customer(1, note="ours")

        other.communicate()
        assert book.customer(1).note == "ours"


def test_a_book_in_use_for_good_is_named(path: Path) -> None:
    begin(path)
    with closing(sqlite3.connect(path, isolation_level=None)) as other:
        other.execute("BEGIN EXCLUSIVE")

        for opener in (Book.open, Book.open_for_writing):
            with pytest.raises(BookError) as error:
                opener(path, patience=0.05)
            assert error.value.message == f"{path} is in use by another program"
            assert "again" in error.value.hint


def test_a_commit_that_fails_claims_nothing(path: Path) -> None:
    begin(path)
    with (
        closing(sqlite3.connect(path, isolation_level=None)) as other,
        Book.open_for_writing(path, patience=0.05) as book,
    ):
        other.execute("BEGIN")
        other.execute("SELECT * FROM customers").fetchone()

        with pytest.raises(BookError) as error, book.change():
            book.update_customer(1, note="ours")

        assert "it is not confirmed that this was saved" in error.value.message
        assert "secondsale show" in error.value.hint
        other.execute("ROLLBACK")
        with book.change():
            book.update_customer(1, note="again")
        assert book.customer(1).note == "again"


def test_a_full_disk_is_said_and_the_book_stays_sound(path: Path) -> None:
    begin(path)
    with Book.open_for_writing(path) as book:
        # SQLite's own limit on the size of a file stands in for a full disk.
        book._connection.execute("PRAGMA max_page_count = 1")

        with pytest.raises(BookError, match="the disk is full"), book.change():
            book.add_customer("Ben", added_on=DAY, note="x" * 200_000)

    with Book.open(path) as reader:
        assert [customer.name for customer in reader.customers()] == ["Ana"]


def test_a_swallowed_full_disk_lets_nothing_slip_in_afterwards(path: Path) -> None:
    begin(path)
    with Book.open_for_writing(path) as book:
        with pytest.raises(RuntimeError, match="inside"), book.change():  # noqa: PT012
            book._connection.execute("ROLLBACK")  # as SQLite does by itself
            book.add_customer("Ben", added_on=DAY)

        assert [customer.name for customer in book.customers()] == ["Ana"]


def test_what_a_killed_program_left_half_done_is_rolled_back(path: Path) -> None:
    begin(path)
    program = """
        import os, sqlite3, sys
        other = sqlite3.connect(sys.argv[1], isolation_level=None)
        other.execute("PRAGMA cache_size = 1")
        other.execute("BEGIN IMMEDIATE")
        other.execute("UPDATE customers SET name = 'half'")
        for number in range(500):
            other.execute(
                "INSERT INTO customers (name, name_key, search_key, note, added_on)"
                " VALUES ('x', 'x', 'x', ?, '2026-11-21')", ("x" * 2000,))
        os._exit(9)
    """
    start(program, path).communicate()
    assert path.with_name("book.db-journal").stat().st_size > 0

    with Book.open(path) as book:
        assert [customer.name for customer in book.customers()] == ["Ana"]
