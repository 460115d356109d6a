"""Copies of the book: sound, private, never over a file, and put back whole."""

import errno
import os
import sqlite3
import stat
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from datetime import date, timedelta
from pathlib import Path

import pytest
from tests.store.test_facts import fill

from secondsale.errors import BookError
from secondsale.store import Book, backups, restoring
from secondsale.store.backups import Kind
from secondsale.store.checks import surroundings
from secondsale.store.files import daily

MONDAY = date(2026, 11, 23)


def dump(path: Path) -> list[str]:
    with closing(sqlite3.connect(path)) as connection:
        return list(connection.iterdump())


@pytest.fixture
def filled(path: Path) -> Path:
    with Book.open_for_writing(path) as book:
        fill(book)
    return path


@contextmanager
def any_mask() -> Iterator[None]:
    before = os.umask(0)
    try:
        yield
    finally:
        os.umask(before)


def damage(path: Path) -> None:
    """Overwrite the middle of a file, its header left as it is."""
    size = path.stat().st_size
    with path.open("r+b") as file:
        file.seek(4096)
        file.write(b"\xff" * (size - 8192))


def test_a_copy_holds_the_same_and_is_private(filled: Path, tmp_path: Path) -> None:
    with any_mask():
        made = backups.back_up(filled, tmp_path / "copy.db")

    assert dump(made) == dump(filled)
    assert stat.S_IMODE(made.stat().st_mode) == 0o600
    assert sorted(each.name for each in tmp_path.iterdir()) == ["book.db", "copy.db"]


@pytest.mark.parametrize("is_link", [False, True])
def test_a_copy_overwrites_no_file_and_follows_no_link(
    filled: Path, tmp_path: Path, *, is_link: bool
) -> None:
    target, mine = tmp_path / "copy.db", tmp_path / "mine"
    mine.write_text("mine")
    if is_link:
        target.symlink_to(mine)
    else:
        target.write_text("mine")

    with pytest.raises(BookError, match="is there already"):
        backups.back_up(filled, target)

    assert mine.read_text() == target.read_text() == "mine"
    assert target.is_symlink() == is_link
    assert len(list(tmp_path.iterdir())) == 3


