"""Saying hello again to those who bought before the book knew of them."""

from collections.abc import Iterator
from datetime import date
from typing import Annotated

import typer

from secondsale import days, planner, text
from secondsale.cli._facts import Json
from secondsale.cli._shell import Shell
from secondsale.cli._typed import whole_number
from secondsale.cli._waking import people
from secondsale.model import Customer, Intent
from secondsale.planner.greetings import hello_days
from secondsale.policy import wish_against
from secondsale.store import Book

PAST_DAYS = 30
"""Past customers bought so long ago, and so long before the book knew of it."""

SHOWN = 10
"""How many are listed on a screen; --json lists all."""

AT_ONCE = 200
"""Of how many the wishes are looked up at a time."""

Chosen = list[tuple[Customer, date]]


def past_customers(shell: Shell, book: Book) -> list[int]:
    """Return who could hear a first hello, the best customers first."""
    before = days.plus(shell.today, -PAST_DAYS)
    return list(book.past_customers(before=before, days=PAST_DAYS))


def hello_again(
    ctx: typer.Context,
    over: Annotated[
        str, typer.Option("--over", help="Within how long: 12w, 30d.")
    ] = "90d",
    preview: Annotated[
        bool, typer.Option("--preview", help="Show the days, keep nothing.")
    ] = False,
    as_json: Json = False,
) -> None:
    """Spread a first hello to past customers over days that have room for it.

    Past customers are those whose sales you imported and whom you have not spoken to
    since. The best come first; quiet days are left out, and a day gets no more than
    half of the room it has left. `undo` takes it back.
    """
    shell: Shell = ctx.obj
    span = days.parse_span(over)
    whole_number(str(span), "a number of days", low=1, high=366)
    with shell.previewing() if preview else shell.changing() as book:
        chosen, left = _choose(shell, book, span)
        picked = ((who.id, day) for who, day in chosen)
        book.add_hellos(picked, made_on=shell.today)
    if as_json:
        shell.data(
            {
                "hellos": [
                    {"customer_id": who.id, "name": who.name, "on": day.isoformat()}
                    for who, day in chosen
                ],
                "left": left,
                "preview": preview,
            }
        )
        return
    _tell(shell, chosen, left, over)
    if preview:
        shell.say("this was a preview: nothing was kept")


def _choose(shell: Shell, book: Book, span: int) -> tuple[Chosen, int]:
    """Return whom to greet on which day, and how many are left without one."""
    ids = past_customers(shell, book)
    policy = shell.settings.policy
    with people(shell, book) as (plans, sleeping):
        busy = planner.load(plans, today=shell.today, days=span + 1, sleeping=sleeping)
    places = list(
        hello_days(
            shell.today,
            span,
            busy=dict(busy),
            capacity=policy.capacity,
            quiet=policy.quiet,
            wanted=len(ids),
        )
    )
    chosen = list(zip(_who_may_hear(shell, book, ids), places, strict=False))
    return chosen, len(ids) - len(chosen)


def _who_may_hear(shell: Shell, book: Book, ids: list[int]) -> Iterator[Customer]:
    """Yield those who did not opt out, in the order of the ids."""
    for start in range(0, len(ids), AT_ONCE):
        some = ids[start : start + AT_ONCE]
        found = {history.customer.id: history for history, _ in book.histories(some)}
        for each in some:
            if wish_against(Intent.CARE, shell.today, found[each]) is None:
                yield found[each].customer


def _tell(shell: Shell, chosen: Chosen, left: int, over: str) -> None:
    if not chosen and left:
        waiting = text.plural(left, "past customer")
        shell.say(f"no day within {over} has room for {waiting}: --over 12w")
        return
    if not chosen:
        shell.say("no past customer waits for a first hello")
        return
    first, last = chosen[0][1], chosen[-1][1]
    shell.write(
        f"{text.plural(len(chosen), 'first hello')}, from"
        f" {days.say(first, beside=shell.today)} to"
        f" {days.say(last, beside=shell.today)}."
    )
    for who, day in chosen[:SHOWN]:
        shell.write(
            f"  {days.say_short(day, beside=shell.today)}  {who.name} ({who.id})"
        )
    if len(chosen) > SHOWN:
        shell.write(f"  and {len(chosen) - SHOWN} more")
    if left:
        shell.say(f"{left} more find no room within {over}, or opted out")
