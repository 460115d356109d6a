"""Forgetting a person: nothing stays but figures without a name.

And marks, by which an import recognises that somebody does not want to come back.
"""

from collections.abc import Collection, Iterable, Iterator
from datetime import date
from typing import NamedTuple

from secondsale.errors import InputError
from secondsale.model import FORGOTTEN
from secondsale.store import matching, rows
from secondsale.store.belonging import Belonging, Reference
from secondsale.store.blanking import (
    CALLED,
    CUSTOMERS,
    blank_in_journal,
    entries_of,
    named_in_journal,
)
from secondsale.store.connection import OpenBook, explained
from secondsale.store.mentions import forget_learned
from secondsale.store.merging import SOURCE as MERGED
from secondsale.store.merging import once
from secondsale.store.tasks import withdraw
from secondsale.store.writing import Acts
from secondsale.text import search_key

STAYS = {
    CUSTOMERS: "added_on",
    "sales": "customer_id sold_on recorded_on cancelled_on total_minor currency",
    "lines": "sale_id product_id quantity unit_minor currency",
    "returns": "line_id quantity returned_on",
    "contacts": "customer_id contacted_on outcome inbound",
    "covers": "contact_id key intent",
    "settlements": "customer_id key status settled_on until contact_id",
}
"""The columns of a person's rows that stay, for the figures; all else is erased, also
what later steps of the schema add."""

EMAIL, PHONE, NAME = "e-mail", "phone", "name"
_ENDING = "phone's ending"


class Former(NamedTuple):
    """That somebody was forgotten: by what it shows, and whether they had opted out."""

    by: str
    """`e-mail`, `phone` or `name`; a name alone may be a namesake's."""
    opted_out: bool


class Forgot(NamedTuple):
    """What forgetting somebody does: rows by table, and entries of the journal."""

    deleted: dict[str, int]
    kept: dict[str, int]
    """Of these only figures stay."""
    entries: int = 0


def outlook(book: OpenBook, customer_id: int) -> Forgot:
    """Return what forgetting a customer would do."""
    entries = entries_of(book, customer_id, *known_as(book, customer_id))
    return _rows_of(book, customer_id)._replace(entries=entries)


def forget(book: Acts, customer_id: int, *, on: date) -> Forgot:
    """Erase a customer, inside a change that is none of the journal's entries.

    The customer may be one whom only the journal still knows.
    Errors: InputError for somebody who was forgotten before.
    """
    before = forgotten_on(book, customer_id)
    if before is not None:
        raise InputError(f"customer {customer_id} was forgotten before", f"on {before}")
    return _forget(book, customer_id, on)


def forget_rest(book: Acts, customer_id: int) -> Forgot:
    """Erase what has come back of somebody who was forgotten, inside such a change."""
    on = forgotten_on(book, customer_id)
    assert on is not None
    return _forget(book, customer_id, on)


def _forget(book: Acts, customer_id: int, on: date) -> Forgot:
    words = known_as(book, customer_id)
    does = _rows_of(book, customer_id)
    _mark(book, words, opted_out=_opted_out(book, customer_id))
    entries = blank_in_journal(book, customer_id, *words)
    forget_learned(book, words)
    belong = Belonging(book)
    for each in belong.references:
        if each.parent == CUSTOMERS and belong.owners.get(each.child) != each:
            _forget_mention(book, each, customer_id)
    withdraw(book, customer_id)
    for table in [*reversed(belong.owners), CUSTOMERS]:
        _erase(book, table, belong.rows_of(table, customer_id), on)
    if book._rows(f"SELECT id FROM {CUSTOMERS} WHERE id = ?", customer_id):
        values = {"customer_id": customer_id, "scope": "all", "since": on}
        book._insert("opt_outs", rows.record(values))
    return does._replace(entries=entries)


def _rows_of(book: OpenBook, customer_id: int) -> Forgot:
    belong = Belonging(book)
    counts = {table: len(belong.rows_of(table, customer_id)) for table in belong.owners}
    there = {table: count for table, count in counts.items() if count}
    kept = {table: count for table, count in there.items() if table in STAYS}
    gone = {table: count for table, count in there.items() if table not in STAYS}
    return Forgot(gone, kept)


def pack(book: Acts, customer_id: int) -> None:
    """Write the file anew, after a change in which a customer was forgotten.

    SQLite overwrites what it deletes, but not the stale copies of it that stay in a
    page when a full one was split. Errors: BookError.
    """
    left = f"traces are left in the file until: secondsale forget {customer_id}"
    with explained(book._path, left):
        book._connection.execute("VACUUM")


def forgotten_on(book: OpenBook, customer_id: int) -> date | None:
    """Return when a customer was forgotten, or None."""
    found = book._rows(
        f"SELECT forgotten_on FROM {CUSTOMERS} WHERE id = ?", customer_id
    )
    return rows.day(found[0]["forgotten_on"]) if found else None


def known_as(book: OpenBook, customer_id: int) -> tuple[str, ...]:
    """Return the names and addresses of a customer, those of earlier days too."""
    found = book._rows(
        f"SELECT {', '.join(CALLED)} FROM {CUSTOMERS} WHERE id = ?", customer_id
    )
    words = {word for row in found for word in row if word}
    if book._rows("SELECT 1 FROM sqlite_schema WHERE name = 'other_addresses'"):
        others = "SELECT value FROM other_addresses WHERE customer_id = ?"
        words |= {row["value"] for row in book._rows(others, customer_id)}
    for each in (customer_id, *once(book, customer_id)):
        words |= named_in_journal(book, each)
    return tuple(sorted(words - {FORGOTTEN}))


