"""The tables come straight from the file; here they are made of the model instead."""

import csv
import io
import sqlite3
from collections.abc import Iterable, Iterator
from contextlib import closing
from datetime import date, time
from pathlib import Path

import pytest
from tests.cli.test_hostile_text import HOSTILE
from tests.conftest import InProcess

from secondsale.days import Birthday
from secondsale.exchange.csv_tables import TABLES, Row, document
from secondsale.model import (
    Channel,
    Contact,
    Covered,
    Customer,
    History,
    Intent,
    Key,
    Outcome,
    Product,
    ProductKind,
    Sale,
)
from secondsale.money import Money
from secondsale.store import Book
from secondsale.store.reading import BATCH
from secondsale.store.tables import table

OLD, EARLY, LATER, TODAY = (
    date(2026, *day) for day in ((1, 5), (10, 1), (11, 10), (11, 21))
)
ACTS = ("=1+1", "+44 20", "-1", "@SUM(A1)", "'=x", "''7", "'tis", "a,b", 'say "x"', "")
TEXTS = {
    "customers": """name email phone channel best_time birthday source note tier owner
        address postcode""",
    "products": "name category note kind currency",
    "sales": "sold_time note source party currency",
    "lines": "currency",
    "contacts": "outcome channel note",
    "tags": "tag",
    "other_addresses": "value",
}
"""The columns of the book in which another program could have put any text."""
AMOUNTS = frozenset(("price", "unit_price", "total"))


def customer_rows(histories: Iterable[History]) -> Iterator[Row]:
    for history in histories:
        who = history.customer
        wishes = [
            wish.since
            for wish in history.opt_outs
            if wish.lifted_on is None and wish.scope == "all"
        ]
        yield (
            who.id, who.name, who.email, who.phone, who.channel, who.best_time,
            str(who.birthday) if who.birthday else None, who.source, who.referred_by,
            who.note, who.added_on, min(wishes, default=None), who.tier, who.owner,
            ", ".join(who.tags), who.address, who.postcode,
            ", ".join(who.other_emails), ", ".join(who.other_phones),
        )  # fmt: skip


def product_rows(products: Iterable[Product]) -> Iterator[Row]:
    for each in products:
        price = each.price
        yield (
            each.id, each.name, each.category, price.decimal() if price else None,
            price.currency if price else None, each.supply_days, each.delivery_days,
            each.kind, each.note,
        )  # fmt: skip


def sale_rows(sales: Iterable[tuple[str, Sale]]) -> Iterator[Row]:
    for name, sale in sales:
        cancelled = sale.cancelled.on if sale.cancelled else None
        at = f"{sale.sold_time:%H:%M}" if sale.sold_time else None
        total = sale.total.decimal() if sale.total else None
        for line in sale.lines:
            price = line.unit_price
            paid = price or sale.total
            yield (
                sale.id, line.id, sale.sold_on, at, sale.customer_id, name,
                line.product.id, line.product.name, line.quantity,
                line.quantity - line.kept, price.decimal() if price else None,
                paid.currency if paid else None, sale.delivered_on, sale.note,
                sale.source, cancelled, sale.recorded_on, sale.party, total,
            )  # fmt: skip


def contact_rows(contacts: Iterable[tuple[Customer, Contact]]) -> Iterator[Row]:
    for who, contact in contacts:
        covered = " ".join(str(about.key) for about in contact.covered)
        yield (
            contact.id, contact.on, who.id, who.name, contact.outcome, contact.channel,
            "in" if contact.inbound else "out", contact.note, covered,
        )  # fmt: skip


def of_the_model(book: Book, what: str, day: date, *, raw: bool) -> str:
    """Return a table as it follows from the model."""
    who = {each.id: each for each in book.customers(forgotten=True)}
    rows = {
        "customers": customer_rows(history for history, _ in book.histories()),
        "products": product_rows(book.products()),
        "sales": sale_rows(
            (who[sale.customer_id].name, sale.as_of(day))
            for sale in book.sales()
            if sale.sold_on <= day
        ),
        "contacts": contact_rows((who[of], contact) for of, contact in book.contacts()),
    }
    return "".join(document(TABLES[what], rows[what], raw=raw))


