"""Customers who were entered twice: finding them, and making them one."""

from typing import TYPE_CHECKING, Annotated, Any

import typer

from secondsale import text
from secondsale.cli._facts import Json, Who
from secondsale.cli._names import find_customer
from secondsale.cli._shell import Shell
from secondsale.model import Customer
from secondsale.records import dataclass
from secondsale.store import Book

if TYPE_CHECKING:
    from secondsale.planner import Plan
    from secondsale.store.merging import Merged

SHOWN = ("keep", "join", "the same", "to make them one")

Other = Annotated[str, typer.Argument(metavar="OTHER", help="Who joins them.")]


@dataclass(frozen=True, slots=True)
class _Joined:
    """Who stays, who joined them, what that did, and the plan since."""

    kept: Customer
    joined: Customer
    did: "Merged"
    after: "Plan"


def duplicates(ctx: typer.Context, as_json: Json = False) -> None:
    """List customers who may be entered twice, the surest first, to merge them.

    By the same e-mail, phone, name and postcode, or name. People may share a phone or a
    name, so look before you merge.
    """
    shell: Shell = ctx.obj
    from secondsale.store import merging

    with shell.reading() as book:
        found = merging.pairs(book)
        ids = {each for pair in found for each in (pair.first, pair.second)}
        who = {each: book.customer(each) for each in ids}
    if as_json:
        from secondsale.render import data

        shell.data(
            [
                {
                    "keep": data.customer(who[pair.first]),
                    "join": data.customer(who[pair.second]),
                    "same": list(pair.same),
                }
                for pair in found
            ]
        )
        return
    rows = [
        (
            _named(who[pair.first]),
            _named(who[pair.second]),
            text.listed(pair.same),
            f"secondsale merge {pair.first} {pair.second}",
        )
        for pair in found
    ]
    shell.listing(SHOWN, rows, none="nobody seems to be entered twice")


def merge(
    ctx: typer.Context,
    customer: Who = "",
    other: Other = "",
    preview: Annotated[
        bool, typer.Option("--preview", help="Show what would happen, keep nothing.")
    ] = False,
    as_json: Json = False,
) -> None:
    """Make one customer of two: the first stays, with all there is of both.

    What the first has not is taken over from the other; a second e-mail or phone is
    kept beside the first. Who opted out in either stays opted out. To take it back:
    undo.
    """
    shell: Shell = ctx.obj
    first = customer or shell.ask("Who stays?", "the customer who stays")
    second = other or shell.ask("Who joins them?", "the customer who joins them")
    with shell.previewing() if preview else shell.changing() as book:
        done = _merge(shell, book, first, second)
    if as_json:
        shell.data(_shape(done) | {"preview": preview})
        return
    _tell(shell, done)
    if preview:
        shell.say("this was a preview: nothing was kept")
    else:
        shell.say("to take it back: secondsale undo")


def _merge(shell: Shell, book: Book, first: str, second: str) -> _Joined:
    from secondsale.store import merging

    kept, joined = find_customer(book, first), find_customer(book, second)
    did = merging.merge(book, kept.id, joined.id)
    shell.learn(book)
    return _Joined(book.customer(kept.id), joined, did, shell.plan(book, kept.id))


def _tell(shell: Shell, done: _Joined) -> None:
    from secondsale.render import lines
    from secondsale.render.history import counted

    kept, joined = done.kept, done.joined
    shell.write(f"{joined.name} ({joined.id}) is one with {kept.name} ({kept.id}) now.")
    moved = [counted(table, count) for table, count in done.did.moved.items()]
    if moved:
        shell.write(f"Moved: {text.listed(moved)}.")
    for what, stays, gone in done.did.differing:
        kept_as = "in the note" if what == "name" else "nowhere but in the history"
        plain = what.replace("_", " ")
        shell.write(f"They differ in {plain}: {stays} stays; {gone} is {kept_as}.")
    nothing = f"Nothing is planned for {kept.name}."
    shell.write(*(list(lines.coming(done.after)) or [nothing]))


def _shape(done: _Joined) -> dict[str, Any]:
    from secondsale.render import data

    return {
        "customer": data.customer(done.kept),
        "joined": data.customer(done.joined),
        "moved": done.did.moved,
        "differing": [
            {"what": what, "stays": stays, "other": gone}
            for what, stays, gone in done.did.differing
        ],
        "next": [data.step(step) for step in done.after.steps()],
    }


def _named(who: Customer) -> str:
    address = who.phone or who.email
    return f"{who.name} ({who.id}, {address})" if address else f"{who.name} ({who.id})"
