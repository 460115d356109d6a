"""Rows for pipes and for tables: nothing is drawn and nothing is cut."""

from collections.abc import Iterator, Sequence
from datetime import date

from secondsale.days import LAST, say_in_full
from secondsale.model import History, Settlement, Status
from secondsale.planner import (
    GIVES_WAY,
    ROOM,
    Agenda,
    HeldBack,
    Plan,
    Planned,
    Step,
)
from secondsale.policy import Hold, way
from secondsale.render import words
from secondsale.text import plural

HELD = ("customer", "touchpoint", "held by", "because", "until", "expires")


def agendas(days: Sequence[Agenda]) -> Iterator[tuple[str, ...]]:
    """Yield a row a touchpoint.

    Columns: day, state, due, customer id, name, channel, address, best time, key,
    intent, reason.
    """
    for agenda in days:
        for conversation in agenda.conversations:
            who = conversation.history
            for topic in conversation.topics:
                late = topic.overdue(agenda.day)
                yield _row(agenda.day, "overdue" if late else "today", who, topic)
            for item in conversation.soon:
                yield _row(agenda.day, "soon", who, item)
        for early, item in agenda.early:
            yield _row(agenda.day, "soon", early, item)


def _row(day: date, state: str, history: History, item: Planned) -> tuple[str, ...]:
    touchpoint, customer = item.touchpoint, history.customer
    channel, address = way(day, history) or ("", "")
    return (
        day.isoformat(),
        state,
        item.window.due.isoformat(),
        str(customer.id),
        customer.name,
        str(channel),
        address,
        customer.best_time,
        str(item.key),
        touchpoint.intent.word,
        touchpoint.reason,
    )


def nobody(agenda: Agenda) -> str:
    """Say that nobody is due, and what comes next."""
    if agenda.next_day is None:
        return "nobody is due, and nothing is planned"
    when = words.near(agenda.next_day, today=agenda.day)
    return (
        f"nobody is due; next {when}: {plural(agenda.next_people, 'person', 'people')}"
    )


def expiry(item: Planned) -> str:
    """Return the day a touchpoint expires; one that is owed stays until it is done."""
    last = item.window.expires
    return last.isoformat() if last < LAST else "never"


def held_row(held: HeldBack) -> tuple[str, ...]:
    """Return what is kept back as a row under HELD; until is the day on the list.

    What is about a product names it: there may be one of the kind for each of several.
    """
    hold, touchpoint = held.item.hold, held.item.touchpoint
    about = touchpoint.products if touchpoint.key.anchor[0] == "l" else ()
    return (
        f"{held.customer.name} ({held.customer.id})",
        ": ".join([touchpoint.key.rule, *about]),
        hold.restraint if hold else "",
        held.item.reason,
        held.day.isoformat() if held.day else _never(hold),
        expiry(held.item),
    )


def _never(hold: Hold | None) -> str:
    """Say until when something is kept back that no day to come has on its list."""
    if hold is not None and hold.restraint == GIVES_WAY:
        return "that is over"
    if hold is not None and hold.restraint in ROOM:
        return "no day has room"
    return "that changes" if hold is None or hold.until is None else "no free day"


def settled(
    plan: Plan, settlements: Sequence[Settlement], steps: Sequence[Step]
) -> Iterator[str]:
    """Say what became of some touchpoints, and what comes next for a customer."""
    by_key = {item.key: item for item in plan.touchpoints}
    for each in settlements:
        item = by_key.get(each.key)
        about = f" ({item.touchpoint.reason})" if item else ""
        what = f"{each.key.rule}{about}"
        if each.until is not None:
            back = say_in_full(each.until)
            why = f": {each.reason}" if each.reason else ""
            yield f"Snoozed {what} until {back}{why}."
        elif each.status is Status.SKIPPED:
            yield f"Skipped {what}: {each.reason}."
        else:
            yield f"Closed {what}."
    yield from coming(plan, steps)


def coming(plan: Plan, steps: Sequence[Step] | None = None) -> Iterator[str]:
    """Say what comes next for a customer, if anything does."""
    steps = plan.steps() if steps is None else steps
    first = next((step for step in steps if step.day is not None), None)
    if first is not None and first.day is not None:
        touchpoint = first.item.touchpoint
        when = words.near(first.day, today=plan.today)
        who = plan.situation.history.called
        yield f"Next for {who}: {touchpoint.key.rule}, {when}."
