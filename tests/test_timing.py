from dataclasses import replace
from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st

from secondsale.model import Customer, Ending, History, Line, Product, Return, Sale
from secondsale.timing import Purchase, RunOut, purchases, quiet_from, run_outs

START = date(2026, 1, 1)
ANA = Customer(id=1, name="Ana Silva", added_on=START)
SERUM = Product(id=1, name="Rose Serum", supply_days=30)
SOAP = Product(id=2, name="Soap")

numbers = st.integers(0, 400)
sold = st.tuples(numbers, st.integers(0, 60), st.integers(1, 20))
many = st.lists(sold, min_size=1, max_size=8, unique_by=lambda each: each[0])


def bought(number: int, *, wait: int = 0, quantity: int = 1) -> Purchase:
    day = START + timedelta(days=number)
    return Purchase(number, number, day, day + timedelta(days=wait), day, quantity)


def run_out(product: Product, *bought: Purchase) -> RunOut | None:
    return run_outs(product, bought)[-1]


def day(product: Product, *bought: Purchase) -> int | None:
    end = run_out(product, *bought)
    return None if end is None else (end.day - START).days


def in_order(each: list[tuple[int, int, int]]) -> list[Purchase]:
    return [bought(number, wait=wait, quantity=q) for number, wait, q in sorted(each)]


def test_a_supply_lasts_quantity_times_the_stated_days() -> None:
    end = run_out(SERUM, bought(0, quantity=2))

    assert end == RunOut(date(2026, 3, 2), 60, "2 × 30 days from 1 January")


def test_a_supply_starts_with_its_delivery() -> None:
    assert day(SERUM, bought(0, wait=5)) == 35


def test_leftovers_carry_over() -> None:
    end = run_out(SERUM, bought(0), bought(20))

    assert end is not None
    assert end.day == START + timedelta(days=60)
    assert end.supply == 30
    assert end.working == "1 × 30 days from 21 January + 10 days left over"


def test_what_comes_after_the_last_ran_out_starts_afresh() -> None:
    assert day(SERUM, bought(0), bought(100)) == 130
    assert day(SERUM, bought(0), bought(20, wait=40)) == 90


def test_what_comes_on_the_day_the_last_runs_out_leaves_nothing_over() -> None:
    end = run_out(SERUM, bought(0), bought(30))

    assert end is not None
    assert end.working == "1 × 30 days from 31 January"


def test_what_was_taken_back_fills_no_shelf() -> None:
    cancelled = replace(bought(0, quantity=9), ended=Ending(START, "cancelled"))

    assert day(SERUM, cancelled, bought(10)) == 40


def test_each_purchase_has_its_own_end() -> None:
    ends = run_outs(SERUM, (bought(0), bought(20), bought(100)))

    assert [(end.day - START).days for end in ends if end] == [30, 60, 130]


def test_two_gaps_make_a_rhythm() -> None:
    assert day(SOAP, bought(0)) is None
    assert day(SOAP, bought(0), bought(30)) is None
    assert day(SOAP, bought(0), bought(30), bought(70)) == 105


def test_a_rhythm_is_the_median_of_the_gaps() -> None:
    end = run_out(SOAP, *(bought(number) for number in (0, 31, 69, 100, 300)))

    assert end == RunOut(
        date(2026, 12, 1),
        34,
        "usually reorders every 34 days (4 gaps: 31, 38, 31, 200)",
    )


def test_a_rhythm_knows_nothing_of_later_purchases() -> None:
    early = [bought(number) for number in (0, 30, 60)]

    before, after = run_outs(SOAP, tuple(early)), run_outs(SOAP, (*early, bought(300)))

    assert after[:3] == before


def test_nothing_bought_runs_out_never() -> None:
    assert run_outs(SERUM, ()) == ()
    assert run_outs(SOAP, ()) == ()


def test_stated_days_go_before_the_rhythm() -> None:
    rhythm = [bought(number) for number in (0, 100, 200)]

    assert day(SERUM, *rhythm) == 230


def test_a_supply_for_ever_ends_with_the_calendar() -> None:
    end = run_out(
        replace(SERUM, supply_days=3650), bought(0, quantity=10**9), bought(1)
    )

    assert end is not None
    assert end.day == date.max


@given(many)
def test_nothing_runs_out_before_it_came(each: list[tuple[int, int, int]]) -> None:
    purchases = in_order(each)

    for purchase, end in zip(purchases, run_outs(SERUM, tuple(purchases)), strict=True):
        assert end is not None
        assert end.day > purchase.delivered_on


