"""Square's customer directory: whose ids the transactions and items name."""

from collections.abc import Iterator

from secondsale.exchange.formats._address_book import Birthdays, Entry, entries, joined
from secondsale.exchange.formats._base import Choices
from secondsale.exchange.formats._people import full_name, postcode
from secondsale.exchange.tables import Row, Table
from secondsale.model.arrivals import Arrival, Skipped

_ITS_OWN = frozenset(
    (
        "creation source", "lifetime spend", "transaction count", "first visit",
        "last visit", "instant profile", "email subscription status", "reference id",
    )
)  # fmt: skip
_IDS = ("square customer id", "customer id")
_SAID = (
    "first name", "last name", "nickname", "company name", "email address",
    "phone number",
)  # fmt: skip
"""Of most who paid by card, Square knows none of these."""


class SquareDirectory:
    """Customers as Square's dashboard exports them."""

    id = "square-customers"
    title = "Square customers"
    source = "square"
    about = "people"

    def fits(self, names: frozenset[str]) -> bool:
        """Return whether a table with these columns is one."""
        reached = {"email address", "phone number"} & names
        own = len(names & _ITS_OWN)
        return bool(reached) and (own > 1 or (own > 0 and not names.isdisjoint(_IDS)))

    def read(self, table: Table, choices: Choices) -> Iterator[Arrival]:
        """Yield the customers."""
        birthdays = Birthdays(table, choices, "birthday")
        key = next((name for name in _IDS if name in table.known), "")

        def entry(row: Row) -> Entry | Skipped:
            if not any(row[name] for name in _SAID):
                return Skipped((row.line,), "a card that paid, and nothing more known")
            born, not_born = birthdays(row)
            unsubscribed = "unsub" in row["email subscription status"].casefold()
            return Entry(
                names=(
                    full_name(row["first name"], row["last name"]),
                    row["nickname"],
                    row["company name"],
                ),
                emails=(row["email address"],),
                phones=(row["phone number"],),
                address=joined(
                    *(row[f"street address {number}"] for number in (1, 2)),
                    *(row[part] for part in ("city", "state", "country")),
                ),
                postcode=postcode(row["postal code"], row["country"]),
                birthday=born,
                notes=(row["memo"], not_born),
                labels=tuple(row["groups"].split(",")),
                external_id=row[key],
                opted_out=("channel:email",) if unsubscribed else (),
            )

        return entries(table, choices, entry, key=key)
