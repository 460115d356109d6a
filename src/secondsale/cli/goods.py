"""Products: add, edit, list."""

from collections.abc import Sequence
from typing import Annotated, Any

import typer

from secondsale import text
from secondsale.cli._details import note_text
from secondsale.cli._names import find_product, new_name, settle_product
from secondsale.cli._questions import asking
from secondsale.cli._shell import Shell
from secondsale.cli._typed import choice, whole_number
from secondsale.days import say
from secondsale.errors import InputError
from secondsale.model import Product, ProductKind
from secondsale.money import parse_amount, parse_currency
from secondsale.store import Book

Category = Annotated[str | None, typer.Option("--category", help="What kind of thing.")]
Price = Annotated[str | None, typer.Option("--price", help="Of one unit: 38 or 38.50.")]
Currency = Annotated[
    str, typer.Option("--currency", help="ISO code, if not the usual one.")
]
Supply = Annotated[
    str | None, typer.Option("--supply-days", help="How many days one unit lasts.")
]
Delivery = Annotated[
    str | None,
    typer.Option("--delivery-days", help="How many days it takes to arrive."),
]
Kind = Annotated[
    str | None, typer.Option("--kind", help="consumable (used up) or durable (kept).")
]
Dosed = Annotated[
    bool | None,
    typer.Option(
        "--dosed/--not-dosed",
        help="Whether twice as many last twice as long; if you state days, they do.",
    ),
]
Note = Annotated[str | None, typer.Option("--note", "-n", help="A note to remember.")]
Json = Annotated[bool, typer.Option("--json", help="Print JSON.")]


def products(
    ctx: typer.Context,
    query: Annotated[str, typer.Argument(help="Name or part of a name.")] = "",
    category: Annotated[str, typer.Option("--category", help="Of this category.")] = "",
    kind: Annotated[str, typer.Option("--kind", help="consumable or durable.")] = "",
    timing: Annotated[
        bool,
        typer.Option(
            "--timing", help="How long they last: stated, and as it turns out."
        ),
    ] = False,
    as_json: Json = False,
) -> None:
    """List products, all or some."""
    shell: Shell = ctx.obj
    wanted = choice(ProductKind, kind, "a kind of product") if kind else None
    with shell.reading() as book:
        found = [
            product
            for product in (book.find_products(query) if query else book.products())
            if (
                not category
                or text.name_key(product.category) == text.name_key(category)
            )
            and (wanted is None or product.kind is wanted)
        ]
        if timing:
            _list_timing(shell, book, found, as_json=as_json)
            return
    from secondsale.render import data, goods

    shell.listing(
        goods.PRODUCTS,
        [goods.product_row(product) for product in found],
        none="no products",
        data=(lambda: [data.product(each) for each in found]) if as_json else None,
    )


def _list_timing(
    shell: Shell, book: Book, found: Sequence[Product], *, as_json: bool
) -> None:
    """Print how long products last by what is stated, beside what customers do."""
    from secondsale.cli._learning import compare
    from secondsale.render import goods

    learned = shell.settings.timing.beside(book.learned())
    used_up = [each for each in found if each.kind is ProductKind.CONSUMABLE]
    compared = compare(book, used_up, learned, shell.today)
    shell.listing(
        goods.TIMING,
        [goods.timing_row(each) for each in compared],
        none="no products that are used up",
        data=(lambda: [goods.timing_data(each) for each in compared])
        if as_json
        else None,
    )
    if as_json:
        return
    day = learned.day
    up_to = f"all sales up to {say(day, beside=shell.today)}" if day else "nothing yet"
    shell.say(f"learned from {up_to}")
    for each in compared:
        if each.far_off and each.usual is not None:
            name, usual = each.product.name, round(each.usual)
            shell.say(
                f"{name} lasts about {text.plural(usual, 'day')} as it turns out:"
            )
            shell.suggest(
                f"secondsale edit-product {each.product.id} --supply-days {usual}"
            )


