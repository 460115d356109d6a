"""What is said about a sale, and the plan that follows from it."""

from collections.abc import Iterator, Sequence
from datetime import date
from typing import TYPE_CHECKING

from secondsale.days import say_in_full, say_short
from secondsale.model import Customer, Line, Sale
from secondsale.planner import Planned, Step
from secondsale.render import words
from secondsale.text import plural, visible

if TYPE_CHECKING:
    from rich.console import Group

SALES = ("sale#", "day", "customer", "what", "total#", "state", "party")


def recorded(buyer: Customer, sale: Sale) -> str:
    """Say what was understood of a sale, its days spelled out."""
    parts = []
    for line in sale.lines:
        price = f" at {line.unit_price}" if line.unit_price else ""
        parts.append(f"{line}{price}")
    total = words.sale_total(sale)
    many = len(sale.lines) > 1 or any(line.quantity > 1 for line in sale.lines)
    sum_up = f" = {total}" if total and many else ""
    time = f" at {sale.sold_time:%H:%M}" if sale.sold_time else ""
    came = f", delivery {say_in_full(sale.delivered_on)}" if sale.delivered_on else ""
    party = f" ({sale.party})" if sale.party else ""
    return (
        f"Sale {sale.id}: {buyer.name} ({buyer.id}) bought {', '.join(parts)}{sum_up}"
        f" on {say_in_full(sale.sold_on)}{time}{party}{came}."
    )


def follow_up(
    steps: Sequence[Step],
    stopped: Sequence[Planned],
    *,
    today: date,
    width: int,
    silence: str = "",
) -> "Group":
    """Return the follow-up plan of a sale as a table, or say why there is none."""
    from rich import box
    from rich.console import Group
    from rich.table import Table
    from rich.text import Text

    table = Table(box=box.SIMPLE_HEAD, pad_edge=False, title_justify="left")
    for head in ("when", "what", "why"):
        table.add_column(head, overflow="fold", no_wrap=head != "why")
    for when, step in zip(when_column(steps, today, width), steps, strict=True):
        touchpoint = step.item.touchpoint
        waits = f" ({step.hold.reason})" if step.hold else ""
        reason = visible(f"{touchpoint.reason}{waits}")
        table.add_row(Text(when), Text(touchpoint.key.family), Text(reason))
    ends = [Text(visible(sentence)) for sentence in stopped_lines(stopped)]
    title = Text("Follow-up plan", style="bold")
    if not steps:
        none = visible(silence) or "No follow-up: its days are over."
        return Group(Text(none), *ends)
    return Group(Text(), title, table, *ends)


def when_column(steps: Sequence[Step], today: date, width: int) -> list[str]:
    """Return the days of a plan, in two lines where one takes over a third of a screen.

    Broken by us, because a column would break them in the middle of a date.
    """
    days = [when_words(step, today=today) for step in steps]
    if all(len(when) * 3 <= width for when in days):
        return days
    return [when.replace(", ", ",\n") for when in days]


def when_words(step: Step, *, today: date) -> str:
    """Say on which day a touchpoint comes up, and by when where that is later."""
    if step.day is None:
        return step.hold.restraint if step.hold else "no free day"
    due = step.item.window.due
    when = say_short(step.day, beside=today)
    touchpoint = step.item.touchpoint
    if due > step.day and touchpoint.window.opens <= step.day:
        clock = touchpoint.due_time
        at = f" {clock:%H:%M}" if clock and due == touchpoint.window.due else ""
        when += f", by {say_short(due, beside=today)}{at}"
    return when


def follow_up_lines(
    steps: Sequence[Step], stopped: Sequence[Planned]
) -> Iterator[tuple[str, ...]]:
    """Yield a row a touchpoint: day, due, expires, key, intent, reason."""
    for step in steps:
        window, touchpoint = step.item.window, step.item.touchpoint
        yield (
            step.day.isoformat() if step.day else "",
            window.due.isoformat(),
            window.expires.isoformat(),
            str(touchpoint.key),
            touchpoint.intent.word,
            touchpoint.reason,
        )
    for item in stopped:
        yield ("", "", "", str(item.key), "stopped", item.reason)


def stopped_lines(stopped: Sequence[Planned]) -> Iterator[str]:
    """Say what a change made pointless."""
    if stopped:
        count = plural(len(stopped), "touchpoint")
        yield f"This stops {count}:"
    for item in stopped:
        touchpoint = item.touchpoint
        yield f"  {touchpoint.key.rule}: {touchpoint.reason} ({item.reason})"


def moved_lines(moved: Sequence[tuple[Planned, Step]], *, today: date) -> Iterator[str]:
    """Say what a change moved, and from when."""
    if moved:
        yield f"This moves {plural(len(moved), 'touchpoint')}:"
    for was, step in moved:
        touchpoint, window = step.item.touchpoint, step.item.window
        what, old, new = "due", was.window.due, window.due
        if old == new:
            what, old, new = "open until", was.window.expires, window.expires
        days = (
            f"{what} {say_short(new, beside=today)}, not {say_short(old, beside=today)}"
        )
        yield f"  {touchpoint.key.rule}: {touchpoint.reason} ({days})"


def sale_row(sale: Sale, customer: str) -> tuple[str, ...]:
    """Return a sale as a row under SALES."""
    state = "cancelled" if sale.cancelled else ""
    if not state:
        back = [_returned(line) for line in sale.lines if line.kept < line.quantity]
        state = f"returned: {', '.join(back)}" if back else ""
    return (
        str(sale.id),
        sale.sold_on.isoformat(),
        customer,
        str(sale),
        words.sale_total(sale),
        state,
        sale.party,
    )


def _returned(line: Line) -> str:
    name = line.product.name
    if not line.kept:
        return name
    return f"{line.quantity - line.kept} of {line.quantity} {name}"
