"""What stands in the way of taking an entry of the journal back."""

import re
from collections.abc import Iterable, Iterator, Sequence
from itertools import islice

from secondsale.errors import BookError
from secondsale.model.touchpoints import Key
from secondsale.store import rows
from secondsale.store.belonging import ANCHORS, KEYED, Belonging, Reference
from secondsale.store.changes import CHANGED, GONE, MADE, Change
from secondsale.store.connection import OpenBook
from secondsale.store.journal import images

Later = tuple[int, Change]
"""A change of a later entry in force, after the number of that entry."""

MOST_ASKED = 200
"""Of how many rows it is asked which entry made them: enough to name some."""


class Depending:
    """What some changes are to be taken back from, and what was done later."""

    def __init__(
        self,
        book: OpenBook,
        belong: Belonging,
        changes: Sequence[Change],
        later: Sequence[Later],
    ) -> None:
        self._book = book
        self._belong = belong
        self._changes = changes
        self._later = later

    def others(self) -> set[int]:
        """Return the later entries that changed the same, or need what would go.

        Errors: BookError for what needs it and no entry made.
        """
        touched = {
            entry
            for entry, later in self._later
            if any(_meet(each, later) for each in self._changes)
        }
        return touched | set(self._needing()) | set(self._referring())

    def _referring(self) -> Iterator[int]:
        """Yield the later entries that made what refers to rows that would go."""
        for gone in of_kind(MADE, self._changes):
            for own in self._belong.references:
                if own.parent == gone.table:
                    for row_id in islice(self._strangers(own, gone), MOST_ASKED):
                        maker = self._maker(own.child, row_id, own.column)
                        if maker is None:
                            raise BookError(
                                f"row {row_id} of {own.child} needs what would go",
                                "figures of somebody who was forgotten stay",
                            )
                        yield maker

    def _strangers(self, own: Reference, gone: Change) -> Iterator[int]:
        """Yield the rows that refer to rows that would go and stay themselves."""
        for row in self._book._rows(
            f"SELECT id FROM {own.child} WHERE {own.column} BETWEEN ? AND ?"
            " ORDER BY id DESC",
            gone.first,
            gone.last,
        ):
            if not _gave(self._changes, own.child, row["id"], own.column):
                yield row["id"]

    def orphaned(self) -> Iterator[tuple[str, int]]:
        """Yield what is missing although rows that are back refer to it."""
        for each in self._changes:
            if each.kind == MADE:
                continue
            for own in self._belong.references:
                if own.child == each.table:
                    for row in self._book._rows(
                        f"SELECT {own.column} AS missing FROM {own.child}"
                        f" WHERE id BETWEEN ? AND ? AND {own.column} IS NOT NULL"
                        f" AND NOT EXISTS (SELECT 1 FROM {own.parent} AS parent"
                        f" WHERE parent.id = {own.child}.{own.column})",
                        each.first,
                        each.last,
                    ):
                        yield own.parent, row["missing"]
            if each.table in KEYED:
                yield from self._without_anchor(each)

    def in_the_way(self, said: str) -> set[int]:
        """Return the later entries that gave away what has to be unique.

        `said` is what SQLite said, which names the columns.
        """
        unique = [column for _, column in re.findall(r"(\w+)\.(\w+)", said)]
        tables = re.findall(r"(\w+)\.", said)
        if not unique:
            return set()
        table, found = tables[0], set()
        for each in self._changes:
            if each.table != table or each.kind == MADE:
                continue
            for image in images(each):
                held = self._book._rows(
                    f"SELECT * FROM {table} WHERE id = ?", image["id"]
                )
                whole = {**(dict(held[0]) if held else {}), **image}
                same = " AND ".join(f"{column} = ?" for column in unique)
                for row in self._book._rows(
                    f"SELECT id FROM {table} WHERE {same} AND id <> ?",
                    *(whole[column] for column in unique),
                    image["id"],
                ):
                    maker = self._maker(table, row["id"], unique[-1])
                    found |= set() if maker is None else {maker}
        return found

    def _maker(self, table: str, row_id: int, column: str) -> int | None:
        """Return the last entry that gave a column of a row what it holds."""
        makers = (
            entry
            for entry, each in reversed(self._later)
            if _gave([each], table, row_id, column)
        )
        return next(makers, None)

    def _needing(self) -> Iterator[int]:
        """Yield the later entries that settled what would go, or removed of it."""
        gone = of_kind(MADE, self._changes)
        for entry, each in self._later:
            for table, row_id in self._needed(each):
                if any(g.table == table and g.first <= row_id <= g.last for g in gone):
                    yield entry

    def _needed(self, each: Change) -> Iterator[tuple[str, int]]:
        """Yield the rows that the images of a change name, and the keys it made."""
        columns = [own for own in self._belong.references if own.child == each.table]
        for image in images(each):
            for own in columns:
                if image.get(own.column) is not None:
                    yield own.parent, image[own.column]
            if each.table in KEYED and "key" in image:
                yield _row_of(Key.parse(image["key"]))
        if each.table in KEYED and each.kind == MADE:
            yield from self._anchors(each)

    def _without_anchor(self, change: Change) -> Iterator[tuple[str, int]]:
        for table, row_id in self._anchors(change):
            if not self._book._rows(f"SELECT id FROM {table} WHERE id = ?", row_id):
                yield table, row_id

    def _anchors(self, change: Change) -> Iterator[tuple[str, int]]:
        """Yield the rows on which the keys of the rows of a change are anchored."""
        for row in self._book._rows(
            f"SELECT id, key FROM {change.table} WHERE id BETWEEN ? AND ?",
            change.first,
            change.last,
        ):
            yield _row_of(rows.read(change.table, _key, row))


def of_kind(kind: str, changes: Iterable[Change]) -> list[Change]:
    """Return the changes of a kind."""
    return [each for each in changes if each.kind == kind]


def _key(row: rows.Row) -> Key:
    return Key.parse(row["key"])


def _row_of(key: Key) -> tuple[str, int]:
    return ANCHORS[key.anchor[0]], int(key.anchor[1:])


def _gave(changes: Iterable[Change], table: str, row_id: int, column: str) -> bool:
    """Return whether changes gave a column of a row what it holds."""
    return any(
        each.table == table
        and each.first <= row_id <= each.last
        and (
            each.kind == MADE
            or any(i["id"] == row_id and column in i for i in images(each))
        )
        for each in changes
    )


def _meet(each: Change, later: Change) -> bool:
    """Return whether a later change was made to what this one made or changed."""
    apart = each.last < later.first or later.last < each.first
    if each.table != later.table or apart or later.kind == MADE or each.kind == GONE:
        return False
    if each.kind == MADE or later.kind == GONE:
        return True
    assert each.kind == later.kind == CHANGED
    columns = {image["id"]: image.keys() - {"id"} for image in images(each)}
    return any(
        columns.get(image["id"], set()) & image.keys() for image in images(later)
    )
