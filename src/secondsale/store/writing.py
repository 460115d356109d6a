"""How the book is changed: all of a change is kept, or nothing of it."""

import sqlite3
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from typing import TYPE_CHECKING

from secondsale.errors import BookError
from secondsale.store.connection import explain, explained, named
from secondsale.store.reading import Questions
from secondsale.store.rows import Stored

if TYPE_CHECKING:
    from secondsale.store.changes import Changes, Image, Typed


class Acts(Questions):
    """An open book that can be changed."""

    _changes: "Changes"

    @contextmanager
    def change(
        self,
        typed: "Typed | None" = None,
        then: Callable[[], None] | None = None,
    ) -> Iterator[None]:
        """Keep all that is done inside, or nothing of it.

        It is one entry of the journal, under what was `typed`; without that, or where
        nothing was changed, it is none, and cannot be taken back. Those whom it
        concerns are awake when `then` is called, at its end.
        Errors: BookError if the book is in use or cannot be written.
        """
        from secondsale.store.changes import Changes

        if self._connection.in_transaction:
            raise RuntimeError("a change cannot begin inside another one")
        with explained(self._path):
            self._connection.execute("BEGIN IMMEDIATE")
        self._changes = Changes()
        try:
            yield
            if typed is not None and (self._changes or self._changes.reverses):
                self._enter(typed)
            self._rouse()
            if then is not None:
                then()
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

    def _enter(self, typed: "Typed") -> None:
        """Write what was changed, and under which words, into the journal."""
        from secondsale.store.changes import KEPT

        changes = self._changes
        with self._writing():
            entry_id = self._connection.execute(
                "INSERT INTO journal (at, day, typed, kind, reverses)"
                " VALUES (?, ?, ?, ?, ?)",
                (
                    typed.at.strftime("%Y-%m-%dT%H:%M:%SZ"),
                    typed.day.isoformat(),
                    typed.line,
                    changes.kind,
                    changes.reverses,
                ),
            ).lastrowid
            self._connection.executemany(
                "INSERT INTO journal_changes"
                " (entry_id, kind, table_name, first_id, last_id, images)"
                " VALUES (?, ?, ?, ?, ?, ?)",
                ((entry_id, *change) for change in changes),
            )
            for table, column in (("journal_changes", "entry_id"), ("journal", "id")):
                old = f"DELETE FROM {table} WHERE {column} <= ? - {KEPT}"
                self._connection.execute(old, (entry_id,))

    def rouse(self) -> None:
        """Wake those whom the change concerns so far, for plans made inside it."""
        self._rouse()

    def _rouse(self) -> None:
        if self._changes:
            from secondsale.store.rousing import rouse

            with self._writing():
                rouse(self, self._changes)

    def _insert(self, table: str, columns: Mapping[str, Stored]) -> int:
        with self._writing():
            row_id = self._connection.execute(
                _insertion(table, columns), tuple(columns.values())
            ).lastrowid
        assert row_id is not None
        self._changes.made(table, row_id, row_id)
        return row_id

    def _insert_many(
        self, table: str, columns: Sequence[str], rows: Iterable[Sequence[Stored]]
    ) -> range:
        """Insert rows without ids of their own, and return the ids they got."""
        counted = self._rows("SELECT seq FROM sqlite_sequence WHERE name = ?", table)
        first = counted[0]["seq"] + 1 if counted else 1
        with self._writing():
            inserted = self._connection.executemany(_insertion(table, columns), rows)
        # Nobody else writes meanwhile, so the ids run on.
        ids = range(first, first + max(0, inserted.rowcount))
        self._changes.made(table, first, ids.stop - 1)
        return ids

    def _insert_again(self, table: str, images: "Sequence[Image]") -> None:
        """Insert rows that were removed, with the ids they had."""
        values = (tuple(image.values()) for image in images)
        with self._writing():
            self._connection.executemany(_insertion(table, images[0]), values)
        for image in images:
            self._changes.made(table, image["id"], image["id"])

    def _update(self, table: str, row_id: int, columns: Mapping[str, Stored]) -> None:
        names = ", ".join(columns)
        (row,) = self._rows(f"SELECT {names} FROM {table} WHERE id = ?", row_id)
        before = dict(row)
        if before == columns:
            return
        values = ", ".join(f"{name} = ?" for name in columns)
        with self._writing():
            self._connection.execute(
                f"UPDATE {table} SET {values} WHERE id = ?", (*columns.values(), row_id)
            )
        self._changes.changed(table, row_id, before)

    def _delete(self, table: str, row_id: int) -> None:
        self._delete_range(table, row_id, row_id)

    def _delete_range(self, table: str, first: int, last: int) -> None:
        """Delete the rows that are there of those with these ids."""
        which = "id BETWEEN ? AND ?"
        for row in self._rows(f"SELECT * FROM {table} WHERE {which}", first, last):
            self._changes.removed(table, row["id"], dict(row))
        with self._writing():
            self._connection.execute(
                f"DELETE FROM {table} WHERE {which}", (first, last)
            )

    @contextmanager
    def _writing(self) -> Iterator[None]:
        # Outside a transaction, also one that a full disk has ended, SQLite would
        # commit each statement by itself.
        if not self._connection.in_transaction:
            raise RuntimeError("the book is changed inside `with book.change():` only")
        with explained(self._path):
            yield


def _insertion(table: str, columns: Iterable[str]) -> str:
    names = tuple(columns)
    marks = ", ".join("?" * len(names))
    return f"INSERT INTO {table} ({', '.join(names)}) VALUES ({marks})"


def refuse_unknown(changes: Mapping[str, object], known: type) -> None:
    """Refuse a change of something that is not there to be changed."""
    unknown = set(changes) - set(known.__annotations__)
    if unknown:
        raise TypeError(f"there is no {', '.join(sorted(unknown))} to change")
