"""Goodwill: who has most of it, and who loses it soon."""

from collections.abc import Iterable, Iterator
from datetime import date
from typing import Annotated

import typer

from secondsale.cli._shell import Shell
from secondsale.cli._typed import whole_number
from secondsale.days import plus, say_short
from secondsale.goodwill import Band, Reading
from secondsale.model import History, Intent
from secondsale.policy import wish_against
from secondsale.text import plural

Crossing = tuple[date, Band, History, Reading]


def cold(
    ctx: typer.Context,
    days: Annotated[str, typer.Option("--days", help="How far to look ahead.")] = "14",
    as_json: Annotated[bool, typer.Option("--json", help="Print JSON.")] = False,
) -> None:
    """List whose goodwill will soon be fading or cold, while a word still helps."""
    shell: Shell = ctx.obj
    ahead = whole_number(days, "a number of days", low=1, high=366)
    with shell.reading() as book:
        everybody = list(read(shell, (whole for whole, _ in book.histories())))
    welcome = [
        (who, now)
        for who, now in everybody
        if wish_against(Intent.CARE, shell.today, who) is None
    ]
    found = sorted(_crossings(welcome, plus(shell.today, ahead)), key=_order)
    from secondsale.render import goodwill

    shell.listing(
        goodwill.CROSSINGS,
        [goodwill.crossing_row(*each) for each in found],
        none=f"nobody until {say_short(plus(shell.today, ahead), beside=shell.today)}",
        data=(lambda: [goodwill.crossing_data(*each) for each in found])
        if as_json
        else None,
    )
    already = sum(now.band is Band.COLD and bool(now.terms) for _, now in welcome)
    if already and not as_json:
        there = plural(already, "person is", "people are")
        shell.say(f"{there} cold already: secondsale customers --by goodwill")


def explain(shell: Shell, history: History, *, as_json: bool) -> None:
    """Print the sum behind a customer's goodwill, term by term."""
    from secondsale.render import goodwill

    reading = shell.settings.goodwill.reading(history, shell.today)
    shell.listing(
        goodwill.TERMS,
        list(goodwill.explanation(reading)),
        none="",
        data=(lambda: goodwill.explained(reading)) if as_json else None,
    )


def read(
    shell: Shell, histories: Iterable[History]
) -> Iterator[tuple[History, Reading]]:
    """Yield each history as it stands today, with its goodwill."""
    for history in histories:
        known = history.as_of(shell.today)
        yield known, shell.settings.goodwill.reading(known, shell.today)


def list_by_goodwill(
    shell: Shell, histories: Iterable[History], *, as_json: bool
) -> None:
    """Print customers with their goodwill, the warmest first."""
    found = sorted(
        read(shell, histories),
        key=lambda pair: (-pair[1].value, -pair[1].total, pair[0].customer.id),
    )
    from secondsale.render import goodwill, person

    shell.listing(
        (*person.CUSTOMERS, *goodwill.COLUMNS),
        [
            (*person.customer_row(who, today=shell.today), *goodwill.cells(now))
            for who, now in found
        ],
        none="no customers",
        data=(lambda: [goodwill.customer_data(*pair) for pair in found])
        if as_json
        else None,
    )


def _crossings(
    pairs: Iterable[tuple[History, Reading]], until: date
) -> Iterator[Crossing]:
    """Yield for each customer what is crossed first, if that is soon."""
    for history, reading in pairs:
        for band, day in reading.crossings():
            if day <= until:
                yield day, band, history, reading
            break


def _order(crossing: Crossing) -> tuple[date, float, int]:
    day, _, history, reading = crossing
    return day, reading.value, history.customer.id
