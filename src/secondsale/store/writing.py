"""How the book is changed: all of a change is kept, or nothing of it."""

import sqlite3
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from typing import TYPE_CHECKING

from secondsale.errors import BookError
from secondsale.store.connection import explain, explained, named
from secondsale.store.reading import Questions
from secondsale.store.rows import Stored

if TYPE_CHECKING:
    from sqlite_utils import Database


class Acts(Questions):
    """An open book that can be changed."""

    _database: "Database | None" = None

    @contextmanager
    def change(self) -> Iterator[None]:
        """Keep all that is done inside, or nothing of it.

        Errors: BookError if the book is in use or cannot be written.
        """
        if self._connection.in_transaction:
            raise RuntimeError("a change cannot begin inside another one")
        with explained(self._path):
            self._connection.execute("BEGIN IMMEDIATE")
        try:
            yield
            self._commit()
        except BaseException:
            with suppress(sqlite3.Error):  # the first error is the one to tell
                self._connection.rollback()
            raise

    def _commit(self) -> None:
        try:
            self._connection.execute("COMMIT")
        except sqlite3.Error as error:
            # It may have happened all the same: the last step of a commit can fail
            # after the change is in the file.
            cause, _ = explain(error, named(self._path)) or (str(error), "")
            raise BookError(
                f"it is not confirmed that this was saved: {cause}",
                "look with: secondsale show",
            ) from error

    def _insert(self, table: str, columns: Mapping[str, Stored]) -> int:
        with explained(self._path):
            inserted = self._writable().table(table).insert(dict(columns))
        row_id = inserted.last_pk
        assert isinstance(row_id, int)
        return row_id

    def _update(self, table: str, row_id: int, columns: Mapping[str, Stored]) -> None:
        with explained(self._path):
            self._writable().table(table).update(row_id, dict(columns))

    def _delete(self, table: str, row_id: int) -> None:
        with explained(self._path):
            self._writable().table(table).delete(row_id)

    def _writable(self) -> "Database":
        # Outside a transaction, also one that a full disk has ended, sqlite-utils
        # would commit each row by itself.
        if not self._connection.in_transaction:
            raise RuntimeError("the book is changed inside `with book.change():` only")
        if self._database is None:
            # Importing it costs as much as the whole morning, so readers never do.
            from sqlite_utils import Database

            self._database = Database(self._connection, execute_plugins=False)
        return self._database


def refuse_unknown(changes: Mapping[str, object], known: type) -> None:
    """Refuse a change of something that is not there to be changed."""
    unknown = set(changes) - set(known.__annotations__)
    if unknown:
        raise TypeError(f"there is no {', '.join(sorted(unknown))} to change")