@given(many)
def test_nothing_is_reordered_before_the_last_purchase(
    each: list[tuple[int, int, int]],
) -> None:
    purchases = in_order(each)

    for purchase, end in zip(purchases, run_outs(SOAP, tuple(purchases)), strict=True):
        assert end is None or end.day > purchase.sold_on


@given(many, st.data())
def test_more_never_runs_out_sooner(
    each: list[tuple[int, int, int]], data: st.DataObject
) -> None:
    purchases = in_order(each)
    index = data.draw(st.sampled_from(range(len(purchases))))
    extra = replace(purchases[index], quantity=purchases[index].quantity + 1)
    more = [*purchases[:index], extra, *purchases[index + 1 :]]

    ends, later = run_outs(SERUM, tuple(purchases)), run_outs(SERUM, tuple(more))

    for end, then in zip(ends, later, strict=True):
        assert end is not None
        assert then is not None
        assert then.day >= end.day


def sale(number: int, *lines: Line, on: date = START) -> Sale:
    return Sale(id=number, customer_id=1, sold_on=on, recorded_on=on, lines=lines)


def test_two_of_the_same_on_one_day_are_one_purchase() -> None:
    history = History(
        ANA, (sale(1, Line(1, SERUM, 1), Line(2, SERUM, 2)), sale(2, Line(3, SERUM, 1)))
    )

    [(product, found)] = purchases(history)

    assert product == SERUM
    assert [(each.line_id, each.quantity) for each in found] == [(1, 4)]


def test_each_product_has_its_own_purchases() -> None:
    later = START + timedelta(days=9)
    history = History(
        ANA,
        (
            sale(1, Line(1, SERUM, 1), Line(2, SOAP, 1)),
            sale(2, Line(3, SERUM, 1), on=later),
        ),
    )

    found = {product.name: each for product, each in purchases(history)}

    assert [each.sold_on for each in found["Rose Serum"]] == [START, later]
    assert [each.line_id for each in found["Soap"]] == [2]


def test_what_was_taken_back_stands_beside_what_was_kept() -> None:
    back = Line(1, SERUM, 3, returns=(Return(1, START),))
    cancelled = replace(
        sale(2, Line(2, SERUM, 9)), cancelled=Ending(START, "cancelled")
    )
    again = sale(3, Line(3, SERUM, 1))

    [(_, found)] = purchases(History(ANA, (cancelled, sale(1, back), again)))

    assert [(each.line_id, each.quantity, each.ended) for each in found] == [
        (2, 9, cancelled.cancelled),
        (1, 3, None),
    ]


def test_what_came_later_though_it_was_bought_earlier_is_used_up_later() -> None:
    ends = run_outs(SERUM, (bought(0, wait=60), bought(10, wait=2), bought(20)))

    assert [(end.day - START).days for end in ends if end] == [90, 90, 102]


def test_of_many_gaps_the_last_ones_are_shown() -> None:
    end = run_out(SOAP, *(bought(30 * number) for number in range(9)))

    assert end is not None
    assert end.working.endswith("(8 gaps: the last 30, 30, 30, 30, 30)")


def test_a_purchase_that_was_taken_back_is_marked() -> None:
    back = Line(1, SERUM, 3, returns=(Return(3, START),))

    [(_, [found])] = purchases(History(ANA, (sale(1, back),)))

    assert found.ended is not None
    assert found.quantity == 3


def quiet(*numbers: int) -> int:
    """Return on which day somebody who ordered on these days has gone quiet."""
    orders = [START + timedelta(days=number) for number in numbers]
    found = quiet_from(
        orders, own_gaps=1.5, shop_gaps=2.0, shop_gap_days=60, least_days=60
    )
    return (found.day - START).days


def test_after_one_order_the_shop_s_gap_says_who_is_quiet() -> None:
    assert quiet(3) == 3 + 120


def test_after_several_the_median_of_their_own_gaps_does() -> None:
    assert quiet(0, 100) == 100 + 150
    assert quiet(0, 10, 110, 300) == 300 + 150


def test_half_a_day_is_rounded_up() -> None:
    assert quiet(0, 101) == 101 + 152


def test_nobody_is_quiet_too_soon() -> None:
    assert quiet(0, 7, 14) == 14 + 60


def test_how_quiet_was_worked_out_is_said() -> None:
    found = quiet_from(
        [START], own_gaps=1.5, shop_gaps=2.0, shop_gap_days=60, least_days=1
    )

    assert found.working == (
        "last order 1 January + 2 × 60 days (usual gap), at least 1 day"
    )
