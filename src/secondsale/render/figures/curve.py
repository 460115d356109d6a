"""The curve to the second sale: how many are back by each day, and how sure that is."""

from collections.abc import Sequence

from rich.text import Text

from secondsale.metrics.report import Point
from secondsale.render.figures import scales
from secondsale.render.figures.lines import share

MARGIN = 6
"""Columns left of the curve, for the shares."""

ROWS = 10
"""Lines of a curve, or a few more or less, so that marks stand on lines."""

STEPS = "━┃┏┛"
LEGEND = "━ back by then   ░ its range (95 %)   out: seen so long, not back yet"
APART = 2
"""Columns between two labels."""


def curve(points: Sequence[Point], *, width: int) -> list[Text]:
    """Return the curve as lines; nothing where nobody bought."""
    if not points:
        return []
    if not scales.reach(points):
        return [Text(scales.UNDRAWN)]
    marks = scales.marks_of_shares(scales.highest(points))
    each = max(1, ROWS // (len(marks) - 1))
    canvas = _drawn(points, marks[-1], width - MARGIN - 1, each * (len(marks) - 1) + 1)
    lines = []
    for row in range(len(canvas) - 1, -1, -1):
        mark, between = divmod(row, each)
        label = "" if between else share(marks[mark])
        edge = "│" if between else "┤"
        line = Text(f"{label:>{MARGIN - 1}} {edge}")
        for sign in "".join(canvas[row]).rstrip():
            line.append(sign, "cyan" if sign in STEPS else "")
        lines.append(line)
    said = [LEGEND, scales.CUT] if scales.is_cut(points) else [LEGEND]
    below = _below(points, width - MARGIN - 1)
    return [*lines, *map(Text, below), *(Text(each, "dim") for each in said)]


def _drawn(
    points: Sequence[Point], top: float, width: int, height: int
) -> list[list[str]]:
    """Return the signs of band and steps, the lowest row first."""
    canvas = [[" "] * width for _ in range(height)]
    last, before = scales.reach(points), 0
    for column in range(width):
        now = scales.at(points, column * last / (width - 1))
        low, here, high = (
            max(0, min(height - 1, round(part / top * (height - 1))))
            for part in (now.low, now.share, now.high)
        )
        for row in range(low, high + 1):
            canvas[row][column] = "░"
        canvas[here][column] = "━"
        if here > before and column:
            for row in range(before + 1, here):
                canvas[row][column] = "┃"
            canvas[before][column], canvas[here][column] = "┛", "┏"
        before = here
    return canvas


def _below(points: Sequence[Point], width: int) -> list[str]:
    """Return the scale of days, and how many were still out at each mark."""
    last = scales.reach(points)

    def place(day: int) -> int:
        return round(day / last * (width - 1))

    def span(day: int) -> tuple[float, float]:
        wide = max(len(str(day)), len(f"{scales.open_at(points, day):,}"))
        start = _start(place(day), wide, width)
        return start, start + wide + APART

    places = {place(day): day for day in scales.marks_of_days(last, span)}
    start = " " * MARGIN
    axis = "".join("┴" if column in places else "─" for column in range(width))
    days = {place: str(day) for place, day in places.items()}
    out = {place: f"{scales.open_at(points, day):,}" for place, day in places.items()}
    return [
        f"{start}└{axis}",
        f"{'days':>{MARGIN - 1}}  {_spread(days, width)}",
        f"{'out':>{MARGIN - 1}}  {_spread(out, width)}",
    ]


def _spread(labels: dict[int, str], width: int) -> str:
    """Return labels around their places, which are far enough apart."""
    line = ""
    for place, label in labels.items():
        line = line.ljust(_start(place, len(label), width)) + label
    return line


def _start(place: int, wide: int, width: int) -> int:
    return max(0, min(place - wide // 2, width - wide))
