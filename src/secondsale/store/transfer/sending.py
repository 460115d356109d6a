"""Every fact of a book as a record."""

from collections.abc import Iterator
from typing import Any

from secondsale.store import rows
from secondsale.store.connection import OpenBook
from secondsale.store.transfer.shapes import INSIDE, PART, WHOLE, Shape, shapes

AT_ONCE = 500


def records(book: OpenBook) -> Iterator[tuple[str, dict[str, Any]]]:
    """Yield what each record is, and the record; parents before what is theirs."""
    known = shapes(book)
    for table, shape in known.items():
        if table != PART:
            for record in _of(book, shape, known[PART]):
                yield shape.word, record


def _of(book: OpenBook, shape: Shape, part: Shape) -> Iterator[dict[str, Any]]:
    last = 0
    while found := book._rows(
        f"SELECT * FROM {shape.table} WHERE id > ? ORDER BY id LIMIT {AT_ONCE}", last
    ):
        last = found[-1]["id"]
        inside: dict[int, list[rows.Row]] = {}
        if shape.table == WHOLE:
            ids = [row["id"] for row in found]
            inside = rows.by(INSIDE, book._rows_of(PART, INSIDE, ids))
        for row in found:
            record = shape.told(row)
            if shape.table == WHOLE:
                record[PART] = [_line(part, each) for each in inside.get(row["id"], ())]
            yield record


def _line(part: Shape, row: rows.Row) -> dict[str, Any]:
    told = part.told(row)
    del told[INSIDE]
    return told
