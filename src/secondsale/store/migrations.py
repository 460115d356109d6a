"""How a new or older book is brought up to date, and a copy of an older one kept."""

import sqlite3
from contextlib import closing
from pathlib import Path

from secondsale.errors import BookError
from secondsale.records import dataclass

APPLICATION_ID = int.from_bytes(b"2sal")
"""What marks a SQLite file as a book (bytes 68 to 72 of its header)."""

SCHEMA_VERSION = 9
"""What this program writes as the book's user_version: how many steps there are.

They are counted by a test, since every command would have to load them to do so.
"""

UNTOUCHED = "it was left untouched"


@dataclass(frozen=True, slots=True)
class Migrated:
    """That opening a book brought it up to date: from which version, and its copy."""

    version: int
    copy: Path


def migrate(connection: sqlite3.Connection, path: Path, name: str) -> Migrated | None:
    """Bring a new or older book up to date, in one transaction of its own.

    Returns nothing for a new book, and where another program did it meanwhile.
    Errors: BookError if another program got there first, and it is not ours.
    """
    # Importing it costs as much as the whole morning, so readers never do.
    from sqlite_utils import Database, Migrations

    from secondsale.store import steps as released

    steps = Migrations("secondsale")
    for step in released.STEPS:
        steps(name=step.__name__)(step)
    # Not `Migrations.apply` alone: it begins deferred, and of several processes that
    # start a book together all but one would fail.
    connection.execute("BEGIN IMMEDIATE")
    copy = None
    try:
        version = _version(connection, name)
        if 0 < version < SCHEMA_VERSION:
            copy = _keep_copy(path)
        if version < SCHEMA_VERSION:
            steps.apply(Database(connection, execute_plugins=False))
            connection.execute(f"PRAGMA application_id = {APPLICATION_ID}")
            connection.execute(f"PRAGMA user_version = {SCHEMA_VERSION}")
        connection.execute("COMMIT")
    except BaseException:
        # A commit can fail after it happened; then the copy is all that is left.
        unchanged = connection.in_transaction
        connection.rollback()
        if copy is not None and unchanged:
            copy.unlink()
        raise
    return None if copy is None else Migrated(version, copy)


def schema_made() -> dict[tuple[str, str], str]:
    """Return the statement of each table and index that the steps make, by its kind."""
    from sqlite_utils import Database

    from secondsale.store.steps import STEPS

    with closing(sqlite3.connect(":memory:", isolation_level=None)) as connection:
        for step in STEPS:
            step(Database(connection, execute_plugins=False))
        found = connection.execute(
            "SELECT type, name, sql FROM sqlite_schema"
            " WHERE sql IS NOT NULL AND name NOT GLOB 'sqlite_*'"
        )
        return {(kind, name): sql for kind, name, sql in found}


def refuse_newer(version: int, name: str) -> None:
    """Refuse a book that this program is too old for.

    Errors: BookError.
    """
    if version > SCHEMA_VERSION:
        raise BookError(
            f"{name} was written by a newer secondsale",
            f"{UNTOUCHED}; install the newer version to use it",
        )


def _version(connection: sqlite3.Connection, name: str) -> int:
    (application,) = connection.execute("PRAGMA application_id").fetchone()
    (tables,) = connection.execute("SELECT count(*) FROM sqlite_schema").fetchone()
    if tables and application != APPLICATION_ID:
        raise BookError(f"{name} is not a secondsale book", UNTOUCHED)
    version: int = connection.execute("PRAGMA user_version").fetchone()[0]
    refuse_newer(version, name)
    return version


def _keep_copy(path: Path) -> Path:
    from secondsale.store.backups import back_up_before

    # It is made over a connection of its own, because SQLite does not copy from one
    # that writes; it sees the book as it is, and the lock of the other keeps it so.
    return back_up_before(path, f"v{SCHEMA_VERSION}")
