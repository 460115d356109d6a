"""Step 5: people who were forgotten, and by what they would be recognised."""

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from sqlite_utils import Database

_FORGETTING = (
    """
    ALTER TABLE customers ADD COLUMN forgotten_on TEXT
    CHECK (forgotten_on IS date(forgotten_on))
    """,
    # A mark does not say whose it is: it must not lead back to the sales that stay.
    """
    CREATE TABLE forgotten_marks (
        id INTEGER PRIMARY KEY AUTOINCREMENT,
        mark TEXT NOT NULL UNIQUE,
        opted_out INTEGER NOT NULL CHECK (opted_out IN (0, 1))
    ) STRICT
    """,
    """
    CREATE TABLE forgotten_salt (
        id INTEGER PRIMARY KEY AUTOINCREMENT CHECK (id = 1),
        salt TEXT NOT NULL
    ) STRICT
    """,
)


def people_who_were_forgotten(database: "Database") -> None:
    """Let customers be forgotten, and make the tables of their marks."""
    for statement in _FORGETTING:
        database.execute(statement)
