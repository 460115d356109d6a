"""Which kind of buyer somebody is, by their own rhythm: new, loyal, at risk, lost.

Everybody who ever ordered is of exactly one kind on any day. It changes by an order, or
by silence: a day on which it will change, if nobody orders, is known beforehand.
"""

from collections.abc import Iterator, Sequence
from datetime import date
from enum import StrEnum
from math import ceil

from secondsale.days import LAST
from secondsale.model import Learned
from secondsale.records import dataclass
from secondsale.timing.orders import (
    GAPS_OF_OLD,
    HALF,
    STOPS,
    STOPS_BESIDE,
    Orders,
    alive,
    gone_quiet,
    is_quiet,
    typical_gap,
)

LOYAL_ORDERS = 3
"""So many orders make a customer loyal, as long as they keep coming."""
GAPS_TO_LOST = GAPS_OF_OLD * (STOPS_BESIDE / STOPS - 1)
"""After one order: so many of the shop's usual gaps of silence, and they are lost."""


class Segment(StrEnum):
    """A kind of buyer."""

    NEW = "new"
    RETURNING = "returning"
    LOYAL = "loyal"
    AT_RISK = "at-risk"
    LOST = "lost"


@dataclass(frozen=True, slots=True)
class Stay:
    """A time in which somebody was of a kind."""

    segment: Segment
    since: date
    until: date
    """The last day of it."""
    order: int
    """The number, from 0, of the order day that began it or let it come to that."""
    ended_by: int | None = None
    """The number of the order day that ended it; None: silence did, or nothing yet."""


def segment(orders: Orders, learned: Learned, today: date) -> Segment:
    """Return which kind of buyer somebody is today, who ordered once at least.

    At risk is who has gone quiet as win-back has it where nothing else is set (see
    `timing.gone_quiet`); lost is who moreover has stopped rather than not, as the
    forecast has it. After one order that is a mere number of the shop's usual gaps.
    """
    if not is_quiet(orders, learned, today):
        return _while_active(orders.count)
    still = alive(orders, learned, today) >= HALF
    return Segment.AT_RISK if still else Segment.LOST


def stays(days: Sequence[date], learned: Learned) -> Iterator[Stay]:
    """Yield of which kind somebody was by their order days, oldest first.

    Orders that change nothing, such as the fifth of a loyal customer, begin no new one.
    """
    orders = Orders()
    held: Stay | None = None
    for number, day in enumerate(days):
        orders.order(day.toordinal())
        after = days[number + 1] if number + 1 < len(days) else None
        for stay in _after(orders, number, learned, after):
            if held is not None and held.segment is stay.segment:
                held = Stay(
                    held.segment, held.since, stay.until, held.order, stay.ended_by
                )
                continue
            if held is not None:
                yield held
            held = stay
    if held is not None:
        yield held


def _after(
    orders: Orders, number: int, learned: Learned, next_order: date | None
) -> Iterator[Stay]:
    """Yield what somebody is from an order on, until the next one."""
    began = date.fromordinal(orders.last_day)
    quiet = gone_quiet(orders, learned).day
    lost = max(quiet, _lost_on(orders, learned))
    begins = (began, quiet, lost, LAST)
    kinds = (_while_active(orders.count), Segment.AT_RISK, Segment.LOST)
    for kind, since, later in zip(kinds, begins, begins[1:], strict=False):
        ends = later if next_order is None else min(later, next_order)
        if since < ends:
            by_order = number + 1 if ends == next_order else None
            last = LAST if ends == LAST else _day_before(ends)
            yield Stay(kind, since, last, number, by_order)


def _while_active(orders: int) -> Segment:
    if orders >= LOYAL_ORDERS:
        return Segment.LOYAL
    return Segment.RETURNING if orders > 1 else Segment.NEW


def _lost_on(orders: Orders, learned: Learned) -> date:
    """Return the first day on which somebody has stopped more likely than not."""
    old = GAPS_OF_OLD * typical_gap(learned) + orders.last_day - orders.first_day
    again = orders.count - 1
    silent = old * (((STOPS_BESIDE + again) / STOPS) ** (1 / (1 + again)) - 1)
    day = min(orders.last_day + max(0, ceil(silent) - 1), LAST.toordinal())
    # What is worked out backwards may be a rounding away from the chance itself.
    while day < LAST.toordinal() and alive(orders, learned, date.fromordinal(day)) >= (
        HALF
    ):
        day += 1
    return date.fromordinal(day)


def _day_before(day: date) -> date:
    return date.fromordinal(day.toordinal() - 1)
