"""PayPal: activity and statement, with headers in several languages.

The order of day and month follows the account, not the language of the header.
"""

from collections.abc import Iterator, Mapping

from secondsale.exchange.formats._base import Choices
from secondsale.exchange.formats._cells import Cells, each_of, note
from secondsale.exchange.formats._orders import (
    each_row,
    is_none,
    placeholder,
    settled,
    standing,
    units,
)
from secondsale.exchange.formats._paypal_words import REFUND, TELLING, columns, kind
from secondsale.exchange.formats._people import (
    address,
    email,
    full_name,
    named,
    one_line,
    phone,
    postcode,
    words,
)
from secondsale.exchange.tables import Row, Table
from secondsale.model.arrivals import (
    Arrival,
    ArrivingItem,
    ArrivingPerson,
    ArrivingRefund,
    ArrivingSale,
    Skipped,
)
from secondsale.money import Money


class PayPal:
    """Payments that came in; what else moves on the account is left out, and said."""

    id = "paypal"
    title = "PayPal activity"
    source = "paypal"
    about = "sales"

    def fits(self, names: frozenset[str]) -> bool:
        """Return whether a table with these columns is one."""
        found = columns(names).keys()
        return {"date", "gross"} <= found and len(TELLING & found) > 3

    def read(self, table: Table, choices: Choices) -> Iterator[Arrival]:
        """Yield the payments and refunds."""
        found = _Found(columns(table.known))
        cells = Cells(
            table,
            choices,
            days=(found["date"],),
            amounts=(found["gross"],),
            currency=(found["currency"],),
            likely_decimal="",
        )

        def entry(row: Row) -> Arrival:
            return _entry(row, found, cells, choices)

        return each_row(table, (found["id"],), entry)


class _Found(dict[str, str]):
    """The name of the column of each field; empty for one that the table lacks."""

    def __init__(self, names: Mapping[str, str]) -> None:
        super().__init__(names)

    def __missing__(self, field: str) -> str:
        return ""


def _entry(row: Row, found: _Found, cells: Cells, choices: Choices) -> Arrival:
    gross = cells.money(row, found["gross"])
    what = kind(row[found["kind"]])
    lines = (row.line,)
    if what and what != REFUND:
        return Skipped(lines, what)
    if gross is None or not gross.minor or row[found["impact"]][:1] in ("M", "m"):
        return Skipped(lines, "a row that moves no money")
    if what and gross.minor < 0:
        return _refund(row, found, cells, gross)
    if gross.minor < 0:
        return Skipped(lines, "money that went out")
    if what:
        return Skipped(lines, "money that came back to you")
    who = _payer(row, found, row[found["from"]])
    if found["from"] and not row[found["from"]]:
        return Skipped(lines, "no payer's e-mail: no payment by a customer")
    on, at = cells.moment(row, found["date"], clock=found["time"])
    item = words(row[found["item"]])
    written = row[found["quantity"]]
    quantity = 1 if is_none(written) else units(written)
    sale = ArrivingSale(
        lines,
        one_line(row[found["id"]]) or cells.row_name(row),
        who,
        on,
        (ArrivingItem(item, quantity, each_of(gross, quantity)),)
        if item
        else (placeholder("PayPal", gross),),
        sold_time=at,
        total=gross,
        standing=standing(row[found["status"]]),
        itemised=bool(item),
        note=note(row[found["subject"]], row[found["note"]]),
    )
    return settled(sale, choices)


def _refund(row: Row, found: _Found, cells: Cells, gross: Money) -> Arrival:
    """Return what went back; the reference names the payment it belongs to."""
    who = _payer(row, found, row[found["to"]] or row[found["from"]])
    of = one_line(row[found["of"]])
    if not of and not named(who):
        return Skipped((row.line,), "a refund that names neither payment nor customer")
    on, _ = cells.moment(row, found["date"])
    return ArrivingRefund(
        (row.line,),
        one_line(row[found["id"]]) or cells.row_name(row),
        of,
        who,
        on,
        amount=Money(-gross.minor, gross.currency),
    )


def _payer(row: Row, found: _Found, mail: str) -> ArrivingPerson:
    country = row[found["country"]]
    return ArrivingPerson(
        name=full_name(row[found["name"]]),
        email=email(mail),
        phone=phone(row[found["phone"]]),
        address=address(
            row[found["street"]], row[found["street 2"]], row[found["town"]], country
        )
        or words(row[found["place"]]),
        postcode=postcode(row[found["code"]], country),
    )
