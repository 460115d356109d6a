"""A few faults with the installed program; `python -m tests.faults` tries them all."""

import random
import subprocess
import sys
import textwrap
from collections.abc import Iterator
from pathlib import Path

import pytest
from tests.conftest import Answer, InProcess, Processes
from tests.faults import disk
from tests.faults.books import state_of
from tests.faults.disk import Event, Fault, Kind
from tests.faults.power_cuts import Disk, leavings

SALE = ("add-sale", "Cleo Martin", "Hand Oil x2 @12")


@pytest.fixture(scope="session")
def shim(tmp_path_factory: pytest.TempPathFactory) -> Path:
    missing = disk.why_not()
    if missing:
        pytest.skip(missing)
    return disk.build(tmp_path_factory.mktemp("shim"))


class Faulty:
    """Runs commands that meet a fault."""

    def __init__(self, process: Processes, shim: Path, log: Path) -> None:
        self.process = process
        self._shim, self._log = shim, log

    def __call__(self, *arguments: str, fault: Fault) -> Answer:
        self._log.unlink(missing_ok=True)
        extra = disk.armed(self._shim, self.process.folder, self._log, fault)
        return self.process(*arguments, extra=extra)

    def events(self) -> list[Event]:
        return list(disk.events(self._log))

    def sales(self) -> int:
        return len(self.process("sales").rows)


@pytest.fixture
def faulty(
    secondsale: InProcess,
    process: Processes,
    shim: Path,
    tmp_path_factory: pytest.TempPathFactory,
) -> Iterator[Faulty]:
    secondsale.begin(("add-sale", "Ana Silva", "Rose Serum x2 @38"))
    yield Faulty(process, shim, tmp_path_factory.mktemp("log") / "log")
    assert process("add-customer", "Zoe Zimmer").code == 0
    assert state_of(process.book)[1]
    assert not process.book.with_name("book.db-journal").exists()


def test_a_sale_ends_with_its_journal_gone_and_that_on_the_disk(faulty: Faulty) -> None:
    assert faulty(*SALE, fault=Fault()).code == 0

    *_, gone, synced = faulty.events()
    assert (gone.what, Path(gone.path).name) == ("U", "book.db-journal")
    assert (synced.what, synced.file) == ("S", faulty.process.folder.stat().st_ino)


@pytest.mark.parametrize("kind", disk.DEADLY)
@pytest.mark.parametrize("at", [1, 20, 40])
def test_a_killed_sale_leaves_nothing_half_done(
    faulty: Faulty, kind: Kind, at: int
) -> None:
    killed = faulty(*SALE, fault=Fault(kind, at))

    assert killed.code == -9
    assert faulty.sales() == 1


@pytest.mark.parametrize("kind", [Kind.FULL, Kind.FAIL, Kind.FAIL_ON])
@pytest.mark.parametrize("at", [1, 20, 40])
def test_a_sale_that_could_not_be_written_is_refused(
    faulty: Faulty, kind: Kind, at: int
) -> None:
    assert faulty(*SALE, fault=Fault(kind, at)).code == 1

    assert faulty.sales() == 1
    assert faulty(*SALE, fault=Fault()).code == 0
    assert faulty.sales() == 2


def test_a_commit_that_fails_after_it_happened_is_not_called_lost(
    faulty: Faulty,
) -> None:
    for typed in ("tag", "untag"):  # what is done once a week is done by now
        faulty.process(typed, "ana", "vip")
    faulty("tag", "ana", "vip", fault=Fault())
    last = len(faulty.events())
    faulty.process("untag", "ana", "vip")

    said = faulty("tag", "ana", "vip", fault=Fault(Kind.FAIL, last))

    assert said.code == 1
    assert "it is not confirmed that this was saved" in said.refusal
    assert "vip" in faulty.process("show", "ana").out


def test_the_copy_of_the_day_does_not_keep_a_sale_from_being_recorded(
    faulty: Faulty,
) -> None:
    for copy in faulty.process.folder.glob("book.db.daily-*"):
        copy.unlink()

    said = faulty(*SALE, fault=Fault(Kind.FAIL, 8))

    assert said.code == 0
    assert "the copy of the day could not be made" in said.err
    assert faulty.sales() == 2


WRITE = """
    import sqlite3, sys
    with sqlite3.connect(sys.argv[1]) as connection:
        connection.execute(f"PRAGMA synchronous = {sys.argv[2]}")
        connection.execute("UPDATE t SET x = 2")
"""


@pytest.mark.parametrize(("synchronous", "safe"), [("EXTRA", True), ("OFF", False)])
def test_a_power_cut_finds_out_who_does_not_sync(
    shim: Path, tmp_path: Path, synchronous: str, safe: bool
) -> None:
    folder, log, below = tmp_path / "folder", tmp_path / "log", tmp_path / "below"
    folder.mkdir()
    below.mkdir()
    book = folder / "book.db"
    begin = "CREATE TABLE t (x); INSERT INTO t VALUES (1)"
    subprocess.run(
        [sys.executable, "-c", "import sqlite3, sys\n"
         f"sqlite3.connect(sys.argv[1]).executescript({begin!r})", book], check=True
    )  # fmt: skip
    start = Disk(folder)

    subprocess.run(
        [sys.executable, "-c", textwrap.dedent(WRITE), book, synchronous],
        env=disk.armed(shim, folder, log, Fault()),
        check=True,
    )
    events = list(disk.events(log))
    cuts = leavings(start, events, below, random.Random(1), 5)
    found = [(at == len(events), value(left)) for at, left in cuts]

    assert (False, 1) in found
    assert ({each for over, each in found if over} == {2}) is safe
    assert ({each for _, each in found} == {1, 2}) is safe


def value(folder: Path) -> int:
    """Return what the book of a folder holds; 0 where it is not sound."""
    try:
        ((number,),) = state_of(folder / "book.db")[1]["t"]
    except AssertionError:
        return 0
    return int(number)
