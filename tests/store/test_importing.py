"""What a file brings is kept once, overwrites nothing, and can be undone."""

import shutil
import sqlite3
from collections.abc import Iterable, Sequence
from contextlib import closing
from datetime import UTC, date, datetime
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from secondsale.days import Birthday
from secondsale.model import Key, Outcome, Settlement, Status
from secondsale.model.arrivals import (
    BY_HAND,
    Arrival,
    ArrivingContact,
    ArrivingConversation,
    ArrivingItem,
    ArrivingPerson,
    ArrivingProduct,
    ArrivingRefund,
    ArrivingSale,
    Refused,
    Skipped,
    Standing,
)
from secondsale.money import Money
from secondsale.records import replace
from secondsale.store import Book, forgetting
from secondsale.store.changes import NOT_FACTS, Typed
from secondsale.store.importing import Importing, Tally, Verdict
from secondsale.store.undoing import Undoing

TODAY = date(2026, 11, 21)
SOLD = date(2026, 10, 1)
ANA = ArrivingPerson(
    name="Ana Silva", email="ana@example.com", phone="+44 20 7946 0018"
)
SERUM = ArrivingItem("Rose Serum", 2, Money(3800, "EUR"))


def sale(number: str = "#1", who: ArrivingPerson = ANA, **more: Any) -> ArrivingSale:
    line = int("".join(filter(str.isdigit, number)) or 1) + 1
    more = {"items": (SERUM,), "sold_on": SOLD, "lines": (line,), **more}
    return ArrivingSale(external_id=number, person=who, **more)


def contact(who: ArrivingPerson, line: int = 2) -> ArrivingContact:
    return ArrivingContact((line,), who)


def bring(
    book: Book, *arrivals: Arrival, source: str = "shop", shop: str = "", **more: Any
) -> Tally:
    typed = Typed(["import"], datetime(2026, 11, 21, 9, tzinfo=UTC), TODAY)
    with book.change(typed):
        importing = Importing(book, source=source, shop=shop, today=TODAY, **more)
        list(importing.take(arrivals))
        return importing.finish()


def counts(tally: Tally) -> dict[str, int]:
    return {str(v): runs.count for v, runs in tally.records.items() if runs.count}


def reasons(tally: Tally) -> list[str]:
    return [reason for _, reason in tally.reasons]


def facts(path: Path) -> dict[str, list[Any]]:
    with closing(sqlite3.connect(path)) as connection:
        names = connection.execute(
            "SELECT name FROM sqlite_schema WHERE type = 'table'"
            " AND name NOT LIKE '%sqlite%'"
        ).fetchall()
        return {
            name: connection.execute(f"SELECT * FROM {name} ORDER BY 1").fetchall()
            for (name,) in names
            if name not in NOT_FACTS
        }


def people(book: Book) -> list[str]:
    return [who.name for who in book.customers()]


# Sales


def test_a_sale_brings_its_customer_and_its_product(book: Book) -> None:
    tally = bring(book, sale(total=Money(7500, "EUR"), note="a gift", party="at Mia's"))

    (kept,) = book.sales()
    who = book.customer(kept.customer_id)
    assert (who.name, who.email, who.phone) == (ANA.name, ANA.email, ANA.phone)
    assert (str(kept), kept.sold_on, kept.recorded_on) == ("Rose Serum ×2", SOLD, TODAY)
    assert (kept.total, kept.note, kept.party) == (
        Money(7500, "EUR"),
        "a gift",
        "at Mia's",
    )
    assert kept.lines[0].unit_price == Money(3800, "EUR")
    assert kept.lines[0].product.price == Money(3800, "EUR")
    assert counts(tally) == {"new": 1}
    assert {thing: dict(of) for thing, of in tally.things.items()} == {
        "customers": {Verdict.NEW: 1},
        "products": {Verdict.NEW: 1},
        "sales": {Verdict.NEW: 1},
    }


def test_the_same_file_again_adds_nothing(book: Book, path: Path) -> None:
    file = [sale("#1"), sale("#2"), sale("#3", ArrivingPerson(name="Ben Okafor"))]
    bring(book, *file)
    before = facts(path)

    tally = bring(book, *file)

    assert facts(path) == before
    assert counts(tally) == {"unchanged": 3}


