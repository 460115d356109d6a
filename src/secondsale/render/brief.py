"""A customer in brief, for somebody who takes over: reach, what is due, last word."""

from collections.abc import Iterator, Sequence
from typing import Any

from rich.console import Group, RenderableType
from rich.table import Table
from rich.text import Text

from secondsale.days import say
from secondsale.planner import Plan
from secondsale.render import data as shapes
from secondsale.render import words
from secondsale.text import visible

COLUMNS = ("customer", "reach", "due", "owed", "last")


def row(plan: Plan) -> tuple[str, ...]:
    """Return a customer as a row under COLUMNS."""
    who, today = plan.customer, plan.today
    return (
        f"{who.name} ({who.id})",
        words.reach(plan.situation.history, today=today),
        "; ".join(_due(plan)),
        "; ".join(_owed(plan)),
        words.last_word(plan.situation.history, today=today),
    )


def screen(plans: Sequence[Plan]) -> Group:
    """Return a paragraph a customer."""
    parts: list[RenderableType] = []
    for plan in plans:
        name, *said = row(plan)
        table = Table.grid(padding=(0, 1))
        table.add_column(min_width=8)
        table.add_column(overflow="fold")
        for label, answer in zip(COLUMNS[1:], said, strict=True):
            if answer:
                table.add_row(Text(f"  {label}", "italic"), Text(visible(answer)))
        parts += [Text(visible(name), style="bold"), table, Text()]
    return Group(*parts)


def data(plan: Plan) -> dict[str, Any]:
    """Return a customer as plain data, with what is due or next."""
    return {
        "customer": shapes.customer(plan.customer),
        "reach": words.reach(plan.situation.history, today=plan.today),
        "due": list(_due(plan)),
        "owed": list(_owed(plan)),
        "last": words.last_word(plan.situation.history, today=plan.today),
    }


def _due(plan: Plan) -> Iterator[str]:
    """Yield what today's conversation is about, else when the next one is."""
    first = next(plan.conversations(), None)
    if first is None:
        return
    when = words.near(first.day, today=plan.today)
    for topic in first.topics:
        late = " (overdue)" if topic.overdue(plan.today) else ""
        yield f"{topic.touchpoint.key.rule}, {when}{late}"


def _owed(plan: Plan) -> Iterator[str]:
    history, today = plan.situation.history, plan.today
    for concern in history.open_concerns(today):
        yield f"concern k{concern.id}: {concern.text}"
    for promise in sorted(history.promises, key=lambda each: each.due_on):
        if promise.kept_on is None:
            by = say(promise.due_on, beside=today)
            yield f"promise p{promise.id} by {by}: {promise.text}"
