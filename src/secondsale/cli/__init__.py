"""The command line: every command in one look, and the one way out.

Commands read, call the core, write and print; nothing else prints, asks or exits.
"""

import os
import sys
from collections.abc import Sequence
from contextlib import suppress
from typing import Annotated

import typer

from secondsale import __version__
from secondsale.cli import (
    agenda,
    conversation,
    demo,
    goods,
    keeping,
    looking,
    people,
    sales,
)
from secondsale.cli._shell import Shell
from secondsale.errors import ExitCode, SecondsaleError
from secondsale.text import visible

GLOBAL_OPTIONS = ("--book", "--settings", "--as-of")
"""Options that choose book, settings and day; they may stand anywhere on the line."""

CLOSING = "Closing a sale"
MORNING = "The morning"
TALKING = "A conversation"
PEOPLE = "People and products"
BACK = "Looking back"
BOOK = "The book"

app = typer.Typer(
    name="secondsale",
    no_args_is_help=True,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
    context_settings={"help_option_names": ["--help", "-h"]},
)

app.command("add-sale", rich_help_panel=CLOSING)(sales.add_sale)
app.command("edit-sale", rich_help_panel=CLOSING)(sales.edit_sale)
app.command("cancel-sale", rich_help_panel=CLOSING)(sales.cancel_sale)
app.command("return", rich_help_panel=CLOSING)(sales.return_item)
app.command("today", rich_help_panel=MORNING)(agenda.today)
app.command("why", rich_help_panel=MORNING)(looking.why)
app.command("done", rich_help_panel=TALKING)(conversation.done)
app.command("log", rich_help_panel=TALKING)(conversation.log)
app.command("snooze", rich_help_panel=TALKING)(conversation.snooze)
app.command("skip", rich_help_panel=TALKING)(conversation.skip)
app.command("show", rich_help_panel=PEOPLE)(looking.show)
app.command("customers", rich_help_panel=PEOPLE)(people.customers)
app.command("add-customer", rich_help_panel=PEOPLE)(people.add_customer)
app.command("edit-customer", rich_help_panel=PEOPLE)(people.edit_customer)
app.command("opt-out", rich_help_panel=PEOPLE)(people.opt_out)
app.command("opt-in", rich_help_panel=PEOPLE)(people.opt_in)
app.command("products", rich_help_panel=PEOPLE)(goods.products)
app.command("add-product", rich_help_panel=PEOPLE)(goods.add_product)
app.command("edit-product", rich_help_panel=PEOPLE)(goods.edit_product)
app.command("sales", rich_help_panel=BACK)(sales.sales)
app.command("export", rich_help_panel=BOOK)(keeping.export)
app.command("rules", rich_help_panel=BOOK)(keeping.rules)
app.command("settings", rich_help_panel=BOOK)(keeping.settings)
app.command("demo", rich_help_panel=BOOK)(demo.demo)


@app.callback()
def configure(
    ctx: typer.Context,
    book: Annotated[str, typer.Option("--book", help="The book's file.")] = "",
    settings: Annotated[
        str, typer.Option("--settings", help="The settings file.")
    ] = "",
    as_of: Annotated[
        str, typer.Option("--as-of", help="The day that counts as today.")
    ] = "",
    version: Annotated[
        bool, typer.Option("--version", help="Print the version.")
    ] = False,
) -> None:
    """Remember your customers after the sale: whom to contact today, and why."""
    if version:
        print(f"secondsale {__version__}")  # noqa: T201
        raise typer.Exit
    ctx.obj = Shell(book_option=book, settings_option=settings, as_of_option=as_of)


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command and return its exit code; a failure is one clear line."""
    for stream in (sys.stdout, sys.stderr):
        if stream is not None and hasattr(stream, "reconfigure"):
            stream.reconfigure(errors="backslashreplace")
    typed = _globals_first(list(sys.argv[1:] if arguments is None else arguments))
    try:
        code = app(typed, prog_name="secondsale", standalone_mode=False)
        sys.stdout.flush()
    except SecondsaleError as error:
        return _refuse(error.message, error.hint, error.code)
    except typer.Abort:
        return 130
    except typer.TyperException as error:
        return _refuse(error.format_message(), _see_help(error), error.exit_code)
    except BrokenPipeError:
        return _silenced()
    except OSError as error:
        return _refuse(f"{error.strerror}", error.filename or "", ExitCode.FAILURE)
    except KeyboardInterrupt:
        return 130
    return code if isinstance(code, int) else ExitCode.OK


def _globals_first(typed: list[str]) -> list[str]:
    """Move the global options to the front, where Typer expects them."""
    first, rest = [], []
    waiting = iter(typed)
    for word in waiting:
        if word == "--":
            rest += [word, *waiting]
        elif word in GLOBAL_OPTIONS:
            first += [word, *([value] if (value := next(waiting, None)) else [])]
        elif word.startswith(tuple(f"{option}=" for option in GLOBAL_OPTIONS)):
            first.append(word)
        else:
            rest.append(word)
    return first + rest


def _refuse(message: str, hint: str, code: int) -> int:
    with suppress(OSError, ValueError):
        print(f"secondsale: error: {visible(message)}", file=sys.stderr)  # noqa: T201
        if hint:
            print(f"hint: {visible(hint)}", file=sys.stderr)  # noqa: T201
        sys.stderr.flush()
    return int(code)


def _see_help(error: typer.TyperException) -> str:
    context = getattr(error, "ctx", None)
    return f"see {context.command_path} --help" if context else "see secondsale --help"


def _silenced() -> int:
    """Leave quietly when whoever read our output went away."""
    with suppress(OSError, ValueError):
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
    return 141
