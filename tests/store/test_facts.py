"""What goes into the book comes out of it, all of it or nothing."""

import sqlite3
from contextlib import closing
from datetime import date, time
from pathlib import Path

import pytest

from secondsale.days import Birthday
from secondsale.errors import BookError, InputError, NotFoundError
from secondsale.model import (
    Channel,
    Contact,
    Covered,
    Customer,
    Ending,
    History,
    Intent,
    Key,
    Line,
    OptOut,
    Outcome,
    Product,
    ProductKind,
    Return,
    Sale,
    Settlement,
    Status,
)
from secondsale.money import Money
from secondsale.store import Book
from secondsale.store.changes import NOT_FACTS

DAY = date(2026, 11, 21)
LATER = date(2026, 12, 1)

BEN = Customer(id=1, name="Ben Okafor", added_on=DAY)
ANA = Customer(
    id=2,
    name="Ana Silva",
    added_on=DAY,
    email="Ana@Example.com",
    phone="+44 20 7946 0018",
    channel=Channel.WHATSAPP,
    best_time="evenings",
    birthday=Birthday(5, 17),
    source="market",
    note="likes 🌹 and 100% 'natural'",
    referred_by=1,
)
SERUM = Product(
    id=1,
    name="Rose Serum",
    category="skin",
    price=Money(3850, "EUR"),
    supply_days=60,
    delivery_days=5,
    kind=ProductKind.CONSUMABLE,
    note="keep cool",
)
JUG = Product(id=2, name="Filter Jug", kind=ProductKind.DURABLE)
WELCOME = Key("welcome", "s1")
WIN_BACK = Key("win-back", "s1", 2)


def fill(book: Book) -> None:
    """Put one of everything into an empty book."""
    with book.change():
        book.add_customer("Ben Okafor", added_on=DAY)
        book.add_customer(
            ANA.name,
            added_on=DAY,
            email=ANA.email,
            phone=ANA.phone,
            channel=ANA.channel,
            best_time=ANA.best_time,
            birthday=ANA.birthday,
            source=ANA.source,
            note=ANA.note,
            referred_by=1,
        )
        book.add_product(
            SERUM.name,
            added_on=DAY,
            category=SERUM.category,
            price=SERUM.price,
            supply_days=SERUM.supply_days,
            delivery_days=SERUM.delivery_days,
            note=SERUM.note,
        )
        book.add_product("Filter Jug", added_on=DAY, kind=ProductKind.DURABLE)
        book.add_sale(
            2,
            [(1, 2, Money(3500, "EUR")), (2, 1, None)],
            sold_on=DAY,
            recorded_on=LATER,
            sold_time=time(15, 40),
            delivered_on=LATER,
            note="gift",
            source="fair",
        )
        book.add_sale(2, [(2, 1, None)], sold_on=DAY, recorded_on=DAY)
        book.return_line(1, 1, on=LATER, reason="one too many")
        book.cancel_sale(2, on=LATER, reason="changed her mind")
        covered = [Covered(WELCOME, Intent.PROMISE), Covered(WIN_BACK, Intent.OFFER)]
        contact = book.log_contact(
            2,
            on=LATER,
            outcome=Outcome.HAPPY,
            channel=Channel.CALL,
            inbound=True,
            note="loves it",
            covered=covered,
        )
        book.log_contact(2, on=DAY, outcome=Outcome.NO_ANSWER)
        book.settle(2, [Settlement(WELCOME, Status.DONE, LATER)], contact.id)
        snoozed = Settlement(WIN_BACK, Status.SNOOZED, DAY, until=LATER, reason="away")
        book.settle(2, [snoozed])
        book.opt_out(2, "channel:sms", since=DAY, source="told me")
        book.lift_opt_outs(2, on=LATER)
        book.opt_out(2, "intent:offer", since=DAY, source="")


