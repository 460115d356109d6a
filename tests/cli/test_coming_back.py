import json
from pathlib import Path

import pytest
from tests.cli.conftest import keys, refused
from tests.conftest import InProcess

BACK = ("--as-of", "2026-11-24")


def test_catching_up_keeps_one_and_skips_the_rest(sold: InProcess) -> None:
    assert len(keys(sold, *BACK)) > 1

    said = sold("catch-up", *BACK)

    assert said.rows == [
        [
            "Ana Silva (1)",
            "check-in",
            "Rose Serum ×2: bought on 19 November",
            "reassure",
        ]
    ]
    assert said.err == "1 conversation to have, 1 touchpoint skipped\n"
    assert keys(sold, *BACK) == ["check-in:s1"]
    assert "skipped: catch-up" in sold.ok("why", "ana", *BACK).out


def test_catching_up_with_one_leaves_the_others(sold: InProcess) -> None:
    sold.ok("add-sale", "Ben Okafor", "Jug", "--phone", "12345", "--on", "2026-11-19")

    said = sold("catch-up", "ben", "--json", *BACK)

    (ben,) = json.loads(said.out)
    assert ben["customer"]["name"] == "Ben Okafor"
    assert {each["reason"] for each in ben["settled"]} == {"catch-up"}
    assert "reassure:s1" in keys(sold, *BACK)


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
        (2, ("load", "--days", "0"), "'0' is not a number of days"),
        (2, ("load", "--days", "367"), "'367' is not a number of days"),
    ],
)
def test_what_cannot_be_looked_at_is_refused(
    sold: InProcess, code: int, typed: tuple[str, ...], message: str
) -> None:
    assert refused(sold, code, *typed) == message
