"""Google Contacts, with the headers of before and after 2023.

Its third one, for Outlook, is read as Outlook's.
"""

import re
from collections.abc import Iterable, Iterator

from secondsale.exchange.formats._address_book import (
    MOBILE,
    Birthdays,
    Entry,
    answered,
    entries,
    joined,
    on_one_line,
)
from secondsale.exchange.formats._base import Choices
from secondsale.exchange.tables import Row, Table
from secondsale.model.arrivals import Arrival

SEPARATOR = ":::"
"""Between several values in one cell."""

_NUMBERED = re.compile(r"(e-?mail|phone|address|organization) (\d+) - (\w[\w ]*)")
_GROUPS = ("labels", "group membership")
_OLD = frozenset({"given name", "family name", "yomi name", "given name yomi"})
_NEW = frozenset({"file as", "phonetic first name", "organization title", "labels"})


class GoogleContacts:
    """The address book of a Google account, exported as Google CSV."""

    id = "google-contacts"
    title = "Google Contacts"
    source = "google"
    about = "people"

    def fits(self, names: frozenset[str]) -> bool:
        """Return whether a table with these columns is one."""
        numbered = any(
            (found := _NUMBERED.fullmatch(name)) and found[3] in ("value", "formatted")
            for name in names
        )
        named = len(names & _OLD) > 1 or len(names & _NEW) > 1
        return numbered or named or "group membership" in names

    def read(self, table: Table, choices: Choices) -> Iterator[Arrival]:
        """Yield the people."""
        book = _Book(table.known)
        birthdays = Birthdays(table, choices, "birthday")

        def entry(row: Row) -> Entry:
            born, not_born = birthdays(row)
            address, postcode = book.place(row)
            return Entry(
                names=tuple(_names(row)),
                emails=tuple(book.values(row, "e-mail")),
                phones=tuple(book.values(row, "phone")),
                address=address,
                postcode=postcode,
                birthday=born,
                notes=(row["notes"], not_born),
                labels=tuple(label for it in _GROUPS for label in _several(row[it])),
            )

        return entries(table, choices, entry)


class _Book:
    """Which of the numbered columns there are."""

    def __init__(self, names: Iterable[str]) -> None:
        self._numbers: dict[str, list[int]] = {}
        for found in filter(None, map(_NUMBERED.fullmatch, names)):
            kind, number = found[1].replace("email", "e-mail"), int(found[2])
            numbers = self._numbers.setdefault(kind, [])
            if number not in numbers:
                numbers.append(number)
                numbers.sort()

    def values(self, row: Row, kind: str) -> list[str]:
        """Return e-mails or phones: the main one first, then what is mobile."""
        found: list[tuple[bool, bool, str]] = []
        for number in self._numbers.get(kind, ()):
            value = _cell(row, kind, number, "value")
            use = _use(row, kind, number)
            if value and (kind != "phone" or answered(use)):
                other = use.removeprefix("*").strip() not in MOBILE
                found.append((not use.startswith("*"), other, value))
        found.sort(key=lambda each: each[:2])
        return [value for *_, cell in found for value in _several(cell)]

    def place(self, row: Row) -> tuple[str, str]:
        """Return the main address on one line, and its postcode."""
        kind = "address"
        numbers = self._numbers.get(kind, [])
        for number in sorted(numbers, key=lambda it: _use(row, kind, it)[:1] != "*"):
            code = _cell(row, kind, number, "postal code")
            place = joined(
                *(
                    _cell(row, kind, number, part)
                    for part in ("street", "extended address", "po box", "city")
                ),
                _cell(row, kind, number, "region"),
                _cell(row, kind, number, "country"),
            )
            whole = _cell(row, kind, number, "formatted").partition(SEPARATOR)[0]
            if place or whole:
                return (place, code) if place else (on_one_line(whole), code)
        return "", ""


def _cell(row: Row, kind: str, number: int, part: str) -> str:
    name = f"{kind} {number} - {part}"
    return row[name] or (row[name.replace("e-mail", "email")] if "e-" in kind else "")


def _use(row: Row, kind: str, number: int) -> str:
    """Return what a value is for, in small letters; the main one has a star."""
    said = _cell(row, kind, number, "label") or _cell(row, kind, number, "type")
    return said.casefold()


def _names(row: Row) -> Iterator[str]:
    """Yield what somebody may be called by, the best first."""
    for parts in (
        ("first name", "middle name", "last name"),
        ("given name", "additional name", "family name"),
        ("name",),
        ("nickname",),
        ("organization name",),
        ("organization 1 - name",),
        ("file as",),
    ):
        yield " ".join(filter(None, (row[part] for part in parts)))


def _several(cell: str) -> list[str]:
    """Return the values in a cell."""
    return [value.strip() for value in cell.split(SEPARATOR)]