def test_every_field_comes_back_as_it_was(path: Path, book: Book) -> None:
    fill(book)

    with Book.open(path) as reader:
        histories = list(reader.histories())

    first = Sale(
        id=1,
        customer_id=2,
        sold_on=DAY,
        recorded_on=LATER,
        lines=(
            Line(1, SERUM, 2, Money(3500, "EUR"), (Return(1, LATER, "one too many"),)),
            Line(2, JUG, 1),
        ),
        sold_time=time(15, 40),
        delivered_on=LATER,
        note="gift",
        source="fair",
    )
    second = Sale(
        id=2,
        customer_id=2,
        sold_on=DAY,
        recorded_on=DAY,
        lines=(Line(3, JUG, 1),),
        cancelled=Ending(LATER, "the sale was cancelled: changed her mind"),
    )
    happy = Contact(
        id=1,
        on=LATER,
        outcome=Outcome.HAPPY,
        channel=Channel.CALL,
        inbound=True,
        note="loves it",
        covered=(Covered(WELCOME, Intent.PROMISE), Covered(WIN_BACK, Intent.OFFER)),
    )
    assert histories == [
        (History(BEN, referred=((ANA, first),)), ()),
        (
            History(
                customer=ANA,
                sales=(first, second),
                contacts=(Contact(2, DAY, Outcome.NO_ANSWER), happy),
                opt_outs=(
                    OptOut("channel:sms", DAY, "told me", LATER),
                    OptOut("intent:offer", DAY),
                ),
            ),
            (
                Settlement(WELCOME, Status.DONE, LATER),
                Settlement(WIN_BACK, Status.SNOOZED, DAY, LATER, "away"),
            ),
        ),
    ]


@pytest.mark.parametrize("birthday", [Birthday(2, 29), Birthday(2, 29, 1984), None])
def test_a_birthday_comes_back_with_or_without_its_year(
    book: Book, birthday: Birthday | None
) -> None:
    with book.change():
        customer = book.add_customer("Ana", added_on=DAY, birthday=birthday)

    assert book.customer(customer.id).birthday == birthday


def test_single_facts_are_found_by_their_ids(book: Book) -> None:
    fill(book)

    assert book.customer(2) == ANA
    assert list(book.customers()) == [BEN, ANA]
    assert book.product(1) == SERUM
    assert list(book.products()) == [SERUM, JUG]
    assert book.sale(2).customer_id == 2
    assert book.find_sale("S2") == book.find_sale("2") == book.sale(2)
    assert [sale.id for sale in book.sales()] == [2, 1]
    assert [sale.id for sale in book.sales(2)] == [2, 1]
    assert list(book.sales(1)) == []
    assert [(who, contact.id) for who, contact in book.contacts()] == [(2, 1), (2, 2)]


def test_what_is_not_there_is_named(book: Book) -> None:
    fill(book)

    with pytest.raises(NotFoundError, match="no customer c9"):
        book.customer(9)
    with pytest.raises(NotFoundError, match="no customer c9"):
        book.history(9)
    with pytest.raises(NotFoundError, match="no product p9"):
        book.product(9)
    with pytest.raises(NotFoundError, match="no sale s9"):
        book.sale(9)
    for query in ("", "c1", "s", "s-1", "s" + "9" * 30):
        with pytest.raises(NotFoundError, match="no sale"):
            book.find_sale(query)
    with book.change():
        with pytest.raises(NotFoundError, match="no line l9"):
            book.return_line(9, 1, on=DAY, reason="")
        with pytest.raises(NotFoundError, match="no sale s9"):
            book.cancel_sale(9, on=DAY, reason="")
        with pytest.raises(NotFoundError, match="no customer c9"):
            book.update_customer(9, note="x")


def test_some_histories_come_in_order_of_their_ids(book: Book) -> None:
    fill(book)

    found = [history.customer.id for history, _ in book.histories([2, 1, 2, 77])]

    assert found == [1, 2]


def test_more_customers_than_fit_in_a_batch_all_come_back(book: Book) -> None:
    with book.change():
        for number in range(1, 1102):
            book.add_customer(f"Customer {number}", added_on=DAY)

    wanted = list(range(1, 1102))
    assert [history.customer.id for history, _ in book.histories()] == wanted
    assert [history.customer.id for history, _ in book.histories(wanted)] == wanted
    assert [customer.id for customer in book.customers()] == wanted


