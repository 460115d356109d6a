"""`stats`: a small book's figures, found on paper, in every form they come in."""

import csv
import io
import json
import sqlite3
from contextlib import closing
from typing import Any

import pytest
from tests.conftest import InProcess, Processes

BEGUN = (
    ("add-sale", "Ana Silva", "Jug @50", "--phone", "111111", "--as-of", "2026-02-02"),
    ("done", "ana", "happy", "--as-of", "2026-02-03"),
    ("add-sale", "Ben Okafor", "Jug @40", "--phone", "222222", "--as-of", "2026-06-01"),
    ("promise", "ana", "a lid", "--by", "2026-09-10", "--as-of", "2026-09-01"),
    ("promise", "ana", "a tray", "--by", "2026-09-12", "--as-of", "2026-09-01"),
    ("promise", "ben", "a cup", "--by", "2026-09-14", "--as-of", "2026-09-01"),
    ("kept", "p1", "--as-of", "2026-09-09"),
    ("kept", "p2", "--as-of", "2026-09-20"),
    ("concern", "ben", "it leaks", "--as-of", "2026-10-01"),
    ("resolve", "ben", "a new one", "--as-of", "2026-10-06"),
    ("concern", "ana", "it squeaks", "--as-of", "2026-11-20"),
    ("add-sale", "Ben Okafor", "Filter @10", "--as-of", "2026-10-10"),
    ("add-sale", "Cleo Martin", "Filter @12", "--phone", "333333",
     "--as-of", "2026-11-10"),
    ("done", "cleo", "ok", "--as-of", "2026-11-11"),
    ("log", "ben", "no-answer", "--as-of", "2026-11-12"),
    ("log", "ben", "ok", "--in", "--as-of", "2026-11-13"),
)  # fmt: skip


@pytest.fixture
def known(secondsale: InProcess) -> InProcess:
    return secondsale.begin(*BEGUN)


def figures(book: InProcess, *more: str) -> dict[str, dict[str, Any]]:
    said = json.loads(book.ok("stats", "--json", *more).out)
    return {each["id"]: each for group in said["groups"] for each in group["figures"]}


def test_the_headline_comes_first(known: InProcess) -> None:
    [headline, period, before, *_] = known.ok("stats").rows

    assert headline == [
        "headline",
        "second sale: 1 of 3 first-time buyers",
        "too early to say how soon",
        "1 still inside their window",
        "few so far",
    ]
    assert period == ["period", "2026-08-24", "2026-11-21"]
    assert before == ["before", "2026-05-26", "2026-08-23"]


def test_it_leads_at_a_terminal_too(known: InProcess, process: Processes) -> None:
    process.book.write_bytes(known.book.read_bytes())

    shown = process.at_a_terminal("stats").out

    assert shown.startswith("second sale: 1 of 3 first-time buyers;")


@pytest.mark.parametrize(
    ("name", "hits", "n"),
    [
        ("second-sale", 1, 3),
        ("promises-kept", 1, 3),
        ("promises-late", 1, 3),
        ("promises-open", 1, 3),
        ("welcomes", 1, 2),  # Cleo's, not Ben's of 10 October
        ("reached", 1, 2),  # not Ben, who wrote himself
    ],
)
def test_shares_are_what_one_finds_on_paper(
    known: InProcess, name: str, hits: int, n: int
) -> None:
    found = figures(known)[name]

    assert (found["hits"], found["n"]) == (hits, n)
    assert found["value"] == round(hits / n, 6)


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("second-sale-days", 131),
        ("second-sale-window", 1),
        ("concern-days", 5),
        ("concerns-open", 1),
        ("contacts", 3),
        ("orders", 2),
        ("revenue", "22.00"),
        ("revenue-per-order", "11.00"),
        ("repeat-revenue", round(10 / 22, 6)),
    ],
)
def test_other_figures_are_what_one_finds_on_paper(
    known: InProcess, name: str, value: object
) -> None:
    assert figures(known)[name]["value"] == value


