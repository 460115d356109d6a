"""Every command of examples/practices.md is typed, in one book, in order, and its row
finds what it looks for.
"""

import json
import re
import shutil
import sys
from dataclasses import dataclass
from pathlib import Path

import pytest
from tests import terminal
from tests.conftest import Processes

FOLDER = Path(__file__).parent.parent / "examples"
WIDE = 240
"""Columns: nothing that a row looks for is broken over two lines."""

LATER = re.compile(r"(figures|trials|drafts): a later release")
LATER_ALONE = {34, 44, 45, 46, 47, 54, 55}

TYPED = """
import json, os, shlex, sys
os.dup2(os.open(os.devnull, os.O_RDONLY), 0)
from secondsale.cli import main
os.chdir(sys.argv[2])
for command in json.loads(sys.argv[1]):
    code = main(shlex.split(command)[1:])
    print("exit code", code, end="\\f", flush=True)
"""
"""Runs them one after the other in one process, since starting costs the most."""


@dataclass(frozen=True)
class Practice:
    """A row of the table."""

    number: int
    practice: str
    look_for: tuple[str, ...]
    does: str
    commands: tuple[str, ...]


def practices() -> list[Practice]:
    text = (FOLDER / "practices.md").read_text(encoding="utf-8")
    rows = re.findall(r"^\| *([0-9]+) *\|(.*)\|(.*)\|(.*)\|$", text, re.MULTILINE)
    return [
        Practice(int(number), practice.strip(), quoted(look_for), does, quoted(does))
        for number, practice, look_for, does in rows
    ]


def quoted(cell: str) -> tuple[str, ...]:
    return tuple(re.findall(r"`([^`]+)`", cell))


@pytest.fixture(scope="module")
def printed(tmp_path_factory: pytest.TempPathFactory) -> dict[int, list[str]]:
    """Return by row what its commands printed, each with its exit code at the end."""
    folder = tmp_path_factory.mktemp("practices")
    shutil.copytree(FOLDER, folder / "examples")
    commands = [command for row in practices() for command in row.commands]
    surroundings = {
        "HOME": str(folder),
        "SECONDSALE_BOOK": str(folder / "book.db"),
        "SECONDSALE_SETTINGS": "secondsale.toml",
        "SECONDSALE_AS_OF": "2026-11-21",
    }
    code, screen = terminal.run(
        [sys.executable, "-c", TYPED, json.dumps(commands), str(folder / "examples")],
        Processes(folder, surroundings).whole(),
        width=WIDE,
    )
    assert code == 0, screen
    parts = iter(screen.split("\f"))
    return {row.number: [next(parts) for _ in row.commands] for row in practices()}


def test_there_is_a_line_for_each_of_the_55() -> None:
    assert [row.number for row in practices()] == list(range(1, 56))


@pytest.mark.parametrize("row", practices(), ids=lambda row: str(row.number))
def test_a_practice_is_carried_out(
    row: Practice, printed: dict[int, list[str]]
) -> None:
    said = [" ".join(each.split()) for each in printed[row.number]]

    assert [each for each in said if not re.search(r". exit code 0$", each)] == []
    assert [each for each in row.look_for if each not in " ".join(said)] == []


def test_what_has_no_command_yet_says_what_will_do_it() -> None:
    without = [row for row in practices() if not row.commands]

    assert {row.number for row in without} == LATER_ALONE
    assert [row.number for row in without if not LATER.search(row.does)] == []
