"""What the book hands on besides tables: events, tasks, cards, check-boxes."""

from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
from icalendar import Calendar
from tests.cli.conftest import refused
from tests.conftest import InProcess

from secondsale.cli.exporting import FORMATS


def parts(text: str | bytes, kind: str) -> list[Any]:
    """Return the components of a kind in a calendar."""
    return list(Calendar.from_ical(text).walk(kind))


def listed(book: InProcess, days: str = "7") -> set[tuple[str, str]]:
    """Return day and customer of what `today` lists."""
    rows = book.ok("today", "--days", days).rows
    return {(row[0], row[4]) for row in rows if row[1] != "soon"}


def test_events_are_the_lists_of_the_days_ahead(sold: InProcess) -> None:
    said = sold.ok("export", "--format", "ics").out

    found = parts(said, "VEVENT")
    assert {
        (each["DTSTART"].dt.isoformat(), each["SUMMARY"].partition(":")[0])
        for each in found
    } == listed(sold)
    for each in found:
        assert each["DTEND"].dt - each["DTSTART"].dt == timedelta(1)
        assert type(each["DTSTART"].dt) is date
        assert each["TRANSP"] == "TRANSPARENT"
    uids = [each["UID"] for each in found]
    assert len(set(uids)) == len(uids)
    assert said.count("\r\n") == said.count("\n")


def test_an_event_keeps_its_name_from_day_to_day(sold: InProcess) -> None:
    names = [
        {each["UID"] for each in parts(said.out, "VEVENT")}
        for said in (
            sold.ok("export", "--format", "ics"),
            sold.ok("export", "--format", "ics", "--as-of", "2026-11-22"),
        )
    ]

    assert names[0] == names[1]


def test_days_say_how_far_ahead(sold: InProcess) -> None:
    said = sold.ok("export", "--format", "ics", "--days", "60").out

    assert said.count("BEGIN:VEVENT") == len(listed(sold, "60"))


def test_a_calendar_is_a_file_without_a_mark(sold: InProcess, tmp_path: Path) -> None:
    target = tmp_path / "plan.ics"

    sold("export", "--format", "ics", "-o", str(target))

    assert target.read_bytes().startswith(b"BEGIN:VCALENDAR\r\n")
    assert target.stat().st_mode & 0o777 == 0o600


def test_tasks_are_a_folder_of_their_own(sold: InProcess, tmp_path: Path) -> None:
    target = tmp_path / "tasks"

    said = sold("export", "--format", "vdir", "-o", str(target))

    assert said.err == f"wrote 2 tasks to {target}\n"
    assert len(list(target.iterdir())) == len(listed(sold))
    for file in target.iterdir():
        (todo,) = parts(file.read_bytes(), "VTODO")
        assert file.name == f"{todo['UID']}.ics"
    again = refused(sold, 2, "export", "--format", "vdir", "-o", str(target))
    assert again == f"{target} is no empty folder"


def test_cards_are_those_of_the_customers(sold: InProcess) -> None:
    said = sold.ok("export", "--format", "vcard").out

    assert said.startswith("BEGIN:VCARD\r\n")
    assert "Ana Silva" in said
    assert "+44 20 7946 0018" in said


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        (("--format", "pdf"), "'pdf' is not a format"),
        (("--format", "ics", "--what", "sales"), "ics does not go with --what sales"),
        (("--format", "vcard", "--what", "plan"), "vcard does not go with --what plan"),
        (("--format", "md", "--what", "contacts"), "md does not go with"),
        (("--format", "ics", "--raw"), "--raw goes with csv, not with ics"),
        (("--days", "3"), "--days does not go with csv"),
        (("--format", "vcard", "--days", "3"), "--days does not go with vcard"),
        (("--format", "ics", "--days", "x"), "'x' is not a number of days"),
        (("--format", "vdir"), "vdir needs a folder: --output"),
        (("--format", "vdir", "-o", "x", "--force"), "--force does not go with vdir"),
        (("--customer", "ana", "--format", "ics"), "--customer hands on all there is"),
        (("--customer", "ana", "--what", "plan"), "--customer hands on all there is"),
    ],
)
def test_options_that_do_not_fit_together_are_named(
    sold: InProcess, typed: tuple[str, ...], said: str
) -> None:
    assert refused(sold, 2, "export", *typed).startswith(said)


@pytest.mark.parametrize("form", [form for form in FORMATS if form != "vdir"])
def test_every_format_of_an_empty_book_is_whole(
    secondsale: InProcess, form: str
) -> None:
    secondsale.ok("add-product", "Jug")

    assert secondsale("export", "--format", form).code == 0


@pytest.mark.parametrize("form", ["ics", "vdir", "md"])
def test_nothing_is_written_over_the_book(sold: InProcess, form: str) -> None:
    refused(sold, 2, "export", "--format", form, "-o", str(sold.book), "--force")
