"""The shim between a program and the disk: built, armed, and read back."""

import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from enum import IntEnum
from pathlib import Path
from typing import NamedTuple

SOURCE = Path(__file__).with_name("shim.c")


class Kind(IntEnum):
    """What is done to an event; the numbers are the shim's own."""

    NONE = 0
    KILL = 1
    """Killed before it happens."""
    TEAR = 2
    """Killed when half of it was written, or just after it where nothing is written."""
    FULL = 3
    """Half of it is written, and nothing more finds room."""
    FAIL = 4
    """An I/O error, once."""
    FAIL_ON = 5
    """I/O errors from here on."""
    INTERRUPT = 6
    """Ctrl-C."""


DEADLY = (Kind.KILL, Kind.TEAR)


class Fault(NamedTuple):
    """What happens at which event, counted from 1; 0 is never."""

    kind: Kind = Kind.NONE
    at: int = 0


class Event(NamedTuple):
    """Something that a program did to the disk."""

    what: str
    """A letter: see `shim.c`."""
    file: int
    offset: int = 0
    data: bytes = b""
    path: str = ""
    to: str = ""


def why_not() -> str:
    """Return why no shim can be had here; nothing where it can."""
    if not sys.platform.startswith("linux"):
        return "the shim between a program and the disk is for Linux"
    if not _compiler():
        return "there is no C compiler to build the shim between a program and the disk"
    return ""


def build(folder: Path) -> Path:
    """Build the shim into a folder."""
    made = folder / "shim.so"
    subprocess.run(
        [_compiler(), "-shared", "-fPIC", "-O1", "-o", made, SOURCE, "-ldl"], check=True
    )
    return made


def armed(shim: Path, folder: Path, log: Path, fault: Fault) -> dict[str, str]:
    """Return the environment of a program that meets a fault below a folder."""
    return {
        "LD_PRELOAD": str(shim),
        "FAULTS_FOLDER": os.path.realpath(folder),
        "FAULTS_LOG": str(log),
        "FAULTS_AT": str(fault.at),
        "FAULTS_KIND": str(int(fault.kind)),
    }


def events(log: Path) -> Iterator[Event]:
    """Yield what a program did to the disk."""
    with log.open("rb") as file:
        while line := file.readline():
            what, file_id, *rest = line.decode().rstrip("\n").split(" ", 2)
            if what == "W":
                offset, size = map(int, rest[0].split())
                yield Event(what, int(file_id), offset, file.read(size))
            elif what == "T":
                yield Event(what, int(file_id), int(rest[0]))
            elif what == "S":
                yield Event(what, int(file_id))
            else:
                number, path, to = line.decode()[2:].rstrip("\n").split("\t")
                yield Event(what, int(number), path=path, to=to)


def _compiler() -> str:
    names = (os.environ.get("CC", ""), "cc", "gcc", "clang")
    return next((found for name in names if name and (found := shutil.which(name))), "")
