"""Who bought, and how they wish to be reached."""

from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum

from secondsale.days import Birthday


class Channel(StrEnum):
    """A way to reach a customer."""

    CALL = "call"
    SMS = "sms"
    WHATSAPP = "whatsapp"
    EMAIL = "email"
    CARD = "card"
    VISIT = "visit"
    MESSAGE = "message"


@dataclass(frozen=True, slots=True)
class OptOut:
    """A wish not to be contacted.

    `scope` is `all`, or what it covers: `channel:sms`, `intent:offer`.
    """

    scope: str
    since: date
    source: str = ""
    lifted_on: date | None = None

    def as_of(self, day: date) -> "OptOut":
        """Return the wish as it stood at the end of a day."""
        lifted = self.lifted_on is not None and self.lifted_on <= day
        return self if lifted else replace(self, lifted_on=None)


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

    @property
    def first_name(self) -> str:
        """Return the first word of the name."""
        return self.name.split()[0]

    def reach(self) -> tuple[Channel, str] | None:
        """Return how to reach them and at which address, or None if nobody knows."""
        address = {Channel.EMAIL: self.email, Channel.CARD: "", Channel.VISIT: ""}
        if self.channel is not None:
            known = address.get(self.channel, self.phone)
            by_phone = (Channel.CALL, Channel.SMS, Channel.WHATSAPP)
            needs_address = self.channel in (*by_phone, Channel.EMAIL)
            if known or not needs_address:
                return self.channel, known
        if self.phone:
            return Channel.CALL, self.phone
        return (Channel.EMAIL, self.email) if self.email else None
