"""What every command is given: the day, the settings, the book, and ways to speak.

The one place where the parts are put together; commands stay a few lines each.
"""

import json
import os
import shutil
import sys
from collections.abc import Callable, Hashable, Iterable, Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from datetime import date, time
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

import typer

from secondsale import clock, days, settings, text
from secondsale.errors import InputError, SettingsError
from secondsale.planner import Plan, plan
from secondsale.store import Book

if TYPE_CHECKING:
    from rich.console import RenderableType

Answer = TypeVar("Answer")

NARROWEST = 60
"""Columns under which a screen gives way to plain lines."""

ANSWER = 12
"""Columns of the last line of a question that are left for the answer."""


class _TakenBackError(Exception):
    """Ends a change of which nothing is kept."""


@dataclass
class Shell:
    """The surroundings of one command."""

    book_option: str = ""
    settings_option: str = ""
    as_of_option: str = ""
    answers: dict[Hashable, Any] = field(default_factory=dict)
    """What was answered at the terminal, by what was asked about."""

    @cached_property
    def today(self) -> date:
        """Return today: from `--as-of`, else the environment, else the clock."""
        day = clock.today()
        for typed in (os.environ.get("SECONDSALE_AS_OF", ""), self.as_of_option):
            if typed:
                day = days.parse_day(typed, today=day, direction="ahead")
        return day

    @property
    def day_is_given(self) -> bool:
        """Whether today was named rather than read from the clock."""
        return bool(self.as_of_option or os.environ.get("SECONDSALE_AS_OF"))

    @cached_property
    def settings(self) -> settings.Settings:
        """Return the settings in force."""
        typed = self.settings_option or os.environ.get("SECONDSALE_SETTINGS", "")
        if not typed:
            return settings.load(settings.default_file(os.environ))
        path = Path(typed).expanduser()
        if not path.exists():
            raise SettingsError(f"there is no settings file {path}", "check its name")
        return settings.load(path)

    @cached_property
    def book_path(self) -> Path:
        """Return where the book lies: `--book`, the environment, the user's folder."""
        typed = self.book_option or os.environ.get("SECONDSALE_BOOK", "")
        if typed:
            return Path(typed).expanduser()
        return settings.default_book(os.environ)

    @contextmanager
    def reading(self) -> Iterator[Book]:
        """Open the book to look something up."""
        with Book.open(self.book_path) as book:
            self._say_migrated(book)
            yield book

    @contextmanager
    def writing(self) -> Iterator[Book]:
        """Open the book for one change: it happens whole, or not at all.

        Where there is no book, it begins one.
        """
        with Book.open_for_writing(self.book_path) as book:
            self._say_migrated(book)
            with book.change():
                yield book

    @contextmanager
    def changing(self) -> Iterator[Book]:
        """Open a book that has to be there already for one change.

        Errors: BookError.
        """
        with self.reading():
            pass
        with self.writing() as book:
            yield book

    def _say_migrated(self, book: Book) -> None:
        """Say that an older book was brought up to date, and where its copy lies."""
        if book.migrated is not None:
            was, copy = book.migrated.version, book.migrated.copy
            self.say(
                f"the book was of version {was} and is up to date now",
                f"a copy as it was: {copy}",
            )

    @contextmanager
    def previewing(self) -> Iterator[Book]:
        """Open the book for a change that is taken back: nothing of it is kept.

        Where there is no book, none begins.
        """
        from tempfile import TemporaryDirectory

        with TemporaryDirectory(prefix="secondsale-") as folder:
            path = self.book_path
            if not path.exists() or not path.stat().st_size:
                path = Path(folder) / "book.db"
            with (
                Book.open_for_writing(path) as book,
                suppress(_TakenBackError),
                book.change(),
            ):
                yield book
                raise _TakenBackError

    def plan(self, book: Book, customer_id: int, *, today: date | None = None) -> Plan:
        """Return one customer's plan."""
        return next(self.plans(book, [customer_id], today=today))

    def plans(
        self,
        book: Book,
        customer_ids: Iterable[int] | None = None,
        *,
        today: date | None = None,
    ) -> Iterator[Plan]:
        """Yield the plans of some customers, or of all."""
        for history, settlements in book.histories(customer_ids):
            yield plan(
                history,
                settlements,
                self.settings.rules,
                self.settings.policy,
                today=today or self.today,
                cadences=self.settings.cadences,
            )

    def happened(self, typed: str) -> date:
        """Return the day of something that happened, today if nothing was typed.

        Errors: InputError for a day to come.
        """
        if not typed:
            return self.today
        day = days.parse_day(typed, today=self.today, direction="back")
        if day > self.today:
            raise InputError(
                f"{days.say_in_full(day)} is still to come",
                "--on says when it happened, today or before",
            )
        return day

    def ahead(self, typed: str) -> date:
        """Return a day to come, or today."""
        return days.parse_day(typed, today=self.today, direction="ahead")

    @cached_property
    def at_a_terminal(self) -> bool:
        """Whether somebody is there to answer a question."""
        return _is_terminal(sys.stdin) and _is_terminal(sys.stderr)

    @cached_property
    def draws(self) -> bool:
        """Whether to draw a screen; plain lines go to pipes and narrow terminals."""
        return _is_terminal(sys.stdout) and self.width >= NARROWEST

    @cached_property
    def width(self) -> int:
        """Return the width of the terminal, in columns."""
        return shutil.get_terminal_size().columns

    @property
    def time_of_day(self) -> time:
        """Return the time of day, to the minute."""
        return clock.time_of_day()

    def write(self, *sentences: str) -> None:
        """Print what a command found out or did, a sentence a line."""
        for sentence in sentences:
            print(self._fitted(sentence, sys.stdout))  # noqa: T201

    def show(self, *renderables: "RenderableType") -> None:
        """Draw on the terminal."""
        from rich.console import Console

        # Without a height, Rich takes no width for a dumb terminal either.
        console = Console(
            markup=False, emoji=False, highlight=False, width=self.width, height=25
        )
        for renderable in renderables:
            console.print(renderable)

    def lines(self, rows: Iterable[Sequence[str]]) -> None:
        """Print rows as tab-separated lines, whole."""
        for row in rows:
            print("\t".join(text.visible(cell) for cell in row))  # noqa: T201

    def data(self, data: Any) -> None:
        """Print data as JSON; what a terminal might act on is escaped."""
        # A stream that cannot take every letter would make it something else than JSON.
        narrow = "utf" not in (sys.stdout.encoding or "").lower()
        shown = json.dumps(data, ensure_ascii=narrow, indent=2)
        print(text.escaped(shown))  # noqa: T201

    def listing(
        self,
        columns: Sequence[str],
        rows: Sequence[Sequence[str]],
        *,
        none: str,
        data: Callable[[], Any] | None = None,
    ) -> None:
        """Print a table: as JSON if `data` is given, drawn, or as plain lines.

        `none` is said where there are no rows.
        """
        if data is not None:
            self.data(data())
        elif not rows:
            self.say(none)
        elif self.draws:
            from secondsale.render.listing import listing

            self.show(listing(columns, rows, width=self.width))
        else:
            self.lines(rows)

    def say(self, *sentences: str) -> None:
        """Say something about the work, beside the data."""
        for sentence in sentences:
            print(self._fitted(sentence, sys.stderr), file=sys.stderr)  # noqa: T201

    def suggest(self, *commands: str) -> None:
        """Print commands to copy, which therefore are never wrapped."""
        for command in commands:
            print(f"  {text.visible(command)}", file=sys.stderr)  # noqa: T201

    def _fitted(self, sentence: str, stream: object, *, spare: int = 0) -> str:
        """Return a sentence as a stream shows it: wrapped at a terminal only."""
        shown = text.visible(sentence)
        if not _is_terminal(stream):
            return shown
        from secondsale.render.wrapping import wrapped

        return wrapped(shown, self.width - spare)

    def ask(self, question: str, what: str, hint: str = "see --help") -> str:
        """Ask for something that is missing.

        Errors: InputError, naming `what`, where nobody is there to answer.
        """
        return self.ask_for(question, str, what=what, hint=hint)

    def ask_for(
        self,
        question: str,
        read: Callable[[str], Answer],
        *,
        what: str,
        hint: str = "see --help",
        optional: bool = False,
    ) -> Answer:
        """Ask until the answer can be read; Enter alone is one if it is `optional`.

        Errors: InputError, naming `what`, where nobody is there to answer.
        """
        if not self.at_a_terminal:
            raise InputError(f"{what} is missing", hint)
        while True:
            typed: str = typer.prompt(
                self._fitted(question, sys.stderr, spare=ANSWER),
                default="" if optional else None,
                show_default=False,
                prompt_suffix=" ",
                err=True,
            )
            try:
                return read(typed)
            except InputError as error:
                self.say(f"{error.message} ({error.hint})")

    def confirm(self, question: str, *, default: bool) -> bool:
        """Ask a question that is answered with yes or no."""
        put = self._fitted(question, sys.stderr, spare=ANSWER)
        return typer.confirm(put, default=default, prompt_suffix=" ", err=True)


def _is_terminal(stream: object) -> bool:
    isatty = getattr(stream, "isatty", None)
    try:
        return bool(isatty and isatty())
    except ValueError:
        return False
