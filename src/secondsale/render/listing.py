"""A plain table that wraps between words only, or blocks where that does not fit."""

from collections.abc import Iterator, Sequence

from rich import box
from rich.cells import cell_len
from rich.console import Group, RenderableType
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from secondsale.render.wrapping import NO_BREAK, wrapped
from secondsale.text import visible

LABEL_WIDTH = 10
INDENT = (0, 0, 0, 2)

BETWEEN = 3
"""Columns between two columns of a table; its edges take two."""


def listing(
    heads: Sequence[str], rows: Sequence[Sequence[str]], *, width: int
) -> RenderableType:
    """Return rows under heads; heads that end in # align right.

    A no-break space stays one: `5 to 70 %` on one line.

    Where the longest words do not fit beside each other, each row is a block instead.
    """
    shown = [[visible(cell) for cell in row] for row in rows]
    names = [head.rstrip("#") for head in heads]
    room = width - 2 - BETWEEN * (len(heads) - 1)
    widths = _widths(list(zip(names, *shown, strict=True)), room)
    if widths is None:
        return Group(*_blocks(names, shown, width))
    table = Table(box=box.SIMPLE_HEAD, pad_edge=False, header_style="bold")
    for head, name, wide in zip(heads, names, widths, strict=True):
        side = "right" if head.endswith("#") else "left"
        table.add_column(name, justify=side, overflow="fold", width=wide)  # type: ignore[arg-type]  # a plain str
    for row in shown:
        table.add_row(*map(_fitted, row, widths))
    return table


def _widths(columns: Sequence[Sequence[str]], room: int) -> list[int] | None:
    """Return the widths that share the room, none less than its longest word.

    None where there is no room for that.
    """
    least = [max(cell_len(w) for c in cells for w in c.split(" ")) for cells in columns]
    most = [max(map(cell_len, cells)) for cells in columns]
    if sum(least) > room:
        return None

    def shared(limit: int) -> list[int]:
        return [
            max(low, min(high, limit)) for low, high in zip(least, most, strict=True)
        ]

    return shared(max(n for n in range(room + 1) if sum(shared(n)) <= room))


def _blocks(
    names: Sequence[str], rows: Sequence[Sequence[str]], width: int
) -> Iterator[RenderableType]:
    """Yield each row as lines of a head and what stands under it, if anything does."""
    label = max(map(cell_len, names))
    for number, row in enumerate(rows):
        if number:
            yield Text()
        block = Table.grid(padding=(0, 2))
        block.add_column(min_width=label, no_wrap=True, style="bold")
        block.add_column(overflow="fold")
        for name, cell in zip(names, row, strict=True):
            if cell:
                block.add_row(name, _fitted(cell, width - label - 2))
        yield block


def labelled(pairs: Sequence[tuple[str, str]]) -> Padding:
    """Return labels in a column of their own, and what is said beside them."""
    table = Table.grid(padding=(0, 1))
    table.add_column(min_width=LABEL_WIDTH, no_wrap=True)
    table.add_column(overflow="fold")
    for label, said in pairs:
        table.add_row(Text(label, style="italic"), Text(visible(said)))
    return Padding(table, INDENT)


def _fitted(cell: str, width: int) -> Text:
    """Return a cell in lines; Rich would break them at a no-break space, too."""
    if NO_BREAK not in cell:
        return Text(cell)
    return Text(wrapped(cell, width).replace(NO_BREAK, " "))
