"""Square: transactions, and the items of the same transactions."""

import re
from collections.abc import Iterator

from secondsale.errors import InputError
from secondsale.exchange.formats._base import Choices
from secondsale.exchange.formats._cells import Cells, each_of, joined, note
from secondsale.exchange.formats._orders import (
    each_order,
    lines_of,
    placeholder,
    settled,
    standing,
    units,
)
from secondsale.exchange.formats._people import (
    full_name,
    named,
    one_line,
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

_KEYS = ("transaction id",)
_TOTALS = ("total collected", "net sales", "gross sales")
_AMOUNTS = ("net sales", "gross sales")

_UNNAMED = frozenset({"none", "uncategorized", "regular", "regular price", "n/a"})
"""Words for no category and no price point."""

_CUT = r"&(?:#\d{2,5}|amp|quot|apos|lt|gt)$"
_COUNTED = r"(\d+) ?[x×] (.+)"


class SquareTransactions:
    """Payments and refunds, which tell only in passing what was bought.

    Of several items in one description nobody could say where a name ends: they become
    a note. The items file brings the items, under the same transaction ids.
    """

    id = "square-transactions"
    title = "Square transactions"
    source = "square"
    about = "sales"

    def fits(self, names: frozenset[str]) -> bool:
        """Return whether a table with these columns is one."""
        told = {
            "total collected", "net total", "card entry methods", "event type",
            "payment id", "partial refunds", "transaction status", "deposit id",
        }  # fmt: skip
        return "date" in names and len(told & names) > 2 and "item" not in names

    def read(self, table: Table, choices: Choices) -> Iterator[Arrival]:
        """Yield the payments and refunds."""
        cells = Cells(
            table, choices, days=("date",), amounts=(*_TOTALS, "partial refunds")
        )

        def transaction(rows: list[Row]) -> Iterator[Arrival]:
            _refuse_shifted(rows)
            yield _transaction(rows, cells, choices)

        return each_order(table, _KEYS, _head, transaction)


class SquareItems:
    """What was bought in each transaction, a row an item."""

    id = "square-items"
    title = "Square items"
    source = "square"
    about = "sales"

    def fits(self, names: frozenset[str]) -> bool:
        """Return whether a table with these columns is one."""
        told = {
            "qty", "price point name", "modifiers applied", "event type", "token",
            "itemization type", "transaction id", "gross sales", "net sales",
        }  # fmt: skip
        return {"date", "item"} <= names and len(told & names) > 2

    def read(self, table: Table, choices: Choices) -> Iterator[Arrival]:
        """Yield the payments with their items, and each item that went back."""
        cells = Cells(table, choices, days=("date",), amounts=_AMOUNTS)

        def transaction(rows: list[Row]) -> Iterator[Arrival]:
            _refuse_shifted(rows)
            back = [row for row in rows if _went_back(row, cells.money(row, *_AMOUNTS))]
            bought = [row for row in rows if row not in back]
            if bought:
                yield settled(_purchase(bought, cells), choices)
            for number, row in enumerate(back, 1):
                amount = cells.money(row, *_AMOUNTS)
                item = _item(row, cells)
                yield _refund([row], cells, item, amount, number + bool(bought))

        return each_order(table, _KEYS, _head, transaction)


def _refuse_shifted(rows: list[Row]) -> None:
    """Refuse rows whose cells are shifted: `O&#039;Toole` cut in two by a comma.

    The last columns are often empty, so that the number of cells does not tell.
    Errors: InputError.
    """
    for row in rows:
        for cell in row.cells:
            if "&" in cell and re.search(_CUT, cell):
                raise InputError(f"a comma stands where ; belongs, behind {cell[-12:]}")


def _head(row: Row) -> tuple[str, ...]:
    return row["date"], row["event type"], row["customer id"], row["customer name"]


def _transaction(rows: list[Row], cells: Cells, choices: Choices) -> Arrival:
    first = rows[0]
    on, at = cells.moment(first, "date", clock="time")
    total = joined([cells.money(row, *_TOTALS) for row in rows])
    item = _described(first, joined([cells.money(row, *_AMOUNTS) for row in rows]))
    if _went_back(first, total):
        return _refund(rows, cells, item, total, 1)
    back = cells.money(first, "partial refunds")
    notes = [first["fulfillment note"]]
    if item is None:
        notes.insert(0, first["description"])
    if back is not None and back.minor:
        notes.append(f"partly refunded: {Money(abs(back.minor), back.currency)}")
    sale = ArrivingSale(
        lines_of(rows),
        one_line(first["transaction id"]) or cells.row_name(first),
        _buyer(first),
        on,
        (item or placeholder("Square", total),),
        sold_time=at,
        total=total,
        standing=standing(first["transaction status"]),
        itemised=False,
        note=note(*notes),
    )
    return settled(sale, choices)


def _purchase(rows: list[Row], cells: Cells) -> ArrivingSale:
    first = rows[0]
    on, at = cells.moment(first, "date", clock="time")
    notes = [row["notes"] for row in rows if not _is_custom(row)]
    return ArrivingSale(
        lines_of(rows),
        one_line(first["transaction id"]) or cells.row_name(first),
        _buyer(first),
        on,
        tuple(_item(row, cells) for row in rows),
        sold_time=at,
        note=note(*notes, first["fulfillment note"]),
    )


def _refund(
    rows: list[Row],
    cells: Cells,
    item: ArrivingItem | None,
    amount: Money | None,
    number: int,
) -> Arrival:
    """Return what went back; its transaction is one of its own and names no other."""
    first = rows[0]
    on, _ = cells.moment(first, "date")
    who = _buyer(first)
    if not named(who):
        return Skipped(lines_of(rows), "a refund that names no customer")
    name = one_line(first["transaction id"]) or cells.row_name(first)
    return ArrivingRefund(
        lines_of(rows),
        name if number == 1 else f"{name}:{number}",
        "",
        who,
        on,
        product=item.product if item else "",
        quantity=item.quantity if item else 0,
        amount=Money(abs(amount.minor), amount.currency) if amount else None,
    )


def _went_back(row: Row, amount: Money | None) -> bool:
    """Return whether a row is a refund: it says so, or its amount is negative."""
    if row["event type"].casefold() == "refund" or row["qty"][:1] == "-":
        return True
    return amount is not None and amount.minor < 0


def _is_custom(row: Row) -> bool:
    return row["item"].casefold() in ("custom amount", "")


def _item(row: Row, cells: Cells) -> ArrivingItem:
    """Return an item; for an amount that was typed in, the notes say what it is."""
    name = words(row["item"])
    if _is_custom(row):
        name = words(row["notes"]) or "Custom amount"
    elif row["price point name"] and row["price point name"].casefold() not in _UNNAMED:
        name = f"{name} - {words(row['price point name'])}"
    # What went back says so with a minus; a unit, such as kg, measures.
    quantity = units(row["qty"].lstrip("-"), measured=bool(row["unit"]))
    category = words(row["category"])
    return ArrivingItem(
        name,
        quantity,
        each_of(cells.money(row, *_AMOUNTS), quantity),
        category="" if category.casefold() in _UNNAMED else category,
    )


def _described(row: Row, amount: Money | None) -> ArrivingItem | None:
    """Return the item of a transaction that tells of one only: `2 x Soap`."""
    name = words(row["description"])
    if not name or ", " in name or name.casefold() == "custom amount":
        return None
    counted = re.fullmatch(_COUNTED, name)
    quantity = 1
    if counted:
        quantity, name = units(counted[1]), counted[2]
    return ArrivingItem(name, quantity, each_of(amount, quantity), told=True)


def _buyer(row: Row) -> ArrivingPerson:
    return ArrivingPerson(
        external_id=one_line(row["customer id"]), name=full_name(row["customer name"])
    )
