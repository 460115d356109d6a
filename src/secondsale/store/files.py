"""The files of a book: how SQLite opens them, and the name of the copy of a day."""

import sqlite3
from datetime import date
from pathlib import Path


def open_file(path: Path, *, patience: float = 1) -> sqlite3.Connection:
    """Open a file that is there with SQLite; `patience` is in seconds."""
    uri = f"{path.absolute().as_uri()}?mode=rw"
    # Readers too open for writing, because SQLite has to roll back what a killed
    # program left half done; of a read-only file it makes a reading connection.
    return sqlite3.connect(uri, uri=True, timeout=patience, isolation_level=None)


def daily(book: Path, day: date) -> Path:
    """Return where the copy of a day lies."""
    return book.with_name(f"{book.name}.daily-{day}")
