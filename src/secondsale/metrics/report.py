"""Everything that `stats` shows, as plain data: figures by group, and pictures."""

from datetime import date

from secondsale.metrics.metric import Metric
from secondsale.money import Money
from secondsale.records import dataclass

AGES = (30, 60, 90, 180, 365)
"""Days after a first order at which a cohort is looked at."""

LEAST_SHOWN, LEAST_SAID = 5, 10
"""Of fewer still watched nothing is estimated, or said in the headline."""

FEWEST = 5
"""Of fewer seen so long, a cohort's share says next to nothing."""


@dataclass(frozen=True, slots=True)
class Period:
    """A stretch of days, both included."""

    since: date
    until: date


@dataclass(frozen=True, slots=True)
class Point:
    """A step of the curve to the second sale.

    `share`, 0 to 1, is back by this many days after the first order, and lies between
    `low` and `high` with a chance of 95 %.
    """

    day: int
    share: float
    low: float
    high: float
    at_risk: int
    """How many were seen so long and were not back before this day."""


@dataclass(frozen=True, slots=True)
class Cell:
    """What became of a cohort by one of the AGES.

    Of the `n` who were seen that long, `hits` were back; `estimate` (Kaplan-Meier, 0 to
    1) makes use of the younger ones, too.
    """

    n: int
    hits: int
    estimate: float

    @property
    def share(self) -> float:
        """Return the plain share, 0 to 1."""
        return self.hits / self.n

    @property
    def few(self) -> bool:
        """Return whether too few were seen so long for a share to mean anything."""
        return self.n < FEWEST


@dataclass(frozen=True, slots=True)
class Cohort:
    """Those who first bought in one month, and how many of them came back."""

    month: date
    """Its first day."""
    n: int
    cells: tuple[Cell | None, ...]
    """One for each of the AGES; None where nobody was seen that long yet."""


@dataclass(frozen=True, slots=True)
class Month:
    """The orders of one month, and what they brought; never two currencies as one."""

    month: date
    """Its first day."""
    orders: int
    firsts: int
    """How many of the orders were a customer's first."""
    revenue: tuple[Money, ...]
    """One amount a currency, in the order of `Report.currencies`."""
    so_far: bool = False
    """Whether it was not over at the end of the period."""


@dataclass(frozen=True, slots=True)
class Group:
    """Figures about one subject."""

    id: str
    title: str
    metrics: tuple[Metric, ...]


@dataclass(frozen=True, slots=True)
class Report:
    """The figures of a period, each beside the period before."""

    period: Period
    before: Period
    """The period of the same length that ended the day before."""
    headline: tuple[str, ...]
    """The answer in three phrases: how many came back, how soon, who still may."""
    groups: tuple[Group, ...]
    curve: tuple[Point, ...]
    """From the first order on; empty where nobody bought."""
    cohorts: tuple[Cohort, ...]
    """Oldest first, without gaps: a month without first orders has n = 0."""
    months: tuple[Month, ...]
    """Oldest first, without gaps; the last one may not be over."""
    currencies: tuple[str, ...]
    """Largest revenue first."""
    notes: tuple[str, ...] = ()
    """What has to be said beside the figures, such as that few were counted."""
