"""What is remembered of a customer and owed to them, label by label."""

from collections.abc import Iterator
from datetime import date

from secondsale.days import say
from secondsale.model import Gift, History, Introduction, Pause, Rating
from secondsale.planner import Plan

NEWEST = 5
"""How many gifts, milestones and reviews a card shows; --json has all."""


def facts(plan: Plan) -> Iterator[tuple[str, str]]:
    """Yield what is owed to a customer, then what is remembered."""
    history, today = plan.situation.history, plan.today
    yield from _closeness(history)
    yield from _owed(history, today)
    yield from _details(history)
    for each in history.introductions:
        if each.done_on is None:
            yield "introduction", introduction(each, today)
    yield from remembered(history, today)


def remembered(history: History, today: date) -> Iterator[tuple[str, str]]:
    """Yield what was done for a customer and what they celebrated, and their pauses."""
    for each in history.introductions:
        if each.done_on is not None:
            yield "introduction", introduction(each, today)
    for gift in history.gifts[-NEWEST:]:
        yield ("wow" if gift.wow else "gift"), gift_words(gift, today)
    for milestone in history.milestones[-NEWEST:]:
        yield "milestone", f"{milestone.text}, {say(milestone.on, beside=today)}"
    if history.ratings:
        yield "reviews", trend(history.ratings[-NEWEST:])
    for pause in history.pauses:
        if pause.until is None or pause.until >= today:
            yield "paused", pause_words(pause, today)


def _closeness(history: History) -> Iterator[tuple[str, str]]:
    who = history.customer
    if who.tier:
        yield "tier", who.tier
    if who.owner:
        yield "owner", who.owner
    if who.tags:
        yield "tags", ", ".join(who.tags)


def _owed(history: History, today: date) -> Iterator[tuple[str, str]]:
    for concern in history.open_concerns(today):
        since = say(concern.opened_on, beside=today)
        yield "concern", f"k{concern.id}, since {since}: {concern.text}"
    for promise in history.promises:
        if promise.kept_on is None:
            by = say(promise.due_on, beside=today)
            late = ", late" if promise.due_on < today else ""
            yield "promise", f"p{promise.id}, by {by}{late}: {promise.text}"
    for checkpoint in history.checkpoints:
        if checkpoint.dropped is None and checkpoint.on >= today:
            when = say(checkpoint.on, beside=today)
            about = f"{checkpoint.label} of sale {checkpoint.sale_id}"
            yield "checkpoint", f"d{checkpoint.id}, {when}: {about}"


def _details(history: History) -> Iterator[tuple[str, str]]:
    for name in dict.fromkeys(each.name for each in history.details):
        value = history.detail(name)
        if value:
            yield name, value


def introduction(each: Introduction, today: date) -> str:
    """Say whom a customer will deal with, and whether they have met."""
    role = f", {each.role}" if each.role else ""
    met = f"met {say(each.done_on, beside=today)}" if each.done_on else "to be done"
    return f"{each.name}{role} ({met})"


def gift_words(each: Gift, today: date) -> str:
    """Say what was given, when, and what it cost."""
    cost = f", {each.cost}" if each.cost else ""
    return f"{each.text}, {say(each.on, beside=today)}{cost}"


def trend(ratings: tuple[Rating, ...]) -> str:
    """Say how reviews went, the oldest first: `own 3, 4; theirs 4, 5`."""
    own = ", ".join(str(each.own) for each in ratings)
    theirs = ", ".join("-" if r.theirs is None else str(r.theirs) for r in ratings)
    heard = any(each.theirs is not None for each in ratings)
    return f"own {own}" + (f"; theirs {theirs}" if heard else "")


def pause_words(each: Pause, today: date) -> str:
    """Say how long somebody is left alone, and why."""
    since = say(each.since, beside=today)
    until = f"to {say(each.until, beside=today)}" if each.until else "until resumed"
    whose = "holiday, " if each.whole_book else ""
    why = f": {each.reason}" if each.reason else ""
    return f"{whose}{since} {until}{why}"
