"""Who came back, by the month of the first order: numbers, and how dark they are."""

from collections.abc import Sequence

from rich.table import Table
from rich.text import Text

from secondsale.metrics.report import AGES, FEWEST, Cell, Cohort
from secondsale.render.figures import scales
from secondsale.render.figures.lines import share
from secondsale.render.figures.signs import shade

HEADS = ("month", "n", *(f"{age} d" for age in AGES))
NOT_YET = "·"
LEGEND = (
    "back within so many days of a first order in that month;"
    f" ~ estimated, as not all were seen so long; {NOT_YET} nobody was;"
    f" 1/3: one of three, where fewer than {FEWEST} were"
)

ROOMY = 72
"""Columns from which on the cells stand well apart."""


def heat_map(cohorts: Sequence[Cohort], *, width: int) -> Table:
    """Return a row a month: numbers in the cells, darker the more came back."""
    table = Table.grid(padding=(0, 3 if width >= ROOMY else 1))
    for head in HEADS:
        side = "left" if head == HEADS[0] else "right"
        table.add_column(justify=side, no_wrap=True)  # type: ignore[arg-type]  # a plain str
    table.add_row(*(Text(head, "bold") for head in HEADS))
    most = scales.largest_share(cohorts)
    for cohort in cohorts:
        cells = (_shaded(cell, cohort, most) for cell in cohort.cells)
        table.add_row(f"{cohort.month:%Y-%m}", f"{cohort.n:,}", *cells)
    return table


def rows(cohorts: Sequence[Cohort]) -> list[tuple[str, ...]]:
    """Return a row a month, under HEADS."""
    return [
        (
            f"{cohort.month:%Y-%m}",
            str(cohort.n),
            *(said(cell, cohort) for cell in cohort.cells),
        )
        for cohort in cohorts
    ]


def said(cell: Cell | None, cohort: Cohort) -> str:
    """Say how many of a month came back: `27 %`, `~27 %` if some were not seen yet.

    Where few were seen so long it says `1/3`: no share of so few means anything.
    """
    if cell is None:
        return NOT_YET
    if cell.few:
        return f"{cell.hits}/{cell.n}"
    mark = "~" if cell.n < cohort.n else ""
    return f"{mark}{share(cell.estimate, cohort.n)}"


def _shaded(cell: Cell | None, cohort: Cohort, most: float) -> Text:
    shown = Text(said(cell, cohort).rjust(5))
    if cell is None or cell.few:
        shown.stylize("dim")
        return shown
    return Text.assemble((shade(cell.estimate, most) * 2, "cyan"), " ", shown)
