"""Sellers at work, day by day, for as long as it takes."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from random import Random

from tests.builders import START
from tests.simulation.book import Book
from tests.simulation.life import happen, new_book
from tests.simulation.tally import Tally

from secondsale.days import plus
from secondsale.model import Covered, Outcome
from secondsale.planner import Conversation, Plan, agenda, catch_up, plan
from secondsale.settings import Settings, load

LONG_AFTER = 400
"""Days in which all that can lapse has lapsed."""

_ODDS = {
    Outcome.HAPPY: 30,
    Outcome.OK: 34,
    Outcome.NO_ANSWER: 13,
    Outcome.LEFT_MESSAGE: 7,
    Outcome.CALL_BACK: 4,
    Outcome.UNHAPPY: 4,
    Outcome.ANNOYED: 1,
    Outcome.NOT_INTERESTED: 3,
    Outcome.BOUGHT: 4,
}


@dataclass(frozen=True)
class Seller:
    """How somebody works: which share of a morning's list, and when not at all."""

    name: str
    share: float = 1.0
    away_from: int | None = None
    away_days: int = 21

    def is_away(self, number: int) -> bool:
        """Return whether a day, counted from START, lies in the holiday."""
        first = self.away_from
        return first is not None and first <= number < first + self.away_days

    def comes_back(self, number: int) -> bool:
        """Return whether a day is the first one after the holiday."""
        return self.away_from is not None and number == self.away_from + self.away_days


SELLERS = (
    Seller("does everything"),
    Seller("does half", share=0.5),
    Seller("goes on holiday", away_from=180),
)


def default_settings(capacity: int | None = None) -> Settings:
    """Return the settings of somebody who has no file, or another capacity."""
    settings = load(Path("/nowhere/secondsale.toml"))
    if capacity is None:
        return settings
    return replace(settings, policy=replace(settings.policy, capacity=capacity))


def simulate(
    seller: Seller, settings: Settings, *, customers: int, days: int, seed: int = 1
) -> Tally:
    """Return what came of so many days."""
    world, dice = Random(seed), Random(seed + 1)
    book, tally = new_book(customers, world), Tally()
    for number in range(days):
        today = plus(START, number)
        happen(book, today, world, morning=True)
        if seller.away_from == number + 1:
            book.leave(plus(today, 1), seller.away_days)
        _morning(book, seller, settings, tally, today, dice)
        happen(book, today, world, morning=False)
    last = plus(START, days)
    tally.close(
        _plans(book, settings, last), _plans(book, settings, plus(last, LONG_AFTER))
    )
    return tally


def _morning(
    book: Book,
    seller: Seller,
    settings: Settings,
    tally: Tally,
    today: date,
    dice: Random,
) -> None:
    plans = _plans(book, settings, today)
    for each in plans:
        tally.see_plan(each)
    number = (today - START).days
    if seller.comes_back(number):
        _catch_up(book, plans, tally)
        plans = _plans(book, settings, today)
    found = agenda(plans, today=today)
    tally.see_list(found, settings.policy.capacity)
    if seller.is_away(number):
        if found.conversations:
            tally.crowded.append(f"{today}: a list in the holiday")
        return
    for conversation in found.conversations:
        if dice.random() < seller.share:
            _talk(book, conversation, settings, today, dice)
            tally.had[today] += 1


def _catch_up(book: Book, plans: Sequence[Plan], tally: Tally) -> None:
    """Do what the command `catch-up` does."""
    for found in catch_up(plans):
        book.settle(found.plan.customer.id, found.skip)
        tally.let_go += len(found.let_go)
        tally.missed += len(found.expired)


def _plans(book: Book, settings: Settings, today: date) -> list[Plan]:
    return [
        plan(
            history,
            book.settlements[who].values(),
            settings.rules,
            settings.policy,
            today=today,
        )
        for who, history in book.people.items()
    ]


def _talk(
    book: Book, conversation: Conversation, settings: Settings, on: date, dice: Random
) -> None:
    """Do what the command `done` does, then what the outcome brings with it."""
    who, history = conversation.customer.id, book.people[conversation.customer.id]
    touchpoints = [topic.touchpoint for topic in conversation.topics]
    outcome = dice.choices(tuple(_ODDS), tuple(_ODDS.values()))[0]
    until = plus(on, dice.randint(1, 10)) if outcome is Outcome.CALL_BACK else None
    covered = tuple(Covered(t.key, t.intent, t.about) for t in touchpoints)
    book.talk(who, on, outcome, covered)
    book.settle(
        who,
        settings.policy.settle(
            touchpoints, outcome, on=on, history=history, until=until
        ),
    )
    if outcome.reached:
        _follow(book, who, outcome, covered, on, dice)


def _follow(
    book: Book,
    who: int,
    outcome: Outcome,
    covered: tuple[Covered, ...],
    on: date,
    dice: Random,
) -> None:
    for each in covered:
        if each.key.rule == "promise" and dice.random() < 0.85:
            book.keep(who, each.key, on)
        if each.key.rule == "concern" and each.key.round == 1 and dice.random() < 0.6:
            book.resolve(who, each.key, on)
    if outcome is Outcome.BOUGHT:
        book.sell(who, on, [(dice.randrange(5), 1)])
    if outcome.negative and dice.random() < 0.5:
        book.worry(who, on)
    if dice.random() < 0.06:
        book.promise(who, on, plus(on, dice.randint(1, 20)))
