"""Experiments at the command line: begun, looked at, ended, taken back."""

import json
from datetime import date, timedelta
from typing import Any

import pytest
from rich.cells import cell_len
from tests.builders import all_rules
from tests.conftest import InProcess, Processes

from secondsale.model import Arm, Lesson, Trial
from secondsale.planner.exposures import FOLLOWS_A_SALE, exposed, reach
from secondsale.store import Book
from secondsale.store.counting.recent import recent_buyers

NEW = ("experiment", "new", "sooner", "--rule", "check-in", "--set", "due_days=1")
PEOPLE = 40


@pytest.fixture
def begun(secondsale: InProcess) -> InProcess:
    """Return a book in which an experiment has just begun."""
    secondsale.ok("add-sale", "Ana Silva", "Jug", "--phone", "12345")
    secondsale.ok(*NEW, "--against", "due_days=4", "--hold-out", "30%")
    return secondsale


def trial(book: InProcess) -> Trial:
    with Book.open(book.book) as opened:
        return opened.trials()[-1]


def sell(book: InProcess) -> None:
    """Let many people buy on the day on which it begins."""
    on = date(2026, 11, 21)
    with Book.open_for_writing(book.book) as opened, opened.change():
        product = opened.add_product("Soap", added_on=on)
        for number in range(PEOPLE):
            who = opened.add_customer(
                f"Person {number}", added_on=on, email=f"p{number}@example.com"
            )
            line = (product.id, 1, None)
            opened.add_sale(who.id, [line], sold_on=on, recorded_on=on)


def data(book: InProcess, *typed: str) -> Any:
    return json.loads(book.ok(*typed, "--json").out)


def switch_off(book: InProcess) -> None:
    """Let the settings switch the rule off that is tried."""
    file = book.folder / "off.toml"
    file.write_text("[rules.check-in]\nenabled = false\n", encoding="utf-8")
    book.environment["SECONDSALE_SETTINGS"] = str(file)


def at(book: InProcess, day: str) -> InProcess:
    book.environment["SECONDSALE_AS_OF"] = day
    return book


def test_it_says_what_it_does_when_it_begins(secondsale: InProcess) -> None:
    secondsale.ok("add-sale", "Ana Silva", "Jug", "--phone", "12345")

    said = secondsale.ok(*NEW, "--hold-out", "30")

    assert said.out.splitlines() == [
        "Experiment 1, sooner: check-in, since Saturday 21 November 2026.",
        "What counts is a further order within 60 days.",
        "30 % are left alone by check-in; of the others half get the first way"
        " (due_days=1), half the second (as it is): by chance, and for ever. What was"
        " open before stays as it is.",
        "secondsale experiment show 1 says how it stands.",
    ]


def test_at_first_nothing_can_be_told(begun: InProcess) -> None:
    said = begun.ok("experiment", "show", "1").out

    assert "Cannot tell yet whether the first way or the second way is better" in said
    assert "nobody's 60 days are over" in said
    assert begun.ok("experiment").rows == [
        ["1", "sooner", "check-in", "2026-11-21", "", "0", "cannot tell yet"]
    ]


def test_who_is_in_it_waits_and_then_counts(begun: InProcess) -> None:
    sell(begun)
    at(begun, "2026-12-20")
    sell_again = [
        who for who in range(2, PEOPLE + 2) if trial(begun).arm(who) is Arm.FIRST
    ]
    for who in sell_again:
        begun.ok("add-sale", str(who), "Soap", "--on", "2026-12-15")

    waiting = data(begun, "experiment", "show", "1")
    over = data(at(begun, "2027-02-20"), "experiment", "show", "1")

    arms = {each["arm"]: each for each in waiting["arms"]}
    assert sum(each["n"] for each in arms.values()) == 0
    assert sum(each["waiting"] for each in arms.values()) == PEOPLE + 1
    assert arms["first"]["waiting_hits"] == len(sell_again)
    arms = {each["arm"]: each for each in over["arms"]}
    assert sum(each["n"] for each in arms.values()) == PEOPLE + 1
    assert arms["first"]["hits"] == len(sell_again)
    assert arms["second"]["hits"] == arms["held out"]["hits"] == 0
    ways = over["comparisons"][0]
    assert (ways["one"], ways["other"], ways["enough"]) == ("first", "second", 40)
    assert ways["evidence"] > 40
    assert ways["better"] == "first"
    said = begun.ok("experiment", "show", "1").out
    assert "The first way is better than the second way: of 100 customers" in said
    assert "How much better is less sure" in said
    assert ways["size_is_optimistic"] is True
    assert begun.ok("experiment").rows[0][-1] == "the first way is better"


