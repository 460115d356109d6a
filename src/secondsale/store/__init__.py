"""The book: one SQLite file that holds everything the seller knows.

This is the only room with SQL. It prints nothing and reads no clock.
"""

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from secondsale.store.book import (
        Book,
        CustomerChanges,
        Migrated,
        ProductChanges,
        SaleChanges,
    )

__all__ = ["Book", "CustomerChanges", "Migrated", "ProductChanges", "SaleChanges"]


def __getattr__(name: str) -> object:
    # The morning asks only, a completed word still less: they do without the acts.
    if name not in __all__:
        raise AttributeError(name)
    from secondsale.store import book

    return getattr(book, name)
