"""What is left of a product: heard in a conversation, it corrects the date."""

import re
from datetime import date
from typing import Annotated, Any

import typer

from secondsale import text
from secondsale.cli._facts import Json, Made, On, Who, change, said
from secondsale.cli._shell import Shell
from secondsale.cli._typed import quoted
from secondsale.days import say, say_in_full
from secondsale.errors import InputError, NotFoundError
from secondsale.model import Contact, Customer, History, Level, Product, ProductKind
from secondsale.records import dataclass
from secondsale.store import Book
from secondsale.timing import forecasts

LeftOver = Annotated[
    list[str] | None,
    typer.Option("--left", help='What they have left of it: 50%, or "serum 50%".'),
]

_WORDS = {"empty": 0.0, "quarter": 0.25, "half": 0.5, "full": 1.0}
_PERCENT = re.compile(r"(\d{1,3})\s*%", re.ASCII)
_SHARE = re.compile(r"[01]?\.\d{1,4}|0", re.ASCII)
_OF_PRODUCT = re.compile(r"(.*?)\s*(\S+\s*%|\S+)")
_ACCEPTED = "like 50%, 0.5, half, quarter, empty or full"


@dataclass(frozen=True, slots=True)
class Heard:
    """A level that was kept, and the dates that it moved."""

    product: Product
    level: Level
    was: date
    now: date
    comes: date | None = None
    """When the last of it is delivered, if it was not there yet on that day."""


def level(
    ctx: typer.Context,
    customer: Who = "",
    product: Annotated[str, typer.Argument(help="Of which product.")] = "",
    left: Annotated[
        str, typer.Argument(help="What is left: 50%, 0.5, half, empty, full.")
    ] = "",
    on: On = "",
    as_json: Json = False,
) -> None:
    """Say how much a customer has left of a product: that corrects its date."""
    shell: Shell = ctx.obj
    whose = customer or shell.ask("Who?", "the customer")
    what = said(shell, product, "Of which product?", "the product")
    if left:
        much = share(left)
    else:
        much = shell.ask_for(f"How much is left? ({_ACCEPTED})", share, what="the rest")
    when = shell.happened(on)

    def act(book: Book, who: Customer) -> Heard:
        return _keep(shell, book, who.id, what, much, on=when)

    made = change(shell, whose, act)
    if as_json:
        _as_data(shell, made)
        return
    from secondsale.render import lines

    fact = made.fact
    shell.write(
        f"{made.who.name} ({made.who.id}) has {percent(fact.level.left)} of"
        f" {fact.product.name} left, on {say_in_full(when)}.",
        _moved(fact, shell.today),
        *lines.coming(made.after),
    )


def hear(
    shell: Shell,
    book: Book,
    customer_id: int,
    typed: str,
    contact: Contact,
    *,
    on: date,
) -> Heard:
    """Keep what a conversation said is left, `50%` or `serum 50%`.

    Without a product's name it is the one whose replenishment was talked about, else
    the only one that they use up. Errors: InputError, NotFoundError.
    """
    name, much = product_and_share(typed)
    if not name:
        history, _ = book.history(customer_id)
        name = _talked_about(history, contact)
    return _keep(shell, book, customer_id, name, much, on=on, contact_id=contact.id)


def product_and_share(typed: str) -> tuple[str, float]:
    """Return of what, perhaps nothing, and how much is left: `serum 50%`.

    Errors: InputError.
    """
    match = _OF_PRODUCT.fullmatch(typed.strip())
    if match is None:
        raise InputError("--left is empty", _ACCEPTED)
    return match[1], share(match[2])


def effect(heard: Heard, today: date) -> str:
    """Say what is left of a product, and which date that moves."""
    left = f"{percent(heard.level.left)} of {heard.product.name} left"
    return f"{left}: {_moved(heard, today)}"


def facts_of(heard: Heard) -> dict[str, Any]:
    """Return what was heard of a product, as plain data for JSON."""
    return {
        "product_id": heard.product.id,
        "product": heard.product.name,
        "left": heard.level.left,
        "on": heard.level.on.isoformat(),
        "was_expected": heard.was.isoformat(),
        "expected": heard.now.isoformat(),
    }


def share(typed: str) -> float:
    """Return how much is left, from 0 to 1.

    Errors: InputError, also for a bare number: 1 could be all of it or a percent.
    """
    word = typed.strip().casefold()
    if word in _WORDS:
        return _WORDS[word]
    found = None
    if match := _PERCENT.fullmatch(word):
        found = int(match[1]) / 100
    elif _SHARE.fullmatch(word):
        found = float(word)
    if found is None or found > 1:
        raise InputError(f"{quoted(typed)} is not how much is left", _ACCEPTED)
    return found


