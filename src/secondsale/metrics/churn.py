"""Churn: who has gone quiet, by their own rhythm and by how likely they order again."""

from datetime import date

from secondsale.metrics.metric import Metric, Unit, share, standing
from secondsale.metrics.report import Group
from secondsale.model import Learned
from secondsale.records import dataclass
from secondsale.timing import Orders
from secondsale.timing.orders import alive, is_quiet


@dataclass(frozen=True, slots=True)
class Limits:
    """When somebody counts as gone quiet, as win-back has it."""

    own_gaps: float = 1.5
    one_time_gaps: float = 2.0
    least_days: int = 60
    """Days, after one order."""
    chance: float = 0.5
    within_days: int = 60


class Churn:
    """Customers who ever ordered, as they stood at the end of a day."""

    def __init__(self, day: int, learned: Learned, limits: Limits) -> None:
        self._day, self._learned, self._limits = day, learned, limits
        self._today = date.fromordinal(day)
        self._n = self._quiet = self._again = self._beyond = 0
        self._stopped = 0.0

    def add(self, own: Orders) -> None:
        """Count a customer by their order days, of which there is one at least."""
        limits = self._limits
        self._n += 1
        self._stopped += 1 - alive(own, self._learned, self._today)
        self._quiet += is_quiet(
            own,
            self._learned,
            self._today,
            own_gaps=limits.own_gaps,
            one_time_gaps=limits.one_time_gaps,
            least_days=limits.least_days,
            chance=limits.chance,
            within_days=limits.within_days,
        )
        usual = own.mean_days
        if usual is not None:
            self._again += 1
            self._beyond += self._day - own.last_day > limits.own_gaps * usual

    def group(self) -> Group:
        """Return the figures."""
        limits = self._limits
        stopped = self._stopped / self._n if self._n else None
        return Group(
            "churn",
            "Churn",
            standing(
                share(
                    "churn-quiet", "gone quiet", self._quiet, self._n,
                    "Customers of whom win-back says so: an order within"
                    f" {limits.within_days} days is less likely than"
                    f" {limits.chance:.0%} and {limits.own_gaps:g} of their usual gaps"
                    f" are over; after one order, {limits.one_time_gaps:g} gaps of the"
                    f" shop's, {limits.least_days} days at least.",
                    estimate=False, of="customer",
                ),
                Metric(
                    "churn-stopped", "have stopped, by timing's chances", stopped,
                    Unit.SHARE, self._n,
                    "The chance that a customer has stopped buying, by how often they"
                    " ordered and how long they have been silent, on average; it leans"
                    " on what timing takes for granted of any shop, not on this book"
                    " alone.",
                    of="customer",
                ),
                share(
                    "churn-beyond", "silent beyond their own rhythm", self._beyond,
                    self._again,
                    f"Customers with two orders or more whose silence is longer than"
                    f" {limits.own_gaps:g} x their own average gap.",
                    estimate=False, of="customer",
                ),
            ),
        )  # fmt: skip
