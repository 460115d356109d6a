"""What is derived: touchpoints with their keys, and the decisions about them."""

import re
from datetime import date, time
from enum import IntEnum, StrEnum
from functools import lru_cache
from typing import NamedTuple, Protocol

from secondsale import text
from secondsale.model.deals import Ending
from secondsale.records import dataclass


class Intent(IntEnum):
    """What a touchpoint is for; a smaller number goes first."""

    PROMISE = 0
    CARE = 1
    TEACH = 2
    ASK = 3
    OFFER = 4

    @property
    def word(self) -> str:
        """Return its name as people read it."""
        return self.name.lower()


_KEY = (
    r"(?a)(?P<rule>[a-z]+(?:-[a-z]+)*(?:\.[a-z0-9]+(?:-[a-z0-9]+)*)?)"
    r":(?P<anchor>[csltkpdmgih][1-9][0-9]*)(?:\.(?P<round>[1-9][0-9]*))?"
)


class Key(NamedTuple):
    """A touchpoint's name, made of things that never change.

    `anchor` is a letter (c customer, s sale, l line, t contact, k concern, p promise,
    d checkpoint, m milestone, g gift, i introduction, h hello) and a row id; the first
    `round` is not written.
    """

    rule: str
    anchor: str
    round: int = 1

    def __str__(self) -> str:
        start = f"{self.rule}:{self.anchor}"
        return start if self.round == 1 else f"{start}.{self.round}"

    @property
    def family(self) -> str:
        """Return the rule's own id, without the word of a named thing behind it."""
        return self.rule.partition(".")[0]

    @property
    def names(self) -> frozenset[str]:
        """Return what people may call it: the key, the rule, the rule's own id."""
        return frozenset((str(self), self.rule, self.family))

    @property
    def series(self) -> tuple[str, str]:
        """Return what the rounds of one touchpoint share."""
        return self.rule, self.anchor

    @classmethod
    @lru_cache(maxsize=8192)  # a decision and the talk that led to it name the same
    def parse(cls, value: str) -> "Key":
        """Return the key that was written.

        Errors: ValueError for anything that `str` of a key cannot produce.
        """
        match = re.fullmatch(_KEY, value)
        rule, anchor, number = match.groups() if match is not None else ("", "", "1")
        if number == "1":
            raise ValueError(f"{value!r} is not a touchpoint's key")
        return cls(rule, anchor, int(number or 1))


@dataclass(frozen=True, slots=True)
class Window:
    """Three days: show from `opens`, late after `due`, drop after `expires`."""

    opens: date
    due: date
    expires: date

    def __post_init__(self) -> None:
        if not self.opens <= self.due <= self.expires:
            raise ValueError(f"a window must run forwards: {self}")


class Outlook(Protocol):
    """When a customer is expected to buy something again, as far as one can tell."""

    @property
    def expected(self) -> date:
        """Return the day that is as likely to be too early as too late."""

    @property
    def likely_from(self) -> date:
        """Return the day on which the middle half of the time begins."""

    @property
    def likely_to(self) -> date:
        """Return the day on which the middle half of the time ends."""

    @property
    def nudge(self) -> date:
        """Return the day from which a nudge makes sense."""

    @property
    def late(self) -> date:
        """Return the day after which somebody who comes back is late."""

    def chance(self, today: date) -> float:
        """Return the chance, 0 to 1, of a purchase soon, seen from today."""

    def words(
        self, beside: date, today: date | None = None, *, late: bool = False
    ) -> str:
        """Say all of it in a line, and from what one can tell.

        Also when one is late, and why only then, if that is what it is about.
        """


@dataclass(frozen=True, slots=True)
class Touchpoint:
    """One reason to be in touch with a customer."""

    key: Key
    customer_id: int
    intent: Intent
    window: Window
    reason: str
    """Why now, in one sentence of facts."""
    working: str
    """How the dates were worked out; empty where the outlook says it."""
    known_on: date
    """The day on which the book learned of its cause."""
    sale_id: int | None = None
    products: tuple[str, ...] = ()
    slots: tuple[tuple[str, str], ...] = ()
    """Further words for the message, by slot."""
    due_time: time | None = None
    about: str = ""
    """Which of several things it brings up; the contact remembers it."""
    gives_way: bool = False
    """Whether it is dropped where anything else is due in its window."""
    fixed_day: date | None = None
    """A day that cannot be put off, such as a birthday."""
    ended: Ending | None = None
    """The fact that made it pointless, if there is one."""
    outlook: Outlook | None = None
    """When they are expected to buy, where that is what makes its dates."""

    def worked_out(self, *, beside: date, today: date | None = None) -> str:
        """Say how the dates were worked out, for `why`.

        Only here, since a morning that explains nothing need not wait for the words.
        Years are said where they are not `beside`'s; a chance is as of `today`.
        """
        if self.outlook is None:
            return self.working
        late = self.window.opens >= self.outlook.late
        said = self.outlook.words(beside=beside, today=today, late=late)
        return f"{text.listed(self.products)}: {said}"


class Status(StrEnum):
    """What became of a touchpoint."""

    DONE = "done"
    SKIPPED = "skipped"
    SNOOZED = "snoozed"


@dataclass(frozen=True, slots=True)
class Settlement:
    """A decision about one touchpoint; of several, the last one holds."""

    key: Key
    status: Status
    on: date
    until: date | None = None
    """The day to which it was snoozed."""
    reason: str = ""
