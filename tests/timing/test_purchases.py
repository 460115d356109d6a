from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from secondsale.days import LAST
from secondsale.model import (
    Customer,
    Ending,
    History,
    Learned,
    Level,
    Line,
    Product,
    Return,
    Sale,
)
from secondsale.timing import Forecast, forecasts, learn, purchases, rhythms

START = date(2026, 1, 1)
ANA = Customer(id=1, name="Ana Silva", added_on=START)
SERUM = Product(id=1, name="Rose Serum", supply_days=45)
SOAP = Product(id=2, name="Soap", category="skin care")
OIL = Product(id=3, name="Oil", category="skin care", supply_days=45, dosed=False)

facts = st.lists(
    st.tuples(
        st.integers(0, 400),
        st.sampled_from((SERUM, SOAP, OIL)),
        st.integers(1, 10**6),
        st.integers(0, 60),
    ),
    min_size=1,
    max_size=10,
)
levels = st.lists(
    st.builds(
        lambda product, number, left: level(number, left, product),
        st.sampled_from((SERUM, SOAP)),
        st.integers(0, 500),
        st.floats(0, 1),
    ),
    max_size=4,
)


def day(number: int) -> date:
    return START + timedelta(days=number)


def sold(
    number: int, *items: Product, quantity: int = 1, wait: int = 0, sale_id: int = 0
) -> Sale:
    lines = tuple(
        Line(10 * number + place, item, quantity) for place, item in enumerate(items)
    )
    return Sale(
        sale_id or number + 1, 1, day(number), day(number), lines,
        delivered_on=day(number + wait),
    )  # fmt: skip


def level(number: int, left: float, product: Product = SERUM) -> Level:
    return Level(product.id, day(number), left, day(number))


def found(
    history: History, learned: Learned | None = None
) -> dict[str, list[Forecast]]:
    return {
        product.name: list(made) for product, _, made in forecasts(history, learned)
    }


def expected(history: History, product: Product = SERUM) -> list[int]:
    """Return on which day each purchase is expected to be followed by another."""
    return [(each.expected - START).days for each in found(history)[product.name]]


def test_two_of_the_same_on_one_day_are_one_purchase() -> None:
    history = History(ANA, (sold(0, SERUM, SERUM), sold(0, SERUM, sale_id=2)))

    [(product, bought)] = purchases(history)

    assert product == SERUM
    assert [each.quantity for each in bought] == [3]


def test_each_product_has_its_own_purchases() -> None:
    history = History(ANA, (sold(0, SERUM, SOAP), sold(9, SERUM)))

    bought = {product.name: each for product, each in purchases(history)}

    assert [each.sold_on for each in bought["Rose Serum"]] == [START, day(9)]
    assert [each.line_id for each in bought["Soap"]] == [1]


def test_what_was_taken_back_stands_beside_what_was_kept() -> None:
    back = Line(1, SERUM, 3, returns=(Return(1, START),))
    cancelled = replace(
        sold(0, SERUM, quantity=9, sale_id=2), cancelled=Ending(START, "cancelled")
    )
    kept = replace(sold(0, SERUM), lines=(back,))

    [(_, bought)] = purchases(History(ANA, (cancelled, kept)))

    assert [(each.quantity, each.ended) for each in bought] == [
        (9, cancelled.cancelled),
        (2, None),
    ]


def test_a_purchase_that_was_taken_back_is_marked() -> None:
    back = Line(1, SERUM, 3, returns=(Return(3, START),))

    [(_, [bought])] = purchases(History(ANA, (replace(sold(0, SERUM), lines=(back,)),)))

    assert bought.ended is not None
    assert bought.quantity == 3


def test_a_dosed_supply_begins_with_its_delivery() -> None:
    assert expected(History(ANA, (sold(0, SERUM, wait=5),))) == [50]


def test_leftovers_of_a_dosed_product_carry_over() -> None:
    history = History(ANA, (sold(0, SERUM, quantity=2), sold(20, SERUM)))

    [first, second] = found(history)["Rose Serum"]

    assert (first.expected - START).days == 90
    assert second.left_over > 0
    assert (second.start - START).days == 20 + second.left_over
    assert second.expected == second.start + timedelta(days=round(second.gap))
    assert f"{second.left_over} days left over" in second.words(START)


def test_what_comes_after_the_last_was_used_up_starts_afresh() -> None:
    made = found(History(ANA, (sold(0, SERUM), sold(100, SERUM))))["Rose Serum"][1]

    assert made.start == day(100)
    assert made.left_over == 0


def test_what_came_later_though_it_was_bought_earlier_is_used_up_later() -> None:
    history = History(ANA, (sold(0, SERUM, wait=90), sold(10, SERUM, wait=2)))

    first, second = found(history)["Rose Serum"]

    assert (first.expected - START).days == 135
    assert second.expected > day(90)


def test_what_is_not_dosed_counts_from_the_day_it_was_bought() -> None:
    history = History(ANA, (sold(0, OIL, quantity=2, wait=5),))

    assert expected(history, OIL) == [45]


def test_what_was_taken_back_fills_no_shelf() -> None:
    cancelled = replace(
        sold(0, SERUM, quantity=9), cancelled=Ending(START, "cancelled")
    )

    assert expected(History(ANA, (cancelled, sold(10, SERUM)))) == [9 * 45, 55]


def test_a_forecast_knows_nothing_of_what_was_bought_later() -> None:
    early = tuple(sold(number, SERUM, SOAP) for number in (0, 30, 70))
    late = sold(300, SERUM, SOAP, OIL, quantity=7)

    before, after = found(History(ANA, early)), found(History(ANA, (*early, late)))

    assert after["Soap"][:3] == before["Soap"]
    assert after["Rose Serum"][:3] == before["Rose Serum"]


