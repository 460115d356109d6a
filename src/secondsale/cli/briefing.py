"""A customer in brief, before a conversation."""

from typing import Annotated

import typer

from secondsale.cli._names import find_customer
from secondsale.cli._preparing import as_listed, beside
from secondsale.cli._shell import Shell

Who = Annotated[str, typer.Argument(help="Name, part of a name, id, e-mail or phone.")]
Json = Annotated[bool, typer.Option("--json", help="Print JSON.")]


def brief(ctx: typer.Context, customer: Who = "", as_json: Json = False) -> None:
    """Show on one screen what to know before you talk to a customer."""
    shell: Shell = ctx.obj
    who = customer or shell.ask("Whom?", "the customer")
    with shell.reading() as book:
        plan = as_listed(shell, book, shell.plan(book, find_customer(book, who).id))
        more = beside(shell, book, plan)
    from secondsale.render import briefing

    if as_json:
        shell.data(briefing.data(plan, **more))
    elif shell.draws:
        lines = briefing.LINES - 1  # the prompt takes one, too
        shell.show(briefing.screen(plan, width=shell.width, lines=lines, **more))
    else:
        shell.lines(briefing.rows(plan, **more))
