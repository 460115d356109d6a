import json
from pathlib import Path

import pytest
from tests.cli.conftest import keys, refused
from tests.conftest import InProcess, Processes

BACK = ("--as-of", "2026-11-24")
AWAY = ("--as-of", "2026-11-20")


@pytest.fixture
def away(sold: InProcess) -> InProcess:
    """Return a book whose seller left on the day after the sale, for ten days."""
    sold.ok("holiday", "--from", "tomorrow", "--until", "2026-11-30", *AWAY)
    return sold


def test_catching_up_keeps_one_and_skips_the_rest(sold: InProcess) -> None:
    assert len(keys(sold, *BACK)) > 1

    said = sold("catch-up", "--yes", *BACK)

    assert said.rows == [
        [
            "Ana Silva (1)",
            "2026-11-20",
            "talk about",
            "check-in",
            "2026-11-22",
            "Rose Serum ×2: bought on 19 November",
        ],
        [
            "Ana Silva (1)",
            "2026-11-20",
            "let go",
            "reassure",
            "2026-11-21",
            "bought Rose Serum for the first time on 19 November",
        ],
        [
            "Ana Silva (1)",
            "2026-11-20",
            "expired",
            "welcome",
            "2026-11-23",
            "nobody got to it",
        ],
    ]
    assert said.err == (
        "1 conversation to have, 1 to let go, 1 expired\n"
        "1 touchpoint skipped, as secondsale why says\n"
    )
    assert keys(sold, *BACK) == ["check-in:s1"]
    why = sold.ok("why", "ana", *BACK).out
    assert "skipped: catch-up, kept check-in instead" in why


def test_a_dry_run_shows_it_and_changes_nothing(sold: InProcess) -> None:
    before = sold.contents()

    said = sold("catch-up", "--dry-run", *BACK)

    assert [row[2:4] for row in said.rows] == [
        ["talk about", "check-in"],
        ["let go", "reassure"],
        ["expired", "welcome"],
    ]
    assert said.err == "1 conversation to have, 1 to let go, 1 expired\n"
    assert sold.contents() == before


def test_where_nobody_can_say_yes_it_says_what_to_type(sold: InProcess) -> None:
    for more in ((), ("--json",)):
        assert refused(sold, 2, "catch-up", *more, *BACK) == (
            "1 touchpoint would be let go, and nobody is here to say yes"
        )


def test_what_asks_for_nothing_is_only_shown(away: InProcess) -> None:
    before = away.contents()

    said = away("catch-up", "--as-of", "2026-12-08")

    assert said.code == 0
    assert [row[1:5] for row in said.rows] == [
        ["2026-11-20", "next", "replenish", "2026-12-25"],
        ["2026-11-20", "expired", "welcome", "2026-11-23"],
        ["2026-11-20", "expired", "reassure", "2026-11-25"],
        ["2026-11-20", "expired", "check-in", "2026-11-28"],
        ["2026-11-20", "expired", "education", "2026-12-07"],
    ]
    assert said.err == "0 conversations to have, 0 to let go, 4 expired\n"
    assert away.contents() == before


def test_what_expired_in_a_holiday_says_so(away: InProcess) -> None:
    said = away("catch-up", "--json", "--dry-run", "--as-of", "2026-12-01")

    (ana,) = json.loads(said.out)
    assert (ana["customer"]["name"], ana["since"]) == ("Ana Silva", "2026-11-20")
    assert [each["rule"] for each in ana["keep"]] == ["education"]
    assert [(each["rule"], each["since"], each["why"]) for each in ana["expired"]] == [
        ("welcome", "2026-11-23", "nobody got to it"),
        ("reassure", "2026-11-25", "nobody got to it"),
        ("check-in", "2026-11-28", "the whole book is paused until 30 November"),
    ]


def test_the_first_day_away_can_be_said(away: InProcess) -> None:
    back = ("--as-of", "2026-12-01")

    said = away("catch-up", "--since", "2026-11-25", "--dry-run", *back)

    assert [row[3] for row in said.rows if row[2] == "expired"] == ["check-in"]
    assert refused(away, 2, "catch-up", "--since", "tomorrow", *back).endswith(
        "is still to come"
    )


def test_in_a_holiday_it_says_that_nobody_is_shown(away: InProcess) -> None:
    said = away("catch-up", "--as-of", "2026-11-24")

    assert said.err.startswith(
        "the whole book is still paused; secondsale holiday --over ends that\n"
    )
    assert {row[2] for row in said.rows} == {"next", "expired"}


def test_after_a_holiday_each_has_one_conversation_on_the_list(
    away: InProcess,
) -> None:
    for number in range(1, 6):
        away.ok("add-sale", f"Guest {number}", "Jug", "--phone", f"1234{number}", *AWAY)

    shown = away.ok("today", "--json", "--as-of", "2026-12-01").out

    names = [each["customer"]["name"] for each in json.loads(shown)["conversations"]]
    assert len(names) == len(set(names)) == 6


