"""A deal becomes rows: who bought, what, at which price, new people and things too."""

from datetime import date, time
from typing import Any

from secondsale import text
from secondsale.cli._details import (
    CustomerDetails,
    email_address,
    phone_number,
    refuse_circle,
)
from secondsale.cli._items import Item
from secondsale.cli._names import (
    find_customer,
    mind_new_details,
    new_name,
    settle_customer,
    settle_product,
)
from secondsale.cli._questions import asked
from secondsale.cli._shell import Shell
from secondsale.cli._typed import whole_number
from secondsale.errors import InputError
from secondsale.model import Customer, Product, Sale
from secondsale.money import Money, parse_amount
from secondsale.planner import Plan
from secondsale.records import dataclass, replace
from secondsale.store import Book


@dataclass(frozen=True, slots=True)
class Deal:
    """A sale as it was typed, understood but not yet recorded."""

    who: str
    items: tuple[Item, ...]
    sold_on: date
    sold_time: time | None
    delivered_on: date | None
    currency: str
    note: str
    details: CustomerDetails
    referred_by: str
    new: bool
    curious: bool
    """Whether to ask for what is good to know, too."""
    party: str = ""
    expectations: str = ""
    preview: bool = False
    """Whether to take everything back once its effect is known."""


@dataclass(frozen=True, slots=True)
class Recorded:
    """What became of the deal: the sale, the plan before and after, and the news."""

    buyer: Customer
    sale: Sale
    before: Plan
    after: Plan
    news: tuple[str, ...]


def record(shell: Shell, deal: Deal) -> Recorded:
    """Keep a sale, and whom and what it adds to the book.

    Errors: NotFoundError for a name that could mean several; InputError.
    """
    with shell.previewing() if deal.preview else shell.writing() as book:
        buyer, news = _buyer(shell, book, deal)
        before = shell.plan(book, buyer.id)
        lines = []
        for item in deal.items:
            product, more = _product(shell, book, item, deal)
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
            source=deal.details.source,
            party=deal.party,
            expectations=deal.expectations,
        )
        after = shell.plan(book, buyer.id)
    return Recorded(buyer, sale, before, after, tuple(news))


def _buyer(shell: Shell, book: Book, deal: Deal) -> tuple[Customer, list[str]]:
    """Return who bought, added or brought up to date, and what to say of it."""
    details, by = deal.details, deal.referred_by
    referrer = find_customer(book, by) if by else None
    known = settle_customer(
        shell, book, deal.who, email=details.email, phone=details.phone, new=deal.new
    )
    if known is None:
        name = new_name(deal.who, "the customer's name")
        fields = {
            **_reachable(shell, name, deal).given(),
            "referred_by": referrer.id if referrer else None,
        }
        buyer = book.add_customer(name, added_on=deal.sold_on, **fields)
        return buyer, [f"New customer {buyer.id}: {buyer.name}."]
    changes: dict[str, Any] = details.changes(known)
    hint = f"secondsale edit-customer {known.id} --knowingly sets it, before the sale"
    mind_new_details(shell, book, known, changes, hint=hint)
    news = details.sentences(known)
    if referrer is not None and known.referred_by is None:
        refuse_circle(book, referrer, known)
        changes["referred_by"] = referrer.id
    elif referrer is not None and referrer.id != known.referred_by:
        edit = f"secondsale edit-customer {known.id} --referred-by {referrer.id}"
        news.append(f"{known.name} was sent by somebody else; to change that: {edit}")
    if changes:
        known = book.update_customer(known.id, **changes)
    return known, news


def _reachable(shell: Shell, name: str, deal: Deal) -> CustomerDetails:
    """Return the details of somebody new, with the address that was asked for."""
    details = deal.details
    if not deal.curious or details.phone or details.email:
        return details

    def read(typed: str) -> CustomerDetails:
        if not typed:
            return details
        if "@" in typed:
            return replace(details, email=email_address(typed))
        return replace(details, phone=phone_number(typed))

    question = f"{name} is new: phone or e-mail? (Enter: not known)"
    return asked(
        shell,
        ("address", name),
        lambda: shell.ask_for(question, read, what="the phone", optional=True),
    )


def _product(
    shell: Shell, book: Book, item: Item, deal: Deal
) -> tuple[Product, list[str]]:
    """Return the product of an item, added on the way if need be, and what to say."""
    known = settle_product(shell, book, item.name, new=deal.new)
    usual = _currency(shell, known, deal)
    typed = parse_amount(item.price, usual) if item.price else None
    if known is None:
        name = new_name(item.name, "the product's name")
        supply = _supply(shell, name, deal)
        made = book.add_product(
            name, added_on=deal.sold_on, price=typed, supply_days=supply
        )
        said = f"New product {made.id}: {made.name}"
        if supply:
            return made, [f"{said}; one lasts {text.plural(supply, 'day')}."]
        hint = f"secondsale edit-product {made.id} --supply-days 30"
        return made, [f"{said}. How long does one last? {hint}"]
    if known.price is None and typed is not None:
        known = book.update_product(known.id, price=typed)
        return known, [f"{known.name} now costs {typed}."]
    return known, []


def _supply(shell: Shell, name: str, deal: Deal) -> int | None:
    """Return how many days one unit of something new lasts, where that is asked."""
    if not deal.curious:
        return None

    def read(typed: str) -> int | None:
        what = "a number of days"
        return whole_number(typed, what, low=1, high=3650) if typed else None

    question = f"{name} is new: how many days does one last? (Enter: not known)"
    return asked(
        shell,
        ("supply", name),
        lambda: shell.ask_for(question, read, what="the days", optional=True),
    )


def _currency(shell: Shell, product: Product | None, deal: Deal) -> str:
    """Return what a typed price is in: as said, else as the product, else as usual."""
    if deal.currency:
        return deal.currency
    if product is not None and product.price is not None:
        return product.price.currency
    return shell.settings.currency


def _price(shell: Shell, item: Item, product: Product, deal: Deal) -> Money | None:
    """Return what one unit cost: as typed, else the product's price.

    Errors: InputError where the product's price is in another currency.
    """
    if item.price is not None:
        return parse_amount(item.price, _currency(shell, product, deal))
    price = product.price
    if price is not None and deal.currency and price.currency != deal.currency:
        raise InputError(
            f"the price of {product.name} is known in {price.currency} only",
            f'add it in {deal.currency}: "{product.name} @38"',
        )
    return price
