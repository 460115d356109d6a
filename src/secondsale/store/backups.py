"""Copies of the book beside it: made whole and verified, or not at all.

Those of the day and those made before an operation rotate apart; what a person asked
for is never thrown away.
"""

import os
import re
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager, suppress
from datetime import date, datetime
from enum import StrEnum
from itertools import chain, count
from pathlib import Path

from secondsale.errors import BookError
from secondsale.records import dataclass
from secondsale.store.files import daily, open_file
from secondsale.text import visible

DAILY_KEPT = 7
"""How many copies of the day are kept."""

OPERATIONS_KEPT = 10
"""How many copies made before an operation are kept."""

SYNCED = re.compile(
    r"(?i:dropbox|onedrive|google ?drive|my drive|icloud ?(drive)?|nextcloud|owncloud"
    r"|pcloud ?drive|mobile documents|cloudstorage|box sync|mega ?sync)([ ~(-].*)?"
    r"|Box|Sync|MEGA",
)
"""Folders by whose whole names programs that copy them to a server are known."""


class Kind(StrEnum):
    """Why a copy was made."""

    DAILY = "daily"
    BEFORE = "before"
    ASKED = "asked"


@dataclass(frozen=True, slots=True)
class Backup:
    """A copy of the book."""

    path: Path
    kind: Kind
    operation: str
    """What it was made before, such as `restore`; empty for the other kinds."""
    made_at: datetime
    size: int
    """In bytes."""


class UnsoundError(BookError):
    """What is copied is damaged, so that its copy would be."""


def back_up(book: Path, target: Path, *, quick: bool = False) -> Path:
    """Copy a book to a file that is not there yet, verify the copy, and return it.

    `quick` leaves out the comparison of the indexes with their tables.
    Errors: BookError if the target is there already or the copy is not sound; then
    nothing is left of it.
    """
    copy = _free(target.with_name(f".{target.name}.part"))
    try:
        with closing(open_file(book)) as source, closing(open_file(copy)) as made:
            made.execute("PRAGMA synchronous = EXTRA")
            source.backup(made)
            verify(made, book, quick=quick)
        flush(copy)
        _give_name(copy, target)
    finally:
        with suppress(FileNotFoundError):
            copy.unlink()
    flush(target.parent)
    return target


def back_up_today(book: Path, *, today: date) -> Path | None:
    """Copy a book once a day, and drop the oldest of those copies; None if it was."""
    target = daily(book, today)
    if target.is_symlink():
        raise BookError(f"{visible(target.name)} is a link", "move it away")
    if target.exists():
        return None
    with suppress(_TakenError):  # another program was quicker
        back_up(book, target, quick=True)
    _rotate(book, Kind.DAILY, DAILY_KEPT)
    return target


def back_up_before(book: Path, operation: str) -> Path:
    """Copy a book before an operation, and drop the oldest of those copies.

    Errors: BookError.
    """
    while True:
        with suppress(_TakenError):  # another program was quicker
            made = back_up(book, unused_name(book, f"before-{operation}"))
            _rotate(book, Kind.BEFORE, OPERATIONS_KEPT)
            return made


def unused_name(book: Path, what: str) -> Path:
    """Return a name beside a book that no file has yet: `book.db.before-import-3`.

    The number is one above the highest there is, so that names are not used again, not
    even beside the journal that a killed program left of a file that is gone.
    """
    start = f"{book.name}.{what}-"
    numbers = [
        int(found[0])
        for path in book.parent.glob(f"{escaped(start)}*")
        if (found := re.match("[0-9]+", path.name.removeprefix(start)))
    ]
    return book.with_name(f"{start}{max(numbers, default=0) + 1}")


