"""Whatever a command changed can be taken back, restored and looked up."""

import json
import shutil
import sqlite3
from contextlib import closing
from pathlib import Path
from subprocess import PIPE, Popen
from typing import Any

import pytest
from tests.cli.conftest import refused
from tests.conftest import InProcess, Processes

from secondsale.cli._help import listed
from secondsale.store.changes import NOT_FACTS

AGO = ("--as-of", "2026-06-01")

BEGUN: list[tuple[str, ...]] = [
    ("add-product", "Old Balm", "--supply-days", "30", *AGO),
    ("add-product", "Jug", *AGO),
    ("add-sale", "Ben Okafor", "Old Balm", "--phone", "123456", *AGO),
    ("add-sale", "Ana Silva", "Rose Serum x2 @38", "--phone", "+44 20 7946 0018"),
    ("tag", "ben", "vip"),
    ("lesson", "Jug", "rinse it", "--after", "3d"),
]
"""How the book begins in which each command is tried; `BEGUN` is not taken back."""

CHANGES: dict[str, list[tuple[str, ...]]] = {
    "add-sale": [("Rita Costa", "Old Balm @5", "Soap", "--referred-by", "ana")],
    "edit-sale": [("2", "--note", "for her sister", "--delivery", "3d")],
    "cancel-sale": [("2", "--because", "too dear")],
    "return": [("2", "Rose Serum x1", "--because", "broken")],
    "catch-up": [("--yes", "--as-of", "2026-11-26")],
    "holiday": [("--until", "3w", "--because", "away"), ("--over",)],
    "done": [("ana", "happy", "-n", "loves it"), ("ana", "ok")],
    "log": [
        ("ana", "ok", "--in"),
        (
            "ana",
            "happy",
            "sister=Rita",
            "--left",
            "50%",
            "--promise",
            "a sample",
            "--by",
            "friday",
            "--concern",
            "it itches",
            "--next",
            "2w",
        ),
    ],
    "import": [("~/orders.csv", "--currency", "EUR", "--yes"), ("~/ana.vcf",)],
    "sync": [("~/tasks",)],
    "ingest": [("~/page.md",)],
    "snooze": [("ana", "--for", "3d")],
    "skip": [("ana", "--because", "met her")],
    "promise": [("ana", "a sample", "--by", "3d")],
    "kept": [("p1",)],
    "concern": [("ana", "it itches", "--sale", "2")],
    "resolve": [("k1", "a new one")],
    "checkpoint": [("2", "installation", "--by", "10d")],
    "drop-checkpoint": [("d1", "--because", "not needed")],
    "add-customer": [("Zoe Adams", "--email", "zoe@example.com")],
    "edit-customer": [("ben", "--name", "Benjamin Okafor", "--referred-by", "ana")],
    "opt-out": [("ana",), ("ben", "--from-channel", "sms")],
    "opt-in": [("ana",)],
    "pause": [("ana", "--until", "3w")],
    "resume": [("ana",)],
    "tier": [("ana", "a")],
    "tag": [("ben", "wife", "vip")],
    "untag": [("ben", "vip")],
    "owner": [("ana", "Mia")],
    "hand-over": [("mia", "Tom")],
    "detail": [("ana", "why=dry skin", "routine=")],
    "milestone": [("ana", "her shop opened")],
    "level": [("ana", "Rose Serum", "50%")],
    "gift": [("ana", "roses", "--cost", "5")],
    "wow": [("ana", "a card")],
    "introduce": [("ana", "Tom", "--role", "fitter")],
    "introduced": [("ana", "Tom")],
    "merge": [("ana", "ben")],
    "hello-again": [("--over", "3w")],
    "review": [("ana", "--own", "4", "--theirs", "5")],
    "add-product": [("Night Balm", "--price", "20")],
    "edit-product": [("Jug", "--price", "9", "--name", "Filter Jug")],
    "lesson": [("Jug", "descale it", "--after", "30d")],
    "drop-lesson": [("Jug", "rinse-it")],
    "reason": [("Jug", "it lasts")],
    "resource": [("Jug", "guide", "guide.pdf")],
    "complement": [("Jug", "Old Balm")],
    "objection": [("Jug", "too dear: it lasts ten years")],
    "reward": [("card", "--goal", "1", "--gives", "a balm")],
    "redeem": [("ana", "card")],
    "experiment": [
        (
            "new",
            "sooner",
            "--rule",
            "check-in",
            "--set",
            "due_days=5",
            "--hold-out",
            "40",
        ),
        ("end", "1", "--because", "enough"),
    ],
}
"""How each changing command is typed; what it needs is made by those of NEEDS."""

