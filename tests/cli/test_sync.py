"""A folder of tasks: what the phone does with them comes back, nothing is undone."""

import json
import os
import re
from pathlib import Path

import pytest
from tests.cli.conftest import keys, refused
from tests.conftest import Answer, InProcess

SOLD = "2026-11-19"


class Phone:
    """The folder as another program sees it."""

    def __init__(self, book: InProcess) -> None:
        self.book = book
        self.folder = book.folder / "tasks"

    def sync(self, *more: str) -> Answer:
        return self.book("sync", str(self.folder), *more)

    def ok(self, *more: str) -> str:
        said = self.sync(*more)
        assert (said.code, said.err) == (0, ""), said
        return said.out

    def text(self, uid: str) -> str:
        data = (self.folder / f"{uid}.ics").read_bytes().decode()
        return data.replace("\r\n ", "")

    def put(self, uid: str, text: str) -> None:
        (self.folder / f"{uid}.ics").write_text(text, "utf-8", newline="")

    def change(self, uid: str, old: str, new: str) -> None:
        text = self.text(uid)
        assert old in text, text
        self.put(uid, text.replace(old, new, 1))

    def tick(self, uid: str, note: str = "", day: str = "20261121") -> None:
        ticked = f"STATUS:COMPLETED\r\nCOMPLETED:{day}T120000Z\r\nSEQUENCE:2"
        self.change(uid, "STATUS:NEEDS-ACTION", ticked)
        if note:
            self.change(uid, "\r\nDUE", f"\\n{note}\r\nDUE")

    def move(self, uid: str, day: str) -> None:
        text = self.text(uid)
        self.put(uid, re.sub(r"DUE;VALUE=DATE:\d+", f"DUE;VALUE=DATE:{day}", text))

    def delete(self, uid: str) -> None:
        (self.folder / f"{uid}.ics").unlink()

    @property
    def uids(self) -> list[str]:
        return sorted(each.stem for each in self.folder.glob("*.ics"))

    def contacts(self) -> list[list[str]]:
        rows = self.book.ok("export", "--what", "contacts").out.splitlines()[1:]
        return [[*row.split(",")[1:5], row.split(",")[7]] for row in rows]


@pytest.fixture
def phone(sold: InProcess) -> Phone:
    """Ana bought the day before yesterday, and Ben with her."""
    sold.ok("add-sale", "Ben Okafor", "Jug", "--phone", "123456", "--as-of", SOLD)
    made = Phone(sold)
    made.ok()
    return made


ANA, ANA_LATER = "ss-welcome-s1", "ss-education-l1"
BEN, BEN_LATER = "ss-welcome-s2", "ss-education-l2"


def test_a_task_a_conversation_is_handed_out(phone: Phone) -> None:
    listed = {row[8] for row in phone.book("today", "--days", "7").rows}

    assert phone.uids == [ANA_LATER, BEN_LATER, ANA, BEN]
    claims = [phone.text(uid).partition("X-SECONDSALE-ID:")[2] for uid in phone.uids]
    assert {k for c in claims for k in c.partition("\r")[0].split()[1:]} == listed
    assert not list(phone.folder.glob("*.tmp"))


def test_files_are_for_their_owner_only(phone: Phone) -> None:
    assert phone.folder.stat().st_mode & 0o777 == 0o700
    assert all(f.stat().st_mode & 0o777 == 0o600 for f in phone.folder.iterdir())


def test_days_say_how_far_ahead(sold: InProcess) -> None:
    phone = Phone(sold)

    phone.ok("--days", "0")
    assert phone.uids == [ANA]
    phone.ok("--days", "30")
    assert len(phone.uids) > 2


def test_a_second_run_does_nothing(phone: Phone) -> None:
    before = {f.name: f.read_bytes() for f in phone.folder.iterdir()}
    book = phone.book.contents()

    assert phone.ok() == "Nothing has changed.\n"
    assert {f.name: f.read_bytes() for f in phone.folder.iterdir()} == before
    assert phone.book.contents() == book


def test_a_tick_is_logged_as_done_with_its_note(phone: Phone) -> None:
    phone.tick(ANA, "happy: loves it\\, wants two", "20261120")

    said = phone.ok()

    assert said.splitlines()[0] == (
        "Ticked: Ana Silva (1), happy on Friday 20 November 2026:"
        " “loves it, wants two”."
    )
    assert phone.contacts() == [
        ["2026-11-20", "1", "Ana Silva", "happy", '"loves it']
    ]  # fmt: skip
    assert keys(phone.book) == ["welcome:s2", "reassure:s2", "check-in:s2"]
    assert "STATUS:COMPLETED" in phone.text(ANA)
    assert phone.ok() == "Nothing has changed.\n"


