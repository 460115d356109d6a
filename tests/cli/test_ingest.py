"""A page of check-boxes goes out, is ticked anywhere, and comes back once."""

import json
from pathlib import Path

import pytest
from tests.cli.conftest import keys, refused
from tests.conftest import Answer, InProcess

ANA, BEN = "^ss-20261121-c1", "^ss-20261121-c2"


class Page:
    """A page in a notes app."""

    def __init__(self, book: InProcess) -> None:
        self.book = book
        self.file = book.folder / "today.md"

    def write(self, *more: str) -> None:
        self.file.write_text(self.book.ok("today", "--md", *more).out, "utf-8")

    def tick(self, uid: str, behind: str = "") -> None:
        lines = self.file.read_text("utf-8").splitlines()
        (number,) = [i for i, line in enumerate(lines) if uid in line]
        lines[number] = lines[number].replace("- [ ]", "- [x]") + behind
        self.file.write_text("\n".join(lines), "utf-8")

    def ingest(self, *more: str) -> Answer:
        return self.book("ingest", str(self.file), *more)

    def ok(self, *more: str) -> list[str]:
        said = self.ingest(*more)
        assert (said.code, said.err) == (0, ""), said
        return said.out.splitlines()

    def notes(self) -> list[tuple[str, str, str, str]]:
        found = self.book.ok("export", "--what", "contacts", "--raw").out
        rows = [row.split(",") for row in found.splitlines()[1:]]
        return [(row[1], row[3], row[4], row[7]) for row in rows]


@pytest.fixture
def page(sold: InProcess) -> Page:
    sold.ok("add-sale", "Ben Okafor", "Jug", "--phone", "123456")
    made = Page(sold)
    made.write()
    return made


def test_a_page_lists_who_is_due_each_with_an_id(page: Page) -> None:
    text = page.file.read_text("utf-8")

    assert text.startswith("# Saturday 21 November 2026\n\n- [ ] **")
    assert f"**Ana Silva** · call +44 20 7946 0018 {ANA}\n" in text
    assert "  - *welcome*: first sale: Rose Serum ×2 on 19 November\n" in text
    assert page.book.ok("today", "--md").out == text


def test_what_is_ticked_is_logged_with_what_was_written(page: Page) -> None:
    page.tick(ANA, " happy: loves it")

    said = page.ok()

    assert said == [
        "Ticked: Ana Silva (1), happy on Saturday 21 November 2026: “loves it”.",
        "Not ticked, so left: 1.",
    ]
    assert page.notes() == [("2026-11-21", "Ana Silva", "happy", "loves it")]
    assert not [key for key in keys(page.book) if key.endswith("s1")]
    assert keys(page.book)


def test_twice_is_once(page: Page) -> None:
    page.tick(ANA)
    page.ok()
    before = page.book.contents()

    said = page.ok()

    assert said == ["Logged before, so not again: 1.", "Not ticked, so left: 1."]
    assert page.book.contents() == before


def test_an_undone_page_is_not_logged_again(page: Page) -> None:
    page.tick(ANA)
    page.ok()
    page.book.ok("undo")

    assert page.ok()[:2] == [
        "Logged before, so not again: 1.",
        "Taken back since: 1 (secondsale redo, or done).",
    ]
    assert page.notes() == []


def test_a_box_is_dated_by_its_list(page: Page) -> None:
    page.tick(ANA)

    said = page.ok("--as-of", "2026-11-23")

    assert said[0].startswith("Ticked: Ana Silva (1), ok on Saturday 21 November")


def test_a_box_of_a_day_to_come_is_dated_today(page: Page) -> None:
    page.write("--days", "7")
    text = page.file.read_text("utf-8")
    assert "# Thursday 26 November 2026" in text
    page.tick("^ss-20261126-c1")

    said = page.ok()

    assert said[0].startswith("Ticked: Ana Silva (1), ok on Saturday 21 November")
    assert [key for key in keys(page.book) if key.endswith("s1")]
    assert "settled" in page.book.ok("why", "ana", "--only", "education").out


def test_what_was_done_meanwhile_is_not_logged_again(page: Page) -> None:
    page.book.ok("done", "ana", "happy")
    page.tick(ANA)

    said = page.ok()

    assert said[0] == "Ticked, and logged before: Ana Silva (1)."
    assert len(page.notes()) == 1


