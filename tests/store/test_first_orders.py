"""First orders and stamp cards, counted row by row, are what the histories say."""

import shlex
from datetime import date, timedelta
from pathlib import Path

import pytest

from secondsale.metrics.goes_with import AT_FIRST, Beginning, Trait
from secondsale.metrics.report import Period
from secondsale.model import History
from secondsale.rewards import cards
from secondsale.store import Book
from secondsale.store.counting.firsts import beginnings
from secondsale.store.counting.giving import everybodys_cards, given, sent

LAST = date(2026, 11, 21)
NOT_REACHED = ("no-answer", "left-message", "call-back")

COMMANDS = """
add-product Pen --price 3 --category stationery
reward pen-card --goal 3 --gives "a pen" --product Pen --as-of 2026-08-01
reward any-card --goal 4 --head-start 1 --gives "a hug" --as-of 2026-09-01
reward any-card --goal 5 --gives "two hugs" --per 10 --as-of 2026-10-10
add-sale "Old Friend" "Pen x4 @3" --on 2026-09-01 --phone 12345
add-sale "New Friend" "Pen x5 @3" "Widget @30" --on 2026-10-01 --phone 12346
add-sale "New Friend" "Pen @3" --on 2026-11-01
return 43 Pen x2 --on 2026-11-10
cancel-sale 44 --on 2026-11-15
redeem "new friend" pen-card --on 2026-10-03 --cost 2.50
gift "new friend" "a rose" --cost 5 --on 2026-10-04
gift "new friend" "a smile" --on 2026-10-05
edit-customer "new friend" --referred-by "old friend"
tag "new friend" vip
log "old friend" no-answer --channel call --on 2026-09-03
log "new friend" happy --channel call --on 2026-10-02
"""


@pytest.fixture(scope="module")
def demo(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The demo's book, with what this is about."""
    from secondsale.cli import main

    book = tmp_path_factory.mktemp("firsts") / "book.db"
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("HOME", str(book.parent))
        patch.setenv("SECONDSALE_AS_OF", LAST.isoformat())
        assert main(("demo", "--to", str(book))) == 0
        for typed in COMMANDS.strip().splitlines():
            assert main(("--book", str(book), *shlex.split(typed))) == 0, typed
    return book


def traits(history: History, first: date) -> set[Trait]:
    """Return what goes with a first order, by the history."""
    customer, found = history.customer, set[Trait]()
    for sale in history.sales:
        if sale.sold_on == first and sale.cancelled is None:
            found |= {("product", line.product.name) for line in sale.lines}
            found |= {("category", line.product.category) for line in sale.lines}
            found.add(("sold through", sale.source))
    found |= {("tag", tag) for tag in customer.tags}
    found |= {("owner", customer.owner), ("source", customer.source)}
    if customer.referred_by is not None:
        found.add(("source", "sent by a customer"))
    return {(kind, which) for kind, which in found if which}


def done(history: History, first: date) -> set[Trait]:
    """Return what was done soon after a first order, by the history."""
    soon, found = first + timedelta(AT_FIRST), set[Trait]()
    for contact in history.contacts:
        if contact.two_way and first <= contact.on <= soon:
            found |= {("step", each.key.family) for each in contact.covered}
            if contact.channel:
                found.add(("channel", str(contact.channel)))
    return found


def expected(history: History) -> Beginning | None:
    days = sorted({sale.sold_on for sale in history.standing_sales()})
    if not days:
        return None
    known = [s.recorded_on for s in history.standing_sales() if s.sold_on == days[0]]
    return Beginning(
        days[0].toordinal(),
        days[1].toordinal() if len(days) > 1 else None,
        min(known).toordinal(),
        frozenset(traits(history, days[0])),
        frozenset(done(history, days[0])),
    )


@pytest.mark.parametrize("ago", [0, 15, 40, 100])
def test_first_orders_are_what_the_histories_say(demo: Path, ago: int) -> None:
    day = LAST - timedelta(ago)

    with Book.open(demo) as book:
        known = [whole.as_of(day) for whole, _ in book.histories()]
        found = list(beginnings(book, day, NOT_REACHED))

    assert found == [made for each in known if (made := expected(each))]


def test_the_book_has_what_that_is_about(demo: Path) -> None:
    with Book.open(demo) as book:
        found = list(beginnings(book, LAST, NOT_REACHED))

    kinds = {kind for each in found for kind, _ in (*each.traits, *each.done)}
    assert kinds >= {"product", "source", "tag", "step", "channel"}
    assert ("source", "sent by a customer") in {
        t for each in found for t in each.traits
    }


@pytest.mark.parametrize("ago", [0, 8, 30, 60])
def test_stamp_cards_are_what_the_histories_say(demo: Path, ago: int) -> None:
    day = LAST - timedelta(ago)

    with Book.open(demo) as book:
        terms = tuple(each for each in book.reward_terms() if each.since <= day)
        counted = list(everybodys_cards(book, terms, day))
        known = [
            card
            for whole, _ in book.histories()
            for card in cards(whole.as_of(day))
            if card.stamps
        ]

    assert [
        (each.name, each.number, each.stamps, each.full_on, each.redeemed_on)
        for each in counted
    ] == [
        (each.name, each.number, each.stamps, each.full_on, each.redeemed_on)
        for each in known
    ]
    assert counted


def test_what_was_given_is_counted_with_and_without_a_cost(demo: Path) -> None:
    period = Period(date(2026, 10, 1), date(2026, 10, 31))

    with Book.open(demo) as book:
        gifts, redeemed = given(book, period)

    assert list(gifts.minor.values()) == [500]
    assert gifts.without == 1
    assert list(redeemed.minor.values()) == [250]
    assert list(redeemed.times.values()) == [1]


def test_who_was_sent_is_known_by_both_names(demo: Path) -> None:
    with Book.open(demo) as book:
        sent_by, names = sent(book)

    by_name = {names[who]: names[by] for who, by in sent_by.items()}
    assert by_name["New Friend"] == "Old Friend"
