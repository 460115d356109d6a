"""CSV for spreadsheets (RFC 4180): ISO dates, dot decimals, cells that cannot act.

A spreadsheet runs a cell that starts with = + - @ TAB or CR as a formula, so such text
gets an apostrophe in front (OWASP, ASVS 1.2.10); numbers and dates stay as they are.
"""

import csv
import io
from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from itertools import chain

from secondsale.planner import Plan
from secondsale.policy import way
from secondsale.text import visible

Cell = str | int | date | None
Row = Sequence[Cell]

_ACTS = ("=", "+", "-", "@", "\t", "\r", "\0")
_LOOKED_AT = frozenset("=+-@'")
_STRIPPED = frozenset("=+-@0123456789")
"""Behind an apostrophe: the one in front is taken away when the table comes back."""

TABLES: dict[str, tuple[str, ...]] = {
    "plan": (
        "day", "due", "expires", "state", "customer_id", "customer", "channel",
        "address", "intent", "rule", "reason", "key",
    ),
    "customers": (
        "id", "name", "email", "phone", "channel", "best_time", "birthday", "source",
        "referred_by", "note", "added_on", "do_not_contact_since", "tier", "owner",
        "tags", "address", "postcode", "other_emails", "other_phones",
    ),
    "products": (
        "id", "name", "category", "price", "currency", "supply_days", "delivery_days",
        "kind", "note",
    ),
    "sales": (
        "sale", "line", "sold_on", "sold_time", "customer_id", "customer", "product_id",
        "product", "quantity", "returned", "unit_price", "currency", "delivered_on",
        "note", "source", "cancelled_on", "recorded_on", "party", "total",
    ),
    "contacts": (
        "id", "contacted_on", "customer_id", "customer", "outcome", "channel",
        "inbound", "note", "covered",
    ),
}  # fmt: skip
"""The columns of each table; names and order are a promise."""

_FIGURES = frozenset(
    """id sale line customer_id product_id referred_by quantity returned supply_days
    delivery_days price unit_price total added_on do_not_contact_since sold_on
    delivered_on cancelled_on recorded_on contacted_on""".split()
)
"""The columns of numbers, amounts and days: no text of anybody can stand in them."""


def document(columns: Row, rows: Iterable[Row], *, raw: bool) -> Iterator[str]:
    """Yield the records of a table, the header first; `raw` leaves cells unguarded."""
    return _written(
        [[_cell(cell, raw=raw) for cell in cells]] for cells in chain([columns], rows)
    )


def table(name: str, parts: Iterable[Iterable[Row]], *, raw: bool) -> Iterator[str]:
    """Yield the records of one of our tables, the header first, then part by part.

    Its cells come as they are to be written; `raw` leaves them unguarded.
    """
    columns = TABLES[name]
    if not raw:
        texts = [at for at, column in enumerate(columns) if column not in _FIGURES]
        parts = ([_guarded(cells, texts) for cells in part] for part in parts)
    return _written(chain([[columns]], parts))


def _written(parts: Iterable[Iterable[Row]]) -> Iterator[str]:
    buffer = io.StringIO()
    writer = csv.writer(buffer, lineterminator="\r\n")
    for rows in parts:
        writer.writerows(rows)
        yield buffer.getvalue()
        buffer.seek(0)
        buffer.truncate()


def plan_rows(plans: Iterable[Plan]) -> Iterator[Row]:
    """Yield what is still to come, a row a touchpoint."""
    for plan in plans:
        who = plan.customer
        channel, address = way(plan.today, plan.situation.history) or ("", "")
        for step in plan.steps():
            item, touchpoint = step.item, step.item.touchpoint
            yield (
                step.day, item.window.due, item.window.expires, str(item.state), who.id,
                who.name, str(channel), address, touchpoint.intent.word,
                touchpoint.key.rule, touchpoint.reason, str(touchpoint.key),
            )  # fmt: skip


def _cell(cell: Cell, *, raw: bool) -> str | int:
    if cell is None:
        return ""
    if isinstance(cell, date):
        return cell.isoformat()
    if isinstance(cell, int) or raw:
        return cell
    return _text(cell)


def _guarded(cells: Row, texts: list[int]) -> Row:
    """Return a row whose texts, at these places, no spreadsheet acts on."""
    shown = list(cells)
    for at in texts:
        cell = shown[at]
        # Most are harmless, which is seen at their first letter and in one look.
        if isinstance(cell, str) and (cell[:1] in _LOOKED_AT or not cell.isprintable()):
            shown[at] = _text(cell)
    return shown


def _text(cell: str) -> str:
    shown = visible(cell)
    apostrophe = cell[:1] == "'" and cell.lstrip("'")[:1] in _STRIPPED
    return f"'{shown}" if cell.startswith(_ACTS) or apostrophe else shown


def guarded(cell: str) -> str:
    """Return a cell as it is, except that no spreadsheet acts on it."""
    return f"'{cell}" if cell.startswith(_ACTS) else cell
