"""What pictures are drawn by: how far they reach, and where their marks stand."""

from bisect import bisect_right
from collections.abc import Callable, Sequence
from datetime import date
from math import ceil, floor, log10

from secondsale.metrics.report import (
    AGES,
    LEAST_SAID,
    LEAST_SHOWN,
    Cohort,
    Month,
    Point,
    Report,
)

STEPS = (0.01, 0.02, 0.05, 0.1, 0.2, 0.25)
"""Between two marks of a scale of shares."""

EARLY = (7, 14)
"""Days that are marked, too, where the AGES are too far apart."""

CLOSE = 0.08
"""Marks nearer to each other than this part of a scale would run into one."""


CUT = f"the curve ends where fewer than {LEAST_SHOWN} are left"
UNDRAWN = f"no curve yet: fewer than {LEAST_SHOWN} first-time buyers were watched"


def reach(points: Sequence[Point]) -> int:
    """Return the last day of the curve that is drawn, a year's at most.

    It is 0 where there is none to be drawn: too few were watched for a day.
    """
    return _last_with(points, LEAST_SHOWN)


def is_cut(points: Sequence[Point]) -> bool:
    """Return whether some were watched longer than the curve goes, in its year."""
    return reach(points) < min(points[-1].day, AGES[-1])


def last_said(points: Sequence[Point]) -> int:
    """Return the last day of which a sentence may stand alone, 0 if there is none."""
    return _last_with(points, LEAST_SAID)


def _last_with(points: Sequence[Point], at_risk: int) -> int:
    days = (point.day for point in points if point.at_risk >= at_risk)
    return min(max(days, default=0), AGES[-1])


Span = Callable[[int], tuple[float, float]]
"""From where to where the words under a day take room, with some to spare."""


def marks_of_days(last: int, span: Span | None = None) -> list[int]:
    """Return the days to be marked, from 0 to the last, none too close to another.

    With a `span` they are so few that the words under them keep apart.
    """
    inner = AGES if last > 2 * AGES[0] else (*EARLY, *AGES)
    kept = [0]
    for day in inner:
        if CLOSE * last <= day - kept[-1] and day + CLOSE * last <= last:
            free = span is None or (
                span(kept[-1])[1] <= span(day)[0] and span(day)[1] <= span(last)[0]
            )
            if free:
                kept.append(day)
    return [*kept, last]


def marks_of_shares(most: float) -> list[float]:
    """Return shares from 0 up to one that is not below `most`, evenly apart."""
    step = next((each for each in STEPS if each * 5 >= most - 1e-9), 0.25)
    count = max(2, ceil(most / step - 1e-9))
    return [round(step * number, 2) for number in range(count + 1)]


def marks_of_numbers(most: float) -> list[float]:
    """Return round numbers from 0 up to one that is not below `most`, evenly apart."""
    least = max(most, 1) / 5
    power = 10.0 ** floor(log10(least))
    step = next(each * power for each in (1, 2, 5, 10) if each * power >= least - 1e-9)
    step = max(1.0, step)
    count = max(2, ceil(most / step - 1e-9))
    return [step * number for number in range(count + 1)]


def highest(points: Sequence[Point]) -> float:
    """Return the largest share of the band, as far as the curve is drawn."""
    last = reach(points)
    return max(point.high for point in points if point.day <= last)


def at(points: Sequence[Point], day: float) -> Point:
    """Return the step that the curve is on, at a day."""
    found = bisect_right(points, day, key=lambda point: point.day)
    return points[max(0, found - 1)]


def open_at(points: Sequence[Point], day: int) -> int:
    """Return how many were seen up to a day and were not back before it."""
    later = next((point for point in points if point.day >= day), points[-1])
    return later.at_risk


def recent_months(report: Report, most: int) -> tuple[Month, ...]:
    """Return the last months, from the first that has an order."""
    return _months(report)[-most:]


def recent_cohorts(report: Report, most: int) -> tuple[Cohort, ...]:
    """Return the last months in which somebody bought for the first time."""
    return _cohorts(report)[-most:]


def left_out(report: Report, most: int) -> str:
    """Say that there are earlier months than those that are shown, if there are."""
    whole = max(len(_months(report)), len(_cohorts(report)))
    if whole <= most:
        return ""
    return f"the last {most} of {whole} months; secondsale stats --json has all of them"


def _months(report: Report) -> tuple[Month, ...]:
    with_orders = [month.month for month in report.months if month.orders]
    first = with_orders[0] if with_orders else date.max
    return tuple(month for month in report.months if month.month >= first)


def _cohorts(report: Report) -> tuple[Cohort, ...]:
    return tuple(cohort for cohort in report.cohorts if cohort.n)


def largest_share(cohorts: Sequence[Cohort]) -> float:
    """Return the largest share that came back of any of them."""
    every = (cell for cohort in cohorts for cell in cohort.cells)
    cells = (cell for cell in every if cell and not cell.few)
    return max((cell.estimate for cell in cells), default=0.0)