def people(book: Book) -> None:
    ana = book.add_customer(
        "Ana Silva", added_on=OLD, email="a@example.com", phone="+44 20 7946 0018",
        channel=Channel.SMS, best_time="-9", birthday=Birthday(5, 12), source="@fair",
        note="=1+1", tier="gold", owner="Zoë", tags=("z", "=b", "a"),
        address="1 Rose Lane, Bath", postcode="BA1",
    ).id  # fmt: skip
    ben = book.add_customer(
        "Ben", added_on=EARLY, birthday=Birthday(2, 29, 1984), referred_by=ana
    ).id
    li = book.add_customer("李小龍", added_on=LATER).id
    rita = book.add_customer("Rita", added_on=LATER, tags=("=gone",)).id
    book.opt_out(ana, "channel:sms", since=OLD, source="")
    book.opt_out(ben, "all", since=EARLY, source="")
    book.lift_opt_outs(ben, on=LATER)
    book.opt_out(ben, "all", since=TODAY, source="")
    book.opt_out(ben, "intent:offer", since=OLD, source="")
    book.opt_out(li, "all", since=TODAY, source="")
    book.opt_out(rita, "all", since=LATER, source="")
    for who, outcome in ((ana, Outcome.HAPPY), (ben, Outcome.OK), (rita, Outcome.OK)):
        book.log_contact(who, on=LATER, outcome=outcome, inbound=who == ben)
    covered = [Covered(Key.parse(key), Intent.CARE, "") for key in ("z:l2.3", "a:s1")]
    book.log_contact(
        ana, on=EARLY, outcome=Outcome.OK, channel=Channel.CALL, note="'7",
        covered=covered,
    )  # fmt: skip


def goods(book: Book) -> None:
    for number, currency in enumerate(("EUR", "JPY", "KWD", "CLF", "XXX")):
        book.add_product(
            f"Product {number}", added_on=OLD, price=Money(1205 * number, currency),
            category="-a", supply_days=number or None, kind=ProductKind.DURABLE,
        )  # fmt: skip
    book.add_product("Jug", added_on=OLD, delivery_days=3, note="\u200d x")


def sales(book: Book) -> None:
    for who, on in ((1, OLD), (1, LATER), (2, EARLY), (3, TODAY), (4, EARLY), (4, OLD)):
        lines = [(1, 4, Money(1205, "EUR")), (2, 1, Money(5, "JPY")), (6, 2, None)]
        total = Money(100 * who, "USD") if who == 2 else None
        book.add_sale(
            who, lines[who - 2 :], sold_on=on, recorded_on=TODAY, source="'=x",
            sold_time=time(9, 5, 7) if who == 1 else None, note="a\u200db", total=total,
            delivered_on=LATER if who == 1 else None, party="Friday, at Mia's",
        )  # fmt: skip
    book.add_sale(
        2, [(6, 1, None), (1, 2, None)], sold_on=OLD, recorded_on=OLD,
        total=Money(7, "JPY"),
    )  # fmt: skip
    book.cancel_sale(1, on=EARLY, reason="")
    book.cancel_sale(3, on=TODAY, reason="")
    first = book.sale(3).lines[0]
    for quantity, on in ((1, EARLY), (2, LATER), (1, TODAY)):
        book.return_line(first.id, quantity, on=on, reason="")


@pytest.fixture(scope="module")
def begun() -> dict[str, bytes]:
    """Keep the book, which takes long to make."""
    return {}


@pytest.fixture
def rich(secondsale: InProcess, begun: dict[str, bytes]) -> InProcess:
    if not begun:
        _begin(secondsale)
        begun["book"] = secondsale.book.read_bytes()
    secondsale.book.write_bytes(begun["book"])
    return secondsale