def test_words_about_what_was_done_meanwhile_are_added_to_it(page: Page) -> None:
    page.book.ok("done", "ana", "happy", "--as-of", "2026-11-22")
    page.tick(ANA, " rang her")

    said = page.ok("--as-of", "2026-11-22")

    assert said[0] == (
        "Written since, and added to the talk:"
        " Ana Silva (1), happy on Sunday 22 November 2026: “rang her”."
    )
    assert page.notes() == [("2026-11-22", "Ana Silva", "happy", "rang her")]


def test_other_words_than_were_logged_meanwhile_are_a_talk_too(page: Page) -> None:
    page.book.ok("done", "ana", "happy", "--note", "at the desk")
    page.tick(ANA, " rang her")

    page.ok()

    assert [note for *_, note in page.notes()] == ["at the desk", "rang her"]


@pytest.mark.parametrize("meanwhile", [("cancel-sale", "s1"), ("opt-out", "ana")])
def test_a_talk_about_what_is_over_is_logged_all_the_same(
    page: Page, meanwhile: tuple[str, str]
) -> None:
    page.tick(ANA, " unhappy: said so much")
    page.book.ok(*meanwhile)

    said = page.ok()

    assert said[0] == (
        "Ticked, and logged though nothing of it was open:"
        " Ana Silva (1), unhappy on Saturday 21 November 2026: “said so much”."
    )
    assert page.notes() == [("2026-11-21", "Ana Silva", "unhappy", "said so much")]
    assert page.ok()[0] == "Logged before, so not again: 1."


def test_words_that_are_written_after_the_tick_are_added_once(page: Page) -> None:
    page.tick(ANA)
    page.ok()
    page.tick(ANA, " happy: later note")

    said = page.ok()

    assert said[0] == (
        "Written since, and added to the talk:"
        " Ana Silva (1), happy on Saturday 21 November 2026: “later note”."
    )
    assert page.notes() == [("2026-11-21", "Ana Silva", "happy", "later note")]
    assert "happy" in page.book.ok("why", "ana", "--only", "welcome").out
    assert page.ok()[0] == "Logged before, so not again: 1."
    page.book.ok("undo")
    assert page.notes() == [("2026-11-21", "Ana Silva", "ok", "")]


def test_words_that_say_otherwise_than_before_are_named(page: Page) -> None:
    page.tick(ANA, " happy: loves it")
    page.ok()
    page.file.write_text(
        page.file.read_text("utf-8").replace("happy: loves it", "unhappy: it leaks"),
        "utf-8",
    )

    said = page.ingest()

    assert said.code == 5
    assert said.out.splitlines()[0] == (
        "Written since, and not kept, as the talk is logged: Ana Silva (1): “it leaks”."
    )
    assert 'secondsale log 1 unhappy -n "NOTE"' in said.err
    assert page.notes() == [("2026-11-21", "Ana Silva", "happy", "loves it")]


def test_words_before_the_id_are_heard(page: Page) -> None:
    page.tick(ANA)
    written = page.file.read_text("utf-8").replace(
        f" {ANA}", f" unhappy: angry about the box ✅ 2026-11-21 {ANA}"
    )
    page.file.write_text(written, "utf-8")

    page.ok()

    assert page.notes() == [
        ("2026-11-21", "Ana Silva", "unhappy", "angry about the box")
    ]


def test_a_box_of_ours_that_cannot_be_read_is_no_note(page: Page) -> None:
    page.tick(BEN)
    text = page.file.read_text("utf-8")
    lines = text.splitlines()
    (ana,) = [line for line in lines if ANA in line]
    for broken, named in (
        (ana.replace("[ ]", "[done]"), "it is no check-box that could be read"),
        (ana.replace("[ ]", "[x]").removesuffix(ANA), "a check-box without its id"),
        (ana.replace("[ ]", "[x]").replace("1121-", "1322-"), "there is no such day"),
    ):
        page.file.write_text("\n".join([*lines, broken]), "utf-8")

        said = page.ingest("--dry-run")

        assert said.code == 5
        assert said.out.splitlines()[0] == (
            "Ticked: Ben Okafor (2), ok on Saturday 21 November 2026."
        )
        assert named in said.err


