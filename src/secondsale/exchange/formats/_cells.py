"""What the cells of a shop's rows say: days, amounts, and what a row is called."""

import hashlib
from collections import Counter
from collections.abc import Callable, Iterable
from datetime import UTC, date, datetime, time

from secondsale.errors import InputError
from secondsale.exchange.formats._base import Choices, NoCurrencyError
from secondsale.exchange.formats._people import plain
from secondsale.exchange.tables import Row, Table, keepable_note
from secondsale.exchange.tables.columns import look
from secondsale.exchange.tables.numbers import Numbers
from secondsale.money import Money, parse_currency

_ALIKE = 20_000
"""So many different amounts are remembered."""


class Cells:
    """Reads the cells of one table by what was decided on its whole columns."""

    def __init__(
        self,
        table: Table,
        choices: Choices,
        *,
        days: tuple[str, ...],
        amounts: tuple[str, ...],
        currency: tuple[str, ...] = ("currency",),
        likely_order: str = "",
        likely_decimal: str = ".",
        beside: Callable[[list[str]], None] | None = None,
    ) -> None:
        """Look at the columns; `beside` is shown the cells of every record.

        Errors: InputError for what has to be chosen.
        """
        found = look(
            table,
            dates=[name for name in days if name in table.known],
            numbers=[name for name in amounts if name in table.known],
            date_order=choices.date_order,
            decimal=choices.decimal,
            likely_order=likely_order,
            likely_decimal=likely_decimal,
            today=choices.today,
            beside=beside,
        )
        self._dates, self._numbers = found.dates, found.numbers
        self._inside = Numbers("amount", ".")
        self._choices = choices
        self._currency = next((name for name in currency if name in table.known), "")
        self._known: dict[str, str] = {}
        self._amounts: dict[tuple[str, str, str], Money | None] = {}
        self._names = sorted(table.known)
        self._rows: Counter[str] = Counter()
        self._usual = choices.currency
        if len(found.currencies) == 1:
            (self._usual,) = found.currencies
        named = self._usual or self._currency or found.currencies
        if not named and table.known.intersection(amounts):
            raise NoCurrencyError(table)

    def moment(
        self, row: Row, *names: str, clock: str = ""
    ) -> tuple[date, time | None]:
        """Return the day and the time as they stand in the first filled column.

        `clock` is a column with the time of day. Errors: InputError for a row without.
        """
        for name in names:
            if row[name]:
                said = row[name]
                when = self._dates[name](f"{said} {row[clock]}" if clock else said)
                if when is not None:
                    return when.on, when.at
        raise InputError("it has no date")

    def local(self, row: Row, *names: str, clock: str = "") -> tuple[date, time | None]:
        """Return the day and the time in the seller's own place, of a column in UTC.

        Errors: InputError for a row without.
        """
        on, at = self.moment(row, *names, clock=clock)
        if at is None:
            return on, None
        here = self._choices.local(datetime.combine(on, at, UTC))
        return here.date(), here.time().replace(tzinfo=None)

    def code(self, row: Row) -> str:
        """Return the currency that a row names, as it is written there, or nothing."""
        return row[self._currency]

    def money(self, row: Row, *names: str, code: str | None = None) -> Money | None:
        """Return the amount in the first filled column, or None.

        `code` is the currency where it is not the row that names it. Errors:
        InputError for what is no amount.
        """
        for name in names:
            written = row[name]
            if written:
                if code is None:
                    code = self.code(row)
                known = self._amounts.get((name, code, written))
                if known is None:
                    if len(self._amounts) > _ALIKE:
                        self._amounts.clear()
                    known = self._money(self._numbers[name], plain(written), code)
                    self._amounts[name, code, written] = known
                return known
        return None

    def amount(self, written: str, row: Row) -> Money | None:
        """Return an amount that stands inside a cell, with a decimal point.

        `row` is the one that names the currency. Errors: InputError for what is no
        amount.
        """
        if not written:
            return None
        return self._money(self._inside, written, self.code(row))

    def _money(self, reader: Numbers, written: str, code: str) -> Money | None:
        """Return an amount in the currency of its row, else its own, else the usual."""
        if code:
            known = self._known.get(code)
            if known is None:
                known = self._known[code] = parse_currency(code)
            return reader.money(written, known)
        found = reader.amount(written)
        if found is None:
            return None
        return reader.money(written, found.currency or self._usual)

    def row_name(self, row: Row) -> str:
        """Return an id for a row that has none: what it says, and how often it did.

        Neither the order of the columns nor empty ones make a difference.
        """
        said = "\x1f".join(
            f"{name}={cell}" for name in self._names for cell in row.each(name) if cell
        )
        digest = hashlib.sha256(said.encode("utf-8", "surrogatepass")).hexdigest()[:16]
        self._rows[digest] += 1
        return f"row:{digest}:{self._rows[digest]}"


def note(*parts: str) -> str:
    """Return notes as one that can be kept, each of them once."""
    if not any(parts):  # as most orders have none
        return ""
    return keepable_note(" / ".join(dict.fromkeys(filter(None, map(plain, parts)))))


def joined(amounts: Iterable[Money | None]) -> Money | None:
    """Return a sum, or None where an amount is missing or in another currency."""
    kept = [amount for amount in amounts if amount is not None]
    currencies = {amount.currency for amount in kept}
    if len(currencies) != 1:
        return None
    return Money(sum(amount.minor for amount in kept), currencies.pop())


def each_of(amount: Money | None, quantity: int) -> Money | None:
    """Return the price of one of several, rounded half up to a minor unit."""
    if amount is None:
        return None
    return Money((2 * amount.minor + quantity) // (2 * quantity), amount.currency)
