"""Putting a copy in the place of the book."""

import os
import sqlite3
from contextlib import closing, suppress
from pathlib import Path

from secondsale.errors import BookError
from secondsale.store import backups
from secondsale.store.connection import (
    connect,
    explain,
    explained,
    named,
    refuse_foreign,
)
from secondsale.store.files import open_file

_TRIES = 40
"""How often to try again, a quarter of a second apart, while the book is in use."""


def restore(copy: Path, book: Path) -> Path | None:
    """Make a book what a copy of it is, and return where it is kept as it was.

    Nothing is returned where there was no book. The copy stays as it is.
    Errors: BookError if the copy is no sound book of ours, or the book is in use.
    """
    with explained(copy):
        if not copy.exists():
            raise BookError(f"there is no copy {named(copy)}", "list them: backups")
        if book.exists() and copy.samefile(book):
            raise BookError(f"{named(copy)} is the book itself", "nothing was done")
    check(copy)
    with explained(book):
        kept = _keep(book)
        if kept is not None and _takes_over(copy, book):
            return kept
        _replace(copy, book)
    return kept


def check(copy: Path) -> None:
    """Make sure that a copy can take the place of the book: a trial restore.

    It is copied, brought up to date and verified; the copy itself stays as it is.
    Errors: BookError.
    """
    trial = backups.unused_name(copy, "trial")
    try:
        with explained(copy):
            refuse_foreign(copy)
            backups.back_up(copy, trial)
        connection, _, migrated = connect(trial, writing=True, patience=1)
        with closing(connection):
            if migrated is not None:  # the copy of it was verified as it was made
                backups.verify(connection, copy)
                migrated.copy.unlink()
    finally:
        with suppress(FileNotFoundError):
            trial.unlink()


def _keep(book: Path) -> Path | None:
    """Keep the book as it is, also where it is damaged; None if there is nothing."""
    if not book.exists() or not book.stat().st_size:
        return None
    try:
        return backups.back_up_before(book, "restore")
    except (BookError, sqlite3.DatabaseError, UnicodeDecodeError) as error:
        if not past_reading(error):
            raise
        kept = backups.unused_name(book, "before-restore")
        with book.open("rb") as damaged:
            descriptor = os.open(kept, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600)
            with os.fdopen(descriptor, "wb") as target:
                while part := damaged.read(1 << 20):
                    target.write(part)
        return kept


def _takes_over(copy: Path, book: Path) -> bool:
    """Write a copy into the file of the book; false if that is past taking it.

    SQLite does it like any other change, so that whoever has the book open sees it,
    and nothing is lost when it is interrupted.
    """
    waited = 0

    def patient(status: int, *_: int) -> None:
        nonlocal waited
        waited += status in (sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED)
        if waited > _TRIES:
            raise BookError(
                f"{named(book)} is in use by another program",
                "try again when it has finished",
            )

    try:
        with closing(open_file(copy)) as source, closing(open_file(book)) as target:
            target.execute("PRAGMA synchronous = EXTRA")
            source.backup(target, progress=patient)
            backups.verify(target, book)
    except (sqlite3.DatabaseError, UnicodeDecodeError) as error:
        if not past_reading(error):
            # The last step of a commit can fail after it happened.
            cause, _ = explain(error, named(book)) or (str(error), "")
            raise BookError(
                f"it is not confirmed that this was restored: {cause}",
                "look before repeating: secondsale history",
            ) from error
        return False
    return True


def past_reading(error: Exception) -> bool:
    """Return whether an error means that a file is damaged, and not only in use."""
    if isinstance(error, sqlite3.Error):
        kind = getattr(error, "sqlite_errorcode", sqlite3.SQLITE_CORRUPT) & 0xFF
        return kind in (sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB)
    return True


def _replace(copy: Path, book: Path) -> None:
    """Put a copy in the place of a file that is missing or past repair."""
    fresh = backups.back_up(copy, backups.unused_name(book, "restored"))
    for rest in (f"{book.name}-journal", f"{book.name}-wal", f"{book.name}-shm"):
        with suppress(FileNotFoundError):  # it belongs to the file that goes
            book.with_name(rest).unlink()
    fresh.replace(book)
