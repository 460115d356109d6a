"""Step 3: what customers have left of a product, and what the book has learned."""

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from sqlite_utils import Database

_FACTS = (
    "ALTER TABLE products ADD COLUMN dosed INTEGER CHECK (dosed IN (0, 1))",
    """
    CREATE TABLE levels (
        id INTEGER PRIMARY KEY AUTOINCREMENT,
        customer_id INTEGER NOT NULL REFERENCES customers(id),
        product_id INTEGER NOT NULL REFERENCES products(id),
        heard_on TEXT NOT NULL CHECK (heard_on IS date(heard_on)),
        percent INTEGER NOT NULL CHECK (percent BETWEEN 0 AND 100),
        recorded_on TEXT NOT NULL CHECK (recorded_on IS date(recorded_on)),
        contact_id INTEGER REFERENCES contacts(id)
    ) STRICT
    """,
    "CREATE INDEX levels_of_customer ON levels(customer_id)",
)

# An index over the sales, not a fact: it may be thrown away and is taken anew.
_LEARNED = (
    """
    CREATE TABLE learned (
        id INTEGER PRIMARY KEY CHECK (id = 1),
        learned_on TEXT NOT NULL CHECK (learned_on IS date(learned_on)),
        last_line INTEGER NOT NULL,
        shift REAL NOT NULL
    ) STRICT
    """,
    # Of the shop, of orders of any kind, of a category (by name), a product (by id).
    """
    CREATE TABLE votes (
        id INTEGER PRIMARY KEY,
        kind TEXT NOT NULL CHECK (kind IN ('shop', 'orders', 'category', 'product')),
        name TEXT NOT NULL,
        logs REAL NOT NULL,
        weight REAL NOT NULL,
        customers INTEGER NOT NULL,
        came_back INTEGER NOT NULL
    ) STRICT
    """,
)


def levels_and_what_was_learned(database: "Database") -> None:
    """Make room for what is left of a product, and for the snapshot of all sales."""
    for statement in _FACTS + _LEARNED:
        database.execute(statement)
