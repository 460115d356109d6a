"""`doctor` finds what is wrong with a book and around it; `--fix` mends what it can."""

import json
import os
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from tests.cli.conftest import refused
from tests.cli.test_undo import BEGUN, CHANGES, NEEDS
from tests.conftest import Answer, InProcess, Processes

from secondsale import clock


@pytest.fixture
def well(sold: InProcess) -> InProcess:
    """Return a book with nothing to find, and a sound copy."""
    daily(sold).unlink()
    sold.ok("tag", "ana", "vip")
    return sold


def daily(book: InProcess) -> Path:
    return book.folder / f"book.db.daily-{clock.today()}"


def states(answer: Answer) -> dict[str, str]:
    return {row[1]: row[0] for row in answer.rows}


def found(answer: Answer) -> dict[str, str]:
    """Return what was found wrong or worth a look, by the name of the check."""
    return {row[1]: row[2] for row in answer.rows if row[0] != "ok"}


def checks(answer: Answer) -> dict[str, dict[str, Any]]:
    return {each["check"]: each for each in json.loads(answer.out)["checks"]}


def aged(path: Path, hours: float) -> Path:
    """Let a file be as if it was last written some hours ago."""
    then = (clock.instant() - timedelta(hours=hours)).timestamp()
    os.utime(path, (then, then))
    return path


def files(book: InProcess) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in book.folder.iterdir()}


def test_a_sound_book_is_called_so_check_by_check(well: InProcess) -> None:
    said = well.ok("doctor")

    assert set(states(said).values()) == {"ok"}
    assert {"integrity", "copies", "settings", "reach", "ids"} < states(said).keys()


def test_looking_changes_nothing(well: InProcess) -> None:
    well.plant("UPDATE customers SET name_key = 'x'")
    before = files(well)

    well("doctor")
    well("doctor", "--json")

    assert files(well) == before


def test_what_is_wrong_is_named_and_ends_in_code_1(well: InProcess) -> None:
    well.plant("UPDATE customers SET name_key = 'x'")
    well.plant("UPDATE contacts SET channel = 'fax'")
    well.plant("UPDATE lines SET currency = 'ABC', unit_minor = 1")

    said = well("doctor")

    assert said.code == 1
    assert found(said) == {
        "search keys": "customers 1: name_key not of its own name",
        "currencies": "lines 1: currency is ABC",
    }
    assert said.err == (
        "wrong: currencies and search keys\n"
        "secondsale doctor --fix mends: search keys\n"
    )


def test_it_is_data_too(well: InProcess) -> None:
    well.plant("UPDATE customers SET name_key = 'x'")

    said = json.loads(well("doctor", "--json").out)
    mended = json.loads(well.ok("doctor", "--fix", "--json").out)

    assert (said["book"], said["sound"], said["copy"]) == (str(well.book), False, None)
    (wrong,) = [each for each in said["checks"] if each["state"] != "ok"]
    assert wrong == {
        "check": "search keys",
        "state": "wrong",
        "said": "customers 1: name_key not of its own name",
        "faults": [{"where": "customers 1", "what": "name_key not of its own name"}],
        "remedy": "they are worked out anew",
        "mendable": True,
    }
    assert mended["sound"]
    assert mended["copy"] == f"{well.book}.before-doctor-1"
    assert mended["mended"][0] == "worked out anew how 1 name can be found"


def test_mending_copies_the_book_first_and_is_no_entry(well: InProcess) -> None:
    well.plant("UPDATE customers SET name_key = 'x'")
    history = well.ok("history").out

    said = well("doctor", "--fix")

    assert (said.code, found(said)) == (0, {})
    assert f"the book as it was: {well.book}.before-doctor-1" in said.err
    assert "mended: worked out anew how 1 name can be found" in said.err
    assert well.ok("history").out == history
    well.ok("restore", "before-doctor-1", "--yes")
    assert "search keys" in found(well("doctor"))


def test_what_cannot_be_mended_is_said_again(well: InProcess) -> None:
    well.ok("opt-out", "ana", "--from-channel", "sms")
    well.plant("UPDATE opt_outs SET scope = 'channel:fax'")

    said = well("doctor", "--fix")

    assert said.code == 1
    assert "so Ana Silva (1) is never contacted" in found(said)["consent"]
    assert "still wrong: consent" in said.err


