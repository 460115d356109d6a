"""Texts: in none of them is what a terminal acts on, or shows in another order."""

from collections.abc import Iterator

from secondsale.store.changes import NOT_FACTS
from secondsale.store.checks.results import Check, Fault, asked, each_row
from secondsale.store.connection import OpenBook

_CONTROLS = "*[\x01-\x1f\x7f-\x9f\u200e\u200f\u202a-\u202e\u2066-\u2069]*"
"""What the door refuses: control characters, and those that turn the direction."""

_COLUMNS = """
SELECT m.name AS owner, c.name AS name FROM sqlite_schema AS m
JOIN pragma_table_info(m.name) AS c
WHERE m.type = 'table' AND m.name NOT GLOB '*sqlite_*' AND c.type = 'TEXT'
"""


def controls(book: OpenBook) -> Iterator[Fault]:
    """Yield the texts with control characters, which no command would have kept."""
    for row in list(each_row(book, _COLUMNS)):
        table, column = row["owner"], row["name"]
        if table not in NOT_FACTS:
            yield from asked(
                book,
                f"SELECT '{table} ' || id AS at,"
                f" '{column} holds a control character' AS what FROM {table}"
                f" WHERE {column} GLOB ? OR instr({column}, char(0)) > 0",
                _CONTROLS,
            )


CHECKS = (
    Check(
        "texts",
        "no text holds a control character",
        controls,
        "another program put it there, and it is shown spelled out: say it anew",
        is_advice=True,
    ),
)
