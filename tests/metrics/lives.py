"""First-time buyers, and what lifelines 0.30.3 says of them, kept in `lives.csv`.

Where lifelines is installed, `python -m tests.metrics.lives` writes these values anew;
the tests do without it.
"""

import csv
import gzip
import os
import sys
from collections.abc import Iterable, Iterator
from datetime import date
from importlib import import_module
from pathlib import Path
from typing import Any

from secondsale.metrics.report import AGES

Life = tuple[int, int | None]
"""For how many days somebody was watched, and after how many they came back, if so."""

VALUES = Path(__file__).with_suffix(".csv")
FOLDER = os.environ.get("SECONDSALE_TIMING", "")
"""Where real purchases lie; they carry other people's licences."""
REAL = ("household", "household_sku", "gift")
COLUMNS = ("case", "day", "at_risk", "share", "low", "high")


def _many() -> Iterator[Life]:
    """Yield 400 who differ, the same each time."""
    state = 7
    for _ in range(400):
        state = state * 1103515245 + 12345 & 0x7FFFFFFF
        watched = 1 + state % 500
        state = state * 1103515245 + 12345 & 0x7FFFFFFF
        after = 1 + state // 65536 % 700
        yield watched, after if after <= watched else None


CASES: dict[str, tuple[Life, ...]] = {
    "few": (
        (10, None), (25, 9), (40, 12), (40, 12), (60, None), (61, 33), (75, None),
        (90, 33), (90, None), (120, 75), (120, None), (200, None), (200, 88), (240, 12),
    ),
    "all back": ((30, 5), (40, 5), (50, 20), (60, 41)),
    "none back": ((30, None), (40, None), (50, None)),
    "young": ((0, None), (0, None), (3, 2), (5, None), (9, 9), (9, None)),
    "many": tuple(_many()),
}  # fmt: skip


def values() -> Iterator[dict[str, str]]:
    """Yield the rows that lifelines made."""
    with VALUES.open(encoding="utf-8", newline="") as file:
        yield from csv.DictReader(file)


def real(name: str) -> dict[str, list[int]]:
    """Return the order days of every customer of some real shops, as ordinals."""
    found: dict[str, set[int]] = {}
    with gzip.open(Path(FOLDER) / f"{name}_sales.csv.gz", "rt", newline="") as file:
        for row in csv.DictReader(file):
            who = f"{row['shop']}/{row['customer']}"
            found.setdefault(who, set()).add(
                date.fromisoformat(row["date"]).toordinal()
            )
    return {who: sorted(days) for who, days in found.items()}


def lives_of(orders: Iterable[list[int]]) -> list[Life]:
    """Return for how long customers were watched up to the last order of any."""
    known = list(orders)
    last = max(days[-1] for days in known)
    return [
        (last - days[0], days[1] - days[0] if len(days) > 1 else None) for days in known
    ]


def _main() -> None:
    write = csv.writer(sys.stdout, lineterminator="\n").writerow
    write(COLUMNS)
    for case, lives in CASES.items():
        for row in _said(lives):
            write((case, *row))
    for name in REAL if FOLDER else ():
        said = [row for row in _said(lives_of(real(name).values())) if row[1] != ""]
        for age in AGES:
            _, *rest = max(row for row in said if int(row[0]) <= age)
            write((name, age, *rest))


def _said(lives: Iterable[Life]) -> Iterator[tuple[Any, ...]]:
    """Yield what lifelines says of each day with somebody back, then of the middle."""
    # Nothing of ours needs it, so mypy does not find it either.
    lifelines = import_module("lifelines")
    median_survival_times = import_module("lifelines.utils").median_survival_times
    known = list(lives)
    days = [watched if after is None else after for watched, after in known]
    back = [after is not None for _, after in known]
    made = lifelines.KaplanMeierFitter().fit(days, back)
    band = made.confidence_interval_survival_function_
    for day, row in made.event_table.iterrows():
        if row["observed"]:
            low, high = 1 - band.loc[day].iloc[1], 1 - band.loc[day].iloc[0]
            share = 1 - made.survival_function_.loc[day].iloc[0]
            yield int(day), int(row["at_risk"]), share, low, high
    early, late = median_survival_times(band).iloc[0]
    yield "half", "", made.median_survival_time_, early, late


if __name__ == "__main__":
    _main()
