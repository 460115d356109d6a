"""One customer: the whole picture, and the reason for every touchpoint."""

from collections.abc import Iterator, Sequence
from datetime import date

from rich.console import Group, RenderableType
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from secondsale.days import LAST, Birthday, say, say_short
from secondsale.model import Contact, Customer, History, Sale
from secondsale.planner import Plan, Planned, State, Step
from secondsale.render import known, words
from secondsale.render.screens import when_column
from secondsale.text import visible

LABEL_WIDTH = 10
INDENT = (0, 0, 0, 2)


def facts(
    plan: Plan, *, referrer: str = "", goodwill: str = ""
) -> Iterator[tuple[str, str]]:
    """Yield what is known of a customer, label by label."""
    who, today = plan.customer, plan.today
    history = plan.situation.history
    yield "customer", f"{who.name} ({who.id}), since {say(who.added_on, beside=today)}"
    if goodwill:
        yield "goodwill", goodwill
    yield "reach", words.reach(who)
    if who.phone and who.phone not in words.reach(who):
        yield "phone", who.phone
    if who.email and who.email not in words.reach(who):
        yield "e-mail", who.email
    if who.birthday:
        yield "birthday", _birthday(who.birthday)
    if who.source:
        yield "source", who.source
    if referrer:
        yield "referred by", referrer
    if who.note:
        yield "note", who.note
    for wish in history.opt_outs:
        if wish.lifted_on is None:
            said = f" ({wish.source})" if wish.source else ""
            day = say(wish.since, beside=today)
            what = f"do not contact{words.scope(wish.scope)}"
            yield "opted out", f"{what}, since {day}{said}"
    yield from known.facts(plan)


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


def contacts(history: History, today: date) -> Iterator[tuple[str, str]]:
    """Yield the contacts, the newest first."""
    for contact in reversed(history.contacts):
        yield say_short(contact.on, beside=today), _contact(contact)


def _contact(contact: Contact) -> str:
    channel = f" by {contact.channel}" if contact.channel else ""
    way = "they wrote, " if contact.inbound else ""
    about = ", ".join(dict.fromkeys(each.key.rule for each in contact.covered))
    said = f": “{contact.note}”" if contact.note else ""
    gave = "" if contact.score is None else f", {contact.score} of 10"
    return f"{way}{contact.outcome}{channel}{gave}{said}" + (
        f" ({about})" if about else ""
    )


def card(
    plan: Plan, *, width: int, referrer: str = "", goodwill: str = "", most: int = 8
) -> Group:
    """Return the whole picture of a customer, as a screen."""
    history, today = plan.situation.history, plan.today
    told = facts(plan, referrer=referrer, goodwill=goodwill)
    parts: list[RenderableType] = [_pairs(list(told))]
    steps = [
        step
        for step in plan.steps()
        if step.item.state is not State.PLANNED or step.day is not None
    ]
    days = when_column(steps, today, width)
    coming = list(zip(days, map(_coming, steps), strict=True))
    for title, pairs in (
        ("PLAN", coming),
        ("CONTACTS", list(contacts(history, today))),
        ("SALES", list(sales(history, today))),
    ):
        if pairs:
            parts += [Text(), Text(title, style="bold"), _pairs(pairs[:most])]
        if len(pairs) > most:
            more = Text(f"and {len(pairs) - most} more: --json has all")
            parts.append(Padding(more, INDENT))
    return Group(*parts)


def _coming(step: Step) -> str:
    touchpoint = step.item.touchpoint
    state = "" if step.item.state is State.PLANNED else f" [{step.item.state}]"
    held = f": {step.item.reason}" if step.item.reason else ""
    return f"{touchpoint.key.family}{state}{held} · {touchpoint.reason}"


def card_lines(
    plan: Plan, *, referrer: str = "", goodwill: str = ""
) -> Iterator[tuple[str, ...]]:
    """Yield the whole picture as rows: part, label, words."""
    history, today = plan.situation.history, plan.today
    for label, said in facts(plan, referrer=referrer, goodwill=goodwill):
        yield "customer", label, said
    for step in plan.steps():
        day = step.day.isoformat() if step.day else ""
        yield "plan", day, _coming(step)
    for when, said in contacts(history, today):
        yield "contact", when, said
    for when, said in sales(history, today):
        yield "sale", when, said


