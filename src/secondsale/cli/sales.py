"""Closing a sale, and what may become of it: edited, cancelled, returned, listed."""

from dataclasses import dataclass
from datetime import date, time
from typing import Annotated, Any

import typer

from secondsale import days, text
from secondsale.cli._details import CustomerDetails, customer_details, note_text
from secondsale.cli._items import Item, parse_item
from secondsale.cli._names import (
    asking,
    find_customer,
    find_product,
    find_sale,
    settle_customer,
    settle_product,
)
from secondsale.cli._shell import Shell
from secondsale.errors import InputError, NotFoundError
from secondsale.model import Customer, Line, Product, Sale
from secondsale.money import Money, parse_amount, parse_currency
from secondsale.planner import Plan, Planned, State
from secondsale.store import Book

Json = Annotated[bool, typer.Option("--json", help="Print JSON.")]
On = Annotated[
    str, typer.Option("--on", help="When it happened: 2026-11-21, monday, 3d.")
]
Note = Annotated[str, typer.Option("--note", "-n", help="A note to remember.")]
Because = Annotated[str, typer.Option("--because", help="The reason.")]


@dataclass(frozen=True, slots=True)
class _Deal:
    """A sale as it was typed, understood but not yet recorded."""

    items: tuple[Item, ...]
    sold_on: date
    sold_time: time | None
    delivered_on: date | None
    currency: str
    note: str


def add_sale(
    ctx: typer.Context,
    customer: Annotated[str, typer.Argument(help="Name, id, e-mail or phone.")] = "",
    items: Annotated[
        list[str] | None, typer.Argument(help='Such as "Rose Serum x2 @38".')
    ] = None,
    on: On = "",
    at: Annotated[str, typer.Option("--at", help="Time of the sale: 15:40.")] = "",
    delivery: Annotated[
        str,
        typer.Option("--delivery", help="When it arrives: 2026-11-24, tuesday, 3d."),
    ] = "",
    channel: Annotated[
        str,
        typer.Option("--channel", help="How they like to be reached: call, sms, ..."),
    ] = "",
    best_time: Annotated[
        str, typer.Option("--best-time", help="When they like to be reached.")
    ] = "",
    email: Annotated[str, typer.Option("--email", help="Their e-mail.")] = "",
    phone: Annotated[str, typer.Option("--phone", help="Their phone number.")] = "",
    birthday: Annotated[
        str, typer.Option("--birthday", help="1984-05-17, or --05-17 without the year.")
    ] = "",
    note: Note = "",
    source: Annotated[
        str, typer.Option("--source", help="Where the customer came from.")
    ] = "",
    referred_by: Annotated[
        str, typer.Option("--referred-by", help="The customer who sent them.")
    ] = "",
    currency: Annotated[
        str, typer.Option("--currency", help="ISO code, if not the usual one.")
    ] = "",
    new: Annotated[
        bool, typer.Option("--new", help="They, or it, are new, however alike.")
    ] = False,
    as_json: Json = False,
) -> None:
    """Record a sale, and see the follow-up plan that it starts."""
    shell: Shell = ctx.obj
    who = customer or shell.ask("Who bought?", "the customer")
    deal = _Deal(
        items=tuple(map(parse_item, items or _asked_items(shell))),
        sold_on=shell.happened(on),
        sold_time=_sold_time(shell, on, at),
        delivered_on=shell.ahead(delivery) if delivery else None,
        currency=parse_currency(currency) if currency else "",
        note=note_text(note),
    )
    _check_delivery(deal.sold_on, deal.delivered_on)
    details = customer_details(
        shell,
        email=email,
        phone=phone,
        channel=channel,
        best_time=best_time,
        birthday=birthday,
        source=source,
    )
    recorded = asking(
        shell, lambda: _record(shell, who, deal, details, referred_by, new)
    )
    _report(shell, recorded, as_json=as_json)


@dataclass(frozen=True, slots=True)
class _Recorded:
    """What became of the deal: the sale, the plan before and after, and the news."""

    buyer: Customer
    sale: Sale
    before: Plan
    after: Plan
    news: tuple[str, ...]


def _record(
    shell: Shell,
    who: str,
    deal: _Deal,
    details: CustomerDetails,
    referred_by: str,
    new: bool,
) -> _Recorded:
    with shell.writing() as book:
        buyer, news = _buyer(shell, book, who, details, referred_by, deal.sold_on, new)
        before = shell.plan(book, buyer.id)
        lines = []
        for item in deal.items:
            product, more = _product(shell, book, item, deal, new)
            news += more
            price = _price(shell, item, product, deal)
            lines.append((product.id, item.quantity or 1, price))
        sale = book.add_sale(
            buyer.id,
            lines,
            sold_on=deal.sold_on,
            recorded_on=shell.today,
            sold_time=deal.sold_time,
            delivered_on=deal.delivered_on,
            note=deal.note,
            source=details.source,
        )
        after = shell.plan(book, buyer.id)
    return _Recorded(buyer, sale, before, after, tuple(news))


