from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.builders import ana, day, history, sale

from secondsale.model import (
    Channel,
    Contact,
    Covered,
    Customer,
    Detail,
    Ending,
    Gift,
    History,
    Intent,
    Key,
    Line,
    OptOut,
    Outcome,
    Product,
    Return,
    Sale,
    Window,
)

DAY = date(2026, 11, 21)
LATER = DAY + timedelta(days=1)
ANA = Customer(id=1, name="Ana Silva", added_on=DAY)
SERUM = Product(id=1, name="Rose Serum", delivery_days=5)
JUG = Product(id=2, name="Filter Jug", delivery_days=2)
SALE = Sale(
    id=1,
    customer_id=1,
    sold_on=DAY,
    recorded_on=DAY,
    lines=(Line(1, SERUM, 2), Line(2, JUG, 1)),
)

words = st.from_regex(r"[a-z]+(-[a-z]+)*(\.[a-z0-9]+(-[a-z0-9]+)*)?", fullmatch=True)
numbers = st.integers(1, 2**63 - 1)
anchors = st.builds(str.__add__, st.sampled_from("csltkpdmgi"), numbers.map(str))
keys = st.builds(Key, words, anchors, numbers)
days = st.integers(0, 9).map(lambda number: DAY + timedelta(days=number))


@given(keys)
def test_a_key_reads_back_as_it_was_written(key: Key) -> None:
    assert Key.parse(str(key)) == key


@given(st.text("aw-.:s1290c\n", max_size=12))
def test_a_key_has_one_spelling(written: str) -> None:
    try:
        key = Key.parse(written)
    except ValueError:
        return

    assert str(key) == written


@pytest.mark.parametrize(
    ("written", "key"),
    [
        ("welcome:s12", Key("welcome", "s12")),
        ("birthday:c3.2027", Key("birthday", "c3", 2027)),
        ("win-back:s12.2", Key("win-back", "s12", 2)),
        ("season.spring:c3.2027", Key("season.spring", "c3", 2027)),
        ("education.skin-care-2:l34", Key("education.skin-care-2", "l34")),
    ],
)
def test_a_key_names_rule_anchor_and_round(written: str, key: Key) -> None:
    assert Key.parse(written) == key
    assert str(key) == written


@pytest.mark.parametrize(
    "written",
    [
        "welcome:s12.1", "welcome:s12.0", "welcome:s12.02", "welcome:s012",
        "welcome:s0", "welcome:12", "welcome:s", "welcome:x12", "welcome:S12",
        "welcome:s12.", "welcome:s-1", "welcome:s1.2.3", "welcome", ":s12", "",
        "Welcome:s12", "win_back:s12", "win--back:s12", "-win:s12", "win-:s12",
        "season.:c3", ".spring:c3", "season.a.b:c3", "season2:c3", " welcome:s12",
        "welcome:s12 ",
        "welcome:s12\n", "welcome:s١٢", "welcome:s１２", "wélcome:s12", "welcome: s12",
    ],
)  # fmt: skip
def test_another_spelling_is_no_key(written: str) -> None:
    with pytest.raises(ValueError, match="is not a touchpoint's key"):
        Key.parse(written)


def test_the_rounds_of_a_touchpoint_share_a_series() -> None:
    first, second = Key("win-back", "s12"), Key("win-back", "s12", 2)

    assert first != second
    assert first.series == second.series


@given(days, days, days)
def test_a_window_runs_forwards(opens: date, due: date, expires: date) -> None:
    if opens <= due <= expires:
        assert Window(opens, due, expires).due == due
    else:
        with pytest.raises(ValueError, match="must run forwards"):
            Window(opens, due, expires)


def test_a_window_may_be_a_single_day() -> None:
    assert Window(DAY, DAY, DAY).expires == DAY


def test_intents_are_ordered_by_precedence() -> None:
    in_order = [intent.word for intent in sorted(Intent)]

    assert in_order == ["promise", "care", "teach", "ask", "offer"]


