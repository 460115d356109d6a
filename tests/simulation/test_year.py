"""What must hold on each day of a short year; `python -m tests.simulation` has more."""

from dataclasses import replace

import pytest
from tests.simulation.sellers import Seller, default_settings, simulate
from tests.simulation.tally import MOST, Tally

CAPACITY = 2
SOMEBODY = Seller("does most, and goes on holiday", share=0.7, away_from=60)


@pytest.fixture(scope="module")
def tally() -> Tally:
    return simulate(SOMEBODY, default_settings(CAPACITY), customers=12, days=120)


def test_only_promises_go_beyond_what_a_day_can_hold(tally: Tally) -> None:
    assert tally.crowded == []
    assert max(tally.listed.values()) >= CAPACITY


def test_nobody_is_contacted_more_often_than_allowed(tally: Tally) -> None:
    assert tally.too_close == []
    assert tally.too_many == []
    assert tally.most_in_a_month <= MOST


def test_nothing_but_promises_comes_up_while_a_concern_is_open(tally: Tally) -> None:
    assert tally.in_a_concern == []


def test_nothing_that_was_begun_is_silently_lost(tally: Tally) -> None:
    assert tally.lost == []
    assert tally.twice == []


def test_catching_up_after_the_holiday_finds_something(tally: Tally) -> None:
    assert tally.let_go
    assert tally.missed


def test_without_restraint_the_tally_finds_every_kind_of_breach() -> None:
    settings = default_settings(0)
    reckless = replace(
        settings.policy, concern_gate=False, spacing_days=0, most_in_30_days=0
    )

    found = simulate(
        Seller("is reckless"),
        replace(settings, policy=reckless),
        customers=8,
        days=100,
    )

    assert found.crowded
    assert found.too_close
    assert found.too_many
    assert found.in_a_concern


def test_the_same_seed_gives_the_same_year() -> None:
    settings = default_settings(CAPACITY)

    first, again = (
        simulate(SOMEBODY, settings, customers=4, days=30) for _ in range(2)
    )

    assert first == again
