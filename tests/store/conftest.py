"""A book in a temporary folder, and what the tests fill it with."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from secondsale.store import Book


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "book.db"


@pytest.fixture
def book(path: Path) -> Iterator[Book]:
    with Book.open_for_writing(path) as opened:
        yield opened
