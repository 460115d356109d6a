"""What was done to the book: each changing command is one entry of its journal."""

from datetime import date, datetime
from enum import StrEnum

from secondsale.records import dataclass


class EntryKind(StrEnum):
    """How an entry came about."""

    COMMAND = "command"
    UNDO = "undo"
    REDO = "redo"
    FORGET = "forget"
    RESTORE = "restore"

    @property
    def for_good(self) -> bool:
        """Whether it says what was done and keeps nothing to take it back by."""
        return self in (EntryKind.FORGET, EntryKind.RESTORE)


@dataclass(frozen=True, slots=True)
class Tally:
    """How many rows of a table an entry added, changed and removed."""

    table: str
    added: int = 0
    changed: int = 0
    removed: int = 0


@dataclass(frozen=True, slots=True)
class Entry:
    """One command that changed the book.

    An undo `reverses` an entry, and a redo the undo of one; `origin` is the command
    that they are about in the end, and `latest` the last undo or redo of this entry.
    Both are the entry itself where there is no other.
    """

    id: int
    at: datetime
    """The instant it was typed, in UTC."""
    day: date
    """The day that counted as today."""
    typed: str
    kind: EntryKind
    reverses: int | None
    origin: int
    latest: int
    undone: bool
    """Whether it was taken back and not restored."""
    tallies: tuple[Tally, ...]
    customer_ids: tuple[int, ...]
    blanked: bool
    """Whether parts of it were erased with a person who was forgotten."""
