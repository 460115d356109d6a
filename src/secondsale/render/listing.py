"""A plain table that wraps and never cuts."""

from collections.abc import Sequence

from rich import box
from rich.table import Table
from rich.text import Text

from secondsale.text import visible


def listing(columns: Sequence[str], rows: Sequence[Sequence[str]]) -> Table:
    """Return a table of rows under column heads; heads that end in # align right."""
    table = Table(box=box.SIMPLE_HEAD, pad_edge=False, header_style="bold")
    for head in columns:
        side = "right" if head.endswith("#") else "left"
        table.add_column(head.rstrip("#"), justify=side, overflow="fold")  # type: ignore[arg-type]  # a plain str
    for row in rows:
        table.add_row(*(Text(visible(cell)) for cell in row))
    return table
