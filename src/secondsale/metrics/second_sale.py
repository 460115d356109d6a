"""The second sale: whether it comes, how soon, and for whom it still may."""

from collections.abc import Sequence

from secondsale.metrics.buyers import Order
from secondsale.metrics.distribution import Distribution
from secondsale.metrics.metric import FEW, Metric, Unit, share, standing
from secondsale.metrics.report import AGES, LEAST_SAID, LEAST_SHOWN, Group, Point
from secondsale.metrics.survival import Comebacks, at, days_between, days_until
from secondsale.text import plural

USUAL_WINDOW = 180
"""Days in which a second sale may still come, as long as there is no telling."""
IN_WINDOW = 0.9
"""The window ends where the curve has so much of what it reaches in a year."""
HALF = 0.5
CUSTOMER = "customer"


class SecondSale:
    """First-time buyers as they stood at the end of a day, the ordinal `day`."""

    def __init__(self, day: int) -> None:
        self.day = day
        self.everybody = Comebacks()
        self._once = Distribution()

    def add(self, orders: Sequence[Order]) -> None:
        """Count a customer by their order days, of which there is one at least."""
        first = orders[0].day
        watched = self.day - first
        after = orders[1].day - first if len(orders) > 1 else None
        if after is None:
            self._once.add(watched)
        self.everybody.add(watched, after)

    @property
    def days(self) -> Distribution:
        """Return after how many days those who came back did."""
        found = Distribution()
        for day, times in self.everybody.back.items():
            found.add(day, times)
        return found

    @property
    def window(self) -> int:
        """Return in how many days a second sale comes, if it comes within a year.

        Nobody knows what comes later: as long as the curve cannot be told for a year,
        it is USUAL_WINDOW at least.
        """
        told = min(self.everybody.last_day(LEAST_SAID) or 0, AGES[-1])
        points = self.everybody.curve()
        reached = at(points, told).share if points else 0.0
        found = days_until(points, IN_WINDOW * reached) if reached else None
        least = 0 if told == AGES[-1] else USUAL_WINDOW
        return USUAL_WINDOW if found is None else max(least, found)

    @property
    def waiting(self) -> int:
        """Return how many bought once and are still inside their window."""
        return self._once.at_most(self.window)

    def headline(self) -> tuple[str, ...]:
        """Say how many came back, how soon, and who still may."""
        if not self.everybody.n:
            return ("nobody has bought yet",)
        first = plural(self.everybody.n, "first-time buyer")
        said = [
            f"second sale: {self.days.n:,} of {first}",
            self._soon(),
            f"{self.waiting:,} still inside their window",
        ]
        if self.everybody.n < FEW:
            said.append("few so far")
        return tuple(said)

    def _soon(self) -> str:
        """Say when half are back, or how many are as far as can be told."""
        points = self.everybody.curve()
        half = days_until(points, HALF)
        if half is not None and at(points, half).at_risk >= LEAST_SHOWN:
            return f"half within {plural(half, 'day')}"
        told = self.everybody.last_day(LEAST_SAID) or 0
        age = next((each for each in reversed(AGES) if each <= told), None)
        if age is None:
            return "too early to say how soon"
        back = at(points, age).share
        percent = "under 1" if 0 < back < 0.005 else f"{100 * back:.0f}"
        return f"{percent} % by day {age}, not yet half"

    def group(self) -> Group:
        """Return the figures."""
        days, n, once = self.days, self.everybody.n, self._once.n
        points = self.everybody.curve()
        half, early, late = days_until(points, HALF), *days_between(points, HALF)
        left = n if half is None else at(points, half).at_risk
        if left < LEAST_SHOWN:
            half = early = late = None
        return Group(
            "second-sale",
            "Second sale",
            standing(
                share(
                    "second-sale", "came back so far", days.n, n,
                    "Customers with orders on two days or more, of all who ever"
                    " ordered; those of the last weeks had no time yet.",
                    estimate=False, of=CUSTOMER,
                ),
                Metric(
                    "second-sale-days", "half of those back so far within",
                    days.median, Unit.DAYS, days.n,
                    "The middle of the days from the first to the second order, of"
                    " those who came back already; those still to come will be slower,"
                    " so that it is too short for all.",
                    of=CUSTOMER,
                ),
                Metric(
                    "second-sale-median", "half of all back within", half, Unit.DAYS, n,
                    "The day after the first order by which half of all first-time"
                    " buyers are back, the young ones counted as long as they were"
                    " watched (Kaplan-Meier); none: not yet half, or fewer than"
                    f" {LEAST_SHOWN} were still watched and not back.",
                    low=early, high=late, of=CUSTOMER, leans_on=left,
                ),
                Metric(
                    "second-sale-window", "still inside their window", self.waiting,
                    Unit.COUNT, once,
                    "Of the customers with one order so far, those for whom it is at"
                    f" most as long ago as the window: {self.window} days, by which"
                    " the curve has 9/10 of what it reaches by day 365, or by the last"
                    f" day with {LEAST_SAID} still watched and not back; until a year"
                    f" can be told, {USUAL_WINDOW} days at least.",
                    of=CUSTOMER,
                ),
            ),
        )  # fmt: skip

    def repeats(self) -> Group:
        """Return how many are back by each of the AGES, plainly and estimated."""
        points, found = self.everybody.curve(), []
        for age, cell in zip(AGES, self.everybody.cells(), strict=True):
            n, hits = (cell.n, cell.hits) if cell else (0, 0)
            found += [
                share(
                    f"repeat-{age}", f"back within {age} days", hits, n,
                    f"Customers who ordered again within {age} days of their first"
                    " order, of those whose first order is that long ago.",
                    of=CUSTOMER,
                ),
                _estimated(age, points, self.everybody.n, n),
            ]  # fmt: skip
        return Group("repeat-purchases", "Repeat purchases", standing(*found))


def _estimated(age: int, points: Sequence[Point], n: int, seen: int) -> Metric:
    """Return the share of n by an age that so many were `seen` to reach."""
    value = low = high = None
    point = at(points, age) if points else None
    # Where all were seen so long nothing is estimated, however few are left.
    left = n if seen == n or point is None else point.at_risk
    if seen and point is not None and left >= LEAST_SHOWN:
        value, low, high = point.share, point.low, point.high
    return Metric(
        f"repeat-{age}-estimate", f"back by day {age}, estimated", value,
        Unit.SHARE, n,
        "The same estimated from all customers (Kaplan-Meier): who first ordered less"
        f" than {age} days ago counts for as long as they were watched; none where"
        f" fewer than {LEAST_SHOWN} were watched so long and not back before.",
        low=low, high=high, of=CUSTOMER, leans_on=left,
    )  # fmt: skip
