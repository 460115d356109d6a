"""One customer in plain numbers: what all figures are counted from.

Days are ordinals; amounts are in minor units, and never of two currencies in one sum.
"""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import NamedTuple

STANDS = date.max.toordinal()
"""The day of an end that has not come."""

Amounts = Mapping[str, int]
"""Minor units by currency."""


class Sold(NamedTuple):
    """A sale: its day, when the book learned of it, when it ended, what was paid."""

    day: int
    known: int
    ended: int
    """The day of its cancellation or of the return of all of it, else STANDS."""
    paid: Amounts
    changes: tuple[tuple[int, Amounts], ...] = ()
    """What was left of that from a day on, oldest first, where some came back."""


class Talk(NamedTuple):
    """A logged conversation, or the attempt at one."""

    day: int
    outcome: str
    inbound: int


class Worry(NamedTuple):
    """A concern: when it was opened, and when it was resolved, else STANDS."""

    opened: int
    resolved: int


class Buyer(NamedTuple):
    """A customer; everything oldest first."""

    id: int
    tier: str = ""
    there: bool = True
    """Whether they are a person still, and not only figures of one forgotten."""
    sales: Sequence[Sold] = ()
    talks: Sequence[Talk] = ()
    worries: Sequence[Worry] = ()


class Order(NamedTuple):
    """All that a customer bought on one day and did not give back wholly."""

    day: int
    known: int
    paid: Amounts


def orders_of(sales: Iterable[Sold], day: int) -> list[Order]:
    """Return the order days that stood at the end of a day."""
    found: list[Order] = []
    for on, known, ended, paid, changes in sales:
        if on > day:
            break
        if ended <= day:
            continue
        for since, left in changes:
            if since <= day:
                paid = left
        if found and found[-1].day == on:
            before = found[-1]
            found[-1] = Order(on, min(known, before.known), _sum(before.paid, paid))
        else:
            found.append(Order(on, known, paid))
    return found


def _sum(one: Amounts, other: Amounts) -> Amounts:
    return {each: one.get(each, 0) + other.get(each, 0) for each in {**one, **other}}


def changed(buyer: Buyer, since: int, until: int) -> bool:
    """Return whether anything happened with a customer after a day and by another."""
    for day, _, ended, _, changes in buyer.sales:
        if since < day <= until or since < ended <= until:
            return True
        if changes and any(since < on <= until for on, _ in changes):
            return True
    talked = buyer.talks and since < buyer.talks[-1].day
    if talked and any(since < talk.day <= until for talk in buyer.talks):
        return True
    return any(since < worry.resolved <= until for worry in buyer.worries)
