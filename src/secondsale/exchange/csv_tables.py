"""CSV for spreadsheets (RFC 4180): ISO dates, dot decimals, cells that cannot act.

A spreadsheet runs a cell that starts with = + - @ TAB or CR as a formula, so such text
gets an apostrophe in front (OWASP, ASVS 1.2.10); numbers and dates stay as they are.
"""

import csv
import io
from collections.abc import Iterable, Iterator
from datetime import date

from secondsale.model import Contact, Customer, History, Product, Sale
from secondsale.money import Money
from secondsale.planner import Plan
from secondsale.policy import way
from secondsale.text import visible

Cell = str | int | date | Money | None
Row = tuple[Cell, ...]

_ACTS = ("=", "+", "-", "@", "\t", "\r", "\0")

TABLES: dict[str, tuple[str, ...]] = {
    "plan": (
        "day", "due", "expires", "state", "customer_id", "customer", "channel",
        "address", "intent", "rule", "reason", "key",
    ),
    "customers": (
        "id", "name", "email", "phone", "channel", "best_time", "birthday", "source",
        "referred_by", "note", "added_on", "do_not_contact_since", "tier", "owner",
        "tags",
    ),
    "products": (
        "id", "name", "category", "price", "currency", "supply_days", "delivery_days",
        "kind", "note",
    ),
    "sales": (
        "sale", "line", "sold_on", "sold_time", "customer_id", "customer", "product_id",
        "product", "quantity", "returned", "unit_price", "currency", "delivered_on",
        "note", "source", "cancelled_on", "recorded_on", "party",
    ),
    "contacts": (
        "id", "contacted_on", "customer_id", "customer", "outcome", "channel",
        "inbound", "note", "covered",
    ),
}  # fmt: skip
"""The columns of each table; names and order are a promise."""


def document(columns: Row, rows: Iterable[Row], *, raw: bool) -> Iterator[str]:
    """Yield the records of a table, the header first; `raw` leaves cells unguarded."""
    buffer = io.StringIO()
    writer = csv.writer(buffer, lineterminator="\r\n")
    for cells in (columns, *rows):
        writer.writerow([_cell(cell, raw=raw) for cell in cells])
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


def customer_rows(histories: Iterable[History]) -> Iterator[Row]:
    """Yield the customers."""
    for history in histories:
        who = history.customer
        wishes = [
            wish.since
            for wish in history.opt_outs
            if wish.lifted_on is None and wish.scope == "all"
        ]
        yield (
            who.id, who.name, who.email, who.phone, who.channel, who.best_time,
            str(who.birthday) if who.birthday else None, who.source, who.referred_by,
            who.note, who.added_on, min(wishes, default=None), who.tier, who.owner,
            ", ".join(who.tags),
        )  # fmt: skip


def product_rows(products: Iterable[Product]) -> Iterator[Row]:
    """Yield the products."""
    for each in products:
        currency = each.price.currency if each.price else None
        yield (
            each.id, each.name, each.category, each.price, currency, each.supply_days,
            each.delivery_days, each.kind, each.note,
        )  # fmt: skip


def sale_rows(sales: Iterable[tuple[str, Sale]]) -> Iterator[Row]:
    """Yield the sales, each beside its customer's name, a row a line."""
    for name, sale in sales:
        cancelled = sale.cancelled.on if sale.cancelled else None
        time = f"{sale.sold_time:%H:%M}" if sale.sold_time else None
        for line in sale.lines:
            price = line.unit_price
            yield (
                sale.id, line.id, sale.sold_on, time, sale.customer_id, name,
                line.product.id, line.product.name, line.quantity,
                line.quantity - line.kept, price, price.currency if price else None,
                sale.delivered_on, sale.note, sale.source, cancelled, sale.recorded_on,
                sale.party,
            )  # fmt: skip


def contact_rows(contacts: Iterable[tuple[Customer, Contact]]) -> Iterator[Row]:
    """Yield the contacts, each beside its customer."""
    for who, contact in contacts:
        covered = " ".join(str(about.key) for about in contact.covered)
        yield (
            contact.id, contact.on, who.id, who.name, contact.outcome, contact.channel,
            "in" if contact.inbound else "out", contact.note, covered,
        )  # fmt: skip


def _cell(cell: Cell, *, raw: bool) -> str | int:
    if cell is None:
        return ""
    if isinstance(cell, Money):
        return cell.decimal()
    if isinstance(cell, date):
        return cell.isoformat()
    if isinstance(cell, int) or raw:
        return cell
    shown = visible(cell)
    return f"'{shown}" if cell.startswith(_ACTS) else shown
