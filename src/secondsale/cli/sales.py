"""What may become of a sale: corrected, cancelled, returned, listed."""

from datetime import date
from typing import Annotated, Any

import typer

from secondsale import days, text
from secondsale.cli._changes import moved_by, stopped_by
from secondsale.cli._details import note_text
from secondsale.cli._items import parse_item
from secondsale.cli._names import find_customer, find_product, find_sale
from secondsale.cli._shell import Shell
from secondsale.cli.closing import Json, On, check_delivery
from secondsale.errors import InputError, NotFoundError
from secondsale.model import Line, Sale
from secondsale.planner import Plan
from secondsale.store import Book

Note = Annotated[str, typer.Option("--note", "-n", help="A note to remember.")]
Which = Annotated[str, typer.Argument(help="The sale's number.")]
Because = Annotated[str, typer.Option("--because", help="The reason.")]


def edit_sale(
    ctx: typer.Context,
    sale: Which = "",
    on: On = "",
    at: Annotated[str, typer.Option("--at", help="Time of the sale: 15:40.")] = "",
    delivery: Annotated[
        str, typer.Option("--delivery", help="When it arrives, or arrived.")
    ] = "",
    note: Note = "",
    source: Annotated[str, typer.Option("--source", help="Where it came from.")] = "",
    party: Annotated[str, typer.Option("--party", help="The occasion.")] = "",
    expect: Annotated[
        str, typer.Option("--expect", help="What you told them will happen.")
    ] = "",
    as_json: Json = False,
) -> None:
    """Correct a sale: its day, time, delivery, note, party or expectations."""
    shell: Shell = ctx.obj
    number = sale or _asked_sale(shell)
    changes: dict[str, Any] = {}
    if on:
        changes["sold_on"] = shell.happened(on)
    if at:
        changes["sold_time"] = days.parse_time(at)
    if delivery:
        changes["delivered_on"] = shell.ahead(delivery)
    if note:
        changes["note"] = note_text(note)
    if source:
        changes["source"] = text.clean(source, "--source")
    if party:
        changes["party"] = text.clean(party, "--party")
    if expect:
        changes["expectations"] = text.clean_note(expect, "--expect")
    if not changes:
        raise InputError("nothing to change", "see secondsale edit-sale --help")
    with shell.changing() as book:
        found = find_sale(book, number)
        check_delivery(
            changes.get("sold_on", found.sold_on),
            changes.get("delivered_on", found.delivered_on),
        )
        before = shell.plan(book, found.customer_id)
        changed = book.update_sale(found.id, **changes)
        after = shell.plan(book, found.customer_id)
    from secondsale.render import screens

    said = screens.recorded(after.customer, changed)
    _report(shell, changed, said, before, after, as_json=as_json)


def cancel_sale(
    ctx: typer.Context,
    sale: Which = "",
    because: Because = "",
    on: On = "",
    as_json: Json = False,
) -> None:
    """Cancel a whole sale: what it started stops, nothing is deleted."""
    shell: Shell = ctx.obj
    number = sale or _asked_sale(shell)
    when, why = shell.happened(on), text.clean(because, "--because")
    with shell.changing() as book:
        found = find_sale(book, number)
        if found.cancelled is not None:
            raise InputError(
                f"sale {found.id} is cancelled already",
                f"on {days.say_in_full(found.cancelled.on)}",
            )
        _after_sale(found, when)
        before = shell.plan(book, found.customer_id)
        cancelled = book.cancel_sale(found.id, on=when, reason=why)
        after = shell.plan(book, found.customer_id)
    said = (
        f"Cancelled sale {found.id}: {found} for {after.customer.name}, "
        f"on {days.say_in_full(when)}."
    )
    _report(shell, cancelled, said, before, after, as_json=as_json)


