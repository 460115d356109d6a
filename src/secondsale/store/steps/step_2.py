"""Step 2: what is owed to customers, what is taught about products, and rewards."""

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from sqlite_utils import Database

_GROWTH = (
    "ALTER TABLE customers ADD COLUMN tier TEXT NOT NULL DEFAULT ''",
    "ALTER TABLE customers ADD COLUMN owner TEXT NOT NULL DEFAULT ''",
    "ALTER TABLE sales ADD COLUMN party TEXT NOT NULL DEFAULT ''",
    "ALTER TABLE sales ADD COLUMN expectations TEXT NOT NULL DEFAULT ''",
    "ALTER TABLE contacts ADD COLUMN score INTEGER CHECK (score BETWEEN 0 AND 10)",
    "ALTER TABLE covers ADD COLUMN about TEXT NOT NULL DEFAULT ''",
)

_OF_CUSTOMERS = (
    """
    CREATE TABLE tags (
        id INTEGER PRIMARY KEY AUTOINCREMENT,
        customer_id INTEGER NOT NULL REFERENCES customers(id),
        tag TEXT NOT NULL CHECK (tag <> ''),
        UNIQUE (customer_id, tag)
    ) STRICT
    """,
    """
    CREATE TABLE concerns (
        id INTEGER PRIMARY KEY AUTOINCREMENT,
        customer_id INTEGER NOT NULL REFERENCES customers(id),
        sale_id INTEGER REFERENCES sales(id),
        text TEXT NOT NULL,
        opened_on TEXT NOT NULL CHECK (opened_on IS date(opened_on)),
        recorded_on TEXT NOT NULL CHECK (recorded_on IS date(recorded_on)),
        resolved_on TEXT CHECK (resolved_on IS date(resolved_on)),
        resolution TEXT NOT NULL DEFAULT ''
    ) STRICT
    """,
    """
    CREATE TABLE promises (
        id INTEGER PRIMARY KEY AUTOINCREMENT,
        customer_id INTEGER NOT NULL REFERENCES customers(id),
        text TEXT NOT NULL,
        due_on TEXT NOT NULL CHECK (due_on IS date(due_on)),
        made_on TEXT NOT NULL CHECK (made_on IS date(made_on)),
        recorded_on TEXT NOT NULL CHECK (recorded_on IS date(recorded_on)),
        kept_on TEXT CHECK (kept_on IS date(kept_on))
    ) STRICT
    """,
    """
    CREATE TABLE checkpoints (
        id INTEGER PRIMARY KEY AUTOINCREMENT,
        sale_id INTEGER NOT NULL REFERENCES sales(id),
        label TEXT NOT NULL,
        planned_on TEXT NOT NULL CHECK (planned_on IS date(planned_on)),
        recorded_on TEXT NOT NULL CHECK (recorded_on IS date(recorded_on)),
        dropped_on TEXT CHECK (dropped_on IS date(dropped_on)),
        drop_reason TEXT NOT NULL DEFAULT ''
    ) STRICT
    """,
    """
    CREATE TABLE milestones (
        id INTEGER PRIMARY KEY AUTOINCREMENT,
        customer_id INTEGER NOT NULL REFERENCES customers(id),
        text TEXT NOT NULL,
        reached_on TEXT NOT NULL CHECK (reached_on IS date(reached_on)),
        recorded_on TEXT NOT NULL CHECK (recorded_on IS date(recorded_on))
    ) STRICT
    """,
    """
    CREATE TABLE gifts (
        id INTEGER PRIMARY KEY AUTOINCREMENT,
        customer_id INTEGER NOT NULL REFERENCES customers(id),
        text TEXT NOT NULL,
        given_on TEXT NOT NULL CHECK (given_on IS date(given_on)),
        cost_minor INTEGER,
        currency TEXT,
        wow INTEGER NOT NULL DEFAULT 0 CHECK (wow IN (0, 1)),
        CHECK ((cost_minor IS NULL) = (currency IS NULL))
    ) STRICT
    """,
    """
    CREATE TABLE details (
        id INTEGER PRIMARY KEY AUTOINCREMENT,
        customer_id INTEGER NOT NULL REFERENCES customers(id),
        name TEXT NOT NULL CHECK (name <> ''),
        value TEXT NOT NULL,
        noted_on TEXT NOT NULL CHECK (noted_on IS date(noted_on))
    ) STRICT
    """,
    """
    CREATE TABLE introductions (
        id INTEGER PRIMARY KEY AUTOINCREMENT,
        customer_id INTEGER NOT NULL REFERENCES customers(id),
        name TEXT NOT NULL,
        role TEXT NOT NULL,
        added_on TEXT NOT NULL CHECK (added_on IS date(added_on)),
        done_on TEXT CHECK (done_on IS date(done_on))
    ) STRICT
    """,
    """
    CREATE TABLE ratings (
        id INTEGER PRIMARY KEY AUTOINCREMENT,
        customer_id INTEGER NOT NULL REFERENCES customers(id),
        rated_on TEXT NOT NULL CHECK (rated_on IS date(rated_on)),
        own INTEGER NOT NULL CHECK (own BETWEEN 1 AND 5),
        theirs INTEGER CHECK (theirs BETWEEN 1 AND 5)
    ) STRICT
    """,
    # Without a customer it is the whole book that rests.
    """
    CREATE TABLE pauses (
        id INTEGER PRIMARY KEY AUTOINCREMENT,
        customer_id INTEGER REFERENCES customers(id),
        since TEXT NOT NULL CHECK (since IS date(since)),
        until TEXT CHECK (until IS date(until)),
        made_on TEXT NOT NULL CHECK (made_on IS date(made_on)),
        reason TEXT NOT NULL DEFAULT '',
        CHECK (until >= since)
    ) STRICT
    """,
)

