"""One customer: the whole picture, and the reason for every touchpoint."""

from collections.abc import Sequence
from typing import Annotated

import typer

from secondsale import text
from secondsale.cli._names import find_customer
from secondsale.cli._preparing import as_listed, beside
from secondsale.cli._shell import Shell
from secondsale.cli._typed import quoted
from secondsale.cli.goodwill import explain
from secondsale.days import plus
from secondsale.errors import InputError, NotFoundError
from secondsale.planner import Plan, Planned

RECENT_DAYS = 30
"""How long something that is over is still explained without being asked for."""

Who = Annotated[str, typer.Argument(help="Name, part of a name, id, e-mail or phone.")]
Json = Annotated[bool, typer.Option("--json", help="Print JSON.")]


def show(ctx: typer.Context, customer: Who = "", as_json: Json = False) -> None:
    """Show a customer: contact data, plan, contacts, sales."""
    shell: Shell = ctx.obj
    who = customer or shell.ask("Whom?", "the customer")
    with shell.reading() as book:
        plan = as_listed(shell, book, shell.plan(book, find_customer(book, who).id))
        more = beside(shell, book, plan)
    from secondsale.render import data, goodwill, person

    if as_json:
        whole = data.history(plan.situation.history)
        steps = [data.step(step) for step in plan.steps()]
        stands = goodwill.data(more["goodwill"])
        shell.data({**whole, "goodwill": stands, "plan": steps})
    elif shell.draws:
        shell.show(person.card(plan, width=shell.width, **more))
    else:
        shell.lines(person.card_lines(plan, **more))


def why(
    ctx: typer.Context,
    customer: Who = "",
    only: Annotated[
        list[str] | None,
        typer.Option("--only", help="Only this: a rule such as replenish, or a key."),
    ] = None,
    everything: Annotated[
        bool, typer.Option("--all", help="Also what was over long ago.")
    ] = False,
    goodwill: Annotated[
        bool, typer.Option("--goodwill", help="Only their goodwill, term by term.")
    ] = False,
    as_json: Json = False,
) -> None:
    """Explain each touchpoint of a customer: facts, figures, shift, hold."""
    shell: Shell = ctx.obj
    if goodwill and (only or everything):
        raise InputError(
            "--goodwill is a sum, not a touchpoint", "leave out --only and --all"
        )
    who = customer or shell.ask("Whom?", "the customer")
    with shell.reading() as book:
        plan = as_listed(shell, book, shell.plan(book, find_customer(book, who).id))
    if goodwill:
        explain(shell, plan.situation.history, as_json=as_json)
        return
    chosen = _chosen(plan, only or (), everything=everything)
    from secondsale.render import data, reasons

    if as_json:
        shell.data([data.account(plan, item) for item in chosen])
    elif shell.draws:
        shell.show(reasons.reasons(plan, chosen))
    else:
        shell.lines(reasons.reason_lines(plan, chosen))


def _chosen(
    plan: Plan, only: Sequence[str], *, everything: bool
) -> tuple[Planned, ...]:
    """Return what to explain: the open first, what is over last.

    Errors: NotFoundError where there is nothing.
    """
    recent = plus(plan.today, -RECENT_DAYS)
    items = [
        item
        for item in plan.touchpoints
        if everything or not item.state.over or (item.since or recent) >= recent
    ]
    chosen = [i for i in items if not only or i.key.names & set(only)]
    if not chosen:
        what = f"{quoted(' '.join(only))} " if only else ""
        there = text.listed(sorted({item.key.family for item in items}))
        raise NotFoundError(
            f"there is nothing {what}to explain for {plan.customer.name}",
            f"there is: {there}" if there else "--all goes further back",
        )
    return tuple(sorted(chosen, key=lambda i: (i.state.over, i.window.due)))
