"""The curve to the second sale as a chart: steps, with the band they lie in."""

from collections.abc import Iterator, Sequence

from secondsale.metrics.report import Point
from secondsale.render.figures import scales
from secondsale.render.figures.lines import share
from secondsale.render.html import chart
from secondsale.render.html.nodes import Node, node

TITLE = "How soon they come back"
HEADS = ("day", "back by then", "at least", "at most", "not back yet")


def curve(points: Sequence[Point]) -> Node:
    """Return the chart of a curve that reaches a day at least."""
    last = scales.reach(points)
    shown = [point for point in points if point.day <= last]
    marks = scales.marks_of_shares(scales.highest(points))
    top = marks[-1]
    drawn = [
        *chart.grid((mark / top, share(mark)) for mark in marks),
        node("path", d=_band(shown, last, top), class_="band"),
        node("path", d=_steps(shown, last, top), class_="curve"),
        *_days(points, last),
        *_end(points, last, top),
    ]
    rows = (
        (
            str(point.day),
            share(point.share),
            share(point.low),
            share(point.high),
            f"{point.at_risk:,}",
        )
        for point in shown
    )
    return chart.figure(
        "curve", TITLE, about(points), drawn, chart.table(TITLE, HEADS, rows)
    )


def about(points: Sequence[Point]) -> str:
    """Say what the curve shows."""
    last = scales.reach(points)
    parts = []
    for day in scales.marks_of_days(last)[1:]:
        here = scales.at(points, day)
        between = f"{share(here.low)} to {share(here.high)}"
        parts.append(f"{share(here.share)} by day {day} ({between})")
    cut = f"; {scales.CUT}" if scales.is_cut(points) else ""
    return f"Of first-time buyers, back with a second order: {', '.join(parts)}{cut}."


def _steps(points: Sequence[Point], last: int, top: float) -> str:
    shares = [(point.day / last, point.share / top) for point in points]
    return "M" + "L".join(_corners(shares))


def _band(points: Sequence[Point], last: int, top: float) -> str:
    high = _corners([(point.day / last, point.high / top) for point in points])
    low = _corners([(point.day / last, point.low / top) for point in points])
    return f"M{'L'.join([*high, *reversed(low)])}Z"


def _corners(steps: Sequence[tuple[float, float]]) -> list[str]:
    """Return the corners of steps that go on to the right edge."""
    corners: list[str] = []
    height = steps[0][1]
    for along, after in steps:
        if after != height or not corners:
            corners += [_at(along, height), _at(along, after)]
        height = after
    return [*corners, _at(1.0, height)]


def _at(along: float, height: float) -> str:
    return f"{chart.across(along):g} {chart.up(height):g}"


def _days(points: Sequence[Point], last: int) -> list[Node]:
    """Return the scale of days, and how many were still out at each mark."""
    base, edge = chart.up(0), chart.LEFT - 18

    def labels(day: int) -> tuple[str, str]:
        return str(day), f"{scales.open_at(points, day):,}"

    def span(day: int) -> tuple[float, float]:
        wide = chart.LETTER * max(map(len, labels(day)))
        start, _ = _placed(chart.across(day / last), wide, edge)
        return start, start + wide + chart.LETTER

    found = [
        chart.text(edge - chart.LETTER, base + chart.UNDER, "day", "end"),
        chart.text(edge - chart.LETTER, base + chart.BELOW, "out", "end"),
    ]
    for day in scales.marks_of_days(last, span):
        x = chart.across(day / last)
        found.append(node("line", x1=x, x2=x, y1=base, y2=base + 5, class_="base"))
        for label, under in zip(labels(day), (chart.UNDER, chart.BELOW), strict=True):
            _, anchor = _placed(x, chart.LETTER * len(label), edge)
            found.append(chart.text(x, base + under, label, anchor))
    return found


def _placed(x: float, wide: float, edge: float) -> tuple[float, str]:
    """Return where words around x begin, and which end of them stands there."""
    start = x - wide / 2
    if start < edge:
        return x, "start"
    if start + wide > chart.WIDTH:
        return x - wide, "end"
    return start, "middle"


def _end(points: Sequence[Point], last: int, top: float) -> Iterator[Node]:
    """Yield how many are back where enough are left to say so, written above it."""
    day = scales.last_said(points)
    if not day:
        return
    here = scales.at(points, day)
    y = max(14, chart.up(here.share / top) - 8)
    x = chart.across(day / last)
    said = f"{share(here.share)} by day {day}"
    room = chart.LETTER * len(said)
    if x - room < chart.LEFT:
        yield chart.text(chart.LEFT + 4, y, said, "start", "said")
    else:
        yield chart.text(x, y, said, "end", "said")
