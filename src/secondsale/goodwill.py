"""How much goodwill a customer still has, and the days on which it gets low."""

from collections.abc import Iterator
from datetime import date
from enum import StrEnum
from math import floor, fsum, log2

from secondsale import text
from secondsale.days import plus
from secondsale.errors import SettingsError
from secondsale.figures import figure
from secondsale.model import Concern, Contact, History, Outcome
from secondsale.records import dataclass
from secondsale.tiers import USUAL, Tiers


class Band(StrEnum):
    """How goodwill stands, in a word."""

    WARM = "warm"
    FADING = "fading"
    COLD = "cold"


@dataclass(frozen=True, slots=True)
class Term:
    """One event that gave goodwill, or took some."""

    on: date
    weight: float
    event: str
    """What happened, in a few words."""


@dataclass(frozen=True, slots=True)
class Reading:
    """One customer's goodwill on a day, and the terms of its sum, oldest first."""

    day: date
    tier: str
    half_life: int
    """In days."""
    terms: tuple[Term, ...]
    fading_below: float
    cold_below: float

    @property
    def total(self) -> float:
        """Return the sum of the terms, which may lie outside 0 to 1."""
        return self._total(0)

    @property
    def value(self) -> float:
        """Return the goodwill, 0 to 1."""
        return max(0.0, min(1.0, self.total))

    @property
    def band(self) -> Band:
        """Return the word for it."""
        if self.value < self.cold_below:
            return Band.COLD
        return Band.FADING if self.value < self.fading_below else Band.WARM

    @property
    def fading_on(self) -> date | None:
        """Return the first day on which it will be fading; None if it is, or never."""
        if self.band is not Band.WARM:
            return None
        return self._first_day_below(self.fading_below)

    @property
    def cold_on(self) -> date | None:
        """Return the first day on which it will be cold; None if it is, or never."""
        return self._first_day_below(self.cold_below)

    def crossings(self) -> Iterator[tuple[Band, date]]:
        """Yield what it becomes, and when, if nothing happens; soonest first."""
        fading, cold = self.fading_on, self.cold_on
        if fading is not None and (cold is None or fading < cold):
            yield Band.FADING, fading
        if cold is not None:
            yield Band.COLD, cold

    def left(self, term: Term, ahead: int = 0) -> float:
        """Return what is left of a term so many days ahead.

        It is weight x 0.5^(days since / half-life).
        """
        since = (self.day - term.on).days + ahead
        return float(term.weight * 0.5 ** (since / self.half_life))

    def _total(self, ahead: int) -> float:
        return fsum(self.left(term, ahead) for term in self.terms)

    def _first_day_below(self, limit: float) -> date | None:
        """Return the first day below a limit if nothing happens, None if it is below.

        All terms fade together: a sum of G is G x 0.5^(n / half-life) after n days,
        and that is below the limit from n > half-life x log2(G / limit) on.
        """
        if limit <= 0 or self.value < limit:
            return None
        days = floor(self.half_life * (log2(self.total) - log2(limit))) + 1
        # Where a sum meets the limit on a whole day, a logarithm may be one day off.
        while days > 1 and self._total(days - 1) < limit:
            days -= 1
        while self._total(days) >= limit:
            days += 1
        return plus(self.day, days)


@dataclass(frozen=True)
class Goodwill:
    """Sum what sales and contacts gave, each fading by half over the tier's days."""

    sale: float = figure(1.0, "", "what a sale gives", high=10)
    two_way: float = figure(0.6, "", "what a conversation gives", high=10)
    one_way: float = figure(
        0.25, "", "what a message gives that nobody answered", high=10
    )
    quick_help: float = figure(
        0.5, "", "what a concern gives that was resolved quickly", high=10
    )
    quick_help_days: int = figure(
        2, "days", "how quickly a concern must be resolved for that"
    )
    annoyed: float = figure(-0.3, "", "what an annoyed customer takes", low=-10, high=0)
    fading_below: float = figure(0.5, "", "below this it is fading", high=1)
    cold_below: float = figure(0.25, "", "below this it is cold", high=1)

    tiers: Tiers = USUAL
    """In how many days it halves; the settings fill it."""

    def __post_init__(self) -> None:
        """Refuse a band that nobody could be in."""
        if self.fading_below < self.cold_below:
            raise SettingsError(
                f"has fading_below {self.fading_below:g}, which is less than"
                f" cold_below {self.cold_below:g}",
                "goodwill is fading before it is cold: change one of them",
            )

    def reading(self, history: History, day: date) -> Reading:
        """Return a customer's goodwill at the end of a day."""
        known = history.as_of(day)
        tier = known.customer.tier
        return Reading(
            day=day,
            tier=tier,
            half_life=self.tiers.days(tier),
            terms=tuple(sorted(self._terms(known), key=lambda term: term.on)),
            fading_below=self.fading_below,
            cold_below=self.cold_below,
        )

    def _terms(self, known: History) -> Iterator[Term]:
        for sale in known.standing_sales():
            yield Term(sale.sold_on, self.sale, f"sale {sale.id}: {sale}")
        for contact in known.contacts:
            weight = self.of_talk(contact.outcome, inbound=contact.inbound)
            if weight is not None:
                yield Term(contact.on, weight, _event(contact))
        for concern in known.concerns:
            yield from self._of_concern(concern)

    def of_talk(self, outcome: Outcome, *, inbound: bool) -> float | None:
        """Return what a contact gives or takes; None if it is none of the terms."""
        if outcome is Outcome.ANNOYED:
            return self.annoyed
        if inbound or outcome.reached:
            return self.two_way
        return None if outcome is Outcome.NO_ANSWER else self.one_way

    def _of_concern(self, concern: Concern) -> Iterator[Term]:
        if concern.resolved is None:
            return
        took = (concern.resolved.on - concern.opened_on).days
        if took <= self.quick_help_days:
            within = f"in {text.plural(took, 'day')}" if took else "on the same day"
            event = f"concern resolved {within}: {concern.text}"
            yield Term(concern.resolved.on, self.quick_help, event)


def _event(contact: Contact) -> str:
    if contact.outcome is Outcome.ANNOYED:
        return "annoyed"
    if contact.inbound:
        return f"they wrote, {contact.outcome}"
    kind = "conversation" if contact.two_way else "attempt"
    return f"{kind}, {contact.outcome}"
