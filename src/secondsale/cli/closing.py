"""Closing a sale: what was typed, asked and understood, and the plan it starts."""

from collections.abc import Sequence
from datetime import date, time
from typing import Annotated

import typer

from secondsale import days, text
from secondsale.cli._changes import moved_by, stopped_by
from secondsale.cli._deal import Deal, Recorded, record
from secondsale.cli._details import (
    BestTime,
    Born,
    Email,
    Phone,
    Reached,
    Referrer,
    Source,
    customer_details,
    note_text,
)
from secondsale.cli._items import Item, parse_item
from secondsale.cli._questions import asking
from secondsale.cli._shell import Shell
from secondsale.errors import InputError
from secondsale.money import parse_amount, parse_currency

On = Annotated[
    str, typer.Option("--on", help="When it happened: 2026-11-21, monday, 3d.")
]
At = Annotated[str, typer.Option("--at", help="Time of the sale: 15:40.")]
Delivery = Annotated[
    str, typer.Option("--delivery", help="When it arrives: 2026-11-24, tuesday, 3d.")
]
Note = Annotated[str, typer.Option("--note", "-n", help="A note to remember.")]
Currency = Annotated[
    str, typer.Option("--currency", help="ISO code, if not the usual one.")
]
Party = Annotated[str, typer.Option("--party", help="The occasion: Friday at Mia's.")]
Expect = Annotated[
    str, typer.Option("--expect", help="What you told them will happen.")
]
Preview = Annotated[
    bool, typer.Option("--preview", help="Show what would happen, keep nothing.")
]
New = Annotated[bool, typer.Option("--new", help="Something new, however alike.")]
Json = Annotated[bool, typer.Option("--json", help="Print JSON.")]

EXAMPLE = 'secondsale add-sale "Ana Silva" "Rose Serum x2 @38"'


def add_sale(
    ctx: typer.Context,
    customer: Annotated[str, typer.Argument(help="Name, id, e-mail or phone.")] = "",
    items: Annotated[
        list[str] | None, typer.Argument(help='Such as "Rose Serum x2 @38".')
    ] = None,
    on: On = "",
    at: At = "",
    delivery: Delivery = "",
    channel: Reached = None,
    best_time: BestTime = None,
    email: Email = None,
    phone: Phone = None,
    birthday: Born = None,
    note: Note = "",
    source: Source = None,
    referred_by: Referrer = None,
    currency: Currency = "",
    party: Party = "",
    expect: Expect = "",
    preview: Preview = False,
    new: New = False,
    as_json: Json = False,
) -> None:
    """Record a sale, and see the follow-up plan that it starts."""
    shell: Shell = ctx.obj
    said = parse_currency(currency) if currency else ""
    usual = said or shell.settings.currency
    deal = Deal(
        who=customer or shell.ask("Who bought?", "the customer", f"like {EXAMPLE}"),
        items=_understood(items or _asked_items(shell, usual), usual),
        sold_on=shell.happened(on),
        sold_time=_sold_time(shell, on, at),
        delivered_on=shell.ahead(delivery) if delivery else None,
        currency=said,
        note=note_text(note),
        details=customer_details(
            shell, email, phone, channel, best_time, birthday, source
        ),
        referred_by=referred_by or "",
        new=new,
        curious=shell.at_a_terminal and not (customer and items),
        party=text.clean(party, "--party"),
        expectations=text.clean_note(expect, "--expect"),
        preview=preview,
    )
    check_delivery(deal.sold_on, deal.delivered_on)
    recorded = asking(shell, lambda: record(shell, deal))
    _report(shell, recorded, preview=preview, as_json=as_json)


def _understood(typed: Sequence[str], currency: str) -> tuple[Item, ...]:
    """Return the items; a wrong price is refused before the book is opened."""
    items = tuple(map(parse_item, typed))
    for item in items:
        if item.price is not None:
            parse_amount(item.price, currency)
    return items


def _asked_items(shell: Shell, currency: str) -> list[str]:
    def read(typed: str) -> str:
        if typed:
            _understood([typed], currency)
        return typed

    items = [
        shell.ask_for(
            "What did they buy? (such as Rose Serum x2 @38)",
            read,
            what="what they bought",
            hint=f"like {EXAMPLE}",
        )
    ]
    while more := shell.ask_for(
        "What else? (Enter: that was all)", read, what="the item", optional=True
    ):
        items.append(more)
    return items


def _sold_time(shell: Shell, on: str, at: str) -> time | None:
    """Return the time of the sale; a sale of this very day was closed about now."""
    if at:
        return days.parse_time(at)
    return None if on or shell.day_is_given else shell.time_of_day


def check_delivery(sold_on: date, delivered_on: date | None) -> None:
    """Refuse a delivery before the sale.

    Errors: InputError.
    """
    if delivered_on is not None and delivered_on < sold_on:
        raise InputError(
            f"delivery on {days.say_in_full(delivered_on)} is before the sale",
            f"the sale was on {days.say_in_full(sold_on)}",
        )


def _report(shell: Shell, recorded: Recorded, *, preview: bool, as_json: bool) -> None:
    from secondsale.render import screens, words

    buyer, sale, after = recorded.buyer, recorded.sale, recorded.after
    stopped = stopped_by(recorded.before, after)
    moved = {step.item.key for _, step in moved_by(recorded.before, after)}
    steps = [
        step
        for step in after.steps()
        if step.item.touchpoint.sale_id == sale.id or step.item.key in moved
    ]
    silence = words.silence(after.situation.history, today=shell.today)
    if as_json:
        from secondsale.render import data

        shell.data(
            {
                "customer": data.customer(buyer),
                "sale": data.sale(sale),
                "plan": [data.step(step) for step in steps],
                "stopped": [data.planned(item) for item in stopped],
                "notes": [*recorded.news, *filter(None, [silence])],
                "preview": preview,
            }
        )
        return
    shell.write(screens.recorded(buyer, sale), *recorded.news)
    if shell.draws:
        shell.show(
            screens.follow_up(
                steps, stopped, today=shell.today, width=shell.width, silence=silence
            )
        )
    else:
        shell.lines(screens.follow_up_lines(steps, stopped))
        shell.say(*filter(None, [silence]))
    if preview:
        shell.say("this was a preview: nothing was kept")
    elif not buyer.ways() and not silence:
        edit = f"secondsale edit-customer {buyer.id} --phone NUMBER"
        shell.say(f"no phone or e-mail is known yet: {edit}")
