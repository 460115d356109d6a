"""One line tells all there is to tell of a conversation, to `done` and `log` alike."""

import json
import sqlite3
from contextlib import closing
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from tests.cli.conftest import NEXT_DAY, keys, refused
from tests.conftest import InProcess, Processes

BOTH = pytest.mark.parametrize("command", ["done", "log"])

WHOLE = (
    "ana", "happy", "-n", "loves it", "sister=Rita", "wedding=2027-06",
    "--left", "50%", "--promise", "send sample", "--by", "friday",
)  # fmt: skip


@BOTH
def test_one_line_keeps_all_and_says_each(sold: InProcess, command: str) -> None:
    said = sold(command, *WHOLE).out.splitlines()

    assert said[:3] == [
        "Logged for Ana Silva (1): happy on Saturday 21 November 2026.",
        "Ana Silva (1): sister is now Rita.",
        "Ana Silva (1): wedding is now 2027-06.",
    ]
    assert said[3].startswith("50 % of Rose Serum left: ")
    assert said[4] == (
        "Promise p1 to Ana Silva (1): “send sample”, by Friday 27 November 2026."
    )


@BOTH
def test_it_is_one_change(sold: InProcess, command: str) -> None:
    before = _facts(sold)

    sold(command, *WHOLE, "--concern", "the lid is stiff", "--next", "2w")
    kept = {table: len(rows) for table, rows in _facts(sold).items()}
    sold.ok("undo")

    assert kept == {
        "contacts": 1,
        "covers": 3 if command == "done" else 0,
        "details": 2,
        "levels": 1,
        "promises": 2,
        "concerns": 1,
        "settlements": 3 if command == "done" else 0,
    }
    assert _facts(sold) == before


@BOTH
def test_what_was_kept_is_data_too(sold: InProcess, command: str) -> None:
    said = sold(command, *WHOLE, "--concern", "it itches", "--json").out

    kept = json.loads(said)["kept"]

    assert [each["kind"] for each in kept] == [
        "detail",
        "detail",
        "level",
        "promise",
        "concern",
    ]
    assert kept[0] == {
        "kind": "detail",
        "name": "sister",
        "value": "Rita",
        "on": "2026-11-21",
    }
    assert (kept[2]["product"], kept[2]["left"]) == ("Rose Serum", 0.5)
    assert (kept[3]["id"], kept[3]["due_on"]) == (1, "2026-11-27")
    assert (kept[4]["id"], kept[4]["text"]) == (1, "it itches")


def test_a_log_settles_nothing_of_what_is_due(sold: InProcess) -> None:
    due = keys(sold, *NEXT_DAY)

    sold.ok("log", "ana", "ok", "routine=mornings", *NEXT_DAY)

    assert keys(sold, *NEXT_DAY) == due


def test_done_takes_a_message_from_them(sold: InProcess) -> None:
    sold.ok("done", "ana", "happy", "--in", "-n", "thank you", *NEXT_DAY)

    assert "they wrote, happy: “thank you”" in sold.ok("show", "ana").out
    assert keys(sold, *NEXT_DAY) == []


@BOTH
def test_each_promise_has_its_day(sold: InProcess, command: str) -> None:
    sold(command, "ana", "ok", "--promise", "a sample", "--by", "friday",
         "--promise", "the guide", "--by", "3d")  # fmt: skip

    assert [row[2:4] for row in sold("promises").rows] == [
        ["2026-11-24", "the guide"],
        ["2026-11-27", "a sample"],
    ]


@BOTH
def test_the_next_contact_comes_up_on_its_day(sold: InProcess, command: str) -> None:
    said = sold(command, "ana", "ok", "--next", "2w")

    assert (
        "Promise p1 to Ana Silva (1): “be in touch again”, "
        "by Saturday 5 December 2026." in said.out
    )
    assert "promise:p1" in keys(sold, "--as-of", "2026-12-05")


@BOTH
def test_a_concern_holds_the_rest_back(sold: InProcess, command: str) -> None:
    said = sold(command, "ana", "unhappy", "--concern", "it itches")

    first = "Concern k1 of Ana Silva (1): “it itches”, open since"
    assert f"{first} Saturday 21 November 2026." in said.out
    assert "concern:k1" in keys(sold)
    assert "reassure:s1" not in keys(sold)


