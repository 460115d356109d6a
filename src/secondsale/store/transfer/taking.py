"""Records on their way into a book: ids as they are, or given anew where it has facts.

Where ids are given anew, so is all that names them: references, keys of touchpoints.
"""

import sqlite3
from collections.abc import Iterable, Iterator
from contextlib import suppress
from typing import Any, NamedTuple

from secondsale import text
from secondsale.errors import InputError
from secondsale.model import Key
from secondsale.store import rows
from secondsale.store.belonging import ANCHORS, KEYED
from secondsale.store.connection import OpenBook
from secondsale.store.importing.tally import Tally, Verdict
from secondsale.store.transfer.joining import Joining
from secondsale.store.transfer.shapes import INSIDE, PART, WHOLE, shapes, wrong
from secondsale.store.writing import Acts

AT_ONCE = 1000

Values = dict[str, rows.Stored]

DEALT = "trials"
"""The table that goes by the ids of customers without naming them."""

_FORGOTTEN = "it is about somebody whom the book has forgotten"
_AIMLESS = "it is about something that is not in the file"
_OTHERWISE = "the book says otherwise, and stays as it is"
_DEALT = "an experiment stays in its book: customers have other numbers here"


class Sent(NamedTuple):
    """A record, the line it stands on, and what it is one of."""

    line: int
    word: str
    record: dict[str, Any]


def take_in(book: Acts, sent: Iterable[Sent]) -> Tally:
    """Keep records in a book, inside a change; what is there already is not doubled.

    Returns what became of each line.

    Errors: InputError, naming the line, for a record that is none of ours or does not
    fit; then nothing may be kept.
    """
    before = set(_faults(book))
    try:
        tally = _Taking(book).take(sent)
    except sqlite3.IntegrityError as error:
        raise InputError(
            f"the file does not hold together: {error}", "nothing was kept"
        ) from None
    for fault in _faults(book):
        if fault not in before:
            raise InputError(
                f"the file does not hold together: {fault}", "nothing was kept"
            )
    tally.check()
    return tally


def _faults(book: OpenBook) -> Iterator[str]:
    """Yield what the checks of single values and of all facts find."""
    from secondsale.store.checks import invariants, values

    for check in (*values.CHECKS, *invariants.CHECKS):
        if not check.is_advice:
            yield from map(str, check.faults(book))


class _LeftOutError(Exception):
    """A record belongs to somebody whom the book has forgotten."""