def test_a_row_that_cannot_be_read_keeps_nothing_else_from_being_mended(
    well: InProcess,
) -> None:
    well.plant("UPDATE customers SET channel = 'fax', name_key = 'x'")
    well.plant("UPDATE products SET kind = 'odd'")

    said = well("doctor", "--fix")

    assert said.code == 1
    assert found(said).keys() == {"values", "reach"}
    assert "customers 1: 'fax' is no channel" in found(said)["values"]
    assert "mended: worked out anew how 1 name can be found" in said.err
    assert "not mended: row 1 of products in the book cannot be read" in said.err


def test_nobody_else_may_read_the_book_or_its_copies(well: InProcess) -> None:
    well.book.chmod(0o644)
    daily(well).chmod(0o640)

    said = well("doctor")
    mended = well("doctor", "--fix")

    assert found(said)["privacy"] == (
        f"book.db: others can read it; {daily(well).name}: others can read it"
    )
    assert (mended.code, found(mended)) == (0, {})
    assert {path.stat().st_mode & 0o777 for path in (well.book, daily(well))} == {0o600}


def test_a_folder_that_anybody_can_change_is_named(well: InProcess) -> None:
    well.folder.chmod(0o777)

    said = found(well("doctor"))

    assert said == {"folder": f"{well.folder}: everybody can replace the book in it"}


def test_wrong_settings_are_told_and_keep_nothing_else_from_being_mended(
    well: InProcess,
) -> None:
    file = well.folder / "mine.toml"
    file.write_text("[policy]\nnope = 1\n")
    well.environment["SECONDSALE_SETTINGS"] = str(file)
    well.plant("UPDATE customers SET name_key = 'x'")

    said = well("doctor", "--fix")

    assert said.code == 1
    assert list(found(said)) == ["settings"]
    assert "nope" in found(said)["settings"]


def test_settings_that_others_can_change_are_named(well: InProcess) -> None:
    file = well.folder / "mine.toml"
    file.write_text("")
    file.chmod(0o666)
    well.environment["SECONDSALE_SETTINGS"] = str(file)

    assert found(well("doctor")) == {"folder": f"{file}: others can change it"}


def test_there_is_nothing_to_look_at_before_the_first_sale(
    secondsale: InProcess,
) -> None:
    assert "there is no book" in refused(secondsale, 1, "doctor")
    assert "there is no book" in refused(secondsale, 1, "doctor", "--fix")


def test_a_damaged_book_is_left_as_it_is_and_the_newest_sound_copy_named(
    well: InProcess,
) -> None:
    well.ok("backup")
    whole = well.book.read_bytes()
    well.book.write_bytes(whole[:20_000] + b"\xff" * 40_000 + whole[60_000:])
    before = files(well)

    looked = well("doctor")
    said = refused(well, 1, "doctor", "--fix")
    hint = well("doctor", "--fix").err.splitlines()[1]

    assert looked.code == 1
    assert said == f"{well.book} is damaged past mending"
    assert hint == (
        "hint: put the newest sound copy in its place: secondsale restore backup-1"
    )
    assert files(well) == before
    well.ok("restore", "backup-1", "--yes")
    assert well("doctor").code == 0


def test_a_book_that_refers_to_nothing_is_past_mending(well: InProcess) -> None:
    well.plant("UPDATE lines SET product_id = 99")

    assert "references" in found(well("doctor"))
    assert "past mending" in refused(well, 1, "doctor", "--fix")


def test_what_is_no_book_is_left_as_it_is(sold: InProcess) -> None:
    sold.book.write_text("Dear diary")

    assert "is not a secondsale book" in refused(sold, 1, "doctor")
    assert "is not a secondsale book" in refused(sold, 1, "doctor", "--fix")
    assert sold.book.read_text() == "Dear diary"


def test_a_book_without_a_copy_is_advised_to_have_one(sold: InProcess) -> None:
    daily(sold).unlink()

    said = sold("doctor")

    assert (said.code, found(said)) == (0, {"copies": "no copy lies beside it yet"})


def test_a_copy_that_is_not_sound_is_named_with_one_that_is(well: InProcess) -> None:
    well.ok("backup")
    newest = well.folder / "book.db.backup-1"
    newest.write_bytes(b"")

    said = well("doctor")

    assert said.code == 1
    assert found(said)["copies"].startswith("book.db.backup-1: ")
    assert f"secondsale restore {daily(well).name[8:]}" in said.out


