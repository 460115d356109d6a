"""What every rule is: figures that people may set, and touchpoints from a history."""

from abc import ABC, abstractmethod
from collections.abc import Container, Iterable, Iterator
from datetime import date
from typing import ClassVar

from secondsale import text
from secondsale.days import plus, say
from secondsale.figures import figure
from secondsale.model import (
    Ending,
    History,
    Intent,
    Key,
    Line,
    Sale,
    Touchpoint,
    Window,
)
from secondsale.records import dataclass


@dataclass(frozen=True)
class Rule(ABC):
    """Derive touchpoints of one kind from one customer's history.

    The first line of a rule's docstring is its text in `secondsale rules`. A rule knows
    no clock, no settlement, no restraint and no other rule.
    """

    id: ClassVar[str]
    """Frozen once released: keys are made of it."""
    intent: ClassVar[Intent]
    named: ClassVar[bool] = False
    """Whether each table below its own in the settings makes one, by a name."""

    name: str = ""
    """The frozen word of a named one: keys are made of it too."""
    enabled: bool = figure(True, "", "whether the rule runs")

    @property
    def full_id(self) -> str:
        """Return the id with the name of a named one: `season.spring`."""
        return f"{self.id}.{self.name}" if self.name else self.id

    @abstractmethod
    def touchpoints(
        self, history: History, until: date, since: date = date.min
    ) -> Iterator[Touchpoint]:
        """Yield a customer's touchpoints; `until` bounds those that come every year.

        What is surely over by `since` (see `is_over`) may be left out: it costs time.
        """


def is_over(expires: date, ended: Ending | None, since: date) -> bool:
    """Return whether nothing can come of a touchpoint from a day on, as it stands."""
    return expires < since or (ended is not None and ended.on <= since)


def arrival(sale: Sale, line: Line | None, *, beside: date) -> str:
    """Say when a line, or else the last one, reaches the customer."""
    there = sale.delivery(line)
    came = "bought" if there == sale.sold_on else "delivery"
    return f"{came} on {say(there, beside=beside)}"


def window(due: date, *, early: int = 0, stays: int, not_before: date) -> Window:
    """Return the window that opens `early` days before due and stays open after it."""
    due = max(due, not_before)
    return Window(max(plus(due, -early), not_before), due, plus(due, stays))


def products_of(lines: Iterable[Line]) -> tuple[str, ...]:
    """Return what is left of some lines, each name once; all of it if nothing is."""
    each = tuple(lines)
    kept = [line for line in each if line.kept] or each
    return tuple(dict.fromkeys(line.product.name for line in kept))


@dataclass(frozen=True, slots=True)
class Start:
    """A fact from which the rounds of an interval are counted, until `over`."""

    anchor: str
    on: date
    known_on: date
    words: str
    """What it was, such as `bought on 3 September`."""
    over: Ending | None = None


@dataclass(frozen=True, slots=True)
class Round:
    """One time that an interval comes round."""

    key: Key
    due: date
    start: Start


def rounds(
    rule: str,
    starts: Iterable[Start],
    days: int,
    *,
    until: date,
    about: Container[Key],
    since: date = date.min,
) -> Iterator[Round]:
    """Yield the rounds of each start up to the day it was over, and those `about`.

    The rounds of a start that was over by `since` are over, too.
    """
    for start in starts:
        if start.over is not None and start.over.on <= since:
            continue
        last, number = min(until, start.over.on) if start.over else until, 1
        while True:
            key = Key(rule, start.anchor, number)
            due = plus(start.on, number * days)
            if due > last and key not in about:
                break
            yield Round(key, due, start)
            number += 1


def read_words(value: str) -> str:
    """Return a line of text from the settings.

    Errors: InputError for what could not be shown.
    """
    return text.clean(value, "the text")
