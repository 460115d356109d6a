"""What is a person's own is handed to them whole, erased whole, and sent nowhere."""

import json
import os
import sqlite3
import textwrap
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest
from tests.cli.conftest import refused
from tests.conftest import InProcess, Processes

from secondsale.cli._help import listed
from secondsale.store import Book, rewriting
from secondsale.store.belonging import Belonging

NAME, MAIL, PHONE = "Xénia Quuxalot", "xenia@quux.example", "+44 20 7946 8765"
SECRETS = ("quux", "xénia", "xenia", PHONE, "442079468765", "orchid", "flowerbed")

LIFE = (
    ("add-sale", NAME, "Soap x2 @5", "--email", MAIL, "--party", "orchid evening",
     "-n", "orchid", "--source", "orchid fair"),
    ("add-sale", "Ben Okafor", "Soap", "--referred-by", "quuxalot"),
    ("edit-customer", NAME, "--phone", PHONE, "--birthday", "--05-17"),
    ("undo",),
    ("redo",),
    ("done", "xenia", "happy", "-n", "her orchid"),
    ("log", MAIL, "ok", "-n", "flowerbed", "--on", "yesterday"),
    ("promise", "quuxalot", "an orchid", "--by", "2026-11-30"),
    ("edit-customer", "ben", "-n", f"cousin of {NAME}"),
    ("detail", PHONE, "why=orchid"),
    ("edit-customer", "xenia", "--name", "Xenia Quux Two"),
    ("opt-out", "xenia", "--from-channel", "sms"),
)  # fmt: skip


@pytest.fixture
def lived(secondsale: InProcess) -> InProcess:
    return secondsale.begin(*LIFE)


def secrets_in(folder: Path) -> list[tuple[str, str]]:
    return [
        (file.name, secret)
        for file in sorted(folder.glob("book.db*"))
        for secret in SECRETS
        if secret.casefold().encode() in file.read_bytes().lower()
        or secret.casefold() in file.read_bytes().decode("utf-8", "ignore").casefold()
    ]


def test_what_a_killed_copy_left_is_deleted_or_named(lived: InProcess) -> None:
    old, young = (
        lived.folder / name
        for name in (".book.db.backup-1.part", ".book.db.daily-2026-11-21.part2")
    )
    for path in (old, young):
        path.write_bytes(lived.book.read_bytes())
    os.utime(old, (0, 0))

    answer = lived("forget", "1", "--yes")

    assert not old.exists()
    assert "Deleted .book.db.backup-1.part, which was never finished." in answer.out
    assert f"{young.name} is not finished and may hold them" in answer.err


def test_no_file_of_the_book_holds_a_byte_of_who_was_forgotten(
    lived: InProcess,
) -> None:
    lived.ok("backup")
    assert {secret for _, secret in secrets_in(lived.folder)} == set(SECRETS)

    said = lived.ok("forget", "1", "--yes", "--clean-notes", "--rewrite-backups")

    assert secrets_in(lived.folder) == []
    assert "Rewritten without them, and verified: book.db.backup-1." in said.out
    assert "Rewritten without them, and verified: book.db.before-forget-1." in said.out


def test_who_was_forgotten_is_shown_by_no_command(lived: InProcess) -> None:
    lived("forget", "1", "--yes", "--clean-notes")

    shown = [
        lived(*command).out
        for command in (
            ("today", "--days", "60"), ("today", "--held"), ("customers",), ("cold",),
            ("customers", "--by", "goodwill"), ("show", "ben"), ("promises",),
            ("export",), ("export", "--what", "customers"), ("load",), ("rewards",),
            ("history",), ("why", "ben", "--all"), ("export", "--customer", "ben"),
        )
    ]  # fmt: skip
    assert not [s for text in shown for s in SECRETS if s in text.casefold()]
    assert not [
        text for text in shown if "(forgotten)" in text and "cousin" not in text
    ]
    assert lived("show", "1").code == lived("show", PHONE).code == 3
    assert lived.ok("sales").rows[1][2:4] == ["(forgotten)", "Soap ×2"]


@pytest.mark.parametrize(
    "typed",
    [("edit-sale", "1", "--note", "x"), ("checkpoint", "1", "fitting", "--by", "3d")],
)
def test_nothing_is_added_to_a_sale_of_who_was_forgotten(
    lived: InProcess, typed: tuple[str, ...]
) -> None:
    lived("forget", "1", "--yes")

    said = refused(lived, 3, *typed)

    assert said == "the customer of sale 1 was forgotten"


