"""Step 4: the journal: what was typed, what it changed, and what that was before."""

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from sqlite_utils import Database

_JOURNAL = (
    # `reverses` may name an entry that has been dropped by now, so it is no reference.
    """
    CREATE TABLE journal (
        id INTEGER PRIMARY KEY AUTOINCREMENT,
        at TEXT NOT NULL,
        day TEXT NOT NULL CHECK (day IS date(day)),
        typed TEXT NOT NULL,
        kind TEXT NOT NULL,
        reverses INTEGER,
        blanked INTEGER NOT NULL DEFAULT 0 CHECK (blanked IN (0, 1))
    ) STRICT
    """,
    # Of rows that were made only the ids are kept; of the others a JSON array of what
    # they were before, each with its id.
    """
    CREATE TABLE journal_changes (
        id INTEGER PRIMARY KEY AUTOINCREMENT,
        entry_id INTEGER NOT NULL REFERENCES journal(id),
        kind TEXT NOT NULL,
        table_name TEXT NOT NULL,
        first_id INTEGER NOT NULL,
        last_id INTEGER NOT NULL CHECK (last_id >= first_id),
        images TEXT NOT NULL DEFAULT ''
    ) STRICT
    """,
    "CREATE INDEX journal_changes_of_entry ON journal_changes(entry_id)",
    # Taking rows back asks for each of them who refers to it.
    "CREATE INDEX lines_of_product ON lines(product_id)",
    """
    CREATE INDEX settlements_of_contact ON settlements(contact_id)
    WHERE contact_id IS NOT NULL
    """,
    """
    CREATE INDEX concerns_of_sale ON concerns(sale_id) WHERE sale_id IS NOT NULL
    """,
)


def a_journal_of_changes(database: "Database") -> None:
    """Make the journal, and the indexes that taking back needs."""
    for statement in _JOURNAL:
        database.execute(statement)
