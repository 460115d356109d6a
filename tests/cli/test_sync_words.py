"""Whatever was said on a phone is heard, of whom it was said; no word of it is lost."""

import pytest
from tests.cli.conftest import keys
from tests.cli.test_sync import ANA, BEN, Phone, phone

__all__ = ["phone"]


def write(phone: Phone, uid: str, words: str) -> None:
    phone.change(uid, "\r\nDUE", f"\\n{words}\r\nDUE")


def untick(phone: Phone, uid: str) -> None:
    ticked = "STATUS:COMPLETED\r\nCOMPLETED:20261121T120000Z"
    phone.change(uid, ticked, "STATUS:NEEDS-ACTION")


def said(phone: Phone) -> list[list[str]]:
    return [row[2:] for row in phone.contacts()]


@pytest.mark.parametrize("state", ["NEEDS-ACTION", "COMPLETED", "CANCELLED"])
def test_the_task_of_another_book_under_the_name_of_ours_is_named_and_left(
    phone: Phone, state: str
) -> None:
    theirs = phone.text(ANA).replace("Ana Silva", "Zoe Adams").replace("Ana", "Zoe")
    theirs = theirs.replace("STATUS:NEEDS-ACTION", f"STATUS:{state}")
    phone.put(ANA, theirs)
    phone.book.ok("edit-customer", "ana", "--phone", "+44 20 7946 9999")

    answer = phone.sync()

    assert answer.code == 5
    assert answer.err == (
        f"{ANA}: it is about “Zoe Adams”, not about Ana Silva (1): another book's?"
        " It is left alone\n"
    )
    assert phone.text(ANA) == theirs
    assert phone.contacts() == []
    assert "welcome:s1" in keys(phone.book)


def test_a_namesake_of_another_book_is_not_ours(phone: Phone) -> None:
    phone.change(ANA, "X-SECONDSALE-ID:c1 ", "X-SECONDSALE-ID:c7 ")
    phone.change(ANA, "first sale", "ninth sale")
    phone.tick(ANA)

    assert phone.sync().code == 5
    assert phone.contacts() == []


def test_a_task_of_another_book_is_not_taken_away(phone: Phone) -> None:
    theirs = phone.text(ANA).replace("Ana Silva", "Zoe Adams").replace("Ana", "Zoe")
    phone.book.ok("skip", "ana", "--because", "met her")
    phone.ok()
    phone.put(ANA, theirs)

    phone.sync()

    assert phone.text(ANA) == theirs


def test_another_title_or_name_does_not_make_it_another_person(phone: Phone) -> None:
    phone.change(ANA, "SUMMARY:Ana Silva", "SUMMARY:Call her")
    phone.book.ok("edit-customer", "ben", "--name", "Ben Adams")
    phone.tick(ANA, "happy: yes")
    phone.tick(BEN, "happy: too")

    phone.ok()

    assert said(phone) == [["Ana Silva", "happy", "yes"], ["Ben Adams", "happy", "too"]]
    phone.book.ok("edit-customer", "ana", "--name", "Ana Adams")
    phone.ok()


def test_what_was_taken_away_and_comes_back_ticked_is_logged(phone: Phone) -> None:
    before = phone.text(ANA)
    phone.book.ok("skip", "ana", "--because", "met her")
    phone.ok()
    assert ANA not in phone.uids

    phone.book.ok("undo")
    phone.put(ANA, before)
    phone.tick(ANA, "happy: from the phone")
    phone.ok()

    assert said(phone) == [["Ana Silva", "happy", "from the phone"]]
    assert "welcome:s1" not in keys(phone.book)
    assert phone.ok() == "Nothing has changed.\n"


def test_a_plain_contact_is_logged_of_what_comes_back_when_all_is_over(
    phone: Phone,
) -> None:
    before = phone.text(ANA)
    phone.book.ok("skip", "ana", "--because", "met her")
    phone.ok()

    phone.put(ANA, before)
    phone.tick(ANA, "happy: from the phone")
    answer = phone.ok()

    assert "Ticked, and logged though nothing of it was open: Ana Silva (1)" in answer
    assert said(phone) == [["Ana Silva", "happy", "from the phone"]]
    assert phone.ok() == "Nothing has changed.\n"


