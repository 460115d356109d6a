import json
from pathlib import Path

import pytest
from tests.cli.conftest import refused
from tests.conftest import InProcess, Processes

from secondsale import clock


def daily(book: InProcess) -> Path:
    return book.folder / f"book.db.daily-{clock.today()}"


def names(book: InProcess) -> list[str]:
    return [row[1] for row in book.ok("customers").rows]


def test_a_copy_is_made_beside_the_book_or_where_it_is_asked_for(
    sold: InProcess,
) -> None:
    (sold.folder / "stick").mkdir()

    beside = sold.ok("backup")
    named = sold.ok("backup", str(sold.folder / "copy.db"))
    inside = sold.ok("backup", str(sold.folder / "stick"), "--json")

    assert beside.out.startswith(f"Copied and verified: {sold.book}.backup-1 (")
    assert f"{sold.folder}/copy.db" in named.out
    path = Path(json.loads(inside.out)["path"])
    assert path == sold.folder / "stick" / f"book-{clock.today()}.db"
    assert path.stat().st_size == json.loads(inside.out)["bytes"]


def test_a_copy_overwrites_nothing(sold: InProcess) -> None:
    target = sold.folder / "mine"
    target.write_text("mine")

    said = refused(sold, 1, "backup", str(target))

    assert said == f"{target} is there already"
    assert target.read_text() == "mine"


def test_there_is_nothing_to_copy_before_the_first_sale(secondsale: InProcess) -> None:
    assert "there is no book" in refused(secondsale, 1, "backup")


def test_the_first_change_of_a_day_leaves_a_copy_as_it_was_before(
    sold: InProcess,
) -> None:
    daily(sold).unlink()

    sold.ok("add-customer", "Bo Li")
    first = daily(sold).stat().st_mtime_ns
    sold.ok("add-customer", "Cy Twombly")

    assert daily(sold).stat().st_mtime_ns == first
    copy = InProcess(sold.folder, {**sold.environment}, sold.capture)
    copy.environment["SECONDSALE_BOOK"] = str(daily(sold))
    assert names(copy) == ["Ana Silva"]


def test_reading_makes_no_copy(sold: InProcess) -> None:
    daily(sold).unlink()

    sold.ok("today")
    sold.ok("customers")

    assert not daily(sold).exists()


def test_a_new_book_is_not_copied(secondsale: InProcess) -> None:
    daily(secondsale).unlink()

    secondsale.ok("add-customer", "Ana Silva")

    assert not daily(secondsale).exists()


def test_a_book_in_a_synced_folder_is_warned_of_once_a_day(
    secondsale: InProcess,
) -> None:
    folder = secondsale.folder / "Dropbox"
    secondsale.environment["SECONDSALE_BOOK"] = str(folder / "book.db")
    secondsale.ok("add-customer", "Ana Silva")

    warned = secondsale("add-customer", "Bo Li")
    silent = secondsale("add-customer", "Cy Twombly")

    assert "the book lies in Dropbox" in warned.err
    assert (warned.code, silent.err) == (0, "")


def test_the_copies_are_listed_with_their_reasons(sold: InProcess) -> None:
    sold.ok("backup")
    sold.ok("restore", "backup-1", "--yes")

    listed = sold.ok("backups").rows
    shapes = json.loads(sold.ok("backups", "--json").out)

    assert [(row[1], row[3]) for row in listed] == [
        ("before restore", "book.db.before-restore-1"),
        ("asked for", "book.db.backup-1"),
        ("of the day", daily(sold).name),
    ]
    assert [shape["kind"] for shape in shapes] == ["before", "asked", "daily"]


def test_a_restored_book_says_where_the_old_one_is(sold: InProcess) -> None:
    sold.ok("backup")
    sold.ok("add-customer", "Bo Li")

    said = sold.ok("restore", "backup-1", "--yes")
    after = names(sold)
    sold.ok("restore", "book.db.before-restore-1", "--yes")

    assert said.out == (
        f"Restored {sold.book} from {sold.book}.backup-1.\n"
        f"The book as it was: {sold.book}.before-restore-1.\n"
    )
    assert after == ["Ana Silva"]
    assert names(sold) == ["Ana Silva", "Bo Li"]


def test_a_lost_book_is_restored_without_a_question(sold: InProcess) -> None:
    sold.ok("backup")
    sold.book.unlink()

    said = sold.ok("restore", "backup-1")

    assert said.out == f"Restored {sold.book} from {sold.book}.backup-1.\n"
    assert names(sold) == ["Ana Silva"]


def test_restoring_wants_a_yes(sold: InProcess) -> None:
    sold.ok("backup")

    said = refused(sold, 2, "restore", "backup-1")

    assert said == f"restoring replaces all that is in {sold.book}"


@pytest.mark.parametrize(("answer", "left"), [("y", 1), ("n", 2)])
def test_restoring_asks_at_a_terminal(
    process: Processes, answer: str, left: int
) -> None:
    process("add-customer", "Ana Silva")
    process("backup")
    process("add-customer", "Bo Li")

    said = process.at_a_terminal("restore", "backup-1", types=[answer])

    assert said.code == 0
    assert ("nothing was changed" in said.words) == (answer == "n")
    assert len(process("customers").rows) == left


def test_a_name_that_is_no_copy_is_refused(sold: InProcess) -> None:
    assert "there is no copy nowhere" in refused(sold, 3, "restore", "nowhere")
    assert "is not a secondsale book" in refused(
        sold, 1, "restore", str(Path(__file__)), "--yes"
    )
