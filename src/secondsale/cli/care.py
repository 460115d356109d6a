"""What is owed to customers: concerns to resolve, promises to keep, dated stages."""

from collections.abc import Callable
from datetime import date
from typing import Annotated

import typer

from secondsale import days, text
from secondsale.cli._facts import (
    Because,
    By,
    Json,
    Made,
    On,
    Who,
    change,
    coming_day,
    not_before,
    said,
    tell,
)
from secondsale.cli._names import find_sale
from secondsale.cli._owed import Owed, called, number_of, open_concern, open_promise
from secondsale.cli._questions import asking
from secondsale.cli._shell import Shell
from secondsale.cli._typed import quoted
from secondsale.errors import InputError, NotFoundError
from secondsale.model import Checkpoint, Concern, Customer, Promise, Sale
from secondsale.store import Book

Words = Annotated[str, typer.Argument(help="What it is, in a few words.")]


def concern(
    ctx: typer.Context,
    customer: Who = "",
    what: Words = "",
    sale: Annotated[str, typer.Option("--sale", help="The sale it is about.")] = "",
    on: On = "",
    as_json: Json = False,
) -> None:
    """Keep a complaint or worry: until it is resolved, only promises come up."""
    shell: Shell = ctx.obj
    whose = customer or shell.ask("Whose?", "the customer")
    words = said(shell, what, "What is wrong?", "the concern")
    when = shell.happened(on)

    def act(book: Book, who: Customer) -> Concern:
        about = _own_sale(book, who, sale) if sale else None
        return book.add_concern(
            who.id, words, on=when, recorded_on=shell.today, sale_id=about
        )

    made = change(shell, whose, act)
    from secondsale.render import facts, owed

    tell(
        shell,
        made,
        owed.concern(made.who, made.fact),
        f"When it is put right: secondsale resolve k{made.fact.id}",
        data={"concern": facts.concern(made.fact)},
        as_json=as_json,
    )


def _own_sale(book: Book, who: Customer, typed: str) -> int:
    sale = find_sale(book, typed)
    if sale.customer_id != who.id:
        raise InputError(
            f"sale {sale.id} is not a sale to {who.name}",
            f"secondsale sales {who.id} lists theirs",
        )
    return sale.id


def resolve(
    ctx: typer.Context,
    which: Annotated[
        str, typer.Argument(help="The customer, or a concern such as k5.")
    ] = "",
    how: Annotated[str, typer.Argument(help="How it was put right.")] = "",
    on: On = "",
    as_json: Json = False,
) -> None:
    """Close a concern that was put right."""
    shell: Shell = ctx.obj
    typed = which or shell.ask("Whose concern?", "the customer")
    words = text.clean_note(how, "how it was resolved")
    when = shell.happened(on)

    def put_right(book: Book, meant: Concern) -> Concern:
        not_before(when, meant.opened_on, f"concern k{meant.id} was opened")
        return book.resolve_concern(meant.id, on=when, how=words)

    made = _close(shell, typed, open_concern, put_right)
    from secondsale.render import facts

    fact = made.fact
    by = f": {words}" if words else ""
    tell(
        shell,
        made,
        f"Resolved concern k{fact.id} of {made.who.name} ({made.who.id}), "
        f"“{fact.text}”, on {days.say_in_full(when)}{by}.",
        data={"concern": facts.concern(fact)},
        as_json=as_json,
    )


def promise(
    ctx: typer.Context,
    customer: Who = "",
    what: Words = "",
    by: By = "",
    on: On = "",
    as_json: Json = False,
) -> None:
    """Keep something that you said you would do, and by when."""
    shell: Shell = ctx.obj
    whose = customer or shell.ask("To whom?", "the customer")
    words = said(shell, what, "What did you promise?", "the promise")
    due, when = coming_day(shell, by), shell.happened(on)

    def act(book: Book, who: Customer) -> Promise:
        return book.add_promise(
            who.id, words, due_on=due, made_on=when, recorded_on=shell.today
        )

    made = change(shell, whose, act)
    from secondsale.render import facts, owed

    tell(
        shell,
        made,
        owed.promise(made.who, made.fact),
        f"When it is done: secondsale kept p{made.fact.id}",
        data={"promise": facts.promise(made.fact)},
        as_json=as_json,
    )


