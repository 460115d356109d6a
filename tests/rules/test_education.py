from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.builders import day, days_of, derived, history, sale, talk

from secondsale.model import Intent, Lesson, Resource, Sale
from secondsale.rules.education import Education

RULE = Education()


def test_a_lesson_is_due_a_week_after_delivery() -> None:
    found = derived(RULE, history(sale(day(5), "Jug")))["education:l1"]

    assert days_of(found) == (16, 16, 26)
    assert found.intent is Intent.TEACH
    assert found.reason == "first Jug, delivery on 10 January"


def test_each_line_counts_from_its_own_delivery() -> None:
    found = derived(RULE, history(sale(day(5), "Serum", "Jug")))

    assert days_of(found["education:l1"]) == (12, 12, 22)
    assert days_of(found["education:l2"]) == (16, 16, 26)


def test_a_product_is_taught_once() -> None:
    known = history(sale(day(1), "Serum", "Serum x2"), sale(day(40), "Serum", "Jug"))

    assert derived(RULE, known).keys() == {"education:l1", "education:l4"}


def test_what_was_taken_back_is_taught_when_it_is_bought_again() -> None:
    cancelled = sale(day(1), "Serum", cancelled=day(2))
    returned = sale(day(1), "Serum", returned={"Serum": day(3)})

    for first in (cancelled, returned):
        found = derived(RULE, history(first, sale(day(9), "Serum")))

        assert found["education:l1"].ended is not None
        assert found["education:l2"].ended is None


def test_a_returned_line_closes_its_lesson_alone() -> None:
    sold = sale(day(1), "Serum", "Jug", returned={"Jug": day(9)})

    found = derived(RULE, history(sold))

    assert found["education:l1"].ended is None
    ended = found["education:l2"].ended
    assert ended is not None
    assert (ended.on, ended.by) == (day(9), "Jug was returned")


def test_the_key_stays_when_the_figures_move() -> None:
    known = history(sale(day(1), "Serum"))

    moved = derived(Education(due_days=20, stays_days=3), known)

    assert moved.keys() == derived(RULE, known).keys()
    assert days_of(moved["education:l1"]) == (21, 21, 24)


def test_a_leap_day_is_a_day() -> None:
    found = derived(RULE, history(sale(date(2028, 2, 22), "Serum")))["education:l1"]

    assert found.window.due == date(2028, 2, 29)


LAYERING = Lesson("layering", "serum first, then cream", 3)
WINTER = Lesson("winter", "more of it when it is cold", 20, months=(11, 12))


def teaching(sold: Sale, *lessons: Lesson) -> Sale:
    lines = (
        replace(line, product=replace(line.product, lessons=lessons))
        for line in sold.lines
    )
    return replace(sold, lines=tuple(lines))


def test_a_product_s_own_lessons_stand_in_for_the_general_one() -> None:
    sold = teaching(sale(day(5), "Jug"), LAYERING, replace(WINTER, months=()))

    found = derived(RULE, history(sold))

    assert found.keys() == {"education.layering:l1", "education.winter:l1"}
    each = found["education.layering:l1"]
    assert days_of(each) == (12, 12, 22)
    assert each.about == "layering"
    assert ("lesson", "serum first, then cream") in each.slots
    assert each.reason == ("first Jug, delivery on 10 January: serum first, then cream")
    assert days_of(found["education.winter:l1"]) == (29, 29, 39)


def test_a_lesson_waits_for_its_months() -> None:
    found = derived(RULE, history(teaching(sale(day(5), "Soap"), WINTER)))

    each = found["education.winter:l1"]
    assert each.window.due == each.window.opens == date(2026, 11, 1)
    assert each.window.expires == date(2026, 11, 11)
    assert each.working == (
        "bought on 6 January + 20 days; then the next of its months, November 2026"
    )


def test_in_its_months_a_lesson_does_not_wait() -> None:
    sold = teaching(sale(date(2026, 11, 5), "Soap"), WINTER)

    found = derived(RULE, history(sold))["education.winter:l1"]

    assert found.window.due == date(2026, 11, 25)


def test_a_lesson_is_given_once_however_often_it_is_bought() -> None:
    known = history(
        teaching(sale(day(1), "Soap"), LAYERING),
        teaching(sale(day(40), "Soap"), LAYERING),
    )

    assert derived(RULE, known).keys() == {"education.layering:l1"}


def test_a_lesson_on_what_was_taken_back_is_not_given_twice() -> None:
    known = history(
        teaching(sale(day(1), "Soap", cancelled=day(6)), LAYERING, WINTER),
        talk(day(4), "ok", "education.layering:l1=layering"),
        talk(day(4), "no-answer", "education.winter:l1=winter"),
        teaching(sale(day(40), "Soap"), LAYERING, WINTER),
    )

    found = derived(RULE, known)

    ended = found["education.layering:l2"].ended
    assert ended is not None
    assert (ended.on, ended.by) == (day(40), "taught on 5 January")
    assert found["education.winter:l2"].ended is None