def add_product(
    ctx: typer.Context,
    name: Annotated[str, typer.Argument(help="Its name.")] = "",
    category: Category = None,
    price: Price = None,
    currency: Currency = "",
    supply_days: Supply = None,
    delivery_days: Delivery = None,
    kind: Kind = None,
    dosed: Dosed = None,
    note: Note = None,
    new: Annotated[bool, typer.Option("--new", help="However alike it is.")] = False,
    as_json: Json = False,
) -> None:
    """Add a product."""
    shell: Shell = ctx.obj
    called = new_name(name or shell.ask("Name?", "the name"), "the name")
    fields = _fields(
        shell, category, price, currency, supply_days, delivery_days, kind, note
    )
    if dosed is not None:
        fields["dosed"] = dosed

    def add() -> Product:
        with shell.writing() as book:
            known = settle_product(shell, book, called, new=new)
            if known is not None:
                raise InputError(
                    f"{known.name} is product {known.id} already",
                    f'secondsale edit-product "{known.name}"',
                )
            _check_used_up(fields, None)
            return book.add_product(called, added_on=shell.today, **fields)

    _report(shell, asking(shell, add), as_json=as_json)


def edit_product(
    ctx: typer.Context,
    product: Annotated[str, typer.Argument(help="Name, part of a name, or id.")] = "",
    name: Annotated[str | None, typer.Option("--name", help="Its name.")] = None,
    category: Category = None,
    price: Price = None,
    currency: Currency = "",
    supply_days: Supply = None,
    delivery_days: Delivery = None,
    kind: Kind = None,
    dosed: Dosed = None,
    note: Note = None,
    as_json: Json = False,
) -> None:
    """Change a product; an empty value clears it."""
    shell: Shell = ctx.obj
    which = product or shell.ask("Which product?", "the product")
    changes = _fields(
        shell, category, price, currency, supply_days, delivery_days, kind, note
    )
    if dosed is not None:
        changes["dosed"] = dosed
    if name is not None:
        changes["name"] = new_name(name, "the name")
    if not changes:
        raise InputError("nothing to change", "see secondsale edit-product --help")
    with shell.changing() as book:
        found = find_product(book, which)
        _check_used_up(changes, found)
        taken = book.known_products(changes.get("name", found.name))
        if any(other.id != found.id for other in taken):
            raise InputError(
                f"{taken[0].name} is product {taken[0].id} already",
                "choose another name",
            )
        book.update_product(found.id, **changes)
        changed = book.product(found.id)
    _report(shell, changed, as_json=as_json)


def _fields(
    shell: Shell,
    category: str | None,
    price: str | None,
    currency: str,
    supply_days: str | None,
    delivery_days: str | None,
    kind: str | None,
    note: str | None,
) -> dict[str, Any]:
    """Return what was typed about a product, by field; empty text clears."""
    fields: dict[str, Any] = {}
    if category is not None:
        fields["category"] = text.clean(category, "--category")
    if price is not None:
        code = parse_currency(currency) if currency else shell.settings.currency
        fields["price"] = parse_amount(price, code) if price else None
    elif currency:
        raise InputError("--currency goes with --price", "give both")
    if supply_days is not None:
        what = "a number of days"
        fields["supply_days"] = (
            whole_number(supply_days, what, low=1, high=3650) if supply_days else None
        )
    if delivery_days is not None:
        fields["delivery_days"] = whole_number(
            delivery_days or "0", "a number of days", low=0, high=365
        )
    if kind is not None:
        fields["kind"] = choice(ProductKind, kind or "consumable", "a kind of product")
    if note is not None:
        fields["note"] = note_text(note)
    return fields


def _check_used_up(fields: dict[str, Any], known: Product | None) -> None:
    kind = fields.get("kind", known.kind if known else ProductKind.CONSUMABLE)
    supply = fields.get("supply_days", known.supply_days if known else None)
    if kind is not ProductKind.DURABLE:
        return
    if fields.get("dosed"):
        raise InputError("a durable product is not dosed", "leave --dosed away")
    if supply is not None:
        raise InputError(
            "a durable product does not run out",
            'leave --supply-days away, or clear it with --supply-days ""',
        )


def _report(shell: Shell, product: Product, *, as_json: bool) -> None:
    from secondsale.render import data, goods

    if as_json:
        shell.data(data.product(product))
    else:
        shell.write(goods.known(product))
