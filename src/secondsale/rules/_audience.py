"""Whom a season or an offer is meant for."""

from collections.abc import Iterator, Sequence
from datetime import date

from secondsale import text
from secondsale.days import LAST
from secondsale.model import Ending, History, Sale, Window
from secondsale.records import dataclass
from secondsale.tiers import NAMES

TAKES = (
    'all, or "tag:vip", "tier:a", "category:skin care", "bought:Rose Serum",'
    ' "segment:loyal", "a, b"'
)
"""What `parse` makes sense of, in words."""

EVERYBODY = "all"
KINDS = ("tag", "tier", "category", "bought", "segment")


@dataclass(frozen=True, slots=True)
class Belongs:
    """From when to when somebody belongs to an audience, and when that was known."""

    since: date
    known_on: date
    until: date = LAST
    """The last day of it."""
    ended: Ending | None = None
    """The fact that ended it, if one did."""

    def cut(self, window: Window) -> Window:
        """Return what is left of a window, of which some lies in this time."""
        closes = window.expires if self.ended else min(window.expires, self.until)
        due = min(max(window.due, self.since), closes)
        return Window(min(max(window.opens, self.since), due), due, closes)

    def over_by(self, day: date) -> Ending | None:
        """Return the fact that ended it by a day."""
        ended = self.ended
        return ended if ended is not None and ended.on <= day else None


def parse(value: str) -> tuple[tuple[str, str], ...]:
    """Return an audience's kinds and words: any of them will do; none means everybody.

    Errors: ValueError for anything else than `TAKES`.
    """
    if value.strip() == EVERYBODY:
        return ()
    parts = []
    for part in value.split(","):
        kind, _, word = part.partition(":")
        kind, word = kind.strip(), text.name_key(word)
        if not word or word not in _words(kind, word):
            raise ValueError(f"{value!r} is not an audience")
        parts.append((kind, word))
    return tuple(parts)


def _words(kind: str, word: str) -> tuple[str, ...]:
    """Return what may stand behind a kind: any `word` where it has none of its own."""
    if kind == "tier":
        return NAMES
    if kind == "segment":
        from secondsale.timing.segments import Segment  # few seasons are for one

        return tuple(map(str, Segment))
    return (word,) if kind in KINDS else ()


def meant_for(audience: str) -> str:
    """Say whom it is for, after a comma; nothing if it is for everybody."""
    return f", for {audience}" if parse(audience) else ""


def belonging(history: History, audience: str) -> tuple[Belongs, ...]:
    """Return the times in which a customer belongs to an audience, oldest first."""
    parts = parse(audience)
    if not parts:
        return (_met(history),)
    found = [each for kind, word in parts for each in _part(history, kind, word)]
    return tuple(sorted(found, key=lambda each: (each.since, each.known_on)))


def during(times: Sequence[Belongs], opens: date, closes: date) -> Belongs | None:
    """Return from when to when somebody belongs, if it is in some days at all.

    Of several times it is from the first to the one that lasts longest.
    """
    then = [each for each in times if each.since <= closes and each.until >= opens]
    if not then:
        return None
    first, last = then[0], max(then, key=lambda each: each.until)
    return Belongs(first.since, first.known_on, last.until, last.ended)


def _part(history: History, kind: str, word: str) -> Iterator[Belongs]:
    customer = history.customer
    if kind == "tag":
        if any(text.name_key(tag) == word for tag in customer.tags):
            yield _met(history)
    elif kind == "tier":
        if text.name_key(customer.tier) == word:
            yield _met(history)
    elif kind == "segment":
        yield from _segment(history, word)
    else:
        bought = (s for s in history.standing_sales() if _holds(s, kind, word))
        for first in bought:
            yield Belongs(first.sold_on, first.recorded_on)
            break


def _segment(history: History, segment: str) -> Iterator[Belongs]:
    """Yield the times in which somebody is a kind of buyer, by their own rhythm."""
    from secondsale.timing.segments import stays

    orders = {sale.sold_on: sale for sale in reversed([*history.standing_sales()])}
    days = sorted(orders)
    for stay in stays(days, history.learned):
        if stay.segment == segment:
            known = orders[days[stay.order]].recorded_on
            by = None if stay.ended_by is None else orders[days[stay.ended_by]]
            ended = Ending(by.sold_on, f"bought again (sale {by.id})") if by else None
            yield Belongs(stay.since, known, stay.until, ended)


def _holds(sale: Sale, kind: str, word: str) -> bool:
    products = (line.product for line in sale.lines if line.kept)
    names = (each.category if kind == "category" else each.name for each in products)
    return any(text.name_key(name) == word for name in names)


def _met(history: History) -> Belongs:
    added = history.customer.added_on
    since = min([added, *(sale.sold_on for sale in history.sales)])
    return Belongs(since, history.known_on)