def _asked_items(shell: Shell) -> list[str]:
    first = shell.ask('What did they buy? (such as "Rose Serum x2 @38")', "the item")
    items = [first]
    while more := shell.ask(
        "What else? (Enter if that was all)", "the item", default=""
    ):
        items.append(more)
    return items


def _sold_time(shell: Shell, on: str, at: str) -> time | None:
    """Return the time of the sale; a sale of this very day was closed about now."""
    if at:
        return days.parse_time(at)
    return None if on or shell.day_is_given else shell.time_of_day


def _check_delivery(sold_on: date, delivered_on: date | None) -> None:
    if delivered_on is not None and delivered_on < sold_on:
        raise InputError(
            f"delivery on {days.say_in_full(delivered_on)} is before the sale",
            f"the sale was on {days.say_in_full(sold_on)}",
        )


def _buyer(
    shell: Shell,
    book: Book,
    typed: str,
    details: CustomerDetails,
    referred_by: str,
    sold_on: date,
    new: bool,
) -> tuple[Customer, list[str]]:
    """Return who bought, added or brought up to date, and what to say of it."""
    referrer = find_customer(book, referred_by) if referred_by else None
    known = settle_customer(
        shell, book, typed, email=details.email, phone=details.phone, new=new
    )
    if known is None:
        fields = {**details.given(), "referred_by": referrer.id if referrer else None}
        name = text.clean_name(typed, "the customer's name")
        buyer = book.add_customer(name, added_on=sold_on, **fields)
        return buyer, [f"New customer {buyer.id}: {buyer.name}."]
    changes: dict[str, Any] = details.changes(known)
    if referrer is not None and referrer.id != known.id and known.referred_by is None:
        changes["referred_by"] = referrer.id
    news = details.sentences(known)
    if changes:
        book.update_customer(known.id, **changes)
        known = book.customer(known.id)
    return known, news


def _product(
    shell: Shell, book: Book, item: Item, deal: _Deal, new: bool
) -> tuple[Product, list[str]]:
    """Return the product of an item, added on the way if need be, and what to say."""
    known = settle_product(shell, book, item.name, new=new)
    usual = deal.currency or shell.settings.currency
    typed = parse_amount(item.price, usual) if item.price else None
    if known is None:
        made = book.add_product(item.name, added_on=deal.sold_on, price=typed)
        hint = f'secondsale edit-product "{made.name}" --supply-days 30'
        return made, [
            f"New product {made.id}: {made.name}. How long does one last? {hint}"
        ]
    if known.price is None and typed is not None:
        book.update_product(known.id, price=typed)
        return book.product(known.id), [f"{known.name} now costs {typed}."]
    return known, []


def _price(shell: Shell, item: Item, product: Product, deal: _Deal) -> Money | None:
    """Return what one unit cost: as typed, else the product's price.

    Errors: InputError where the product's price is in another currency.
    """
    if item.price is not None:
        return parse_amount(item.price, deal.currency or shell.settings.currency)
    price = product.price
    if price is not None and deal.currency and price.currency != deal.currency:
        raise InputError(
            f"the price of {product.name} is known in {price.currency} only",
            f'add it in {deal.currency}: "{product.name} @38"',
        )
    return price


def _report(shell: Shell, recorded: _Recorded, *, as_json: bool) -> None:
    from secondsale.render import data, screens

    buyer, sale = recorded.buyer, recorded.sale
    steps = recorded.after.steps(sale.id)
    stopped = _stopped(recorded.before, recorded.after)
    if as_json:
        shell.data(
            {
                "customer": data.customer(buyer),
                "sale": data.sale(sale),
                "plan": [data.step(step) for step in steps],
                "stopped": [data.planned(item) for item in stopped],
                "notes": recorded.news,
            }
        )
        return
    shell.write(screens.recorded(buyer, sale), *recorded.news)
    if shell.draws:
        shell.show(screens.follow_up(steps, stopped, today=shell.today))
    else:
        shell.lines(screens.follow_up_lines(steps, stopped))
    if buyer.reach() is None:
        edit = f"secondsale edit-customer {buyer.id} --phone NUMBER"
        shell.say(f"hint: nobody can reach them yet: {edit}")


