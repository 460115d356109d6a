"""What lies around a book: who can read it, its copies, and what was left lying."""

import os
import re
import sqlite3
import stat
from collections.abc import Iterator
from contextlib import closing
from datetime import datetime, timedelta
from pathlib import Path
from typing import NamedTuple

from secondsale.errors import BookError
from secondsale.store import backups, restoring
from secondsale.store.backups import Backup, UnsoundError
from secondsale.store.checks.results import Fault
from secondsale.store.connection import (
    explained,
    named,
    read_header,
    refuse_foreign,
    refuse_unless_ours,
)
from secondsale.store.files import open_file
from secondsale.store.restoring import past_reading

QUIET = timedelta(hours=1)
"""So long after a half-made file was last written, no program works on it."""

OWN = 0o600
OTHERS = 0o077
OTHERS_WRITE = 0o022


class Tried(NamedTuple):
    """The newest copy that a trial restore found sound, and the newer ones, unsound."""

    sound: Backup | None
    unsound: tuple[tuple[Backup, str], ...]
    """Each with what is wrong with it."""
    untried: str = ""
    """What kept the newest from being tried, such as a disk that is full."""


def try_copies(book: Path) -> Tried:
    """Restore copies of a book for trial, the newest first, until one is sound.

    What a restore kept of a damaged book is as it has to be.
    """
    unsound: list[tuple[Backup, str]] = []
    for copy in backups.backups(book):
        try:
            restoring.check(copy.path, book)
        except BookError as error:
            if _is_of_the_place(error.__cause__):
                return Tried(None, tuple(unsound), error.message)
            if copy.operation != "restore":
                unsound.append((copy, error.message))
        else:
            return Tried(copy, (*unsound, *_cut(book, but=copy)))
    return Tried(None, tuple(unsound))


def _cut(book: Path, but: Backup) -> Iterator[tuple[Backup, str]]:
    """Yield the copies older than one that are plainly not whole, without a trial.

    Empty ones are called so where copies are listed.
    """
    for copy in backups.backups(book):
        if copy.made_at < but.made_at and copy.operation != "restore" and copy.size:
            try:
                header = read_header(copy.path)
                refuse_unless_ours(header, copy.path)
            except BookError as error:
                yield copy, error.message
                continue
            # In the format, bytes 16 and 28: the size of a page, and how many.
            page, pages = (int.from_bytes(header[i:j]) for i, j in ((16, 18), (28, 32)))
            if copy.size < (65536 if page == 1 else page) * pages:
                yield copy, f"{named(copy.path)} is not whole"


def _is_of_the_place(cause: BaseException | None) -> bool:
    """Return whether a trial failed by the folder or the disk, not by the copy."""
    if isinstance(cause, OSError):
        return True
    kind = getattr(cause, "sqlite_errorcode", 0) & 0xFF
    return kind in (
        sqlite3.SQLITE_FULL,
        sqlite3.SQLITE_CANTOPEN,
        sqlite3.SQLITE_READONLY,
        sqlite3.SQLITE_BUSY,
    )


def copy_first(book: Path) -> Path:
    """Copy a book before it is mended.

    Errors: BookError, for a damaged book with the copy to put in its place.
    """
    with explained(book):
        refuse_foreign(book)
    try:
        return backups.back_up_before(book, "doctor")
    except (BookError, sqlite3.DatabaseError, UnicodeDecodeError) as error:
        if isinstance(error, BookError) and not isinstance(error, UnsoundError):
            raise
        if not past_reading(error):
            with explained(book):
                raise
        tried = try_copies(book)
        sound = tried.sound
        if sound is None and not tried.unsound:
            hint = tried.untried or "no copy lies beside it: look for one elsewhere"
        elif sound is None:
            hint = "no copy beside it is sound either"
        else:
            hint = f"put the newest sound copy in its place: {restore(book, sound)}"
        raise BookError(f"{named(book)} is damaged past mending", hint) from error


