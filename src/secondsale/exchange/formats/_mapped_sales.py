"""What the rows of a table sold, once it is said what its columns hold."""

import hashlib
import re
from collections import Counter
from collections.abc import Iterator, Mapping
from datetime import UTC, date, datetime, time
from functools import lru_cache
from reprlib import repr as short
from typing import NamedTuple

from secondsale.errors import InputError
from secondsale.exchange.formats import _people
from secondsale.exchange.formats._base import Choices, NoCurrencyError
from secondsale.exchange.formats._cells import each_of, joined
from secondsale.exchange.formats._mapped_rows import NOTHING, People
from secondsale.exchange.formats._orders import (
    MOST_UNITS,
    Apart,
    lines_of,
    settled,
    standing,
)
from secondsale.exchange.tables import Row, Table, keepable_name
from secondsale.exchange.tables.alike import ALIKE, Alike
from secondsale.exchange.tables.dates import Dates, When
from secondsale.exchange.tables.layout import fold
from secondsale.model.arrivals import (
    Arrival,
    ArrivingItem,
    ArrivingPerson,
    ArrivingRefund,
    ArrivingSale,
    Skipped,
    Standing,
)
from secondsale.money import NO_CURRENCY, Money, parse_currency
from secondsale.text import name_key

WENT_OUT = "money that went out"
SOMETHING = "Imported order"

_TIMES = r"(\S.*?)\s+[x×]\s?(\d{1,4})|(\d{1,4})\s?[x×]\s+(\S.*)"
_OF_SUMS = ("quantity", "total", "currency")
_OF_ITEM = ("product", "quantity", "unit price", "category", "currency")
_WHO = ("customer id", "email", "name", "first name", "last name")
_CODE = r"\b[A-Z]{3}\b|[€£₹]"
_SIGNS = {"€": "EUR", "£": "GBP", "₹": "INR"}


@lru_cache(ALIKE)
def _named(product: str) -> str:
    return keepable_name(_people.words(product))


