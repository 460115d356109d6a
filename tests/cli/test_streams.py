"""Pipes, terminals, encodings and signals as the system really has them."""

import json
import os
import signal
import subprocess
import time
from contextlib import suppress

import pytest
from tests import terminal
from tests.conftest import InProcess, Processes

READING = [
    ("today",),
    ("today", "--json"),
    ("today", "--days", "30"),
    ("today", "--held"),
    ("why", "ana", "--all"),
    ("show", "ana"),
    ("brief", "ana"),
    ("draft", "ana", "--channel", "email"),
    ("messages", "welcome"),
    ("customers",),
    ("products",),
    ("sales",),
    ("rules",),
    ("settings",),
    ("export",),
]


NAMES = ("Ana Silva", "Łoś Silva", "Béla Silva")


@pytest.fixture
def stocked(secondsale: InProcess, process: Processes) -> Processes:
    sold = ("Rose Serum ×2 @38", "--as-of", "2026-11-20")
    secondsale.begin(*(("add-sale", name, *sold) for name in NAMES))
    return process


def test_reading_changes_no_byte_and_no_time(
    secondsale: InProcess, stocked: Processes
) -> None:
    before = stocked.contents()
    when = secondsale.book.stat().st_mtime_ns
    folder = sorted(secondsale.folder.iterdir())

    for command in READING:
        assert secondsale(*command).code == 0

    assert secondsale.contents() == before
    assert secondsale.book.stat().st_mtime_ns == when
    assert sorted(secondsale.folder.iterdir()) == folder


def test_a_book_that_may_not_be_written_can_be_read(
    secondsale: InProcess, stocked: Processes
) -> None:
    stocked.book.chmod(0o400)

    assert len(secondsale.ok("customers").rows) == 3


@pytest.mark.parametrize("how", ["| head -1", "| true", ">&-", "2>&-", "<&-"])
@pytest.mark.parametrize("command", ["today", "rules", "export"])
def test_a_reader_who_leaves_is_no_error(
    stocked: Processes, how: str, command: str
) -> None:
    line = f"{' '.join(stocked.command())} {command} {how}"

    said = stocked.run(["bash", "-c", f"set -o pipefail; {line}"])

    assert said.err == ""
    assert said.code in (0, 1, 141)


@pytest.mark.parametrize("command", ["today", "rules", "export"])
def test_a_full_disk_behind_stdout_is_one_line(
    stocked: Processes, command: str
) -> None:
    with open("/dev/full", "w") as full:  # noqa: PTH123 - a device
        said = stocked(command, stdout=full)

    assert said.code == 1
    assert said.refusal == "the output cannot be written: No space left on device"


def test_a_sale_that_could_not_be_reported_is_there(process: Processes) -> None:
    with open("/dev/full", "w") as full:  # noqa: PTH123 - a device
        said = process("add-sale", "Ana Silva", "Jug", stdout=full)

    assert said.code == 1
    assert "look before repeating" in said.err
    assert len(process("sales").rows) == 1


def test_interrupting_a_question_is_silent(process: Processes) -> None:
    ours, theirs = os.openpty()
    child = subprocess.Popen(
        process.command("add-sale"),
        env=process.whole(),
        stdin=theirs,
        stdout=theirs,
        stderr=theirs,
        start_new_session=True,
    )
    os.close(theirs)
    shown = b""
    while not shown.endswith(b"? "):
        shown += os.read(ours, 1024)
    time.sleep(0.2)  # Python misses a signal between writing the question and reading
    child.send_signal(signal.SIGINT)
    try:
        code = child.wait(10)
    finally:
        child.kill()
        child.wait()
    rest = b""
    with suppress(OSError):  # Linux says so where nothing is left to read
        rest = os.read(ours, 1024)
    os.close(ours)

    assert shown == b"Who bought? "
    assert rest.strip() == b""
    assert code == 130
    assert not process.book.exists()


