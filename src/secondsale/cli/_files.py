"""Files for other programs: written whole or not at all, and never over the book."""

import os
import stat
import sys
from collections.abc import Iterable, Iterator
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING

from secondsale.errors import InputError, SecondsaleError

if TYPE_CHECKING:
    from secondsale.cli._shell import Shell

BYTE_ORDER_MARK = "\ufeff"
SQLITE = b"SQLite format 3\0"
"""What every SQLite file begins with: sqlite.org/fileformat.html, 1.3.1."""


def as_csv(records: Iterable[str]) -> Iterator[str]:
    """Yield records as text for stdout, whose line ends are the terminal's."""
    sys.stdout.reconfigure(newline="")  # type: ignore[union-attr]  # CRLF as RFC 4180 has it
    return iter(records)


def file_to_write(typed: str, *, force: bool) -> Path | None:
    """Return the file that was typed, None for stdout.

    Errors: InputError where there is one of that name, unless it may be replaced.
    """
    target = Path(typed).expanduser() if typed and typed != "-" else None
    if target is not None and os.path.lexists(target) and not force:
        raise InputError(f"{target} exists already", "--force replaces it")
    return target


def spare_the_book(shell: "Shell", target: Path) -> None:
    """Refuse to write over the book, its settings, or what is kept beside it.

    Errors: InputError.
    """
    from secondsale.store.checks.surroundings import is_of

    for ours in (shell.book_path, shell.settings.path):
        if target.exists() and ours.exists() and target.samefile(ours):
            raise InputError(f"{target} is in use by secondsale", "choose another name")
    if is_of(shell.book_path, target):
        raise InputError(
            f"{target} has a name that is kept for the book's copies",
            "choose another name",
        )
    if _is_a_book(target):
        raise InputError(f"{target} is a database", "choose another name")


def _is_a_book(target: Path) -> bool:
    """Return whether a file looks like anybody's book, or a copy of one."""
    if not target.is_file():
        return False
    try:
        with target.open("rb") as file:
            return file.read(len(SQLITE)) == SQLITE
    except OSError as error:
        raise InputError(
            f"{target} cannot be read: {error.strerror}", "choose another name"
        ) from None


def write_whole(
    target: Path, records: Iterable[str], *, replace: bool, mark: bool = True
) -> None:
    """Write a file that appears whole or not at all, readable by its owner only.

    `mark` begins it with the byte-order mark that spreadsheets know UTF-8 by.

    Errors: SecondsaleError, naming the file.
    """
    if target.exists() and not stat.S_ISREG(target.stat().st_mode):
        raise InputError(f"{target} is not a file", "name a file to write")
    import tempfile  # it loads much, and what goes to stdout does without

    temporary = None
    try:
        number, temporary = tempfile.mkstemp(prefix=".secondsale-", dir=target.parent)
        with open(number, "w", encoding="utf-8", newline="") as file:  # noqa: PTH123 - a descriptor
            file.write(BYTE_ORDER_MARK if mark else "")
            file.writelines(records)
            file.flush()
            os.fsync(file.fileno())
        if replace:
            Path(temporary).replace(target)
        else:
            _name_once(Path(temporary), target)
    except FileExistsError:
        raise InputError(f"{target} exists already", "--force replaces it") from None
    except OSError as error:
        raise SecondsaleError(
            f"{target} cannot be written: {error.strerror}", "nothing was written"
        ) from None
    finally:
        if temporary is not None:
            with suppress(FileNotFoundError):
                Path(temporary).unlink()


def _name_once(temporary: Path, target: Path) -> None:
    """Give a finished file its name, unless something else has it.

    Errors: FileExistsError.
    """
    try:
        os.link(temporary, target)
    except FileExistsError:
        raise
    except OSError:  # memory sticks know no links
        if os.path.lexists(target):
            raise FileExistsError from None
        temporary.rename(target)
