"""What was missed in a time away: what is kept of it, let go, and over already."""

from collections.abc import Iterator, Sequence
from datetime import date
from typing import Any

from rich.console import Group, RenderableType
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from secondsale.days import say_short
from secondsale.planner import NO_ROOM, CatchUp, was_due
from secondsale.render import data as shapes
from secondsale.render import facts
from secondsale.text import visible

_Line = tuple[str, str, date | None, str]
"""What becomes of it, the rule, the day and the reason."""


def rows(found: Sequence[CatchUp]) -> Iterator[tuple[str, ...]]:
    """Yield a row a touchpoint: customer, away since, what becomes of it, rule, day."""
    for each in found:
        who = each.plan.customer
        for what, rule, day, why in _lines(each):
            yield (
                f"{who.name} ({who.id})",
                each.since.isoformat(),
                what,
                rule,
                day.isoformat() if day else "",
                why,
            )


def screen(found: Sequence[CatchUp]) -> Group:
    """Return what was missed, person by person."""
    parts: list[RenderableType] = []
    for each in found:
        who, today = each.plan.customer, each.plan.today
        since = f"  since {say_short(each.since, beside=today)}"
        name = Text(visible(f"{who.name} ({who.id})"), style="bold cyan")
        table = Table.grid(padding=(0, 1))
        for most in (10, 12, None):
            table.add_column(no_wrap=most is not None, overflow="fold", min_width=most)
        for what, rule, day, why in _lines(each):
            when = f"{say_short(day, beside=today)}: " if day else ""
            style = "bold" if what == "talk about" else "italic"
            table.add_row(
                Text(what, style=style), Text(rule), Text(visible(when + why))
            )
        parts += [*([""] if parts else []), name + Text(since)]
        parts.append(Padding(table, (0, 0, 0, 2)))
    return Group(*parts)


def _lines(found: CatchUp) -> Iterator[_Line]:
    if not found.keep:
        yield from _next(found)
    for item in found.keep:
        yield "talk about", item.key.family, was_due(item), item.touchpoint.reason
    for item in found.let_go:
        more = f"; {NO_ROOM}" if item.key in found.no_room else ""
        yield "let go", item.key.family, was_due(item), item.touchpoint.reason + more
    for item in found.expired:
        yield "expired", item.key.family, item.since, item.reason


def _next(found: CatchUp) -> Iterator[_Line]:
    coming = found.next
    if coming is None:
        yield "next", "", None, "nothing is planned"
        return
    for topic in coming.topics:
        yield "next", topic.key.family, coming.day, topic.touchpoint.reason


def data(found: CatchUp) -> dict[str, Any]:
    """Return what was missed of a customer as plain data."""
    coming = found.next
    return {
        "customer": shapes.customer(found.plan.customer),
        "since": facts.day(found.since),
        "keep": [shapes.planned(item) for item in found.keep],
        "let_go": [
            {**shapes.planned(item), "no_room": item.key in found.no_room}
            for item in found.let_go
        ],
        "settled": [shapes.settlement(each) for each in found.skip],
        "expired": [shapes.planned(item) for item in found.expired],
        "next_day": facts.day(coming.day if coming else None),
    }