def test_the_plan_goes_by_the_way_and_why_says_so(begun: InProcess) -> None:
    sell(begun)
    of, found = trial(begun), {}
    for who in range(2, PEOPLE + 2):
        rows = begun.ok("why", str(who), "--only", "check-in").rows
        found[of.arm(who)] = {label: said for _, _, label, said in rows}

    first, second = found[Arm.FIRST], found[Arm.SECOND]
    assert first["experiment"] == "1 (sooner): the first way, due_days=1"
    assert second["experiment"] == "1 (sooner): the second way, due_days=4"
    assert first["worked out"].endswith("+ 1 day")
    assert second["worked out"].endswith("+ 4 days")
    assert "held out of experiment 1 (sooner)" in found[Arm.HELD_OUT]["closed"]


def test_rules_says_which_rule_is_tried(begun: InProcess) -> None:
    said = "1 (sooner): due_days=1 against due_days=4, 30 % left alone"

    found = {each["rule"]: each["experiment"] for each in data(begun, "rules")}
    rows = [row[:4] for row in begun.ok("rules").rows if row[2] == "experiment"]
    begun.ok("experiment", "end", "1")
    after = data(begun, "rules")

    assert {rule: each for rule, each in found.items() if each} == {"check-in": said}
    assert rows == [["check-in", "care", "experiment", said]]
    assert {each["experiment"] for each in after} == {None}


def test_channel_and_offer_of_a_way_are_said_in_the_morning(
    secondsale: InProcess,
) -> None:
    secondsale.ok("add-sale", "Ana Silva", "Soap", "--phone", "12345")
    secondsale.ok(
        "experiment", "new", "by text", "--rule", "check-in",
        "--set", "channel=sms, gives=10 % off, today", "--against",
        "channel=sms,gives=$x",
    )  # fmt: skip

    at(secondsale, "2026-11-26")
    said = data(secondsale, "today")["conversations"][0]["say"]
    secondsale.ok("opt-out", "ana", "--from-channel", "sms")
    after = data(secondsale, "today")["conversations"][0]["say"]

    offer = "10 % off, today" if trial(secondsale).arm(1) is Arm.FIRST else "$x"
    assert "this time text 12345" in said
    assert f"offer {offer}" in said
    assert not any(each.startswith("this time") for each in after)


def test_one_that_was_ended_keeps_its_figures(begun: InProcess) -> None:
    sell(begun)
    at(begun, "2027-02-20")
    ended = data(begun, "experiment", "end", "1", "--because", "enough")

    begun.ok("add-sale", "2", "Soap")
    later = data(at(begun, "2027-06-01"), "experiment", "show", "1")

    assert later == ended
    assert (later["ended"], later["because"]) == ("2027-02-20", "enough")
    assert "It ended before it could be told" in later["verdicts"][0]


def test_the_record_stays_whatever_is_written_or_set_later(begun: InProcess) -> None:
    sell(begun)
    at(begun, "2027-02-20")
    ended = data(begun, "experiment", "end", "1")

    begun.ok("cancel-sale", "2")
    switch_off(begun)

    assert data(begun, "experiment", "show", "1") == ended
    assert sum(each["n"] for each in ended["arms"]) == PEOPLE + 1


def test_who_still_waited_at_the_end_is_left_out_and_it_says_so(
    begun: InProcess,
) -> None:
    sell(begun)
    at(begun, "2026-12-20")

    said = begun.ok("experiment", "end", "1").out

    assert f"{PEOPLE + 1} customers were still waiting and are left out." in said
    assert "may still order" not in said


def test_without_the_end_there_is_no_record(begun: InProcess) -> None:
    sell(begun)
    at(begun, "2026-12-20")
    begun.ok("experiment", "end", "1")

    begun.ok("undo")

    assert trial(begun).record == ()
    assert trial(begun).ended is None


def test_one_whose_rule_is_off_says_so_and_keeps_who_was_in_it(
    begun: InProcess,
) -> None:
    sell(begun)
    at(begun, "2027-02-20")
    switch_off(begun)

    found = data(begun, "experiment", "show", "1")

    assert found["rule_is_off"] is True
    assert found["verdicts"][0].startswith("The rule is off: nobody new comes in")
    assert sum(each["n"] for each in found["arms"]) == PEOPLE + 1
    assert begun.ok("experiment").rows[0][-1] == "the rule is off"


def test_one_that_is_not_possible_any_more_ends_without_a_record(
    begun: InProcess,
) -> None:
    begun.plant('UPDATE trials SET first = \'{"gone": "1"}\'')

    said = begun("experiment", "end", "1")

    assert said.code == 0
    assert said.err == "it ends without a record: check-in has no figure gone\n"
    assert "There is no record of it" in said.out
    assert begun.ok("experiment").rows[0][-1] == "ended without a record"


def test_what_cannot_be_told_says_between_what_it_lies(begun: InProcess) -> None:
    sell(begun)
    at(begun, "2027-02-20")

    said = begun.ok("experiment", "show", "1").out

    assert (
        "Cannot tell yet whether the first way or the second way is better: with the"
        " first way anything from"
    ) in said
    assert "No difference" not in said


