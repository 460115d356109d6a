"""What another program's file brings, before the book has looked who and what it is.

Whoever reads a format makes these; the store decides what is new. Every arrival names
the records of the file it was made of, so that counts add up to the records read.
"""

from datetime import date, time
from enum import StrEnum

from secondsale.days import Birthday
from secondsale.model.people import Channel
from secondsale.model.talks import Outcome
from secondsale.money import Money
from secondsale.records import dataclass

OWN, VCARDS = "secondsale", "vcard"
"""The sources of our own tables, which came from nowhere else, and of all vCards."""

BY_HAND = "table"
"""The source of the tables that people make themselves."""


class Standing(StrEnum):
    """What became of an order where it was placed."""

    PAID = "paid"
    PENDING = "pending"
    REFUNDED = "refunded"
    CANCELLED = "cancelled"
    FAILED = "failed"


@dataclass(frozen=True, slots=True)
class ArrivingPerson:
    """Somebody in a file; what is empty is not known there."""

    external_id: str = ""
    """The other program's own name for them."""
    name: str = ""
    email: str = ""
    phone: str = ""
    address: str = ""
    """Street, town and country on one line, the postcode apart."""
    postcode: str = ""
    birthday: Birthday | None = None
    channel: Channel | None = None
    best_time: str = ""
    source: str = ""
    note: str = ""
    tier: str = ""
    owner: str = ""
    tags: tuple[str, ...] = ()
    other_emails: tuple[str, ...] = ()
    other_phones: tuple[str, ...] = ()
    opted_out: tuple[str, ...] = ()
    """Scopes as of an opt-out: `all`, `channel:email`."""
    added_on: date | None = None

    def __hash__(self) -> int:
        # By the fields in which people differ: an import asks for it all the time.
        return hash((self.external_id, self.name, self.email, self.phone))


@dataclass(frozen=True, slots=True)
class ArrivingItem:
    """A line of an order; the price is that of one unit."""

    product: str
    quantity: int
    unit_price: Money | None = None
    category: str = ""
    returned: int = 0
    told: bool = False
    """Whether a sale that is not itemised tells its name all the same."""


@dataclass(frozen=True, slots=True)
class ArrivingSale:
    """An order."""

    lines: tuple[int, ...]
    """The lines of the file on which its records begin."""
    external_id: str
    person: ArrivingPerson
    sold_on: date
    items: tuple[ArrivingItem, ...]
    sold_time: time | None = None
    total: Money | None = None
    """What the other program says was paid; never computed from the items."""
    delivered_on: date | None = None
    standing: Standing = Standing.PAID
    ended_on: date | None = None
    """When it was refunded or cancelled, where the file says so."""
    itemised: bool = True
    """Whether the items are those bought, or stand for what the file does not name."""
    note: str = ""
    source: str = ""
    party: str = ""


@dataclass(frozen=True, slots=True)
class ArrivingRefund:
    """Money or goods that went back, in a record of their own.

    It names the order, or else the customer and the product.
    """

    lines: tuple[int, ...]
    external_id: str
    of: str
    """The order's id, if it is named."""
    person: ArrivingPerson
    on: date
    product: str = ""
    quantity: int = 0
    amount: Money | None = None


@dataclass(frozen=True, slots=True)
class ArrivingContact:
    """Somebody without an order: from an address book, or a list of customers."""

    lines: tuple[int, ...]
    person: ArrivingPerson


@dataclass(frozen=True, slots=True)
class ArrivingProduct:
    """Something that is sold, from our own table of products."""

    lines: tuple[int, ...]
    name: str
    category: str = ""
    price: Money | None = None
    supply_days: int | None = None
    delivery_days: int = 0
    kind: str = ""
    note: str = ""


@dataclass(frozen=True, slots=True)
class ArrivingConversation:
    """A logged conversation, from our own table of contacts."""

    lines: tuple[int, ...]
    person: ArrivingPerson
    on: date
    outcome: Outcome
    channel: Channel | None = None
    inbound: bool = False
    note: str = ""


@dataclass(frozen=True, slots=True)
class Skipped:
    """Records that are no business of ours, such as a transfer to the bank."""

    lines: tuple[int, ...]
    reason: str


@dataclass(frozen=True, slots=True)
class Refused:
    """Records that cannot be understood, as they stand, and why."""

    lines: tuple[int, ...]
    reason: str
    records: tuple[tuple[str, ...], ...] = ()


Arrival = (
    ArrivingSale
    | ArrivingRefund
    | ArrivingContact
    | ArrivingProduct
    | ArrivingConversation
    | Skipped
    | Refused
)