def reasons(plan: Plan, chosen: Sequence[Planned]) -> Group:
    """Return the explanation of each chosen touchpoint, as a screen."""
    parts: list[RenderableType] = []
    for item in chosen:
        touchpoint = item.touchpoint
        title = Text.assemble(
            (touchpoint.key.family, "bold"), f"  {item.state}", (f"  {item.key}", "dim")
        )
        pairs = list(explanation(plan, item))
        parts += [title, Padding(_pairs(pairs), (0, 0, 1, 0))]
    return Group(*parts)


def explanation(plan: Plan, item: Planned) -> Iterator[tuple[str, str]]:
    """Yield the facts, the figures, the shift and the hold behind a touchpoint."""
    touchpoint, today = item.touchpoint, plan.today
    window, original = item.window, touchpoint.window
    yield "facts", touchpoint.reason
    yield "worked out", touchpoint.working
    spans = [f"{name} {say_short(day, beside=today)}" for name, day in _days(item)]
    yield "window", ", ".join(spans)
    if item.cadence:
        yield "cadence", item.cadence
    if window != original:
        moved = "snoozed" if item.settlement else "the policy held it before"
        yield "moved", f"was due {say_short(original.due, beside=today)}; {moved}"
    if item.state.over:
        when = f", {say_short(item.since, beside=today)}" if item.since else ""
        yield str(item.state), f"{item.reason}{when}"
        return
    if item.state is State.SNOOZED and item.reason:
        yield "snoozed", item.reason
    if item.hold is not None:
        free = item.hold.until
        until = (
            f"until {say_short(free, beside=today)}" if free else "until that changes"
        )
        yield "held", f"{item.hold.restraint}: {item.hold.reason}, {until}"
    step = next(step for step in plan.steps() if step.item.key == item.key)
    yield "shown", _shown(step, today)


def _shown(step: Step, today: date) -> str:
    """Say when a touchpoint will be shown, and why not on the day it is due."""
    if step.day is None:
        why = f": {step.hold.reason}" if step.hold else ""
        return f"no free day before it expires, as things stand{why}"
    later = step.day > max(step.item.window.due, today)
    why = ", to keep its distance from what is planned before it" if later else ""
    return f"{say_short(step.day, beside=today)}{why}"


def _days(item: Planned) -> Iterator[tuple[str, date]]:
    window = item.window
    if window.opens != window.due:
        yield "opens", window.opens
    yield "due", window.due
    if window.expires < LAST:
        yield "expires after", window.expires


def reason_lines(plan: Plan, chosen: Sequence[Planned]) -> Iterator[tuple[str, ...]]:
    """Yield the explanations as rows: key, state, label, words."""
    for item in chosen:
        for label, said in explanation(plan, item):
            yield str(item.key), str(item.state), label, said


CUSTOMERS = ("id#", "name", "reach", "sales#", "last sale", "source")


def customer_row(history: History) -> tuple[str, ...]:
    """Return a customer as a row under CUSTOMERS."""
    who = history.customer
    last = history.sales[-1].sold_on.isoformat() if history.sales else ""
    opted_out = any(
        wish.lifted_on is None and wish.scope == "all" for wish in history.opt_outs
    )
    reach = "do not contact" if opted_out else words.reach(who)
    return str(who.id), who.name, reach, str(len(history.sales)), last, who.source


def changed(who: Customer) -> str:
    """Say who a customer is, after a change."""
    known = [words.reach(who)]
    if who.birthday:
        known.append(f"birthday {_birthday(who.birthday)}")
    return f"{who.name} ({who.id}): {'; '.join(known)}"


def _birthday(day: Birthday) -> str:
    this = day.on(day.year or 2000)
    shown = f"{this.day} {this:%B}"
    return f"{shown} {day.year}" if day.year else shown


def _pairs(pairs: Sequence[tuple[str, str]]) -> Padding:
    table = Table.grid(padding=(0, 1))
    table.add_column(min_width=LABEL_WIDTH, no_wrap=True)
    table.add_column(overflow="fold")
    for label, said in pairs:
        table.add_row(Text(label, style="italic"), Text(visible(said)))
    return Padding(table, INDENT)