def test_a_hold_out_alone_tries_the_rule_itself(secondsale: InProcess) -> None:
    secondsale.ok("add-sale", "Ana Silva", "Jug", "--phone", "12345")
    said = secondsale.ok(
        "experiment", "new", "e", "--rule", "check-in", "--hold-out", "50%"
    )
    sell(secondsale)
    at(secondsale, "2027-02-20")

    found = data(secondsale, "experiment", "show", "1")
    marked = {each["rule"]: each["experiment"] for each in data(secondsale, "rules")}

    assert "50 % are left alone by check-in, for the others it is as it is" in said.out
    assert [each["arm"] for each in found["arms"]] == ["followed up", "held out"]
    assert sum(each["n"] for each in found["arms"]) == PEOPLE + 1
    (only,) = found["comparisons"]
    assert (only["one"], only["other"]) == ("followed up", "held out")
    assert only["enough"] == 20
    assert "the first way" not in " ".join(found["verdicts"])
    assert marked["check-in"] == "1 (e): 50 % left alone"


def test_what_was_done_already_cannot_be_dealt(begun: InProcess) -> None:
    before = begun.contents()

    said = at(begun, "2026-11-20")(
        "experiment", "new", "e", "--rule", "feedback", "--set", "due_days=3"
    )

    assert said.code == 2
    assert "has entries up to Saturday 21 November 2026" in said.refusal
    assert begun.contents() == before


def test_of_several_at_once_it_says_how_often_they_err(begun: InProcess) -> None:
    alone = begun.ok("experiment").err
    begun.ok("experiment", "new", "e", "--rule", "feedback", "--set", "due_days=3")

    several = begun("experiment").err
    begun.ok("experiment", "end", "1")

    assert alone == begun.ok("experiment").err == ""
    assert several.startswith("2 run at once: each of them may be wrong once in 20")


@pytest.mark.parametrize(
    ("typed", "hint"),
    [
        ("gives=", 'such as gives="10 % off"'),
        ("wording=", "such as wording=short"),
        ("channel", "such as channel=sms"),
        ("due_days=", "such as due_days=3"),
        ("=3", "such as due_days=3"),
    ],
)
def test_a_missing_value_is_hinted_at_by_its_name(
    begun: InProcess, typed: str, hint: str
) -> None:
    said = begun("experiment", "new", "e", "--rule", "feedback", "--set", typed)

    assert hint in said.err


def test_undo_takes_a_beginning_and_an_end_back(begun: InProcess) -> None:
    running = data(begun, "experiment")
    begun.ok("experiment", "end", "1")

    said = begun.ok("undo").out
    assert "This changed 1 experiment." in said
    assert data(begun, "experiment") == running
    begun.ok("undo")
    assert data(begun, "experiment") == {"experiments": []}


def test_the_same_name_deals_anew_another_time(begun: InProcess) -> None:
    first = trial(begun)
    begun.ok("experiment", "end", "1")
    begun.ok(*NEW, "--hold-out", "30%")
    second = trial(begun)

    same = sum(first.arm(who) is second.arm(who) for who in range(1, 1001))

    assert same < 500


@pytest.mark.parametrize(
    ("typed", "code", "message"),
    [
        ("--rule check-inn --set due_days=1", 2, "'check-inn' is not a rule"),
        ("--rule check-in --set due_days=1", 2, "tries check-in already"),
        ("--rule feedback --set days=1", 2, "feedback has no figure days"),
        ("--rule feedback --set due_days=x", 2, "cannot be 'x'"),
        ("--rule feedback --set due_days", 2, "sets nothing"),
        ("--rule feedback --set =3", 2, "sets nothing"),
        ("--rule feedback --set due_days=1,due_days=2", 2, "sets due_days twice"),
        ("--rule feedback --set due_days=", 2, "due_days is empty"),
        ("--rule feedback", 2, "--set is missing"),
        ("--rule feedback --set due_days=14", 2, "both ways are the same"),
        ("--rule feedback --set channel=fax", 2, "'fax' is not a channel"),
        ("--rule feedback --set wording=../x", 2, "wording cannot be '../x'"),
        ("--rule feedback --set due_days=1 --hold-out 95", 2, "'95' is not a share"),
        ("--rule feedback --set due_days=1 --within 0", 2, "a number of days"),
        ("--rule welcome --set due_days=2 --hold-out 9", 2, "welcome owes them"),
        ("", 2, "--rule is missing"),
    ],
)
def test_what_cannot_be_tried_is_refused_and_named(
    begun: InProcess, typed: str, code: int, message: str
) -> None:
    before = begun.contents()

    said = begun("experiment", "new", "other", *typed.split())

    assert said.code == code
    assert message in said.refusal
    assert begun.contents() == before


