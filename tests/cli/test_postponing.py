import json

import pytest
from tests.cli.conftest import NEXT_DAY, SALE_DAY, keys
from tests.conftest import InProcess, Processes


def test_skipping_drops_it_with_the_reason(sold: InProcess) -> None:
    said = sold.ok("skip", "ana", "--because", "met her at the market", *NEXT_DAY)

    assert "Skipped welcome" in said.out
    assert "met her at the market." in said.out
    assert keys(sold, *NEXT_DAY) == []
    why = sold.ok("why", "ana", "--only", "welcome").out
    assert "skipped: met her at the market" in why


def test_skipping_needs_a_reason(sold: InProcess) -> None:
    refused = sold("skip", "ana", *NEXT_DAY)

    assert refused.code == 2
    assert refused.refusal == "the reason (--because) is missing"


@pytest.mark.parametrize("how", [("--until", "2026-11-22"), ("--for", "2d")])
def test_a_snooze_puts_it_off(sold: InProcess, how: tuple[str, str]) -> None:
    said = sold.ok("snooze", "ana", *how, "--because", "on holiday", *NEXT_DAY)

    assert "until Sunday 22 November 2026: on holiday." in said.out
    assert keys(sold, "--as-of", "2026-11-21") == []
    assert "welcome:s1" in keys(sold, "--as-of", "2026-11-22")


def test_json_of_a_snooze_holds_the_day(sold: InProcess) -> None:
    said = sold.ok("snooze", "ana", "--for", "2d", "--json", *NEXT_DAY)

    assert {each["until"] for each in json.loads(said.out)["settled"]} == {"2026-11-22"}


def test_one_touchpoint_can_be_put_off_alone(sold: InProcess) -> None:
    sold.ok("snooze", "ana", "--for", "3d", "--only", "reassure", *NEXT_DAY)

    assert keys(sold, *NEXT_DAY) == ["welcome:s1"]


@pytest.mark.parametrize(
    ("how", "message"),
    [
        ((), "the day (--until or --for) is missing"),
        (("--until", "friday", "--for", "3d"), "--until and --for say the same thing"),
        (("--until", "today"), "Saturday 21 November 2026 is not later than today"),
        (("--until", "2026-01-01"), "Thursday 1 January 2026 is not later than today"),
        (("--for", "0d"), "'0d' is not a length of time"),
        (("--for", "9999w"), "'9999w' is too far away"),
    ],
)
def test_a_snooze_without_one_day_to_come_is_refused(
    sold: InProcess, how: tuple[str, ...], message: str
) -> None:
    refused = sold("snooze", "ana", *how)

    assert refused.code == 2
    assert refused.refusal == message


def test_a_birthday_cannot_be_put_off(secondsale: InProcess) -> None:
    secondsale.ok("add-customer", "Chloé Martin", "--birthday", "1984-11-21")

    refused = secondsale("snooze", "chloe", "--for", "3d", "--only", "birthday")

    assert refused.code == 2
    assert refused.refusal.startswith("birthday cannot be put off: ")


def test_nothing_due_is_nothing_to_skip(sold: InProcess) -> None:
    sold.ok("done", "ana", "happy", *NEXT_DAY)

    refused = sold("skip", "ana", "--because", "no", *NEXT_DAY)

    assert refused.code == 3
    assert refused.refusal == "nothing is due for Ana Silva today"


def test_a_terminal_is_asked_until_when(
    secondsale: InProcess, process: Processes
) -> None:
    secondsale("add-sale", "Ana Silva", "Rose Serum", *SALE_DAY)

    said = process.at_a_terminal("snooze", "ana", types=["today", "monday"])

    assert "is not later than today" in said.out
    assert "until Monday 23 November 2026" in said.words


@pytest.mark.parametrize("command", ["skip", "snooze"])
@pytest.mark.parametrize(
    ("who", "why"),
    [
        ("zoe", "no customer answers to 'zoe'"),
        ("ana", "'ana' could be Ana Silva (1) or Ana Costa (2)"),
        ("silva", "nothing is due for Ana Silva today"),
    ],
)
@pytest.mark.parametrize("asked", [True, False])
def test_a_terminal_says_first_that_there_is_nothing_to_ask_about(
    secondsale: InProcess,
    process: Processes,
    command: str,
    who: str,
    why: str,
    asked: bool,
) -> None:
    secondsale("add-customer", "Ana Silva")
    secondsale("add-customer", "Ana Costa", "--new")

    if asked:
        said = process.at_a_terminal(command, types=[who, "never asked"])
    else:
        said = process.at_a_terminal(command, who, types=["never asked"])

    assert said.code == 3
    assert f"error: {why}" in said.words
    assert "never asked" not in said.out
