"""The installed program where its surroundings are not what one would wish for."""

import resource
import sqlite3
import stat
from collections.abc import Mapping
from contextlib import closing
from datetime import datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from tests.conftest import Processes

from secondsale import clock

SALE = ("add-sale", "Ana Silva", "Rose Serum x2 @38")


def without_book(process: Processes, **variables: str) -> Mapping[str, str]:
    """Return variables that leave the place of the book to the home folder."""
    del process.environment["SECONDSALE_BOOK"]
    return {"SECONDSALE_BOOK": "", **variables}


def test_all_files_are_private_whatever_the_mask(process: Processes) -> None:
    for copy in process.folder.iterdir():
        copy.unlink()
    process(*SALE, umask=0)

    for command in (
        ("tag", "ana", "vip"),
        ("backup",),
        ("export", "-o", str(process.folder / "plan.csv")),
        ("restore", "backup-1", "--yes"),
    ):
        assert process(*command, umask=0).code == 0, command

    modes = {
        path.name: oct(stat.S_IMODE(path.stat().st_mode))
        for path in process.folder.iterdir()
    }
    assert len(modes) >= 5
    assert set(modes.values()) == {"0o600"}, modes


def test_a_link_to_the_book_stays_one_and_the_book_where_it_is(
    process: Processes, tmp_path: Path
) -> None:
    (tmp_path / "real").mkdir()
    process.book.symlink_to(tmp_path / "real" / "theirs.db")

    assert process(*SALE).code == 0
    assert process("undo").code == 0
    assert process(*SALE).code == 0

    assert process.book.is_symlink()
    names = {each.name for each in (tmp_path / "real").iterdir()}
    assert names == {"theirs.db", f"theirs.db.daily-{clock.today()}"}
    assert len(process("sales").rows) == 1


def test_the_copies_lie_beside_the_book_and_not_beside_a_link_to_it(
    process: Processes, tmp_path: Path
) -> None:
    real = tmp_path / "real"
    real.mkdir()
    process.book.symlink_to(real / "theirs.db")
    process(*SALE)

    made = process("backup")
    by_the_book = process("backups", extra={"SECONDSALE_BOOK": f"{real}/theirs.db"})
    restored = process("restore", "backup-1", "--yes")

    assert f"{real}/theirs.db.backup-1" in made.out
    assert [row[3] for row in by_the_book.rows] == ["theirs.db.backup-1"]
    assert restored.code == 0
    assert list(process.folder.glob("book.db.b*")) == []


@pytest.mark.parametrize("home", ["", "not/absolute", "."])
def test_without_a_home_one_line_says_what_to_name(
    process: Processes, home: str, tmp_path: Path
) -> None:
    said = process(
        *SALE, extra=without_book(process, HOME=home, USERPROFILE=""), cwd=tmp_path
    )

    assert said.code == 4
    assert said.refusal == "there is no home folder to keep the book in"


def test_a_home_that_is_not_there_is_made_privately(
    process: Processes, tmp_path: Path
) -> None:
    home = tmp_path / "new"
    extra = without_book(process, HOME=str(home), XDG_DATA_HOME="relative")

    assert process(*SALE, extra=extra, umask=0, cwd=tmp_path).code == 0

    assert (home / ".local/share/secondsale/book.db").exists()
    assert stat.S_IMODE(home.stat().st_mode) == 0o700
    assert not (tmp_path / "relative").exists()


@pytest.mark.parametrize(
    "extra",
    [
        {"PYTHONWARNINGS": "error"},
        {"PYTHONOPTIMIZE": "2"},
        {"TMPDIR": "/nowhere"},
        {"PYTHONDONTWRITEBYTECODE": "1", "PATH": ""},
    ],
    ids=["warnings", "optimised", "no temporary folder", "no path"],
)
def test_odd_variables_change_nothing(
    process: Processes, extra: Mapping[str, str]
) -> None:
    assert process(*SALE, extra=extra).code == 0
    said = process("today", extra=extra)

    assert said.code == 0
    assert "Ana Silva" in said.out
    assert process("add-sale", "Ana Silva", "Oil", "--preview", extra=extra).code == 0


@pytest.mark.parametrize("zone", ["Pacific/Kiritimati", "Pacific/Pago_Pago"])
def test_today_is_the_seller_s_own_and_the_journal_is_in_utc(
    process: Processes, zone: str
) -> None:
    extra = {"TZ": zone, "SECONDSALE_AS_OF": ""}
    before = clock.instant().replace(microsecond=0)

    assert process(*SALE, extra=extra).code == 0

    after = clock.instant()
    days = {str(each.astimezone(ZoneInfo(zone)).date()) for each in (before, after)}
    assert read(process, "SELECT sold_on FROM sales") in days
    at = datetime.fromisoformat(read(process, "SELECT at FROM journal"))
    assert before <= at <= after


def test_a_clock_that_was_set_back_is_doubted(process: Processes) -> None:
    extra = {"SECONDSALE_AS_OF": ""}
    process(*SALE, extra=extra)
    assert "is the day right?" not in process("log", "ana", "ok", extra=extra).err
    process.plant("UPDATE journal SET at = '2099-01-31T10:00:00Z'")

    said = process("done", "ana", "happy", extra=extra)

    assert said.code == 0
    assert "the book was changed on Saturday 31 January 2099: is the day" in said.err


def read(process: Processes, sql: str) -> str:
    with closing(sqlite3.connect(process.book)) as connection:
        ((value,),) = connection.execute(sql).fetchall()
    return str(value)


def test_a_limit_on_the_size_of_files_is_one_line_and_harms_nothing(
    process: Processes,
) -> None:
    process(*SALE)
    before = process.contents()
    size = process.book.stat().st_size

    def limit() -> None:
        resource.setrlimit(resource.RLIMIT_FSIZE, (size // 2, size // 2))

    said = process("add-customer", "Zoe Zimmer", preexec_fn=limit)

    assert said.code == 1
    assert said.refusal
    assert len(process("customers").rows) == 1
    assert process.contents() == before


@pytest.mark.parametrize("closed", ["<&-", ">&-", "2>&-", "<&- >&- 2>&-"])
def test_with_descriptors_closed_a_sale_is_recorded_whole(
    process: Processes, closed: str
) -> None:
    line = " ".join([*process.command(), "add-customer", "Ana", closed])

    said = process.run(["bash", "-c", line])

    assert (said.code, "Traceback" in said.err) == (0, False)
    assert len(process("customers").rows) == 1
    assert process.book.read_bytes()[:15] == b"SQLite format 3"
