"""Ctrl-C and kill at moments spread over the whole of a command, as people start it."""

import random
import signal
import subprocess
import time
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

from tests.faults import books
from tests.faults.programs import BOOK, Programs, Said, real

MOMENTS = 40
COMMANDS = (
    ("add-sale", "Cleo Martin", "Hand Oil x2 @12"),
    ("undo",),
    ("today",),
)


def stopped(
    programs: Programs, how: signal.Signals, seed: int
) -> Iterator[tuple[str, str]]:
    """Yield the name of each moment, and what is wrong then; nothing if all is well."""
    dice = random.Random(f"{seed} {how}")
    with programs.folder() as start:
        books.ten_rows(programs, start)
        before = books.state(start)
        for command in COMMANDS:
            with programs.folder(like=start) as folder:
                begun = time.monotonic()
                real(folder, *command).communicate()
                takes = time.monotonic() - begun
                after = books.state(folder)
            for number in range(MOMENTS):
                wait = takes * (number + dice.random()) / MOMENTS
                with programs.folder(like=start) as folder:
                    said = _stop(folder, command, how, wait)
                    wrong = _wrong(said, how, folder, (before, after))
                yield f"{command[0]} stopped after {wait * 1000:.0f} ms", wrong


def _stop(
    folder: Path, command: tuple[str, ...], how: signal.Signals, wait: float
) -> Said:
    child = real(folder, *command)
    with suppress(subprocess.TimeoutExpired):
        child.wait(timeout=wait)
    child.send_signal(how)
    out, err = child.communicate(timeout=60)
    return Said(child.returncode, out, err)


def _wrong(
    said: Said, how: signal.Signals, folder: Path, known: tuple[books.State, ...]
) -> str:
    codes = (0, -9) if how is signal.SIGKILL else (0, 130, -2)
    try:
        found = books.state(folder)
        assert found in known, f"half done: {books.difference(found, known[1])}"
        assert said.code != 0 or found == known[1], "done, and it is not there"
        assert said.code in codes or _too_early(said), "an unexpected end"
        assert "Traceback" not in said.err or _too_early(said), "a traceback"
        with_names = [path.name for path in folder.iterdir() if path.stat().st_size]
        assert how is signal.SIGKILL or not any(
            name.endswith(f"{BOOK}-journal") for name in with_names
        ), "a journal was left"
    except AssertionError as error:
        return f"{error}; it said {said}"
    return ""


def _too_early(said: Said) -> bool:
    """Return whether Python itself was stopped, before it came to a line of ours."""
    return "secondsale/" not in said.err.replace("secondsale/__main__.py", "")