def test_a_concern_says_what_it_holds_back(sold: InProcess) -> None:
    said = sold("log", "ana", "unhappy", "--concern", "it itches", *NEXT_DAY)

    assert "open since Friday 20 November 2026. Held back meanwhile: reassure." in (
        said.out
    )


def test_what_was_promised_just_now_is_not_asked_for(sold: InProcess) -> None:
    sold.ok("promise", "ana", "a guide", "--by", "monday")

    said = sold("done", "ana", "ok", "--promise", "a sample", "--by", "friday")

    assert said.err == "still open: promise p1, “a guide”: secondsale kept p1\n"


def test_a_terminal_asks_what_is_missing_and_not_what_is_new(
    sold: InProcess, process: Processes
) -> None:
    said = process.at_a_terminal(
        "done", "ana", "sister=Rita", "--promise", "a sample",
        types=["happy", "yesterday", "friday"],
    )  # fmt: skip

    assert said.code == 0
    assert "“a sample”: by when?" in said.words
    assert "Friday 20 November 2026 is over" in said.words
    assert "“a sample”, by Friday 27 November 2026." in said.words
    assert "Kept:" not in said.out
    assert sold("details", "ana").rows == [["sister", "Rita", "2026-11-21"]]


@pytest.mark.parametrize(
    "typed",
    [
        ("--concern", "[bold] itches"),
        ("--promise", "a", "--next", "yesterday"),
        ("--promise", "a", "--by", "someday"),
        ("--left", "most"),
        ("--score", "11"),
        ("loves",),
    ],
)
def test_a_terminal_is_asked_nothing_before_what_was_typed_is_clear(
    sold: InProcess, process: Processes, typed: tuple[str, ...]
) -> None:
    before = sold.contents()

    said = process.at_a_terminal("log", "ana", "why=x", "-n", "hi", *typed)

    assert said.code == 2
    assert sold.contents() == before
    assert "What came of it?" not in said.out


@BOTH
def test_of_several_products_the_one_is_named(sold: InProcess, command: str) -> None:
    sold.ok("add-sale", "Ana Silva", "Night Balm", "--json")

    message = refused(sold, 2, command, "ana", "ok", "--left", "half")
    said = sold(command, "ana", "ok", "--left", "balm half", "--left", "serum 20%")

    assert message == "--left needs a product here"
    assert "50 % of Night Balm left" in said.out
    assert "20 % of Rose Serum left" in said.out


@BOTH
@pytest.mark.parametrize(
    ("typed", "message"),
    [
        (("happy", "loves", "it"), "'loves' is not a detail"),
        (("happy", "=Rita"), "'=Rita' is not a detail"),
        (("sister=Rita",), "the outcome is missing"),
        (("glad", "sister=Rita"), "'glad' is not an outcome"),
        (("ok", "--by", "friday"), "--by goes with --promise"),
        (
            ("ok", "--promise", "a", "--promise", "b", "--by", "friday"),
            "--promise stands there twice, --by once",
        ),
        (("ok", "--promise", "a"), "the day of “a” (--by) is missing"),
        (("ok", "--promise", ""), "the promise is missing"),
        (
            ("ok", "--promise", "a", "--by", "2026-11-20"),
            "Friday 20 November 2026 is over",
        ),
        (("ok", "--next", "2026-11-20"), "Friday 20 November 2026 is over"),
        (("ok", "--on", "tomorrow"), "Sunday 22 November 2026 is still to come"),
        (("no-answer", "--left", "50%"), "--left does not go with no-answer"),
        (("no-answer", "--score", "9"), "--score does not go with no-answer"),
        (
            ("left-message", "--concern", "it itches"),
            "--concern does not go with left-message",
        ),
        (("ok", "--left", "most"), "'most' is not how much is left"),
        (("ok", "--left", ""), "--left is empty"),
        (("ok", "--channel", "pigeon"), "'pigeon' is not a channel"),
        (
            ("ok", "--concern", "it\x1b[31m itches"),
            "the concern holds a control character,"
            " such as a terminal's colours: U+001B",
        ),
    ],
)
def test_what_cannot_be_told_is_refused(
    sold: InProcess, command: str, typed: tuple[str, ...], message: str
) -> None:
    assert refused(sold, 2, command, "ana", *typed) == message


