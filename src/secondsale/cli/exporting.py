"""What the book hands on: to spreadsheets, calendars, phones, notes, a person."""

import os
import sys
from collections.abc import Iterable, Iterator
from contextlib import AbstractContextManager, nullcontext
from pathlib import Path
from typing import Annotated

import typer

from secondsale import text
from secondsale.cli._files import file_to_write, spare_the_book
from secondsale.cli._shell import Shell
from secondsale.cli._typed import choice_of, whole_number
from secondsale.errors import InputError
from secondsale.exchange import csv_tables
from secondsale.store import Book

FORMATS: dict[str, tuple[str, ...]] = {
    "csv": tuple(csv_tables.TABLES),
    "jsonl": ("all facts",),
    "ics": ("plan",),
    "vdir": ("plan",),
    "vcard": ("customers",),
    "md": ("plan",),
}
"""What can be said in each format, first what is meant where nothing is said."""

_OF_DAYS = frozenset({"ics", "vdir", "md"})
_CRLF = frozenset({"csv", "ics", "vcard"})
"""Formats whose lines end in the same way everywhere."""

AHEAD = 7

What = Annotated[
    str, typer.Option("--what", help=f"One of {', '.join(csv_tables.TABLES)}.")
]
Form = Annotated[str, typer.Option("--format", help=f"One of {', '.join(FORMATS)}.")]
Output = Annotated[
    str, typer.Option("--output", "-o", help="Write this file or, for vdir, folder.")
]
Ahead = Annotated[
    str,
    typer.Option("--days", help="ics, vdir, md: so many days ahead; 7 if not said."),
]
OfSegment = Annotated[
    str | None,
    typer.Option("--segment", help="csv, vcard: only those of it, such as at-risk."),
]
Raw = Annotated[
    bool, typer.Option("--raw", help="Cells as they are: for programs, not Excel.")
]


def export(
    ctx: typer.Context,
    what: What = "",
    form: Form = "csv",
    output: Output = "",
    force: Annotated[bool, typer.Option("--force", help="Replace the file.")] = False,
    ahead: Ahead = "",
    segment: OfSegment = None,
    raw: Raw = False,
    customer: Annotated[
        str | None,
        typer.Option("--customer", help="All that is known about them, as JSON."),
    ] = None,
) -> None:
    """Hand the plan or a table on: to a spreadsheet, calendar, phone or notes app.

    csv holds every table; jsonl all facts of the book, to be imported into another one;
    ics, vdir and md the conversations of the days ahead: events for calendars, tasks of
    one file each, check-boxes; vcard the customers, without notes.
    """
    shell: Shell = ctx.obj
    if segment is not None and not segment.strip():
        raise InputError("--segment names no segment", "one such as at-risk")
    form = choice_of(tuple(FORMATS), form, "a format")
    table = _table(form, what or ("customers" if segment and form == "csv" else ""))
    if customer is not None and (raw or what or ahead or segment or form != "csv"):
        raise _too_much()
    _check_segment(segment, form, table)
    if raw and form != "csv":
        raise InputError(f"--raw goes with csv, not with {form}", "leave it out")
    number = _days_ahead(form, ahead)
    if form == "vdir":
        _write_tasks(shell, output, number, force=force)
        return
    target = file_to_write(output, force=force)
    with shell.reading() as book, _unchanged(book, form):
        if target is not None:
            spare_the_book(shell, target)
        if customer is not None:
            form, records = "person", _person(shell, book, customer)
        else:
            some = _members(shell, book, segment, form)
            records = _records(
                shell, book, form, table, ahead=number, raw=raw, some=some
            )
        _hand_over(target, records, form=form, force=force)
    if target is not None:
        shell.say(f"wrote {target}")


def print_page(shell: Shell, ahead: int) -> None:
    """Print the list of today, and of some days ahead, as a page of check-boxes."""
    with shell.reading() as book:
        sys.stdout.writelines(_page(shell, book, ahead))


def _table(form: str, what: str) -> str:
    """Return what is to be exported.

    Errors: InputError where the format has no room for it.
    """
    if not what:
        return FORMATS[form][0]
    table = choice_of(tuple(csv_tables.TABLES), what, "something to export")
    if table not in FORMATS[form]:
        raise InputError(
            f"{form} does not go with --what {table}",
            f"{form} is for: {text.listed(FORMATS[form])}; csv takes every table",
        )
    return table


def _too_much() -> InputError:
    return InputError(
        "--customer hands on all there is about them",
        "leave out --what, --format, --days, --segment and --raw",
    )


def _check_segment(typed: str | None, form: str, table: str) -> None:
    """Refuse a segment where not each record is of a customer. Errors: InputError."""
    if typed and (form not in ("csv", "vcard") or _who(table) is None):
        what = table if form == "csv" else form
        raise InputError(
            f"--segment does not go with {what}",
            "it goes with vcard, and with csv of plan, customers, sales and contacts",
        )


