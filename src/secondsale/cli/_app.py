"""The commands as Typer runs them; `COMMANDS` in `__init__.py` lists them all."""

from collections.abc import Sequence
from typing import Annotated

import typer

from secondsale import __version__
from secondsale.cli import GLOBAL_OPTIONS
from secondsale.cli._help import Commands, GroupedHelp
from secondsale.errors import ExitCode, InputError, SecondsaleError
from secondsale.manual import pages

PAGES = {
    "import": "import",
    "sync": "phone",
    "ingest": "phone",
    "forget": "privacy",
    "timing": "timing",
}
"""By command, the page that says more where something cannot be understood."""

app = typer.Typer(
    name="secondsale",
    cls=GroupedHelp,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
    add_completion=False,  # what its script for zsh is told, zsh runs
    context_settings={"help_option_names": ["--help", "-h"]},
)


def _print_version(asked: bool) -> None:
    if asked:
        print(f"secondsale {__version__}")  # noqa: T201
        raise typer.Exit


def _print_completion(shell: str) -> None:
    if shell:
        from secondsale.cli._completion_scripts import script

        print(script(shell), end="")  # noqa: T201
        raise typer.Exit


def _install_completion(shell: str) -> None:
    if shell:
        from secondsale.cli._completion_scripts import install

        install(shell)
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
    show_completion: Annotated[  # noqa: ARG001 - its callback does the work
        str,
        typer.Option(
            "--show-completion",
            metavar="SHELL",
            callback=_print_completion,
            is_eager=True,
            help="Print what bash, zsh or fish has to read to complete commands.",
        ),
    ] = "",
    install_completion: Annotated[  # noqa: ARG001 - its callback does the work
        str,
        typer.Option(
            "--install-completion",
            metavar="SHELL",
            callback=_install_completion,
            is_eager=True,
            help="Put that where the shell finds it, and say what is left to do.",
        ),
    ] = "",
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
    except InputError as error:
        raise _with_page(error, _own_words(arguments)) from None
    except typer.Abort:
        raise KeyboardInterrupt from None
    except typer.TyperException as error:
        raise _said_by_typer(error, _own_words(arguments)) from None
    return code if isinstance(code, int) else ExitCode.OK


def _own_words(arguments: Sequence[str]) -> Sequence[str]:
    """Return what was typed without the global options, which stand in front."""
    start = 0
    while start < len(arguments) and arguments[start] in GLOBAL_OPTIONS:
        start += 2
    return arguments[start:]


def _with_page(error: InputError, typed: Sequence[str]) -> InputError:
    """Return an error that names the page on what the command is about, if any is."""
    page = PAGES.get(typed[0] if typed else "")
    if page is not None:
        error.hint = f"{error.hint}; more: secondsale help {page}"
    return error


def _said_by_typer(
    error: typer.TyperException, typed: Sequence[str]
) -> SecondsaleError:
    context = getattr(error, "ctx", None)
    path = context.command_path if context else "secondsale"
    hint = f"see {path} --help"
    if getattr(error, "option_name", "").endswith("-completion"):
        from secondsale.cli._completion_scripts import SHELLS

        hint = f"one of {', '.join(SHELLS)}"
    elif typed and typed[0] not in Commands() and typed[0] in pages():
        hint = f"there is a page: secondsale help {typed[0]}"
    said = SecondsaleError(error.format_message(), hint)
    said.code = ExitCode(error.exit_code)
    return said
