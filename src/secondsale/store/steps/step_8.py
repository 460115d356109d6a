"""Step 8: which words were used in a conversation."""

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from sqlite_utils import Database


def words_that_were_used(database: "Database") -> None:
    """Add which text was used for what a conversation was about; empty: own words."""
    database.execute("ALTER TABLE covers ADD COLUMN wording TEXT NOT NULL DEFAULT ''")
