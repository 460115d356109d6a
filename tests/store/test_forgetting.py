"""A person who was forgotten is in no byte of any file; the figures are."""

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from tests.store.test_migrating import SCHEMAS

from secondsale.days import Birthday
from secondsale.errors import BookError, InputError, SecondsaleError
from secondsale.model import (
    FORGOTTEN,
    Channel,
    Covered,
    Intent,
    Key,
    Learned,
    Outcome,
    Settlement,
    Status,
    Votes,
)
from secondsale.money import Money
from secondsale.store import Book, backups, rewriting
from secondsale.store.belonging import Belonging
from secondsale.store.changes import Typed
from secondsale.store.forgetting import (
    STAYS,
    Former,
    forget,
    forgotten_on,
    known_as,
    outlook,
    pack,
)
from secondsale.store.journal import Journal
from secondsale.store.mentions import clean, mentions
from secondsale.store.traces import Traces
from secondsale.store.undoing import Undoing
from secondsale.text import name_key, search_key

DAY = date(2026, 11, 21)
NOON = datetime(2026, 11, 21, 12, tzinfo=UTC)

NAME, EARLIER = "Xénia Quuxalot", "Xénia Vorwerkling"
MAIL, FIRST_MAIL = "Xenia.Q@Quux.example", "xq@firstmail.example"
PHONE = "+44 (0)20 7946 8765"
SECRETS = (
    NAME, EARLIER, name_key(NAME), search_key(NAME), search_key(EARLIER), "quuxalot",
    "vorwerkling", MAIL, MAIL.casefold(), FIRST_MAIL, "quux.example", PHONE,
    "442079468765", "7946 8765", "her orchid", "orchid",
)  # fmt: skip


@contextmanager
def typing(book: Book, line: str = "something") -> Iterator[None]:
    with book.change(Typed(line, NOON, DAY)):
        yield


def live_through(book: Book) -> int:
    """Let a customer go through everything that leaves a trace; return their id."""
    with typing(book, f"add-sale '{EARLIER}' Soap --email {FIRST_MAIL}"):
        ben = book.add_customer("Ben Okafor", added_on=DAY).id
        who = book.add_customer(
            EARLIER, added_on=DAY, email=FIRST_MAIL, referred_by=ben, tags=["orchid"]
        ).id
        soap = book.add_product("Soap", added_on=DAY).id
        sale = book.add_sale(
            who,
            [(soap, 2, Money(500, "EUR"))],
            sold_on=DAY,
            recorded_on=DAY,
            note="for her orchid",
            source="orchid fair",
            party=f"at {EARLIER}'s",
            expectations="orchid care",
        )
        book.return_line(sale.lines[0].id, 1, on=DAY, reason="her orchid died")
    with typing(book, f"edit-customer {who} --name '{NAME}' --email {MAIL}"):
        book.update_customer(
            who,
            name=NAME,
            email=MAIL,
            phone=PHONE,
            channel=Channel.CALL,
            birthday=Birthday(5, 17, 1984),
            note="her orchid",
            owner="Mia",
            best_time="orchid time",
        )
    with typing(book, f"done {NAME} happy -n 'her orchid'"):
        welcome = Key("welcome", f"s{sale.id}")
        talk = book.log_contact(
            who,
            on=DAY,
            outcome=Outcome.HAPPY,
            channel=Channel.CALL,
            note="her orchid",
            covered=[Covered(welcome, Intent.PROMISE, "orchid")],
            score=9,
        )
        done = Settlement(welcome, Status.DONE, DAY, reason="her orchid")
        book.settle(who, [done], talk.id)
    with typing(book, "promise"):
        book.add_promise(who, "her orchid", due_on=DAY, made_on=DAY, recorded_on=DAY)
        book.add_concern(who, "her orchid", on=DAY, recorded_on=DAY, sale_id=sale.id)
        book.add_checkpoint(sale.id, "her orchid", on=DAY, recorded_on=DAY)
        book.add_milestone(who, "her orchid", on=DAY, recorded_on=DAY)
        book.add_gift(who, "her orchid", on=DAY, cost=Money(100, "EUR"))
        book.add_detail(who, "why", "her orchid", on=DAY)
        book.add_introduction(who, "Mr Orchid", "orchid man", on=DAY)
        book.rate(who, on=DAY, own=5, theirs=4)
        book.redeem(who, "card", on=DAY)
        book.pause(who, since=DAY, until=DAY, made_on=DAY, reason="her orchid")
        book.opt_out(who, "channel:sms", since=DAY, source="her orchid")
    with typing(book, "undo"):
        Undoing(book).undo()
    with typing(book, "redo"):
        Undoing(book).redo()
    with typing(book, "edit-customer ben --referred-by quuxalot"):
        book.update_customer(ben, referred_by=who)
    with typing(book, f"log ben -n 'met {NAME.upper()}'"):
        gone = book.log_contact(
            ben, on=DAY, outcome=Outcome.OK, note=f"met {NAME.upper()}"
        )
    with typing(book, "undo"):
        Undoing(book).undo()
    assert gone.note
    with typing(book, "tag"):
        book.set_tags(who, ["orchid", "fan"])
    return who


