"""What happens by itself: sales, parties, messages, concerns and all the rest."""

from dataclasses import replace
from datetime import date
from random import Random

from tests.builders import START, checkpoint, introduction, milestone, opt_out
from tests.simulation.book import GOODS, Book

from secondsale.days import Birthday, plus
from secondsale.model import (
    Channel,
    Customer,
    Ending,
    Gift,
    Outcome,
    ProductKind,
    RewardTerms,
)

STAMPS = RewardTerms("stamps", START, goal=6, head_start=1, gives="a soap")

_FIRST_SALE = 1 / 60
_SALE = 1 / 75
_PARTY = 1 / 25
_ODDS = {
    "message": 1 / 90,
    "concern": 1 / 400,
    "promise": 1 / 150,
    "milestone": 1 / 400,
    "opt out": 1 / 4000,
    "cancel": 1 / 1500,
}


def new_book(customers: int, rng: Random) -> Book:
    """Return the book of the first morning: half of them have bought before."""
    book = Book((STAMPS,))
    for number in range(1, customers + 1):
        book.meet(_customer(number, rng))
        if number % 2:
            book.sell(number, plus(START, -rng.randrange(1, 200)), _goods(rng))
    return book


def _customer(number: int, rng: Random) -> Customer:
    born = Birthday(rng.randint(1, 12), rng.randint(1, 28))
    return Customer(
        number,
        f"Customer {number}",
        START,
        phone="1",
        channel=rng.choice((None, None, Channel.CALL, Channel.CARD)),
        birthday=born if rng.random() < 0.7 else None,
        referred_by=rng.randrange(1, number, 2)
        if number > 2 and number % 4 == 0
        else None,
        tier=rng.choice(("a", "b", "c", "", "")),
    )


def happen(book: Book, today: date, rng: Random, *, morning: bool) -> None:
    """Let a day bring what it brings: to half of them before the list is made.

    The draws do not depend on the seller, so that each has much the same year. A third
    of all come to a party.
    """
    guests: set[int] = set()
    if rng.random() < _PARTY / 2:
        everybody = sorted(book.people)
        guests.update(rng.sample(everybody, len(everybody) // 3))
    for who in sorted(book.people):
        draws = Random(rng.random())
        party = f"party of {today}" if who in guests else ""
        if party or (who % 2 == 1) is morning:
            _one_day(book, who, today, draws, party)


def _one_day(book: Book, who: int, today: date, rng: Random, party: str) -> None:
    known = book.people[who].sales
    if rng.random() < (_SALE if known else _FIRST_SALE) or party:
        _buy(book, who, today, rng, party)
    for what, odds in _ODDS.items() if known else ():
        draws = Random(rng.random())
        if draws.random() < odds:
            _befall(book, who, today, draws, what)


def _buy(book: Book, who: int, today: date, rng: Random, party: str) -> None:
    first = not book.people[who].sales
    sold = book.sell(who, today, _goods(rng), party)
    if any(line.product.kind is ProductKind.DURABLE for line in sold.lines):
        stage = checkpoint(plus(today, rng.randint(4, 20)), sale_id=sold.id)
        book.add(who, checkpoints=replace(stage, recorded_on=today))
    if first and rng.random() < 0.3:
        book.add(who, gifts=Gift(0, "a sample", plus(today, 5), wow=True))
    if first and rng.random() < 0.2:
        book.add(who, introductions=introduction(today))


def _befall(book: Book, who: int, today: date, rng: Random, what: str) -> None:
    if what == "message":
        outcome = rng.choice((Outcome.OK, Outcome.HAPPY, Outcome.UNHAPPY))
        book.talk(who, today, outcome, inbound=True)
    elif what == "concern":
        book.worry(who, today)
    elif what == "promise":
        book.promise(who, today, plus(today, rng.randint(0, 30)))
    elif what == "milestone":
        book.add(who, milestones=milestone(today))
    elif what == "opt out":
        scope = rng.choice(("all", "intent:offer", "channel:card"))
        book.add(who, opt_outs=opt_out(today, scope=scope))
    else:
        last = book.people[who].sales[-1]
        if last.cancelled is None:
            ended = Ending(today, "cancelled")
            book.change(who, "sales", replace(last, cancelled=ended))


def _goods(rng: Random) -> list[tuple[int, int]]:
    wanted = rng.sample(range(len(GOODS)), rng.choice((1, 1, 2, 3)))
    return [(which, rng.choice((1, 1, 1, 2))) for which in wanted]
