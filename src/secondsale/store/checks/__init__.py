"""What must hold in every book, whatever was typed: each with a name, each by itself.

Looking changes nothing. What a check can mend is derived from the facts, so no mend is
an entry of the journal, and none of them takes a fact away.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from itertools import islice

from secondsale.errors import BookError
from secondsale.store.checks import derived, invariants, structure, texts, values
from secondsale.store.checks.results import Check, Fault, Result
from secondsale.store.connection import OpenBook
from secondsale.store.writing import Acts

__all__ = ["CHECKS", "MOST", "Check", "Fault", "Result", "look", "mend", "whole"]

MOST = 1000
"""How many faults of a kind are looked for: they are enough to see what is wrong."""

CHECKS = (
    *structure.CHECKS,
    *values.CHECKS,
    *texts.CHECKS,
    *invariants.CHECKS,
    *derived.CHECKS,
)


def look(book: OpenBook, *, mendable: bool = False) -> Iterator[Result]:
    """Yield what each check finds.

    `mendable` leaves out those of which only a person can mend what they find; what is
    past mending is found all the same.
    """
    for check in structure.CHECKS + derived.CHECKS if mendable else CHECKS:
        try:
            faults = tuple(islice(check.faults(book), MOST))
        except BookError as error:
            faults = (Fault("", f"it could not be looked at: {error.message}"),)
        yield Result.of(check, faults)


def mend(book: Acts) -> Iterator[str]:
    """Mend what can be mended, inside a change of the book, and yield what was done."""
    for check in CHECKS:
        if check.mend is not None:
            yield from check.mend(book)


@contextmanager
def whole(book: Acts) -> Iterator[None]:
    """Keep all that is done inside a part of a change, or nothing of that part."""
    execute = book._connection.execute
    with book._writing():
        execute("SAVEPOINT whole")
    try:
        yield
    except BaseException:
        execute("ROLLBACK TO whole")
        raise
    finally:
        execute("RELEASE whole")
