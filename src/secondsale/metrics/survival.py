"""How many are back by a day, where some were not watched for as long as others.

Kaplan and Meier, J. Am. Stat. Assoc. 53 (1958), 457-481. Who bought last week has not
failed to come back: they count for as long as they were watched, and no longer.
"""

from collections.abc import Sequence
from math import exp, log, sqrt

from secondsale.metrics.intervals import Z95, wilson
from secondsale.metrics.report import AGES, LEAST_SAID, LEAST_SHOWN, Cell, Point
from secondsale.records import replace


class Comebacks:
    """Who was watched for how long after a first order, and came back after how long.

    Sums only: it grows with the days, not with the customers.
    """

    __slots__ = ("_hits", "_left", "_n", "back", "n")

    def __init__(self) -> None:
        self.n = 0
        self.back: dict[int, int] = {}
        """How many came back, by days after the first order."""
        self._left: dict[int, int] = {}
        self._n = [0] * len(AGES)
        self._hits = [0] * len(AGES)

    def add(self, watched: int, after: int | None) -> None:
        """Count somebody: days since the first order, and until the second, if any."""
        self.n += 1
        if after is None:
            self._left[watched] = self._left.get(watched, 0) + 1
        else:
            self.back[after] = self.back.get(after, 0) + 1
        for at, age in enumerate(AGES):
            if watched < age:
                break
            self._n[at] += 1
            self._hits[at] += after is not None and after <= age

    def last_day(self, at_risk: int) -> int | None:
        """Return the last day on which so many were still watched and not back."""
        left = 0
        for day in sorted({*self.back, *self._left}, reverse=True):
            left += self.back.get(day, 0) + self._left.get(day, 0)
            if left >= at_risk:
                return day
        return None

    def curve(self) -> tuple[Point, ...]:
        """Return the curve: a point where it starts, and one each day it rises on.

        There is one at each of the AGES, where too few are left to be shown or said,
        and where the watching ends, too, so that `at_risk` can be told there. Intervals
        by Greenwood's variance on the scale of log(-log), as in Kalbfleisch and
        Prentice, The Statistical Analysis of Failure Time Data (1980): they stay
        between 0 and 1. Until somebody is back, where it knows no doubt, Wilson's.
        """
        if not self.n:
            return ()
        points, at_risk = [_nobody(0, self.n)], self.n
        stays, variance = 1.0, 0.0
        last = max({**self.back, **self._left})
        ends = (self.last_day(least) or 0 for least in (LEAST_SHOWN, LEAST_SAID))
        told = {last, *ends, *(age for age in AGES if age < last)} - {0}
        for day in sorted({*self.back, *self._left, *told}):
            back = self.back.get(day, 0)
            if back:
                stays *= 1 - back / at_risk
                if back < at_risk:
                    variance += back / (at_risk * (at_risk - back))
                    low, high = _band(stays, variance)
                else:
                    stays, low, high = 0.0, points[-1].low, 1.0
                points.append(Point(day, 1 - stays, low, high, at_risk))
            elif day in told:
                same = replace(points[-1], day=day, at_risk=at_risk)
                points.append(same if same.share else _nobody(day, at_risk))
            at_risk -= back + self._left.get(day, 0)
        return tuple(points)

    def cells(self) -> tuple[Cell | None, ...]:
        """Return what was so at each of the AGES, None where nobody is as old."""
        points = self.curve()
        return tuple(
            Cell(n, hits, at(points, age).share) if n else None
            for age, n, hits in zip(AGES, self._n, self._hits, strict=True)
        )


def _nobody(day: int, at_risk: int) -> Point:
    return Point(day, 0.0, 0.0, wilson(0, at_risk)[1], at_risk)


def at(points: Sequence[Point], day: int) -> Point:
    """Return where a curve stands on a day."""
    return next(point for point in reversed(points) if point.day <= day)


def days_until(points: Sequence[Point], share: float) -> int | None:
    """Return by which day that share is back, None where it is not yet."""
    return next((point.day for point in points if point.share >= share), None)


def days_between(
    points: Sequence[Point], share: float
) -> tuple[int | None, int | None]:
    """Return between which days that share is back, with a chance of 95 %.

    Brookmeyer and Crowley, Biometrics 38 (1982), 29-41: where the band crosses it.
    """
    some = (point for point in points if point.share)
    early = next((point.day for point in some if point.high >= share), None)
    late = next((point.day for point in points if point.low >= share), None)
    return early, late


def _band(stays: float, variance: float) -> tuple[float, float]:
    depth = log(stays)
    power = exp(Z95 * sqrt(variance) / -depth)
    return 1 - stays ** (1 / power), 1 - stays**power
