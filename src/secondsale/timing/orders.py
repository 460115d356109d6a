"""Whether a customer still buys at all, and from when they count as gone quiet.

A closed form of "buys until they stop": each order makes it likelier that they are
still there, each day of silence less so. Nothing in it is fitted to the book but the
shop's typical gap between orders.
"""

from collections.abc import Iterable
from datetime import date
from math import ceil, exp, expm1, log, log1p

from secondsale import text
from secondsale.days import LAST, say
from secondsale.model import Learned
from secondsale.records import dataclass
from secondsale.timing.rhythm import Rhythm, days_of

WITHIN_DAYS = 60
HALF = 0.5
ORDERS_SAY = 10
"""How many votes of customers the typical gap between orders counts for."""
GAPS_OF_OLD = 3.0
"""How many typical gaps the average customer is taken to have been watched before."""
STOPS, STOPS_BESIDE = 0.25, 0.6
"""How readily customers stop: 0.25 to 0.6 + their repeat orders, after each order."""


class Orders:
    """The days on which a customer ordered anything, as sums."""

    __slots__ = ("_rhythm",)

    def __init__(self, days: Iterable[int] = ()) -> None:
        self._rhythm = Rhythm.of_days(days)

    def order(self, day: int) -> None:
        """Count an order by its ordinal; days never go back.

        Several orders of one day are one. Errors: ValueError.
        """
        if not self._rhythm.purchases or day != self._rhythm.last_day:
            self._rhythm.buy(day, 1)

    @property
    def count(self) -> int:
        """Return on how many days there was an order."""
        return self._rhythm.purchases

    @property
    def first_day(self) -> int:
        """Return the ordinal of the first order."""
        return self._rhythm.first_day

    @property
    def last_day(self) -> int:
        """Return the ordinal of the last order."""
        return self._rhythm.last_day

    @property
    def weight(self) -> float:
        """Return what this customer's vote on the typical gap weighs, from 0 to 1."""
        return self._rhythm.weight

    @property
    def mean(self) -> float:
        """Return the mean ln gap between orders; 0 before the first gap."""
        return self._rhythm.mean

    @property
    def mean_days(self) -> float | None:
        """Return the plain mean gap between orders in days; none before the first."""
        if self.count < 2:
            return None
        return (self.last_day - self.first_day) / (self.count - 1)

    def gap(self, learned: Learned) -> float:
        """Return the customer's own gap in days, pooled with the shop's typical one."""
        return days_of(self._rhythm.pooled(log(typical_gap(learned))))


@dataclass(frozen=True, slots=True)
class Quiet:
    """The day from which a customer counts as gone quiet, and how it was worked out."""

    day: date
    working: str


def typical_gap(learned: Learned) -> float:
    """Return the shop's typical gap in days between any orders of a customer (m)."""
    gap = learned.worked_out.get("typical gap")
    if gap is None:
        prior, votes = ORDERS_SAY * log(learned.typical_order_days), learned.orders
        gap = days_of((prior + votes.logs) / (ORDERS_SAY + votes.weight))
        learned.worked_out["typical gap"] = gap
    return gap


def alive(orders: Orders, learned: Learned, today: date) -> float:
    """Return the chance, 0 to 1, that a customer has not stopped buying."""
    old = GAPS_OF_OLD * typical_gap(learned)
    return _alive(orders, old, _silence(orders, today))


def _alive(orders: Orders, old: float, silent: int) -> float:
    watched, again = orders.last_day - orders.first_day, orders.count - 1
    stopped = log(STOPS / (STOPS_BESIDE + again))
    stopped += (1 + again) * log1p(silent / (old + watched))
    return 1 / (1 + exp(min(stopped, 700.0)))


def p_order(
    orders: Orders, learned: Learned, today: date, *, days: int = WITHIN_DAYS
) -> float:
    """Return the chance, 0 to 1, of any order within some days from today.

    It falls with every day of silence.
    """
    old, silent = GAPS_OF_OLD * typical_gap(learned), _silence(orders, today)
    watched = orders.last_day - orders.first_day + silent
    none = -orders.count * log1p(days / (old + watched))
    return _alive(orders, old, silent) * -expm1(none)


def gone_quiet(
    orders: Orders,
    learned: Learned,
    *,
    own_gaps: float = 1.5,
    one_time_gaps: float = 2.0,
    least_days: int = 60,
    chance: float = HALF,
    within_days: int = WITHIN_DAYS,
) -> Quiet:
    """Return when somebody counts as gone quiet after their last order.

    With several orders it is the later of the first day on which an order within
    `within_days` is less likely than `chance`, and the last order + `own_gaps` x the
    own gap. After one order it is that + `one_time_gaps` x the shop's typical gap,
    `least_days` at least: nothing tells those who come back from the others.
    """
    last = date.fromordinal(orders.last_day)
    if orders.count < 2:
        usual = typical_gap(learned)
        days = max(least_days, ceil(one_time_gaps * usual))
        quiet = _saturated(orders.last_day + days)
        others = text.plural(round(usual), "day")
        return Quiet(
            quiet,
            f"one order, on {say(last, beside=quiet)}; others order again after about"
            f" {others}: quiet after {text.plural(days, 'day')}",
        )
    by_gap = orders.last_day + ceil(own_gaps * orders.gap(learned))
    quiet = _saturated(_first_below(orders, learned, chance, within_days, by_gap))
    return Quiet(quiet, words(orders, learned, quiet, within_days=within_days))


def is_quiet(
    orders: Orders,
    learned: Learned,
    today: date,
    *,
    own_gaps: float = 1.5,
    one_time_gaps: float = 2.0,
    least_days: int = 60,
    chance: float = HALF,
    within_days: int = WITHIN_DAYS,
) -> bool:
    """Return whether somebody has gone quiet by today: whether `gone_quiet` is over.

    It looks at today only, for when there are many to look at.
    """
    silent = _silence(orders, today)
    if orders.count < 2:
        return silent >= max(least_days, ceil(one_time_gaps * typical_gap(learned)))
    if silent < ceil(own_gaps * orders.gap(learned)):
        return False
    return p_order(orders, learned, today, days=within_days) < chance


def words(
    orders: Orders, learned: Learned, today: date, *, within_days: int = WITHIN_DAYS
) -> str:
    """Say in one line how likely an order is, and from what one can tell."""
    usual = text.plural(max(1, round(exp(orders.mean))), "day")
    about = f" about every {usual}" if orders.count > 1 else ""
    chance = 100 * p_order(orders, learned, today, days=within_days)
    return (
        f"{text.plural(orders.count, 'order')}{about}, silent for"
        f" {_silence(orders, today)}: {chance:.0f} % chance to order within"
        f" {text.plural(within_days, 'day')}"
    )


def _first_below(
    orders: Orders, learned: Learned, chance: float, within_days: int, start: int
) -> int:
    """Return the first ordinal from start on with an order less likely than `chance`.

    As the chance only falls, it looks twice as far ahead each time, then in between.
    """

    def below(ordinal: int) -> bool:
        on = date.fromordinal(ordinal)
        return p_order(orders, learned, on, days=within_days) < chance

    low, high, end = start - 1, start, LAST.toordinal()
    while high < end and not below(high):
        low, high = high, min(end, high + 2 * (high - low))
    while high - low > 1:
        middle = (low + high) // 2
        low, high = (low, middle) if below(middle) else (middle, high)
    return high


def _silence(orders: Orders, today: date) -> int:
    return max(0, today.toordinal() - orders.last_day)


def _saturated(ordinal: int) -> date:
    return date.fromordinal(min(ordinal, LAST.toordinal()))
