"""The book as a file: what is opened, what is created, what is left alone."""

import os
import shutil
import sqlite3
import stat
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from datetime import date
from pathlib import Path

import pytest

from secondsale.errors import BookError
from secondsale.store import Book, migrations

DAY = date(2026, 11, 21)

Opener = Callable[..., Book]


def begin(path: Path) -> None:
    with Book.open_for_writing(path) as book, book.change():
        book.add_customer("Ana Silva", added_on=DAY)


def change_number(path: Path, pragma: str, value: int) -> None:
    with closing(sqlite3.connect(path)) as other:
        other.execute(f"PRAGMA {pragma} = {value}")


def names(path: Path) -> list[str]:
    with Book.open(path) as book:
        return [customer.name for customer in book.customers()]


@contextmanager
def ordinary_user() -> Iterator[None]:
    """Give up root's right to everything, if the tests have it."""
    if os.geteuid() != 0:
        yield
        return
    os.seteuid(65534)
    try:
        yield
    finally:
        os.seteuid(0)


@pytest.fixture
def open_folder() -> Iterator[Path]:
    """Yield a folder that every user can reach, unlike tmp_path."""
    folder = Path(tempfile.mkdtemp())
    folder.chmod(0o755)
    yield folder
    folder.chmod(0o755)
    shutil.rmtree(folder)


def test_a_missing_book_says_how_to_begin(path: Path) -> None:
    with pytest.raises(BookError) as error:
        Book.open(path)

    assert error.value.message == f"there is no book at {path} yet"
    assert "secondsale add-sale" in error.value.hint
    assert "secondsale demo" in error.value.hint
    assert not path.exists()


def test_an_empty_file_is_no_book_yet_for_a_reader(path: Path) -> None:
    path.touch()

    with pytest.raises(BookError, match="there is no book at"):
        Book.open(path)

    assert path.read_bytes() == b""


def test_an_empty_file_becomes_a_private_book_for_a_writer(path: Path) -> None:
    path.touch(mode=0o644)

    begin(path)

    assert names(path) == ["Ana Silva"]
    assert stat.S_IMODE(path.stat().st_mode) == 0o600


def test_a_book_is_private_even_under_umask_zero(tmp_path: Path) -> None:
    path = tmp_path / "new" / "folders" / "book.db"
    before = os.umask(0)
    try:
        with Book.open_for_writing(path) as book, book.change():
            book.add_customer("Ana Silva", added_on=DAY)
            modes = {
                each.name: stat.S_IMODE(each.stat().st_mode)
                for each in (path, *path.parents, path.with_name("book.db-journal"))
            }
    finally:
        os.umask(before)

    assert modes["book.db"] == 0o600
    assert modes["book.db-journal"] == 0o600
    assert modes["folders"] == 0o700
    assert modes["new"] == 0o700


@pytest.mark.parametrize(
    "name",
    ["a b.db", "50%.db", "what?.db", "#1.db", "ação 📒.db", "a;b&c=d.db", "--help"],
)
def test_any_path_can_hold_a_book(tmp_path: Path, name: str) -> None:
    begin(tmp_path / name)

    assert names(tmp_path / name) == ["Ana Silva"]
    assert [each.name for each in tmp_path.iterdir()] == [name]


def test_a_path_that_is_not_unicode_can_hold_a_book(tmp_path: Path) -> None:
    path = tmp_path / os.fsdecode(b"caf\xe9.db")

    begin(path)

    assert names(path) == ["Ana Silva"]


def test_a_relative_path_can_hold_a_book(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)

    begin(Path("book.db"))

    assert names(tmp_path / "book.db") == ["Ana Silva"]


FOREIGN = {
    "text": b"name,email\nAna,ana@example.com\n" * 20,
    "png": b"\x89PNG\r\n\x1a\n" + bytes(range(256)) * 4,
    "zeros": bytes(4096),
    "one byte": b"S",
    "half a header": b"SQLite format 3\0" + bytes(40),
}


@pytest.mark.parametrize("kind", FOREIGN)
@pytest.mark.parametrize("opener", [Book.open, Book.open_for_writing])
def test_a_file_that_is_no_book_is_refused_and_untouched(
    path: Path, kind: str, opener: Opener
) -> None:
    path.write_bytes(FOREIGN[kind])

    with pytest.raises(BookError) as error:
        opener(path)

    assert error.value.message == f"{path} is not a secondsale book"
    assert error.value.hint == "it was left untouched"
    assert path.read_bytes() == FOREIGN[kind]
    assert list(path.parent.iterdir()) == [path]


def test_the_database_of_another_program_is_refused_and_untouched(path: Path) -> None:
    with closing(sqlite3.connect(path)) as other:
        other.execute("CREATE TABLE customers (name)")
    before = path.read_bytes()

    for opener in (Book.open, Book.open_for_writing):
        with pytest.raises(BookError, match="is not a secondsale book"):
            opener(path)

    assert path.read_bytes() == before


def test_a_newer_book_is_refused_and_untouched(path: Path) -> None:
    begin(path)
    change_number(path, "user_version", migrations.SCHEMA_VERSION + 1)
    before = path.read_bytes()

    for opener in (Book.open, Book.open_for_writing):
        with pytest.raises(BookError, match="was written by a newer secondsale"):
            opener(path)

    assert path.read_bytes() == before


def test_a_truncated_book_is_damaged_and_untouched(path: Path) -> None:
    begin(path)
    shortened = path.read_bytes()[:9000]
    path.write_bytes(shortened)

    for opener in (Book.open, Book.open_for_writing):
        with pytest.raises(BookError, match="is damaged"):
            opener(path)

    assert path.read_bytes() == shortened