def test_a_later_sale_is_not_known_yet() -> None:
    history = History(ANA, sales=(SALE, replace(SALE, id=2, sold_on=LATER)))

    assert history.as_of(DAY).sales == (SALE,)
    assert history.as_of(LATER) == history


def test_a_later_cancellation_is_not_known_yet() -> None:
    history = History(ANA, sales=(replace(SALE, cancelled=Ending(LATER, "cancelled")),))

    assert history.as_of(DAY).sales == (SALE,)
    assert list(history.as_of(DAY).standing_sales()) == [SALE]
    assert list(history.as_of(LATER).standing_sales()) == []


def test_a_later_return_is_not_known_yet() -> None:
    back = Line(1, SERUM, 2, returns=(Return(1, DAY), Return(1, LATER)))
    history = History(ANA, sales=(replace(SALE, lines=(back,)),))

    today, later = history.as_of(DAY).sales[0], history.as_of(LATER).sales[0]

    assert today.lines[0].kept == 1
    assert today.ended is None
    assert later.lines[0].kept == 0
    assert later.ended == Ending(LATER, "everything was returned")


def test_a_later_contact_is_not_known_yet() -> None:
    contacts = (Contact(1, DAY, Outcome.HAPPY), Contact(2, LATER, Outcome.ANNOYED))

    assert History(ANA, contacts=contacts).as_of(DAY).contacts == contacts[:1]


def test_a_gift_is_known_once_it_was_given_and_a_planned_one_before() -> None:
    given, planned = Gift(1, "roses", LATER), Gift(2, "a voucher", LATER, wow=True)

    known = History(ANA, gifts=(given, planned))

    assert known.as_of(DAY).gifts == (planned,)
    assert known.as_of(LATER).gifts == (given, planned)


def test_what_was_talked_about_is_found_by_rule() -> None:
    lesson = Covered(Key("education.layering", "l1"), Intent.TEACH, "layering")
    plain = Covered(Key("education", "l2"), Intent.TEACH)
    other = Covered(Key("welcome", "s1"), Intent.PROMISE)
    talk = Contact(1, DAY, Outcome.OK, covered=(lesson, other, plain))
    vain = Contact(2, LATER, Outcome.NO_ANSWER, covered=(plain,))

    found = list(History(ANA, contacts=(talk, vain)).talks_about("education"))

    assert found == [(talk, lesson), (talk, plain)]


def test_a_later_opt_out_is_not_known_yet() -> None:
    history = History(ANA, opt_outs=(OptOut("all", since=LATER),))

    assert history.as_of(DAY).opt_outs == ()
    assert history.as_of(LATER) == history


def test_an_opt_out_lifted_later_still_stands() -> None:
    lifted = OptOut("all", since=DAY, lifted_on=LATER)
    history = History(ANA, opt_outs=(lifted,))

    assert history.as_of(DAY).opt_outs == (OptOut("all", since=DAY),)
    assert history.as_of(LATER).opt_outs == (lifted,)


@given(
    st.lists(st.tuples(days, days, days)),
    st.lists(days),
    st.lists(st.tuples(days, st.none() | days)),
    days,
    days,
)
def test_looking_back_twice_is_looking_back_to_the_earlier_day(
    sales: list[tuple[date, date, date]],
    contacts: list[date],
    opt_outs: list[tuple[date, date | None]],
    one: date,
    other: date,
) -> None:
    history = History(
        ANA,
        tuple(
            replace(
                SALE,
                sold_on=sold_on,
                lines=(Line(1, SERUM, 1, returns=(Return(1, returned_on),)),),
                cancelled=Ending(cancelled_on, "cancelled"),
            )
            for sold_on, returned_on, cancelled_on in sales
        ),
        tuple(Contact(1, on, Outcome.OK) for on in contacts),
        tuple(OptOut("all", since, lifted_on=lifted) for since, lifted in opt_outs),
    )

    assert history.as_of(one).as_of(other) == history.as_of(min(one, other))


