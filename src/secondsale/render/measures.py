"""How good forecasts were, as tables and as data."""

from collections.abc import Sequence
from typing import Any

from secondsale.records import dataclass
from secondsale.text import plural
from secondsale.timing.measures import Measures, Segment, worst
from secondsale.timing.replay import METHOD, Span

HEADS = ("of", "forecast by", "error#", "median#", "log#", "hits %#", "by then %#")
PARTS = ("part", "tested#", "back#", "error#", "median#", "log#", "hits %#")

NOTHING = (
    "nothing to measure: of what could be tested, nothing was bought again in time;"
    " more sales, or a shorter --horizon, may tell more"
)


@dataclass(frozen=True, slots=True)
class Report:
    """Everything measured."""

    span: Span
    shops: int
    every: Segment
    young: Segment
    segments: tuple[Segment, ...]


def preface(report: Report) -> list[str]:
    """Say what was tested, and what the figures mean."""
    return [
        f"{plural(report.shops, 'shop')}, learned from for {report.span.warm_up} days;"
        f" then each purchase waits {report.span.horizon} days for the next one",
        "error, median: by how many days it was off, of those who came back;"
        " log: the mean of |ln(expected / true gap)|",
        "hits: the nudge falls in the last quarter of the true gap; by then: bought by"
        " the expected day (50 % is calibrated)",
    ]


def title(part: Segment, report: Report) -> str:
    """Say of which purchases a table is."""
    count = f"{plural(part.tested, 'purchase')} tested, {part.came_back:,} came back"
    if part is report.young:
        return f"young shop, its first {report.span.warm_up} days: {count}"
    return f"all: {count}"


def rows(part: Segment) -> list[list[str]]:
    """Return a row for each way of forecasting, the method last."""
    return [[part.name, way, *_cells(found)] for way, found in part.measures.items()]


def about_segments(report: Report) -> str:
    """Name the part where the method errs most."""
    found = worst(report.segments)
    if found is None:
        return f"{METHOD}, part by part"
    return f"{METHOD}, part by part; it errs most for: {found.name}"


def part_rows(report: Report) -> list[list[str]]:
    """Return a row for each part, with the measures of the method."""
    return [
        [
            part.name,
            f"{part.tested:,}",
            f"{part.came_back:,}",
            *_cells(part.measures[METHOD])[:4],
        ]
        for part in report.segments
    ]


def data(report: Report) -> dict[str, Any]:
    """Return everything measured as data; shares from 0 to 1."""
    found = worst(report.segments)
    return {
        "shops": report.shops,
        "warm_up_days": report.span.warm_up,
        "horizon_days": report.span.horizon,
        "all": _segment_data(report.every),
        "young_shop": _segment_data(report.young),
        "parts": [_segment_data(part) for part in report.segments],
        "worst_part": found.name if found else None,
    }


def _segment_data(part: Segment) -> dict[str, Any]:
    return {
        "name": part.name,
        "tested": part.tested,
        "came_back": part.came_back,
        "measures": {
            way: {
                "mean_error": found.mean_error,
                "median_error": found.median_error,
                "log_error": found.log_error,
                "hits": found.hits,
                "by_expected": found.by_expected,
            }
            for way, found in part.measures.items()
        },
    }


def _cells(found: Measures) -> Sequence[str]:
    return (
        f"{found.mean_error:.1f}",
        f"{found.median_error:.1f}",
        f"{found.log_error:.3f}",
        f"{100 * found.hits:.1f}",
        f"{100 * found.by_expected:.0f}",
    )
