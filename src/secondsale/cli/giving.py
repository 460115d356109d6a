"""What gifts and rewards cost and bring, stamps that are out, and who sent whom."""

from collections.abc import Mapping
from typing import TYPE_CHECKING, Annotated

import typer

from secondsale.cli._periods import Days, Since, Until, period_of
from secondsale.cli._shell import Shell
from secondsale.cli._watching import watched
from secondsale.metrics import giving
from secondsale.metrics.buyers import orders_of
from secondsale.metrics.report import Group, Period
from secondsale.rules.reward import Reward
from secondsale.store import Book

if TYPE_CHECKING:
    from secondsale.metrics.giving import Bought, Branch, Programme


def rewards(
    ctx: typer.Context,
    days: Days = "",
    since: Since = "",
    until: Until = "",
    explain: Annotated[
        bool, typer.Option("--explain", help="Say how each figure is counted.")
    ] = False,
    as_json: Annotated[bool, typer.Option("--json", help="Print JSON.")] = False,
) -> None:
    """Show what gifts cost, stamps that are out, who sent whom.

    Costs and second sales are those of the period; cards and referrals stand as they
    stood at its end.
    """
    shell: Shell = ctx.obj
    period = period_of(shell, days, since, until)
    with shell.reading() as book:
        bought, group, anybody = _counted(book, period)
        programmes = _programmes(shell, book, period)
        from secondsale.store.counting.giving import sent

        sent_by, names = sent(book)
    branches = giving.referrals(sent_by, bought)
    from secondsale.render import giving as shown
    from secondsale.render.segments import NO_SALES

    if as_json:
        shell.data(shown.data(group, programmes, branches, names))
    elif explain:
        rows = [(each.label, each.definition) for each in group.metrics]
        shell.listing(("figure", "what it counts"), [*rows, *shown.EXPLAINED], none="")
    else:
        _print(shell, group, programmes, branches, names)
        if not anybody:
            shell.say(NO_SALES)


def _print(
    shell: Shell,
    group: Group,
    programmes: "tuple[Programme, ...]",
    branches: "tuple[Branch, ...]",
    names: Mapping[int, str],
) -> None:
    from secondsale.render import giving as shown

    shell.listing(shown.FIGURES, list(shown.figure_rows(group)), none="")
    shell.say(*shown.notes(group))
    shell.listing(
        shown.PROGRAMMES,
        list(map(shown.programme_row, programmes)),
        none="no rewards are set; secondsale reward -h says how",
    )
    if not branches:
        shell.say("nobody was sent by another customer yet")
    elif shell.draws:
        shell.show(*shown.trees(branches, names))
    else:
        shell.lines(shown.tree_rows(branches, names))


def _counted(book: Book, period: Period) -> "tuple[dict[int, Bought], Group, bool]":
    """Return what those bought who sent somebody or were sent, and the costs.

    With it goes whether anybody ever bought.
    """
    from secondsale.store.counting.buyers import buyers
    from secondsale.store.counting.giving import given, sent
    from secondsale.store.counting.names import how_many

    sent_by, _ = sent(book)
    among = {*sent_by, *sent_by.values()}
    first, last = period.since.toordinal(), period.until.toordinal()
    bought: dict[int, Bought] = {}
    seconds, anybody = 0, False
    everybody = buyers(book, period.until, talks=False)
    for each in watched(everybody, how_many(book), "counting customers"):
        orders = orders_of(each.sales, last)
        anybody = anybody or bool(orders)
        seconds += each.there and len(orders) > 1 and first <= orders[1].day
        if each.id in among:
            bought[each.id] = giving.bought(orders)
    return bought, giving.costs(*given(book, period), seconds), anybody


def _programmes(shell: Shell, book: Book, period: Period) -> "tuple[Programme, ...]":
    from secondsale.store.counting.giving import cashed, everybodys_cards

    terms = tuple(each for each in book.reward_terms() if each.since <= period.until)
    rules = (each for each in shell.settings.rules if isinstance(each, Reward))
    nearly = next((each.nearly_stamps for each in rules), Reward().nearly_stamps)
    return giving.programmes(
        {each.name: each.gives for each in terms},
        everybodys_cards(book, terms, period.until),
        cashed(book, period.until),
        nearly=nearly,
    )
