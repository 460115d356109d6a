"""A book of an earlier release is brought up to date, whole or not at all."""

import os
import re
import sqlite3
import stat
import subprocess
import sys
import textwrap
from collections.abc import Callable
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path

import pytest
from tests.store import test_care, test_facts

from secondsale.errors import BookError
from secondsale.model import Key, Learned, Settlement, Status, Votes
from secondsale.store import (
    Book,
    Migrated,
    backups,
    files,
    forgetting,
    migrations,
    steps,
)
from secondsale.store.changes import NOT_FACTS, Typed
from secondsale.store.merging import merge
from secondsale.store.migrations import SCHEMA_VERSION
from secondsale.store.steps import STEPS
from secondsale.store.waking import make_fit

SCHEMAS = Path(__file__).parent / "schemas"
"""Books as earlier versions wrote them, with rows in every table."""


def fill_2(book: Book) -> None:
    """Put one of everything that the second version had into an empty book."""
    test_care.fill(book)
    welcomed = Settlement(Key("welcome", "s1"), Status.DONE, test_care.LATER)
    with book.change():
        book.return_line(1, 1, on=test_care.LATER, reason="one too many")
        book.opt_out(1, "channel:sms", since=test_care.DAY, source="told me")
        book.settle(1, [welcomed])


def fill_6(book: Book) -> None:
    """Put one of everything that the sixth version had into an empty book."""
    fill_2(book)
    day = test_care.DAY
    typed = Typed(["tag", "1", "vip"], datetime(2026, 11, 22, 9, tzinfo=UTC), day)
    with book.change(typed):
        book.set_tags(1, ["vip"])
        book.add_level(1, 1, left=0.5, on=day, recorded_on=day)
    with book.change():
        gone = book.add_customer("Xenia Gone", added_on=day, email="x@example.com")
        forgetting.forget(book, gone.id, on=day)
        votes = Votes(3.5, 1.0, 2, 1)
        book.keep_learned(Learned(day=day, shop=votes, products={1: votes}))
        make_fit(book, "figures")


def fill_7(book: Book) -> None:
    """Put one of everything that the seventh version had into an empty book."""
    fill_6(book)
    day = test_care.DAY
    with book.change():
        book.add_hellos([(1, day)], made_on=day)
        for email in ("ana@x.example", "anna@x.example"):
            twice = book.add_customer("Anna", added_on=day, email=email)
            merge(book, 1, twice.id)
        book._insert(
            "sale_origins",
            {"sale_id": 1, "source": "shopify", "external_id": "#1001"},
        )
        book._insert(
            "tasks",
            {
                "customer_id": 1,
                "place": "phone",
                "uid": "ss-welcome-s1",
                "state": "open",
                "changed_on": day.isoformat(),
            },
        )


FILLS: dict[int, Callable[[Book], None]] = {
    1: test_facts.fill,
    2: fill_2,
    6: fill_6,
    7: fill_7,
}
TABLES = {1: 9, 2: 26, 6: 35, 7: 40}
COPY = f"before-v{SCHEMA_VERSION}-1"

Opener = Callable[..., Book]
Tables = dict[str, list[dict[str, object]]]

openers = pytest.mark.parametrize("opener", [Book.open, Book.open_for_writing])


every_older = pytest.mark.parametrize("older", sorted(FILLS))


def written_by(older: int, path: Path) -> Path:
    """Return a book as a version wrote it."""
    with closing(sqlite3.connect(path)) as connection:
        script = (SCHEMAS / f"v{older}.sql").read_text(encoding="utf-8")
        connection.executescript(script)
    return path


@pytest.fixture
def oldest(path: Path) -> Path:
    return written_by(1, path)


def version(path: Path) -> int:
    with closing(sqlite3.connect(path)) as connection:
        number: int = connection.execute("PRAGMA user_version").fetchone()[0]
    return number


def dump(path: Path) -> list[str]:
    with closing(sqlite3.connect(path)) as connection:
        return list(connection.iterdump())


def tables(path: Path) -> Tables:
    """Return the rows of every table of ours."""
    with closing(sqlite3.connect(path)) as connection:
        connection.row_factory = sqlite3.Row
        names = connection.execute(
            "SELECT name FROM sqlite_schema WHERE type = 'table'"
            " AND name NOT LIKE 'sqlite%' AND name NOT LIKE '_sqlite%'"
        ).fetchall()
        return {
            name: [dict(row) for row in connection.execute(f"SELECT * FROM {name}")]
            for (name,) in names
        }


def schema(path: Path) -> list[tuple[str, str]]:
    with closing(sqlite3.connect(path)) as connection:
        return connection.execute(
            "SELECT name, rtrim(sql) FROM sqlite_schema WHERE sql IS NOT NULL"
            " ORDER BY name"
        ).fetchall()


