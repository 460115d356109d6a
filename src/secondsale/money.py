"""Money: whole minor units of a currency, read strictly, never by way of a float."""

import re
from reprlib import repr as short

from secondsale.errors import InputError
from secondsale.records import dataclass

NO_CURRENCY = "XXX"
"""ISO 4217's code for no currency: shown without a sign, with two decimals."""

LARGEST = 10**12
"""The largest amount accepted, in minor units."""

_DIGITS = {
    **dict.fromkeys(
        "BIF CLP DJF GNF ISK JPY KMF KRW PYG RWF UGX UYI VND VUV XAF XOF XPF".split(), 0
    ),
    **dict.fromkeys("BHD IQD JOD KWD LYD OMR TND".split(), 3),
    "CLF": 4,
    "UYW": 4,
}
_CODES = frozenset(
    """AED AFN ALL AMD AOA ARS AUD AWG AZN BAM BBD BDT BGN BHD BIF BMD BND BOB BRL BSD
    BTN BWP BYN BZD CAD CDF CHF CLF CLP CNY COP CRC CUP CVE CZK DJF DKK DOP DZD EGP ERN
    ETB EUR FJD FKP GBP GEL GHS GIP GMD GNF GTQ GYD HKD HNL HTG HUF IDR ILS INR IQD IRR
    ISK JMD JOD JPY KES KGS KHR KMF KPW KRW KWD KYD KZT LAK LBP LKR LRD LSL LYD MAD MDL
    MGA MKD MMK MNT MOP MRU MUR MVR MWK MXN MYR MZN NAD NGN NIO NOK NPR NZD OMR PAB PEN
    PGK PHP PKR PLN PYG QAR RON RSD RUB RWF SAR SBD SCR SDG SEK SGD SHP SLE SOS SRD SSP
    STN SVC SYP SZL THB TJS TMT TND TOP TRY TTD TWD TZS UAH UGX USD UYI UYU UYW UZS VED
    VES VND VUV WST XAF XCD XCG XOF XPF XXX YER ZAR ZMW ZWG""".split()
)
_AMOUNT = r"(?a)(\d+|\d{1,3}(?:,\d{3})+)(?:\.(\d+))?"


@dataclass(frozen=True, slots=True)
class Money:
    """An amount in whole minor units of an ISO 4217 currency."""

    minor: int
    currency: str = NO_CURRENCY

    def __str__(self) -> str:
        shown = self.decimal(grouped=True)
        return shown if self.currency == NO_CURRENCY else f"{shown} {self.currency}"

    def decimal(self, *, grouped: bool = False) -> str:
        """Return the amount alone: `1234.50`, or `1,234.50` if grouped."""
        digits = minor_digits(self.currency)
        whole, rest = divmod(abs(self.minor), 10**digits)
        sign = "-" if self.minor < 0 else ""
        shown = f"{sign}{whole:,}" if grouped else f"{sign}{whole}"
        return f"{shown}.{rest:0{digits}}" if digits else shown

    def times(self, quantity: int) -> "Money":
        """Return the price of several."""
        return Money(self.minor * quantity, self.currency)


def minor_digits(currency: str) -> int:
    """Return how many decimals the currency has (ISO 4217)."""
    return _DIGITS.get(currency, 2)


def parse_currency(value: str) -> str:
    """Return an ISO 4217 code in capitals.

    Errors: InputError for a code that ISO 4217 does not list.
    """
    code = value.strip().upper()
    if code not in _CODES:
        raise InputError(
            f"{short(value)} is not a currency",
            "use an ISO code such as EUR, USD or GBP",
        )
    return code


def parse_amount(value: str, currency: str) -> Money:
    """Return the amount that was typed, in `currency`.

    Accepts `38`, `38.50` and `1,234.50`. Errors: InputError for everything that
    could be read in two ways, such as `12,50` or `1,234`.
    """
    digits = minor_digits(currency)
    accepted = "write it like 38" + (
        " or 38." + "5".ljust(digits, "0") if digits else ""
    )
    shown = short(value)
    match = re.fullmatch(_AMOUNT, value.strip(" "))
    if match is None:
        raise InputError(f"{shown} is not an amount", accepted)
    whole, rest = match[1].replace(",", ""), match[2] or ""
    if len(rest) > digits:
        has = f"{len(rest)} decimal{'s' if len(rest) > 1 else ''}"
        raise InputError(f"{shown} has {has}; {_most(currency)}", accepted)
    minor = (whole + rest.ljust(digits, "0")).lstrip("0") or "0"
    # By length first: Python reads no integer of more than 4,300 digits.
    if len(minor) > len(str(LARGEST)) or int(minor) > LARGEST:
        raise InputError(
            f"{shown} is too large to be a price", f"at most {Money(LARGEST, currency)}"
        )
    if "," in match[1] and not rest:
        decimals = ", and decimals after a point" if digits else ""
        raise InputError(
            f"{shown} could be read in two ways",
            f"write {whole} without a comma{decimals}",
        )
    return Money(int(minor), currency)


def _most(currency: str) -> str:
    """Say how many decimals an amount in a currency may have."""
    digits = minor_digits(currency)
    if currency == NO_CURRENCY:
        return f"without a currency it can have {digits}"
    return f"{currency} has {digits or 'none'}"
