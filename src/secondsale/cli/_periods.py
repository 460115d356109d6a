"""A stretch of days as it is typed: so many, or from one to another."""

from typing import Annotated

import typer

from secondsale.cli._shell import Shell
from secondsale.cli._typed import whole_number
from secondsale.days import parse_day, plus, say_in_full
from secondsale.errors import InputError
from secondsale.metrics.report import Period

DAYS = 90
MOST_DAYS = 3650

Days = Annotated[
    str,
    typer.Option("--days", metavar="N", help="How long the period is; 90 if none."),
]
Since = Annotated[
    str, typer.Option("--since", metavar="DAY", help="The period's first day.")
]
Until = Annotated[
    str, typer.Option("--until", metavar="DAY", help="Its last day; else today.")
]


def period_of(shell: Shell, days: str, since: str, until: str) -> Period:
    """Return the days that were typed, the last DAYS up to today if none were.

    Errors: InputError.
    """
    if days and since:
        raise InputError("--days and --since say the same", "leave one of them out")
    last = shell.today
    if until:
        last = parse_day(until, today=last, direction="back")
        if last > shell.today:
            raise InputError(
                f"{say_in_full(last)} is still to come", "--until is today or before"
            )
    if since:
        first = parse_day(since, today=shell.today, direction="back")
        if not 0 <= (last - first).days < MOST_DAYS:
            raise InputError(
                f"a period from {say_in_full(first)} to {say_in_full(last)} is"
                f" {'too long' if first < last else 'none'}",
                f"--since is at most {MOST_DAYS:,} days before its end",
            )
        return Period(first, last)
    number = whole_number(days or str(DAYS), "a number of days", low=1, high=MOST_DAYS)
    return Period(plus(last, 1 - number), last)