def _stopped(before: Plan, after: Plan) -> list[Planned]:
    """Return what a sale made pointless: waiting before it, closed after it."""
    waiting = {item.key for item in before.touchpoints if not item.state.over}
    return [
        item
        for item in after.touchpoints
        if item.key in waiting and item.state is State.CLOSED
    ]


def edit_sale(
    ctx: typer.Context,
    sale: Annotated[str, typer.Argument(help="The sale's number.")],
    on: On = "",
    at: Annotated[str, typer.Option("--at", help="Time of the sale: 15:40.")] = "",
    delivery: Annotated[
        str, typer.Option("--delivery", help="When it arrives, or arrived.")
    ] = "",
    note: Note = "",
    source: Annotated[str, typer.Option("--source", help="Where it came from.")] = "",
) -> None:
    """Correct a sale: its day, time, delivery or note."""
    shell: Shell = ctx.obj
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
    if not changes:
        raise InputError("nothing to change", "see secondsale edit-sale --help")
    with shell.writing() as book:
        found = find_sale(book, sale)
        _check_delivery(
            changes.get("sold_on", found.sold_on),
            changes.get("delivered_on", found.delivered_on),
        )
        book.update_sale(found.id, **changes)
        changed = book.sale(found.id)
        buyer = book.customer(found.customer_id)
    from secondsale.render import screens

    shell.write(screens.recorded(buyer, changed))


def cancel_sale(
    ctx: typer.Context,
    sale: Annotated[str, typer.Argument(help="The sale's number.")],
    because: Because = "",
    on: On = "",
) -> None:
    """Cancel a whole sale: what it started stops, nothing is deleted."""
    shell: Shell = ctx.obj
    when, why = shell.happened(on), text.clean(because, "--because")
    with shell.writing() as book:
        found = find_sale(book, sale)
        if found.cancelled is not None:
            raise InputError(
                f"sale {found.id} is cancelled already",
                f"on {days.say_in_full(found.cancelled.on)}",
            )
        _after_sale(found, when)
        before = shell.plan(book, found.customer_id)
        book.cancel_sale(found.id, on=when, reason=why)
        after = shell.plan(book, found.customer_id)
        buyer = book.customer(found.customer_id)
    shell.write(
        f"Cancelled sale {found.id}: {found} for {buyer.name}, "
        f"on {days.say_in_full(when)}."
    )
    _say_stopped(shell, before, after)


def return_item(
    ctx: typer.Context,
    sale: Annotated[str, typer.Argument(help="The sale's number.")],
    item: Annotated[
        list[str], typer.Argument(help='What came back, such as "Rose Serum" x1.')
    ],
    because: Because = "",
    on: On = "",
) -> None:
    """Take back a product of a sale, all of it or some."""
    shell: Shell = ctx.obj
    wanted = parse_item(" ".join(item))
    when, why = shell.happened(on), text.clean(because, "--because")
    with shell.writing() as book:
        found = find_sale(book, sale)
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
        book.return_line(line.id, units, on=when, reason=why)
        after = shell.plan(book, found.customer_id)
        buyer = book.customer(found.customer_id)
    shell.write(
        f"Returned {units} × {line.product.name} from sale {found.id}"
        f" for {buyer.name}, on {days.say_in_full(when)}."
    )
    _say_stopped(shell, before, after)


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


def _say_stopped(shell: Shell, before: Plan, after: Plan) -> None:
    from secondsale.render import screens

    stopped = _stopped(before, after)
    shell.write(*screens.stopped_lines(stopped))


def sales(
    ctx: typer.Context,
    customer: Annotated[str, typer.Argument(help="Of this customer only.")] = "",
    product: Annotated[str, typer.Option("--product", help="With this product.")] = "",
    since: Annotated[str, typer.Option("--since", help="From this day on.")] = "",
    until: Annotated[str, typer.Option("--until", help="Up to this day.")] = "",
    as_json: Json = False,
) -> None:
    """List sales, the newest first."""
    shell: Shell = ctx.obj
    first = (
        days.parse_day(since, today=shell.today, direction="back") if since else None
    )
    last = shell.ahead(until) if until else shell.today
    with shell.reading() as book:
        who = find_customer(book, customer).id if customer else None
        what = find_product(book, product).id if product else None
        names = {each.id: each.name for each in book.customers()}
        found = [
            sale
            for sale in book.sales(who)
            if (first is None or sale.sold_on >= first)
            and sale.sold_on <= last
            and (what is None or any(line.product.id == what for line in sale.lines))
        ]
    from secondsale.render import data, screens

    shell.listing(
        screens.SALES,
        [screens.sale_row(sale, names[sale.customer_id]) for sale in found],
        data=(lambda: [data.sale(sale) for sale in found]) if as_json else None,
    )
