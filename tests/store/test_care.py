"""What is owed, taught, given and rewarded comes out of the book as it went in."""

import sqlite3
from collections.abc import Callable
from contextlib import closing
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from secondsale.errors import BookError, InputError, NotFoundError
from secondsale.model import (
    Checkpoint,
    Complement,
    Concern,
    Contact,
    Covered,
    Customer,
    Detail,
    Ending,
    Gift,
    History,
    Intent,
    Introduction,
    Key,
    Lesson,
    Level,
    Line,
    Milestone,
    Outcome,
    Pause,
    Product,
    ProductKind,
    Promise,
    Rating,
    Redemption,
    Resource,
    RewardTerms,
    Sale,
)
from secondsale.money import Money
from secondsale.store import Book

DAY = date(2026, 11, 21)
NEXT = date(2026, 11, 22)
LATER = date(2026, 12, 1)
LAST = date(2027, 1, 31)

ANA = Customer(1, "Ana", DAY, tier="close", owner="Mia", tags=("vip", "bride", "élan"))
BEN = Customer(2, "Ben", DAY, referred_by=1)
CARTRIDGE = Product(2, "Cartridge")
JUG = Product(
    id=1,
    name="Jug",
    kind=ProductKind.DURABLE,
    lessons=(
        Lesson("first-fill", "Rinse it once", 0),
        Lesson("winter", "Keep it from frost", 14, months=(11, 12, 1)),
    ),
    reasons=("it lasts", "it is refilled, not thrown away"),
    resources=(Resource("How to fill it", "https://example.com/jug"),),
    complements=(Complement(2, "Cartridge", "it needs one", 60),),
    objections=("too heavy",),
)
STAMPS = RewardTerms("stamps", DAY, goal=10, head_start=2, gives="a soap", product_id=2)
SPENT = RewardTerms(
    "stamps", LATER, goal=8, head_start=0, gives="a jug", per=Money(2500, "EUR")
)
REASSURE = Covered(Key("reassure", "s1"), Intent.CARE, "it lasts")


def fill(book: Book) -> None:
    """Put one of everything into an empty book, of what nearly every book has too."""
    with book.change():
        book.add_customer("Ana", added_on=DAY, owner="Zoë", tags=("old",))
        book.update_customer(1, tier="close", owner="Mia")
        book.set_tags(1, ["vip", "bride", "élan", "vip"])
        book.add_customer("Ben", added_on=DAY, referred_by=1)
        book.add_product("Jug", added_on=DAY, kind=ProductKind.DURABLE)
        book.add_product("Cartridge", added_on=DAY)
        teach(book)
        book.add_sale(
            1,
            [(1, 1, None)],
            sold_on=DAY,
            recorded_on=DAY,
            party="Friday at Mia's",
            expectations="a call on Monday",
        )
        book.log_contact(1, on=DAY, outcome=Outcome.HAPPY, covered=[REASSURE], score=9)
        book.set_reward(SPENT)
        book.set_reward(STAMPS)
        book.redeem(1, "stamps", on=LATER, cost=Money(500, "EUR"))
        book.redeem(1, "stamps", on=DAY)
        book.pause(1, since=LATER, until=None, made_on=DAY, reason="away")
        book.pause(None, since=DAY, until=LATER, made_on=DAY, reason="holiday")
        care(book)


def fill_more(book: Book) -> None:
    """Put into a book what the third version has beyond that."""
    with book.change():
        book.update_product(2, dosed=False)
        book.add_level(1, 2, 0.5, on=LATER, recorded_on=LAST, contact_id=1)
        book.add_level(1, 2, 0.876, on=NEXT, recorded_on=NEXT)


def teach(book: Book) -> None:
    for lesson in reversed(JUG.lessons):
        book.add_lesson(1, lesson)
    book.add_lesson(1, Lesson("wrong", "x", 3))
    book.remove_lesson(1, "wrong")
    for reason in JUG.reasons:
        book.add_reason(1, reason)
    book.add_resource(1, JUG.resources[0])
    book.add_complement(1, 2, why="it needs one", after_days=60)
    book.add_objection(1, "too heavy")


