"""What there is to say about products: lessons, reasons, resources, what goes along."""

from collections.abc import Callable
from typing import Annotated

import typer

from secondsale import days, text
from secondsale.cli._facts import Json, frozen_word, said, word_from
from secondsale.cli._names import find_product
from secondsale.cli._shell import Shell
from secondsale.cli._typed import quoted
from secondsale.errors import InputError, NotFoundError
from secondsale.model import Lesson, Product, Resource
from secondsale.store import Book

Which = Annotated[str, typer.Argument(help="Name, part of a name, or id.")]
Words = Annotated[str, typer.Argument(help="What to say, in a sentence or two.")]
After = Annotated[
    str, typer.Option("--after", help="How long after delivery: 14d, 2w.")
]

LONGEST_DAYS = 3650


def lesson(
    ctx: typer.Context,
    product: Which = "",
    words: Words = "",
    after: After = "",
    months: Annotated[
        str, typer.Option("--months", help="Only in these months: 11-2 or 5,6.")
    ] = "",
    name: Annotated[
        str, typer.Option("--id", help="A short name that never changes: layering.")
    ] = "",
    as_json: Json = False,
) -> None:
    """Add a lesson about a product, given once to each customer who has it."""
    shell: Shell = ctx.obj
    which = product or shell.ask("Which product?", "the product")
    teaches = said(shell, words, "What is the lesson?", "the lesson")
    wait = _span(shell, after, "How long after delivery? (like 14d)")
    when = days.parse_months(months) if months else ()
    chosen = frozen_word(name, "an id for a lesson") if name else ""

    def act(book: Book, found: Product) -> str:
        taken = [each.id for each in found.lessons]
        if chosen in taken:
            raise InputError(
                f"{found.name} has a lesson {chosen} already",
                f'secondsale drop-lesson "{found.name}" {chosen} takes it away',
            )
        made = chosen or word_from(teaches, taken, otherwise="lesson")
        book.add_lesson(found.id, Lesson(made, teaches, wait, when))
        return f"lesson {made}, {_after(wait)}{_in(when)}: {teaches}"

    _keep(shell, which, act, as_json=as_json)


def drop_lesson(
    ctx: typer.Context,
    product: Which = "",
    lesson: Annotated[str, typer.Argument(help="The lesson's id.")] = "",
    as_json: Json = False,
) -> None:
    """Take a lesson away from a product."""
    shell: Shell = ctx.obj
    which = product or shell.ask("Which product?", "the product")
    name = lesson or shell.ask("Which lesson?", "the lesson")

    def act(book: Book, found: Product) -> str:
        there = [each.id for each in found.lessons]
        if name not in there:
            raise NotFoundError(
                f"{found.name} has no lesson {quoted(name)}",
                f"there is: {text.listed(there) or 'none'}",
            )
        book.remove_lesson(found.id, name)
        return f"no lesson {name} any more"

    _keep(shell, which, act, as_json=as_json)


def reason(
    ctx: typer.Context, product: Which = "", words: Words = "", as_json: Json = False
) -> None:
    """Add a reason why a product is a good choice, for reassurance."""
    shell: Shell = ctx.obj
    which = product or shell.ask("Which product?", "the product")
    why = said(shell, words, "Why is it a good choice?", "the reason")

    def act(book: Book, found: Product) -> str:
        _refuse_second(found, "reason", why, found.reasons)
        book.add_reason(found.id, why)
        return f"reason: {why}"

    _keep(shell, which, act, as_json=as_json)


def objection(
    ctx: typer.Context, product: Which = "", words: Words = "", as_json: Json = False
) -> None:
    """Add an objection that people raise, and what to answer."""
    shell: Shell = ctx.obj
    which = product or shell.ask("Which product?", "the product")
    raised = said(shell, words, "What do they say?", "the objection")

    def act(book: Book, found: Product) -> str:
        _refuse_second(found, "objection", raised, found.objections)
        book.add_objection(found.id, raised)
        return f"objection: {raised}"

    _keep(shell, which, act, as_json=as_json)


