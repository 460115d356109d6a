"""Where other people's texts name a person."""

from collections.abc import Iterable, Iterator
from typing import NamedTuple

from secondsale.store.belonging import Belonging
from secondsale.store.blanking import CALLED, CUSTOMERS
from secondsale.store.changes import NOT_FACTS
from secondsale.store.connection import OpenBook
from secondsale.store.traces import Traces
from secondsale.store.writing import Acts

SHORTEST_PART = 3
"""Letters of a part of a name that is looked for by itself."""

# Choices of ours; and names, which are somebody's own.
_NO_TEXTS = frozenset(
    "key intent outcome channel status scope currency kind name_key search_key"
    " email_key phone_key birthday months sold_time".split()
)
_NAMES = {("products", "name"), *((CUSTOMERS, column) for column in CALLED)}


class Mention(NamedTuple):
    """A text that names a person, and whose row it is in, if it is a customer's."""

    table: str
    row_id: int
    column: str
    text: str
    customer_id: int | None
    whole: bool
    """Whether it holds the whole name or an address, not only a part of the name."""


def mentions(
    book: OpenBook, customer_id: int, words: Iterable[str]
) -> tuple[Mention, ...]:
    """Return the texts that name a customer, except their own; the surest first."""
    known = list(words)
    parts = (part for word in known if "@" not in word for part in word.split())
    whole = Traces(known)
    part = Traces(p for p in parts if len(p) >= SHORTEST_PART and p.isalpha())
    belong = Belonging(book)
    found = []
    for table, column in _texts(book):
        theirs = table in {CUSTOMERS, *belong.owners}
        own = belong.rows_of(table, customer_id) if theirs else set()
        for row in book._rows(
            f"SELECT id, {column} AS text FROM {table} WHERE {column} <> ''"
        ):
            text, row_id = row["text"], row["id"]
            surely = whole.are_in(text)
            if row_id not in own and (surely or part.are_in(text)):
                whose = min(belong.customers_of(table, {row_id}), default=None)
                found.append(Mention(table, row_id, column, text, whose, surely))
    return tuple(sorted(found, key=lambda each: not each.whole))


def clean(book: Acts, found: Iterable[Mention], words: Iterable[str]) -> int:
    """Take whole names and addresses out of texts, inside a change; say of how many."""
    traces, cleaned = Traces(words), 0
    for each in found:
        if each.whole:
            text = traces.taken_out(each.text)
            book._update(each.table, each.row_id, {each.column: text})
            cleaned += 1
    return cleaned


def _texts(book: OpenBook) -> Iterator[tuple[str, str]]:
    """Yield the columns that hold what somebody typed, after their tables."""
    for row in book._rows(
        "SELECT m.name AS tbl, c.name AS col FROM sqlite_schema m,"
        " pragma_table_info(m.name) c WHERE m.type = 'table' AND c.type = 'TEXT'"
        " AND m.name NOT GLOB 'sqlite_*' AND m.name NOT GLOB '_sqlite_*'"
    ):
        table, column = row["tbl"], row["col"]
        if table in NOT_FACTS or (table, column) in _NAMES:
            continue
        if column not in _NO_TEXTS and not column.endswith("_on"):
            yield table, column
