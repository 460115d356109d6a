"""Concerns, promises and checkpoints, as rows and in a sentence."""

from datetime import date

from secondsale.days import say_in_full
from secondsale.model import Checkpoint, Concern, Customer, Promise

CONCERNS = ("concern", "customer", "open since", "what", "sale#", "resolved", "how")
PROMISES = ("promise", "customer", "by", "what", "state")
CHECKPOINTS = ("checkpoint", "day", "what", "sale#", "customer", "state")


def concern_row(who: Customer, each: Concern) -> tuple[str, ...]:
    """Return a concern as a row under CONCERNS."""
    return (
        f"k{each.id}",
        named(who),
        each.opened_on.isoformat(),
        each.text,
        str(each.sale_id or ""),
        each.resolved.on.isoformat() if each.resolved else "",
        each.resolved.by if each.resolved else "",
    )


def promise_row(who: Customer, each: Promise, *, today: date) -> tuple[str, ...]:
    """Return a promise as a row under PROMISES."""
    if each.kept_on:
        state = f"kept on {each.kept_on.isoformat()}"
    else:
        state = "late" if each.due_on < today else "open"
    return f"p{each.id}", named(who), each.due_on.isoformat(), each.text, state


def checkpoint_row(
    who: Customer, each: Checkpoint, *, today: date, cancelled: bool
) -> tuple[str, ...]:
    """Return a dated stage of a sale as a row under CHECKPOINTS."""
    if each.dropped:
        state = f"dropped: {each.dropped.by}".removesuffix(": ")
    elif cancelled:
        state = "its sale is over"
    else:
        state = "past" if each.on < today else ""
    return (
        f"d{each.id}",
        each.on.isoformat(),
        each.label,
        str(each.sale_id),
        named(who),
        state,
    )


def concern(who: Customer, each: Concern) -> str:
    """Say what a concern is, its day spelled out."""
    about = f", about sale {each.sale_id}" if each.sale_id else ""
    when = say_in_full(each.opened_on)
    return (
        f"Concern k{each.id} of {named(who)}: “{each.text}”{about}, open since {when}."
    )


def promise(who: Customer, each: Promise) -> str:
    """Say what a promise is, its day spelled out."""
    by = say_in_full(each.due_on)
    return f"Promise p{each.id} to {named(who)}: “{each.text}”, by {by}."


def checkpoint(who: Customer, each: Checkpoint) -> str:
    """Say what a dated stage of a sale is, its day spelled out."""
    when = say_in_full(each.on)
    return (
        f"Checkpoint d{each.id} of sale {each.sale_id} for {named(who)}: "
        f"{each.label} on {when}."
    )


def named(who: Customer) -> str:
    """Return a customer's name and id."""
    return f"{who.name} ({who.id})"
