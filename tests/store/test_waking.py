"""Every change wakes those whom it concerns, in its own transaction, no others."""

import sqlite3
from collections.abc import Callable
from contextlib import closing, suppress
from datetime import date
from pathlib import Path

import pytest

from secondsale.days import plus
from secondsale.model import Key, Lesson, Outcome, RewardTerms, Settlement, Status
from secondsale.planner import Coming, Wake
from secondsale.store import Book
from secondsale.store.changes import NOT_FACTS
from secondsale.store.forgetting import forget
from secondsale.store.waking import Waking, keep, make_fit, mend

DAY = date(2026, 11, 21)
ANA, BEN, CHLOE = 1, 2, 3
ALL = {ANA, BEN, CHLOE}
SERUM, SOAP = 1, 2
ASLEEP = Wake(plus(DAY, 9), plus(DAY, 9), "")


@pytest.fixture
def people(book: Book) -> Book:
    """A book in which Chloé, sent by Ben, bought soap and Ana serum; all are asleep."""
    with book.change():
        book.add_customer("Ana", added_on=DAY)
        book.add_customer("Ben", added_on=DAY)
        book.add_customer("Chloé", added_on=DAY, referred_by=BEN)
        book.add_product("Serum", added_on=DAY)
        book.add_product("Soap", added_on=DAY)
        book.add_sale(ANA, [(SERUM, 1, None)], sold_on=DAY, recorded_on=DAY)
        book.add_sale(CHLOE, [(SOAP, 1, None)], sold_on=DAY, recorded_on=DAY)
    sleep(book)
    return book


def sleep(book: Book) -> None:
    with book.change():
        make_fit(book, "figures")
        keep(book, DAY, ((who, ASLEEP) for who in ALL))


def awake(book: Book) -> set[int]:
    return set(Waking(book).awake(DAY))


CONCERNED: list[tuple[str, Callable[[Book], object], set[int]]] = [
    ("nothing", lambda _: None, set()),
    ("a talk", lambda b: b.log_contact(ANA, on=DAY, outcome=Outcome.OK), {ANA}),
    ("a name", lambda b: b.update_customer(ANA, name="Anna"), {ANA}),
    ("tags", lambda b: b.set_tags(ANA, ["vip"]), {ANA}),
    ("a wish", lambda b: b.opt_out(ANA, "all", since=DAY, source=""), {ANA}),
    (
        "a decision",
        lambda b: b.settle(ANA, [Settlement(Key("welcome", "s1"), Status.DONE, DAY)]),
        {ANA},
    ),
    (
        "a sale of somebody who was sent",
        lambda b: b.add_sale(CHLOE, [(SOAP, 1, None)], sold_on=DAY, recorded_on=DAY),
        {BEN, CHLOE},
    ),
    ("a cancelled sale", lambda b: b.cancel_sale(1, on=DAY, reason=""), {ANA}),
    (
        "somebody else who sent them",
        lambda b: b.update_customer(CHLOE, referred_by=ANA),
        ALL,
    ),
    ("a product", lambda b: b.update_product(SOAP, supply_days=9), {BEN, CHLOE}),
    ("a lesson", lambda b: b.add_lesson(SERUM, Lesson("rinse", "rinse", 3)), {ANA}),
    ("a complement", lambda b: b.add_complement(SERUM, SOAP), {ANA}),
    ("a product nobody has", lambda b: b.add_product("Jug", added_on=DAY), set()),
    (
        "a promise",
        lambda b: b.add_promise(
            BEN, "a call", due_on=DAY, made_on=DAY, recorded_on=DAY
        ),
        {BEN},
    ),
    (
        "a pause of one",
        lambda b: b.pause(ANA, since=DAY, until=None, made_on=DAY, reason=""),
        {ANA},
    ),
    (
        "a pause of the book",
        lambda b: b.pause(None, since=DAY, until=None, made_on=DAY, reason=""),
        ALL,
    ),
    (
        "the terms of a reward",
        lambda b: b.set_reward(RewardTerms("card", DAY, 5, 0, "soap")),
        ALL,
    ),
]


@pytest.mark.parametrize(
    ("act", "concerned"),
    [pytest.param(act, who, id=name) for name, act, who in CONCERNED],
)
def test_a_change_wakes_whom_it_concerns(
    people: Book, act: Callable[[Book], object], concerned: set[int]
) -> None:
    with people.change():
        act(people)

    assert awake(people) == concerned


def test_who_is_new_is_awake(people: Book) -> None:
    with people.change():
        who = people.add_customer("Dov", added_on=DAY)

    assert awake(people) == {who.id}


def test_the_end_of_a_pause_of_the_book_wakes_everybody(people: Book) -> None:
    with people.change():
        people.pause(None, since=DAY, until=None, made_on=DAY, reason="")
    sleep(people)

    with people.change():
        people.end_pauses(None, on=DAY)

    assert awake(people) == ALL


def test_what_is_not_kept_wakes_nobody(people: Book) -> None:
    with suppress(ZeroDivisionError), people.change():
        people.cancel_sale(1, on=DAY, reason="")
        raise ZeroDivisionError

    assert awake(people) == set()


def test_who_was_forgotten_is_not_looked_at_again(people: Book) -> None:
    with people.change():
        forget(people, BEN, on=DAY)

    assert BEN not in awake(people)
    assert Waking(people).strays() == []


def test_other_figures_wake_everybody(people: Book) -> None:
    fits = Waking(people).fits("other figures")
    with people.change():
        make_fit(people, "other figures")

    assert not fits
    assert Waking(people).fits("other figures")
    assert awake(people) == ALL


def test_on_an_earlier_day_everybody_is_awake(people: Book) -> None:
    assert set(Waking(people).awake(plus(DAY, -1))) == ALL


def test_of_the_sleeping_the_first_day_and_its_people_are_known(people: Book) -> None:
    nearer = Wake(plus(DAY, 5), plus(DAY, 7), "promise")
    with people.change():
        keep(people, DAY, [(ANA, nearer), (BEN, nearer)])

    coming = Waking(people).coming(DAY)

    assert coming == Coming(plus(DAY, 7), {"promise": 2})
    assert Waking(people).coming(plus(DAY, 5)) == Coming(plus(DAY, 9), {"": 1})
    assert Waking(people).between(DAY, DAY, plus(DAY, 7)) == [ANA, BEN]


def test_a_row_that_is_missing_is_found_and_mended(people: Book, path: Path) -> None:
    with closing(sqlite3.connect(path)) as connection, connection:
        connection.execute("DELETE FROM wakes WHERE customer_id = ?", (BEN,))

    found = Waking(people).strays()
    with people.change():
        mend(people)

    assert found == [BEN]
    assert Waking(people).strays() == []
    assert awake(people) == {BEN}


def test_who_is_awake_is_looked_up_and_not_searched_for(people: Book) -> None:
    for sql in (
        "SELECT customer_id FROM wakes WHERE wake_on <= ?1 OR planned_on > ?1",
        "SELECT customer_id FROM wakes WHERE next_on > ?1 ORDER BY next_on LIMIT 1",
    ):
        plan = people._rows(f"EXPLAIN QUERY PLAN {sql}", DAY.isoformat())

        assert not any("SCAN" in row["detail"] for row in plan)


def test_the_index_is_no_fact() -> None:
    assert {"wakes", "wake_fingerprint"} <= NOT_FACTS
