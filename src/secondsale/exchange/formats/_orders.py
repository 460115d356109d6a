"""What the shops' formats share: the records of an order, and what became of it."""

from collections.abc import Callable, Iterable, Iterator
from functools import lru_cache
from reprlib import repr as short

from secondsale.errors import InputError
from secondsale.exchange.formats._base import Choices
from secondsale.exchange.formats._people import named
from secondsale.exchange.tables import Row, Table
from secondsale.exchange.tables.cells import unguarded
from secondsale.model.arrivals import (
    Arrival,
    ArrivingItem,
    ArrivingSale,
    Refused,
    Skipped,
    Standing,
)
from secondsale.money import Money

WALK_IN = "no customer named: walk-in"
NOT_PAID = "not paid yet; --pending takes them"

MOST_UNITS = 100_000

_STANDINGS = (
    (
        Standing.CANCELLED,
        "cancel storni annul abgebrochen geannul zrušen trash",
    ),
    (
        Standing.FAILED,
        "fail void expired blocked denied declined uncollectible fehlgeschlagen "
        "abgelehnt échou refusé fallid rechazad non_riuscit",
    ),
    (
        Standing.PENDING,
        "pending on-hold on_hold authorized authorised partially_paid unpaid draft "
        "ausstehend wartestellung wartend en_attente attente pendient en_espera "
        "in_attesa in_sospeso in_de_wacht wachtend čeká incomplete unclaimed requires_",
    ),
    (Standing.PAID, "partially_refunded partial_refund partial-refund teilweise"),
    (
        Standing.REFUNDED,
        "refunded refund rückerstattet erstattet rembours reembols rimbors "
        "terugbetaald charged_back reversed",
    ),
)
"""Parts of the words for what became of an order; whatever else it is, it was paid."""

_PAID = "paid complete process success succeed captured fulfilled shipped closed free"


@lru_cache
def standing(word: str) -> Standing:
    """Return what a shop's word for the state of an order means."""
    return _meaning(word) or Standing.PAID


@lru_cache
def is_known(word: str) -> bool:
    """Return whether a word says what became of an order."""
    folded = word.casefold()
    return _meaning(word) is not None or any(part in folded for part in _PAID.split())


def _meaning(word: str) -> Standing | None:
    folded = word.casefold().removeprefix("wc-").replace(" ", "_")
    for meaning, parts in _STANDINGS:
        if any(part in folded for part in parts.split()):
            return meaning
    return None


def is_none(written: str) -> bool:
    """Return whether a quantity is 0, as that of what was taken out of an order."""
    return written != "" and not written.strip("0.,") and "0" in written


@lru_cache
def units(written: str, *, measured: bool = False) -> int:
    """Return a quantity; 1 where none is written, or a part of a measure was sold.

    Errors: InputError for what is no whole number from 1 on, or more than a book takes.
    """
    if not written:
        return 1
    whole, _, rest = written.removeprefix("+").replace(",", ".").partition(".")
    if not whole.isdecimal() or rest.strip("0"):
        if measured and whole.isdecimal() and rest.isdecimal():
            return 1
        raise InputError(f"quantity {short(written)} is no whole number of 1 or more")
    if is_none(written):
        raise InputError("the quantity is 0: nothing was sold")
    if len(whole) > len(str(MOST_UNITS)) or int(whole) > MOST_UNITS:
        raise InputError(f"quantity {written} is more than {MOST_UNITS:,}")
    return int(whole)


def placeholder(shop: str, price: Money | None) -> ArrivingItem:
    """Return what stands for goods that the file does not name."""
    return ArrivingItem(f"{shop} order", 1, price)


def ended(
    said: Standing, total: Money | None, back: Money | None
) -> tuple[Standing, str]:
    """Return what became of an order of which money went back, and a note on it.

    All that was paid: the order is refunded. A part: which goods it was is not known.
    """
    if said is not Standing.PAID or back is None or not back.minor:
        return said, ""
    amount = Money(abs(back.minor), back.currency)
    if total is not None and amount.minor >= total.minor:
        return Standing.REFUNDED, ""
    return said, f"partly refunded: {amount}"


def settled(sale: ArrivingSale, choices: Choices) -> Arrival:
    """Return the sale, or why it is none."""
    if not named(sale.person):
        return Skipped(sale.lines, WALK_IN)
    if sale.standing is Standing.PENDING and not choices.pending:
        return Skipped(sale.lines, NOT_PAID)
    return sale


def lines_of(rows: Iterable[Row]) -> tuple[int, ...]:
    """Return the lines on which records begin."""
    return tuple([row.line for row in rows])


def refused(rows: list[Row], reason: str) -> Refused:
    """Return the records of an order as they stand, and why they cannot be kept."""
    return Refused(lines_of(rows), reason, tuple(tuple(row.cells) for row in rows))


