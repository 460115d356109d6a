"""What was typed is kept with what it changed, and can be taken back and restored."""

import sqlite3
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from datetime import UTC, date, datetime
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.builders import all_rules

from secondsale.errors import BookError, InputError, NotFoundError, SecondsaleError
from secondsale.model import (
    Covered,
    Intent,
    Key,
    Lesson,
    Outcome,
    Settlement,
    Status,
)
from secondsale.model.journal import EntryKind
from secondsale.planner import plan
from secondsale.policy import Policy
from secondsale.store import Book, changes
from secondsale.store.blanking import blank_in_journal
from secondsale.store.changes import NOT_FACTS, Typed
from secondsale.store.journal import Journal, note
from secondsale.store.undoing import Reversal, Undoing

DAY = date(2026, 11, 21)
NOON = datetime(2026, 11, 21, 12, tzinfo=UTC)
WELCOME = Key("welcome", "s1")

Facts = dict[str, list[tuple[Any, ...]]]


def facts(book: Book) -> Facts:
    """Return every row of every table of facts."""
    names = [
        row["name"]
        for row in book._rows("SELECT name FROM sqlite_schema WHERE type = 'table'")
        if not row["name"].startswith(("sqlite_", "_sqlite_"))
    ]
    return {
        name: [tuple(row) for row in book._rows(f"SELECT * FROM {name} ORDER BY id")]
        for name in names
        if name not in NOT_FACTS
    }


def nothing(found: Facts) -> bool:
    return not any(found.values())


@contextmanager
def typing(book: Book, line: str = "something") -> Iterator[Book]:
    with book.change(Typed(line.split(), NOON, DAY)):
        yield book


def undo(book: Book, number: int | None = None) -> Reversal:
    with typing(book, "undo"):
        return Undoing(book).undo(number)


def redo(book: Book, number: int | None = None) -> Reversal:
    with typing(book, "redo"):
        return Undoing(book).redo(number)


def sell(book: Book, name: str = "Ana", line: str = "add-sale") -> int:
    """Sell one Soap to somebody new, and return their id."""
    with typing(book, line):
        who = book.add_customer(name, added_on=DAY, email=f"{name}@example.com").id
        known = book.find_products("Soap")
        soap = known[0] if known else book.add_product("Soap", added_on=DAY)
        book.add_sale(who, [(soap.id, 1, None)], sold_on=DAY, recorded_on=DAY)
    return who


def talk(book: Book, who: int, key: Key = WELCOME) -> None:
    with typing(book, "done"):
        about = (Covered(key, Intent.PROMISE),)
        contact = book.log_contact(who, on=DAY, outcome=Outcome.HAPPY, covered=about)
        book.settle(who, [Settlement(key, Status.DONE, DAY)], contact.id)


def tier(book: Book, who: int, name: str) -> None:
    with typing(book, f"tier {name}"):
        book.update_customer(who, tier=name)


def refused(act: Callable[[], object], book: Book) -> SecondsaleError:
    """Return why something could not be taken back; it must have changed nothing."""
    before = list(book._connection.iterdump())
    with pytest.raises(SecondsaleError) as error:
        act()
    assert list(book._connection.iterdump()) == before
    assert error.value.hint
    return error.value


def test_a_change_is_one_entry_under_what_was_typed(book: Book) -> None:
    sell(book, line="add-sale Ana Soap")

    (entry,) = Journal(book).entries()
    assert (entry.id, entry.typed, entry.at, entry.day) == (
        1,
        "add-sale Ana Soap",
        NOON,
        DAY,
    )
    assert {each.table: each.added for each in entry.tallies} == {
        "customers": 1,
        "products": 1,
        "sales": 1,
        "lines": 1,
    }
    assert entry.customer_ids == (1,)


def test_a_change_that_changed_nothing_leaves_no_entry(book: Book) -> None:
    sell(book)

    with typing(book):
        book.update_customer(1, name="Ana", email="Ana@example.com")
        book.set_tags(1, ())
    with typing(book):
        book.pause(1, since=DAY, until=None, made_on=DAY, reason="")
        book.end_pauses(1, on=DAY)

    assert len(Journal(book).entries()) == 1


def test_a_change_that_failed_leaves_no_entry(book: Book) -> None:
    with suppress(NotFoundError), typing(book):
        book.add_customer("Ana", added_on=DAY)
        book.customer(99)

    assert Journal(book).entries() == []


