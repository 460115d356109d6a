"""`stats` at a terminal and as a page, which is never written over what is ours."""

from pathlib import Path

import pytest
from tests.cli.test_hostile_text import HOSTILE, STOCK, plant
from tests.conftest import InProcess, Processes

WROTE = ": open it in a browser\n"


def page_of(secondsale: InProcess, *options: str) -> Path:
    target = secondsale.folder / "figures.html"
    answer = secondsale("stats", "--html", str(target), *options)
    assert (answer.code, answer.out) == (0, "")
    assert answer.err == f"wrote {target}{WROTE}"
    return target


def test_the_page_is_whole_and_its_owners_only(secondsale: InProcess) -> None:
    secondsale.begin(*STOCK)

    page = page_of(secondsale)

    content = page.read_text("utf-8")
    assert content.startswith("<!doctype html>\n<html")
    assert content.endswith("</html>\n")
    assert page.stat().st_mode & 0o777 == 0o600
    assert [p.name for p in secondsale.folder.glob("*figures*")] == [page.name]


def test_a_page_can_go_to_another_program(secondsale: InProcess) -> None:
    secondsale.begin(*STOCK)

    said = secondsale.ok("stats", "--html", "-")

    assert said.out == page_of(secondsale).read_text("utf-8")


def test_a_page_is_replaced_only_if_told_so(secondsale: InProcess) -> None:
    secondsale.begin(*STOCK)
    page = page_of(secondsale)
    page.write_text("mine")

    refused = secondsale("stats", "--html", str(page))

    assert (refused.code, refused.refusal) == (2, f"{page} exists already")
    assert page.read_text() == "mine"
    assert "<svg" in page_of(secondsale, "--force").read_text("utf-8")


def test_a_page_is_never_written_over_the_book_or_its_copies(
    secondsale: InProcess,
) -> None:
    secondsale.begin(*STOCK)
    before = secondsale.contents()

    for name in ("book.db", "book.db-journal", "book.db.daily-2026-11-21"):
        target = secondsale.folder / name
        answer = secondsale("stats", "--html", str(target), "--force")
        assert answer.code == 2
        assert str(target) in answer.refusal

    assert secondsale.contents() == before


@pytest.mark.parametrize("command", [("stats", "--html"), ("export", "--output")])
def test_no_other_book_is_ever_replaced(
    secondsale: InProcess, command: tuple[str, str]
) -> None:
    secondsale.begin(*STOCK)
    other = secondsale.folder / "elsewhere" / "shop.html"
    other.parent.mkdir()
    other.write_bytes(secondsale.book.read_bytes())

    answer = secondsale(*command, str(other), "--force")

    assert (answer.code, answer.refusal) == (2, f"{other} is a database")
    assert other.read_bytes() == secondsale.book.read_bytes()


def test_a_page_into_a_folder_that_is_not_there_leaves_nothing(
    secondsale: InProcess,
) -> None:
    secondsale.begin(*STOCK)
    target = secondsale.folder / "nowhere" / "figures.html"

    answer = secondsale("stats", "--html", str(target))

    assert answer.code == 1
    assert str(target) in answer.refusal
    assert not target.parent.exists()


def test_a_page_stands_alone(secondsale: InProcess) -> None:
    secondsale.begin(*STOCK)

    for option in ("--json", "--csv", "--explain"):
        answer = secondsale("stats", "--html", "figures.html", option)
        assert (answer.code, answer.refusal) == (2, "--html stands alone")


def test_nothing_is_replaced_where_no_file_is_named(secondsale: InProcess) -> None:
    answer = secondsale("stats", "--force")

    assert (answer.code, answer.refusal) == (2, "--force goes with --html FILE")


def test_nothing_that_people_typed_gets_onto_the_page(secondsale: InProcess) -> None:
    secondsale.begin(*STOCK)
    plant(secondsale)

    content = page_of(secondsale).read_text("utf-8")

    assert HOSTILE not in content
    assert "\x1b" not in content
    assert "\u202e" not in content
    assert "Ana" not in content


def test_an_empty_book_has_a_page(secondsale: InProcess) -> None:
    secondsale.begin(("add-customer", "Ana"))

    content = page_of(secondsale).read_text("utf-8")

    assert "<h1>Nobody has bought yet</h1>" in content
    assert "<svg" not in content


def test_the_answer_stands_above_the_pictures(process: Processes) -> None:
    for command in STOCK[:2]:
        process(*command)

    screen = process.at_a_terminal("stats", width=80).out

    first, *others = screen.splitlines()
    assert first.startswith("second sale: 0 of 2 first-time buyers")
    assert "HOW SOON THEY COME BACK" in others
    assert max(map(len, others)) <= 80


def test_a_terminal_without_the_signs_gets_plain_lines(process: Processes) -> None:
    process(*STOCK[0])

    screen = process.at_a_terminal("stats", extra={"PYTHONIOENCODING": "latin-1"}).out

    assert screen.startswith("headline\tsecond sale: 0 of 1 first-time buyer\t")
    assert "\\u" not in screen
