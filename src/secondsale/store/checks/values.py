"""Single values: each can be read, days are in the calendar, words are ours."""

from collections.abc import Callable, Iterator
from typing import Any

from secondsale import tiers
from secondsale.days import FIRST, LAST, plus
from secondsale.errors import InputError
from secondsale.model import Key
from secondsale.model.arrivals import Standing
from secondsale.money import parse_currency
from secondsale.store import care_rows, facts, journal, rows
from secondsale.store.changes import NOT_FACTS
from secondsale.store.checks.results import Check, Fault, asked, each_row
from secondsale.store.connection import OpenBook

COMPUTED = 366
"""Days after the last one that can be typed: what is counted from it may be there."""

_COLUMNS = """
SELECT m.name AS owner, c.name AS name FROM sqlite_schema AS m
JOIN pragma_table_info(m.name) AS c
WHERE m.type = 'table' AND m.name NOT GLOB '*sqlite_*'
"""


def _noted(row: rows.Row) -> object:
    return journal.noted(row), journal.instant(row["at"])


def _changed(row: rows.Row) -> object:
    return journal.parsed(journal.change(row))


def _lesson(row: rows.Row) -> object:
    return Key.parse(f"education.{row['word']}:l1"), care_rows.lesson(row)


def _terms(row: rows.Row) -> object:
    return Key.parse(f"reward.{row['name']}:s1"), care_rows.reward_terms(row)


def _address(row: rows.Row) -> object:
    if row["kind"] not in ("email", "phone"):
        raise ValueError(f"{row['kind']!r} is no kind of address")
    return row["value"]


def _sale_origin(row: rows.Row) -> object:
    return Standing(row["standing"]) if row["standing"] else None


def _of_nothing(make: Callable[..., Any], parts: Any = ()) -> Callable[[rows.Row], Any]:
    return lambda row: make(row, parts)


READERS: dict[str, tuple[str, Callable[[rows.Row], object]]] = {
    "customers": ("customers", rows.customer),
    "products": ("products", _of_nothing(rows.product, {})),
    "sales": ("sales", _of_nothing(rows.sale)),
    "returns": ("returns", rows.returned),
    "contacts": ("contacts", _of_nothing(rows.contact)),
    "covers": ("covers", rows.covered),
    "settlements": ("settlements", rows.settlement),
    **{name: (it.source, it.make) for name, it in facts.OF_CUSTOMER.items()},
    **{name: (it.source, it.make) for name, it in facts.OF_PRODUCT.items()},
    "other_addresses": ("other_addresses", _address),
    "customer_origins": ("customer_origins", lambda row: row["external_id"]),
    "sale_origins": ("sale_origins", _sale_origin),
    "lessons": ("lessons", _lesson),
    "reward_terms": ("reward_terms", _terms),
    "trials": ("trials", care_rows.trial),
    "journal": ("journal", _noted),
    "journal_changes": ("journal_changes", _changed),
}
"""By table: what to select from, and what reads a row of it."""


def readable(book: OpenBook) -> Iterator[Fault]:
    """Yield the rows that this program cannot read: an unknown channel, a wrong key."""
    for table, (source, make) in READERS.items():
        for row in each_row(book, f"SELECT * FROM {source}"):
            try:
                make(row)
            except (ValueError, KeyError, TypeError) as error:
                yield Fault(f"{table} {row['id']}", rows.said(error))


def calendar(book: OpenBook) -> Iterator[Fault]:
    """Yield days that are not in the calendar, or too far away to have been typed."""
    # The tables' own test takes 30 February for a day, until something is added to it.
    last = plus(LAST, COMPUTED)
    for row in each_row(book, _COLUMNS):
        table, column = row["owner"], row["name"]
        is_day = column.endswith("_on") or column in ("since", "until", "day")
        if is_day and (table in READERS or table not in NOT_FACTS):
            yield from asked(
                book,
                f"SELECT '{table} ' || id AS at, '{column} is ' || {column} AS what"
                f" FROM {table} WHERE {column} NOT BETWEEN ? AND ?"
                f" OR {column} IS NOT date({column}, '+0 days')",
                FIRST.isoformat(),
                last.isoformat(),
            )


def currencies(book: OpenBook) -> Iterator[Fault]:
    """Yield amounts in a currency that is none."""
    for table in [
        r["owner"] for r in each_row(book, _COLUMNS) if r["name"] == "currency"
    ]:
        for row in each_row(book, f"SELECT DISTINCT currency FROM {table}"):
            currency = row["currency"]
            if currency is not None and not _is_currency(currency):
                yield from asked(
                    book,
                    f"SELECT '{table} ' || id AS at, 'currency is ' || currency AS what"
                    f" FROM {table} WHERE currency = ?",
                    currency,
                )


def _is_currency(code: str) -> bool:
    try:
        return parse_currency(code) == code
    except InputError:
        return False


def known_tiers(book: OpenBook) -> Iterator[Fault]:
    """Yield customers in a tier that there is not."""
    known = ", ".join(f"'{name}'" for name in ("", *tiers.NAMES))
    return asked(
        book,
        "SELECT 'customers ' || id AS at, 'tier is ' || tier AS what FROM customers"
        f" WHERE lower(tier) NOT IN ({known})",
    )


CHECKS = (
    Check(
        "values",
        "every row can be read",
        readable,
        "say it anew where a command can, or put a sound copy in its place",
    ),
    Check("days", f"from {FIRST.year} to {LAST.year}, each in the calendar", calendar),
    Check("currencies", "of ISO 4217", currencies),
    Check(
        "tiers",
        f"{', '.join(tiers.NAMES)} or none",
        known_tiers,
        "it counts as none; say it anew: secondsale tier NUMBER TIER",
        is_advice=True,
    ),
)
