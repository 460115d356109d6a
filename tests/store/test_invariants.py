"""Each fault that is planted behind the program's back is found, by its name."""

import sqlite3
from contextlib import closing, suppress
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from tests.builders import START
from tests.store.test_journal import NOON
from tests.store.test_migrating import FILLS, fill_2, written_by
from tests.test_book_properties import Desk, begin, typed
from tests.test_book_properties import Typed as Command

from secondsale.days import plus
from secondsale.model import Key, Settlement, Status
from secondsale.store import Book, forgetting
from secondsale.store.changes import NOT_FACTS, Typed
from secondsale.store.checks import CHECKS, look, mend
from secondsale.store.checks.values import READERS
from secondsale.store.journal import Journal
from secondsale.store.migrations import schema_made
from secondsale.store.undoing import Undoing

PLANTED: list[tuple[str, str, str]] = [
    ("integrity", "UPDATE lines SET quantity = 0 WHERE id = 1", "CHECK constraint"),
    (
        "references",
        "UPDATE lines SET product_id = 99 WHERE id = 1",
        "lines 1: its row of products is missing",
    ),
    ("version", "DELETE FROM _sqlite_migrations WHERE id = 2", "step 2, care_teaching"),
    (
        "version",
        "UPDATE _sqlite_migrations SET name = 'later' WHERE id = 2",
        "a step was taken that is not known: later",
    ),
    ("schema", "DROP TABLE ratings", "the table ratings is missing"),
    (
        "schema",
        "CREATE TRIGGER theirs AFTER UPDATE ON sales BEGIN SELECT 1; END",
        "the trigger theirs is not of secondsale's making",
    ),
    (
        "schema",
        "ALTER TABLE sales ADD COLUMN theirs TEXT",
        "the table sales is another",
    ),
    ("indexes", "DROP INDEX lines_of_sale", "lines_of_sale: it is missing"),
    ("journal mode", "PRAGMA journal_mode = WAL", "another program put it in WAL mode"),
    ("values", "UPDATE contacts SET channel = 'fax' WHERE id = 1", "contacts 1: 'fax'"),
    ("values", "UPDATE contacts SET outcome = 'rich' WHERE id = 1", "contacts 1: 'ri"),
    ("values", "UPDATE customers SET birthday = '1984-02-30'", "customers 1: '1984"),
    ("values", "UPDATE settlements SET key = 'welcome'", "settlements 1: 'welcome'"),
    ("values", "UPDATE settlements SET status = 'gone'", "settlements 1: 'gone'"),
    ("values", "UPDATE covers SET intent = 'sell'", "covers 1: 'sell'"),
    (
        "values",
        "UPDATE lessons SET word = 'Two words' WHERE id = 1",
        "lessons 1: 'education.Two",
    ),
    ("values", "UPDATE products SET kind = 'odd' WHERE id = 1", "products 1: 'odd'"),
    ("values", "UPDATE journal_changes SET images = '{'", "journal_changes 1: it"),
    ("values", "UPDATE journal_changes SET images = '[]'", "journal_changes 1: it"),
    (
        "texts",
        "UPDATE customers SET note = 'x' || char(8238) || 'y' WHERE id = 1",
        "customers 1: note holds a control character",
    ),
    (
        "texts",
        "UPDATE customers SET note = 'x' || char(0) || 'y' WHERE id = 1",
        "customers 1: note holds a control character",
    ),
    ("history", "DELETE FROM journal_changes", "journal 1: what it changed"),
    (
        "days",
        "UPDATE sales SET sold_on = '1066-10-14' WHERE id = 1",
        "sales 1: sold_on is 1066-10-14",
    ),
    (
        "days",
        "UPDATE sales SET recorded_on = '2026-02-30' WHERE id = 1",
        "sales 1: recorded_on is 2026-02-30",
    ),
    (
        "currencies",
        "UPDATE lines SET unit_minor = 1, currency = 'ABC' WHERE id = 1",
        "lines 1: currency is ABC",
    ),
    (
        "tiers",
        "UPDATE customers SET tier = 'gold' WHERE id = 1",
        "customers 1: tier is",
    ),
    (
        "quantities",
        "UPDATE lines SET quantity = -2 WHERE id = 1",
        "lines 1: quantity -2",
    ),
    ("quantities", "DELETE FROM products WHERE id = 1", "lines 1: no product"),
    ("lines", "DELETE FROM lines WHERE sale_id = 1", "sales 1: nothing was sold"),
    (
        "returns",
        "UPDATE returns SET quantity = 9 WHERE id = 1",
        "lines 1: 9 of 1 came back",
    ),
    (
        "order of days",
        "UPDATE promises SET kept_on = '2020-01-01' WHERE id = 1",
        "promises 1: kept_on 2020-01-01 is before made_on",
    ),
    (
        "snoozes",
        "UPDATE settlements SET status = 'snoozed' WHERE id = 1",
        "settlements 1: snoozed until no day",
    ),
    (
        "keys",
        "UPDATE settlements SET key = 'welcome:s99' WHERE id = 1",
        "settlements 1: the row that welcome:s99 is about is missing",
    ),
    (
        "keys",
        "UPDATE covers SET key = 'win-back:s99.2' WHERE id = 1",
        "covers 1: the row that win-back:s99.2 is about is missing",
    ),
    (
        "owners",
        "UPDATE concerns SET customer_id = 2, sale_id = 1 WHERE id = 1",
        "concerns 1: sale_id is of customer 1, not 2",
    ),
    (
        "consent",
        "UPDATE opt_outs SET scope = 'channel:fax' WHERE id = 1",
        "opt_outs 1: 'channel:fax' cannot be read, so ",
    ),
    (
        "referrals",
        "UPDATE customers SET referred_by = 3 - id WHERE id < 3",
        "customers 1: 1 sent by 2 sent by 1",
    ),
    (
        "referrals",
        "UPDATE customers SET referred_by = 1 WHERE id = 1",
        "customers 1: 1 sent by 1",
    ),
    (
        "checkpoints",
        "INSERT INTO checkpoints (sale_id, label, planned_on, recorded_on)"
        " SELECT sale_id, upper(label), planned_on, recorded_on FROM checkpoints"
        " WHERE dropped_on IS NULL",
        "checkpoints 3: the same as d2: DELIVERED on",
    ),
    (
        "rewards",
        "UPDATE reward_terms SET head_start = goal WHERE id = 1",
        "reward_terms 1: a head start of ",
    ),
    (
        "rewards",
        "UPDATE reward_terms SET product_id = 1, per_minor = 5, currency = 'EUR'",
        "reward_terms 1: two ways to earn a stamp",
    ),
    (
        "search keys",
        "UPDATE customers SET name_key = 'x', phone_key = 'y' WHERE id = 1",
        "customers 1: name_key, phone_key not of its own name",
    ),
    (
        "search keys",
        "UPDATE products SET search_key = 'x' WHERE id = 1",
        "products 1: search_key not of its own name",
    ),
    (
        "ids",
        "UPDATE sqlite_sequence SET seq = 0 WHERE name = 'sales'",
        "sales: the next id would be 1, and ",
    ),
    ("ids", "DELETE FROM sqlite_sequence WHERE name = 'sales'", "sales: the next id"),
    (
        "forgotten",
        "UPDATE customers SET forgotten_on = '2026-11-21' WHERE id = 2",
        "customers 2: name",
    ),
]