class Apart:
    """Finds the orders whose records do not all stand together."""

    def __init__(
        self, table: Table, keys: tuple[str, ...], *, alone: bool = False
    ) -> None:
        """Prepare for a table; `alone` where every row is a record of its own."""
        self._places = [place for key in keys for place in table.places.get(key, ())]
        self._alone, self._last = alone, ""
        self._seen: set[int] = set()
        self._names: set[str] = set()

    def look(self, cells: list[str]) -> None:
        """Look at the bare cells of a record: of each one, in their order.

        A record that cannot be read, or a footer, may put an order among those that
        stand apart, and so may two names of one hash: it is only held for longer.
        """
        name = ""
        for place in self._places:
            name = cells[place].strip() if place < len(cells) else ""
            if name:
                break
        if name[:1] == "'":
            name = unguarded(name)
        if name and (self._alone or name != self._last):
            known = hash(name)
            if known in self._seen:
                self._names.add(name)
            self._seen.add(known)
        self._last = name

    def look_at(self, table: Table) -> None:
        """Look at all records of a table."""
        for _, cells in table.records() if self._places else ():
            self.look(cells)

    def found(self) -> set[str]:
        """Return the orders that stand apart, once all records were looked at."""
        self._seen.clear()  # as large as the file is long
        return self._names


def each_order(
    table: Table,
    keys: tuple[str, ...],
    head: Callable[[Row], tuple[str, ...]],
    make: Callable[[list[Row]], Iterable[Arrival]],
    apart: Apart | None = None,
) -> Iterator[Arrival]:
    """Yield what each order of a table is, made of all its records.

    `keys` are the columns that name the order of a row, the first that is filled (none:
    the row is one of its own); `head` is what a
    row says about the order as a whole, empty cells where it says nothing. The records
    of one order usually stand together; where they do not, they are held until the end.
    `apart` has seen the table already, beside something else that did.
    """
    if apart is None:
        apart = Apart(table, keys)
        apart.look_at(table)
    return _gathered(table, keys, head, make, apart.found(), alone=False)


def each_row(
    table: Table, keys: tuple[str, ...], make: Callable[[Row], Arrival]
) -> Iterator[Arrival]:
    """Yield what each row of a table is, where a row is a whole record.

    The same row again is left out; one with the same key that says something else is
    refused: nobody could tell which of the two is true.
    """

    def whole(row: Row) -> tuple[str, ...]:
        return tuple(row.cells)

    def made(rows: list[Row]) -> Iterator[Arrival]:
        yield make(rows[0])

    apart = Apart(table, keys, alone=True)
    apart.look_at(table)
    return _gathered(table, keys, whole, made, apart.found(), alone=True)


def _gathered(
    table: Table,
    keys: tuple[str, ...],
    head: Callable[[Row], tuple[str, ...]],
    make: Callable[[list[Row]], Iterable[Arrival]],
    apart: set[str],
    *,
    alone: bool,
) -> Iterator[Arrival]:
    held: dict[str, list[list[Row]]] = {}
    for name, rows in _runs(table.rows(), keys, alone=alone):
        if name in apart:
            held.setdefault(name, []).append(rows)
        else:
            yield from _made(rows, make)
    for runs in held.values():
        yield from _joined(runs, head, make)


def _runs(
    rows: Iterable[Row], keys: tuple[str, ...], *, alone: bool
) -> Iterator[tuple[str, list[Row]]]:
    """Yield the rows that stand together and are one order's, or each row alone."""
    name, run = "", list[Row]()
    for row in rows:
        other = "" if row.problem else named_by(row, keys)
        if run and (alone or not other or other != name):
            yield name, run
            run = []
        name = other
        run.append(row)
    if run:
        yield name, run


def named_by(row: Row, keys: tuple[str, ...]) -> str:
    """Return the first of some cells that is filled."""
    for key in keys:
        name = row[key]
        if name:
            return name
    return ""


def _made(
    rows: list[Row], make: Callable[[list[Row]], Iterable[Arrival]]
) -> tuple[Arrival, ...]:
    for row in rows:
        if row.problem:
            return (refused(rows, row.problem),)
    try:
        return tuple(make(rows))
    except InputError as error:
        return (refused(rows, error.message),)


def _joined(
    runs: list[list[Row]],
    head: Callable[[Row], tuple[str, ...]],
    make: Callable[[list[Row]], Iterable[Arrival]],
) -> Iterator[Arrival]:
    """Yield an order whose records stand apart, and what else goes by its name.

    The same records again are left out, and so is an order of that name that says
    something else about the whole.
    """
    rows: list[Row] = []
    known: dict[tuple[str, ...], int] = {}
    whole: tuple[str, ...] = ()
    first = 0
    for run in runs:
        says = next((said for said in map(head, run) if any(said)), ())
        cells = [tuple(row.cells) for row in run]
        if all(each in known for each in cells):
            yield Skipped(lines_of(run), f"the same as on line {known[cells[0]]}")
        elif says and whole and says != whole:
            yield refused(run, f"line {first} has the same number and says otherwise")
        else:
            first, whole = (run[0].line, says) if says and not whole else (first, whole)
            known.update((each, row.line) for each, row in zip(cells, run, strict=True))
            rows += run
    # What is said about the whole comes first.
    yield from _made(sorted(rows, key=lambda row: not any(head(row))), make)
