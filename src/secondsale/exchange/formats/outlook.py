"""Outlook's contacts: of the program and of Outlook.com, also as Google writes them.

The program names its columns in the language it speaks; what is not read, such as a
fax or an assistant, is not named here.
"""

import re
from collections.abc import Iterator

from secondsale.days import Birthday
from secondsale.exchange.formats._address_book import (
    Birthdays,
    Entry,
    entries,
    joined,
    sells,
)
from secondsale.exchange.formats._base import Choices
from secondsale.exchange.formats._fields import field_of
from secondsale.exchange.tables import Row, Table
from secondsale.exchange.tables.dates import DMY
from secondsale.exchange.tables.layout import fold
from secondsale.model.arrivals import Arrival, Skipped


def _columns(names: str) -> tuple[str, ...]:
    """Return folded names of columns, one a line or between bars."""
    lines = (name for line in names.strip().splitlines() for name in line.split("|"))
    return tuple(fold(name) for name in lines)


_FIRST = _columns("First Name|Vorname|Prénom|Nombre")
_MIDDLE = _columns("Middle Name|Weitere Vornamen|Deuxième prénom|Segundo nombre")
_LAST = _columns("Last Name|Nachname|Nom|Apellidos")
_WHOLE = _columns("Name|Full Name|Display Name|Nickname|Surnom|Spitzname|Alias")
_COMPANY = _columns("Company|Firma|Société|Organización|Compañía")
_BIRTHDAY = _columns("Birthday|Geburtstag|Anniversaire|Cumpleaños")
_NOTES = _columns("Notes|Notizen|Notas")
_GROUPS = _columns("Categories|Category|Kategorien|Catégories|Categorías")

_EMAILS = _columns("""
E-mail Address|E-Mail-Adresse|Adresse de messagerie|Dirección de correo electrónico
E-mail 2 Address|E-Mail 2: Adresse|Adresse de messagerie 2
Dirección de correo electrónico 2|Dirección del correo electrónico 2
E-mail 3 Address|E-Mail 3: Adresse|Adresse de messagerie 3
Dirección de correo electrónico 3|Dirección del correo electrónico 3
""")

_PHONES = _columns("""
Primary Phone|Haupttelefon|Téléphone principal|Teléfono principal
Mobile Phone|Mobiltelefon|Tél. mobile|Teléfono móvil|Móvil
Mobile Phone 2|Mobiltelefon 2
Home Phone|Telefon (privat)|Telefon privat|Téléphone (domicile)|Particular
Home Phone 2|Telefon (privat 2)|Telefon privat 2|Téléphone 2 (domicile)
Business Phone|Telefon geschäftlich|Téléphone (bureau)|Teléfono del trabajo
Business Phone 2|Telefon geschäftlich 2|Téléphone 2 (bureau)
Other Phone|Weiteres Telefon|Téléphone (autre)|Otro teléfono
Company Main Phone|Telefon Firma|Téléphone société
Car Phone|Autotelefon|Téléphone (voiture)
""")

