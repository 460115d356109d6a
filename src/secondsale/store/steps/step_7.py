"""Step 7: what came from elsewhere, addresses, and what was handed to a phone."""

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from sqlite_utils import Database

_EXCHANGE = (
    "ALTER TABLE customers ADD COLUMN address TEXT NOT NULL DEFAULT ''",
    "ALTER TABLE customers ADD COLUMN postcode TEXT NOT NULL DEFAULT ''",
    "ALTER TABLE sales ADD COLUMN total_minor INTEGER",
    """
    ALTER TABLE sales ADD COLUMN currency TEXT
    CHECK ((total_minor IS NULL) = (currency IS NULL))
    """,
    """
    CREATE TABLE other_addresses (
        id INTEGER PRIMARY KEY AUTOINCREMENT,
        customer_id INTEGER NOT NULL REFERENCES customers(id),
        kind TEXT NOT NULL CHECK (kind IN ('email', 'phone')),
        value TEXT NOT NULL,
        value_key TEXT NOT NULL,
        UNIQUE (customer_id, kind, value_key)
    ) STRICT
    """,
    "CREATE INDEX other_addresses_by_key ON other_addresses(value_key)",
    # A telephone number is recognised by its ending, with or without its prefix.
    """
    CREATE INDEX customers_by_phone_ending ON customers(substr(phone_key, -7))
    WHERE phone_key <> ''
    """,
    """
    CREATE INDEX other_addresses_by_ending ON other_addresses(substr(value_key, -7))
    WHERE kind = 'phone'
    """,
    # By what another program knows a customer or a sale; empty shop: there is one.
    """
    CREATE TABLE customer_origins (
        id INTEGER PRIMARY KEY AUTOINCREMENT,
        customer_id INTEGER NOT NULL REFERENCES customers(id),
        source TEXT NOT NULL,
        shop TEXT NOT NULL DEFAULT '',
        external_id TEXT NOT NULL,
        UNIQUE (source, shop, external_id)
    ) STRICT
    """,
    "CREATE INDEX customer_origins_of_customer ON customer_origins(customer_id)",
    """
    CREATE TABLE sale_origins (
        id INTEGER PRIMARY KEY AUTOINCREMENT,
        sale_id INTEGER NOT NULL REFERENCES sales(id),
        source TEXT NOT NULL,
        shop TEXT NOT NULL DEFAULT '',
        external_id TEXT NOT NULL,
        standing TEXT NOT NULL DEFAULT '',
        itemised INTEGER NOT NULL DEFAULT 1 CHECK (itemised IN (0, 1)),
        UNIQUE (source, shop, external_id)
    ) STRICT
    """,
    "CREATE INDEX sale_origins_of_sale ON sale_origins(sale_id)",
    # A first hello to a past customer, on a day that has room for it.
    """
    CREATE TABLE hellos (
        id INTEGER PRIMARY KEY AUTOINCREMENT,
        customer_id INTEGER NOT NULL REFERENCES customers(id),
        greet_on TEXT NOT NULL CHECK (greet_on IS date(greet_on)),
        made_on TEXT NOT NULL CHECK (made_on IS date(made_on))
    ) STRICT
    """,
    "CREATE INDEX hellos_of_customer ON hellos(customer_id)",
    # Conversations as they were handed to a folder or a note, and what came back. No
    # fact: undo takes back what was logged, not that the phone was heard. It refers to
    # nobody: what was handed out is taken away also when its customer is gone.
    """
    CREATE TABLE tasks (
        id INTEGER PRIMARY KEY AUTOINCREMENT,
        customer_id INTEGER NOT NULL,
        place TEXT NOT NULL,
        uid TEXT NOT NULL,
        keys TEXT NOT NULL DEFAULT '',
        written TEXT NOT NULL DEFAULT '',
        state TEXT NOT NULL CHECK (state IN ('open', 'done', 'dismissed', 'withdrawn')),
        changed_on TEXT NOT NULL CHECK (changed_on IS date(changed_on)),
        UNIQUE (place, uid)
    ) STRICT
    """,
    "CREATE INDEX tasks_of_customer ON tasks(customer_id)",
)


def what_came_from_elsewhere(database: "Database") -> None:
    """Add addresses, origins, totals, first hellos and handed-out tasks."""
    for statement in _EXCHANGE:
        database.execute(statement)
