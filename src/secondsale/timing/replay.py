"""The past once more, day by day: how good the forecasts would have been.

At each purchase in the time tested, the next purchase of the same product by the same
customer is forecast from what was known at the end of that day, and compared with what
came. Purchases near the end are left out, so that each answer is known up to `horizon`
days; who does not come back within them is counted and not scored.
"""

from collections import deque
from collections.abc import Callable, Iterable, Iterator, Mapping
from datetime import date
from itertools import groupby
from statistics import fmean, median

from secondsale.model import Learned
from secondsale.records import dataclass
from secondsale.timing.levels import MATURE_DAYS, TYPICAL_CYCLE_DAYS, Learner, Stated
from secondsale.timing.rhythm import Rhythm
from secondsale.timing.shops import Shop, Sold

METHOD = "the method"
MONTH, LONGEST_MONTHS = 30, 6

Progress = Callable[[int], None]
"""Called with how many sales were replayed since the last call."""


@dataclass(frozen=True, slots=True)
class Span:
    """Which days are tested, in days."""

    warm_up: int
    """How long a shop has been learned from before its purchases are tested."""
    horizon: int
    """How long the next purchase is waited for."""
    last: int
    """The ordinal of the last day of which sales are known, of all shops."""


@dataclass(frozen=True, slots=True)
class Trial:
    """One purchase that was tested, and what each way of forecasting said."""

    shop: str
    young: bool
    """Whether it falls into the warm-up of its shop."""
    own_gaps: int
    others: int
    """How many pairs had bought the product again."""
    gap: int | None
    """The true gap; none: nothing came within the horizon."""
    said: Mapping[str, float]
    """The gap that each way of forecasting expected, by its name."""


def span_of(sales: Iterable[Sold]) -> Span:
    """Return the days to test: learn from the first quarter, wait for a third.

    In whole months of 30 days, 180 days at most.
    """
    days = [sold.day for sold in sales]
    last = max(days, default=1)
    months = (last - min(days, default=last)) / MONTH
    warm_up, horizon = (
        MONTH * min(LONGEST_MONTHS, max(1, round(months / part))) for part in (4, 3)
    )
    return Span(warm_up, horizon, last)


def replay(
    name: str,
    sales: Iterable[Sold],
    stated: Stated,
    span: Span,
    *,
    typical_cycle_days: int = TYPICAL_CYCLE_DAYS,
    progress: Progress = lambda _: None,
) -> list[Trial]:
    """Return the trials of a shop; `stated` are days of supply by product."""
    ordered = sorted(sales)
    if not ordered:
        return []
    first, last = ordered[0].day, span.last - span.horizon
    past = _Past(typical_cycle_days)
    waiting: dict[tuple[str, str], tuple[int, _Said]] = {}
    trials: list[Trial] = []
    for day, of_day in groupby(ordered, key=lambda sold: sold.day):
        bought = list(of_day)
        pairs = list(dict.fromkeys((sold.customer, sold.product) for sold in bought))
        for pair in pairs:
            then, said = waiting.pop(pair, (day, None))
            if said is not None:
                gap = day - then
                trials.append(said.trial(name, gap if gap <= span.horizon else None))
        past.buy(day, bought)
        if day < last:
            said_today = past.say(day, pairs, stated, young=day < first + span.warm_up)
            waiting.update((pair, (day, said)) for pair, said in said_today)
        progress(len(bought))
    return trials + [said.trial(name, None) for _, said in waiting.values()]


@dataclass(frozen=True, slots=True)
class _Said:
    """What was said on the day of a purchase."""

    young: bool
    own_gaps: int
    others: int
    gaps: Mapping[str, float]

    def trial(self, shop: str, gap: int | None) -> Trial:
        return Trial(shop, self.young, self.own_gaps, self.others, gap, self.gaps)


class _Past:
    """A shop as it was on a day, with what it had taught by then."""

    def __init__(self, typical_cycle_days: int) -> None:
        self.shop = Shop()
        self.learner = Learner(typical_cycle_days=typical_cycle_days)
        self.young: deque[Rhythm] = deque()
        """Those that teach nothing about the shop yet, oldest first."""
        self.mature: set[int] = set()
        self.gaps: dict[str, list[int]] = {}
        """Of all customers, by product."""
        self.days = self.seen = 0
        """All gaps together, and how many there were."""

    def buy(self, day: int, bought: list[Sold]) -> None:
        """Count the sales of a day: what a rhythm taught before, it teaches anew."""
        while self.young and self.young[0].first_day <= day - MATURE_DAYS:
            rhythm = self.young.popleft()
            self.mature.add(id(rhythm))
            self.learner.count_mature(rhythm)
        for sold in bought:
            known = self.shop.rhythms.get(sold.customer, {}).get(sold.product)
            seen = len(known.gaps) if known else 0
            if known is not None:
                self._count(sold, known, times=-1)
            rhythm = self.shop.buy(sold)
            if known is None:
                self.young.append(rhythm)
            self._count(sold, rhythm, times=1)
            new = rhythm.gaps[seen:]
            self.gaps.setdefault(sold.product, []).extend(new)
            self.days += sum(new)
            self.seen += len(new)

    def _count(self, sold: Sold, rhythm: Rhythm, *, times: int) -> None:
        category = self.shop.categories[sold.product]
        self.learner.count(sold.product, category, rhythm, times=times)
        if id(rhythm) in self.mature:
            self.learner.count_mature(rhythm, times=times)

    def say(
        self,
        day: int,
        pairs: list[tuple[str, str]],
        stated: Stated,
        *,
        young: bool,
    ) -> Iterator[tuple[tuple[str, str], _Said]]:
        """Yield what every way of forecasting says of pairs that bought on a day."""
        learned = self.learner.learned(date.fromordinal(day), stated)
        paces = {
            customer: self.shop.pace(customer, learned, stated)
            for customer in dict.fromkeys(customer for customer, _ in pairs)
        }
        for customer, product in pairs:
            made = self.shop.forecast(
                customer, product, learned, stated, paces[customer]
            )
            gaps = self._baselines(customer, product, learned, stated.get(product))
            gaps[METHOD] = made.gap
            votes = learned.products.get(product)
            others = votes.returning if votes else 0
            said = _Said(young, len(made.gaps), others, gaps)
            yield (customer, product), said

    def _baselines(
        self, customer: str, product: str, learned: Learned, stated: float | None
    ) -> dict[str, float]:
        """Return the gaps that plainer ways expect, by their names."""
        fixed = stated or float(learned.typical_cycle_days)
        own, all_gaps = self.shop.rhythms[customer][product].gaps, self.gaps[product]
        orders = self.shop.orders[customer]
        any_gap = stated or (self.days / self.seen if self.seen else fixed)
        mean = fmean(all_gaps) if all_gaps else any_gap
        middle = median(all_gaps) if all_gaps else any_gap
        return {
            "stated, else typical cycle": fixed,
            "product mean": mean,
            "product median": middle,
            "customer's order gap": orders.mean_days or fixed,
            "own mean, else product mean": fmean(own) if own else mean,
            "own median, else product median": median(own) if own else middle,
            "own mean, else stated": fmean(own) if own else fixed,
        }
