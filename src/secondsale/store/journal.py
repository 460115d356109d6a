"""The journal in the book: every changing command, and what it changed.

An undo is an entry too, and so is a redo, which is the undo of an undo. What the book
holds is what all of them did, one after the other; an entry and the undo of it cancel
each other, and a redo stands for what it restored.
"""

import json
from collections.abc import Iterable, Iterator
from datetime import UTC, date, datetime
from operator import ne
from typing import TYPE_CHECKING, Any, NamedTuple

from secondsale.errors import BookError, NotFoundError
from secondsale.model.journal import Entry, EntryKind, Tally
from secondsale.store import rows
from secondsale.store.belonging import Belonging
from secondsale.store.changes import CHANGED, GONE, KEPT, MADE, Change, Typed
from secondsale.store.connection import OpenBook
from secondsale.text import visible

if TYPE_CHECKING:
    from secondsale.store.writing import Acts

_INSTANT = "%Y-%m-%dT%H:%M:%SZ"

ERASED = "forget (erased)"
"""What an entry shows as typed that says that somebody was forgotten."""


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
            and not each.kind.for_good
            and each.id not in self._reversed_by
        ]

    def last_for_good(self) -> Noted | None:
        """Return the last entry of what cannot be taken back."""
        found = (each for each in self.noted.values() if each.kind.for_good)
        return max(found, key=lambda each: each.id, default=None)

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

    def instants(self) -> dict[int, datetime]:
        """Return when each entry was typed."""
        found = self._book._rows("SELECT id, at FROM journal ORDER BY id")
        return {
            row["id"]: rows.read("journal", lambda each: instant(each["at"]), row)
            for row in found
        }

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
            if each.kind != MADE:
                found |= _owners(each.table, images(each), belong)
        return found

    def _entries(self, log: Log, numbers: Iterable[int]) -> Iterator[Entry]:
        belong = Belonging(self._book)
        removed = self._removed()
        for number in numbers:
            (row,) = self._book._rows("SELECT * FROM journal WHERE id = ?", number)
            changes = self.changes(number)
            whose = self.customers(changes, belong)
            for each in changes:
                gone = self._gone_of(each, removed)
                whose |= _owners(each.table, gone, belong)
            at, day = rows.read("journal", _when, row)
            yield Entry(
                id=number,
                at=at,
                day=day,
                typed=row["typed"],
                kind=log.noted[number].kind,
                reverses=row["reverses"],
                origin=log.origin(number),
                latest=log.latest(number),
                undone=log.undone(number),
                tallies=tuple(_tallies(changes)),
                customer_ids=tuple(sorted(whose)),
                blanked=bool(row["blanked"]),
            )

    def _removed(self) -> list[tuple[int, Change]]:
        """Return what entries removed, without what it was, and where that stands."""
        found = self._book._rows(
            "SELECT id, kind, table_name, first_id, last_id, '' AS images"
            " FROM journal_changes WHERE kind = ? ORDER BY id",
            GONE,
        )
        return [(row["id"], change(row)) for row in found]

    def _gone_of(
        self, made: Change, removed: Iterable[tuple[int, Change]]
    ) -> Iterator[dict[str, Any]]:
        """Yield what rows were that a change made and another one removed."""
        for row_id, each in removed if made.kind == MADE else ():
            apart = each.last < made.first or made.last < each.first
            if each.table == made.table and not apart:
                (row,) = self._book._rows(
                    "SELECT * FROM journal_changes WHERE id = ?", row_id
                )
                for image in images(change(row)):
                    if made.first <= image["id"] <= made.last:
                        yield image


def note(book: "Acts", kind: EntryKind, shown: str, typed: Typed) -> None:
    """Enter what cannot be taken back, inside a change that is no entry of its own.

    It is `shown` as what was typed; nothing is kept of what it changed.
    """
    values = {"day": typed.day, "typed": shown, "kind": kind}
    book._insert("journal", {"at": typed.at.strftime(_INSTANT), **rows.record(values)})


def change(row: rows.Row) -> Change:
    """Read a change."""
    if row["kind"] not in (MADE, CHANGED, GONE):
        raise ValueError(f"{row['kind']!r} is no kind of change")
    return Change(
        row["kind"], row["table_name"], row["first_id"], row["last_id"], row["images"]
    )


def images(each: Change) -> list[dict[str, Any]]:
    """Return what the rows of a change were before it.

    Errors: BookError for what this program did not write.
    """
    try:
        return parsed(each)
    except ValueError as error:
        raise BookError(
            f"what the history keeps of {visible(each.table)} {each.first} cannot be"
            " read",
            "another program may have changed it: put a sound copy in its place",
        ) from error


def parsed(each: Change) -> list[dict[str, Any]]:
    """Read the images of a change, one for each of its rows; none of what was made.

    Errors: ValueError.
    """
    if each.kind == MADE:
        return []
    try:
        found: list[dict[str, Any]] = json.loads(each.images)
        ids = [image["id"] for image in found]
    except (ValueError, KeyError, TypeError):
        ids = []
    rows_there = range(each.first, each.last + 1)
    if not ids or len(ids) != len(rows_there) or any(map(ne, ids, rows_there)):
        raise ValueError("it does not say what its rows were before")
    return found


def noted(row: rows.Row) -> Noted:
    """Read an entry, without what it changed."""
    return Noted(row["id"], EntryKind(row["kind"]), row["reverses"], row["typed"])


def instant(at: str) -> datetime:
    """Read when something was typed.

    Errors: ValueError.
    """
    try:
        return datetime.strptime(at, _INSTANT).replace(tzinfo=UTC)
    except ValueError:
        raise ValueError(f"{at!r} is no instant") from None


def _when(row: rows.Row) -> tuple[datetime, date]:
    return instant(row["at"]), date.fromisoformat(row["day"])


def _owners(table: str, gone: Iterable[dict[str, Any]], belong: Belonging) -> set[int]:
    """Return the customers that images of rows of a table name as theirs."""
    own = belong.owners.get(table)
    if own is None:
        return set()
    named = (image.get(own.column) for image in gone)
    owners = {owner for owner in named if owner is not None}
    return (
        owners if own.parent == "customers" else belong.customers_of(own.parent, owners)
    )


def _tallies(changes: Iterable[Change]) -> Iterator[Tally]:
    columns = {MADE: "added", CHANGED: "changed", GONE: "removed"}
    counts: dict[str, dict[str, int]] = {}
    for each in changes:
        tally = counts.setdefault(each.table, {})
        column = columns[each.kind]
        tally[column] = tally.get(column, 0) + each.last - each.first + 1
    for table, tally in counts.items():
        yield Tally(table, **tally)
