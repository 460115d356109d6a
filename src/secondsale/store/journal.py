"""The journal in the book: every changing command, and what it changed.

An undo is an entry too, and so is a redo, which is the undo of an undo. What the book
holds is what all of them did, one after the other; an entry and the undo of it cancel
each other, and a redo stands for what it restored.
"""

import json
from collections.abc import Iterable, Iterator
from datetime import UTC, date, datetime
from typing import Any, NamedTuple

from secondsale.errors import NotFoundError
from secondsale.model.journal import Entry, EntryKind, Tally
from secondsale.store import rows
from secondsale.store.belonging import Belonging
from secondsale.store.changes import CHANGED, GONE, KEPT, MADE, Change
from secondsale.store.connection import OpenBook


class Noted(NamedTuple):
    """A row of the journal, without what it changed."""

    id: int
    kind: EntryKind
    reverses: int | None
    typed: str


class Log:
    """All entries in their order, and which of them took back which."""

    def __init__(self, noted: Iterable[Noted]) -> None:
        self.noted = {each.id: each for each in noted}
        self._reversed_by = {each.reverses: each.id for each in self.noted.values()}

    def latest(self, number: int) -> int:
        """Return the last of those that took an entry back, restored it, and so on.

        Errors: NotFoundError.
        """
        if number not in self.noted:
            gone = 0 < number < max(self.noted, default=0)
            kept = f"the journal keeps the last {KEPT:,}"
            raise NotFoundError(
                f"there is no entry {number}" + (" any more" if gone else ""),
                kept if gone else "secondsale history lists them",
            )
        while number in self._reversed_by:
            number = self._reversed_by[number]
        return number

    def origin(self, number: int) -> int:
        """Return the command that an undo or a redo is about, as far as it is kept."""
        while (earlier := self.noted[number].reverses) in self.noted:
            number = earlier
        return number

    def undone(self, number: int) -> bool:
        """Return whether an entry was taken back and not restored."""
        return (
            self.noted[number].kind is not EntryKind.UNDO
            and self.noted[self.latest(number)].kind is EntryKind.UNDO
        )

    def in_force(self, *, undos: bool = False) -> list[int]:
        """Return the commands and redos that nothing took back, or else the undos."""
        return [
            each.id
            for each in self.noted.values()
            if (each.kind is EntryKind.UNDO) is undos
            and each.id not in self._reversed_by
        ]

    def since(self, number: int) -> list[int]:
        """Return what is in force now and was not right after an entry."""
        return [each for each in self.in_force() if self._is_new(each, number)]

    def _is_new(self, latest: int, number: int) -> bool:
        if latest <= number:
            return False
        first = self.noted[latest]
        while first.reverses is not None and first.reverses > number:
            first = self.noted[first.reverses]
        # What was first undone after the entry was in force before, as it is again.
        return first.kind is not EntryKind.UNDO