def kept(
    ctx: typer.Context,
    which: Annotated[
        str, typer.Argument(help="The customer, or a promise such as p3.")
    ] = "",
    on: On = "",
    as_json: Json = False,
) -> None:
    """Close a promise that you kept."""
    shell: Shell = ctx.obj
    typed = which or shell.ask("To whom?", "the customer")
    when = shell.happened(on)

    def keep(book: Book, meant: Promise) -> Promise:
        not_before(when, meant.made_on, f"promise p{meant.id} was made")
        return book.keep_promise(meant.id, on=when)

    made = _close(shell, typed, open_promise, keep)
    from secondsale.render import facts

    fact = made.fact
    tell(
        shell,
        made,
        f"Kept promise p{fact.id} to {made.who.name} ({made.who.id}), "
        f"“{fact.text}”, on {days.say_in_full(when)}.",
        data={"promise": facts.promise(fact)},
        as_json=as_json,
    )


def _close(
    shell: Shell,
    typed: str,
    find: Callable[[Shell, Book, str], tuple[int, Owed]],
    act: Callable[[Book, Owed], Owed],
) -> Made[Owed]:
    """Close what was typed, which of several is asked for, and return the change."""

    def settle() -> Made[Owed]:
        found: list[Owed] = []

        def whose(book: Book) -> Customer:
            who, meant = find(shell, book, typed)
            found.append(meant)
            return book.customer(who)

        return change(shell, whose, lambda book, _: act(book, found[0]))

    return asking(shell, settle)


def checkpoint(
    ctx: typer.Context,
    sale: Annotated[str, typer.Argument(help="The sale's number.")] = "",
    what: Annotated[
        str, typer.Argument(help="The stage: delivery, installation, phase 2.")
    ] = "",
    by: By = "",
    as_json: Json = False,
) -> None:
    """Date a stage of a sale; you hear of it on the last working day before."""
    shell: Shell = ctx.obj
    number = sale or shell.ask(
        "Which sale?", "the sale's number", "secondsale sales lists them"
    )
    label = said(shell, what, "Which stage?", "the stage")
    when = coming_day(shell, by)

    def whose(book: Book) -> Customer:
        return book.customer(find_sale(book, number).customer_id)

    def act(book: Book, _: Customer) -> Checkpoint:
        found = find_sale(book, number)
        if found.ended is not None:
            raise InputError(
                f"sale {found.id} is over: {found.ended.by}", "nothing is to come of it"
            )
        not_before(when, found.sold_on, f"sale {found.id}")
        _refuse_second(book, found, label, when)
        return book.add_checkpoint(found.id, label, on=when, recorded_on=shell.today)

    made = change(shell, whose, act)
    from secondsale.render import facts, owed

    tell(
        shell,
        made,
        owed.checkpoint(made.who, made.fact),
        data={"checkpoint": facts.checkpoint(made.fact)},
        as_json=as_json,
    )


def _refuse_second(book: Book, sale: Sale, label: str, when: date) -> None:
    history, _ = book.history(sale.customer_id)
    for each in history.checkpoints:
        same = text.name_key(each.label) == text.name_key(label) and each.on == when
        if same and each.sale_id == sale.id and each.dropped is None:
            raise InputError(
                f"sale {sale.id} has that checkpoint already: d{each.id}, {each.label}"
                f" on {days.say_in_full(when)}",
                f"nothing was changed; secondsale drop-checkpoint d{each.id} drops it",
            )


def drop_checkpoint(
    ctx: typer.Context,
    which: Annotated[
        str, typer.Argument(metavar="CHECKPOINT", help="Its number, such as d4.")
    ] = "",
    because: Because = "",
    on: On = "",
    as_json: Json = False,
) -> None:
    """Drop a stage of a sale that will not take place on its day."""
    shell: Shell = ctx.obj
    typed = which or shell.ask("Which checkpoint?", "the checkpoint", "such as d4")
    why, when = text.clean(because, "--because"), shell.happened(on)
    number = number_of(typed, "d")
    if number is None:
        raise NotFoundError(
            f"{quoted(typed)} is not a checkpoint; they are called d1, d2, ...",
            "secondsale checkpoints lists them",
        )

    def act(book: Book, _: Customer) -> Checkpoint:
        found = called(book.checkpoint, number, "checkpoint")[1]
        if found.dropped is not None:
            raise InputError(
                f"checkpoint d{number} is dropped already",
                f"on {days.say_in_full(found.dropped.on)}",
            )
        not_before(when, found.recorded_on, f"checkpoint d{number} was entered")
        return book.drop_checkpoint(number, on=when, reason=why)

    def whose(book: Book) -> Customer:
        return book.customer(called(book.checkpoint, number, "checkpoint")[0])

    made = change(shell, whose, act)
    from secondsale.render import facts

    fact, because_of = made.fact, f": {why}" if why else ""
    tell(
        shell,
        made,
        f"Dropped checkpoint d{fact.id} of sale {fact.sale_id}, {fact.label} on "
        f"{days.say_in_full(fact.on)}{because_of}.",
        data={"checkpoint": facts.checkpoint(fact)},
        as_json=as_json,
    )
