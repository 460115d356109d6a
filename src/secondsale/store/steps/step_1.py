"""Step 1: customers, products, sales and contacts, as the first release had them."""

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from sqlite_utils import Database

# Choices such as channels and outcomes are checked when they are read, not here,
# so that a new choice needs no new table.
_FACTS = (
    """
    CREATE TABLE customers (
        id INTEGER PRIMARY KEY AUTOINCREMENT,
        name TEXT NOT NULL CHECK (name <> ''),
        name_key TEXT NOT NULL,
        search_key TEXT NOT NULL,
        email TEXT NOT NULL DEFAULT '',
        email_key TEXT NOT NULL DEFAULT '',
        phone TEXT NOT NULL DEFAULT '',
        phone_key TEXT NOT NULL DEFAULT '',
        channel TEXT NOT NULL DEFAULT '',
        best_time TEXT NOT NULL DEFAULT '',
        birthday TEXT,
        note TEXT NOT NULL DEFAULT '',
        source TEXT NOT NULL DEFAULT '',
        referred_by INTEGER REFERENCES customers(id),
        added_on TEXT NOT NULL CHECK (added_on IS date(added_on))
    ) STRICT
    """,
    """
    CREATE TABLE opt_outs (
        id INTEGER PRIMARY KEY AUTOINCREMENT,
        customer_id INTEGER NOT NULL REFERENCES customers(id),
        scope TEXT NOT NULL,
        since TEXT NOT NULL CHECK (since IS date(since)),
        source TEXT NOT NULL DEFAULT '',
        lifted_on TEXT CHECK (lifted_on IS date(lifted_on))
    ) STRICT
    """,
    """
    CREATE TABLE products (
        id INTEGER PRIMARY KEY AUTOINCREMENT,
        name TEXT NOT NULL CHECK (name <> ''),
        name_key TEXT NOT NULL UNIQUE,
        search_key TEXT NOT NULL,
        category TEXT NOT NULL DEFAULT '',
        price_minor INTEGER,
        currency TEXT,
        supply_days INTEGER CHECK (supply_days > 0),
        delivery_days INTEGER NOT NULL DEFAULT 0 CHECK (delivery_days >= 0),
        kind TEXT NOT NULL,
        note TEXT NOT NULL DEFAULT '',
        added_on TEXT NOT NULL CHECK (added_on IS date(added_on)),
        CHECK ((price_minor IS NULL) = (currency IS NULL))
    ) STRICT
    """,
    """
    CREATE TABLE sales (
        id INTEGER PRIMARY KEY AUTOINCREMENT,
        customer_id INTEGER NOT NULL REFERENCES customers(id),
        sold_on TEXT NOT NULL CHECK (sold_on IS date(sold_on)),
        sold_time TEXT,
        delivered_on TEXT CHECK (delivered_on IS date(delivered_on)),
        note TEXT NOT NULL DEFAULT '',
        source TEXT NOT NULL DEFAULT '',
        recorded_on TEXT NOT NULL CHECK (recorded_on IS date(recorded_on)),
        cancelled_on TEXT CHECK (cancelled_on IS date(cancelled_on)),
        cancel_reason TEXT NOT NULL DEFAULT ''
    ) STRICT
    """,
    """
    CREATE TABLE lines (
        id INTEGER PRIMARY KEY AUTOINCREMENT,
        sale_id INTEGER NOT NULL REFERENCES sales(id),
        product_id INTEGER NOT NULL REFERENCES products(id),
        quantity INTEGER NOT NULL CHECK (quantity > 0),
        unit_minor INTEGER,
        currency TEXT,
        CHECK ((unit_minor IS NULL) = (currency IS NULL))
    ) STRICT
    """,
    """
    CREATE TABLE returns (
        id INTEGER PRIMARY KEY AUTOINCREMENT,
        line_id INTEGER NOT NULL REFERENCES lines(id),
        quantity INTEGER NOT NULL CHECK (quantity > 0),
        returned_on TEXT NOT NULL CHECK (returned_on IS date(returned_on)),
        reason TEXT NOT NULL DEFAULT ''
    ) STRICT
    """,
    """
    CREATE TABLE contacts (
        id INTEGER PRIMARY KEY AUTOINCREMENT,
        customer_id INTEGER NOT NULL REFERENCES customers(id),
        contacted_on TEXT NOT NULL CHECK (contacted_on IS date(contacted_on)),
        outcome TEXT NOT NULL,
        channel TEXT NOT NULL DEFAULT '',
        inbound INTEGER NOT NULL DEFAULT 0 CHECK (inbound IN (0, 1)),
        note TEXT NOT NULL DEFAULT ''
    ) STRICT
    """,
    """
    CREATE TABLE covers (
        id INTEGER PRIMARY KEY AUTOINCREMENT,
        contact_id INTEGER NOT NULL REFERENCES contacts(id),
        key TEXT NOT NULL,
        intent TEXT NOT NULL
    ) STRICT
    """,
    """
    CREATE TABLE settlements (
        id INTEGER PRIMARY KEY AUTOINCREMENT,
        customer_id INTEGER NOT NULL REFERENCES customers(id),
        key TEXT NOT NULL,
        status TEXT NOT NULL,
        settled_on TEXT NOT NULL CHECK (settled_on IS date(settled_on)),
        until TEXT CHECK (until IS date(until)),
        reason TEXT NOT NULL DEFAULT '',
        contact_id INTEGER REFERENCES contacts(id)
    ) STRICT
    """,
    "CREATE INDEX customers_by_name ON customers(name_key)",
    "CREATE INDEX customers_by_search ON customers(search_key)",
    "CREATE INDEX customers_by_email ON customers(email_key)",
    "CREATE INDEX customers_by_phone ON customers(phone_key)",
    "CREATE INDEX products_by_search ON products(search_key)",
    "CREATE INDEX opt_outs_of_customer ON opt_outs(customer_id)",
    "CREATE INDEX sales_of_customer ON sales(customer_id, sold_on)",
    "CREATE INDEX lines_of_sale ON lines(sale_id)",
    "CREATE INDEX returns_of_line ON returns(line_id)",
    "CREATE INDEX contacts_of_customer ON contacts(customer_id, contacted_on)",
    "CREATE INDEX covers_of_contact ON covers(contact_id)",
    "CREATE INDEX settlements_of_customer ON settlements(customer_id)",
)


def customers_products_sales_and_contacts(database: "Database") -> None:
    """Make the tables of the first release."""
    for statement in _FACTS:
        database.execute(statement)
