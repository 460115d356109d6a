"""The open book of those who change it: its questions and its acts."""

from pathlib import Path
from typing import Self

from secondsale.store.asking import AskedBook
from secondsale.store.care import Care
from secondsale.store.connection import PATIENCE, connect
from secondsale.store.goods import Goods, ProductChanges, SaleChanges
from secondsale.store.greeting import Greeting
from secondsale.store.learning import Learning
from secondsale.store.migrations import Migrated
from secondsale.store.people import CustomerChanges, People
from secondsale.store.resting import Resting
from secondsale.store.rewards import Rewards
from secondsale.store.teaching import Teaching

__all__ = ["Book", "CustomerChanges", "Migrated", "ProductChanges", "SaleChanges"]


class Book(
    AskedBook,
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
    def open_for_writing(cls, path: Path, *, patience: float = PATIENCE) -> Self:
        """Open a book to change it; where there is none, begin one.

        `patience` is how many seconds to wait for another program.
        Errors: BookError.
        """
        return cls(*connect(path, writing=True, patience=patience))
