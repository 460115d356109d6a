import json

import pytest
from tests.conftest import InProcess, Processes


@pytest.fixture
def known(secondsale: InProcess) -> InProcess:
    """Ana is fading soon, Ben is fading, Joe is cold; nobody has a tier."""
    for name, phone, on in (
        ("Ben Okafor", "111111", "2026-06-01"),
        ("Ana Silva", "222222", "2026-07-28"),
        ("Joe Grant", "333333", "2025-01-10"),
    ):
        secondsale.ok("add-sale", name, "Jug @50", "--phone", phone, "--as-of", on)
    return secondsale


def test_show_says_how_goodwill_stands_and_what_becomes_of_it(known: InProcess) -> None:
    rows = [known.ok("show", name).rows[1] for name in ("ana", "ben", "joe")]

    assert rows == [
        [
            "customer", "goodwill",
            "#####----- 0.51, fading on Thu 26 Nov, cold on Fri 26 Mar 2027",
        ],
        ["customer", "goodwill", "###------- 0.36, fading, cold on Thu 28 Jan 2027"],
        ["customer", "goodwill", "---------- 0.01, cold"],
    ]  # fmt: skip


def test_show_knows_no_goodwill_without_a_sale_or_contact(known: InProcess) -> None:
    known.ok("add-customer", "Zoe Lind", "--phone", "444444")

    rows = known.ok("show", "zoe").rows

    assert rows[1][2] == "---------- 0.00, no sale or conversation yet"


def test_goodwill_ignores_what_happens_later(known: InProcess) -> None:
    known.ok("log", "ana", "happy")

    said = known.ok("show", "ana", "--as-of", "2026-11-20").rows[1][2]

    assert said.startswith("#####----- 0.51, fading on Thu 26 Nov")


def test_json_of_show_has_goodwill(known: InProcess) -> None:
    said = json.loads(known.ok("show", "ben", "--json").out)

    assert said["goodwill"]["band"] == "fading"
    assert said["goodwill"]["fading_on"] is None
    assert said["goodwill"]["cold_on"] == "2027-01-28"
    assert said["goodwill"]["half_life_days"] == 120
    assert 0.36 < said["goodwill"]["value"] < 0.37


def test_why_gives_the_sum_term_by_term(known: InProcess) -> None:
    known.ok("log", "ana", "happy", "--on", "2026-11-01")
    known.ok("log", "ana", "annoyed")

    rows = known.ok("why", "ana", "--goodwill").rows

    assert rows == [
        ["halves", "every 120 days (no tier)"],
        ["Tue 28 Jul", "1 × 0.5^(116/120) = 0.512: sale 2: Jug"],
        ["Sun 1 Nov", "0.6 × 0.5^(20/120) = 0.535: conversation, happy"],
        ["Sat 21 Nov", "-0.3 × 0.5^(0/120) = -0.300: annoyed"],
        ["sum", "0.746"],
        [
            "goodwill",
            "#######--- 0.74, fading on Sat 30 Jan 2027, cold on Sun 30 May 2027",
        ],
        [
            "fading",
            "below 0.5 after 120 × log2(0.746 / 0.5) = 69.32 days: on Sat 30 Jan 2027",
        ],
        [
            "cold",
            "below 0.25 after 120 × log2(0.746 / 0.25) = 189.32 days: "
            "on Sun 30 May 2027",
        ],
    ]


def test_json_of_why_has_the_terms(known: InProcess) -> None:
    said = json.loads(known.ok("why", "ana", "--goodwill", "--json").out)

    (term,) = said["terms"]
    assert term["weight"] == 1
    assert term["left"] == said["sum"] == said["value"]


def test_why_explains_goodwill_or_touchpoints_not_both(known: InProcess) -> None:
    refused = known("why", "ana", "--goodwill", "--only", "welcome")

    assert refused.code == 2
    assert refused.refusal == "--goodwill is a sum, not a touchpoint"


def test_customers_are_listed_by_goodwill_the_warmest_first(known: InProcess) -> None:
    rows = known.ok("customers", "--by", "goodwill").rows

    assert [(row[1], *row[-2:]) for row in rows] == [
        ("Ana Silva", "0.51", "fading on 2026-11-26"),
        ("Ben Okafor", "0.36", "cold on 2027-01-28"),
        ("Joe Grant", "0.01", "cold"),
    ]


def test_json_by_goodwill_has_the_figures(known: InProcess) -> None:
    said = json.loads(known.ok("customers", "--by", "goodwill", "--json").out)

    assert [each["name"] for each in said] == ["Ana Silva", "Ben Okafor", "Joe Grant"]
    assert said[0]["goodwill"]["fading_on"] == "2026-11-26"


