"""Text that came into the file by another way is shown escaped, everywhere."""

import json
import re

from tests.conftest import InProcess, Processes, Runner

from secondsale.text import visible

HOSTILE = "\x1b[31m[/]\x1b]52;c;eA==\x07\u202e\x9b2J[bold]\r\n\t=cmd|' /C calc'!A0"
COLUMNS = {
    "customers": ("name", "email", "phone", "best_time", "note", "source", "owner"),
    "products": ("name", "category", "note"),
    "sales": ("note", "source", "cancel_reason", "party", "expectations"),
    "contacts": ("note",),
    "settlements": ("reason",),
    "opt_outs": ("source",),
    "returns": ("reason",),
    "concerns": ("text", "resolution"),
    "promises": ("text",),
    "checkpoints": ("label", "drop_reason"),
    "milestones": ("text",),
    "gifts": ("text",),
    "details": ("value",),
    "introductions": ("name", "role"),
    "pauses": ("reason",),
    "lessons": ("text",),
    "reasons": ("text",),
    "resources": ("title", "location"),
    "complements": ("why",),
    "objections": ("text",),
    "reward_terms": ("gives",),
}
READING = [
    ("today",),
    ("today", "--days", "30"),
    ("today", "--held"),
    ("show", "1"),
    ("brief", "1"),
    ("draft", "1", "--for", "feedback"),
    ("draft", "1", "--for", "feedback", "--channel", "email"),
    ("why", "1", "--all"),
    ("customers",),
    ("products",),
    ("sales",),
    ("show", "2"),
    ("concerns", "--all"),
    ("promises", "--all"),
    ("checkpoints", "--all"),
    ("details", "1"),
    ("show-product", "1"),
    ("rewards",),
    ("holiday",),
    ("load", "--days", "9"),
]
ALLOWED = re.compile(r"\x1b\[[0-9;]*m")
"""What we style a terminal with ourselves."""


def plant(book: Runner) -> None:
    for table, columns in COLUMNS.items():
        for column in columns:
            book.plant(f"UPDATE {table} SET {column} = ?", HOSTILE)
    book.plant("UPDATE customers SET channel = 'call'")


STOCK = (
    ("add-sale", "Ana Silva", "Rose Serum x2 @38", "--as-of", "2026-11-20"),
    ("add-sale", "Ben", "Jug x2", "--as-of", "2026-11-18"),
    ("add-sale", "Cleo", "Oil"),
    ("return", "2", "Jug x1"),
    ("done", "ana", "happy", "--only", "welcome"),
    ("cancel-sale", "2"),
    ("opt-out", "ben"),
    ("concern", "cleo", "too dear"),
    ("concern", "ben", "the pump leaks", "--on", "2026-11-19"),
    ("resolve", "ben", "sent a new one"),
    ("promise", "ana", "send the sample", "--by", "friday"),
    ("checkpoint", "1", "installation", "--by", "friday"),
    ("checkpoint", "1", "delivery", "--by", "friday"),
    ("drop-checkpoint", "d2", "--because", "moved"),
    ("milestone", "ana", "ran a marathon"),
    ("gift", "ana", "soap"),
    ("detail", "ana", "why=dry skin"),
    ("introduce", "ana", "Tom", "--role", "fitter"),
    ("pause", "cleo", "--until", "friday", "--because", "away"),
    ("holiday", "--from", "2w", "--until", "3w", "--because", "skiing"),
    ("lesson", "1", "Sun", "--after", "1w"),
    ("reason", "1", "pure"),
    ("resource", "1", "Guide", "here"),
    ("complement", "1", "2", "--why", "seals it"),
    ("objection", "1", "too dear"),
    ("reward", "card", "--goal", "3", "--gives", "a cream"),
)


def stock(book: InProcess) -> None:
    book.begin(*STOCK)
    plant(book)


def harmless(shown: str) -> bool:
    return visible(shown.replace("\n", "").replace("\t", "")) == (
        shown.replace("\n", "").replace("\t", "")
    )


def test_no_reading_command_passes_it_on(secondsale: InProcess) -> None:
    stock(secondsale)

    for command in READING:
        said = secondsale(*command)
        assert said.code == 0, (command, said)
        assert harmless(said.out), command
        assert harmless(said.err), command
        silent = command[-1] == "--held" or command[0] == "load"
        assert "U+001B" in said.out or silent, command


def test_lines_keep_their_columns(secondsale: InProcess) -> None:
    stock(secondsale)

    assert {len(row) for row in secondsale("today").rows} == {11}
    assert {len(row) for row in secondsale("customers").rows} == {6}
    assert {len(row) for row in secondsale("sales").rows} == {7}


def test_json_holds_it_whole_and_escaped(secondsale: InProcess) -> None:
    stock(secondsale)

    for command in READING:
        said = secondsale(*command, "--json")
        assert harmless(said.out), command
        json.loads(said.out)
    assert json.loads(secondsale("show", "1", "--json").out)["note"] == HOSTILE


def test_errors_do_not_pass_it_on(secondsale: InProcess) -> None:
    stock(secondsale)

    for command in (("show", "<"), ("cancel-sale", "2"), ("return", "1", "zzz")):
        assert harmless(secondsale(*command).err)


def test_an_export_neither_acts_nor_escapes(secondsale: InProcess) -> None:
    stock(secondsale)

    for table in ("plan", "customers", "products", "sales", "contacts"):
        said = secondsale("export", "--what", table)
        assert said.code == 0
        assert harmless(said.out.replace("\r", "")), table


def test_writing_commands_do_not_pass_it_on(secondsale: InProcess) -> None:
    stock(secondsale)

    for command in (
        ("log", "3", "happy"),
        ("done", "3", "happy"),
        ("add-sale", "3", "3"),
        ("edit-customer", "3", "--source", "x"),
        ("edit-product", "3", "--price", "3"),
        ("edit-sale", "3", "--at", "10:00"),
        ("opt-out", "3"),
        ("opt-in", "3"),
        ("resolve", "k1"),
        ("kept", "p1"),
        ("drop-checkpoint", "d1"),
        ("tier", "1", "a"),
        ("owner", "1", "Mia"),
        ("resume", "3"),
        ("catch-up", "--yes"),
        ("drop-lesson", "1", "sun"),
        ("reward", "card", "--goal", "4", "--gives", "x", "--product", "1"),
        ("cancel-sale", "3"),
    ):
        said = secondsale(*command)
        assert said.code == 0, (command, said)
        assert harmless(said.out + said.err), command


def test_no_screen_passes_it_on(secondsale: InProcess, process: Processes) -> None:
    stock(secondsale)

    for command in READING:
        said = process.at_a_terminal(*command)
        assert said.code == 0, said
        assert harmless(ALLOWED.sub("", said.out)), command
        assert "\t" not in said.out, command


def test_no_question_passes_it_on(secondsale: InProcess, process: Processes) -> None:
    secondsale("add-customer", "Anabella Silva")
    process.plant("UPDATE customers SET name = ?", f"Ana {HOSTILE}")

    said = process.at_a_terminal("add-sale", "Anabela Silva", "Jug", types=["y"])

    assert "U+001B" in said.out
    assert harmless(ALLOWED.sub("", said.out))
