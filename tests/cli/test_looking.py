import json

import pytest
from tests.cli.conftest import NEXT_DAY
from tests.conftest import InProcess, Processes

from secondsale.rules import RULES


def test_why_gives_facts_figures_and_the_day(sold: InProcess) -> None:
    rows = sold.ok("why", "ana", "--only", "welcome", *NEXT_DAY).rows

    assert rows == [
        ["welcome:s1", "open", "facts", "first sale: Rose Serum ×2 on 19 November"],
        ["welcome:s1", "open", "worked out", "sold on 19 November + 1 day"],
        [
            "welcome:s1", "open", "window",
            "opens Thu 19 Nov, due Fri 20 Nov, expires after Sun 22 Nov",
        ],
        [
            "welcome:s1", "open", "shown",
            "Fri 20 Nov, in one conversation with reassure",
        ],
    ]  # fmt: skip


def crowd(secondsale: InProcess) -> None:
    """Leave a day with room for one, and three people due on it."""
    settings = secondsale.folder / "settings.toml"
    settings.write_text("[policy]\ncapacity = 1\n")
    secondsale.environment["SECONDSALE_SETTINGS"] = str(settings)
    for name in ("Ana Silva", "Ben Okafor", "Chloé Martin"):
        secondsale("add-sale", name, "Soap", "--on", "2026-11-19")
        secondsale("done", name, "happy", "--on", "2026-11-19", "--only", "welcome")


def test_why_says_what_a_full_day_moves_and_today_does_not_show_it(
    secondsale: InProcess,
) -> None:
    crowd(secondsale)

    shown = {row[4] for row in secondsale.ok("today").rows}
    rows = secondsale.ok("why", "ben", "--only", "reassure").rows
    said = json.loads(secondsale.ok("why", "ben", "--json").out)[0]

    full = "21 November is full (1 conversation)"
    assert shown == {"Ana Silva"}
    assert rows[3:] == [
        [
            "reassure:s2", "held", "moved",
            f"from Sat 21 Nov to Sun 22 Nov, daily load: {full}",
        ],
        [
            "reassure:s2", "held", "shown",
            "Sun 22 Nov, in one conversation with check-in",
        ],
    ]  # fmt: skip
    assert (said["state"], said["held_by"]) == ("held", "daily load")
    assert said["day"] == said["held_until"] == "2026-11-22"
    assert said["moved"] == [
        {
            "by": "daily load",
            "from": "2026-11-21",
            "to": "2026-11-22",
            "because": full,
        }
    ]


def test_show_agrees_with_the_list_too(secondsale: InProcess) -> None:
    crowd(secondsale)

    plan = json.loads(secondsale.ok("show", "ben", "--json").out)["plan"]

    assert (plan[0]["rule"], plan[0]["state"]) == ("reassure", "held")


def test_what_gives_way_is_said_in_one_sentence(sold: InProcess) -> None:
    rows = sold.ok("why", "ana", "--only", "keep-in-touch", *NEXT_DAY).rows

    said = [row[3] for row in rows if row[2] == "gives way"]
    labels = [row[2] for row in rows if row[0] == "keep-in-touch:s1"]
    assert labels == ["facts", "worked out", "window", "gives way"]
    assert said[0].endswith(
        " due in that time, so this is left out unless that is over before"
    ) or ("due in that time, so this waits: shown " in said[0])


def test_why_explains_all_that_is_open_and_coming(sold: InProcess) -> None:
    rules = [row[0] for row in sold.ok("why", "ana", *NEXT_DAY).rows]

    assert list(dict.fromkeys(rules))[:4] == [
        "welcome:s1",
        "reassure:s1",
        "check-in:s1",
        "education:l1",
    ]


def test_why_says_what_is_over_and_since_when(sold: InProcess) -> None:
    sold.ok("done", "ana", "happy", *NEXT_DAY)

    said = sold.ok("why", "ana", "--only", "welcome").out

    assert "welcome:s1\tsettled\tsettled\tdone: happy, Fri 20 Nov" in said


def test_json_of_why_holds_the_windows(sold: InProcess) -> None:
    said = json.loads(sold.ok("why", "ana", "--json", *NEXT_DAY).out)

    assert said[0]["key"] == "welcome:s1"
    assert said[0]["state"] == "open"
    assert (said[0]["opens"], said[0]["due"], said[0]["expires"]) == (
        "2026-11-19",
        "2026-11-20",
        "2026-11-22",
    )


def test_why_names_what_there_is_to_explain(sold: InProcess) -> None:
    refused = sold("why", "ana", "--only", "birthday", *NEXT_DAY)

    assert refused.code == 3
    assert refused.refusal == "there is nothing 'birthday' to explain for Ana Silva"
    assert "there is: anniversary, check-in, education, feedback, " in refused.err


def test_show_has_the_whole_picture(sold: InProcess) -> None:
    sold.ok("done", "ana", "happy", "-n", "loves it", *NEXT_DAY)

    rows = sold.ok("show", "ana", *NEXT_DAY).rows

    assert ["customer", "customer", "Ana Silva (1), since 19 November"] in rows
    assert ["customer", "reach", "call +44 20 7946 0018"] in rows
    assert ["sale", "Thu 19 Nov", "sale 1: Rose Serum ×2 = 76.00"] in rows
    assert {row[0] for row in rows} == {"customer", "plan", "contact", "sale"}


