import io
from dataclasses import replace
from datetime import date, timedelta
from functools import cache

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rich.cells import cell_len
from rich.console import Console
from tests.builders import (
    all_rules,
    checkpoint,
    concern,
    history,
    introduction,
    opt_out,
    pause,
    promise,
    sale,
    talk,
)
from tests.golden import compare

from secondsale.days import Birthday
from secondsale.goodwill import Goodwill
from secondsale.messages.questions import question
from secondsale.model import (
    PROFILE,
    Channel,
    Complement,
    Concern,
    Contact,
    Customer,
    Detail,
    History,
    OptOut,
)
from secondsale.planner import Plan, plan
from secondsale.policy import Policy
from secondsale.render import briefing, telling
from secondsale.render.fitting import Entry, fit

TODAY = date(2026, 11, 21)


def before(days: int) -> date:
    return TODAY - timedelta(days)


ANA = Customer(
    1,
    "Ana Silva",
    before(80),
    email="ana@example.com",
    phone="+44 20 7946 0018",
    best_time="evenings",
    birthday=Birthday(11, 25, 1984),
    tier="a",
    owner="Mia",
    tags=("vip", "family"),
)


def said(days: int, outcome: str, note: str, channel: Channel) -> Contact:
    return replace(talk(before(days), outcome), note=note, channel=channel)


def ordinary() -> History:
    """Return a good customer as most are after two sales."""
    first = sale(before(50), "Serum x2", "Soap")
    serum = replace(
        first.lines[0].product,
        complements=(Complement(5, "Cream", "it seals the serum in"),),
        objections=("the scent is strong",),
    )
    lines = (replace(first.lines[0], product=serum), first.lines[1])
    return history(
        replace(first, lines=lines),
        sale(before(2), "Soap"),
        said(47, "happy", "thrilled with the parcel", Channel.CALL),
        said(32, "ok", "uses it only in the evening", Channel.SMS),
        said(27, "not-interested", "too many creams", Channel.CALL),
        said(19, "happy", "her sister is getting married", Channel.EMAIL),
        promise(TODAY + timedelta(6), made=before(1)),
        checkpoint(TODAY + timedelta(4), sale_id=2),
        introduction(before(2)),
        Detail("why", "dry skin in winter", before(47)),
        Detail("problem", "redness after the shower", before(47)),
        Detail("sister", "Rita", before(19)),
        Detail("avoid", "her former job", before(19)),
        customer=ANA,
    )


@cache
def extreme(words: str = "gg gg gg gg") -> Plan:
    """Return somebody of whom there is far too much to say."""
    long = " ".join([words] * 180)[:2000]
    many = range(1, 31)
    known = history(
        *(sale(before(3 * n), "Serum", "Soap", "Jug", "Cream") for n in many),
        *(said(n, "unhappy", long, Channel.CALL) for n in many),
        *(promise(TODAY + timedelta(n), long) for n in many),
        *(concern(before(n), long) for n in many),
        *(checkpoint(TODAY + timedelta(n), long) for n in many),
        *(introduction(before(n), long[:200], long[:200]) for n in many),
        *(Detail(f"{name}", long, before(3)) for name in ("why", "problem", "avoid")),
        *(Detail(f"fact {n}", long, before(3)) for n in many),
        opt_out(before(4), scope="intent:offer"),
        opt_out(before(4), scope="channel:sms"),
        pause(before(1), TODAY + timedelta(3)),
        customer=replace(ANA, name=long[:200], note=long, tags=(long[:40],) * 9),
    )
    return planned(known)


def planned(known: History) -> Plan:
    return plan(known, (), all_rules(), Policy(), today=TODAY)


def drawn(made: Plan, *, width: int, lines: int = briefing.LINES) -> list[str]:
    screen = briefing.screen(
        made,
        width=width,
        referrer="Rita Costa",
        goodwill=Goodwill().reading(made.situation.history, TODAY),
        question=question(made),
        lines=lines,
    )
    file = io.StringIO()
    Console(file=file, width=width, color_system=None, highlight=False).print(screen)
    return file.getvalue().splitlines()


