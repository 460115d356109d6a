"""Who bought, and how they wish to be reached."""

from datetime import date
from enum import StrEnum

from secondsale.days import Birthday
from secondsale.model.names import called
from secondsale.records import dataclass, replace


class Channel(StrEnum):
    """A way to reach a customer."""

    CALL = "call"
    SMS = "sms"
    WHATSAPP = "whatsapp"
    EMAIL = "email"
    CARD = "card"
    VISIT = "visit"
    MESSAGE = "message"


_IN_TURN = (Channel.CALL, Channel.SMS, Channel.WHATSAPP, Channel.EMAIL)
"""The ways that need an address, in the order in which they are tried."""


FORGOTTEN = "(forgotten)"
"""What stands in the place of the name of somebody who was forgotten."""


@dataclass(frozen=True, slots=True)
class OptOut:
    """A wish not to be contacted.

    `scope` is `all`, or what it covers: `channel:sms`, `intent:offer`.
    """

    scope: str
    since: date
    source: str = ""
    lifted_on: date | None = None

    def holds(self, day: date) -> bool:
        """Return whether it is in force on a day."""
        lifted = self.lifted_on is not None and self.lifted_on <= day
        return self.since <= day and not lifted

    def as_of(self, day: date) -> "OptOut":
        """Return the wish as it stood at the end of a day."""
        lifted = self.lifted_on is not None and self.lifted_on <= day
        same = lifted or self.lifted_on is None
        return self if same else replace(self, lifted_on=None)


@dataclass(frozen=True, slots=True)
class Customer:
    """Somebody who bought."""

    id: int
    name: str
    added_on: date
    email: str = ""
    phone: str = ""
    channel: Channel | None = None
    best_time: str = ""
    birthday: Birthday | None = None
    source: str = ""
    note: str = ""
    referred_by: int | None = None
    tier: str = ""
    """How close the seller wants to keep them, by the settings' tiers."""
    owner: str = ""
    """Who looks after them, where several sell."""
    tags: tuple[str, ...] = ()
    address: str = ""
    """Street, town and country on one line, the postcode apart."""
    postcode: str = ""
    other_emails: tuple[str, ...] = ()
    other_phones: tuple[str, ...] = ()
    """By these they are recognised, too; those above are used."""

    @property
    def first_name(self) -> str:
        """Return what they are called to their face, as far as the name tells."""
        return called(self.name)

    def ways(self) -> tuple[tuple[Channel, str], ...]:
        """Return how they can be reached and at which address, the best way first.

        The one they prefer, then those for which an address is known. What needs none,
        such as a visit, is a way only where it is preferred.
        """
        known = {Channel.EMAIL: self.email, Channel.CARD: "", Channel.VISIT: ""}
        both = [(way, known.get(way, self.phone)) for way in _IN_TURN]
        ways = [(way, address) for way, address in both if address]
        if self.channel is not None:
            preferred = self.channel, known.get(self.channel, self.phone)
            if preferred[1] or self.channel not in _IN_TURN:
                ways = [preferred, *(each for each in ways if each != preferred)]
        return tuple(ways)