def _begin(secondsale: InProcess) -> None:
    with Book.open_for_writing(secondsale.book) as book:
        for fill in (people, goods, sales):
            with book.change():
                fill(book)
    for kind, value in (("phone", "+1"), ("email", "z@x"), ("email", "a@x")):
        secondsale.plant(
            "INSERT INTO other_addresses (customer_id, kind, value, value_key)"
            " VALUES (1, ?1, ?2, ?2)",
            kind,
            value,
        )
    secondsale.plant("UPDATE sales SET total_minor = -5 WHERE id = 3")
    secondsale.plant(
        "INSERT INTO opt_outs (customer_id, scope, since, source)"
        " VALUES (3, 'channel:fax', '2026-02-03', '')"
    )
    assert secondsale("forget", "rita", "--yes").code == 0


@pytest.mark.parametrize("day", [OLD, EARLY, LATER, TODAY], ids=str)
@pytest.mark.parametrize("what", list(TABLES)[1:])
@pytest.mark.parametrize("raw", [False, True], ids=["guarded", "raw"])
def test_a_table_says_what_the_model_says(
    rich: InProcess, what: str, day: date, raw: bool
) -> None:
    said = rich.ok("export", "--what", what, "--as-of", str(day), *["--raw"] * raw).out

    with closing(Book.open(rich.book)) as book:
        # An amount below nothing is a number, and gets no apostrophe.
        expected = of_the_model(book, what, day, raw=raw).replace("'-0.05", "-0.05")
    assert said == expected
    assert len(said.splitlines()) > 3


@pytest.mark.parametrize("text", [*ACTS, HOSTILE])
def test_no_text_that_another_program_left_acts(rich: InProcess, text: str) -> None:
    with closing(sqlite3.connect(rich.book)) as connection, connection:
        for stored, columns in TEXTS.items():
            for column in columns.split():
                sql = f"UPDATE OR IGNORE {stored} SET {column} = ?"
                connection.execute(sql, [text])

    for what, promised in list(TABLES.items())[1:]:
        said = rich.ok("export", "--what", what).out
        head, *rows = csv.reader(io.StringIO(said, newline=""))
        assert tuple(head) == promised
        assert rows
        for row in rows:
            for column, cell in zip(head, row, strict=True):
                assert column in AMOUNTS or not cell.startswith(("=", "+", "-", "@"))
                assert cell.isprintable()
        (note,) = {row[head.index("note")] for row in rows}
        ((shown,),) = csv.reader(document([text], [], raw=False))
        assert note == shown


def test_a_total_without_prices_comes_back_in_its_own_currency(
    secondsale: InProcess,
) -> None:
    with Book.open_for_writing(secondsale.book) as book, book.change():
        ana = book.add_customer("Ana Silva", added_on=OLD).id
        jug = book.add_product("Jug", added_on=OLD).id
        lines = [(jug, 1, None), (jug, 2, None)]
        total = Money(1234, "JPY")
        book.add_sale(ana, lines, sold_on=EARLY, recorded_on=EARLY, total=total)
    target, other = secondsale.folder / "sales.csv", secondsale.folder / "other.db"

    secondsale("export", "--what", "sales", "-o", str(target))
    secondsale("--book", str(other), "import", str(target))

    with closing(Book.open(other)) as book:
        (sale,) = book.sales()
    assert sale.total == total
    assert [line.unit_price for line in sale.lines] == [None, None]


def test_a_table_is_of_one_moment_and_holds_nobody_up(tmp_path: Path) -> None:
    path = tmp_path / "book.db"
    with Book.open_for_writing(path) as book, book.change():
        for number in range(BATCH + 1):
            book.add_customer(f"Person {number}", added_on=OLD)

    with Book.open(path) as book:
        parts = table(book, "customers", TODAY)
        first = next(parts)
        with Book.open_for_writing(path, patience=0) as other, other.change():
            other.add_customer("Late", added_on=TODAY)
        rest = list(parts)
        (whole, late) = table(book, "customers", TODAY)
        with pytest.raises(sqlite3.OperationalError, match="readonly"):
            book._connection.execute("DELETE FROM customers")

    assert [len(part) for part in (first, *rest)] == [BATCH, 1]
    assert (len(whole), late[-1][1]) == (BATCH, "Late")