def test_a_copy_older_than_the_last_change_is_worth_a_look(well: InProcess) -> None:
    aged(daily(well), hours=49)

    said = well("doctor")

    assert said.code == 0
    assert found(said)["copies"].endswith("2 days old, and the book was changed since")


@pytest.mark.parametrize(
    "name",
    [
        ".book.db.backup-1.part",
        ".book.db.daily-2026-11-21.part2",
        "book.db.backup-1.trial-1",
        ".book.db.trial-1",
        ".book.db.trial-1-journal",
        "..book.db.trial-1.part",
        "book.db.restored-1",
        ".secondsale-abcd1234",
    ],
)
def test_what_a_killed_command_left_is_deleted_after_an_hour(
    well: InProcess, name: str
) -> None:
    left = well.folder / name
    left.write_text("half a book")

    young = well("doctor", "--fix")
    there = left.exists()
    aged(left, hours=2)
    old = well("doctor")
    mended = well("doctor", "--fix")

    assert (found(young), there) == ({}, True)
    assert found(old) == {"left lying": f"{name}: a command was killed"}
    assert f"mended: deleted {name}, which was never finished" in mended.err
    assert not left.exists()


@pytest.mark.parametrize("name", ["book.db.mine", "mybook.db.part", ".other.db.part"])
def test_what_is_not_ours_is_left_lying(well: InProcess, name: str) -> None:
    other = well.folder / name
    other.write_text("mine")
    aged(other, hours=48)

    said = well("doctor", "--fix")

    assert found(said) == {}
    assert other.exists()


def test_a_book_in_wal_mode_is_put_back(well: InProcess) -> None:
    well.plant("PRAGMA journal_mode = WAL")

    said = well("doctor")
    mended = well("doctor", "--fix")

    assert list(found(said)) == ["journal mode"]
    assert found(mended) == {}
    assert not (well.folder / "book.db-wal").exists()


def test_a_journal_that_belongs_to_no_change_goes_with_the_next(
    well: InProcess,
) -> None:
    journal = well.folder / "book.db-journal"
    journal.write_bytes(bytes(512))
    journal.chmod(0o600)

    said = well("doctor")
    mended = well("doctor", "--fix")

    assert (said.code, list(found(said))) == (0, ["journal"])
    assert found(mended) == {}
    assert not journal.exists()


def test_whom_nobody_can_reach_is_listed_but_not_who_asked_for_it(
    well: InProcess,
) -> None:
    well("add-customer", "Bo Li")
    well("add-customer", "Cy Twombly", "--email", "cy@example.com")
    well("add-customer", "Di Prima")
    well("opt-out", "cy", "--from-channel", "email")
    well("opt-out", "di")

    said = well("doctor")

    assert said.code == 0
    assert found(said)["reach"] == (
        "customer 2: Bo Li, no phone or e-mail known; "
        "customer 3: Cy Twombly, opted out of every way"
    )


def test_a_snapshot_that_makes_no_sense_is_taken_anew(well: InProcess) -> None:
    well.plant("UPDATE votes SET weight = 9e999 WHERE id = 1")

    said = well("doctor")
    mended = well("doctor", "--fix")

    assert found(said) == {"snapshot": "votes 1: weight is inf"}
    assert (mended.code, found(mended)) == (0, {})


def test_a_snapshot_of_a_day_to_come_is_taken_anew(well: InProcess) -> None:
    well.ok("tag", "ana", "late", "--as-of", "2027-06-01")

    said = well("doctor")
    mended = well("doctor", "--fix")

    assert found(said) == {"snapshot": "taken as of 2027-06-01, a day to come"}
    assert "mended: took what all sales teach anew, as of 2026-11-21" in mended.err
    assert found(mended) == {}


def test_a_book_in_a_synced_folder_is_worth_a_look(secondsale: InProcess) -> None:
    book = secondsale.folder / "Dropbox" / "book.db"
    secondsale.environment["SECONDSALE_BOOK"] = str(book)
    secondsale("add-customer", "Ana Silva", "--phone", "12345")

    said = secondsale("doctor")

    assert said.code == 0
    assert found(said)["syncing"].startswith("it lies in Dropbox")