class Journal:
    """The journal of an open book."""

    def __init__(self, book: OpenBook) -> None:
        self._book = book

    def log(self) -> Log:
        """Return all entries without what they changed."""
        found = self._book._rows(
            "SELECT id, kind, reverses, typed FROM journal ORDER BY id"
        )
        return Log(rows.read("journal", noted, row) for row in found)

    def entry(self, number: int) -> Entry:
        """Return an entry.

        Errors: NotFoundError.
        """
        log = self.log()
        log.latest(number)
        (entry,) = self._entries(log, [number])
        return entry

    def entries(
        self, *, customer_id: int | None = None, limit: int | None = None
    ) -> list[Entry]:
        """Return the entries, newest first; of one customer, or all."""
        with self._book._one_view():
            log = self.log()
            found = self._entries(log, sorted(log.noted, reverse=True))
            wanted: list[Entry] = []
            for entry in found:
                if limit is not None and len(wanted) == limit:
                    break
                if customer_id is None or customer_id in entry.customer_ids:
                    wanted.append(entry)
            return wanted

    def names(self, entries: Iterable[Entry]) -> dict[int, str]:
        """Return the names of the customers that entries concern, by their ids."""
        ids = sorted({who for entry in entries for who in entry.customer_ids})
        found = self._book._rows_of("customers", "id", ids)
        return {row["id"]: row["name"] for row in found}

    def changes(self, number: int) -> list[Change]:
        """Return what an entry changed."""
        found = self._book._rows(
            "SELECT * FROM journal_changes WHERE entry_id = ? ORDER BY id", number
        )
        return [rows.read("journal_changes", change, row) for row in found]

    def later(self, number: int, log: Log) -> list[tuple[int, Change]]:
        """Return what else is done since an entry, each change after its entry."""
        found = self._book._rows(
            "SELECT * FROM journal_changes WHERE entry_id IN"
            " (SELECT value FROM json_each(?)) ORDER BY entry_id, id",
            str(log.since(number)),
        )
        return [
            (row["entry_id"], rows.read("journal_changes", change, row))
            for row in found
        ]

    def last_to_touch(self, table: str, row_id: int) -> int | None:
        """Return the last entry that did something to a row."""
        (row,) = self._book._rows(
            "SELECT max(entry_id) AS entry FROM journal_changes"
            " WHERE table_name = ? AND ? BETWEEN first_id AND last_id",
            table,
            row_id,
        )
        entry: int | None = row["entry"]
        return entry

    def customers(self, changes: Iterable[Change], belong: Belonging) -> set[int]:
        """Return the customers whose rows were changed, as far as they are known."""
        found: set[int] = set()
        for each in changes:
            found |= belong.customers_of(each.table, range(each.first, each.last + 1))
            own = belong.owners.get(each.table)
            if each.kind == MADE or own is None:
                continue
            named = (image.get(own.column) for image in images(each))
            owners = {owner for owner in named if owner is not None}
            if own.parent == "customers":
                found |= owners
            else:
                found |= belong.customers_of(own.parent, owners)
        return found

    def _entries(self, log: Log, numbers: Iterable[int]) -> Iterator[Entry]:
        belong = Belonging(self._book)
        for number in numbers:
            (row,) = self._book._rows("SELECT * FROM journal WHERE id = ?", number)
            changes, undone = self.changes(number), log.undone(number)
            # What it made is gone: only its undo knows whose that was.
            gone = self.changes(log.latest(number)) if undone else []
            yield Entry(
                id=number,
                at=instant(row["at"]),
                day=date.fromisoformat(row["day"]),
                typed=row["typed"],
                kind=log.noted[number].kind,
                reverses=row["reverses"],
                origin=log.origin(number),
                latest=log.latest(number),
                undone=undone,
                tallies=tuple(_tallies(changes)),
                customer_ids=tuple(sorted(self.customers(changes + gone, belong))),
                blanked=bool(row["blanked"]),
            )


def change(row: rows.Row) -> Change:
    """Read a change."""
    if row["kind"] not in (MADE, CHANGED, GONE):
        raise ValueError(f"{row['kind']!r} is no kind of change")
    return Change(
        row["kind"], row["table_name"], row["first_id"], row["last_id"], row["images"]
    )


def images(each: Change) -> list[dict[str, Any]]:
    """Return what the rows of a change were before it."""
    found: list[dict[str, Any]] = json.loads(each.images) if each.images else []
    return found


def noted(row: rows.Row) -> Noted:
    """Read an entry, without what it changed."""
    return Noted(row["id"], EntryKind(row["kind"]), row["reverses"], row["typed"])


def instant(at: str) -> datetime:
    """Read when something was typed."""
    return datetime.strptime(at, "%Y-%m-%dT%H:%M:%SZ").replace(tzinfo=UTC)


def _tallies(changes: Iterable[Change]) -> Iterator[Tally]:
    columns = {MADE: "added", CHANGED: "changed", GONE: "removed"}
    counts: dict[str, dict[str, int]] = {}
    for each in changes:
        tally = counts.setdefault(each.table, {})
        column = columns[each.kind]
        count = len(images(each)) if each.images else each.last - each.first + 1
        tally[column] = tally.get(column, 0) + count
    for table, tally in counts.items():
        yield Tally(table, **tally)
