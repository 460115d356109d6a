import json

import pytest
from tests.cli.conftest import NEXT_DAY, keys, refused
from tests.conftest import InProcess, Processes


def test_a_concern_comes_up_at_once_and_holds_the_rest_back(sold: InProcess) -> None:
    said = sold.ok("concern", "ana", "the pump leaks", "--sale", "1", *NEXT_DAY)

    assert said.out.splitlines() == [
        "Concern k1 of Ana Silva (1): “the pump leaks”, about sale 1, "
        "open since Friday 20 November 2026.",
        "When it is put right: secondsale resolve k1",
        "Held back meanwhile: reassure.",
        "Planned: concern, today.",
        "Next for Ana: concern, today.",
    ]
    assert "concern:k1" in keys(sold, *NEXT_DAY)
    assert (
        "concern\tk1, since 20 November: the pump leaks" in sold.ok("show", "ana").out
    )


def test_a_resolved_concern_frees_the_rest(sold: InProcess) -> None:
    sold.ok("concern", "ana", "the pump leaks", *NEXT_DAY)

    said = sold.ok("resolve", "ana", "sent a new one", *NEXT_DAY)

    assert said.out.startswith(
        "Resolved concern k1 of Ana Silva (1), “the pump leaks”, "
        "on Friday 20 November 2026: sent a new one.\n"
    )
    assert "reassure:s1" in keys(sold, *NEXT_DAY)
    assert "concern:k1" not in keys(sold, *NEXT_DAY)


def test_json_of_a_concern_holds_the_fact_and_the_next_step(sold: InProcess) -> None:
    said = json.loads(sold.ok("concern", "ana", "too dear", "--json").out)

    assert said["concern"] == {
        "id": 1,
        "text": "too dear",
        "opened_on": "2026-11-21",
        "sale_id": None,
        "resolved_on": None,
        "how": "",
    }
    assert said["next"]["day"] == "2026-11-21"


def test_concerns_are_listed_until_they_are_resolved(sold: InProcess) -> None:
    sold.ok("concern", "ana", "too dear", "--on", "2026-11-19")
    sold.ok("concern", "ana", "the pump leaks")
    sold.ok("resolve", "k1", "explained it")

    assert [row[0] for row in sold.ok("concerns").rows] == ["k2"]
    assert [row[0] for row in sold.ok("concerns", "ana", "--all").rows] == ["k1", "k2"]
    (first, _) = json.loads(sold.ok("concerns", "--all", "--json").out)
    assert (first["resolved_on"], first["how"]) == ("2026-11-21", "explained it")


def test_several_open_concerns_are_named(sold: InProcess) -> None:
    sold.ok("concern", "ana", "too dear")
    sold.ok("concern", "ana", "the pump leaks")

    assert refused(sold, 3, "resolve", "ana") == (
        "Ana Silva has 2 open concerns: k1 (“too dear”) and k2 (“the pump leaks”)"
    )


def test_a_terminal_is_asked_which_concern(
    secondsale: InProcess, process: Processes
) -> None:
    secondsale("add-customer", "Ana Silva")
    secondsale.ok("concern", "ana", "too dear")
    secondsale.ok("concern", "ana", "the pump leaks")

    said = process.at_a_terminal("resolve", "ana", types=["k7", "k2"])

    assert "is not a concern" in said.out
    assert "Resolved concern k2" in said.out
    assert [row[0] for row in secondsale.ok("concerns").rows] == ["k1"]


@pytest.mark.parametrize(
    ("code", "typed", "message"),
    [
        (2, ("concern", "ana"), "the concern is missing"),
        (2, ("concern", "ana", " "), "the concern is empty"),
        (3, ("concern", "zoe", "x"), "no customer answers to 'zoe'"),
        (3, ("concern", "ana", "x", "--sale", "9"), "there is no sale '9'"),
        (
            2,
            ("concern", "ben", "x", "--sale", "1"),
            "sale 1 is not a sale to Ben Okafor",
        ),
        (
            2,
            ("concern", "ana", "x", "--on", "tomorrow"),
            "Sunday 22 November 2026 is still to come",
        ),
        (3, ("resolve", "ben"), "Ben Okafor has no open concern"),
        (3, ("resolve", "k9"), "there is no concern k9"),
        (2, ("resolve", "k1"), "concern k1 is resolved already"),
        (
            2,
            ("resolve", "k2", "--on", "2026-11-19"),
            "Thursday 19 November 2026 is before concern k2 was opened",
        ),
        (3, ("concerns", "zoe"), "no customer answers to 'zoe'"),
    ],
)
def test_a_concern_that_cannot_be_is_refused(
    sold: InProcess, code: int, typed: tuple[str, ...], message: str
) -> None:
    sold.ok("add-customer", "Ben Okafor")
    sold.ok("concern", "ana", "too dear")
    sold.ok("resolve", "k1")
    sold.ok("concern", "ana", "the pump leaks")

    assert refused(sold, code, *typed) == message