def test_what_nobody_typed_leaves_no_entry(book: Book) -> None:
    with book.change():
        book.add_customer("Ana", added_on=DAY)

    assert Journal(book).entries() == []


def test_undo_takes_back_the_last_and_redo_restores_it_with_its_ids(
    book: Book,
) -> None:
    who = sell(book)
    sold = facts(book)
    talk(book, who)
    talked = facts(book)

    undo(book)
    assert facts(book) == sold

    redo(book)
    assert facts(book) == talked


def test_undo_goes_back_step_by_step_and_redo_forth_again(book: Book) -> None:
    states = [facts(book)]
    for act in (
        lambda: sell(book),
        lambda: talk(book, 1),
        lambda: tier(book, 1, "a"),
    ):
        act()
        states.append(facts(book))

    for state in states[-2::-1]:
        undo(book)
        assert facts(book) == state
    for state in states[1:]:
        redo(book)
        assert facts(book) == state


def test_what_is_removed_comes_back(book: Book) -> None:
    sell(book)
    with typing(book):
        book.set_tags(1, ("vip", "wife"))
    with typing(book):
        book.update_customer(1, tier="a")
        book.set_tags(1, ("wife", "vip"))
        book.set_tags(1, ("new",))
    after = facts(book)

    undo(book)
    assert book.customer(1).tags == ("vip", "wife")

    redo(book)
    assert facts(book) == after


def test_ids_are_not_given_to_others_after_an_undo(book: Book) -> None:
    first = sell(book)
    undo(book)

    second = sell(book, "Ben")

    assert second > first


def test_many_rows_at_once_are_a_handful_in_the_journal(book: Book) -> None:
    names = ["customer_id", "sold_on", "recorded_on"]
    day = DAY.isoformat()
    who = sell(book)

    with typing(book, "import"):
        made = book._insert_many("sales", names, ((who, day, day),) * 10_000)
        book._insert_many("sales", names, ())
        lines = ((sale, 1, 1) for sale in made)
        book._insert_many("lines", ["sale_id", "product_id", "quantity"], lines)

    full = facts(book)
    assert made == range(2, 10_002)
    assert [row[0] for row in full["sales"]] == [1, *made]
    assert len(Journal(book).changes(2)) == 2
    undo(book)
    assert len(facts(book)["sales"]) == 1
    redo(book)
    assert facts(book) == full
    undo(book)
    assert len(facts(book)["lines"]) == 1


def test_an_earlier_entry_goes_alone_where_nothing_depends_on_it(book: Book) -> None:
    sell(book)
    tier(book, 1, "a")
    sell(book, "Ben")

    undo(book, 2)

    assert book.customer(1).tier == ""
    assert book.customer(2).name == "Ben"
    states = {entry.id: entry.undone for entry in Journal(book).entries()}
    assert states == {1: False, 2: True, 3: False, 4: False}


def test_another_column_of_the_same_row_is_no_obstacle(book: Book) -> None:
    sell(book)
    tier(book, 1, "a")
    with typing(book):
        book.update_customer(1, note="hello")

    undo(book, 2)

    assert (book.customer(1).tier, book.customer(1).note) == ("", "hello")


def test_an_entry_whose_rows_were_changed_later_is_refused_by_name(
    book: Book,
) -> None:
    sell(book)
    tier(book, 1, "a")
    tier(book, 1, "b")

    error = refused(lambda: undo(book, 2), book)

    assert "entry 2 cannot be taken back: entry 3 (tier b)" in error.message
    assert error.hint == "take that back first: secondsale undo 3"
    assert error.code == 1


def test_an_entry_that_later_rows_refer_to_is_refused_by_name(book: Book) -> None:
    sell(book)
    sell(book, "Ben", line="add-sale Ben Soap")
    with typing(book, "edit-customer 2"):
        book.update_customer(2, referred_by=1)

    message = refused(lambda: undo(book, 1), book).message

    assert "entries 3 (edit-customer 2) and 2 (add-sale Ben Soap)" in message


