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
    belonging,
    care,
    closing,
    coming_back,
    conversation,
    demo,
    goods,
    goodwill,
    keeping,
    knowing,
    looking,
    owing,
    pauses,
    people,
    postponing,
    relating,
    rewards,
    sales,
    teaching,
)
from secondsale.cli._help import GroupedHelp
from secondsale.cli._shell import Shell
from secondsale.errors import ExitCode, InputError, SecondsaleError
from secondsale.text import visible

GLOBAL_OPTIONS = ("--book", "--settings", "--as-of")
"""Options that choose book, settings and day; they may stand anywhere on the line."""

INTERRUPTED = 130
BROKEN_PIPE = 141
LONGEST = 1000
"""Characters of an error that are shown."""

_UNSURE = "what it did to the book was kept if it got that far: look before repeating"

CLOSING = "Closing a sale"
MORNING = "The morning"
TALKING = "A conversation"
OWED = "What you owe"
PEOPLE = "People"
KNOWN = "What you know of them"
PRODUCTS = "Products and rewards"
BACK = "Looking back"
BOOK = "The book"

app = typer.Typer(
    name="secondsale",
    cls=GroupedHelp,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
    context_settings={"help_option_names": ["--help", "-h"]},
)

app.command("add-sale", rich_help_panel=CLOSING)(closing.add_sale)
app.command("edit-sale", rich_help_panel=CLOSING)(sales.edit_sale)
app.command("cancel-sale", rich_help_panel=CLOSING)(sales.cancel_sale)
app.command("return", rich_help_panel=CLOSING)(sales.return_item)
app.command("today", rich_help_panel=MORNING)(agenda.today)
app.command("why", rich_help_panel=MORNING)(looking.why)
app.command("cold", rich_help_panel=MORNING)(goodwill.cold)
app.command("load", rich_help_panel=MORNING)(coming_back.load)
app.command("catch-up", rich_help_panel=MORNING)(coming_back.catch_up)
app.command("holiday", rich_help_panel=MORNING)(pauses.holiday)
app.command("done", rich_help_panel=TALKING)(conversation.done)
app.command("log", rich_help_panel=TALKING)(conversation.log)
app.command("snooze", rich_help_panel=TALKING)(postponing.snooze)
app.command("skip", rich_help_panel=TALKING)(postponing.skip)
app.command("promise", rich_help_panel=OWED)(care.promise)
app.command("promises", rich_help_panel=OWED)(owing.promises)
app.command("kept", rich_help_panel=OWED)(care.kept)
app.command("concern", rich_help_panel=OWED)(care.concern)
app.command("concerns", rich_help_panel=OWED)(owing.concerns)
app.command("resolve", rich_help_panel=OWED)(care.resolve)
app.command("checkpoint", rich_help_panel=OWED)(care.checkpoint)
app.command("checkpoints", rich_help_panel=OWED)(owing.checkpoints)
app.command("drop-checkpoint", rich_help_panel=OWED)(care.drop_checkpoint)
app.command("show", rich_help_panel=PEOPLE)(looking.show)
app.command("customers", rich_help_panel=PEOPLE)(people.customers)
app.command("add-customer", rich_help_panel=PEOPLE)(people.add_customer)
app.command("edit-customer", rich_help_panel=PEOPLE)(people.edit_customer)
app.command("opt-out", rich_help_panel=PEOPLE)(people.opt_out)
app.command("opt-in", rich_help_panel=PEOPLE)(people.opt_in)
app.command("pause", rich_help_panel=PEOPLE)(pauses.pause)
app.command("resume", rich_help_panel=PEOPLE)(pauses.resume)
app.command("tier", rich_help_panel=PEOPLE)(belonging.tier)
app.command("tag", rich_help_panel=PEOPLE)(belonging.tag)
app.command("untag", rich_help_panel=PEOPLE)(belonging.untag)
app.command("owner", rich_help_panel=PEOPLE)(belonging.owner)
app.command("hand-over", rich_help_panel=PEOPLE)(belonging.hand_over)
app.command("detail", rich_help_panel=KNOWN)(knowing.detail)
app.command("details", rich_help_panel=KNOWN)(knowing.details)
app.command("milestone", rich_help_panel=KNOWN)(knowing.milestone)
app.command("gift", rich_help_panel=KNOWN)(knowing.gift)
app.command("wow", rich_help_panel=KNOWN)(knowing.wow)
app.command("introduce", rich_help_panel=KNOWN)(relating.introduce)
app.command("introduced", rich_help_panel=KNOWN)(relating.introduced)
app.command("review", rich_help_panel=KNOWN)(relating.review)
app.command("products", rich_help_panel=PRODUCTS)(goods.products)
app.command("show-product", rich_help_panel=PRODUCTS)(teaching.show_product)
app.command("add-product", rich_help_panel=PRODUCTS)(goods.add_product)
app.command("edit-product", rich_help_panel=PRODUCTS)(goods.edit_product)
app.command("lesson", rich_help_panel=PRODUCTS)(teaching.lesson)
app.command("drop-lesson", rich_help_panel=PRODUCTS)(teaching.drop_lesson)
app.command("reason", rich_help_panel=PRODUCTS)(teaching.reason)
app.command("resource", rich_help_panel=PRODUCTS)(teaching.resource)
app.command("complement", rich_help_panel=PRODUCTS)(teaching.complement)
app.command("objection", rich_help_panel=PRODUCTS)(teaching.objection)
app.command("reward", rich_help_panel=PRODUCTS)(rewards.reward)
app.command("rewards", rich_help_panel=PRODUCTS)(rewards.rewards)
app.command("redeem", rich_help_panel=PRODUCTS)(rewards.redeem)
app.command("sales", rich_help_panel=BACK)(sales.sales)
app.command("export", rich_help_panel=BOOK)(keeping.export)
app.command("rules", rich_help_panel=BOOK)(keeping.rules)
app.command("settings", rich_help_panel=BOOK)(keeping.settings)
app.command("demo", rich_help_panel=BOOK)(demo.demo)


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
    ctx.obj = Shell(book_option=book, settings_option=settings, as_of_option=as_of)


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command and return its exit code; a failure is one clear line."""
    _prepare_streams()
    typed = list(sys.argv[1:] if arguments is None else arguments)
    try:
        code = app(
            _globals_first(typed) or ["--help"],
            prog_name="secondsale",
            standalone_mode=False,
        )
        sys.stdout.flush()
    except SecondsaleError as error:
        return _refuse(error.message, error.hint, error.code)
    except typer.Abort:
        return INTERRUPTED
    except typer.TyperException as error:
        return _refuse(error.format_message(), _see_help(error), error.exit_code)
    except BrokenPipeError:
        _silence_stdout()
        return BROKEN_PIPE
    except OSError as error:
        _silence_stdout()
        what = error.filename or "the output cannot be written"
        return _refuse(f"{what}: {error.strerror}", _UNSURE, ExitCode.FAILURE)
    except KeyboardInterrupt:
        return INTERRUPTED
    if not typed:
        return ExitCode.USAGE
    return code if isinstance(code, int) else ExitCode.OK


def _prepare_streams() -> None:
    """Make every stream take every text: none dies of a letter, or of being closed."""
    for name in ("stdout", "stderr"):
        stream = getattr(sys, name)
        if stream is None:
            setattr(sys, name, open(os.devnull, "w"))  # noqa: PTH123, SIM115 - until the end
        elif hasattr(stream, "reconfigure"):
            stream.reconfigure(errors="backslashreplace")


def _globals_first(typed: list[str]) -> list[str]:
    """Move the global options to the front, where Typer expects them.

    Errors: InputError for one without a value.
    """
    first, rest = [], []
    waiting = iter(typed)
    for word in waiting:
        option, equals, value = word.partition("=")
        if word == "--":
            rest += [word, *waiting]
        elif option not in GLOBAL_OPTIONS:
            rest.append(word)
        else:
            given = value if equals else next(waiting, "")
            if not given:
                raise InputError(f"{option} needs a value", "see secondsale --help")
            first += [option, given]
    return first + rest


def _refuse(message: str, hint: str, code: int) -> int:
    with suppress(OSError, ValueError):
        Shell().say(f"secondsale: error: {_short(message)}")
        if hint:
            Shell().say(f"hint: {_short(hint)}")
        sys.stderr.flush()
    return int(code)


def _short(said: str) -> str:
    """Return a sentence that is safe to show and no longer than a screen."""
    shown = said if len(said) <= LONGEST else f"{said[:LONGEST]}..."
    return visible(shown)


def _see_help(error: typer.TyperException) -> str:
    context = getattr(error, "ctx", None)
    return f"see {context.command_path} --help" if context else "see secondsale --help"


def _silence_stdout() -> None:
    """Keep Python from writing once more, at its end, to a stream that is gone."""
    with suppress(OSError, ValueError):
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
