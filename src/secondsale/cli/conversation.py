"""A conversation: log what came of it, close what it was about, or put it off."""

from collections.abc import Sequence
from datetime import date
from typing import Annotated

import typer

from secondsale import days, text
from secondsale.cli._details import note_text
from secondsale.cli._names import find_customer
from secondsale.cli._shell import Shell, choice
from secondsale.errors import InputError, NotFoundError
from secondsale.model import Channel, Covered, Outcome, Settlement, Status
from secondsale.planner import Plan, Planned, State
from secondsale.store import Book

Who = Annotated[str, typer.Argument(help="Name, part of a name, id, e-mail or phone.")]
What = Annotated[str, typer.Argument(help=f"One of {', '.join(Outcome)}.")]
Note = Annotated[str, typer.Option("--note", "-n", help="What was said.")]
On = Annotated[
    str, typer.Option("--on", help="When it happened: 2026-11-21, monday, 3d.")
]
By = Annotated[str, typer.Option("--channel", help="How: call, sms, email, ...")]
Only = Annotated[
    list[str] | None,
    typer.Option(
        "--only", help="Only this touchpoint: a rule such as replenish, or a key."
    ),
]
Until = Annotated[
    str,
    typer.Option("--until", help="The day to come back to it: friday, 3d, 2026-12-01."),
]
Json = Annotated[bool, typer.Option("--json", help="Print JSON.")]


def done(
    ctx: typer.Context,
    customer: Who = "",
    outcome: What = "",
    note: Note = "",
    only: Only = None,
    until: Until = "",
    channel: By = "",
    on: On = "",
    as_json: Json = False,
) -> None:
    """Log a conversation and close what the agenda shows for that person."""
    shell: Shell = ctx.obj
    who = customer or shell.ask("With whom?", "the customer")
    came_of_it = _outcome(shell, outcome)
    back_on = _back_on(shell, came_of_it, until)
    how, said = _channel(channel), note_text(note)
    when = shell.happened(on)
    with shell.writing() as book:
        found = find_customer(book, who)
        settlements = close(
            shell,
            book,
            found.id,
            came_of_it,
            on=when,
            note=said,
            channel=how,
            only=only,
            until=back_on,
        )
        after = shell.plan(book, found.id)
    _report(
        shell, after, f"{came_of_it} on {days.say_in_full(when)}", settlements, as_json
    )
    if came_of_it is Outcome.BOUGHT:
        shell.say(f'next: secondsale add-sale "{found.name}" "PRODUCT x1"')


def close(
    shell: Shell,
    book: Book,
    customer_id: int,
    outcome: Outcome,
    *,
    on: date,
    note: str = "",
    channel: Channel | None = None,
    only: Sequence[str] | None = None,
    until: date | None = None,
) -> tuple[Settlement, ...]:
    """Log a contact; settle what the agenda of its day shows, or `only` names."""
    plan = shell.plan(book, customer_id, today=on)
    topics = _chosen(plan, only) if only else _topics_of(plan)
    contact = book.log_contact(
        customer_id,
        on=on,
        outcome=outcome,
        channel=channel,
        note=note,
        covered=[Covered(t.key, t.touchpoint.intent) for t in topics],
    )
    settlements = tuple(
        shell.settings.policy.settle(
            [topic.touchpoint for topic in topics],
            outcome,
            on=on,
            history=plan.situation.history,
            until=until,
        )
    )
    book.settle(customer_id, settlements, contact.id)
    return settlements


def log(
    ctx: typer.Context,
    customer: Who = "",
    outcome: What = "",
    note: Note = "",
    inbound: Annotated[bool, typer.Option("--in", help="They got in touch.")] = False,
    channel: By = "",
    on: On = "",
    as_json: Json = False,
) -> None:
    """Log a conversation that closes nothing, such as a message from them."""
    shell: Shell = ctx.obj
    who = customer or shell.ask("With whom?", "the customer")
    came_of_it = _outcome(shell, outcome)
    how, said, when = _channel(channel), note_text(note), shell.happened(on)
    with shell.writing() as book:
        found = find_customer(book, who)
        book.log_contact(
            found.id,
            on=when,
            outcome=came_of_it,
            channel=how,
            inbound=inbound,
            note=said,
        )
        after = shell.plan(book, found.id)
    _report(shell, after, f"{came_of_it} on {days.say_in_full(when)}", (), as_json)