def crowd(book: Book) -> None:
    """Fill pages until they are split, so that rows have been in several of them."""
    for part in range(4):
        with typing(book, f"import {part}"):
            for number in range(300):
                name = f"{'AMXZ'[part]}{number * 7919 % 300:03} Somebody"
                book.add_customer(name, added_on=DAY, email=f"{name[:4]}@x.example")


def leave(book: Book, who: int) -> None:
    with book.change():
        forget(book, who, on=DAY)
    pack(book, who)


def secrets_in(*files: Path) -> list[tuple[str, str]]:
    return [
        (file.name, secret)
        for file in files
        for secret in SECRETS
        if secret.encode() in file.read_bytes()
        or secret.casefold().encode() in file.read_bytes().lower()
    ]


def test_no_byte_of_the_person_is_left_in_any_file(book: Book, path: Path) -> None:
    crowd(book)
    who = live_through(book)
    crowd(book)
    backups.back_up_before(path, "forget")
    assert len(secrets_in(path)) == len(SECRETS)

    leave(book, who)
    for copy in rewriting.holding(book, who, backups.backups(path)).holding:
        rewriting.rewrite(copy.path, who, on=DAY)

    assert sorted(each.name for each in path.parent.iterdir()) == [
        "book.db",
        "book.db.before-forget-1",
    ]
    assert secrets_in(*path.parent.iterdir()) == []


def test_the_figures_stay_and_nothing_else(book: Book) -> None:
    who = live_through(book)

    with book.change():
        done = forget(book, who, on=DAY)

    history, settlements = book.history(who)
    (sale,) = history.sales
    (line,) = sale.lines
    (talk,) = history.contacts
    assert (str(sale), sale.sold_on) == ("Soap ×2", DAY)
    assert (line.unit_price, line.kept) == (Money(500, "EUR"), 1)
    assert sale.note == sale.source == sale.party == sale.expectations == ""
    assert line.returns[0].reason == ""
    assert (talk.on, talk.outcome, talk.note, talk.channel, talk.score) == (
        (DAY, Outcome.HAPPY, "", None, None)
    )
    assert [str(each.key) for each in talk.covered] == ["welcome:s1"]
    assert [(str(each.key), each.reason) for each in settlements] == [
        ("welcome:s1", "")
    ]
    assert [wish.scope for wish in history.opt_outs] == ["all"]
    assert not any([history.details, history.gifts, history.ratings, history.pauses])
    assert history.customer.name == FORGOTTEN
    assert done.kept == {
        "sales": 1, "lines": 1, "returns": 1, "contacts": 1, "covers": 1,
        "settlements": 1,
    }  # fmt: skip


