"""A book in which Ana bought something the day before yesterday."""

import pytest
from tests.conftest import InProcess

SALE_DAY = ("--as-of", "2026-11-19")
NEXT_DAY = ("--as-of", "2026-11-20")


@pytest.fixture
def sold(secondsale: InProcess) -> InProcess:
    return secondsale.begin(
        ("add-sale", "Ana Silva", "Rose Serum x2 @38",
         "--phone", "+44 20 7946 0018", *SALE_DAY)
    )  # fmt: skip


def keys(book: InProcess, *more: str) -> list[str]:
    """Return what the agenda shows."""
    return [row[8] for row in book("today", *more).rows]


def refused(book: InProcess, code: int, *typed: str) -> str:
    """Return the message of a command that must fail and change nothing."""
    before = book.contents()
    answer = book(*typed)
    assert answer.code == code, answer
    assert book.contents() == before
    return answer.refusal