def test_a_sale_whose_next_day_is_not_over_is_not_in_the_welcomes(
    known: InProcess,
) -> None:
    known.ok("add-sale", "Dov", "Jug @5", "--phone", "444444", "--as-of", "2026-11-20")

    on_the_next_day = figures(known, "--as-of", "2026-11-21")["welcomes"]
    later = figures(known, "--as-of", "2026-11-22")["welcomes"]

    assert (on_the_next_day["n"], later["n"]) == (2, 3)


def test_figures_stand_beside_the_period_before(known: InProcess) -> None:
    found = figures(known)

    assert (found["revenue"]["before"], found["revenue"]["before_n"]) == ("40.00", 1)
    assert (found["second-sale"]["before"], found["second-sale"]["before_n"]) == (0, 2)


def test_what_became_of_touchpoints_is_told_by_rule(known: InProcess) -> None:
    found = figures(known)

    assert found["done-welcome"]["hits"] == 1  # Cleo's; Ben's of 10 October lapsed
    assert found["expired-welcome"]["hits"] == 1
    assert found["done"]["hits"] == sum(
        each["hits"] for name, each in found.items() if name.startswith("done-")
    )


@pytest.mark.parametrize(
    ("typed", "since", "until"),
    [
        ((), "2026-08-24", "2026-11-21"),
        (("--days", "30"), "2026-10-23", "2026-11-21"),
        (("--since", "2026-11-01"), "2026-11-01", "2026-11-21"),
        (("--until", "2026-10-31", "--days", "31"), "2026-10-01", "2026-10-31"),
        (
            ("--since", "2026-10-01", "--until", "2026-10-31"),
            "2026-10-01",
            "2026-10-31",
        ),
        (("--as-of", "2026-09-30", "--days", "30"), "2026-09-01", "2026-09-30"),
    ],
)
def test_the_period_is_the_one_that_was_typed(
    known: InProcess, typed: tuple[str, ...], since: str, until: str
) -> None:
    said = json.loads(known.ok("stats", "--json", *typed).out)

    assert said["period"] == {"since": since, "until": until}


@pytest.mark.parametrize(
    "day", ["2026-02-01", "2026-06-30", "2026-10-10", "2026-11-20"]
)
def test_a_past_day_is_told_as_on_that_day(known: InProcess, day: str) -> None:
    later = known.ok("stats", "--json", "--until", day).out
    then = known.ok("stats", "--json", "--as-of", day).out

    assert later == then


@pytest.mark.parametrize(
    ("typed", "message"),
    [
        (("--days", "0"), "'0' is not a number of days"),
        (("--days", "soon"), "'soon' is not a number of days"),
        (("--days", "3", "--since", "2026-11-01"), "--days and --since say the same"),
        (("--until", "2026-12-24"), "Thursday 24 December 2026 is still to come"),
        (
            ("--since", "2026-11-20", "--until", "2026-11-01"),
            "a period from Friday 20 November 2026 to Sunday 1 November 2026 is none",
        ),
        (
            ("--since", "1990-01-01"),
            "a period from Monday 1 January 1990 to Saturday 21 November 2026 is"
            " too long",
        ),
        (("--csv", "--json"), "--csv stands alone"),
        (("--json", "steps"), "an option stands before steps"),
    ],
)
def test_what_is_no_period_is_refused(
    known: InProcess, typed: tuple[str, ...], message: str
) -> None:
    answer = known("stats", *typed)

    assert answer.code in (1, 2)
    assert answer.refusal == message


def table(book: InProcess) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(book.ok("stats", "--csv").out)))


def test_csv_has_a_row_a_figure(known: InProcess) -> None:
    rows = table(known)

    by_id = {row["id"]: row for row in rows if row["kind"] == "figure"}
    assert list(rows[0]) == [
        "kind", "group", "id", "currency", "label", "value", "unit", "hits", "n", "low",
        "high", "few", "before", "before_n", "definition",
    ]  # fmt: skip
    assert (by_id["promises-kept"]["few"], by_id["revenue"]["few"]) == ("yes", "no")
    assert by_id.keys() == figures(known).keys()
    assert by_id["promises-kept"]["hits"] == "1"
    assert by_id["revenue"]["value"] == "22.00"
    assert by_id["repeat-365"]["value"] == ""


