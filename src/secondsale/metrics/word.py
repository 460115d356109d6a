"""Keeping one's word: promises, the welcome within a day, concerns put right."""

from collections.abc import Mapping
from typing import NamedTuple

from secondsale.metrics.distribution import Distribution
from secondsale.metrics.metric import Metric, Unit, share
from secondsale.metrics.report import Group


class Word(NamedTuple):
    """What was owed in a period, and what came of it, as it stood at its end."""

    promises: int = 0
    """Due in the period."""
    kept_in_time: int = 0
    kept_late: int = 0
    broken_off: int = 0
    """Due in the period, over it, and not kept."""
    new_sales: int = 0
    """Made in the period and entered by the next day, which is over."""
    welcomed: int = 0
    resolved: Mapping[int, int] = {}
    """Concerns put right in the period, by the days that took."""
    open_concerns: int = 0


def group(word: Word) -> Group:
    """Return the figures."""
    took = Distribution()
    for days, times in word.resolved.items():
        took.add(days, times)
    low, high = took.median_interval
    due = "promises that were due in the period"
    return Group(
        "word",
        "Your word",
        (
            share(
                "promises-kept", "promises kept in time", word.kept_in_time,
                word.promises, f"Kept by their day, of the {due} and are over.",
                of="promise",
            ),
            share(
                "promises-late", "kept late", word.kept_late, word.promises,
                f"Kept after their day, of the same {due}.", of="promise",
            ),
            share(
                "promises-open", "late and still open", word.broken_off, word.promises,
                f"Not kept to this day, of the same {due}.", of="promise",
            ),
            share(
                "welcomes", "sales welcomed within 24 hours", word.welcomed,
                word.new_sales,
                "Sales of the period with a contact that covered their welcome, dated"
                " the day of the sale or the next one (the hour is not kept); of those"
                " entered by the next day, which is over, that were not cancelled.",
                of="sale",
            ),
            Metric(
                "concern-days", "days to resolve a concern", took.median,
                Unit.DAYS, took.n,
                "The middle of the days from its opening, of the concerns resolved"
                " in the period.",
                low=low, high=high, of="concern",
            ),
            Metric(
                "concerns-open", "concerns still open", word.open_concerns, Unit.COUNT,
                word.open_concerns, "Opened and not resolved by the end of the period.",
                standing=True,
            ),
        ),
    )  # fmt: skip