@pytest.fixture
def full(book: Book, path: Path) -> Path:
    """Return a book with something of everything."""
    fill_2(book)
    with book.change(Typed(["edit-customer", "ana"], NOON, START)):
        book.update_customer(1, note="by the window", tier="a")
    book.close()
    return path


def plant(path: Path, *statements: str) -> None:
    """Change a book as a program does that keeps to none of its rules."""
    with closing(sqlite3.connect(path)) as connection, connection:
        connection.execute("PRAGMA ignore_check_constraints = ON")
        for sql in statements:
            connection.execute(sql)


def faults(path: Path) -> dict[str, list[str]]:
    """Return what each check finds, by its name."""
    with Book.open(path) as book:
        return {
            each.name: [str(fault) for fault in each.faults]
            for each in look(book)
            if each.faults
        }


def test_a_sound_book_has_no_fault(full: Path) -> None:
    assert faults(full) == {}


@pytest.mark.parametrize(("name", "sql", "said"), PLANTED)
def test_a_fault_is_found_by_its_name(
    full: Path, name: str, sql: str, said: str
) -> None:
    plant(full, sql)

    found = faults(full)[name]

    assert any(fault.startswith(said) for fault in found), found


def test_a_fault_of_every_check_is_planted_here() -> None:
    assert {check.name for check in CHECKS} == {name for name, _, _ in PLANTED}


MENDED = {check.name for check in CHECKS if check.mend}


