"""The rhythm of one customer and one product: sums that are kept instead of the sales.

Everything is counted in logarithms of days, so that twice as long is as far as half as
long. A dosed product is counted per unit: its quantity enters in full.
"""

from collections.abc import Iterable
from math import exp, expm1, log, sqrt

QUANTITY_POWER = 0.15
"""How much of a quantity shows in the gap after it: twice as many, 11 % longer."""

SPREAD = 0.72
"""The usual variance of ln gaps of one customer and one product."""
SPREAD_SAYS = 3
SPREAD_SAYS_OF_WINDOWS = 6
"""How many gaps the usual variance counts for: in pooling, and in windows."""
OTHERS_SAY = 1.5
LEAST_OTHERS_SAY = 0.3
"""How many own gaps others count for; fewer for customers who are regular."""
NARROWEST = 0.6
"""The least spread of a forecast, in ln days."""

SAME = 1e-9
"""How far apart two logarithms of the same quantity may be."""
LONGEST = 36_500
"""The longest gap in days: beyond it, dates say nothing."""
_LOG_LONGEST = log(LONGEST)


def days_of(log_days: float) -> float:
    """Return a ln gap in days: 1 at least, LONGEST at most."""
    return exp(min(max(log_days, 0.0), _LOG_LONGEST))


class Rhythm:
    """What one customer's purchases of one product say of the gaps between them."""

    __slots__ = (
        "dosed", "first_day", "gaps", "last_day", "last_quantity", "logs", "observed",
        "purchases", "quantities", "squares", "sums",
    )  # fmt: skip

    def __init__(self, *, dosed: bool = False) -> None:
        self.dosed = dosed
        self.gaps: tuple[int, ...] = ()
        """Days between purchases, oldest first."""
        self.observed = 0
        """How many gaps and levels were seen (n)."""
        self.purchases = 0
        self.logs = 0.0  # sum of ln gap
        self.sums = 0.0  # sum of u = ln gap - power x ln quantity before it
        self.squares = 0.0  # sum of u squared
        self.quantities = 0.0  # sum of ln quantity over all purchases
        self.first_day = 0
        self.last_day = 0
        self.last_quantity: float = 0

    @classmethod
    def of_days(cls, days: Iterable[int]) -> "Rhythm":
        """Return the same as after buying one on each of some days, in less time.

        Errors: ValueError.
        """
        made, gaps = cls(), []
        last = 0
        for day in days:
            if not made.purchases:
                made.first_day = day
            elif day == last:
                continue
            else:
                gaps.append(day - last)
            made.purchases += 1
            last = day
        if gaps and min(gaps) < 0:
            raise ValueError("purchases are counted in the order of their days")
        for gap in gaps:
            logged = log(gap)
            made.logs += logged
            made.squares += logged * logged
        made.sums, made.gaps, made.observed = made.logs, tuple(gaps), len(gaps)
        made.last_day, made.last_quantity = last, 1 if made.purchases else 0
        return made

    def copy(self) -> "Rhythm":
        """Return the same sums once more."""
        twin = Rhythm.__new__(Rhythm)
        for name in Rhythm.__slots__:
            setattr(twin, name, getattr(self, name))
        return twin

    @property
    def power(self) -> float:
        """Return the power to which a quantity lengthens the gap after it."""
        return 1.0 if self.dosed else QUANTITY_POWER

    def buy(self, day: int, quantity: float) -> None:
        """Count a purchase; several of one day are one, and days never go back.

        `day` is an ordinal, `quantity` more than 0. Errors: ValueError.
        """
        if quantity <= 0:
            raise ValueError("a purchase is of more than nothing")
        if not self.purchases:
            self.first_day = day
        elif day == self.last_day:
            self.quantities -= log(self.last_quantity)
            self.last_quantity += quantity
            self.quantities += log(self.last_quantity)
            return
        elif day < self.last_day:
            raise ValueError("purchases are counted in the order of their days")
        else:
            gap = day - self.last_day
            self.gaps += (gap,)
            self._learn(log(gap))
        self.purchases += 1
        self.quantities += log(quantity)
        self.last_day, self.last_quantity = day, quantity

    def observe(self, days_per_unit: float) -> None:
        """Count one more gap: how long a unit of the last purchase lasts, in days."""
        if self.purchases and days_per_unit > 0:
            self._learn(log(days_per_unit) + log(self.last_quantity))

    def _learn(self, log_gap: float) -> None:
        u = log_gap - self.power * log(self.last_quantity)
        self.observed += 1
        self.logs += log_gap
        self.sums += u
        self.squares += u * u

    @property
    def weight(self) -> float:
        """Return what this pair's vote weighs, from 0 to 1."""
        return self.observed / (self.observed + 2)

    @property
    def mean(self) -> float:
        """Return the mean ln gap, per unit where dosed; 0 before the first gap."""
        if not self.observed:
            return 0.0
        return (self.sums if self.dosed else self.logs) / self.observed

    @property
    def usual(self) -> float:
        """Return the mean ln quantity to which the gaps are brought; 0 where dosed."""
        if self.dosed or not self.purchases:
            return 0.0
        return self.quantities / self.purchases

    def _about_the_mean(self) -> float:
        """Return the sum of squares of u about its mean: it knows no usual quantity."""
        if not self.observed:
            return 0.0
        return max(0.0, self.squares - self.sums * self.sums / self.observed)

    def _variance(self, says: float) -> float:
        own = max(0, self.observed - 1)
        return (says * SPREAD + self._about_the_mean()) / (says + own)

    @property
    def others_say(self) -> float:
        """Return how many own gaps count as much as what others do (k)."""
        return max(LEAST_OTHERS_SAY, OTHERS_SAY * self._variance(SPREAD_SAYS) / SPREAD)

    @property
    def spread(self) -> float:
        """Return the spread of the next gap, in ln days (s)."""
        return max(NARROWEST, sqrt(self._variance(SPREAD_SAYS_OF_WINDOWS)))

    def pooled(self, others: float, usual: float | None = None) -> float:
        """Return the mean ln gap of a usual quantity, pooled with others' ln gap.

        `usual` is the mean ln quantity to go by, this customer's where none is given.
        """
        if not self.observed:
            return others
        by = self.usual if usual is None else usual
        own = self.sums + self.observed * self.power * by
        k = self.others_say
        return (k * others + own) / (k + self.observed)

    def expected(self, others: float) -> float:
        """Return the ln gap after the last purchase, given others' ln gap (mu)."""
        if not self.purchases:
            return others
        more = log(self.last_quantity) - self.usual
        return self.pooled(others) + self.power * more

    @property
    def usual_before(self) -> float | None:
        """Return the mean ln quantity before the last purchase, if there was one."""
        if self.purchases < 2:
            return None
        return (self.quantities - log(self.last_quantity)) / (self.purchases - 1)

    def quantity_effect(self, others: float) -> float:
        """Return how much longer the last quantity makes the gap than the usual one.

        0.1 is 10 % longer. It compares with having bought the usual once more.
        """
        before = self.usual_before
        if self.dosed or before is None:
            return 0.0
        if abs(before - log(self.last_quantity)) < SAME:
            return 0.0
        longer = self.expected(others) - self.pooled(others, before)
        return expm1(max(-700.0, min(longer, 700.0)))
