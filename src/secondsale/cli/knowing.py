"""What is learned about customers: details, milestones, gifts."""

from datetime import date
from typing import Annotated

import typer

from secondsale import days, text
from secondsale.cli._details import DETAIL_HINT, detail_pair, now_known
from secondsale.cli._facts import (
    Cost,
    Json,
    On,
    Who,
    change,
    coming_day,
    cost_of,
    said,
    tell,
)
from secondsale.cli._names import find_customer
from secondsale.cli._shell import Shell
from secondsale.errors import InputError
from secondsale.model import PROFILE, Customer, Gift, Milestone
from secondsale.rules.wow import FIRST_WEEK_DAYS
from secondsale.store import Book

Words = Annotated[str, typer.Argument(help="What it is, in a few words.")]


def detail(
    ctx: typer.Context,
    customer: Who = "",
    pairs: Annotated[
        list[str] | None,
        typer.Argument(
            metavar="NAME=VALUE",
            help='Such as why="dry skin". Four matter most: why (they bought), '
            "problem (it solves), needs (they also have), routine (when they use it). "
            "And called: how you address them, where their name does not say it.",
        ),
    ] = None,
    on: On = "",
    as_json: Json = False,
) -> None:
    """Keep what you learned about a customer; an empty value clears it."""
    shell: Shell = ctx.obj
    whose = customer or shell.ask("Whose?", "the customer")
    typed = pairs or [
        shell.ask("What did you learn? (like why=dry skin)", "the detail", DETAIL_HINT)
    ]
    learned = dict(detail_pair(each, whose) for each in typed)
    when = shell.happened(on)

    def act(book: Book, who: Customer) -> dict[str, str]:
        for name, value in learned.items():
            book.add_detail(who.id, name, value, on=when)
        return learned

    made = change(shell, whose, act)
    who = made.who
    tell(
        shell,
        made,
        *(now_known(who, name, value) for name, value in learned.items()),
        data={"details": learned},
        as_json=as_json,
    )


def details(ctx: typer.Context, customer: Who = "", as_json: Json = False) -> None:
    """List what you know of a customer, and what to find out."""
    shell: Shell = ctx.obj
    whose = customer or shell.ask("Whose?", "the customer")
    with shell.reading() as book:
        whole, _ = book.history(find_customer(book, whose).id)
    history = whole.as_of(shell.today)
    last = {each.name: each for each in history.details}
    known = [each for each in last.values() if each.value]
    from secondsale.render import facts

    shell.listing(
        ("detail", "what", "since"),
        [(each.name, each.value, each.on.isoformat()) for each in known],
        none=f"nothing is known of {history.customer.name} yet",
        data=(lambda: [facts.detail(each) for each in known]) if as_json else None,
    )
    missing = [name for name in PROFILE if not history.detail(name)]
    if missing and not as_json:
        shell.say(f"to find out: {text.listed(missing)}")


def milestone(
    ctx: typer.Context,
    customer: Who = "",
    what: Words = "",
    on: On = "",
    as_json: Json = False,
) -> None:
    """Keep something of a customer's own that is worth celebrating."""
    shell: Shell = ctx.obj
    whose = customer or shell.ask("Whose?", "the customer")
    words = said(shell, what, "What happened?", "the milestone")
    when = shell.happened(on)

    def act(book: Book, who: Customer) -> Milestone:
        return book.add_milestone(who.id, words, on=when, recorded_on=shell.today)

    made = change(shell, whose, act)
    from secondsale.render import facts

    tell(
        shell,
        made,
        f"Milestone m{made.fact.id} of {made.who.name} ({made.who.id}): "
        f"“{words}”, on {days.say_in_full(when)}.",
        data={"milestone": facts.milestone(made.fact)},
        as_json=as_json,
    )


def gift(
    ctx: typer.Context,
    customer: Who = "",
    what: Words = "",
    cost: Cost = "",
    on: On = "",
    as_json: Json = False,
) -> None:
    """Keep what you gave a customer, and what it cost you."""
    shell: Shell = ctx.obj
    whose = customer or shell.ask("To whom?", "the customer")
    words = said(shell, what, "What did you give?", "the gift")
    spent, when = cost_of(shell, cost), shell.happened(on)

    def act(book: Book, who: Customer) -> Gift:
        return book.add_gift(who.id, words, on=when, cost=spent)

    made = change(shell, whose, act)
    from secondsale.render import facts

    came_to = f", {spent}" if spent else ""
    tell(
        shell,
        made,
        f"Gift to {made.who.name} ({made.who.id}): “{words}”{came_to}, "
        f"on {days.say_in_full(when)}.",
        data={"gift": facts.gift(made.fact)},
        as_json=as_json,
    )


def wow(
    ctx: typer.Context,
    customer: Who = "",
    what: Words = "",
    by: Annotated[
        str, typer.Option("--by", help="The day; else the last of the first week.")
    ] = "",
    cost: Cost = "",
    as_json: Json = False,
) -> None:
    """Plan a pleasant surprise for the first week after a sale."""
    shell: Shell = ctx.obj
    whose = customer or shell.ask("For whom?", "the customer")
    words = said(shell, what, "What will it be?", "the surprise")
    spent, day = cost_of(shell, cost), coming_day(shell, by) if by else None

    def act(book: Book, who: Customer) -> Gift:
        last = _first_week(shell, book, who)
        if day is not None and day > last:
            raise InputError(
                f"{days.say_in_full(day)} is after the first week of the sale, "
                f"which ends on {days.say_in_full(last)}",
                f'for later: secondsale promise {who.id} "..." --by {day}',
            )
        return book.add_gift(who.id, words, on=day or last, cost=spent, wow=True)

    made = change(shell, whose, act)
    from secondsale.render import facts

    tell(
        shell,
        made,
        f"A wow for {made.who.name} ({made.who.id}): “{words}”, "
        f"by {days.say_in_full(made.fact.on)}.",
        data={"gift": facts.gift(made.fact)},
        as_json=as_json,
    )


def _first_week(shell: Shell, book: Book, who: Customer) -> date:
    """Return the last day of the first week after the latest sale.

    Errors: InputError where that week is over, or nothing was bought.
    """
    history, _ = book.history(who.id)
    sold = [s.sold_on for s in history.as_of(shell.today).standing_sales()]
    ends = days.plus(max(sold), FIRST_WEEK_DAYS) if sold else None
    if ends is None or ends < shell.today:
        raise InputError(
            f"{who.name} has bought nothing in the last week",
            f'for any other day: secondsale promise {who.id} "..." --by friday',
        )
    return ends
