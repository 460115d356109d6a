import json
from pathlib import Path

import pytest
from tests.cli.conftest import NEXT_DAY, keys, refused
from tests.conftest import InProcess

LATER = ("--as-of", "2026-11-23")


def why(book: InProcess, rule: str, *more: str) -> dict[str, str]:
    """Return what `why` says of a touchpoint, by label."""
    return {row[2]: row[3] for row in book.ok("why", "ana", "--only", rule, *more).rows}


def test_a_paused_customer_comes_back_by_themselves(sold: InProcess) -> None:
    said = sold.ok("pause", "ana", "--until", "2026-11-22", "--because", "away")

    assert said.out.startswith(
        "Ana Silva (1) is left alone up to Sunday 22 November 2026 (away), "
        "and comes back on Monday 23 November 2026.\n"
        "Held back meanwhile: welcome and reassure.\n"
    )
    assert keys(sold) == []
    assert keys(sold, "--as-of", "2026-11-22") == []
    assert "reassure:s1" in keys(sold, "--as-of", "2026-11-23")
    assert "paused\t21 November to 22 November: away" in sold.ok("show", "ana").out


def test_a_pause_leaves_a_trace(sold: InProcess) -> None:
    sold.ok("pause", "ana", "--until", "2026-11-22", "--because", "away")
    sold.ok("pause", "ana", "--until", "2026-11-27", "--because", "skiing", *LATER)

    held = why(sold, "reassure", "--as-of", "2026-11-22")
    back = why(sold, "education", "--as-of", "2026-11-28")
    over = why(sold, "check-in", "--as-of", "2026-11-28")

    assert held["held"] == "pause: paused until 22 November: away, until Mon 23 Nov"
    assert "Thu 26 Nov" in back["moved"]
    assert back["moved"].endswith("pause: paused until 27 November: skiing")
    assert over["expired"] == "paused until 27 November: skiing, Sat 28 Nov"


def test_on_return_there_is_no_burst(sold: InProcess, tmp_path: Path) -> None:
    file = tmp_path / "my.toml"
    file.write_text("[policy]\ncapacity = 2\n")
    for number in range(1, 5):
        name, phone = f"Guest {number}", f"1234{number}"
        sold.ok("add-sale", name, "Jug", "--phone", phone, *NEXT_DAY)
    sold.ok("holiday", "--from", "tomorrow", "--until", "2026-11-30", *NEXT_DAY)

    said = sold.ok(
        "today", "--json", "--settings", str(file), "--as-of", "2026-12-01"
    ).out

    back = json.loads(said)["conversations"]
    assert len(back) == len({each["customer"]["id"] for each in back}) == 2
    topics = {topic["rule"] for each in back for topic in each["topics"]}
    assert topics == {"education"}


def test_a_second_pause_replaces_the_first(sold: InProcess) -> None:
    sold.ok("pause", "ana", "--until", "2026-12-24")

    said = sold.ok("pause", "ana", "--until", "2026-11-22", "--json")

    (pause,) = json.loads(said.out)["pauses"]
    assert (pause["since"], pause["until"]) == ("2026-11-21", "2026-11-22")


def test_a_pause_is_ended_early(sold: InProcess) -> None:
    sold.ok("pause", "ana", "--until", "2026-12-24", *NEXT_DAY)

    said = sold.ok("resume", "ana")

    assert said.out.startswith("Ana Silva (1) is back, since Saturday 21 November")
    assert "welcome:s1" in keys(sold)


def test_a_holiday_shows_nobody(sold: InProcess) -> None:
    said = sold.ok(
        "holiday", "--from", "today", "--until", "2026-11-27", "--because", "skiing"
    )

    assert said.out.startswith(
        "Nobody is shown from Saturday 21 November 2026 to "
        "Friday 27 November 2026 (skiing).\n"
    )
    assert keys(sold) == []
    assert sold.ok("holiday").rows == [
        ["2026-11-21", "2026-11-27", "skiing", "2026-11-21"]
    ]


def test_a_holiday_is_over_early(sold: InProcess) -> None:
    sold.ok("holiday", "--until", "2026-11-27", *NEXT_DAY)

    said = sold.ok("holiday", "--over")

    assert said.out == (
        "Ended 1 holiday; people are shown again from Saturday 21 November 2026.\n"
    )
    assert "welcome:s1" in keys(sold)
    (held,) = json.loads(sold.ok("holiday", "--json").out)["pauses"]
    assert (held["until"], held["whole_book"]) == ("2026-11-20", True)


@pytest.mark.parametrize(
    ("code", "typed", "message"),
    [
        (2, ("pause", "ana"), "the last day (--until) is missing"),
        (
            2,
            ("pause", "ana", "--until", "today"),
            "Saturday 21 November 2026 is not later than today",
        ),
        (3, ("pause", "zoe", "--until", "friday"), "no customer answers to 'zoe'"),
        (2, ("resume", "ana"), "Ana Silva is not paused"),
        (3, ("resume", "zoe"), "no customer answers to 'zoe'"),
        (2, ("holiday", "--from", "monday"), "the last day (--until) is missing"),
        (
            2,
            ("holiday", "--from", "2w", "--until", "friday"),
            "the holiday ends on Friday 27 November 2026, before it begins",
        ),
        (
            2,
            ("holiday", "--until", "2026-11-20"),
            "Friday 20 November 2026 is over",
        ),
        (2, ("holiday", "--over", "--until", "friday"), "--over stands alone"),
        (2, ("holiday", "--over"), "there is no holiday to end"),
    ],
)
def test_what_is_no_pause_is_refused(
    sold: InProcess, code: int, typed: tuple[str, ...], message: str
) -> None:
    assert refused(sold, code, *typed) == message


def test_an_opt_out_can_be_of_a_channel_or_an_intent(sold: InProcess) -> None:
    said = sold.ok("opt-out", "ana", "--from-channel", "sms", "--intent", "offer")

    assert said.out == (
        "Ana Silva (1) is not to be contacted by sms and with offers, "
        "since Saturday 21 November 2026.\n"
        "This stops: replenish and win-back.\n"
        "From now on: call +44 20 7946 0018.\n"
    )
    wishes = json.loads(sold.ok("show", "ana", "--json").out)["opt_outs"]
    assert [each["scope"] for each in wishes] == ["channel:sms", "intent:offer"]
    assert "do not contact by sms, since 21 November" in sold.ok("show", "ana").out
    assert sold.ok("customers").rows[0][2] == "call +44 20 7946 0018"


@pytest.mark.parametrize("how", [("--from-channel", "fax"), ("--intent", "sale")])
def test_an_opt_out_of_nothing_known_is_refused(
    sold: InProcess, how: tuple[str, str]
) -> None:
    assert refused(sold, 2, "opt-out", "ana", *how).startswith(f"'{how[1]}' is not a")


def test_one_opt_out_can_be_taken_back_and_the_others_stay(sold: InProcess) -> None:
    sold.ok("opt-out", "ana", "--from-channel", "sms", "--intent", "offer")

    sold.ok("opt-in", "ana", "--from-channel", "sms")

    wishes = json.loads(sold.ok("show", "ana", "--json").out)["opt_outs"]
    assert [(each["scope"], each["lifted_on"] is None) for each in wishes] == [
        ("channel:sms", False),
        ("intent:offer", True),
    ]
    refused(sold, 2, "opt-in", "ana", "--from-channel", "email")