def test_a_customer_is_known_by_an_older_name(page: Page) -> None:
    page.tick(ANA)
    page.book.ok("edit-customer", "ana", "--name", "Ana Married")

    assert page.ok()[0].startswith("Ticked: Ana Married (1), ok")


def test_a_customer_who_was_merged_is_known(page: Page) -> None:
    page.tick(BEN, " happy: is Ana's brother-in-law")
    assert page.book("merge", "ana", "ben").code == 0

    assert page.ok()[0].startswith("Ticked: Ana Silva (1), happy")


def test_a_day_to_call_back_on_is_read(page: Page) -> None:
    page.tick(ANA, " call back 2026-11-30: she is away")

    assert page.ok()[0] == (
        "Ticked: Ana Silva (1), call-back on Saturday 21 November 2026,"
        " back on Monday 30 November 2026: “she is away”."
    )


def test_what_expired_meanwhile_is_logged_by_its_day(page: Page) -> None:
    page.tick(ANA)

    said = page.ok("--as-of", "2027-03-01")

    assert "ok on Saturday 21 November 2026" in said[0]
    assert len(page.notes()) == 1


def test_ids_of_nobody_are_named(page: Page) -> None:
    text = page.file.read_text("utf-8").replace("-c1", "-c9").replace("Ben", "Cy")
    page.file.write_text(text.replace("- [ ]", "- [x]"), "utf-8")

    said = page.ingest()

    assert said.code == 5
    assert said.err.splitlines() == [
        "line 3, ss-20261121-c9: there is no such customer",
        "line 10, ss-20261121-c2: customer 2 is Ben Okafor",
    ]
    assert page.notes() == []


def test_a_file_without_a_box_is_refused(page: Page) -> None:
    page.file.write_text("- [x] buy milk\n")

    assert refused(page.book, 2, "ingest", str(page.file)) == (
        "today.md has no check-box of ours"
    )
    assert "cannot be read" in refused(page.book, 2, "ingest", "nowhere.md")
    assert refused(page.book, 2, "ingest", str(page.book.folder))


def test_a_dry_run_says_it_and_keeps_nothing(page: Page) -> None:
    page.tick(ANA, " happy")
    before = page.book.contents()

    dry = page.ingest("--dry-run")

    assert dry.err == "this was a dry run: nothing was kept\n"
    assert page.book.contents() == before
    assert dry.out.splitlines() == page.ok()


def test_programs_are_told_the_same(page: Page) -> None:
    page.tick(ANA, " happy: yes")

    told = json.loads("\n".join(page.ok("--json")))

    assert told["boxes"][0] == {
        "id": "ss-20261121-c1", "line": 3, "customer_id": 1, "customer": "Ana Silva",
        "ticked": True, "logged_before": False, "taken_back": False,
        "refused": "", "on": "2026-11-21",
        "outcome": "happy", "note": "yes", "heard": "closed", "until": None,
        "still_open": [], "covered": ["welcome:s1", "reassure:s1", "check-in:s1"],
    }  # fmt: skip
    assert not told["boxes"][1]["ticked"]


def test_other_encodings_are_read(page: Page) -> None:
    page.tick(ANA, " happy: sagt „ja“")
    page.file.write_bytes(page.file.read_text("utf-8").encode("utf-16"))

    assert "“sagt „ja“”" in page.ok()[0]


def test_one_page_is_one_entry_of_the_journal(page: Page) -> None:
    page.tick(ANA)
    page.tick(BEN)
    page.ok()

    assert len(page.notes()) == 2
    page.book.ok("undo")
    assert page.notes() == []
    page.book.ok("redo")
    assert len(page.notes()) == 2


def test_nobody_due_is_a_page_too(page: Page) -> None:
    assert (
        "Nobody is due.\n" in page.book.ok("today", "--md", "--as-of", "2026-11-18").out
    )


@pytest.mark.parametrize("other", ["--json", "--held", "--brief"])
def test_a_page_goes_with_no_other_shape(page: Page, other: str) -> None:
    refused(page.book, 2, "today", "--md", other)


def test_a_page_may_be_a_file(page: Page, tmp_path: Path) -> None:
    target = tmp_path / "page.md"

    page.book("export", "--format", "md", "--days", "0", "-o", str(target))

    assert target.read_text("utf-8") == page.file.read_text("utf-8")
