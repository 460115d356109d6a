"""A trial: two ways to follow up, dealt to customers by chance and for ever."""

from datetime import date
from enum import StrEnum

from secondsale.model.deals import Ending
from secondsale.records import dataclass, replace

Change = tuple[str, str]
"""What an arm sets, and to what, as it was typed: `("due_days", "3")`."""

SAID = ("wording", "channel", "gives")
"""What a way may set besides figures of the rule: which text, how, what it offers."""

TRIED = "experiment"
"""The slot of a touchpoint that says of which trial and arm it is, in words."""
SINCE = "tried_since"
"""The slot that says from which day on it can matter, in whichever arm."""


class Arm(StrEnum):
    """What a customer was dealt."""

    FIRST = "first"
    SECOND = "second"
    HELD_OUT = "held out"


@dataclass(frozen=True, slots=True)
class Stood:
    """How an arm stood when its trial was ended."""

    arm: Arm
    hits: int
    n: int
    """Of so many whose days were over, so many had succeeded."""
    waiting: int
    waiting_hits: int
    """So many might still have ordered in time, and so many of them had already."""


@dataclass(frozen=True, slots=True)
class Trial:
    """Two ways of one rule, compared by how many buy again in time."""

    id: int
    name: str
    rule: str
    salt: str
    """What makes its deal another one than that of other trials."""
    started_on: date
    first: tuple[Change, ...]
    second: tuple[Change, ...]
    """What either way sets; nothing means that it is as it is."""
    hold_out: int
    """The share of customers who are left alone by the rule, in percent."""
    within_days: int
    """Within how many days another order counts."""
    ended: Ending | None = None
    record: tuple[Stood, ...] = ()
    """How it stood when it was ended; nothing where that could not be worked out."""

    @property
    def is_hold_out(self) -> bool:
        """Return whether both ways are the same, so that it tries the rule itself."""
        return self.first == self.second

    def runs(self, day: date) -> bool:
        """Return whether it is under way on a day."""
        return self.started_on <= day and (self.ended is None or day < self.ended.on)

    def arm(self, customer_id: int) -> Arm:
        """Return what a customer was dealt: always the same."""
        from hashlib import sha256  # of no use on a morning without trials

        digest = sha256(f"{self.salt}:{customer_id}".encode()).digest()
        held = int.from_bytes(digest[:8]) % 100 < self.hold_out
        if held:
            return Arm.HELD_OUT
        if self.is_hold_out:
            return Arm.FIRST
        return Arm.SECOND if digest[8] & 1 else Arm.FIRST

    def changes(self, arm: Arm) -> tuple[Change, ...]:
        """Return what an arm sets."""
        return {Arm.FIRST: self.first, Arm.SECOND: self.second}.get(arm, ())

    def sets(self, arm: Arm) -> str:
        """Say what an arm sets: `due_days=3, channel=sms`."""
        if arm is Arm.HELD_OUT:
            return "left alone"
        pairs = (f"{name}={value}" for name, value in self.changes(arm))
        return ", ".join(pairs) or "as it is"

    def as_of(self, day: date) -> "Trial":
        """Return the trial as it stood at the end of a day."""
        later = self.ended is not None and self.ended.on > day
        return replace(self, ended=None, record=()) if later else self
