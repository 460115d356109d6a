"""What a check is, and what it finds."""

from collections.abc import Callable, Iterable, Iterator
from typing import NamedTuple

from secondsale.store.connection import OpenBook, explained
from secondsale.store.rows import Row
from secondsale.store.writing import Acts
from secondsale.text import plural

MOST_SAID = 3
"""How many faults a line of the report tells."""


class Fault(NamedTuple):
    """A row, a file or whatever else is not as it must be."""

    where: str
    """Such as `lines 12`; nothing if it is the whole book."""
    what: str

    def __str__(self) -> str:
        return f"{self.where}: {self.what}" if self.where else self.what


class Check(NamedTuple):
    """Something that must hold, and the way to see where it does not."""

    name: str
    claim: str
    """What is true where nothing is found."""
    faults: Callable[[OpenBook], Iterable[Fault]]
    remedy: str = ""
    """What `--fix` does about it if it can be mended, else what a person can do."""
    mend: Callable[[Acts], Iterable[str]] | None = None
    """Mends it inside a change of the book, and yields what it did."""
    mended_anyway: bool = False
    """Whether `--fix` mends it by what it does in any case."""
    is_advice: bool = False
    """Whether it may be so, and is only worth a look."""


class Result(NamedTuple):
    """What came of a check."""

    name: str
    said: str
    faults: tuple[Fault, ...] = ()
    remedy: str = ""
    mendable: bool = False
    is_advice: bool = False

    @classmethod
    def of(cls, check: Check, faults: tuple[Fault, ...]) -> "Result":
        """Return what a check found."""
        if not faults:
            return cls(check.name, check.claim)
        return cls(
            check.name,
            summed(faults),
            faults,
            check.remedy,
            mendable=check.mend is not None or check.mended_anyway,
            is_advice=check.is_advice,
        )

    @property
    def state(self) -> str:
        """Return `ok`, `wrong` or `advice`."""
        if not self.faults:
            return "ok"
        return "advice" if self.is_advice else "wrong"


def summed(faults: tuple[Fault, ...]) -> str:
    """Say some of the faults, and how many there are."""
    said = "; ".join(str(fault) for fault in faults[:MOST_SAID])
    more = len(faults) - MOST_SAID
    return f"{said}; and {plural(more, 'more', 'more')}" if more > 0 else said


def each_row(book: OpenBook, sql: str, *values: str | int) -> Iterator[Row]:
    """Yield the rows of a query one at a time: a check may read the whole book."""
    with explained(book._path):
        cursor = book._connection.cursor()
        cursor.row_factory = Row
        yield from cursor.execute(sql, values)


def asked(book: OpenBook, sql: str, *values: str | int) -> Iterator[Fault]:
    """Yield the rows of a query as faults: `at` is where, `what` is wrong there."""
    return (Fault(row["at"], row["what"]) for row in each_row(book, sql, *values))