def test_the_same_number_of_another_shop_is_another_sale(book: Book) -> None:
    bring(book, sale())

    tally = bring(book, sale(), shop="market")

    assert counts(tally) == {"new": 1}
    assert len(list(book.sales())) == 2
    assert people(book) == ["Ana Silva"]


def test_the_same_order_twice_in_one_file_is_one_sale(book: Book) -> None:
    tally = bring(book, sale(lines=(2,)), sale(lines=(3,)))

    assert counts(tally) == {"new": 1, "unchanged": 1}
    assert len(list(book.sales())) == 1


def test_an_order_that_contradicts_one_above_is_refused(book: Book) -> None:
    other = (ArrivingItem("Hand Oil", 1),)

    tally = bring(book, sale(lines=(2,)), sale(lines=(3,), items=other))

    assert counts(tally) == {"new": 1, "refused": 1}
    assert tally.refused == {3: "the same order stands above, with other items"}


ZOE = ArrivingPerson(name="Zoe Zahn", email="zoe@example.com")
LATER = date(2026, 10, 9)


def test_an_order_of_somebody_else_on_another_day_is_refused(book: Book) -> None:
    bring(book, sale())
    other = (ArrivingItem("Candle", 1),)

    tally = bring(book, sale(who=ZOE, sold_on=LATER, items=other))

    assert counts(tally) == {"refused": 1}
    assert reasons(tally) == [
        "order #1 is known of somebody else on another day: --shop tells shops apart"
    ]
    assert people(book) == ["Ana Silva"]


def test_another_order_of_somebody_else_on_that_day_changes_nothing(book: Book) -> None:
    bring(book, sale())
    other = (ArrivingItem("Candle", 1),)

    tally = bring(book, sale(who=ZOE, items=other, standing=Standing.REFUNDED))

    assert counts(tally) == {"skipped": 1}
    assert reasons(tally) == [
        "order #1 is known of somebody else: --shop tells shops apart"
    ]
    (kept,) = book.sales()
    assert not kept.ended


def test_an_order_of_a_namesake_may_be_the_same(book: Book) -> None:
    bring(book, sale())

    tally = bring(book, sale(who=ArrivingPerson(name="Ana Silva"), sold_on=LATER))

    assert "refused" not in counts(tally)
    assert len(list(book.sales())) == 1


@pytest.mark.parametrize(
    "items", [(replace(SERUM, quantity=3),), (ArrivingItem("Candle", 1),)]
)
def test_other_items_of_a_known_order_are_named_and_left_as_they_are(
    book: Book, items: tuple[ArrivingItem, ...]
) -> None:
    bring(book, sale())

    tally = bring(book, sale(items=items))
    ended = bring(book, sale(items=items, standing=Standing.REFUNDED))

    why = "what was bought differs from the book; left as it is"
    assert (counts(tally), reasons(tally)) == ({"skipped": 1}, [why])
    assert (counts(ended), reasons(ended)) == ({"updated": 1}, [why])
    (kept,) = book.sales()
    assert str(kept) == "Rose Serum ×2"
    assert kept.ended
    assert [each.name for each in book.products()] == ["Rose Serum"]


def test_a_table_made_by_hand_corrects_the_day_and_the_total(book: Book) -> None:
    bring(book, sale("7", total=Money(7600, "EUR")), source=BY_HAND)
    cheaper = (replace(SERUM, unit_price=Money(3500, "EUR")),)
    again = sale("7", sold_on=LATER, total=Money(7000, "EUR"), items=cheaper)

    tally = bring(book, again, source=BY_HAND)
    repeated = bring(book, again, source=BY_HAND)

    assert counts(tally) == {"updated": 1}
    assert reasons(tally) == ["its day and total corrected, as the file says"]
    assert counts(repeated) == {"unchanged": 1}
    (kept,) = book.sales()
    assert (kept.sold_on, kept.total) == (LATER, Money(7000, "EUR"))
    assert kept.lines[0].unit_price == Money(3500, "EUR")


