"""The demo's book: a year of a small business, up to today."""

from collections.abc import Iterator
from datetime import date

from secondsale.cli._demo_people import (
    CONCERNS,
    PEOPLE,
    PRODUCTS,
    PROMISES,
    WISHES,
    Bought,
    Person,
    Talk,
)
from secondsale.cli._items import parse_item
from secondsale.cli._settling import close
from secondsale.cli._shell import Shell
from secondsale.days import Birthday, plus
from secondsale.money import NO_CURRENCY, parse_amount
from secondsale.store import Book


def fill(shell: Shell, book: Book) -> None:
    """Play a year of the business into an empty book, up to today."""
    first = plus(shell.today, -365)
    own = shell.settings.currency
    currency = "EUR" if own == NO_CURRENCY else own
    products = {}
    for name, category, price, more in PRODUCTS:
        money = parse_amount(price, currency)
        products[name] = book.add_product(
            name, added_on=first, category=category, price=money, **more
        )
    ids: dict[str, int] = {}
    for person in PEOPLE:
        bought = [event.ago for event in person.events if isinstance(event, Bought)]
        ids[person.name] = book.add_customer(
            person.name,
            added_on=plus(shell.today, -max(bought)),
            birthday=_birthday(person, shell.today),
            referred_by=ids.get(person.sent_by),
            **person.about,
        ).id
    for ago, who, event in sorted(_events(ids), key=lambda each: -each[0]):
        day = plus(shell.today, -ago)
        if isinstance(event, Talk):
            close(shell, book, who, event.outcome, on=day, note=event.note)
            continue
        items = [parse_item(item) for item in event.items]
        book.add_sale(
            who,
            [
                (products[i.name].id, i.quantity or 1, products[i.name].price)
                for i in items
            ],
            sold_on=day,
            recorded_on=day,
            sold_time=event.at,
            note=event.note,
        )
    for name, ago, worry, resolved, how in CONCERNS:
        day = plus(shell.today, -ago)
        concern = book.add_concern(ids[name], worry, on=day, recorded_on=day)
        if resolved is not None:
            book.resolve_concern(concern.id, on=plus(shell.today, -resolved), how=how)
    for name, ago, what, ahead in PROMISES:
        day, due = plus(shell.today, -ago), plus(shell.today, ahead)
        book.add_promise(ids[name], what, due_on=due, made_on=day, recorded_on=day)
    for name, (ago, how) in WISHES.items():
        book.opt_out(ids[name], "all", since=plus(shell.today, -ago), source=how)
    shell.learn(book)


def _events(ids: dict[str, int]) -> Iterator[tuple[int, int, Bought | Talk]]:
    for person in PEOPLE:
        for event in person.events:
            yield event.ago, ids[person.name], event


def _birthday(person: Person, today: date) -> Birthday | None:
    if person.born is None:
        return None
    away, age = person.born
    day = plus(today, away)
    return Birthday(day.month, day.day, day.year - age)