def test_a_tick_without_a_word_is_ok(phone: Phone) -> None:
    phone.tick(ANA)

    phone.ok()

    assert [row[3:] for row in phone.contacts()] == [["ok", ""]]


def test_a_tick_ahead_of_time_closes_what_it_is_about(phone: Phone) -> None:
    phone.tick(ANA_LATER)

    phone.ok()

    assert "welcome:s1" in keys(phone.book)
    said = phone.book.ok("why", "ana", "--only", "education").out
    assert "settled" in said


def test_a_tick_says_what_it_cannot_close(phone: Phone) -> None:
    phone.book.ok("promise", "ana", "a sample", "--by", "today")
    phone.ok()
    phone.tick(ANA)

    said = phone.ok()

    assert "still open: promise p1, “a sample”: secondsale kept p1" in said


def test_who_was_not_reached_comes_back_as_another_task(phone: Phone) -> None:
    phone.tick(ANA, "no-answer")

    said = phone.ok()

    assert "Ana Silva (1), no-answer on Saturday 21 November" in said
    assert f"{ANA}_2" in phone.uids
    assert "DUE;VALUE=DATE:20261122" in phone.text(f"{ANA}_2")
    assert phone.ok() == "Nothing has changed.\n"


def test_a_call_back_comes_back_on_the_day_of_the_task(phone: Phone) -> None:
    phone.tick(ANA, "call back: is at work")
    phone.move(ANA, "20261124")

    assert "call-back on Saturday 21 November 2026, back on Tuesday 24" in phone.ok()


def test_what_is_ticked_is_never_unticked(phone: Phone) -> None:
    phone.tick(ANA)
    ticked = phone.text(ANA)
    phone.book.ok("edit-customer", "ana", "--phone", "+44 20 7946 9999")

    phone.ok()
    phone.ok()

    assert phone.text(ANA) == ticked


@pytest.mark.parametrize("note", ["", "happy", "happy: met her"])
def test_what_was_done_here_and_ticked_there_is_logged_once(
    phone: Phone, note: str
) -> None:
    phone.book.ok("done", "ana", "happy", "-n", "met her")
    phone.tick(ANA, note)

    said = phone.ok()

    assert "Ticked, and logged before: Ana Silva (1)" in said
    assert [row[3:] for row in phone.contacts()] == [["happy", "met her"]]
    assert "STATUS:COMPLETED" in phone.text(ANA)


def test_what_is_done_here_is_ticked_there(phone: Phone) -> None:
    phone.book.ok("done", "ana", "happy")

    said = phone.ok()

    assert "Ticked there, as it was done here: Ana Silva (1)." in said
    assert "COMPLETED:20261121T" in phone.text(ANA)
    assert "STATUS:NEEDS-ACTION" in phone.text(BEN)
    assert len(phone.contacts()) == 1
    assert phone.ok() == "Nothing has changed.\n"


def test_what_is_skipped_or_over_here_is_taken_away_there(phone: Phone) -> None:
    phone.book.ok("skip", "ana", "--because", "met her")
    phone.book.ok("cancel-sale", "2", "--because", "too dear")

    said = phone.ok()

    assert "Taken back: Ana Silva (1): welcome, reassure, check-in." in said
    assert phone.uids == [ANA_LATER]


def test_who_must_not_be_contacted_is_taken_away(phone: Phone) -> None:
    phone.book.ok("opt-out", "ana")

    phone.ok()

    assert phone.uids == [BEN_LATER, BEN]


def test_what_is_deleted_there_stays_here_and_is_not_made_again(phone: Phone) -> None:
    phone.delete(ANA)

    said = phone.ok()

    assert said == "Deleted on the phone: Ana Silva (1). It stays on the agenda.\n"
    assert "welcome:s1" in keys(phone.book)
    assert phone.ok() == "Nothing has changed.\n"
    phone.ok("--as-of", "2026-11-22")
    assert ANA not in phone.uids


def test_what_is_called_off_there_is_like_deleted(phone: Phone) -> None:
    phone.change(ANA, "STATUS:NEEDS-ACTION", "STATUS:CANCELLED")

    assert "Called off on the phone: Ana Silva (1)." in phone.ok()
    assert "STATUS:CANCELLED" in phone.text(ANA)
    assert phone.ok() == "Nothing has changed.\n"