def test_an_entry_whose_touchpoints_were_settled_is_refused_by_name(
    book: Book,
) -> None:
    with typing(book):
        book.add_customer("Ana", added_on=DAY)
        book.add_product("Soap", added_on=DAY)
    with typing(book, "add-sale"):
        book.add_sale(1, [(1, 1, None)], sold_on=DAY, recorded_on=DAY)
    talk(book, 1, Key("replenish", "l1", 2))

    assert "entry 3 (done)" in refused(lambda: undo(book, 2), book).message

    undo(book)
    undo(book)
    assert "without entry 2 (add-sale)" in refused(lambda: redo(book, 3), book).message
    redo(book, 2)
    redo(book, 3)
    assert len(facts(book)["settlements"]) == 1


def test_an_entry_that_an_undo_of_later_ones_would_need_is_refused_by_name(
    book: Book,
) -> None:
    sell(book)
    with typing(book, "tag"):
        book.set_tags(1, ("vip",))
    with typing(book, "untag"):
        book.set_tags(1, ())

    message = refused(lambda: undo(book, 1), book).message

    assert "entry 3 (untag)" in message


def test_a_name_that_was_given_again_is_refused_by_name(book: Book) -> None:
    with typing(book):
        book.add_product("Soap", added_on=DAY)
        book.add_lesson(1, Lesson("care", "keep it dry", 7))
    with typing(book, "drop-lesson"):
        book.remove_lesson(1, "care")
    with typing(book, "lesson"):
        book.add_lesson(1, Lesson("care", "keep it wet", 7))

    message = refused(lambda: undo(book, 2), book).message

    assert "entry 3 (lesson) came later" in message
    undo(book)
    undo(book)
    assert book.product(1).lessons[0].text == "keep it dry"


def test_what_is_undone_twice_or_never_there_is_said(book: Book) -> None:
    with pytest.raises(NotFoundError, match="there is nothing to take back"):
        undo(book)
    with pytest.raises(NotFoundError, match="there is nothing to restore"):
        redo(book)
    sell(book)
    undo(book)

    for number, message in (
        (1, "entry 1 was taken back already"),
        (2, "entry 2 is an undo"),
        (7, "there is no entry 7"),
    ):
        with pytest.raises(SecondsaleError, match=message):
            undo(book, number)
    redo(book)
    with pytest.raises(InputError, match="entry 1 is not undone"):
        redo(book, 1)


def test_a_redo_is_refused_where_the_same_was_changed_since(book: Book) -> None:
    sell(book)
    tier(book, 1, "a")
    undo(book)
    tier(book, 1, "b")

    message = refused(lambda: redo(book), book).message

    assert "entry 2 cannot be restored: entry 4 (tier b)" in message
    undo(book)
    redo(book, 2)
    assert book.customer(1).tier == "a"


def test_a_redo_is_refused_where_what_it_needs_is_undone(book: Book) -> None:
    sell(book, line="add-sale Ana")
    tier(book, 1, "a")
    undo(book)
    undo(book)

    error = refused(lambda: redo(book, 2), book)

    assert "without entry 1 (add-sale Ana)" in error.message
    assert error.hint == "restore that first: secondsale redo 1"


def test_what_was_restored_is_undone_by_its_first_number(book: Book) -> None:
    sell(book)
    for _ in range(3):
        undo(book, 1)
        assert nothing(facts(book))
        redo(book, 1)
        assert not nothing(facts(book))

    undo(book, 1)

    assert nothing(facts(book))
    origins = {entry.origin for entry in Journal(book).entries()}
    assert origins == {1}


def test_an_undo_says_whose_plans_it_concerns(book: Book) -> None:
    sell(book)
    sell(book, "Ben")
    talk(book, 1)
    with typing(book, "hand-over"):
        book.update_customer(1, owner="Mia")
        book.update_customer(2, owner="Mia")

    assert undo(book).customer_ids == {1, 2}
    assert undo(book).customer_ids == {1}
    assert undo(book).customer_ids == set()
    assert redo(book).customer_ids == {2}


def test_the_entries_of_a_customer_are_found_also_when_their_rows_are_gone(
    book: Book,
) -> None:
    sell(book)
    sell(book, "Ben")
    talk(book, 1)
    undo(book)

    entries = Journal(book).entries(customer_id=1)

    assert [entry.id for entry in entries] == [4, 3, 1]
    assert [entry.id for entry in Journal(book).entries(limit=2)] == [4, 3]


def test_the_entries_of_a_customer_are_found_also_when_another_removed_their_rows(
    book: Book,
) -> None:
    sell(book)
    tag(book, "vip")
    tag(book)

    entries = Journal(book).entries(customer_id=1)

    assert [entry.id for entry in entries] == [3, 2, 1]


