"""What one change does to the facts, as the journal keeps it."""

from collections.abc import Collection, Iterator, Mapping, Sequence
from datetime import date, datetime
from typing import Any, NamedTuple

from secondsale.text import visible

NOT_FACTS = frozenset(
    {
        "journal",
        "journal_changes",
        "forgotten_marks",
        "forgotten_salt",
        "learned",
        "votes",
        "wakes",
        "wake_fingerprint",
        "tasks",
    }
)
"""Tables that the journal ignores: itself, what is left of people who were forgotten,
and whatever is derived and taken anew.

A derived table that refers to facts says ON DELETE CASCADE, because nothing of it is
ever in the way of an undo.
"""

KEPT = 1000
"""How many entries the journal keeps."""

MADE, CHANGED, GONE = "insert", "update", "delete"

_CHUNK = 500
"""How many images stand in one row of the journal."""

Image = Mapping[str, Any]


class Typed(NamedTuple):
    """What was typed, when (in UTC), and the day that counted as today."""

    words: Sequence[str]
    at: datetime
    day: date

    @property
    def line(self) -> str:
        """Return what was typed as a shell would take it, safe to keep and to show."""
        return visible(" ".join(map(_quoted, self.words)))


class Change(NamedTuple):
    """Rows of one table that run on, and what became of them."""

    kind: str
    table: str
    first: int
    last: int
    images: str = ""
    """Of rows that were changed or removed, a JSON array of what they were before."""


class Changes:
    """The net effect of a change: what it made, changed and removed."""

    reverses: int | None = None
    kind = "command"

    def __init__(self) -> None:
        self._made: dict[str, list[list[int]]] = {}
        self._changed: dict[tuple[str, int], dict[str, Any]] = {}
        self._gone: dict[tuple[str, int], Image] = {}

    def __bool__(self) -> bool:
        return bool(self._made or self._changed or self._gone)

    def made(self, table: str, first: int, last: int) -> None:
        """Keep that rows were made, whose ids run on."""
        if table in NOT_FACTS or last < first:
            return
        ranges = self._made.setdefault(table, [])
        if ranges and ranges[-1][1] + 1 == first:
            ranges[-1][1] = last
        else:
            ranges.append([first, last])

    def changed(self, table: str, row_id: int, before: Image) -> None:
        """Keep what some columns of a row were before."""
        if table not in NOT_FACTS and self._range_of(table, row_id) is None:
            earlier = self._changed.get((table, row_id), {})
            self._changed[table, row_id] = {**before, **earlier}

    def removed(self, table: str, row_id: int, image: Image) -> None:
        """Keep what a row was before it was removed."""
        if table in NOT_FACTS:
            return
        own = self._range_of(table, row_id)
        if own is None:
            earlier = self._changed.pop((table, row_id), {})
            self._gone[table, row_id] = {**image, **earlier}
            return
        # What this change made itself is as if it had never been.
        ranges = self._made.pop(table)
        ranges.remove(own)
        ranges += [[own[0], row_id - 1], [row_id + 1, own[1]]]
        for first, last in sorted(ranges):
            self.made(table, first, last)

    def _range_of(self, table: str, row_id: int) -> list[int] | None:
        ranges = self._made.get(table, ())
        return next((own for own in ranges if own[0] <= row_id <= own[1]), None)

    def there(self) -> Iterator[tuple[str, Collection[int]]]:
        """Yield the tables and ids of the rows that were made or changed."""
        for table, ranges in self._made.items():
            for first, last in ranges:
                yield table, range(first, last + 1)
        changed: dict[str, list[int]] = {}
        for table, row_id in self._changed:
            changed.setdefault(table, []).append(row_id)
        yield from changed.items()

    def before(self) -> Iterator[tuple[str, Image]]:
        """Yield what the rows that were changed or removed were before, by table."""
        for images in (self._changed, self._gone):
            for (table, _), image in images.items():
                yield table, image

    def __iter__(self) -> Iterator[Change]:
        for table, ranges in self._made.items():
            for first, last in ranges:
                yield Change(MADE, table, first, last)
        yield from _chunks(CHANGED, self._changed)
        yield from _chunks(GONE, self._gone)


def _quoted(word: str) -> str:
    """Return a word as a shell takes it; the shell's own way hides an apostrophe."""
    import shlex

    plain = "'" in word and not set(word) & set('"$`\\!')
    return f'"{word}"' if plain else shlex.quote(word)


def written(images: Sequence[Image]) -> str:
    """Return images as a change keeps them."""
    import json

    return json.dumps(images, ensure_ascii=False)


def _chunks(kind: str, images: Mapping[tuple[str, int], Image]) -> Iterator[Change]:
    table, first, chunk = "", 0, list[Image]()
    for (name, row_id), image in images.items():
        runs_on = name == table and row_id == first + len(chunk) and len(chunk) < _CHUNK
        if not runs_on:
            if chunk:
                yield _chunk(kind, table, first, chunk)
            table, first, chunk = name, row_id, []
        chunk.append({"id": row_id, **image})
    if chunk:
        yield _chunk(kind, table, first, chunk)


def _chunk(kind: str, table: str, first: int, images: Sequence[Image]) -> Change:
    return Change(kind, table, first, first + len(images) - 1, written(images))
