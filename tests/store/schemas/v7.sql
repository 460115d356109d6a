-- What version 7 wrote for tests/store/test_migrating.py:fill_7: `iterdump` of its book, and
-- the two numbers that it leaves out. Never edited: it stands for the books that people have.
BEGIN TRANSACTION;
CREATE TABLE "_sqlite_migrations" (
   "id" INTEGER PRIMARY KEY,
   "migration_set" TEXT,
   "name" TEXT,
   "applied_at" TEXT
);
INSERT INTO "_sqlite_migrations" VALUES(1,'secondsale','customers_products_sales_and_contacts','2026-11-22 07:01:32.751683+00:00');
INSERT INTO "_sqlite_migrations" VALUES(2,'secondsale','care_teaching_and_rewards','2026-11-22 07:01:32.754294+00:00');
INSERT INTO "_sqlite_migrations" VALUES(3,'secondsale','levels_and_what_was_learned','2026-11-22 07:01:32.755152+00:00');
INSERT INTO "_sqlite_migrations" VALUES(4,'secondsale','a_journal_of_changes','2026-11-22 07:01:32.755548+00:00');
INSERT INTO "_sqlite_migrations" VALUES(5,'secondsale','people_who_were_forgotten','2026-11-22 07:01:32.756296+00:00');
INSERT INTO "_sqlite_migrations" VALUES(6,'secondsale','an_index_of_who_is_awake','2026-11-22 07:01:32.756686+00:00');
INSERT INTO "_sqlite_migrations" VALUES(7,'secondsale','what_came_from_elsewhere','2026-11-22 07:01:32.759131+00:00');
CREATE TABLE checkpoints (
        id INTEGER PRIMARY KEY AUTOINCREMENT,
        sale_id INTEGER NOT NULL REFERENCES sales(id),
        label TEXT NOT NULL,
        planned_on TEXT NOT NULL CHECK (planned_on IS date(planned_on)),
        recorded_on TEXT NOT NULL CHECK (recorded_on IS date(recorded_on)),
        dropped_on TEXT CHECK (dropped_on IS date(dropped_on)),
        drop_reason TEXT NOT NULL DEFAULT ''
    ) STRICT
    ;
INSERT INTO "checkpoints" VALUES(1,1,'installed','2027-01-31','2026-11-21','2026-11-22','not wanted');
INSERT INTO "checkpoints" VALUES(2,1,'delivered','2026-12-01','2026-11-22',NULL,'');
CREATE TABLE complements (
        id INTEGER PRIMARY KEY AUTOINCREMENT,
        product_id INTEGER NOT NULL REFERENCES products(id),
        other_id INTEGER NOT NULL REFERENCES products(id),
        why TEXT NOT NULL DEFAULT '',
        after_days INTEGER CHECK (after_days >= 0),
        UNIQUE (product_id, other_id),
        CHECK (other_id <> product_id)
    ) STRICT
    ;
INSERT INTO "complements" VALUES(1,1,2,'it needs one',60);
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
    ;
INSERT INTO "concerns" VALUES(1,1,1,'the jug leaks','2026-12-01','2026-12-01',NULL,'');
INSERT INTO "concerns" VALUES(2,1,NULL,'late','2026-11-21','2026-11-22','2026-12-01','sent flowers');
CREATE TABLE contacts (
        id INTEGER PRIMARY KEY AUTOINCREMENT,
        customer_id INTEGER NOT NULL REFERENCES customers(id),
        contacted_on TEXT NOT NULL CHECK (contacted_on IS date(contacted_on)),
        outcome TEXT NOT NULL,
        channel TEXT NOT NULL DEFAULT '',
        inbound INTEGER NOT NULL DEFAULT 0 CHECK (inbound IN (0, 1)),
        note TEXT NOT NULL DEFAULT ''
    , score INTEGER CHECK (score BETWEEN 0 AND 10)) STRICT
    ;
INSERT INTO "contacts" VALUES(1,1,'2026-11-21','happy','',0,'',9);
CREATE TABLE covers (
        id INTEGER PRIMARY KEY AUTOINCREMENT,
        contact_id INTEGER NOT NULL REFERENCES contacts(id),
        key TEXT NOT NULL,
        intent TEXT NOT NULL
    , about TEXT NOT NULL DEFAULT '') STRICT
    ;
