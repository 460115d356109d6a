"""The nouns: facts as the book keeps them, and the touchpoints derived from them.

Nothing here reads a clock, a file or a setting, and nothing changes once made.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date, time
from enum import IntEnum, StrEnum

from secondsale.days import Birthday, plus
from secondsale.money import Money


class Channel(StrEnum):
    """A way to reach a customer."""

    CALL = "call"
    SMS = "sms"
    WHATSAPP = "whatsapp"
    EMAIL = "email"
    CARD = "card"
    VISIT = "visit"
    MESSAGE = "message"


class Outcome(StrEnum):
    """What came of a contact."""

    HAPPY = "happy"
    OK = "ok"
    UNHAPPY = "unhappy"
    ANNOYED = "annoyed"
    NO_ANSWER = "no-answer"
    LEFT_MESSAGE = "left-message"
    CALL_BACK = "call-back"
    NOT_INTERESTED = "not-interested"
    BOUGHT = "bought"

    @property
    def reached(self) -> bool:
        """Whether the two of them talked."""
        return self not in (Outcome.NO_ANSWER, Outcome.LEFT_MESSAGE, Outcome.CALL_BACK)

    @property
    def negative(self) -> bool:
        """Whether it leaves something to put right before anything is asked."""
        return self in (Outcome.UNHAPPY, Outcome.ANNOYED)


class Intent(IntEnum):
    """What a touchpoint is for; a smaller number goes first."""

    PROMISE = 0
    CARE = 1
    TEACH = 2
    ASK = 3
    OFFER = 4

    @property
    def word(self) -> str:
        """Return its name as people read it."""
        return self.name.lower()


class ProductKind(StrEnum):
    """Whether a product is used up or kept."""

    CONSUMABLE = "consumable"
    DURABLE = "durable"


@dataclass(frozen=True, slots=True)
class OptOut:
    """A wish not to be contacted.

    `scope` is `all`, or what it covers: `channel:sms`, `intent:offer`.
    """

    scope: str
    since: date
    source: str = ""
    lifted_on: date | None = None


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


@dataclass(frozen=True, slots=True)
class Product:
    """Something that is sold."""

    id: int
    name: str
    category: str = ""
    price: Money | None = None
    supply_days: int | None = None
    """How long one unit lasts, as the seller states it."""
    delivery_days: int = 0
    kind: ProductKind = ProductKind.CONSUMABLE
    note: str = ""


@dataclass(frozen=True, slots=True)
class Ending:
    """The fact that ended something: the day, and what it was in a few words."""

    on: date
    by: str


@dataclass(frozen=True, slots=True)
class Return:
    """So many units of a line that came back."""

    quantity: int
    on: date
    reason: str = ""


@dataclass(frozen=True, slots=True)
class Line:
    """One product of a sale."""

    id: int
    product: Product
    quantity: int
    unit_price: Money | None = None
    returns: tuple[Return, ...] = ()

    @property
    def kept(self) -> int:
        """Return how many units the customer still has of it."""
        return self.quantity - sum(back.quantity for back in self.returns)

    @property
    def returned(self) -> Ending | None:
        """Return the day on which the last unit came back, if all did."""
        if self.kept > 0:
            return None
        last = max(back.on for back in self.returns)
        return Ending(last, f"{self.product.name} was returned")

    def __str__(self) -> str:
        name = self.product.name
        return name if self.quantity == 1 else f"{name} ×{self.quantity}"


@dataclass(frozen=True, slots=True)
class Sale:
    """What one customer bought on one day."""

    id: int
    customer_id: int
    sold_on: date
    recorded_on: date
    """The day on which the book learned of it."""
    lines: tuple[Line, ...]
    sold_time: time | None = None
    delivered_on: date | None = None
    note: str = ""
    source: str = ""
    cancelled: Ending | None = None

    @property
    def ended(self) -> Ending | None:
        """Return what ended it: a cancellation, or the return of the last line."""
        if self.cancelled is not None:
            return self.cancelled
        returns = [line.returned for line in self.lines]
        ends = [end for end in returns if end is not None]
        if not ends or len(ends) < len(returns):
            return None
        return Ending(max(end.on for end in ends), "everything was returned")

    def delivery(self, line: Line | None = None) -> date:
        """Return when a line, or else the last of them, reaches the customer."""
        if self.delivered_on is not None:
            return self.delivered_on
        lines = self.lines if line is None else (line,)
        slowest = max((each.product.delivery_days for each in lines), default=0)
        return plus(self.sold_on, slowest)

    def __str__(self) -> str:
        return ", ".join(str(line) for line in self.lines)


@dataclass(frozen=True, slots=True)
class Covered:
    """A touchpoint that a contact was about."""

    key: "Key"
    intent: Intent


@dataclass(frozen=True, slots=True)
class Contact:
    """A logged conversation, or the attempt at one."""

    id: int
    on: date
    outcome: Outcome
    channel: Channel | None = None
    inbound: bool = False
    note: str = ""
    covered: tuple[Covered, ...] = ()

    @property
    def two_way(self) -> bool:
        """Whether both sides took part: they were reached, or they wrote themselves."""
        return self.inbound or self.outcome.reached


@dataclass(frozen=True, slots=True)
class History:
    """Everything the book knows of one customer, oldest first."""

    customer: Customer
    sales: tuple[Sale, ...] = ()
    contacts: tuple[Contact, ...] = ()
    opt_outs: tuple[OptOut, ...] = ()

    def as_of(self, day: date) -> "History":
        """Return the history as it stood at the end of a day."""
        return replace(
            self,
            sales=tuple(_sale_as_of(s, day) for s in self.sales if s.sold_on <= day),
            contacts=tuple(c for c in self.contacts if c.on <= day),
            opt_outs=tuple(
                replace(o, lifted_on=_until(o.lifted_on, day))
                for o in self.opt_outs
                if o.since <= day
            ),
        )

    def standing_sales(self) -> Iterator[Sale]:
        """Yield the sales that were neither cancelled nor wholly returned."""
        return (sale for sale in self.sales if sale.ended is None)


def _sale_as_of(sale: Sale, day: date) -> Sale:
    cancelled = sale.cancelled
    if cancelled is not None and cancelled.on > day:
        cancelled = None
    lines = tuple(
        replace(line, returns=tuple(back for back in line.returns if back.on <= day))
        for line in sale.lines
    )
    return replace(sale, lines=lines, cancelled=cancelled)


def _until(lifted: date | None, day: date) -> date | None:
    return lifted if lifted is not None and lifted <= day else None


_KEY = re.compile(
    r"(?P<rule>[a-z]+(?:-[a-z]+)*(?:\.[a-z0-9]+(?:-[a-z0-9]+)*)?)"
    r":(?P<anchor>[csltkpdm][1-9][0-9]*)(?:\.(?P<round>[1-9][0-9]*))?",
    re.ASCII,
)


@dataclass(frozen=True, slots=True)
class Key:
    """A touchpoint's name, made of things that never change.

    `anchor` is a letter (c customer, s sale, l line, t contact, k concern, p promise,
    d checkpoint, m milestone) and a row id; the first `round` is not written.
    """

    rule: str
    anchor: str
    round: int = 1

    def __str__(self) -> str:
        start = f"{self.rule}:{self.anchor}"
        return start if self.round == 1 else f"{start}.{self.round}"

    @property
    def series(self) -> tuple[str, str]:
        """Return what the rounds of one touchpoint share."""
        return self.rule, self.anchor

    @classmethod
    def parse(cls, value: str) -> "Key":
        """Return the key that was written.

        Errors: ValueError for anything that `str` of a key cannot produce.
        """
        match = _KEY.fullmatch(value)
        if match is None or match["round"] == "1":
            raise ValueError(f"{value!r} is not a touchpoint's key")
        return cls(match["rule"], match["anchor"], int(match["round"] or 1))


@dataclass(frozen=True, slots=True)
class Window:
    """Three days: show from `opens`, late after `due`, drop after `expires`."""

    opens: date
    due: date
    expires: date

    def __post_init__(self) -> None:
        if not self.opens <= self.due <= self.expires:
            raise ValueError(f"a window must run forwards: {self}")


@dataclass(frozen=True, slots=True)
class Touchpoint:
    """One reason to be in touch with a customer."""

    key: Key
    customer_id: int
    intent: Intent
    window: Window
    reason: str
    """Why now, in one sentence of facts."""
    working: str
    """How the dates were worked out, for `why`."""
    known_on: date
    """The day on which the book learned of its cause."""
    sale_id: int | None = None
    products: tuple[str, ...] = ()
    slots: tuple[tuple[str, str], ...] = ()
    """Further words for the message, by slot."""
    due_time: time | None = None
    fixed_day: date | None = None
    """A day that cannot be put off, such as a birthday."""
    ended: Ending | None = None
    """The fact that made it pointless, if there is one."""


class Status(StrEnum):
    """What became of a touchpoint."""

    DONE = "done"
    SKIPPED = "skipped"
    SNOOZED = "snoozed"


@dataclass(frozen=True, slots=True)
class Settlement:
    """A decision about one touchpoint; of several, the last one holds."""

    key: Key
    status: Status
    on: date
    until: date | None = None
    """The day to which it was snoozed."""
    reason: str = ""