def test_a_promise_comes_up_before_its_day(sold: InProcess) -> None:
    said = sold.ok("promise", "ana", "send the sample", "--by", "friday")

    assert said.out.startswith(
        "Promise p1 to Ana Silva (1): “send the sample”, by Friday 27 November 2026.\n"
        "When it is done: secondsale kept p1\n"
        "Planned: promise, "
    )
    assert "promise:p1" in keys(sold, "--as-of", "2026-11-26")


def test_a_kept_promise_is_over(sold: InProcess) -> None:
    sold.ok("promise", "ana", "send the sample", "--by", "today", *NEXT_DAY)

    said = sold.ok("kept", "ana", *NEXT_DAY)

    assert said.out.startswith(
        "Kept promise p1 to Ana Silva (1), “send the sample”, "
        "on Friday 20 November 2026.\n"
    )
    assert "promise:p1" not in keys(sold, *NEXT_DAY)


def test_promises_are_listed_the_most_urgent_first(sold: InProcess) -> None:
    sold.ok("promise", "ana", "send a guide", "--by", "2w")
    sold.ok("promise", "ana", "call back", "--by", "2026-11-21", *NEXT_DAY)
    sold.ok("promise", "ana", "send the sample", "--by", "friday")
    sold.ok("kept", "p3")

    late = sold.ok("promises", "--as-of", "2026-11-22").rows

    assert [(row[0], row[4]) for row in late] == [("p2", "late"), ("p1", "open")]
    assert len(json.loads(sold.ok("promises", "ana", "--all", "--json").out)) == 3
    assert sold.ok("promises", "--all").rows[1][4] == "kept on 2026-11-21"


def test_as_of_an_earlier_day_a_promise_is_open_still(sold: InProcess) -> None:
    sold.ok("promise", "ana", "send the sample", "--by", "friday", *NEXT_DAY)
    sold.ok("kept", "p1")

    assert [row[0] for row in sold.ok("promises", *NEXT_DAY).rows] == ["p1"]


@pytest.mark.parametrize(
    ("code", "typed", "message"),
    [
        (2, ("promise", "ana", "x"), "the day (--by) is missing"),
        (2, ("promise", "ana", "--by", "friday"), "the promise is missing"),
        (
            2,
            ("promise", "ana", "x", "--by", "yesterday"),
            "Friday 20 November 2026 is over",
        ),
        (2, ("promise", "ana", "x", "--by", "soon"), "'soon' is not a date"),
        (3, ("promise", "zoe", "x", "--by", "friday"), "no customer answers to 'zoe'"),
        (3, ("kept", "ana"), "Ana Silva has no open promise"),
        (3, ("kept", "p9"), "there is no promise p9"),
        (2, ("kept", "p1"), "promise p1 is kept already"),
        (2, ("kept",), "the customer is missing"),
    ],
)
def test_a_promise_that_cannot_be_is_refused(
    sold: InProcess, code: int, typed: tuple[str, ...], message: str
) -> None:
    sold.ok("promise", "ana", "send the sample", "--by", "friday")
    sold.ok("kept", "p1")

    assert refused(sold, code, *typed) == message


def test_a_checkpoint_comes_up_before_its_day(sold: InProcess) -> None:
    said = sold.ok("checkpoint", "1", "installation", "--by", "2026-12-04")

    assert said.out.startswith(
        "Checkpoint d1 of sale 1 for Ana Silva (1): installation "
        "on Friday 4 December 2026.\nPlanned: checkpoint, "
    )
    assert sold.ok("checkpoints").rows == [
        ["d1", "2026-12-04", "installation", "1", "Ana Silva (1)", ""]
    ]