NEEDS: dict[str, list[tuple[str, ...]]] = {
    "hello-again": [("add-sale", "Old Buyer", "Jug", "--on", "2026-01-01")],
    "kept": [("promise", "ana", "a sample", "--by", "3d")],
    "resolve": [("concern", "ana", "it itches")],
    "drop-checkpoint": [("checkpoint", "2", "installation", "--by", "10d")],
    "opt-in": [("opt-out", "ana", "--intent", "offer"), ("opt-out", "ana")],
    "resume": [("pause", "ana", "--until", "3w")],
    "hand-over": [("owner", "ana", "Mia"), ("owner", "ben", "Mia")],
    "introduced": [("introduce", "ana", "Tom", "--role", "fitter")],
    "redeem": [
        ("reward", "card", "--goal", "1", "--gives", "a balm"),
        ("add-sale", "Ana Silva", "Jug"),
    ],
}

FILES = {
    "orders.csv": "Customer,Bought,When,Paid\nAna Silva,Jug,2026-11-02,20.50\n",
    "ana.vcf": "BEGIN:VCARD\nVERSION:3.0\nUID:7\nFN:Ana Silva\n"
    "TEL:+44 20 7946 0018\nEMAIL:ana@example.com\nEND:VCARD\n",
    "page.md": "- [x] **Ana Silva** ^ss-20261121-c2 happy: loves it\n",
    "tasks/1.ics": "BEGIN:VCALENDAR\nBEGIN:VTODO\nUID:ss-welcome-s2\n"
    "SUMMARY:Ana Silva: welcome\nX-SECONDSALE-ID:c2 welcome:s2\nSTATUS:COMPLETED\n"
    "END:VTODO\nEND:VCALENDAR\n",
}
"""What lies in the home of who types the commands."""

READS = frozenset(
    "today why duplicates cold quiet load promises concerns checkpoints show brief"
    " customers details products show-product rewards sales history export rules"
    " settings stats segments backup backups messages draft help".split()
)
"""Commands that change no row of the book."""

OTHERS = frozenset("undo redo restore forget timing doctor demo go".split())
"""Commands about the journal, what is no fact, or another book than they read; `go`
changes nothing itself: it runs the others."""


