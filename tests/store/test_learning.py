"""The snapshot of all sales: kept, replaced, thrown away; never the truth."""

import sqlite3
from contextlib import closing
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

import pytest
from tests.store.test_facts import fill

from secondsale.errors import BookError
from secondsale.model import Learned, Votes
from secondsale.store import Book

DAY = date(2026, 11, 21)
LEARNED = Learned(
    day=DAY,
    shop=Votes(3.25, 1.5, 4, 2),
    shift=-0.125,
    products={1: Votes(1.75, 0.5, 3, 1), 7: Votes(0.0, 0.0, 1, 0)},
    categories={"skin": Votes(2.5, 0.75, 2, 1), "été 🌹": Votes()},
    orders=Votes(9.5, 2.25, 5, 3),
)

SALES: tuple[tuple[int, int, dict[int, int]], ...] = (
    (2, 3, {1: 1}),
    (1, 5, {1: 3, 2: 1}),
    (1, 9, {1: 2}),
    (1, 1, {1: 8}),
    (2, 2, {2: 2}),
)
"""Customer, days ago, units by product."""


def kept(book: Book, what: Learned = LEARNED) -> None:
    with book.change():
        book.keep_learned(what)


def test_a_snapshot_comes_back_to_the_last_bit(path: Path, book: Book) -> None:
    fill(book)

    kept(book)

    assert book.learned() == LEARNED
    with Book.open(path) as reader:
        assert reader.learned() == LEARNED
        assert all(each.learned == LEARNED for each, _ in reader.histories())


def test_a_snapshot_takes_the_place_of_the_one_before(book: Book) -> None:
    kept(book)
    newer = replace(LEARNED, day=DAY + timedelta(7), products={}, categories={})

    kept(book, newer)

    assert book.learned() == newer


def test_without_a_snapshot_nothing_is_learned(book: Book) -> None:
    fill(book)

    assert book.learned() == Learned()


def test_throwing_it_away_leaves_every_fact(book: Book) -> None:
    fill(book)
    before = list(book.histories())
    kept(book)

    with book.change():
        book.drop_learned()

    assert list(book.histories()) == before


def test_what_was_sold_is_told_customer_by_customer_in_order(book: Book) -> None:
    with book.change():
        book.add_customer("Ana", added_on=DAY)
        book.add_customer("Ben", added_on=DAY)
        book.add_product("Soap", added_on=DAY)
        book.add_product("Jug", added_on=DAY)
        for who, ago, bought in SALES:
            book.add_sale(
                who,
                [(product_id, units, None) for product_id, units in bought.items()],
                sold_on=DAY - timedelta(ago),
                recorded_on=DAY,
            )
        book.return_line(2, 1, on=DAY, reason="")
        book.return_line(3, 1, on=DAY, reason="")
        book.cancel_sale(5, on=DAY, reason="")

    found = [list(each) for each in book.bought(DAY - timedelta(2))]

    day = DAY.toordinal()
    assert found == [[(1, day - 9, 2), (1, day - 5, 2)], [(1, day - 3, 1)]]


def test_it_is_time_to_learn_after_some_days_or_a_tenth_more_sales(book: Book) -> None:
    def due(later: int) -> bool:
        return book.should_learn(DAY + timedelta(later), every=7)

    assert not due(0)  # there is nothing to learn from

    fill(book)
    assert due(0)

    kept(book)
    assert [due(0), due(6), due(7)] == [False, False, True]

    with book.change():
        book.add_sale(1, [(1, 1, None)] * 2, sold_on=DAY, recorded_on=DAY)
    assert due(0)


def test_a_snapshot_that_cannot_be_read_is_named(path: Path, book: Book) -> None:
    kept(book)
    with closing(sqlite3.connect(path)) as other, other:
        other.execute("UPDATE votes SET name = 'soap' WHERE name = '7'")

    with Book.open(path) as reader, pytest.raises(BookError, match="of votes in the"):
        reader.learned()
