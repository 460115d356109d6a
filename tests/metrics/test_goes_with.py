"""What goes with a second sale, counted on paper."""

from collections.abc import Iterable

import pytest

from secondsale.metrics.goes_with import (
    AT_FIRST,
    LEAST,
    WITHIN,
    Beginning,
    GoesWith,
    Pattern,
    Trait,
)

SERUM: Trait = ("product", "Serum")
CALL: Trait = ("channel", "call")
DAY = 1000


def found(beginnings: Iterable[Beginning]) -> dict[Trait, Pattern]:
    counted = GoesWith(DAY)
    for each in beginnings:
        counted.add(each)
    return {each.trait: each for each in counted.patterns().looked_at}


def first(
    second: int | None, *traits: Trait, done: Iterable[Trait] = (), known: int = 0
) -> Beginning:
    """Return somebody who bought on day 0, and so many days later again."""
    return Beginning(0, second, known, frozenset(traits), frozenset(done))


def test_what_goes_with_a_second_sale_is_told_with_both_shares() -> None:
    having = [first(30, SERUM)] * 25 + [first(None, SERUM)] * 5
    others = [first(30)] * 10 + [first(None)] * 30

    serum = found(having + others)[SERUM]

    assert (serum.having.hits, serum.having.n) == (25, 30)
    assert (serum.others.hits, serum.others.n) == (10, 40)
    assert serum.difference == pytest.approx(26 / 32 - 11 / 42)
    assert serum.low < serum.difference < serum.high
    assert serum.low > 0
    assert serum.told


def test_the_same_by_chance_is_not_told() -> None:
    having = [first(30, SERUM)] * 15 + [first(None, SERUM)] * 15
    others = [first(30)] * 18 + [first(None)] * 22

    serum = found(having + others)[SERUM]

    assert not serum.told
    assert serum.low < 0 < serum.high


def test_with_too_few_on_either_side_nothing_is_looked_at() -> None:
    few = [first(30, SERUM)] * (LEAST - 1) + [first(None)] * 100
    most = [first(30, SERUM)] * 100 + [first(None)] * (LEAST - 1)

    counted = GoesWith(DAY)
    for each in few:
        counted.add(each)

    assert counted.patterns().looked_at == ()
    assert counted.patterns().too_few == 1
    assert found(most) == {}
    assert SERUM in found([*most, first(None)])


def test_a_second_order_counts_up_to_its_last_day_and_no_longer() -> None:
    others = [first(None)] * LEAST

    on_it = found([first(WITHIN, SERUM)] * LEAST + others)[SERUM]
    after = found([first(WITHIN + 1, SERUM)] * LEAST + others)[SERUM]

    assert on_it.having.hits == LEAST
    assert after.having.hits == 0


def test_who_bought_too_lately_is_left_out() -> None:
    late = Beginning(DAY - WITHIN + 1, DAY - 10, 0, frozenset((SERUM,)))
    counted = GoesWith(DAY)

    counted.add(late)
    counted.add(late._replace(first=DAY - WITHIN))

    assert counted.patterns().buyers == 1


def test_what_was_done_counts_for_those_who_were_not_back_by_then() -> None:
    back_before = [first(AT_FIRST, done=(CALL,))] * 50
    helped = [first(AT_FIRST + 1, done=(CALL,))] * 20
    in_time = [first(AT_FIRST + WITHIN, done=(CALL,))] * 3
    too_late = [first(AT_FIRST + WITHIN + 1, done=(CALL,))] * 7
    others = [first(None)] * LEAST

    call = found(back_before + helped + in_time + too_late + others)[CALL]

    assert (call.having.hits, call.having.n) == (23, 30)
    assert call.others.n == LEAST


def test_nobody_did_anything_for_a_sale_that_was_not_known_yet() -> None:
    imported = [first(None, known=AT_FIRST + 1)] * 100
    known = [first(None, known=AT_FIRST)] * LEAST
    called = [first(30, done=(CALL,))] * LEAST

    call = found(imported + known + called)[CALL]

    assert call.others.n == LEAST


def test_the_surest_comes_first() -> None:
    other: Trait = ("tag", "vip")
    made = [first(30, SERUM, other)] * 20 + [first(None, SERUM)] * 5
    made += [first(None, other)] * 12 + [first(None)] * 30

    assert list(found(made)) == [SERUM, other]
