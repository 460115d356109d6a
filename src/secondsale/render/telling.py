"""What a brief tells of a customer, label by label."""

from collections.abc import Collection, Iterable, Iterator, Sequence
from datetime import date
from itertools import groupby, takewhile

from secondsale import text
from secondsale.days import plus, say, say_short
from secondsale.goodwill import Reading
from secondsale.model import (
    ASKED,
    PROFILE,
    Checkpoint,
    Complement,
    Contact,
    History,
    Intent,
    Outcome,
    Product,
)
from secondsale.planner import Plan, Step
from secondsale.policy import wish_against
from secondsale.render import goodwill as bars
from secondsale.render import known, words
from secondsale.render.words import Question

LAST_TALKS = 3
MOST_PRODUCTS = 4
BIRTHDAY_DAYS = 30
"""How far ahead a birthday is soon."""

AVOID = "avoid"
"""The detail that holds the topics that are better left alone."""

Pair = tuple[str, str]
"""A label, and what is said under it."""


def pairs(
    plan: Plan,
    *,
    referrer: str = "",
    goodwill: Reading | None = None,
    question: Question | None = None,
) -> Iterator[Pair]:
    """Yield all that a brief says, label by label, in the order it is shown."""
    history, today = plan.situation.history, plan.today
    yield "who", _who(history, today, referrer)
    if goodwill is not None:
        yield "goodwill", bars.said(goodwill)
    yield "reach", words.reach(history, today=today)
    if history.customer.note:
        yield "note", history.customer.note
    if bought := _bought(history, today):
        yield "bought", bought
    for name, value in details(history):
        yield "details", f"{name}: {value}"
    for contact in last_talks(history):
        yield "said", _talk(contact, today)
    if since := tries(history):
        yield "tried", _tried(since, today)
    due = [step for step in shown_steps(plan) if step.day == today]
    yield from _owed(history, today, {step.item.key.anchor for step in due})
    yield from _due(due, today)
    yield from _next(plan)
    if question is not None:
        yield "ask", words.ask(question)
    for product, each in goes_with(history, today):
        why = f": {each.why}" if each.why else ""
        yield "goes with", f"{each.name} with {product.name}{why}"
    for said in avoid(history, today):
        yield "avoid", said


def _who(history: History, today: date, referrer: str) -> str:
    """Say how close they are and to whom, who sent them, and a birthday soon."""
    who, soon = history.customer, _birthday(history, today)
    parts = (
        f"tier {who.tier}" if who.tier else "",
        ", ".join(who.tags),
        f"since {say(who.added_on, beside=today)}",
        f"owner {who.owner}" if who.owner else "",
        f"sent by {referrer}" if referrer else "",
        f"birthday {soon}" if soon else "",
    )
    return " · ".join(filter(None, parts))


def _birthday(history: History, today: date) -> str:
    """Say when the next birthday is, and which, where it is soon."""
    born = history.customer.birthday
    if born is None:
        return ""
    day = min(d for d in map(born.on, (today.year, today.year + 1)) if d >= today)
    if day > plus(today, BIRTHDAY_DAYS):
        return ""
    age = day.year - born.year if born.year else 0
    which = f", the {text.ordinal(age)}" if age > 0 else ""
    return f"{words.near(day, today=today)}{which}"


def _bought(history: History, today: date) -> str:
    """Say what they have and how many of it, by the last day, the newest first."""
    units: dict[str, int] = {}
    last: dict[str, date] = {}
    for sale in reversed(list(history.standing_sales())):
        for line in sale.lines:
            if line.kept:
                name = line.product.name
                units[name] = units.get(name, 0) + line.kept
                last.setdefault(name, sale.sold_on)
    names = (
        list(units) if len(units) <= MOST_PRODUCTS + 1 else list(units)[:MOST_PRODUCTS]
    )
    said = []
    for day, same in groupby(names, key=last.__getitem__):
        many = [f"{n} ×{units[n]}" if units[n] > 1 else n for n in same]
        said.append(f"{text.listed(many)} ({say(day, beside=today)})")
    if len(units) > len(names):
        said.append(f"{len(units) - len(names)} more products")
    return ", ".join(said)


def details(history: History) -> Iterator[Pair]:
    """Yield what is known of them by name, the four that matter most first."""
    names = dict.fromkeys((*PROFILE, *(each.name for each in history.details)))
    for name in names:
        value = history.detail(name)
        if value and name != AVOID:
            yield name, value


def last_talks(history: History) -> tuple[Contact, ...]:
    """Return the last few times that something was said, the newest first.

    Where there are more, one of which a note was kept stays, rather than one without.
    """
    talks = [each for each in history.contacts if each.two_way]
    kept = sorted(talks, key=lambda each: bool(each.note))[-LAST_TALKS:]
    return tuple(each for each in reversed(talks) if each in kept)


def tries(history: History) -> tuple[Contact, ...]:
    """Return the attempts since they last said something, oldest first."""
    last = takewhile(lambda each: not each.two_way, reversed(history.contacts))
    return tuple(last)[::-1]


def _talk(contact: Contact, today: date) -> str:
    return f"{say_short(contact.on, beside=today)}, {words.talk(contact)}"


