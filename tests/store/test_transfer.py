"""All facts of a book go to another one: as they are, or joined with what is there."""

import json
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.store.test_migrating import fill_7
from tests.store.test_trials import fill_trials

from secondsale.errors import InputError
from secondsale.exchange import json_lines
from secondsale.model import Arm, Key
from secondsale.model.trials import Stood
from secondsale.money import Money
from secondsale.store import Book
from secondsale.store.forgetting import forget
from secondsale.store.importing import Tally, Verdict
from secondsale.store.transfer import Sent, records, take_in
from secondsale.store.transfer.shapes import shapes
from secondsale.store.trials import end_trial

DAY = date(2026, 11, 21)


def fill(book: Book) -> None:
    """Put one of everything into an empty book."""
    fill_7(book)
    with book.change():
        fill_trials(book)


def exported(book: Book) -> str:
    return "".join(json_lines.document(records(book)))


def brought(book: Book, text: str) -> Tally:
    lines = json_lines.read(text.encode().splitlines(keepends=True))
    with book.change():
        return take_in(book, (Sent(*line) for line in lines))


def counts(tally: Tally) -> dict[Verdict, int]:
    return {what: runs.count for what, runs in tally.records.items() if runs.count}


@contextmanager
def another(folder: Path) -> Iterator[Book]:
    with Book.open_for_writing(folder / "another.db") as book:
        yield book


@pytest.fixture
def full(book: Book) -> Book:
    """Return a book that has rows in every table of facts."""
    fill(book)
    return book


@pytest.fixture
def other(tmp_path: Path) -> Iterator[Book]:
    """Return a book with somebody else in it, whose ids are the same."""
    with another(tmp_path) as book:
        with book.change():
            soap = book.add_product("Other Soap", added_on=DAY)
            zoe = book.add_customer("Zoe Adams", added_on=DAY, email="zoe@x.example")
            book.add_sale(zoe.id, [(soap.id, 1, None)], sold_on=DAY, recorded_on=DAY)
        yield book


def test_what_goes_into_an_empty_book_comes_out_byte_for_byte(
    full: Book, tmp_path: Path
) -> None:
    sent = exported(full)

    with another(tmp_path) as book:
        brought(book, sent)

        assert exported(book) == sent


def test_every_table_of_facts_is_sent(full: Book) -> None:
    sent = {json.loads(line)["type"] for line in exported(full).splitlines()}

    assert {s.word for s in shapes(full).values()} - sent == {"line"}


def test_beside_others_the_same_facts_have_other_ids(full: Book, other: Book) -> None:
    sent = exported(full)
    ours = list(full.histories())

    taken = brought(other, sent)

    theirs = [h for h in other.histories() if h[0].customer.name != "Zoe Adams"]
    assert counts(taken).keys() == {Verdict.NEW, Verdict.SKIPPED}
    assert len(theirs) == len(ours)
    for (mine, settled), (copy, copied) in zip(ours, theirs, strict=True):
        assert copy.customer.name == mine.customer.name
        assert copy.customer.id != mine.customer.id
        assert [s.sold_on for s in copy.sales] == [s.sold_on for s in mine.sales]
        assert [str(s) for s in copy.sales] == [str(s) for s in mine.sales]
        assert [c.note for c in copy.contacts] == [c.note for c in mine.contacts]
        assert len(copied) == len(settled)
        lines = {line.id for sale in copy.sales for line in sale.lines}
        sales = {sale.id for sale in copy.sales}
        for key in (each.key for each in copied):
            if key.anchor[0] in "sl":
                assert int(key.anchor[1:]) in (sales if key.anchor[0] == "s" else lines)


def test_what_came_twice_is_there_once(full: Book, other: Book) -> None:
    sent = exported(full)
    brought(other, sent)
    before = exported(other)

    again = brought(other, sent)

    assert counts(again).keys() == {Verdict.UNCHANGED, Verdict.SKIPPED}
    assert exported(other) == before


def test_a_trial_stays_where_the_ids_are_that_it_was_dealt_by(
    full: Book, other: Book, tmp_path: Path
) -> None:
    record = [Stood(Arm.FIRST, 3, 9, 2, 1)]
    with full.change():
        end_trial(full, 1, on=DAY, reason="enough", record=record)
    sent = exported(full)

    why = brought(other, sent).reasons

    assert other.trials() == ()
    assert [reason for _, reason in why] == [
        "an experiment stays in its book: customers have other numbers here"
    ]
    folder = tmp_path / "empty"
    folder.mkdir()
    with another(folder) as empty:
        brought(empty, sent)
        assert empty.trials() == full.trials()
        assert empty.trials()[0].record == tuple(record)
        assert counts(brought(empty, sent)).keys() == {Verdict.UNCHANGED}


def test_of_one_who_is_known_only_what_is_missing_is_taken(
    book: Book, other: Book
) -> None:
    with book.change():
        book.add_customer(
            "Z. Adams", added_on=DAY, email="ZOE@x.example", phone="12345678", note="hi"
        )

    taken = brought(other, exported(book))

    (zoe,) = other.customers()
    assert (zoe.name, zoe.phone, zoe.note) == ("Zoe Adams", "12345678", "hi")
    assert taken.things == {"customers": {Verdict.UPDATED: 1}}


