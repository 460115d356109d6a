"""Steps: how often each was done, how, and who ordered again after it, on paper."""

from random import Random

import pytest

from secondsale.metrics.steps import (
    EARLY,
    LATER,
    LONGEST,
    ON_THE_DAY,
    SOON_AFTER,
    WITHIN,
    Done,
    Row,
    Step,
    Steps,
    timing,
)

DAY = 1000


def step(
    due: int | None = 3,
    done: Done | None = None,
    *,
    rule: str = "check-in",
    sale_id: int | None = 1,
    sold: int = 0,
    expires: int | None = 12,
    tried: int | None = None,
) -> Step:
    """Return a step after a sale on day 0, with its window's last day on day 12."""
    if due is None:
        expires = None
    if tried is None and done is not None:
        tried = done.day
    return Step(rule, due, done, sale_id, sold, expires, tried)


def counted(*customers: tuple[list[Step], list[int]], day: int = DAY) -> list[Row]:
    steps = Steps(day)
    for own, orders in customers:
        steps.add(own, orders)
    return list(steps.rows())


def whole(*customers: tuple[list[Step], list[int]], day: int = DAY) -> Row:
    return counted(*customers, day=day)[0]


def test_done_and_not_done_stand_beside_each_other() -> None:
    row = whole(
        ([step(done=Done(4, "happy"))], [0, 30]),
        ([step(done=Done(2, "ok"))], [0]),
        ([step(done=Done(3, "ok"))], [0, 200]),
        ([step()], [0, 20]),
        ([step()], [0]),
    )

    assert (row.done, row.tried, row.missed) == (3, 0, 2)
    assert row.outcomes == (("ok", 2), ("happy", 1))
    assert (row.after.hits, row.after.n) == (1, 3)
    assert row.without is not None
    assert (row.without.hits, row.without.n) == (1, 2)
    assert row.after.low is not None
    assert row.after.low < 1 / 3


def test_what_was_tried_in_vain_is_neither() -> None:
    row = whole(([step(done=Done(3, "no-answer", reached=False))], [0]))

    assert (row.done, row.tried, row.missed) == (0, 1, 0)
    assert row.outcomes == ()
    assert row.after.n == 0
    assert row.without is not None
    assert row.without.n == 0


def test_both_sides_are_watched_from_the_last_day_of_the_window() -> None:
    for steps in ([step(done=Done(5, "ok"))], [step()]):
        on_it, after_it, last, too_late = (
            whole((steps, [0, day])) for day in (12, 13, 12 + WITHIN, 13 + WITHIN)
        )

        def side(row: Row) -> tuple[int | None, int]:
            found = row.after if row.after.n else row.without
            assert found is not None
            return found.hits, found.n

        assert side(on_it) == (0, 0)
        assert side(after_it) == side(last) == (1, 1)
        assert side(too_late) == (0, 1)


def test_a_long_window_is_settled_some_days_after_it_was_due() -> None:
    row = whole(([step(done=Done(5, "ok"), expires=300)], [0, 3 + LONGEST + 1]))
    before = whole(([step(done=Done(5, "ok"), expires=300)], [0, 3 + LONGEST]))

    assert (row.after.hits, row.after.n) == (1, 1)
    assert before.after.n == 0


def test_a_window_that_is_still_open_is_settled_as_well() -> None:
    waiting = step(expires=DAY + 50)._replace(over=False)

    row = whole(([waiting], [0]), ([step()], [0, 30]))

    assert row.missed == 1
    assert row.without is not None
    assert (row.without.hits, row.without.n) == (1, 2)


def test_what_is_done_later_is_not_done_by_then() -> None:
    row = whole(([step(done=Done(13, "ok"))], [0, 30]))
    tried = whole(([step(done=Done(13, "ok"), tried=4)], [0, 30]))

    assert row.without is not None
    assert tried.without is not None
    assert (row.done, row.after.n, row.without.n) == (1, 0, 1)
    assert (tried.done, tried.after.n, tried.without.n) == (1, 0, 0)


