"""The book as a file: found, created, checked and opened.

A file that is not surely a book of ours is refused before SQLite touches it.
"""

import os
import sqlite3
import stat
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, datetime
from pathlib import Path
from typing import Self

from secondsale.errors import BookError, BookInUseError, NoBookError
from secondsale.store import migrations
from secondsale.store.files import daily, open_file
from secondsale.store.migrations import UNTOUCHED, Migrated
from secondsale.text import visible

PATIENCE = 10.0
"""Seconds to wait for another program's commit."""

_MAGIC = b"SQLite format 3\0"
_HEADER_SIZE = 100
_PRAGMAS = (
    # With less, a sale that was acknowledged can vanish in a power cut.
    "PRAGMA synchronous = EXTRA",
    # What is erased leaves no trace in the file.
    "PRAGMA secure_delete = ON",
    # A file from elsewhere cannot make its views and triggers call functions.
    "PRAGMA trusted_schema = OFF",
    # Readers of a large import wait for its commit only.
    "PRAGMA cache_spill = OFF",
)


class OpenBook:
    """An open book, and the one way to ask it something in SQL."""

    def __init__(
        self,
        connection: sqlite3.Connection,
        path: Path,
        migrated: Migrated | None = None,
    ) -> None:
        self._connection = connection
        self._path = path
        self.migrated = migrated
        """Set where opening it brought an older book up to date."""

    def close(self) -> None:
        """Close the book; an unfinished change is not kept."""
        self._connection.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def was_backed_up(self, day: date) -> bool:
        """Return whether the copy of a day lies beside the book."""
        copy = daily(self._path, day)
        return copy.exists() and not copy.is_symlink()

    def last_changed(self) -> datetime | None:
        """Return the instant of the newest entry of the journal, in UTC."""
        found = self._rows("SELECT at FROM journal ORDER BY id DESC LIMIT 1")
        return datetime.fromisoformat(found[0]["at"]) if found else None

    def is_empty(self) -> bool:
        """Return whether nobody and nothing is in the book yet."""
        people, goods = (
            self._rows(f"SELECT 1 FROM {table} LIMIT 1")
            for table in ("customers", "products")
        )
        return not people and not goods

    def _rows(self, sql: str, *values: str | int | None) -> list[sqlite3.Row]:
        with explained(self._path):
            cursor = self._connection.cursor()
            cursor.row_factory = sqlite3.Row
            return cursor.execute(sql, values).fetchall()

    def _rows_of(
        self, table: str, column: str, ids: list[int], order: str = "id"
    ) -> list[sqlite3.Row]:
        # One parameter for all ids: their number has no limit and the SQL is cached.
        sql = (
            f"SELECT * FROM {table} WHERE {column} IN "
            f"(SELECT value FROM json_each(?)) ORDER BY {order}"
        )
        return self._rows(sql, str(ids))

    @contextmanager
    def _one_view(self) -> Iterator[None]:
        """Let several questions see the same state of the book."""
        if self._connection.in_transaction:
            yield
            return
        self._connection.execute("BEGIN")
        try:
            yield
        finally:
            self._connection.rollback()


def connect(
    path: Path, *, writing: bool, patience: float
) -> tuple[sqlite3.Connection, Path, Migrated | None]:
    """Open the book file, and return what an open book is made of.

    Only a writer creates it; `patience` is in seconds.
    Errors: BookError, in one line that names the path.
    """
    with explained(path):
        # Closing any descriptor of a file drops the locks this process holds on it,
        # so all looking with plain Python comes before SQLite opens the file.
        header = read_header(path) or _header_beside_copies(path)
        if header:
            refuse_unless_ours(header, path)
        elif writing:
            _create(path)
        else:
            raise _missing(path)
        connection = open_file(path, patience=patience)
        try:
            migrated = _prepare(connection, path, writing=writing)
        except BaseException:
            connection.close()
            raise
        return connection, path, migrated


def refuse_foreign(path: Path) -> None:
    """Refuse a file that is not surely a book that this program can read.

    Errors: BookError.
    """
    header = read_header(path)
    if not header:
        raise BookError(f"{named(path)} is empty or not there", UNTOUCHED)
    refuse_unless_ours(header, path)


def read_header(path: Path) -> bytes:
    """Return the first bytes of an ordinary file; none if it is empty or not there.

    Errors: BookError; OSError.
    """
    try:
        mode = path.stat().st_mode
    except FileNotFoundError:
        return b""
    except ValueError:
        raise BookError(f"{named(path)} cannot be the name of a file") from None
    if stat.S_ISDIR(mode):
        raise BookError(f"{named(path)} is a folder, not a book", UNTOUCHED)
    if not stat.S_ISREG(mode):  # opening a pipe or a device could wait for ever
        raise BookError(f"{named(path)} is not an ordinary file", UNTOUCHED)
    with path.open("rb") as file:
        return file.read(_HEADER_SIZE)


def is_sqlite(header: bytes) -> bool:
    """Return whether a file begins as those of SQLite do."""
    return header.startswith(_MAGIC)


def refuse_unless_ours(header: bytes, path: Path) -> None:
    """Refuse a file whose first bytes are not surely those of a book.

    Errors: BookError.
    """
    application = int.from_bytes(header[68:72])
    if not is_sqlite(header) or application != migrations.APPLICATION_ID:
        copy = "" if is_sqlite(header) else _newest_copy(path)
        was = f"; if it was one, put a copy back: secondsale restore {copy}"
        raise BookError(
            f"{named(path)} is not a secondsale book", UNTOUCHED + (was if copy else "")
        )
    migrations.refuse_newer(int.from_bytes(header[60:64]), named(path))