def test_what_was_corrected_by_hand_is_not_overwritten(book: Book) -> None:
    bring(book, sale("7"), source=BY_HAND)
    (kept,) = book.sales()
    typed = Typed(["edit-sale"], datetime(2026, 11, 21, 9, tzinfo=UTC), TODAY)
    with book.change(typed):
        book.update_sale(kept.id, sold_on=LATER)

    tally = bring(book, sale("7"), source=BY_HAND)

    assert counts(tally) == {"skipped": 1}
    assert reasons(tally) == ["day differs from the book; left as it is"]
    assert [each.sold_on for each in book.sales()] == [LATER]


def test_no_sale_is_moved_behind_what_followed_it(book: Book) -> None:
    bring(book, sale("7", delivered_on=date(2026, 10, 3)), source=BY_HAND)

    tally = bring(book, sale("7", sold_on=LATER), source=BY_HAND)

    assert counts(tally) == {"skipped": 1}
    assert [each.sold_on for each in book.sales()] == [SOLD]


def test_a_sale_still_to_come_is_refused(book: Book) -> None:
    tally = bring(book, sale(sold_on=date(2026, 11, 22)))

    assert counts(tally) == {"refused": 1}
    assert "22 November 2026, still to come" in reasons(tally)[0]
    assert book.is_empty()


def test_what_was_not_paid_is_left_out_unless_it_is_wanted(book: Book) -> None:
    waiting = sale("#1", standing=Standing.PENDING)
    failed = sale("#2", standing=Standing.FAILED)

    assert counts(bring(book, waiting, failed)) == {"skipped": 2}
    assert counts(bring(book, waiting, failed, pending=True)) == {
        "new": 1,
        "skipped": 1,
    }


@pytest.mark.parametrize("standing", [Standing.REFUNDED, Standing.CANCELLED])
def test_a_sale_that_was_taken_back_since_ends_and_what_was_done_stays(
    book: Book, standing: Standing
) -> None:
    bring(book, sale())
    welcomed = Settlement(Key("welcome", "s1"), Status.DONE, TODAY)
    with book.change():
        book.settle(1, [welcomed])

    tally = bring(book, sale(standing=standing))

    history, settlements = book.history(1)
    ended = history.sales[0].ended
    assert ended is not None
    assert ended.on == TODAY
    assert settlements == (welcomed,)
    assert counts(tally) == {"updated": 1}
    assert counts(bring(book, sale(standing=standing))) == {"unchanged": 1}


def test_the_file_says_when_a_sale_was_taken_back(book: Book) -> None:
    back = date(2026, 10, 9)
    bring(book, sale(standing=Standing.REFUNDED, ended_on=back))

    (kept,) = book.sales()

    assert kept.cancelled is not None
    assert kept.cancelled.on == back


def test_a_sale_that_the_seller_revived_is_not_cancelled_again(book: Book) -> None:
    bring(book, sale(standing=Standing.REFUNDED))
    with book.change():
        book._update("sales", 1, {"cancelled_on": None, "cancel_reason": ""})

    bring(book, sale(standing=Standing.REFUNDED))

    assert book.sale(1).cancelled is None


def test_items_take_the_place_of_what_stood_for_them(book: Book) -> None:
    total = Money(7600, "EUR")
    stand_in = (ArrivingItem("Square sale", 1, total),)
    plain = sale(items=stand_in, itemised=False, total=total)
    bring(book, plain)
    settled = Settlement(Key("reassure", "l1"), Status.DONE, TODAY)
    with book.change():
        book.settle(1, [settled])
    two = (SERUM, ArrivingItem("Hand Oil", 1))

    tally = bring(book, sale(items=two, who=ArrivingPerson()))

    kept = book.sale(1)
    assert str(kept) == "Rose Serum ×2, Hand Oil"
    assert kept.lines[0].id == 1
    assert kept.total == total
    assert counts(tally) == {"updated": 1}
    assert counts(bring(book, plain)) == {"unchanged": 1}
    assert str(book.sale(1)) == "Rose Serum ×2, Hand Oil"


