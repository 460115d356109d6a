"""A table in a file: its columns by name, and its rows as often as they are needed."""

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Self

from secondsale.exchange.tables.cells import unguarded
from secondsale.exchange.tables.encodings import LOST, Encoding, encoding_of
from secondsale.exchange.tables.layout import (
    Layout,
    fold,
    layout_of,
    records,
    signature_of,
)
from secondsale.model.arrivals import Skipped
from secondsale.text import plural

TOTALS = frozenset(
    (
        "total", "totals", "subtotal", "grand total", "sum", "summe", "gesamt",
        "gesamtsumme", "zwischensumme", "somme", "total général", "suma",
        "total general", "totale", "totaal", "soma", "total geral",
    )
)  # fmt: skip
_DOWNLOADED = "record(s) downloaded"
_SELLER = "seller id"
_MARKED = frozenset("tsgz0123456789")
"""How footers begin, so that few rows are looked at more closely."""


class Row:
    """One record: its cells by the name of the column."""

    __slots__ = ("_places", "cells", "line", "problem")

    def __init__(
        self,
        line: int,
        cells: list[str],
        places: Mapping[str, tuple[int, ...]],
        problem: str = "",
    ) -> None:
        self.line = line
        """The line of the file on which the record begins, from 1."""
        self.cells = cells
        self.problem = problem
        """Why it cannot be read, such as more cells than columns; else empty."""
        self._places = places

    def __getitem__(self, name: str) -> str:
        """Return the first filled cell of the columns of a name (folded), or ''.

        A column that is not there is as good as empty. Cells are stripped, and lose the
        apostrophe that keeps a spreadsheet from acting on them.
        """
        for place in self._places.get(name, ()):
            cell = self.cells[place]
            if cell:
                cell = cell.strip()
                if cell:
                    return unguarded(cell) if cell[0] == "'" else cell
        return ""

    def each(self, name: str) -> tuple[str, ...]:
        """Return the cells of all columns of a name."""
        return tuple(unguarded(self.cells[at]) for at in self._places.get(name, ()))


class Table:
    """A file of rows and columns: what was found out about it, and its records."""

    path: Path
    encoding: str
    """`UTF-8`, `UTF-16` or `cp1252`."""
    delimiter: str
    heads: tuple[str, ...]
    """The names of the columns as they stand there."""
    known: frozenset[str]
    """The names folded: trimmed, lower case, without marks and doubled spaces."""
    signature: str
    """A short hash of the set of names: which kind of table it is."""

    def __init__(self, path: Path, encoding: Encoding, layout: Layout) -> None:
        self.path = path
        self.encoding, self._encoding = encoding.name, encoding
        self.delimiter, self.heads = layout.delimiter, layout.heads
        self._above = layout.above
        places: dict[str, tuple[int, ...]] = {}
        for place, head in enumerate(map(fold, layout.heads)):
            if head:
                places[head] = (*places.get(head, ()), place)
        self.places: Mapping[str, tuple[int, ...]] = places
        """In which columns a name (folded) stands, from 0."""
        self.known = frozenset(places)
        self.signature = signature_of(self.known)
        self.count = 0
        """How many records the last pass of `rows` met, footers among them."""
        self.left_out: Mapping[int, Skipped] = {}
        """The footers that the last pass of `rows` met, by their line."""
        self.notes: dict[str, None] = {}
        """What was concluded about the table and is worth telling, in its order."""

    @classmethod
    def open(cls, path: Path) -> Self:
        """Look at a file: its encoding, delimiter, and where its header stands.

        Errors: InputError for what is no table, naming the file.
        """
        encoding = encoding_of(path)
        return cls(path, encoding, layout_of(path, encoding))

    def rows(self) -> Iterator[Row]:
        """Yield the records below the header, without footers and empty ones.

        May be called again: each call reads the file anew, nothing of it is held.
        Errors: InputError, naming the line, for quotation marks that do not match.
        """
        self.count, left_out = 0, dict[int, Skipped]()
        self.left_out = left_out
        places, width = self.places, len(self.heads)
        damaged = self._encoding.damaged
        for line, cells in self.records():
            self.count += 1
            problem = ""
            if len(cells) != width:
                cells, problem = _fitted(cells, width)
            if damaged and any(LOST in cell for cell in cells):
                problem = "it holds bytes that are no letters in UTF-8"
            start = (cells[0] or next(filter(str.strip, cells))).lstrip()
            if start[:1].casefold() in _MARKED:
                footer = _footer(start, cells)
                if footer:
                    left_out[line] = Skipped((line,), footer)
                    continue
            elif start == self.heads[0] and self._is_header(cells):
                left_out[line] = Skipped((line,), "the header again")
                continue
            yield Row(line, cells, places, problem)

    def records(self) -> Iterator[tuple[int, list[str]]]:
        """Yield the line and the bare cells of each record that is not empty.

        Footers are among them, and cells are as many as there are.
        """
        found = records(self.path, self._encoding, self.delimiter)
        for _, record in zip(range(self._above), found, strict=False):
            del record
        for line, cells in found:
            if cells and (cells[0].strip() or any(map(str.strip, cells))):
                yield line, cells

    def _is_header(self, cells: list[str]) -> bool:
        return tuple(cell.strip() for cell in cells) == self.heads


def _fitted(cells: list[str], width: int) -> tuple[list[str], str]:
    """Return as many cells as there are columns, or why that cannot be."""
    if len(cells) < width:
        return cells + [""] * (width - len(cells)), ""
    surplus = cells[width:]
    if any(map(str.strip, surplus)):
        return cells, f"{plural(len(cells), 'cell')} under {plural(width, 'column')}"
    return cells[:width], ""


def _footer(start: str, cells: list[str]) -> str:
    """Return what makes a record one of those below the rows, or nothing."""
    words = start.strip().rstrip(":").casefold()
    filled = [cell.strip() for cell in cells if cell.strip()]
    counted = any(map(str.isdecimal, "".join(filled)))
    if words in TOTALS and counted and 3 * len(filled) <= 2 * len(cells):
        return "a line of totals"
    if len(filled) <= 2 and filled[-1].casefold().endswith(_DOWNLOADED):
        return "the number of records below the rows"
    if len(filled) <= 2 and words.startswith(_SELLER):
        return "the seller's name below the rows"
    return ""