def test_a_changed_customer_is_found_by_the_new_name_and_number(book: Book) -> None:
    fill(book)

    with book.change():
        changed = book.update_customer(
            2,
            name="Zoë Martin",
            email="ZOE@example.com",
            phone="",
            channel=None,
            birthday=Birthday(1, 2, 1990),
        )

    assert changed == book.customer(2)
    assert changed.channel is None
    assert changed.birthday == Birthday(1, 2, 1990)
    assert book.find_customers("zoe martin") == (changed,)
    assert book.find_customers("zoe@EXAMPLE.com") == (changed,)
    assert book.find_customers("ana") == ()
    assert book.find_customers("+44 20 7946 0018") == ()


def test_a_changed_product_and_sale_come_back_changed(book: Book) -> None:
    fill(book)

    with book.change():
        product = book.update_product(1, name="Night Serum", price=None, supply_days=30)
        book.update_sale(1, sold_on=LATER, sold_time=None, delivered_on=None, note="")

    assert (product.name, product.price, product.supply_days) == (
        "Night Serum",
        None,
        30,
    )
    assert book.find_products("night serum") == (product,)
    sale = book.sale(1)
    assert (sale.sold_on, sale.sold_time, sale.delivered_on) == (LATER, None, None)
    assert (sale.note, sale.source) == ("", "fair")


def test_a_change_of_something_unknown_is_refused(book: Book) -> None:
    fill(book)

    with book.change(), pytest.raises(TypeError, match="no name_key to change"):
        book.update_customer(1, name_key="x")  # type: ignore[call-arg]


def test_two_products_cannot_share_a_name(book: Book) -> None:
    fill(book)

    with book.change():
        with pytest.raises(InputError, match="called Rose Serum already"):
            book.add_product("ROSE  serum", added_on=DAY)
        with pytest.raises(InputError, match="called Rose Serum already"):
            book.update_product(2, name="rose serum")
        assert book.update_product(1, name="ROSE Serum").name == "ROSE Serum"


def test_no_more_comes_back_than_was_sold(book: Book) -> None:
    fill(book)

    with book.change():
        with pytest.raises(InputError, match="2 of Rose Serum cannot come back"):
            book.return_line(1, 2, on=LATER, reason="")
        sale = book.return_line(1, 1, on=LATER, reason="")

    assert sale.lines[0].kept == 0


def test_lifting_opt_outs_leaves_those_lifted_before(book: Book) -> None:
    fill(book)

    with book.change():
        lifted = book.lift_opt_outs(2, on=date(2027, 1, 1))

    assert lifted == 1
    history, _ = book.history(2)
    assert [wish.lifted_on for wish in history.opt_outs] == [LATER, date(2027, 1, 1)]


@pytest.mark.parametrize("error", [ValueError, KeyboardInterrupt, InputError])
def test_a_change_that_fails_keeps_nothing(
    path: Path, book: Book, error: type[BaseException]
) -> None:
    fill(book)

    with pytest.raises(error), book.change():  # noqa: PT012
        book.add_customer("Chloé Martin", added_on=DAY)
        book.add_sale(3, [(1, 1, None)], sold_on=DAY, recorded_on=DAY)
        raise error("no")

    with Book.open(path) as reader:
        assert [customer.id for customer in reader.customers()] == [1, 2]
        assert [sale.id for sale in reader.sales()] == [2, 1]


def test_a_book_can_be_changed_again_after_a_failure(book: Book) -> None:
    with pytest.raises(ValueError, match="no"), book.change():
        raise ValueError("no")

    fill(book)

    assert book.customer(2) == ANA


def test_a_fact_must_name_a_customer_who_is_there(book: Book) -> None:
    with pytest.raises(sqlite3.IntegrityError), book.change():
        book.add_sale(99, [], sold_on=DAY, recorded_on=DAY)

    assert list(book.sales()) == []


def test_acts_outside_a_change_are_refused(path: Path, book: Book) -> None:
    fill(book)
    before = path.read_bytes()

    with pytest.raises(RuntimeError, match="inside"):
        book.add_customer("Chloé", added_on=DAY)
    with pytest.raises(RuntimeError, match="inside"):
        book.update_customer(1, note="x")
    with book.change(), pytest.raises(RuntimeError, match="inside another"):
        book.change().__enter__()

    assert path.read_bytes() == before


