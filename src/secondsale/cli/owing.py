"""What is owed to customers, listed: concerns, promises, dated stages."""

from collections.abc import Iterator
from typing import Annotated

import typer

from secondsale.cli._facts import All, Json
from secondsale.cli._names import find_customer
from secondsale.cli._shell import Shell
from secondsale.model import History

Filter = Annotated[str, typer.Argument(help="Of this customer only.")]


def concerns(
    ctx: typer.Context,
    customer: Filter = "",
    everything: All = False,
    as_json: Json = False,
) -> None:
    """List open concerns, the oldest first."""
    shell: Shell = ctx.obj
    found = [
        (history.customer, each)
        for history in _histories(shell, customer)
        for each in history.concerns
        if everything or each.resolved is None
    ]
    found.sort(key=lambda pair: (pair[1].opened_on, pair[1].id))
    from secondsale.render import facts, owed

    shell.listing(
        owed.CONCERNS,
        [owed.concern_row(who, each) for who, each in found],
        none="no open concerns",
        data=(lambda: [{"customer_id": who.id, **facts.concern(e)} for who, e in found])
        if as_json
        else None,
    )


def promises(
    ctx: typer.Context,
    customer: Filter = "",
    everything: All = False,
    as_json: Json = False,
) -> None:
    """List open promises, the most urgent first."""
    shell: Shell = ctx.obj
    found = [
        (history.customer, each)
        for history in _histories(shell, customer)
        for each in history.promises
        if everything or each.kept_on is None
    ]
    found.sort(key=lambda pair: (pair[1].due_on, pair[1].id))
    from secondsale.render import facts, owed

    shell.listing(
        owed.PROMISES,
        [owed.promise_row(who, each, today=shell.today) for who, each in found],
        none="no open promises",
        data=(lambda: [{"customer_id": who.id, **facts.promise(e)} for who, e in found])
        if as_json
        else None,
    )


def checkpoints(
    ctx: typer.Context,
    customer: Filter = "",
    everything: All = False,
    as_json: Json = False,
) -> None:
    """List the dated stages of sales that are to come, the next first."""
    shell: Shell = ctx.obj
    found = [
        (history, each, each.sale_id not in {s.id for s in history.standing_sales()})
        for history in _histories(shell, customer)
        for each in history.checkpoints
    ]
    if not everything:
        found = [
            (history, each, ended)
            for history, each, ended in found
            if not ended and each.dropped is None and each.on >= shell.today
        ]
    found.sort(key=lambda item: (item[1].on, item[1].id))
    from secondsale.render import facts, owed

    shell.listing(
        owed.CHECKPOINTS,
        [
            owed.checkpoint_row(
                history.customer, each, today=shell.today, cancelled=ended
            )
            for history, each, ended in found
        ],
        none="no checkpoints to come",
        data=(
            lambda: [
                {"customer_id": history.customer.id, **facts.checkpoint(each)}
                for history, each, _ in found
            ]
        )
        if as_json
        else None,
    )


def _histories(shell: Shell, customer: str) -> Iterator[History]:
    """Yield what is known of one customer, or of all, up to today."""
    with shell.reading() as book:
        ids = [find_customer(book, customer).id] if customer else None
        for history, _ in book.histories(ids):
            yield history.as_of(shell.today)
