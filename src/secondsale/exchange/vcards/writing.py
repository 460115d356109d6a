"""Customers as vCards 3.0, which every phone takes."""

from collections.abc import Iterable, Iterator

from secondsale.days import Birthday
from secondsale.exchange.vcards.content_lines import escaped, folded
from secondsale.model import Customer

PRODUCT = "-//secondsale//customers//EN"

APPLES_NO_YEAR = 1604
"""3.0 has no birthday without its year; Apple, Nextcloud and sabre write this one."""


def customers_cards(
    customers: Iterable[Customer], *, notes: bool = False
) -> Iterator[str]:
    """Yield a card for each customer, with what one needs to reach and to greet them.

    What the seller notes about them stays in the book unless `notes` are asked for, as
    do the tier, the owner and where they came from: address books are synchronised
    and shared.
    """
    for who in customers:
        yield "".join(map(folded, _lines(who, notes)))


def uid(customer_id: int) -> str:
    """Return by which name a phone knows a customer, whatever becomes of the rest."""
    return f"ss-c{customer_id}"


def _lines(who: Customer, notes: bool) -> Iterator[str]:
    given, _, family = who.name.rpartition(" ")
    if not given:
        given, family = family, ""
    yield "BEGIN:VCARD"
    yield "VERSION:3.0"
    yield f"PRODID:{PRODUCT}"
    yield f"UID:{uid(who.id)}"
    yield f"FN:{escaped(who.name)}"
    yield f"N:{escaped(family)};{escaped(given)};;;"
    for number, preferred in _preferred(who.phone, who.other_phones):
        yield f"TEL;TYPE=VOICE{preferred}:{escaped(number)}"
    for address, preferred in _preferred(who.email, who.other_emails):
        yield f"EMAIL;TYPE=INTERNET{preferred}:{escaped(address)}"
    if who.address or who.postcode:
        yield f"ADR:;;{escaped(who.address)};;;{escaped(who.postcode)};"
    if who.birthday:
        yield _birthday(who.birthday)
    if who.tags:
        yield f"CATEGORIES:{','.join(map(escaped, who.tags))}"
    if notes and who.note:
        yield f"NOTE:{escaped(who.note)}"
    yield "END:VCARD"


def _preferred(first: str, others: Iterable[str]) -> Iterator[tuple[str, str]]:
    """Yield what is filled, each with what marks the one to use."""
    if first:
        yield first, ";TYPE=PREF"
    for other in others:
        yield other, ""


def _birthday(born: Birthday) -> str:
    if born.year is not None:
        return f"BDAY;VALUE=date:{born}"
    omitted = f"BDAY;VALUE=date;X-APPLE-OMIT-YEAR={APPLES_NO_YEAR}"
    return f"{omitted}:{APPLES_NO_YEAR}-{born.month:02}-{born.day:02}"