def test_json_of_show_holds_what_the_lines_say(sold: InProcess) -> None:
    said = json.loads(sold.ok("show", "ana", "--json", *NEXT_DAY).out)

    assert said["name"] == "Ana Silva"
    assert said["phone"] == "+44 20 7946 0018"
    assert len(said["sales"]) == 1
    assert said["plan"][0]["key"] == "welcome:s1"


def test_show_ignores_what_happens_later(sold: InProcess) -> None:
    said = json.loads(sold.ok("show", "ana", "--as-of", "2026-11-18", "--json").out)

    assert said["sales"] == []
    assert [each["key"] for each in said["plan"] if ":s" in each["key"]] == []


def test_a_customer_goes_by_id_part_address_or_phone(sold: InProcess) -> None:
    for typed in ("1", "silva", "ANA", "020 7946 0018"):
        assert "Ana Silva (1)" in sold.ok("show", typed).out


def test_several_matches_list_themselves(sold: InProcess) -> None:
    sold("add-customer", "Ana Costa")

    refused = sold("show", "ana")

    assert refused.code == 3
    assert refused.refusal == (
        "'ana' could be Ana Silva (1, +44 20 7946 0018) or Ana Costa (2)"
    )
    assert refused.err.endswith("hint: use the id\n")


def test_a_slip_of_the_fingers_is_guessed_but_not_taken(sold: InProcess) -> None:
    refused = sold("show", "Ana Sliva")

    assert refused.code == 3
    assert "did you mean Ana Silva (1" in refused.err


def test_a_name_that_looks_like_an_id_of_old_is_a_name(sold: InProcess) -> None:
    sold.ok("add-customer", "C1")

    assert "C1 (2)" in sold.ok("show", "c1").out


@pytest.mark.parametrize("width", [60, 80])
def test_labels_stand_in_a_column_of_their_own(
    secondsale: InProcess, process: Processes, width: int
) -> None:
    more = ("--delivery", "2027-01-02", "--at", "15:40", "--on", "2026-12-31")
    day = {"SECONDSALE_AS_OF": "2026-12-31"}
    secondsale("add-sale", "Ana Silva", "Rose Serum", "--as-of", "2026-12-31", *more)

    secondsale.ok(
        "promise", "ana", "call", "--by", "2027-01-06", "--as-of", "2026-12-31"
    )

    for command in ("show", "why"):
        shown = process.at_a_terminal(command, "ana", width=width, extra=day).out
        titles = (
            "Ana Silva (1)",
            "COMING",
            "SALES",
            *(f"{rule.id} " for rule in RULES),
        )
        assert all(
            line.startswith(("  ", *titles)) or not line.strip()
            for line in shown.splitlines()
        ), shown
    card = process.at_a_terminal("show", "ana", width=width, extra=day).out
    assert "  by Wed 6 Jan 2027" in card


def test_show_begins_with_the_brief_and_repeats_nothing_of_it(
    secondsale: InProcess, process: Processes
) -> None:
    secondsale("add-sale", "Ana Silva", "Rose Serum", "--phone", "+44 20 7946 0018")
    for number in range(1, 6):
        secondsale.ok(
            "log", "ana", "ok", "-n", f"said {number}", "--on", f"{7 - number}d"
        )

    brief = process.at_a_terminal("brief", "ana").out.splitlines()
    card = process.at_a_terminal("show", "ana").out.splitlines()

    assert card[: len(brief)] == brief
    for number in range(1, 6):
        assert sum(f"“said {number}”" in line for line in card) == 1
    assert sum("first sale: Rose Serum" in line for line in card) == 1


def test_what_the_brief_has_no_room_for_is_in_show(
    secondsale: InProcess, process: Processes
) -> None:
    secondsale("add-sale", "Ana Silva", "Rose Serum")
    for number in range(30):
        secondsale.ok("promise", "ana", f"thing {number}", "--by", "3d")

    brief = process.at_a_terminal("brief", "ana").out
    card = process.at_a_terminal("show", "ana").out

    assert " more (" in brief
    assert "MORE" in card
    assert all(f"thing {number} (p" in card for number in range(30))


def test_screens_show_the_same(secondsale: InProcess, process: Processes) -> None:
    secondsale("add-sale", "Ana Silva", "Rose Serum", "--phone", "+44 20 7946 0018")

    card = process.at_a_terminal("show", "ana").out
    reasons = process.at_a_terminal("why", "ana").out

    assert "COMING" in card
    assert "SALES" in card
    assert "worked out sold on 21 November + 1 day" in reasons


def test_a_hold_names_no_day_after_the_one_on_which_it_is_shown(
    sold: InProcess,
) -> None:
    sold.ok("reward", "card", "--goal", "1", "--gives", "a soap")
    sold("add-sale", "Ana Silva", "Soap")

    reward = ("why", "ana", "--only", "reward.card")
    said = {row[2]: row[3] for row in sold.ok(*reward).rows}
    [found] = json.loads(sold.ok(*reward, "--json").out)

    assert found["day"] < found["held_until"]
    assert "until" not in said["held"]
    assert ", after what is planned before it" in said["shown"]
