"""The book: one SQLite file that holds everything the seller knows.

This is the only room with SQL. It prints nothing and reads no clock.
"""

from pathlib import Path
from typing import Self

from secondsale.store.care import Care
from secondsale.store.connection import PATIENCE, connect
from secondsale.store.finding import Finding
from secondsale.store.goods import Goods, ProductChanges, SaleChanges
from secondsale.store.greeting import Greeting
from secondsale.store.histories import Histories
from secondsale.store.learning import Learning
from secondsale.store.migrations import Migrated
from secondsale.store.people import CustomerChanges, People
from secondsale.store.resting import Resting
from secondsale.store.rewards import Rewards
from secondsale.store.teaching import Teaching

__all__ = ["Book", "CustomerChanges", "Migrated", "ProductChanges", "SaleChanges"]


class Book(
    Finding,
    Histories,
    People,
    Goods,
    Teaching,
    Care,
    Resting,
    Rewards,
    Learning,
    Greeting,
):
    """An open book: its questions, and the acts that change it."""

    @classmethod
    def open(cls, path: Path, *, patience: float = PATIENCE) -> Self:
        """Open a book to ask it something.

        An older book is brought up to date first; `migrated` then says so.
        `patience` is how many seconds to wait for another program.
        Errors: BookError, also where there is no book yet.
        """
        return cls(*connect(path, writing=False, patience=patience))

    @classmethod
    def open_for_writing(cls, path: Path, *, patience: float = PATIENCE) -> Self:
        """Open a book to change it; where there is none, begin one.

        `patience` is how many seconds to wait for another program.
        Errors: BookError.
        """
        return cls(*connect(path, writing=True, patience=patience))
