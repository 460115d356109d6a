"""Step 6: the wake index: on which day the planner must next look at each customer."""

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from sqlite_utils import Database

_WAKING = (
    # Empty days are before all others: awake.
    """
    CREATE TABLE wakes (
        customer_id INTEGER PRIMARY KEY REFERENCES customers(id) ON DELETE CASCADE,
        planned_on TEXT NOT NULL DEFAULT '',
        wake_on TEXT NOT NULL DEFAULT '',
        next_on TEXT,
        about TEXT NOT NULL DEFAULT ''
    ) STRICT
    """,
    "CREATE INDEX wakes_by_day ON wakes(wake_on, planned_on)",
    "CREATE INDEX wakes_by_planning ON wakes(planned_on)",
    "CREATE INDEX wakes_by_next ON wakes(next_on)",
    """
    CREATE TABLE wake_fingerprint (
        id INTEGER PRIMARY KEY CHECK (id = 1),
        fingerprint TEXT NOT NULL
    ) STRICT
    """,
    # Who has no row would never be looked at, so nobody is without, whoever adds them.
    """
    CREATE TRIGGER customers_wake AFTER INSERT ON customers
    BEGIN INSERT INTO wakes (customer_id) VALUES (new.id); END
    """,
    "INSERT INTO wakes (customer_id) SELECT id FROM customers"
    " WHERE forgotten_on IS NULL",
)


def an_index_of_who_is_awake(database: "Database") -> None:
    """Make the wake index, in which everybody is awake."""
    for statement in _WAKING:
        database.execute(statement)
