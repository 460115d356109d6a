"""A conversation: log what came of it, and close what it was about."""

from collections.abc import Iterator, Sequence
from datetime import date
from typing import Annotated

import typer

from secondsale import days
from secondsale.cli._details import note_text
from secondsale.cli._names import find_customer
from secondsale.cli._owed import settle_owed, still_owed
from secondsale.cli._questions import asking
from secondsale.cli._shell import Shell
from secondsale.cli._topics import chosen_of, topics_of
from secondsale.cli._typed import choice, whole_number
from secondsale.cli.stock import LeftOver, hear
from secondsale.errors import InputError
from secondsale.model import (
    Channel,
    Contact,
    Covered,
    Outcome,
    Settlement,
    Status,
)
from secondsale.planner import Plan
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
Score = Annotated[
    str, typer.Option("--score", help="What they gave, 0 to 10, if you asked.")
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
    score: Score = "",
    left: LeftOver = None,
    on: On = "",
    as_json: Json = False,
) -> None:
    """Log a conversation and close what the agenda shows for that person."""
    shell: Shell = ctx.obj
    who = _whom(shell, customer)
    came_of_it = _outcome(shell, outcome)
    back_on = _back_on(shell, came_of_it, until)
    how, said, gave = _channel(channel), note_text(note), _score(score, came_of_it)
    when = shell.happened(on)
    if left and not came_of_it.reached:
        raise InputError(f"--left does not go with {came_of_it}", "nobody could say so")

    def act() -> tuple[Contact, tuple[Settlement, ...], Plan, list[str], list[str]]:
        with shell.changing() as book:
            found = find_customer(book, who)
            contact, settlements = close(
                shell,
                book,
                found.id,
                came_of_it,
                on=when,
                note=said,
                channel=how,
                score=gave,
                only=only,
                until=back_on,
            )
            stock = hear(shell, book, found.id, left or (), contact, on=when)
            news = _owed(shell, book, found.id, came_of_it, on=when, how=said)
            return contact, settlements, shell.plan(book, found.id), news, stock

    contact, settlements, after, news, stock = asking(shell, act)
    said_so = [_logged(after, came_of_it, when), *news]
    if not contact.covered:
        said_so.append("Nothing was due, so nothing was closed.")
    notes = [*stock, *_notes(shell, after, came_of_it, when)]
    report(shell, after, said_so, settlements, notes, as_json=as_json)
    _hint(shell, after, came_of_it)


def _owed(
    shell: Shell, book: Book, customer_id: int, outcome: Outcome, *, on: date, how: str
) -> list[str]:
    """Ask at the terminal which promises and concerns a conversation has closed."""
    if not outcome.reached:
        return []
    history, _ = book.history(customer_id)
    return settle_owed(shell, book, history, on=on, how=how)


def _hint(shell: Shell, after: Plan, outcome: Outcome) -> None:
    """Say what only another command can do."""
    if outcome is Outcome.BOUGHT:
        who = after.customer.id
        shell.say(f'record it: secondsale add-sale {who} "PRODUCT x1 @PRICE"')
    if outcome.reached and not shell.at_a_terminal:
        shell.say(*still_owed(after.situation.history, after.today))


