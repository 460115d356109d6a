"""A command that is killed, or whose disk fails, at each thing it does to the disk.

What exited with 0 is there, once; nothing is half done; the next commands work; and
what may have been saved is never called lost.
"""

import random
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path
from typing import NamedTuple

from tests.faults import books
from tests.faults.books import NOTHING, State
from tests.faults.disk import DEADLY, Fault, Kind
from tests.faults.programs import BOOK, Programs, Said

TELLING = (
    "it is not confirmed that this was",
    "look before repeating",
    "traces are left in the file",
)
"""What a command says that failed after it was, or may have been, saved."""
KINDS = tuple(kind for kind in Kind if kind is not Kind.NONE)
Fill = Callable[[Programs, Path], None]


class Trial(NamedTuple):
    """A command, and the book that it is tried on."""

    name: str
    command: tuple[str, ...]
    fill: Fill
    rounds: int = 0
    """How many random points besides the first and the last; 0 is every point."""


class Expected(NamedTuple):
    """What a book may hold when a command failed, and must when it did not."""

    before: tuple[State, ...]
    after: State
    names: frozenset[str]
    """The files that it leaves when it succeeds."""
    points: int


def small() -> Iterator[Trial]:
    """Yield the commands that are tried at every point."""
    for name, command in (
        ("add-sale", ("add-sale", "Cleo Martin", "Hand Oil x2 @12")),
        ("done", ("done", "ana", "happy", "-n", "loves it")),
        ("undo", ("undo",)),
    ):
        yield Trial(f"{name} of ten rows, with the day's copy", command, books.ten_rows)
    first = ("add-customer", "Ana Silva")
    yield Trial("the first command of all", first, lambda _, __: None)


def large(rounds: int) -> Iterator[Trial]:
    """Yield the commands that are tried at the first, the last and random points."""
    for schema in books.schemas():
        for command in (("today",), ("tag", "1", "vip")):
            yield Trial(
                f"{command[0]} migrating {schema.stem}",
                command,
                partial(books.released, schema),
                rounds,
            )
    shop = str(books.FILES / "shop.csv")
    yield Trial("import", ("import", shop), books.ten_rows, rounds)
    yield Trial("forget", ("forget", "Ben Okafor", "--yes"), books.ten_rows, rounds)
    yield Trial("backup", ("backup",), books.ten_rows, rounds)
    yield Trial("restore", ("restore", "backup-1", "--yes"), _with_a_copy, rounds)


def _with_a_copy(programs: Programs, folder: Path) -> None:
    books.ten_rows(programs, folder)
    programs.run(folder, "backup")
    programs.run(folder, "untag", "ben", "vip")
    for copy in folder.glob(f"{BOOK}.daily-*"):
        copy.unlink()


def tried(
    programs: Programs, trial: Trial, kind: Kind, seed: int
) -> Iterator[tuple[int, str]]:
    """Yield each point of a trial with what is wrong there; nothing if all is well."""
    with programs.folder() as start:
        trial.fill(programs, start)
        clean = expected(programs, trial, start)
        for at in _points(clean.points, trial, f"{seed} {trial.name} {kind}"):
            with programs.folder(like=start) as folder:
                said = programs.run(folder, *trial.command, fault=Fault(kind, at))
                try:
                    found = _judge(said, kind, folder, clean)
                    _go_on(programs, folder, found)
                except AssertionError as error:
                    yield at, f"{error}; it said {said}"
                else:
                    yield at, ""


def expected(programs: Programs, trial: Trial, start: Path) -> Expected:
    """Try a command without a fault."""
    before = books.state(start)
    with programs.folder(like=start) as folder:
        programs.run(folder, "today")  # it may migrate
        opened = books.state(folder)
    with programs.folder(like=start) as folder:
        said = programs.run(folder, *trial.command)
        assert said.code == 0, f"{trial.name} fails without a fault: {said}"
        points = len(programs.events())
        after = books.state(folder)
        names = _names(folder)
    empty = (after[0], {}) if before == NOTHING else before
    return Expected((before, opened, empty), after, names, points)


def _names(folder: Path) -> frozenset[str]:
    return frozenset(path.name for path in folder.iterdir())


def _points(count: int, trial: Trial, seed: str) -> list[int]:
    every = range(1, count + 1)
    if not trial.rounds or count <= trial.rounds + 2:
        return list(every)
    some = random.Random(seed).sample(every[1:-1], trial.rounds)
    return sorted({1, count, *some})


def _judge(said: Said, kind: Kind, folder: Path, clean: Expected) -> State:
    found = books.state(folder)
    kept = found == clean.after
    assert kept or found in clean.before, (
        f"half done: {books.difference(found, clean.after)}"
    )
    books.copies_are_sound(folder)
    if kind is Kind.INTERRUPT:
        left = {path for path in folder.glob(".*") if path.stat().st_size}
        assert not left, f"it left {left}"
    assert "Traceback" not in said.err, "a traceback"
    assert "nothing was saved" not in said.err
    if said.code == 0:
        assert kept, "it said that it was done, and it was not"
        gone = {name for name in clean.names - _names(folder) if ".daily-" not in name}
        assert not gone, f"it said that it was done, and there is no {gone}"
    elif kind in DEADLY:
        assert said.code == -9, "an unexpected end"
    elif kind is Kind.INTERRUPT:
        assert said.code == 130, "an unexpected end"
        assert "error" not in said.err, "not silent"
    else:
        assert said.code == 1, "an unexpected end"
        last = said.err.splitlines()[-2:]
        assert len(last) == 2, "no error and hint"
        assert last[0].startswith("secondsale: error: "), "no error"
        assert last[1].startswith("hint: "), "no hint"
        may_be_kept = kept and found not in clean.before
        assert not may_be_kept or any(words in said.err for words in TELLING), (
            "it was saved, and that is not said"
        )
    return found


def _go_on(programs: Programs, folder: Path, found: State) -> None:
    said = programs.run(folder, "today")
    none_yet = found[0] == 0 and "there is no book" in said.err
    assert said.code == 0 or none_yet, f"reading afterwards: {said}"
    said = programs.run(folder, "add-customer", "Zoe Zimmer")
    assert said.code == 0, f"writing afterwards: {said}"
    now = books.state(folder)
    people = len(found[1].get("customers", ()))
    assert len(now[1]["customers"]) == people + 1, f"lost afterwards: {now}"
    assert not (folder / f"{BOOK}-journal").exists(), "a journal was left"