def test_what_a_later_step_adds_is_erased_unless_it_is_named(book: Book) -> None:
    who = live_through(book)
    for statement in (
        "ALTER TABLE sales ADD COLUMN later TEXT NOT NULL DEFAULT ''",
        "UPDATE sales SET later = 'her orchid'",
        "CREATE TABLE laters (id INTEGER PRIMARY KEY AUTOINCREMENT,"
        " customer_id INTEGER REFERENCES customers(id), text TEXT) STRICT",
        f"INSERT INTO laters (customer_id, text) VALUES ({who}, 'her orchid')",
    ):
        book._connection.execute(statement)

    with book.change():
        forget(book, who, on=DAY)

    assert [row["later"] for row in book._rows("SELECT later FROM sales")] == [""]
    assert book._rows("SELECT * FROM laters") == []


def test_every_column_that_stays_is_there(book: Book) -> None:
    for table, columns in STAYS.items():
        found = book._rows("SELECT name FROM pragma_table_info(?)", table)
        assert set(columns.split()) < {row["name"] for row in found}, table
    assert set(STAYS) <= {"customers", *Belonging(book).owners}


def test_the_person_is_nowhere_to_be_found(book: Book) -> None:
    who = live_through(book)

    leave(book, who)

    for query in (NAME, "xenia", str(who), MAIL, PHONE, "", FORGOTTEN, "forgotten"):
        assert book.find_customers(query) == ()
        assert book.known_customers(query) == ()
    assert book.similar_customers(NAME, MAIL, PHONE) == ()
    assert [each.name for each in book.customers()] == ["Ben Okafor"]
    assert [whole.customer.name for whole, _ in book.histories()] == ["Ben Okafor"]
    assert book.customer(1).referred_by is None
    assert [each.id for each in book.customers(forgotten=True)] == [1, who]


def test_nobody_is_forgotten_twice(book: Book) -> None:
    who = live_through(book)
    leave(book, who)

    with book.change(), pytest.raises(InputError, match="forgotten before"):
        forget(book, who, on=DAY)
    assert forgotten_on(book, who) == DAY
    assert forgotten_on(book, 99) is None


@pytest.mark.parametrize(
    ("given", "by"),
    [
        ({"email": MAIL.upper()}, "e-mail"),
        ({"email": FIRST_MAIL, "name": "Somebody"}, "e-mail"),
        ({"phone": "+442079468765"}, "phone"),
        ({"phone": "020 7946 8765"}, "phone"),
        ({"phone": "00 44 20 79468765", "name": NAME}, "phone"),
        ({"name": "XENIA  quuxalot"}, "name"),
        ({"name": EARLIER}, "name"),
    ],
)
def test_who_was_forgotten_is_recognised(
    book: Book, given: dict[str, str], by: str
) -> None:
    who = live_through(book)
    assert book.was_forgotten(**given) is None

    leave(book, who)

    assert book.was_forgotten(**given) == Former(by, opted_out=True)


def test_others_are_not_taken_for_somebody_forgotten(book: Book) -> None:
    leave(book, live_through(book))

    assert book.was_forgotten(name="Xenia", email="q@quux.example") is None
    assert book.was_forgotten(phone="+44 20 7946 8766") is None
    assert book.was_forgotten() is None


def test_who_never_opted_out_is_marked_so(book: Book) -> None:
    with book.change():
        who = book.add_customer("Ana Silva", added_on=DAY).id
        book.opt_out(who, "all", since=DAY, source="")
        book.lift_opt_outs(who, on=DAY)

    leave(book, who)

    assert book.was_forgotten(name="ana silva") == Former("name", opted_out=False)


def test_marks_differ_from_book_to_book(path: Path) -> None:
    marks = []
    for number in (1, 2):
        with Book.open_for_writing(path.with_name(f"{number}.db")) as book:
            leave(book, live_through(book))
            found = book._rows("SELECT mark FROM forgotten_marks")
            marks.append({row["mark"] for row in found})

    assert marks[0]
    assert not marks[0] & marks[1]


