"""One customer: the whole picture, and the reason for every touchpoint."""

from collections.abc import Iterator, Sequence
from datetime import date

from rich.console import Group, RenderableType
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from secondsale import text
from secondsale.days import LAST, Birthday, say, say_short
from secondsale.model import Contact, History, Sale
from secondsale.planner import (
    GIVES_WAY,
    ROOM,
    Plan,
    Planned,
    State,
    Step,
)
from secondsale.planner.shifts import Shift, shifts
from secondsale.policy import Hold
from secondsale.render import known, words
from secondsale.render.screens import when_column
from secondsale.text import listed, visible

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
    reach = words.reach(history, today=today)
    yield "reach", reach
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
    if referrer:
        yield "referred by", referrer
    if who.note:
        yield "note", who.note
    for wish in history.opt_outs:
        yield words.opt_out(wish, today=today)
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
    """Yield the facts, the figures, the shifts and the hold behind a touchpoint."""
    touchpoint, today = item.touchpoint, plan.today
    yield "facts", touchpoint.reason
    outlook = touchpoint.outlook
    if outlook is None or item.state.over:
        yield "worked out", touchpoint.working
    else:
        late = touchpoint.window.opens >= outlook.late
        said = outlook.words(beside=today, today=today, late=late)
        yield "worked out", f"{text.listed(touchpoint.products)}: {said}"
    if outlook is not None:
        yield "made from", _made_from(plan)
    spans = [f"{name} {say_short(day, beside=today)}" for name, day in _days(item)]
    yield "window", ", ".join(spans)
    if item.cadence:
        yield "cadence", item.cadence
    held = item.hold.restraint if item.state is State.HELD and item.hold else ""
    for shift in shifts(plan, item):
        if shift.by != held or held in ROOM:
            yield "moved", _shift(shift, today)
    if item.state.over:
        when = f", {say_short(item.since, beside=today)}" if item.since else ""
        yield str(item.state), f"{item.reason}{when}"
        return
    if item.state is State.SNOOZED and item.reason:
        yield "snoozed", item.reason
    step = next(step for step in plan.steps() if step.item.key == item.key)
    yield from _comes(step, today)


def _shift(shift: Shift, today: date) -> str:
    was, now = (say_short(day, beside=today) for day in (shift.was, shift.now))
    because = f": {shift.reason}" if shift.reason else ""
    return f"from {was} to {now}, {shift.by}{because}"


def _comes(step: Step, today: date) -> Iterator[tuple[str, str]]:
    """Say what keeps a touchpoint back, and when it will be shown, if it will."""
    hold, day = step.item.hold, step.day
    if hold is not None and hold.restraint == GIVES_WAY:
        yield "gives way", _gives_way(step.item, hold, today)
        return
    if hold is not None and not (hold.restraint in ROOM and day):
        free = hold.until
        ends = (
            f"until {say_short(free, beside=today)}" if free else "until that changes"
        )
        sooner = day is not None and free is not None and day < free
        last = hold.restraint not in ROOM and (day or not free) and not sooner
        yield "held", f"{hold.restraint}: {hold.reason}" + (f", {ends}" if last else "")
    if day is not None:
        planned = hold is not None and hold.restraint not in ROOM and day != hold.until
        then = ", after what is planned before it" if planned else ""
        yield "shown", say_short(day, beside=today) + then + _beside(step)
    elif hold is None or hold.until is not None or hold.restraint in ROOM:
        why = f": {step.hold.reason}" if step.hold and hold is None else ""
        yield "shown", f"no free day before it expires, as things stand{why}"


def _made_from(plan: Plan) -> str:
    """Say which of the book's sales the dates rest on, beside the customer's own."""
    learned = plan.situation.history.learned
    if learned.day is None:
        return "their own purchases; nothing is learned from all sales yet"
    return f"all sales up to {say(learned.day, beside=plan.today)}, and their own"


def _gives_way(item: Planned, hold: Hold, today: date) -> str:
    """Say in one sentence what comes of what is only for want of anything else."""
    if hold.until is None or hold.until > item.window.expires:
        return f"{hold.reason}, so this is left out unless that is over before"
    back = say_short(hold.until, beside=today)
    return f"{hold.reason}, so this waits: shown {back} if nothing came of that"


def _beside(step: Step) -> str:
    names = dict.fromkeys(each.key.family for each in step.beside)
    return f", in one conversation with {listed(list(names))}" if names else ""


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


def _pairs(pairs: Sequence[tuple[str, str]]) -> Padding:
    table = Table.grid(padding=(0, 1))
    table.add_column(min_width=LABEL_WIDTH, no_wrap=True)
    table.add_column(overflow="fold")
    for label, said in pairs:
        table.add_row(Text(label, style="italic"), Text(visible(said)))
    return Padding(table, INDENT)
