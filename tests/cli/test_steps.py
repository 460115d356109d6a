"""`stats steps`: a small book's steps, found on paper, in every form they come in."""

import csv
import io
import json
from typing import Any

import pytest
from tests.conftest import InProcess, Processes

BEGUN = (
    ("add-sale", "Ana Silva", "Jug @50", "--phone", "111111", "--as-of", "2026-02-02"),
    ("done", "ana", "happy", "--channel", "call", "--only", "welcome",
     "--as-of", "2026-02-03"),
    ("add-sale", "Ana Silva", "Cup @5", "--as-of", "2026-03-02"),
    ("add-sale", "Ben Okafor", "Jug @40", "--phone", "222222", "--as-of", "2026-02-02"),
    ("log", "ben", "no-answer", "--as-of", "2026-02-03"),
    ("add-sale", "Cleo Martin", "Jug @12", "--phone", "333333",
     "--as-of", "2026-02-02"),
    ("done", "cleo", "ok", "--channel", "email", "--only", "welcome",
     "--as-of", "2026-02-05"),
)  # fmt: skip


@pytest.fixture
def known(secondsale: InProcess) -> InProcess:
    return secondsale.begin(*BEGUN)


def rows(book: InProcess, *more: str) -> dict[tuple[str, str], dict[str, Any]]:
    said = json.loads(book.ok("stats", "steps", "welcome", "--json", *more).out)
    return {(each["by"] or "", each["which"] or ""): each for each in said["steps"]}


def test_each_step_has_who_came_back_after_it_and_who_did_without(
    known: InProcess,
) -> None:
    whole = rows(known)["", ""]

    assert (whole["done"], whole["tried"], whole["missed"]) == (2, 0, 2)
    assert whole["outcomes"] == {"happy": 1, "ok": 1}
    assert (whole["after"]["hits"], whole["after"]["n"]) == (1, 2)
    # Ben never came; of Ana only the first sale counts.
    assert (whole["without"]["hits"], whole["without"]["n"]) == (0, 1)
    assert whole["after"]["low"] < 0.5 < whole["after"]["high"]


def test_it_is_parted_by_channel_timing_and_wording(known: InProcess) -> None:
    found = rows(known)

    assert found["channel", "call"]["after"]["hits"] == 1
    assert found["channel", "email"]["after"]["hits"] == 0
    assert found["timing", "on the day"]["done"] == 1
    assert found["timing", "1 to 3 days late"]["done"] == 1
    assert sum(each["done"] for (by, _), each in found.items() if by == "wording") == 2


def test_what_is_to_come_is_not_there_yet(known: InProcess) -> None:
    early = rows(known, "--as-of", "2026-02-04")["", ""]

    assert (early["done"], early["missed"]) == (1, 0)
    assert early["after"]["n"] == early["without"]["n"] == 0


def test_the_warning_is_always_there(known: InProcess) -> None:
    answer = known("stats", "steps")
    said = json.loads(known.ok("stats", "steps", "--json").out)

    assert "done and not done are not alike" in answer.err
    assert "few: made of fewer than 20" in answer.err
    assert "not alike" in said["warning"]


def test_lines_have_all_of_it(known: InProcess) -> None:
    found = [row for row in known("stats", "steps").rows if row[0] == "welcome"]

    assert all(len(row) == 7 for row in found)
    assert found[0][3] == "2 of 4"
    assert found[0][4] == "happy 1, ok 1"
    assert found[0][5] == "1 of 2, 50 % (9 to 91 %); few"
    assert found[0][6] == "0 of 1, 0 % (0 to 79 %); few"
    assert found[1][1:4] == ["channel", "call", "1"]


def test_a_screen_has_the_rules_and_then_one_of_them(
    known: InProcess, process: Processes
) -> None:
    process.book.write_bytes(known.book.read_bytes())

    every = process.at_a_terminal("stats", "steps").words
    one = process.at_a_terminal("stats", "steps", "welcome").words

    assert "call" not in every
    assert "not alike" in every
    assert "stats steps welcome: by channel" in every
    assert "channel call" in one


def test_a_narrow_screen_keeps_a_share_with_its_range(
    known: InProcess, process: Processes
) -> None:
    process.book.write_bytes(known.book.read_bytes())

    for width in (50, 60, 70, 80):
        shown = process.at_a_terminal("stats", "steps", width=width).out
        lines = [" ".join(line.split()) for line in shown.splitlines()]

        assert any("50 % (9 to 91 %)" in line for line in lines), width
        assert any("0 % (0 to 79 %)" in line for line in lines), width


def test_as_csv_it_is_a_row_a_way(known: InProcess) -> None:
    answer = known.ok("stats", "steps", "--csv")

    found = list(csv.DictReader(io.StringIO(answer.out)))
    whole = next(row for row in found if row["rule"] == "welcome" and not row["by"])
    assert (whole["done"], whole["missed"]) == ("2", "2")
    assert (whole["after_hits"], whole["after_n"]) == ("1", "2")
    assert (whole["without_hits"], whole["without_n"]) == ("0", "1")


def test_what_it_counts_is_explained(known: InProcess) -> None:
    said = known.ok("stats", "steps", "--explain").out

    assert "Wilson" in said
    assert "nobody tried" in said
    assert "from the same day" in said
    assert "one sale of each customer" in said


def test_a_sale_that_was_cancelled_has_no_steps(known: InProcess) -> None:
    known.ok("cancel-sale", "1", "--on", "2026-02-20")

    whole = rows(known)["", ""]

    assert whole["done"] == 1


@pytest.mark.parametrize(
    ("typed", "because"),
    [
        (("welcom",), "'welcom' is not a rule of which anything was due"),
        (("--csv", "--json"), "--csv stands alone"),
        (("--csv", "--explain"), "--csv stands alone"),
    ],
)
def test_what_makes_no_sense_is_refused(
    known: InProcess, typed: tuple[str, ...], because: str
) -> None:
    assert known("stats", "steps", *typed).refusal == because


def test_a_book_without_sales_says_so(secondsale: InProcess) -> None:
    secondsale.ok("add-customer", "Ana Silva")

    answer = secondsale("stats", "steps")

    assert answer.out == ""
    assert "nothing was due or done yet" in answer.err