def test_what_was_deleted_there_and_comes_back_ticked_is_logged(phone: Phone) -> None:
    before = phone.text(ANA)
    phone.delete(ANA)
    phone.ok()

    phone.put(ANA, before)
    phone.tick(ANA, "happy: from the bin")
    answer = phone.ok()

    assert "Ticked: Ana Silva (1), happy on" in answer
    assert said(phone) == [["Ana Silva", "happy", "from the bin"]]
    assert "welcome:s1" not in keys(phone.book)
    assert phone.ok() == "Nothing has changed.\n"


@pytest.mark.parametrize(
    "typed", [("cancel-sale", "1", "--because", "too dear"), ("opt-out", "ana")]
)
def test_a_talk_about_what_is_over_is_logged_with_its_note(
    phone: Phone, typed: tuple[str, ...]
) -> None:
    phone.tick(ANA, "unhappy: said so much")
    phone.book.ok(*typed)

    answer = phone.ok()

    assert "Ana Silva (1), unhappy on Saturday 21 November 2026" in answer
    assert said(phone) == [["Ana Silva", "unhappy", "said so much"]]
    assert phone.ok() == "Nothing has changed.\n"


def test_two_notes_about_one_conversation_are_both_kept(phone: Phone) -> None:
    phone.book.ok("done", "ana", "happy", "-n", "met her")
    phone.tick(ANA, "sent a card")

    phone.ok()

    assert said(phone) == [
        ["Ana Silva", "happy", "met her"],
        ["Ana Silva", "ok", "sent a card"],
    ]


def test_what_is_written_after_the_tick_is_the_note(phone: Phone) -> None:
    phone.tick(ANA)
    phone.ok()

    write(phone, ANA, "unhappy: it leaks")
    answer = phone.ok()

    assert answer.splitlines()[0] == (
        "Written since, and added to the talk: Ana Silva (1), unhappy on"
        " Saturday 21 November 2026: “unhappy: it leaks”."
    )
    assert said(phone) == [["Ana Silva", "unhappy", "it leaks"]]
    assert phone.ok() == "Nothing has changed.\n"
    phone.book.ok("undo")
    assert said(phone) == [["Ana Silva", "ok", ""]]


def test_what_is_written_after_the_note_is_added_to_it(phone: Phone) -> None:
    phone.tick(ANA, "happy: loves it")
    phone.ok()

    write(phone, ANA, "wants two more")
    phone.ok()

    assert said(phone) == [["Ana Silva", "happy", "loves it / wants two more"]]
    assert phone.ok() == "Nothing has changed.\n"


def test_an_outcome_that_was_given_stays_whatever_is_written_later(
    phone: Phone,
) -> None:
    phone.tick(ANA, "unhappy: it leaks")
    phone.ok()

    write(phone, ANA, "happy: with the new one")
    phone.ok()

    assert said(phone) == [
        ["Ana Silva", "unhappy", "it leaks / happy: with the new one"]
    ]


def test_what_was_ticked_long_ago_is_not_read_again(phone: Phone) -> None:
    phone.tick(ANA)
    phone.ok()

    write(phone, ANA, "happy: yes")
    phone.ok("--as-of", "2026-12-31")

    assert said(phone) == [["Ana Silva", "ok", ""]]


def test_what_is_written_into_what_was_not_reached_is_logged_by_itself(
    phone: Phone,
) -> None:
    phone.tick(ANA, "no-answer")
    phone.ok()

    write(phone, ANA, "happy: she called back")
    phone.ok()

    assert said(phone) == [
        ["Ana Silva", "no-answer", ""],
        ["Ana Silva", "happy", "she called back"],
    ]


def test_what_is_written_after_an_undo_is_logged_by_itself(phone: Phone) -> None:
    phone.tick(ANA, "happy: loves it")
    phone.ok()
    phone.book.ok("undo")

    write(phone, ANA, "wants two more")
    phone.ok()

    assert said(phone) == [["Ana Silva", "ok", "wants two more"]]


def test_what_was_written_into_what_is_done_here_is_kept(phone: Phone) -> None:
    write(phone, ANA, "has a dog")
    phone.book.ok("done", "ana", "happy")

    phone.ok()

    assert said(phone) == [["Ana Silva", "happy", "has a dog"]]
    assert phone.ok() == "Nothing has changed.\n"


