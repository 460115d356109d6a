"""What every format of tables is: how it is recognised, and what it makes of rows."""

from collections.abc import Callable, Iterator, Mapping
from datetime import date, datetime
from typing import Protocol

from secondsale.errors import InputError
from secondsale.exchange.tables import Table
from secondsale.model.arrivals import Arrival
from secondsale.records import dataclass


@dataclass(frozen=True, slots=True)
class Choices:
    """What the file does not say, or leaves in doubt, and the seller does."""

    today: date
    local: Callable[[datetime], datetime]
    """Turns an instant in UTC into the seller's own time."""
    currency: str = ""
    """ISO 4217, for files that name none; empty is not said."""
    date_order: str = ""
    """`dmy`, `mdy` or `ymd`."""
    decimal: str = ""
    """`.` or `,`"""
    pending: bool = False
    """Whether an order that was not paid yet is a sale."""
    mapping: Mapping[str, str] | None = None
    """The field of each column of a table that nobody knows."""
    labels: tuple[str, ...] = ()
    """Of an address book, only whom it labels with one of these; empty: everybody."""


class NoCurrencyError(InputError):
    """The amounts of a table name no currency, and nobody said it."""

    def __init__(self, table: Table) -> None:
        super().__init__(
            f"{table.path.name} does not say in which currency its amounts are",
            "say it with --currency, such as --currency USD",
        )


class Format(Protocol):
    """An outside format of tables."""

    id: str
    """A frozen word, such as `shopify-orders`."""
    title: str
    """What people call it."""
    source: str
    """Whose orders and customers share their ids, such as `shopify`."""
    about: str
    """`people` or `sales`: files of people are read first."""

    def fits(self, names: frozenset[str]) -> bool:
        """Return whether a table with these columns, as `Table.known` has them, is one.

        By name and meaning, never by position or count.
        """

    def read(self, table: Table, choices: Choices) -> Iterator[Arrival]:
        """Yield what the rows bring.

        The first step looks at whole columns, so that what is in doubt is asked before
        anything is kept. Errors: InputError for what has to be chosen, or for a file of
        the right program and the wrong kind, with the hint what to download.
        """