def test_ids_are_never_reused(path: Path, book: Book) -> None:
    fill(book)
    with closing(sqlite3.connect(path)) as other, other:
        other.execute(
            "DELETE FROM products WHERE id NOT IN (SELECT product_id FROM lines)"
        )
        other.execute(
            "INSERT INTO products (name, name_key, search_key, kind, added_on)"
            " VALUES ('x', 'x', 'x', 'durable', '2026-11-21')"
        )
        other.execute("DELETE FROM products WHERE name = 'x'")

    with book.change():
        product = book.add_product("New", added_on=DAY)

    assert product.id == 4


def schema(path: Path) -> list[tuple[object, ...]]:
    with closing(sqlite3.connect(path)) as other:
        return other.execute("SELECT * FROM sqlite_schema ORDER BY name").fetchall()


def test_using_the_book_never_changes_its_schema(path: Path, book: Book) -> None:
    before = schema(path)

    fill(book)
    with book.change():
        book.update_customer(1, name="Benjamin", phone="12345")
        book.update_product(1, price=None)
        book.update_sale(1, note="x")
    list(book.histories())
    book.similar_customers("Ana Silva", "", "")

    assert schema(path) == before


@pytest.mark.usefixtures("book")
def test_every_table_is_strict_and_never_reuses_an_id(path: Path) -> None:
    tables = {
        str(row[1]): str(row[4])
        for row in schema(path)
        if row[0] == "table" and not str(row[1]).startswith(("sqlite_", "_sqlite_"))
    }

    assert all(sql.rstrip().endswith("STRICT") for sql in tables.values())
    for sql in (tables[name] for name in tables.keys() - NOT_FACTS):
        assert "AUTOINCREMENT" in sql


@pytest.mark.parametrize(
    "scope", ["", "offers", "channel:fax", "intent:sell", "ALL", "channel:", "sms"]
)
def test_consent_that_cannot_be_read_stops_every_contact(
    book: Book, scope: str
) -> None:
    with book.change():
        book.add_customer("Ana", added_on=DAY)
        book.opt_out(1, scope, since=DAY, source="")

    history, _ = book.history(1)
    assert history.opt_outs == (OptOut("all", DAY),)


@pytest.mark.parametrize("scope", ["all", "channel:whatsapp", "intent:teach"])
def test_consent_that_can_be_read_is_kept_as_it_is(book: Book, scope: str) -> None:
    with book.change():
        book.add_customer("Ana", added_on=DAY)
        book.opt_out(1, scope, since=DAY, source="")

    assert book.history(1)[0].opt_outs[0].scope == scope


UNREADABLE = [
    ("customers", 2, "channel", "fax"),
    ("customers", 2, "birthday", "2026-13-01"),
    ("customers", 2, "birthday", "soon"),
    ("sales", 1, "sold_time", "noon"),
    ("sales", 1, "sold_on", "2026-02-30"),
    ("products", 1, "kind", "rental"),
    ("contacts", 1, "outcome", "thrilled"),
    ("contacts", 1, "channel", "fax"),
    ("covers", 1, "key", "welcome"),
    ("covers", 1, "intent", "sell"),
    ("settlements", 1, "status", "lost"),
    ("settlements", 1, "key", "Welcome:s1"),
]


@pytest.mark.parametrize(("table", "row_id", "column", "value"), UNREADABLE)
def test_a_value_that_cannot_be_read_is_named_by_table_and_id(
    path: Path, book: Book, table: str, row_id: int, column: str, value: str
) -> None:
    fill(book)
    with closing(sqlite3.connect(path)) as other, other:
        other.execute(f"UPDATE {table} SET {column} = ? WHERE id = ?", (value, row_id))

    with pytest.raises(BookError, match=f"row {row_id} of {table} in the book"):
        book.history(2)


@pytest.mark.parametrize("day", ["yesterday", "2026-13-01", "20261121", "now", ""])
def test_the_book_itself_refuses_what_is_no_day(
    path: Path, book: Book, day: str
) -> None:
    fill(book)

    with closing(sqlite3.connect(path)) as other, pytest.raises(sqlite3.Error):
        other.execute("UPDATE sales SET sold_on = ?", (day,))