def close(
    shell: Shell,
    book: Book,
    customer_id: int,
    outcome: Outcome,
    *,
    on: date,
    note: str = "",
    channel: Channel | None = None,
    score: int | None = None,
    only: Sequence[str] | None = None,
    until: date | None = None,
) -> tuple[Contact, tuple[Settlement, ...]]:
    """Log a contact; settle what the agenda of its day shows, or `only` names."""
    plan = shell.plan(book, customer_id, today=on)
    topics = chosen_of(plan, only) if only else topics_of(plan)
    contact = book.log_contact(
        customer_id,
        on=on,
        outcome=outcome,
        channel=channel,
        note=note,
        score=score,
        covered=[
            Covered(t.key, t.touchpoint.intent, t.touchpoint.about) for t in topics
        ],
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
    settlements += tuple(_waiting_too(plan, settlements, on, until))
    book.settle(customer_id, settlements, contact.id)
    return contact, settlements


def _waiting_too(
    plan: Plan, settlements: Sequence[Settlement], on: date, until: date | None
) -> Iterator[Settlement]:
    """Yield what else would come up before the next try, and waits for it instead."""
    tries = [each.until for each in settlements if each.until is not None]
    next_try = until or max(tries, default=None)
    if next_try is None:
        return
    decided = {each.key for each in settlements}
    for item in plan.before(next_try):
        if item.key not in decided:
            yield Settlement(
                item.key, Status.SNOOZED, on, next_try, "waits for the next try"
            )


def log(
    ctx: typer.Context,
    customer: Who = "",
    outcome: What = "",
    note: Note = "",
    inbound: Annotated[bool, typer.Option("--in", help="They got in touch.")] = False,
    channel: By = "",
    score: Score = "",
    on: On = "",
    as_json: Json = False,
) -> None:
    """Log a conversation that closes nothing, such as a message from them."""
    shell: Shell = ctx.obj
    who = _whom(shell, customer)
    came_of_it = _outcome(shell, outcome)
    how, said, when = _channel(channel), note_text(note), shell.happened(on)
    gave = _score(score, came_of_it)
    with shell.changing() as book:
        found = find_customer(book, who)
        book.log_contact(
            found.id,
            on=when,
            outcome=came_of_it,
            channel=how,
            inbound=inbound,
            note=said,
            score=gave,
        )
        after = shell.plan(book, found.id)
    notes = _notes(shell, after, came_of_it, when)
    said_so = [_logged(after, came_of_it, when)]
    report(shell, after, said_so, (), notes, as_json=as_json)


def _whom(shell: Shell, typed: str) -> str:
    """Return who is meant; before more is asked at a terminal, they must be known.

    Errors: NotFoundError.
    """
    who = typed or shell.ask("With whom?", "the customer")
    if shell.at_a_terminal:
        with shell.reading() as book:
            find_customer(book, who)
    return who


def _outcome(shell: Shell, typed: str) -> Outcome:
    words = ", ".join(Outcome)
    if typed:
        return choice(Outcome, typed, "an outcome")
    return shell.ask_for(
        f"What came of it? ({words})",
        lambda answer: choice(Outcome, answer, "an outcome"),
        what="the outcome",
        hint=f"one of {words}",
    )


def _channel(typed: str) -> Channel | None:
    return choice(Channel, typed, "a channel") if typed else None


def _score(typed: str, outcome: Outcome) -> int | None:
    """Return what the customer gave; only who was reached can give something."""
    if typed and not outcome.reached:
        raise InputError(
            f"--score does not go with {outcome}", "only who was reached gives one"
        )
    return whole_number(typed, "a score", low=0, high=10) if typed else None


def _back_on(shell: Shell, outcome: Outcome, typed: str) -> date | None:
    """Return the day to call back on; `call-back` needs one, the others refuse it."""
    if outcome is not Outcome.CALL_BACK:
        if typed:
            raise InputError(
                f"--until goes with call-back, not with {outcome}",
                "secondsale snooze NAME --until DAY puts something off",
            )
        return None
    return later_day(shell, typed, "the day to call back (--until)")


def later_day(shell: Shell, typed: str, what: str) -> date:
    """Return a day after today, asked for where none was typed.

    Errors: InputError.
    """

    def read(answer: str) -> date:
        day = shell.ahead(answer)
        if day <= shell.today:
            raise InputError(
                f"{days.say_in_full(day)} is not later than today", "name a day to come"
            )
        return day

    if typed:
        return read(typed)
    hint = "like friday, 3d or 2026-12-01"
    return shell.ask_for(f"Until when? ({hint})", read, what=what, hint=hint)


def report(
    shell: Shell,
    plan: Plan,
    sentences: Sequence[str],
    settlements: Sequence[Settlement],
    notes: Sequence[str] = (),
    *,
    as_json: bool,
) -> None:
    """Print what was kept and settled, what comes next, and notes on the customer."""
    steps = plan.steps()
    if as_json:
        from secondsale.render import data

        shell.data(
            {
                "customer": data.customer(plan.customer),
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