@pytest.fixture(scope="module")
def begun(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("begun")
    process = Processes(folder, {"HOME": str(folder), "SECONDSALE_AS_OF": "2026-11-21"})
    for typed in BEGUN:
        done = process("--book", str(process.book), *typed)
        assert done.code == 0, done
    return process.book


@pytest.fixture
def known(secondsale: InProcess, begun: Path) -> InProcess:
    shutil.copy(begun, secondsale.book)
    for name, text in FILES.items():
        file = secondsale.folder / name
        file.parent.mkdir(exist_ok=True)
        file.write_text(text, "utf-8")
    return secondsale


def facts(book: InProcess) -> dict[str, list[Any]]:
    """Return every row of every table of facts."""
    with closing(sqlite3.connect(book.book)) as connection:
        names = connection.execute(
            "SELECT name FROM sqlite_schema WHERE type = 'table'"
            " AND name NOT LIKE 'sqlite_%' AND name NOT LIKE '_sqlite_%'"
        ).fetchall()
        return {
            name: connection.execute(f"SELECT * FROM {name} ORDER BY id").fetchall()
            for (name,) in names
            if name not in NOT_FACTS
        }


def entries(book: InProcess, *more: str) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = json.loads(book.ok("history", "--json", *more).out)
    return found


def test_every_command_is_listed_here_as_one_that_changes_the_book_or_does_not() -> (
    None
):
    there = {each.name for each in listed()}
    known = {*CHANGES, *READS, *OTHERS}

    assert there - known == set(), "say above how it is typed, so that undo is tried"
    assert known - there == set()


@pytest.mark.parametrize("command", CHANGES)
def test_what_a_command_did_is_one_entry_that_can_be_taken_back_and_restored(
    known: InProcess, command: str
) -> None:
    for typed in NEEDS.get(command, []):
        assert known(*typed).code == 0
    for arguments in CHANGES[command]:
        before, count = facts(known), len(entries(known))

        done = known(command, *arguments)

        after = facts(known)
        assert done.code == 0, done
        assert after != before
        assert len(entries(known)) == count + 1
        assert entries(known)[0]["typed"].split()[0] == command
        known.ok("undo")
        assert facts(known) == before
        known.ok("redo")
        assert facts(known) == after


def test_reading_leaves_no_entry(known: InProcess) -> None:
    count = len(entries(known))
    whose = ("why", "brief", "draft", "show", "details")
    about = {"show-product": "Jug", **dict.fromkeys(whose, "ana")}

    for name in READS - {"backup"}:
        typed = [name, about[name]] if name in about else [name]
        assert known(*typed).code == 0, typed

    assert len(entries(known)) == count


def test_a_preview_leaves_no_entry(known: InProcess) -> None:
    count = len(entries(known))

    known("add-sale", "Rita Costa", "Jug", "--preview")

    assert len(entries(known)) == count


def test_the_plan_is_the_same_after_undo_and_redo(known: InProcess) -> None:
    plan = known.ok("export").out
    known.ok("opt-out", "ana")

    known.ok("undo")
    assert known.ok("export").out == plan

    known.ok("undo", "4")
    known.ok("redo")
    assert known.ok("export").out == plan


def test_undo_says_what_it_took_back_and_what_comes_next(known: InProcess) -> None:
    known("done", "ana", "happy", "-n", "loves it")

    answer = known.ok("undo")

    assert answer.out.splitlines() == [
        "Took back 7: done ana happy -n 'loves it'",
        "This removed 1 contact and 1 settlement.",
        "Next for Ana: welcome, today.",
    ]
    answer = known.ok("redo")
    assert answer.out.splitlines()[:2] == [
        "Restored 7: done ana happy -n 'loves it'",
        "This added 1 contact and 1 settlement.",
    ]


def test_undo_tells_programs_the_same(known: InProcess) -> None:
    known("tier", "ana", "a")

    told = json.loads(known.ok("undo", "--json").out)

    assert told["entry"]["entry"] == 7
    assert told["entry"]["undone"]
    assert told["change"]["kind"] == "undo"
    assert told["next"][0]["customer"]["name"] == "Ana Silva"
    assert told["next"][0]["next"]["key"] == "welcome:s2"


def test_undo_of_a_new_customer_has_no_plan_to_tell(known: InProcess) -> None:
    known("add-customer", "Zoe Adams")

    answer = known.ok("undo")

    assert "This removed 1 customer." in answer.out
    assert "Zoe" not in answer.out.splitlines()[-1]


def test_what_something_later_depends_on_is_refused_and_named(
    known: InProcess,
) -> None:
    known("done", "ana", "happy")

    message = refused(known, 1, "undo", "4")

    assert message == (
        "entry 4 cannot be taken back: entry 7 (done ana happy) came later and depends "
        "on it"
    )
    assert "secondsale undo 7" in known("undo", "4").err


@pytest.mark.parametrize(
    ("typed", "code"),
    [
        (("undo", "99"), 3),
        (("undo", "last"), 2),
        (("undo", "0"), 2),
        (("redo",), 3),
        (("redo", "4"), 2),
        (("history", "--limit", "0"), 2),
        (("history", "nobody"), 3),
        (("undo", ""), 2),
        (("redo", ""), 2),
        (("history", ""), 2),
        (("backup", ""), 2),
        (("show", ""), 2),
    ],
)
def test_what_cannot_be_meant_is_refused(
    known: InProcess, typed: tuple[str, ...], code: int
) -> None:
    assert refused(known, code, *typed)


def test_history_lists_the_newest_first_in_plain_lines(known: InProcess) -> None:
    known("tier", "ana", "a")
    known.ok("undo")

    rows = known.ok("history").rows

    assert [row[0] for row in rows] == list("87654321")
    assert rows[1][2:] == [
        "2026-11-21",
        "tier ana a",
        "Ana Silva: changed 1 customer",
        "undone",
    ]
    assert rows[0][5] == "undo of 7"
    assert rows[5][2] == "2026-06-01"


def test_history_of_a_customer_holds_what_is_about_them(known: InProcess) -> None:
    assert [entry["entry"] for entry in entries(known, "ana")] == [4]
    assert [entry["entry"] for entry in entries(known, "ben")] == [5, 3]
    assert [entry["entry"] for entry in entries(known, "--limit", "2")] == [6, 5]


def test_what_was_typed_is_kept_without_the_options_of_every_command(
    known: InProcess,
) -> None:
    known("tier", "--book", str(known.book), "ana", "b", "--as-of=2026-11-22")

    (entry,) = entries(known, "--limit", "1")

    assert (entry["typed"], entry["day"]) == ("tier ana b", "2026-11-22")


def test_what_was_typed_can_do_no_harm(known: InProcess) -> None:
    known("tag", "ana", "x", "--json")
    known.plant("UPDATE journal SET typed = ? WHERE id = 7", "tag \x1b[31m [/] \u202e")

    answer = known.ok("history", "--limit", "1")

    assert "<U+001B>" in answer.out
    assert "\x1b" not in answer.out


def test_the_demo_is_one_entry(secondsale: InProcess) -> None:
    other = secondsale.folder / "demo.db"
    secondsale("demo", "--to", str(other))

    (entry,) = json.loads(secondsale.ok("--book", str(other), "history", "--json").out)

    assert entry["typed"] == f"demo --to {other}"
    assert len(entry["customer_ids"]) == 25


@pytest.mark.parametrize("width", [60, 80, 140])
def test_history_at_a_terminal_loses_nothing(
    process: Processes, begun: Path, width: int
) -> None:
    shutil.copy(begun, process.book)

    answer = process.at_a_terminal("history", width=width)

    words = " ".join(answer.out.split())
    assert answer.code == 0
    assert "Rose" in words
    assert "7946" in words
    assert all(len(line) <= width for line in answer.out.splitlines())


def test_a_time_is_shown_where_no_day_was_named(
    process: Processes, begun: Path
) -> None:
    shutil.copy(begun, process.book)

    answer = process.at_a_terminal("history", width=140, extra={"SECONDSALE_AS_OF": ""})

    assert ":" in answer.out
    assert "as of Mon 1 Jun" in answer.out


def test_eight_undos_at_once_take_eight_entries_back(
    known: InProcess, process: Processes
) -> None:
    for name in "abcdefgh":
        known.ok("add-customer", f"Person {name}", "--new")

    undos = [
        Popen(process.command("undo"), env=process.whole(), stdout=PIPE)
        for _ in range(8)
    ]
    said = [undo.communicate()[0] for undo in undos]

    assert [undo.returncode for undo in undos] == [0] * 8
    assert len({answer.splitlines()[0] for answer in said}) == 8
    assert len(known("customers").rows) == 2


def test_no_redo_brings_back_more_than_was_sold(known: InProcess) -> None:
    for typed in (("return", "2", "Rose Serum x2"), ("undo",), ("return", "2", "Rose")):
        known.ok(*typed)

    said = refused(known, 1, "redo", "7")

    assert said == "entry 7 cannot be restored: lines 2: 4 of 2 came back"


def test_no_undo_makes_a_circle_of_who_sent_whom(known: InProcess) -> None:
    known.ok("edit-customer", "ben", "--referred-by", "ana")
    known.ok("edit-customer", "ben", "--referred-by", "")
    known.ok("edit-customer", "ana", "--referred-by", "ben")

    said = refused(known, 1, "undo", "8")

    assert said.startswith("entry 8 cannot be taken back: customers ")


def test_an_empty_word_is_not_taken_for_one_that_was_left_out(known: InProcess) -> None:
    assert refused(known, 2, "undo", "") == "undo: ENTRY is empty"
    assert refused(known, 2, "backup", "") == "backup: PATH is empty"
    assert known.ok("owner", "ana", "").out.startswith("Ana Silva (2): owner is clear")


def test_no_undo_passes_over_somebody_who_was_forgotten(known: InProcess) -> None:
    known.ok("tag", "ben", "important")
    known("forget", "Ana Silva", "--yes")

    said = refused(known, 1, "undo")

    assert said == (
        "the last thing that was done, entry 8, forget (erased), cannot be taken back"
    )
    assert known("undo").err.splitlines()[1] == (
        "hint: the copy made before it is book.db.before-forget-1; "
        "what came before it: secondsale undo 7 (tag ben important)"
    )
    assert known("history").rows[0][3:] == [
        "forget (erased)",
        "erased a person",
        "cannot be undone",
    ]
    assert entries(known)[0]["kind"] == "forget"
    known.ok("undo", "7")


def test_no_undo_passes_over_a_restored_copy(known: InProcess) -> None:
    known.ok("backup")
    known.ok("tag", "ben", "important")
    known.ok("restore", "backup-1", "--yes")

    said = refused(known, 1, "undo")

    assert "entry 7, restore book.db.backup-1, cannot be taken back" in said
    assert "book.db.before-restore-1; what came before" in known("undo").err
    assert known("history").rows[0][3:] == [
        "restore book.db.backup-1",
        "put a copy in the place of the book",
        "cannot be undone",
    ]


def test_a_refusal_that_names_several_entries_says_where_to_begin(
    known: InProcess,
) -> None:
    known.ok("tier", "ana", "a")
    known.ok("detail", "ana", "why=dry skin")

    said = known("undo", "4")

    assert "take those back first, beginning with: secondsale undo 8" in said.err
