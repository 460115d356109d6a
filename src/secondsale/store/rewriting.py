"""Copies of the book that still hold somebody who was forgotten, and rewriting them."""

import os
import sqlite3
from collections.abc import Callable, Collection, Iterable, Iterator
from contextlib import closing, contextmanager, suppress
from datetime import date
from itertools import chain
from pathlib import Path
from typing import NamedTuple

from secondsale.errors import BookError
from secondsale.store import backups, forgetting
from secondsale.store.backups import Backup
from secondsale.store.connection import OpenBook, connect, explained, refuse_foreign
from secondsale.store.files import open_file
from secondsale.store.mentions import clean, clean_later, mentions
from secondsale.store.merging import once
from secondsale.store.writing import Acts

Words = tuple[str, ...]
"""The names and addresses that somebody is known by."""


class Holding(NamedTuple):
    """The copies that hold a person, and those that cannot be looked into."""

    holding: tuple[Backup, ...]
    unreadable: tuple[Backup, ...]


def holding(
    book: OpenBook, customer_id: int, copies: Iterable[Backup], words: Words = ()
) -> Holding:
    """Return which copies of a book hold somebody whom it has forgotten.

    By `words` also those in which only the texts of others still name them.
    """

    def holds(copy: Path) -> bool:
        return any(_holds(book, each, copy) for each in _all_of(book, customer_id)) or (
            bool(words) and _names(copy, customer_id, words)
        )

    return _sorted_out(copies, holds)


def knowing(book: OpenBook, customer_id: int, copies: Iterable[Backup]) -> Holding:
    """Return which copies of a book hold somebody whom it has not forgotten yet."""
    words = forgetting.known_as(book, customer_id)

    def knows(copy: Path) -> bool:
        return any(
            forgetting.are_the_same(words, _words_in(copy, each))
            for each in _all_of(book, customer_id)
        )

    return _sorted_out(copies, knows)


def _all_of(book: OpenBook, customer_id: int) -> tuple[int, ...]:
    """Return the ids that a person has, or had until a merge."""
    return customer_id, *sorted(once(book, customer_id))


def _sorted_out(copies: Iterable[Backup], wanted: Callable[[Path], bool]) -> Holding:
    found, unreadable = [], []
    for copy in copies:
        try:
            if wanted(copy.path):
                found.append(copy)
        except (BookError, sqlite3.Error, OSError, ValueError):
            unreadable.append(copy)
    return Holding(tuple(found), tuple(unreadable))


def words_in(copies: Iterable[Backup], customer_id: int) -> Words:
    """Return by what readable copies of a book know a customer."""
    return tuple(
        sorted({word for copy in copies for word in _words_in(copy.path, customer_id)})
    )


def coming_back(book: OpenBook, copy: Path) -> tuple[int, ...]:
    """Return which customers a book has forgotten whom a copy of it still holds."""
    forgotten = book._rows("SELECT id FROM customers WHERE forgotten_on IS NOT NULL")
    ids = (row["id"] for row in forgotten)
    return tuple(each for each in ids if _holds(book, each, copy))


def rewrite(
    copy: Path,
    customer_id: int,
    *,
    on: date,
    clean_notes: bool = False,
    words: Words = (),
    merged: Collection[int] = (),
) -> int:
    """Put in the place of a copy one that is verified and has forgotten a customer.

    And those who were `merged` into them, where they are two there.

    It is as old as it was; with `clean_notes` others' texts do not name them either,
    by `words` also in a copy that has forgotten them. Return how many texts of others
    may name them still. Errors: BookError; then the copy stays as it is.
    """
    seen = copy.stat()
    fresh = backups.unused_name(copy, "rewritten")
    try:
        with explained(copy):
            backups.back_up(copy, fresh)
        connection, path, migrated = connect(fresh, writing=True, patience=1)
        if migrated is not None:
            migrated.copy.unlink()
        with closing(connection):
            book = Acts(connection, path)
            apart = [each for each in merged if _is_there(book, each)]
            called = (forgetting.known_as(book, it) for it in (customer_id, *apart))
            known = tuple({*words, *chain.from_iterable(called)})
            with book.change():
                if forgetting.forgotten_on(book, customer_id) is not None:
                    clean_later(book, customer_id, known)
                else:
                    if clean_notes:
                        clean(book, mentions(book, customer_id, known), known)
                    forgetting.forget(book, customer_id, on=on)
                for each in apart:
                    forgetting.forget(book, each, on=on)
            left = len(mentions(book, customer_id, known))
            forgetting.pack(book, customer_id)
            backups.verify(connection, copy)
        with explained(copy):
            os.utime(fresh, ns=(seen.st_atime_ns, seen.st_mtime_ns))
            backups.flush(fresh)
            fresh.replace(copy)
            backups.flush(copy.parent)
    finally:
        for half_made in fresh.parent.glob(f"{backups.escaped(fresh.name)}*"):
            with suppress(FileNotFoundError):
                half_made.unlink()
    return left


def _is_there(book: OpenBook, customer_id: int) -> bool:
    """Return whether a customer is in a book, and not forgotten."""
    found = book._rows("SELECT forgotten_on FROM customers WHERE id = ?", customer_id)
    return bool(found) and found[0]["forgotten_on"] is None


def _holds(book: OpenBook, customer_id: int, copy: Path) -> bool:
    """Return whether a copy knows a customer by what the book has forgotten."""
    return forgetting.were_forgotten(book, _words_in(copy, customer_id))


def _words_in(copy: Path, customer_id: int) -> Words:
    with _looked_into(copy) as older:
        return forgetting.known_as(older, customer_id) if older else ()


def _names(copy: Path, customer_id: int, words: Words) -> bool:
    """Return whether texts of others in a copy name somebody surely."""
    with _looked_into(copy) as older:
        found = mentions(older, customer_id, words) if older else ()
        return any(each.cleanable for each in found)


@contextmanager
def _looked_into(copy: Path) -> Iterator[OpenBook | None]:
    """Open a copy as it is, whatever its version; None for an empty file."""
    if not copy.stat().st_size:
        yield None
        return
    refuse_foreign(copy)
    with closing(open_file(copy)) as connection:
        connection.execute("PRAGMA query_only = ON")
        yield OpenBook(connection, copy)
