"""Commands on a book in a folder of its own, as processes that may meet a fault."""

import json
import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import NamedTuple, Self

from tests.faults import disk
from tests.faults.disk import Event, Fault

from secondsale import clock

TODAY = "2026-11-21"
BOOK = "book.db"
ROOT = Path(__file__).parents[2]


class Said(NamedTuple):
    """How a command ended, and what it said."""

    code: int
    out: str = ""
    err: str = ""


def surroundings(folder: Path) -> dict[str, str]:
    """Return the variables of a command on the book of a folder."""
    return {
        "HOME": str(folder),
        "SECONDSALE_BOOK": str(folder / BOOK),
        "SECONDSALE_AS_OF": TODAY,
        "TZ": "UTC",
        "LC_ALL": "C.UTF-8",
    }


def real(folder: Path, *arguments: str, **more: str) -> subprocess.Popen[str]:
    """Start a command as people do: the installed program, in a new process."""
    return subprocess.Popen(
        [sys.executable, "-m", "secondsale", *arguments],
        env={**os.environ, **surroundings(folder), **more},
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )


def without_copy_of_the_day(folder: Path) -> None:
    """Let the next command find that the day's copy has been made already."""
    (folder / f"{BOOK}.daily-{clock.today()}").touch()


class Programs:
    """Starts commands quickly, each a fork of one process that has all imported.

    It works in folders below its own; one thread uses it at a time.
    """

    def __init__(self, shim: Path, below: Path) -> None:
        self._folder = Path(tempfile.mkdtemp(dir=below))
        self._notes = self._folder / "notes"
        self._notes.mkdir()
        self._worker = subprocess.Popen(
            [sys.executable, "-m", "tests.faults.worker"],
            cwd=ROOT,
            env={
                **os.environ,
                **surroundings(self._folder),
                "LD_PRELOAD": str(shim),
                "PYTHONIOENCODING": "utf-8",
            },
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )

    def close(self) -> None:
        """End the process that is forked."""
        assert self._worker.stdin is not None
        self._worker.stdin.close()
        self._worker.wait()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    @contextmanager
    def folder(self, like: Path | None = None) -> Iterator[Path]:
        """Yield a new folder, or a copy of another one."""
        new = Path(tempfile.mkdtemp(dir=self._folder))
        if like is not None:
            shutil.copytree(like, new, dirs_exist_ok=True)
        try:
            yield new
        finally:
            shutil.rmtree(new, ignore_errors=True)

    def run(self, folder: Path, *arguments: str, fault: Fault = Fault()) -> Said:  # noqa: B008
        """Run one command on the book of a folder."""
        return self.together(folder, [[arguments]], fault)[0][0]

    def together(
        self,
        folder: Path,
        sequences: Sequence[Sequence[Sequence[str]]],
        fault: Fault = Fault(),  # noqa: B008 - it is immutable
    ) -> list[list[Said]]:
        """Run sequences of commands at once, the commands of each in turn."""
        self.log.unlink(missing_ok=True)
        request = {
            "sequences": sequences,
            "environment": surroundings(folder),
            "folder": os.path.realpath(folder),
            "log": str(self.log),
            "notes": str(self._notes),
            "at": fault.at,
            "kind": int(fault.kind),
        }
        assert self._worker.stdin is not None
        assert self._worker.stdout is not None
        self._worker.stdin.write(json.dumps(request) + "\n")
        self._worker.stdin.flush()
        answer = json.loads(self._worker.stdout.readline())
        return [[Said(*each) for each in sequence] for sequence in answer]

    @property
    def log(self) -> Path:
        """Return where the shim writes down what happened to the disk."""
        return self._notes / "log"

    def events(self) -> list[Event]:
        """Return what the last command did to the disk."""
        return list(disk.events(self.log))
