"""How a command speaks: data on stdout, everything else on stderr, and questions."""

import sys
from collections.abc import Callable, Iterable, Sequence
from functools import cached_property
from typing import TYPE_CHECKING, Any, TypeVar

from secondsale import text
from secondsale.errors import InputError

if TYPE_CHECKING:
    from rich.console import RenderableType

Answer = TypeVar("Answer")

NARROWEST = 60
"""Columns under which a screen gives way to plain lines."""

_YES_OR_NO = {"y": True, "yes": True, "n": False, "no": False}

ANSWER = 12
"""Columns of the last line of a question that are left for the answer."""


class Speaking:
    """The streams of one command, and the person who may sit before them."""

    @cached_property
    def at_a_terminal(self) -> bool:
        """Whether somebody is there to answer a question."""
        return _is_terminal(sys.stdin) and _is_terminal(sys.stderr)

    @cached_property
    def is_watched(self) -> bool:
        """Whether what is printed goes to a terminal."""
        return _is_terminal(sys.stdout)

    @cached_property
    def draws(self) -> bool:
        """Whether to draw a screen; plain lines go to pipes and narrow terminals."""
        return self.is_watched and self.width >= NARROWEST

    @cached_property
    def width(self) -> int:
        """Return the width of the terminal, in columns."""
        import shutil

        return shutil.get_terminal_size().columns

    @property
    def example(self) -> str:
        """Return where it can be seen what a command is like."""
        return "see --help"

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
        import json

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

    def ask(self, question: str, what: str, hint: str = "") -> str:
        """Ask for something that is missing; without a hint, an example is one.

        Errors: InputError, naming `what`, where nobody is there to answer.
        """
        return self.ask_for(question, str, what=what, hint=hint)

    def ask_for(
        self,
        question: str,
        read: Callable[[str], Answer],
        *,
        what: str,
        hint: str = "",
        optional: bool = False,
    ) -> Answer:
        """Ask until the answer can be read; Enter alone is one if it is `optional`.

        Errors: InputError, naming `what`, where nobody is there to answer.
        """
        if not self.at_a_terminal:
            raise InputError(f"{what} is missing", hint or self.example)
        import typer

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
        """Ask a question that is answered with yes or no, until it is."""
        import typer

        put = self._fitted(question, sys.stderr, spare=ANSWER)
        put += " [Y/n]" if default else " [y/N]"
        known = {"": default, **_YES_OR_NO}
        while True:
            typed: str = typer.prompt(
                put, default="", show_default=False, prompt_suffix=" ", err=True
            )
            answer = known.get(typed.strip().casefold())
            if answer is not None:
                return answer
            usual = "yes" if default else "no"
            self.say(f"y is yes, n is no, Enter alone is {usual}")


def _is_terminal(stream: object) -> bool:
    isatty = getattr(stream, "isatty", None)
    try:
        return bool(isatty and isatty())
    except ValueError:
        return False
