"""The days ahead and the days missed: how busy they get, and catching up."""

from collections.abc import Sequence
from typing import Annotated

import typer

from secondsale import planner, text
from secondsale.cli._facts import Json
from secondsale.cli._names import find_customer
from secondsale.cli._shell import Shell
from secondsale.cli._typed import whole_number
from secondsale.planner import CatchUp, Plan

MOST_DAYS = 366


def catch_up(
    ctx: typer.Context,
    customer: Annotated[
        str, typer.Argument(help="With this customer only; with all if not said.")
    ] = "",
    as_json: Json = False,
) -> None:
    """Keep the best of what was missed with each customer, and skip the rest."""
    shell: Shell = ctx.obj
    caught: list[tuple[Plan, CatchUp]] = []
    with shell.changing() as book:
        ids = [find_customer(book, customer).id] if customer else None
        for plan in tuple(shell.plans(book, ids)):
            found = planner.catch_up(plan)
            if found is not None:
                book.settle(plan.customer.id, found.skip)
                caught.append((plan, found))
    from secondsale.render import missed

    shell.listing(
        missed.COLUMNS,
        [missed.row(plan, found) for plan, found in caught],
        none="nothing was missed",
        data=(lambda: [missed.data(plan, found) for plan, found in caught])
        if as_json
        else None,
    )
    if caught and not as_json:
        skipped = sum(len(found.skip) for _, found in caught)
        people = text.plural(len(caught), "conversation")
        shell.say(f"{people} to have, {text.plural(skipped, 'touchpoint')} skipped")


def load(
    ctx: typer.Context,
    days: Annotated[
        str, typer.Option("--days", help="How many days, from today on.")
    ] = "30",
    as_json: Json = False,
) -> None:
    """Show how many conversations each of the next days has."""
    shell: Shell = ctx.obj
    count = whole_number(days, "a number of days", low=1, high=MOST_DAYS)
    with shell.reading() as book:
        plans: Sequence[Plan] = tuple(shell.plans(book))
    busy = planner.load(plans, today=shell.today, days=count)
    from secondsale.render import bars

    shell.listing(
        bars.COLUMNS,
        bars.rows(busy),
        none="",
        data=(lambda: bars.data(busy)) if as_json else None,
    )
