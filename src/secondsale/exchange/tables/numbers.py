"""Numbers of a column: which mark stands before the decimals, and their worth."""

import re
from decimal import ROUND_HALF_UP, Decimal
from reprlib import repr as short
from typing import NamedTuple

from secondsale.errors import InputError
from secondsale.money import LARGEST, Money, minor_digits, parse_currency

POINT, COMMA = ".", ","
NAMES = {POINT: "with a decimal point", COMMA: "with a decimal comma"}

_KEPT = 20_000
_MOST_DIGITS = 30
_NOTHING = frozenset({"", "-", "--", "—", "–", "n/a", "N/A"})

_PARTS = (
    r"(?P<open>\()?\s*(?P<sign>[-+−–])?\s*(?P<before>[^\d\s.,()+−–-][^\d()+−–]*?)??\s*"
    r"(?P<sign2>[-+−–])?\s*(?P<number>\d[\d.,'’\s]*|[.,]\d+)\s*(?P<sign3>[-−])?\s*"
    r"(?P<after>[^\d\s()][^\d()]*?)?\s*(?P<close>\))?"
)
_SPACED = r"['’\s]"
_GROUPS = r"\d{1,3}(?:[ '’\s]\d{3})+(?:[.,]\d*)?|[\d.,]+"
_GROUPED = r"\d{1,3}(?:[.,]\d{2,3})*[.,]\d{3}"
"""Thousands, and the lakhs of India: 12,34,567."""

SIGNS = {
    "€": "EUR", "£": "GBP", "₹": "INR", "₺": "TRY", "৳": "BDT", "zł": "PLN",
    "kč": "CZK", "r$": "BRL", "us$": "USD", "$us": "USD", "ca$": "CAD", "c$": "CAD",
    "au$": "AUD", "a$": "AUD", "nz$": "NZD", "hk$": "HKD", "s$": "SGD", "mx$": "MXN",
    "₽": "RUB", "₩": "KRW", "₪": "ILS", "₫": "VND", "₴": "UAH", "₦": "NGN",
    "₱": "PHP", "฿": "THB", "ft": "HUF", "fr.": "CHF", "sfr.": "CHF", "euro": "EUR",
    "euros": "EUR", "лв": "BGN", "₸": "KZT", "₾": "GEL", "lei": "RON",
}  # fmt: skip
"""Signs that stand for one currency only."""

SHARED = frozenset({"$", "¥", "kr", "kr.", "rs", "rs.", "円", "元", "fr", "l", "₨"})
"""Signs of several currencies: they tell that it is money, not which."""


_NO_DOLLARS = frozenset(
    (
        "EUR", "GBP", "CHF", "INR", "TRY", "PLN", "CZK", "HUF", "RON", "BGN", "RUB",
        "UAH", "SEK", "NOK", "DKK", "ISK", "JPY", "CNY", "KRW", "ILS", "THB",
    )
)  # fmt: skip
"""Currencies that nobody writes with $, which dollars, pesos and reais share."""


class Amount(NamedTuple):
    """A number, and the currency that its sign or code names, if one does."""

    number: Decimal
    currency: str