@pytest.mark.parametrize("command", [("detail",), ("done", "ok"), ("log", "ok")])
@pytest.mark.parametrize(
    ("typed", "instead"),
    [
        ("birthday=1990-01-01", "edit-customer ana --birthday 1990-01-01"),
        ("phone=020 7946 0018", "edit-customer ana --phone '020 7946 0018'"),
        ("E-mail=ana@example.com", "edit-customer ana --email ana@example.com"),
        ("name=Ana Costa", "edit-customer ana --name 'Ana Costa'"),
        ("best time=evenings", "edit-customer ana --best-time evenings"),
        ("referred-by=rita", "edit-customer ana --referred-by rita"),
        ("tier=a", "tier ana a"),
        ("owner=Mia", "owner ana Mia"),
        ("tags=vip", "tag ana vip"),
    ],
)
def test_what_the_plan_reads_elsewhere_is_no_detail(
    sold: InProcess, command: tuple[str, ...], typed: str, instead: str
) -> None:
    verb, *outcome = command
    before = sold.contents()

    answer = sold(verb, "ana", *outcome, typed)

    key = typed.partition("=")[0].lower()
    assert answer.code == 2
    assert answer.refusal == f"{key} is no detail: the plan has it elsewhere"
    assert f"hint: secondsale {instead}\n" in answer.err
    assert sold.contents() == before


def test_a_note_goes_with_the_talk_or_with_the_person(sold: InProcess) -> None:
    of_the_talk = sold("log", "ana", "ok", "note=loves it")
    of_the_person = sold("detail", "ana", "note=loves it")

    assert "a note goes behind -n" in of_the_talk.err
    assert "secondsale edit-customer ana --note 'loves it'" in of_the_person.err


def test_what_once_became_such_a_detail_can_be_cleared(sold: InProcess) -> None:
    assert sold("detail", "ana", "birthday=").code == 0


@BOTH
def test_a_pasted_mail_is_kept_on_one_line(sold: InProcess, command: str) -> None:
    sold.ok(
        command, "ana", "ok", "-n", "Hi\r\n\r\nthere\tyou", "why=dry\nskin",
        "--promise", "send\nit", "--by", "friday", "--concern", "it\nitches",
    )  # fmt: skip

    known = json.loads(sold.ok("brief", "ana", "--json").out)

    assert known["said"][0]["note"] == "Hi there you"
    assert known["details"] == {"why": "dry skin"}
    assert known["promises"][0]["text"] == "send it"
    assert known["concerns"][0]["text"] == "it itches"


@BOTH
def test_of_what_fails_in_the_book_nothing_is_kept(
    sold: InProcess, command: str
) -> None:
    message = refused(
        sold, 3, command, "ana", "happy", "sister=Rita", "--promise", "a sample",
        "--by", "friday", "--concern", "it itches", "--left", "soap 50%",
    )  # fmt: skip

    assert message == "Ana Silva has no 'soap'"


def test_a_message_may_say_what_nobody_was_reached_for(sold: InProcess) -> None:
    said = sold("log", "ana", "left-message", "--in", "--left", "half")

    assert "50 % of Rose Serum left" in said.out


def test_call_back_has_its_own_day(sold: InProcess) -> None:
    assert (
        refused(sold, 2, "done", "ana", "call-back", "--next", "friday")
        == "--next does not go with call-back"
    )


def test_a_day_to_call_back_is_not_lost_where_nothing_was_due(sold: InProcess) -> None:
    sold.ok("add-customer", "Ben Okafor")

    said = sold("done", "ben", "call-back", "--until", "friday")

    assert said.err == (
        'keep the day: secondsale promise 2 "call back" --by 2026-11-27\n'
    )


def test_the_words_that_were_used_are_kept(sold: InProcess) -> None:
    said = sold.ok("done", "ana", "ok", "--drafted", "sms", *NEXT_DAY)

    assert "Our words were used by sms: welcome and reassure." in said.out
    assert "ok by sms" in sold.ok("show", "ana").out
    words = [row[-1].partition("#")[0] for row in _facts(sold)["covers"]]
    assert words == ["welcome", "reassure"]


