"""A small shop's report: what pictures are drawn of in tests."""

from dataclasses import replace
from datetime import date

from hypothesis import strategies as st

from secondsale.metrics import Metric, Unit
from secondsale.metrics.intervals import wilson
from secondsale.metrics.report import (
    AGES,
    Cell,
    Cohort,
    Group,
    Month,
    Period,
    Point,
    Report,
)
from secondsale.money import Money

# Days after the first order on which somebody came back, or was last seen.
BACK = (9, 12, 26, 33, 33, 40, 47, 58, 61, 75, 88, 120, 150, 210)
SEEN = (4, 8, 15, 21, 30, 38, 44, 52, 59, 66, 71, 80, 95, 101, 110, 118, 127, 133, 140)
SEEN_LONG = (155, 160, 171, 180, 190, 204, 215, 230, 240, 255, 270, 288, 300, 320, 340)
SEEN_LONGEST = (345, 350, 360, 370)

ORDERS = ((3, 3), (5, 4), (4, 2), (6, 4), (9, 5), (7, 3), (8, 4), (12, 6), (10, 5))
FIRSTS = ((4, 1), (7, 2), (5, 1), (6, 3), (9, 3), (8, 2), (7, 1), (4, 1), (2, 0))


def share(
    name: str, label: str, hits: int, n: int, was: float | None, was_n: int = 0
) -> Metric:
    low, high = wilson(hits, n)
    return Metric(
        id=name,
        label=label,
        value=hits / n if n else None,
        unit=Unit.SHARE,
        n=n,
        definition=f"{label}: of those who could, in the period.",
        hits=hits,
        low=low,
        high=high,
        of="customer",
    ).against(
        Metric(name, label, was, Unit.SHARE, was_n, "", round((was or 0) * was_n))
    )


def curve() -> tuple[Point, ...]:
    """Return a step for each day somebody came back or was last seen on."""
    ends = sorted({*BACK, *SEEN, *SEEN_LONG, *SEEN_LONGEST})
    out, points = 1.0, [Point(0, 0.0, 0.0, 0.0, len(BACK) + len(SEEN) + 19)]
    for day in ends:
        at_risk = sum(x >= day for x in (*BACK, *SEEN, *SEEN_LONG, *SEEN_LONGEST))
        out *= 1 - BACK.count(day) / at_risk
        spread = 0.9 * (out * (1 - out) / at_risk) ** 0.5
        low, high = max(0.0, 1 - out - spread), min(1.0, 1 - out + spread)
        points.append(Point(day, 1 - out, low, high, at_risk))
    return tuple(points)


@st.composite
def curves(draw: st.DrawFn) -> tuple[Point, ...]:
    """Draw a curve that rises as it likes."""
    days = sorted(draw(st.sets(st.integers(1, 900), max_size=30)))
    shares = sorted(
        draw(st.lists(st.floats(0, 1), min_size=len(days), max_size=len(days)))
    )
    points = [Point(0, 0.0, 0.0, 0.0, len(days) + 9)]
    for at, (day, share) in enumerate(zip(days, shares, strict=True)):
        wide = draw(st.floats(0, 0.5))
        low, high = max(0.0, share - wide), min(1.0, share + wide)
        points.append(Point(day, share, low, high, len(days) + 8 - at))
    return tuple(points)


def cohorts() -> tuple[Cohort, ...]:
    found = []
    for number, (n, hits) in enumerate(FIRSTS):
        seen = 30 * (len(FIRSTS) - number)
        cells: list[Cell | None] = []
        for age in AGES:
            part = min(1.0, age / 120)
            back = round(hits * part)
            whole = Cell(n, back, back / n) if seen > age else None
            cells.append(Cell(n - 1, back, back / (n - 0.5)) if seen == age else whole)
        found.append(Cohort(date(2026, number + 3, 1), n, tuple(cells)))
    return tuple(found)


def months(*, currencies: int = 1) -> tuple[Month, ...]:
    return tuple(
        Month(
            date(2026, number + 3, 1),
            orders,
            firsts,
            (Money(orders * 4150, "EUR"), Money(orders * 900, "USD"))[:currencies],
            so_far=number == len(ORDERS) - 1,
        )
        for number, (orders, firsts) in enumerate(ORDERS)
    )


def groups() -> tuple[Group, ...]:
    second = (
        share("second-sale", "came back", 14, 52, 0.22, 41),
        Metric(
            id="median-days",
            label="half are back within",
            value=61,
            unit=Unit.DAYS,
            n=52,
            definition="The day by which half of the first-time buyers are back.",
            low=48,
        ),
        share("repeat-180", "back within 180 days", 7, 19, None),
    )
    money = (
        Metric("orders", "orders a customer", 1.62, Unit.COUNT, 52, "Orders / people."),
        Metric(
            id="revenue",
            label="revenue a customer",
            value=8432.0,
            unit=Unit.MONEY,
            n=52,
            definition="Revenue over people, in one currency.",
            before=7900.0,
            before_n=41,
            currency="EUR",
        ),
        share("repeat-revenue", "revenue from those who came back", 0, 0, None),
    )
    care = (
        share("welcomes", "welcomes within 24 hours", 11, 12, 11 / 12, 24),
        share("promises", "promises kept on time", 3, 4, 1.0, 2),
    )
    return (
        Group("second-sale", "The second sale", second),
        Group("orders", "Orders and money", money),
        Group("care", "Care", care),
    )


def by_rule() -> Group:
    """Return figures that are parts of wholes."""
    found = (
        ("check-in", (7, 0, 10)),
        ("welcome", (18, 1, 0)),
        ("season", (0, 0, 0)),
    )
    names = ("done", "skipped", "expired")
    return Group(
        "rules",
        "Touchpoints by rule",
        tuple(
            share(f"{part}-{rule}", f"{rule}: {part}", hits, sum(each), None)
            for rule, each in found
            for part, hits in zip(names, each, strict=True)
        ),
    )


def report(*, currencies: int = 1) -> Report:
    return Report(
        period=Period(date(2026, 8, 24), date(2026, 11, 21)),
        before=Period(date(2026, 5, 26), date(2026, 8, 23)),
        headline=(
            "second sale: 14 of 52 first-time buyers",
            "half within 61 days",
            "9 still inside their window",
        ),
        groups=groups(),
        curve=curve(),
        cohorts=cohorts(),
        months=months(currencies=currencies),
        currencies=("EUR", "USD")[:currencies],
        notes=("Currencies are never added up.",) if currencies > 1 else (),
    )


def empty() -> Report:
    period = Period(date(2026, 8, 24), date(2026, 11, 21))
    return Report(period, period, ("no first-time buyer yet",), (), (), (), (), ())


def large() -> Report:
    """Return the report of a shop a thousand times as large, over three years."""
    small, size = report(currencies=2), 1000
    return replace(
        small,
        curve=tuple(replace(p, at_risk=p.at_risk * size) for p in small.curve),
        cohorts=tuple(
            replace(each, n=each.n * size, month=date(2024 + year, each.month.month, 1))
            for year in range(3)
            for each in small.cohorts
        ),
        months=tuple(
            Month(
                date(2024 + year, month, 1),
                size * (month + year),
                size * year,
                (Money(12345678 * month, "EUR"), Money(month * year, "USD")),
            )
            for year in range(3)
            for month in range(1, 13)
        ),
    )
