"""Figures: whether second sales happen, and which habits go with them."""

import sys
from pathlib import Path
from typing import Annotated

import typer

from secondsale.cli._periods import Days, Since, Until, period_of
from secondsale.cli._shell import Shell
from secondsale.cli.giving import rewards
from secondsale.cli.steps import steps
from secondsale.errors import InputError
from secondsale.metrics.report import Report

app = typer.Typer(
    name="stats",
    add_completion=False,
    rich_markup_mode=None,
    help="Show whether second sales happen: figures, each beside the period before.",
)


@app.callback(invoke_without_command=True)
def stats(
    ctx: typer.Context,
    days: Days = "",
    since: Since = "",
    until: Until = "",
    explain: Annotated[
        bool, typer.Option("--explain", help="Say how each figure is counted.")
    ] = False,
    as_csv: Annotated[
        bool, typer.Option("--csv", help="Print CSV, a row a figure.")
    ] = False,
    as_json: Annotated[bool, typer.Option("--json", help="Print JSON.")] = False,
    html: Annotated[
        str,
        typer.Option("--html", metavar="FILE", help="Write a page with charts."),
    ] = "",
    force: Annotated[bool, typer.Option("--force", help="Replace the file.")] = False,
) -> None:
    """Show whether second sales happen: figures, each beside the period before.

    What is counted over all time is as it stood at the end of either period.
    """
    if ctx.invoked_subcommand is not None:
        _refuse_options(ctx, ctx.invoked_subcommand)
        return
    shell: Shell = ctx.obj
    period = period_of(shell, days, since, until)
    if as_csv and (as_json or explain):
        raise InputError("--csv stands alone", "leave --json or --explain out")
    if html and (as_csv or as_json or explain):
        raise InputError("--html stands alone", "the page says how all is counted")
    if force and not html:
        raise InputError("--force goes with --html FILE", "name the file to replace")
    from secondsale.cli._figures import figures
    from secondsale.cli._files import file_to_write, spare_the_book

    target = file_to_write(html, force=force)
    with shell.reading() as book:
        if target is not None:
            spare_the_book(shell, target)
        found = figures(shell, book, period)
    if html:
        _write_page(shell, found, target, force=force)
        return
    _print(shell, found, explain=explain, as_csv=as_csv, as_json=as_json)


def _refuse_options(ctx: typer.Context, name: str) -> None:
    if any(ctx.params.values()):
        raise InputError(
            f"an option stands before {name}", f"put it behind: stats {name} ..."
        )


def _print(
    shell: Shell, report: Report, *, explain: bool, as_csv: bool, as_json: bool
) -> None:
    from secondsale.render import figures_data

    if as_json:
        shell.data(figures_data.data(report))
    elif as_csv:
        from secondsale.cli._files import as_csv as written
        from secondsale.exchange.csv_tables import document

        rows = document(figures_data.COLUMNS, figures_data.rows(report), raw=True)
        sys.stdout.writelines(written(rows))
    elif explain:
        from secondsale.render.figures import screen

        told = dict.fromkeys(screen.definitions(report))  # once for all currencies
        if shell.draws:  # where the screen knows a figure by its label
            drawn = [(label, what) for _, label, what in told]
            shell.listing(("figure", "what it counts"), drawn, none="")
        else:
            shell.lines(told)
    else:
        from secondsale.render.figures import screen

        # Pictures are made of signs that only Unicode has.
        if shell.draws and "utf" in (sys.stdout.encoding or "").lower():
            shell.show(screen.screen(report, width=shell.width))
        else:
            shell.lines(screen.rows(report))


def _write_page(
    shell: Shell, report: Report, target: Path | None, *, force: bool
) -> None:
    from secondsale.render.html.page import page

    if target is None:
        sys.stdout.reconfigure(encoding="utf-8")  # type: ignore[union-attr]  # as the page says
        sys.stdout.writelines(page(report))
        return
    from secondsale.cli._files import write_whole

    write_whole(target, page(report), replace=force, mark=False)
    shell.say(f"wrote {target}: open it in a browser")


app.command()(steps)
app.command()(rewards)
