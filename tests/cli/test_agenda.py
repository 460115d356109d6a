import json
import sqlite3
from contextlib import closing

import pytest
from tests.cli.conftest import NEXT_DAY, keys
from tests.conftest import InProcess, Processes

from secondsale.cli._morning import PATIENCE


def test_the_next_morning_shows_whom_why_and_how(sold: InProcess) -> None:
    first, second = sold.ok("today", *NEXT_DAY).rows

    assert first == [
        "2026-11-20", "today", "2026-11-20", "1", "Ana Silva",
        "call", "+44 20 7946 0018", "", "welcome:s1", "promise",
        "first sale: Rose Serum ×2 on 19 November",
    ]  # fmt: skip
    assert second[8] == "reassure:s1"


def test_what_is_late_is_called_overdue(sold: InProcess) -> None:
    states = {row[8]: row[1] for row in sold.ok("today").rows}

    assert states["welcome:s1"] == "overdue"


def test_an_ask_is_on_the_list_and_not_overdue_while_its_window_is_open(
    sold: InProcess, process: Processes
) -> None:
    sold.ok("done", "ana", "happy", "--on", "2026-11-27", "--as-of", "2026-11-27")
    day = ("--as-of", "2026-12-08")

    states = {row[8]: row[1] for row in sold.ok("today", *day).rows}
    (one,) = json.loads(sold.ok("today", "--json", *day).out)["conversations"]
    drawn = process.at_a_terminal("today", *day).out

    assert states == {"feedback:s1": "today"}
    assert (one["overdue"], one["topics"][0]["overdue"]) == (False, False)
    assert "OVERDUE" not in drawn
    assert "feedback   until " in drawn


def test_an_empty_day_says_what_comes_next(sold: InProcess) -> None:
    sold.ok("done", "ana", "happy", *NEXT_DAY)

    said = sold("today", *NEXT_DAY)

    assert (said.code, said.out) == (0, "")
    assert said.err == "nobody is due; next Sun 22 Nov: 1 person\n"


def test_an_empty_book_says_that_nothing_is_planned(secondsale: InProcess) -> None:
    secondsale.ok("add-product", "Jug")

    assert secondsale("today").err == "nobody is due, and nothing is planned\n"


def test_a_brief_agenda_is_one_line(sold: InProcess) -> None:
    next_day = sold.ok("today", "--brief", *NEXT_DAY).out
    later = sold.ok("today", "--brief", "--as-of", "2026-11-23").out

    assert next_day == "1 person today: Ana\n"
    assert later == "1 person today, 1 overdue: Ana\n"


def test_a_brief_agenda_says_nothing_where_nobody_is_due(sold: InProcess) -> None:
    sold.ok("done", "ana", "happy", *NEXT_DAY)

    assert sold.ok("today", "--brief", *NEXT_DAY).out == ""


def test_a_brief_agenda_of_a_book_in_use_is_one_short_line(sold: InProcess) -> None:
    with closing(sqlite3.connect(sold.book)) as connection:
        connection.execute("BEGIN EXCLUSIVE")

        said = sold("today", "--brief", *NEXT_DAY)

    assert (said.code, said.out) == (1, "")
    assert said.err == f"secondsale: error: {sold.book} is in use by another program\n"
    assert PATIENCE <= 0.5  # it stands where a shell starts


def test_a_brief_agenda_of_a_book_that_never_was_says_nothing(
    secondsale: InProcess,
) -> None:
    said = secondsale("today", "--brief")

    assert (said.code, said.out, said.err) == (0, "", "")


def test_a_brief_agenda_of_a_book_that_was_lost_speaks(sold: InProcess) -> None:
    sold.book.rename(f"{sold.book}.daily-2026-11-20")

    said = sold("today", "--brief", *NEXT_DAY)

    assert said.code == 1
    assert said.refusal.endswith(", but copies of it lie there")
    assert "secondsale restore daily-2026-11-20" in said.err


def test_a_brief_agenda_of_a_damaged_book_speaks(sold: InProcess) -> None:
    whole = sold.book.read_bytes()
    sold.book.write_bytes(whole[:4096] + b"\xa5" * (len(whole) - 4096))

    said = sold("today", "--brief", *NEXT_DAY)

    assert said.code == 1
    assert said.refusal.endswith(" is damaged")


@pytest.mark.parametrize("other", [["--days", "7"], ["--held"], ["--json"]])
def test_a_brief_agenda_goes_with_nothing_else(
    sold: InProcess, other: list[str]
) -> None:
    said = sold("today", "--brief", *other)

    assert said.code == 2
    assert said.refusal == "--brief goes with no other option"


def test_days_look_ahead(sold: InProcess) -> None:
    ahead = sold.ok("today", "--days", "9", *NEXT_DAY).rows

    days = [row[0] for row in ahead]
    assert days == sorted(days)
    assert {row[8] for row in ahead} == {
        "welcome:s1",
        "reassure:s1",
        "check-in:s1",
        "education:l1",
    }