class _Taking:
    """One file on its way into a book."""

    def __init__(self, book: Acts) -> None:
        self._book = book
        self._shapes = shapes(book)
        self._tables = {
            shape.word: table for table, shape in self._shapes.items() if table != PART
        }
        self._is_empty = not any(
            book._rows(f"SELECT 1 FROM {table} LIMIT 1") for table in self._shapes
        )
        self._ids: dict[str, dict[int, int | None]] = {t: {} for t in self._shapes}
        """By table: which id each of the file's has in the book; None if it has none
        there, because it is about somebody who was forgotten."""
        self._batches: dict[str, list[Values]] = {}
        self._sent_by: list[tuple[int, int, int]] = []
        """Who was sent by whom: the line, the id in the book, the referrer's there."""
        self._joining = Joining(book, self._shapes)
        self._tally = Tally()

    def take(self, sent: Iterable[Sent]) -> Tally:
        """Keep all records, and return what became of them."""
        table = ""
        for each in sent:
            if self._tables.get(each.word, "") != table:
                self._flush()
            table = self._tables.get(each.word, "")
            if not table:
                raise wrong(each.line, f"{text.visible(each.word)!r} is no fact")
            try:
                self._take(each.line, table, dict(each.record))
            except _LeftOutError:
                self._leave_out(each.line, table, each.record)
        self._flush()
        for line, customer_id, referrer in self._sent_by:
            with suppress(_LeftOutError):
                by = self._id(line, "customers", referrer)
                self._joining.refer(customer_id, by)
        return self._tally

    def _leave_out(self, line: int, table: str, record: dict[str, Any]) -> None:
        """Remember of whom nothing is kept, so that what is theirs is left out too."""
        self._count(line, table, Verdict.SKIPPED, _FORGOTTEN)
        self._ids[table][record["id"]] = None
        lines = record.get(PART)
        for each in lines if isinstance(lines, list) else ():
            if isinstance(each, dict):
                self._ids[PART][each.get("id", 0)] = None

    def _take(self, line: int, table: str, record: dict[str, Any]) -> None:
        lines = record.pop(PART, []) if table == WHOLE else []
        old, values = self._understood(line, table, record)
        referrer = None
        if table == "customers":
            referrer, values["referred_by"] = values["referred_by"], None
        inside = self._lines(line, lines)
        if self._is_empty:
            self._keep(table, old, values, inside)
            self._count(line, table, Verdict.NEW)
            new = old
        elif table in KEYED and not self._rekey(line, values):
            self._count(line, table, Verdict.SKIPPED, _AIMLESS)
            return
        elif table == DEALT and self._would_deal_anew():
            self._count(line, table, Verdict.SKIPPED, _DEALT)
            return
        else:
            if table == "customers" and self._joining.was_forgotten(values):
                raise _LeftOutError
            placed = self._joining.place(table, values, [each for _, each in inside])
            why = _OTHERWISE if placed.what is Verdict.SKIPPED else ""
            self._count(line, table, placed.what, why)
            new = placed.row_id
            for (inner, _), given in zip(inside, placed.lines, strict=True):
                self._ids[PART][inner] = given
        self._ids[table][old] = new
        if isinstance(referrer, int):
            self._sent_by.append((line, new, referrer))

    def _would_deal_anew(self) -> bool:
        """Return whether any customer of the file has another id in the book."""
        return any(old != new for old, new in self._ids["customers"].items())

    def _count(self, line: int, table: str, what: Verdict, why: str = "") -> None:
        self._tally.count(what, (line,), why)
        if what in (Verdict.NEW, Verdict.UPDATED):
            self._tally.add(table, what)

    def _understood(
        self, line: int, table: str, record: dict[str, Any]
    ) -> tuple[int, Values]:
        """Return a record's id and its columns, with the book's ids of its parents."""
        old = record.pop("id", None)
        if type(old) is not int or not 0 < old < 2**62 or old in self._ids[table]:
            shown = text.visible(repr(old))
            raise wrong(line, f"its id is {shown}", "each record has one of its own")
        shape = self._shapes[table]
        values = shape.values(line, record)
        for column, parent in shape.parents.items():
            own = values[column]
            if own is not None and column != "referred_by" and column != INSIDE:
                assert isinstance(own, int)
                values[column] = self._id(line, parent, own)
        if table != PART and INSIDE in shape.parents and values[INSIDE] is not None:
            own = values[INSIDE]
            assert isinstance(own, int)
            values[INSIDE] = self._id(line, WHOLE, own)
        return old, values

    def _lines(self, line: int, given: Any) -> list[tuple[int, Values]]:
        """Return the lines of a sale, each after its id, without the sale's."""
        if not isinstance(given, list) or not all(isinstance(e, dict) for e in given):
            raise wrong(line, "lines is no list of records")
        found = []
        for each in given:
            old, values = self._understood(line, PART, {INSIDE: 0, **each})
            self._ids[PART][old] = old
            found.append((old, values))
        return found

    def _keep(
        self, table: str, old: int, values: Values, inside: list[tuple[int, Values]]
    ) -> None:
        """Keep a record under the id that it has."""
        self._batches.setdefault(table, []).append({"id": old, **values})
        lines = [{"id": each, **own, INSIDE: old} for each, own in inside]
        if lines:
            self._batches.setdefault(PART, []).extend(lines)
        if len(self._batches[table]) >= AT_ONCE:
            self._flush()

    def _flush(self) -> None:
        for table, images in self._batches.items():
            if images:
                self._book._insert_again(table, images)
        self._batches = {}

    def _id(self, line: int, table: str, old: int) -> int:
        """Return which id one of the file's has in the book.

        Errors: InputError where the file has none of that id, or not before this line.
        """
        if old not in self._ids[table]:
            word = self._shapes[table].word
            raise wrong(line, f"there is no {word} {old} before it in the file")
        new = self._ids[table][old]
        if new is None:
            raise _LeftOutError
        return new

    def _rekey(self, line: int, values: Values) -> bool:
        """Let a key name the book's row; return False where there is none of it."""
        try:
            key = Key.parse(str(values["key"]))
        except ValueError:
            raise wrong(line, f"{values['key']!r} is no key") from None
        letter, old = key.anchor[0], int(key.anchor[1:])
        new = self._ids[ANCHORS[letter]].get(old)
        if new is not None:
            values["key"] = str(Key(key.rule, f"{letter}{new}", key.round))
        return new is not None