def test_an_older_book_is_brought_up_to_date_and_looked_at(
    secondsale: InProcess,
) -> None:
    from tests.store.test_migrating import written_by

    written_by(1, secondsale.book)
    secondsale.book.chmod(0o600)

    said = secondsale("doctor", "--fix")

    assert "the book was of version 1 and is up to date now" in said.err
    assert said.code == 0, said


def test_at_a_terminal_it_is_a_table(process: Processes) -> None:
    process("add-customer", "Ana Silva")
    process("backup")

    said = process.at_a_terminal("doctor")

    assert said.code == 0
    assert "nothing is wrong" in said.words
    assert "reach advice customer 1: Ana Silva, no phone or e-mail known" in said.words


def test_the_demo_is_sound(secondsale: InProcess) -> None:
    book = secondsale.folder / "demo.db"
    secondsale("demo", "--to", str(book))

    said = secondsale("doctor", "--book", str(book))

    assert said.code == 0, found(said)
    assert "wrong" not in states(said).values()


def test_whatever_was_typed_taken_back_and_restored_the_book_is_sound(
    well: InProcess,
) -> None:
    for typed in BEGUN[:2]:
        well(*typed)
    for command, forms in CHANGES.items():
        for typed in (*NEEDS.get(command, []), *((command, *form) for form in forms)):
            well(*typed)
            well("undo")
            well("redo")

    said = well("doctor")

    assert "wrong" not in states(said).values(), found(said)


def test_mending_a_sound_book_makes_no_copy_and_claims_no_mending(
    well: InProcess,
) -> None:
    said = well("doctor", "--fix")
    shape = json.loads(well("doctor", "--fix", "--json").out)

    assert said.code == 0
    assert "mended" not in said.err
    assert "planned 1 customer anew" in said.err
    assert (shape["copy"], shape["mended"], len(shape["renewed"])) == (None, [], 2)
    assert list(well.folder.glob("*before-doctor*")) == []


def test_nothing_is_promised_for_a_book_that_is_past_mending(well: InProcess) -> None:
    well.plant("UPDATE lines SET product_id = 99")
    well.plant("UPDATE customers SET name_key = 'x'")
    well.book.chmod(0o644)

    said = well("doctor")

    assert said.code == 1
    assert {"references", "search keys", "privacy"} <= found(said).keys()
    assert "--fix" not in said.out + said.err


def test_a_damaged_book_without_a_copy_is_not_said_to_have_one(
    well: InProcess,
) -> None:
    daily(well).unlink()
    well.plant("UPDATE lines SET product_id = 99")

    said = well("doctor", "--fix")

    assert said.refusal == f"{well.book} is damaged past mending"
    assert "no copy lies beside it" in said.err


def test_an_older_copy_that_is_cut_is_named_although_the_newest_is_sound(
    well: InProcess,
) -> None:
    old = daily(well).with_name("book.db.daily-2026-01-01")
    old.touch(0o600)
    old.write_bytes(daily(well).read_bytes()[:20_000])
    aged(old, hours=240)

    said = well("doctor")

    assert found(said) == {"copies": f"{old.name}: {old} is not whole"}
    assert f"secondsale restore {daily(well).name[8:]}" in said.out


def test_a_day_that_is_none_is_told_and_not_stumbled_over(well: InProcess) -> None:
    well.plant("UPDATE sales SET sold_on = '2026-02-31'")

    said = well("doctor", "--fix")

    assert said.code == 1
    assert "days" in found(said)
    assert "is of 2026-02-31, which is no day" in said.err


def test_a_sale_of_nobody_is_listed_without_a_name(well: InProcess) -> None:
    well.plant("UPDATE sales SET customer_id = 999")

    (row,) = well.ok("sales").rows

    assert "Rose Serum" in "".join(row)


def test_what_was_a_book_once_is_refused_with_its_newest_copy(well: InProcess) -> None:
    well.book.write_bytes(bytes(8192))

    said = well("doctor")

    assert said.refusal == f"{well.book} is not a secondsale book"
    assert f"secondsale restore {daily(well).name[8:]}" in said.err
    assert well("restore", daily(well).name, "--yes").code == 0
    assert well("doctor").code == 0