def test_who_is_quick_with_other_products_is_expected_sooner() -> None:
    quick = tuple(sold(5 * number, OIL) for number in range(8))
    history = History(ANA, (*quick, sold(40, SOAP)))

    alone = History(ANA, (sold(40, SOAP),))

    assert expected(history, SOAP)[0] < expected(alone, SOAP)[0]


def test_a_level_makes_the_date() -> None:
    history = History(ANA, (sold(0, SERUM),), levels=(level(20, 0.5),))

    [made] = found(history)["Rose Serum"]

    assert made.expected == day(40)
    assert made.words(START).startswith(
        "first purchase; nobody else has reordered it; stated 45 days;"
        " 50 % left on 21 January; expected 10 February, "
    )


def test_what_is_empty_is_due_on_the_day_it_was_heard() -> None:
    history = History(ANA, (sold(0, SERUM),), levels=(level(20, 0.0),))

    [made] = found(history)["Rose Serum"]

    assert made.expected == made.nudge == day(20)


def test_what_was_heard_leaves_only_the_rest_open() -> None:
    sales = (sold(0, SERUM),)
    little, half = (
        found(History(ANA, sales, levels=(heard,)))["Rose Serum"][0]
        for heard in (level(36, 0.1), level(20, 0.5))
    )
    plain = found(History(ANA, sales))["Rose Serum"][0]

    assert little.expected == half.expected == day(40)
    assert day(36) <= little.likely_from
    assert day(20) < half.likely_from
    assert day(40) < little.late < half.late < plain.late
    assert little.chance(day(36)) > half.chance(day(36))


def test_who_has_nothing_left_has_some_days_to_order() -> None:
    history = History(ANA, (sold(0, SERUM),), levels=(level(50, 0.0),))

    [made] = found(history)["Rose Serum"]

    assert made.likely_from == made.expected == day(50)
    assert day(57) < made.late < day(75)


def test_what_is_still_full_changes_nothing() -> None:
    sales = (sold(0, SERUM),)

    assert found(History(ANA, sales, levels=(level(20, 1.0),))) == found(
        History(ANA, sales)
    )


def test_the_last_level_of_a_stock_counts() -> None:
    twice = History(ANA, (sold(0, SERUM),), levels=(level(10, 0.1), level(20, 0.75)))

    assert expected(twice) == [80]


def test_a_level_teaches_how_long_a_unit_lasts() -> None:
    sales = (sold(0, SERUM), sold(60, SERUM))
    heard = History(ANA, sales, levels=(level(20, 0.5),))

    quick, plain = expected(heard)[1], expected(History(ANA, sales))[1]

    assert quick < plain


def test_a_stock_that_ran_out_at_a_level_leaves_nothing_over() -> None:
    sales = (sold(0, SERUM, quantity=9), sold(30, SERUM))
    heard = History(ANA, sales, levels=(level(20, 0.0),))

    assert found(heard)["Rose Serum"][1].start == day(30)
    assert found(History(ANA, sales))["Rose Serum"][1].start > day(30)


def test_a_level_before_the_stock_was_begun_corrects_the_whole_of_it() -> None:
    sales = (sold(0, SERUM, quantity=9), sold(20, SERUM))
    heard = History(ANA, sales, levels=(level(30, 0.5),))

    assert expected(heard)[1] == 40


def test_what_the_book_has_taught_comes_with_the_history() -> None:
    ben = History(ANA, tuple(sold(20 * number, SOAP) for number in range(9)))
    learned = learn(rhythms(ben), {}, day=day(400))
    history = History(ANA, (sold(0, SOAP),))

    [made] = found(replace(history, learned=learned))["Soap"]

    assert [made] == found(history, learned)["Soap"]
    assert made.gap < 45


def test_rhythms_are_those_of_what_was_kept() -> None:
    cancelled = replace(sold(5, SOAP), cancelled=Ending(START, "cancelled"))
    history = History(ANA, (sold(0, SERUM), cancelled, sold(30, SERUM, quantity=2)))

    [(product_id, category, rhythm)] = rhythms(history)

    assert (product_id, category, rhythm.gaps) == (1, "", (30,))
    assert rhythm.dosed


def test_a_supply_for_ever_ends_with_the_calendar() -> None:
    for_ever = replace(SERUM, supply_days=3650)
    history = History(
        ANA, (sold(0, for_ever, quantity=10**30), sold(1, for_ever, quantity=10**30))
    )

    made = found(history)["Rose Serum"]

    assert made[1].expected <= LAST
    assert made[1].expected > day(30_000)


@given(facts, levels)
def test_nothing_is_expected_before_it_was_bought(
    bought: list[tuple[int, Product, int, int]], heard: list[Level]
) -> None:
    sales = [
        sold(number, product, quantity=quantity, wait=wait, sale_id=place + 1)
        for place, (number, product, quantity, wait) in enumerate(
            sorted(bought, key=lambda each: each[0])
        )
    ]
    history = History(ANA, tuple(sales), levels=tuple(heard))

    for _, each, made in forecasts(history):
        for purchase, forecast in zip(each, made, strict=True):
            assert purchase.sold_on < forecast.nudge <= forecast.expected <= LAST
            assert forecast.nudge <= forecast.late


@pytest.mark.parametrize("product", [SERUM, OIL])
@given(st.lists(st.integers(0, 300), min_size=1, max_size=5, unique=True))
def test_more_bought_last_is_never_expected_sooner(
    product: Product, numbers: list[int]
) -> None:
    *early, last = sorted(numbers)
    sales = tuple(sold(number, product) for number in early)

    one, two = (
        expected(History(ANA, (*sales, sold(last, product, quantity=q))), product)[-1]
        for q in (1, 2)
    )

    assert two >= one
