"""Exact tests, beside the same sum with whole numbers; and what correction promises."""

import random
from fractions import Fraction
from math import comb

import pytest
from hypothesis import given
from hypothesis import strategies as st

from secondsale.metrics.exact import fisher, holm


def summed(hits: int, n: int, hits_2: int, n_2: int) -> float:
    """Return the same by adding up all tables that are no likelier, in fractions."""
    both, every = hits + hits_2, n + n_2

    def chance(at: int) -> Fraction:
        ways = comb(n, at) * comb(n_2, both - at)
        return Fraction(ways, comb(every, both))

    tables = range(max(0, both - n_2), min(n, both) + 1)
    here = chance(hits)
    return float(sum(chance(at) for at in tables if chance(at) <= here))


@given(st.data())
def test_it_is_the_sum_of_all_tables_that_are_no_likelier(data: st.DataObject) -> None:
    n, n_2 = (data.draw(st.integers(1, 80)) for _ in range(2))
    hits = data.draw(st.integers(0, n))
    hits_2 = data.draw(st.integers(0, n_2))

    assert fisher(hits, n, hits_2, n_2) == pytest.approx(
        summed(hits, n, hits_2, n_2), rel=1e-8
    )


def test_the_lady_tasting_tea_is_told() -> None:
    # R. A. Fisher, The Design of Experiments (1935): all 4 of 4, and 3 of 4.
    assert fisher(4, 4, 0, 4) == pytest.approx(2 / 70)
    assert fisher(3, 4, 1, 4) == pytest.approx(34 / 70)


def test_it_is_told_of_a_hundred_thousand_as_well() -> None:
    assert fisher(50_000, 100_000, 50_000, 100_000) == 1
    assert fisher(50_000, 100_000, 51_000, 100_000) == pytest.approx(7.8e-6, rel=0.02)
    assert fisher(0, 100_000, 100_000, 100_000) == 0


def test_the_surest_is_corrected_for_all_and_the_least_sure_for_itself() -> None:
    assert holm([0.01, 0.04, 0.03, 0.5]) == pytest.approx([0.04, 0.09, 0.09, 0.5])
    assert holm([0.9, 0.8]) == [1, 1]
    assert holm([]) == []


@given(st.lists(st.floats(0, 1), max_size=20))
def test_nothing_gets_surer_by_correction(chances: list[float]) -> None:
    corrected = holm(chances)

    assert all(
        after >= before for before, after in zip(chances, corrected, strict=True)
    )
    order = sorted(range(len(chances)), key=chances.__getitem__)
    assert [corrected[at] for at in order] == sorted(corrected)


def test_of_many_things_without_effect_hardly_ever_any_is_told() -> None:
    dice = random.Random(8)
    told = 0
    for _ in range(400):
        buyers = [dice.random() < 0.3 for _ in range(120)]
        chances = []
        for _ in range(10):
            has = [dice.random() < 0.4 for _ in buyers]
            hits = sum(back for back, it in zip(buyers, has, strict=True) if it)
            n = sum(has)
            chances.append(fisher(hits, n, sum(buyers) - hits, len(buyers) - n))
        told += min(holm(chances)) < 0.05

    assert told <= 400 * 0.05 * 1.5
