import json
from pathlib import Path

import pytest
from tests.cli.conftest import NEXT_DAY, SALE_DAY, keys, refused
from tests.conftest import InProcess, Processes


def test_a_happy_conversation_closes_what_the_agenda_shows(sold: InProcess) -> None:
    assert keys(sold, *NEXT_DAY) == ["welcome:s1", "reassure:s1"]

    said = sold.ok("done", "ana", "happy", "-n", "loves it", *NEXT_DAY)

    assert said.out.splitlines() == [
        "Logged for Ana Silva (1): happy on Friday 20 November 2026.",
        "Closed welcome (first sale: Rose Serum ×2 on 19 November).",
        "Closed reassure (bought Rose Serum for the first time on 19 November).",
        "Next for Ana: check-in, Sun 22 Nov.",
    ]
    assert keys(sold, *NEXT_DAY) == []


def test_the_note_is_the_last_word(sold: InProcess) -> None:
    sold.ok("done", "ana", "happy", "-n", "loves it", *NEXT_DAY)

    assert (
        "contact\tFri 20 Nov\thappy: “loves it” (welcome, reassure)"
        in sold.ok("show", "ana").out
    )


def test_only_closes_one_of_them(sold: InProcess) -> None:
    said = sold.ok("done", "ana", "ok", "--only", "welcome", "--json", *NEXT_DAY)

    assert [each["key"] for each in json.loads(said.out)["settled"]] == ["welcome:s1"]


def test_only_refuses_what_is_not_to_come(sold: InProcess) -> None:
    refused = sold("done", "ana", "ok", "--only", "birthday", *NEXT_DAY)

    assert refused.code == 3
    assert refused.refusal == "Ana Silva has no 'birthday' to come"


def test_with_nothing_due_it_logs_and_says_so(sold: InProcess) -> None:
    sold.ok("done", "ana", "happy", *NEXT_DAY)

    said = sold.ok("done", "ana", "ok", *NEXT_DAY)

    assert "Nothing was due, so nothing was closed." in said.out


def test_a_talk_can_be_dated_back(sold: InProcess) -> None:
    said = sold.ok("done", "ana", "happy", "--on", "yesterday", "--channel", "call")

    assert "happy on Friday 20 November 2026" in said.out
    assert "happy by call" in sold.ok("show", "ana").out


def test_what_was_bought_is_to_be_recorded(sold: InProcess) -> None:
    said = sold("done", "ana", "bought", *NEXT_DAY)

    assert said.err == 'record it: secondsale add-sale 1 "PRODUCT x1 @PRICE"\n'


def test_three_calls_without_an_answer_end_it(sold: InProcess) -> None:
    said = [
        sold.ok("done", "ana", "no-answer", "--only", "welcome", "--as-of", day).out
        for day in ("2026-11-20", "2026-11-21", "2026-11-24")
    ]

    assert "until Saturday 21 November 2026: no answer, 1st try." in said[0]
    assert "until Tuesday 24 November 2026: no answer, 2nd try." in said[1]
    assert "Skipped welcome" in said[2]
    assert "not reached" in said[2]


def test_call_back_puts_it_off_to_its_day(sold: InProcess) -> None:
    said = sold.ok("done", "ana", "call-back", "--until", "monday", *NEXT_DAY)

    assert "until Monday 23 November 2026" in said.out
    assert keys(sold, *NEXT_DAY) == []
    assert "welcome:s1" in keys(sold, "--as-of", "2026-11-23")


def test_call_back_needs_a_day(sold: InProcess) -> None:
    refused = sold("done", "ana", "call-back")

    assert refused.code == 2
    assert refused.refusal == "the day to call back (--until) is missing"


def test_without_an_outcome_the_outcomes_are_named(sold: InProcess) -> None:
    refused = sold("done", "ana")

    assert refused.code == 2
    assert refused.refusal == "the outcome is missing"
    assert "one of happy, ok, unhappy, annoyed, no-answer" in refused.err


def test_a_log_closes_nothing(sold: InProcess) -> None:
    said = sold.ok("log", "ana", "ok", "--in", "-n", "asked about oil", *NEXT_DAY)

    assert "Closed" not in said.out
    assert "Nothing was due" not in said.out
    assert keys(sold, *NEXT_DAY) == ["welcome:s1", "reassure:s1"]
    assert "they wrote, ok: “asked about oil”" in sold.ok("show", "ana").out