@pytest.mark.parametrize("width", [60, 80, 140])
def test_a_brief_reads_well_at_any_width(width: int) -> None:
    lines = drawn(planned(ordinary()), width=width)

    compare(f"brief_{width}", "".join(f"{line.rstrip()}\n" for line in lines))


def test_an_ordinary_brief_fits_one_screen_and_leaves_nothing_out() -> None:
    shown = drawn(planned(ordinary()), width=80, lines=23)

    assert len(shown) <= 23
    assert " more" not in shown[-1]
    assert "…" not in "".join(shown)


@pytest.mark.parametrize(
    "words", ["gg gg", "[/] \x1b[31m \u202e=cmd $x", "李小龙👨‍👩‍👧 é"]
)
@pytest.mark.parametrize("width", [60, 80, 140])
def test_an_extreme_brief_still_fits_and_says_what_is_left_out(
    width: int, words: str
) -> None:
    shown = drawn(extreme(words), width=width)

    assert len(shown) <= briefing.LINES
    assert max(map(cell_len, shown)) <= width
    assert "\x1b" not in "".join(shown)
    assert "\u202e" not in "".join(shown)
    assert shown[-1].endswith(": secondsale show 1")


def test_what_matters_most_stays_longest() -> None:
    told = list(telling.pairs(extreme()))

    labels = []
    for lines in range(24):
        made = briefing.fitted(told, width=80, lines=lines)
        assert len(made.lines) <= lines
        labels.append({line.plain[2:12].strip() for line in made.lines} - {""})

    assert labels[1] == {"reach"}
    assert labels[3] == {"reach", "avoid", "concern"}
    assert {"concern", "promised", "said", "bought"} <= labels[-1]


@pytest.mark.parametrize("lines", [1, 2, 3, 8])
def test_a_small_screen_has_the_name_and_what_fits(lines: int) -> None:
    shown = drawn(planned(ordinary()), width=80, lines=lines)

    assert shown[0].startswith("Ana Silva (1)")
    assert len(shown) == max(2, lines)


def test_a_customer_of_whom_nothing_is_known_has_a_short_brief() -> None:
    shown = drawn(planned(history(customer=Customer(7, "Bo", TODAY))), width=80)

    assert shown[0].startswith("Bo (7)")
    assert shown[0].endswith("no phone or e-mail known")
    assert [line[2:12].strip() for line in shown[1:]] == [
        "who",
        "goodwill",
        "next",
        "ask",
    ]


def test_rows_have_all_of_it_whole() -> None:
    made = extreme()

    rows = list(briefing.rows(made))

    assert sum(label == "promised" for label, _ in rows) == 30
    assert any(made.situation.history.promises[-1].text in said for _, said in rows)


def test_only_the_last_three_talks_are_told_the_newest_first() -> None:
    told = [
        said for label, said in telling.pairs(planned(ordinary())) if label == "said"
    ]

    assert [each[:10].rstrip(",") for each in told] == [
        "Mon 2 Nov",
        "Sun 25 Oct",
        "Tue 20 Oct",
    ]


def labelled(known: History, label: str) -> list[str]:
    """Return what a brief says under a label."""
    return [words for each, words in telling.pairs(planned(known)) if each == label]


def test_unanswered_calls_are_one_line_beside_what_was_said() -> None:
    known = history(
        said(40, "happy", "loves it", Channel.CALL),
        said(30, "left-message", "asked about her skin", Channel.CALL),
        said(20, "ok", "busy in autumn", Channel.SMS),
        said(5, "no-answer", "", Channel.CALL),
        said(4, "no-answer", "", Channel.CALL),
        said(1, "left-message", "asked her to ring", Channel.CALL),
    )

    assert labelled(known, "said") == [
        "Sun 1 Nov, ok by sms: “busy in autumn”",
        "Mon 12 Oct, happy by call: “loves it”",
    ]
    assert labelled(known, "tried") == [
        "3 tries since Mon 16 Nov, the last Fri 20 Nov,"
        " left-message by call: “asked her to ring”"
    ]


def test_one_try_is_told_as_it_was() -> None:
    known = history(said(1, "no-answer", "", Channel.CALL))

    assert labelled(known, "said") == []
    assert labelled(known, "tried") == ["Fri 20 Nov, no-answer by call"]


