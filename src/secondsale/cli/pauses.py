"""Leaving people alone for a time: one of them, or all during the seller's holiday."""

from typing import Annotated

import typer

from secondsale import days, text
from secondsale.cli._facts import (
    Because,
    Json,
    Who,
    change,
    coming_day,
    later_day,
    tell,
)
from secondsale.cli._shell import Shell
from secondsale.errors import InputError
from secondsale.model import Customer, Pause
from secondsale.store import Book

Until = Annotated[
    str, typer.Option("--until", help="The last day of it: friday, 3w, 2026-12-01.")
]


def pause(
    ctx: typer.Context,
    customer: Who = "",
    until: Until = "",
    because: Because = "",
    as_json: Json = False,
) -> None:
    """Leave a customer alone up to a day; they come back by themselves."""
    shell: Shell = ctx.obj
    whose = customer or shell.ask("Whom?", "the customer")
    last = later_day(shell, until, "the last day (--until)")
    why = text.clean(because, "--because")

    def act(book: Book, who: Customer) -> int:
        # A second pause replaces the first one, so that it can also be shortened.
        ended = book.end_pauses(who.id, on=shell.today)
        book.pause(
            who.id, since=shell.today, until=last, made_on=shell.today, reason=why
        )
        return ended

    made = change(shell, whose, act)
    instead = ", instead of the pause before" if made.fact else ""
    back = days.say_in_full(days.plus(last, 1))
    reason = f" ({why})" if why else ""
    tell(
        shell,
        made,
        f"{made.who.name} ({made.who.id}) is left alone up to "
        f"{days.say_in_full(last)}{reason}{instead}, and comes back on {back}.",
        data=_pauses_of(made.after.situation.history.pauses),
        as_json=as_json,
    )


def resume(ctx: typer.Context, customer: Who = "", as_json: Json = False) -> None:
    """End a customer's pause; what expired meanwhile stays expired."""
    shell: Shell = ctx.obj
    whose = customer or shell.ask("Whom?", "the customer")

    def act(book: Book, who: Customer) -> int:
        ended = book.end_pauses(who.id, on=shell.today)
        if not ended:
            raise InputError(
                f"{who.name} is not paused", "secondsale holiday --over ends a holiday"
            )
        return ended

    made = change(shell, whose, act)
    tell(
        shell,
        made,
        f"{made.who.name} ({made.who.id}) is back, "
        f"since {days.say_in_full(shell.today)}.",
        data=_pauses_of(made.after.situation.history.pauses),
        as_json=as_json,
    )


def holiday(
    ctx: typer.Context,
    since: Annotated[
        str, typer.Option("--from", help="The first day of it; today if not said.")
    ] = "",
    until: Until = "",
    because: Because = "",
    over: Annotated[bool, typer.Option("--over", help="You are back.")] = False,
    as_json: Json = False,
) -> None:
    """Rest the whole book while you are away; alone, list your holidays."""
    shell: Shell = ctx.obj
    if over:
        if since or until or because:
            raise InputError("--over stands alone", "it ends the holiday today")
        _end_holiday(shell, as_json=as_json)
    elif since or until or because:
        _begin_holiday(shell, since, until, because, as_json=as_json)
    else:
        _list_holidays(shell, as_json=as_json)


def _begin_holiday(
    shell: Shell, since: str, until: str, because: str, *, as_json: bool
) -> None:
    first = coming_day(shell, since) if since else shell.today
    last = coming_day(shell, until, "the last day (--until)")
    if last < first:
        raise InputError(
            f"the holiday ends on {days.say_in_full(last)}, before it begins",
            f"it begins on {days.say_in_full(first)}",
        )
    why = text.clean(because, "--because")
    with shell.changing() as book:
        book.pause(None, since=first, until=last, made_on=shell.today, reason=why)
        found = book.pauses()
    if as_json:
        shell.data(_pauses_of(found))
        return
    reason = f" ({why})" if why else ""
    shell.write(
        f"Nobody is shown from {days.say_in_full(first)} to "
        f"{days.say_in_full(last)}{reason}.",
        "What expires meanwhile stays expired; once you are back, secondsale catch-up "
        "lists it and keeps one conversation with each.",
    )


def _end_holiday(shell: Shell, *, as_json: bool) -> None:
    with shell.changing() as book:
        ended = book.end_pauses(None, on=shell.today)
        if not ended:
            raise InputError("there is no holiday to end", "secondsale holiday -h")
        found = book.pauses()
    if as_json:
        shell.data(_pauses_of(found))
        return
    shell.write(
        f"Ended {text.plural(ended, 'holiday')}; people are shown again from "
        f"{days.say_in_full(shell.today)}."
    )


def _list_holidays(shell: Shell, *, as_json: bool) -> None:
    with shell.reading() as book:
        found = book.pauses()
    shell.listing(
        ("from", "to", "because", "entered"),
        [
            (
                each.since.isoformat(),
                each.until.isoformat() if each.until else "",
                each.reason,
                each.made_on.isoformat(),
            )
            for each in found
        ],
        none="no holidays; like secondsale holiday --from monday --until 2026-12-04",
        data=(lambda: _pauses_of(found)) if as_json else None,
    )


def _pauses_of(found: tuple[Pause, ...]) -> dict[str, object]:
    from secondsale.render import facts

    return {"pauses": [facts.pause(each) for each in found]}