@pytest.mark.parametrize("typed", ["show 7", "end 7"])
def test_one_that_is_not_there_is_named(begun: InProcess, typed: str) -> None:
    said = begun("experiment", *typed.split())

    assert said.code == 3
    assert said.refusal == "there is no experiment 7"


def test_one_cannot_end_twice(begun: InProcess) -> None:
    begun.ok("experiment", "end", "1")

    assert (
        "ended on Saturday 21 November 2026 already"
        in begun("experiment", "end", "1").refusal
    )


@pytest.mark.parametrize("typed", ["show 1", "end 1"])
def test_before_it_begins_there_is_nothing_to_show_or_end(
    begun: InProcess, typed: str
) -> None:
    said = at(begun, "2026-11-01")("experiment", *typed.split())

    assert said.refusal == "experiment 1 begins on Saturday 21 November 2026"
    assert data(begun, "experiment") == {"experiments": []}


def test_a_book_without_experiments_says_so(secondsale: InProcess) -> None:
    secondsale.ok("add-sale", "Ana Silva", "Jug", "--phone", "12345")

    said = secondsale("experiment")

    assert (said.code, said.out) == (0, "")
    assert said.err.startswith("no experiments; secondsale experiment new --help")


@pytest.mark.parametrize("rule", sorted(FOLLOWS_A_SALE))
def test_nobody_whom_it_is_about_is_left_out_to_save_time(
    secondsale: InProcess, rule: str
) -> None:
    begins, way = date(2026, 11, 21), (("due_days", "20"), ("stays_days", "9"))
    of = Trial(1, "later", rule, "s", begins, way, (), 0, 60)
    with Book.open_for_writing(secondsale.book) as book, book.change():
        jug = book.add_product("Jug", added_on=begins, delivery_days=5)
        book.add_lesson(jug.id, Lesson("descale", "Descale it", 30, (2, 6)))
        for ago in range(0, 500, 7):
            on = begins - timedelta(ago)
            who = book.add_customer(f"Person {ago}", added_on=on)
            sold = book.add_sale(
                who.id, [(jug.id, 1, None)], sold_on=on, recorded_on=on
            )
            if ago % 3 == 0:
                book.update_sale(sold.id, delivered_on=on + timedelta(40))
    rules, today = all_rules(), begins + timedelta(400)

    with Book.open(secondsale.book) as book:
        asked = recent_buyers(book, begins, reach(of, rules, ()))
        them = {
            history.customer.id
            for history, _ in book.histories()
            if exposed(history, of, rules, today=today)
        }

    assert them
    assert them <= set(asked)


@pytest.mark.parametrize("width", [60, 80, 140])
def test_no_name_breaks_a_screen(
    begun: InProcess, process: Processes, width: int
) -> None:
    begun.plant(
        "UPDATE trials SET ended_on = '2026-11-21', end_reason = '[bold]\x1b[31m',"
        ' first = \'{"gives": "[/red] $y {x}"}\', name = \'[/] $name =cmd() {0}\u202e'
        f" 林{' xyz' * 80}'"
    )
    process.book.write_bytes(begun.book.read_bytes())

    for shown in ("experiment", "experiment show 1"):
        drawn = process.at_a_terminal(*shown.split(), width=width).out
        assert "[/]" in drawn
        assert max(map(cell_len, drawn.splitlines())) <= width


def test_a_draft_says_it_the_way_that_is_tried(secondsale: InProcess) -> None:
    secondsale.ok(
        *("add-sale", "Ana Silva", "Jug"),
        *("--phone", "+44 20 7946 0018", "--email", "ana@example.com"),
    )
    way = "wording=short,channel=email,gives=a free filter"
    secondsale.ok(
        *("experiment", "new", "kinder", "--rule", "check-in"),
        *("--set", way, "--against", f"{way},due_days=4"),
    )

    draft = at(secondsale, "2026-11-26")("draft", "ana", "--for", "check-in")
    by_text = secondsale("draft", "ana", "--for", "check-in", "--channel", "sms")
    as_data = secondsale("draft", "ana", "--for", "check-in", "--json")
    wording = json.loads(as_data.out)["wordings"]

    assert draft.out.startswith("Subject: ")
    assert "there is this for you: a free filter." in draft.out
    assert "For you, as a thank-you: a free filter." in by_text.out
    assert wording["check-in:s1"].startswith("check-in.short#")


def test_words_that_nobody_has_written_are_no_way(secondsale: InProcess) -> None:
    secondsale("add-sale", "Ana Silva", "Jug")

    said = secondsale(
        *("experiment", "new", "x", "--rule", "check-in", "--set", "wording=loud")
    )

    assert said.code == 2
    assert "there is no text check-in.loud.txt" in said.err
    assert "no experiments" in secondsale("experiment").err