def skip(
    ctx: typer.Context,
    customer: Who = "",
    because: Annotated[str, typer.Option("--because", help="The reason.")] = "",
    only: Only = None,
    as_json: Json = False,
) -> None:
    """Drop what is due for a customer, with the reason."""
    shell: Shell = ctx.obj
    who = customer or shell.ask("Whose?", "the customer")
    why = text.clean(
        because or shell.ask("Why?", "the reason (--because)"), "--because"
    )
    _decide(shell, who, only, Status.SKIPPED, why, None, as_json=as_json)


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
    who = customer or shell.ask("Whose?", "the customer")
    if until and span:
        raise InputError("--until and --for say the same thing", "use one of them")
    if span:
        length = days.parse_span(span)
        day = days.within_calendar(shell.today, length, span)
    else:
        day = shell.ahead(
            until or shell.ask("Until when?", "the day (--until or --for)")
        )
    if day <= shell.today:
        raise InputError(
            f"{days.say_in_full(day)} is not later than today", "name a day to come"
        )
    why = text.clean(because, "--because")
    _decide(shell, who, only, Status.SNOOZED, why, day, as_json=as_json)


def _outcome(shell: Shell, typed: str) -> Outcome:
    words = ", ".join(Outcome)
    typed = typed or shell.ask(f"What came of it? ({words})", "the outcome")
    return choice(Outcome, typed, "an outcome")


def _channel(typed: str) -> Channel | None:
    return choice(Channel, typed, "a channel") if typed else None


def _back_on(shell: Shell, outcome: Outcome, typed: str) -> date | None:
    """Return the day to call back on; `call-back` needs one, the others refuse it."""
    if outcome is not Outcome.CALL_BACK:
        if typed:
            raise InputError(
                f"--until goes with call-back, not with {outcome}",
                "secondsale snooze NAME --until DAY puts something off",
            )
        return None
    day = shell.ahead(typed or shell.ask("When?", "the day to call back (--until)"))
    if day <= shell.today:
        raise InputError(
            f"{days.say_in_full(day)} is not later than today", "name a day to come"
        )
    return day


def _topics_of(plan: Plan) -> tuple[Planned, ...]:
    conversation = plan.conversation()
    return conversation.topics if conversation else ()


def _chosen(plan: Plan, only: Sequence[str]) -> tuple[Planned, ...]:
    """Return the touchpoints that `--only` names: the nearest there is of each.

    Errors: NotFoundError, naming those there are.
    """
    waiting = [item for item in plan.touchpoints if not item.state.over]
    chosen: list[Planned] = []
    for typed in only:
        named = [i for i in waiting if typed in (str(i.key), i.key.rule)]
        begun = [i for i in named if i.state is not State.PLANNED]
        shown = [i for i in named if i in _topics_of(plan)]
        if not named:
            rules = sorted({item.key.rule for item in waiting})
            there = text.listed(rules) if rules else "nothing"
            raise NotFoundError(
                f"{plan.customer.name} has no {typed!r} to come", f"there is: {there}"
            )
        nearest = [min(named, key=lambda item: item.window.opens)]
        chosen += [i for i in shown or begun or nearest if i not in chosen]
    return tuple(chosen)


def _decide(
    shell: Shell,
    who: str,
    only: Sequence[str] | None,
    status: Status,
    reason: str,
    until: date | None,
    *,
    as_json: bool,
) -> None:
    with shell.writing() as book:
        found = find_customer(book, who)
        plan = shell.plan(book, found.id)
        topics = _chosen(plan, only) if only else _topics_of(plan)
        if not topics:
            raise NotFoundError(
                f"nothing is due for {found.name} today",
                f"--only RULE takes one of what is to come: secondsale why {found.id}",
            )
        if until is not None:
            topics = _can_wait(topics, until)
        settlements = tuple(
            Settlement(topic.key, status, shell.today, until, reason)
            for topic in topics
        )
        book.settle(found.id, settlements)
        after = shell.plan(book, found.id)
    _report(shell, after, "", settlements, as_json)


def _can_wait(topics: Sequence[Planned], until: date) -> tuple[Planned, ...]:
    """Return what can be put off; a fixed day cannot.

    Errors: InputError, naming the fixed day, where nothing can.
    """
    fixed = [
        topic
        for topic in topics
        if (day := topic.touchpoint.fixed_day) is not None and until > day
    ]
    if fixed:
        first = fixed[0].touchpoint
        raise InputError(
            f"{first.key.rule} cannot be put off: {first.reason}",
            "skip it, or snooze the others with --only RULE",
        )
    return tuple(topics)


def _report(
    shell: Shell,
    plan: Plan,
    logged: str,
    settlements: Sequence[Settlement],
    as_json: bool,
) -> None:
    """Print what was kept, what it settled, and what comes next for the customer."""
    steps = plan.steps()
    if as_json:
        from secondsale.render import data

        shell.data(
            {
                "customer": data.customer(plan.customer),
                "settled": [data.settlement(each) for each in settlements],
                "next": data.step(steps[0]) if steps else None,
            }
        )
        return
    from secondsale.render import lines

    shell.write(*lines.settled(plan, logged, settlements, steps))
