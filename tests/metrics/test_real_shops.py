"""The figures of real shops, in the folder SECONDSALE_TIMING; without it, skipped."""

from collections.abc import Mapping
from datetime import date
from functools import cache
from itertools import pairwise
from statistics import mean, median

import pytest
from tests.metrics.lives import FOLDER, REAL, lives_of, real, values

from secondsale.goodwill import Goodwill
from secondsale.metrics.buyers import STANDS, Buyer, Sold
from secondsale.metrics.census import Census, Deeds, count, report
from secondsale.metrics.churn import Limits
from secondsale.metrics.metric import Metric
from secondsale.metrics.report import AGES, Period, Report
from secondsale.model import Learned

pytestmark = pytest.mark.skipif(not FOLDER, reason="SECONDSALE_TIMING is not set")

orders = cache(real)


@cache
def reported(name: str) -> Report:
    known = orders(name)
    last = max(days[-1] for days in known.values())
    now, before = (
        Census(
            Period(date.fromordinal(until - 89), date.fromordinal(until)),
            Learned(), Goodwill(), Limits(), drawn=until == last,
        )
        for until in (last, last - 90)
    )  # fmt: skip
    everybody = (
        Buyer(number, sales=[Sold(day, day, STANDS, {}) for day in days])
        for number, days in enumerate(known.values())
    )
    count(everybody, now, before)
    return report(now, before, Deeds(), Deeds())


def figures(name: str) -> Mapping[str, Metric]:
    return {m.id: m for group in reported(name).groups for m in group.metrics}


@pytest.mark.parametrize("name", REAL)
def test_the_curve_of_a_real_shop_is_the_one_that_lifelines_draws(name: str) -> None:
    rows = {row["day"]: row for row in values() if row["case"] == name}
    found = figures(name)

    for age in AGES:
        made, row = found[f"repeat-{age}-estimate"], rows[str(age)]
        if made.value is not None:
            assert made.value == pytest.approx(float(row["share"]), abs=1e-9)
        if made.value not in (None, 1):
            assert made.low == pytest.approx(float(row["low"]), abs=1e-9)
            assert made.high == pytest.approx(float(row["high"]), abs=1e-9)


@pytest.mark.parametrize("name", REAL)
def test_plain_figures_of_a_real_shop_are_found_another_way(name: str) -> None:
    known = list(orders(name).values())
    gaps = [b - a for days in known for a, b in pairwise(days)]
    lives = lives_of(known)
    found = figures(name)

    assert found["second-sale"].hits == sum(len(days) > 1 for days in known)
    assert found["orders-per-customer"].value == pytest.approx(mean(map(len, known)))
    assert found["orders-per-customer-median"].value == median(map(len, known))
    assert found["days-between"].value == pytest.approx(mean(gaps))
    assert found["days-between-median"].value == median(gaps)
    for age in AGES:
        seen = [after for watched, after in lives if watched >= age]
        back = sum(after is not None and after <= age for after in seen)
        assert (found[f"repeat-{age}"].hits, found[f"repeat-{age}"].n) == (
            back,
            len(seen),
        )


@pytest.mark.parametrize("name", REAL)
def test_figures_of_a_real_shop_are_plausible(name: str) -> None:
    """Households go shopping weekly, small shops order monthly; few stop in a year."""
    found = figures(name)
    print(*reported(name).headline, sep="; ")  # noqa: T201 - `pytest -s` shows them
    for each in found.values():
        print(f"{each.id:28} {each.value!s:24} n = {each.n}")  # noqa: T201

    between = found["days-between-median"].value
    assert between is not None
    assert (20 < between < 45) if name == "gift" else (4 < between < 20)
    quiet, stopped = found["churn-quiet"].value, found["churn-stopped"].value
    assert quiet is not None
    assert stopped is not None
    assert 0.01 < stopped < 0.6
    assert abs(quiet - stopped) < 0.3
