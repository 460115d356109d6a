"""What people type for the things they sold: `Rose Serum x2 @38`."""

import re

from secondsale import text
from secondsale.cli._typed import quoted
from secondsale.errors import InputError
from secondsale.records import dataclass

_PRICE = r"(?:^|\s)@\s*(\S+)\s*$"
_QUANTITY = r"(?:^|\s)[x×]\s*(\S+)\s*$"
_SIGN_BEHIND = r"^\d+\s*[x×](?:\s|$)|\s\d+\s*[x×]$"
_LOOKS_LIKE_A_NUMBER = r"[-+.,]?\d"

MOST_UNITS = 100_000


@dataclass(frozen=True, slots=True)
class Item:
    """A product's name, how many of it, and the price of one as it was typed."""

    name: str
    quantity: int | None = None
    price: str | None = None


def parse_item(typed: str) -> Item:
    """Return the item that was typed; quantity and price end it, in either order.

    Errors: InputError, naming the part that cannot be understood.
    """
    rest, quantity, price = typed.strip(), None, None
    for _ in range(2):
        if price is None and (match := re.search(_PRICE, rest)):
            rest, price = rest[: match.start()], match[1]
        found = re.search(_QUANTITY, rest)
        if quantity is None and found and re.match(_LOOKS_LIKE_A_NUMBER, found[1]):
            rest, quantity = rest[: found.start()], _units(found[1], typed)
    if not rest.strip():
        raise InputError(
            f"{quoted(typed)} names no product", 'write it like "Rose Serum x2 @38"'
        )
    if "@" in rest or re.search(_SIGN_BEHIND, rest.strip()):
        raise InputError(
            f"{quoted(typed)} does not read as product, quantity and price",
            'write it like "Rose Serum x2 @38"',
        )
    return Item(text.clean_name(rest, "the product's name"), quantity, price)


def _units(typed: str, item: str) -> int:
    if not (typed.isascii() and typed.isdigit() and len(typed) <= 6):
        raise InputError(
            f"{quoted('x' + typed)} in {quoted(item)} is not a quantity",
            "whole units: x2",
        )
    units = int(typed)
    if not 1 <= units <= MOST_UNITS:
        raise InputError(
            f"{quoted('x' + typed)} in {quoted(item)} is not a quantity",
            f"from x1 to x{MOST_UNITS}",
        )
    return units