def care(book: Book) -> None:
    book.add_concern(1, "the jug leaks", on=LATER, recorded_on=LATER, sale_id=1)
    book.add_concern(1, "late", on=DAY, recorded_on=NEXT)
    book.resolve_concern(2, on=LATER, how="sent flowers")
    book.add_promise(1, "a lid", due_on=LATER, made_on=DAY, recorded_on=NEXT)
    book.add_promise(1, "a call", due_on=NEXT, made_on=DAY, recorded_on=DAY)
    book.keep_promise(2, on=NEXT)
    book.add_checkpoint(1, "installed", on=LAST, recorded_on=DAY)
    book.add_checkpoint(1, "delivered", on=LATER, recorded_on=NEXT)
    book.drop_checkpoint(1, on=NEXT, reason="not wanted")
    book.add_milestone(1, "a new shop", on=LATER, recorded_on=DAY)
    book.add_gift(1, "roses", on=LATER, cost=Money(1200, "JPY"), wow=True)
    book.add_gift(1, "a card", on=DAY)
    book.add_detail(1, "why", "a cousin has one", on=LATER)
    book.add_detail(1, "why", "tired of bottles", on=DAY)
    book.add_introduction(1, "Rui", "the fitter", on=DAY)
    book.add_introduction(1, "Eva", "the boss", on=DAY)
    book.finish_introduction(1, on=LATER)
    book.rate(1, on=LATER, own=4, theirs=5)
    book.rate(1, on=DAY, own=3)


HOLIDAY = Pause(DAY, LATER, DAY, "holiday", whole_book=True)
ANAS = History(
    customer=ANA,
    sales=(
        Sale(
            id=1,
            customer_id=1,
            sold_on=DAY,
            recorded_on=DAY,
            lines=(Line(1, JUG, 1),),
            party="Friday at Mia's",
            expectations="a call on Monday",
        ),
    ),
    contacts=(Contact(1, DAY, Outcome.HAPPY, covered=(REASSURE,), score=9),),
    concerns=(
        Concern(2, "late", DAY, NEXT, resolved=Ending(LATER, "sent flowers")),
        Concern(1, "the jug leaks", LATER, LATER, sale_id=1),
    ),
    promises=(
        Promise(1, "a lid", LATER, DAY, NEXT),
        Promise(2, "a call", NEXT, DAY, DAY, kept_on=NEXT),
    ),
    checkpoints=(
        Checkpoint(2, 1, "delivered", LATER, NEXT),
        Checkpoint(1, 1, "installed", LAST, DAY, Ending(NEXT, "not wanted")),
    ),
    milestones=(Milestone(1, "a new shop", LATER, DAY),),
    gifts=(
        Gift(2, "a card", DAY),
        Gift(1, "roses", LATER, Money(1200, "JPY"), wow=True),
    ),
    details=(
        Detail("why", "tired of bottles", DAY),
        Detail("why", "a cousin has one", LATER),
    ),
    introductions=(
        Introduction(1, "Rui", "the fitter", DAY, done_on=LATER),
        Introduction(2, "Eva", "the boss", DAY),
    ),
    ratings=(Rating(DAY, 3), Rating(LATER, 4, 5)),
    redemptions=(
        Redemption(2, "stamps", DAY),
        Redemption(1, "stamps", LATER, Money(500, "EUR")),
    ),
    pauses=(HOLIDAY, Pause(LATER, None, DAY, "away")),
    reward_terms=(STAMPS, SPENT),
)


def test_every_field_comes_back_as_it_was(path: Path, book: Book) -> None:
    fill(book)

    with Book.open(path) as reader:
        histories = [history for history, _ in reader.histories()]

    bens = History(BEN, pauses=(HOLIDAY,), reward_terms=(STAMPS, SPENT))
    assert histories == [ANAS, bens]


def test_what_is_left_of_a_product_is_kept_to_the_percent(book: Book) -> None:
    fill(book)
    fill_more(book)

    history, _ = book.history(1)

    assert history.levels == (
        Level(2, NEXT, 0.88, recorded_on=NEXT),
        Level(2, LATER, 0.5, recorded_on=LAST),
    )
    assert book.product(2) == replace(CARTRIDGE, dosed=False)


def test_single_facts_are_found_by_their_ids(book: Book) -> None:
    fill(book)

    assert book.concern(2) == (1, ANAS.concerns[0])
    assert book.promise(1) == (1, ANAS.promises[0])
    assert book.checkpoint(1) == (1, ANAS.checkpoints[1])
    assert book.introduction(2) == (1, ANAS.introductions[1])
    assert book.customer(1) == book.find_customers("ana")[0] == ANA
    assert list(book.customers()) == [ANA, BEN]
    assert book.product(1) == book.find_products("jug")[0] == JUG
    assert list(book.products()) == [JUG, CARTRIDGE]
    assert book.similar_products("jug") == (JUG,)
    assert book.reward_terms() == (STAMPS, SPENT)
    assert book.pauses() == (HOLIDAY,)
    assert book.sale(1) == ANAS.sales[0]
    assert list(book.contacts()) == [(1, ANAS.contacts[0])]


