"""Whom a season or an offer is meant for."""

from datetime import date

from secondsale import text
from secondsale.model import History, Sale
from secondsale.records import dataclass
from secondsale.tiers import NAMES

TAKES = 'all, or "tag:vip", "tier:a", "category:skin care", "bought:Rose Serum", "a, b"'
"""What `parse` makes sense of, in words."""

EVERYBODY = "all"
KINDS = ("tag", "tier", "category", "bought")


@dataclass(frozen=True, slots=True)
class Belongs:
    """Since when somebody belongs to an audience, and when the book learned of it."""

    since: date
    known_on: date


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
        if kind not in KINDS or not word or (kind == "tier" and word not in NAMES):
            raise ValueError(f"{value!r} is not an audience")
        parts.append((kind, word))
    return tuple(parts)


def meant_for(audience: str) -> str:
    """Say whom it is for, after a comma; nothing if it is for everybody."""
    return f", for {audience}" if parse(audience) else ""


def belongs(history: History, audience: str) -> Belongs | None:
    """Return since when a customer belongs to an audience, or None if they do not."""
    parts = parse(audience)
    if not parts:
        return _met(history)
    found = [_part(history, kind, word) for kind, word in parts]
    each = [belongs for belongs in found if belongs is not None]
    return min(each, key=lambda b: (b.since, b.known_on), default=None)


def _part(history: History, kind: str, word: str) -> Belongs | None:
    customer = history.customer
    if kind == "tag":
        tagged = any(text.name_key(tag) == word for tag in customer.tags)
        return _met(history) if tagged else None
    if kind == "tier":
        return _met(history) if text.name_key(customer.tier) == word else None
    bought = (s for s in history.standing_sales() if _holds(s, kind, word))
    first = next(bought, None)
    return Belongs(first.sold_on, first.recorded_on) if first else None


def _holds(sale: Sale, kind: str, word: str) -> bool:
    products = (line.product for line in sale.lines if line.kept)
    names = (each.category if kind == "category" else each.name for each in products)
    return any(text.name_key(name) == word for name in names)


def _met(history: History) -> Belongs:
    added = history.customer.added_on
    since = min([added, *(sale.sold_on for sale in history.sales)])
    return Belongs(since, history.known_on)