@pytest.mark.parametrize("command", ["done", "log"])
def test_a_talk_needs_a_book(secondsale: InProcess, command: str) -> None:
    refused = secondsale(command, "ana", "happy")

    assert refused.code == 1
    assert "there is no book at" in refused.refusal
    assert not secondsale.book.exists()


@pytest.mark.parametrize("command", ["done", "log"])
@pytest.mark.parametrize(
    ("who", "why"), [("zoe", "no customer answers"), ("ana", "'ana' could be")]
)
def test_a_terminal_knows_who_it_is_before_it_asks(
    secondsale: InProcess, process: Processes, command: str, who: str, why: str
) -> None:
    secondsale("add-customer", "Ana Silva")
    secondsale("add-customer", "Ana Costa", "--new")

    said = process.at_a_terminal(command, types=[who, "happy"])

    assert said.code == 3
    assert f"error: {why}" in said.words
    assert "What came of it?" not in said.out


def test_who_is_not_interested_is_left_in_peace(sold: InProcess) -> None:
    said = sold.ok("done", "ana", "not-interested", *NEXT_DAY)
    data = json.loads(sold.ok("log", "ana", "not-interested", "--json").out)

    assert said.out.endswith("\nOffers rest until Tuesday 19 January 2027.\n")
    assert data["notes"] == ["Offers rest until Wednesday 20 January 2027."]


def test_offers_that_do_not_rest_are_not_said_to(
    sold: InProcess, tmp_path: Path
) -> None:
    file = tmp_path / "my.toml"
    file.write_text("[policy]\nnot_interested_days = 0\n")

    said = sold.ok("done", "ana", "not-interested", "--settings", str(file))

    assert "Offers rest" not in said.out


def test_who_opted_out_is_said_to_be_so(sold: InProcess) -> None:
    sold.ok("opt-out", "ana", *NEXT_DAY)

    said = sold.ok("done", "ana", "ok")
    data = json.loads(sold.ok("done", "ana", "ok", "--json").out)

    asked = "Ana Silva asked on 20 November not to be contacted: nothing will be shown."
    assert said.out.splitlines()[1:] == [
        "Nothing was due, so nothing was closed.",
        asked,
    ]
    assert data["notes"] == [asked]


def test_a_terminal_is_asked_for_whom_and_what(
    secondsale: InProcess, process: Processes
) -> None:
    secondsale("add-sale", "Ana Silva", "Rose Serum", *SALE_DAY)

    said = process.at_a_terminal("done", types=["ana", "glad", "happy"])

    assert "'glad' is not an outcome" in said.out
    assert "Logged for Ana Silva (1): happy on Saturday 21 November 2026." in said.out


@pytest.mark.parametrize("command", ["done", "log"])
def test_a_score_is_kept(sold: InProcess, command: str) -> None:
    sold.ok(command, "ana", "happy", "--score", "9")

    (contact,) = json.loads(sold.ok("show", "ana", "--json").out)["contacts"]
    assert contact["score"] == 9
    assert "happy, 9 of 10" in sold.ok("show", "ana").out


@pytest.mark.parametrize(
    ("typed", "message"),
    [
        (("done", "ana", "ok", "--score", "11"), "'11' is not a score"),
        (("log", "ana", "ok", "--score", "-1"), "'-1' is not a score"),
        (
            ("done", "ana", "no-answer", "--score", "9"),
            "--score does not go with no-answer",
        ),
    ],
)
def test_a_score_that_nobody_gave_is_refused(
    sold: InProcess, typed: tuple[str, ...], message: str
) -> None:
    assert refused(sold, 2, *typed) == message


def test_nobody_is_called_before_the_day_they_asked_for(secondsale: InProcess) -> None:
    secondsale("add-sale", "Ana Silva", "Soap")

    secondsale("done", "ana", "call-back", "--until", "8d")
    between = [
        secondsale("--as-of", f"{number}d", "today").out for number in range(1, 8)
    ]
    then = secondsale("--as-of", "8d", "today").out

    assert between == [""] * 7
    assert "welcome" in then
    assert "check-in" in then


def test_a_person_who_was_not_reached_comes_back_once(secondsale: InProcess) -> None:
    secondsale("add-sale", "Ana Silva", "Soap")
    secondsale("done", "ana", "no-answer")
    secondsale("--as-of", "1d", "done", "ana", "no-answer")

    between = [secondsale("--as-of", f"{number}d", "today").out for number in (2, 3)]
    then = secondsale("--as-of", "4d", "today").out

    assert between == ["", ""]
    assert "welcome" in then
    assert "check-in" in then