@pytest.mark.parametrize(
    "extra",
    [
        {"LANG": "C", "LC_ALL": "C"},
        {"LANG": "", "LC_ALL": "POSIX", "PYTHONUTF8": "0", "PYTHONCOERCECLOCALE": "0"},
        {"PYTHONIOENCODING": "ascii"},
        {"PYTHONIOENCODING": "latin-1"},
        {"PYTHONIOENCODING": "cp1252"},
    ],
)
def test_any_encoding_shows_every_row(
    stocked: Processes, extra: dict[str, str]
) -> None:
    for command in ("today", "rules", "export"):
        said = stocked(command, extra=extra)
        assert said.code == 0, said
        assert "Traceback" not in said.err
    assert len(stocked("customers", extra=extra).rows) == 3
    people = json.loads(stocked("customers", "--json", extra=extra).out)
    assert [who["name"] for who in people] == list(NAMES)


@pytest.mark.parametrize("columns", ["0", "1", "20", "59", "60", "1000", "x"])
def test_any_width_shows_every_row(stocked: Processes, columns: str) -> None:
    drawn = stocked.at_a_terminal("customers", extra={"COLUMNS": columns})
    agenda = stocked.at_a_terminal("today", extra={"COLUMNS": columns})

    assert (drawn.code, agenda.code) == (0, 0)
    for name in NAMES:
        assert name in drawn.out
        assert name in agenda.out
    assert "…" not in drawn.out + agenda.out


@pytest.mark.parametrize("extra", [{"TERM": "dumb"}, {"NO_COLOR": "1"}, {"TERM": ""}])
def test_a_plain_terminal_sees_every_row(
    stocked: Processes, extra: dict[str, str]
) -> None:
    said = stocked.at_a_terminal("today", extra=extra)

    assert said.code == 0
    assert said.out.count("Rose Serum ×2 on 20 November") >= 3


def test_no_colour_means_none(stocked: Processes) -> None:
    def styles(extra: dict[str, str]) -> bool:
        _, screen = terminal.run(
            stocked.command("today"),
            stocked.whole(extra),
            width=80,
            keep_styles=True,
        )
        return "\x1b[1;36m" in screen

    assert styles({})
    assert not styles({"NO_COLOR": "1"})


@pytest.mark.parametrize("force", ["FORCE_COLOR", "PY_COLORS"])
def test_a_pipe_is_never_coloured(stocked: Processes, force: str) -> None:
    for command in ("today", "--help", "nope"):
        said = stocked(command, extra={force: "1", "GITHUB_ACTIONS": "true"})
        assert "\x1b" not in said.out + said.err


@pytest.mark.parametrize("width", [60, 72])
@pytest.mark.parametrize("term", ["xterm", "dumb"])
def test_a_screen_is_as_wide_as_its_terminal(
    stocked: Processes, width: int, term: str
) -> None:
    commands = (
        "today",
        "show ana",
        "brief ana",
        "why ana",
        "sales",
        "settings",
        "rules",
    )

    for command in commands:
        said = stocked.at_a_terminal(
            *command.split(), width=width, extra={"TERM": term}
        )
        lines = [line.rstrip() for line in said.out.splitlines()]
        # A path stays whole.
        assert max(len(line) for line in lines if line[:1] != "/") <= width, said.out


def test_a_refusal_breaks_between_words_at_a_terminal(process: Processes) -> None:
    process("add-sale", "Ana Silva", "Jug")
    typed = ("checkpoint", "1", "installation in the kitchen", "--by", "tomorrow")
    process(*typed)

    said = process.at_a_terminal(*typed, width=60)

    lines = [line.rstrip() for line in said.out.splitlines()]
    assert max(map(len, lines)) <= 60
    assert len(lines) > 2
    assert "secondsale: error: sale 1 has that checkpoint already: d1," in said.words
    assert len(process(*typed).err.splitlines()) == 2
