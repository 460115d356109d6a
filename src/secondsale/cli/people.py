"""Customers: add, edit, list, and their wish not to be contacted."""

from collections.abc import Sequence
from datetime import date
from typing import Annotated, Any

import typer

from secondsale import days, text
from secondsale.cli._changes import stopped_by
from secondsale.cli._details import (
    Address,
    BestTime,
    Born,
    CustomerDetails,
    Email,
    Phone,
    Postcode,
    Reached,
    Referrer,
    Source,
    customer_details,
    note_text,
    refuse_circle,
)
from secondsale.cli._names import (
    find_customer,
    find_product,
    mind_new_details,
    new_name,
    settle_customer,
)
from secondsale.cli._questions import asking
from secondsale.cli._shell import Shell
from secondsale.cli._typed import choice, choice_of
from secondsale.cli.goodwill import list_by_goodwill
from secondsale.errors import InputError
from secondsale.model import Channel, Customer, History, Intent
from secondsale.records import fields
from secondsale.store import Book

Who = Annotated[str, typer.Argument(help="Name, part of a name, id, e-mail or phone.")]
Note = Annotated[str | None, typer.Option("--note", "-n", help="A note to remember.")]
Json = Annotated[bool, typer.Option("--json", help="Print JSON.")]

Known = tuple[History, str]

INTENTS = tuple(intent.word for intent in Intent)

ORDERS = ("id", "goodwill")


def customers(
    ctx: typer.Context,
    query: Annotated[str, typer.Argument(help="Name, part of a name, ...")] = "",
    bought: Annotated[
        str, typer.Option("--bought", help="Who bought this product.")
    ] = "",
    source: Annotated[str, typer.Option("--source", help="Who came from there.")] = "",
    by: Annotated[
        str, typer.Option("--by", help=f"The order: one of {', '.join(ORDERS)}.")
    ] = "id",
    as_json: Json = False,
) -> None:
    """List customers, all or some."""
    shell: Shell = ctx.obj
    order = choice_of(ORDERS, by, "an order")
    with shell.reading() as book:
        product = find_product(book, bought).id if bought else None
        ids = [who.id for who in book.find_customers(query)] if query else None
        found = [
            whole
            for history, _ in book.histories(ids)
            if _matches(whole := history.as_of(shell.today), product, source)
        ]
    if order == "goodwill":
        list_by_goodwill(shell, found, as_json=as_json)
        return
    from secondsale.render import data, person

    shell.listing(
        person.CUSTOMERS,
        [person.customer_row(history, today=shell.today) for history in found],
        none="no customers",
        data=(lambda: [data.customer(each.customer) for each in found])
        if as_json
        else None,
    )


def _matches(history: History, product: int | None, source: str) -> bool:
    if source and text.name_key(history.customer.source) != text.name_key(source):
        return False
    return product is None or any(
        line.product.id == product for sale in history.sales for line in sale.lines
    )


def add_customer(
    ctx: typer.Context,
    name: Annotated[str, typer.Argument(help="Their name.")] = "",
    email: Email = None,
    phone: Phone = None,
    channel: Reached = None,
    best_time: BestTime = None,
    birthday: Born = None,
    source: Source = None,
    address: Address = None,
    postcode: Postcode = None,
    note: Note = None,
    referred_by: Referrer = None,
    new: Annotated[bool, typer.Option("--new", help="However alike they are.")] = False,
    as_json: Json = False,
) -> None:
    """Add a customer who has not bought yet."""
    shell: Shell = ctx.obj
    called = new_name(name or shell.ask("Name?", "the name"), "the name")
    details = customer_details(
        shell, email, phone, channel, best_time, birthday, source, address, postcode
    )

    def add() -> Known:
        with shell.writing() as book:
            known = settle_customer(
                shell, book, called, email=details.email, phone=details.phone, new=new
            )
            if known is not None:
                raise InputError(
                    f"{known.name} is customer {known.id} already",
                    f"secondsale edit-customer {known.id}, or --new for somebody else",
                )
            referrer = find_customer(book, referred_by).id if referred_by else None
            added = book.add_customer(
                called,
                added_on=shell.today,
                referred_by=referrer,
                note=note_text(note or ""),
                **details.given(),
            )
            return _known(book, added)

    _report(shell, asking(shell, add), as_json=as_json)


def edit_customer(
    ctx: typer.Context,
    customer: Who = "",
    name: Annotated[str | None, typer.Option("--name", help="Their name.")] = None,
    email: Email = None,
    phone: Phone = None,
    channel: Reached = None,
    best_time: BestTime = None,
    birthday: Born = None,
    source: Source = None,
    address: Address = None,
    postcode: Postcode = None,
    note: Note = None,
    referred_by: Referrer = None,
    knowingly: Annotated[
        bool, typer.Option("--knowingly", help="Also as who was forgotten had it.")
    ] = False,
    as_json: Json = False,
) -> None:
    """Change what is known of a customer; an empty value clears it."""
    shell: Shell = ctx.obj
    whom = customer or shell.ask("Whom?", "the customer")
    details = customer_details(
        shell, email, phone, channel, best_time, birthday, source, address, postcode
    )
    changes: dict[str, Any] = {
        **_cleared(
            email, phone, channel, best_time, birthday, source, address, postcode
        ),
        **details.given(),
    }
    if name is not None:
        changes["name"] = new_name(name, "the name")
    if note is not None:
        changes["note"] = note_text(note)
    if not changes and referred_by is None:
        raise InputError("nothing to change", "see secondsale edit-customer --help")

    def edit() -> Known:
        with shell.changing() as book:
            found = find_customer(book, whom)
            if referred_by is not None:
                changes["referred_by"] = _sender(book, found, referred_by)
            if not knowingly:
                hint = "nothing was changed; --knowingly keeps it"
                mind_new_details(shell, book, found, changes, hint=hint)
            return _known(book, book.update_customer(found.id, **changes))

    _report(shell, asking(shell, edit), as_json=as_json)


