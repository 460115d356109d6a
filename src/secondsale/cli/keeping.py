"""The book and its surroundings: export, the rules, the settings."""

import os
import stat
import sys
import tempfile
from collections.abc import Iterable, Iterator
from contextlib import suppress
from pathlib import Path
from typing import Annotated, Any

import typer

from secondsale.cli._shell import Shell
from secondsale.cli._typed import choice_of
from secondsale.errors import InputError, SecondsaleError
from secondsale.exchange import csv_tables
from secondsale.money import NO_CURRENCY
from secondsale.settings import Settings
from secondsale.store import Book

BYTE_ORDER_MARK = "\ufeff"

PATHS = 2
"""How many of the settings are paths; they come first."""


def export(
    ctx: typer.Context,
    what: Annotated[
        str, typer.Option("--what", help=f"One of {', '.join(csv_tables.TABLES)}.")
    ] = "plan",
    output: Annotated[
        str, typer.Option("--output", "-o", help="Write this file; stdout otherwise.")
    ] = "",
    force: Annotated[bool, typer.Option("--force", help="Replace the file.")] = False,
    raw: Annotated[
        bool, typer.Option("--raw", help="Cells as they are: for programs, not Excel.")
    ] = False,
    customer: Annotated[
        str | None,
        typer.Option("--customer", help="All that is known about them, as JSON."),
    ] = None,
) -> None:
    """Hand the plan, or another table, on as CSV; or all about one customer as JSON."""
    shell: Shell = ctx.obj
    table = choice_of(tuple(csv_tables.TABLES), what, "something to export")
    if customer is not None and (raw or table != "plan"):
        raise InputError(
            "--customer hands on all there is about them", "leave out --what and --raw"
        )
    target = Path(output).expanduser() if output and output != "-" else None
    if target is not None and os.path.lexists(target) and not force:
        raise InputError(f"{target} exists already", "--force replaces it")
    with shell.reading() as book:
        if target is not None:
            _spare_the_book(shell, target)
        if customer is not None:
            from secondsale.cli.privacy import all_about

            records: Iterable[str] = [all_about(shell, book, customer)]
        else:
            rows = _rows(shell, book, table)
            records = csv_tables.document(csv_tables.TABLES[table], rows, raw=raw)
        if target is None:
            sys.stdout.writelines(records if customer is not None else as_csv(records))
            return
        write_whole(target, records, replace=force, mark=customer is None)
    shell.say(f"wrote {target}")


def _spare_the_book(shell: Shell, target: Path) -> None:
    from secondsale.store.checks.surroundings import is_of

    for ours in (shell.book_path, shell.settings.path):
        if target.exists() and ours.exists() and target.samefile(ours):
            raise InputError(f"{target} is in use by secondsale", "choose another name")
    if is_of(shell.book_path, target):
        raise InputError(
            f"{target} has a name that is kept for the book's copies",
            "choose another name",
        )


def as_csv(records: Iterable[str]) -> Iterator[str]:
    """Yield records as text for stdout, whose line ends are the terminal's."""
    sys.stdout.reconfigure(newline="")  # type: ignore[union-attr]  # CRLF as RFC 4180 has it
    return iter(records)


def _rows(shell: Shell, book: Book, table: str) -> Iterator[csv_tables.Row]:
    if table == "plan":
        return csv_tables.plan_rows(shell.plans(book))
    if table == "customers":
        return csv_tables.customer_rows(history for history, _ in book.histories())
    if table == "products":
        return csv_tables.product_rows(book.products())
    names = {who.id: who for who in book.customers(forgotten=True)}
    if table == "sales":
        return csv_tables.sale_rows(
            (names[sale.customer_id].name, sale.as_of(shell.today))
            for sale in book.sales()
            if sale.sold_on <= shell.today
        )
    return csv_tables.contact_rows((names[who], each) for who, each in book.contacts())


def write_whole(
    target: Path, records: Iterable[str], *, replace: bool, mark: bool = True
) -> None:
    """Write a file that appears whole or not at all, readable by its owner only.

    `mark` begins it with the byte-order mark that spreadsheets know UTF-8 by.

    Errors: SecondsaleError, naming the file.
    """
    if target.exists() and not stat.S_ISREG(target.stat().st_mode):
        raise InputError(f"{target} is not a file", "name a file to write")
    temporary = None
    try:
        number, temporary = tempfile.mkstemp(prefix=".secondsale-", dir=target.parent)
        with open(number, "w", encoding="utf-8", newline="") as file:  # noqa: PTH123 - a descriptor
            file.write(BYTE_ORDER_MARK if mark else "")
            file.writelines(records)
            file.flush()
            os.fsync(file.fileno())
        if replace:
            Path(temporary).replace(target)
        else:
            _name_once(Path(temporary), target)
    except FileExistsError:
        raise InputError(f"{target} exists already", "--force replaces it") from None
    except OSError as error:
        raise SecondsaleError(
            f"{target} cannot be written: {error.strerror}", "nothing was written"
        ) from None
    finally:
        if temporary is not None:
            with suppress(FileNotFoundError):
                Path(temporary).unlink()


def _name_once(temporary: Path, target: Path) -> None:
    """Give a finished file its name, unless something else has it.

    Errors: FileExistsError.
    """
    try:
        os.link(temporary, target)
    except FileExistsError:
        raise
    except OSError:  # memory sticks know no links
        if os.path.lexists(target):
            raise FileExistsError from None
        temporary.rename(target)


def rules(
    ctx: typer.Context,
    as_json: Annotated[bool, typer.Option("--json", help="Print JSON.")] = False,
) -> None:
    """Say what each rule does, its figures, and where each figure comes from."""
    shell: Shell = ctx.obj
    from secondsale.render import rulebook

    found = shell.settings
    book = [*rulebook.entries(found.parts(), found.said)]
    for each in found.cadences:
        book.append(rulebook.cadence_entry(each, found.other_figures(each)))
    if as_json:
        shell.data(rulebook.data(book))
    elif shell.draws:
        shell.show(rulebook.screen(book))
    else:
        shell.lines(rulebook.lines(book))


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