def _tried(since: Sequence[Contact], today: date) -> str:
    first, last = since[0], since[-1]
    if first is last:
        return _talk(last, today)
    many = text.plural(len(since), "try", "tries")
    begun = say_short(first.on, beside=today)
    return f"{many} since {begun}, the last {_talk(last, today)}"


def _owed(history: History, today: date, due: Collection[str]) -> Iterator[Pair]:
    """Yield what is owed; a stage or meeting that is `due` today, by anchor, is not."""
    waiting = (each for each in history.promises if each.kept_on is None)
    for promise in sorted(waiting, key=lambda each: (each.due_on, each.id)):
        late = "late, " if promise.due_on < today else ""
        by = words.near(promise.due_on, today=today)
        yield "promised", f"{late}by {by}: {promise.text} (p{promise.id})"
    for concern in history.open_concerns(today):
        since = say(concern.opened_on, beside=today)
        yield "concern", f"since {since}: {concern.text} (k{concern.id})"
    for stage in stages(history, today):
        if f"d{stage.id}" in due:
            continue
        when = words.near(stage.on, today=today)
        yield "checkpoint", f"{when}: {stage.label} of sale {stage.sale_id}"
    for each in history.introductions:
        if each.done_on is None and f"i{each.id}" not in due:
            yield "introduce", f"{each.name}, {each.role}" if each.role else each.name


def stages(history: History, today: date) -> Iterator[Checkpoint]:
    """Yield the stages of sales that are to come."""
    for each in history.checkpoints:
        if each.dropped is None and each.on >= today:
            yield each


def _due(steps: Iterable[Step], today: date) -> Iterator[Pair]:
    """Yield what is due today, topic by topic."""
    for item in (step.item for step in steps):
        when = words.time_left(item, today=today)
        by = f", {when}" if when else ""
        late = " (overdue)" if item.overdue(today) else ""
        yield "due", f"{item.key.family}{by}{late}: {item.touchpoint.reason}"


def _next(plan: Plan) -> Iterator[Pair]:
    """Yield what the next conversation is about."""
    coming = [step for step in shown_steps(plan) if step.day != plan.today]
    if coming and coming[0].day is not None:
        rules = dict.fromkeys(step.item.key.family for step in coming)
        when = words.near(coming[0].day, today=plan.today)
        yield "next", f"{when}: {text.listed(list(rules))}"


def shown_steps(plan: Plan) -> tuple[Step, ...]:
    """Return the steps of today and those of the next day that has some."""
    days = sorted({step.day for step in plan.steps() if step.day is not None})
    after = [day for day in days if day > plan.today][:1]
    return tuple(s for s in plan.steps() if s.day in (plan.today, *after))


def goes_with(history: History, today: date) -> Iterator[tuple[Product, Complement]]:
    """Yield what may be brought up of what goes with a product that they have.

    Nothing while offers are unwelcome, and nothing that they were not interested in.
    """
    unwelcome = wish_against(Intent.OFFER, today, history) is not None
    if unwelcome or any(history.open_concerns(today)) or _sore(history) is not None:
        return
    refused = {
        about.about
        for contact in history.contacts
        if contact.outcome is Outcome.NOT_INTERESTED
        for about in contact.covered
    }
    for product, each in complements(history):
        if each.name not in refused:
            yield product, each


def _sore(history: History) -> Contact | None:
    """Return the last talk if it leaves something to put right."""
    talks = [each for each in history.contacts if each.two_way]
    return talks[-1] if talks and talks[-1].outcome.negative else None


def complements(history: History) -> Iterator[tuple[Product, Complement]]:
    """Yield what goes with a product that they have and is not theirs yet, once."""
    has = products(history)
    seen = set(has)
    for product in has.values():
        for each in product.complements:
            if each.product_id not in seen:
                seen.add(each.product_id)
                yield product, each


def products(history: History) -> dict[int, Product]:
    """Return what they have, by id, the newest first."""
    return {
        line.product.id: line.product
        for sale in reversed(list(history.standing_sales()))
        for line in sale.lines
        if line.kept
    }


def avoid(history: History, today: date) -> Iterator[str]:
    """Yield what not to bring up: they asked for it, or it would hurt."""
    for wish in history.opt_outs:
        if wish.holds(today):
            yield words.opt_out(wish, today=today)[1]
    for pause in history.pauses:
        if pause.holds(today):
            yield f"paused, {known.pause_words(pause, today)}"
    for concern in history.open_concerns(today):
        yield f"asks and offers until it is resolved: {concern.text} (k{concern.id})"
    if (sore := _sore(history)) is not None:
        yield f"asks and offers: {sore.outcome} on {say(sore.on, beside=today)}"
    if topics := history.detail(AVOID):
        yield topics
    for contact in reversed(history.contacts):
        if contact.outcome is Outcome.NOT_INTERESTED:
            about = (
                e.about or e.key.family for e in contact.covered if e.key.rule != ASKED
            )
            what = text.listed(list(dict.fromkeys(about))) or contact.note or "offers"
            yield f"{what}: not interested on {say(contact.on, beside=today)}"
    for product in products(history).values():
        for objection in product.objections:
            yield f"{product.name}, said against it: {objection}"