class Numbers:
    """Reads the numbers of a column by the decimal mark that was decided for it."""

    def __init__(self, column: str, decimal: str) -> None:
        self.column, self.decimal = column, decimal
        self._known: dict[str, Amount | None] = {}
        self._worth: dict[tuple[str, str, str], Money | None] = {}

    def __call__(self, text: str) -> Decimal | None:
        """Return the number that is written, or None for an empty cell.

        Errors: InputError for what is no number.
        """
        found = self.amount(text)
        return None if found is None else found.number

    def amount(self, text: str) -> Amount | None:
        """Return the number and the currency that stands in the cell, or None.

        Errors: InputError for what is no number.
        """
        try:
            return self._known[text]
        except KeyError:
            pass
        if len(self._known) >= _KEPT:
            self._known.clear()
        found = self._known[text] = self._read(text)
        return found

    def money(self, text: str, currency: str, usual: str = "") -> Money | None:
        """Return an amount in a currency, or None for an empty cell.

        Without one it is in that of its sign, else the `usual` one. Decimals beyond
        those of the currency are rounded half up. Errors: InputError for what is no
        number, too large, or in another currency by its sign.
        """
        asked = text, currency, usual
        try:
            return self._worth[asked]
        except KeyError:
            pass
        if len(self._worth) >= _KEPT:
            self._worth.clear()
        found = self._worth[asked] = self._money(text, currency, usual)
        return found

    def _money(self, text: str, currency: str, usual: str) -> Money | None:
        found = self.amount(text)
        if found is None:
            return None
        if found.currency and currency and found.currency != currency:
            raise InputError(
                f"{self.column} {short(text)} is in {found.currency}, not {currency}"
            )
        named = currency or found.currency or usual
        if not found.currency and "$" in text and named in _NO_DOLLARS:
            raise InputError(f"{self.column} {short(text)} is not in {named}")
        return as_money(found.number, named)

    def _read(self, text: str) -> Amount | None:
        written = text.strip()
        if written in _NOTHING:
            return None
        taken = _taken(written)
        if taken is None:
            raise InputError(f"{self.column} {short(text)} is not a number")
        digits, negative, currency = taken
        whole, mark, rest = digits.rpartition(self.decimal)
        if not mark:
            whole, rest = digits, ""
        other = COMMA if self.decimal == POINT else POINT
        grouped = re.fullmatch(_GROUPED, whole)
        if (
            rest.strip("0123456789")
            or (other in whole and not grouped)
            or self.decimal in whole
            or len(digits) > _MOST_DIGITS
        ):
            raise InputError(
                f"{self.column} {short(text)} is no number {NAMES[self.decimal]}"
            )
        number = Decimal(f"{whole.replace(other, '') or 0}.{rest or 0}")
        if not rest:
            number = number.to_integral_value()
        return Amount(-number if negative else number, currency)


def as_money(number: Decimal, currency: str = "") -> Money:
    """Return a number as an amount; without a currency it is of none.

    Errors: InputError for more than a price can be.
    """
    digits = minor_digits(currency)
    minor = int(number.scaleb(digits).to_integral_value(ROUND_HALF_UP))
    if abs(minor) > LARGEST:
        raise InputError(f"{number} is too large to be a price")
    return Money(minor, currency) if currency else Money(minor)


def mark_of(text: str) -> str:
    """Return what a number says about its decimal mark: `.`, `,`, `?` or nothing.

    `?` stands for a single mark with three digits behind it, such as 1,234.
    """
    taken = _taken(text.strip())
    if taken is None:
        return ""
    digits = taken[0]
    points, commas = digits.count(POINT), digits.count(COMMA)
    if points and commas:
        last = POINT if digits.rfind(POINT) > digits.rfind(COMMA) else COMMA
        whole = digits.rpartition(last)[0]
        return last if last not in whole and re.fullmatch(_GROUPED, whole) else ""
    if points + commas == 0:
        return ""
    mark, other = (POINT, COMMA) if points else (COMMA, POINT)
    if points + commas > 1:
        return other if re.fullmatch(_GROUPED, digits) else ""
    whole, _, rest = digits.partition(mark)
    if len(rest) == 3 and 0 < len(whole) <= 3 and whole != "0":
        return "?"
    return mark


def currency_in(text: str) -> str:
    """Return the currency that the sign or code in a cell names, or nothing."""
    taken = _taken(text.strip())
    return taken[2] if taken else ""


def _taken(written: str) -> tuple[str, bool, str] | None:
    """Return the digits with their marks, whether it is negative, and the currency."""
    if written.isascii() and written.replace(".", "").replace(",", "").isdigit():
        return written, False, ""
    match = re.fullmatch(_PARTS, written)
    if match is None or bool(match["open"]) != bool(match["close"]):
        return None
    signs = [sign for sign in match.group("sign", "sign2", "sign3") if sign]
    currency = _currency(match["before"], match["after"])
    number = match["number"].strip()
    if len(signs) > 1 or currency is None or not re.fullmatch(_GROUPS, number):
        return None
    negative = bool(match["open"]) or (bool(signs) and signs[0] != "+")
    return re.sub(_SPACED, "", number), negative, currency


def _currency(before: str | None, after: str | None) -> str | None:
    """Return the currency around a number, '' for none or a shared sign, else None."""
    found = ""
    for words in (before, after):
        for word in (words or "").split():
            sign = word.casefold()
            if sign in SHARED:
                continue
            code = SIGNS.get(sign) or _code(word)
            if not code or (found and found != code):
                return None
            found = code
    return found


def _code(word: str) -> str:
    if len(word) != 3:
        return ""
    try:
        return parse_currency(word)
    except InputError:
        return ""