def test_catching_up_with_one_leaves_the_others(sold: InProcess) -> None:
    sold.ok("add-sale", "Ben Okafor", "Jug", "--phone", "12345", "--on", "2026-11-19")

    said = sold("catch-up", "ben", "--json", "--yes", *BACK)

    (ben,) = json.loads(said.out)
    assert ben["customer"]["name"] == "Ben Okafor"
    assert {each["reason"] for each in ben["settled"]} == {
        "catch-up, kept check-in instead"
    }
    assert "reassure:s1" in keys(sold, *BACK)


def test_what_a_full_day_never_showed_is_said(sold: InProcess, tmp_path: Path) -> None:
    sold.ok("add-sale", "Ben Okafor", "Jug", "--phone", "12345", "--on", "2026-11-19")
    file = tmp_path / "my.toml"
    file.write_text("[policy]\ncapacity = 1\n")
    full = ("--settings", str(file), *BACK)

    said = sold("catch-up", "--yes", *full)

    assert [row[5].partition("; ")[2] for row in said.rows if row[2] == "let go"] == [
        "",
        "the day had no room for it",
    ]
    why = sold.ok("why", "ben", *full).out
    assert "catch-up, kept check-in instead; the day had no room for it" in why


@pytest.mark.parametrize(
    ("answer", "left"), [("y", ["check-in:s1"]), ("n", ["reassure:s1", "check-in:s1"])]
)
def test_at_a_terminal_it_asks(
    sold: InProcess, process: Processes, answer: str, left: list[str]
) -> None:
    said = process.at_a_terminal(*BACK, "catch-up", types=[answer], width=60)

    assert "Ana Silva (1)  since Fri 20 Nov\n" in said.out
    assert "Let 1 touchpoint go? [y/N]" in said.out
    assert ("nothing was changed" in said.out) is (answer == "n")
    assert sorted(keys(sold, *BACK)) == sorted(left)


def test_a_person_s_own_pause_is_caught_up_with(sold: InProcess) -> None:
    sold.ok("pause", "ana", "--until", "2026-11-28", *AWAY)
    sold.ok("add-sale", "Ben Okafor", "Jug", "--phone", "12345", "--on", "2026-11-21")

    said = sold("catch-up", "ana", "--dry-run", "--as-of", "2026-11-29")

    assert [row[1:4] for row in said.rows] == [
        ["2026-11-20", "talk about", "education"],
        ["2026-11-20", "expired", "welcome"],
        ["2026-11-20", "expired", "reassure"],
        ["2026-11-20", "expired", "check-in"],
    ]


def test_nothing_missed_is_said(secondsale: InProcess) -> None:
    secondsale.ok("add-customer", "Ana Silva")

    said = secondsale("catch-up")

    assert (said.code, said.out, said.err) == (0, "", "nothing was missed\n")


def test_the_load_is_a_bar_a_day(sold: InProcess) -> None:
    said = sold.ok("load", "--days", "2")

    assert said.rows == [
        ["2026-11-21", "Sat", "1", "■"],
        ["2026-11-22", "Sun", "0", ""],
    ]
    assert len(sold.ok("load").rows) == 30
    data = json.loads(sold.ok("load", "--days", "1", "--json").out)
    assert data == [{"day": "2026-11-21", "conversations": 1}]


def test_what_a_full_day_moves_is_listed_as_held(
    secondsale: InProcess, tmp_path: Path
) -> None:
    file = tmp_path / "my.toml"
    file.write_text("[policy]\ncapacity = 1\n")
    full = ("--settings", str(file))
    for name in ("Ana", "Ben", "Chloé"):
        secondsale.ok("add-customer", name, "--birthday", "--11-21")

    shown = secondsale.ok("today", *full).rows
    held = secondsale.ok("today", "--held", *full).rows
    data = json.loads(secondsale.ok("today", "--held", "--json", *full).out)["held"]

    assert len(shown) == 1
    assert [row[2] for row in held if row[1] == "birthday"] == ["daily load"] * 2
    assert {each["held_by"] for each in data if each["rule"] == "birthday"} == {
        "daily load"
    }


@pytest.mark.parametrize(
    ("code", "typed", "message"),
    [
        (3, ("catch-up", "zoe"), "no customer answers to 'zoe'"),
        (
            2,
            ("catch-up", "--yes", "--dry-run"),
            "--dry-run and --yes contradict each other",
        ),
        (2, ("load", "--days", "0"), "'0' is not a number of days"),
        (2, ("load", "--days", "367"), "'367' is not a number of days"),
    ],
)
def test_what_cannot_be_looked_at_is_refused(
    sold: InProcess, code: int, typed: tuple[str, ...], message: str
) -> None:
    assert refused(sold, code, *typed) == message
