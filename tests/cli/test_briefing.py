import json

import pytest
from rich.cells import cell_len
from tests.cli.conftest import NEXT_DAY
from tests.conftest import InProcess, Processes

FOUR = ("why=dry skin", "problem=redness", "needs=sleep", "routine=mornings")


def told(book: InProcess, *more: str) -> dict[str, list[str]]:
    """Return what the brief of Ana says, by label."""
    found: dict[str, list[str]] = {}
    for label, words in book.ok("brief", "ana", *more).rows:
        found.setdefault(label, []).append(words)
    return found


def asked(book: InProcess, *more: str) -> str:
    """Return the id of the question on show."""
    return str(json.loads(book.ok("brief", "ana", "--json", *more).out)["ask"]["id"])


def test_a_brief_has_what_to_know_before_a_talk(sold: InProcess) -> None:
    sold.ok("add-customer", "Rita Costa")
    sold.ok("edit-customer", "ana", "--referred-by", "rita", "--best-time", "evenings")
    sold.ok("add-product", "Cream")
    sold.ok("complement", "rose serum", "Cream", "--why", "it seals the serum in")
    sold.ok("objection", "rose serum", "the scent is strong")
    sold.ok("detail", "ana", "why=dry skin", "avoid=her former job", *NEXT_DAY)
    sold.ok("log", "ana", "ok", "-n", "asked about oil", "--in", *NEXT_DAY)
    sold.ok("promise", "ana", "send the sample", "--by", "3d", *NEXT_DAY)

    free = told(sold, *NEXT_DAY)
    sold.ok("concern", "ana", "the pump leaks", *NEXT_DAY)
    said = told(sold, *NEXT_DAY)

    assert free["goes with"] == ["Cream with Rose Serum: it seals the serum in"]
    assert "goes with" not in said
    assert said["customer"] == ["Ana Silva (1)"]
    assert said["who"] == ["since 19 November · sent by Rita Costa"]
    assert said["reach"] == ["call +44 20 7946 0018, evenings"]
    assert said["bought"] == ["Rose Serum ×2 (19 November)"]
    assert said["details"] == ["why: dry skin"]
    assert said["said"] == ["Fri 20 Nov, they wrote, ok: “asked about oil”"]
    assert said["promised"] == ["by Mon 23 Nov: send the sample (p1)"]
    assert said["concern"] == ["since 20 November: the pump leaks (k1)"]
    assert said["avoid"] == [
        "asks and offers until it is resolved: the pump leaks (k1)",
        "her former job",
        "Rose Serum, said against it: the scent is strong",
    ]
    assert [each.partition(":")[0] for each in said["due"]] == ["concern", "welcome"]


def test_json_of_a_brief_has_all_of_it(sold: InProcess) -> None:
    sold.ok("promise", "ana", "send the sample", "--by", "3d", *NEXT_DAY)
    sold.ok("checkpoint", "1", "delivery", "--by", "9d", *NEXT_DAY)

    said = json.loads(sold.ok("brief", "ana", "--json", *NEXT_DAY).out)

    assert said["customer"]["name"] == "Ana Silva"
    assert [each["text"] for each in said["promises"]] == ["send the sample"]
    assert [each["label"] for each in said["checkpoints"]] == ["delivery"]
    assert {each["rule"] for each in said["due"]} == {"welcome", "reassure"}
    assert {each["day"] for each in said["next"]} == {"2026-11-22"}
    assert said["goodwill"]["band"] == "warm"
    assert said["ask"] == {
        "id": "why",
        "text": "What made you choose Rose Serum?",
        "why": "why: not known yet",
    }


def test_a_brief_takes_one_small_screen_and_says_where_the_rest_is(
    secondsale: InProcess, process: Processes
) -> None:
    secondsale("add-sale", "Ana Silva", "Rose Serum")
    for number in range(30):
        secondsale.ok("promise", "ana", f"thing {number}", "--by", "3d")

    lines = process.at_a_terminal("brief", "ana").out.splitlines()

    assert len(lines) == 23
    assert lines[-1].endswith(" more (promised): secondsale show 1")


def test_nothing_is_cut_in_a_pipe(sold: InProcess) -> None:
    sold.ok("log", "ana", "ok", "-n", "long " * 300)
    for number in range(30):
        sold.ok("promise", "ana", f"thing {number}", "--by", "3d")

    said = told(sold)

    assert len(said["promised"]) == 30
    assert said["said"][0].count("long") == 300


def test_a_brief_of_nobody_is_refused(sold: InProcess) -> None:
    refused = sold("brief", "zoe")

    assert refused.code == 3
    assert "'zoe'" in refused.refusal


def test_today_says_what_to_ask(sold: InProcess, process: Processes) -> None:
    sold.ok("detail", "ana", *FOUR[:1])

    drawn = process.at_a_terminal("today").out
    (talk,) = json.loads(sold.ok("today", "--json").out)["conversations"]

    assert "   ask        What did you want Rose Serum to put right for you?" in drawn
    assert talk["ask"]["id"] == "problem"


def test_a_page_for_the_phone_has_the_question_and_takes_no_answer_for_it(
    sold: InProcess,
) -> None:
    page = sold.folder / "today.md"
    text = sold.ok("today", "--md").out
    page.write_text(text.replace("- [ ]", "- [x]"), "utf-8")

    sold.ok("ingest", str(page))
    (talk,) = json.loads(sold.ok("show", "ana", "--json").out)["contacts"]

    assert "*ask*: What made you choose Rose Serum? (why: not known yet)" in text
    assert (talk["outcome"], talk["note"]) == ("ok", "")


def test_a_question_that_was_on_show_when_it_was_done_rests(sold: InProcess) -> None:
    sold.ok("detail", "ana", *FOUR)
    first = asked(sold)

    sold.ok("done", "ana", "happy")
    second = asked(sold)
    sold.ok("undo")

    assert second != first
    assert asked(sold) == first


def test_a_message_from_them_asks_nothing(sold: InProcess) -> None:
    sold.ok("detail", "ana", *FOUR)
    first = asked(sold)

    sold.ok("log", "ana", "ok", "--in")

    assert asked(sold) == first


def test_the_question_that_was_asked_moves_with_a_merge(sold: InProcess) -> None:
    sold.ok("detail", "ana", *FOUR)
    sold.ok("add-customer", "Rita Costa")
    sold.ok("done", "1", "happy")

    assert sold("merge", "2", "1").code == 0

    (talk,) = json.loads(sold.ok("show", "2", "--json").out)["contacts"]
    assert "question:c2" in talk["covered"]


@pytest.mark.parametrize(
    "name",
    ["=cmd $name ''; --", "Ana " + "x" * 190, "李小龙 👨‍👩‍👧", "<b>é</b> ${x} %s"],
)
def test_no_name_breaks_a_brief(
    secondsale: InProcess, process: Processes, name: str
) -> None:
    assert secondsale("add-sale", name, name[:40]).code == 0
    secondsale.ok("log", "1", "ok", "-n", name)

    shown = process.at_a_terminal("brief", "1")

    assert shown.code == 0
    assert max(map(cell_len, shown.out.splitlines())) <= 80
    assert name[:20] in shown.out
