"""Orders and revenue, a bar a month."""

from collections.abc import Sequence

from rich.table import Table
from rich.text import Text

from secondsale.metrics.report import Month

WIDEST = 40
"""Signs of the longest bar."""

SO_FAR = "so far"
BESIDE = 34
"""Columns that stand beside the bars, unless the revenue takes more."""

AGAIN, FIRST = "█", "░"
LEGEND = f"{AGAIN} by those who came back   {FIRST} first orders"


def bars(months: Sequence[Month], *, width: int) -> Table:
    """Return a row a month: its bar, the orders, how many were first, the revenue."""
    most = max((month.orders for month in months), default=0)
    room = width - BESIDE - _room_for_revenue(months)
    if any(month.so_far for month in months):
        room -= len(SO_FAR) + 1
    widest = max(10, min(WIDEST, room))
    table = Table.grid(padding=(0, 2))
    for side in ("left", "left", "right", "right", "right"):
        table.add_column(justify=side)
    heads = ("month", "", "orders", "first", "revenue")
    table.add_row(*(Text(head, "bold") for head in heads))
    for month in months:
        table.add_row(
            name(month),
            _bar(month, most, widest),
            f"{month.orders:,}",
            f"{month.firsts:,}",
            Text(revenue(month)),
        )
    return table


def rows(months: Sequence[Month]) -> list[tuple[str, ...]]:
    """Return a row a month: month, orders, first orders, revenue."""
    return [(name(m), str(m.orders), str(m.firsts), revenue(m)) for m in months]


def name(month: Month) -> str:
    """Name a month, and say if it is not over: `2026-11 so far`."""
    return f"{month.month:%Y-%m}{f' {SO_FAR}' if month.so_far else ''}"


def revenue(month: Month) -> str:
    """Say what a month brought, a sum a currency, leaving out those without any."""
    return " · ".join(str(money) for money in month.revenue if money.minor)


def split(month: Month, most: int, width: int) -> tuple[int, int]:
    """Return the signs for orders of those who came back, and for first orders.

    What is more than nothing takes one sign at least.
    """
    if not most:
        return 0, 0
    again = month.orders - month.firsts
    signs = [
        max(1, round(part / most * width)) if part else 0
        for part in (again, month.firsts)
    ]
    if sum(signs) > width:  # both were rounded up
        signs[signs.index(max(signs))] -= 1
    return signs[0], signs[1]


def _bar(month: Month, most: int, width: int) -> Text:
    again, first = split(month, most, width)
    return Text.assemble((AGAIN * again, "cyan"), (FIRST * first, "cyan"))


def _room_for_revenue(months: Sequence[Month]) -> int:
    return max((len(revenue(month)) for month in months), default=0) - len("revenue")
