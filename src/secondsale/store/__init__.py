"""The book: one SQLite file that holds everything the seller knows.

This is the only room with SQL. It prints nothing and reads no clock.
"""

from pathlib import Path
from typing import Self

from secondsale.store.connection import PATIENCE, connect
from secondsale.store.finding import Finding
from secondsale.store.goods import Goods, ProductChanges, SaleChanges
from secondsale.store.people import CustomerChanges, People

__all__ = ["Book", "CustomerChanges", "ProductChanges", "SaleChanges"]


class Book(Finding, People, Goods):
    """An open book: its questions, and the acts that change it."""

    @classmethod
    def open(cls, path: Path, *, patience: float = PATIENCE) -> Self:
        """Open a book to ask it something.

        `patience` is how many seconds to wait for another program.
        Errors: BookError, also where there is no book yet.
        """
        return cls(connect(path, writing=False, patience=patience), path)

    @classmethod
    def open_for_writing(cls, path: Path, *, patience: float = PATIENCE) -> Self:
        """Open a book to change it; where there is none, begin one.

        `patience` is how many seconds to wait for another program.
        Errors: BookError.
        """
        return cls(connect(path, writing=True, patience=patience), path)