def percent(left: float) -> str:
    """Say a share: `50 %`."""
    return f"{100 * left:.0f} %"


def _keep(
    shell: Shell,
    book: Book,
    customer_id: int,
    name: str,
    left: float,
    *,
    on: date,
    contact_id: int | None = None,
) -> Heard:
    before = shell.plan(book, customer_id).situation.history
    product = _own_product(book, before, name)
    _had(before, product, on)
    was, _ = _expected(before, product)
    kept = book.add_level(
        customer_id,
        product.id,
        left,
        on=on,
        recorded_on=shell.today,
        contact_id=contact_id,
    )
    after = shell.plan(book, customer_id).situation.history
    now, comes = _expected(after, product)
    return Heard(product, kept, was, now, comes if comes >= on else None)


def _own_product(book: Book, history: History, name: str) -> Product:
    """Return the product that is meant, of those that the customer has.

    Errors: NotFoundError, InputError.
    """
    has = _products_of(history)
    meant = [each for each in book.find_products(name) if each.id in has]
    who = history.customer.name
    there = text.listed([each.name for each in has.values()])
    hint = f"they have {there}" if there else "they have bought nothing"
    if not meant:
        raise NotFoundError(f"{who} has no {quoted(name)}", hint)
    if len(meant) > 1:
        several = text.listed([f"{each.name} ({each.id})" for each in meant])
        raise NotFoundError(f"{quoted(name)} could be {several}", "use the id")
    if meant[0].kind is ProductKind.DURABLE:
        raise InputError(f"{meant[0].name} is durable: nothing of it is used up", hint)
    return meant[0]


def _products_of(history: History) -> dict[int, Product]:
    """Return the products that a customer has, by id."""
    return {
        line.product.id: line.product
        for sale in history.standing_sales()
        for line in sale.lines
        if line.kept
    }


def _had(history: History, product: Product, on: date) -> None:
    """Refuse a level of a day before the product was first bought.

    Errors: InputError.
    """
    first = min(
        sale.sold_on
        for sale in history.standing_sales()
        if any(line.kept and line.product.id == product.id for line in sale.lines)
    )
    if on < first:
        raise InputError(
            f"{history.customer.name} had no {product.name} on {say_in_full(on)}",
            f"they first bought it on {say_in_full(first)}",
        )


def _expected(history: History, product: Product) -> tuple[date, date]:
    """Return when a product is expected to be bought again, and when the last came."""
    for each, bought, found in forecasts(history):
        if each.id == product.id:
            both = zip(bought, found, strict=True)
            *_, (last, made) = [pair for pair in both if not pair[0].ended]
            return made.expected, last.delivered_on
    raise NotFoundError(f"{history.customer.name} has no {product.name}")


def _talked_about(history: History, contact: Contact) -> str:
    """Return the id of the product that a bare share is of.

    Errors: InputError where there is none, or more than one.
    """
    lines = {f"l{line.id}": line for sale in history.sales for line in sale.lines}
    has = {
        number: product
        for number, product in _products_of(history).items()
        if product.kind is not ProductKind.DURABLE
    }
    asked = {
        lines[each.key.anchor].product.id
        for each in contact.covered
        if each.key.rule == "replenish" and each.key.anchor in lines
    }
    found = asked or set(has)
    if len(found) == 1:
        return str(found.pop())
    names = text.listed([each.name for each in has.values()])
    who = history.customer.name
    raise InputError(
        "--left needs a product here",
        f'such as --left "{next(iter(has.values())).name} 50%"; {who} has {names}'
        if has
        else f"{who} has bought nothing that is used up",
    )


def _moved(heard: Heard, today: date) -> str:
    """Say which date a level moves, from when to when."""
    name = heard.product.name
    now, was = (say(day, beside=today) for day in (heard.now, heard.was))
    if heard.now != heard.was:
        return f"{name} is expected to last until {now}, not {was}."
    if heard.comes is not None:
        comes = say(heard.comes, beside=today)
        if heard.comes > today:
            return f"{name} is not delivered yet (due {comes}), so it does not count."
        return f"{name} came no earlier than {comes}, so it does not count."
    full = " A full one does not say how fast it goes." if heard.level.left == 1 else ""
    if heard.was < today:
        return f"{name} was expected to last until {was}, and that stays.{full}"
    return f"{name} is still expected to last until {was}.{full}"


def _as_data(shell: Shell, made: Made[Heard]) -> None:
    from secondsale.render import data

    steps = made.after.steps()
    shell.data(
        {
            "customer": data.customer(made.who),
            **facts_of(made.fact),
            "next": data.step(steps[0]) if steps else None,
        }
    )
