"""A bar a day: how many conversations it has."""

from collections.abc import Sequence
from datetime import date
from typing import Any

COLUMNS = ("day", "", "people#", "")

WIDEST = 40
"""Signs of the longest bar; with more people, one stands for several."""


def rows(days: Sequence[tuple[date, int]]) -> list[tuple[str, ...]]:
    """Return each day as a row under COLUMNS: date, weekday, how many, a bar."""
    most = max((count for _, count in days), default=0)
    each = max(1, -(-most // WIDEST))
    return [
        (day.isoformat(), f"{day:%a}", str(count), "■" * -(-count // each))
        for day, count in days
    ]


def data(days: Sequence[tuple[date, int]]) -> list[dict[str, Any]]:
    """Return each day with how many conversations it has."""
    return [{"day": day.isoformat(), "conversations": count} for day, count in days]
