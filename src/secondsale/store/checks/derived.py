"""What follows from the facts, and can be worked out again where it is wrong.

None of it is a fact, so mending it is no entry of the journal: nothing derived is ever
undone into being.
"""

import math
import sqlite3
from collections.abc import Iterator

from secondsale.errors import BookError
from secondsale.store import forgetting, learned_rows, matching, rows
from secondsale.store.belonging import Belonging
from secondsale.store.blanking import CUSTOMERS
from secondsale.store.checks.results import Check, Fault, each_row
from secondsale.store.connection import OpenBook
from secondsale.store.writing import Acts
from secondsale.text import plural

_COUNTED = """
SELECT name AS owner FROM sqlite_schema
WHERE type = 'table' AND sql LIKE '%AUTOINCREMENT%'
"""


def search_keys(book: OpenBook) -> Iterator[Fault]:
    """Yield people and products that are found by something else than their names."""
    for table, row_id, right in _wrong_keys(book):
        yield Fault(f"{table} {row_id}", f"{', '.join(right)} not of its own name")


def mend_search_keys(book: Acts) -> Iterator[str]:
    """Work out anew by what people and products are found; a name taken twice stays."""
    mended = 0
    for table, row_id, right in list(_wrong_keys(book)):
        try:
            book._update(table, row_id, right)
        except sqlite3.IntegrityError:  # another product has that name
            continue
        mended += 1
    if mended:
        yield f"worked out anew how {plural(mended, 'name')} can be found"


def _wrong_keys(book: OpenBook) -> Iterator[tuple[str, int, dict[str, rows.Stored]]]:
    for row in each_row(book, "SELECT * FROM customers WHERE forgotten_on IS NULL"):
        right = {
            **rows.name_keys(row["name"]),
            "email_key": matching.email_key(row["email"]),
            "phone_key": matching.phone_key(row["phone"]),
        }
        wrong = {name: key for name, key in right.items() if row[name] != key}
        if wrong:
            yield "customers", row["id"], wrong
    for row in each_row(book, "SELECT * FROM other_addresses"):
        is_email = row["kind"] == "email"
        key = (matching.email_key if is_email else matching.phone_key)(row["value"])
        if row["value_key"] != key:
            yield "other_addresses", row["id"], {"value_key": key}
    for row in each_row(book, "SELECT * FROM products"):
        right = rows.name_keys(row["name"])
        wrong = {name: key for name, key in right.items() if row[name] != key}
        if wrong:
            yield "products", row["id"], wrong


def sequences(book: OpenBook) -> Iterator[Fault]:
    """Yield the tables that would give an id again that a row has, or had."""
    for table, last, highest in _behind(book):
        what = f"the next id would be {last + 1}, and {highest} was given already"
        yield Fault(table, what)


def mend_sequences(book: Acts) -> Iterator[str]:
    """Let ids go on after the highest there was."""
    for table, _, highest in list(_behind(book)):
        with book._writing():
            execute = book._connection.execute
            execute("DELETE FROM sqlite_sequence WHERE name = ?", (table,))
            execute("INSERT INTO sqlite_sequence VALUES (?, ?)", (table, highest))
        yield f"the ids of {table} go on after {highest}"


def _behind(book: OpenBook) -> Iterator[tuple[str, int, int]]:
    """Yield tables with the last id that they count from, and the highest there was.

    Rows that were taken back have their ids in the journal, and may come back.
    """
    counted = {
        row["name"]: row["seq"]
        for row in each_row(book, "SELECT * FROM sqlite_sequence")
    }
    for table in [row["owner"] for row in each_row(book, _COUNTED)]:
        for row in each_row(
            book,
            f"SELECT max((SELECT coalesce(max(id), 0) FROM {table}),"
            " (SELECT coalesce(max(last_id), 0) FROM journal_changes"
            " WHERE table_name = ?)) AS highest",
            table,
        ):
            if row["highest"] > counted.get(table, 0):
                yield table, counted.get(table, 0), row["highest"]


def forgotten(book: OpenBook) -> Iterator[Fault]:
    """Yield what is left of people who were forgotten, beside the figures."""
    return (fault for _, fault in _remains(book))


def mend_forgotten(book: Acts) -> Iterator[str]:
    """Erase what is left of people who were forgotten."""
    for customer_id in half_forgotten(book):
        forgetting.forget_rest(book, customer_id)
        yield f"erased what was left of customer {customer_id}, who was forgotten"


def half_forgotten(book: OpenBook) -> list[int]:
    """Return the ids of people who were forgotten and of whom something is left."""
    return sorted({who for who, _ in _remains(book)})


def _remains(book: OpenBook) -> Iterator[tuple[int, Fault]]:
    belong = Belonging(book)
    mentions = [
        own
        for own in belong.references
        if own.parent == CUSTOMERS and belong.owners.get(own.child) != own
    ]
    found = each_row(book, "SELECT id FROM customers WHERE forgotten_on IS NOT NULL")
    for customer_id in [row["id"] for row in found]:
        for table in (CUSTOMERS, *belong.owners):
            for fault in _left_in(book, table, belong.rows_of(table, customer_id)):
                yield customer_id, fault
        for own in mentions:
            sql = f"SELECT id FROM {own.child} WHERE {own.column} = ?"
            for row in each_row(book, sql, customer_id):
                where = f"{own.child} {row['id']}"
                yield customer_id, Fault(where, f"{own.column} is {customer_id}")


def _left_in(book: OpenBook, table: str, ids: set[int]) -> Iterator[Fault]:
    """Yield those of a forgotten person's rows that say more than figures."""
    if table == "opt_outs":  # that they are not contacted has to stay
        return
    blank = forgetting.blank_columns(book, table)
    ids -= forgetting.numbers_kept(book, table)
    for row in book._rows_of(table, "id", sorted(ids)):
        left = [name for name, value in blank.items() if row[name] != value]
        if left or table not in forgetting.STAYS:
            yield Fault(f"{table} {row['id']}", f"{', '.join(left) or 'it'} is left")


def snapshot(book: OpenBook) -> Iterator[Fault]:
    """Yield what cannot be read of the snapshot of all sales."""
    taken, votes = (
        list(each_row(book, f"SELECT * FROM {table}")) for table in ("learned", "votes")
    )
    for table, found in (("learned", taken), ("votes", votes)):
        for row in found:
            for name in row.keys():  # noqa: SIM118 - iterating a row yields its values
                value = row[name]
                if isinstance(value, float) and not math.isfinite(value):
                    yield Fault(f"{table} {row['id']}", f"{name} is {value}")
    try:
        learned_rows.learned(taken, votes)
    except BookError as error:
        yield Fault("", error.message)


CHECKS = (
    Check(
        "search keys",
        "people and products are found by their names, e-mails and phones",
        search_keys,
        "they are worked out anew",
        mend=mend_search_keys,
    ),
    Check(
        "ids",
        "no id will be given twice",
        sequences,
        "they go on after the highest there was",
        mend=mend_sequences,
    ),
    Check(
        "forgotten",
        "of who was forgotten only figures are left",
        forgotten,
        "it is erased",
        mend=mend_forgotten,
    ),
)