def test_forgetting_needs_a_yes(lived: InProcess) -> None:
    said = refused(lived, 2, "forget", "xenia")

    assert said == "forgetting Xenia Quux Two (1) cannot be undone"
    assert list(lived.folder.glob("*forget*")) == []


def test_a_preview_says_what_would_happen_and_does_nothing(lived: InProcess) -> None:
    before = lived.contents()

    said = lived.ok("forget", "xenia", "--preview")
    data = json.loads(lived.ok("forget", "xenia", "--preview", "--json").out)

    assert said.out.splitlines() == [
        "Erased: name, addresses and notes; 1 opt-out, 1 promise and 1 detail.",
        "Kept for the figures, without a name or a word: 1 sale, 2 contacts and"
        " 1 settlement.",
        "Blanked in 12 entries of the history, which no undo brings back.",
        "Texts of others that name them: clean them first, or --clean-notes does:",
        f"  customer 2 of Ben Okafor, note: cousin of {NAME}",
    ]
    assert data["preview"]
    assert data["mentions"][0]["text"] == f"cousin of {NAME}"
    assert lived.contents() == before


def test_what_is_left_to_the_seller_is_listed(lived: InProcess) -> None:
    said = lived("forget", "1", "--yes")

    assert f"  customer 2 of Ben Okafor, note: cousin of {NAME}" in said.out
    assert "Copies that still hold them: book.db.before-forget-1." in said.out
    assert "secondsale forget 1 --rewrite-backups" in said.err
    later = lived("forget", "1", "--rewrite-backups")
    assert "Rewritten, and verified: book.db.before-forget-1; 1 text" in later.out
    assert "was forgotten before, on 2026-11-21" in later.err
    copy = lived.folder / "book.db.before-forget-1"
    assert b"Xenia Quux Two" not in copy.read_bytes()


def test_forgetting_as_data(lived: InProcess) -> None:
    said = json.loads(lived.ok("forget", "1", "--yes", "--json").out)

    assert said["customer_id"] == 1
    assert said["forgotten_on"] == "2026-11-21"
    assert said["deleted"] == {"opt_outs": 1, "promises": 1, "details": 1}
    assert said["copy"] == str(lived.folder / "book.db.before-forget-1")
    assert said["backups"] == [{"path": said["copy"], "holds": True}]
    again = json.loads(lived("forget", "1", "--json", "--rewrite-backups").out)
    assert again["backups"] == [{"path": said["copy"], "holds": False, "mentions": 1}]


def test_undo_of_what_concerned_them_skips_them_and_says_so(lived: InProcess) -> None:
    lived("forget", "1", "--yes", "--clean-notes")

    said = lived.ok("undo", "12").out
    lived.ok("undo", "9")
    lived.ok("undo", "2")

    assert "What belonged to somebody who was forgotten was left out." in said
    assert "nothing" in said.casefold()
    assert not [s for s in SECRETS if s in lived.ok("history").out.casefold()]
    assert lived("customers").out == ""
    assert lived("undo", "1").code == 1


@pytest.mark.parametrize(
    ("typed", "by"),
    [
        (("add-customer", "Xenia Quuxalot"), "name"),
        (("add-customer", "X", "--email", MAIL), "e-mail"),
        (("add-sale", "X Y", "Soap", "--phone", "020 7946 8765"), "phone"),
    ],
)
def test_who_was_forgotten_comes_back_only_knowingly(
    lived: InProcess, typed: tuple[str, ...], by: str
) -> None:
    lived("forget", "1", "--yes")

    said = refused(lived, 2, *typed)

    wish = "after they had asked not to be contacted"
    assert said == f"somebody of this {by} was forgotten {wish}"
    assert lived(*typed, "--new").code == 0
    assert len(lived.ok("customers").rows) == 2