def _who(table: str) -> int | None:
    """Return in which column of a table the customer's id stands, if it has one."""
    name = "id" if table == "customers" else "customer_id"
    columns = csv_tables.TABLES.get(table, ())
    return columns.index(name) if name in columns else None


def _members(
    shell: Shell, book: Book, typed: str | None, form: str
) -> frozenset[int] | None:
    """Return whom a segment hands on, None without one.

    A phone does not know who must not be contacted, so those go to none.
    """
    if not typed:
        return None
    from secondsale.cli.segments import members, silent_ones

    found = members(shell, book, typed)
    if form != "vcard":
        return found
    silent = found & silent_ones(shell, book)
    if silent:
        who = text.plural(len(silent), "customer")
        shell.say(f"left out: {who} who opted out of all contact")
    return found - silent


def _days_ahead(form: str, typed: str) -> int:
    if not typed:
        return AHEAD
    if form not in _OF_DAYS:
        forms = text.listed(sorted(_OF_DAYS))
        raise InputError(f"--days does not go with {form}", f"it goes with {forms}")
    return whole_number(typed, "a number of days", low=0, high=366)


def _hand_over(
    target: Path | None, records: Iterable[str], *, form: str, force: bool
) -> None:
    from secondsale.cli._files import as_csv, write_whole

    if target is None:
        sys.stdout.writelines(as_csv(records) if form in _CRLF else records)
    else:
        write_whole(target, records, replace=force, mark=form == "csv")


def _unchanged(book: Book, form: str) -> AbstractContextManager[None]:
    """Let all facts be those of one moment, whoever changes the book meanwhile."""
    from secondsale.store.waking import Waking

    return Waking(book).one_view() if form == "jsonl" else nullcontext()


def _person(shell: Shell, book: Book, customer: str) -> Iterable[str]:
    from secondsale.cli.privacy import all_about

    return [all_about(shell, book, customer)]


def _records(
    shell: Shell,
    book: Book,
    form: str,
    table: str,
    *,
    ahead: int,
    raw: bool,
    some: frozenset[int] | None,
) -> Iterable[str]:
    if form == "csv" and table == "plan":
        plan = csv_tables.plan_rows(shell.plans(book, some))
        return csv_tables.document(csv_tables.TABLES[table], plan, raw=raw)
    if form == "csv":
        from secondsale.store import tables

        found: Iterable[Iterable[csv_tables.Row]]
        found = tables.table(book, table, shell.today)
        at = _who(table)
        if some is not None and at is not None:
            found = ([row for row in part if row[at] in some] for part in found)
        return csv_tables.table(table, found, raw=raw)
    if form == "jsonl":
        from secondsale.exchange import json_lines
        from secondsale.store import transfer

        return json_lines.document(transfer.records(book))
    if form == "vcard":
        from secondsale.exchange.vcards import customers_cards

        return customers_cards(
            each for each in book.customers() if some is None or each.id in some
        )
    if form == "md":
        return _page(shell, book, ahead)
    from secondsale import clock
    from secondsale.cli._handing_out import agendas, talk
    from secondsale.exchange.calendars import events

    listed = agendas(shell, book, ahead)
    coming = (each for agenda in listed for each in agenda.conversations)
    talks = (talk(each, shell.texts) for each in coming)
    return events(talks, now=clock.instant())


def _page(shell: Shell, book: Book, ahead: int) -> Iterator[str]:
    from secondsale.cli._handing_out import agendas, talks
    from secondsale.exchange.pages import page

    listed = agendas(shell, book, ahead)
    texts = shell.texts
    return page([(each.day, talks(each.conversations, texts)) for each in listed])


def _write_tasks(shell: Shell, output: str, ahead: int, *, force: bool) -> None:
    """Write a new folder of tasks, a file each; `sync` goes on with it.

    Errors: InputError where there is something in it.
    """
    from secondsale import clock
    from secondsale.cli._handing_out import agendas, day_of, talk
    from secondsale.exchange.calendars import task
    from secondsale.exchange.vdirs import Folder

    keeps = "secondsale sync FOLDER keeps a folder in line with the agenda"
    if not output or output == "-":
        raise InputError("vdir needs a folder: --output", keeps)
    if force:
        raise InputError("--force does not go with vdir", keeps)
    target = Path(output).expanduser()
    if os.path.lexists(target) and (not target.is_dir() or any(target.iterdir())):
        raise InputError(f"{target} is no empty folder", keeps)
    with shell.reading() as book:
        found = agendas(shell, book, ahead)
        tasks = [
            talk(each, shell.texts, day=day_of(each, shell.today))
            for agenda in found
            for each in agenda.conversations
        ]
        folder, now = Folder(target), clock.instant()
        for each in tasks:
            folder.write(each.uid, task(each, now=now))
    shell.say(f"wrote {text.plural(len(tasks), 'task')} to {target}")
