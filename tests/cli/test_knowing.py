import json

import pytest
from tests.cli.conftest import refused
from tests.conftest import InProcess, Processes


def test_details_are_learned_and_cleared(sold: InProcess) -> None:
    said = sold.ok("detail", "ana", "why=dry skin", "routine=mornings", "pet=a cat")
    sold.ok("detail", "ana", "Routine=")

    assert said.out.splitlines()[:2] == [
        "Ana Silva (1): why is now dry skin.",
        "Ana Silva (1): routine is now mornings.",
    ]
    listed = sold("details", "ana")
    assert listed.rows == [
        ["why", "dry skin", "2026-11-21"],
        ["pet", "a cat", "2026-11-21"],
    ]
    assert listed.err == "to find out: problem, needs and routine\n"
    assert "customer\twhy\tdry skin" in sold.ok("show", "ana").out


def test_the_last_value_of_a_detail_holds(sold: InProcess) -> None:
    sold.ok("detail", "ana", "why=a gift", "--on", "yesterday")
    sold.ok("detail", "ana", "why=dry skin")

    (data,) = json.loads(sold.ok("details", "ana", "--json").out)

    assert data == {"name": "why", "value": "dry skin", "on": "2026-11-21"}


def test_nothing_known_is_said(sold: InProcess) -> None:
    assert sold("details", "ana").err == (
        "nothing is known of Ana Silva yet\n"
        "to find out: why, problem, needs and routine\n"
    )


def test_a_milestone_starts_something(sold: InProcess) -> None:
    said = sold.ok("milestone", "ana", "ran a marathon", "--on", "yesterday")

    assert said.out.startswith(
        "Milestone m1 of Ana Silva (1): “ran a marathon”, "
        "on Friday 20 November 2026.\nPlanned: milestone, "
    )
    data = json.loads(sold.ok("milestone", "ana", "new job", "--json").out)
    assert data["milestone"] == {"id": 2, "text": "new job", "on": "2026-11-21"}
    assert "milestone\tran a marathon, 20 November" in sold.ok("show", "ana").out


def test_a_gift_keeps_its_cost(sold: InProcess) -> None:
    said = sold.ok("gift", "ana", "soap", "--cost", "5.50", "--on", "yesterday")

    assert said.out.startswith(
        "Gift to Ana Silva (1): “soap”, 5.50, on Friday 20 November 2026.\n"
    )
    data = json.loads(sold.ok("gift", "ana", "a card", "--json").out)
    assert (data["gift"]["cost"], data["gift"]["wow"]) == (None, False)
    assert "gift\tsoap, 20 November, 5.50" in sold.ok("show", "ana").out


def test_a_wow_falls_into_the_first_week(sold: InProcess) -> None:
    said = sold.ok("wow", "ana", "a handwritten card")

    assert said.out.startswith(
        "A wow for Ana Silva (1): “a handwritten card”, "
        "by Wednesday 25 November 2026.\nPlanned: wow, "
    )
    data = json.loads(sold.ok("wow", "ana", "tea", "--by", "monday", "--json").out)
    assert (data["gift"]["on"], data["gift"]["wow"]) == ("2026-11-23", True)


@pytest.mark.parametrize(
    ("code", "typed", "message"),
    [
        (2, ("detail", "ana"), "the detail is missing"),
        (2, ("detail", "ana", "why"), "'why' is not a detail"),
        (2, ("detail", "ana", "=dry"), "'=dry' is not a detail"),
        (2, ("detail", "ana", "why?=dry"), "'why?=dry' is not a detail"),
        (3, ("detail", "zoe", "why=x"), "no customer answers to 'zoe'"),
        (3, ("details", "zoe"), "no customer answers to 'zoe'"),
        (2, ("milestone", "ana"), "the milestone is missing"),
        (
            2,
            ("milestone", "ana", "x", "--on", "tomorrow"),
            "Sunday 22 November 2026 is still to come",
        ),
        (2, ("gift", "ana"), "the gift is missing"),
        (2, ("gift", "ana", "x", "--cost", "5,5"), "'5,5' is not an amount"),
        (3, ("gift", "zoe", "x"), "no customer answers to 'zoe'"),
        (2, ("wow", "ana"), "the surprise is missing"),
        (
            2,
            ("wow", "ana", "x", "--by", "2026-11-20"),
            "Friday 20 November 2026 is over",
        ),
        (
            2,
            ("wow", "ana", "x", "--by", "2026-11-26"),
            "Thursday 26 November 2026 is after the first week of the sale, "
            "which ends on Wednesday 25 November 2026",
        ),
        (2, ("wow", "ben", "x"), "Ben Okafor has bought nothing in the last week"),
        (
            2,
            ("wow", "ben", "x", "--by", "friday"),
            "Ben Okafor has bought nothing in the last week",
        ),
    ],
)
def test_what_cannot_be_known_is_refused(
    sold: InProcess, code: int, typed: tuple[str, ...], message: str
) -> None:
    sold.ok("add-customer", "Ben Okafor")

    assert refused(sold, code, *typed) == message


def test_a_terminal_is_asked_for_a_detail(
    secondsale: InProcess, process: Processes
) -> None:
    secondsale("add-customer", "Ana Silva")

    said = process.at_a_terminal("detail", types=["ana", "why=dry skin"])

    assert "Ana Silva (1): why is now dry skin." in said.out


def test_what_they_are_called_wins_wherever_they_are_addressed(
    sold: InProcess,
) -> None:
    said = sold.ok("detail", "ana", "called=Annie")
    draft = sold("draft", "ana", "--channel", "card")
    (talk,) = json.loads(sold.ok("today", "--json").out)["conversations"]
    sold.ok("detail", "ana", "called=")
    cleared = sold("draft", "ana", "--channel", "card")

    assert "Next for Annie: " in said.out
    assert draft.out.startswith("Dear Annie,")
    assert talk["say"][0] == "welcome Annie and thank them for Rose Serum"
    assert cleared.out.startswith("Dear Ana,")
