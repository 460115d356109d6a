"""Copies of the book that still hold somebody who was forgotten, and rewriting them."""

import os
import sqlite3
from collections.abc import Iterable
from contextlib import closing, suppress
from datetime import date
from pathlib import Path
from typing import NamedTuple

from secondsale.errors import BookError
from secondsale.store import backups, forgetting
from secondsale.store.backups import Backup
from secondsale.store.connection import OpenBook, connect, explained, refuse_foreign
from secondsale.store.files import open_file
from secondsale.store.mentions import clean, mentions
from secondsale.store.writing import Acts


class Holding(NamedTuple):
    """The copies that hold a person, and those that cannot be looked into."""

    holding: tuple[Backup, ...]
    unreadable: tuple[Backup, ...]


def holding(book: OpenBook, customer_id: int, copies: Iterable[Backup]) -> Holding:
    """Return which copies of a book hold somebody whom it has forgotten."""
    found, unreadable = [], []
    for copy in copies:
        try:
            if _holds(book, customer_id, copy.path):
                found.append(copy)
        except (BookError, sqlite3.Error, OSError, ValueError):
            unreadable.append(copy)
    return Holding(tuple(found), tuple(unreadable))


def coming_back(book: OpenBook, copy: Path) -> tuple[int, ...]:
    """Return which customers a book has forgotten whom a copy of it still holds."""
    forgotten = book._rows("SELECT id FROM customers WHERE forgotten_on IS NOT NULL")
    ids = (row["id"] for row in forgotten)
    return tuple(each for each in ids if _holds(book, each, copy))


def rewrite(
    copy: Path, customer_id: int, *, on: date, clean_notes: bool = False
) -> None:
    """Put in the place of a copy one that is verified and has forgotten a customer.

    It is as old as it was; with `clean_notes` others' texts do not name them either.
    Errors: BookError; then the copy stays as it is.
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
            with book.change():
                if clean_notes:
                    words = forgetting.known_as(book, customer_id)
                    clean(book, mentions(book, customer_id, words), words)
                forgetting.forget(book, customer_id, on=on)
            forgetting.pack(book, customer_id)
            backups.verify(connection, copy)
        with explained(copy):
            os.utime(fresh, ns=(seen.st_atime_ns, seen.st_mtime_ns))
            backups.flush(fresh)
            fresh.replace(copy)
            backups.flush(copy.parent)
    finally:
        for left in fresh.parent.glob(f"{backups.escaped(fresh.name)}*"):
            with suppress(FileNotFoundError):
                left.unlink()


def _holds(book: OpenBook, customer_id: int, copy: Path) -> bool:
    """Return whether a copy knows a customer by what the book has forgotten."""
    if not copy.stat().st_size:
        return False
    refuse_foreign(copy)
    with closing(open_file(copy)) as connection:
        connection.execute("PRAGMA query_only = ON")
        older = OpenBook(connection, copy)
        words = forgetting.known_as(older, customer_id)
    return forgetting.were_forgotten(book, words)
