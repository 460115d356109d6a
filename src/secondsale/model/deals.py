"""What is sold, and the sales."""

from datetime import date, time
from enum import StrEnum

from secondsale.days import plus
from secondsale.money import Money
from secondsale.records import dataclass, replace


class ProductKind(StrEnum):
    """Whether a product is used up or kept."""

    CONSUMABLE = "consumable"
    DURABLE = "durable"


@dataclass(frozen=True, slots=True)
class Lesson:
    """Something to teach about a product.

    `id` is a frozen word (small letters, digits, hyphens): keys are made of it. It is
    due `after_days` from delivery, in the `months` given (1 to 12; none means any).
    """

    id: str
    text: str
    after_days: int
    months: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class Resource:
    """A guide, tutorial or case study: a title, and a link or file."""

    title: str
    where: str


@dataclass(frozen=True, slots=True)
class Complement:
    """A product that goes with another one, or follows it, and why."""

    product_id: int
    name: str
    why: str = ""
    after_days: int | None = None


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
    dosed: bool | None = None
    """Whether each unit is used up at a pace, as the seller marks it, if they do."""
    note: str = ""
    lessons: tuple[Lesson, ...] = ()
    reasons: tuple[str, ...] = ()
    """Why it is a good choice, one of them for each reassurance."""
    resources: tuple[Resource, ...] = ()
    complements: tuple[Complement, ...] = ()
    objections: tuple[str, ...] = ()

    @property
    def is_dosed(self) -> bool:
        """Return whether twice as many last twice as long; stated days say so too."""
        return self.supply_days is not None if self.dosed is None else self.dosed


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
        if not self.returns:
            return self.quantity
        return self.quantity - sum(back.quantity for back in self.returns)

    @property
    def returned(self) -> Ending | None:
        """Return the day on which the last unit came back, if all did."""
        if not self.returns or self.kept > 0:
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
    party: str = ""
    """The occasion that several sales share, such as a home party."""
    expectations: str = ""
    """What the customer was told will happen."""
    total: Money | None = None
    """What was paid, as another program says; the lines may come to something else."""

    @property
    def ended(self) -> Ending | None:
        """Return what ended it: a cancellation, or the return of the last line."""
        if self.cancelled is not None:
            return self.cancelled
        days = []
        for line in self.lines:
            back = line.returned if line.returns else None  # the second is quicker
            if back is None:
                return None
            days.append(back.on)
        return Ending(max(days), "everything was returned") if days else None

    def delivery(self, line: Line | None = None) -> date:
        """Return when a line, or else the last of them, reaches the customer."""
        if self.delivered_on is not None:
            return self.delivered_on
        lines = self.lines if line is None else (line,)
        slowest = max([each.product.delivery_days for each in lines], default=0)
        return plus(self.sold_on, slowest) if slowest else self.sold_on

    def as_of(self, day: date) -> "Sale":
        """Return the sale as it stood at the end of a day."""
        cancelled = self.cancelled
        if cancelled is None and not any(line.returns for line in self.lines):
            return self
        if cancelled is not None and cancelled.on > day:
            cancelled = None
        if all(back.on <= day for line in self.lines for back in line.returns):
            same = cancelled is self.cancelled
            return self if same else replace(self, cancelled=cancelled)
        lines = tuple(
            replace(line, returns=tuple(b for b in line.returns if b.on <= day))
            for line in self.lines
        )
        return replace(self, lines=lines, cancelled=cancelled)

    def __str__(self) -> str:
        return ", ".join(str(line) for line in self.lines)
