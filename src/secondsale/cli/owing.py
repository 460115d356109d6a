"""What is owed to customers, listed: concerns, promises, dated stages."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import Annotated, Any, TypeVar

import typer

from secondsale.cli._facts import All, Json
from secondsale.cli._names import find_customer
from secondsale.cli._shell import Shell
from secondsale.model import Checkpoint, Concern, History, Promise

Owed = TypeVar("Owed", Concern, Promise, Checkpoint)

Filter = Annotated[str, typer.Argument(help="Of this customer only.")]


def concerns(
    ctx: typer.Context,
    customer: Filter = "",
    everything: All = False,
    as_json: Json = False,
) -> None:
    """List open concerns, the oldest first."""
    from secondsale.render import facts, owed

    def chosen(history: History) -> Iterable[Concern]:
        return (e for e in history.concerns if everything or e.resolved is None)

    _list(
        ctx.obj,
        _found(ctx.obj, customer, chosen, lambda each: (each.opened_on, each.id)),
        columns=owed.CONCERNS,
        row=lambda history, each: owed.concern_row(history.customer, each),
        shape=facts.concern,
        none="no open concerns",
        as_json=as_json,
    )


def promises(
    ctx: typer.Context,
    customer: Filter = "",
    everything: All = False,
    as_json: Json = False,
) -> None:
    """List open promises, the most urgent first."""
    shell: Shell = ctx.obj
    from secondsale.render import facts, owed

    def chosen(history: History) -> Iterable[Promise]:
        return (e for e in history.promises if everything or e.kept_on is None)

    def row(history: History, each: Promise) -> tuple[str, ...]:
        return owed.promise_row(history.customer, each, today=shell.today)

    _list(
        shell,
        _found(shell, customer, chosen, lambda each: (each.due_on, each.id)),
        columns=owed.PROMISES,
        row=row,
        shape=facts.promise,
        none="no open promises",
        as_json=as_json,
    )


def checkpoints(
    ctx: typer.Context,
    customer: Filter = "",
    everything: All = False,
    as_json: Json = False,
) -> None:
    """List the dated stages of sales that are to come, the next first."""
    shell: Shell = ctx.obj
    from secondsale.render import facts, owed

    def chosen(history: History) -> Iterable[Checkpoint]:
        return (
            each
            for each in history.checkpoints
            if everything
            or (
                each.dropped is None
                and each.on >= shell.today
                and not _is_over(history, each)
            )
        )

    def row(history: History, each: Checkpoint) -> tuple[str, ...]:
        over = _is_over(history, each)
        return owed.checkpoint_row(
            history.customer, each, today=shell.today, cancelled=over
        )

    _list(
        shell,
        _found(shell, customer, chosen, lambda each: (each.on, each.id)),
        columns=owed.CHECKPOINTS,
        row=row,
        shape=facts.checkpoint,
        none="no checkpoints to come",
        as_json=as_json,
    )


def _is_over(history: History, stage: Checkpoint) -> bool:
    return all(sale.id != stage.sale_id for sale in history.standing_sales())


def _found(
    shell: Shell,
    customer: str,
    chosen: Callable[[History], Iterable[Owed]],
    order: Callable[[Owed], Any],
) -> list[tuple[History, Owed]]:
    """Return what is chosen of one customer's history, or of all, in an order."""
    found = [
        (history, each)
        for history in _histories(shell, customer)
        for each in chosen(history)
    ]
    return sorted(found, key=lambda pair: order(pair[1]))


def _histories(shell: Shell, customer: str) -> Iterator[History]:
    """Yield what is known of one customer, or of all, up to today."""
    with shell.reading() as book:
        ids = [find_customer(book, customer).id] if customer else None
        for history, _ in book.histories(ids):
            yield history.as_of(shell.today)


def _list(
    shell: Shell,
    found: Sequence[tuple[History, Owed]],
    *,
    columns: Sequence[str],
    row: Callable[[History, Owed], tuple[str, ...]],
    shape: Callable[[Owed], dict[str, Any]],
    none: str,
    as_json: bool,
) -> None:
    def data() -> list[dict[str, Any]]:
        return [
            {"customer_id": history.customer.id, **shape(each)}
            for history, each in found
        ]

    rows = [row(history, each) for history, each in found]
    shell.listing(columns, rows, none=none, data=data if as_json else None)
