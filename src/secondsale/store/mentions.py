"""Where other people's texts name a person."""

from collections.abc import Collection, Iterable, Iterator
from typing import NamedTuple

from secondsale.store.belonging import Belonging
from secondsale.store.blanking import CALLED, CUSTOMERS, blank_in_journal
from secondsale.store.changes import NOT_FACTS
from secondsale.store.connection import OpenBook
from secondsale.store.learning import drop_learned
from secondsale.store.traces import Traces, is_one_word, traces_in
from secondsale.store.writing import Acts

SHORTEST_PART = 3
"""Letters of a part of a name that is looked for by itself."""

# Choices of ours; and addresses, which are somebody's own.
_NO_TEXTS = frozenset(
    "key intent outcome channel status scope currency kind name_key search_key"
    " email_key phone_key birthday months sold_time rule salt".split()
)
_ADDRESSES = {(CUSTOMERS, column) for column in CALLED if column != "name"}
_NAMES = {("products", "name"), (CUSTOMERS, "name")}
_CATEGORY = ("products", "category")


class Mention(NamedTuple):
    """A text that names a person, and whose row it is in, if it is a customer's."""

    table: str
    row_id: int
    column: str
    text: str
    customer_id: int | None
    whole: bool
    """Whether it holds the whole name or an address, not only a part of the name."""
    cleanable: bool
    """Whether that can be taken out: what is a name itself is the seller's to change,
    and so is a category called by a name that may be an ordinary word."""


def mentions(
    book: OpenBook, customer_id: int, words: Iterable[str]
) -> tuple[Mention, ...]:
    """Return the texts that name a customer, except their own; the surest first."""
    known = list(words)
    sight = _Sight(book, known)
    belong = Belonging(book)
    found = []
    for table, column in _texts(book):
        theirs = table in {CUSTOMERS, *belong.owners}
        own = belong.rows_of(table, customer_id) if theirs else set()
        for row in book._rows(
            f"SELECT id, {column} AS text FROM {table} WHERE {column} <> ''"
        ):
            text, row_id = row["text"], row["id"]
            seen = None if row_id in own else sight.of(table, column, text)
            if seen is not None:
                whose = min(belong.customers_of(table, {row_id}), default=None)
                found.append(Mention(table, row_id, column, text, whose, *seen))
    return tuple(sorted(found, key=lambda each: not each.whole))


class _Sight:
    """How surely a text names a person."""

    def __init__(self, book: OpenBook, known: list[str]) -> None:
        longer = [word for word in known if not is_one_word(word)]
        self._whole = traces_in(book, known)
        self._longer = Traces(longer)
        self._loose = Traces(known, loosely=True)
        self._part = Traces(_parts(known), loosely=True)

    def of(self, table: str, column: str, text: str) -> tuple[bool, bool] | None:
        """Return whether it is the whole name and can be taken out; None for no."""
        if (table, column) in _NAMES | {_CATEGORY}:
            traces = self._longer if table == CUSTOMERS else self._loose
            if not traces.are_in(text):
                return None
            whole = self._longer.are_in(text)
            return whole, whole and (table, column) not in _NAMES
        whole = self._whole.are_in(text)
        return (whole, whole) if whole or self._part.are_in(text) else None


def _parts(known: Iterable[str]) -> Iterator[str]:
    """Yield the parts of names, and all of them in one word, as in `@AnaSilva`."""
    for word in known:
        parts = word.split()
        if "@" not in word:
            yield from (p for p in parts if len(p) >= SHORTEST_PART and p.isalpha())
            joined = "".join(parts)
            if len(joined) >= 2 * SHORTEST_PART and joined.isalpha():
                yield joined


def clean(book: Acts, found: Iterable[Mention], words: Iterable[str]) -> int:
    """Take whole names and addresses out of texts, inside a change; say of how many."""
    traces, cleaned = traces_in(book, words), 0
    for each in found:
        if each.cleanable:
            text = traces.taken_out(each.text)
            book._update(each.table, each.row_id, {each.column: text})
            cleaned += 1
    return cleaned


def clean_later(
    book: Acts, customer_id: int, words: Collection[str]
) -> tuple[int, int]:
    """Take somebody who was forgotten before out of texts and the journal, in a change.

    Return of how many texts, and of how many entries.
    """
    cleaned = clean(book, mentions(book, customer_id, words), words)
    forget_learned(book, words)
    return cleaned, blank_in_journal(book, customer_id, *words)


def forget_learned(book: Acts, words: Iterable[str]) -> None:
    """Throw the snapshot away, inside a change, where a category of it names a person.

    It is taken anew by the next command that changes something.
    """
    traces = Traces(words, loosely=True)
    named = book._rows("SELECT name FROM votes WHERE kind = 'category'")
    if any(traces.are_in(row["name"]) for row in named):
        drop_learned(book)


def _texts(book: OpenBook) -> Iterator[tuple[str, str]]:
    """Yield the columns that hold what somebody typed, after their tables."""
    for row in book._rows(
        "SELECT m.name AS tbl, c.name AS col FROM sqlite_schema m,"
        " pragma_table_info(m.name) c WHERE m.type = 'table' AND c.type = 'TEXT'"
        " AND m.name NOT GLOB 'sqlite_*' AND m.name NOT GLOB '_sqlite_*'"
    ):
        table, column = row["tbl"], row["col"]
        if table in NOT_FACTS or (table, column) in _ADDRESSES:
            continue
        if column not in _NO_TEXTS and not column.endswith("_on"):
            yield table, column
