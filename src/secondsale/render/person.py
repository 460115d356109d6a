"""One customer: the whole picture, on a screen and as rows."""

from collections.abc import Collection, Iterator
from datetime import date

from rich.console import Group, RenderableType
from rich.padding import Padding
from rich.text import Text

from secondsale.days import Birthday, say, say_short
from secondsale.goodwill import Reading
from secondsale.model import Contact, History, Sale
from secondsale.planner import Plan, State, Step
from secondsale.render import briefing, known, telling, words
from secondsale.render import goodwill as bars
from secondsale.render.listing import INDENT, labelled
from secondsale.render.screens import when_column
from secondsale.render.words import Question


def facts(
    plan: Plan, *, referrer: str = "", goodwill: Reading | None = None
) -> Iterator[tuple[str, str]]:
    """Yield what is known of a customer, label by label."""
    who, today = plan.customer, plan.today
    history = plan.situation.history
    yield "customer", f"{who.name} ({who.id}), since {say(who.added_on, beside=today)}"
    if goodwill is not None:
        yield "goodwill", bars.said(goodwill)
    yield "reach", words.reach(history, today=today)
    yield from _addresses(history, today)
    if referrer:
        yield "referred by", referrer
    if who.note:
        yield "note", who.note
    for wish in history.opt_outs:
        yield words.opt_out(wish, today=today)
    yield from known.facts(plan)


def _addresses(history: History, today: date) -> Iterator[tuple[str, str]]:
    """Yield where else somebody is found, and where they came from."""
    who, reach = history.customer, words.reach(history, today=today)
    if who.phone and who.phone not in reach:
        yield "phone", who.phone
    if who.email and who.email not in reach:
        yield "e-mail", who.email
    if who.other_phones or who.other_emails:
        yield "also", ", ".join((*who.other_phones, *who.other_emails))
    if who.address or who.postcode:
        yield "address", ", ".join(filter(None, (who.address, who.postcode)))
    if who.birthday:
        yield "birthday", _birthday(who.birthday)
    if who.source:
        yield "source", who.source


def _beyond(plan: Plan) -> Iterator[tuple[str, str]]:
    """Yield the facts that a brief has no room for."""
    history, today = plan.situation.history, plan.today
    yield from _addresses(history, today)
    for wish in history.opt_outs:
        if not wish.holds(today):
            yield words.opt_out(wish, today=today)
    yield from known.remembered(history, today)


def sales(history: History, today: date) -> Iterator[tuple[str, str]]:
    """Yield the sales, the newest first."""
    for sale in reversed(history.sales):
        yield say_short(sale.sold_on, beside=today), _sale(sale)


def _sale(sale: Sale) -> str:
    total = words.sale_total(sale)
    parts = [f"sale {sale.id}: {sale}" + (f" = {total}" if total else "")]
    if sale.cancelled:
        parts.append(sale.cancelled.by)
    for line in sale.lines:
        if line.kept < line.quantity:
            parts.append(f"{line.quantity - line.kept} × {line.product.name} returned")
    if sale.party:
        parts.append(sale.party)
    if sale.expectations:
        parts.append(f"was told: {sale.expectations}")
    if sale.note:
        parts.append(f"“{sale.note}”")
    return "; ".join(parts)


def contacts(
    history: History, today: date, *, but: Collection[Contact] = ()
) -> Iterator[tuple[str, str]]:
    """Yield the contacts, the newest first; those of a brief may be left out."""
    for contact in (each for each in reversed(history.contacts) if each not in but):
        yield say_short(contact.on, beside=today), words.talk(contact)


def card(
    plan: Plan,
    *,
    width: int,
    referrer: str = "",
    goodwill: Reading | None = None,
    question: Question | None = None,
    most: int = 8,
) -> Group:
    """Return the whole picture of a customer: in brief, then all the rest."""
    history, today = plan.situation.history, plan.today
    all_of_it = telling.pairs(
        plan, referrer=referrer, goodwill=goodwill, question=question
    )
    head, told = briefing.headed(plan.customer, list(all_of_it), width)
    brief = briefing.fitted(told, width=width, lines=briefing.LINES - 1)
    more = [(entry.label, entry.said) for entry in brief.missing]
    steps = [
        step
        for step in plan.steps()
        if (step.item.state is not State.PLANNED or step.day is not None)
        and step.day != today
    ]
    days = when_column(steps, today, width)
    coming = list(zip(days, map(_coming, steps), strict=True))
    talks = list(contacts(history, today, but=telling.last_talks(history)))
    parts: list[RenderableType] = [head, *brief.lines]
    for title, pairs, limit in (
        ("MORE", [*more, *_beyond(plan)], None),
        ("COMING", coming, most),
        ("OTHER CONTACTS", talks, most),
        ("SALES", list(sales(history, today)), most),
    ):
        if pairs:
            parts += [Text(), Text(title, style="bold"), labelled(pairs[:limit])]
        if limit is not None and len(pairs) > limit:
            rest = Text(f"and {len(pairs) - limit} more: --json has all")
            parts.append(Padding(rest, INDENT))
    return Group(*parts)


def _coming(step: Step) -> str:
    touchpoint = step.item.touchpoint
    state = "" if step.item.state is State.PLANNED else f" [{step.item.state}]"
    held = f": {step.item.reason}" if step.item.reason else ""
    return f"{touchpoint.key.family}{state}{held} · {touchpoint.reason}"


def card_lines(
    plan: Plan,
    *,
    referrer: str = "",
    goodwill: Reading | None = None,
    question: Question | None = None,
) -> Iterator[tuple[str, ...]]:
    """Yield the whole picture as rows: part, label, words."""
    history, today = plan.situation.history, plan.today
    for label, said in facts(plan, referrer=referrer, goodwill=goodwill):
        yield "customer", label, said
    if question is not None:
        yield "customer", "ask", words.ask(question)
    for step in plan.steps():
        day = step.day.isoformat() if step.day else ""
        yield "plan", day, _coming(step)
    for when, said in contacts(history, today):
        yield "contact", when, said
    for when, said in sales(history, today):
        yield "sale", when, said


CUSTOMERS = ("id#", "name", "reach", "sales#", "last sale", "source")


def customer_row(history: History, *, today: date) -> tuple[str, ...]:
    """Return a customer as a row under CUSTOMERS."""
    who, reach = history.customer, words.reach(history, today=today)
    last = history.sales[-1].sold_on.isoformat() if history.sales else ""
    return str(who.id), who.name, reach, str(len(history.sales)), last, who.source


def changed(history: History, *, today: date, referrer: str = "") -> str:
    """Say who a customer is, after a change."""
    who, known = history.customer, [words.reach(history, today=today)]
    if who.birthday:
        known.append(f"birthday {_birthday(who.birthday)}")
    if referrer:
        known.append(f"referred by {referrer}")
    return f"{who.name} ({who.id}): {'; '.join(known)}"


def _birthday(day: Birthday) -> str:
    this = day.on(day.year or 2000)
    shown = f"{this.day} {this:%B}"
    return f"{shown} {day.year}" if day.year else shown