def test_every_undo_and_redo_skips_the_person(book: Book) -> None:
    who = live_through(book)
    leave(book, who)
    kept = [row["sold_on"] for row in book._rows("SELECT * FROM sales")]

    for entry in list(Journal(book).log().noted):
        for act in ("undo", "redo", "undo"):
            with suppress(SecondsaleError), typing(book):
                getattr(Undoing(book), act)(entry)

    assert book.customer(who).name == FORGOTTEN
    assert [row["sold_on"] for row in book._rows("SELECT * FROM sales")] == kept
    assert mentions(book, 0, known_as(book, who)) == ()
    for table in set(Belonging(book).owners) - set(STAYS) - {"opt_outs"}:
        assert not Belonging(book).rows_of(table, who), table
    (row,) = book._rows("SELECT * FROM customers WHERE id = ?", who)
    assert [str(each) for each in row if each not in (None, "")] == [
        str(who), FORGOTTEN, str(DAY), str(DAY),
    ]  # fmt: skip


def test_others_keep_what_was_theirs_in_the_history(book: Book) -> None:
    with typing(book, "add-customer"):
        li = book.add_customer("Li", added_on=DAY).id
        ana = book.add_customer("Ana", added_on=DAY, note="likes delivery").id
    with typing(book, "edit-customer ana --note 'a client of ours'"):
        book.update_customer(ana, note="a client of ours")

    leave(book, li)
    with typing(book):
        Undoing(book).undo(2)

    assert book.customer(ana).note == "likes delivery"
    assert not Journal(book).entry(2).blanked


def test_a_namesake_stays(book: Book) -> None:
    with typing(book, "add-customer"):
        first = book.add_customer(NAME, added_on=DAY, phone=PHONE).id
        other = book.add_customer(NAME, added_on=DAY, phone=PHONE).id
    with typing(book, "edit-customer"):
        book.update_customer(other, name="Xen")

    leave(book, first)
    with typing(book):
        Undoing(book).undo()

    assert book.customer(other).name == NAME


def test_texts_of_others_that_name_the_person_are_found_and_cleaned(
    book: Book,
) -> None:
    who = live_through(book)
    with book.change():
        book.update_customer(1, note=f"cousin of {search_key(NAME).upper()}, tall")
        book.add_promise(
            1, "ring 020 79468765", due_on=DAY, made_on=DAY, recorded_on=DAY
        )
        book.add_milestone(1, "sent us Xénia", on=DAY, recorded_on=DAY)
        book.add_milestone(1, "sent us Xeniana", on=DAY, recorded_on=DAY)
    words = known_as(book, who)

    found = mentions(book, who, words)
    with book.change():
        cleaned = clean(book, found, words)

    assert [(each.table, each.column, each.whole) for each in found] == [
        ("customers", "note", True),
        ("promises", "text", True),
        ("milestones", "text", False),
    ]
    assert {each.customer_id for each in found} == {1}
    assert cleaned == 2
    assert book.customer(1).note == f"cousin of {FORGOTTEN}, tall"
    history, _ = book.history(1)
    assert history.promises[0].text == f"ring {FORGOTTEN}"


@pytest.mark.parametrize(
    ("text", "left"),
    [
        ("met Ana  SILVA's son", "met (forgotten)'s son"),
        ("met Ána Silva", "met (forgotten)"),
        ("met Diana Silva", "met Diana Silva"),
        ("Ana Silvana", "Ana Silvana"),
        ("write ANA@x.example today", "write (forgotten) today"),
        ("write diana@x.example", "write diana@x.example"),
        ("ring (020) 7946-0018 now", "ring (forgotten) now"),
        ("since 2026-11-21", "since 2026-11-21"),
        ("见王小明了", "见(forgotten)了"),
    ],
)
def test_a_name_is_found_as_whole_words(text: str, left: str) -> None:
    traces = Traces(["Ana Silva", "ana@x.example", "+44 20 7946 0018", "王小明"])

    assert traces.are_in(text) == (text != left)
    assert traces.taken_out(text) == left


