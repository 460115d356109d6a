"""A conversation: log what came of it, and close what it was about."""

from collections.abc import Sequence
from datetime import date
from typing import Any, NamedTuple

import typer

from secondsale import days
from secondsale.cli._facts import later_day
from secondsale.cli._names import find_customer
from secondsale.cli._owed import settle_owed, still_owed
from secondsale.cli._questions import asking
from secondsale.cli._settling import close
from secondsale.cli._shell import Shell
from secondsale.cli._talk_options import (
    By,
    Concern,
    Drafted,
    How,
    Inbound,
    Json,
    Next,
    Note,
    On,
    Only,
    Pairs,
    Promises,
    Score,
    Until,
    What,
    Who,
)
from secondsale.cli._told import Besides, Kept, Line, Told, keep, understood
from secondsale.cli._typed import choice
from secondsale.cli.stock import LeftOver
from secondsale.errors import InputError
from secondsale.model import Channel, Contact, Outcome, Settlement
from secondsale.planner import Plan
from secondsale.store import Book


class _Closing(NamedTuple):
    """What is typed of what a conversation closes."""

    only: Sequence[str]
    until: str
    drafted: Channel | None
    wording: str = ""
    """The variant of the texts that was used, such as `short`."""


class _Talked(NamedTuple):
    """What a conversation has changed."""

    contact: Contact
    settlements: tuple[Settlement, ...]
    over: list[str]
    kept: list[Kept]
    after: Plan


def done(
    ctx: typer.Context,
    customer: Who = "",
    outcome: What = "",
    pairs: Pairs = None,
    note: Note = "",
    inbound: Inbound = False,
    channel: How = "",
    score: Score = "",
    left: LeftOver = None,
    promise: Promises = None,
    by: By = None,
    concern: Concern = "",
    next_on: Next = "",
    drafted: Drafted = "",
    only: Only = None,
    until: Until = "",
    on: On = "",
    as_json: Json = False,
) -> None:
    """Log a conversation and close what the agenda shows for that person."""
    besides = Besides(pairs, left, promise, by, concern, next_on)
    line = Line(customer, outcome, note, inbound, channel, score, on, besides)
    way, _, wording = drafted.partition(".")
    used = choice(Channel, way, "a channel") if drafted else None
    _log(ctx.obj, line, _Closing(only or (), until, used, wording), as_json=as_json)


def log(
    ctx: typer.Context,
    customer: Who = "",
    outcome: What = "",
    pairs: Pairs = None,
    note: Note = "",
    inbound: Inbound = False,
    channel: How = "",
    score: Score = "",
    left: LeftOver = None,
    promise: Promises = None,
    by: By = None,
    concern: Concern = "",
    next_on: Next = "",
    on: On = "",
    as_json: Json = False,
) -> None:
    """Log a conversation that closes nothing, such as a message from them."""
    besides = Besides(pairs, left, promise, by, concern, next_on)
    line = Line(customer, outcome, note, inbound, channel, score, on, besides)
    _log(ctx.obj, line, None, as_json=as_json)


def _log(shell: Shell, line: Line, closing: _Closing | None, *, as_json: bool) -> None:
    """Keep a conversation with all that a line tells of it, and say what was kept.

    `closing` is None where it closes nothing.
    """
    who = _whom(shell, line.customer)
    told = understood(shell, line)
    back_on = _back_on(shell, told.outcome, line.besides.next_on, closing)

    def act() -> _Talked:
        with shell.changing() as book:
            found = find_customer(book, who)
            contact, settlements = _contact(
                shell, book, found.id, told, closing, back_on
            )
            over = _owed(shell, book, found.id, told) if closing else []
            kept = keep(shell, book, found, told, contact)
            after = shell.plan(book, found.id)
            return _Talked(contact, settlements, over, kept, after)

    talked = asking(shell, act)
    said_so = [
        _logged(talked.after, told.outcome, told.on),
        *talked.over,
        *(each.sentence for each in talked.kept),
    ]
    if closing and not talked.contact.covered:
        said_so.append("Nothing was due, so nothing was closed.")
    report(
        shell,
        talked.after,
        said_so,
        talked.settlements,
        _notes(shell, talked.after, told.outcome, told.on),
        kept=[each.data for each in talked.kept],
        as_json=as_json,
    )
    if closing:
        _hint(shell, talked, told, back_on)


