"""Everything that is known of one customer."""

from collections.abc import Iterator
from datetime import date

from secondsale.model.care import (
    Checkpoint,
    Concern,
    Detail,
    Gift,
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
from secondsale.records import dataclass, replace

NOTHING_LEARNED = Learned()


@dataclass(frozen=True, slots=True)
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
    ratings: tuple[Rating, ...] = ()
    redemptions: tuple[Redemption, ...] = ()
    pauses: tuple[Pause, ...] = ()
    """Those of the customer, and those of the whole book."""
    referred: tuple[tuple[Customer, Sale], ...] = ()
    """Whom they sent, each with the first sale."""
    reward_terms: tuple[RewardTerms, ...] = ()
    """Of every programme of the book, oldest first."""
    levels: tuple[Level, ...] = ()
    """How much they had left of a product, each time they said so."""
    learned: Learned = NOTHING_LEARNED
    """What the whole book has taught; an index, not a fact of theirs."""

    def as_of(self, day: date) -> "History":
        """Return the history as it stood at the end of a day.

        A gift that was planned stays: its day is the one it is planned for.
        """
        return replace(
            self,
            sales=tuple(s.as_of(day) for s in self.sales if s.sold_on <= day),
            contacts=tuple(c for c in self.contacts if c.on <= day),
            opt_outs=tuple(o.as_of(day) for o in self.opt_outs if o.since <= day),
            concerns=tuple(c.as_of(day) for c in self.concerns if c.opened_on <= day),
            promises=tuple(p.as_of(day) for p in self.promises if p.made_on <= day),
            checkpoints=tuple(
                c.as_of(day) for c in self.checkpoints if c.recorded_on <= day
            ),
            milestones=tuple(m for m in self.milestones if m.recorded_on <= day),
            gifts=tuple(g for g in self.gifts if g.wow or g.on <= day),
            details=tuple(d for d in self.details if d.on <= day),
            introductions=tuple(
                i.as_of(day) for i in self.introductions if i.added_on <= day
            ),
            ratings=tuple(r for r in self.ratings if r.on <= day),
            redemptions=tuple(r for r in self.redemptions if r.on <= day),
            pauses=tuple(p for p in self.pauses if p.made_on <= day),
            referred=tuple(
                (who, sale.as_of(day))
                for who, sale in self.referred
                if sale.sold_on <= day
            ),
            reward_terms=tuple(t for t in self.reward_terms if t.since <= day),
            levels=tuple(each for each in self.levels if each.on <= day),
        )

    @property
    def known_on(self) -> date:
        """Return the day on which the book learned of the customer.

        Somebody who came with a sale of the past is known since that was recorded.
        """
        met = self.customer.added_on
        with_them = min(self.sales, key=lambda sale: sale.id, default=None)
        if with_them is None or with_them.sold_on != met:
            return met
        return max(met, with_them.recorded_on)

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

    def talks_about(self, rule: str) -> Iterator[tuple[Contact, Covered]]:
        """Yield what the two-way contacts covered of a rule and its named kin."""
        for contact in self.contacts:
            for covered in contact.covered if contact.two_way else ():
                if covered.key.rule.partition(".")[0] == rule:
                    yield contact, covered