def test_of_a_product_too_what_is_missing_is_taken(book: Book, other: Book) -> None:
    with book.change():
        book.add_product(
            "other soap",
            added_on=DAY,
            price=Money(500, "EUR"),
            supply_days=45,
            delivery_days=3,
        )

    taken = brought(other, exported(book))

    (soap,) = other.products()
    assert (soap.name, soap.price, soap.supply_days) == (
        "Other Soap",
        Money(500, "EUR"),
        45,
    )
    assert soap.delivery_days == 3
    assert taken.things == {"products": {Verdict.UPDATED: 1}}


def test_two_sales_alike_are_two_and_one_alike_is_one(book: Book, other: Book) -> None:
    with book.change():
        soap = book.add_product("Other Soap", added_on=DAY)
        zoe = book.add_customer("Zoe Adams", added_on=DAY, email="zoe@x.example")
        for _ in range(2):
            book.add_sale(zoe.id, [(soap.id, 1, None)], sold_on=DAY, recorded_on=DAY)

    taken = brought(other, exported(book))

    assert taken.things == {"sales": {Verdict.NEW: 1}}
    assert len(list(other.sales())) == 2


def test_who_was_forgotten_does_not_come_back_with_a_file(
    full: Book, tmp_path: Path
) -> None:
    sent = exported(full)
    with another(tmp_path) as book:
        brought(book, sent)
        who = next(iter(book.customers()))
        with book.change():
            forget(book, who.id, on=DAY)

        taken = brought(book, sent)

        assert taken.things == {}
        assert "somebody whom the book has forgotten" in str(taken.reasons)
        assert who.name not in exported(book)


WRONG = {
    "no JSON": ("{", "line 1 is no JSON"),
    "a list": ("[]", "line 1 is no JSON object"),
    "no type": ('{"schema":1}', "line 1 has no type or no schema"),
    "newer": ('{"type":"customer","schema":9}', "line 1 was written by a newer"),
    "unknown": ('{"type":"cat","schema":1,"id":1}', "line 1: 'cat' is no fact"),
    "a part": ('{"type":"line","schema":1,"id":1}', "line 1: 'line' is no fact"),
    "no id": ('{"type":"customer","schema":1,"name":"A"}', "line 1: its id is None"),
    "field": (
        '{"type":"customer","schema":1,"id":1,"name":"A","added_on":"2026-01-01","x":1}',
        "line 1: customer has no x",
    ),
    "kind": (
        '{"type":"customer","schema":1,"id":1,"name":7,"added_on":"2026-01-01"}',
        "line 1: name is 7, which is none",
    ),
    "parent": (
        '{"type":"promise","schema":1,"id":1,"customer_id":4,"text":"x",'
        '"due_on":"2026-01-01","made_on":"2026-01-01","recorded_on":"2026-01-01"}',
        "line 1: there is no customer 4 before it in the file",
    ),
    "amount": (
        '{"type":"product","schema":1,"id":1,"name":"A","kind":"durable",'
        '"added_on":"2026-01-01","price":"1.005","currency":"EUR"}',
        "line 1: '1.005' is no amount",
    ),
    "currency": (
        '{"type":"product","schema":1,"id":1,"name":"A","kind":"durable",'
        '"added_on":"2026-01-01","price":"1","currency":"EURO"}',
        "line 1: 'EURO' is not a currency",
    ),
    "escape": (
        '{"type":"customer","schema":1,"id":1,"name":"A\\u001b[31m",'
        '"added_on":"2026-01-01"}',
        "line 1: name holds a control character, such as a terminal's colours: U+001B",
    ),
    "word": (
        '{"type":"product","schema":1,"id":1,"name":"A","kind":"liquid",'
        '"added_on":"2026-01-01"}',
        "the file does not hold together: products 1",
    ),
    "day": (
        '{"type":"customer","schema":1,"id":1,"name":"A","added_on":"2026-02-30"}',
        "the file does not hold together",
    ),
}


@pytest.mark.parametrize("case", WRONG)
def test_what_does_not_fit_is_named_and_nothing_is_kept(book: Book, case: str) -> None:
    line, said = WRONG[case]

    with pytest.raises(InputError) as refused:
        brought(book, f"{line}\n")

    assert refused.value.message.startswith(said)
    assert book.is_empty()


@settings(max_examples=20)
@given(data=st.data())
def test_damage_is_refused_or_harmless_and_never_half_kept(data: st.DataObject) -> None:
    import tempfile

    with tempfile.TemporaryDirectory() as folder:
        with Book.open_for_writing(Path(folder) / "book.db") as book:
            fill(book)
            sent = exported(book).splitlines(keepends=True)
        at = data.draw(st.integers(0, len(sent) - 1))
        fields: dict[str, Any] = json.loads(sent[at])
        field = data.draw(st.sampled_from(sorted(fields)))
        fields[field] = data.draw(
            st.none() | st.integers() | st.text() | st.lists(st.integers(), max_size=2)
        )
        sent[at] = json.dumps(fields) + "\n"
        with another(Path(folder)) as book:
            try:
                brought(book, "".join(sent))
            except InputError:
                assert book.is_empty()
            else:
                assert all(
                    Key.parse(str(s.key)) for _, ss in book.histories() for s in ss
                )
                exported(book)