_HOME = (
    _columns("Home Street|Straße privat|Rue (domicile)|Calle del domicilio"),
    _columns("Home Street 2|Straße privat 2|Rue (domicile) 2"),
    _columns("Home Street 3|Straße privat 3|Rue (domicile) 3"),
    _columns("Home City|Ort privat|Ville (domicile)|Ciudad del domicilio"),
    _columns("Home State|Bundesland/Kanton privat|Dép/Région (domicile)"),
    _columns("Home Country/Region|Home Country|Land/Region privat")
    + _columns("Pays/Région (domicile)|País o región del domicilio"),
)
_WORK = (
    _columns("Business Street|Straße geschäftlich|Rue (bureau)|Calle del trabajo"),
    _columns("Business Street 2|Straße geschäftlich 2|Rue (bureau) 2"),
    _columns("Business Street 3|Straße geschäftlich 3|Rue (bureau) 3"),
    _columns("Business City|Ort geschäftlich|Ville (bureau)|Ciudad de trabajo"),
    _columns("Business State|Region geschäftlich|Dép/Région (bureau)")
    + _columns("Provincia o estado de trabajo"),
    _columns("Business Country/Region|Business Country|Land/Region geschäftlich")
    + _columns("Pays/Région (bureau)|País o región del trabajo"),
)
_OTHER = (
    _columns("Other Street|Weitere Straße|Rue (autre)|Otra calle"),
    _columns("Other Street 2|Weitere Straße 2|Rue (autre) 2"),
    _columns("Other Street 3|Weitere Straße 3|Rue (autre) 3"),
    _columns("Other City|Weiterer Ort|Ville (autre)|Otra ciudad"),
    _columns("Other State|Weiteres/r Bundesland/Kanton|Dép/Région (autre)"),
    _columns("Other Country/Region|Other Country|Weiteres/e Land/Region")
    + _columns("Pays/Région (autre)|Otro país o región"),
)
_HOME_CODE = _columns("Home Postal Code|Postleitzahl privat|Code postal (domicile)")
_WORK_CODE = _columns("""
Business Postal Code|Postleitzahl geschäftlich|Code postal (bureau)
Código postal del trabajo
""")
_OTHER_CODE = _columns("""
Other Postal Code|Weitere Postleitzahl|Code postal (autre)|Otro código postal
""")
_PLACES = (
    (_HOME, _HOME_CODE, "home address"),
    (_WORK, _WORK_CODE, "business address"),
    (_OTHER, _OTHER_CODE, "other address"),
)

_ITS_OWN = frozenset(
    (*_EMAILS, *_PHONES, "given yomi", "surname yomi", "business fax", "home fax")
).union(*_HOME, *_WORK, *_OTHER, *(code for _, code, _ in _PLACES))
"""Names that other lists of people hardly have."""


class OutlookContacts:
    """The address book of Outlook or Outlook.com, exported as CSV."""

    id = "outlook-contacts"
    title = "Outlook contacts"
    source = "outlook"
    about = "people"

    def fits(self, names: frozenset[str]) -> bool:
        """Return whether a table with these columns is one."""
        emails = {name for name in names if field_of(name) == "email"}
        named_otherwise = emails and names.isdisjoint(_EMAILS)
        return len(names & _ITS_OWN) > 1 and not (named_otherwise or sells(names))

    def read(self, table: Table, choices: Choices) -> Iterator[Arrival]:
        """Yield the people; what another program is to delete is left out."""
        english = "first name" in table.known or "last name" in table.known
        birthdays = Birthdays(
            table, choices, *_BIRTHDAY, likely_order="" if english else DMY
        )

        def entry(row: Row) -> Entry | Skipped:
            if row["action"].casefold() == "delete":
                return Skipped((row.line,), "marked to be deleted")
            return _entry(row, *birthdays(row))

        return entries(table, choices, entry)


def _entry(row: Row, born: Birthday | None, not_born: str) -> Entry:
    address, postcode = _place(row)
    full = (_cell(row, part) for part in (_FIRST, _MIDDLE, _LAST))
    others = (row[name] for name in (*_WHOLE, *_COMPANY))
    return Entry(
        names=(" ".join(filter(None, full)), *others),
        emails=tuple(row[name] for name in _EMAILS),
        phones=tuple(row[name] for name in _PHONES),
        address=address,
        postcode=postcode,
        birthday=born,
        notes=(_cell(row, _NOTES), not_born),
        labels=tuple(re.split("[;,]", _cell(row, _GROUPS))),
    )


def _cell(row: Row, names: tuple[str, ...]) -> str:
    """Return the first filled cell of a column that has several names."""
    return next(filter(None, (row[name] for name in names)), "")


def _place(row: Row) -> tuple[str, str]:
    """Return where somebody lives, or else works, on one line, and the postcode."""
    for parts, codes, whole in _PLACES:
        place = joined(*(_cell(row, names) for names in parts)) or joined(row[whole])
        code = _cell(row, codes)
        if place or code:
            return place, code
    return "", ""