def test_there_is_a_book_of_every_version_that_was_released() -> None:
    dumps = {int(file.stem.removeprefix("v")) for file in SCHEMAS.glob("v*.sql")}

    assert set(FILLS) == set(TABLES) == dumps
    assert max(dumps) < SCHEMA_VERSION == len(STEPS)


@every_older
def test_an_older_book_has_rows_in_every_table(path: Path, older: int) -> None:
    found = tables(written_by(older, path))

    assert version(path) == older
    assert len(found) == TABLES[older]
    assert all(found.values())


@every_older
def test_the_first_steps_still_make_the_older_book(
    path: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, older: int
) -> None:
    first = tmp_path / "first.db"
    monkeypatch.setattr(steps, "STEPS", STEPS[:older])
    monkeypatch.setattr(migrations, "SCHEMA_VERSION", older)

    Book.open_for_writing(first).close()

    assert schema(first) == schema(written_by(older, path))


@every_older
@openers
def test_an_older_book_is_brought_up_to_date_by_whoever_opens_it(
    path: Path, older: int, opener: Opener
) -> None:
    before = tables(written_by(older, path))

    with opener(path) as book:
        migrated = book.migrated

    after = tables(path)
    assert migrated == Migrated(older, path.with_name(f"book.db.{COPY}"))
    assert version(path) == SCHEMA_VERSION
    for name, rows in before.items():
        kept = [{column: row[column] for column in rows[0]} for row in after[name]]
        assert kept == rows
    filled = [name for name, rows in after.items() if rows and name not in NOT_FACTS]
    assert filled == [name for name in before if name not in NOT_FACTS]


@every_older
def test_an_older_book_tells_what_a_new_one_would(
    path: Path, tmp_path: Path, older: int
) -> None:
    with Book.open_for_writing(tmp_path / "new.db") as new:
        FILLS[older](new)

        with Book.open(written_by(older, path)) as book:
            assert list(book.histories()) == list(new.histories())
            assert list(book.products()) == list(new.products())

    assert schema(path) == schema(tmp_path / "new.db")
    with closing(sqlite3.connect(path)) as connection:
        assert connection.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
        assert connection.execute("PRAGMA foreign_key_check").fetchall() == []


def test_an_older_book_can_be_changed_at_once(oldest: Path) -> None:
    with Book.open_for_writing(oldest) as book, book.change():
        book.update_customer(2, tier="close")

        assert book.customer(2).tier == "close"


def test_only_the_first_who_opens_it_is_told(oldest: Path) -> None:
    Book.open(oldest).close()

    with Book.open(oldest) as reader, Book.open_for_writing(oldest) as writer:
        assert reader.migrated is None
        assert writer.migrated is None
    assert len(list(oldest.parent.iterdir())) == 2


def test_a_new_book_is_not_called_migrated(path: Path) -> None:
    with Book.open_for_writing(path) as book:
        assert book.migrated is None
    assert list(path.parent.iterdir()) == [path]


def test_the_copy_is_the_older_book_and_private(oldest: Path) -> None:
    before = dump(oldest)
    mask = os.umask(0)
    try:
        with Book.open(oldest) as book:
            migrated = book.migrated
    finally:
        os.umask(mask)

    assert migrated is not None
    assert dump(migrated.copy) == before
    assert version(migrated.copy) == 1
    assert stat.S_IMODE(migrated.copy.stat().st_mode) == 0o600


def test_the_copy_can_take_the_place_of_the_book(oldest: Path) -> None:
    Book.open(oldest).close()
    copy = oldest.with_name(f"book.db.{COPY}")

    with Book.open_for_writing(copy) as book:
        assert book.migrated == Migrated(1, Path(f"{copy}.{COPY}"))
        assert book.customer(2).name == "Ana Silva"


def test_the_copy_overwrites_nothing(oldest: Path) -> None:
    first, second = (Path(f"{oldest}.{COPY[:-1]}{end}") for end in (1, 2))
    first.write_text("mine")
    second.symlink_to(oldest.with_name("nowhere"))

    with Book.open(oldest) as book:
        assert book.migrated == Migrated(1, Path(f"{oldest}.{COPY[:-1]}3"))

    assert first.read_text() == "mine"
    assert second.is_symlink()
    assert not oldest.with_name("nowhere").exists()


def failing_step(database: object) -> None:
    database.execute("DELETE FROM returns")  # type: ignore[attr-defined]
    raise KeyboardInterrupt