INSERT INTO "covers" VALUES(1,1,'reassure:s1','care','it lasts');
CREATE TABLE customer_origins (
        id INTEGER PRIMARY KEY AUTOINCREMENT,
        customer_id INTEGER NOT NULL REFERENCES customers(id),
        source TEXT NOT NULL,
        shop TEXT NOT NULL DEFAULT '',
        external_id TEXT NOT NULL,
        UNIQUE (source, shop, external_id)
    ) STRICT
    ;
INSERT INTO "customer_origins" VALUES(1,1,'merged','','4');
INSERT INTO "customer_origins" VALUES(2,1,'merged','','5');
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
    , tier TEXT NOT NULL DEFAULT '', owner TEXT NOT NULL DEFAULT '', forgotten_on TEXT
    CHECK (forgotten_on IS date(forgotten_on)), address TEXT NOT NULL DEFAULT '', postcode TEXT NOT NULL DEFAULT '') STRICT
    ;
INSERT INTO "customers" VALUES(1,'Ana','ana','ana','ana@x.example','ana@x.example','','','','',NULL,'also known as Anna','',NULL,'2026-11-21','close','Mia',NULL,'','');
INSERT INTO "customers" VALUES(2,'Ben','ben','ben','','','','','','',NULL,'','',1,'2026-11-21','','',NULL,'','');
INSERT INTO "customers" VALUES(3,'(forgotten)','','','','','','','','',NULL,'','',NULL,'2026-11-21','','','2026-11-21','','');
CREATE TABLE details (
        id INTEGER PRIMARY KEY AUTOINCREMENT,
        customer_id INTEGER NOT NULL REFERENCES customers(id),
        name TEXT NOT NULL CHECK (name <> ''),
        value TEXT NOT NULL,
        noted_on TEXT NOT NULL CHECK (noted_on IS date(noted_on))
    ) STRICT
    ;
INSERT INTO "details" VALUES(1,1,'why','a cousin has one','2026-12-01');
INSERT INTO "details" VALUES(2,1,'why','tired of bottles','2026-11-21');
CREATE TABLE forgotten_marks (
        id INTEGER PRIMARY KEY AUTOINCREMENT,
        mark TEXT NOT NULL UNIQUE,
        opted_out INTEGER NOT NULL CHECK (opted_out IN (0, 1))
    ) STRICT
    ;
INSERT INTO "forgotten_marks" VALUES(1,'161c2d5ef6716bdb6946b5b434eeb1b32379b8d44a7ace02c463de4da9f719cc',0);
INSERT INTO "forgotten_marks" VALUES(2,'055edc2aa9da73e74a57f5377b24c82ee9913afbc608f2a3a6ede761b6a86914',0);
CREATE TABLE forgotten_salt (
        id INTEGER PRIMARY KEY AUTOINCREMENT CHECK (id = 1),
        salt TEXT NOT NULL
    ) STRICT
    ;
INSERT INTO "forgotten_salt" VALUES(1,'7db90e03cc4255d12f6e00bca5c8e128');
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
    ;
INSERT INTO "gifts" VALUES(1,1,'roses','2026-12-01',1200,'JPY',1);
INSERT INTO "gifts" VALUES(2,1,'a card','2026-11-21',NULL,NULL,0);
CREATE TABLE hellos (
        id INTEGER PRIMARY KEY AUTOINCREMENT,
        customer_id INTEGER NOT NULL REFERENCES customers(id),
        greet_on TEXT NOT NULL CHECK (greet_on IS date(greet_on)),
        made_on TEXT NOT NULL CHECK (made_on IS date(made_on))
    ) STRICT
    ;
INSERT INTO "hellos" VALUES(1,1,'2026-11-21','2026-11-21');
CREATE TABLE introductions (
        id INTEGER PRIMARY KEY AUTOINCREMENT,
        customer_id INTEGER NOT NULL REFERENCES customers(id),
        name TEXT NOT NULL,
        role TEXT NOT NULL,
        added_on TEXT NOT NULL CHECK (added_on IS date(added_on)),
        done_on TEXT CHECK (done_on IS date(done_on))
    ) STRICT
    ;
INSERT INTO "introductions" VALUES(1,1,'Rui','the fitter','2026-11-21','2026-12-01');
INSERT INTO "introductions" VALUES(2,1,'Eva','the boss','2026-11-21',NULL);
CREATE TABLE journal (
        id INTEGER PRIMARY KEY AUTOINCREMENT,
        at TEXT NOT NULL,
        day TEXT NOT NULL CHECK (day IS date(day)),
        typed TEXT NOT NULL,
        kind TEXT NOT NULL,
        reverses INTEGER,
        blanked INTEGER NOT NULL DEFAULT 0 CHECK (blanked IN (0, 1))
    ) STRICT
    ;
