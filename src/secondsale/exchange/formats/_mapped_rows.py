"""Whom the rows of a table are about, once it is said what its columns hold."""

import re
from collections.abc import Callable, Iterable, Mapping
from datetime import date

from secondsale.errors import InputError
from secondsale.exchange.formats import _people
from secondsale.exchange.formats._base import Choices
from secondsale.exchange.formats._cells import note
from secondsale.exchange.formats._fields import (
    DATES,
    NUMBERS,
    OF_PEOPLE,
    is_foreign,
)
from secondsale.exchange.tables import Row, Table, look
from secondsale.exchange.tables.alike import Alike
from secondsale.exchange.tables.dates import DMY, When
from secondsale.exchange.tables.layout import fold
from secondsale.model.arrivals import (
    Arrival,
    ArrivingContact,
    ArrivingPerson,
    Skipped,
)
from secondsale.model.people import Channel
from secondsale.records import replace

NOTHING = "nothing stands in the columns that are read"

_NO = frozenset({"no", "n", "false", "0", "nein", "non", "não", "nee", "-", "--"})
_CHANNELS = {
    "phone": Channel.CALL, "telephone": Channel.CALL, "telefon": Channel.CALL,
    "e-mail": Channel.EMAIL, "mail": Channel.EMAIL, "text": Channel.SMS,
    "letter": Channel.CARD, "post": Channel.CARD, "in person": Channel.VISIT,
    **{channel.value: channel for channel in Channel},
}  # fmt: skip
_OF_NAMES = ("name", "first name", "last name")
_OF_WHO = (*OF_PEOPLE, "source")

_Read = Callable[[str], str]


class People:
    """The people of a table, a row each; of sales, who bought."""

    def __init__(
        self,
        table: Table,
        choices: Choices,
        columns: Mapping[str, tuple[str, ...]],
        beside: Callable[[list[str]], None] | None = None,
    ) -> None:
        """Look at the whole columns; `beside` is shown the cells of every record.

        Errors: InputError for what has to be chosen.
        """
        self.choices, self.columns = choices, columns
        self.read = [name for names in columns.values() for name in names]
        self._first = {field: names[0] for field, names in columns.items()}
        self._who = Alike(table, self._named(_OF_WHO), self._person)
        self.found = look(
            table,
            today=choices.today,
            dates=[name for field in DATES for name in columns.get(field, ())],
            numbers=[name for field in NUMBERS for name in columns.get(field, ())],
            birthdays=columns.get("birthday", ()),
            date_order=choices.date_order,
            decimal=choices.decimal,
            likely_order=DMY if _speaks_another_language(table, columns) else "",
            beside=beside,
        )

    def arrival(self, row: Row) -> Arrival:
        """Return whom a row is about.

        Errors: InputError for what cannot be read.
        """
        if self.is_bare(row):
            return Skipped((row.line,), NOTHING)
        person = replace(self.person(row), added_on=self.on(row, "date"))
        if not _people.named(person):
            raise InputError("nobody is named")
        return ArrivingContact((row.line,), person)

    def is_bare(self, row: Row) -> bool:
        """Return whether nothing stands in the columns that are read."""
        return not any(row[name] for name in self.read)

    def person(self, row: Row) -> ArrivingPerson:
        """Return who a row is about.

        Errors: InputError for a birthday that is none.
        """
        return self._who(row)

    def _person(self, row: Row) -> ArrivingPerson:
        """Return who a row is about; what is no address goes into the note."""
        spoiled: list[str] = []
        emails = self._addresses(row, "email", _people.email, spoiled)
        phones = self._addresses(row, "phone", _people.phone, spoiled)
        written = [self.said(row, it) for it in _OF_NAMES if self.said(row, it)]
        if self.said(row, "name"):
            written = written[:1]
        name = _people.full_name(*written)
        if not name and not emails:
            emails = tuple(filter(None, map(_people.email, written)))
        born = self._first.get("birthday")
        wish = self.said(row, "opted out")
        preferred = self.said(row, "channel")
        channel = _CHANNELS.get(preferred.casefold())
        if preferred and channel is None:
            spoiled.append(preferred)
        notes = (*self._all(row, "note"), *spoiled)
        return ArrivingPerson(
            external_id=self.said(row, "customer id"),
            name=name,
            email=emails[0] if emails else "",
            phone=phones[0] if phones else "",
            address=_people.address(*self._all(row, "address")),
            postcode=_people.postcode(self.said(row, "postcode")),
            birthday=self.found.birthdays[born](row[born]) if born else None,
            channel=channel,
            source=_people.words(self.said(row, "source")),
            note=note(*notes) if notes else "",
            tags=self._tags(row),
            other_emails=emails[1:],
            other_phones=phones[1:],
            # What cannot be read stops contact, it never allows it.
            opted_out=("all",) if wish and wish.casefold() not in _NO else (),
        )

    def on(self, row: Row, field: str) -> date | None:
        """Return the day in the column of a field, or None."""
        when = self.when(row, field)
        return when.on if when else None

    def when(self, row: Row, field: str) -> When | None:
        """Return the moment in the column of a field, or None."""
        name = self._first.get(field)
        return self.found.dates[name](row[name]) if name else None

    def said(self, row: Row, field: str) -> str:
        """Return what stands in the column of a field, or in the first of several."""
        name = self._first.get(field)
        return row[name] if name else ""

    def _named(self, fields: Iterable[str]) -> set[str]:
        """Return the names of the columns that hold some fields."""
        return {name for field in fields for name in self.columns.get(field, ())}

    def _all(self, row: Row, field: str) -> tuple[str, ...]:
        """Return what stands in all columns of a field."""
        names = self.columns.get(field, ())
        return tuple(cell for name in names for cell in row.each(name) if cell.strip())

    def _addresses(
        self, row: Row, field: str, read: _Read, spoiled: list[str]
    ) -> tuple[str, ...]:
        found: dict[str, None] = {}
        for cell in self._all(row, field):
            address = read(cell)
            if address:
                found[address] = None
            else:
                spoiled.append(cell)
        return tuple(found)

    def _tags(self, row: Row) -> tuple[str, ...]:
        cells = ",".join(self._all(row, "tags"))
        parts = re.split(r"[,;|]", cells) if cells else ()
        return tuple(
            dict.fromkeys(tag for each in parts if (tag := _people.words(each)))
        )


def _speaks_another_language(
    table: Table, columns: Mapping[str, tuple[str, ...]]
) -> bool:
    """Return whether the header is not in English: Datum, Fecha, Date de commande.

    All languages that are known here but English put the day first.
    """
    read = {name for names in columns.values() for name in names}
    return any(is_foreign(head) for head in table.heads if fold(head) in read)