def tag(book: Book, *tags: str) -> None:
    with typing(book, " ".join(("tag", *tags))):
        book.set_tags(1, tags)


def test_tags_that_were_given_one_after_the_other_are_undone_alone(book: Book) -> None:
    sell(book)
    tag(book, "vip")
    tag(book, "vip", "wife")
    tag(book, "vip", "wife", "fair")

    undo(book, 2)
    assert book.customer(1).tags == ("wife", "fair")

    undo(book, 4)
    assert book.customer(1).tags == ("wife",)

    redo(book, 2)
    assert book.customer(1).tags == ("vip", "wife")


@given(st.permutations(("a", "b", "c", "d")), st.integers(0, 4))
def test_tags_stand_in_the_order_that_was_asked_for(
    order: list[str], count: int
) -> None:
    with (
        TemporaryDirectory() as folder,
        Book.open_for_writing(Path(folder) / "b.db") as book,
    ):
        sell(book)
        tag(book, "a", "b", "c")
        before = facts(book)

        tag(book, *order[:count])

        assert book.customer(1).tags == tuple(order[:count])
        if order[:count] != ["a", "b", "c"]:
            undo(book)
        assert facts(book) == before


def test_a_tag_is_one_row_of_its_entry(book: Book) -> None:
    sell(book)
    tag(book, "vip")

    tag(book, "vip", "wife")

    (tally,) = Journal(book).entry(3).tallies
    assert (tally.table, tally.added, tally.removed) == ("tags", 1, 0)


@pytest.mark.parametrize(
    ("word", "kept"),
    [
        ("an apostrophe's tail", '"an apostrophe\'s tail"'),
        ("plain", "plain"),
        ("two words", "'two words'"),
        ("it's $5", "'it'\"'\"'s $5'"),
        ('she said "it\'s"', "'she said \"it'\"'\"'s\"'"),
    ],
)
def test_what_was_typed_is_kept_as_a_shell_takes_it(word: str, kept: str) -> None:
    assert Typed([word], NOON, DAY).line == kept


def for_good(book: Book, kind: EntryKind = EntryKind.FORGET) -> None:
    with book.change():
        note(book, kind, f"{kind} something", Typed([], NOON, DAY))


@pytest.mark.parametrize("kind", [EntryKind.FORGET, EntryKind.RESTORE])
def test_undo_does_not_pass_over_what_cannot_be_taken_back(
    book: Book, kind: EntryKind
) -> None:
    sell(book)
    tier(book, 1, "a")
    for_good(book, kind)

    error = refused(lambda: undo(book), book)

    assert error.message == (
        f"the last thing that was done, entry 3, {kind} something, cannot be taken back"
    )
    assert error.hint == "what came before it: secondsale undo 2 (tier a)"
    assert "cannot be taken back" in refused(lambda: undo(book, 3), book).message
    assert "is not undone" in refused(lambda: redo(book, 3), book).message


def test_what_came_after_or_is_named_is_undone_beside_what_cannot_be(
    book: Book,
) -> None:
    sell(book)
    for_good(book)
    tier(book, 1, "a")

    assert undo(book).number == 3
    assert undo(book, 1).number == 1
    assert refused(lambda: undo(book), book).hint


@pytest.mark.parametrize(
    "images", ["not json", "[]", "null", "7", '[{"tier": "a"}]', '[{"id": 2}]', "[7]"]
)
def test_what_the_history_does_not_keep_as_it_was_written_is_not_undone(
    book: Book, images: str
) -> None:
    sell(book)
    tier(book, 1, "a")
    book._connection.execute(
        "UPDATE journal_changes SET images = ? WHERE entry_id = 2", (images,)
    )

    error = refused(lambda: undo(book), book)

    assert isinstance(error, BookError)
    assert error.message == "what the history keeps of customers 1 cannot be read"
    with pytest.raises(BookError):
        Journal(book).entries()


def test_an_entry_that_lost_its_changes_is_not_undone(book: Book) -> None:
    sell(book)
    tier(book, 1, "a")
    book._connection.execute("DELETE FROM journal_changes WHERE entry_id = 2")

    error = refused(lambda: undo(book), book)

    assert error.message == "the book does not say any more what entry 2 changed"