def test_the_total_comes_from_whichever_file_has_it(book: Book) -> None:
    bring(book, sale())

    bring(book, sale(total=Money(7500, "EUR"), itemised=False))

    assert book.sale(1).total == Money(7500, "EUR")
    assert str(book.sale(1)) == "Rose Serum ×2"


def test_units_that_came_back_are_returned_once(book: Book) -> None:
    back = (replace(SERUM, returned=1),)
    bring(book, sale())

    bring(book, sale(items=back))
    tally = bring(book, sale(items=back))

    assert book.sale(1).lines[0].kept == 1
    assert counts(tally) == {"unchanged": 1}


# Refunds


def refund(**more: Any) -> ArrivingRefund:
    told = {"lines": (9,), "external_id": "R1", "of": "#1", "person": ArrivingPerson()}
    return ArrivingRefund(**{**told, "on": date(2026, 10, 5), **more})


def test_a_refund_ends_its_sale_once_wherever_it_stands(book: Book) -> None:
    whole = refund(amount=Money(-7600, "EUR"))

    tally = bring(book, whole, sale(total=Money(7600, "EUR")))

    ended = book.sale(1).cancelled
    assert ended is not None
    assert ended.on == date(2026, 10, 5)
    assert counts(tally) == {"new": 1, "updated": 1}
    assert counts(bring(book, whole)) == {"unchanged": 1}


def test_a_refund_of_one_product_returns_that(book: Book) -> None:
    bring(book, sale(items=(SERUM, ArrivingItem("Hand Oil", 1))))

    bring(book, refund(product="rose serum", quantity=1))

    kept = book.sale(1)
    assert [line.kept for line in kept.lines] == [1, 1]
    assert kept.ended is None


def test_part_of_the_money_leaves_the_sale_as_it_is(book: Book) -> None:
    bring(book, sale(total=Money(7600, "EUR")))

    tally = bring(book, refund(amount=Money(100, "EUR")))

    assert book.sale(1).ended is None
    assert counts(tally) == {"skipped": 1}


def test_a_refund_without_an_order_finds_what_the_customer_bought(book: Book) -> None:
    bring(book, sale())

    bring(book, refund(of="", person=ANA, product="Rose Serum", quantity=2))

    assert book.sale(1).ended is not None


def test_a_refund_of_a_sale_without_items_asks_for_them(book: Book) -> None:
    bring(book, sale("T1", itemised=False))
    refund = ArrivingRefund((9,), "T3", "", ANA, TODAY, product="Soap", quantity=1)

    tally = bring(book, refund)

    assert counts(tally) == {"skipped": 1}
    assert "import the file with the items too" in reasons(tally)[0]


def test_a_refund_of_nothing_that_is_known_says_so(book: Book) -> None:
    tally = bring(book, refund())

    assert counts(tally) == {"skipped": 1}
    assert "not in the book" in reasons(tally)[0]


# People

same = pytest.mark.parametrize(
    ("first", "second"),
    [
        (ANA, ArrivingPerson(name="A. Silva", email="ANA@example.com ")),
        (ANA, ArrivingPerson(name="ana silva", phone="020 7946 0018")),
        (
            ArrivingPerson(name="Ana", phone="020-7946-0018"),
            ArrivingPerson(name="Ana Silva", phone="+442079460018"),
        ),
        (
            ArrivingPerson(name="Ana Silva", postcode="SW1A 1AA"),
            ArrivingPerson(name="ana  silva", postcode="sw1a1aa"),
        ),
        (
            ArrivingPerson(name="Ana Silva", external_id="77"),
            ArrivingPerson(name="Ana Costa", external_id="77"),
        ),
        (ArrivingPerson(name="Ana"), ArrivingPerson(name="ana")),
        (ArrivingPerson(name="Ana Silva"), ANA),
        (ANA, ArrivingPerson(name="Ana Silva")),
        *(
            (
                replace(shared, birthday=Birthday(5, 17)),
                replace(shared, birthday=Birthday(5, 17, 1984)),
            )
            for shared in (
                ArrivingPerson(name="Ana Silva"),
                ArrivingPerson(name="Ana", phone="020 7946 0018"),
            )
        ),
        (
            replace(ANA, birthday=Birthday(5, 17)),
            replace(ANA, phone="", birthday=Birthday(5, 18)),
        ),
        (
            ArrivingPerson(name="Ana Silva", other_emails=("ana@work.example",)),
            ArrivingPerson(name="Ana", email="ana@work.example"),
        ),
    ],
)

