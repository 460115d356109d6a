from datetime import date
from math import log
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.timing.shelf import DAY_0, histories, rhythm, taught

from secondsale.model import Learned
from secondsale.timing import (
    Learner,
    Orders,
    Pace,
    Rhythm,
    learn,
    product_level,
    shop_level,
)

pairs = st.lists(
    st.tuples(
        st.sampled_from("abc"),
        st.sampled_from(("", "x", "y")),
        histories,
        st.booleans(),
    ),
    max_size=12,
)


def test_nothing_learned_leaves_the_typical_cycle() -> None:
    assert shop_level(Learned()) == pytest.approx(log(45))
    assert product_level(Learned(typical_cycle_days=30), 1, "", None) == pytest.approx(
        log(30)
    )


def test_stated_days_count_as_much_as_the_level_above() -> None:
    assert product_level(Learned(), 1, "", 30) == pytest.approx((log(45) + log(30)) / 2)


def test_the_shop_learns_only_from_pairs_that_began_long_ago() -> None:
    quick = rhythm((0, 1), (5, 1), (10, 1))

    young, mature = taught(quick, day=179), taught(quick, day=180)

    assert young.shop.weight == 0
    assert mature.shop.weight == pytest.approx(0.5)
    assert shop_level(mature) < shop_level(young)


def test_a_category_teaches_about_a_product_nobody_bought_again() -> None:
    learned = taught(*[rhythm((0, 1), (10, 1), (20, 1))] * 30)

    assert product_level(learned, "new", "x", None) < log(30)
    assert product_level(learned, "new", "", None) == pytest.approx(log(45))


def test_a_pair_has_one_vote_however_many_gaps_it_has() -> None:
    often = taught(rhythm(*((10 * number, 1) for number in range(100))))

    assert often.products[1].weight < 1
    assert often.products[1].customers == often.products[1].returning == 1


def test_votes_say_how_many_came_back() -> None:
    votes = taught(rhythm((0, 1)), rhythm((0, 1), (30, 1))).products[1]

    assert (votes.customers, votes.returning) == (2, 1)


@given(pairs, st.randoms(use_true_random=False))
def test_the_same_facts_in_any_order_teach_the_same(
    found: list[tuple[str, str, list[tuple[int, float]], bool]], random: Random
) -> None:
    facts = [(p, c, rhythm(*bought, dosed=d)) for p, c, bought, d in found]
    mixed = list(facts)
    random.shuffle(mixed)
    stated = {"a": 30.0, "b": None}
    day = date.fromordinal(DAY_0 + 1500)

    assert learn(facts, stated, day=day) == learn(mixed, stated, day=day)


@given(pairs)
def test_what_is_taken_back_was_never_counted(
    found: list[tuple[str, str, list[tuple[int, float]], bool]],
) -> None:
    facts = [(p, c, rhythm(*bought, dosed=d)) for p, c, bought, d in found]
    learner = Learner()
    for times in (1, -1):
        for product, category, each in facts:
            learner.count(product, category, each, times=times)

    votes = learner.learned(None, {}).products.values()

    assert all(each.weight == each.logs == each.customers == 0 for each in votes)


def test_customers_who_are_quick_elsewhere_are_quick_here() -> None:
    learned = taught(rhythm((0, 1), (40, 1)), rhythm((0, 1), (50, 1)))
    quick, here = rhythm((0, 1), (10, 1), (20, 1)), Rhythm()
    pace = Pace()

    pace.add(quick, log(45), learned)

    assert pace.beside(here, log(45), learned) < 0
    assert pace.beside(quick, log(45), learned) == pytest.approx(0)


def test_the_gaps_between_orders_are_learned_one_vote_a_customer() -> None:
    orders = [Orders((1, 11, 21)), Orders((1,))]

    learned = learn([], {}, day=date(2026, 1, 1), orders=orders)

    assert learned.orders.weight == pytest.approx(0.5)
    assert (learned.orders.customers, learned.orders.returning) == (2, 1)