def resource(
    ctx: typer.Context,
    product: Which = "",
    title: Annotated[str, typer.Argument(help="What it is called.")] = "",
    where: Annotated[str, typer.Argument(help="A link or a file.")] = "",
    as_json: Json = False,
) -> None:
    """Add a guide, tutorial or case study about a product."""
    shell: Shell = ctx.obj
    which = product or shell.ask("Which product?", "the product")
    called = text.clean_name(title or shell.ask("Title?", "the title"), "the title")
    lies = said(shell, where, "Where is it? (a link or file)", "the place")

    def act(book: Book, found: Product) -> str:
        titles = [each.title for each in found.resources]
        _refuse_second(found, "resource", called, titles)
        book.add_resource(found.id, Resource(called, lies))
        return f"resource: {called}, {lies}"

    _keep(shell, which, act, as_json=as_json)


def complement(
    ctx: typer.Context,
    product: Which = "",
    other: Annotated[str, typer.Argument(help="What goes with it, or follows.")] = "",
    why: Annotated[str, typer.Option("--why", help="Why they go together.")] = "",
    after: After = "",
    as_json: Json = False,
) -> None:
    """Say what goes with a product, or follows it, as a next step."""
    shell: Shell = ctx.obj
    which = product or shell.ask("Which product?", "the product")
    second = other or shell.ask("What goes with it?", "the other product")
    because = text.clean_note(why, "--why")
    wait = _span(shell, after, "") if after else None

    def act(book: Book, found: Product) -> str:
        goes = find_product(book, second)
        if goes.id == found.id:
            raise InputError(
                f"{found.name} cannot go with itself", "name another product"
            )
        names = [each.name for each in found.complements]
        _refuse_second(found, "complement", goes.name, names)
        book.add_complement(found.id, goes.id, why=because, after_days=wait)
        reasons = f": {because}" if because else ""
        later = f", {_after(wait)}" if wait else ""
        return f"goes with {goes.name}{later}{reasons}"

    _keep(shell, which, act, as_json=as_json)


def show_product(
    ctx: typer.Context, product: Which = "", as_json: Json = False
) -> None:
    """Show a product, and all there is to say about it."""
    shell: Shell = ctx.obj
    which = product or shell.ask("Which product?", "the product")
    with shell.reading() as book:
        found = find_product(book, which)
    from secondsale.render import data, goods

    shell.listing(
        ("about", "what"),
        list(goods.card(found)),
        none="",
        data=(lambda: data.product(found)) if as_json else None,
    )


def _keep(
    shell: Shell, which: str, act: Callable[[Book, Product], str], *, as_json: bool
) -> None:
    """Change a product, and print the sentence that the act returns."""
    with shell.changing() as book:
        found = find_product(book, which)
        sentence = act(book, found)
        changed = book.product(found.id)
    if as_json:
        from secondsale.render import data

        shell.data(data.product(changed))
    else:
        shell.write(f"{changed.name} ({changed.id}): {sentence}")


def _refuse_second(
    product: Product, noun: str, typed: str, there: list[str] | tuple[str, ...]
) -> None:
    if text.name_key(typed) in map(text.name_key, there):
        raise InputError(
            f"{product.name} has that {noun} already",
            f"secondsale show-product {product.id} lists what there is",
        )


def _span(shell: Shell, typed: str, question: str) -> int:
    """Return a number of days, asked for where none was typed.

    Errors: InputError.
    """

    def read(answer: str) -> int:
        span = days.parse_span(answer)
        if span > LONGEST_DAYS:
            raise InputError(
                f"{quoted(answer)} is too long", f"at most {LONGEST_DAYS}d"
            )
        return span

    if typed:
        return read(typed)
    what, hint = "how long after delivery (--after)", "like 14d or 2w"
    return shell.ask_for(question, read, what=what, hint=hint)


def _after(wait: int) -> str:
    return f"{text.plural(wait, 'day')} after delivery"


def _in(months: tuple[int, ...]) -> str:
    from secondsale.render import goods

    return f", in {goods.months(months)}" if months else ""