def test_two_products_may_have_lessons_of_one_name() -> None:
    soap, serum = sale(day(1), "Soap", "Serum").lines
    other = replace(LAYERING, text="soap last")
    sold = replace(
        sale(day(1), "Soap"),
        lines=(
            replace(soap, product=replace(soap.product, lessons=(other,))),
            replace(serum, product=replace(serum.product, lessons=(LAYERING,))),
        ),
    )
    known = history(sold, talk(day(4), "ok", "education.layering:l1=layering"))

    found = derived(RULE, known)

    assert found["education.layering:l1"].ended is None
    assert found["education.layering:l2"].ended is None


def test_a_lesson_that_two_products_share_is_given_once() -> None:
    both = teaching(sale(day(1), "Soap", "Serum"), LAYERING)
    apart = (
        teaching(sale(day(1), "Soap"), LAYERING),
        teaching(sale(day(9), "Serum"), LAYERING),
    )

    for sales in ((both,), apart):
        assert derived(RULE, history(*sales)).keys() == {"education.layering:l1"}


def test_a_shared_lesson_given_before_a_return_is_not_given_again() -> None:
    returned = sale(day(1), "Soap", returned={"Soap": day(8)})
    known = history(
        teaching(returned, LAYERING),
        talk(day(5), "ok", "education.layering:l1=layering"),
        teaching(sale(day(9), "Serum"), LAYERING, WINTER),
    )

    found = derived(RULE, known)

    ended = found["education.layering:l2"].ended
    assert ended is not None
    assert (ended.on, ended.by) == (day(9), "taught on 6 January")
    assert found["education.winter:l2"].ended is None


def test_lessons_of_other_names_may_say_the_same() -> None:
    twin = replace(LAYERING, id="order")
    returned = sale(day(1), "Soap", returned={"Soap": day(8)})
    known = history(
        teaching(returned, LAYERING),
        talk(day(5), "ok", "education.layering:l1=layering"),
        teaching(sale(day(9), "Serum"), twin),
    )

    assert derived(RULE, known)["education.order:l2"].ended is None


def test_a_lesson_that_only_a_later_line_has_comes_with_it() -> None:
    first, again = sale(day(1), "Soap"), sale(day(30), "Soap")
    known = history(teaching(first, LAYERING), teaching(again, LAYERING, WINTER))

    found = derived(RULE, known)

    assert found.keys() == {"education.layering:l1", "education.winter:l2"}
    assert found["education.winter:l2"].reason.startswith("Soap, bought on")


def test_the_general_lesson_is_for_a_product_that_is_new() -> None:
    known = history(teaching(sale(day(1), "Soap"), LAYERING), sale(day(30), "Soap"))

    assert derived(RULE, known).keys() == {"education.layering:l1"}


def test_the_first_resource_is_at_hand() -> None:
    sold = sale(day(1), "Soap", "Jug", "Serum")
    guide, film = Resource("Care guide", "care.pdf"), Resource("Film", "film.mp4")
    title = Resource("Recipe card", "")
    soap, jug, serum = (
        replace(line, product=replace(line.product, resources=resources))
        for line, resources in zip(
            sold.lines, ((guide, film), (title,), ()), strict=True
        )
    )

    found = derived(RULE, history(replace(sold, lines=(soap, jug, serum))))

    assert ("resource", "Care guide (care.pdf)") in found["education:l1"].slots
    assert ("resource", "Recipe card") in found["education:l2"].slots
    assert dict(found["education:l3"].slots) == {"kind": "any"}


@given(
    st.dates(date(2026, 1, 1), date(2028, 12, 31)),
    st.integers(0, 400),
    st.sets(st.integers(1, 12)),
)
def test_a_lesson_comes_in_its_months_and_waits_less_than_a_year(
    sold: date, after: int, months: set[int]
) -> None:
    lesson = Lesson("x", "x", after, tuple(months))

    found = derived(RULE, history(teaching(sale(sold, "Soap"), lesson)))

    due, ready = found["education.x:l1"].window.due, (sold - date.min).days + after
    waits = (due - date.min).days - ready
    assert 0 <= waits < 366
    assert not months or due.month in months
    assert waits == 0 or due.day == 1


@pytest.mark.parametrize(
    ("sold", "months", "due"),
    [
        (date(2026, 10, 5), (11, 12), date(2026, 11, 1)),
        (date(2026, 10, 5), (12, 9), date(2026, 12, 1)),
        (date(2026, 12, 5), (1, 2), date(2027, 1, 1)),
        (date(2026, 12, 31), (11,), date(2027, 11, 1)),
        (date(2026, 1, 31), (12,), date(2026, 12, 1)),
        (date(2026, 11, 30), (10, 12), date(2026, 12, 1)),
    ],
)
def test_a_lesson_waits_for_the_first_of_the_next_of_its_months(
    sold: date, months: tuple[int, ...], due: date
) -> None:
    lesson = Lesson("x", "x", 0, months)

    found = derived(RULE, history(teaching(sale(sold, "Soap"), lesson)))

    assert found["education.x:l1"].window.due == due


def test_a_lesson_of_a_product_is_the_same_in_other_words() -> None:
    known = history(
        teaching(sale(day(1), "Soap", returned={"Soap": day(8)}), LAYERING),
        talk(day(5), "ok", "education.layering:l1=layering"),
        teaching(sale(day(9), "Soap"), replace(LAYERING, text="thin layers first")),
    )

    assert derived(RULE, known)["education.layering:l2"].ended is not None
