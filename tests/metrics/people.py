"""Customers in plain numbers, in a readable line: `buyer(sold(0, 38), sold(61, 20))`.

Days are counted from START, the first day of 2026.
"""

from datetime import date, timedelta

from secondsale.goodwill import Goodwill
from secondsale.metrics.buyers import STANDS, Buyer, Sold, Talk, Worry
from secondsale.metrics.census import Census, Deeds, count, report
from secondsale.metrics.churn import Limits
from secondsale.metrics.metric import Metric
from secondsale.metrics.report import Period, Report
from secondsale.model import Learned

START = date(2026, 1, 1)
ZERO = START.toordinal()


def sold(
    day: int,
    euros: int = 10,
    *,
    known: int | None = None,
    ended: int | None = None,
    currency: str = "EUR",
) -> Sold:
    """Return a sale, entered on its day unless `known` says otherwise."""
    return Sold(
        ZERO + day,
        ZERO + (day if known is None else known),
        STANDS if ended is None else ZERO + ended,
        {currency: 100 * euros},
    )


def talk(day: int, outcome: str = "ok", *, inbound: bool = False) -> Talk:
    """Return a contact."""
    return Talk(ZERO + day, outcome, int(inbound))


def worry(opened: int, resolved: int | None = None) -> Worry:
    """Return a concern."""
    return Worry(ZERO + opened, STANDS if resolved is None else ZERO + resolved)


def buyer(
    *facts: Sold | Talk | Worry, id: int = 1, tier: str = "", there: bool = True
) -> Buyer:
    """Return a customer with these facts."""
    return Buyer(
        id,
        tier,
        there,
        sorted((each for each in facts if isinstance(each, Sold)), key=_day),
        sorted(each for each in facts if isinstance(each, Talk)),
        sorted(each for each in facts if isinstance(each, Worry)),
    )


def _day(sale: Sold) -> int:
    return sale.day


def day(number: int) -> date:
    """Return the day so many days after START."""
    return START + timedelta(number)


def census(until: int, *, days: int = 90, drawn: bool = True) -> Census:
    """Return a count of nobody, of the days up to one."""
    period = Period(day(until - days + 1), day(until))
    return Census(period, Learned(), Goodwill(), Limits(), drawn=drawn)


def reported(*buyers: Buyer, until: int = 364, days: int = 90) -> Report:
    """Return the report of some customers, who have done nothing else."""
    now = census(until, days=days)
    before = census(until - days, days=days, drawn=False)
    count(buyers, now, before)
    return report(now, before, Deeds(), Deeds())


def figures(made: Report) -> dict[str, Metric]:
    """Return every figure by its id; of several currencies the first one's."""
    found: dict[str, Metric] = {}
    for group in made.groups:
        for metric in group.metrics:
            found.setdefault(metric.id, metric)
    return found