def backups(book: Path) -> list[Backup]:
    """Return the copies that lie beside a book, the newest first."""
    found = []
    for path in book.parent.glob(f"{escaped(book.name)}.*"):
        known = _MARK.fullmatch(path.name.removeprefix(f"{book.name}."))
        if known is None or path.is_symlink() or not path.is_file():
            continue
        seen = path.stat()
        found.append(
            Backup(
                path,
                _kind(known),
                known["operation"] or "",
                datetime.fromtimestamp(seen.st_mtime),  # noqa: DTZ006 - local, as shown
                seen.st_size,
            )
        )
    return sorted(found, key=lambda each: (each.made_at, each.path.name), reverse=True)


def verify(connection: sqlite3.Connection, path: Path, *, quick: bool = False) -> None:
    """Make sure that a book is sound.

    Errors: UnsoundError.
    """
    check = "quick_check" if quick else "integrity_check"
    try:
        sound = [row[0] for row in connection.execute(f"PRAGMA {check}")] == ["ok"]
        broken = connection.execute("PRAGMA foreign_key_check").fetchone()
    except (sqlite3.Error, UnicodeDecodeError):
        sound, broken = False, None
    if not sound or broken is not None:
        raise UnsoundError(
            f"{visible(str(path))} is damaged",
            "look with: secondsale doctor; put a sound copy in its place: secondsale"
            " restore",
        )


def in_synced_folder(book: Path) -> str:
    """Return the part of a path that a syncing program looks after, or nothing."""
    parts = book.absolute().parent.parts
    return next((part for part in parts if SYNCED.fullmatch(part)), "")


class _TakenError(BookError):
    """There is a file of that name already."""


_MARK = re.compile(
    r"daily-\d{4}-\d\d-\d\d"
    r"|before-(?P<operation>[a-z][a-z0-9]*)(?:-[0-9]+)?"
    r"|(?P<asked>backup)-[0-9]+",
    re.ASCII,
)


def _kind(mark: re.Match[str]) -> Kind:
    if mark["operation"]:
        return Kind.BEFORE
    return Kind.ASKED if mark["asked"] else Kind.DAILY


def _rotate(book: Path, kind: Kind, kept: int) -> None:
    old = [each for each in backups(book) if each.kind is kind][kept:]
    for each in old:
        with suppress(OSError):  # it is tried again the next time
            each.path.unlink()


def _free(wanted: Path) -> Path:
    """Create an empty private file, by the wanted name or one like it."""
    names = (f"{wanted.name}{number}" for number in count(2))
    for name in chain([wanted.name], names):
        free = wanted.with_name(name)
        try:
            os.close(os.open(free, os.O_CREAT | os.O_EXCL | os.O_RDWR, 0o600))
        except FileExistsError:
            continue
        except OSError as error:
            cause = (error.strerror or "it cannot be reached").lower()
            raise BookError(
                f"no copy can be made in {visible(str(wanted.parent))}: {cause}",
                "check the permissions of the folder and the room on the disk",
            ) from error
        return free
    raise AssertionError("the names do not end")


def _give_name(copy: Path, target: Path) -> None:
    """Call a finished copy by its name, unless something has that name already."""
    with _refusing_taken(target):
        try:
            os.link(copy, target, follow_symlinks=False)
        except FileExistsError:
            raise
        except OSError:  # some file systems know no links: reserve the name first
            os.close(os.open(target, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600))
            copy.replace(target)


@contextmanager
def _refusing_taken(target: Path) -> Iterator[None]:
    try:
        yield
    except FileExistsError:
        raise _TakenError(
            f"{visible(str(target))} is there already",
            "nothing was overwritten: name another file",
        ) from None


def flush(path: Path) -> None:
    """Make sure that a file, or what a folder says of its files, is on the disk."""
    try:
        descriptor = os.open(path, os.O_RDONLY)
        try:
            os.fsync(descriptor)
        finally:
            os.close(descriptor)
    except OSError:
        if not path.is_dir():  # not every system can open a folder, or flush it
            raise


def escaped(name: str) -> str:
    """Return a file's name as a pattern that fits it alone."""
    return re.sub(r"([*?[])", r"[\1]", name)
