"""Labels at the left, and beside each what is said, wrapped under itself.

Rich's tables can do it too, but loading and measuring them makes the morning wait.
"""

from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING

from rich.text import Text

if TYPE_CHECKING:
    from rich.console import Console, ConsoleOptions
    from rich.segment import Segment

Row = tuple[Text, Text]
"""A label, and what is said."""


class Hanging:
    """Rows whose labels take at least so many columns, indented by some."""

    def __init__(
        self, rows: Iterable[Row], *, label_width: int, indent: int = 0
    ) -> None:
        self._rows, self._indent = tuple(rows), indent
        longest = max((label.cell_len for label, _ in self._rows), default=0)
        self._label_width = max(longest, label_width)

    def __rich_console__(
        self, console: "Console", options: "ConsoleOptions"
    ) -> "Iterator[Segment]":
        """Yield the lines as Rich wants them, in pieces of one style."""
        start = " " * self._indent
        under = f"{start}{' ' * self._label_width} "
        room = max(1, options.max_width - len(under))
        for label, said in self._rows:
            gap = " " * (self._label_width - label.cell_len + 1)
            beside = Text.assemble(start, label, gap)
            for line in said.wrap(console, room, overflow="fold"):
                yield from beside.append_text(line).render(console, end="\n")
                beside = Text(under)


class TwoSides:
    """One line with two ends, or two lines where it is too narrow; perhaps indented."""

    def __init__(self, left: Text, right: Text, *, indent: int = 0) -> None:
        self._left, self._right, self._indent = left, right, indent

    def __rich_console__(
        self, console: "Console", options: "ConsoleOptions"
    ) -> "Iterator[Segment]":
        """Yield the lines as Rich wants them, in pieces of one style."""
        start = " " * self._indent
        room = max(1, options.max_width - self._indent)
        between = room - self._left.cell_len - self._right.cell_len
        if between >= 2:
            lines = [Text.assemble(self._left, " " * between, self._right)]
        else:
            sides = (self._left, self._right)
            lines = [x for s in sides for x in s.wrap(console, room, overflow="fold")]
        for line in lines:
            yield from Text.assemble(start, line).render(console, end="\n")
