"""What is counted row by row is what the histories say."""

import shlex
from datetime import date, timedelta
from pathlib import Path

import pytest
from tests.conftest import InProcess

from secondsale.errors import BookError
from secondsale.metrics.buyers import STANDS, Buyer, orders_of
from secondsale.model import History, Sale
from secondsale.store import Book
from secondsale.store.counting.buyers import buyers
from secondsale.store.counting.deeds import sampled

LAST = date(2026, 11, 21)

COMMANDS = """
add-sale "Ana Silva" "Widget x3 @12" "Pen @2.50" --on 2026-10-01
add-sale "Ana Silva" "Pen @2" --on 2026-10-01
add-sale "Old Friend" "Pen x4" --on 2026-09-01
return 42 Widget --on 2026-10-20
return 43 Pen --on 2026-11-01
cancel-sale 44 --on 2026-09-20
resolve dmitri "a new pump" --on 2026-11-21
"""
"""What ends sales and concerns; the demo's last sale is 41."""


@pytest.fixture(scope="module")
def demo(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The demo's book, and some of everything that ends a sale."""
    from secondsale.cli import main

    book = tmp_path_factory.mktemp("counted") / "book.db"
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("HOME", str(book.parent))
        patch.setenv("SECONDSALE_AS_OF", LAST.isoformat())
        assert main(("demo", "--to", str(book))) == 0
        for typed in COMMANDS.strip().splitlines():
            assert main(("--book", str(book), *shlex.split(typed))) == 0, typed
    return book


@pytest.mark.parametrize("ago", [0, 10, 25, 45, 70, 200, 400])
def test_sales_are_counted_as_histories_have_them(demo: Path, ago: int) -> None:
    day = LAST - timedelta(ago)

    with Book.open(demo) as book:
        known = {each.customer.id: each.as_of(day) for each, _ in book.histories()}
        counted = {each.id: each for each in buyers(book, day)}

    assert counted.keys() == known.keys()
    for who, history in known.items():
        found = orders_of(counted[who].sales, day.toordinal())
        assert [(each.day, _nonzero(each.paid)) for each in found] == _orders(history)
        assert _talks(counted[who]) == [
            (each.on.toordinal(), str(each.outcome), int(each.inbound))
            for each in history.contacts
        ]
        assert _worries(counted[who], day) == [
            (
                each.opened_on.toordinal(),
                each.resolved.on.toordinal() if each.resolved else STANDS,
            )
            for each in history.concerns
        ]


def test_the_demo_has_what_that_is_about(demo: Path) -> None:
    with Book.open(demo) as book:
        everybody = list(buyers(book, LAST))

    sold = [sale for each in everybody for sale in each.sales]
    assert any(sale.changes for sale in sold)
    assert any(sale.ended < STANDS for sale in sold)
    assert any(each.talks for each in everybody)
    assert any(each.worries for each in everybody)


def _orders(history: History) -> list[tuple[int, dict[str, int]]]:
    days: dict[int, dict[str, int]] = {}
    for sale in history.standing_sales():
        paid = days.setdefault(sale.sold_on.toordinal(), {})
        for currency, minor in _paid(sale):
            paid[currency] = paid.get(currency, 0) + minor
    return [(day, _nonzero(paid)) for day, paid in sorted(days.items())]


def _paid(sale: Sale) -> list[tuple[str, int]]:
    if sale.total is not None and not any(line.returns for line in sale.lines):
        return [(sale.total.currency, sale.total.minor)]
    priced = [(line.unit_price, line.kept) for line in sale.lines]
    return [(p.currency, p.minor * kept) for p, kept in priced if p is not None]


def _nonzero(paid: object) -> dict[str, int]:
    assert isinstance(paid, dict)
    return {currency: minor for currency, minor in paid.items() if minor}


def _talks(counted: Buyer) -> list[tuple[int, str, int]]:
    return [(each.day, each.outcome, each.inbound) for each in counted.talks]


def _worries(counted: Buyer, day: date) -> list[tuple[int, int]]:
    last = day.toordinal()
    return [
        (opened, resolved if resolved <= last else STANDS)
        for opened, resolved in counted.worries
    ]


def test_a_total_stands_until_something_came_back(secondsale: InProcess) -> None:
    secondsale("add-sale", "Ana Silva", "Pen x2 @5", "--on", "2026-11-01")
    secondsale.plant("UPDATE sales SET total_minor = 900, currency = 'EUR'")
    secondsale.plant("UPDATE lines SET currency = 'EUR'")
    secondsale.plant(
        "INSERT INTO returns (line_id, quantity, returned_on) VALUES (1, 1, ?)",
        "2026-11-10",
    )

    with Book.open(secondsale.book) as book:
        (ana,) = buyers(book, LAST)

    first, later = date(2026, 11, 9).toordinal(), date(2026, 11, 10).toordinal()
    assert [each.paid for each in orders_of(ana.sales, first)] == [{"EUR": 900}]
    assert [each.paid for each in orders_of(ana.sales, later)] == [{"EUR": 500}]


def test_who_was_forgotten_still_counts_as_a_figure(secondsale: InProcess) -> None:
    secondsale("add-sale", "Ana Silva", "Pen @5", "--on", "2026-11-01")
    secondsale("forget", "1", "--yes")

    with Book.open(secondsale.book) as book:
        (nobody,) = buyers(book, LAST)
        assert sampled(book, 10) == ([], 0)

    assert not nobody.there
    assert len(nobody.sales) == 1


def test_a_sample_is_the_same_each_time_and_from_far_and_wide(
    secondsale: InProcess,
) -> None:
    secondsale.ok("add-customer", "Somebody", "--email", "a@example.com")
    for number in range(2, 201):
        secondsale.plant(
            "INSERT INTO customers (id, name, name_key, search_key, added_on)"
            " VALUES (?, ?, ?, ?, '2026-01-01')",
            number, f"N {number}", f"n {number}", f"n {number}",
        )  # fmt: skip

    with Book.open(secondsale.book) as book:
        some, of = sampled(book, 20)
        again, _ = sampled(book, 20)
        everybody, _ = sampled(book, 500)

    assert some == again
    assert (len(some), of, len(everybody)) == (20, 200, 200)
    assert {id // 50 for id in some} >= {0, 1, 2, 3}


def test_an_outcome_that_is_none_is_named(secondsale: InProcess) -> None:
    secondsale("add-sale", "Ana Silva", "Pen @5", "--on", "2026-11-01")
    secondsale("log", "ana", "ok")
    secondsale.plant("UPDATE contacts SET outcome = 'wonderful'")

    assert "wonderful where an outcome belongs" in secondsale("stats").refusal


def test_a_day_that_is_none_is_named(secondsale: InProcess) -> None:
    secondsale("add-sale", "Ana Silva", "Pen @5", "--on", "2026-11-01")
    secondsale.plant("PRAGMA ignore_check_constraints = ON")

    with Book.open(secondsale.book) as book:
        book._connection.execute("PRAGMA query_only = OFF")
        book._connection.execute("PRAGMA ignore_check_constraints = ON")
        book._connection.execute("UPDATE sales SET recorded_on = 'soon'")
        book._connection.commit()

        with pytest.raises(BookError, match="soon"):
            list(buyers(book, LAST))
