"""No test touches a real home; the command line, in-process, as a process, at a pty."""

import os
import sqlite3
import subprocess
import sys
from collections.abc import Iterator, Mapping, Sequence
from contextlib import closing
from dataclasses import dataclass, field
from pathlib import Path
from subprocess import PIPE
from typing import Any, Self

import pytest
from hypothesis import settings
from tests import terminal

from secondsale import clock

TODAY = "2026-11-21"
"""A Saturday: what "today" is wherever a test does not say otherwise."""

_BOOKS: dict[tuple[tuple[str, ...], ...], bytes] = {}
"""What commands begin a book with, by these commands."""

NOWHERE = "/dev/null/a-test-must-name-its-own-folder"
"""A home that not even root can write to."""

# The suite is the same each time. CI tries more of it, `--hypothesis-profile=thorough`;
# `--hypothesis-profile=search` looks further, elsewhere each time.
settings.register_profile("house", deadline=None, derandomize=True, max_examples=40)
settings.register_profile("thorough", deadline=None, derandomize=True)
settings.register_profile("search", deadline=None, max_examples=2000)
settings.load_profile("house")


def pytest_xdist_auto_num_workers(config: pytest.Config) -> int | None:
    """Let the whole suite have every core; a part of it has begun sooner without."""
    return None if config.args == config.getini("testpaths") else 0


@pytest.fixture(scope="session", autouse=True)
def _surroundings() -> Iterator[None]:
    """Take away whatever would make a test depend on who runs it, and where."""
    with pytest.MonkeyPatch.context() as patch:
        for name in list(os.environ):
            if name.startswith(("XDG_", "SECONDSALE_", "LC_", "_TYPER", "PYTHONIO")):
                patch.delenv(name)
        for name in ("COLUMNS", "LINES", "NO_COLOR", "FORCE_COLOR", "CLICOLOR_FORCE"):
            patch.delenv(name, raising=False)
        for name in ("HOME", "USERPROFILE", "LOCALAPPDATA"):
            patch.setenv(name, NOWHERE)
        patch.setenv("LC_ALL", "C")
        patch.setenv("TZ", "UTC")
        patch.setenv("TERM", "xterm")
        yield


@dataclass(frozen=True)
class Answer:
    """What a command said, and how it ended."""

    code: int
    out: str
    err: str = ""

    @property
    def rows(self) -> list[list[str]]:
        """Return the tab-separated lines."""
        return [line.split("\t") for line in self.out.splitlines()]

    @property
    def words(self) -> str:
        """Return what was printed, however its lines were wrapped."""
        return " ".join(self.out.split())

    @property
    def refusal(self) -> str:
        """Return the message of a refusal that has the shape of one."""
        first, *rest = self.err.splitlines()
        start = "secondsale: error: "
        assert self.out == ""
        assert first.startswith(start)
        assert len(rest) == 1
        assert rest[0].startswith("hint: ")
        assert len(rest[0]) > len("hint: ")
        return first.removeprefix(start)


@dataclass
class Runner:
    """A book in a folder of its own, and the ways to run commands on it."""

    folder: Path
    environment: dict[str, str] = field(default_factory=dict)

    @property
    def book(self) -> Path:
        return self.folder / "book.db"

    def contents(self) -> bytes:
        """Return the book's bytes; a journal that was left behind counts too."""
        files = (self.book, self.book.with_name("book.db-journal"))
        return b"".join(file.read_bytes() for file in files if file.exists())

    def plant(self, sql: str, *values: str | int | None) -> None:
        """Change the book behind the program's back."""
        with closing(sqlite3.connect(self.book)) as connection, connection:
            connection.execute(sql, values)


@dataclass
class InProcess(Runner):
    """Runs `main` in this process: quick."""

    capture: Any = None

    def __call__(self, *arguments: str) -> Answer:
        from secondsale.cli import main

        with pytest.MonkeyPatch.context() as patch:
            for name, value in self.environment.items():
                patch.setenv(name, value)
            self.capture.readouterr()
            code = main(arguments)
        said = self.capture.readouterr()
        return Answer(code, said.out, said.err)

    def ok(self, *arguments: str) -> Answer:
        """Run a command that must succeed."""
        answer = self(*arguments)
        assert (answer.code, answer.err) == (0, ""), answer
        return answer

    def begin(self, *commands: tuple[str, ...]) -> Self:
        """Begin the book by commands; they are typed once, then it is copied."""
        if commands not in _BOOKS:
            for each in commands:
                answer = self(*each)
                assert answer.code == 0, (each, answer)
            _BOOKS[commands] = self.book.read_bytes()
        self.book.touch(0o600)
        self.book.write_bytes(_BOOKS[commands])
        return self


@dataclass
class Processes(Runner):
    """Runs `python -m secondsale`: slower, with real pipes, encodings and signals."""

    def whole(self, extra: Mapping[str, str] | None = None) -> dict[str, str]:
        return {**os.environ, **self.environment, **(extra or {})}

    @staticmethod
    def command(*arguments: str) -> list[str]:
        return [sys.executable, "-m", "secondsale", *arguments]

    def __call__(
        self, *arguments: str, extra: Mapping[str, str] | None = None, **options: Any
    ) -> Answer:
        return self.run(self.command(*arguments), extra=extra, **options)

    def run(
        self,
        command: Sequence[str | bytes],
        extra: Mapping[str, str] | None = None,
        **options: Any,
    ) -> Answer:
        pipes = {"stdin": subprocess.DEVNULL, "stdout": PIPE, "stderr": PIPE}
        done = subprocess.run(
            command,
            env=self.whole(extra),
            timeout=30,
            check=False,
            **{**pipes, **options},
        )
        out, err = (
            (said or b"").decode("utf-8", "replace")
            for said in (done.stdout, done.stderr)
        )
        return Answer(done.returncode, out, err)

    def at_a_terminal(
        self,
        *arguments: str,
        types: Sequence[str] = (),
        width: int = 80,
        extra: Mapping[str, str] | None = None,
    ) -> Answer:
        """Run a command at a terminal and type a line whenever it waits for one."""
        code, screen = terminal.run(
            self.command(*arguments), self.whole(extra), width=width, types=types
        )
        return Answer(code, screen)


def _own(folder: Path) -> dict[str, str]:
    # As if the copy of the day had been made already: each would cost 30 ms.
    (folder / f"book.db.daily-{clock.today()}").touch(0o600)
    return {
        "HOME": str(folder),
        "SECONDSALE_BOOK": str(folder / "book.db"),
        "SECONDSALE_AS_OF": TODAY,
    }


@pytest.fixture
def secondsale(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> InProcess:
    return InProcess(tmp_path, _own(tmp_path), capsys)


@pytest.fixture
def process(tmp_path: Path) -> Processes:
    return Processes(tmp_path, _own(tmp_path))