def test_json_holds_what_the_lines_say(sold: InProcess) -> None:
    said = json.loads(sold.ok("today", "--json", *NEXT_DAY).out)

    (one,) = said["conversations"]
    assert said["day"] == "2026-11-20"
    assert one["customer"]["name"] == "Ana Silva"
    assert [topic["key"] for topic in one["topics"]] == keys(sold, *NEXT_DAY)


def test_json_says_what_to_talk_about_and_what_was_last(sold: InProcess) -> None:
    sold.ok("log", "ana", "ok", "-n", "asked about oil", *NEXT_DAY)

    (one,) = json.loads(sold.ok("today", "--json", *NEXT_DAY).out)["conversations"]

    assert one["say"][0] == "welcome Ana and thank them for Rose Serum"
    assert one["last"] == "“asked about oil” (ok, 20 November)"


def test_json_of_several_days_holds_the_later_ones_beside(sold: InProcess) -> None:
    alone = json.loads(sold.ok("today", "--json", *NEXT_DAY).out)
    said = json.loads(sold.ok("today", "--days", "9", "--json", *NEXT_DAY).out)

    ahead = said.pop("ahead")
    assert said == alone
    assert [each["day"] for each in ahead] == sorted({each["day"] for each in ahead})
    assert min(each["day"] for each in ahead) > said["day"]
    assert all(talk["say"] for each in ahead for talk in each["conversations"])


def test_json_of_a_day_with_nothing_ahead_says_so(secondsale: InProcess) -> None:
    secondsale.ok("add-product", "Jug")

    assert (
        json.loads(secondsale.ok("today", "--days", "9", "--json").out)["ahead"] == []
    )


def test_what_is_held_back_is_listed_with_the_reason(sold: InProcess) -> None:
    day = ("--as-of", "2026-11-26")
    sold.ok("log", "ana", "unhappy", "--on", "2026-11-25", *day)

    held = sold.ok("today", "--held", *day).rows
    data = json.loads(sold.ok("today", "--held", "--json", *day).out)

    assert held
    assert all(len(row) == 6 and row[0] == "Ana Silva (1)" for row in held)
    assert data["day"] == "2026-11-26"
    assert [each["rule"] for each in data["held"]] == ["education"]
    assert [row[1] for row in held] == ["education: Rose Serum"]


def test_a_full_day_says_when_the_others_come_and_they_do(
    secondsale: InProcess,
) -> None:
    settings = secondsale.folder / "settings.toml"
    settings.write_text("[policy]\ncapacity = 1\n")
    secondsale.environment["SECONDSALE_SETTINGS"] = str(settings)
    for name in ("Ana Silva", "Ben Okafor", "Chloé Martin"):
        secondsale("add-sale", name, "Soap", "--on", "2026-11-19")
        secondsale("done", name, "happy", "--on", "2026-11-19", "--only", "welcome")
        secondsale("skip", name, "--only", "check-in")

    held = {row[0][:3]: row[4] for row in secondsale.ok("today", "--held").rows}
    ahead = {row[4][:3]: row[0] for row in secondsale.ok("today", "--days", "3").rows}
    data = json.loads(secondsale.ok("today", "--held", "--json").out)["held"]

    assert held == {"Ben": "2026-11-22", "Chl": "2026-11-23"}
    assert held.items() <= ahead.items()
    assert [each["day"] for each in data] == ["2026-11-22", "2026-11-23"]


def test_nothing_held_is_said(sold: InProcess) -> None:
    assert sold("today", "--held", *NEXT_DAY).err == "nothing is held back\n"


def test_a_terminal_sees_days_in_full_and_what_to_type(
    secondsale: InProcess, process: Processes
) -> None:
    secondsale("add-sale", "Ana Silva", "Rose Serum", "--as-of", "2026-11-20")

    said = process.at_a_terminal("today")

    assert said.out.startswith("Saturday 21 November 2026  ")
    assert "1 person" in said.out
    assert 'secondsale done ana happy -n "what was said"' in said.out


def test_an_empty_day_at_a_terminal_says_what_comes_next(
    secondsale: InProcess, process: Processes
) -> None:
    secondsale("add-sale", "Ana Silva", "Rose Serum")
    secondsale("done", "ana", "happy")

    said = process.at_a_terminal("today")

    assert "nobody is due" in said.out
    assert "NEXT       tomorrow: 1 person" in said.out


def test_a_narrow_terminal_gets_lines_that_are_not_cut(
    secondsale: InProcess, process: Processes
) -> None:
    secondsale("add-sale", "Ana Silva", "Rose Serum", "--as-of", "2026-11-20")

    said = process.at_a_terminal("today", width=59)

    assert "welcome:s1" in said.out
    assert "\t" in said.out or "        " in said.out
