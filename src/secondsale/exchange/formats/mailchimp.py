"""Mailchimp's audience, in three files: subscribed, unsubscribed and cleaned.

Mailchimp names the columns behind the people's own ones; those their owner names, in
any language, so that they are found by their meaning.
"""

from collections.abc import Iterator

from secondsale.exchange.formats._address_book import Birthdays, Entry, entries, joined
from secondsale.exchange.formats._base import Choices
from secondsale.exchange.formats._fields import field_of
from secondsale.exchange.tables import Row, Table
from secondsale.exchange.tables.dates import MDY
from secondsale.exchange.tables.layout import fold
from secondsale.model.arrivals import Arrival

UNSUBSCRIBED = ("all",)
"""They asked to be left alone; that they meant only the newsletter is theirs to say."""

CLEANED = ("channel:email",)
"""Mail to them came back: no wish of theirs, but no way to reach them either."""

_ITS_OWN = frozenset(
    """member_rating optin_time optin_ip confirm_time confirm_ip gmtoff dstoff leid euid
    last_changed unsub_time unsub_campaign_title unsub_reason clean_time
    clean_campaign_title""".split()
)
_OF_PLACES = frozenset("latitude longitude timezone cc region".split())
"""What Mailchimp makes of the computer they signed up with."""

_LEFT = ("unsub_time", "unsub_reason", "unsub_campaign_title")
_BOUNCED = ("clean_time", "clean_campaign_title")
_CURRENT = "last_changed"
"""What only the file of subscribers has; their own columns may be called anything."""


class MailchimpAudience:
    """An audience as Mailchimp exports it."""

    id = "mailchimp-audience"
    title = "Mailchimp audience"
    source = "mailchimp"
    about = "people"

    def fits(self, names: frozenset[str]) -> bool:
        """Return whether a table with these columns is one."""
        named = any(field_of(name) == "email" for name in names - _ITS_OWN)
        own = len(names & _ITS_OWN)
        return named and own > (0 if "email address" in names else 1)

    def read(self, table: Table, choices: Choices) -> Iterator[Arrival]:
        """Yield the people, and which of them are not to be contacted."""
        whole = _opted_out(table)
        columns = _columns(table)
        birthdays = Birthdays(
            table, choices, *columns.get("birthday", ()), likely_order=MDY
        )

        def said(row: Row, field: str) -> list[str]:
            return [row[name] for name in columns.get(field, ())]

        def entry(row: Row) -> Entry:
            born, not_born = birthdays(row)
            full = said(row, "first name") + said(row, "last name")
            # The parts of an address in one cell stand two spaces apart.
            places = [part for it in said(row, "address") for part in it.split("  ")]
            return Entry(
                names=(" ".join(full), *said(row, "name"), row["company"]),
                # By its name a column may also say whether mail is welcome.
                emails=tuple(it for it in said(row, "email") if "@" in it),
                phones=tuple(it for it in said(row, "phone") if not it.isalpha()),
                address=joined(*places),
                postcode="".join(said(row, "postcode")[:1]),
                birthday=born,
                notes=(row["notes"], not_born),
                labels=tuple(row["tags"].replace('"', "").split(",")),
                external_id=row["euid"] or row["leid"],
                opted_out=whole or _row_opted_out(row),
            )

        return entries(table, choices, entry, key="euid")


def _columns(table: Table) -> dict[str, list[str]]:
    """Return the columns that hold what is known of people, by what they hold."""
    found: dict[str, list[str]] = {}
    for name in dict.fromkeys(map(fold, table.heads)):
        field = "" if name in _ITS_OWN | _OF_PLACES else field_of(name)
        if field:
            found.setdefault(field, []).append(name)
    return found


def _opted_out(table: Table) -> tuple[str, ...]:
    """Return what all of a file are opted out of: by its name, or by its columns."""
    name = table.path.name.casefold()
    current = _CURRENT in table.known
    if "unsubscribed" in name or (not current and table.known.intersection(_LEFT)):
        return UNSUBSCRIBED
    if name.startswith("cleaned_") or (
        not current and table.known.intersection(_BOUNCED)
    ):
        return CLEANED
    return ()


def _row_opted_out(row: Row) -> tuple[str, ...]:
    if row["unsub_time"]:
        return UNSUBSCRIBED
    return CLEANED if row["clean_time"] else ()