def test_an_older_text_of_what_was_ticked_is_no_note(phone: Phone) -> None:
    older = phone.text(ANA)
    phone.book.ok("edit-customer", "ana", "--phone", "+44 20 7946 9999")
    phone.ok()
    phone.tick(ANA, "happy: yes")
    phone.ok()

    phone.put(ANA, older)
    phone.tick(ANA, "happy: yes")

    assert phone.ok() == "Nothing has changed.\n"
    assert said(phone) == [["Ana Silva", "happy", "yes"]]


def test_what_is_un_ticked_there_is_ticked_again_as_it_is_done(phone: Phone) -> None:
    phone.tick(ANA, "happy: yes")
    phone.ok()

    untick(phone, ANA)
    write(phone, ANA, "wants two")
    answer = phone.ok()

    assert answer.startswith("Un-ticked on the phone, and ticked again, as it is done")
    assert "STATUS:COMPLETED" in phone.text(ANA)
    assert said(phone) == [["Ana Silva", "happy", "yes / wants two"]]
    assert phone.ok() == "Nothing has changed.\n"


def test_what_is_undone_here_and_un_ticked_there_is_open(phone: Phone) -> None:
    phone.tick(ANA)
    phone.ok()
    phone.book.ok("undo")

    untick(phone, ANA)
    phone.ok()
    assert phone.ok() == "Nothing has changed.\n"
    phone.tick(ANA, "happy: now")
    phone.ok()

    assert said(phone) == [["Ana Silva", "happy", "now"]]


def test_a_task_is_late_for_what_is_left_of_it(phone: Phone) -> None:
    late = ("--as-of", "2026-11-24")
    assert "DUE;VALUE=DATE:20261120" in phone.text(ANA)

    only = ("--only", "reassure")
    phone.book.ok("skip", "ana", *only, "--because", "met her", *late)
    phone.ok(*late)

    assert "SUMMARY:Ana Silva: check-in\r\n" in phone.text(ANA)
    assert "DUE;VALUE=DATE:20261122" in phone.text(ANA)


ANA_ASIDE = "ss-check-in-s1"


@pytest.fixture
def parted(phone: Phone) -> Phone:
    """Two tasks of Ana's, which are joined once the last command is taken back."""
    phone.book.ok("snooze", "ana", "--only", "check-in", "--until", "2026-11-23")
    phone.ok()
    assert {ANA, ANA_ASIDE} <= set(phone.uids)
    return phone


def test_the_task_they_wrote_into_is_the_one_that_stays(parted: Phone) -> None:
    write(parted, ANA_ASIDE, "happy: half typed")
    parted.book.ok("undo")

    parted.ok()

    assert ANA not in parted.uids
    text = parted.text(ANA_ASIDE)
    assert "half typed" in text
    assert "SUMMARY:Ana Silva: welcome\\, reassure\\, check-in\r\n" in text
    assert parted.ok() == "Nothing has changed.\n"


def test_of_two_that_they_wrote_into_both_stay(parted: Phone) -> None:
    write(parted, ANA, "happy: half typed")
    write(parted, ANA_ASIDE, "wants two")
    parted.book.ok("undo")

    parted.ok()

    assert "half typed" in parted.text(ANA)
    assert "wants two" in parted.text(ANA_ASIDE)
    assert parted.ok() == "Nothing has changed.\n"
    parted.tick(ANA)
    parted.tick(ANA_ASIDE)
    parted.ok()
    assert sorted(row[2] for row in said(parted)) == ["half typed", "wants two"]


@pytest.mark.parametrize(
    "typed", [("skip", "ana", "--because", "met her"), ("opt-out", "ana")]
)
def test_what_they_wrote_into_is_not_taken_away(
    phone: Phone, typed: tuple[str, ...]
) -> None:
    write(phone, ANA, "happy: half typed")
    phone.book.ok(*typed)

    answer = phone.ok()

    assert "Over, and left there as you wrote into it: Ana Silva (1): welcome" in answer
    assert "half typed" in answer
    assert "half typed" in phone.text(ANA)
    assert phone.ok() == "Nothing has changed.\n"
    phone.tick(ANA)
    phone.ok()
    assert said(phone) == [["Ana Silva", "happy", "half typed"]]


def test_who_was_forgotten_leaves_the_phone_whatever_was_written(phone: Phone) -> None:
    write(phone, ANA, "happy: half typed")
    phone.book("forget", "1", "--yes")

    phone.ok()

    assert ANA not in phone.uids
