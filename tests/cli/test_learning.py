"""What all sales teach is a snapshot: taken in time, named by its day, never missed."""

import json
import sqlite3
from contextlib import closing
from typing import Any

from tests.conftest import InProcess


def snapshot(secondsale: InProcess) -> list[str]:
    with closing(sqlite3.connect(secondsale.book)) as connection:
        return [day for (day,) in connection.execute("SELECT learned_on FROM learned")]


def nudge(secondsale: InProcess, *options: str) -> dict[str, Any]:
    found = json.loads(secondsale(*options, "why", "ana", "--json").out)
    return next(each for each in found if each["key"] == "replenish:l1")


def shop(secondsale: InProcess) -> None:
    """Sell Ana a first soap, and let four others buy one every ten days."""
    secondsale("add-sale", "Ana Silva", "Soap")
    for who in ("Ben Okafor", "Cleo Marsh", "Dora Lind", "Emil Berg"):
        for ago in range(60, 0, -10):
            secondsale("add-sale", who, "Soap", "--on", f"{ago}d")


def test_a_book_that_grows_is_learned_from_at_once(secondsale: InProcess) -> None:
    secondsale("add-sale", "Ana Silva", "Soap")
    alone = nudge(secondsale)

    shop(secondsale)

    assert snapshot(secondsale) == ["2026-11-21"]
    assert nudge(secondsale)["expected"] < alone["expected"]
    assert "others reorder after about" in nudge(secondsale)["working"]


def test_after_a_week_the_next_change_learns_anew(secondsale: InProcess) -> None:
    shop(secondsale)

    for day, learned_on in (
        ("2026-11-27", "2026-11-21"),
        ("2026-11-28", "2026-11-28"),
        ("2026-11-20", "2026-11-28"),
    ):
        secondsale("--as-of", day, "tag", "ana", f"t{day}")

        assert snapshot(secondsale) == [learned_on]


def test_looking_learns_nothing(secondsale: InProcess) -> None:
    shop(secondsale)
    before = secondsale.contents()

    for command in ("today", "quiet", "products", "settings"):
        secondsale("--as-of", "2026-12-24", command)
    secondsale("--as-of", "2026-12-24", "add-sale", "Ana Silva", "Soap", "--preview")

    assert secondsale.contents() == before


def test_it_says_from_which_sales_a_date_was_made(secondsale: InProcess) -> None:
    shop(secondsale)

    said = secondsale("--as-of", "2026-12-01", "why", "ana", "--only", "replenish")

    assert "all sales up to 21 November, and their own" in said.words


def test_without_a_snapshot_everything_works_by_what_is_stated(
    secondsale: InProcess,
) -> None:
    shop(secondsale)
    secondsale.plant("DELETE FROM learned")

    plain = nudge(secondsale)

    assert plain["expected"] == "2027-01-05"
    assert "45 days" in plain["working"]
    assert "nothing is learned" in secondsale("why", "ana", "--all").words
    assert secondsale("quiet").code == secondsale("products", "--timing").code == 0

    secondsale("tag", "ana", "vip")
    assert nudge(secondsale)["expected"] < plain["expected"]


def test_the_settings_say_what_to_go_by_where_nothing_is_known(
    secondsale: InProcess,
) -> None:
    secondsale("add-sale", "Ana Silva", "Soap")
    file = secondsale.folder / "secondsale.toml"
    file.write_text("[timing]\ntypical_cycle_days = 90\n")

    assert nudge(secondsale, "--settings", str(file))["expected"] == "2027-02-19"
    assert "timing.typical_cycle_days\t45 days" in secondsale("settings").out


def test_what_is_expected_is_data_too(secondsale: InProcess) -> None:
    shop(secondsale)
    on = ("--as-of", "2026-12-05")
    for rule in ("welcome", "check-in"):
        secondsale("skip", "ana", "--only", rule, "--because", "met her")

    day = json.loads(secondsale(*on, "today", "--json").out)
    card = json.loads(secondsale(*on, "show", "ana", "--json").out)

    topics = [t for each in day["conversations"] for t in each["topics"]]
    kept = [*topics, *day["held"], *card["plan"]]
    offers = [each for each in kept if each["rule"] == "replenish"]
    assert offers
    for each in offers:
        days = [each[k] for k in ("nudge", "expected", "likely_to")]
        assert days == sorted(days)
        assert each["likely_from"] <= each["expected"]
        assert 0 <= each["chance"] <= 1
    others = [each for each in kept if each["rule"] != "replenish"]
    assert all(each["chance"] is None for each in others)