def test_a_file_system_without_links_gets_its_copy_too(
    filled: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def no_links(*_: object, **__: object) -> None:
        raise PermissionError("no links here")

    monkeypatch.setattr(os, "link", no_links)

    made = backups.back_up(filled, tmp_path / "copy.db")

    assert dump(made) == dump(filled)
    with pytest.raises(BookError, match="is there already"):
        backups.back_up(filled, made)


@pytest.mark.parametrize("quick", [False, True])
def test_a_damaged_book_makes_no_copy(
    filled: Path, tmp_path: Path, *, quick: bool
) -> None:
    damage(filled)

    with pytest.raises((BookError, sqlite3.DatabaseError)):
        backups.back_up(filled, tmp_path / "copy.db", quick=quick)

    assert list(tmp_path.iterdir()) == [filled]


def test_a_row_without_its_parent_is_found(filled: Path, tmp_path: Path) -> None:
    with closing(sqlite3.connect(filled)) as connection, connection:
        connection.execute("UPDATE sales SET customer_id = 999")

    with pytest.raises(BookError, match="is damaged"):
        backups.back_up(filled, tmp_path / "copy.db")


def test_the_copy_of_a_day_is_made_once_and_seven_are_kept(filled: Path) -> None:
    days = [MONDAY + timedelta(days=number) for number in range(9)]

    made = [backups.back_up_today(filled, today=day) for day in days]
    again = backups.back_up_today(filled, today=days[-1])

    assert all(made)
    assert again is None
    assert [path for path in made if path and path.exists()] == made[2:]


def test_ten_made_before_an_operation_are_kept_and_no_name_is_used_twice(
    filled: Path,
) -> None:
    asked = backups.back_up(filled, backups.unused_name(filled, "backup"))

    made = [backups.back_up_before(filled, "import") for _ in range(12)]

    assert made[-1].name == "book.db.before-import-12"
    assert [path.exists() for path in made] == [False] * 2 + [True] * 10
    found = backups.backups(filled)
    assert {each.operation for each in found if each.kind is Kind.BEFORE} == {"import"}
    assert asked in [each.path for each in found if each.kind is Kind.ASKED]


def test_other_files_beside_the_book_are_no_copies(filled: Path) -> None:
    for name in ("book.db.txt", "book.db.daily-soon", "book.db.before-", "other.db"):
        filled.with_name(name).write_text("mine")
    filled.with_name("book.db.backup-3").symlink_to(filled)

    assert backups.backups(filled) == []


@pytest.mark.parametrize(
    ("folder", "part"),
    [
        ("/home/ana/Dropbox/shop", "Dropbox"),
        ("/home/ana/OneDrive - Shop/x", "OneDrive - Shop"),
        ("/home/ana/Google Drive", "Google Drive"),
        ("/Users/ana/Library/Mobile Documents/com~apple", "Mobile Documents"),
        ("/Volumes/GoogleDrive/My Drive/shop", "GoogleDrive"),
        ("/mnt/g/My Drive/shop", "My Drive"),
        ("/home/ana/Nextcloud/shop", "Nextcloud"),
        ("/home/ana/pCloudDrive", "pCloudDrive"),
        ("/home/ana/Box/shop", "Box"),
        ("/home/ana/Sync", "Sync"),
        ("/home/ana/Dropbox (Shop)", "Dropbox (Shop)"),
        ("/home/ana/iCloudDrive", "iCloudDrive"),
        ("/home/ana/NotDropboxReally/in a box", ""),
        ("/home/ana/.local/share/secondsale", ""),
    ],
)
def test_a_folder_that_is_copied_to_a_server_is_known(folder: str, part: str) -> None:
    assert backups.in_synced_folder(Path(folder, "book.db")) == part


def test_a_restored_book_is_what_its_copy_is_and_the_old_one_is_kept(
    filled: Path, tmp_path: Path
) -> None:
    copy = backups.back_up(filled, tmp_path / "copy.db")
    with Book.open_for_writing(filled) as book, book.change():
        book.add_customer("Somebody new", added_on=MONDAY)
    newer = dump(filled)

    kept = restoring.restore(copy, filled)

    assert dump(filled) == dump(copy)
    assert kept is not None
    assert dump(kept) == newer


def test_whoever_has_the_book_open_sees_what_was_restored(
    filled: Path, tmp_path: Path
) -> None:
    copy = backups.back_up(filled, tmp_path / "copy.db")
    with Book.open_for_writing(filled) as book, book.change():
        book.add_customer("Somebody new", added_on=MONDAY)

    with Book.open(filled) as reader:
        before = [each.name for each in reader.customers()]
        restoring.restore(copy, filled)
        after = [each.name for each in reader.customers()]

    assert before == [*after, "Somebody new"]


@pytest.mark.parametrize("content", [b"", bytes(8192), None])
def test_a_damaged_or_missing_book_is_replaced_and_kept_byte_by_byte(
    filled: Path, content: bytes | None
) -> None:
    copy = backups.back_up(filled, backups.unused_name(filled, "backup"))
    if content is None:
        damage(filled)
        content = filled.read_bytes()
    else:
        filled.write_bytes(content)

    kept = restoring.restore(copy, filled)

    assert dump(filled) == dump(copy)
    assert (kept.read_bytes() if kept else b"") == content


def a_foreign_book(path: Path) -> None:
    with closing(sqlite3.connect(path)) as connection:
        connection.execute("CREATE TABLE t (x)")


@pytest.mark.parametrize(
    ("put", "said"),
    [
        (a_foreign_book, "is not a secondsale book"),
        (lambda path: path.write_bytes(b"my diary"), "is not a secondsale book"),
        (lambda path: path.mkdir(), "is a folder"),
        (os.mkfifo, "is not an ordinary file"),
        (lambda path: path.symlink_to(path), "cannot be opened"),
    ],
    ids=["another program's", "text", "a folder", "a pipe", "a loop of links"],
)
def test_a_copy_takes_the_place_of_no_book_but_ours(
    filled: Path, tmp_path: Path, put: Callable[[Path], object], said: str
) -> None:
    place = tmp_path / "other.db"
    put(place)
    before = place.lstat()

    with pytest.raises(BookError, match=said):
        restoring.restore(filled, place)

    assert place.lstat() == before
    assert sorted(each.name for each in tmp_path.iterdir()) == ["book.db", "other.db"]


def test_a_copy_takes_the_place_of_no_newer_book(filled: Path, tmp_path: Path) -> None:
    newer = backups.back_up(filled, tmp_path / "newer.db")
    with closing(sqlite3.connect(newer)) as connection:
        connection.execute("PRAGMA user_version = 999")
    before = newer.read_bytes()

    with pytest.raises(BookError, match="by a newer secondsale"):
        restoring.restore(filled, newer)

    assert newer.read_bytes() == before


def test_a_restored_book_is_private_whatever_it_was(
    filled: Path, tmp_path: Path
) -> None:
    copy = backups.back_up(filled, tmp_path / "copy.db")
    filled.chmod(0o644)

    restoring.restore(copy, filled)

    assert stat.S_IMODE(filled.stat().st_mode) == 0o600


def test_a_damaged_copy_is_called_by_its_own_name(filled: Path, tmp_path: Path) -> None:
    with closing(sqlite3.connect(filled)) as connection, connection:
        connection.execute("UPDATE sales SET customer_id = 999")

    with pytest.raises(BookError, match=r"book\.db is damaged$"):
        restoring.restore(filled, tmp_path / "new.db")

    assert list(tmp_path.iterdir()) == [filled]


def test_nothing_begins_a_book_where_copies_of_one_lie(filled: Path) -> None:
    backups.back_up(filled, backups.unused_name(filled, "backup"))
    filled.unlink()

    for open_book in (Book.open, Book.open_for_writing):
        with pytest.raises(BookError, match="but copies of it lie there") as refusal:
            open_book(filled)
        assert "secondsale restore backup-1;" in refusal.value.hint

    assert not filled.exists()


def test_a_link_by_the_name_of_the_copy_of_a_day_is_told(filled: Path) -> None:
    daily(filled, MONDAY).symlink_to(filled)

    with pytest.raises(BookError, match="is a link"):
        backups.back_up_today(filled, today=MONDAY)
    with Book.open(filled) as book:
        assert not book.was_backed_up(MONDAY)


def test_what_is_no_sound_copy_is_refused_and_the_book_untouched(
    filled: Path, tmp_path: Path
) -> None:
    foreign, damaged = tmp_path / "foreign.db", tmp_path / "damaged.db"
    with closing(sqlite3.connect(foreign)) as connection:
        connection.execute("CREATE TABLE t (x)")
    damage(backups.back_up(filled, damaged))
    before = filled.read_bytes()

    for wrong in (foreign, damaged, tmp_path / "nowhere", tmp_path, filled):
        with pytest.raises(BookError):
            restoring.restore(wrong, filled)

    assert filled.read_bytes() == before
    assert len(list(tmp_path.iterdir())) == 3


def test_a_trial_for_which_there_is_no_room_says_nothing_of_the_copy(
    filled: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    backups.back_up(filled, backups.unused_name(filled, "backup"))

    def full(*_: object, **__: object) -> None:
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    monkeypatch.setattr(os, "open", full)

    tried = surroundings.try_copies(filled)

    assert (tried.sound, tried.unsound) == (None, ())
    assert tried.untried.endswith("no space left on device")


def test_a_folder_that_takes_no_copy_is_named(filled: Path, tmp_path: Path) -> None:
    with pytest.raises(BookError, match=r"no copy can be made in .*nowhere: no such"):
        backups.back_up(filled, tmp_path / "nowhere" / "copy.db")
