"""What is due and will not be talked about now: put off, or dropped with a reason."""

from collections.abc import Sequence
from datetime import date
from typing import Annotated

import typer

from secondsale import days, text
from secondsale.cli._facts import later_day
from secondsale.cli._names import find_customer
from secondsale.cli._shell import Shell
from secondsale.cli._talk_options import Json, Only, Until, Who
from secondsale.cli._topics import chosen_of, topics_of
from secondsale.cli.conversation import report
from secondsale.errors import InputError, NotFoundError
from secondsale.model import Customer, Settlement, Status
from secondsale.planner import Planned, State
from secondsale.store import Book


def skip(
    ctx: typer.Context,
    customer: Who = "",
    because: Annotated[str, typer.Option("--because", help="The reason.")] = "",
    only: Only = None,
    as_json: Json = False,
) -> None:
    """Drop what is due for a customer, with the reason."""
    shell: Shell = ctx.obj
    who = _whose(shell, customer, only)
    why = text.clean(
        because or shell.ask("Why?", "the reason (--because)"), "--because"
    )
    _act(shell, who, only, Status.SKIPPED, why, None, as_json=as_json)


def snooze(
    ctx: typer.Context,
    customer: Who = "",
    until: Until = "",
    span: Annotated[str, typer.Option("--for", help="How long: 3d, 2w.")] = "",
    because: Annotated[str, typer.Option("--because", help="The reason.")] = "",
    only: Only = None,
    as_json: Json = False,
) -> None:
    """Put off what is due for a customer to a later day."""
    shell: Shell = ctx.obj
    if until and span:
        raise InputError("--until and --for say the same thing", "use one of them")
    who = _whose(shell, customer, only)
    if span:
        day = days.within_calendar(shell.today, days.parse_span(span), span)
    else:
        day = later_day(shell, until, "the day (--until or --for)")
    why = text.clean(because, "--because")
    _act(shell, who, only, Status.SNOOZED, why, day, as_json=as_json)


def _act(
    shell: Shell,
    who: str,
    only: Sequence[str] | None,
    status: Status,
    reason: str,
    until: date | None,
    *,
    as_json: bool,
) -> None:
    with shell.changing() as book:
        found, topics = _due(shell, book, who, only)
        if until is not None:
            _refuse_fixed(topics, until)
        settlements = decide(shell, book, found.id, topics, status, reason, until)
        after = shell.plan(book, found.id)
    report(shell, after, (), settlements, as_json=as_json)
    if any(topic.hold is not None for topic in topics):
        shell.say("on what is held: secondsale help holds")


def _whose(shell: Shell, typed: str, only: Sequence[str] | None) -> str:
    """Return who is meant; before more is asked at a terminal, something must be due.

    Errors: NotFoundError.
    """
    who = typed or shell.ask("Whose?", "the customer")
    if shell.at_a_terminal:
        with shell.reading() as book:
            _due(shell, book, who, only)
    return who


def _due(
    shell: Shell, book: Book, who: str, only: Sequence[str] | None
) -> tuple[Customer, tuple[Planned, ...]]:
    """Return a customer, and what is due for them or what `only` names.

    Errors: NotFoundError where there is nothing.
    """
    found = find_customer(book, who)
    plan = shell.plan(book, found.id)
    topics = chosen_of(plan, only) if only else topics_of(plan)
    if not topics:
        held = any(item.state is State.HELD for item in plan.touchpoints)
        more = "; on what is held: secondsale help holds" if held else ""
        raise NotFoundError(
            f"nothing is due for {found.name} today",
            "--only RULE takes one of what is to come: "
            f"secondsale why {found.id}{more}",
        )
    return found, topics


def decide(
    shell: Shell,
    book: Book,
    customer_id: int,
    topics: Sequence[Planned],
    status: Status,
    reason: str = "",
    until: date | None = None,
) -> tuple[Settlement, ...]:
    """Put some touchpoints off, or drop them, as of today."""
    settlements = tuple(
        Settlement(topic.key, status, shell.today, until, reason) for topic in topics
    )
    book.settle(customer_id, settlements)
    return settlements


def cannot_wait(topic: Planned, until: date) -> bool:
    """Return whether a topic has a fixed day that a later one would miss."""
    fixed = topic.touchpoint.fixed_day
    return fixed is not None and until > fixed


def _refuse_fixed(topics: Sequence[Planned], until: date) -> None:
    """Refuse to put off what has a fixed day.

    Errors: InputError, naming it.
    """
    fixed = [topic for topic in topics if cannot_wait(topic, until)]
    if fixed:
        first = fixed[0].touchpoint
        raise InputError(
            f"{first.key.rule} cannot be put off: {first.reason}",
            "skip it, or snooze the others with --only RULE",
        )