def test_csv_has_the_pictures_too(known: InProcess) -> None:
    found = {
        (row["kind"], row["group"], row["id"]): (row["value"], row["n"], row["few"])
        for row in table(known)
    }

    assert found["cohort", "2026-02", "first-orders"][0] == "1"
    assert found["cohort", "2026-02", "back-180"] == ("0", "1", "yes")
    assert found["month", "2026-10", "orders"] == ("1", "", "no")
    assert found["month", "2026-11", "revenue"][0] == "12.00"
    assert found["curve", "second-sale", "0"] == ("0", "3", "yes")


def test_talks_about_a_concern_are_done_as_in_steps(known: InProcess) -> None:
    said = known("done", "ana", "ok", "--only", "concern:k2", "--as-of", "2026-11-20")
    assert said.code == 0

    found = figures(known)["done-concern"]

    steps = known.ok("stats", "steps", "concern", "--json").out
    assert found["hits"] == json.loads(steps)["steps"][0]["done"] == 1


def test_explain_says_of_each_figure_how_it_is_counted(known: InProcess) -> None:
    rows = known.ok("stats", "--explain").rows

    assert {row[0] for row in rows} == figures(known).keys()
    assert all(len(row) == 3 and row[2].endswith(".") for row in rows)


def test_explain_at_a_terminal_goes_by_what_the_screen_says(
    known: InProcess, process: Processes
) -> None:
    process.book.write_bytes(known.book.read_bytes())

    shown = process.at_a_terminal("stats", "--explain").words

    assert (
        "half of those back so far within The middle of the days from the first"
        in shown
    )


def test_json_of_a_figure_has_all_that_is_needed_to_judge_it(known: InProcess) -> None:
    found = figures(known)["promises-kept"]

    assert found == {
        "id": "promises-kept",
        "label": "promises kept in time",
        "value": 0.333333,
        "unit": "share",
        "currency": None,
        "hits": 1,
        "n": 3,
        "low": 0.061492,
        "high": 0.79234,
        "before": None,
        "before_n": 0,
        "few": True,
        "definition": "Kept by their day, of the promises that were due in the period"
        " and are over.",
    }


def test_json_has_the_pictures_as_data(known: InProcess) -> None:
    said = json.loads(known.ok("stats", "--json").out)

    assert list(said) == [
        "period", "before", "headline", "groups", "curve", "cohorts", "months", "notes",
    ]  # fmt: skip
    assert said["cohorts"][0] == {
        "month": "2026-02",
        "n": 1,
        "by_days": {
            "30": {"n": 1, "hits": 0, "estimate": 0.0, "few": True},
            "60": {"n": 1, "hits": 0, "estimate": 0.0, "few": True},
            "90": {"n": 1, "hits": 0, "estimate": 0.0, "few": True},
            "180": {"n": 1, "hits": 0, "estimate": 0.0, "few": True},
            "365": None,
        },
    }
    assert [each["orders"] for each in said["months"]] == [1, 0, 0, 0, 1, 0, 0, 0, 1, 1]
    assert said["curve"][0]["at_risk"] == 3


def test_a_book_without_sales_says_so(secondsale: InProcess) -> None:
    secondsale.ok("add-customer", "Ana Silva", "--email", "ana@example.com")

    assert secondsale.ok("stats").rows[0] == ["headline", "nobody has bought yet"]
    assert json.loads(secondsale.ok("stats", "--json").out)["curve"] == []


def test_where_there_is_no_book_it_says_how_to_begin(secondsale: InProcess) -> None:
    assert "there is no book" in secondsale("stats").refusal


def test_of_a_large_book_plans_are_sampled_and_it_says_so(
    known: InProcess, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("secondsale.cli._figures.MOST_PLANS", 2)

    rows = known.ok("stats").rows

    assert rows[-1] == [
        "note",
        "what became of touchpoints was read from the plans of 2 customers picked from"
        " 3, the same ones each time; all else counts everybody",
    ]


def test_it_changes_nothing_and_leaves_the_schema_alone(known: InProcess) -> None:
    before = known.contents()

    known.ok("stats")
    known.ok("stats", "--json")

    assert known.contents() == before
    with closing(sqlite3.connect(known.book)) as connection:
        assert connection.execute("PRAGMA integrity_check").fetchone() == ("ok",)
