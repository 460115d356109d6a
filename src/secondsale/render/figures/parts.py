"""Figures that are the parts of wholes, such as what became of each rule's: a table.

They are those whose labels read `whole: part`.
"""

from collections.abc import Sequence

from rich.table import Table
from rich.text import Text

from secondsale.metrics.metric import Metric
from secondsale.metrics.report import Group
from secondsale.records import dataclass
from secondsale.render.figures import lines
from secondsale.text import visible

MARK = ": "
SIGNS = "█▒░·"
WIDEST = 24


@dataclass(frozen=True, slots=True)
class Whole:
    """Something of which each part is a share."""

    name: str
    parts: tuple[Metric, ...]

    @property
    def n(self) -> int:
        """Return how many it is made of."""
        return self.parts[0].n

    @property
    def counted(self) -> str:
        """Say how many it is made of, and whether those are few."""
        return " ".join(filter(None, (lines.doubt(self.parts[0]), f"{self.n:,}")))


def wholes(group: Group) -> tuple[Whole, ...]:
    """Return the wholes that a group is about, if all of its figures are parts."""
    found: dict[str, list[Metric]] = {}
    for metric in group.metrics:
        name, mark, _ = metric.label.partition(MARK)
        if not mark:
            return ()
        found.setdefault(name, []).append(metric)
    return tuple(Whole(name, tuple(metrics)) for name, metrics in found.items())


def names(found: Sequence[Whole]) -> list[str]:
    """Return what the parts are called."""
    return [metric.label.partition(MARK)[2] for metric in found[0].parts]


def table(found: Sequence[Whole], *, width: int) -> Table:
    """Return a row a whole: how many, each part, and a bar of them."""
    heads = names(found)
    rows = Table.grid(padding=(0, 2, 0, 0))
    rows.add_column(width=0)
    rows.add_column(overflow="fold")
    for _ in ("n", *heads):
        rows.add_column(justify="right", no_wrap=True)
    wide = width >= 72
    signs = zip(SIGNS, heads, strict=False)
    key = " ".join(f"{sign} {head}" for sign, head in signs) if wide else ""
    titles = ("", "", "n", *heads, key)
    rows.add_row(*(Text(visible(title), "bold") for title in titles))
    for whole in sorted(found, key=lambda each: -each.n):
        if whole.n:
            shares = (lines.value(each) for each in whole.parts)
            cells = ("", visible(whole.name), whole.counted, *shares)
            picture = Text(bar(whole, WIDEST), "cyan") if wide else Text()
            rows.add_row(*map(Text, cells), picture)
    return rows


def bar(whole: Whole, width: int) -> str:
    """Return a bar in which each part takes its share."""
    drawn, until = "", 0.0
    for sign, part in zip(SIGNS, whole.parts, strict=False):
        until += part.value or 0.0
        drawn += sign * (round(until * width) - len(drawn))
    return drawn
