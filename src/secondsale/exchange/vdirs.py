"""A folder of one item a file, as vdirsyncer keeps it: a vdir, read and changed.

A file is written under another name beside it and then renamed, so that nobody reads a
half of it; names say nothing, what stands inside does.
"""

import os
import re
import tempfile
from contextlib import suppress
from datetime import datetime, timedelta
from pathlib import Path

from secondsale.errors import SecondsaleError

OURS = re.compile(rb"^UID:(ss-[A-Za-z0-9_.+-]+)\s*$", re.MULTILINE)
"""The name of an item that may be ours."""

_ITEM = ".ics"
_HALF = ".secondsale-"
"""What the name of a file begins with while it is written."""
_STALE = timedelta(hours=1)


class Folder:
    """The items of a folder that may be ours; all others are not even looked at."""

    def __init__(self, path: Path) -> None:
        """Read a folder, which need not be there yet.

        Errors: SecondsaleError, naming what cannot be read.
        """
        self.path = path
        self.files: dict[str, Path] = {}
        self.twice: set[str] = set()
        self._data: dict[str, bytes] = {}
        self.there = path.is_dir()
        try:
            files = sorted(path.iterdir()) if self.there else []
            for file in files:
                if file.suffix == _ITEM and file.name[0] != "." and file.is_file():
                    self._look_at(file)
        except OSError as error:
            raise _unusable(error, path) from None

    def _look_at(self, file: Path) -> None:
        data = file.read_bytes()
        found = OURS.search(data)
        if found is None:
            return
        uid = found.group(1).decode()
        if uid in self.files:
            self.twice.add(uid)
        self.files.setdefault(uid, file)
        self._data.setdefault(uid, data)

    def data(self, uid: str) -> bytes | None:
        """Return what the file of an item holds, None where there is none."""
        return self._data.get(uid)

    def write(self, uid: str, data: bytes) -> bool:
        """Write an item, unless somebody else changed it since; return whether it was.

        Errors: SecondsaleError.
        """
        target = self.files.get(uid) or self.path / f"{uid}{_ITEM}"
        try:
            self.path.mkdir(mode=0o700, parents=True, exist_ok=True)
            if not self._is_as_read(uid, target):
                return False
            number, name = tempfile.mkstemp(prefix=_HALF, suffix=".tmp", dir=self.path)
            temporary = Path(name)
            try:
                with os.fdopen(number, "wb") as file:
                    file.write(data)
                    file.flush()
                    os.fsync(file.fileno())
                temporary.replace(target)
            finally:
                with suppress(FileNotFoundError):
                    temporary.unlink()
        except OSError as error:
            raise _unusable(error, target) from None
        self.files[uid], self._data[uid] = target, data
        return True

    def remove(self, uid: str) -> bool:
        """Take an item away, unless somebody else changed it; return whether it was.

        Errors: SecondsaleError.
        """
        target = self.files.get(uid)
        if target is None:
            return True
        try:
            if not self._is_as_read(uid, target):
                return False
            target.unlink()
        except OSError as error:
            raise _unusable(error, target) from None
        return True

    def tidy(self, *, now: datetime) -> None:
        """Take away what a run that was broken off left half written.

        Errors: SecondsaleError.
        """
        try:
            for file in self.path.glob(f"{_HALF}*.tmp"):
                if file.stat().st_mtime < (now - _STALE).timestamp():
                    file.unlink()
        except OSError as error:
            raise _unusable(error, self.path) from None

    def _is_as_read(self, uid: str, target: Path) -> bool:
        now = target.read_bytes() if target.exists() else None
        return now == self._data.get(uid)


def _unusable(error: OSError, path: Path) -> SecondsaleError:
    cause = (error.strerror or "it cannot be reached").lower()
    return SecondsaleError(f"{path}: {cause}", "check the folder and its permissions")