_OF_PRODUCTS = (
    """
    CREATE TABLE lessons (
        id INTEGER PRIMARY KEY AUTOINCREMENT,
        product_id INTEGER NOT NULL REFERENCES products(id),
        word TEXT NOT NULL CHECK (word <> ''),
        text TEXT NOT NULL,
        after_days INTEGER NOT NULL CHECK (after_days >= 0),
        months TEXT NOT NULL DEFAULT '',
        UNIQUE (product_id, word)
    ) STRICT
    """,
    """
    CREATE TABLE reasons (
        id INTEGER PRIMARY KEY AUTOINCREMENT,
        product_id INTEGER NOT NULL REFERENCES products(id),
        text TEXT NOT NULL
    ) STRICT
    """,
    """
    CREATE TABLE resources (
        id INTEGER PRIMARY KEY AUTOINCREMENT,
        product_id INTEGER NOT NULL REFERENCES products(id),
        title TEXT NOT NULL,
        location TEXT NOT NULL
    ) STRICT
    """,
    """
    CREATE TABLE complements (
        id INTEGER PRIMARY KEY AUTOINCREMENT,
        product_id INTEGER NOT NULL REFERENCES products(id),
        other_id INTEGER NOT NULL REFERENCES products(id),
        why TEXT NOT NULL DEFAULT '',
        after_days INTEGER CHECK (after_days >= 0),
        UNIQUE (product_id, other_id),
        CHECK (other_id <> product_id)
    ) STRICT
    """,
    """
    CREATE TABLE objections (
        id INTEGER PRIMARY KEY AUTOINCREMENT,
        product_id INTEGER NOT NULL REFERENCES products(id),
        text TEXT NOT NULL
    ) STRICT
    """,
)

_OF_REWARDS = (
    # Terms are added, never changed: cards begun under earlier ones keep them.
    """
    CREATE TABLE reward_terms (
        id INTEGER PRIMARY KEY AUTOINCREMENT,
        name TEXT NOT NULL CHECK (name <> ''),
        since TEXT NOT NULL CHECK (since IS date(since)),
        goal INTEGER NOT NULL CHECK (goal > 0),
        head_start INTEGER NOT NULL CHECK (head_start >= 0),
        gives TEXT NOT NULL,
        product_id INTEGER REFERENCES products(id),
        per_minor INTEGER CHECK (per_minor > 0),
        currency TEXT,
        CHECK ((per_minor IS NULL) = (currency IS NULL))
    ) STRICT
    """,
    """
    CREATE TABLE redemptions (
        id INTEGER PRIMARY KEY AUTOINCREMENT,
        customer_id INTEGER NOT NULL REFERENCES customers(id),
        name TEXT NOT NULL,
        redeemed_on TEXT NOT NULL CHECK (redeemed_on IS date(redeemed_on)),
        cost_minor INTEGER,
        currency TEXT,
        CHECK ((cost_minor IS NULL) = (currency IS NULL))
    ) STRICT
    """,
)

_INDEXES = (
    "CREATE INDEX customers_by_referrer ON customers(referred_by)",
    "CREATE INDEX concerns_of_customer ON concerns(customer_id)",
    "CREATE INDEX promises_of_customer ON promises(customer_id)",
    "CREATE INDEX checkpoints_of_sale ON checkpoints(sale_id)",
    "CREATE INDEX milestones_of_customer ON milestones(customer_id)",
    "CREATE INDEX gifts_of_customer ON gifts(customer_id)",
    "CREATE INDEX details_of_customer ON details(customer_id)",
    "CREATE INDEX introductions_of_customer ON introductions(customer_id)",
    "CREATE INDEX ratings_of_customer ON ratings(customer_id)",
    "CREATE INDEX pauses_of_customer ON pauses(customer_id)",
    "CREATE INDEX redemptions_of_customer ON redemptions(customer_id)",
    "CREATE INDEX reasons_of_product ON reasons(product_id)",
    "CREATE INDEX resources_of_product ON resources(product_id)",
    "CREATE INDEX objections_of_product ON objections(product_id)",
)


def care_teaching_and_rewards(database: "Database") -> None:
    """Let the tables grow, and make those of the whole planner."""
    for statement in _GROWTH + _OF_CUSTOMERS + _OF_PRODUCTS + _OF_REWARDS + _INDEXES:
        database.execute(statement)
