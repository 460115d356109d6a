"""The days ahead and the days missed: how busy they get, and catching up."""

from collections.abc import Sequence
from datetime import date
from typing import Annotated

import typer

from secondsale import planner, text
from secondsale.cli._facts import Json
from secondsale.cli._names import find_customer
from secondsale.cli._shell import Shell
from secondsale.cli._typed import whole_number
from secondsale.cli._waking import people
from secondsale.errors import InputError
from secondsale.planner import CatchUp
from secondsale.store import Book

MOST_DAYS = 366


def catch_up(
    ctx: typer.Context,
    customer: Annotated[
        str, typer.Argument(help="With this customer only; with all if not said.")
    ] = "",
    since: Annotated[
        str,
        typer.Option(
            "--since",
            help="The first day away: monday, 3w. If not said: after the last day on "
            "which you did anything, or with the last pause or holiday.",
        ),
    ] = "",
    dry_run: Annotated[
        bool, typer.Option("--dry-run", help="Only show it, change nothing.")
    ] = False,
    yes: Annotated[bool, typer.Option("--yes", help="Do it without asking.")] = False,
    as_json: Json = False,
) -> None:
    """Keep one conversation with each person after time away, let the rest go.

    What expired meanwhile is shown, and stays so. What you promised and the concerns
    that are open are never let go.
    """
    shell: Shell = ctx.obj
    if dry_run and yes:
        raise InputError("--dry-run and --yes contradict each other", "use one of them")
    first = shell.happened(since) if since else None
    with shell.reading() as book:
        found = _missed(shell, book, customer, first)
        _say_away(shell, book)
    count = sum(len(each.let_go) for each in found)
    if count and not (dry_run or yes or shell.at_a_terminal):
        raise InputError(
            f"{text.plural(count, 'touchpoint')} would be let go, and nobody is here "
            "to say yes",
            "secondsale catch-up --yes lets them go, --dry-run only shows them",
        )
    _show(shell, found, as_json=as_json)
    if not count or dry_run:
        return
    if not (yes or shell.confirm(_question(found, count), default=False)):
        shell.say("nothing was changed")
        return
    skipped = _let_go(shell, found)
    shell.say(f"{text.plural(skipped, 'touchpoint')} skipped, as secondsale why says")


def _missed(
    shell: Shell, book: Book, customer: str, since: date | None
) -> tuple[CatchUp, ...]:
    """Return what was missed of one customer, or of all.

    Everybody is planned all the same: how full a day is takes them all to know.
    """
    only = find_customer(book, customer).id if customer else None
    plans = tuple(shell.plans(book))
    last = planner.last_at_work(plans)
    before = shell.plans(book, today=last) if last is not None else ()
    found = planner.catch_up(plans, since=since, before=before)
    return tuple(each for each in found if only in (None, each.plan.customer.id))


def _say_away(shell: Shell, book: Book) -> None:
    """Say that a holiday still lasts: until it is over nobody is shown."""
    for pause in book.pauses():
        if pause.holds(shell.today):
            shell.say(
                "the whole book is still paused; secondsale holiday --over ends that"
            )
            return


def _show(shell: Shell, found: Sequence[CatchUp], *, as_json: bool) -> None:
    from secondsale.render import missed

    if as_json:
        shell.data([missed.data(each) for each in found])
        return
    if not found:
        shell.say("nothing was missed")
        return
    if shell.draws:
        shell.show(missed.screen(found))
    else:
        shell.lines(missed.rows(found))
    talks = sum(bool(each.keep) for each in found)
    let_go = sum(len(each.let_go) for each in found)
    expired = sum(len(each.expired) for each in found)
    shell.say(
        f"{text.plural(talks, 'conversation')} to have, {let_go} to let go, "
        f"{expired} expired"
    )


def _question(found: Sequence[CatchUp], count: int) -> str:
    crowded = sum(len(each.no_room) for each in found)
    late = (
        f", {crowded} of them late for want of room on a day alone" if crowded else ""
    )
    return f"Let {text.plural(count, 'touchpoint')} go{late}?"


def _let_go(shell: Shell, found: Sequence[CatchUp]) -> int:
    """Skip what was shown and is not over since, and return how much that is."""
    shown = {each.plan.customer.id: each.skip for each in found if each.let_go}
    skipped = 0
    with shell.changing() as book:
        for plan in tuple(shell.plans(book, shown)):
            over = {item.key for item in plan.touchpoints if item.state.over}
            skip = [s for s in shown[plan.customer.id] if s.key not in over]
            book.settle(plan.customer.id, skip)
            skipped += len(skip)
    return skipped


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
    with shell.reading() as book, people(shell, book) as (plans, sleeping):
        busy = planner.load(plans, today=shell.today, days=count, sleeping=sleeping)
    from secondsale.render import bars

    shell.listing(
        bars.COLUMNS,
        bars.rows(busy),
        none="",
        data=(lambda: bars.data(busy)) if as_json else None,
    )
