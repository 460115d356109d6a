"""Two entries of one person become one, and nothing of either is lost."""

import json
import sqlite3
from contextlib import closing

import pytest
from tests.cli.conftest import refused
from tests.cli.test_undo import facts
from tests.conftest import InProcess

from secondsale.store.merging import TWINS
from secondsale.store.migrations import schema_made

TWICE = (
    ("add-sale", "Ana Silva", "Soap @3", "--phone", "+44 20 7946 0018", "--on", "40d"),
    ("add-sale", "Silva Ana", "Cream @9", "--phone", "02079460018", "--on", "3d",
     "--email", "ana@example.com", "--new"),
    ("tag", "1", "vip"),
    ("tag", "2", "vip", "gold"),
)  # fmt: skip


@pytest.fixture
def twice(secondsale: InProcess) -> InProcess:
    for command in TWICE:
        assert secondsale(*command).code == 0
    return secondsale


def test_who_shares_a_number_or_a_name_is_proposed(twice: InProcess) -> None:
    found = json.loads(twice.ok("duplicates", "--json").out)

    assert [(f["keep"]["id"], f["join"]["id"], f["same"]) for f in found] == [
        (1, 2, ["phone", "name"])
    ]


@pytest.mark.parametrize(
    ("first", "second"),
    [
        ("+44 20 7946 0018", "+44 30 7946 0018"),
        ("79460018", "9460018 1"),
        ("12345", "99912345"),
    ],
)
def test_numbers_that_merely_end_alike_are_not(
    secondsale: InProcess, first: str, second: str
) -> None:
    secondsale("add-customer", "Ben", "--phone", first)
    secondsale("add-customer", "Chloé", "--phone", second)

    assert "nobody seems to be entered twice" in secondsale("duplicates").err


def test_the_one_who_stays_has_the_sales_of_both(twice: InProcess) -> None:
    said = twice("merge", "1", "2").out

    shown = json.loads(twice.ok("show", "1", "--json").out)
    assert "Silva Ana (2) is one with Ana Silva (1) now." in said
    assert "They differ in name: Ana Silva stays; Silva Ana is in the note." in said
    assert len(shown["sales"]) == 2
    assert shown["email"] == "ana@example.com"
    assert shown["tags"] == ["vip", "gold"]
    assert "also known as Silva Ana" in shown["note"]


def test_the_old_id_and_the_second_number_still_find_them(twice: InProcess) -> None:
    twice.ok("edit-customer", "2", "--phone", "+351 21 000 0000")

    twice("merge", "1", "2")

    assert "Ana Silva (1)" in twice.ok("show", "2").out
    assert "Ana Silva (1)" in twice.ok("show", "+351 21 000 0000").out


@pytest.mark.parametrize("who", ["1", "2"])
def test_who_opted_out_in_either_stays_opted_out(twice: InProcess, who: str) -> None:
    twice.ok("opt-out", who)
    other = "2" if who == "1" else "1"
    twice.ok("opt-out", other)
    twice.ok("opt-in", other)

    twice("merge", "1", "2")

    assert "do not contact" in twice.ok("show", "1").out
    assert "Ana" not in twice("today").out


def test_undo_makes_two_of_them_again(twice: InProcess) -> None:
    before = facts(twice)

    twice("merge", "1", "2")
    twice("undo")

    assert facts(twice) == before


def test_a_preview_keeps_nothing(twice: InProcess) -> None:
    before = facts(twice)

    answer = twice("merge", "1", "2", "--preview")

    assert "Moved: " in answer.out
    assert "nothing was kept" in answer.err
    assert facts(twice) == before


@pytest.mark.parametrize(
    ("who", "code", "said"),
    [
        (("1", "1"), 2, "a customer cannot be merged with themselves"),
        (("1", "9"), 3, "no customer answers to '9'"),
        (("Nobody", "1"), 3, "no customer answers to 'Nobody'"),
    ],
)
def test_who_cannot_be_merged_is_said(
    twice: InProcess, who: tuple[str, str], code: int, said: str
) -> None:
    assert said in refused(twice, code, "merge", *who)


def test_of_two_settlements_of_one_touchpoint_the_earlier_holds(
    secondsale: InProcess,
) -> None:
    for name in ("Ana", "Anna"):
        secondsale("add-customer", name, "--birthday", "--11-22", "--new")
        secondsale("add-sale", name, "Soap @3", "--on", "2026-01-05")
    secondsale("skip", "2", "--only", "birthday", "--because", "told her")
    secondsale("done", "1", "happy", "--only", "birthday", "--as-of", "2026-11-23")

    secondsale("merge", "1", "2", "--as-of", "2026-11-23")

    settled = "SELECT status, reason FROM settlements WHERE key LIKE 'birthday:c1.%'"
    assert rows(secondsale, settled) == [("skipped", "told her")]


def test_nobody_is_referred_by_themselves_afterwards(secondsale: InProcess) -> None:
    secondsale("add-sale", "Ana", "Soap @3")
    secondsale("add-sale", "Ben", "Soap @3", "--referred-by", "Ana")
    secondsale("add-sale", "Annah", "Soap @3", "--referred-by", "Ben", "--new")

    secondsale("merge", "1", "3")

    found = rows(secondsale, "SELECT id, referred_by FROM customers")
    assert found == [(1, None), (2, 1)]


def test_forgetting_somebody_forgets_who_was_merged_into_them(twice: InProcess) -> None:
    twice.ok("edit-customer", "2", "--phone", "+351 21 000 0000")
    twice("merge", "1", "2")

    twice("forget", "1", "--yes")

    held = twice.book.read_bytes().decode("utf-8", "ignore")
    assert [
        w for w in ("Silva", "ana@example.com", "351 21", "0018") if w in held
    ] == []


def test_every_table_of_which_a_customer_has_one_of_a_kind_is_known() -> None:
    unique = {
        name
        for (kind, name), sql in schema_made().items()
        if kind == "table" and "UNIQUE (customer_id" in sql
    }

    assert unique == set(TWINS)


def rows(book: InProcess, sql: str) -> list[tuple[object, ...]]:
    with closing(sqlite3.connect(book.book)) as connection:
        return connection.execute(sql).fetchall()


def test_copies_made_before_a_merge_forget_both(secondsale: InProcess) -> None:
    for name, mail in (("Olga Oldname", "olga@old.example"), ("Nina Newname", "n@n.e")):
        assert secondsale("add-sale", name, "Soap @3", "--email", mail).code == 0
    secondsale("backup")
    secondsale("merge", "nina", "olga")
    secondsale("backup")

    said = secondsale("forget", "Nina Newname", "--yes", "--rewrite-backups")

    assert said.code == 0
    words = ("Oldname", "old.example", "Newname", "n@n.e")
    for path in secondsale.folder.glob("book.db*"):
        held = path.read_bytes().decode("utf-8", "ignore").casefold()
        assert [word for word in words if word.casefold() in held] == [], path
    assert "wrong" not in secondsale("doctor").out