def test_a_sale_in_which_something_is_left_stands() -> None:
    back = Line(1, SERUM, 2, returns=(Return(2, LATER),))
    sale = replace(SALE, lines=(back, Line(2, JUG, 1)))

    assert back.returned == Ending(LATER, "Rose Serum was returned")
    assert sale.ended is None


def test_a_sale_ends_with_its_last_return() -> None:
    lines = (
        Line(1, SERUM, 1, returns=(Return(1, LATER),)),
        Line(2, JUG, 1, returns=(Return(1, DAY),)),
    )

    assert replace(SALE, lines=lines).ended == Ending(LATER, "everything was returned")


def test_delivery_waits_for_the_slowest_line() -> None:
    assert SALE.delivery() == date(2026, 11, 26)
    assert SALE.delivery(SALE.lines[1]) == date(2026, 11, 23)
    assert replace(SALE, lines=()).delivery() == DAY


def test_a_delivery_day_that_was_logged_counts() -> None:
    sale = replace(SALE, delivered_on=date(2026, 12, 1))

    assert sale.delivery() == sale.delivery(sale.lines[1]) == date(2026, 12, 1)


def test_a_sale_is_named_by_what_was_bought() -> None:
    assert str(SALE) == "Rose Serum ×2, Filter Jug"


@pytest.mark.parametrize(
    ("channel", "phone", "email", "ways"),
    [
        (None, "", "", ""),
        (None, "020", "", "call 020, sms 020, whatsapp 020"),
        (None, "", "a@b.c", "email a@b.c"),
        (None, "020", "a@b.c", "call 020, sms 020, whatsapp 020, email a@b.c"),
        ("email", "020", "a@b.c", "email a@b.c, call 020, sms 020, whatsapp 020"),
        ("email", "020", "", "call 020, sms 020, whatsapp 020"),
        ("email", "", "", ""),
        ("whatsapp", "020", "", "whatsapp 020, call 020, sms 020"),
        ("sms", "", "a@b.c", "email a@b.c"),
        ("call", "", "", ""),
        ("visit", "020", "", "visit, call 020, sms 020, whatsapp 020"),
        ("card", "", "", "card"),
        ("message", "", "", "message"),
        ("message", "020", "", "message 020, call 020, sms 020, whatsapp 020"),
    ],
)
def test_a_customer_is_reached_their_way_first_if_there_is_an_address(
    channel: str | None, phone: str, email: str, ways: str
) -> None:
    preferred = Channel(channel) if channel else None
    customer = replace(ANA, channel=preferred, phone=phone, email=email)

    found = [f"{way} {address}".strip() for way, address in customer.ways()]

    assert ", ".join(found) == ways


def test_a_customer_is_known_since_the_sale_they_came_with_was_recorded() -> None:
    came = history(sale(day(5), "Jug", recorded=day(40)), customer=ana(added=day(5)))
    before = history(sale(day(5), "Jug", recorded=day(40)), customer=ana(added=day(2)))

    assert came.known_on == day(40)
    assert before.known_on == day(2)


def test_what_they_are_called_is_what_was_said_last_else_in_their_name() -> None:
    named = history(Detail("called", "Lenny", day(1)))
    cleared = history(Detail("called", "Lenny", day(1)), Detail("called", "", day(2)))

    assert named.called == "Lenny"
    assert cleared.called == ANA.first_name == "Ana"


@pytest.mark.parametrize(
    ("outcome", "inbound", "two_way"),
    [
        (Outcome.HAPPY, False, True),
        (Outcome.NOT_INTERESTED, False, True),
        (Outcome.NO_ANSWER, False, False),
        (Outcome.LEFT_MESSAGE, False, False),
        (Outcome.CALL_BACK, False, False),
        (Outcome.LEFT_MESSAGE, True, True),
    ],
)
def test_a_contact_is_two_way_if_they_took_part(
    outcome: Outcome, inbound: bool, two_way: bool
) -> None:
    assert Contact(1, DAY, outcome, inbound=inbound).two_way is two_way