def _contact(
    shell: Shell,
    book: Book,
    customer_id: int,
    told: Told,
    closing: _Closing | None,
    back_on: date | None,
) -> tuple[Contact, tuple[Settlement, ...]]:
    if closing is None:
        contact = book.log_contact(
            customer_id,
            on=told.on,
            outcome=told.outcome,
            channel=told.channel,
            inbound=told.inbound,
            note=told.note,
            score=told.score,
        )
        return contact, ()
    return close(
        shell,
        book,
        customer_id,
        told.outcome,
        on=told.on,
        channel=told.channel,
        inbound=told.inbound,
        note=told.note,
        score=told.score,
        drafted=closing.drafted,
        wording=closing.wording,
        only=closing.only,
        until=back_on,
    )


def _owed(shell: Shell, book: Book, customer_id: int, told: Told) -> list[str]:
    """Ask at the terminal which promises and concerns a conversation has closed."""
    if not told.outcome.reached:
        return []
    history, _ = book.history(customer_id)
    return settle_owed(shell, book, history, on=told.on, how=told.note)


def _hint(shell: Shell, talked: _Talked, told: Told, back_on: date | None) -> None:
    """Say what only another command can do."""
    after = talked.after
    who = after.customer.id
    if back_on is not None and not talked.settlements:
        shell.say(f'keep the day: secondsale promise {who} "call back" --by {back_on}')
    if told.outcome is Outcome.BOUGHT:
        shell.say(f'record it: secondsale add-sale {who} "PRODUCT x1 @PRICE"')
    if told.outcome.reached and not shell.at_a_terminal:
        new = {(each.data["kind"], each.data.get("id", 0)) for each in talked.kept}
        shell.say(*still_owed(after.situation.history, after.today, but=new))


def _whom(shell: Shell, typed: str) -> str:
    """Return who is meant; before more is asked at a terminal, they must be known.

    Errors: NotFoundError.
    """
    who = typed or shell.ask("With whom?", "the customer")
    if shell.at_a_terminal:
        with shell.reading() as book:
            find_customer(book, who)
    return who


def _back_on(
    shell: Shell, outcome: Outcome, next_on: str, closing: _Closing | None
) -> date | None:
    """Return the day to call back on; `call-back` needs one, the others refuse it."""
    if closing is None:
        return None
    if outcome is not Outcome.CALL_BACK:
        if closing.until:
            raise InputError(
                f"--until goes with call-back, not with {outcome}",
                "secondsale snooze NAME --until DAY puts something off",
            )
        return None
    if next_on:
        raise InputError("--next does not go with call-back", "--until says the day")
    return later_day(shell, closing.until, "the day to call back (--until)")


def report(
    shell: Shell,
    plan: Plan,
    sentences: Sequence[str],
    settlements: Sequence[Settlement],
    notes: Sequence[str] = (),
    *,
    kept: Sequence[dict[str, Any]] | None = None,
    as_json: bool,
) -> None:
    """Print what was kept and settled, what comes next, and notes on the customer."""
    steps = plan.steps()
    if as_json:
        from secondsale.render import data

        shell.data(
            {
                "customer": data.customer(plan.customer),
                **({} if kept is None else {"kept": list(kept)}),
                "settled": [data.settlement(each) for each in settlements],
                "next": data.step(steps[0]) if steps else None,
                "notes": list(notes),
            }
        )
        return
    from secondsale.render import lines

    shell.write(*sentences, *lines.settled(plan, settlements, steps), *notes)


def _notes(shell: Shell, plan: Plan, outcome: Outcome, when: date) -> list[str]:
    """Say what keeps a customer from being shown from now on, or offers from them."""
    from secondsale.render import words

    history = plan.situation.history
    if silence := words.silence(history, today=shell.today):
        return [silence]
    free = days.plus(when, shell.settings.policy.not_interested_days)
    if outcome is not Outcome.NOT_INTERESTED or free <= shell.today:
        return []
    return [f"Offers rest until {days.say_in_full(free)}."]


def _logged(plan: Plan, outcome: Outcome, when: date) -> str:
    who = plan.customer
    return f"Logged for {who.name} ({who.id}): {outcome} on {days.say_in_full(when)}."
