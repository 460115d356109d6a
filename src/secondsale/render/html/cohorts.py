"""Who came back, by the month of the first order: a table, darker the more did."""

from collections.abc import Sequence

from secondsale.metrics.report import AGES, Cell, Cohort
from secondsale.render.figures import heat, scales
from secondsale.render.html import chart
from secondsale.render.html.nodes import Node, node

TITLE = "Who came back"
SHADES = 5


def heat_map(cohorts: Sequence[Cohort]) -> Node:
    """Return a row a month; the numbers say all that the colours do."""
    heads = ("month", "n", *(f"{age} days" for age in AGES))
    most = scales.largest_share(cohorts)
    rows = (
        node(
            "tr",
            node("th", f"{cohort.month:%Y-%m}", scope="row"),
            node("td", f"{cohort.n:,}"),
            *(_cell(cell, cohort, most) for cell in cohort.cells),
        )
        for cohort in cohorts
    )
    table = node(
        "table",
        node("thead", node("tr", *(node("th", head, scope="col") for head in heads))),
        node("tbody", *rows),
        class_="heat",
    )
    return chart.scrolling(TITLE, table)


def _cell(cell: Cell | None, cohort: Cohort, most: float) -> Node:
    if cell is None:
        return node("td", heat.NOT_YET, class_="unknown")
    if cell.few:
        back = f"{cell.hits:,} of the {cell.n:,} seen so long: few"
        return node("td", heat.said(cell, cohort), class_="unknown", title=back)
    back = f"{cell.hits:,} of the {cell.n:,} seen so long came back"
    shade = round(cell.estimate / most * SHADES) if most else 0
    return node("td", heat.said(cell, cohort), class_=f"h{shade}", title=back)
