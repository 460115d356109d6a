"""Books to try faults on, and what is in a book, without what the clock put there."""

import shutil
import sqlite3
import tempfile
from contextlib import closing
from pathlib import Path
from typing import Any

from tests.faults.programs import BOOK, Programs

SCHEMAS = Path(__file__).parents[1] / "store" / "schemas"
FILES = Path(__file__).parents[1] / "cli" / "fixtures"
NEVER_THE_SAME = {"at", "applied_at", "mark", "salt"}
"""Columns that hold what the clock or the dice said."""

State = tuple[int, dict[str, list[tuple[Any, ...]]]]
"""The version of a book, and the rows of each table that has some."""

TEN = (
    ("add-sale", "Ana Silva", "Rose Serum x2 @38", "--on", "2026-11-18"),
    ("add-sale", "Ben Okafor", "Filter Jug @20", "--on", "2026-11-10"),
    ("done", "ben", "happy", "--on", "2026-11-20"),
    ("promise", "ana", "send a sample", "--by", "friday"),
    ("tag", "ben", "vip"),
)
"""What makes a book of about ten rows."""

NOTHING: State = (0, {})


def ten_rows(programs: Programs, folder: Path) -> None:
    """Make a small book."""
    for command in TEN:
        said = programs.run(folder, *command)
        assert said.code == 0, said
    for copy in folder.glob(f"{BOOK}.*"):
        copy.unlink()


def released(schema: Path, _: Programs, folder: Path) -> None:
    """Make a book as an earlier release wrote it."""
    with closing(sqlite3.connect(folder / BOOK)) as connection:
        connection.executescript(schema.read_text(encoding="utf-8"))


def schemas() -> list[Path]:
    """Return what every earlier release wrote, the oldest first."""
    return sorted(SCHEMAS.glob("v*.sql"))


def state(folder: Path) -> State:
    """Return what is in the book of a folder, which is left as it is.

    Errors: AssertionError where the book is not sound.
    """
    with tempfile.TemporaryDirectory(dir=folder.parent) as aside:
        for name in (BOOK, f"{BOOK}-journal"):
            if (folder / name).exists():
                shutil.copyfile(folder / name, Path(aside) / name)
        return state_of(Path(aside) / BOOK)


def state_of(book: Path) -> State:
    """Return what is in a book; what was left half done in it is rolled back.

    Errors: AssertionError where the book is not sound.
    """
    if not book.exists():
        return NOTHING
    with closing(sqlite3.connect(book)) as connection:
        try:
            assert connection.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
            assert connection.execute("PRAGMA foreign_key_check").fetchall() == []
            (version,) = connection.execute("PRAGMA user_version").fetchone()
            names = connection.execute(
                "SELECT name FROM sqlite_schema WHERE type = 'table'"
                " AND name NOT LIKE '%sqlite%' ORDER BY name"
            ).fetchall()
            tables = {name: _rows(connection, name) for (name,) in names}
        except sqlite3.Error as error:
            raise AssertionError(f"{book.name} is not sound: {error}") from error
    return version, {name: rows for name, rows in tables.items() if rows}


def difference(found: State, known: State) -> str:
    """Return in which tables a book differs from another, in a few words."""
    names = sorted(found[1].keys() | known[1].keys())
    counts = [
        f"{name} ({len(found[1].get(name, ()))} for {len(known[1].get(name, ()))})"
        for name in names
        if found[1].get(name) != known[1].get(name)
    ]
    return f"version {found[0]} for {known[0]}; {', '.join(counts)}"


def _rows(connection: sqlite3.Connection, table: str) -> list[tuple[Any, ...]]:
    told = connection.execute(f"PRAGMA table_info({table})").fetchall()
    columns = ", ".join(row[1] for row in told if row[1] not in NEVER_THE_SAME)
    return connection.execute(f"SELECT {columns} FROM {table} ORDER BY 1").fetchall()


def copies_are_sound(folder: Path) -> None:
    """Make sure that what bears the name of a copy is a whole book.

    Errors: AssertionError.
    """
    for copy in folder.glob(f"{BOOK}.*"):
        if copy.stat().st_size:
            assert state_of(copy)[1], f"{copy.name} is an empty book"