def test_at_a_terminal_it_is_asked(lived: InProcess, process: Processes) -> None:
    no = process.at_a_terminal("forget", "xenia", types=["n"])
    assert "nothing was erased" in no.words
    assert lived("show", "xenia").code == 0

    yes = process.at_a_terminal("forget", "xenia", types=["y", "y", "y"])

    assert "cousin of" in yes.words
    assert "Forget Xenia Quux Two (1) for good?" in yes.words
    assert "Take the name out of 1 text of others, too?" in yes.words
    assert "This copy still holds them: book.db.before-forget-1." in yes.words
    assert "Rewritten without them" in yes.words
    assert secrets_in(lived.folder) == []
    back = process.at_a_terminal("add-customer", "X", "--email", MAIL, types=["y"])
    assert "Add them anew, knowingly?" in back.words
    assert len(lived.ok("customers").rows) == 2


def test_who_was_forgotten_comes_back_with_a_copy_only_where_that_is_said(
    lived: InProcess,
) -> None:
    lived("forget", "1", "--yes")

    refused = lived("restore", "before-forget-1", "--yes")
    still_forgotten = lived("show", "1").code
    said = lived("restore", "before-forget-1", "--yes", "--bring-back")

    assert refused.code == 2
    assert refused.refusal == "1 person forgotten since would be back"
    assert "secondsale forget 1 --rewrite-backups" in refused.err
    assert still_forgotten != 0
    assert said.code == 0
    assert lived("show", "1").code == 0


FIXTURES = Path(__file__).parent / "fixtures"

MINE = (
    ("add-sale", "Ana Silva", "Serum x3 @38", "--email", "ana@x.example", "--source",
     "market", "--party", "at Mia's", "--expect", "two weeks", "-n", "for her sister",
     "--at", "15:40", "--birthday", "1984-05-17", "--best-time", "evenings",
     "--delivery", "2026-11-24", "--channel", "email", "--phone", "+44 20 7946 0018"),
    ("add-customer", "Rita Costa", "--referred-by", "ana", "--phone", "12345678"),
    ("add-customer", "Cy Twombly"),
    ("edit-customer", "ana", "--referred-by", "cy", "-n", "has a dog"),
    ("tier", "ana", "a"),
    ("owner", "ana", "Mia"),
    ("tag", "ana", "vip"),
    ("return", "1", "Serum", "x1", "--because", "broken"),
    ("add-sale", "Ana Silva", "Soap"),
    ("cancel-sale", "2", "--because", "too dear"),
    ("done", "ana", "happy", "-n", "loves it", "--score", "9"),
    ("skip", "ana", "--only", "feedback", "--because", "enough now"),
    ("concern", "ana", "pump leaks"),
    ("resolve", "k1", "new pump"),
    ("promise", "ana", "a sample", "--by", "monday"),
    ("checkpoint", "1", "fitting", "--by", "2026-12-01"),
    ("milestone", "ana", "shop opened"),
    ("gift", "ana", "roses"),
    ("detail", "ana", "why=dry skin"),
    ("introduce", "ana", "Bo", "--role", "fitter"),
    ("review", "ana", "--own", "4", "--theirs", "5"),
    ("reward", "card", "--goal", "1", "--gives", "a soap"),
    ("redeem", "ana", "card"),
    ("level", "ana", "serum", "50%"),
    ("pause", "ana", "--until", "2026-12-24", "--because", "moving"),
    ("opt-out", "ana", "--from-channel", "sms", "--source", "told me"),
    ("import", str(FIXTURES / "ana.vcf"), str(FIXTURES / "orders.csv"), "--yes",
     "--currency", "EUR"),
)  # fmt: skip


@pytest.fixture
def whole(secondsale: InProcess) -> InProcess:
    secondsale.begin(*MINE)
    secondsale.plant(
        "INSERT INTO hellos (customer_id, greet_on, made_on)"
        " VALUES (1, '2026-12-01', '2026-11-21')"
    )
    return secondsale


def of_table(book: Book, table: str) -> list[dict[str, Any]]:
    ids = Belonging(book).rows_of(table, 1)
    found = book._rows(f"SELECT * FROM {table}")
    return [dict(row) for row in found if row["id"] in ids]


# What a row has to be found by, and not to be told.
INNER = {"name_key", "search_key", "email_key", "phone_key"}


def test_a_person_is_handed_every_row_about_them(whole: InProcess) -> None:
    said = whole.ok("export", "--customer", "ana").out

    with Book.open(whole.book) as book:
        tables = {
            table: of_table(book, table)
            for table in ("customers", *Belonging(book).owners)
        }
    assert {table for table, found in tables.items() if not found} == set()
    untold = {
        (table, column, value)
        for table, found in tables.items()
        for row in found
        for column, value in row.items()
        if isinstance(value, str) and column not in INNER and value not in said
    }
    assert untold == set()


