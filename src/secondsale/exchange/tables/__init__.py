"""Files of rows and columns, as they really are: text in, named cells out."""

from secondsale.exchange.tables.cells import keepable, keepable_name, keepable_note
from secondsale.exchange.tables.columns import Columns, look
from secondsale.exchange.tables.table import Row, Table

__all__ = [
    "Columns", "Row", "Table", "keepable", "keepable_name", "keepable_note", "look",
]  # fmt: skip