INSERT INTO "journal" VALUES(1,'2026-11-22T09:00:00Z','2026-11-21','tag 1 vip','command',NULL,0);
CREATE TABLE journal_changes (
        id INTEGER PRIMARY KEY AUTOINCREMENT,
        entry_id INTEGER NOT NULL REFERENCES journal(id),
        kind TEXT NOT NULL,
        table_name TEXT NOT NULL,
        first_id INTEGER NOT NULL,
        last_id INTEGER NOT NULL CHECK (last_id >= first_id),
        images TEXT NOT NULL DEFAULT ''
    ) STRICT
    ;
INSERT INTO "journal_changes" VALUES(1,1,'insert','levels',1,1,'');
INSERT INTO "journal_changes" VALUES(2,1,'delete','tags',3,4,'[{"id": 3, "customer_id": 1, "tag": "bride"}, {"id": 4, "customer_id": 1, "tag": "élan"}]');
CREATE TABLE learned (
        id INTEGER PRIMARY KEY CHECK (id = 1),
        learned_on TEXT NOT NULL CHECK (learned_on IS date(learned_on)),
        last_line INTEGER NOT NULL,
        shift REAL NOT NULL
    ) STRICT
    ;
INSERT INTO "learned" VALUES(1,'2026-11-21',1,0.0);
CREATE TABLE lessons (
        id INTEGER PRIMARY KEY AUTOINCREMENT,
        product_id INTEGER NOT NULL REFERENCES products(id),
        word TEXT NOT NULL CHECK (word <> ''),
        text TEXT NOT NULL,
        after_days INTEGER NOT NULL CHECK (after_days >= 0),
        months TEXT NOT NULL DEFAULT '',
        UNIQUE (product_id, word)
    ) STRICT
    ;
INSERT INTO "lessons" VALUES(1,1,'winter','Keep it from frost',14,'11 12 1');
INSERT INTO "lessons" VALUES(2,1,'first-fill','Rinse it once',0,'');
CREATE TABLE levels (
        id INTEGER PRIMARY KEY AUTOINCREMENT,
        customer_id INTEGER NOT NULL REFERENCES customers(id),
        product_id INTEGER NOT NULL REFERENCES products(id),
        heard_on TEXT NOT NULL CHECK (heard_on IS date(heard_on)),
        percent INTEGER NOT NULL CHECK (percent BETWEEN 0 AND 100),
        recorded_on TEXT NOT NULL CHECK (recorded_on IS date(recorded_on)),
        contact_id INTEGER REFERENCES contacts(id)
    ) STRICT
    ;
INSERT INTO "levels" VALUES(1,1,1,'2026-11-21',50,'2026-11-21',NULL);
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
INSERT INTO "lines" VALUES(1,1,1,1,NULL,NULL);
CREATE TABLE milestones (
        id INTEGER PRIMARY KEY AUTOINCREMENT,
        customer_id INTEGER NOT NULL REFERENCES customers(id),
        text TEXT NOT NULL,
        reached_on TEXT NOT NULL CHECK (reached_on IS date(reached_on)),
        recorded_on TEXT NOT NULL CHECK (recorded_on IS date(recorded_on))
    ) STRICT
    ;
INSERT INTO "milestones" VALUES(1,1,'a new shop','2026-12-01','2026-11-21');
CREATE TABLE objections (
        id INTEGER PRIMARY KEY AUTOINCREMENT,
        product_id INTEGER NOT NULL REFERENCES products(id),
        text TEXT NOT NULL
    ) STRICT
    ;
INSERT INTO "objections" VALUES(1,1,'too heavy');
CREATE TABLE opt_outs (
        id INTEGER PRIMARY KEY AUTOINCREMENT,
        customer_id INTEGER NOT NULL REFERENCES customers(id),
        scope TEXT NOT NULL,
        since TEXT NOT NULL CHECK (since IS date(since)),
        source TEXT NOT NULL DEFAULT '',
        lifted_on TEXT CHECK (lifted_on IS date(lifted_on))
    ) STRICT
    ;