def test_acts_return_what_they_kept(book: Book) -> None:
    fill(book)

    with book.change():
        milestone = book.add_milestone(1, "x", on=LAST, recorded_on=LAST)
        gift = book.add_gift(1, "x", on=LAST, cost=Money(1, "EUR"), wow=True)
        redemption = book.redeem(1, "x", on=LAST, cost=Money(1, "EUR"))
        returned = (
            book.add_concern(1, "x", on=LAST, recorded_on=LAST),
            book.add_promise(1, "x", due_on=LAST, made_on=LAST, recorded_on=LAST),
            book.add_checkpoint(1, "x", on=LAST, recorded_on=LAST),
            book.add_introduction(1, "x", "y", on=LAST),
            book.resolve_concern(1, on=LAST, how=""),
            book.keep_promise(1, on=LAST),
            book.drop_checkpoint(2, on=LAST, reason=""),
            book.finish_introduction(2, on=LAST),
        )

    history, _ = book.history(1)
    assert history.milestones[-1] == milestone
    assert history.gifts[-1] == gift
    assert history.redemptions[-1] == redemption
    owed = (book.concern, book.promise, book.checkpoint, book.introduction)
    kept = [find(3)[1] for find in owed] + [
        find(number)[1] for find, number in zip(owed, (1, 1, 2, 2), strict=True)
    ]
    assert list(returned) == kept
    assert book.concern(1)[1].resolved == Ending(LAST, "")


MISSING: list[tuple[str, Callable[[Book], object]]] = [
    ("no concern k9", lambda book: book.concern(9)),
    ("no concern k9", lambda book: book.resolve_concern(9, on=DAY, how="")),
    ("no promise p9", lambda book: book.promise(9)),
    ("no promise p9", lambda book: book.keep_promise(9, on=DAY)),
    ("no checkpoint d9", lambda book: book.checkpoint(9)),
    ("no checkpoint d9", lambda book: book.drop_checkpoint(9, on=DAY, reason="")),
    ("no introduction i9", lambda book: book.introduction(9)),
    ("no introduction i9", lambda book: book.finish_introduction(9, on=DAY)),
    ("no customer c9", lambda book: book.set_tags(9, ["x"])),
    ("no product p9", lambda book: book.add_lesson(9, JUG.lessons[0])),
    ("no product p9", lambda book: book.remove_lesson(9, "winter")),
    ("no product p9", lambda book: book.add_reason(9, "x")),
    ("no product p9", lambda book: book.add_resource(9, JUG.resources[0])),
    ("no product p9", lambda book: book.add_complement(9, 1)),
    ("no product p9", lambda book: book.add_complement(1, 9)),
    ("no product p9", lambda book: book.add_objection(9, "x")),
    ("Jug has no lesson 'spring'", lambda book: book.remove_lesson(1, "spring")),
]


@pytest.mark.parametrize(("message", "act"), MISSING)
def test_what_is_not_there_is_named(
    book: Book, message: str, act: Callable[[Book], object]
) -> None:
    fill(book)

    with book.change(), pytest.raises(NotFoundError, match=message):
        act(book)


REPEATED: list[tuple[str, Callable[[Book], object]]] = [
    ("concern k2 was closed", lambda book: book.resolve_concern(2, on=LAST, how="x")),
    ("promise p2 was closed", lambda book: book.keep_promise(2, on=LAST)),
    (
        "checkpoint d1 was closed",
        lambda book: book.drop_checkpoint(1, on=LAST, reason="x"),
    ),
    ("introduction i1 was closed", lambda book: book.finish_introduction(1, on=LAST)),
    ("a lesson called winter already", lambda b: b.add_lesson(1, JUG.lessons[1])),
    ("Cartridge goes with Jug already", lambda book: book.add_complement(1, 2)),
    ("Jug cannot go with itself", lambda book: book.add_complement(1, 1)),
]