def test_copies_of_every_version_are_rewritten_and_stay_as_old(path: Path) -> None:
    connection = sqlite3.connect(path)
    connection.executescript((SCHEMAS / "v1.sql").read_text(encoding="utf-8"))
    connection.close()
    with Book.open_for_writing(path) as book:  # this makes a copy of the first version
        backups.back_up_before(path, "import")
        who = book.find_customers("ana silva")[0].id
        copies = backups.backups(path)
        leave(book, who)

        found = rewriting.holding(book, who, copies)
        for copy in found.holding:
            rewriting.rewrite(copy.path, who, on=DAY)
        again = rewriting.holding(book, who, copies)

    assert len(found.holding) == 2
    assert found.unreadable == again.unreadable == again.holding == ()
    assert [each.made_at for each in backups.backups(path)] == [
        each.made_at for each in copies
    ]
    assert len(list(path.parent.iterdir())) == 3
    for each in copies:
        assert b"Ana Silva" not in each.path.read_bytes()


def test_a_copy_in_which_only_the_history_knows_the_person_holds_them(
    book: Book, path: Path
) -> None:
    with typing(book, "add-customer"):
        who = book.add_customer(NAME, added_on=DAY).id
    with typing(book, "undo"):
        Undoing(book).undo()
    copy = backups.back_up_before(path, "import")
    with typing(book, "redo"):
        Undoing(book).redo()
    leave(book, who)

    (found,) = rewriting.holding(book, who, backups.backups(path)).holding
    rewriting.rewrite(found.path, who, on=DAY)

    assert found.path == copy
    assert secrets_in(path, copy) == []


def test_a_copy_that_cannot_be_read_is_named_and_an_older_one_left_out(
    book: Book, path: Path
) -> None:
    with book.change():
        book.add_product("Jug", added_on=DAY)
    backups.back_up_before(path, "import")
    who = live_through(book)
    damaged = backups.back_up_before(path, "import")
    damaged.write_bytes(damaged.read_bytes()[:5000])

    leave(book, who)
    found = rewriting.holding(book, who, backups.backups(path))

    assert found.holding == ()
    assert [each.path for each in found.unreadable] == [damaged]