class Sales(People):
    """The sales of a table: the rows of one order, or each row for itself."""

    def __init__(
        self, table: Table, choices: Choices, columns: Mapping[str, tuple[str, ...]]
    ) -> None:
        """Look at the whole columns.

        Errors: InputError for what has to be chosen.
        """
        self.apart = Apart(table, columns.get("order id", ()))
        super().__init__(table, choices, columns, self.apart.look)
        self._currency = self._usual_currency(table)
        self._clock = Dates("time", "dmy")
        self._seen: Counter[bytes] = Counter()
        self._sums = Alike(table, self._named(_OF_SUMS), self._read_sums)
        self._item = Alike(table, self._named(_OF_ITEM), self._read_item)

    def head(self, row: Row) -> tuple[str, ...]:
        """Return what a row says about the whole order."""
        return self.said(row, "date"), self.said(row, "name"), self.said(row, "email")

    def arrivals(self, rows: list[Row]) -> Iterator[Arrival]:
        """Yield the sale of some rows; what was brought back is one for itself.

        Errors: InputError for what cannot be read.
        """
        first = rows[0]
        if len(rows) == 1 and self.is_bare(first):
            yield Skipped(lines_of(rows), NOTHING)
            return
        self._refuse_two(rows)
        when = self.when(first, "date")
        if when is None:
            raise InputError("it has no date")
        on, at = self._moment(first, when)
        person = self.person(first)
        bought: list[_Line] = []
        for row in rows:
            line = _Line(row, *self._sums(row))
            if line.quantity is not None and line.quantity < 0:
                yield self._refund(line, person, on)
            elif line.total is not None and line.total.minor < 0:
                yield Skipped((row.line,), WENT_OUT)
            else:
                bought.append(line)
        if bought:
            yield settled(self._sale(bought, person, on, at), self.choices)

    def _refuse_two(self, rows: list[Row]) -> None:
        """Refuse rows of one number that are orders of several days and customers.

        Errors: InputError.
        """
        day, who = self.said(rows[0], "date"), self._customer(rows[0])
        for row in rows[1:]:
            theirs = zip(who, self._customer(row), strict=True)
            another = any(one and other and one != other for one, other in theirs)
            if another and self.said(row, "date") not in ("", day):
                number = short(self.said(row, "order id"))
                raise InputError(f"order {number} is of two customers on two days")

    def _customer(self, row: Row) -> list[str]:
        return [self.said(row, field) for field in _WHO]

    def _sale(
        self, lines: list["_Line"], person: ArrivingPerson, on: date, at: time | None
    ) -> ArrivingSale:
        first = lines[0].row
        totals = [line.total for line in lines]
        total = _of_the_order(totals, priced="unit price" in self.columns)
        per_line = total is None or len(lines) == 1
        items = tuple(
            [self._item(line.row, line.total if per_line else None) for line in lines]
        )
        number = _people.one_line(self.said(first, "order id"))
        status = self.said(first, "status")
        return ArrivingSale(
            lines_of([line.row for line in lines]),
            external_id=number
            if number
            else self._row_id(first, person, on, items, totals[0]),
            person=person,
            sold_on=on,
            sold_time=at,
            items=items,
            total=total if total is not None else joined(totals),
            delivered_on=self.on(first, "delivered on"),
            standing=standing(status) if status else Standing.PAID,
            itemised="product" in self.columns,
        )

    def _read_sums(self, row: Row) -> tuple[int | None, Money | None]:
        return self._quantity(row), self._money(row, "total")

    def _read_item(self, row: Row, amount: Money | None) -> ArrivingItem:
        """Return what a row sold, and for which `amount` if that is known."""
        quantity = self._quantity(row)
        product = self._product(row)
        if not product:
            raise InputError("no product is named")
        times = re.fullmatch(_TIMES, product) if quantity is None else None
        if times:
            product = keepable_name(times[1] or times[4]) or product
            quantity = int(times[2] or times[3])
        many = 1 if quantity is None else quantity
        price = self._money(row, "unit price")
        if price is None and many:
            price = each_of(amount, many)
        return ArrivingItem(
            product, many, price, category=_people.words(self.said(row, "category"))
        )

    def _product(self, row: Row) -> str:
        """Return what was sold; empty where the row does not say it."""
        if "product" not in self.columns:
            return SOMETHING
        return _named(self.said(row, "product"))

    def _refund(
        self, line: "_Line", person: ArrivingPerson, on: date
    ) -> ArrivingRefund:
        row, total = line.row, line.total
        amount = Money(abs(total.minor), total.currency) if total else None
        item = ArrivingItem(self._product(row), line.quantity or 0)
        return ArrivingRefund(
            (row.line,),
            external_id=f"back:{self._row_id(row, person, on, (item,), amount)}",
            of="",
            person=person,
            on=on,
            product=item.product,
            quantity=abs(item.quantity),
            amount=amount,
        )

    def _moment(self, row: Row, when: When) -> tuple[date, time | None]:
        """Return the day and time of a sale in the seller's own place.

        What is written with an offset is the shop's own time; UTC is nobody's.
        """
        at = when.at
        clock = self.said(row, "time")
        if at is None and clock:
            timed = self._clock(f"{when.on.isoformat()} {clock}")
            at = timed.at if timed else None
        if when.instant is None or when.at is None:
            return when.on, at
        if when.instant != datetime.combine(when.on, when.at, UTC):
            return when.on, at
        here = self.choices.local(when.instant)
        return here.date(), here.time().replace(tzinfo=None, microsecond=0)

    def _quantity(self, row: Row) -> int | None:
        name = self._first.get("quantity")
        number = self.found.numbers[name](row[name]) if name else None
        if number is None:
            return None
        if number != int(number) or abs(number) > MOST_UNITS:
            raise InputError(f"quantity {number} is no whole number, or too large")
        return int(number)

    def _money(self, row: Row, field: str) -> Money | None:
        name = self._first.get(field)
        written = row[name] if name else ""
        if not name or not written:
            return None
        code = self.said(row, "currency")
        currency = parse_currency(code) if code else ""
        amount = self.found.numbers[name].money(written, currency, self._currency)
        if amount is not None and amount.currency == NO_CURRENCY:
            raise InputError(f"{field} {short(written)} is in no currency")
        return amount

    def _usual_currency(self, table: Table) -> str:
        """Return the currency of amounts that name none.

        By the seller's word, the cells, or the header. Errors: InputError, asking.
        """
        if self.choices.currency:
            return self.choices.currency
        if len(self.found.currencies) == 1:
            (only,) = self.found.currencies
            table.notes[f"the amounts are in {only}, as they say"] = None
            return only
        amounts = (*self.columns.get("unit price", ()), *self.columns.get("total", ()))
        heads = " ".join(head for head in table.heads if fold(head) in amounts)
        for code in re.findall(_CODE, heads):
            try:
                named = parse_currency(_SIGNS.get(code, code))
            except InputError:
                continue
            table.notes[f"the amounts are in {named}, as the header says"] = None
            return named
        if amounts and "currency" not in self.columns:
            raise NoCurrencyError(table)
        return ""

    def _row_id(
        self,
        row: Row,
        person: ArrivingPerson,
        on: date,
        items: tuple[ArrivingItem, ...],
        amount: Money | None,
    ) -> str:
        """Return an id for a row that has none: what it says, and how often it did.

        It stays the same where a spreadsheet has written dates or amounts anew.
        """
        who = person.external_id or person.email or person.phone or person.name
        said = (
            on.isoformat(), name_key(who), self.said(row, "time"), _worth(amount),
            *(
                f"{name_key(item.product)} {item.quantity} {_worth(item.unit_price)}"
                for item in items
            ),
        )  # fmt: skip
        digest = hashlib.sha256("\x1f".join(said).encode("utf-8")).digest()[:8]
        self._seen[digest] += 1
        return f"row:{digest.hex()}:{self._seen[digest]}"


class _Line(NamedTuple):
    """One row of an order."""

    row: Row
    quantity: int | None
    total: Money | None


def _worth(amount: Money | None) -> str:
    return f"{amount.minor} {amount.currency}" if amount else ""


def _of_the_order(totals: list[Money | None], *, priced: bool) -> Money | None:
    """Return the total of a whole order, if that is what its rows say.

    One row says it for all, or all say the same beside prices of their own.
    """
    said = [total for total in totals if total is not None]
    if len(said) == 1 or (said and priced and len({*said}) == 1):
        return said[0]
    return None
