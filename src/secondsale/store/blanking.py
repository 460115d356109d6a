"""Erasing a person from the journal, so that nothing of them can be restored."""

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from secondsale.store.belonging import Belonging
from secondsale.store.changes import CHANGED, GONE, MADE, Change, written
from secondsale.store.connection import OpenBook
from secondsale.store.journal import Journal, change, images
from secondsale.store.merging import once
from secondsale.store.traces import Traces, traces_in
from secondsale.store.writing import Acts

CUSTOMERS = "customers"
CALLED = ("name", "email", "phone")
IDENTITY = frozenset((*CALLED, "name_key", "search_key", "email_key", "phone_key"))
"""Columns of customers that are their own, also where they share a name or a phone."""

Image = Mapping[str, Any]


def blank_in_journal(book: Acts, customer_id: int, *words: str) -> int:
    """Erase a customer from every entry, inside a change; return in how many they were.

    Their rows leave the entries: an undo of one skips them. What was typed goes from
    the entries that concern them and from those that hold one of the `words` (the name,
    an address); it is taken out of what other people's rows were before, too.
    """
    journal = Journal(book)
    blanking = _Blanking(journal, customer_id, traces_in(book, words))
    blanked = 0
    for number, noted in journal.log().noted.items():
        found = _blank_changes(book, number, blanking)
        if found or blanking.traces.are_in(noted.typed):
            book._update("journal", number, {"typed": "", "blanked": 1})
            blanked += 1
    return blanked


def entries_of(book: OpenBook, customer_id: int, *words: str) -> int:
    """Return in how many entries a customer is, all of which would be blanked."""
    journal = Journal(book)
    blanking = _Blanking(journal, customer_id, traces_in(book, words))
    return sum(
        any(is_there for *_, is_there in _left_of_changes(book, number, blanking))
        or blanking.traces.are_in(noted.typed)
        for number, noted in journal.log().noted.items()
    )


def named_in_journal(book: OpenBook, customer_id: int) -> set[str]:
    """Return by what names and addresses the journal knows a customer.

    A book of an earlier version has none.
    """
    if not book._rows("SELECT 1 FROM sqlite_schema WHERE name = 'journal_changes'"):
        return set()
    found = book._rows(
        "SELECT * FROM journal_changes"
        f" WHERE table_name = '{CUSTOMERS}' AND ? BETWEEN first_id AND last_id",
        customer_id,
    )
    earlier = (image for row in found for image in images(change(row)))
    return {
        image[column]
        for image in earlier
        if image["id"] == customer_id
        for column in CALLED
        if image.get(column)
    }


def _blank_changes(book: Acts, number: int, blanking: "_Blanking") -> bool:
    """Take a person out of what an entry changed; return if they were in it."""
    found = False
    for row_id, was, kept, is_there in list(_left_of_changes(book, number, blanking)):
        found = found or is_there
        if kept != [was]:
            book._delete("journal_changes", row_id)
            columns = "entry_id kind table_name first_id last_id images".split()
            values = [(number, *left) for left in kept]
            book._insert_many("journal_changes", columns, values)
    return found


def _left_of_changes(
    book: OpenBook, number: int, blanking: "_Blanking"
) -> Iterator[tuple[int, Change, list[Change], bool]]:
    """Yield the changes of an entry, what is left of each, and if the person is in it.

    Before each stands the id of its row.
    """
    for row in book._rows("SELECT * FROM journal_changes WHERE entry_id = ?", number):
        was = change(row)
        kept = list(blanking.left_of(was))
        yield row["id"], was, kept, kept != [was] or blanking.sent_by_them(was)


class _Blanking:
    """Which rows of the journal are a person's own, and what only names them."""

    def __init__(self, journal: Journal, customer_id: int, traces: Traces) -> None:
        self.traces = traces
        self._customer_id = customer_id
        belong = Belonging(journal._book)
        gone = [
            (each.table, image)
            for number in journal.log().noted
            for each in journal.changes(number)
            if each.kind == GONE
            for image in images(each)
        ]
        merged = once(journal._book, customer_id)
        doubles = self._doubles(journal._book, gone)
        self._own = {CUSTOMERS: {customer_id, *merged, *doubles}}
        for table, reference in belong.owners.items():
            owners = self._own[reference.parent]
            self._own[table] = belong.rows_of(table, customer_id) | {
                image["id"]
                for name, image in gone
                if name == table and image.get(reference.column) in owners
            }
        self._mentions = {
            (each.child, each.column)
            for each in belong.references
            if each.parent == CUSTOMERS and belong.owners.get(each.child) != each
        }
        self._sent = {
            table: {
                row["id"]
                for row in journal._book._rows(
                    f"SELECT id FROM {table} WHERE {column} = ?", customer_id
                )
            }
            for table, column in self._mentions
        }

    def left_of(self, each: Change) -> Iterator[Change]:
        """Yield what is left of a change without the person."""
        own = self._own.get(each.table, set())
        if each.kind == MADE:
            yield from _ranges_without(each, own)
            return
        before = images(each)
        after = [self._blanked(each, image) for image in before]
        kept = [
            image
            for image in after
            if image["id"] not in own and image.keys() != {"id"}
        ]
        if kept == before:
            yield each
            return
        for image in kept:
            row_id = image["id"]
            yield each._replace(first=row_id, last=row_id, images=written([image]))

    def sent_by_them(self, each: Change) -> bool:
        """Return whether a change says that the person sent somebody."""
        sent = self._sent.get(each.table, set())
        columns = {column for table, column in self._mentions if table == each.table}
        if each.kind == MADE:
            return any(each.first <= row_id <= each.last for row_id in sent)
        return any(
            image["id"] in sent and columns & image.keys() for image in images(each)
        )

    def _blanked(self, each: Change, image: Image) -> Image:
        """Return what a row of somebody else was before, without this person."""
        kept: dict[str, Any] = {}
        for column, value in image.items():
            whose = each.table == CUSTOMERS and column in IDENTITY
            if (each.table, column) in self._mentions and value == self._customer_id:
                value = None
            elif isinstance(value, str) and not whose and self.traces.are_in(value):
                if each.kind == CHANGED:  # an undo leaves it as it is then
                    continue
                value = self.traces.taken_out(value)
            kept[column] = value
        return kept

    def _doubles(
        self, book: OpenBook, gone: Iterable[tuple[str, Image]]
    ) -> Iterator[int]:
        """Yield the ids of removed customers who were the same person."""
        there = {row["id"] for row in book._rows(f"SELECT id FROM {CUSTOMERS}")}
        for table, image in gone:
            if table == CUSTOMERS and image["id"] not in there:
                called = (str(image.get(column) or "") for column in CALLED)
                if any(map(self.traces.are_in, called)):
                    yield image["id"]


def _ranges_without(each: Change, own: set[int]) -> Iterator[Change]:
    first = each.first
    for row_id in sorted(own):
        if first <= row_id <= each.last:
            if first < row_id:
                yield each._replace(first=first, last=row_id - 1)
            first = row_id + 1
    if first <= each.last:
        yield each._replace(first=first)