different = pytest.mark.parametrize(
    ("first", "second"),
    [
        (ANA, ArrivingPerson(name="Ben Silva", phone=ANA.phone)),
        (ANA, ArrivingPerson(name="Ana Silva", email="other@example.com")),
        (ANA, ArrivingPerson(name="Ana Silva", phone="999888777")),
        (
            ArrivingPerson(name="Ana Silva", postcode="SW1A 1AA"),
            ArrivingPerson(name="Ana Silva", postcode="N1 9GU"),
        ),
        (
            ArrivingPerson(name="Ana Silva", external_id="77"),
            ArrivingPerson(name="Ana Silva", external_id="78"),
        ),
        (ArrivingPerson(name="Ana"), ArrivingPerson(name="Ana", phone="999888777")),
        (ArrivingPerson(name="Ana Silva"), ArrivingPerson(name="Anna Silva")),
        *(
            (
                replace(shared, birthday=Birthday(5, 17, 1984)),
                replace(shared, birthday=born),
            )
            for shared in (
                ArrivingPerson(name="Ana Silva"),
                ArrivingPerson(name="Ana Silva", phone="020 7946 0018"),
                ArrivingPerson(name="Ana Silva", postcode="N1 9GU"),
            )
            for born in (Birthday(5, 18), Birthday(5, 17, 1951))
        ),
    ],
)


@same
@pytest.mark.parametrize("apart", [True, False])
def test_who_has_the_same_identity_is_one(
    book: Book, first: ArrivingPerson, second: ArrivingPerson, apart: bool
) -> None:
    file = [contact(first, 2), contact(second, 3)]

    for part in [[each] for each in file] if apart else [file]:
        bring(book, *part)

    assert len(people(book)) == 1


@different
@pytest.mark.parametrize("apart", [True, False])
def test_who_contradicts_is_somebody_else(
    book: Book, first: ArrivingPerson, second: ArrivingPerson, apart: bool
) -> None:
    file = [contact(first, 2), contact(second, 3)]

    for part in [[each] for each in file] if apart else [file]:
        bring(book, *part)

    assert len(people(book)) == 2


def test_an_id_of_one_program_says_nothing_about_another(book: Book) -> None:
    bring(book, contact(ArrivingPerson(name="Ana Silva", external_id="7")))

    bring(
        book, contact(ArrivingPerson(name="Ben Okafor", external_id="7")), source="etsy"
    )

    assert people(book) == ["Ana Silva", "Ben Okafor"]


def test_nobody_is_chosen_of_several_with_one_address(book: Book) -> None:
    with book.change():
        for name in ("Ana Silva", "Ben Okafor"):
            book.add_customer(name, added_on=SOLD, email="shop@example.com")
    theirs = ArrivingPerson(name="Ben Okafor", email="shop@example.com")
    whose = ArrivingPerson(name="Cleo Martin", email="shop@example.com")

    tally = bring(book, sale("#1", theirs), sale("#2", whose))

    assert counts(tally) == {"new": 1, "refused": 1}
    assert reasons(tally) == ["several customers have this e-mail"]
    assert [each.customer_id for each in book.sales()] == [2]


def test_what_is_known_is_filled_in_and_never_overwritten(book: Book) -> None:
    with book.change():
        book.add_customer(
            "Ana Silva", added_on=SOLD, email="ana@example.com", note="mine"
        )
    brought = replace(
        ANA, name="ANA", note="theirs", postcode="N1", tags=("vip",),
        other_emails=("a@b.example",),
    )  # fmt: skip

    tally = bring(book, contact(brought))

    who = book.customer(1)
    assert (who.name, who.note, who.phone) == ("Ana Silva", "mine", ANA.phone)
    assert (who.postcode, who.tags, who.other_emails) == (
        "N1",
        ("vip",),
        ("a@b.example",),
    )
    assert counts(tally) == {"updated": 1}
    assert counts(bring(book, contact(brought))) == {"unchanged": 1}


