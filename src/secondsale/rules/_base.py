"""What every rule is: figures that people may set, and touchpoints from a history."""

from abc import ABC, abstractmethod
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from typing import ClassVar

from secondsale.days import plus
from secondsale.figures import figure
from secondsale.model import History, Intent, Line, Touchpoint, Window


@dataclass(frozen=True)
class Rule(ABC):
    """Derive touchpoints of one kind from one customer's history.

    The first line of a rule's docstring is its text in `secondsale rules`. A rule knows
    no clock, no settlement, no restraint and no other rule.
    """

    id: ClassVar[str]
    """Frozen once released: keys are made of it."""
    intent: ClassVar[Intent]

    enabled: bool = figure(True, "", "whether the rule runs")

    @abstractmethod
    def touchpoints(self, history: History, until: date) -> Iterator[Touchpoint]:
        """Yield a customer's touchpoints; `until` bounds those that come every year."""


def window(due: date, *, early: int = 0, stays: int, not_before: date) -> Window:
    """Return the window that opens `early` days before due and stays open after it."""
    due = max(due, not_before)
    return Window(max(plus(due, -early), not_before), due, plus(due, stays))


def products_of(lines: Iterable[Line]) -> tuple[str, ...]:
    """Return what is left of some lines, each name once; all of it if nothing is."""
    each = tuple(lines)
    kept = [line for line in each if line.kept] or each
    return tuple(dict.fromkeys(line.product.name for line in kept))