def test_what_was_drafted_may_have_led_to_a_call(sold: InProcess) -> None:
    said = sold.ok("done", "ana", "ok", "--drafted", "sms", "--channel", "call",
                   "--only", "welcome", "--json", *NEXT_DAY)  # fmt: skip

    (kept,) = json.loads(said.out)["kept"]
    assert (kept["kind"], kept["channel"]) == ("draft", "call")
    assert list(kept["wordings"]) == ["welcome:s1"]


def test_without_a_draft_no_words_are_kept(sold: InProcess) -> None:
    sold.ok("done", "ana", "ok", *NEXT_DAY)

    assert [row[-1] for row in _facts(sold)["covers"]] == ["", ""]


def test_where_nothing_was_due_there_was_no_draft(sold: InProcess) -> None:
    sold.ok("add-customer", "Ben Okafor")

    assert refused(sold, 3, "done", "ben", "ok", "--drafted", "sms") == (
        "nothing is due for Ben Okafor: there was nothing to draft"
    )
    assert refused(sold, 2, "done", "ana", "ok", "--drafted", "pigeon") == (
        "'pigeon' is not a channel"
    )


@pytest.mark.parametrize("option", ["--until", "--only", "--drafted"])
def test_a_log_takes_no_option_of_closing(sold: InProcess, option: str) -> None:
    assert "No such option" in refused(sold, 2, "log", "ana", "ok", option, "friday")


@BOTH
def test_a_name_that_is_nearly_right_is_offered(sold: InProcess, command: str) -> None:
    said = sold(command, "anna", "happy")

    assert said.refusal == "no customer answers to 'anna'"
    assert "did you mean Ana Silva (1, +44 20 7946 0018)?" in said.err


WORDS = st.text(min_size=0, max_size=12)
DAYS = st.sampled_from(["friday", "3d", "2026-12-24", "yesterday", "soon", "today"])
PARTS = st.one_of(
    st.tuples(st.sampled_from(["sister=Rita", "why=", "loves", "=", "a=b=c"])),
    st.tuples(st.just("--note"), WORDS),
    st.tuples(st.just("--left"), st.sampled_from(["50%", "serum half", "x 1%", "9"])),
    st.tuples(st.just("--promise"), WORDS, st.just("--by"), DAYS),
    st.tuples(st.sampled_from(["--promise", "--by"]), DAYS),
    st.tuples(st.just("--concern"), WORDS),
    st.tuples(st.just("--next"), DAYS),
    st.tuples(st.just("--on"), st.sampled_from(["yesterday", "3d", "2027-01-01"])),
    st.tuples(st.just("--channel"), st.sampled_from(["call", "sms", "pigeon"])),
    st.tuples(st.just("--score"), st.sampled_from(["9", "11", "nine"])),
    st.tuples(st.sampled_from(["--in", "--json"])),
)
OUTCOMES = st.sampled_from(["happy", "unhappy", "no-answer", "call-back", "glad"])


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    command=st.sampled_from(["done", "log"]),
    outcome=OUTCOMES,
    parts=st.lists(PARTS, max_size=5),
)
def test_a_line_is_kept_whole_or_not_at_all(
    sold: InProcess, command: str, outcome: str, parts: list[tuple[str, ...]]
) -> None:
    before, bytes_before = _facts(sold), sold.contents()

    said = sold(command, "ana", outcome, *(word for part in parts for word in part))

    if said.code:
        assert sold.contents() == bytes_before
        assert said.refusal
    else:
        assert len(_facts(sold)["contacts"]) == len(before["contacts"]) + 1
        sold("undo")
        assert _facts(sold) == before


TABLES = "contacts covers details levels promises concerns settlements".split()


def _facts(book: InProcess) -> dict[str, list[Any]]:
    """Return all rows of what a conversation can tell."""
    with closing(sqlite3.connect(book.book)) as connection:
        return {
            table: connection.execute(f"SELECT * FROM {table}").fetchall()
            for table in TABLES
        }