def test_a_second_address_is_kept_beside_the_first_and_finds_them(book: Book) -> None:
    bring(book, contact(replace(ANA, external_id="7")))

    bring(book, contact(ArrivingPerson(external_id="7", email="ana@work.example")))

    who = book.customer(1)
    assert (who.email, who.other_emails) == (ANA.email, ("ana@work.example",))
    for typed in ("ANA@work.example", "ana@example.com", "020 7946 0018"):
        assert [found.id for found in book.find_customers(typed)] == [1]


def test_who_has_no_name_is_called_by_their_address_until_one_comes(book: Book) -> None:
    bring(book, contact(ArrivingPerson(email="ana@example.com")))
    assert people(book) == ["ana@example.com"]

    bring(book, contact(ArrivingPerson(name="Ana Silva", email="ana@example.com")))

    assert people(book) == ["Ana Silva"]


def test_opt_outs_are_added_and_never_lifted(book: Book) -> None:
    bring(book, contact(replace(ANA, opted_out=("channel:email",))))

    bring(book, contact(ANA), contact(replace(ANA, opted_out=("all",)), 3))

    history, _ = book.history(1)
    assert {wish.scope for wish in history.opt_outs} == {"channel:email", "all"}
    assert all(wish.lifted_on is None for wish in history.opt_outs)


def forget_ana(book: Book, *, wish: bool) -> None:
    with book.change():
        ana = book.add_customer(
            "Ana Silva", added_on=SOLD, email="ana@example.com", phone=ANA.phone
        )
        if wish:
            book.opt_out(ana.id, "all", since=SOLD, source="")
    with book.change():
        forgetting.forget(book, ana.id, on=TODAY)


@pytest.mark.parametrize("wish", [True, False])
@pytest.mark.parametrize(
    "who",
    [
        ANA,
        ArrivingPerson(name="A", email="ana@example.com"),
        ArrivingPerson(name="A", phone="020 7946 0018"),
        ArrivingPerson(name="Ana Silva"),
        ArrivingPerson(
            name="A", email="n@example.com", other_emails=("ana@example.com",)
        ),
    ],
)
def test_nobody_who_was_forgotten_comes_back(
    book: Book, who: ArrivingPerson, wish: bool
) -> None:
    forget_ana(book, wish=wish)

    tally = bring(book, contact(who))

    assert people(book) == []
    assert counts(tally) == {"skipped": 1}
    assert "forgotten" in reasons(tally)[0]
    assert "Ana" not in reasons(tally)[0]


def test_a_namesake_is_somebody_else_unless_the_other_opted_out(book: Book) -> None:
    forget_ana(book, wish=False)

    bring(book, contact(ArrivingPerson(name="Ana Silva", email="new@example.com")))

    assert people(book) == ["Ana Silva"]


def test_only_those_who_are_known_are_brought_up_to_date(book: Book) -> None:
    with book.change():
        book.add_customer("Ana Silva", added_on=SOLD, email="ana@example.com")
    stranger = ArrivingPerson(name="The Plumber", phone="123456")

    tally = bring(book, contact(ANA), contact(stranger, 3), known_only=True)

    assert people(book) == ["Ana Silva"]
    assert book.customer(1).phone == ANA.phone
    assert counts(tally) == {"updated": 1, "skipped": 1}


# Products and conversations


def test_products_are_filled_in_too(book: Book) -> None:
    bring(book, sale())

    serum = ArrivingProduct((2,), "rose serum", category="care", supply_days=30)
    tally = bring(book, serum, ArrivingProduct((3,), "Jug", kind="durable"))

    first, jug = book.products()
    assert (first.category, first.supply_days, first.price) == (
        "care",
        30,
        Money(3800, "EUR"),
    )
    assert str(jug.kind) == "durable"
    assert counts(tally) == {"new": 1, "updated": 1}