INSERT INTO "opt_outs" VALUES(1,1,'channel:sms','2026-11-21','told me',NULL);
INSERT INTO "opt_outs" VALUES(2,3,'all','2026-11-21','',NULL);
CREATE TABLE other_addresses (
        id INTEGER PRIMARY KEY AUTOINCREMENT,
        customer_id INTEGER NOT NULL REFERENCES customers(id),
        kind TEXT NOT NULL CHECK (kind IN ('email', 'phone')),
        value TEXT NOT NULL,
        value_key TEXT NOT NULL,
        UNIQUE (customer_id, kind, value_key)
    ) STRICT
    ;
INSERT INTO "other_addresses" VALUES(1,1,'email','anna@x.example','anna@x.example');
CREATE TABLE pauses (
        id INTEGER PRIMARY KEY AUTOINCREMENT,
        customer_id INTEGER REFERENCES customers(id),
        since TEXT NOT NULL CHECK (since IS date(since)),
        until TEXT CHECK (until IS date(until)),
        made_on TEXT NOT NULL CHECK (made_on IS date(made_on)),
        reason TEXT NOT NULL DEFAULT '',
        CHECK (until >= since)
    ) STRICT
    ;
INSERT INTO "pauses" VALUES(1,1,'2026-12-01',NULL,'2026-11-21','away');
INSERT INTO "pauses" VALUES(2,NULL,'2026-11-21','2026-12-01','2026-11-21','holiday');
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
        added_on TEXT NOT NULL CHECK (added_on IS date(added_on)), dosed INTEGER CHECK (dosed IN (0, 1)),
        CHECK ((price_minor IS NULL) = (currency IS NULL))
    ) STRICT
    ;
INSERT INTO "products" VALUES(1,'Jug','jug','jug','',NULL,NULL,NULL,0,'durable','','2026-11-21',NULL);
INSERT INTO "products" VALUES(2,'Cartridge','cartridge','cartridge','',NULL,NULL,NULL,0,'consumable','','2026-11-21',NULL);
CREATE TABLE promises (
        id INTEGER PRIMARY KEY AUTOINCREMENT,
        customer_id INTEGER NOT NULL REFERENCES customers(id),
        text TEXT NOT NULL,
        due_on TEXT NOT NULL CHECK (due_on IS date(due_on)),
        made_on TEXT NOT NULL CHECK (made_on IS date(made_on)),
        recorded_on TEXT NOT NULL CHECK (recorded_on IS date(recorded_on)),
        kept_on TEXT CHECK (kept_on IS date(kept_on))
    ) STRICT
    ;
INSERT INTO "promises" VALUES(1,1,'a lid','2026-12-01','2026-11-21','2026-11-22',NULL);
INSERT INTO "promises" VALUES(2,1,'a call','2026-11-22','2026-11-21','2026-11-21','2026-11-22');
CREATE TABLE ratings (
        id INTEGER PRIMARY KEY AUTOINCREMENT,
        customer_id INTEGER NOT NULL REFERENCES customers(id),
        rated_on TEXT NOT NULL CHECK (rated_on IS date(rated_on)),
        own INTEGER NOT NULL CHECK (own BETWEEN 1 AND 5),
        theirs INTEGER CHECK (theirs BETWEEN 1 AND 5)
    ) STRICT
    ;
INSERT INTO "ratings" VALUES(1,1,'2026-12-01',4,5);
INSERT INTO "ratings" VALUES(2,1,'2026-11-21',3,NULL);
CREATE TABLE reasons (
        id INTEGER PRIMARY KEY AUTOINCREMENT,
        product_id INTEGER NOT NULL REFERENCES products(id),
        text TEXT NOT NULL
    ) STRICT
    ;
INSERT INTO "reasons" VALUES(1,1,'it lasts');
INSERT INTO "reasons" VALUES(2,1,'it is refilled, not thrown away');
CREATE TABLE redemptions (
        id INTEGER PRIMARY KEY AUTOINCREMENT,
        customer_id INTEGER NOT NULL REFERENCES customers(id),
        name TEXT NOT NULL,
        redeemed_on TEXT NOT NULL CHECK (redeemed_on IS date(redeemed_on)),
        cost_minor INTEGER,
        currency TEXT,
        CHECK ((cost_minor IS NULL) = (currency IS NULL))
    ) STRICT
    ;
INSERT INTO "redemptions" VALUES(1,1,'stamps','2026-12-01',500,'EUR');
INSERT INTO "redemptions" VALUES(2,1,'stamps','2026-11-21',NULL,NULL);
CREATE TABLE resources (
        id INTEGER PRIMARY KEY AUTOINCREMENT,
        product_id INTEGER NOT NULL REFERENCES products(id),
        title TEXT NOT NULL,
        location TEXT NOT NULL
    ) STRICT
    ;