@openers
def test_an_interrupted_migration_leaves_the_older_book_and_no_copy(
    oldest: Path, opener: Opener, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = oldest.read_bytes()
    with monkeypatch.context() as newer:
        newer.setattr(steps, "STEPS", (*STEPS, failing_step))
        newer.setattr(migrations, "SCHEMA_VERSION", SCHEMA_VERSION + 1)

        with pytest.raises(KeyboardInterrupt):
            opener(oldest)

    assert oldest.read_bytes() == before
    assert list(oldest.parent.iterdir()) == [oldest]


KILLED = """
    import os, sys
    from pathlib import Path
    from secondsale.store import Book, steps

    def last(database):
        # As if the book were too big for the memory: half of it is written by now.
        for pragma in ("cache_spill = 1", "cache_size = 1"):
            database.conn.execute(f"PRAGMA {pragma}")
        database.conn.execute("UPDATE customers SET name = 'half'")
        for number in range(200):
            database.conn.execute(
                "INSERT INTO details (customer_id, name, value, noted_on)"
                " VALUES (1, 'x', ?, '2026-11-21')", ("x" * 2000,))
        os._exit(9)

    steps.STEPS = (*steps.STEPS, last)
    Book.open(Path(sys.argv[1]))
"""


def test_a_migration_that_was_killed_leaves_the_older_book(oldest: Path) -> None:
    before = dump(oldest)

    killed = subprocess.run(
        [sys.executable, "-c", textwrap.dedent(KILLED), oldest], check=False
    )

    assert killed.returncode == 9
    assert oldest.with_name("book.db-journal").stat().st_size > 0
    assert dump(oldest) == before
    assert version(oldest) == 1
    with Book.open(oldest) as book:
        assert book.migrated == Migrated(1, Path(f"{oldest}.{COPY[:-1]}2"))
        assert book.customer(2).name == "Ana Silva"
    assert dump(Path(f"{oldest}.{COPY}")) == before


OPEN = """
    import sys
    from pathlib import Path
    from secondsale.store import Book

    opener = Book.open if sys.argv[2] == "0" else Book.open_for_writing
    print("ready", flush=True)
    sys.stdin.readline()
    with opener(Path(sys.argv[1])) as book:
        print(book.migrated is not None, book.customer(2).name)
"""


def test_of_eight_who_open_an_older_book_together_one_migrates_it(oldest: Path) -> None:
    programs = [
        subprocess.Popen(
            [sys.executable, "-c", textwrap.dedent(OPEN), oldest, str(number % 2)],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        )
        for number in range(8)
    ]
    for program in programs:
        assert program.stdout is not None
        program.stdout.readline()

    for program in programs:
        assert program.stdin is not None
        program.stdin.write("\n")
        program.stdin.flush()
    said = sorted(program.communicate() for program in programs)

    quiet = [("False Ana Silva\n", "")] * 7
    assert said == [*quiet, ("True Ana Silva\n", "")]
    assert version(oldest) == SCHEMA_VERSION
    assert len(list(oldest.parent.iterdir())) == 2


@openers
def test_an_older_book_in_use_says_what_has_to_come_first(
    oldest: Path, opener: Opener
) -> None:
    with closing(sqlite3.connect(oldest, isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")

        with pytest.raises(BookError) as error:
            opener(oldest, patience=0.05)

    assert error.value.message == f"{oldest} is in use by another program"
    assert re.match("it has to be brought up to date first; ", error.value.hint)
    assert list(oldest.parent.iterdir()) == [oldest]
    assert version(oldest) == 1


@openers
def test_a_commit_that_has_to_wait_too_long_leaves_the_older_book(
    oldest: Path, opener: Opener
) -> None:
    before = dump(oldest)
    with closing(sqlite3.connect(oldest, isolation_level=None)) as other:
        other.execute("BEGIN")
        other.execute("SELECT * FROM customers").fetchone()

        with pytest.raises(BookError, match="is in use by another program"):
            opener(oldest, patience=0.05)

    assert dump(oldest) == before
    assert list(oldest.parent.iterdir()) == [oldest]


def test_a_copy_that_fails_leaves_the_older_book_and_no_copy(
    oldest: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = oldest.read_bytes()
    really = files.open_file

    def crowded(path: Path, *, patience: float = 1) -> sqlite3.Connection:
        connection = really(path, patience=patience)
        if path != oldest:
            connection.execute("PRAGMA max_page_count = 1")
        return connection

    monkeypatch.setattr(backups, "open_file", crowded)

    with pytest.raises(BookError, match="the disk is full"):
        Book.open(oldest)

    assert oldest.read_bytes() == before
    assert list(oldest.parent.iterdir()) == [oldest]


def test_a_book_that_became_newer_meanwhile_is_refused(oldest: Path) -> None:
    with closing(files.open_file(oldest)) as connection:
        connection.execute(f"PRAGMA user_version = {SCHEMA_VERSION + 1}")

        with pytest.raises(BookError, match="written by a newer secondsale"):
            migrations.migrate(connection, oldest, "it")

    assert list(oldest.parent.iterdir()) == [oldest]