@pytest.mark.parametrize(("message", "act"), REPEATED)
def test_what_happened_once_does_not_happen_again(
    book: Book, message: str, act: Callable[[Book], object]
) -> None:
    fill(book)

    with book.change(), pytest.raises(InputError, match=message):
        act(book)

    assert book.history(1)[0] == ANAS


def test_tags_are_replaced_whole(book: Book) -> None:
    fill(book)

    with book.change():
        changed = book.set_tags(1, ["bride", "new"])
        untagged = book.set_tags(1, [])

    assert changed == replace(ANA, tags=("bride", "new"))
    assert untagged == book.customer(1) == replace(ANA, tags=())


def test_a_new_customer_brings_tier_owner_and_tags(book: Book) -> None:
    with book.change():
        customer = book.add_customer(
            "Ana", added_on=DAY, tier="close", owner="Mia", tags=ANA.tags
        )

    assert customer == book.customer(1) == ANA


def test_a_sale_can_be_put_into_a_party_later(book: Book) -> None:
    fill(book)

    with book.change():
        book.update_sale(1, party="", expectations="a visit")

    sale = book.sale(1)
    assert (sale.party, sale.expectations) == ("", "a visit")


def test_a_removed_lesson_can_be_taught_again(book: Book) -> None:
    fill(book)

    with book.change():
        book.remove_lesson(1, "first-fill")
        product = book.add_lesson(1, Lesson("first-fill", "Rinse it twice", 90))

    assert [lesson.id for lesson in product.lessons] == ["winter", "first-fill"]


def test_a_complement_follows_the_name_of_its_product(book: Book) -> None:
    fill(book)

    with book.change():
        book.update_product(2, name="Filter")

    assert book.product(1).complements[0].name == "Filter"


def pauses(book: Book) -> list[tuple[date, date | None]]:
    return [(pause.since, pause.until) for pause in book.history(1)[0].pauses]


def test_a_pause_that_has_begun_ends_the_day_before(book: Book) -> None:
    fill(book)

    with book.change():
        own = book.end_pauses(1, on=date(2026, 12, 5))
        again = book.end_pauses(1, on=date(2026, 12, 5))

    assert (own, again) == (1, 0)
    assert pauses(book) == [(DAY, LATER), (LATER, date(2026, 12, 4))]


@pytest.mark.parametrize("on", [NEXT, LATER])
def test_a_pause_that_has_not_begun_is_removed(book: Book, on: date) -> None:
    fill(book)

    with book.change():
        ended = book.end_pauses(1, on=on)

    assert ended == 1
    assert pauses(book) == [(DAY, LATER)]


def test_ending_the_pause_of_the_book_leaves_those_of_customers(book: Book) -> None:
    fill(book)

    with book.change():
        ended = book.end_pauses(None, on=LATER)
        over = book.end_pauses(None, on=LATER)

    assert (ended, over) == (1, 0)
    assert pauses(book) == [(DAY, date(2026, 11, 30)), (LATER, None)]


def test_a_pause_that_is_over_stays_as_it_was(book: Book) -> None:
    fill(book)

    with book.change():
        ended = book.end_pauses(None, on=date(2026, 12, 2))

    assert ended == 0
    assert pauses(book) == [(DAY, LATER), (LATER, None)]


def test_whom_they_sent_comes_with_the_first_sale_of_each(book: Book) -> None:
    fill(book)
    with book.change():
        book.add_customer("Cy", added_on=DAY, referred_by=1)
        book.add_customer("Di", added_on=DAY, referred_by=1, tags=("vip",))
        book.add_customer("Ed", added_on=DAY, referred_by=2)
        for customer_id, day in [(2, LAST), (3, NEXT), (2, LATER), (3, LATER)]:
            book.add_sale(customer_id, [(1, 1, None)], sold_on=day, recorded_on=day)
        book.add_sale(2, [], sold_on=LATER, recorded_on=LATER)
        book.cancel_sale(3, on=LATER, reason="")

    history, _ = book.history(1)
    referred = [(customer.name, sale) for customer, sale in history.referred]
    assert referred == [("Cy", book.sale(3)), ("Ben", book.sale(4))]
    assert history.referred[1][0] == BEN
    assert book.history(2)[0].referred == ()