def test_a_copy_that_cannot_be_rewritten_stays(
    book: Book, path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    who = live_through(book)
    copy = backups.back_up_before(path, "forget")
    before = copy.read_bytes()

    def unsound(*_: object, **__: object) -> None:
        raise BookError("not sound", "look")

    monkeypatch.setattr(backups, "verify", unsound)
    with pytest.raises(BookError, match="not sound"):
        rewriting.rewrite(copy, who, on=DAY)

    assert copy.read_bytes() == before
    assert len(list(path.parent.iterdir())) == 2


def test_a_copy_knows_who_would_come_back(book: Book, path: Path) -> None:
    who = live_through(book)
    copy = backups.back_up_before(path, "forget")
    assert rewriting.coming_back(book, copy) == ()

    leave(book, who)

    assert rewriting.coming_back(book, copy) == (who,)


def test_stale_copies_in_split_pages_go_too(book: Book, path: Path) -> None:
    count = 900  # of these SQLite leaves a copy of two, whose pages were split
    with book.change():
        for number in range(count):
            name = f"Zq{number * 7919 % count:04}wx {'long ' * (number * 31 % 17)}"
            mail = f"{name[:8]}@x.example"
            book.add_customer(name.strip(), added_on=DAY, email=mail)
    names = [b"zq0894wx", b"zq0603wx", b"zq0001wx", b"zq0450wx"]
    found = {each.name[:8].lower(): each.id for each in book.customers()}
    ids = [found[name.decode()] for name in names]

    with book.change():
        for who in ids:
            forget(book, who, on=DAY)
    pack(book, ids[0])

    assert [name for name in names if name in path.read_bytes().lower()] == []


@pytest.mark.parametrize(
    ("text", "left"),
    [
        ("tel 02079460018 12", "tel (forgotten) 12"),
        ("on 2026-11-21 020 7946 0018", "on 2026-11-21 (forgotten)"),
        ("+44 (0)20 7946 0018-3 rings", "(forgotten)-3 rings"),
        ("order 12345678 of 7", "order 12345678 of 7"),
        ("Zoë_Weiß called", "(forgotten) called"),
        ("_Zoë Weiß_", "_(forgotten)_"),
        ("zoe.weiss@y.example", "(forgotten)@y.example"),
        ("met ZOË WEISS there", "met (forgotten) there"),
        ("met Zoe\u0308  Weiß; ok", "met (forgotten); ok"),
    ],
)
def test_only_the_place_that_names_somebody_is_taken_out(text: str, left: str) -> None:
    traces = Traces(["Zoë Weiß", "020 7946 0018"])

    assert traces.taken_out(text) == left


def test_a_name_of_one_word_is_taken_out_as_it_is_spelled_alone(book: Book) -> None:
    with book.change():
        rose = book.add_customer("Rose", added_on=DAY).id
        ben = book.add_customer("Ben Okafor", added_on=DAY).id
        serum = book.add_product("Rose Serum", added_on=DAY, category="Rose care").id
        for text in ("a rose for Rose", "took Rose Serum", "loves rose serum"):
            book.add_milestone(ben, text, on=DAY, recorded_on=DAY)
    words = known_as(book, rose)

    found = mentions(book, rose, words)
    with book.change():
        clean(book, found, words)

    said = {(each.column, each.text, each.cleanable) for each in found}
    assert said == {
        ("text", "a rose for Rose", True),
        ("text", "took Rose Serum", False),
        ("text", "loves rose serum", False),
        ("name", "Rose Serum", False),
        ("category", "Rose care", False),
    }
    history, _ = book.history(ben)
    assert [each.text for each in history.milestones] == [
        "a rose for (forgotten)", "took Rose Serum", "loves rose serum",
    ]  # fmt: skip
    assert book.product(serum).category == "Rose care"


def test_an_ordinary_word_erases_nothing_from_the_history(book: Book) -> None:
    with typing(book, "add-customer Rose"):
        rose = book.add_customer("Rose", added_on=DAY).id
    with typing(book, "add-product 'Rose Serum'"):
        book.add_product("Rose Serum", added_on=DAY)
    with typing(book, "add-customer Ben -n 'may like a rose'"):
        book.add_customer("Ben", added_on=DAY, note="may like a rose")
    before = outlook(book, rose).entries

    with book.change():
        done = forget(book, rose, on=DAY)

    assert before == done.entries == 1
    assert [each.blanked for each in Journal(book).entries()] == [False, False, True]


def test_names_and_handles_that_hold_the_whole_name_are_listed(book: Book) -> None:
    with book.change():
        who = book.add_customer("Ximena Quorvath", added_on=DAY).id
        book.add_customer("Ximena Quorvath Junior", added_on=DAY)
        book.add_product("Ximena Quorvath Special", added_on=DAY, category="x")
        book.add_customer("Ben", added_on=DAY, note="see @XimenaQuorvath")

    found = mentions(book, who, known_as(book, who))

    assert {(each.text, each.whole, each.cleanable) for each in found} == {
        ("Ximena Quorvath Junior", True, False),
        ("Ximena Quorvath Special", True, False),
        ("see @XimenaQuorvath", False, False),
    }


def test_what_was_learned_of_a_category_called_like_them_goes_too(book: Book) -> None:
    with book.change():
        who = book.add_customer("Ximena Quorvath", added_on=DAY).id
        things = {"Ximena Quorvath things": Votes(1, 1.0, 1, 0)}
        book.keep_learned(Learned(day=DAY, categories=things))

    with book.change():
        forget(book, who, on=DAY)

    assert book._rows("SELECT * FROM votes") == []
