"""Files for other programs: written whole or not at all, and never over the book."""

import os
import stat
import sys
from collections.abc import Iterable, Iterator
from contextlib import suppress
from pathlib import Path

from secondsale.errors import InputError, SecondsaleError

BYTE_ORDER_MARK = "\ufeff"


def as_csv(records: Iterable[str]) -> Iterator[str]:
    """Yield records as text for stdout, whose line ends are the terminal's."""
    sys.stdout.reconfigure(newline="")  # type: ignore[union-attr]  # CRLF as RFC 4180 has it
    return iter(records)


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
