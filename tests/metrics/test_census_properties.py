"""What must hold for any customers: a cut day, one more, the book's own words."""

from dataclasses import replace
from datetime import date

from hypothesis import given
from hypothesis import strategies as st
from tests.builders import START as BOOK_START
from tests.builders import concern, day, history, sale, talk
from tests.metrics.people import ZERO, census, figures, reported
from tests.metrics.people import sold as one_sale

from secondsale.goodwill import Goodwill
from secondsale.metrics.buyers import STANDS, Buyer, Sold, Talk, Worry, orders_of
from secondsale.metrics.census import count
from secondsale.metrics.churn import Churn, Limits
from secondsale.model import Learned, Outcome, Votes
from secondsale.timing import Orders, gone_quiet
from secondsale.timing.orders import is_quiet

days = st.integers(0, 400)


def in_order(sales: list[Sold]) -> list[Sold]:
    return sorted(sales, key=lambda each: each.day)


@st.composite
def sold(draw: st.DrawFn) -> Sold:
    on = draw(days)
    ended = draw(st.none() | st.integers(on, 420))
    made = one_sale(on, draw(st.integers(0, 90)), ended=ended)
    currency = draw(st.sampled_from(["EUR", "EUR", "USD"]))
    return made._replace(paid={currency: draw(st.integers(0, 9999))})


talks = st.builds(
    Talk,
    days.map(ZERO.__add__),
    st.sampled_from([*map(str, Outcome)]),
    st.integers(0, 1),
)


@st.composite
def worries(draw: st.DrawFn) -> Worry:
    opened = ZERO + draw(days)
    took = draw(st.none() | st.integers(0, 9))
    return Worry(opened, STANDS if took is None else opened + took)


people = st.builds(
    Buyer,
    st.integers(1, 9),
    st.sampled_from(["", "a", "b"]),
    st.booleans(),
    st.lists(sold(), max_size=5).map(in_order),
    st.lists(talks, max_size=5).map(sorted),
    st.lists(worries(), max_size=2).map(sorted),
)


def cut(whole: Buyer, until: int) -> Buyer:
    """Return a customer as a book has them that ends on a day."""
    last = ZERO + until
    return whole._replace(
        sales=[
            each if each.ended <= last else each._replace(ended=STANDS)
            for each in whole.sales
            if each.day <= last
        ],
        talks=[each for each in whole.talks if each.day <= last],
        worries=[
            each if each.resolved <= last else each._replace(resolved=STANDS)
            for each in whole.worries
            if each.opened <= last
        ],
    )


@given(st.lists(people, max_size=6), st.integers(0, 420))
def test_a_past_day_is_told_as_if_the_book_ended_there(
    some: list[Buyer], until: int
) -> None:
    whole = reported(*some, until=until)
    ended = reported(*(cut(each, until) for each in some), until=until)

    assert whole == ended


@given(st.lists(people, max_size=6), st.integers(0, 420))
def test_looking_at_once_is_as_good_as_looking_twice(
    some: list[Buyer], until: int
) -> None:
    now, before, alone = census(until), census(until - 90), census(until)

    count(some, now, before)
    for each in some:
        alone.add(alone.look(each))

    assert now.second_sale.group() == alone.second_sale.group()
    assert now.churn.group() == alone.churn.group()
    assert now.warmth.group(("EUR",)) == alone.warmth.group(("EUR",))
    assert now.orders.group() == alone.orders.group()
    assert now.revenue.group(("EUR",)) == alone.revenue.group(("EUR",))
    assert now.attention.group() == alone.attention.group()


@given(st.lists(people, max_size=5), people)
def test_one_more_customer_counts_once_at_most(some: list[Buyer], more: Buyer) -> None:
    by_customer = (
        "second-sale", "second-sale-days", "second-sale-window", "repeat-30",
        "repeat-365", "churn-quiet", "churn-stopped", "churn-beyond", "orders",
        "orders-per-customer", "own-days-between", "goodwill-at-risk", "goodwill-cold",
        "attention-first",
    )  # fmt: skip

    before = figures(reported(*some, until=410))
    after = figures(reported(*some, more, until=410))

    for name in by_customer:
        assert after[name].n - before[name].n in (0, 1), name


@given(st.lists(people, max_size=6))
def test_orders_and_revenue_of_all_months_are_all_there_are(some: list[Buyer]) -> None:
    made = reported(*some, until=420, days=421)

    orders = [orders_of(each.sales, ZERO + 420) for each in some]
    assert sum(each.orders for each in made.months) == sum(map(len, orders))
    assert sum(each.firsts for each in made.months) == sum(map(bool, orders))
    for place, currency in enumerate(made.currencies):
        paid = sum(each.paid.get(currency, 0) for own in orders for each in own)
        assert sum(each.revenue[place].minor for each in made.months) == paid


@given(st.lists(days, min_size=1, max_size=6).map(sorted), st.integers(0, 900))
def test_who_has_gone_quiet_is_as_win_back_says(ordered: list[int], more: int) -> None:
    own = Orders(ZERO + each for each in ordered)
    today = date.fromordinal(own.last_day + more)
    learned = Learned(orders=Votes(4 * 4.0, 4, 9, 5))

    assert is_quiet(own, learned, today) == (gone_quiet(own, learned).day <= today)


def test_quiet_goes_by_the_figures_of_win_back() -> None:
    strict = Churn(ZERO + 60, Learned(), Limits(one_time_gaps=1.0, least_days=1))
    usual = Churn(ZERO + 60, Learned(), Limits())

    for each in (strict, usual):
        each.add(Orders([ZERO]))

    assert strict.group().metrics[0].hits == 1
    assert usual.group().metrics[0].hits == 0


@given(
    st.lists(st.tuples(days, st.none() | st.integers(0, 30)), max_size=4),
    st.lists(
        st.tuples(days, st.sampled_from([*map(str, Outcome)]), st.booleans()),
        max_size=4,
    ),
    st.lists(st.tuples(days, st.none() | st.integers(0, 4)), max_size=2),
    st.integers(0, 420),
    st.sampled_from(["", "a", "c"]),
)
def test_goodwill_is_the_sum_that_show_gives(
    sales: list[tuple[int, int | None]],
    contacts: list[tuple[int, str, bool]],
    concerns: list[tuple[int, int | None]],
    until: int,
    tier: str,
) -> None:
    whole = history(
        *(
            sale(day(on), "Soap", cancelled=None if ended is None else day(on + ended))
            for on, ended in sales
        ),
        *(talk(day(on), said, inbound=them) for on, said, them in contacts),
        *(
            concern(day(on), resolved=None if took is None else day(on + took))
            for on, took in concerns
        ),
    )
    whole = replace(whole, customer=replace(whole.customer, tier=tier))
    made = Buyer(
        1,
        tier,
        True,
        [
            one_sale(on, ended=None if ended is None else on + ended)
            for on, ended in sorted(sales, key=lambda each: each[0])
        ],
        [Talk(ZERO + on, said, int(them)) for on, said, them in sorted(contacts)],
        [
            Worry(ZERO + on, STANDS if took is None else ZERO + on + took)
            for on, took in concerns
        ],
    )

    reading = Goodwill().reading(whole, day(until))
    total, terms = census(until).warmth.total(made)

    assert BOOK_START.toordinal() == ZERO
    assert terms == len(reading.terms)
    assert abs(total - reading.total) < 1e-9
