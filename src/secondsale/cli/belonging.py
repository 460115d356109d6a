"""How close customers are, and whose they are: tiers, tags, owners."""

from collections.abc import Sequence
from typing import Annotated, Any

import typer

from secondsale import text, tiers
from secondsale.cli._facts import Json, Who, change, tell
from secondsale.cli._preparing import Beside, beside
from secondsale.cli._shell import Shell
from secondsale.cli._typed import choice_of, quoted
from secondsale.errors import InputError, NotFoundError
from secondsale.model import Customer
from secondsale.planner import Plan
from secondsale.store import Book

SHORT = 10
"""Lines of a brief where several stand below each other."""

Tags = Annotated[list[str] | None, typer.Argument(help="One word or several: vip.")]


def tier(
    ctx: typer.Context,
    customer: Who = "",
    name: Annotated[
        str | None, typer.Argument(metavar="TIER", help="One of a (closest), b, c.")
    ] = None,
    as_json: Json = False,
) -> None:
    """Say how close you want to keep a customer; an empty value clears it."""
    shell: Shell = ctx.obj
    whose = customer or shell.ask("Whose?", "the customer")
    if name is None:
        name = shell.ask("Which tier? (a, b or c)", "the tier", "one of a, b, c")
    word = choice_of(tiers.NAMES, name, "a tier") if name else ""
    _set(shell, whose, "tier", word, as_json=as_json)


def owner(
    ctx: typer.Context,
    customer: Who = "",
    name: Annotated[
        str | None, typer.Argument(metavar="OWNER", help="Who looks after them.")
    ] = None,
    as_json: Json = False,
) -> None:
    """Say who looks after a customer; an empty value clears it."""
    shell: Shell = ctx.obj
    whose = customer or shell.ask("Whose?", "the customer")
    if name is None:
        name = shell.ask("Who looks after them?", "the owner")
    word = text.clean_name(name, "the owner") if name else ""
    _set(shell, whose, "owner", word, as_json=as_json)


def _set(shell: Shell, whose: str, field: str, value: str, *, as_json: bool) -> None:
    def act(book: Book, who: Customer) -> str:
        changes: dict[str, Any] = {field: value}
        book.update_customer(who.id, **changes)
        return str(getattr(who, field))

    made = change(shell, whose, act)
    was = f" (was {made.fact})" if made.fact and made.fact != value else ""
    now = f"is now {value}" if value else "is cleared"
    sentence = f"{made.who.name} ({made.who.id}): {field} {now}{was}."
    tell(shell, made, sentence, data={}, as_json=as_json)


def tag(
    ctx: typer.Context, customer: Who = "", tags: Tags = None, as_json: Json = False
) -> None:
    """Mark a customer with a word or several, such as vip."""
    shell: Shell = ctx.obj
    whose = customer or shell.ask("Whom?", "the customer")
    words = _words(tags or [shell.ask("Which tag?", "the tag")])

    def act(book: Book, who: Customer) -> tuple[str, ...]:
        both = tuple(dict.fromkeys((*who.tags, *words)))
        book.set_tags(who.id, both)
        return both

    _tell_tags(shell, whose, act, as_json=as_json)


def untag(
    ctx: typer.Context, customer: Who = "", tags: Tags = None, as_json: Json = False
) -> None:
    """Take a word or several off a customer."""
    shell: Shell = ctx.obj
    whose = customer or shell.ask("Whom?", "the customer")
    words = _words(tags or [shell.ask("Which tag?", "the tag")])

    def act(book: Book, who: Customer) -> tuple[str, ...]:
        strange = [word for word in words if word not in who.tags]
        if strange:
            there = text.listed(who.tags)
            raise NotFoundError(
                f"{who.name} has no tag {quoted(strange[0])}",
                f"there is: {there}" if there else f"secondsale tag {who.id} TAG",
            )
        left = tuple(each for each in who.tags if each not in words)
        book.set_tags(who.id, left)
        return left

    _tell_tags(shell, whose, act, as_json=as_json)


def _words(typed: Sequence[str]) -> tuple[str, ...]:
    """Return tags as the settings name them, in small letters.

    Errors: InputError.
    """
    words = []
    for each in typed:
        word = text.name_key(text.clean_name(each, "the tag"))
        if "," in word or len(word) > 40:
            raise InputError(f"{quoted(each)} is not a tag", "a short word such as vip")
        words.append(word)
    return tuple(words)


def _tell_tags(shell: Shell, whose: str, act: Any, *, as_json: bool) -> None:
    made = change(shell, whose, act)
    now = text.listed(made.who.tags) or "none"
    sentence = f"{made.who.name} ({made.who.id}): tags {now}."
    tell(shell, made, sentence, data={}, as_json=as_json)


def hand_over(
    ctx: typer.Context,
    giver: Annotated[
        str, typer.Argument(metavar="FROM", help="Who looked after them.")
    ] = "",
    taker: Annotated[
        str, typer.Argument(metavar="TO", help="Who will look after them.")
    ] = "",
    as_json: Json = False,
) -> None:
    """Hand all customers of one owner to another, with a brief of each."""
    shell: Shell = ctx.obj
    old = giver or shell.ask("From whom?", "who hands over")
    new = text.clean_name(
        taker or shell.ask("To whom?", "who takes over"), "who takes over"
    )
    if text.name_key(old) == text.name_key(new):
        raise InputError(f"{new} looks after them already", "name two people")
    with shell.changing() as book:
        moved = _owned_by(book, old)
        for who in moved:
            book.update_customer(who.id, owner=new)
        plans = list(shell.plans(book, [who.id for who in moved]))
        briefs = [(plan, beside(shell, book, plan)) for plan in plans]
    _brief(shell, new, briefs, as_json=as_json)


def _owned_by(book: Book, owner: str) -> list[Customer]:
    """Return the customers somebody looks after.

    Errors: NotFoundError, naming those who look after some.
    """
    customers = list(book.customers())
    key = text.name_key(owner)
    found = [who for who in customers if who.owner and text.name_key(who.owner) == key]
    if not found:
        owners = sorted({who.owner for who in customers if who.owner})
        raise NotFoundError(
            f"{quoted(owner)} looks after nobody",
            f"there is: {text.listed(owners)}"
            if owners
            else "secondsale owner CUSTOMER NAME says who looks after somebody",
        )
    return found


def _brief(
    shell: Shell, owner: str, briefs: Sequence[tuple[Plan, Beside]], *, as_json: bool
) -> None:
    from secondsale.render import briefing, telling

    if as_json:
        shell.data([briefing.data(plan, **more) for plan, more in briefs])
        return
    count = text.plural(len(briefs), "customer")
    shell.say(f"{owner} now looks after {count}:")
    for plan, more in briefs:
        if shell.draws:
            screen = briefing.screen(plan, width=shell.width, lines=SHORT, **more)
            shell.show(screen, "")
        else:
            who = (str(plan.customer.id), plan.customer.name)
            shell.lines((*who, *row) for row in telling.pairs(plan, **more))