def test_what_is_put_off_there_is_snoozed(phone: Phone) -> None:
    phone.move(BEN, "20261126")

    said = phone.ok()

    assert "Put off on the phone: Ben Okafor (2), until Thu 26 Nov." in said
    assert "welcome:s2" not in keys(phone.book)
    assert "DUE;VALUE=DATE:20261126" in phone.text(BEN)
    assert phone.ok() == "Nothing has changed.\n"


def test_a_far_day_keeps_its_task(phone: Phone) -> None:
    phone.move(BEN, "20261220")

    phone.ok()

    assert BEN in phone.uids
    assert phone.ok() == "Nothing has changed.\n"


def test_what_has_a_fixed_day_is_set_back(phone: Phone) -> None:
    phone.book.ok("edit-customer", "ana", "--birthday", "--11-23")
    phone.ok()
    (birthday,) = [uid for uid in phone.uids if "birthday" in phone.text(uid)]
    phone.move(birthday, "20261130")

    said = phone.ok()

    assert "cannot wait until Mon 30 Nov: birthday of Ana Silva (1)" in said
    assert "DUE;VALUE=DATE:20261130" not in phone.text(birthday)
    assert phone.ok() == "Nothing has changed.\n"


def test_an_earlier_day_is_theirs_to_choose(phone: Phone) -> None:
    phone.move(ANA_LATER, "20261121")

    assert phone.ok() == "Nothing has changed.\n"
    assert "DUE;VALUE=DATE:20261121" in phone.text(ANA_LATER)


def test_what_changes_here_changes_there_and_theirs_stays(phone: Phone) -> None:
    mine = "CATEGORIES:secondsale,shop\r\nSEQUENCE:3\r\nX-APPLE-SORT-ORDER:9"
    phone.change(ANA, "CATEGORIES:secondsale", mine)
    phone.change(ANA, "\r\nDUE", "\\nhas a dog\r\nDUE")
    phone.book.ok("edit-customer", "ana", "--phone", "+44 20 7946 9999")

    said = phone.ok()

    assert (
        "Handed out anew: Ana Silva: welcome, reassure, check-in, Fri 20 Nov." in said
    )
    text = phone.text(ANA)
    assert "+44 20 7946 9999" in text
    assert "+44 20 7946 0018" not in text
    assert mine in text
    assert "\\nhas a dog\r\n" in text


def test_who_ticks_an_older_text_of_a_task_has_not_written_it(phone: Phone) -> None:
    older = phone.text(ANA)
    phone.book.ok("edit-customer", "ana", "--phone", "+44 20 7946 9999")
    phone.ok()
    phone.book.ok("edit-customer", "ana", "--best-time", "evenings")
    phone.ok()

    phone.put(ANA, older)
    phone.tick(ANA, "happy: yes")
    phone.ok()

    assert [row[3:] for row in phone.contacts()] == [["happy", "yes"]]


def test_a_late_task_keeps_its_day(phone: Phone) -> None:
    before = phone.text(ANA)

    phone.ok("--as-of", "2026-11-22")

    assert phone.text(ANA) == before


def test_undo_of_a_tick_is_not_logged_again(phone: Phone) -> None:
    phone.tick(ANA)
    phone.ok()
    phone.book.ok("undo")

    said = phone.ok()

    assert phone.contacts() == []
    assert "STATUS:COMPLETED" in phone.text(ANA)
    assert f"Handed out: {ANA_SAID}, Fri 20 Nov.\n" in said
    assert phone.ok() == "Nothing has changed.\n"


ANA_SAID = "Ana Silva: welcome, reassure, check-in"


def test_what_a_sync_logged_is_one_entry_of_the_journal(phone: Phone) -> None:
    phone.tick(ANA)
    phone.tick(BEN)
    phone.ok()

    (last, *_) = json.loads(phone.book.ok("history", "--json").out)

    assert last["typed"].startswith("sync ")
    assert len(phone.contacts()) == 2
    phone.book.ok("undo")
    assert phone.contacts() == []
    phone.book.ok("redo")
    assert len(phone.contacts()) == 2