def test_a_person_is_handed_amounts_names_and_the_plan(whole: InProcess) -> None:
    told = json.loads(whole.ok("export", "--customer", "ana").out)["customer"]

    (line,) = told["sales"][0]["lines"]
    assert line["product"] == "Serum"
    assert line["unit_price"]["amount"] == "38.00"
    assert (told["referred_by"], told["sent"]) == ("Cy Twombly", [])
    assert told["opt_outs"][0]["since"] == "2026-11-21"
    assert told["goodwill"]["band"] == "warm"
    assert {"day", "reason", "due"} <= told["planned"][0].keys()
    assert len(told["typed_about_them"]) == len(MINE) - 3


def test_of_others_a_person_is_handed_names_only(whole: InProcess) -> None:
    whole.ok("add-sale", "Rita Costa", "Soap", "-n", "secret of hers")

    said = whole.ok("export", "--customer", "ana").out

    assert json.loads(said)["customer"]["sent"] == ["Rita Costa"]
    assert "secret of hers" not in said


def test_what_is_handed_over_is_written_like_any_file(
    whole: InProcess, tmp_path: Path
) -> None:
    target = tmp_path / "ana.json"

    said = whole("export", "--customer", "ana", "-o", str(target))

    assert said.err == f"wrote {target}\n"
    assert target.read_text("utf-8") == whole.ok("export", "--customer", "ana").out
    assert whole("export", "--customer", "ana", "-o", str(target)).code == 2
    assert target.stat().st_mode & 0o777 == 0o600
    assert whole("export", "--customer", "nobody").code == 3
    assert whole("export", "--customer", "ana", "--what", "sales").code == 2


EVERY_COMMAND = (
    *MINE,
    ("today",),
    ("today", "--days", "3"),
    ("today", "--md"),
    ("export", "--format", "md", "-o", "~/page.md"),
    ("export", "--format", "ics"),
    ("export", "--format", "vdir", "-o", "~/tasks"),
    ("export", "--format", "vcard"),
    ("sync", "~/tasks"),
    ("ingest", "~/page.md"),
    ("edit-sale", "1", "--note", "x"),
    ("go", "--help"),  # at a terminal: tests/test_go_in_tmux.py
    ("why", "ana"),
    ("cold",),
    ("load",),
    ("catch-up", "--yes"),
    ("quiet",),
    ("timing", "predict", "--help"),
    ("stats",),
    ("stats", "steps"),
    ("stats", "rewards"),
    ("segments",),
    ("segments", "new"),
    ("segments", "second-sale"),
    ("experiment",),
    ("experiment", "new", "by text", "--rule", "feedback", "--set", "channel=sms"),
    ("experiment", "show", "1"),
    ("experiment", "end", "1"),
    ("backup",),
    ("backups",),
    ("holiday", "--from", "2027-01-01", "--until", "2027-01-03"),
    ("log", "ana", "ok"),
    ("snooze", "ana", "--only", "education", "--until", "2026-12-30"),
    ("promises",),
    ("kept", "p1"),
    ("concerns",),
    ("checkpoints",),
    ("drop-checkpoint", "d1"),
    ("show", "ana"),
    ("brief", "ana"),
    ("draft", "ana", "--for", "anniversary"),
    ("messages",),
    ("messages", "welcome", "--own"),
    ("messages", "--check"),
    ("customers",),
    ("opt-in", "ana"),
    ("resume", "ana"),
    ("untag", "ana", "vip"),
    ("hand-over", "Mia", "Zoe"),
    ("duplicates",),
    ("merge", "cy", "rita", "--preview"),
    ("hello-again", "--preview"),
    ("details", "ana"),
    ("wow", "1", "flowers"),
    ("introduced", "ana", "Bo"),
    ("products",),
    ("show-product", "soap"),
    ("add-product", "Jug"),
    ("edit-product", "jug", "--supply-days", "30"),
    ("lesson", "jug", "Rinse it once", "--after", "1d", "--id", "rinse"),
    ("drop-lesson", "jug", "rinse"),
    ("reason", "jug", "it lasts"),
    ("resource", "jug", "Guide", "https://example.com/jug"),
    ("complement", "jug", "soap"),
    ("objection", "jug", "too heavy"),
    ("rewards",),
    ("sales",),
    ("undo",),
    ("redo",),
    ("history",),
    ("export",),
    ("rules",),
    ("settings",),
    ("backup",),
    ("backups",),
    ("restore", "backup-1", "--yes"),
    ("doctor", "--fix"),
    ("forget", "Ana Silva", "--yes", "--rewrite-backups"),
    ("demo",),
    ("help", "privacy"),
    ("--help",),
    ("add-sale", "--help"),
)

