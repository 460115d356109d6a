"""Files that are no book that can be used: thirty-four of them."""

import gzip
import os
import sqlite3
import zipfile
from collections.abc import Callable, Iterator
from contextlib import closing
from functools import partial
from pathlib import Path

PAGE = 4096
COMMANDS = (("today",), ("add-sale", "Cleo Martin", "Oil"), ("undo",), ("backup",))
Make = Callable[[Path, bytes], None]
"""Makes a wrong file of a path and the bytes of a sound book."""


def wrong_files() -> Iterator[tuple[str, Make]]:
    """Yield the name of each kind of wrong file, and what makes one."""
    for name, content in _CONTENTS.items():
        yield name, partial(_write, content)
    for name, damage in _DAMAGES.items():
        yield name, partial(_damage, damage)
    yield from _OTHERS.items()


def fingerprint(path: Path) -> object:
    """Return all there is to see of a path, and of the folder that it lies in."""
    beside = sorted(each.name for each in path.parent.iterdir())
    seen = path.lstat()
    content = path.read_bytes() if path.is_file() else path.is_symlink()
    return beside, seen.st_mode, seen.st_size, seen.st_mtime_ns, content


def _write(content: bytes, path: Path, _: bytes) -> None:
    path.write_bytes(content)


def _damage(damage: Callable[[bytes], bytes], path: Path, book: bytes) -> None:
    path.write_bytes(damage(book))


_CONTENTS = {
    "one byte": b"S",
    "a page of zeros": bytes(PAGE),
    "many zeros": bytes(64 * PAGE),
    "the magic alone": b"SQLite format 3\0",
    "half a header": b"SQLite format 3\0" + bytes(40),
    "a header of zeros": b"SQLite format 3\0" + bytes(PAGE),
    "an older SQLite": b"** This file contains an SQLite 2.1 database **" + bytes(PAGE),
    "a table of text": b"name,email\nAna,ana@example.com\n" * 20,
    "text of 16 bits": "Ana Silva\n".encode("utf-16") * 50,
    "JSON": b'{"customers": []}\n',
    "a settings file": b'currency = "EUR"\n[policy]\nspacing_days = 3\n',
    "an SQL script": b"BEGIN TRANSACTION;\nCREATE TABLE customers (name);\nCOMMIT;\n",
    "a picture": b"\x89PNG\r\n\x1a\n" + bytes(range(256)) * 4,
    "gzip": gzip.compress(b"SQLite format 3\0" * 99, mtime=0),
    "a program": b"\x7fELF\x02\x01\x01" + bytes(200),
    "random bytes": bytes(range(255, 0, -1)) * 40,
}

_DAMAGES: dict[str, Callable[[bytes], bytes]] = {
    "a book with another mark": lambda book: book[:68] + b"nope" + book[72:],
    "a book without a mark": lambda book: book[:68] + bytes(4) + book[72:],
    "a newer book": lambda book: book[:60] + (999).to_bytes(4) + book[64:],
    "the newest book there can be": lambda b: b[:60] + b"\x7f\xff\xff\xff" + b[64:],
    "a header alone": lambda book: book[:100],
    "a cut page": lambda book: book[: PAGE + 1000],
    "two pages of many": lambda book: book[: 2 * PAGE],
    "a book without its end": lambda book: book[: len(book) // 2],
    "zeros after the first page": lambda b: b[:PAGE] + bytes(len(b) - PAGE),
    "ones after the first page": lambda b: b[:PAGE] + b"\xff" * (len(b) - PAGE),
    "zeros after the header": lambda book: book[:100] + bytes(len(book) - 100),
    "a wrong page size": lambda book: book[:16] + b"\0\3" + book[18:],
    "line ends made longer": lambda book: book.replace(b"\n", b"\r\n"),
}


def _foreign(path: Path, _: bytes) -> None:
    with closing(sqlite3.connect(path)) as other, other:
        other.execute("CREATE TABLE customers (name)")


def _archive(path: Path, book: bytes) -> None:
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("book.db", book)


def _loop(path: Path, _: bytes) -> None:
    path.symlink_to(path)


_OTHERS: dict[str, Make] = {
    "the database of another program": _foreign,
    "a book in an archive": _archive,
    "a folder": lambda path, _: path.mkdir(),
    "a pipe": lambda path, _: os.mkfifo(path),
    "a loop of links": _loop,
}
