import sqlite3
from pathlib import Path

import pytest
from tests.conftest import InProcess

from secondsale.store.migrations import SCHEMA_VERSION

FIRST = Path(__file__).parent.parent / "store" / "schemas" / "v1.sql"


@pytest.mark.parametrize("command", [("today",), ("tag", "1", "vip")])
def test_the_first_command_of_a_newer_version_says_so_once(
    secondsale: InProcess, tmp_path: Path, command: tuple[str, ...]
) -> None:
    book = tmp_path / "old.db"
    connection = sqlite3.connect(book)
    connection.executescript(FIRST.read_text(encoding="utf-8"))
    connection.close()

    first = secondsale("--book", str(book), *command)
    second = secondsale("--book", str(book), *command)

    assert "the book was of version 1 and is up to date now" in first.err
    assert str(tmp_path / f"old.db.before-v{SCHEMA_VERSION}-1") in first.err
    assert "version" not in second.err