@pytest.mark.parametrize(
    ("column", "value", "said"),
    [
        ("kind", "bogus", "'bogus' is no entry kind"),
        ("at", "noon", "'noon' is no instant"),
    ],
)
def test_an_entry_that_cannot_be_read_is_said_in_words(
    book: Book, column: str, value: str, said: str
) -> None:
    sell(book)
    book._connection.execute(f"UPDATE journal SET {column} = ?", (value,))

    with pytest.raises(BookError) as error:
        Journal(book).entries()

    assert error.value.message == f"row 1 of journal in the book cannot be read: {said}"


def test_the_journal_keeps_so_many_entries(
    book: Book, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(changes, "KEPT", 3)
    sell(book)
    for name in "abcd":
        tier(book, 1, name)

    assert [entry.id for entry in Journal(book).entries()] == [5, 4, 3]
    assert {row[0] for row in book._rows("SELECT entry_id FROM journal_changes")} == {
        3,
        4,
        5,
    }
    with pytest.raises(NotFoundError, match="there is no entry 1 any more"):
        undo(book, 1)


def test_an_undo_outlives_what_it_took_back(
    book: Book, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(changes, "KEPT", 3)
    sell(book)
    sold = facts(book)
    undo(book)
    for _ in range(2):
        sell(book, "Ben")
        undo(book)
    monkeypatch.setattr(changes, "KEPT", 5)

    redo(book, 4)

    assert len(facts(book)["customers"]) == len(sold["customers"])


def test_what_another_program_put_in_the_way_is_refused(book: Book, path: Path) -> None:
    sell(book)
    with sqlite3.connect(path) as other:
        other.execute(
            "INSERT INTO details (customer_id, name, value, noted_on)"
            " VALUES (1, 'why', 'x', '2026-11-21')"
        )
    other.close()

    error = refused(lambda: undo(book), book)

    assert error.message == "row 1 of details needs what would go"


def test_a_plan_is_the_same_after_undo_and_redo(book: Book) -> None:
    def planned() -> object:
        history, settlements = book.history(1)
        return plan(history, settlements, all_rules(), Policy(), today=DAY).touchpoints

    sell(book)
    talk(book, 1)
    before = planned()
    with typing(book):
        book.opt_out(1, "all", since=DAY, source="")

    undo(book)
    assert planned() == before

    undo(book)
    redo(book)
    assert planned() == before


def bytes_of(path: Path) -> bytes:
    return b"".join(file.read_bytes() for file in path.parent.glob(f"{path.name}*"))


def test_a_person_is_blanked_in_every_entry_and_undo_skips_them(
    book: Book, path: Path
) -> None:
    sell(book, "Xanthippe", line="add-sale Xanthippe Soap")
    sell(book, "Ben", line="add-sale Ben Soap --note=Xanthippe")
    talk(book, 1)
    with typing(book, "hand-over"):
        book.update_customer(1, owner="Mia")
        book.update_customer(2, owner="Mia")
    with typing(book, "edit-customer"):
        book.update_customer(1, name="Xanthippe Zwei")
    undo(book, 3)

    with book.change():
        count = blank_in_journal(book, 1, "Xanthippe", "Xanthippe@example.com")
        book.update_customer(1, name="forgotten", email="")

    told = str([tuple(row) for row in book._rows("SELECT * FROM journal")])
    told += str([tuple(row) for row in book._rows("SELECT * FROM journal_changes")])
    assert count == 6
    assert "xanthippe" not in told.casefold()
    assert b"xanthippe" not in bytes_of(path).lower()
    undo(book, 4)
    assert (book.customer(1).owner, book.customer(2).owner) == ("Mia", "")
    assert Journal(book).entry(4).blanked
    undo(book, 2)
    assert [who.name for who in book.customers()] == ["forgotten"]


Act = Callable[[Book, st.DataObject], None]


def _somebody(book: Book, data: st.DataObject) -> int:
    return data.draw(st.sampled_from([who.id for who in book.customers()]))


def _a_sale(book: Book, data: st.DataObject) -> None:
    lines = [(product.id, 1, None) for product in book.products()][:2]
    who = _somebody(book, data)
    book.add_sale(who, lines, sold_on=DAY, recorded_on=DAY)


def _a_talk(book: Book, data: st.DataObject) -> None:
    sale = data.draw(st.sampled_from([sale.id for sale in book.sales()]))
    who = book.sale(sale).customer_id
    about = (Covered(Key("welcome", f"s{sale}"), Intent.PROMISE),)
    contact = book.log_contact(who, on=DAY, outcome=Outcome.OK, covered=about)
    done = Settlement(about[0].key, Status.DONE, DAY)
    book.settle(who, [done], contact.id)


def _an_update(book: Book, data: st.DataObject) -> None:
    change: dict[str, Any] = data.draw(
        st.sampled_from([{"tier": "a"}, {"tier": "b", "note": "x"}, {"name": "Eva"}])
    )
    book.update_customer(_somebody(book, data), **change)


def _tags(book: Book, data: st.DataObject) -> None:
    tags = data.draw(st.lists(st.sampled_from("xyz"), unique=True))
    book.set_tags(_somebody(book, data), tags)


def _a_lesson(book: Book, data: st.DataObject) -> None:
    product = data.draw(st.sampled_from(list(book.products())))
    if product.lessons:
        book.remove_lesson(product.id, product.lessons[0].id)
    else:
        book.add_lesson(product.id, Lesson("care", "keep it dry", 7))


def _a_pause(book: Book, data: st.DataObject) -> None:
    who = _somebody(book, data)
    if not book.end_pauses(who, on=DAY):
        book.pause(who, since=DAY, until=None, made_on=DAY, reason="")


def _a_referral(book: Book, data: st.DataObject) -> None:
    # The older sends the younger, so that no circle comes of it.
    other, who = sorted((_somebody(book, data), _somebody(book, data)))
    book.update_customer(who, referred_by=None if who == other else other)


def _a_product(book: Book, data: st.DataObject) -> None:
    name = data.draw(st.sampled_from(["Soap", "Jug", "Balm"]))
    known = book.known_products(name)
    if known:
        book.update_product(known[0].id, name=f"{name} {known[0].id}")
    else:
        book.add_product(name, added_on=DAY)


def _a_customer(book: Book, _: st.DataObject) -> None:
    book.add_customer("Ana", added_on=DAY)


ACTS: tuple[Act, ...] = (
    _a_customer,
    _a_sale,
    _a_talk,
    _an_update,
    _tags,
    _a_lesson,
    _a_pause,
    _a_referral,
    _a_product,
)


@contextmanager
def empty_book() -> Iterator[Book]:
    with (
        TemporaryDirectory() as folder,
        Book.open_for_writing(Path(folder) / "book.db") as book,
    ):
        book._connection.execute("PRAGMA synchronous = OFF")
        yield book


def _any_act(book: Book, data: st.DataObject) -> None:
    act = data.draw(st.sampled_from(ACTS))
    first = not list(book.customers())
    with typing(book):
        if first:
            _a_customer(book, data)
        elif act in (_a_sale, _a_lesson) and not list(book.products()):
            _a_product(book, data)
        elif act is _a_talk and not list(book.sales()):
            _an_update(book, data)
        else:
            act(book, data)


@settings(max_examples=40)
@given(st.data())
def test_all_undone_is_the_empty_book_and_all_redone_the_full_one(
    data: st.DataObject,
) -> None:
    with empty_book() as book:
        for _ in range(data.draw(st.integers(1, 12))):
            _any_act(book, data)
        full, count = facts(book), len(Journal(book).entries())

        for _ in range(count):
            undo(book)
        assert nothing(facts(book))

        for _ in range(count):
            redo(book)
        assert facts(book) == full


@settings(max_examples=40)
@given(st.data())
def test_whatever_is_undone_in_any_order_can_be_restored_and_leaves_a_sound_book(
    data: st.DataObject,
) -> None:
    with empty_book() as book:
        for _ in range(data.draw(st.integers(1, 14))):
            numbers = [entry.id for entry in Journal(book).entries()]
            how = data.draw(st.sampled_from([undo, redo, None, None]))
            before = facts(book)
            if how is None or not numbers:
                _any_act(book, data)
                continue
            number = data.draw(st.sampled_from(numbers))
            back = redo if how is undo else undo
            try:
                how(book, number)
            except SecondsaleError:
                assert facts(book) == before
                continue
            assert book._rows("PRAGMA foreign_key_check") == []
            if data.draw(st.booleans()):
                back(book, number)
                assert facts(book) == before

        with suppress(NotFoundError):
            while True:
                undo(book)
        assert nothing(facts(book))
