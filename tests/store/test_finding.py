"""Whom and what a few words mean."""

from datetime import date

import pytest

from secondsale.store import Book

DAY = date(2026, 11, 21)


@pytest.fixture
def people(book: Book) -> Book:
    with book.change():
        for name, email, phone in (
            ("Ana Silva", "ana@example.com", "+44 20 7946 0018"),
            ("Ánà Silva", "", ""),
            ("Anna-Marie Costa", "", "0044 (0)161 496-0000"),
            ("Ben O'Brien", "Ben@Straße.de", "612 345 678"),
            ("100% Pure_Ltd", "", "12345"),
            ("ANA SILVA", "", "+351 912 345 678"),
        ):
            book.add_customer(name, added_on=DAY, email=email, phone=phone)
        for name in ("Rose Serum", "Rosé Sérum", "Filter Jug 2", "2", "Jug-Cartridge"):
            book.add_product(name, added_on=DAY)
    return book


@pytest.mark.parametrize(
    ("query", "ids"),
    [
        ("3", [3]),
        (" 3 ", [3]),
        ("c3", []),
        ("#3", []),
        ("99", []),
        ("c99999999999999999999999", []),
        ("ANA@example.COM", [1]),
        ("ben@STRASSE.de", [4]),
        ("ana@example", []),
        ("+44 20 7946 0018", [1]),
        ("0044 20 7946 0018", [1]),
        ("442079460018", [1]),
        ("020 7946 0018", [1]),
        ("79460018", [1]),
        ("460018", []),
        ("+44 161 496 0000", [3]),
        ("+34 612 345 678", [4]),
        ("912345678", [6]),
        ("12345", [5]),
        ("1234", []),
        ("٩١٢٣٤٥٦٧٨", [6]),
        ("ana silva", [1, 6]),
        ("  ANA   Silva ", [1, 6]),
        ("ánà silva", [2]),
        ("ana sil", [1, 2, 6]),
        ("silva an", [1, 2, 6]),
        ("marie", [3]),
        ("anna-m", [3]),
        ("o'b", [4]),
        ("brien", []),
        ("ilva", []),
        ("%", []),
        ("100%", [5]),
        ("1__", []),
        ("p*", []),
        ("pure_", [5]),
        ("'", []),
        ("", []),
        ("   ", []),
        ("-", []),
    ],
)
def test_a_query_means_the_first_kind_of_match_that_there_is(
    people: Book, query: str, ids: list[int]
) -> None:
    assert [customer.id for customer in people.find_customers(query)] == ids


@pytest.mark.parametrize(
    ("query", "ids"),
    [
        ("3", [3]),
        ("p3", []),
        ("2", [4]),
        ("rose serum", [1]),
        ("ROSÉ SÉRUM", [2]),
        ("rose ser", [1, 2]),
        ("jug", [3, 5]),
        ("cart", [5]),
        ("c3", []),
        ("", []),
    ],
)
def test_a_product_is_found_by_id_or_name(
    people: Book, query: str, ids: list[int]
) -> None:
    assert [product.id for product in people.find_products(query)] == ids


@pytest.mark.parametrize(
    ("name", "email", "phone", "ids"),
    [
        ("Ana Silva", "", "", [1, 2, 6]),
        ("Ana Silvo", "", "", [1, 2, 6]),
        ("Nobody Else", "ANA@EXAMPLE.COM", "", [1]),
        ("Nobody Else", "", "0044 20 79460018", [1]),
        ("Nobody Else", "", "", []),
        ("Ana Silvo", "ben@strasse.de", "", [4, 1, 2, 6]),
        ("Bea Santos", "", "", []),
    ],
)
def test_somebody_who_may_be_in_the_book_already_is_recognised(
    people: Book, name: str, email: str, phone: str, ids: list[int]
) -> None:
    similar = people.similar_customers(name, email, phone)

    assert [customer.id for customer in similar] == ids


def test_a_product_that_may_be_there_already_is_recognised(people: Book) -> None:
    similar = people.similar_products("rose serums")

    assert [product.id for product in similar] == [1, 2]
    assert people.similar_products("hand cream") == ()


@pytest.mark.parametrize(
    ("typed", "ids"),
    [
        ("anna", [3, 1, 2, 6]),
        ("anna silvia", [1, 2, 6]),
        ("Ana Silvo", [1, 2, 6]),
        ("silvia", [1, 2, 6]),
        ("anasilva", [1, 2, 6]),
        ("anna santos", []),
        ("zoe", []),
        ("", []),
        ("-", []),
        ("[/]", []),
    ],
)
def test_a_name_that_is_spelled_nearly_so_is_near(
    people: Book, typed: str, ids: list[int]
) -> None:
    assert [customer.id for customer in people.near_customers(typed)] == ids


def test_a_product_that_is_spelled_nearly_so_is_near(people: Book) -> None:
    assert [product.id for product in people.near_products("rise")] == [1, 2]
    assert people.near_products("hand cream") == ()