def _cleared(*typed: str | None) -> dict[str, Any]:
    """Return the empty value of each detail for which an empty text was typed."""
    return {
        item.name: item.default
        for item, said in zip(fields(CustomerDetails), typed, strict=True)
        if said == ""
    }


def _sender(book: Book, customer: Customer, typed: str) -> int | None:
    """Return who sent a customer; empty text is nobody.

    Errors: NotFoundError; InputError for somebody whom the customer sent.
    """
    if not typed:
        return None
    referrer = find_customer(book, typed)
    refuse_circle(book, referrer, customer)
    return referrer.id


def opt_out(
    ctx: typer.Context,
    customer: Who = "",
    from_channel: Annotated[
        str, typer.Option("--from-channel", help="Only from this way: sms, email, ...")
    ] = "",
    intent: Annotated[
        str,
        typer.Option("--intent", help=f"Only from this: {', '.join(INTENTS)}."),
    ] = "",
    source: Annotated[str, typer.Option("--source", help="How you know.")] = "",
    on: Annotated[str, typer.Option("--on", help="When they said so.")] = "",
    as_json: Json = False,
) -> None:
    """Never contact a customer again, by a channel or for a purpose: they said so."""
    shell: Shell = ctx.obj
    whom = customer or shell.ask("Whom?", "the customer")
    when, said = shell.happened(on), text.clean(source, "--source")
    scopes = _scopes(from_channel, intent)
    with shell.changing() as book:
        found = find_customer(book, whom)
        before = shell.plan(book, found.id)
        for scope in scopes:
            book.opt_out(found.id, scope, since=when, source=said)
        history, _ = book.history(found.id)
        stopped = stopped_by(before, shell.plan(book, found.id))
    wish = f"is not to be contacted{_covered(scopes)}"
    _report_wish(shell, history, wish, when, as_json=as_json)
    if as_json:
        return
    if stopped:
        rules = list(dict.fromkeys(item.key.family for item in stopped))
        shell.write(f"This stops: {text.listed(rules)}.")
    if from_channel:
        from secondsale.render import words

        shell.write(f"From now on: {words.reach(history, today=shell.today)}.")


def _covered(scopes: Sequence[str]) -> str:
    from secondsale.render import words

    return f" {text.listed([words.scope(scope).strip() for scope in scopes])}".rstrip()


def _scopes(channel: str, intent: str) -> tuple[str, ...]:
    """Return what a wish covers: everything, unless a channel or an intent is named.

    Errors: InputError.
    """
    scopes = []
    if channel:
        scopes.append(f"channel:{choice(Channel, channel, 'a channel')}")
    if intent:
        scopes.append(f"intent:{choice_of(INTENTS, intent, 'an intent')}")
    return tuple(scopes) or ("all",)


def opt_in(
    ctx: typer.Context,
    customer: Who = "",
    from_channel: Annotated[
        str, typer.Option("--from-channel", help="Only this way: sms, email, ...")
    ] = "",
    intent: Annotated[
        str, typer.Option("--intent", help=f"Only this: {', '.join(INTENTS)}.")
    ] = "",
    on: Annotated[str, typer.Option("--on", help="When they said so.")] = "",
    as_json: Json = False,
) -> None:
    """Take back what a customer opted out of, all or some, because they said so."""
    shell: Shell = ctx.obj
    whom = customer or shell.ask("Whom?", "the customer")
    when = shell.happened(on)
    with shell.changing() as book:
        found = find_customer(book, whom)
        scopes = _scopes(from_channel, intent) if from_channel or intent else ()
        if not book.lift_opt_outs(found.id, on=when, scopes=scopes):
            raise InputError(
                f"{found.name} ({found.id}) has not asked to be left alone",
                "there is nothing to take back",
            )
        history, _ = book.history(found.id)
    wish = f"may be contacted again{_covered(scopes)}"
    _report_wish(shell, history, wish, when, as_json=as_json)


def _report_wish(
    shell: Shell, history: History, what: str, since: date, *, as_json: bool
) -> None:
    who = history.customer
    if as_json:
        from secondsale.render import data

        wishes = [data.opt_out(wish) for wish in history.opt_outs]
        shell.data({"customer": data.customer(who), "opt_outs": wishes})
        return
    shell.write(f"{who.name} ({who.id}) {what}, since {days.say_in_full(since)}.")


def _known(book: Book, who: Customer) -> Known:
    """Return what is known of a customer, and the name of whoever sent them."""
    history, _ = book.history(who.id)
    sent_by = who.referred_by
    return history, book.customer(sent_by).name if sent_by else ""


def _report(shell: Shell, known: Known, *, as_json: bool) -> None:
    from secondsale.render import data, person

    history, referrer = known
    if as_json:
        shell.data(data.customer(history.customer))
    else:
        shell.write(person.changed(history, today=shell.today, referrer=referrer))