def restore(book: Path, copy: Backup) -> str:
    """Return what to type to put a copy in the place of its book."""
    return f"secondsale restore {copy.path.name.removeprefix(f'{book.name}.')}"


def open_to_others(book: Path) -> list[Path]:
    """Return the files of a book that others can read or write."""
    if os.name == "nt":  # the bits mean nothing there
        return []
    return [path for path in _files(book) if _mode(path) & OTHERS]


def close_to_others(book: Path) -> Iterator[str]:
    """Let nobody else read the files of a book, and say of which that is true now."""
    for path in open_to_others(book):
        try:
            path.chmod(OWN)
        except OSError:  # it is not ours: the next look says so again
            continue
        yield f"only you can read {path.name} now"


def too_open(book: Path, settings: Path) -> Iterator[Fault]:
    """Yield what others can change that is not the book's: its folder, the settings.

    Others can read either; in a folder like that of temporary files they can add files,
    but take away none.
    """
    if os.name == "nt":
        return
    folder = book.absolute().parent
    mode = _mode(folder)
    if mode & stat.S_IWOTH and not mode & stat.S_ISVTX:
        yield Fault(str(folder), "everybody can replace the book in it")
    if settings.exists() and _mode(settings) & OTHERS_WRITE:
        yield Fault(str(settings), "others can change it")


def left_lying(book: Path, *, now: datetime) -> list[Path]:
    """Return half-made files beside a book that nobody has worked on for an hour."""
    name = re.escape(book.name)
    half_made = re.compile(
        rf"\.?\.{name}(\..+)?\.part\d*(-journal)?"
        rf"|{name}\..+\.(trial|rewritten)-\d+(-journal|\..+)?"
        rf"|\.{name}\.trial-\d+(-journal|\..+)?"
        rf"|{name}\.restored-\d+(-journal)?"
        r"|\.secondsale-\w{8}"
    )
    before = (now - QUIET).timestamp()
    return sorted(
        path
        for path in book.absolute().parent.iterdir()
        if half_made.fullmatch(path.name)
        and path.is_file()
        and path.lstat().st_mtime < before
    )


def take_away(lying: list[Path]) -> Iterator[str]:
    """Delete files, and say which."""
    for path in lying:
        try:
            path.unlink()
        except OSError:  # it stays, and the next look says so again
            continue
        yield f"deleted {path.name}, which was never finished"


def journal_left(book: Path) -> Iterator[Fault]:
    """Yield a journal that stays although nobody changes the book.

    It does no harm: what a killed program left half done has been rolled back by
    whoever opened the book since, and with the next change SQLite takes the file away.
    """
    journal = book.with_name(f"{book.name}-journal")
    if not journal.exists():
        return
    with closing(open_file(book, patience=0)) as connection:
        try:
            connection.execute("BEGIN IMMEDIATE")
        except sqlite3.Error:  # somebody is at work
            return
        connection.rollback()
    if journal.exists():
        yield Fault(journal.name, "it belongs to no change that goes on")


def is_of(book: Path, path: Path) -> bool:
    """Return whether a file has a name that is kept for the files of a book."""
    if os.path.realpath(path.parent) != os.path.realpath(book.parent):
        return False
    journals = tuple(f"{book.name}{ending}" for ending in ("-journal", "-wal", "-shm"))
    return path.name in journals or path.name.startswith(f"{book.name}.")


def journals(book: Path) -> list[Path]:
    """Return the files beside a book in which SQLite keeps a change that goes on."""
    names = (f"{book.name}{ending}" for ending in ("-journal", "-wal", "-shm"))
    return [path for name in names if (path := book.with_name(name)).exists()]


def _files(book: Path) -> list[Path]:
    copies = [copy.path for copy in backups.backups(book)]
    return [book, *journals(book), *copies]


def _mode(path: Path) -> int:
    return stat.S_IMODE(path.stat().st_mode)