def test_who_still_may_order_in_time_counts_on_neither_side() -> None:
    customers = ([step(done=Done(10, "ok"))], [0, 20]), ([step(due=10)], [0, 20])

    early = whole(*customers, day=11 + WITHIN)
    over = whole(*customers, day=12 + WITHIN)

    assert early.without is not None
    assert over.without is not None
    assert (early.after.n, early.without.n) == (0, 0)
    assert (over.after.n, over.without.n) == (1, 1)


def test_only_the_first_sale_of_a_customer_counts() -> None:
    unknown = step(sale_id=1)._replace(open=False)
    second = step(due=103, sale_id=2, sold=100, expires=112)
    third = step(due=303, sale_id=3, sold=300, expires=312, done=Done(303, "ok"))

    row = whole(([third, second, unknown], [0, 30, 100, 150, 300]))
    back_at_once = whole(([third, second, step()], [0, 5, 100, 150, 300]))

    assert row.without is not None
    assert back_at_once.without is not None
    assert (row.done, row.missed) == (1, 2)
    assert (row.after.n, row.without.hits, row.without.n) == (0, 1, 1)
    assert (back_at_once.after.n, back_at_once.without.n) == (0, 0)


@pytest.mark.parametrize("reached_within", [3, 9, 30])
def test_a_step_without_effect_looks_like_one(reached_within: int) -> None:
    """Whoever orders makes it pointless to call: nobody is called after that."""
    chance = Random(20261122)
    steps = Steps(DAY)
    for number in range(20_000):
        order = round(chance.expovariate(1 / 100)) + 1
        call = 3 + chance.randrange(reached_within)
        called = chance.random() < 0.7 and call < order
        done = Done(call, "ok") if called else None
        steps.add([step(sale_id=number, done=done)], [0, order])

    row = next(steps.rows())

    assert row.without is not None
    assert min(row.after.n, row.without.n) > 3000
    assert row.after.value == pytest.approx(row.without.value, abs=0.025)


def test_done_on_the_day_of_the_sale_does_not_count_that_sale() -> None:
    row = whole(([step(due=1, done=Done(0, "ok"))], [0]))

    assert (row.after.hits, row.after.n) == (0, 1)


def test_several_steps_of_a_rule_after_one_sale_are_one_sale() -> None:
    lessons = [
        step(due=7, done=Done(9, "happy", "call"), rule="education"),
        step(due=20, done=Done(21, "ok", "email"), rule="education"),
        step(due=30, rule="education"),
    ]

    row, *ways = counted((lessons, [0, 25]))

    assert (row.done, row.missed) == (2, 1)
    assert (row.after.hits, row.after.n) == (1, 1)
    assert row.without is not None
    assert row.without.n == 0
    calls = next(each for each in ways if each.which == "call")
    assert (calls.done, calls.after.n) == (1, 1)


def test_each_way_of_doing_it_has_a_row() -> None:
    rows = counted(
        ([step(done=Done(3, "ok", "call", "check-in#1a2b3c4d"))], [0]),
        ([step(done=Done(9, "happy", "call"))], [0]),
        ([step(done=Done(1, "ok"))], [0]),
    )

    assert [(row.by, row.which, row.done) for row in rows] == [
        ("", "", 3),
        ("channel", "call", 2),
        ("channel", "not said", 1),
        ("timing", EARLY, 1),
        ("timing", ON_THE_DAY, 1),
        ("timing", LATER, 1),
        ("wording", "own words", 2),
        ("wording", "check-in#1a2b3c4d", 1),
    ]
    assert all(row.without is None for row in rows[1:])


def test_how_late_it_was_has_four_names() -> None:
    assert timing(-1) == EARLY
    assert timing(0) == ON_THE_DAY
    assert timing(1) == timing(3) == SOON_AFTER
    assert timing(4) == LATER


def test_a_step_whose_due_day_is_unknown_has_no_timing() -> None:
    rows = counted(([step(due=None, done=Done(3, "ok"))], [0]))

    assert "timing" not in {row.by for row in rows}
    assert rows[0].done == 1


def test_what_follows_no_sale_is_only_counted() -> None:
    row = whole(([step(done=Done(3, "happy"), rule="birthday", sale_id=None)], [0, 20]))

    assert row.done == 1
    assert row.missed is None
    assert row.after.n == 0
    assert row.without is None