def test_a_book_with_overwritten_pages_is_damaged(path: Path) -> None:
    begin(path)
    content = path.read_bytes()
    path.write_bytes(content[:4096] + b"\xff" * (len(content) - 4096))

    with pytest.raises(BookError, match="is damaged"):
        names(path)


def test_text_that_is_not_unicode_is_damage(path: Path) -> None:
    begin(path)
    with closing(sqlite3.connect(path)) as other, other:
        other.execute("UPDATE customers SET note = CAST(x'ff' AS TEXT)")

    with pytest.raises(BookError, match="is damaged"):
        names(path)


def test_a_missing_table_is_damage(path: Path) -> None:
    begin(path)
    with closing(sqlite3.connect(path)) as other:
        other.execute("DROP TABLE settlements")

    with Book.open(path) as book, pytest.raises(BookError, match="is damaged"):
        book.history(1)


def test_what_is_no_file_is_refused_in_one_line(tmp_path: Path) -> None:
    folder, pipe, loop = tmp_path / "folder", tmp_path / "pipe", tmp_path / "loop"
    folder.mkdir()
    os.mkfifo(pipe)
    loop.symlink_to(loop)
    below_a_file = tmp_path / "file" / "book.db"
    below_a_file.parent.write_text("")
    wrong = [folder, pipe, loop, below_a_file, Path("/dev/null"), Path("a\0b")]

    for path in wrong:
        for opener in (Book.open, Book.open_for_writing):
            with pytest.raises(BookError) as error:
                opener(path)
            assert str(path).replace("\0", "<U+0000>") in error.value.message
            assert "\n" not in error.value.message
    assert list(folder.iterdir()) == []


def test_a_link_leads_to_the_book(tmp_path: Path, path: Path) -> None:
    begin(path)
    link = tmp_path / "link.db"
    link.symlink_to(path)

    assert names(link) == ["Ana Silva"]


def test_a_file_that_may_not_be_read_is_named(open_folder: Path) -> None:
    path = open_folder / "book.db"
    begin(path)
    path.chmod(0o000)

    with (
        ordinary_user(),
        pytest.raises(BookError, match=f"{path} cannot be opened: permission denied"),
    ):
        Book.open(path)


def test_a_read_only_book_can_be_read(open_folder: Path) -> None:
    path = open_folder / "book.db"
    begin(path)
    path.chmod(0o444)
    open_folder.chmod(0o555)

    with ordinary_user():
        assert names(path) == ["Ana Silva"]
        with Book.open_for_writing(path) as book:
            with pytest.raises(BookError, match="is read-only"), book.change():
                book.add_customer("Ben Okafor", added_on=DAY)
            assert [each.name for each in book.customers()] == ["Ana Silva"]


def test_a_book_in_a_read_only_folder_can_be_read(open_folder: Path) -> None:
    path = open_folder / "book.db"
    begin(path)
    path.chmod(0o666)
    open_folder.chmod(0o555)

    with ordinary_user():
        assert names(path) == ["Ana Silva"]
        with (
            Book.open_for_writing(path) as book,
            pytest.raises(BookError, match="is read-only"),
            book.change(),
        ):
            book.add_customer("Ben Okafor", added_on=DAY)
        assert names(path) == ["Ana Silva"]


def test_reading_leaves_every_byte_and_the_folder_alone(path: Path) -> None:
    begin(path)
    before, time = path.read_bytes(), path.stat().st_mtime_ns

    with Book.open(path) as book:
        list(book.histories())
        book.find_customers("ana")

    assert path.read_bytes() == before
    assert path.stat().st_mtime_ns == time
    assert list(path.parent.iterdir()) == [path]


def test_a_book_opened_for_reading_cannot_be_changed(path: Path) -> None:
    begin(path)

    with (
        Book.open(path) as book,
        pytest.raises(BookError, match="is read-only"),
        book.change(),
    ):
        book.add_customer("Ben Okafor", added_on=DAY)


def test_a_book_never_uses_a_write_ahead_log(path: Path) -> None:
    begin(path)
    with closing(sqlite3.connect(path)) as other:
        other.execute("PRAGMA journal_mode = WAL")

    begin(path)

    with closing(sqlite3.connect(path)) as other:
        assert other.execute("PRAGMA journal_mode").fetchone() == ("delete",)


def test_reading_does_not_import_what_only_writing_needs(path: Path) -> None:
    begin(path)
    program = (
        "import sys; from pathlib import Path; from secondsale.store import Book\n"
        "with Book.open(Path(sys.argv[1])) as book: list(book.histories())\n"
        "print({'sqlite_utils', 'difflib', 'dateutil', 'json'} & set(sys.modules))"
    )

    result = subprocess.run(
        [sys.executable, "-c", program, path],
        capture_output=True,
        text=True,
        check=True,
    )

    assert result.stdout == "set()\n"


def test_a_first_command_that_was_killed_leaves_no_book_yet(path: Path) -> None:
    begin(path)
    # The journal of a transaction that began with a file of no pages.
    numbers = (0, 1, 0, 512, 4096)
    journal = bytes.fromhex("d9d505f920a163d7") + b"".join(
        number.to_bytes(4) for number in numbers
    )
    path.with_name("book.db-journal").write_bytes(journal.ljust(512, b"\0"))

    with pytest.raises(BookError, match="there is no book at"):
        Book.open(path)
    assert path.stat().st_size == 0
    begin(path)

    assert names(path) == ["Ana Silva"]
