"""What is said about a sale, and the plan that follows from it."""

from collections.abc import Iterator, Sequence
from datetime import date

from rich import box
from rich.console import Group
from rich.table import Table
from rich.text import Text

from secondsale.days import say_in_full, say_short
from secondsale.model import Customer, Sale
from secondsale.planner import Planned, Step
from secondsale.render import words
from secondsale.text import plural, visible

SALES = ("sale#", "day", "customer", "what", "total#", "state")


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
    return (
        f"Sale {sale.id}: {buyer.name} ({buyer.id}) bought {', '.join(parts)}{sum_up}"
        f" on {say_in_full(sale.sold_on)}{time}{came}."
    )


def follow_up(
    steps: Sequence[Step], stopped: Sequence[Planned], *, today: date
) -> Group:
    """Return the follow-up plan of a sale as a table."""
    table = Table(box=box.SIMPLE_HEAD, pad_edge=False, title_justify="left")
    for head in ("when", "what", "why"):
        table.add_column(head, overflow="fold", no_wrap=head == "what")
    for step in steps:
        touchpoint = step.item.touchpoint
        when = when_words(step, today=today)
        table.add_row(
            Text(when), Text(touchpoint.key.rule), Text(visible(touchpoint.reason))
        )
    ends = [Text(visible(sentence)) for sentence in stopped_lines(stopped)]
    title = Text("Follow-up plan", style="bold")
    if not steps:
        return Group(Text("No follow-up: its days are over."), *ends)
    return Group(Text(), title, table, *ends)


def when_words(step: Step, *, today: date) -> str:
    """Say on which day a touchpoint comes up, and by when where that is later."""
    if step.day is None:
        return "no free day"
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


def sale_row(sale: Sale, customer: str) -> tuple[str, ...]:
    """Return a sale as a row under SALES."""
    state = "cancelled" if sale.cancelled else ""
    if not state:
        back = [line for line in sale.lines if line.kept < line.quantity]
        state = (
            f"returned: {', '.join(line.product.name for line in back)}" if back else ""
        )
    return (
        str(sale.id),
        sale.sold_on.isoformat(),
        customer,
        str(sale),
        words.sale_total(sale),
        state,
    )
