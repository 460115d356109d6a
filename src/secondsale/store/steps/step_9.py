"""Step 9: trials of two ways to follow up."""

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from sqlite_utils import Database

# What an arm sets is JSON such as {"due_days": "3"}; {} leaves all as it is. The record
# is how each arm stood at the end, as JSON; empty before, or where that was unknown.
_TRIALS = """
CREATE TABLE trials (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    name TEXT NOT NULL CHECK (name <> ''),
    rule TEXT NOT NULL CHECK (rule <> ''),
    salt TEXT NOT NULL CHECK (salt <> ''),
    first TEXT NOT NULL,
    second TEXT NOT NULL,
    hold_out INTEGER NOT NULL CHECK (hold_out BETWEEN 0 AND 90),
    within_days INTEGER NOT NULL CHECK (within_days > 0),
    started_on TEXT NOT NULL CHECK (started_on IS date(started_on)),
    ended_on TEXT CHECK (ended_on IS date(ended_on) AND ended_on >= started_on),
    end_reason TEXT NOT NULL DEFAULT '',
    record TEXT NOT NULL DEFAULT '' CHECK (record = '' OR ended_on IS NOT NULL)
) STRICT
"""


def trials(database: "Database") -> None:
    """Add the trials, in which customers are followed up in one of two ways."""
    database.execute(_TRIALS)
