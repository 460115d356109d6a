"""All figures of all customers as they stood at the end of a period, in one pass."""

from collections.abc import Iterable, Mapping
from typing import NamedTuple

from secondsale.goodwill import Goodwill
from secondsale.metrics.attention import Attention, contacts
from secondsale.metrics.buyers import Buyer, changed, orders_of
from secondsale.metrics.churn import Churn, Limits
from secondsale.metrics.conversations import Ends, Talks, rules_group, talks_group
from secondsale.metrics.metric import Metric
from secondsale.metrics.months import Months
from secondsale.metrics.orders import OrderCounts
from secondsale.metrics.report import Group, Period, Report
from secondsale.metrics.revenue import Revenue
from secondsale.metrics.second_sale import SecondSale
from secondsale.metrics.seen import Seen
from secondsale.metrics.warmth import Warmth
from secondsale.metrics.word import Word
from secondsale.metrics.word import group as word_group
from secondsale.model import Learned
from secondsale.records import replace
from secondsale.timing import Orders


class Deeds(NamedTuple):
    """What was done in a period, counted by the store and from plans."""

    word: Word = Word()
    talks: Talks = Talks()
    ends: Mapping[str, Ends] = {}


class Census:
    """Count customers one by one: sums only, however many they are.

    What is `drawn` month by month only one of the two periods needs.
    """

    def __init__(
        self,
        period: Period,
        learned: Learned,
        goodwill: Goodwill,
        limits: Limits,
        *,
        drawn: bool = False,
    ) -> None:
        self.period = period
        since, day = period.since.toordinal(), period.until.toordinal()
        self.day = day
        self.second_sale = SecondSale(day)
        self.churn = Churn(day, learned, limits)
        self.orders = OrderCounts(since)
        self.revenue = Revenue(since)
        self.warmth = Warmth(day, goodwill)
        self.attention = Attention(day)
        self.months = Months(day) if drawn else None

    def look(self, buyer: Buyer) -> Seen:
        """Return a customer as they stood at the end of the period."""
        orders = orders_of(buyer.sales, self.day)
        own = Orders([order.day for order in orders])
        total, terms = self.warmth.total(buyer)
        talks = contacts(buyer, orders)
        return Seen(buyer, self.day, orders, own, total, terms, talks)

    def add(self, seen: Seen) -> None:
        """Count a customer with whom nothing happened since they were seen so."""
        self.warmth.add(seen)
        if orders := seen.orders:
            self.second_sale.add(orders)
            self.churn.add(seen.own)
            self.orders.add(orders)
            self.revenue.add(orders)
            self.attention.add(orders, seen.talks)
            if self.months is not None:
                self.months.add(orders)

    def groups(
        self, deeds: Deeds, currencies: tuple[str, ...], rules: list[str], whom: str
    ) -> tuple[Group, ...]:
        """Return all figures, those of money in each of some currencies."""
        return (
            self.second_sale.group(),
            self.second_sale.repeats(),
            self.churn.group(),
            self.orders.group(),
            self.revenue.group(currencies),
            self.warmth.group(currencies),
            word_group(deeds.word),
            talks_group(deeds.talks, deeds.ends, whom),
            rules_group(deeds.ends, rules, whom),
            self.attention.group(),
        )


def count(buyers: Iterable[Buyer], now: Census, before: Census) -> None:
    """Count all customers as they stood at the end of two periods, one after another.

    With most of them nothing happens in between: they are looked at once.
    """
    for buyer in buyers:
        seen = before.look(buyer)
        before.add(seen)
        same = not changed(buyer, before.day, now.day)
        now.add(seen if same else now.look(buyer))


def report(
    now: Census,
    before: Census,
    deeds: Deeds,
    earlier: Deeds,
    *,
    whom: str = "everybody",
    notes: tuple[str, ...] = (),
) -> Report:
    """Return everything about a period, each figure beside the period before.

    `whom` says whose plans the ends of touchpoints were read from.
    """
    currencies = now.revenue.currencies
    rules = sorted({*deeds.ends, *earlier.ends})
    groups = now.groups(deeds, currencies, rules, whom)
    past = before.groups(earlier, currencies, rules, whom)
    return Report(
        period=now.period,
        before=before.period,
        headline=now.second_sale.headline(),
        groups=tuple(map(_beside, groups, past)),
        curve=now.second_sale.everybody.curve(),
        cohorts=now.months.cohorts() if now.months else (),
        months=now.months.months(currencies) if now.months else (),
        currencies=currencies,
        notes=notes,
    )


def _beside(group: Group, past: Group) -> Group:
    return replace(
        group, metrics=tuple(map(Metric.against, group.metrics, past.metrics))
    )