INSERT INTO "resources" VALUES(1,1,'How to fill it','https://example.com/jug');
CREATE TABLE returns (
        id INTEGER PRIMARY KEY AUTOINCREMENT,
        line_id INTEGER NOT NULL REFERENCES lines(id),
        quantity INTEGER NOT NULL CHECK (quantity > 0),
        returned_on TEXT NOT NULL CHECK (returned_on IS date(returned_on)),
        reason TEXT NOT NULL DEFAULT ''
    ) STRICT
    ;
INSERT INTO "returns" VALUES(1,1,1,'2026-12-01','one too many');
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
    ;
INSERT INTO "reward_terms" VALUES(1,'stamps','2026-12-01',8,0,'a jug',NULL,2500,'EUR');
INSERT INTO "reward_terms" VALUES(2,'stamps','2026-11-21',10,2,'a soap',2,NULL,NULL);
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
    ;
INSERT INTO "sale_origins" VALUES(1,1,'shopify','','#1001','',1);
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
    , party TEXT NOT NULL DEFAULT '', expectations TEXT NOT NULL DEFAULT '', total_minor INTEGER, currency TEXT
    CHECK ((total_minor IS NULL) = (currency IS NULL))) STRICT
    ;
INSERT INTO "sales" VALUES(1,1,'2026-11-21',NULL,NULL,'','','2026-11-21',NULL,'','Friday at Mia''s','a call on Monday',NULL,NULL);
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
INSERT INTO "settlements" VALUES(1,1,'welcome:s1','done','2026-12-01',NULL,'',NULL);
CREATE TABLE tags (
        id INTEGER PRIMARY KEY AUTOINCREMENT,
        customer_id INTEGER NOT NULL REFERENCES customers(id),
        tag TEXT NOT NULL CHECK (tag <> ''),
        UNIQUE (customer_id, tag)
    ) STRICT
    ;
INSERT INTO "tags" VALUES(2,1,'vip');
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
    ;
INSERT INTO "tasks" VALUES(1,1,'phone','ss-welcome-s1','','','open','2026-11-21');
CREATE TABLE votes (
        id INTEGER PRIMARY KEY,
        kind TEXT NOT NULL CHECK (kind IN ('shop', 'orders', 'category', 'product')),
        name TEXT NOT NULL,
        logs REAL NOT NULL,
        weight REAL NOT NULL,
        customers INTEGER NOT NULL,
        came_back INTEGER NOT NULL
    ) STRICT
    ;
INSERT INTO "votes" VALUES(1,'shop','',3.5,1.0,2,1);
INSERT INTO "votes" VALUES(2,'orders','',0.0,0.0,0,0);
INSERT INTO "votes" VALUES(3,'product','1',3.5,1.0,2,1);
CREATE TABLE wake_fingerprint (
        id INTEGER PRIMARY KEY CHECK (id = 1),
        fingerprint TEXT NOT NULL
    ) STRICT
    ;
INSERT INTO "wake_fingerprint" VALUES(1,'figures');
CREATE TABLE wakes (
        customer_id INTEGER PRIMARY KEY REFERENCES customers(id) ON DELETE CASCADE,
        planned_on TEXT NOT NULL DEFAULT '',
        wake_on TEXT NOT NULL DEFAULT '',
        next_on TEXT,
        about TEXT NOT NULL DEFAULT ''
    ) STRICT
    ;
INSERT INTO "wakes" VALUES(1,'','',NULL,'');
INSERT INTO "wakes" VALUES(2,'','',NULL,'');
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
CREATE INDEX customers_by_referrer ON customers(referred_by);
CREATE INDEX concerns_of_customer ON concerns(customer_id);
CREATE INDEX promises_of_customer ON promises(customer_id);
CREATE INDEX checkpoints_of_sale ON checkpoints(sale_id);
CREATE INDEX milestones_of_customer ON milestones(customer_id);
CREATE INDEX gifts_of_customer ON gifts(customer_id);
CREATE INDEX details_of_customer ON details(customer_id);
CREATE INDEX introductions_of_customer ON introductions(customer_id);
CREATE INDEX ratings_of_customer ON ratings(customer_id);
CREATE INDEX pauses_of_customer ON pauses(customer_id);
CREATE INDEX redemptions_of_customer ON redemptions(customer_id);
CREATE INDEX reasons_of_product ON reasons(product_id);
CREATE INDEX resources_of_product ON resources(product_id);
CREATE INDEX objections_of_product ON objections(product_id);
CREATE INDEX levels_of_customer ON levels(customer_id);
CREATE INDEX journal_changes_of_entry ON journal_changes(entry_id);
CREATE INDEX lines_of_product ON lines(product_id);
CREATE INDEX settlements_of_contact ON settlements(contact_id)
    WHERE contact_id IS NOT NULL
    ;
