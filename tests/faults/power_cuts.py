"""A power cut after each thing that a command does to the disk.

The disk is played again up to the cut from what the shim wrote down. What was synced is
there. Of the rest, all may be lost, none, or any of it: writes in any order, a write
in part by sectors, and names of files up to any point, as journals of file systems keep
their order.
"""

import random
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

from tests.faults import books
from tests.faults.books import State
from tests.faults.disk import Event
from tests.faults.every_call import Trial, expected
from tests.faults.programs import BOOK, Programs

SECTOR = 512


class Cut(NamedTuple):
    """A power cut: after how many events, and what is wrong then."""

    at: int
    wrong: str


class Disk:
    """What is surely on a disk, and what is only on its way."""

    def __init__(self, folder: Path) -> None:
        """Begin with what a folder holds, all of it synced."""
        self._folder = folder.stat().st_ino
        self._names: dict[str, int] = {}
        self._content: dict[int, bytes] = {}
        self._waiting: list[Event] = []
        self._now: dict[int, int] = {}
        for path in folder.iterdir():
            file = path.stat().st_ino
            self._names[path.name] = self._now[file] = file
            self._content[file] = path.read_bytes()
        self._next = -1

    def meet(self, event: Event) -> None:
        """Let something happen."""
        if event.what == "C":  # the number of a file that is gone may be used again
            self._now[event.file] = self._next
            self._content[self._next] = b""
            self._next -= 1
        if event.what != "S":
            self._waiting.append(event._replace(file=self._now[event.file]))
            return
        folder = event.file == self._folder
        file = self._now.get(event.file)
        for each in self._waiting:
            if each.what not in "WT" if folder else each.file == file:
                self._happen(each, self._names, self._content)
        self._waiting = [
            each
            for each in self._waiting
            if not (each.what not in "WT" if folder else each.file == file)
        ]

    def lose(
        self, target: Path, dice: random.Random | None, *, all_of_it: bool
    ) -> None:
        """Cut the power and put what is left into a folder."""
        names, content = dict(self._names), dict(self._content)
        moves = [each for each in self._waiting if each.what not in "WT"]
        kept = 0 if all_of_it else len(moves)
        if dice is not None:
            kept = dice.randint(0, len(moves))
        for each in moves[:kept]:
            self._happen(each, names, content)
        for each in self._waiting:
            if (
                each.what in "WT"
                and not all_of_it
                and (not dice or dice.random() < 0.5)
            ):
                self._happen(each, names, content, dice)
        for name, file in names.items():
            (target / name).write_bytes(content[file])

    @staticmethod
    def _happen(
        event: Event,
        names: dict[str, int],
        content: dict[int, bytes],
        dice: random.Random | None = None,
    ) -> None:
        match event.what:
            case "W":
                parts = range(0, len(event.data), SECTOR)
                for start in parts:
                    if dice and len(parts) > 1 and dice.random() < 0.2:
                        continue
                    was = content[event.file].ljust(event.offset + start, b"\0")
                    part = event.data[start : start + SECTOR]
                    at = event.offset + start
                    content[event.file] = was[:at] + part + was[at + len(part) :]
            case "T":
                was = content[event.file][: event.offset]
                content[event.file] = was.ljust(event.offset, b"\0")
            case "C":
                names[Path(event.path).name] = event.file
            case "U":
                names.pop(Path(event.path).name, None)
            case "L":
                names[Path(event.to).name] = event.file
            case "R":
                names.pop(Path(event.path).name, None)
                names[Path(event.to).name] = event.file


def cuts(
    programs: Programs, trial: Trial, *, variants: int, seed: int
) -> Iterator[Cut]:
    """Yield each power cut of a trial with what is wrong after it."""
    dice = random.Random(f"{seed} {trial.name}")
    with programs.folder() as folder:
        trial.fill(programs, folder)
        clean = expected(programs, trial, folder)
        disk = Disk(folder)
        said = programs.run(folder, *trial.command)
        assert said.code == 0, f"{trial.name} fails without a fault: {said}"
        events = programs.events()
    for at, left in leavings(disk, events, folder.parent, dice, variants):
        done = at == len(events)
        allowed = (clean.after, *(() if done else clean.before))
        yield Cut(at, _wrong(left, allowed))


def leavings(
    disk: Disk, events: list[Event], below: Path, dice: random.Random, variants: int
) -> Iterator[tuple[int, Path]]:
    """Yield what each power cut leaves, in a folder that is gone afterwards.

    Of the variants of a cut one loses all that was not synced, one nothing.
    """
    for at, event in enumerate((None, *events)):
        if event is not None:
            disk.meet(event)
        for number in range(variants):
            with tempfile.TemporaryDirectory(dir=below) as left:
                mode = dice if number > 1 else None
                disk.lose(Path(left), mode, all_of_it=number == 0)
                yield at, Path(left)


def _wrong(folder: Path, allowed: tuple[State, ...]) -> str:
    try:
        found = books.state_of(folder / BOOK)
        books.copies_are_sound(folder)
    except AssertionError as error:
        return str(error)
    if found in allowed:
        return ""
    return f"neither before nor after: {books.difference(found, allowed[0])}"
