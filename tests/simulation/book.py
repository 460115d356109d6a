"""A book in memory: facts and settlements, with ids that are used once."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace
from datetime import date
from itertools import count
from typing import Any

from tests.builders import PRODUCTS, concern, promise

from secondsale.days import plus
from secondsale.model import (
    Complement,
    Contact,
    Covered,
    Customer,
    Ending,
    History,
    Key,
    Lesson,
    Line,
    Outcome,
    Pause,
    RewardTerms,
    Sale,
    Settlement,
)

GOODS = (
    replace(
        PRODUCTS["Serum"],
        lessons=(Lesson("layering", "serum first", 7), Lesson("sun", "by day", 30)),
        reasons=("it lasts a month", "no perfume"),
        complements=(Complement(5, "Cream", "for the night"),),
    ),
    PRODUCTS["Soap"],
    replace(
        PRODUCTS["Jug"],
        lessons=(Lesson("rinse", "rinse it once a week", 10),),
        complements=(Complement(4, "Cartridge", "it needs them", 20),),
    ),
    PRODUCTS["Cartridge"],
    PRODUCTS["Cream"],
)


@dataclass
class Book:
    """What is known of everybody."""

    terms: tuple[RewardTerms, ...] = ()
    people: dict[int, History] = field(default_factory=dict)
    settlements: dict[int, dict[Key, Settlement]] = field(default_factory=dict)
    _ids: Iterator[int] = field(default_factory=lambda: count(1))

    def meet(self, customer: Customer) -> None:
        self.people[customer.id] = History(customer, reward_terms=self.terms)
        self.settlements[customer.id] = {}

    def add(self, who: int, **facts: Any) -> None:
        """Keep a fact of each kind named, with an id if its kind has one."""
        known = self.people[who]
        for kind, fact in facts.items():
            if hasattr(fact, "id"):
                fact = replace(fact, id=next(self._ids))
            changed: dict[str, Any] = {kind: (*getattr(known, kind), fact)}
            known = replace(known, **changed)
        self.people[who] = known

    def change(self, who: int, kind: str, fact: Any) -> None:
        """Put a fact in the place of the one with its id."""
        known = self.people[who]
        changed: dict[str, Any] = {
            kind: tuple(fact if e.id == fact.id else e for e in getattr(known, kind))
        }
        self.people[who] = replace(known, **changed)
        self._tell_referrer(who)

    def sell(
        self, who: int, on: date, wanted: Iterable[tuple[int, int]], party: str = ""
    ) -> Sale:
        """Keep a sale of so many units of each product."""
        lines = tuple(
            Line(next(self._ids), GOODS[which], quantity) for which, quantity in wanted
        )
        known_on = max(on, self.people[who].customer.added_on)
        self.add(who, sales=Sale(0, who, on, known_on, lines, party=party))
        self._tell_referrer(who)
        return self.people[who].sales[-1]

    def talk(
        self,
        who: int,
        on: date,
        outcome: Outcome,
        covered: tuple[Covered, ...] = (),
        *,
        inbound: bool = False,
    ) -> None:
        talk = Contact(0, on, outcome, inbound=inbound, covered=covered)
        self.add(who, contacts=talk)

    def settle(self, who: int, settlements: Iterable[Settlement]) -> None:
        self.settlements[who].update({each.key: each for each in settlements})

    def resolve(self, who: int, key: Key, on: date) -> None:
        number = int(key.anchor[1:])
        fact = next(each for each in self.people[who].concerns if each.id == number)
        self.change(who, "concerns", replace(fact, resolved=Ending(on, "put right")))

    def keep(self, who: int, key: Key, on: date) -> None:
        number = int(key.anchor[1:])
        fact = next(each for each in self.people[who].promises if each.id == number)
        self.change(who, "promises", replace(fact, kept_on=on))

    def worry(self, who: int, on: date) -> None:
        self.add(who, concerns=concern(on))

    def promise(self, who: int, on: date, due: date) -> None:
        self.add(who, promises=promise(due, made=on))

    def leave(self, since: date, days: int) -> None:
        """Keep a holiday of the whole book, entered on the day before it."""
        away = Pause(
            since, plus(since, days - 1), plus(since, -1), "holiday", whole_book=True
        )
        for who in self.people:
            self.add(who, pauses=away)

    def _tell_referrer(self, who: int) -> None:
        known = self.people[who]
        referrer = self.people.get(known.customer.referred_by or 0)
        if referrer is None or not known.sales:
            return
        others = tuple(each for each in referrer.referred if each[0].id != who)
        sent = (*others, (known.customer, known.sales[0]))
        self.people[referrer.customer.id] = replace(referrer, referred=sent)