def test_many_customers_come_with_the_facts_of_each(book: Book) -> None:
    with book.change():
        for number in range(1, 1102):
            referrer = number - 1 or None
            book.add_customer(f"C {number}", added_on=DAY, referred_by=referrer)
            book.add_concern(number, f"of {number}", on=DAY, recorded_on=DAY)
            book.add_sale(number, [], sold_on=DAY, recorded_on=DAY)
            book.add_checkpoint(number, f"of {number}", on=DAY, recorded_on=DAY)
        book.pause(None, since=DAY, until=DAY, made_on=DAY, reason="")

    for history, _ in book.histories():
        number = history.customer.id
        assert history.concerns == (Concern(number, f"of {number}", DAY, DAY),)
        assert [(c.sale_id, c.label) for c in history.checkpoints] == [
            (number, f"of {number}")
        ]
        assert [customer.id for customer, _ in history.referred] == (
            [number + 1] if number < 1101 else []
        )
        assert len(history.pauses) == 1


@pytest.mark.parametrize("error", [ValueError, KeyboardInterrupt])
def test_a_change_that_fails_keeps_nothing(
    path: Path, book: Book, error: type[BaseException]
) -> None:
    fill(book)

    with pytest.raises(error), book.change():  # noqa: PT012
        book.resolve_concern(1, on=LAST, how="")
        book.add_gift(1, "x", on=DAY)
        book.set_tags(1, [])
        book.remove_lesson(1, "winter")
        book.end_pauses(1, on=DAY)
        book.end_pauses(None, on=DAY)
        raise error("no")

    with Book.open(path) as reader:
        assert reader.history(1)[0] == ANAS


def test_acts_outside_a_change_are_refused(path: Path, book: Book) -> None:
    fill(book)
    before = path.read_bytes()

    for act in (
        lambda: book.add_detail(1, "x", "y", on=DAY),
        lambda: book.keep_promise(1, on=DAY),
        lambda: book.remove_lesson(1, "winter"),
        lambda: book.set_tags(1, []),
        lambda: book.end_pauses(1, on=DAY),
    ):
        with pytest.raises(RuntimeError, match="inside"):
            act()

    assert path.read_bytes() == before


def schema(path: Path) -> list[tuple[object, ...]]:
    with closing(sqlite3.connect(path)) as other:
        return other.execute("SELECT * FROM sqlite_schema ORDER BY name").fetchall()


def test_using_the_book_never_changes_its_schema(path: Path, book: Book) -> None:
    before = schema(path)

    fill(book)
    list(book.histories())
    with book.change():
        book.end_pauses(None, on=NEXT)
        book.end_pauses(1, on=NEXT)

    assert schema(path) == before


UNREADABLE = [
    ("promises", 1, "due_on", "2026-02-30"),
    ("lessons", 1, "months", "13"),
    ("lessons", 1, "months", "May"),
    ("ratings", 1, "rated_on", "2026-02-30"),
    ("covers", 1, "key", "reassure"),
    ("pauses", 1, "made_on", "2026-02-30"),
    ("pauses", 2, "made_on", "2026-02-30"),
    ("reward_terms", 1, "since", "2026-02-30"),
]


@pytest.mark.parametrize(("table", "row_id", "column", "value"), UNREADABLE)
def test_a_value_that_cannot_be_read_is_named_by_table_and_id(
    path: Path, book: Book, table: str, row_id: int, column: str, value: str
) -> None:
    fill(book)
    with closing(sqlite3.connect(path)) as other, other:
        other.execute("PRAGMA ignore_check_constraints = ON")
        other.execute(f"UPDATE {table} SET {column} = ? WHERE id = ?", (value, row_id))

    with pytest.raises(BookError, match=f"row {row_id} of {table} in the book"):
        book.history(1)


IMPOSSIBLE = [
    ("contacts", "score", 11),
    ("contacts", "score", "9 of 10"),
    ("ratings", "own", 0),
    ("ratings", "theirs", 6),
    ("pauses", "until", "2026-01-01"),
    ("promises", "due_on", "soon"),
    ("gifts", "currency", None),
    ("tags", "tag", ""),
    ("reward_terms", "goal", 0),
    ("complements", "other_id", 1),
]


@pytest.mark.parametrize(("table", "column", "value"), IMPOSSIBLE)
def test_the_book_itself_refuses_what_cannot_be(
    path: Path, book: Book, table: str, column: str, value: str | int | None
) -> None:
    fill(book)

    with closing(sqlite3.connect(path)) as other, pytest.raises(sqlite3.Error):
        other.execute(f"UPDATE {table} SET {column} = ?", (value,))
