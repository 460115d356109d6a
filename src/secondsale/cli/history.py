"""What was done to the book, and taking it back."""

from collections.abc import Callable
from typing import TYPE_CHECKING, Annotated

import typer

from secondsale import clock, text
from secondsale.cli._names import find_customer
from secondsale.cli._shell import Shell
from secondsale.cli._typed import whole_number

if TYPE_CHECKING:
    from secondsale.store.undoing import Reversal, Undoing

MOST = 1_000_000_000
MOST_PLANS = 3
"""Of how many customers it is said what is next for them."""

Number = Annotated[
    str, typer.Argument(metavar="ENTRY", help="Its number in `secondsale history`.")
]
Json = Annotated[bool, typer.Option("--json", help="Print JSON.")]


def undo(ctx: typer.Context, entry: Number = "", as_json: Json = False) -> None:
    """Take back the last command that changed the book, or the one of a number.

    One that is not the last goes alone, and only if nothing later builds on it. What
    forget and restore did stays; undo names the copy made before it. To see what there
    is: secondsale history. To have it again: secondsale redo.
    """
    _reverse(
        ctx.obj,
        entry,
        lambda undoing, number: undoing.undo(number),
        "Took back",
        as_json=as_json,
    )


def redo(ctx: typer.Context, entry: Number = "", as_json: Json = False) -> None:
    """Restore what was taken back last, or the entry of a number."""
    _reverse(
        ctx.obj,
        entry,
        lambda undoing, number: undoing.redo(number),
        "Restored",
        as_json=as_json,
    )


def _reverse(
    shell: Shell,
    typed: str,
    act: "Callable[[Undoing, int | None], Reversal]",
    verb: str,
    *,
    as_json: bool,
) -> None:
    from secondsale.store.journal import Journal
    from secondsale.store.undoing import Undoing

    number = _number(typed)
    with shell.changing() as book:
        done = act(Undoing(book), number)
        concerned = sorted(done.customer_ids)
        plans = list(shell.plans(book, concerned[:MOST_PLANS]))
    with shell.reading() as book:
        entry = Journal(book).entry(done.number)
        change = Journal(book).entry(entry.latest)
    from secondsale.render import history, lines

    if as_json:
        from secondsale.render import data

        steps = [(plan.customer, plan.steps()) for plan in plans]
        shell.data(
            {
                "entry": history.data(entry),
                "change": history.data(change),
                "customer_ids": concerned,
                "next": [
                    {
                        "customer": data.customer(who),
                        "next": data.step(each[0]) if each else None,
                    }
                    for who, each in steps
                ],
            }
        )
        return
    shell.write(*history.reversed_lines(verb, entry, change))
    for plan in plans:
        nothing = f"Nothing is planned for {plan.customer.name}."
        shell.write(*(list(lines.coming(plan)) or [nothing]))
    if len(concerned) > len(plans):
        others = text.plural(len(concerned) - len(plans), "other customer")
        shell.write(f"The plan of {others} changed too: secondsale today")


def history(
    ctx: typer.Context,
    customer: Annotated[str, typer.Argument(help="Only what is about them.")] = "",
    limit: Annotated[
        str, typer.Option("--limit", help="How many entries to list.")
    ] = "20",
    as_json: Json = False,
) -> None:
    """List the commands that changed the book, newest first, to undo one."""
    from secondsale.store.journal import Journal

    shell: Shell = ctx.obj
    most = whole_number(limit, "a number of entries", low=1, high=100_000)
    with shell.reading() as book:
        who = find_customer(book, customer).id if customer else None
        journal = Journal(book)
        found = journal.entries(customer_id=who, limit=most)
        names = journal.names(found)
    from secondsale.render import history

    if as_json:
        shell.data([history.data(entry) for entry in found])
    elif not shell.draws:
        shell.lines(history.line(entry, names) for entry in found)
    else:
        place = None if shell.day_is_given else clock.in_own_place
        rows = [history.row(entry, names, place) for entry in found]
        shell.listing(history.HISTORY, rows, none="nothing was done yet")


def _number(typed: str) -> int | None:
    if not typed:
        return None
    return whole_number(typed.removeprefix("#"), "an entry", low=1, high=MOST)