def recognised(
    book: OpenBook, *, email: str = "", phone: str = "", name: str = ""
) -> Former | None:
    """Return whether somebody of this address or name was forgotten."""
    salt = _salt(book)
    if not salt:
        return None
    asked = {
        EMAIL: [(EMAIL, matching.email_key(email))],
        PHONE: list(_phones_like(matching.phone_key(phone))),
        NAME: [(NAME, search_key(name))],
    }
    for by, kinds in asked.items():
        wishes = _wishes(book, salt, kinds)
        if wishes:
            return Former(by, any(wishes))
    return None


def were_forgotten(book: OpenBook, words: Collection[str]) -> bool:
    """Return whether one of these names and addresses is one of somebody forgotten."""
    salt = _salt(book)
    return bool(salt and _wishes(book, salt, _kinds(words)))


def are_the_same(words: Collection[str], others: Collection[str]) -> bool:
    """Return whether two people are known by one name, address or number."""
    return not set(_kinds(words)).isdisjoint(_kinds(others))


def _wishes(book: OpenBook, salt: str, kinds: Iterable[tuple[str, str]]) -> list[bool]:
    """Return of each mark that is known whether they had opted out."""
    marks = [_hash(salt, kind, key) for kind, key in kinds if key]
    found = book._rows(
        "SELECT opted_out FROM forgotten_marks"
        " WHERE mark IN (SELECT value FROM json_each(?))",
        _array(marks),
    )
    return [bool(row["opted_out"]) for row in found]


def _mark(book: Acts, words: Collection[str], *, opted_out: bool) -> None:
    """Keep by what somebody would be recognised."""
    salt = _salt(book)
    if not salt:
        import secrets

        salt = secrets.token_hex(16)
        book._insert("forgotten_salt", {"id": 1, "salt": salt})
    for kind, key in sorted(_kinds(words)):
        mark = _hash(salt, kind, key)
        known = book._rows("SELECT * FROM forgotten_marks WHERE mark = ?", mark)
        if not known:
            values = {"mark": mark, "opted_out": opted_out}
            book._insert("forgotten_marks", rows.record(values))
        elif opted_out:
            book._update("forgotten_marks", known[0]["id"], {"opted_out": 1})


def _kinds(words: Collection[str]) -> Iterator[tuple[str, str]]:
    for word in words:
        if "@" in word:
            yield EMAIL, matching.email_key(word)
        elif key := matching.typed_phone_key(word):
            yield PHONE, key
            yield from ((_ENDING, end) for end in _endings(key))
        else:
            yield NAME, search_key(word)


def _phones_like(key: str) -> Iterator[tuple[str, str]]:
    """Yield what a number is marked by, with or without its prefix."""
    yield PHONE, key
    yield _ENDING, key
    yield from ((PHONE, end) for end in _endings(key))


def _endings(key: str) -> Iterator[str]:
    return (key[start:] for start in range(1, len(key) - matching.SHORTEST_ENDING + 1))


def _hash(salt: str, kind: str, key: str) -> str:
    import hashlib

    return hashlib.sha256(f"{salt}:{kind}:{key}".encode()).hexdigest()


def _salt(book: OpenBook) -> str:
    found = book._rows("SELECT salt FROM forgotten_salt")
    return found[0]["salt"] if found else ""


def _array(words: Collection[str]) -> str:
    import json

    return json.dumps(list(words))


def _opted_out(book: OpenBook, customer_id: int) -> bool:
    return bool(
        book._rows(
            "SELECT id FROM opt_outs WHERE customer_id = ? AND lifted_on IS NULL",
            customer_id,
        )
    )


def _forget_mention(book: Acts, reference: Reference, customer_id: int) -> None:
    """Let others forget that they came by this person."""
    table, column = reference.child, reference.column
    for row in book._rows(f"SELECT id FROM {table} WHERE {column} = ?", customer_id):
        book._update(table, row["id"], {column: None})


def _erase(book: Acts, table: str, ids: Collection[int], on: date) -> None:
    """Delete rows, or blank all of them that does not stay."""
    if table not in STAYS:
        for row_id in sorted(set(ids) - numbers_kept(book, table)):
            book._delete(table, row_id)
        return
    blank = blank_columns(book, table)
    if table == CUSTOMERS:
        blank |= rows.record({"forgotten_on": on})
    for row_id in sorted(ids) if blank else ():
        if book._rows(f"SELECT id FROM {table} WHERE id = ?", row_id):
            book._update(table, row_id, blank)


def numbers_kept(book: OpenBook, table: str) -> set[int]:
    """Return the rows of a table that keep under which number somebody was merged.

    They name nobody, and by them older copies are found that hold the two apart.
    """
    if table != "customer_origins":
        return set()
    found = book._rows(f"SELECT id FROM {table} WHERE source = ?", MERGED)
    return {row["id"] for row in found}


def blank_columns(book: OpenBook, table: str) -> dict[str, rows.Stored]:
    """Return what stands in the columns of a forgotten person's rows that do not stay.

    None of a table whose rows do not stay.
    """
    if table not in STAYS:
        return {}
    stays = {"id", "forgotten_on", *STAYS[table].split()}
    columns = book._rows("SELECT * FROM pragma_table_info(?)", table)
    blank: dict[str, rows.Stored] = {
        each["name"]: ("" if each["type"] == "TEXT" else 0) if each["notnull"] else None
        for each in columns
        if each["name"] not in stays
    }
    return blank | {"name": FORGOTTEN} if table == CUSTOMERS else blank
