"""Orders and revenue as columns, one a month."""

import itertools
from collections.abc import Iterator, Sequence
from math import floor

from secondsale.metrics.report import Month
from secondsale.money import NO_CURRENCY, Money, minor_digits
from secondsale.render.figures import months as plain
from secondsale.render.figures import scales
from secondsale.render.html import chart
from secondsale.render.html.nodes import Node, node
from secondsale.text import plural

ORDERS = "Orders a month"
HEADS = ("month", "orders", "first orders", "revenue")

NAME = 3.5 * chart.LETTER
"""Room that the name of a month takes, and some."""

KINDS = ("again", "first")
FILLED = 0.72
"""How much of its place a column takes."""


def orders(months: Sequence[Month]) -> Node:
    """Return the chart of orders, first orders above those of who came back."""
    columns = [(m.orders - m.firsts, m.firsts) for m in months]
    whole, first = sum(m.orders for m in months), sum(m.firsts for m in months)
    about = (
        f"{plural(whole, 'order')} in {plural(len(months), 'month')}, {first:,} of them"
        f" a customer's first; at most {max(m.orders for m in months):,} in a month."
    )
    table = chart.table(ORDERS, HEADS, plain.rows(months))
    return chart.figure("orders", ORDERS, about, _columns(months, columns), table)


def revenue(months: Sequence[Month], currency: str) -> Node:
    """Return the chart of what was taken in one currency."""
    taken = [_taken(month, currency) for month in months]
    unit = 10 ** minor_digits(currency)
    about = (
        f"{Money(sum(taken), currency)} in {plural(len(months), 'month')};"
        f" at most {Money(max(taken), currency)} in a month."
    )
    rows = (
        (plain.name(month), str(Money(minor, currency)))
        for month, minor in zip(months, taken, strict=True)
    )
    return chart.figure(
        f"revenue-{currency.lower()}",
        title(currency),
        about,
        _columns(months, [(minor / unit, 0.0) for minor in taken]),
        chart.table(title(currency), ("month", "revenue"), rows),
    )


def so_far(months: Sequence[Month]) -> str:
    """Say that the last of some months is not over, if it is not."""
    if not months[-1].so_far:
        return ""
    return f"{months[-1].month:%b %Y} so far: it is not over, and drawn dashed"


def title(currency: str) -> str:
    """Name the chart of what was taken in one currency."""
    return f"Revenue a month{'' if currency == NO_CURRENCY else f', {currency}'}"


def _columns(
    months: Sequence[Month], columns: Sequence[tuple[float, float]]
) -> list[Node]:
    """Return columns of two parts each, the lower one first, and their scales."""
    marks = scales.marks_of_numbers(max(map(sum, columns)))
    drawn = chart.grid((mark / marks[-1], _brief(mark)) for mark in marks)
    place = chart.ROOM / len(columns)
    for number, parts in enumerate(columns):
        start = round(chart.LEFT + (number + (1 - FILLED) / 2) * place, 1)
        foot = chart.up(0)
        for part, kind in zip(itertools.accumulate(parts), KINDS, strict=True):
            top = chart.up(part / marks[-1])
            if foot > top:
                size = {
                    "width": round(FILLED * place, 1),
                    "height": round(foot - top, 1),
                }
                look = f"{kind} running" if months[number].so_far else kind
                drawn.append(node("rect", x=start, y=top, **size, class_=look))
            foot = min(foot, top)
    return [*drawn, *_numbers(columns, marks[-1]), *_names(months)]


def _numbers(columns: Sequence[tuple[float, float]], top: float) -> Iterator[Node]:
    """Yield what columns amount to, the highest alone where all would not fit."""
    sums = [sum(each) for each in columns]
    place = chart.ROOM / len(columns)
    fit = all(chart.LETTER * (len(_brief(each)) + 0.4) <= place for each in sums)
    for number, whole in enumerate(sums):
        shown = _brief(whole)
        if shown != "0" and (fit or number == sums.index(max(sums))):
            x = chart.across((number + 0.5) / len(columns))
            yield chart.text(x, chart.up(whole / top) - 6, shown, kind="said")


def _names(months: Sequence[Month]) -> Iterator[Node]:
    """Yield the months that there is room for, and where years begin."""
    least = NAME * len(months) / chart.ROOM
    every = next((each for each in (1, 2, 3, 4, 6) if each >= least), 12)
    for number, each in enumerate(each.month for each in months):
        x = chart.across((number + 0.5) / len(months))
        if (each.month - 1) % every == 0:
            yield chart.text(x, chart.up(0) + chart.UNDER, f"{each:%b}")
        if each.month == 1 or (number == 0 and 13 - each.month > every):
            yield chart.text(x, chart.up(0) + chart.BELOW, str(each.year))


def _taken(month: Month, currency: str) -> int:
    found = (money.minor for money in month.revenue if money.currency == currency)
    return next(found, 0)


def _brief(amount: float) -> str:
    """Say an amount in few letters: `9,850`, `12k`, `1.5m`."""
    if amount >= 999_500:
        return f"{amount / 1_000_000:.2f}".rstrip("0").rstrip(".") + "m"
    if amount >= 10_000:
        return f"{floor(amount / 1000 + 0.5)}k"
    return f"{floor(amount + 0.5):,}"