def test_an_unknown_order_is_refused(known: InProcess) -> None:
    refused = known("customers", "--by", "godwill")

    assert refused.code == 2
    assert refused.refusal == "'godwill' is not an order"
    assert "did you mean goodwill?" in refused.err


def test_cold_lists_who_crosses_soon(known: InProcess) -> None:
    said = known("cold", "--days", "90")

    assert [row[:5] for row in said.rows] == [
        ["2026-11-26", "fading", "Ana Silva (2)", "call 222222", "0.51"],
        ["2027-01-28", "cold", "Ben Okafor (1)", "call 111111", "0.36"],
    ]
    assert said.err == "1 person is cold already: secondsale customers --by goodwill\n"


def test_cold_looks_two_weeks_ahead_unless_told(known: InProcess) -> None:
    names = [row[2] for row in known("cold").rows]

    assert names == ["Ana Silva (2)"]


def test_cold_counts_the_last_day(known: InProcess) -> None:
    assert known("cold", "--days", "4").rows == []
    assert len(known("cold", "--days", "5").rows) == 1


def test_cold_says_that_nobody_crosses(known: InProcess) -> None:
    said = known("cold", "--days", "1")

    assert said.code == 0
    assert said.err.startswith("nobody until Sun 22 Nov\n")


def test_cold_leaves_out_who_must_not_be_contacted(known: InProcess) -> None:
    known.ok("opt-out", "ana")

    assert known("cold").rows == []


def test_cold_knows_what_an_opt_out_is_about(known: InProcess) -> None:
    known.ok("opt-out", "ana", "--intent", "offer")
    assert len(known("cold").rows) == 1

    known.ok("opt-out", "ana", "--intent", "care")
    assert known("cold").rows == []


def test_cold_says_who_is_paused(known: InProcess) -> None:
    known.ok("pause", "ana", "--until", "2026-12-24")

    (row,) = known("cold").rows
    (said,) = json.loads(known("cold", "--json").out)

    assert row[3] == "paused, 21 November to 24 December"
    assert said["paused"]


def test_the_tier_sets_how_fast_it_fades(known: InProcess) -> None:
    known.ok("tier", "ana", "a")

    assert known.ok("why", "ana", "--goodwill").rows[0] == [
        "halves",
        "every 30 days (tier a)",
    ]


def test_a_concern_that_was_resolved_quickly_counts(known: InProcess) -> None:
    known.ok("concern", "ana", "the jug leaks", "--on", "2026-11-19")
    known.ok("resolve", "k1", "a new jug", "--on", "2026-11-20")

    rows = known.ok("why", "ana", "--goodwill").rows

    assert rows[2] == [
        "Fri 20 Nov",
        "0.5 × 0.5^(1/120) = 0.497: concern resolved in 1 day: the jug leaks",
    ]


def test_a_word_keeps_somebody_off_the_list(known: InProcess) -> None:
    known.ok("log", "ana", "ok")

    assert known("cold").rows == []


def test_json_of_cold_has_both_days(known: InProcess) -> None:
    (said,) = json.loads(known("cold", "--json").out)

    assert (said["on"], said["crosses"]) == ("2026-11-26", "fading")
    assert said["customer"]["name"] == "Ana Silva"
    assert said["goodwill"]["cold_on"] == "2027-03-26"


@pytest.mark.parametrize("days", ["0", "367", "soon"])
def test_cold_takes_a_number_of_days(known: InProcess, days: str) -> None:
    assert known("cold", "--days", days).code == 2


def test_a_figure_of_the_settings_counts(known: InProcess) -> None:
    file = known.folder / "my.toml"
    file.write_text("[tiers]\nother_days = 60\n")

    said = known.ok("show", "ana", "--settings", str(file)).rows[1][2]

    assert said.startswith("##-------- 0.26, fading, cold on")


def test_screens_show_the_same(secondsale: InProcess, process: Processes) -> None:
    secondsale("add-sale", "Ana Silva", "Rose Serum", "--phone", "+44 20 7946 0018")

    assert "########## 1.00, fading on" in process.at_a_terminal("show", "ana").out
    assert "1 × 0.5^(0/120)" in process.at_a_terminal("why", "ana", "--goodwill").out
    assert "1.00" in process.at_a_terminal("customers", "--by", "goodwill").out
    assert "fading" in process.at_a_terminal("cold", "--days", "150").out
