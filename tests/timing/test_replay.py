from datetime import date

import pytest

from secondsale.timing.measures import segment, segments, worst
from secondsale.timing.replay import METHOD, Span, Trial, replay, span_of
from secondsale.timing.shops import Sold, shop_of

START = 730_000


def every(gap: int, *, times: int, customer: str = "ana") -> list[Sold]:
    return [
        Sold(START + gap * number, customer, "soap", "care", 1)
        for number in range(times)
    ]


def test_a_quarter_is_learned_from_and_a_third_waited_for_in_whole_months() -> None:
    year = [Sold(START + day, "a", "b", "", 1) for day in (0, 364)]
    two_years = [Sold(START + day, "a", "b", "", 1) for day in (0, 738)]
    week = [Sold(START + day, "a", "b", "", 1) for day in (0, 6)]

    assert span_of(year) == Span(90, 120, START + 364)
    assert span_of(two_years) == Span(180, 180, START + 738)
    assert span_of(week) == Span(30, 30, START + 6)
    assert span_of([]).horizon == 30


def test_each_purchase_is_forecast_until_the_horizon() -> None:
    sales = every(30, times=10)
    span = Span(warm_up=60, horizon=90, last=START + 270)

    trials = replay("", sales, {}, span)

    assert [trial.gap for trial in trials] == [30] * 6
    assert [trial.young for trial in trials] == [True, True, *[False] * 4]
    assert [trial.own_gaps for trial in trials] == [0, 1, 2, 3, 4, 5]


def test_who_does_not_come_back_in_time_is_counted_and_not_scored() -> None:
    sales = [*every(100, times=2), *every(30, times=10, customer="ben")]
    span = Span(warm_up=0, horizon=90, last=START + 270)

    trials = replay("", sales, {}, span)

    found = segment("all", trials)
    assert (found.tested, found.came_back) == (8, 6)


def test_a_forecast_knows_nothing_of_what_came_later() -> None:
    span = Span(warm_up=0, horizon=30, last=START + 400)
    early = every(30, times=4)
    other = [Sold(START + 200 + day, "ben", "soap", "care", 1) for day in range(9)]

    alone, beside = (replay("", sales, {}, span) for sales in (early, early + other))

    said = [trial.said for trial in alone]
    assert [trial.said for trial in beside if trial.said in said] == said


def test_the_replay_says_what_the_shop_would_have_said() -> None:
    sales = [
        *every(30, times=9),
        *every(44, times=6, customer="ben"),
        *(Sold(START + 25 * n, "ana", "oil", "care", 1 + n % 2) for n in range(9)),
    ]
    span = Span(warm_up=0, horizon=10, last=START + 400)
    stated = {"soap": 40.0}

    trials = replay("", sales, stated, span)

    by_day = {}
    for day in {sold.day for sold in sales}:
        shop = shop_of(sold for sold in sales if sold.day <= day)
        learned = shop.learned(day=date.fromordinal(day), stated=stated)
        for customer, product, made in shop.forecasts(learned, stated):
            if made.start.toordinal() == day:
                by_day[day, customer, product] = made.gap
    assert sorted(trial.said[METHOD] for trial in trials) == pytest.approx(
        sorted(by_day.values())
    )


def test_progress_is_told_of_every_sale() -> None:
    told: list[int] = []
    sales = every(30, times=10)

    replay("", sales, {}, span_of(sales), progress=told.append)

    assert sum(told) == 10


def test_nothing_sold_is_nothing_tested() -> None:
    assert replay("", [], {}, span_of([])) == []
    assert segment("all", []).measures == {}
    assert worst([]) is None


def trial(gap: int | None, said: float, *, own_gaps: int = 0) -> Trial:
    return Trial("", False, own_gaps, 0, gap, {METHOD: said})


def test_errors_are_of_those_who_came_back() -> None:
    found = segment("all", [trial(20, 40), trial(40, 40), trial(None, 99)])

    measured = found.measures[METHOD]
    assert (found.tested, found.came_back) == (3, 2)
    assert measured.mean_error == measured.median_error == 10
    assert measured.log_error == pytest.approx(0.3466, abs=1e-4)
    assert measured.by_expected == 1


@pytest.mark.parametrize(
    ("gap", "said", "hits"),
    [(40, 37.5, 1), (40, 36, 0), (40, 50, 1), (40, 52, 0), (4, 1, 1), (5, 1, 0)],
)
def test_a_nudge_hits_in_the_last_quarter_or_the_last_three_days(
    gap: int, said: float, hits: float
) -> None:
    assert segment("all", [trial(gap, said)]).measures[METHOD].hits == hits


def test_the_worst_part_is_one_that_is_large_enough() -> None:
    many = [trial(20, 25, own_gaps=0) for _ in range(100)]
    more = [trial(20, 30, own_gaps=1) for _ in range(100)]
    few = [trial(20, 90, own_gaps=2)]

    found = worst(segments([*many, *more, *few]))

    assert found is not None
    assert found.name == "1 own gap"