def _header_beside_copies(path: Path) -> bytes:
    """Return the first bytes of a book that is not there, if it is there by now.

    Errors: BookError where copies of it lie there: nothing is to be begun among them.
    """
    copy = _newest_copy(path)
    header = read_header(path)  # meanwhile another program may have begun it
    if header or not copy:
        return header
    raise BookError(
        f"there is no book at {named(path)}, but copies of it lie there",
        f"put the newest back: secondsale restore {copy}; to begin anew, move them",
    )


def _newest_copy(path: Path) -> str:
    """Return how the newest copy beside a book is called, without the book's name."""
    from secondsale.store.backups import backups

    names = (each.path.name for each in backups(path) if each.size)
    return next(names, "").removeprefix(f"{path.name}.")


def _missing(path: Path) -> NoBookError:
    return NoBookError(
        f"there is no book at {named(path)} yet",
        'start with: secondsale add-sale "Ana Silva" "Rose Serum x2 @38", '
        "or look around with: secondsale demo",
    )


def _create(path: Path) -> None:
    _create_folder(path.parent)
    os.close(os.open(path, os.O_CREAT | os.O_RDWR, 0o600))
    path.chmod(0o600)  # an empty file may have been there before


def _create_folder(folder: Path) -> None:
    if not folder.exists():
        _create_folder(folder.parent)
        folder.mkdir(mode=0o700, exist_ok=True)
        from secondsale.store.backups import flush

        flush(folder.parent)  # else a power cut could take the new folder away


def _prepare(
    connection: sqlite3.Connection, path: Path, *, writing: bool
) -> Migrated | None:
    for pragma in _PRAGMAS:
        connection.execute(pragma)
    # Asked again of SQLite: a first command that was killed has been rolled back by
    # now, and another program may have been at work since the header was read.
    (version,) = connection.execute("PRAGMA user_version").fetchone()
    migrations.refuse_newer(version, named(path))
    if version == 0 and not writing:
        raise _missing(path)
    migrated = None
    if version < migrations.SCHEMA_VERSION:
        first = "it has to be brought up to date first" if version else ""
        with explained(path, first):
            migrated = migrations.migrate(connection, path, named(path))
    # Only now, because a step may rebuild a table that others refer to.
    connection.execute("PRAGMA foreign_keys = ON")
    if writing:
        connection.execute("PRAGMA journal_mode = DELETE")
    else:
        connection.execute("PRAGMA query_only = ON")
    return migrated


def named(path: Path) -> str:
    """Return a path that is safe to show."""
    return visible(str(path))


@contextmanager
def explained(path: Path, first: str = "") -> Iterator[None]:
    """Turn what SQLite and the file system say into one line for people.

    `first` goes before the hint.
    Errors: BookError for everything that is not a fault of this program.
    """
    try:
        yield
    except (sqlite3.Error, OSError, UnicodeDecodeError) as error:
        reason = explain(error, named(path))
        if reason is None:
            raise
        message, hint = reason
        kind = BookInUseError if hint == _IN_USE[1] else BookError
        raise kind(message, f"{first}; {hint}" if first else hint) from error


def explain(error: Exception, name: str) -> tuple[str, str] | None:
    """Return the message and the hint for an error, or None for a fault of ours."""
    if isinstance(error, OSError):
        cause = (error.strerror or "it cannot be reached").lower()
        return f"{name} cannot be opened: {cause}", "check the path and its permissions"
    # SQLite's extended codes keep the kind of error in their lowest byte; text that
    # is not UTF-8 comes without a code.
    code = getattr(error, "sqlite_errorcode", None)
    kind = sqlite3.SQLITE_CORRUPT if code is None else code & 0xFF
    if kind in _KINDS:
        message, hint = _KINDS[kind]
        return message.format(name), hint
    # Nothing of the schema can be missing from a book that is sound.
    if str(error).startswith(("no such table", "no such column")):
        message, hint = _KINDS[sqlite3.SQLITE_CORRUPT]
        return message.format(name), hint
    return None


_IN_USE = ("{} is in use by another program", "try again when it has finished")
_READ_ONLY = ("{} is read-only", "check the permissions of the file and its folder")
_DAMAGED = (
    "{} is damaged",
    "it was left as it is: secondsale doctor names a sound copy to restore",
)
_KINDS = {
    sqlite3.SQLITE_BUSY: _IN_USE,
    sqlite3.SQLITE_LOCKED: _IN_USE,
    sqlite3.SQLITE_READONLY: _READ_ONLY,
    sqlite3.SQLITE_PERM: _READ_ONLY,
    sqlite3.SQLITE_CANTOPEN: (
        "{} cannot be opened or written",
        "check the permissions of the file and its folder, and the room on the disk",
    ),
    sqlite3.SQLITE_FULL: ("the disk is full", "make room and try again"),
    sqlite3.SQLITE_IOERR: ("{} cannot be read or written", "check the disk"),
    sqlite3.SQLITE_CORRUPT: _DAMAGED,
    sqlite3.SQLITE_NOTADB: _DAMAGED,
}