def test_what_was_noted_is_not_crowded_out_by_what_was_not() -> None:
    known = history(
        said(40, "happy", "loves it", Channel.CALL),
        *(said(days, "ok", "", Channel.CALL) for days in (30, 20, 10)),
    )

    assert [each.on for each in telling.last_talks(known)] == [
        before(10),
        before(20),
        before(40),
    ]


@pytest.mark.parametrize(
    "against",
    [
        concern(before(3)),
        opt_out(before(3)),
        opt_out(before(3), scope="intent:offer"),
        said(3, "annoyed", "", Channel.CALL),
        talk(before(3), "not-interested", "next-step.p5:l1=Cream"),
    ],
    ids=["concern", "all", "offers", "annoyed", "not interested"],
)
def test_nothing_goes_with_what_they_have_while_it_is_unwelcome(
    against: Concern | OptOut | Contact,
) -> None:
    known = history(*ordinary().sales, against)

    assert labelled(history(*ordinary().sales), "goes with") != []
    assert labelled(known, "goes with") == []


def test_who_asked_not_to_be_contacted_is_asked_nothing() -> None:
    sold = sale(before(3), "Soap")

    assert question(planned(history(sold, opt_out(before(1))))) is None
    assert question(planned(history(sold, opt_out(before(1), scope="intent:offer"))))


def test_in_trouble_only_what_puts_it_right_is_asked() -> None:
    asked = question(planned(history(sale(before(3), "Soap"), concern(before(1)))))

    assert asked is not None
    assert asked.id not in PROFILE


def test_what_they_have_by_now_is_no_complement() -> None:
    known = ordinary()
    with_cream = replace(
        known, sales=(*known.sales, replace(sale(before(1), "Cream"), id=3))
    )

    assert [each.name for _, each in telling.complements(known)] == ["Cream"]
    assert list(telling.complements(with_cream)) == []


def test_what_to_avoid_is_what_they_asked_for_and_what_would_hurt() -> None:
    known = history(
        sale(before(50), "Soap"),
        said(9, "annoyed", "", Channel.CALL),
        talk(before(12), "not-interested", "next-step.p5:l1=Cream"),
        opt_out(before(4), scope="channel:sms"),
        opt_out(before(4), scope="intent:offer", lifted=before(2)),
        concern(before(3)),
        concern(before(30), "gone by now", resolved=before(20)),
        pause(before(1), TODAY + timedelta(3)),
        Detail("avoid", "politics", before(1)),
    )

    assert list(telling.avoid(known, TODAY)) == [
        "do not contact by sms, since 17 November",
        "paused, 20 November to 24 November",
        "asks and offers until it is resolved: the pump leaks (k1)",
        "asks and offers: annoyed on 12 November",
        "politics",
        "Cream: not interested on 9 November",
    ]


@pytest.mark.parametrize(
    ("days", "told"), [(0, "today, the 42nd"), (1, "tomorrow, the 42nd"), (31, "")]
)
def test_a_birthday_is_told_where_it_is_soon(days: int, told: str) -> None:
    day = TODAY + timedelta(days)
    born = Birthday(day.month, day.day, day.year - 42)
    known = history(customer=replace(ANA, birthday=born))

    who = dict(telling.pairs(planned(known)))["who"]

    assert who.endswith(f" · birthday {told}" if told else " · owner Mia")


@given(
    st.lists(
        st.builds(
            Entry,
            st.sampled_from(["due", "said", "goes with"]),
            st.text(max_size=300),
            st.tuples(st.integers(0, 2), st.integers(0, 9)),
            st.integers(1, 3),
        ),
        max_size=12,
    ),
    st.integers(20, 140),
    st.integers(0, 30),
)
def test_no_text_takes_more_than_its_lines(
    entries: list[Entry], width: int, lines: int
) -> None:
    made = fit(entries, width=width, lines=lines)

    assert len(made.lines) <= lines
    assert all(line.cell_len <= width for line in made.lines)
    assert all(
        "\n" not in line.plain and "\x1b" not in line.plain for line in made.lines
    )
    assert len(made.left_out) + len(made.cut) <= len(entries)
    if not made.missing:
        assert sum(bool(entry.said) for entry in entries) <= len(made.lines)
