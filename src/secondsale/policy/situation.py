"""What every restraint reads and says: figures, the situation, a hold."""

from bisect import bisect_right
from collections.abc import Container, Mapping, Sequence
from datetime import date
from functools import cached_property
from operator import attrgetter

from secondsale.days import parse_dates, parse_weekdays
from secondsale.figures import figure
from secondsale.model import Contact, History, Pause
from secondsale.records import dataclass, field


@dataclass(frozen=True, slots=True)
class Hold:
    """Why a touchpoint is kept back.

    `until` is the first day on which this reason no longer holds, or None where it
    takes an event.
    """

    restraint: str
    reason: str
    until: date | None = None


@dataclass(frozen=True)
class Figures:
    """What people may set of the policy; 0 or an empty text is off."""

    concern_gate: bool = figure(
        True, "", "whether an open concern stops all but promises"
    )
    cancellation_days: int = figure(
        3, "days after the sale", "no asks and no offers; 0 is off", high=365
    )
    not_interested_days: int = figure(
        60, "days", "offers rest after `not-interested`; 0 is off"
    )
    spacing_days: int = figure(
        3, "days", "between a conversation and the next lesson, ask or offer; 0 is off"
    )
    most_in_30_days: int = figure(
        4, "conversations", "with a lesson, ask or offer in 30 days; 0 is off", high=30
    )
    annoyed_days: int = figure(
        180, "days", "in which two `annoyed` talks halve those in 30 days; 0 is off"
    )
    quiet_weekdays: str = figure(
        "",
        "",
        "weekdays without contacts; empty is off",
        reads=parse_weekdays,
        takes="weekdays with commas between: saturday, sunday",
    )
    quiet_dates: str = figure(
        "",
        "",
        "dates without contacts; empty is off",
        reads=parse_dates,
        takes="dates with commas between: 2026-12-24, 2026-12-31",
    )
    holidays: str = figure(
        "", "", "whose public holidays are quiet: `DE`, `GB-SCT`; empty is off"
    )
    bundle_days: int = figure(
        1, "days", "what falls due so close together is one conversation", high=30
    )
    capacity: int = figure(
        12, "conversations a day", "beyond it all but promises move; 0 is off", high=999
    )
    first_time_one_in: int = figure(
        3,
        "offers a day",
        "one in so many goes to first-time buyers, one at least; 0 is off",
        high=99,
    )
    first_retry_days: int = figure(1, "days", "after nobody answered", low=1, high=90)
    second_retry_days: int = figure(
        3,
        "days",
        "after nobody answered twice; the third time it is skipped",
        low=1,
        high=90,
    )
    snooze_stays_days: int = figure(
        3, "days", "how long a snoozed touchpoint stays open at least", high=90
    )

    quiet: Container[date] = frozenset()
    """The quiet days that the figures come to; the settings work them out."""


@dataclass(frozen=True)
class Situation:
    """What the policy looks at: one customer's history, and how their sales stand."""

    history: History
    offers_from: Mapping[int, date] = field(default_factory=dict)
    """By sale: the first day on which it is looked after and an offer may follow."""

    def talks(self, day: date) -> Sequence[Contact]:
        """Return the two-way contacts up to a day, oldest first."""
        return self._talks[: bisect_right(self._talks, day, key=attrgetter("on"))]

    def pauses(self, day: date) -> list[Pause]:
        """Return the pauses in which a day lies."""
        return [pause for pause in self.history.pauses if pause.holds(day)]

    def next_contact(self, *, after: date) -> date | None:
        """Return the next day of a contact, which may have freed a hold."""
        return min((c.on for c in self.history.contacts if c.on > after), default=None)

    @cached_property
    def _talks(self) -> tuple[Contact, ...]:
        """Keep the two-way contacts: every restraint asks for them on every day."""
        return tuple(contact for contact in self.history.contacts if contact.two_way)
