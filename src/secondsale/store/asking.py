"""The open book of those who only ask: without the acts, which take long to load."""

from pathlib import Path
from typing import Self

from secondsale.store.connection import PATIENCE, connect
from secondsale.store.finding import Finding
from secondsale.store.histories import Histories


class AskedBook(Finding, Histories):
    """An open book: its questions."""

    @classmethod
    def open(cls, path: Path, *, patience: float = PATIENCE) -> Self:
        """Open a book to ask it something.

        An older book is brought up to date first; `migrated` then says so.
        `patience` is how many seconds to wait for another program.
        Errors: BookError, also where there is no book yet.
        """
        return cls(*connect(path, writing=False, patience=patience))
