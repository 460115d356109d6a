"""Thunderbird's address book."""

from collections.abc import Iterator

from secondsale.days import Birthday, parse_birthday
from secondsale.errors import InputError
from secondsale.exchange.formats._address_book import Entry, entries, joined
from secondsale.exchange.formats._base import Choices
from secondsale.exchange.tables import Row, Table
from secondsale.model.arrivals import Arrival

_ITS_OWN = frozenset(
    (
        "primary email", "secondary email", "screen name", "display name",
        "mobile number", "pager number", "fax number", "home zipcode", "work zipcode",
        "birth year", "birth month", "birth day", "web page 1",
    )
)  # fmt: skip
_PHONES = ("mobile number", "home phone", "work phone")
_PARTS = ("address", "address 2", "city", "state", "country")


class ThunderbirdContacts:
    """An address book of Thunderbird, exported as CSV."""

    id = "thunderbird-contacts"
    title = "Thunderbird contacts"
    source = "thunderbird"
    about = "people"

    def fits(self, names: frozenset[str]) -> bool:
        """Return whether a table with these columns is one."""
        return "primary email" in names and len(names & _ITS_OWN) > 1

    def read(self, table: Table, choices: Choices) -> Iterator[Arrival]:
        """Yield the people."""

        def entry(row: Row) -> Entry:
            born, not_born = _birthday(row, choices)
            address, postcode = _place(row, "home")
            if not (address or postcode):
                address, postcode = _place(row, "work")
            return Entry(
                names=(
                    f"{row['first name']} {row['last name']}",
                    row["display name"],
                    row["nickname"],
                    row["organization"],
                ),
                emails=(row["primary email"], row["secondary email"]),
                phones=tuple(row[name] for name in _PHONES),
                address=address,
                postcode=postcode,
                birthday=born,
                notes=(row["notes"], not_born),
            )

        return entries(table, choices, entry)


def _place(row: Row, where: str) -> tuple[str, str]:
    return joined(*(row[f"{where} {part}"] for part in _PARTS)), row[f"{where} zipcode"]


def _birthday(row: Row, choices: Choices) -> tuple[Birthday | None, str]:
    """Return a birthday of three cells, or else what to note of it."""
    year, month, day = (row[f"birth {part}"] for part in ("year", "month", "day"))
    if not (month and day):
        return None, ""
    written = f"{year or '-'}-{month:0>2}-{day:0>2}"
    try:
        return parse_birthday(written, today=choices.today), ""
    except InputError:
        return None, f"birthday: {written}"
