"""People as shops write them: names, e-mails, phones and addresses, fit to keep."""

import re
from functools import lru_cache

from secondsale.exchange.tables import keepable, keepable_name
from secondsale.model.arrivals import ArrivingPerson

_EMAIL = r"[^\s@<>,;]+@[^\s@<>,;]+\.[^\s@<>,;.]+"
_PROXIES = (
    "members.ebay.", "marketplace.amazon.", "reply.etsy.", "conversations.etsy.",
)  # fmt: skip
"""Mail that a marketplace passes on: it is about an order, and no address of theirs."""

_PHONE = r"\+?[\d\s().\-/]+(?:\s*(?:x|ext\.?)\s*\d+)?"
_WORDS = r"[^\W\d_]+(?:['’][sS](?![^\W\d_]))?"
_US = frozenset({"us", "usa", "united states", "united states of america"})
_ALIKE = 4_000
"""So many different cells are remembered: a file says the same things over and over."""


def plain(value: str) -> str:
    """Return a cell without HTML's spellings: `O&#039;Toole` is O'Toole."""
    if "&" not in value:
        return value
    from html import unescape

    return unescape(value)


def one_line(value: str) -> str:
    """Return a cell as it can be kept, on one line and without HTML's spellings."""
    return keepable(plain(value))


@lru_cache(_ALIKE)
def words(value: str) -> str:
    """Return a cell as it can be kept, remembered: for what is said again and again."""
    return one_line(value)


@lru_cache(_ALIKE)
def full_name(*parts: str) -> str:
    """Return a name of its parts; one all in capitals or all in small letters is cased.

    Empty where the parts have no letter in them, or are an e-mail address.
    """
    name = keepable_name(plain(" ".join(filter(None, parts))))
    if "@" in name and email(name):
        return ""
    if len(name) > 3 and (name.isupper() or name.islower()):
        return re.sub(_WORDS, lambda word: word.group().capitalize(), name)
    return name


def named(person: ArrivingPerson) -> bool:
    """Return whether it can be told who somebody is."""
    return bool(person.external_id or person.name or person.email or person.phone)


@lru_cache(_ALIKE)
def email(value: str) -> str:
    """Return an e-mail address one can write to, or nothing."""
    address = one_line(value).removeprefix("mailto:")
    if not re.fullmatch(_EMAIL, address):
        return ""
    host = address.casefold().partition("@")[2]
    return "" if host.startswith(_PROXIES) else address


@lru_cache(_ALIKE)
def phone(value: str) -> str:
    """Return a phone number, spaced as it was written, or nothing."""
    number = one_line(value)
    fits = re.fullmatch(_PHONE, number, re.IGNORECASE)
    return number if fits and sum(map(str.isdigit, number)) > 4 else ""


def postcode(value: str, country: str = "") -> str:
    """Return a postcode; a spreadsheet takes the zero in front of American ones."""
    code = words(value)
    american = country.casefold() in _US and code.isdecimal()
    return code.zfill(5) if american and len(code) in (3, 4) else code


def address(*parts: str) -> str:
    """Return the parts of an address on one line, each once; the last is the country.

    A country alone is no address.
    """
    if not any(parts[:-1]):
        return ""
    return ", ".join(dict.fromkeys(filter(None, map(words, parts))))
