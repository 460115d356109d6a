"""What the book goes by: the rules, the settings."""

from collections.abc import Iterator
from contextlib import suppress
from typing import Annotated, Any

import typer

from secondsale.cli._shell import Shell
from secondsale.errors import SecondsaleError
from secondsale.model import Trial
from secondsale.money import NO_CURRENCY
from secondsale.settings import Settings

PATHS = 2
"""How many of the settings are paths; they come first."""


def rules(
    ctx: typer.Context,
    as_json: Annotated[bool, typer.Option("--json", help="Print JSON.")] = False,
) -> None:
    """Say what each rule does, its figures, and where each figure comes from."""
    shell: Shell = ctx.obj
    from secondsale.render import rulebook

    found = shell.settings
    tried = {each.rule: each for each in _running(shell)}
    book = [*rulebook.entries(found.parts(), found.said, tried)]
    for each in found.cadences:
        book.append(rulebook.cadence_entry(each, found.other_figures(each)))
    if as_json:
        shell.data(rulebook.data(book))
    elif shell.draws:
        shell.show(rulebook.screen(book))
    else:
        shell.lines(rulebook.lines(book))


def _running(shell: Shell) -> tuple[Trial, ...]:
    """Return the trials that run today, if there is a book, and it can be read."""
    found: tuple[Trial, ...] = ()
    with suppress(SecondsaleError):
        if shell.book_path.exists():
            with shell.reading() as book:
                found = book.trials()
    return tuple(each for each in found if each.runs(shell.today))


def settings(
    ctx: typer.Context,
    as_json: Annotated[bool, typer.Option("--json", help="Print JSON.")] = False,
) -> None:
    """Show the settings in force, and where the file and the book lie."""
    shell: Shell = ctx.obj
    found = shell.settings
    rows = list(_setting_rows(shell, found))
    if shell.draws and not as_json:
        # Above the table: a path is one long word that would widen it for nothing.
        shell.write(*(f"{name}: {value}" for name, value, _ in rows[:PATHS]))
        rows = rows[PATHS:]
    shell.listing(
        ("setting", "value", "from"),
        rows,
        none="",
        data=(lambda: _setting_values(shell, found)) if as_json else None,
    )


def _setting_rows(shell: Shell, found: Settings) -> Iterator[tuple[str, str, str]]:
    from secondsale.render import words

    there = "" if found.path.exists() else " (there is none yet)"
    yield "settings file", f"{found.path}{there}", ""
    yield "book", str(shell.book_path), ""
    none = " (none)" if found.currency == NO_CURRENCY else ""
    origin = "file" if "currency" in found.said else "locale"
    yield "currency", f"{found.currency}{none}", origin
    for name, figure, value in found.figures():
        origin = "file" if name in found.said else "default"
        yield name, words.figure(value, figure.unit), origin
    for cadence in found.cadences:
        for name, figure, value in found.other_figures(cadence):
            shown = words.figure(value, figure.unit)
            yield f"cadences.{cadence.name}.{name}", shown, "file"


def _setting_values(shell: Shell, found: Settings) -> dict[str, Any]:
    return {
        "settings file": str(found.path),
        "book": str(shell.book_path),
        "currency": found.currency,
        **{name: value for name, _, value in found.figures()},
        **{
            f"cadences.{cadence.name}.{name}": value
            for cadence in found.cadences
            for name, _, value in found.other_figures(cadence)
        },
    }
