"""The morning: whom to contact today, and in the days ahead."""

from typing import Annotated

import typer

from secondsale.cli._morning import morning, one_line
from secondsale.cli._typed import whole_number
from secondsale.errors import InputError


def today(
    ctx: typer.Context,
    days: Annotated[
        str, typer.Option("--days", help="Look so many days ahead, grouped by day.")
    ] = "",
    held: Annotated[
        bool, typer.Option("--held", help="Only what is kept back, and why.")
    ] = False,
    brief: Annotated[
        bool, typer.Option("--brief", help="One line, for a greeting or a status bar.")
    ] = False,
    as_page: Annotated[
        bool,
        typer.Option("--md", help="Check-boxes for a notes app; `ingest` logs them."),
    ] = False,
    as_json: Annotated[bool, typer.Option("--json", help="Print JSON.")] = False,
) -> None:
    """Show whom to contact today, about what, why now and how."""
    if as_page and (held or brief or as_json):
        raise InputError("--md goes with --days alone", "leave the others out")
    if brief and (days or held or as_json):
        raise InputError("--brief goes with no other option", "leave the others out")
    ahead = whole_number(days, "a number of days", low=1, high=366) if days else 0
    if as_page:
        from secondsale.cli.exporting import print_page

        print_page(ctx.obj, ahead)
        return
    if brief:
        one_line(ctx.obj)
        return
    morning(ctx.obj, ahead=ahead, held=held, as_json=as_json)
