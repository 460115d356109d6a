"""HubSpot's contacts."""

from collections.abc import Iterator

from secondsale.exchange.formats._address_book import Birthdays, Entry, entries, joined
from secondsale.exchange.formats._base import Choices
from secondsale.exchange.tables import Row, Table
from secondsale.model.arrivals import Arrival

_ID = ("record id", "contact id", "record id - contact")
_ITS_OWN = frozenset(
    (
        *_ID, "lifecycle stage", "lead status", "contact owner", "create date",
        "last activity date", "marketing contact status", "hubspot score",
        "unsubscribed from all email", "associated company", "original source",
        "associated company ids", "original traffic source",
    )
)  # fmt: skip
_YES = frozenset({"true", "yes", "1"})


class HubSpotContacts:
    """Contacts as HubSpot exports a view of them."""

    id = "hubspot-contacts"
    title = "HubSpot contacts"
    source = "hubspot"
    about = "people"

    def fits(self, names: frozenset[str]) -> bool:
        """Return whether a table with these columns is one."""
        called = {"first name", "last name", "email"} & names
        return len(called) > 1 and len(names & _ITS_OWN) > 1

    def read(self, table: Table, choices: Choices) -> Iterator[Arrival]:
        """Yield the people."""
        birthdays = Birthdays(table, choices, "date of birth", "birthday")
        key = next((name for name in _ID if name in table.known), "")

        def entry(row: Row) -> Entry:
            born, not_born = birthdays(row)
            unsubscribed = row["unsubscribed from all email"].casefold() in _YES
            return Entry(
                names=(
                    f"{row['first name']} {row['last name']}",
                    row["company name"] or row["associated company"],
                ),
                emails=(row["email"], *row["additional email addresses"].split(";")),
                phones=(row["mobile phone number"], row["phone number"]),
                address=joined(
                    *(row[part] for part in ("street address", "city")),
                    row["state/region"],
                    row["country/region"] or row["country"],
                ),
                postcode=row["postal code"],
                birthday=born,
                notes=(row["notes"], not_born),
                external_id=row[key],
                opted_out=("channel:email",) if unsubscribed else (),
            )

        return entries(table, choices, entry, key=key)