def test_conversations_are_as_many_as_stand_there_each_time(book: Book) -> None:
    talk = ArrivingConversation((2,), ANA, SOLD, Outcome.NO_ANSWER)
    file = [talk, replace(talk, lines=(3,)), replace(talk, lines=(4,), note="at last")]

    bring(book, *file)
    tally = bring(book, *file)

    assert len(list(book.contacts())) == 3
    assert counts(tally) == {"unchanged": 3}


# All of it


def test_one_undo_takes_a_whole_import_back(book: Book, path: Path) -> None:
    bring(book, sale("#1"), sale("#2", itemised=False))
    before = facts(path)
    again = [sale("#2", standing=Standing.REFUNDED), sale("#1"), sale("#3")]
    more = contact(replace(ANA, tags=("vip",), note="called back"), 9)
    bring(book, *again, more, refund(product="Rose Serum", quantity=1))

    with book.change(Typed(["undo"], datetime(2026, 11, 21, tzinfo=UTC), TODAY)):
        Undoing(book).undo()

    assert facts(path) == before


def test_what_the_file_itself_leaves_out_is_counted_with_its_reason(
    book: Book,
) -> None:
    tally = bring(book, Skipped((2, 3), "a fee"), Refused((4,), "no date"), sale("#5"))

    assert counts(tally) == {"new": 1, "skipped": 2, "refused": 1}
    assert tally.read == 4
    assert str(tally.records[Verdict.SKIPPED]) == "2-3"
    assert tally.refused == {4: "no date"}


WHO = (
    ANA,
    ArrivingPerson(name="Ben Okafor", phone="+44 20 7946 0022"),
    ArrivingPerson(name="Cleo Martin", postcode="N1 9GU", external_id="c7"),
    ArrivingPerson(name="Dov"),
    ArrivingPerson(email="e@example.com"),
)
ITEMS = (SERUM, ArrivingItem("Hand Oil", 1), ArrivingItem("hand oil", 3))

one_sale = st.builds(
    lambda number, who, items, standing: sale(
        f"#{number}", WHO[who], items=tuple(ITEMS[i] for i in items), standing=standing
    ),
    st.integers(1, 30),
    st.integers(0, len(WHO) - 1),
    st.lists(st.integers(0, len(ITEMS) - 1), min_size=1, max_size=2),
    st.sampled_from((Standing.PAID, Standing.PAID, Standing.REFUNDED)),
)
files = st.lists(one_sale, max_size=25, unique_by=lambda each: each.external_id)


@pytest.fixture(scope="module")
def empty(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("empty") / "book.db"
    Book.open_for_writing(path).close()
    return path


def told(empty: Path, parts: Iterable[Sequence[Arrival]]) -> list[Any]:
    """Return what a new book tells after some files, without ids."""
    with TemporaryDirectory() as folder:
        path = Path(shutil.copy(empty, folder))
        return told_by(path, parts)


def told_by(path: Path, parts: Iterable[Sequence[Arrival]]) -> list[Any]:
    with Book.open_for_writing(path) as book:
        book._connection.execute("PRAGMA synchronous = OFF")
        for part in parts:
            bring(book, *part)
        who = {each.id: each.name for each in book.customers()}
        sold = [
            (
                who[each.customer_id],
                each.sold_on,
                sorted(str(item).casefold() for item in each.lines),
                each.ended,
            )
            for each in book.sales()
        ]
        kept = [replace(each, id=0) for each in book.customers()]
    shown = sorted(map(str, sold)), sorted(map(str, kept))
    return [part.casefold() for parts in shown for part in parts]


@settings(max_examples=12)
@given(files, st.integers(0, 25))
def test_twice_or_in_two_halves_or_in_any_order_is_once(
    empty: Path, file: list[ArrivingSale], half: int
) -> None:
    once = told(empty, [file])

    assert told(empty, [file, file]) == once
    assert told(empty, [file[:half], file[half:]]) == once
    assert told(empty, [file[half:], file[:half]]) == once
    assert told(empty, [file[:half], file]) == once