def return_item(
    ctx: typer.Context,
    sale: Which = "",
    item: Annotated[
        list[str] | None,
        typer.Argument(help='What came back, such as "Rose Serum" x1.'),
    ] = None,
    because: Because = "",
    on: On = "",
    as_json: Json = False,
) -> None:
    """Take back a product of a sale, all of it or some."""
    shell: Shell = ctx.obj
    number = sale or _asked_sale(shell)
    wanted = parse_item(" ".join(item or [shell.ask("What came back?", "the item")]))
    when, why = shell.happened(on), text.clean(because, "--because")
    with shell.changing() as book:
        found = find_sale(book, number)
        if found.cancelled is not None:
            raise InputError(
                f"sale {found.id} is cancelled", "nothing of it can come back"
            )
        _after_sale(found, when)
        line = _line(book, found, wanted.name)
        units = line.kept if wanted.quantity is None else wanted.quantity
        if not 1 <= units <= line.kept:
            left = text.plural(line.kept, "unit")
            raise InputError(
                f"{units} × {line.product.name} cannot come back from sale {found.id}",
                f"the customer has {left} of it",
            )
        before = shell.plan(book, found.customer_id)
        changed = book.return_line(line.id, units, on=when, reason=why)
        after = shell.plan(book, found.customer_id)
    said = (
        f"Returned {units} × {line.product.name} from sale {found.id}"
        f" for {after.customer.name}, on {days.say_in_full(when)}."
    )
    _report(shell, changed, said, before, after, as_json=as_json)


def _asked_sale(shell: Shell) -> str:
    return shell.ask("Which sale?", "the sale's number", "secondsale sales lists them")


def _after_sale(sale: Sale, when: date) -> None:
    if when < sale.sold_on:
        raise InputError(
            f"{days.say_in_full(when)} is before the sale",
            f"sale {sale.id} was on {days.say_in_full(sale.sold_on)}",
        )


def _line(book: Book, sale: Sale, name: str) -> Line:
    product = find_product(book, name)
    lines = [line for line in sale.lines if line.product.id == product.id]
    if not lines:
        raise NotFoundError(f"sale {sale.id} has no {product.name}", f"it has: {sale}")
    return next((line for line in lines if line.kept), lines[0])


def _report(
    shell: Shell, sale: Sale, said: str, before: Plan, after: Plan, *, as_json: bool
) -> None:
    """Print what was done to a sale, and what of the plan that stopped and moved."""
    from secondsale.render import data, screens

    stopped, moved = stopped_by(before, after), moved_by(before, after)
    if as_json:
        shell.data(
            {
                "customer": data.customer(after.customer),
                "sale": data.sale(sale),
                "stopped": [data.planned(item) for item in stopped],
                "moved": [data.moved(was, step) for was, step in moved],
            }
        )
        return
    moves = screens.moved_lines(moved, today=shell.today)
    shell.write(said, *screens.stopped_lines(stopped), *moves)


def sales(
    ctx: typer.Context,
    customer: Annotated[str, typer.Argument(help="Of this customer only.")] = "",
    product: Annotated[str, typer.Option("--product", help="With this product.")] = "",
    since: Annotated[str, typer.Option("--since", help="From this day on.")] = "",
    until: Annotated[str, typer.Option("--until", help="Up to this day.")] = "",
    party: Annotated[str, typer.Option("--party", help="Of this occasion.")] = "",
    as_json: Json = False,
) -> None:
    """List sales, the newest first."""
    shell: Shell = ctx.obj
    first = (
        days.parse_day(since, today=shell.today, direction="back") if since else None
    )
    last = min(shell.ahead(until), shell.today) if until else shell.today
    with shell.reading() as book:
        who = find_customer(book, customer).id if customer else None
        what = find_product(book, product).id if product else None
        names = {each.id: each.name for each in book.customers(forgotten=True)}
        found = [
            sale.as_of(shell.today)
            for sale in book.sales(who)
            if (first is None or sale.sold_on >= first)
            and sale.sold_on <= last
            and (not party or text.name_key(sale.party) == text.name_key(party))
            and (what is None or any(line.product.id == what for line in sale.lines))
        ]
    from secondsale.render import data, screens

    shell.listing(
        screens.SALES,
        [screens.sale_row(sale, names.get(sale.customer_id, "")) for sale in found],
        none="no sales",
        data=(lambda: [data.sale(sale) for sale in found]) if as_json else None,
    )