def test_a_dropped_checkpoint_stops(sold: InProcess) -> None:
    sold.ok("checkpoint", "1", "installation", "--by", "2026-12-04")

    said = sold.ok("drop-checkpoint", "d1", "--because", "moved to spring")

    assert "Dropped checkpoint d1 of sale 1, installation" in said.out
    assert "This stops 1 touchpoint:" in said.out
    none = sold("checkpoints")
    assert (none.out, none.err) == ("", "no checkpoints to come\n")
    assert sold.ok("checkpoints", "--all").rows[0][5] == "dropped: moved to spring"
    (data,) = json.loads(sold.ok("checkpoints", "ana", "--all", "--json").out)
    assert (data["dropped_on"], data["because"]) == ("2026-11-21", "moved to spring")


@pytest.mark.parametrize(
    ("code", "typed", "message"),
    [
        (2, ("checkpoint", "1", "x"), "the day (--by) is missing"),
        (2, ("checkpoint", "1"), "the stage is missing"),
        (3, ("checkpoint", "9", "x", "--by", "friday"), "there is no sale '9'"),
        (
            2,
            ("checkpoint", "1", "x", "--by", "2026-11-20"),
            "Friday 20 November 2026 is over",
        ),
        (
            2,
            ("checkpoint", "2", "x", "--by", "friday"),
            "sale 2 is over: the sale was cancelled",
        ),
        (
            3,
            ("drop-checkpoint", "1"),
            "'1' is not a checkpoint; they are called d1, d2, ...",
        ),
        (3, ("drop-checkpoint", "d9"), "there is no checkpoint d9"),
        (2, ("drop-checkpoint", "d1"), "checkpoint d1 is dropped already"),
    ],
)
def test_a_checkpoint_that_cannot_be_is_refused(
    sold: InProcess, code: int, typed: tuple[str, ...], message: str
) -> None:
    sold.ok("add-sale", "ana silva", "Jug")
    sold.ok("cancel-sale", "2")
    sold.ok("checkpoint", "1", "delivery", "--by", "monday")
    sold.ok("drop-checkpoint", "d1")

    assert refused(sold, code, *typed) == message


def test_a_checkpoint_that_is_there_already_is_said_to_be(sold: InProcess) -> None:
    sold.ok("checkpoint", "1", "delivery", "--by", "monday")

    assert refused(sold, 2, "checkpoint", "1", "Delivery", "--by", "monday") == (
        "sale 1 has that checkpoint already: d1, delivery on Monday 23 November 2026"
    )
    sold.ok("checkpoint", "1", "delivery", "--by", "tuesday")
    sold.ok("drop-checkpoint", "d1")
    sold.ok("checkpoint", "1", "delivery", "--by", "monday")


def test_done_at_a_terminal_asks_what_is_kept_and_resolved(
    secondsale: InProcess, process: Processes
) -> None:
    secondsale("add-customer", "Ana Silva")
    secondsale.ok("promise", "ana", "send the sample", "--by", "friday")
    secondsale.ok("promise", "ana", "send a guide", "--by", "friday")
    secondsale.ok("concern", "ana", "too dear")

    said = process.at_a_terminal(
        "done", "ana", "happy", "-n", "explained it", types=["y", "n", "y"]
    )

    assert "Kept: “send the sample”?" in said.out
    assert "Kept promise p1: “send the sample”." in said.out
    assert "Resolved concern k1: “too dear”." in said.out
    assert [row[0] for row in secondsale.ok("promises").rows] == ["p2"]
    assert secondsale.ok("concerns", "--all").rows[0][6] == "explained it"
    assert len(json.loads(secondsale.ok("show", "ana", "--json").out)["contacts"]) == 1


def test_done_elsewhere_asks_nothing_and_says_what_stays_open(sold: InProcess) -> None:
    sold.ok("promise", "ana", "send the sample", "--by", "today")
    sold.ok("concern", "ana", "too dear")

    said = sold("done", "ana", "happy")

    assert said.code == 0
    assert said.err.splitlines() == [
        "still open: promise p1, “send the sample”: secondsale kept p1",
        "still open: concern k1, “too dear”: secondsale resolve k1",
    ]
    assert [row[0] for row in sold.ok("promises").rows] == ["p1"]
    assert [row[0] for row in sold.ok("concerns").rows] == ["k1"]


def test_nobody_who_was_not_reached_is_asked_about(
    secondsale: InProcess, process: Processes
) -> None:
    secondsale("add-customer", "Ana Silva")
    secondsale.ok("promise", "ana", "send the sample", "--by", "today")

    said = process.at_a_terminal("done", "ana", "no-answer")

    assert "Kept:" not in said.out