def test_a_dry_run_says_all_and_does_nothing(phone: Phone) -> None:
    phone.tick(ANA, "happy: yes")
    phone.delete(BEN)
    book = phone.book.contents()
    files = {f.name: f.read_bytes() for f in phone.folder.iterdir()}

    dry = phone.sync("--dry-run")

    assert dry.err == "this was a dry run: nothing was done\n"
    assert phone.book.contents() == book
    assert {f.name: f.read_bytes() for f in phone.folder.iterdir()} == files
    assert dry.out == phone.ok()


def test_a_dry_run_makes_no_folder(sold: InProcess) -> None:
    phone = Phone(sold)

    assert "Handed out: Ana Silva" in phone.sync("--dry-run").out
    assert not phone.folder.exists()


def test_programs_are_told_the_same(phone: Phone) -> None:
    phone.tick(ANA, "happy: yes")

    told = json.loads(phone.ok("--json"))

    assert told["folder"] == str(phone.folder)
    assert told["events"][0] == {
        "what": "done", "uid": ANA, "customer_id": 1, "customer": "Ana Silva",
        "day": "2026-11-21", "about": "", "outcome": "happy", "note": "yes",
        "heard": "closed",
        "covered": ["welcome:s1", "reassure:s1", "check-in:s1"], "until": None,
        "still_open": [],
    }  # fmt: skip


def test_what_is_not_ours_is_left_alone(phone: Phone) -> None:
    milk = phone.text(ANA).replace(ANA, "milk-1").replace("NEEDS-ACTION", "COMPLETED")
    phone.put("milk-1", milk)
    (phone.folder / "junk.ics").write_bytes(b"\xff\x00junk")
    (phone.folder / "color").write_text("#ff0000")
    (phone.folder / "x.ics.tmp").write_text("half")
    (phone.folder / "sub.ics").mkdir()

    assert phone.ok() == "Nothing has changed.\n"
    assert phone.text("milk-1") == milk
    assert phone.contacts() == []


def test_tasks_of_another_book_are_left_alone(phone: Phone) -> None:
    theirs = phone.text(ANA).replace("Ana Silva", "Zoe Adams")
    other = theirs.replace(ANA, "ss-welcome-s9")
    phone.put("ss-welcome-s9", other.replace("NEEDS-ACTION", "COMPLETED"))

    assert phone.ok() == "Nothing has changed.\n"
    assert phone.contacts() == []


@pytest.mark.parametrize(
    "claim", ["c1 junk", "c1", "", "c99999999999999999999 welcome:s1"]
)
def test_what_only_looks_like_ours_is_left_alone(phone: Phone, claim: str) -> None:
    other = phone.text(ANA).replace(ANA, "ss-x").replace("NEEDS-ACTION", "COMPLETED")
    was = other.partition("X-SECONDSALE-ID:")[2].partition("\r")[0]
    phone.put("ss-x", other.replace(was, claim))

    assert phone.ok() == "Nothing has changed.\n"
    assert phone.contacts() == []


@pytest.mark.parametrize(
    ("old", "new"),
    [("DUE;VALUE=DATE:", "DUE:soon"), ("END:VTODO", ""), ("SUMMARY", "\r\n\x00")],
)
def test_what_is_damaged_is_named_and_left_alone(
    phone: Phone, old: str, new: str
) -> None:
    phone.change(ANA, old, new)
    damaged = (phone.folder / f"{ANA}.ics").read_bytes()
    phone.book.ok("done", "ana", "happy")

    said = phone.sync()

    assert said.code == 5
    assert said.err.startswith(f"{ANA}: it cannot be read and is left alone (")
    assert (phone.folder / f"{ANA}.ics").read_bytes() == damaged
    assert len(phone.contacts()) == 1


def test_two_files_of_one_task_are_left_alone(phone: Phone) -> None:
    (phone.folder / "copy.ics").write_text(phone.text(ANA), newline="")
    phone.book.ok("done", "ana", "happy")

    said = phone.sync()

    assert (said.code, said.err) == (
        5,
        f"{ANA}: it cannot be read and is left alone (two files hold it)\n",
    )


def test_the_name_of_a_file_means_nothing(phone: Phone) -> None:
    (phone.folder / f"{ANA}.ics").rename(phone.folder / "a8f3.ics")

    assert phone.ok() == "Nothing has changed.\n"
    phone.book.ok("done", "ana", "happy")
    phone.ok()

    assert "STATUS:COMPLETED" in (phone.folder / "a8f3.ics").read_text()
    assert ANA not in phone.uids