CREATE INDEX concerns_of_sale ON concerns(sale_id) WHERE sale_id IS NOT NULL
    ;
CREATE INDEX wakes_by_day ON wakes(wake_on, planned_on);
CREATE INDEX wakes_by_planning ON wakes(planned_on);
CREATE INDEX wakes_by_next ON wakes(next_on);
CREATE TRIGGER customers_wake AFTER INSERT ON customers
    BEGIN INSERT INTO wakes (customer_id) VALUES (new.id); END;
CREATE INDEX other_addresses_by_key ON other_addresses(value_key);
CREATE INDEX customers_by_phone_ending ON customers(substr(phone_key, -7))
    WHERE phone_key <> ''
    ;
CREATE INDEX other_addresses_by_ending ON other_addresses(substr(value_key, -7))
    WHERE kind = 'phone'
    ;
CREATE INDEX customer_origins_of_customer ON customer_origins(customer_id);
CREATE INDEX sale_origins_of_sale ON sale_origins(sale_id);
CREATE INDEX hellos_of_customer ON hellos(customer_id);
CREATE INDEX tasks_of_customer ON tasks(customer_id);
DELETE FROM "sqlite_sequence";
INSERT INTO "sqlite_sequence" VALUES('customers',5);
INSERT INTO "sqlite_sequence" VALUES('tags',4);
INSERT INTO "sqlite_sequence" VALUES('products',2);
INSERT INTO "sqlite_sequence" VALUES('lessons',3);
INSERT INTO "sqlite_sequence" VALUES('reasons',2);
INSERT INTO "sqlite_sequence" VALUES('resources',1);
INSERT INTO "sqlite_sequence" VALUES('complements',1);
INSERT INTO "sqlite_sequence" VALUES('objections',1);
INSERT INTO "sqlite_sequence" VALUES('sales',1);
INSERT INTO "sqlite_sequence" VALUES('lines',1);
INSERT INTO "sqlite_sequence" VALUES('contacts',1);
INSERT INTO "sqlite_sequence" VALUES('covers',1);
INSERT INTO "sqlite_sequence" VALUES('reward_terms',2);
INSERT INTO "sqlite_sequence" VALUES('redemptions',2);
INSERT INTO "sqlite_sequence" VALUES('pauses',2);
INSERT INTO "sqlite_sequence" VALUES('concerns',2);
INSERT INTO "sqlite_sequence" VALUES('promises',2);
INSERT INTO "sqlite_sequence" VALUES('checkpoints',2);
INSERT INTO "sqlite_sequence" VALUES('milestones',1);
INSERT INTO "sqlite_sequence" VALUES('gifts',2);
INSERT INTO "sqlite_sequence" VALUES('details',2);
INSERT INTO "sqlite_sequence" VALUES('introductions',2);
INSERT INTO "sqlite_sequence" VALUES('ratings',2);
INSERT INTO "sqlite_sequence" VALUES('returns',1);
INSERT INTO "sqlite_sequence" VALUES('opt_outs',2);
INSERT INTO "sqlite_sequence" VALUES('settlements',1);
INSERT INTO "sqlite_sequence" VALUES('levels',1);
INSERT INTO "sqlite_sequence" VALUES('journal',1);
INSERT INTO "sqlite_sequence" VALUES('journal_changes',2);
INSERT INTO "sqlite_sequence" VALUES('forgotten_salt',1);
INSERT INTO "sqlite_sequence" VALUES('forgotten_marks',2);
INSERT INTO "sqlite_sequence" VALUES('hellos',1);
INSERT INTO "sqlite_sequence" VALUES('customer_origins',2);
INSERT INTO "sqlite_sequence" VALUES('other_addresses',1);
INSERT INTO "sqlite_sequence" VALUES('sale_origins',1);
INSERT INTO "sqlite_sequence" VALUES('tasks',1);
COMMIT;
PRAGMA application_id = 846422380;
PRAGMA user_version = 7;
