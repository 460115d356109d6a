"""Everything that is known of one customer."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import date
from functools import cached_property
from typing import Any

from secondsale.model.care import (
    CALLED,
    Checkpoint,
    Concern,
    Detail,
    Gift,
    Hello,
    Introduction,
    Milestone,
    Pause,
    Promise,
    Rating,
    Redemption,
    RewardTerms,
)
from secondsale.model.deals import Sale
from secondsale.model.learned import Learned, Level
from secondsale.model.people import Customer, OptOut
from secondsale.model.talks import Contact, Covered
from secondsale.model.trials import Trial
from secondsale.records import dataclass, replace

NOTHING_LEARNED = Learned()

_AS_OF: Mapping[str, Callable[[Any, date], Any]] = {
    "sales": lambda sale, day: sale.as_of(day) if sale.sold_on <= day else None,
    "contacts": lambda contact, day: contact if contact.on <= day else None,
    "opt_outs": lambda wish, day: wish.as_of(day) if wish.since <= day else None,
    "concerns": lambda each, day: each.as_of(day) if each.opened_on <= day else None,
    "promises": lambda each, day: each.as_of(day) if each.made_on <= day else None,
    "checkpoints": lambda c, day: c.as_of(day) if c.recorded_on <= day else None,
    "milestones": lambda each, day: each if each.recorded_on <= day else None,
    "gifts": lambda gift, day: gift if gift.wow or gift.on <= day else None,
    "details": lambda each, day: each if each.on <= day else None,
    "introductions": lambda i, day: i.as_of(day) if i.added_on <= day else None,
    "hellos": lambda hello, day: hello if hello.made_on <= day else None,
    "ratings": lambda rating, day: rating if rating.on <= day else None,
    "redemptions": lambda each, day: each if each.on <= day else None,
    "pauses": lambda pause, day: pause if pause.made_on <= day else None,
    "referred": lambda pair, day: _referred_by(pair, day),
    "reward_terms": lambda terms, day: terms if terms.since <= day else None,
    "trials": lambda trial, day: trial.as_of(day) if trial.started_on <= day else None,
    "levels": lambda level, day: level if level.on <= day else None,
}
"""By field: a fact as it stood at the end of a day, None where it was not known."""


def _referred_by(
    pair: tuple[Customer, Sale], day: date
) -> tuple[Customer, Sale] | None:
    who, sale = pair
    return (who, sale.as_of(day)) if sale.sold_on <= day else None


@dataclass(frozen=True)
class History:
    """Everything the book knows of one customer, oldest first."""

    customer: Customer
    sales: tuple[Sale, ...] = ()
    contacts: tuple[Contact, ...] = ()
    opt_outs: tuple[OptOut, ...] = ()
    concerns: tuple[Concern, ...] = ()
    promises: tuple[Promise, ...] = ()
    checkpoints: tuple[Checkpoint, ...] = ()
    milestones: tuple[Milestone, ...] = ()
    gifts: tuple[Gift, ...] = ()
    details: tuple[Detail, ...] = ()
    introductions: tuple[Introduction, ...] = ()
    hellos: tuple[Hello, ...] = ()
    ratings: tuple[Rating, ...] = ()
    redemptions: tuple[Redemption, ...] = ()
    pauses: tuple[Pause, ...] = ()
    """Those of the customer, and those of the whole book."""
    referred: tuple[tuple[Customer, Sale], ...] = ()
    """Whom they sent, each with the first sale."""
    reward_terms: tuple[RewardTerms, ...] = ()
    """Of every programme of the book, oldest first."""
    trials: tuple[Trial, ...] = ()
    """Those of the book, in each of which they were dealt something; oldest first."""
    levels: tuple[Level, ...] = ()
    """How much they had left of a product, each time they said so."""
    learned: Learned = NOTHING_LEARNED
    """What the whole book has taught; an index, not a fact of theirs."""

    def as_of(self, day: date) -> "History":
        """Return the history as it stood at the end of a day.

        A gift that was planned stays: its day is the one it is planned for.
        """
        changed: dict[str, Any] = {}
        for name, as_of in _AS_OF.items():
            facts = getattr(self, name)
            if facts:
                each = (as_of(fact, day) for fact in facts)
                kept = tuple(fact for fact in each if fact is not None)
                if kept != facts:
                    changed[name] = kept
        return replace(self, **changed) if changed else self

    @cached_property
    def known_on(self) -> date:
        """Return the day on which the book learned of the customer.

        Somebody who came with a sale of the past is known since that was recorded.
        """
        met = self.customer.added_on
        with_them = min(self.sales, key=lambda sale: sale.id, default=None)
        if with_them is None or with_them.sold_on != met:
            return met
        return max(met, with_them.recorded_on)

    @cached_property
    def last_arrival(self) -> date:
        """Return the day on which the last of all sales was made or delivered.

        What a sale sets going for some days is over so many days after it.
        """
        days = [max(each.sold_on, each.delivery()) for each in self.sales]
        return max(days, default=date.min)

    def standing_sales(self) -> Iterator[Sale]:
        """Yield the sales that were neither cancelled nor wholly returned."""
        return (sale for sale in self.sales if sale.ended is None)

    def open_concerns(self, day: date) -> Iterator[Concern]:
        """Yield the concerns that were open at the end of a day."""
        return (
            concern
            for concern in self.concerns
            if concern.opened_on <= day
            and (concern.resolved is None or concern.resolved.on > day)
        )

    def detail(self, name: str) -> str:
        """Return the last value of a detail, empty if nobody knows."""
        values = (each.value for each in reversed(self.details) if each.name == name)
        return next(values, "")

    @property
    def called(self) -> str:
        """Return what the customer is called to their face."""
        return self.detail(CALLED) or self.customer.first_name

    def talks_about(self, rule: str) -> Iterator[tuple[Contact, Covered]]:
        """Yield what the two-way contacts covered of a rule and its named kin."""
        return iter(self._talks.get(rule, ()))

    @cached_property
    def _talks(self) -> Mapping[str, Sequence[tuple[Contact, Covered]]]:
        """Keep what the two-way contacts covered, by rule: every rule asks for it."""
        found: dict[str, list[tuple[Contact, Covered]]] = {}
        for contact in self.contacts:
            if contact.covered and contact.two_way:
                for covered in contact.covered:
                    found.setdefault(covered.key.family, []).append((contact, covered))
        return found
