"""Many at one book: eight who write, or bring it up to date, and one who holds it."""

import sqlite3
import subprocess
import time
from collections.abc import Iterator
from contextlib import closing, suppress
from pathlib import Path

from tests.faults import books
from tests.faults.programs import BOOK, Programs, Said, real

EIGHT = "ABCDEFGH"
PATIENCE = 10.0
"""Seconds that a command waits for a book in use."""

Case = Iterator[tuple[str, str]]
"""The name of a case, and what is wrong; nothing if all is well."""


def writers(programs: Programs, *, each: int = 25) -> Case:
    """Let eight write at once, the first command of all included."""
    wanted = [
        [f"{letter}{number} Somebody" for number in range(each)] for letter in EIGHT
    ]
    commands = [[("add-customer", "--new", name) for name in names] for names in wanted]
    with programs.folder() as folder:
        said = programs.together(folder, commands)
        _, tables = books.state(folder)
        names = [row[1] for row in tables["customers"]]
        wrong = _failed(said)
        if sorted(names) != sorted(name for some in wanted for name in some):
            wrong += f" {len(names)} of {8 * each} are there"
        yield f"eight begin a book and write {each} times each", wrong
        copies = list(folder.glob(f"{BOOK}.daily-*"))
        yield "they made one copy of the day", "" if len(copies) == 1 else str(copies)


def undoers(programs: Programs) -> Case:
    """Let eight take back and change at once, on the first change of the day."""
    with programs.folder() as folder:
        books.ten_rows(programs, folder)
        for letter in EIGHT:
            programs.run(folder, "tag", "ana", f"t{letter.lower()}")
        for copy in folder.glob(f"{BOOK}.*"):
            copy.unlink()
        said = programs.together(folder, [[("undo",)]] * 8)
        _, tables = books.state(folder)
        wrong = _failed(said)
        if len(tables["tags"]) != 1:
            wrong += f" tags are left: {tables['tags']}"
        yield "eight undo at once", wrong


def migrators(programs: Programs) -> Case:
    """Let eight open a book of each earlier release at once."""
    for schema in books.schemas():
        with programs.folder() as folder:
            books.released(schema, programs, folder)
            before = books.state(folder)[1]
            commands = [
                [("today",) if n % 2 else ("tag", "2", f"t{n}")] for n in range(8)
            ]
            said = programs.together(folder, commands)
            _, after = books.state(folder)
            wrong = _failed(said)
            told = sum("is up to date now" in one.err for (one,) in said)
            copies = len(list(folder.glob(f"{BOOK}.before-*")))
            if (told, copies) != (1, 1):
                wrong += f" {told} migrated it, {copies} copies"
            few = [name for name in before if len(before[name]) > len(after[name])]
            if few:
                wrong += f" rows are gone of {few}"
            yield f"eight migrate {schema.stem} at once", wrong


def holders(programs: Programs) -> Case:
    """Hold the book for two seconds, and for good."""
    for command in (("today",), ("add-customer", "Zoe Zimmer")):
        with programs.folder() as folder:
            books.ten_rows(programs, folder)
            seconds, said = _held(folder, command, 2.0)
            fine = said.code == 0 and seconds >= 2.0
            wrong = "" if fine else f"after {seconds:.1f} s: {said}"
            yield f"{command[0]} waits for two seconds", wrong
            seconds, said = _held(folder, command, 60.0)
            lines = said.err.splitlines()
            fine = said.code == 1 and len(lines) == 2 and PATIENCE <= seconds < 30.0
            fine = fine and "is in use by another program" in lines[0]
            wrong = "" if fine else f"after {seconds:.1f} s: {said}"
            yield f"{command[0]} gives up after ten seconds", wrong


def _held(folder: Path, command: tuple[str, ...], seconds: float) -> tuple[float, Said]:
    """Run a command while the book is held, and return how long it took."""
    with closing(sqlite3.connect(folder / BOOK, isolation_level=None)) as holder:
        holder.execute("BEGIN EXCLUSIVE")
        begun = time.monotonic()
        child = real(folder, *command)
        with suppress(subprocess.TimeoutExpired):
            child.wait(timeout=seconds)
        holder.execute("ROLLBACK")
        out, err = child.communicate(timeout=60)
        return time.monotonic() - begun, Said(child.returncode, out, err)


def _failed(said: list[list[Said]]) -> str:
    failed = [one for some in said for one in some if one.code or "error" in one.err]
    return f"{len(failed)} failed, such as {failed[0]}" if failed else ""
