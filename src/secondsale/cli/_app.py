"""The commands as Typer runs them; `COMMANDS` in `__init__.py` lists them all."""

from collections.abc import Sequence
from typing import Annotated

import typer

from secondsale import __version__
from secondsale.cli import GLOBAL_OPTIONS
from secondsale.cli._help import GroupedHelp
from secondsale.errors import ExitCode, SecondsaleError

app = typer.Typer(
    name="secondsale",
    cls=GroupedHelp,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
    context_settings={"help_option_names": ["--help", "-h"]},
)


def _print_version(asked: bool) -> None:
    if asked:
        print(f"secondsale {__version__}")  # noqa: T201
        raise typer.Exit


@app.callback()
def configure(
    ctx: typer.Context,
    book: Annotated[
        str, typer.Option("--book", metavar="FILE", help="The book's file.")
    ] = "",
    settings: Annotated[
        str, typer.Option("--settings", metavar="FILE", help="The settings file.")
    ] = "",
    as_of: Annotated[
        str,
        typer.Option("--as-of", metavar="DAY", help="The day that counts as today."),
    ] = "",
    version: Annotated[  # noqa: ARG001 - its callback does the work
        bool,
        typer.Option(
            "--version",
            callback=_print_version,
            is_eager=True,
            help="Print the version.",
        ),
    ] = False,
) -> None:
    """Remember your customers after the sale: whom to contact today, and why."""
    from secondsale.cli._shell import Shell

    ctx.obj = Shell(
        book_option=book,
        settings_option=settings,
        as_of_option=as_of,
        typed=ctx.obj,
    )


def run(arguments: Sequence[str]) -> int:
    """Run one command and return its exit code.

    Errors: SecondsaleError, also for what Typer cannot read; KeyboardInterrupt.
    """
    try:
        code = app(
            arguments,
            prog_name="secondsale",
            standalone_mode=False,
            obj=_own_words(arguments),
        )
    except typer.Abort:
        raise KeyboardInterrupt from None
    except typer.TyperException as error:
        raise _said_by_typer(error) from None
    return code if isinstance(code, int) else ExitCode.OK


def _own_words(arguments: Sequence[str]) -> Sequence[str]:
    """Return what was typed without the global options, which stand in front."""
    start = 0
    while start < len(arguments) and arguments[start] in GLOBAL_OPTIONS:
        start += 2
    return arguments[start:]


def _said_by_typer(error: typer.TyperException) -> SecondsaleError:
    context = getattr(error, "ctx", None)
    path = context.command_path if context else "secondsale"
    said = SecondsaleError(error.format_message(), f"see {path} --help")
    said.code = ExitCode(error.exit_code)
    return said
