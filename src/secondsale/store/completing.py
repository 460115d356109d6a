"""What of a book a shell may be told: slugs and numbers; the look changes nothing.

The book is not brought up to date, no journal is rolled back, nothing is begun or kept
waiting: whatever stands in the way ends the look. Each offer is a word, and what it
stands for, in letters, digits and hyphens alone.
"""

import re
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from itertools import islice
from pathlib import Path

from secondsale import text
from secondsale.store.connection import read_header, refuse_unless_ours
from secondsale.store.migrations import SCHEMA_VERSION

PATIENCE = 0.2
"""Seconds to wait for another program: somebody is holding the TAB key."""

MOST_SEEN = 5_000
"""Names that are looked at: with more, somebody types on."""

LONGEST = 40
"""Letters of a name that are told beside an id."""

_NAMES = {
    "customers": "SELECT id, search_key FROM customers WHERE forgotten_on IS NULL",
    "products": "SELECT id, search_key FROM products WHERE TRUE",
}
_WHOSE = "SELECT {0}.id, search_key FROM {0} JOIN customers ON customers.id = {1}"
_NUMBERED = {
    "promises": f"{_WHOSE.format('promises', 'customer_id')} WHERE kept_on IS NULL",
    "concerns": f"{_WHOSE.format('concerns', 'customer_id')} WHERE resolved_on IS NULL",
    "sales": f"{_WHOSE.format('sales', 'customer_id')} WHERE cancelled_on IS NULL",
    "checkpoints": (
        "SELECT checkpoints.id, search_key FROM checkpoints"
        " JOIN sales ON sales.id = sale_id JOIN customers ON customers.id = customer_id"
        " WHERE dropped_on IS NULL"
    ),
}
_MARKS = {"promises": "p", "concerns": "k", "sales": "s", "checkpoints": "d"}

Pairs = tuple[tuple[str, str], ...]


def beginnings(path: Path, table: str, typed: str, most: int) -> Pairs:
    """Return slugs, or ids, of customers or products that begin as typed.

    Errors: BookError, OSError, sqlite3.Error where there is no book to be read.
    """
    with _look(path) as connection:
        return tuple(islice(_found(connection, table, typed), most))


def numbers(path: Path, table: str, typed: str, most: int) -> Pairs:
    """Return the newest of what goes by a number: `p3`, `k5`, `s12`, `d4`.

    A mark or not, as typed. Errors: those of `beginnings`.
    """
    mark = "" if typed[:1].isdigit() else _MARKS[table]
    digits = typed.casefold().removeprefix(mark)
    if digits and not (digits.isdecimal() and digits.isascii()):
        return ()
    sql = (
        f"{_NUMBERED[table]} AND {table}.id LIKE ? || '%'"
        f" ORDER BY {table}.id DESC LIMIT {most}"
    )
    with _look(path) as connection:
        rows = connection.execute(sql, (digits,))
        return tuple((f"{mark}{row_id}", _letters(key)) for row_id, key in rows)


def tags(path: Path, whose: str, most: int) -> Pairs:
    """Return the tags of the customers whose slug or id begins so.

    Errors: those of `beginnings`.
    """
    with _look(path) as connection:
        ids = [str(row_id) for row_id, _ in _named(connection, "customers", whose)]
        sql = (
            "SELECT DISTINCT tag FROM tags WHERE customer_id IN"
            f" (SELECT value FROM json_each(?)) ORDER BY tag LIMIT {most}"
        )
        return tuple((tag, "") for (tag,) in connection.execute(sql, (_array(ids),)))


def entries(path: Path, most: int, *, undone: bool) -> Pairs:
    """Return the numbers of commands to undo, or to redo, the newest first.

    Beside each stands the command's name. Errors: those of `beginnings`.
    """
    from secondsale.store.journal import Log, noted

    with _look(path) as connection:
        connection.row_factory = sqlite3.Row
        rows = connection.execute(
            "SELECT id, kind, reverses, typed FROM journal ORDER BY id"
        )
        log = Log(map(noted, rows))
    found = sorted(map(log.origin, log.in_force(undos=undone)), reverse=True)
    return tuple(
        (str(number), _letters(log.noted[number].typed.partition(" ")[0]))
        for number in found[:most]
    )


def is_at_rest(path: Path) -> bool:
    """Return whether opening a book would change nothing of it.

    Errors: those of `beginnings`.
    """
    header = read_header(path)
    refuse_unless_ours(header, path)
    current = int.from_bytes(header[60:64]) == SCHEMA_VERSION
    return current and not path.with_name(f"{path.name}-journal").exists()


@contextmanager
def _look(path: Path) -> Iterator[sqlite3.Connection]:
    refuse_unless_ours(read_header(path), path)
    address = f"{path.absolute().as_uri()}?mode=ro"
    found = sqlite3.connect(address, uri=True, timeout=PATIENCE)
    with closing(found) as connection:
        connection.execute("PRAGMA trusted_schema = OFF")
        yield connection


def _found(
    connection: sqlite3.Connection, table: str, typed: str
) -> Iterator[tuple[str, str]]:
    by_id = typed.isdecimal()
    told = set()
    for row_id, key in _named(connection, table, typed):
        slug = text.slug(key)
        # One without a hyphen names somebody only where it is all of the name.
        if "-" not in slug and slug != key:
            slug = ""
        word, about = str(row_id), slug or _letters(key)
        if slug and not by_id:
            word, about = slug, ""
        elif not by_id and typed:
            continue  # no letter that was typed begins an id
        if word not in told:
            yield word, about
        told.add(word)


def _named(
    connection: sqlite3.Connection, table: str, typed: str
) -> Iterator[tuple[int, str]]:
    """Yield the ids and search keys of those whose id, or slug, begins as typed."""
    names = _NAMES[table]
    if typed.isdecimal():
        if typed.isascii():
            yield from connection.execute(f"{names} AND id LIKE ? || '%'", (typed,))
        return
    begun = text.slug(text.search_key(typed))
    if typed and not begun:
        return
    # A hyphen mostly stands for a blank; for what else it may stand comes after that.
    for start in dict.fromkeys((begun.replace("-", " "), begun.partition("-")[0])):
        rows = connection.execute(
            f"{names} AND search_key >= ?1 AND search_key < ?1 || char(1114111)"
            f" ORDER BY search_key LIMIT {MOST_SEEN}",
            (start,),
        )
        yield from (row for row in rows if text.slug(row[1]).startswith(begun))
    # In front may stand what a slug leaves out, or spells in two letters.
    rows = connection.execute(
        f"{names} AND search_key GLOB '[^a-z0-9]*' ORDER BY search_key"
        f" LIMIT {MOST_SEEN}"
    )
    yield from (row for row in rows if text.slug(row[1]).startswith(begun))


def _letters(name: str) -> str:
    """Return the letters and digits of a name, in any script: no shell runs those."""
    return "-".join(re.findall(r"[^\W_]+", name))[:LONGEST]


def _array(ids: list[str]) -> str:
    return f"[{','.join(ids)}]"