@pytest.mark.parametrize("sql", [sql for name, sql, _ in PLANTED if name in MENDED])
def test_what_is_derived_is_mended_and_is_no_entry(full: Path, sql: str) -> None:
    plant(full, sql)

    with Book.open_for_writing(full) as book:
        entries = len(Journal(book).entries())
        with book.change():
            said = list(mend(book))
        later = len(Journal(book).entries())

    assert faults(full) == {}
    assert (len(said), later) == (1, entries)


def test_mending_a_sound_book_does_nothing(full: Path) -> None:
    before = full.read_bytes()

    with Book.open_for_writing(full) as book, book.change():
        said = list(mend(book))

    assert said == []
    assert full.read_bytes() == before


def test_a_product_whose_name_is_taken_keeps_its_key(full: Path) -> None:
    plant(full, "UPDATE products SET name = 'Jug' WHERE id = 2")

    with Book.open_for_writing(full) as book, book.change():
        said = list(mend(book))

    assert said == []
    assert faults(full)["search keys"] == [
        "products 2: name_key, search_key not of its own name"
    ]


def test_ids_that_were_taken_back_are_not_given_again(full: Path) -> None:
    with Book.open_for_writing(full) as book:
        with book.change(Typed(["add-customer"], NOON, START)):
            book.add_customer("Cy", added_on=START)
        with book.change(Typed(["undo"], NOON, START)):
            Undoing(book).undo()
    plant(full, "UPDATE sqlite_sequence SET seq = 2 WHERE name = 'customers'")

    said = faults(full)["ids"]

    assert said == ["customers: the next id would be 3, and 3 was given already"]


def test_of_who_was_forgotten_the_keys_stay_without_their_rows(full: Path) -> None:
    with Book.open_for_writing(full) as book, book.change():
        book.settle(1, [Settlement(Key("concern", "k1"), Status.DONE, START)])
        forgetting.forget(book, 1, on=START)

    assert faults(full) == {}


def test_what_comes_back_of_who_was_forgotten_is_erased(full: Path) -> None:
    with Book.open_for_writing(full) as book, book.change():
        forgetting.forget(book, 1, on=START)
    plant(
        full,
        "UPDATE sales SET note = 'for Ana' WHERE id = 1",
        "INSERT INTO tags (customer_id, tag) VALUES (1, 'vip')",
        "UPDATE customers SET referred_by = 1 WHERE id = 2",
    )
    found = faults(full)["forgotten"]

    with Book.open_for_writing(full) as book, book.change():
        said = list(mend(book))

    assert found[0] == "sales 1: note is left"
    assert found[1].startswith("tags ")
    assert found[2] == "customers 2: referred_by is 1"
    assert said == ["erased what was left of customer 1, who was forgotten"]
    assert faults(full) == {}


@pytest.mark.parametrize("older", sorted(FILLS))
def test_a_book_of_an_earlier_version_is_sound_once_it_is_up_to_date(
    path: Path, older: int
) -> None:
    written_by(older, path)

    with Book.open(path) as book:
        wrong = [each for each in look(book) if each.state == "wrong"]

    assert wrong == []


def test_every_table_of_facts_is_read() -> None:
    made = {name for kind, name in schema_made() if kind == "table"}
    ours = {name for name in made if not name.startswith("_")}

    unread = ours - READERS.keys() - (NOT_FACTS - {"journal", "journal_changes"})

    assert unread == {"lines", "tags"}, "say in READERS how its rows are read"


@pytest.fixture(scope="module")
def begun(tmp_path_factory: pytest.TempPathFactory) -> Path:
    found = tmp_path_factory.mktemp("checked") / "book.db"
    with Book.open_for_writing(found) as book, book.change():
        begin(book)
    return found


class _NothingKeptError(Exception):
    pass


@settings(max_examples=15, suppress_health_check=[HealthCheck.too_slow])
@given(st.lists(typed, min_size=8, max_size=30))
def test_whatever_is_typed_the_book_stays_sound(
    begun: Path, commands: list[Command]
) -> None:
    with (
        Book.open_for_writing(begun) as book,
        suppress(_NothingKeptError),
        book.change(),
    ):
        desk = Desk(book)
        for command, who, number, nights in commands:
            command(desk, who, number)
            desk.today = plus(desk.today, nights)
        wrong = [each for each in look(book) if each.state == "wrong"]
        raise _NothingKeptError

    assert wrong == []
