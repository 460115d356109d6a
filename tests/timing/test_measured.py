"""Compares with real purchases and golden values, in the folder SECONDSALE_TIMING.

They carry other people's licences and lie elsewhere; without them this is skipped.
"""

import csv
import gzip
import os
from datetime import date
from functools import cache
from math import exp
from pathlib import Path

import pytest

from secondsale.exchange.plain_sales import Goods, read_products, read_sales
from secondsale.timing import alive, p_order
from secondsale.timing.measures import Measures, segment
from secondsale.timing.replay import METHOD, Trial, replay, span_of
from secondsale.timing.shops import Sold, shop_of

FOLDER = os.environ.get("SECONDSALE_TIMING", "")

pytestmark = pytest.mark.skipif(not FOLDER, reason="SECONDSALE_TIMING is not set")

METHOD_ROWS = {
    ("household", True): (21.6, 0.654),
    ("household_sku", True): (21.2, 0.670),
    ("household", False): (21.7, 0.658),
    ("household_sku", False): (21.7, 0.684),
    ("gift", True): (34.0, 0.739),
    ("gift", False): (34.4, 0.751),
}
YOUNG_ROWS = {
    "household": (22.7, 0.696),
    "household_sku": (22.5, 0.712),
    "gift": (36.0, 0.791),
}


@cache
def sales(name: str) -> dict[str, list[Sold]]:
    with gzip.open(Path(FOLDER) / f"{name}_sales.csv.gz", "rt") as lines:
        return read_sales(lines, name, until=date.max, goods=Goods())


@cache
def goods(name: str) -> Goods:
    text = (Path(FOLDER) / f"{name}_products.csv").read_text("utf-8")
    return read_products(text.splitlines(), name)


@cache
def trials(name: str, *, stated: bool) -> list[Trial]:
    shops = sales(name)
    span = span_of(sold for each in shops.values() for sold in each)
    days = goods(name).stated if stated else {}
    found: list[Trial] = []
    for shop, each in shops.items():
        found += replay(shop, each, days, span)
    return found


def measured(found: list[Trial], *, young: bool) -> Measures:
    part = segment("", (trial for trial in found if trial.young is young))
    return part.measures[METHOD]


def golden(name: str) -> list[dict[str, str]]:
    path = Path(FOLDER) / f"golden_household_shop0_day200{name}.csv"
    return list(csv.DictReader(path.read_text("utf-8").splitlines()))


@pytest.mark.parametrize(("name", "stated"), METHOD_ROWS)
def test_the_method_is_as_good_as_it_was_found_to_be(name: str, stated: bool) -> None:
    error, log_error = METHOD_ROWS[name, stated]

    made = measured(trials(name, stated=stated), young=False)

    assert made.mean_error < 1.01 * error
    assert made.log_error < 1.01 * log_error


@pytest.mark.parametrize("name", YOUNG_ROWS)
def test_a_young_shop_does_as_well(name: str) -> None:
    error, log_error = YOUNG_ROWS[name]

    made = measured(trials(name, stated=False), young=True)

    assert made.mean_error < 1.01 * error
    assert made.log_error < 1.01 * log_error


@pytest.mark.parametrize(("column", "stated"), [("no_stated", False), ("stated", True)])
def test_each_pair_has_its_golden_gap(column: str, stated: bool) -> None:
    day_0 = date(2017, 1, 1).toordinal()
    today = date.fromordinal(day_0 + 200)
    days = goods("household").stated if stated else {}
    shop = shop_of(s for s in sales("household")["0"] if s.day <= day_0 + 200)

    made = {(c, p): f for c, p, f in shop.forecasts(shop.learned(today, days), days)}

    rows = golden("")
    assert len(made) == len(rows)
    for row in rows:
        each = made[row["customer"], row["product"]]
        assert each.gap == pytest.approx(float(row[f"gap_{column}"]), abs=1e-4)
        if not stated:
            last = day_0 + int(row["last_day"])
            late = last - day_0 + exp(each.log_gap + 1.15 * each.spread)
            assert each.start.toordinal() == last
            assert each.nudge.toordinal() - day_0 == int(row["nudge_day_no_stated"])
            assert late == pytest.approx(float(row["late_day_no_stated"]), abs=1e-3)
            assert each.chance(today) == pytest.approx(
                float(row["chance10_no_stated"]), abs=1e-5
            )


def test_each_customer_has_the_golden_chance_to_order() -> None:
    day_0 = date(2017, 1, 1).toordinal()
    today = date.fromordinal(day_0 + 200)
    shop = shop_of(s for s in sales("household")["0"] if s.day <= day_0 + 200)
    learned = shop.learned(today, {})

    for row in golden("_customers"):
        orders = shop.orders[row["customer"]]
        assert p_order(orders, learned, today) == pytest.approx(
            float(row["p_order_60"]), abs=1e-5
        )
        assert alive(orders, learned, today) == pytest.approx(
            float(row["p_still_customer"]), abs=1e-5
        )
