"""What is owed to a customer, and what is remembered of them."""

from datetime import date

from secondsale.model.deals import Ending
from secondsale.money import Money
from secondsale.records import dataclass, replace


@dataclass(frozen=True, slots=True)
class Concern:
    """A complaint or worry, open until it is resolved."""

    id: int
    text: str
    opened_on: date
    recorded_on: date
    sale_id: int | None = None
    resolved: Ending | None = None

    def as_of(self, day: date) -> "Concern":
        """Return the concern as it stood at the end of a day."""
        later = self.resolved is not None and self.resolved.on > day
        return replace(self, resolved=None) if later else self


@dataclass(frozen=True, slots=True)
class Promise:
    """Something the seller said they would do, with a date."""

    id: int
    text: str
    due_on: date
    made_on: date
    recorded_on: date
    kept_on: date | None = None

    def as_of(self, day: date) -> "Promise":
        """Return the promise as it stood at the end of a day."""
        later = self.kept_on is not None and self.kept_on > day
        return replace(self, kept_on=None) if later else self


@dataclass(frozen=True, slots=True)
class Checkpoint:
    """A dated stage of a sale: delivery, installation, project phase."""

    id: int
    sale_id: int
    label: str
    on: date
    recorded_on: date
    dropped: Ending | None = None

    def as_of(self, day: date) -> "Checkpoint":
        """Return the checkpoint as it stood at the end of a day."""
        later = self.dropped is not None and self.dropped.on > day
        return replace(self, dropped=None) if later else self


@dataclass(frozen=True, slots=True)
class Milestone:
    """Something worth celebrating, of the customer's own."""

    id: int
    text: str
    on: date
    recorded_on: date


@dataclass(frozen=True, slots=True)
class Gift:
    """Something given to a customer; a `wow` is one planned for the first week."""

    id: int
    text: str
    on: date
    cost: Money | None = None
    wow: bool = False


@dataclass(frozen=True, slots=True)
class Detail:
    """A dated fact about a customer, such as why they bought; the last one holds."""

    name: str
    value: str
    on: date


PROFILE = ("why", "problem", "needs", "routine")
"""The details that matter most: why they bought, what it solves, what else, when."""


CALLED = "called"
"""The detail that says what they are called to their face, whatever their name is."""


@dataclass(frozen=True, slots=True)
class Introduction:
    """Somebody the customer will deal with, and when the two met."""

    id: int
    name: str
    role: str
    added_on: date
    done_on: date | None = None

    def as_of(self, day: date) -> "Introduction":
        """Return the introduction as it stood at the end of a day."""
        later = self.done_on is not None and self.done_on > day
        return replace(self, done_on=None) if later else self


@dataclass(frozen=True, slots=True)
class Hello:
    """A first word to somebody who bought before the book knew of it, and its day."""

    id: int
    on: date
    made_on: date


@dataclass(frozen=True, slots=True)
class Rating:
    """How a review went, from 1 to 5, as the seller and the customer see it."""

    on: date
    own: int
    theirs: int | None = None


@dataclass(frozen=True, slots=True)
class Pause:
    """A time in which somebody is left alone, both days included.

    Without `until` it lasts; `whole_book` is the seller's own holiday. It was entered
    on `made_on`, which may be earlier than `since`.
    """

    since: date
    until: date | None
    made_on: date
    reason: str = ""
    whole_book: bool = False

    def holds(self, day: date) -> bool:
        """Return whether a day lies in it."""
        return self.since <= day and (self.until is None or day <= self.until)


@dataclass(frozen=True, slots=True)
class RewardTerms:
    """What a stamp card promises from a day on; cards begun earlier keep their terms.

    `name` is a frozen word: keys are made of it. A stamp is earned by each sale, each
    unit of a product, or each full `per` of money spent, whichever is set.
    """

    name: str
    since: date
    goal: int
    head_start: int
    gives: str
    product_id: int | None = None
    per: Money | None = None


@dataclass(frozen=True, slots=True)
class Redemption:
    """A full stamp card that was cashed in."""

    id: int
    name: str
    on: date
    cost: Money | None = None
