"""Pictures of one line: read without colour, and in any terminal's letters."""

from collections.abc import Sequence

LEVELS = "▁▂▃▄▅▆▇█"
SHADES = (" ", "░", "▒", "▓", "█")


def between(
    value: float | None, low: float | None, high: float | None, width: int = 20
) -> str:
    """Return where a share lies from 0 to 1, and what is likely: `··├──●───┤····`.

    Shares share a scale, so that their bars can be compared.
    """
    if value is None:
        return "·" * width
    at, first, last = (
        _cell(value if each is None else each, width) for each in (value, low, high)
    )
    signs = ["─" if first <= cell <= last else "·" for cell in range(width)]
    if low is not None and high is not None:
        signs[first], signs[last] = "├", "┤"
    signs[at] = "●"
    return "".join(signs)


def spark(values: Sequence[float | None]) -> str:
    """Return a row of small columns, the highest the largest; none for what is None."""
    most = max((value for value in values if value is not None), default=0)
    return "".join(" " if value is None else _level(value, most) for value in values)


def shade(part: float, most: float) -> str:
    """Return the sign whose darkness says how much of the most this is."""
    if part <= 0 or most <= 0:
        return SHADES[0]
    return SHADES[max(1, min(4, round(part / most * 4)))]


def _level(value: float, most: float) -> str:
    if most <= 0:
        return LEVELS[0]
    return LEVELS[max(0, min(7, round(value / most * 8) - 1))]


def _cell(share: float, width: int) -> int:
    return max(0, min(width - 1, int(share * width)))
