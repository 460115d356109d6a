-- What version 1 wrote for tests/store/test_facts.py:fill: `iterdump` of its book, and the two
-- numbers that it leaves out. Never edited: it stands for the books that people have.
BEGIN TRANSACTION;
CREATE TABLE "_sqlite_migrations" (
   "id" INTEGER PRIMARY KEY,
   "migration_set" TEXT,
   "name" TEXT,
   "applied_at" TEXT
);
INSERT INTO "_sqlite_migrations" VALUES(1,'secondsale','customers_products_sales_and_contacts','2026-11-21 22:41:11.213530+00:00');
CREATE TABLE contacts (
        id INTEGER PRIMARY KEY AUTOINCREMENT,
        customer_id INTEGER NOT NULL REFERENCES customers(id),
        contacted_on TEXT NOT NULL CHECK (contacted_on IS date(contacted_on)),
        outcome TEXT NOT NULL,
        channel TEXT NOT NULL DEFAULT '',
        inbound INTEGER NOT NULL DEFAULT 0 CHECK (inbound IN (0, 1)),
        note TEXT NOT NULL DEFAULT ''
    ) STRICT
    ;
INSERT INTO "contacts" VALUES(1,2,'2026-12-01','happy','call',1,'loves it');
INSERT INTO "contacts" VALUES(2,2,'2026-11-21','no-answer','',0,'');
CREATE TABLE covers (
        id INTEGER PRIMARY KEY AUTOINCREMENT,
        contact_id INTEGER NOT NULL REFERENCES contacts(id),
        key TEXT NOT NULL,
        intent TEXT NOT NULL
    ) STRICT
    ;
INSERT INTO "covers" VALUES(1,1,'welcome:s1','promise');
INSERT INTO "covers" VALUES(2,1,'win-back:s1.2','offer');
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
    ;
INSERT INTO "customers" VALUES(1,'Ben Okafor','ben okafor','ben okafor','','','','','','',NULL,'','',NULL,'2026-11-21');
INSERT INTO "customers" VALUES(2,'Ana Silva','ana silva','ana silva','Ana@Example.com','ana@example.com','+44 20 7946 0018','442079460018','whatsapp','evenings','--05-17','likes 🌹 and 100% ''natural''','market',1,'2026-11-21');
CREATE TABLE lines (
        id INTEGER PRIMARY KEY AUTOINCREMENT,
        sale_id INTEGER NOT NULL REFERENCES sales(id),
        product_id INTEGER NOT NULL REFERENCES products(id),
        quantity INTEGER NOT NULL CHECK (quantity > 0),
        unit_minor INTEGER,
        currency TEXT,
        CHECK ((unit_minor IS NULL) = (currency IS NULL))
    ) STRICT
    ;
INSERT INTO "lines" VALUES(1,1,1,2,3500,'EUR');
INSERT INTO "lines" VALUES(2,1,2,1,NULL,NULL);
INSERT INTO "lines" VALUES(3,2,2,1,NULL,NULL);
CREATE TABLE opt_outs (
        id INTEGER PRIMARY KEY AUTOINCREMENT,
        customer_id INTEGER NOT NULL REFERENCES customers(id),
        scope TEXT NOT NULL,
        since TEXT NOT NULL CHECK (since IS date(since)),
        source TEXT NOT NULL DEFAULT '',
        lifted_on TEXT CHECK (lifted_on IS date(lifted_on))
    ) STRICT
    ;
INSERT INTO "opt_outs" VALUES(1,2,'channel:sms','2026-11-21','told me','2026-12-01');
INSERT INTO "opt_outs" VALUES(2,2,'intent:offer','2026-11-21','',NULL);
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
    ;
INSERT INTO "products" VALUES(1,'Rose Serum','rose serum','rose serum','skin',3850,'EUR',60,5,'consumable','keep cool','2026-11-21');
INSERT INTO "products" VALUES(2,'Filter Jug','filter jug','filter jug','',NULL,NULL,NULL,0,'durable','','2026-11-21');
CREATE TABLE returns (
        id INTEGER PRIMARY KEY AUTOINCREMENT,
        line_id INTEGER NOT NULL REFERENCES lines(id),
        quantity INTEGER NOT NULL CHECK (quantity > 0),
        returned_on TEXT NOT NULL CHECK (returned_on IS date(returned_on)),
        reason TEXT NOT NULL DEFAULT ''
    ) STRICT
    ;
INSERT INTO "returns" VALUES(1,1,1,'2026-12-01','one too many');
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
    ;
INSERT INTO "sales" VALUES(1,2,'2026-11-21','15:40:00','2026-12-01','gift','fair','2026-12-01',NULL,'');
INSERT INTO "sales" VALUES(2,2,'2026-11-21',NULL,NULL,'','','2026-11-21','2026-12-01','changed her mind');
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
    ;
INSERT INTO "settlements" VALUES(1,2,'welcome:s1','done','2026-12-01',NULL,'',1);
INSERT INTO "settlements" VALUES(2,2,'win-back:s1.2','snoozed','2026-11-21','2026-12-01','away',NULL);
CREATE UNIQUE INDEX "idx__sqlite_migrations_migration_set_name"
    ON "_sqlite_migrations" ("migration_set", "name");
CREATE INDEX customers_by_name ON customers(name_key);
CREATE INDEX customers_by_search ON customers(search_key);
CREATE INDEX customers_by_email ON customers(email_key);
CREATE INDEX customers_by_phone ON customers(phone_key);
CREATE INDEX products_by_search ON products(search_key);
CREATE INDEX opt_outs_of_customer ON opt_outs(customer_id);
CREATE INDEX sales_of_customer ON sales(customer_id, sold_on);
CREATE INDEX lines_of_sale ON lines(sale_id);
CREATE INDEX returns_of_line ON returns(line_id);
CREATE INDEX contacts_of_customer ON contacts(customer_id, contacted_on);
CREATE INDEX covers_of_contact ON covers(contact_id);
CREATE INDEX settlements_of_customer ON settlements(customer_id);
DELETE FROM "sqlite_sequence";
INSERT INTO "sqlite_sequence" VALUES('customers',2);
INSERT INTO "sqlite_sequence" VALUES('products',2);
INSERT INTO "sqlite_sequence" VALUES('sales',2);
INSERT INTO "sqlite_sequence" VALUES('lines',3);
INSERT INTO "sqlite_sequence" VALUES('returns',1);
INSERT INTO "sqlite_sequence" VALUES('contacts',2);
INSERT INTO "sqlite_sequence" VALUES('covers',2);
INSERT INTO "sqlite_sequence" VALUES('settlements',2);
INSERT INTO "sqlite_sequence" VALUES('opt_outs',2);
COMMIT;
PRAGMA application_id = 846422380;
PRAGMA user_version = 1;
