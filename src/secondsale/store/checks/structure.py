"""The file itself: its pages, its references, its schema, its kind of journal."""

from collections.abc import Iterator

from secondsale.store import migrations
from secondsale.store.checks.results import Check, Fault, asked, each_row
from secondsale.store.connection import OpenBook
from secondsale.store.steps import STEPS
from secondsale.store.writing import Acts

_SCHEMA = """
SELECT type, name, sql FROM sqlite_schema WHERE sql IS NOT NULL
AND name NOT GLOB 'sqlite_*' AND tbl_name NOT GLOB '_sqlite_*'
"""


def integrity(book: OpenBook) -> Iterator[Fault]:
    """Yield what SQLite finds wrong in pages, indexes and values."""
    for row in each_row(book, "PRAGMA integrity_check"):
        if row[0] != "ok":
            yield Fault("", row[0])


def references(book: OpenBook) -> Iterator[Fault]:
    """Yield the rows that refer to rows that are not there."""
    for row in each_row(book, "PRAGMA foreign_key_check"):
        where = f"{row['table']} {row['rowid']}"
        yield Fault(where, f"its row of {row['parent']} is missing")


def version(book: OpenBook) -> Iterator[Fault]:
    """Yield what is not as this program leaves a book: marks, and steps taken."""
    for pragma, expected in (
        ("application_id", migrations.APPLICATION_ID),
        ("user_version", migrations.SCHEMA_VERSION),
    ):
        for row in each_row(book, f"PRAGMA {pragma}"):
            if row[0] != expected:
                yield Fault("", f"{pragma} is {row[0]}, not {expected}")
    sql = "SELECT name FROM _sqlite_migrations WHERE migration_set = 'secondsale'"
    taken = [row["name"] for row in each_row(book, f"{sql} ORDER BY rowid")]
    for number, step in enumerate(STEPS, start=1):
        if step.__name__ not in taken:
            yield Fault("", f"step {number}, {step.__name__}, was not taken")
    for name in set(taken) - {step.__name__ for step in STEPS}:
        yield Fault("", f"a step was taken that is not known: {name}")


def schema(book: OpenBook) -> Iterator[Fault]:
    """Yield the tables, indexes and triggers that are not as the steps made them."""
    made, there = migrations.schema_made(), _schema(book)
    for kind, name in made.keys() - there.keys():
        if kind != "index":
            yield Fault("", f"the {kind} {name} is missing")
    for kind, name in there.keys() - made.keys():
        yield Fault("", f"the {kind} {name} is not of secondsale's making")
    for kind, name in made.keys() & there.keys():
        if _plain(made[kind, name]) != _plain(there[kind, name]):
            yield Fault("", f"the {kind} {name} is another one")


def indexes(book: OpenBook) -> Iterator[Fault]:
    """Yield the indexes that are missing: without them, some questions take long."""
    return (Fault(name, "it is missing") for name in _missing_indexes(book))


def make_indexes(book: Acts) -> Iterator[str]:
    """Make the indexes that are missing, and say so."""
    for name, sql in _missing_indexes(book).items():
        with book._writing():
            book._connection.execute(sql)
        yield f"made the index {name} again"


def journal_mode(book: OpenBook) -> Iterator[Fault]:
    """Yield that a book is in WAL mode: that leaves parts of it in other files.

    SQLite before 3.51.3 can lose what was committed in that mode, too.
    """
    sql = "SELECT '' AS at, journal_mode AS what FROM pragma_journal_mode"
    for fault in asked(book, sql):
        if fault.what == "wal":
            yield fault._replace(what="another program put it in WAL mode")


def _schema(book: OpenBook) -> dict[tuple[str, str], str]:
    return {(row["type"], row["name"]): row["sql"] for row in each_row(book, _SCHEMA)}


def _missing_indexes(book: OpenBook) -> dict[str, str]:
    there = _schema(book)
    return {
        name: sql
        for (kind, name), sql in migrations.schema_made().items()
        if kind == "index" and (kind, name) not in there
    }


def _plain(sql: str) -> str:
    return " ".join(sql.split())


CHECKS = (
    Check(
        "integrity",
        "every page, index and value is sound",
        integrity,
        "put a sound copy in its place: secondsale restore",
    ),
    Check(
        "references",
        "every row has the rows that it belongs to",
        references,
        "put a sound copy in its place: secondsale restore",
    ),
    Check("version", f"of version {len(STEPS)}, every step taken", version),
    Check(
        "schema",
        "the tables are as they were made, and there are no others",
        schema,
        "remove what another program made, or put a sound copy in its place",
    ),
    Check(
        "indexes",
        "every index is there",
        indexes,
        "they are made again",
        mend=make_indexes,
    ),
    Check(
        "journal mode",
        "a rollback journal, so that one file is the whole book",
        journal_mode,
        "it is put back",
        mended_anyway=True,
    ),
)
