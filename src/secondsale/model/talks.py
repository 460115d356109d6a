"""The conversations, and what came of them."""

from datetime import date
from enum import StrEnum

from secondsale.model.people import Channel
from secondsale.model.touchpoints import Intent, Key
from secondsale.records import dataclass


class Outcome(StrEnum):
    """What came of a contact."""

    HAPPY = "happy"
    OK = "ok"
    UNHAPPY = "unhappy"
    ANNOYED = "annoyed"
    NO_ANSWER = "no-answer"
    LEFT_MESSAGE = "left-message"
    CALL_BACK = "call-back"
    NOT_INTERESTED = "not-interested"
    BOUGHT = "bought"

    @property
    def reached(self) -> bool:
        """Whether the two of them talked."""
        return self not in _NOT_REACHED

    @property
    def negative(self) -> bool:
        """Whether it leaves something to put right before anything is asked."""
        return self in (Outcome.UNHAPPY, Outcome.ANNOYED)


_NOT_REACHED = (Outcome.NO_ANSWER, Outcome.LEFT_MESSAGE, Outcome.CALL_BACK)


ASKED = "question"
"""What stands for the rule where a contact covered a question."""


@dataclass(frozen=True, slots=True)
class Covered:
    """A touchpoint that a contact was about, or a question that was asked."""

    key: Key
    intent: Intent
    about: str = ""
    """Which of several it was, such as the reason given or the question asked."""
    wording: str = ""
    """Which text of ours was used; empty where the seller found their own words."""


@dataclass(frozen=True, slots=True)
class Contact:
    """A logged conversation, or the attempt at one."""

    id: int
    on: date
    outcome: Outcome
    channel: Channel | None = None
    inbound: bool = False
    note: str = ""
    covered: tuple[Covered, ...] = ()
    score: int | None = None
    """What they gave, from 0 to 10, where they were asked."""

    @property
    def two_way(self) -> bool:
        """Whether both sides took part: they were reached, or they wrote themselves."""
        return self.inbound or self.outcome.reached