RUNNER = """
    import json, sys

    REACHING_OUT = ("socket.", "subprocess.", "os.system", "os.exec", "os.fork",
                    "os.posix_spawn", "os.spawn", "urllib.", "http.", "ftplib.",
                    "smtplib.", "webbrowser.", "pty.")
    reached, codes = [], {}

    def forbid(event, arguments):
        if event.startswith(REACHING_OUT):
            reached.append(event)
            raise PermissionError(f"{event} is forbidden")

    sys.addaudithook(forbid)
    from secondsale.cli import main

    for line in json.load(sys.stdin):
        codes[" ".join(line)] = main(line)
        sys.stdout.flush()
    print("told:" + json.dumps([reached, codes]), file=sys.stderr)
"""


def test_no_command_opens_a_socket_or_starts_a_program(
    process: Processes, tmp_path: Path
) -> None:
    lines = tmp_path / "lines"
    lines.write_text(json.dumps(EVERY_COMMAND))

    with lines.open() as typed:
        python = process.command()[0]
        said = process.run([python, "-c", textwrap.dedent(RUNNER)], stdin=typed)

    reached, codes = json.loads(said.err.rpartition("told:")[2])
    assert reached == []
    assert {line: code for line, code in codes.items() if code} == {}


def test_every_command_is_among_those_that_open_no_socket() -> None:
    typed = {line[0] for line in EVERY_COMMAND}

    assert {each.name for each in listed()} - typed == set()


def test_a_socket_would_be_noticed(process: Processes) -> None:
    opened = RUNNER.partition("from secondsale")[0] + "import socket; socket.socket()"

    said = process.run([process.command()[0], "-c", textwrap.dedent(opened)])

    assert "socket.__new__ is forbidden" in said.err


def test_the_marks_of_a_person_do_not_say_whose_they_are(lived: InProcess) -> None:
    lived("forget", "1", "--yes")

    with closing(sqlite3.connect(lived.book)) as connection:
        marks = connection.execute("SELECT mark FROM forgotten_marks").fetchall()
    assert len(marks) > 3
    assert all(len(mark) == 64 and int(mark, 16) for (mark,) in marks)


def named_by_others(secondsale: InProcess) -> InProcess:
    return secondsale.begin(
        ("add-sale", "Ximena Quorvath", "Soap", "--phone", "020 7946 0777"),
        ("add-customer", "Ben Okafor", "-n", "Ximena Quorvath came; XIMENA says hi"),
        ("add-product", "Ximena Quorvath Special"),
    )


def test_a_text_that_was_cleaned_in_part_is_listed(secondsale: InProcess) -> None:
    named_by_others(secondsale)

    said = secondsale("forget", "1", "--yes", "--clean-notes", "--rewrite-backups").out

    assert "Cleaned: 1 text of others." in said
    assert "note: (forgotten) came; XIMENA says hi" in said
    assert "  product 2, name: Ximena Quorvath Special" in said
    assert "verified: book.db.before-forget-1; 2 texts of others may still" in said


def test_notes_are_cleaned_later_by_what_a_copy_knows(secondsale: InProcess) -> None:
    named_by_others(secondsale)
    secondsale("forget", "1", "--yes")
    secondsale.ok("edit-customer", "ben", "-n", "Ximena Quorvath's cousin")
    secondsale.ok("backup")

    said = secondsale("forget", "1", "--yes", "--clean-notes", "--rewrite-backups").out

    assert "Cleaned: 1 text of others." in said
    assert "(forgotten)'s cousin" in secondsale.ok("show", "ben").out
    secondsale.ok("edit-product", "Ximena Quorvath Special", "--name", "Special")
    secondsale("forget", "1", "--clean-notes")
    for file in ("book.db.backup-1", "book.db.before-forget-1"):
        assert b"Quorvath's" not in (secondsale.folder / file).read_bytes()
        assert b"Quorvath came" not in (secondsale.folder / file).read_bytes()
    again = secondsale("forget", "1", "--clean-notes").err
    assert "no copy knows their name any more" in again


