"""The stamps of the reward programmes: who has which card, and how full it is."""

from collections.abc import Iterator
from datetime import date

from secondsale.model import History, RewardTerms, Sale
from secondsale.records import dataclass, replace


@dataclass(frozen=True, slots=True)
class Stamps:
    """What one sale earned on a card."""

    sale: Sale
    count: int


@dataclass(frozen=True, slots=True)
class Card:
    """One stamp card of a customer; it keeps the terms under which it began.

    Of one programme a customer's cards are numbered 1, 2, ... in the order in which
    they began.
    """

    name: str
    number: int
    terms: RewardTerms
    earned: tuple[Stamps, ...] = ()
    redeemed_on: date | None = None

    @property
    def stamps(self) -> int:
        """Return how many stamps it shows, those it began with included."""
        return self.terms.head_start + sum(each.count for each in self.earned)

    @property
    def to_go(self) -> int:
        """Return how many stamps it still lacks."""
        return max(0, self.terms.goal - self.stamps)

    @property
    def full_on(self) -> date | None:
        """Return the day of the sale that filled it, or None."""
        last = self.reached(self.terms.goal)
        return last.sold_on if last else None

    def reached(self, stamps: int) -> Sale | None:
        """Return the sale with which it first had so many stamps, or None."""
        count = self.terms.head_start
        for each in self.earned:
            count += each.count
            if count >= stamps:
                return each.sale
        return None


def cards(history: History) -> tuple[Card, ...]:
    """Return a customer's stamp cards, by programme, oldest first.

    A card begins with the first stamp earned after the last one was full, under the
    terms in force on that day, and keeps them: how stamps are earned, how many it
    takes, what it gives. Redemptions cash in the full cards in order.
    """
    names = dict.fromkeys(terms.name for terms in history.reward_terms)
    return tuple(card for name in names for card in _cards(history, name))


def _cards(history: History, name: str) -> Iterator[Card]:
    versions = [terms for terms in history.reward_terms if terms.name == name]
    redeemed = sorted(each.on for each in history.redemptions if each.name == name)
    left = iter(redeemed)
    for card in _filled(history, name, versions):
        full = card.full_on is not None
        yield replace(card, redeemed_on=next(left, None)) if full else card


def _filled(history: History, name: str, versions: list[RewardTerms]) -> Iterator[Card]:
    card: Card | None = None
    number = 0
    for sale in history.standing_sales():
        used = 0  # stamps of this sale that a card before this one took
        while True:
            terms = card.terms if card else _in_force(versions, sale.sold_on)
            new = earned(sale, terms) - used if terms else 0
            if terms is None or new <= 0:
                break
            if card is None:
                number += 1
                card = Card(name, number, terms)
            given = min(new, max(1, card.to_go))
            used += given
            card = replace(card, earned=(*card.earned, Stamps(sale, given)))
            if card.to_go == 0:
                yield card
                card = None
    if card is not None:
        yield card


def _in_force(versions: list[RewardTerms], day: date) -> RewardTerms | None:
    """Return the terms in force on a day: of those since the same day, the last."""
    known = [terms for terms in versions if terms.since <= day]
    return max(reversed(known), key=lambda terms: terms.since, default=None)


def earned(sale: Sale, terms: RewardTerms) -> int:
    """Return how many stamps a sale earns under some terms.

    Money counts in the currency of the terms, by the units that were kept, each sale by
    itself.
    """
    if terms.per is not None:
        currency = terms.per.currency
        prices = ((line.unit_price, line.kept) for line in sale.lines)
        spent = sum(p.minor * n for p, n in prices if p and p.currency == currency)
        return spent // max(1, terms.per.minor)
    if terms.product_id is not None:
        lines = (each for each in sale.lines if each.product.id == terms.product_id)
        return sum(line.kept for line in lines)
    return 1