@pytest.mark.parametrize("gone", [True, False])
def test_an_empty_folder_is_taken_for_a_mistake(phone: Phone, gone: bool) -> None:
    for uid in phone.uids:
        phone.delete(uid)
    if gone:
        phone.folder.rmdir()

    said = refused(phone.book, 2, "sync", str(phone.folder))

    assert said == f"none of the 4 tasks handed out is in {phone.folder} any more"
    assert "Deleted on the phone: Ana" in phone.ok("--emptied")
    assert phone.ok() == "Nothing has changed.\n"


def test_a_folder_of_its_own_for_each(phone: Phone) -> None:
    other = Phone(phone.book)
    other.folder = phone.folder.with_name("tablet")

    other.ok()

    assert other.uids == phone.uids
    phone.tick(ANA)
    phone.ok()
    assert "Ticked there, as it was done here: Ana" in other.ok()
    assert len(phone.contacts()) == 1


def test_a_folder_that_was_moved_is_known_again(phone: Phone) -> None:
    phone.tick(ANA, "happy: yes")
    phone.folder = phone.folder.rename(phone.folder.with_name("moved"))

    said = phone.ok()

    assert "Ticked: Ana Silva (1), happy on" in said
    assert len(phone.uids) == 4
    assert phone.ok() == "Nothing has changed.\n"


def test_an_older_copy_of_the_book_knows_its_tasks_again(sold: InProcess) -> None:
    phone, older = Phone(sold), sold.book.read_bytes()
    phone.ok()
    phone.tick(ANA, "happy: yes")
    files = {uid: phone.text(uid) for uid in phone.uids}

    sold.book.write_bytes(older)
    said = phone.ok()

    assert "Ticked: Ana Silva (1), happy" in said
    assert phone.uids == list(files)
    assert phone.text(ANA) == files[ANA]


def test_what_was_exported_is_gone_on_with(sold: InProcess) -> None:
    phone = Phone(sold)
    sold("export", "--format", "vdir", "-o", str(phone.folder))
    phone.tick(ANA, "happy: yes")

    assert "Ticked: Ana Silva (1), happy" in phone.ok()


def test_what_was_exported_is_what_a_sync_hands_out(sold: InProcess) -> None:
    phone = Phone(sold)
    sold("export", "--format", "vdir", "-o", str(phone.folder))

    assert phone.ok() == "Nothing has changed.\n"


def test_who_was_forgotten_leaves_the_phone(phone: Phone) -> None:
    phone.tick(ANA, "happy: yes")
    phone.ok()
    said = phone.book("forget", "1", "--yes").out
    assert f"off the phone, too: secondsale sync {phone.folder}\n" in said

    phone.ok()

    assert phone.uids == [BEN_LATER, BEN]
    assert phone.ok() == "Nothing has changed.\n"


def test_a_customer_who_was_taken_back_leaves_the_phone(phone: Phone) -> None:
    phone.book.ok("undo")

    phone.ok()

    assert phone.uids == [ANA_LATER, ANA]


def test_hostile_words_from_a_phone_do_no_harm(phone: Phone) -> None:
    phone.tick(ANA, "happy: [red]x\u202e\u0007 =1+1" + "y" * 3000)

    phone.ok()
    said = phone.book.ok("show", "ana").out

    assert "\u202e" not in said
    assert "[red]" not in said


def test_a_folder_that_cannot_be_written_changes_nothing(
    sold: InProcess, tmp_path: Path
) -> None:
    file = tmp_path / "file"
    file.write_text("precious")

    assert "is not a folder" in refused(sold, 2, "sync", str(file))
    below = str(file / "tasks")
    assert refused(sold, 1, "sync", below).startswith(f"{file / 'tasks'}")


@pytest.mark.parametrize("days", ["-1", "367", "soon"])
def test_days_are_a_number(sold: InProcess, days: str) -> None:
    refused(sold, 2, "sync", str(sold.folder / "t"), "--days", days)


def test_without_a_book_there_is_nothing_to_hand_out(secondsale: InProcess) -> None:
    said = secondsale("sync", str(secondsale.folder / "t"))

    assert said.code == 1
    assert not secondsale.book.exists()


def test_what_a_broken_off_run_left_half_written_is_taken_away(phone: Phone) -> None:
    old, new = (phone.folder / f".secondsale-{n}.tmp" for n in ("old", "new"))
    theirs = phone.folder / ".theirs.tmp"
    for file in (old, new, theirs):
        file.write_text("half")
    for file in (old, theirs):
        os.utime(file, (1, 1))

    phone.ok()

    assert not old.exists()
    assert new.exists()
    assert theirs.exists()
