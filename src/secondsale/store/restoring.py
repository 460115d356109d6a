"""Putting a copy in the place of the book."""

import os
import sqlite3
import stat
from collections.abc import Iterator
from contextlib import closing, contextmanager, suppress
from pathlib import Path

from secondsale.errors import BookError
from secondsale.model.journal import EntryKind
from secondsale.store import backups
from secondsale.store.backups import UnsoundError
from secondsale.store.changes import Typed
from secondsale.store.connection import (
    connect,
    explain,
    explained,
    is_sqlite,
    named,
    read_header,
    refuse_foreign,
    refuse_unless_ours,
)
from secondsale.store.files import open_file
from secondsale.store.journal import note
from secondsale.store.writing import Acts
from secondsale.text import visible

OWN = 0o600
"""Who can read and write a book: its owner, and nobody else."""

_TRIES = 40
"""How often to try again, a quarter of a second apart, while the book is in use."""


def restore(copy: Path, book: Path, *, typed: Typed | None = None) -> Path | None:
    """Make a book what a copy of it is, and return where it is kept as it was.

    Nothing is returned where there was no book. The copy stays as it is; the history
    of the book says that it was restored, under what was `typed`.
    Errors: BookError if the copy is no sound book of ours, or the book is in use, or
    what lies in its place is something else.
    """
    check_place(book)
    with explained(copy):
        if not copy.exists():
            raise BookError(f"there is no copy {named(copy)}", "list them: backups")
        if book.exists() and copy.samefile(book):
            raise BookError(f"{named(copy)} is the book itself", "nothing was done")
    with _tried(copy, book) as trial:
        if typed is not None:
            _note(trial, f"restore {visible(copy.name)}", typed)
        with explained(book):
            kept = _keep(book)
            if kept is None or not _takes_over(trial, book):
                _replace(trial, book)
    return kept


def check_place(book: Path) -> None:
    """Make sure that nothing but a book would be replaced, damaged or not.

    A file whose beginning tells nothing was one if it has the name of its copies.
    Errors: BookError.
    """
    with explained(book):
        header = read_header(book)
        if header and (is_sqlite(header) or not _copies_of(book)):
            refuse_unless_ours(header, book)


def _copies_of(book: Path) -> bool:
    for copy in backups.backups(book):
        with suppress(BookError, OSError):
            refuse_foreign(copy.path)
            return True
    return False


def check(copy: Path, book: Path) -> None:
    """Make sure that a copy can take the place of the book: a trial restore.

    The copy itself stays as it is. Errors: BookError.
    """
    with _tried(copy, book):
        pass


@contextmanager
def _tried(copy: Path, book: Path) -> Iterator[Path]:
    """Yield a copy of a copy, brought up to date and verified, beside the book.

    Errors: BookError.
    """
    with explained(copy):
        refuse_foreign(copy)
    # Hidden: nobody takes what a power cut leaves of it for a copy.
    trial = backups.unused_name(book.with_name(f".{book.name}"), "trial")
    try:
        with explained(copy), _called_a_copy(copy):
            backups.back_up(copy, trial)
        connection, _, migrated = connect(trial, writing=True, patience=1)
        with closing(connection):
            if migrated is not None:  # the copy of it was verified as it was made
                backups.verify(connection, copy)
                migrated.copy.unlink()
        yield trial
    finally:
        with suppress(FileNotFoundError):
            trial.unlink()


@contextmanager
def _called_a_copy(copy: Path) -> Iterator[None]:
    try:
        yield
    except UnsoundError as error:
        raise UnsoundError(
            f"the copy {named(copy)} is damaged", "take another: secondsale backups"
        ) from error


def _note(trial: Path, shown: str, typed: Typed) -> None:
    connection, path, _ = connect(trial, writing=True, patience=1)
    with closing(connection):
        book = Acts(connection, path)
        with book.change():
            note(book, EntryKind.RESTORE, shown, typed)


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
        # What it will hold is for its owner alone, whoever could read it so far.
        _set_mode(book, stat.S_IMODE(book.stat().st_mode) & stat.S_IRWXU)
        with closing(open_file(copy)) as source, closing(open_file(book)) as target:
            target.execute("PRAGMA synchronous = EXTRA")
            source.backup(target, progress=patient)
            backups.verify(target, book)
        _set_mode(book, OWN)
    except (sqlite3.DatabaseError, UnicodeDecodeError) as error:
        if not past_reading(error):
            if _was_not_begun(error):
                raise  # which says why
            # The last step of a commit can fail after it happened.
            cause, _ = explain(error, named(book)) or (str(error), "")
            raise BookError(
                f"it is not confirmed that this was restored: {cause}",
                "look before repeating: secondsale history",
            ) from error
        return False
    return True


def _set_mode(book: Path, mode: int) -> None:
    with suppress(PermissionError):  # it is somebody else's, who lets us write
        book.chmod(mode)


def _was_not_begun(error: Exception) -> bool:
    code = getattr(error, "sqlite_errorcode", 0) & 0xFF
    return code in (
        sqlite3.SQLITE_READONLY,
        sqlite3.SQLITE_PERM,
        sqlite3.SQLITE_CANTOPEN,
    )


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