def test_a_preview_counts_entries_and_names_copies(secondsale: InProcess) -> None:
    named_by_others(secondsale).ok("backup")

    said = secondsale.ok("forget", "1", "--preview").out
    data = json.loads(secondsale.ok("forget", "1", "--preview", "--json").out)

    assert "Blanked in 3 entries of the history" in said
    assert "Copies that hold them until --rewrite-backups: book.db.backup-1." in said
    assert (data["journal_entries"], data["copies"]) == (3, ["book.db.backup-1"])


def test_nobody_is_erased_by_a_part_of_a_name_unasked(secondsale: InProcess) -> None:
    named_by_others(secondsale)

    said = refused(secondsale, 2, "forget", "xim", "--yes")

    assert said == "'xim' is only a part of Ximena Quorvath (1)"
    assert secondsale("show", "1").code == 0
    assert secondsale("forget", "XIMENA quorvath", "--yes").code == 0


@pytest.mark.parametrize(
    "typed",
    [
        ("add-customer", "Ben Okafo", "--phone", "020 7946 0777"),
        ("edit-customer", "ben", "--phone", "020 7946 0777"),
        ("edit-customer", "ben", "--name", "ximena quorvath"),
        ("add-sale", "Ben Okafor", "Soap", "--phone", "020 7946 0777"),
    ],
)
def test_what_was_somebodys_who_was_forgotten_is_taken_knowingly_only(
    secondsale: InProcess, typed: tuple[str, ...]
) -> None:
    named_by_others(secondsale).ok("opt-out", "1")
    secondsale("forget", "1", "--yes")
    before = secondsale.contents()

    said = refused(secondsale, 2, *typed)

    assert "was forgotten after they had asked not to be contacted" in said
    assert secondsale.contents() == before
    knowing = {"add-customer": "--new", "edit-customer": "--knowingly"}
    if typed[0] in knowing:
        done = secondsale(*typed, knowing[typed[0]])
        assert done.code == 0
        assert ("was forgotten" in done.err) == (typed[0] == "add-customer")


def test_one_may_correct_the_name_of_who_is_there(secondsale: InProcess) -> None:
    secondsale.begin(("add-customer", "rose"), ("add-customer", "Rose", "--new"))
    secondsale("forget", "2", "--yes")

    assert secondsale("edit-customer", "1", "--name", "Rosé").code == 0


def test_nobody_is_not_everybody(secondsale: InProcess) -> None:
    named_by_others(secondsale)

    assert refused(secondsale, 3, "export", "--customer", "").startswith("no customer")


def test_what_is_broken_off_says_where_the_person_still_is(
    secondsale: InProcess, monkeypatch: pytest.MonkeyPatch
) -> None:
    named_by_others(secondsale).ok("backup")
    secondsale("forget", "1", "--yes")
    done: list[Path] = []

    def one_only(copy: Path, *_: object, **__: object) -> int:
        if done:
            raise KeyboardInterrupt
        done.append(copy)
        return 0

    monkeypatch.setattr(rewriting, "rewrite", one_only)
    said = secondsale("forget", "1", "--rewrite-backups")

    left = {"book.db.backup-1", "book.db.before-forget-1"} - {done[0].name}
    assert f"customer 1 is forgotten in the book, and still in {left.pop()}" in said.err
    assert "secondsale forget 1 --rewrite-backups" in said.err


def test_at_a_terminal_one_is_asked_before_another_has_the_number(
    secondsale: InProcess, process: Processes
) -> None:
    named_by_others(secondsale)
    secondsale("forget", "1", "--yes")
    typed = ("edit-customer", "ben", "--phone", "020 7946 0777")

    no = process.at_a_terminal(*typed, types=["n"])
    kept = secondsale.ok("show", "ben").out
    yes = process.at_a_terminal(*typed, types=["y"])

    assert "Somebody of this phone was forgotten. Keep it for Ben Okafor" in no.words
    assert "7946" not in kept
    assert "7946" in yes.words.rpartition("knowingly?")[2]
