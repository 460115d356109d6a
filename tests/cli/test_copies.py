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
    again = sold.ok("backup", str(sold.folder / "stick"), "--json")

    assert json.loads(again.out)["path"].endswith(f"book-{clock.today()}-2.db")
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

    first = secondsale("add-customer", "Ana Silva")
    secondsale("add-customer", "Bo Li")
    silent = secondsale("add-customer", "Cy Twombly")

    assert "the book lies in Dropbox" in first.err
    assert (first.code, silent.err) == (0, "")


def test_the_copies_are_listed_with_their_reasons(sold: InProcess) -> None:
    sold.ok("backup")
    sold.ok("restore", "backup-1", "--yes")

    listed = sold.ok("backups").rows
    shapes = json.loads(sold.ok("backups", "--json").out)

    assert [(row[1], row[3]) for row in listed] == [
        ("before restore", "book.db.before-restore-1"),
        ("asked for", "book.db.backup-1"),
        ("of the day, but empty", daily(sold).name),
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
    assert "with the copy book.db.backup-1 of" in said.words
    assert ("nothing was changed" in said.words) == (answer == "n")
    assert len(process("customers").rows) == left


def test_a_name_that_is_no_copy_is_refused(sold: InProcess) -> None:
    assert "there is no copy nowhere" in refused(sold, 3, "restore", "nowhere")
    assert "is not a secondsale book" in refused(
        sold, 1, "restore", str(Path(__file__)), "--yes"
    )


@pytest.mark.parametrize("name", [".", "/", ""])
def test_a_folder_is_no_copy(sold: InProcess, name: str) -> None:
    assert sold("restore", name, "--yes").code in (1, 2)
    assert sold("customers").code == 0


def test_restoring_in_the_place_of_a_folder_says_that_it_is_one(
    sold: InProcess,
) -> None:
    sold.ok("backup")
    (sold.folder / "dir.db").mkdir()
    copy = str(sold.folder / "book.db.backup-1")

    said = refused(
        sold, 1, "--book", str(sold.folder / "dir.db"), "restore", copy, "--yes"
    )

    assert said.endswith("dir.db is a folder, not a book")


def test_restoring_is_data_too(sold: InProcess) -> None:
    sold.ok("backup")

    said = json.loads(sold.ok("restore", "backup-1", "--yes", "--json").out)

    assert said == {
        "path": str(sold.book),
        "copy": f"{sold.book}.backup-1",
        "kept": f"{sold.book}.before-restore-1",
        "brought_back": [],
    }


def test_a_lost_book_is_missed_by_every_command(sold: InProcess) -> None:
    sold.ok("backup")
    sold.book.unlink()

    for typed in (("today",), ("doctor",), ("add-customer", "Bo Li")):
        assert "but copies of it lie there" in refused(sold, 1, *typed)

    assert not sold.book.exists()


def test_the_first_write_of_a_day_says_that_the_book_is_damaged(
    sold: InProcess,
) -> None:
    daily(sold).unlink()
    sold.plant("UPDATE lines SET product_id = 99")

    assert refused(sold, 1, "add-customer", "Bo Li") == f"{sold.book} is damaged"


@pytest.mark.parametrize(
    "name", ["book.db.backup-1", "book.db.daily-2026-01-01", "book.db-journal"]
)
def test_no_export_has_the_name_of_a_copy(sold: InProcess, name: str) -> None:
    sold.ok("backup")
    target = sold.folder / name
    before = target.read_bytes() if target.exists() else None

    said = refused(sold, 2, "export", "-o", str(target), "--force")

    assert said == f"{target} has a name that is kept for the book's copies"
    assert (target.read_bytes() if target.exists() else None) == before


def test_a_restored_book_says_in_its_history_that_it_was(sold: InProcess) -> None:
    sold.ok("backup")
    sold.ok("tag", "ana", "vip")
    sold.ok("restore", "backup-1", "--yes")

    assert "restore book.db.backup-1" in sold.ok("history").out
    assert sold("undo").code != 0
    assert len(sold.ok("customers").rows) == 1
